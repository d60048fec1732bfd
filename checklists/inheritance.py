"""A file that says `extends`: the owner writes only what differs from a standard."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from checklists.model import Checklist
from checklists.positions import Path

Content = dict[str, Any]

EXTENDING_KEYS = ("extends", "omit")
"""What a file says to its own reading: never part of the checklist."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """The content of a file with what it inherits."""

    content: Content
    own_clauses: dict[int, int] = field(default_factory=dict)
    """Place of a clause in `content` -> its place in the file; inherited clauses are not in it."""
    faults: tuple[tuple[Path, str], ...] = ()
    """Path inside the file, sentence."""
    extends: bool = False
    partial: bool = False
    """The base is not known, so that keys may be missing without fault."""


def resolve(content: Content, bases: Mapping[str, Checklist]) -> Resolved:
    """Lay a file over the standard that it extends.

    Keys of the file replace those of the standard; a clause of the same id takes over the keys that the file gives
    it, a clause of a new id is added at the end, and `omit` leaves clauses out.
    """
    own = as_list(content.get("clauses"))
    own_places = {index: index for index in range(len(own))}
    if "extends" not in content:
        alone: tuple[tuple[Path, str], ...] = ((("omit",), "has no meaning without extends; remove it"),)
        return Resolved(_without(content, ("omit",)), own_places, alone if "omit" in content else ())
    base = bases.get(content["extends"]) if isinstance(content["extends"], str) else None
    if base is None:
        known = ", ".join(sorted(bases)) or "a standard, but there is none here"
        fault = (("extends",), f"is {content['extends']!r}; expected one of {known}")
        return Resolved(_without(content, EXTENDING_KEYS), own_places, (fault,), extends=True, partial=True)
    inherited = base.model_dump(mode="json", exclude_defaults=True)
    omitted, faults = _omitted(content.get("omit", []), [clause["id"] for clause in inherited["clauses"]])
    clauses, places, repeated = _overlaid(inherited["clauses"], own, omitted)
    merged = {**inherited, **_without(content, EXTENDING_KEYS), "clauses": clauses}
    return Resolved(merged, places, (*faults, *repeated), extends=True)


def _without(content: Content, keys: tuple[str, ...]) -> Content:
    return {key: value for key, value in content.items() if key not in keys}


def _omitted(omit: object, known: list[str]) -> tuple[list[str], tuple[tuple[Path, str], ...]]:
    """The ids to leave out, and what is wrong with the list."""
    if not isinstance(omit, list):
        return [], ((("omit",), "expected a list of clause ids"),)
    faults: list[tuple[Path, str]] = []
    for index, clause_id in enumerate(omit):
        if clause_id not in known:
            near = difflib.get_close_matches(str(clause_id), known, n=1)
            hint = f" (did you mean {near[0]!r}?)" if near else ""
            faults.append((("omit", index), f"{clause_id!r} is no clause of the extended standard{hint}; remove it"))
    return omit, tuple(faults)


def _overlaid(
    inherited: list[Content], own: list[Any], omitted: list[str]
) -> tuple[list[Any], dict[int, int], list[tuple[Path, str]]]:
    clauses: list[Any] = [clause for clause in inherited if clause["id"] not in omitted]
    places = {clause["id"]: place for place, clause in enumerate(clauses)}
    own_places: dict[int, int] = {}
    repeated: list[tuple[Path, str]] = []
    for index, clause in enumerate(own):
        clause_id = clause.get("id") if isinstance(clause, dict) else None
        place = places.get(clause_id) if isinstance(clause_id, str) else None
        if place is None:
            place = len(clauses)
            clauses.append(clause)
        elif place in own_places:
            first = own_places[place]
            repeated.append((("clauses", index, "id"), f"{clause_id} stands here twice (first as clauses[{first}])"))
        else:
            clauses[place] = {**clauses[place], **clause}
        own_places.setdefault(place, index)
    return clauses, own_places, repeated


def as_list(value: object) -> list[Any]:
    """The value if it is a list, else an empty one: for content that is not validated yet."""
    return value if isinstance(value, list) else []
