"""Which parts a session takes for a checklist, and which clauses each of them decides."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from checklists.model import Checklist, Clause, CloseUp
from checklists.session_part import CAMERA_PARTS, SessionPart
from checklists.verdict import Mode, Wearer

__all__ = ["CAMERA_PARTS", "PlannedPart", "SessionPart", "Variant", "parts_for"]

_ORDER = tuple(SessionPart)
_SECONDS = {
    SessionPart.FRONT: 4.0,
    SessionPart.TURN_LEFT: 3.0,
    SessionPart.TURN_RIGHT: 3.0,
    SessionPart.BOW: 5.0,
    SessionPart.SEATED: 8.0,
}
"""What a part costs a person, roughly: only the order of the sums matters, for choosing the shortest plan."""


class Variant(StrEnum):
    """How much is looked at."""

    QUICK = "quick"
    """The parts that the checklist names as quick, nothing to confirm."""
    FULL = "full"


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """One part of the session."""

    part: SessionPart
    clauses: tuple[str, ...]
    """Ids of the clauses that are decided, or helped, by this part; in the order of the checklist."""
    measures: tuple[str, ...] = ()
    """Names of the measures that the part should yield."""
    close_up: CloseUp | None = None
    """The region to zoom to; each region is a planned part of its own."""
    form: bool = False
    """The one clause here is a questionnaire, answered on screens of its own."""


def parts_for(
    checklist: Checklist,
    wearer: Wearer,
    *,
    variant: Variant = Variant.FULL,
    has_chair: bool = True,
    exemptions: Collection[str] = (),
    missing: Collection[str] = (),
    attest: bool = True,
    questionnaires: bool = True,
) -> tuple[PlannedPart, ...]:
    """The shortest plan that decides as many clauses as can be decided here.

    `has_chair`: without a calibrated chair there is no seated part. `exemptions`: as in `evaluate`. `missing`: names
    of measures that this station cannot take, so that clauses with a close-up are confirmed instead. `attest`,
    `questionnaires` False: what only the person can tell, or self-assessments, are not asked here. Hand
    `{planned.part for planned in plan}` to `evaluate` as `parts`.
    """
    clauses = [
        clause
        for clause in checklist.clauses_for(wearer)
        if clause.id not in exemptions and (clause.group is None or clause.group not in exemptions)
    ]
    allowed = [part for part in CAMERA_PARTS if has_chair or part is not SessionPart.SEATED]
    if variant is Variant.QUICK:
        allowed = [part for part in allowed if part in checklist.quick_parts]
    plan = [_camera_part(part, clauses) for part in _shortest(clauses, allowed)]
    if variant is Variant.FULL:
        plan += _close_ups(clauses, frozenset(missing))
        plan += _asked([clause for clause in clauses if clause.mode is Mode.ATTESTED], attest, questionnaires)
    return tuple(plan)


def _wishes(clauses: list[Clause], allowed: list[SessionPart]) -> set[frozenset[SessionPart]]:
    """For every rule the parts any of which would do; rules that no allowed part serves are left out."""
    wishes = set()
    for clause in clauses:
        if clause.drill is not None and not clause.drill.run_by_station:
            continue
        for rule in clause.rules:
            wish = frozenset(clause.parts_of(rule)) & frozenset(allowed)
            if wish:
                wishes.add(wish)
    return wishes


def _shortest(clauses: list[Clause], allowed: list[SessionPart]) -> tuple[SessionPart, ...]:
    """The cheapest set of parts that serves every rule (at most 2^5 sets are tried), in the order of a session."""
    wishes = _wishes(clauses, allowed)
    serving = [
        chosen
        for count in range(len(allowed) + 1)
        for chosen in combinations(allowed, count)
        if all(wish & set(chosen) for wish in wishes)
    ]
    best = min(serving, key=lambda chosen: sum(_SECONDS[part] for part in chosen))
    return tuple(sorted(best, key=_ORDER.index))


def _camera_part(part: SessionPart, clauses: list[Clause]) -> PlannedPart:
    helped = []
    measures: dict[str, None] = {}
    for clause in clauses:
        rules = [rule for rule in clause.rules if part in clause.parts_of(rule)]
        if clause.drill is not None and not clause.drill.run_by_station:
            rules = []
        if rules:
            helped.append(clause.id)
            measures.update(dict.fromkeys(condition.measure for condition in clause.when))
        for rule in rules:
            measures[rule.measure] = None
            if rule.instead is not None:
                measures[rule.instead.measure] = None
    return PlannedPart(part, tuple(helped), tuple(measures))


def _close_ups(clauses: list[Clause], missing: frozenset[str]) -> list[PlannedPart]:
    """One planned part per region, in the order of the regions from head to foot."""
    return [
        PlannedPart(SessionPart.CLOSE_UP, ids, close_up=region)
        for region in CloseUp
        if (ids := tuple(clause.id for clause in clauses if clause.close_up is region and _looks(clause, missing)))
    ]


def _asked(clauses: list[Clause], attest: bool, questionnaires: bool) -> list[PlannedPart]:
    """All that the person alone can tell in one part, then every self-assessment in a part of its own."""
    plain = tuple(clause.id for clause in clauses if clause.questionnaire is None)
    forms = [clause.id for clause in clauses if clause.questionnaire is not None and questionnaires]
    parts = [PlannedPart(SessionPart.ATTEST, plain)] if plain and attest else []
    return [*parts, *(PlannedPart(SessionPart.ATTEST, (form,), form=True) for form in forms)]


def _looks(clause: Clause, missing: frozenset[str]) -> bool:
    """Whether the person has to look: always where the clause is left to the eyes, else where nothing measures it."""
    if clause.left_to_eyes:
        return True
    return clause.mode is Mode.MEASURED and any(rule.measure in missing for rule in clause.rules)
