"""A model from a table that has faults in its shape, so that its remaining faults can be found in the same reading.

Nothing mended is ever used to judge: a file with any fault is refused as a whole.
"""

import copy
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from checklists.model import Clause
from checklists.positions import Path

_FILLINGS: Mapping[str, Any] = {
    "id": "mended",
    "wearer": "all",
    "mode": "attested",
    "title": {"zh": "-", "en": "-"},
    "says": {"zh": "-", "en": "-"},
    "name": {"zh": "-", "en": "-"},
    "zh": "-",
    "en": "-",
    "measure": "body_yaw_deg",
    "low": -1e300,
    "high": 1e300,
    "abs": 1.0,
    "done_if": "bow_peak_deg",
    "run_by_station": False,
    "steps": [{"says": {"zh": "-", "en": "-"}}],
    "score": 0,
}
"""Harmless values for keys that must be there."""

_ELEMENTS: Mapping[str, Any] = {
    "rules": {"measure": "body_yaw_deg", "abs": 1.0},
    "targets": {"measure": "body_yaw_deg", "abs": 1.0},
    "steps": {"says": {"zh": "-", "en": "-"}},
    "items": {"zh": "-", "en": "-"},
    "questions": {"zh": "-", "en": "-"},
}
"""Harmless elements, so that the places of the others in their list stay."""

_ROUNDS = 6


def mended_clause(raw: object) -> tuple[Clause | None, frozenset[Path]]:
    """The clause with its malformed values replaced, and the paths of those; None where nothing can be saved."""
    if not isinstance(raw, dict):
        return None, frozenset()
    content = copy.deepcopy(raw)
    touched: set[Path] = set()
    for _ in range(_ROUNDS):
        try:
            return Clause.model_validate(content), frozenset(touched)
        except ValidationError as error:
            for detail in reversed(error.errors(include_url=False, include_input=False)):
                path = real_path(content, tuple(detail["loc"]))
                touched.add(path)
                _mend(content, path)
    return None, frozenset(touched)


def real_path(content: object, path: Path) -> Path:
    """`path` without the names that pydantic adds for the branches of a union."""
    real: list[str | int] = []
    for step in path:
        if isinstance(content, dict):
            content = content.get(step)
        elif isinstance(content, list | tuple) and isinstance(step, int):
            content = content[step] if step < len(content) else None
        elif not isinstance(content, BaseModel | None):
            break
        real.append(step)
    return tuple(real)


def _mend(content: dict[str, Any], path: Path) -> None:
    """Replace or remove what stands at `path`; nothing where an earlier step has removed it already."""
    holder: Any = content
    for step in path[:-1]:
        if isinstance(holder, dict):
            holder = holder.get(step)
        elif isinstance(holder, list) and isinstance(step, int) and step < len(holder):
            holder = holder[step]
        else:
            return
    last = path[-1]
    if isinstance(holder, list) and isinstance(last, int) and last < len(holder):
        kind = path[-2] if len(path) > 1 else ""
        if kind in _ELEMENTS:
            holder[last] = copy.deepcopy(_ELEMENTS[str(kind)])
        else:
            del holder[last]
    elif isinstance(holder, dict):
        holder.pop(last, None)
        if last in _FILLINGS and _is_needed(path):
            holder[last] = copy.deepcopy(_FILLINGS[str(last)])


def _is_needed(path: Path) -> bool:
    """Whether a key of that name belongs to the table at all: an unknown key is only removed."""
    return path[-1] not in ("steps", "done_if", "run_by_station") or "drill" in path[:-1]
