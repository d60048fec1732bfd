"""The bow drill: repetitions are the bows that the observer has seen end, judged by the clause of the standard.

Nothing here finds or measures a bow: live drill, recording and check share the observer's bows and the checklist's
rules. What the camera did not see is not made up: a bow in unfit pictures is unclear, never good.
"""

import math
from bisect import bisect_left
from dataclasses import dataclass

import numpy as np

from checklists.evaluation import evaluate_clause
from checklists.model import Checklist, Clause
from checklists.verdict import Limits, Verdict
from station.session.evidence import PartEvidence
from vision.errors import TongjingError
from vision.measure import Measure, Measures, Value
from vision.motion.bow_events import LONGEST_GAP_S, SMALLEST_PEAK_DEG
from vision.motion.bow_measures import NAMES
from vision.motion.bow_shape import bow_shape
from vision.observation import ClipSummary, Observation

ANGLE, PEAK, HOLD, BEND = "bow_angle_deg", "bow_peak_deg", "bow_hold_s", "bow_back_bend_deg"
UPRIGHT_DEG = 4.0
"""Less than this is standing, for the words on the screen."""
TRACE_S = 12.0
GAP_S = 0.6
"""A live hold does not reach over a longer gap in the angle."""


def bow_drills(checklist: Checklist) -> tuple[str, ...]:
    """The drills of a standard that are bows and that the station runs."""
    return tuple(clause.id for clause in checklist.clauses if _is_bow(clause))


def _is_bow(clause: Clause) -> bool:
    return bool(clause.drill and clause.drill.run_by_station and clause.drill.done_if == PEAK)


@dataclass(frozen=True, slots=True)
class Repetition:
    """One bow that has ended: its verdict and the measures that it rests on."""

    verdict: Verdict
    measures: Measures

    def number(self, name: str) -> float | None:
        """The value of one of its measures; None where it could not be taken."""
        measure = self.measures.get(name)
        return float(measure.value) if measure is not None and isinstance(measure.value, float) else None


class Repetitions:
    """The bows of one person against one clause, in their order. State: the bows so far; `reset` forgets them.

    What a clause asks beside the motion (where the hands are) is taken from the stance before the bow and from its
    bottom, pooled as in a check: in the frame in which a bow ends the body is on its way up, and nothing but the
    motion can be told from it.
    """

    def __init__(self, checklist: Checklist, clause: str) -> None:
        self._checklist, self._clause = checklist, clause
        self._evidence = PartEvidence()
        self.reset()

    def reset(self) -> None:
        """No bow yet; one that ended before the next observation does not count."""
        self.done: list[Repetition] = []
        self._last: tuple[Value | None, ...] | None = None
        self._evidence.reset()
        self._at_rest: Measures = {}

    def observe(self, observation: Observation) -> Repetition | None:
        """Take one frame; the repetition that ended with it, if one did."""
        self._evidence.add(observation)
        self._at_rest = self._evidence.measures()
        bow = tuple(observation.measures[name].value for name in NAMES)
        known, fresh = self._last is not None, bow != self._last and observation.measures[PEAK].value is not None
        if self._last is None or fresh:
            self._last = bow
        # the observer's measures of a bow stay until the next one ends
        if not known or not fresh:
            return None
        return self._judged(observation.measures)

    def close(self, summary: ClipSummary, last: Observation | None) -> Repetition | None:
        """The recording has ended; the bow that was nearly over then, if there was one."""
        bow = tuple(summary.measures[name].value for name in NAMES if name in summary.measures)
        if not summary.bows or last is None or bow == self._last:
            return None
        self._last = bow
        return self._judged(summary.measures)

    def _judged(self, motion: Measures) -> Repetition:
        """The bow that has ended with these measures. Pictures that were mostly unfit forbid a verdict."""
        measures = {**self._at_rest, **{name: motion[name] for name in NAMES if name in motion}}
        verdict = evaluate_clause(self._checklist, self._clause, measures, quality_reasons=self._evidence.quality())
        repetition = Repetition(verdict, measures)
        self.done.append(repetition)
        self._evidence.reset()
        return repetition


