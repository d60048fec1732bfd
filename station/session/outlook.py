"""What another look, more patience or another person may still change about an open verdict."""

from collections import Counter
from collections.abc import Iterable

from checklists.evaluation import STATION_LACKS
from checklists.model import Checklist
from checklists.reasons import JudgingReason
from checklists.session_part import SessionPart
from checklists.verdict import Outcome, Verdict
from vision.reason import Reason

HOPELESS = frozenset({Reason.NOT_YET_MEASURED, Reason.NEEDS_CHAIR, Reason.NEEDS_CAMERA, Reason.NEEDS_ENROLMENT})
"""Reasons that no waiting cures."""
_SO_FAR = (Reason.NEAR_LIMIT, Reason.TOO_FEW_FRAMES, Reason.FRAMES_TOO_SLOW, Reason.NEEDS_MOTION)
PATIENCE = frozenset({*_SO_FAR, *HOPELESS, *JudgingReason})
"""Reasons that the person can do nothing about but wait, or that the part's own instruction already tells."""
IN_ORDER = (Outcome.PASS, Outcome.ATTESTED)
_VIEWS = frozenset({Reason.NEEDS_FRONT_VIEW, Reason.NEEDS_SIDE_VIEW})
_NOT_LOOKED_AT = (JudgingReason.PART_NOT_TAKEN, JudgingReason.NEEDS_CONFIRMATION)
_NOT_OF_A_SESSION = (JudgingReason.DRILL, JudgingReason.QUESTIONNAIRE, JudgingReason.PART_NOT_TAKEN)


def is_open(verdict: Verdict) -> bool:
    """True where the clause is neither in order nor exempt."""
    return verdict.outcome in (Outcome.FAIL, Outcome.UNCLEAR)


def is_hopeless(reason: object, part: SessionPart) -> bool:
    """True where no waiting in this part helps: who sits is seen as the chair stands, from nowhere else."""
    return reason in HOPELESS or (part is SessionPart.SEATED and reason in _VIEWS)


def is_curable(verdict: Verdict, checklist: Checklist) -> bool:
    """True where another look may put it in order: not what this station cannot measure or cannot see at all."""
    clause = checklist.clause(verdict.clause)
    parts = {part for rule in clause.rules for part in clause.parts_of(rule)}
    only = SessionPart.SEATED if parts == {SessionPart.SEATED} else SessionPart.FRONT
    return is_open(verdict) and not is_hopeless(verdict.reason, only)


def is_unseen(verdict: Verdict) -> bool:
    """Open because nothing was measured, not because of what was."""
    return verdict.outcome is Outcome.UNCLEAR and verdict.value is None


def is_hidden_and_confirmed(before: Verdict, now: Verdict) -> bool:
    """Confirmed by the person alone where the camera had measured a fault and has measured nothing since."""
    return before.value is not None and now.outcome is Outcome.ATTESTED and now.value is None


def is_left_out(verdict: Verdict) -> bool:
    """Clauses that this session was never to decide: neither shown nor logged."""
    return verdict.outcome is Outcome.NOT_APPLICABLE and verdict.reason in _NOT_OF_A_SESSION


def was_looked_at(verdict: Verdict) -> bool:
    """True where a part or an answer has told something about the clause."""
    return verdict.reason not in _NOT_LOOKED_AT


def lacking_measures(verdicts: Iterable[Verdict]) -> set[str]:
    """Measures that this station turns out not to take."""
    return {
        verdict.measure
        for verdict in verdicts
        if verdict.measure is not None and verdict.value is None and verdict.reason in STATION_LACKS
    }


def commonest_obstacle(verdicts: Iterable[Verdict | None], part: SessionPart) -> Reason | None:
    """Why most of these cannot be told in this part, where the person can do something about it; else None."""
    reasons = [
        verdict.reason
        for verdict in verdicts
        if verdict is not None and verdict.outcome is Outcome.UNCLEAR and verdict.reason not in PATIENCE
    ]
    counted = Counter(reason for reason in reasons if isinstance(reason, Reason) and not is_hopeless(reason, part))
    return counted.most_common(1)[0][0] if counted else None
