"""The bow as a drill: the live angle against the band, how long it is held, repetition by repetition.

A repetition runs from upright to upright. What the camera did not see is not made up: a bow with a gap in its angle
is counted as not seen, never as good.
"""

from collections import deque
from dataclasses import dataclass
from enum import StrEnum

from checklists.verdict import Outcome
from vision.observation import Observation

MEASURE = "bow_angle_deg"
UPRIGHT_DEG = 4.0
BEGUN_DEG = 7.0
"""Between the two a swaying stance neither begins nor ends a bow."""
GAP_S = 0.6
"""An angle that is missing for longer leaves the repetition unseen."""
TRACE_S = 12.0
FEWEST_ANGLES = 3
"""The peak is the highest median of three neighbours, so that one wild frame decides nothing."""


class Phase(StrEnum):
    """Where in the repetition the person is."""

    UPRIGHT = "upright"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Band:
    """What is asked for: degrees, and seconds inside."""

    low_deg: float
    high_deg: float
    hold_s: float = 1.0
    repetitions: int = 3


@dataclass(frozen=True, slots=True)
class Repetition:
    """One bow, from upright to upright. Angles are None where it was not seen."""

    outcome: Outcome
    peak_deg: float | None
    sigma_deg: float | None
    held_s: float
    back_bend_deg: float | None = None


class BowDrill:
    """Follows the angle. `reset` begins the set anew."""

    def __init__(self, band: Band) -> None:
        self.band = band
        self.reset()

    def reset(self) -> None:
        """No repetition yet, the person has to stand upright first."""
        self.phase = Phase.UPRIGHT
        self.done: list[Repetition] = []
        self.angle_deg: float | None = None
        self.sigma_deg: float | None = None
        self.held_s = 0.0
        self.trace: deque[tuple[float, float]] = deque()
        self._ready = False
        self._begin()

    def _begin(self) -> None:
        self._angles: list[tuple[float, float]] = []
        self._sigmas: list[float] = []
        self._bends: list[float] = []
        self._in_band_since_s: float | None = None
        self._gap = False
        self._last_s: float | None = None

    @property
    def finished(self) -> bool:
        """True after the last repetition of the set."""
        return len(self.done) >= self.band.repetitions

    @property
    def ready(self) -> bool:
        """True once the person has been seen upright."""
        return self._ready

    def observe(self, observation: Observation) -> Repetition | None:
        """Take one frame; the repetition that it completes, if it does."""
        now_s = observation.time_s
        measure = observation.measures.get(MEASURE)
        fit = observation.quality.fit and observation.people == 1
        value = measure.value if measure is not None and fit else None
        if self.finished or isinstance(value, (str, bool)) or value is None or measure is None:
            self.angle_deg = self.sigma_deg = None
            if self._last_s is not None and now_s - self._last_s > GAP_S:
                self._gap = self._gap or self.phase is Phase.DOWN
                self._in_band_since_s = None
            return None
        if self._last_s is not None and now_s - self._last_s > GAP_S and self.phase is Phase.DOWN:
            self._gap = True
        self.angle_deg, self.sigma_deg = float(value), measure.sigma
        self._last_s = now_s
        self._draw(now_s, float(value))
        return self._follow(observation, now_s, float(value))

    def _draw(self, now_s: float, angle_deg: float) -> None:
        self.trace.append((now_s, angle_deg))
        while now_s - self.trace[0][0] > TRACE_S:
            self.trace.popleft()

    def _follow(self, observation: Observation, now_s: float, angle_deg: float) -> Repetition | None:
        if self.phase is Phase.UPRIGHT:
            self._ready = self._ready or angle_deg < UPRIGHT_DEG
            if self._ready and angle_deg > BEGUN_DEG:
                self._begin()
                self.held_s = 0.0
                self.phase, self._last_s = Phase.DOWN, now_s
            else:
                return None
        self._angles.append((now_s, angle_deg))
        self._sigmas.append(self.sigma_deg or 0.0)
        bend = observation.measures.get("bow_back_bend_deg")
        if bend is not None and isinstance(bend.value, float):
            self._bends.append(bend.value)
        self._hold(now_s, angle_deg)
        if angle_deg >= UPRIGHT_DEG:
            return None
        self.phase = Phase.UPRIGHT
        repetition = self._judge()
        self.done.append(repetition)
        return repetition

    def _hold(self, now_s: float, angle_deg: float) -> None:
        """The longest unbroken time inside the band."""
        if not self.band.low_deg <= angle_deg <= self.band.high_deg:
            self._in_band_since_s = None
            return
        if self._in_band_since_s is None:
            self._in_band_since_s = now_s
        self.held_s = max(self.held_s, now_s - self._in_band_since_s)

    def _judge(self) -> Repetition:
        if self._gap or len(self._angles) < FEWEST_ANGLES:
            return Repetition(Outcome.UNCLEAR, None, None, 0.0)
        values = [angle for _, angle in self._angles]
        peak = max(sorted(values[i : i + 3])[1] for i in range(len(values) - 2))
        sigma = sorted(self._sigmas)[len(self._sigmas) // 2]
        bend = sorted(self._bends)[len(self._bends) // 2] if self._bends else None
        low, high = self.band.low_deg, self.band.high_deg
        if peak + sigma < low or peak - sigma > high or self.held_s < self.band.hold_s:
            outcome = Outcome.FAIL
        elif low <= peak - sigma and peak + sigma <= high:
            outcome = Outcome.PASS
        else:
            outcome = Outcome.UNCLEAR
        return Repetition(outcome, peak, sigma, self.held_s, bend)
