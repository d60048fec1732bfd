"""The stops of a round: which part comes when, and which clauses it is for."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from checklists.model import Checklist, CloseUp
from checklists.parts import PlannedPart
from checklists.session_part import CAMERA_PARTS, SessionPart
from checklists.verdict import Mode


@dataclass(frozen=True, slots=True)
class Stop:
    """What the person does now, and for which clauses."""

    part: SessionPart
    clauses: tuple[str, ...]
    measures: tuple[str, ...] = ()
    close_up: CloseUp | None = None
    drill: str | None = None
    """The drill clause that this stop is for: its evidence is its own, another bow says nothing about it."""

    @property
    def by_camera(self) -> bool:
        """True where the camera measures; False where the person confirms."""
        return self.part in CAMERA_PARTS


def stops_of(
    plan: Iterable[PlannedPart], checklist: Checklist, wanted: Collection[str] | None = None
) -> tuple[Stop, ...]:
    """The stops for the `wanted` clauses (default: all), in the plan's order; one bow for each bow asked for."""
    stops: list[Stop] = []
    for planned in plan:
        clauses = tuple(clause for clause in planned.clauses if wanted is None or clause in wanted)
        drills = [clause for clause in clauses if checklist.clause(clause).mode is Mode.DRILL]
        plain = tuple(clause for clause in clauses if clause not in drills)
        if plain:
            stops.append(Stop(planned.part, plain, _measures(checklist, plain, planned.part), planned.close_up))
        if planned.part is SessionPart.BOW:
            stops += [
                Stop(planned.part, (clause,), _measures(checklist, (clause,), planned.part), drill=clause)
                for clause in drills
            ]
    return tuple(stops)


def _measures(checklist: Checklist, clauses: tuple[str, ...], part: SessionPart) -> tuple[str, ...]:
    names: dict[str, None] = {}
    for clause_id in clauses:
        clause = checklist.clause(clause_id)
        for rule in clause.rules:
            if part in clause.parts_of(rule):
                names[rule.measure] = None
    return tuple(names)


def measures_of(checklist: Checklist, clause_id: str, part: SessionPart) -> tuple[str, ...]:
    """The measures that this part has to give for one clause."""
    return _measures(checklist, (clause_id,), part)