class BowDrill:
    """A live set: its repetitions, and the angle now with how long it has been held. `reset` begins it anew."""

    def __init__(self, checklist: Checklist, clause: str) -> None:
        """Raises TongjingError where the clause is no bow with limits that the station runs."""
        found = next((one for one in checklist.clauses if one.id == clause and _is_bow(one)), None)
        if found is None or found.drill is None:
            there = ", ".join(bow_drills(checklist)) or "none"
            raise TongjingError(f"There is no live drill '{clause}' in {checklist.id}; its drills are: {there}.")
        limits = {rule.measure: rule.limits for rule in found.rules}
        self.peak = limits.get(PEAK, Limits())
        self.hold_target_s = limits[HOLD].low or 0.0 if HOLD in limits else 0.0
        self.repetitions = found.drill.repetitions
        self.measures = frozenset(rule.measure for rule in found.rules)
        """What a repetition is judged by."""
        self._bows = Repetitions(checklist, clause)
        self.reset()

    def reset(self) -> None:
        """No repetition yet."""
        self._bows.reset()
        self.angle: Measure | None = None
        self.held_s = 0.0
        self.peak_deg: float | None = None
        """The deepest angle of the bow under way; after it, of the last one."""
        self.course: list[tuple[float, float]] = []
        """(time_s, angle_deg) of the whole set."""
        self._bowing: list[tuple[float, float, float]] = []
        self._told_s: tuple[float, float] | None = None
        self._seen_s: float | None = None
        self._lost_s: float | None = None

    @property
    def done(self) -> tuple[Repetition, ...]:
        """The repetitions so far, at most as many as are asked for."""
        return tuple(self._bows.done[: self.repetitions])

    @property
    def finished(self) -> bool:
        """True after the last repetition of the set."""
        return len(self._bows.done) >= self.repetitions

    @property
    def trace(self) -> tuple[tuple[float, float], ...]:
        """(time_s, angle_deg) of the last seconds."""
        if not self.course:
            return ()
        since_s = self.course[-1][0] - TRACE_S
        return tuple(self.course[bisect_left(self.course, (since_s, -math.inf)) :])

    @property
    def since_last_s(self) -> float | None:
        """How long ago the last repetition ended; None before the first."""
        return None if self._told_s is None else self._told_s[1] - self._told_s[0]

    @property
    def under_way(self) -> bool:
        """True from where the angle is a bow's until the person is upright again."""
        return any(angle_deg >= SMALLEST_PEAK_DEG for _, angle_deg, _ in self._bowing)

    @property
    def lost_by_gap(self) -> bool:
        """True from where a bow was broken off because pictures came too seldom, until the next one begins."""
        return self._lost_s is not None

    @property
    def angle_deg(self) -> float | None:
        """The angle now; None where it cannot be told."""
        return float(self.angle.value) if self.angle is not None and isinstance(self.angle.value, float) else None

    def observe(self, observation: Observation) -> Repetition | None:
        """Take one frame; the repetition that ended with it, if one did."""
        if self.finished:
            return None
        self._note_gap(observation.time_s)
        fit = observation.quality.fit and observation.people == 1
        self.angle = observation.measures[ANGLE] if fit else None
        if self._lost_s is not None and self.angle_deg is not None and self.angle_deg < -UPRIGHT_DEG:
            self.angle = None  # read against the stance in which the bow was lost: rising is no bend backwards
        if self.angle_deg is not None:
            self._draw(observation.time_s, self.angle_deg, (self.angle.sigma if self.angle else None) or 0.0)
        ended = self._bows.observe(observation)
        if ended is not None:
            self._told_s = (observation.time_s, observation.time_s)
        elif self._told_s is not None:
            self._told_s = (self._told_s[0], observation.time_s)
        return ended

    def _note_gap(self, now_s: float) -> None:
        """The observer gives up a bow in which it had no picture for so long; then it is none, and that is told."""
        before_s, self._seen_s = self._seen_s, now_s
        if before_s is None or now_s - before_s <= LONGEST_GAP_S:
            return
        if self._bowing and (self.angle_deg or 0.0) >= SMALLEST_PEAK_DEG:
            self._lost_s = now_s
            self._bowing = []

    def _draw(self, now_s: float, angle_deg: float, sigma_deg: float) -> None:
        """The trace, and the hold as the observer will measure it if the bow ended now."""
        self.course.append((now_s, angle_deg))
        if angle_deg < UPRIGHT_DEG or (self._bowing and now_s - self._bowing[-1][0] > GAP_S):
            self._bowing = []
        self._bowing = [row for row in [*self._bowing, (now_s, angle_deg, sigma_deg)] if now_s - row[0] <= TRACE_S]
        if angle_deg < SMALLEST_PEAK_DEG:
            return  # the last bow's hold and depth stay to be read
        self._lost_s = None
        self.peak_deg = max(row[1] for row in self._bowing)
        times_s, angles_deg, sigmas_deg = np.array(self._bowing, dtype=np.float64).T
        self.held_s = bow_shape(times_s, angles_deg, sigmas_deg).hold_s if len(times_s) >= 3 else 0.0
