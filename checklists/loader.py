"""From a TOML file to a `Checklist`, with every fault told at once, each with file, line and what is expected."""

import difflib
import functools
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from checklists import cross_checks
from checklists.faults import ChecklistError, Fault
from checklists.migrations import UnknownSchemaError, migrate
from checklists.model import (
    Answer,
    Band,
    Bounds,
    Checklist,
    Clause,
    Drill,
    DrillStep,
    Questionnaire,
    Rule,
    RuleRemedy,
    Words,
)
from checklists.positions import Path as KeyPath
from checklists.positions import line_of, locate

ModelT = TypeVar("ModelT", bound=BaseModel)

STANDARDS = Path(__file__).with_name("standards")
"""The shipped standards, one file each."""

_LARGEST_FILE = 2_000_000
_MODELS: Mapping[str, type[BaseModel]] = {
    "clauses": Clause,
    "rules": Rule,
    "instead": Bounds,
    "when": Bounds,
    "targets": Bounds,
    "drill": Drill,
    "steps": DrillStep,
    "questionnaire": Questionnaire,
    "bands": Band,
    "answers": Answer,
}
_BASE_KEYS = ("extends", "omit")


def load_shipped() -> dict[str, Checklist]:
    """The shipped standards by id, read once per process. ChecklistError where the installation is damaged."""
    return dict(_shipped())


@functools.cache
def _shipped() -> Mapping[str, Checklist]:
    return {path.stem: load_file(path, bases={}) for path in sorted(STANDARDS.glob("*.toml"))}


def load_file(path: Path | str, bases: Mapping[str, Checklist] | None = None) -> Checklist:
    """Read one checklist file.

    `bases`: the standards that the file may extend; default: the shipped ones. Raises ChecklistError with all faults.
    """
    path = Path(path)
    return _FileReading(path).checklist(_shipped() if bases is None else bases)


