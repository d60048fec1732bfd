"""Whether a part of the check has anything more to say about a clause: a part does not wait for what cannot come."""

from collections.abc import Iterable, Mapping

from checklists.evaluation import evaluate_clause
from checklists.model import Checklist
from checklists.session_part import SessionPart
from checklists.verdict import Outcome, Verdict
from station.session.outlook import is_hopeless
from station.session.stops import Stop, measures_of
from vision.glossary import GLOSSARY, Kind
from vision.measure import Measures
from vision.motion.pooling import MOVING_PARTS, sharpest


def comes_in(stops: Iterable[Stop], clause: str) -> bool:
    """True where one of these stops looks at the clause."""
    return any(clause in stop.clauses for stop in stops if stop.by_camera)


def is_lasting(checklist: Checklist, clause: str, part: SessionPart) -> bool:
    """True where it waits for a motion here: a tracker's value rests on seconds of frames and does not blink."""
    return any(GLOSSARY[name].part in MOVING_PARTS for name in measures_of(checklist, clause, part))


def is_told(
    checklist: Checklist,
    clause: str,
    stop: Stop,
    verdict: Verdict | None,
    evidence: Mapping[SessionPart, Measures],
    *,
    comes_again: bool,
) -> bool:
    """True where this stop has nothing more to say about the clause.

    `verdict`: what stands now; None where the clause is none of this check. `evidence`: what was taken so far, this
    stop's part among it. `comes_again`: a later stop looks at the clause from another side.
    """
    if verdict is not None and verdict.outcome is not Outcome.UNCLEAR:
        return True
    measures = evidence.get(stop.part, {})
    for name in measures_of(checklist, clause, stop.part):
        one = measures.get(name)
        if one is None or (one.value is None and not is_hopeless(one.reason, stop.part)):
            return False
    if verdict is None or verdict.value is None or comes_again:
        return True
    if not _judged_here(checklist, clause, stop.part, verdict):
        return True  # what is open was measured in another part: looking on here cannot close it
    return not may_clear_up(checklist, clause, evidence)


def _judged_here(checklist: Checklist, clause: str, part: SessionPart, verdict: Verdict) -> bool:
    of = checklist.clause(clause)
    rules = [rule for rule in of.rules if part in of.parts_of(rule)]
    return any(verdict.measure in (rule.measure, rule.instead and rule.instead.measure) for rule in rules)


def may_clear_up(checklist: Checklist, clause: str, evidence: Mapping[SessionPart, Measures]) -> bool:
    """True where looking on at the same stance may close a clause that has its values and is open.

    Categories may: the looks do not agree yet. Numbers only where the smallest uncertainty that more looks can bring
    would be small enough: a part does not wait for what cannot come.
    """
    verdict = evaluate_clause(checklist, clause, evidence)
    if verdict.measure is not None and GLOSSARY[verdict.measure].kind is not Kind.NUMBER:
        return True
    surest = {part: {name: sharpest(one) for name, one in taken.items()} for part, taken in evidence.items()}
    return evaluate_clause(checklist, clause, surest).outcome is not Outcome.UNCLEAR
