"""The camera part that runs: what it has seen, how long it has been at it, and whether that is enough.

A part ends as soon as everything it is there for is told and has stayed so for a moment. What is open is waited for
only while looking on can still close it (`station.session.enough`, `station.session.pacing`).
"""

from collections.abc import Collection, Iterable, Mapping

from checklists.session_part import SessionPart
from checklists.verdict import Verdict
from station.session.evidence import PartEvidence
from station.session.facing import turned_away
from station.session.outlook import commonest_obstacle
from station.session.pacing import Doubts
from station.session.part_clock import PartClock
from vision.measure import Measures
from vision.observation import Observation
from vision.reason import Reason

MIN_PART_S = 1.0
"""A part is never shorter, so that the person has come to rest."""
SETTLED_S = 0.3
"""How long a part's end has to hold true before it ends: three looks of those that look every frame."""
_TICK_S = 1e-3
"""Times of frames are sums of fractions: a third look is not missed by a rounding."""
JUDGE_EVERY_S = 0.09
"""Verdicts hold 0.5 s on the screen: more than ten judgements a second would only warm the room."""
PATIENCE_S = 1.2
"""How long a part looks before it says that it cannot see."""


class PartWatch:
    """State: evidence, clock and doubts of one part. `begin` starts the next one."""

    def __init__(self) -> None:
        self.clock = PartClock()
        """Runs at every stop, those without the camera too."""
        self._evidence = PartEvidence()
        self._doubts = Doubts()
        self.begin(0.0)

    def begin(self, now_s: float) -> None:
        """A stop begins: nothing has been seen."""
        self.clock.begin(now_s)
        self._evidence.reset()
        self._doubts.reset()
        self._judged_s = float("-inf")
        self._told_since_s: dict[str, float] = {}
        self._seen_enough = False
        self._turned: Reason | None = None
        self.over = False
        """True once all that the part is there for is told."""

    def take(self, part: SessionPart, observation: Observation, now_s: float) -> bool:
        """Take one observation; True where the evidence is to be judged anew."""
        if observation.people == 1 and observation.quality.fit:
            self._turned = turned_away(part, observation)
            if self._turned is not None:
                # what is seen from elsewhere is no evidence for this part
                self.clock.turn(now_s)
                return False
        self._evidence.add(observation)
        self.clock.run()
        if now_s - self._judged_s < JUDGE_EVERY_S:
            return False
        self._judged_s = now_s
        self._seen_enough = self.clock.elapsed_s(now_s) >= PATIENCE_S
        return True

    def measures(self) -> Measures:
        """What the part has seen so far, one value or reason for every measure."""
        return self._evidence.measures()

    def forbidden(self) -> tuple[Reason, ...]:
        """Why nothing of this part may be judged; empty where it may."""
        return self._evidence.forbidden()

    def note(self, verdicts: Iterable[Verdict], now_s: float) -> None:
        """The verdicts as they stand with the newest evidence."""
        self._doubts.note(verdicts, now_s)

    def stuck(self, clause: str) -> bool:
        """True where looking on will not close it."""
        return self._doubts.stuck(clause)

    def settle(self, told: Mapping[str, bool], now_s: float, lasting: Collection[str] = ()) -> None:
        """`told`: of each clause of the part whether all is told about it just now.

        `lasting`: clauses measured over seconds (a bow, a sway): their values have settled by themselves.
        """
        self._told_since_s = {one: self._told_since_s.get(one, now_s) for one, done in told.items() if done}
        settled = all(
            one in self._told_since_s and (one in lasting or now_s - self._told_since_s[one] >= SETTLED_S - _TICK_S)
            for one in told
        )
        self.over = settled and self.clock.elapsed_s(now_s) >= MIN_PART_S - _TICK_S

    def obstacle(self, part: SessionPart, verdicts: Collection[Verdict | None]) -> Reason | None:
        """Why the part cannot see what it needs for these, the most frequent reason; None where it can."""
        if self._turned is not None:
            return self._turned if self.clock.turned_long else None
        if not self._seen_enough:
            return None
        quality = self._evidence.quality()
        return quality[0] if quality else commonest_obstacle(verdicts, part)
