"""From a TOML file to a `Checklist`, with every fault told at once, each with file, line and what is expected."""

import functools
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from checklists import cross_checks
from checklists.faults import ChecklistError, Fault
from checklists.inheritance import Resolved, as_list, resolve
from checklists.mending import mended_clause
from checklists.migrations import UnknownSchemaError, migrate
from checklists.model import Checklist, Clause
from checklists.positions import Path as KeyPath
from checklists.positions import line_of, locate
from checklists.shape_faults import shape_faults

STANDARDS = Path(__file__).with_name("standards")
"""The shipped standards, one file each."""

_LARGEST_FILE = 2_000_000


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
    text = _read(path)
    content = _parse(path, text)
    lines = locate(text)
    try:
        content = migrate(content)
    except UnknownSchemaError as error:
        line = line_of(lines, ("schema_version",)) or 1
        raise ChecklistError([Fault(str(path), "", f"{error}.", line)]) from None
    resolved = resolve(content, _shipped() if bases is None else bases)
    faults = [
        *_Places(path, lines, resolved).faults(resolved.faults, in_file=True),
        *_faults_of(path, lines, resolved),
    ]
    if faults:
        raise ChecklistError(faults)
    return Checklist.model_validate(resolved.content)


def _read(path: Path) -> str:
    name = str(path)
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise ChecklistError([Fault(name, "", "is too large for a checklist; expected at most 2 MB.")])
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise ChecklistError([Fault(name, "", "there is no such file; give the path of a checklist.")]) from None
    except UnicodeDecodeError as error:
        message = f"byte {error.start} is not UTF-8; save the file as UTF-8 text."
        raise ChecklistError([Fault(name, "", message)]) from None
    except OSError as error:
        message = f"cannot be read ({error.strerror}); check the path and its rights."
        raise ChecklistError([Fault(name, "", message)]) from None


def _parse(path: Path, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line = int(place.group(1)) if place else text.count("\n") + 1
        said = re.sub(r"\s*\(at .*\)$", "", str(error))
        raise ChecklistError(
            [Fault(str(path), "", f"is not valid TOML: {said}; mend this line first.", line)]
        ) from None


class _Places:
    """Says where a fault of one file stands: its line, and its path as the owner would name it."""

    def __init__(self, file: Path, lines: Mapping[KeyPath, int], resolved: Resolved) -> None:
        self._file = str(file)
        self._lines = dict(lines)
        self._own = resolved.own_clauses
        self._ids = {
            index: clause["id"]
            for index, clause in enumerate(as_list(resolved.content.get("clauses")))
            if isinstance(clause, dict) and isinstance(clause.get("id"), str)
        }

    def faults(self, found: Iterable[tuple[KeyPath, str]], *, in_file: bool = False) -> Iterator[Fault]:
        """`in_file`: the paths are of the file as written, else of the content with what it inherits."""
        for path, message in found:
            written = path if in_file else self._written(path)
            line = line_of(self._lines, written) or 1
            yield Fault(self._file, self._spoken(path, written), f"{message}.", line)

    def _written(self, path: KeyPath) -> KeyPath:
        if len(path) > 1 and path[0] == "clauses" and isinstance(path[1], int) and path[1] in self._own:
            return ("clauses", self._own[path[1]], *path[2:])
        return path

    def _spoken(self, path: KeyPath, written: KeyPath) -> str:
        said = ""
        for depth, step in enumerate(written):
            if isinstance(step, str):
                said += f" {step}" if said.endswith(")") else f".{step}" if said else step
                continue
            said += f"[{step}]"
            if depth == 1 and path[0] == "clauses" and path[1] in self._ids:
                said += f" ({self._ids[int(path[1])]})"
        return said


def _faults_of(path: Path, lines: Mapping[KeyPath, int], resolved: Resolved) -> Iterator[Fault]:
    content, places = resolved.content, _Places(path, lines, resolved)
    try:
        checklist = Checklist.model_validate(content)
    except ValidationError as error:
        details = error.errors(include_url=False)
        yield from places.faults(shape_faults(content, details, partial=resolved.partial))
    else:
        yield from places.faults(cross_checks.check_whole(checklist))
    if isinstance(content.get("id"), str) and content["id"] != path.stem:
        yield from places.faults([(("id",), f"is {content['id']!r}; expected the file's own name, {path.stem!r}")])
    clauses: list[tuple[int, Clause]] = []
    for index, raw in enumerate(as_list(content.get("clauses"))):
        clause, mended = mended_clause(raw)
        if clause is not None:
            yield from places.faults(_cross_faults(index, clause, mended))
            if not any(touched[-1] in ("id", "mode", "wearer", "posture", "group") for touched in mended):
                clauses.append((index, clause))
    yield from places.faults(cross_checks.check_checklist(clauses, lonely_groups=resolved.extends))


def _cross_faults(index: int, clause: Clause, mended: frozenset[KeyPath]) -> Iterator[tuple[KeyPath, str]]:
    """Faults of one clause, save where a value had to be mended: there the shape's fault says it already."""
    mode_known = ("mode",) not in mended
    for path, message in cross_checks.check_clause(clause):
        if _is_untouched(path, mended) and (mode_known or path[-1] not in ("mode", "rules", "drill", "parts")):
            yield ("clauses", index, *path), message
    for place, rule in enumerate(clause.rules):
        for path, message in cross_checks.check_rule(rule):
            if _is_untouched(("rules", place, *path), mended):
                yield ("clauses", index, "rules", place, *path), message


def _is_untouched(path: KeyPath, mended: frozenset[KeyPath]) -> bool:
    """Whether neither the place nor the limits beside it had to be mended."""
    choices = ("any_of", "none_of")
    for touched in mended:
        if path[: len(touched)] == touched:
            return False
        limits = next((step for step in touched if step in choices), None)
        if limits is not None and path[:-1] == touched[: touched.index(limits)]:
            return False
    return True
