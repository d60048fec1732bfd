"""The stops of a round: which part comes when, and which clauses it is for."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import pairwise

from checklists.model import Checklist, Clause, CloseUp
from checklists.parts import PlannedPart
from checklists.session_part import CAMERA_PARTS, SessionPart
from checklists.verdict import Mode

CLOSE_UP_ORDER: tuple[tuple[CloseUp, ...], ...] = (
    (CloseUp.HAIR, CloseUp.FACE, CloseUp.EYES),
    (CloseUp.COLLAR, CloseUp.CHEST, CloseUp.JACKET, CloseUp.WHOLE),
    (CloseUp.WAIST, CloseUp.CUFFS, CloseUp.HANDS, CloseUp.HEMS, CloseUp.SHOES),
)
"""Head, upper body, the rest: a person looks themself over downwards, whatever the order in the checklist."""

MOST_QUESTIONS = 7
"""More do not fit one screen in readable letters: a station that lacks instruments asks in more stops."""


@dataclass(frozen=True, slots=True)
class Stop:
    """What the person does now, and for which clauses."""

    part: SessionPart
    clauses: tuple[str, ...]
    measures: tuple[str, ...] = ()
    regions: tuple[CloseUp, ...] = ()
    """What the zoomed mirror shows; empty: not a close-up."""
    drill: str | None = None
    """The drill clause that this stop is for: its evidence is its own, another bow says nothing about it."""
    asked: tuple[str, ...] = ()
    """What the person is asked, by name: a clause, or a point of a list; empty where the camera measures."""
    questionnaire: bool = False
    """True where the clause's self-assessment is answered here."""

    @property
    def by_camera(self) -> bool:
        """True where the camera measures; False where the person confirms."""
        return self.part in CAMERA_PARTS


def stops_of(
    plan: Iterable[PlannedPart], checklist: Checklist, wanted: Collection[str] | None = None
) -> tuple[Stop, ...]:
    """The stops for the `wanted` clauses (default: all), in the plan's order.

    One bow for each bow asked for; as few stops as hold all questions on a screen, close-ups from head to foot and
    then what the person alone can tell; a self-assessment by itself.
    """
    stops: list[Stop] = []
    looks: list[tuple[CloseUp, str]] = []
    plain_asked: list[str] = []
    forms: list[Stop] = []
    for planned in plan:
        clauses = tuple(clause for clause in planned.clauses if wanted is None or clause in wanted)
        drills = [clause for clause in clauses if checklist.clause(clause).mode is Mode.DRILL]
        plain = tuple(clause for clause in clauses if clause not in drills)
        if planned.form:
            forms += [Stop(planned.part, (clause,), questionnaire=True) for clause in plain]
        elif planned.close_up is not None:
            looks += [(planned.close_up, clause) for clause in plain]
        elif planned.part is SessionPart.ATTEST:
            plain_asked += plain
        elif plain:
            stops.append(Stop(planned.part, plain, _measures(checklist, plain, planned.part)))
        if planned.part is SessionPart.BOW:
            stops += [
                Stop(planned.part, (clause,), _measures(checklist, (clause,), planned.part), drill=clause)
                for clause in drills
            ]
    return (*stops, *_questions(looks, plain_asked, checklist), *forms)


def names_of(clause: Clause) -> tuple[str, ...]:
    """What is asked for a clause that only the person can tell: itself, or its points, counted from 1."""
    points = tuple(f"{clause.id}.{number + 1}" for number in range(len(clause.items)))
    return points if clause.mode is Mode.ATTESTED and points else (clause.id,)


def _questions(looks: list[tuple[CloseUp, str]], plain: list[str], checklist: Checklist) -> list[Stop]:
    """As few stops as hold all the questions; a list of points may reach over two."""
    regions = {clause: region for region, clause in looks}
    places = [clause.id for clause in checklist.clauses]
    looked = sorted(regions, key=lambda clause: (_height(regions[clause]), places.index(clause)))
    of = {name: clause for clause in (*looked, *plain) for name in names_of(checklist.clause(clause))}
    names = tuple(of)
    stops = []
    for first, last in _even_cuts(len(names)) if names else ():
        asked = names[first:last]
        clauses = tuple(dict.fromkeys(of[name] for name in asked))
        shown = tuple(dict.fromkeys(regions[clause] for clause in clauses if clause in regions))
        part = SessionPart.CLOSE_UP if shown else SessionPart.ATTEST
        stops.append(Stop(part, clauses, regions=shown, asked=asked))
    return stops


def _even_cuts(count: int) -> list[tuple[int, int]]:
    """First and one past last of as few pieces as hold `count` questions, all about as long."""
    pieces = -(-count // MOST_QUESTIONS)
    return list(pairwise(round(number * count / pieces) for number in range(pieces + 1)))


def _height(region: CloseUp) -> int:
    return next(number for number, regions in enumerate(CLOSE_UP_ORDER) if region in regions)


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
