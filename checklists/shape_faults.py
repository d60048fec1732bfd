"""What is wrong with the shape of a table, in words that an owner understands."""

import difflib
from collections.abc import Iterable, Iterator, Mapping

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from checklists.inheritance import EXTENDING_KEYS
from checklists.mending import real_path
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
from checklists.positions import Path

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
_OPENINGS = (
    ("Input should be ", "expected "),
    ("String should have ", "expected "),
    ("String should match pattern ", "expected small letters, digits, underscores and dots, pattern "),
    ("Tuple should have ", "expected "),
)


def shape_faults(content: object, details: Iterable[ErrorDetails], *, partial: bool) -> Iterator[tuple[Path, str]]:
    """Path and sentence of each fault, once. `partial`: missing keys are no faults, for they may be inherited."""
    told: set[Path] = set()
    for detail in details:
        if (partial and detail["type"] == "missing") or _only_seems_short(detail):
            continue
        path = real_path(content, tuple(detail["loc"]))
        if path not in told:
            told.add(path)
            branched = len(path) < len(detail["loc"]) and detail["type"] != "missing"
            yield path, _sentence(detail, path, branched)


def _only_seems_short(detail: ErrorDetails) -> bool:
    """A list whose elements are faulty counts as short to pydantic; the elements' own faults say enough."""
    found = detail.get("input")
    return (
        detail["type"] == "too_short"
        and isinstance(found, list)
        and len(found) >= detail.get("ctx", {}).get("min_length", 0)
    )


def _sentence(detail: ErrorDetails, path: Path, branched: bool) -> str:
    kind, found = detail["type"], detail.get("input")
    shown = "" if isinstance(found, dict | list | tuple) else f", found {_shown(found)}"
    if kind == "extra_forbidden":
        keys = [*_model_of(path[:-1]).model_fields, *(EXTENDING_KEYS if len(path) == 1 else ())]
        near = difflib.get_close_matches(str(path[-1]), keys, n=1)
        hint = f" (did you mean {near[0]!r}?)" if near else ""
        return f"unknown key {path[-1]!r}{hint}; expected one of {', '.join(keys)}"
    if kind == "missing":
        return "is missing and must be given"
    if kind in ("model_type", "dict_type"):
        return f"expected a table{shown}"
    if kind == "tuple_type":
        return f"expected a list{shown}"
    if branched:
        return f"expected a text or true or false{shown}"
    said = str(detail["msg"])
    for opening, ours in _OPENINGS:
        said = said.replace(opening, ours, 1) if said.startswith(opening) else said
    return f"{said}{shown}"


def _shown(found: object) -> str:
    return str(found).lower() if isinstance(found, bool) else repr(found)


def _model_of(path: Path) -> type[BaseModel]:
    names = [step for step in path if isinstance(step, str)]
    if not names:
        return Checklist
    if names[-1] == "remedy" and "rules" in names:
        return RuleRemedy
    return _MODELS.get(names[-1], Words)
