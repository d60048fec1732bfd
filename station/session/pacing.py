"""How long the parts of a session may take, and when looking on has become pointless."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from checklists.session_part import SessionPart
from checklists.verdict import Outcome, Verdict
from station.session.stops import Stop
from vision.reason import Reason

STUCK_S = 4.0
"""Unclear for the same reason for so long, although the screen says what to do: the part goes on without it."""
NEAR_LIMIT_S = 1.6
"""Beyond the pooling window of 1.5 s more frames of the same stance say nothing new."""
AMBIGUOUS_S = 1.0
"""Three of the slowest looks: what none of them could tell, a fourth will not."""
TOO_FEW_S = 3.2
"""The longest window of a measure, the sway's 3 s, has gone by: frames come too seldom."""
BLINK_S = 0.3
"""A doubt that was away for no longer has been there all the time: the value lies at its limit."""
_LONGEST_S: Mapping[object, float] = {
    Reason.NEAR_LIMIT: NEAR_LIMIT_S,
    Reason.AMBIGUOUS: AMBIGUOUS_S,
    Reason.LEGS_HIDDEN: AMBIGUOUS_S,  # of who sits one leg hides the other: nobody turns the chair for a check
    Reason.TOO_FEW_FRAMES: TOO_FEW_S,
}


@dataclass(frozen=True, slots=True)
class Budget:
    """How long the parts may take, s."""

    look_s: float
    """All standing parts together: the front gets twice as much of it as each turn."""
    bow_s: float = 10.0
    """From the turn to the front to the moment at which a held bow has ended."""
    seated_s: float = 8.0
    correction_s: float = 12.0

    def of(self, part: SessionPart, stops: tuple[Stop, ...], correcting: bool) -> float:
        """For one of these stops, in a first round or in a round of correction."""
        if correcting:
            return self.correction_s
        if part in (SessionPart.BOW, SessionPart.SEATED):
            return self.bow_s if part is SessionPart.BOW else self.seated_s
        shares = {stop.part: _SHARES[stop.part] for stop in stops if stop.part in _SHARES}
        return self.look_s * _SHARES[part] / sum(shares.values())


_SHARES = {SessionPart.FRONT: 2.0, SessionPart.TURN_LEFT: 1.0, SessionPart.TURN_RIGHT: 1.0}


class Doubts:
    """Since when each clause has been unclear for the same reason. `reset` forgets it."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Nothing is in doubt yet."""
        self._since: dict[str, tuple[object, float, float]] = {}
        """Clause -> reason, since when, until when."""
        self._now_s = 0.0

    def note(self, verdicts: Iterable[Verdict], now_s: float) -> None:
        """Take the verdicts as they stand now."""
        doubts = {clause: doubt for clause, doubt in self._since.items() if now_s - doubt[2] <= BLINK_S}
        for verdict in verdicts:
            if verdict.outcome is Outcome.UNCLEAR:
                reason, since_s, _ = doubts.get(verdict.clause, (verdict.reason, now_s, now_s))
                doubts[verdict.clause] = (verdict.reason, since_s if reason == verdict.reason else now_s, now_s)
        self._since, self._now_s = doubts, now_s

    def stuck(self, clause: str) -> bool:
        """True where looking on has not helped for so long that it will not."""
        if clause not in self._since:
            return False
        reason, since_s, _ = self._since[clause]
        if reason is Reason.NEEDS_MOTION:
            return False  # the motion may be under way: it is told when it has ended
        return self._now_s - since_s >= _LONGEST_S.get(reason, STUCK_S)