class _FileReading:
    """One file on its way to a checklist: the text, its lines, and the faults found so far."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._text = self._read()
        self._lines: dict[KeyPath, int] = {}
        self._own_clauses: dict[int, int] = {}
        """Place of a clause in the resolved list -> its place in the file."""
        self._ids: dict[int, str] = {}

    def checklist(self, bases: Mapping[str, Checklist]) -> Checklist:
        content = self._parse()
        self._lines = locate(self._text)
        try:
            content = migrate(content)
        except UnknownSchemaError as error:
            raise ChecklistError([self._fault(("schema_version",), f"{error}.")]) from None
        content = self._resolve(content, bases)
        faults = list(self._faults_of(content))
        if content.get("id") != self._path.stem and isinstance(content.get("id"), str):
            message = f"is {content['id']!r}; expected the file's own name, {self._path.stem!r}."
            faults.append(self._fault(("id",), message))
        if faults:
            raise ChecklistError(faults)
        return Checklist.model_validate(content)

    def _read(self) -> str:
        name = str(self._path)
        try:
            if self._path.stat().st_size > _LARGEST_FILE:
                raise ChecklistError([Fault(name, "", "is too large for a checklist; expected at most 2 MB.")])
            return self._path.read_bytes().decode("utf-8-sig")
        except FileNotFoundError:
            raise ChecklistError([Fault(name, "", "there is no such file; give the path of a checklist.")]) from None
        except UnicodeDecodeError as error:
            message = f"byte {error.start} is not UTF-8; save the file as UTF-8 text."
            raise ChecklistError([Fault(name, "", message)]) from None
        except OSError as error:
            message = f"cannot be read ({error.strerror}); check the path and its rights."
            raise ChecklistError([Fault(name, "", message)]) from None

    def _parse(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self._text)
        except tomllib.TOMLDecodeError as error:
            place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
            line = int(place.group(1)) if place else self._text.count("\n") + 1
            said = re.sub(r"\s*\(at .*\)$", "", str(error))
            message = f"is not valid TOML: {said}; mend this line first."
            raise ChecklistError([Fault(str(self._path), "", message, line)]) from None

    def _resolve(self, content: dict[str, Any], bases: Mapping[str, Checklist]) -> dict[str, Any]:
        """Lay a file that extends a standard over that standard."""
        own = [clause for clause in _as_list(content.get("clauses")) if isinstance(clause, dict)]
        if "extends" not in content:
            self._own_clauses = {index: index for index in range(len(_as_list(content.get("clauses"))))}
            if "omit" in content:
                raise ChecklistError([self._fault(("omit",), "has no meaning without extends; remove it.")])
            return content
        base = bases.get(content["extends"]) if isinstance(content["extends"], str) else None
        if base is None:
            message = f"is {content['extends']!r}; expected one of {', '.join(sorted(bases)) or 'no standard here'}."
            raise ChecklistError([self._fault(("extends",), message)])
        inherited = base.model_dump(mode="json", exclude_defaults=True)
        merged = {**inherited, **{key: value for key, value in content.items() if key not in _BASE_KEYS}}
        merged["clauses"] = self._overlay(inherited["clauses"], own, content.get("omit", []))
        return merged

    def _overlay(self, inherited: list[dict[str, Any]], own: list[dict[str, Any]], omit: Any) -> list[dict[str, Any]]:
        known = [clause["id"] for clause in inherited]
        faults = []
        for index, clause_id in enumerate(_as_list(omit)):
            if clause_id not in known:
                near = difflib.get_close_matches(str(clause_id), known, n=1)
                hint = f" (did you mean {near[0]!r}?)" if near else ""
                message = f"{clause_id!r} is no clause of the extended standard{hint}; expected one of its clauses."
                faults.append(self._fault(("omit", index), message))
        if not isinstance(omit, list):
            faults.append(self._fault(("omit",), "expected a list of clause ids."))
        if faults:
            raise ChecklistError(faults)
        clauses = [clause for clause in inherited if clause["id"] not in omit]
        places = {clause["id"]: place for place, clause in enumerate(clauses)}
        for index, clause in enumerate(own):
            place = places.get(str(clause.get("id")))
            if place is None:
                place = len(clauses)
                clauses.append(clause)
            else:
                clauses[place] = {**clauses[place], **clause}
            self._own_clauses[place] = index
        return clauses

    def _faults_of(self, content: dict[str, Any]) -> Iterator[Fault]:
        raw_clauses = _as_list(content.get("clauses"))
        self._ids = {
            index: clause["id"]
            for index, clause in enumerate(raw_clauses)
            if isinstance(clause, dict) and isinstance(clause.get("id"), str)
        }
        try:
            yield from self._told(cross_checks.check_whole(Checklist.model_validate(content)), ())
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                yield self._shape_fault(detail)
        good: list[tuple[int, Clause]] = []
        for index, raw in enumerate(raw_clauses):
            clause = _validated(Clause, raw)
            rules = _as_list(raw.get("rules")) if isinstance(raw, dict) else []
            for place, raw_rule in enumerate(rules):
                rule = _validated(Rule, raw_rule)
                if rule is not None:
                    yield from self._told(cross_checks.check_rule(rule), ("clauses", index, "rules", place))
            if clause is not None:
                good.append((index, clause))
                yield from self._told(cross_checks.check_clause(clause), ("clauses", index))
        yield from self._told(cross_checks.check_checklist(good), ())

    def _told(self, found: Iterator[cross_checks.Found], prefix: KeyPath) -> Iterator[Fault]:
        for path, message in found:
            yield self._fault((*prefix, *path), f"{message}.")

    def _shape_fault(self, detail: ErrorDetails) -> Fault:
        path = tuple(detail["loc"])
        return self._fault(path, _shape_message(detail, path))

    def _fault(self, path: KeyPath, message: str) -> Fault:
        if len(path) > 1 and path[0] == "clauses" and isinstance(path[1], int) and path[1] in self._own_clauses:
            in_file: KeyPath = ("clauses", self._own_clauses[path[1]], *path[2:])
        else:
            in_file = path
        return Fault(str(self._path), self._spoken(path), message, line_of(self._lines, in_file) or 1)

    def _spoken(self, path: KeyPath) -> str:
        said = ""
        for depth, step in enumerate(path):
            if isinstance(step, int):
                said += f"[{step}]"
                if depth == 1 and path[0] == "clauses" and step in self._ids:
                    said += f" ({self._ids[step]})"
            else:
                said += f".{step}" if said and not said.endswith(")") else f" {step}" if said else step
        return said


def _shape_message(detail: ErrorDetails, path: KeyPath) -> str:
    kind, found = detail["type"], detail.get("input")
    if kind == "extra_forbidden":
        model = _model_of(path[:-1])
        keys = list(model.model_fields)
        near = difflib.get_close_matches(str(path[-1]), keys, n=1)
        hint = f" (did you mean {near[0]!r}?)" if near else ""
        return f"unknown key {path[-1]!r}{hint}; expected one of {', '.join(keys)}."
    if kind == "missing":
        return "is missing and must be given."
    said = detail["msg"].removeprefix("Input should be ").removeprefix("String should ")
    shown = "" if isinstance(found, dict | list | tuple) else f", found {found!r}"
    return f"expected {said}{shown}."


def _model_of(path: KeyPath) -> type[BaseModel]:
    names = [step for step in path if isinstance(step, str)]
    if not names:
        return Checklist
    if names[-1] == "remedy" and "rules" in names:
        return RuleRemedy
    return _MODELS.get(names[-1], Words)


def _validated(model: type[ModelT], raw: object) -> ModelT | None:
    try:
        return model.model_validate(raw)
    except ValidationError:
        return None


def _as_list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
