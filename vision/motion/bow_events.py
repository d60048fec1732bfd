"""Follows one person and finds the bows: the stance before, the way down, the bottom, the way up.

Causal: every frame is judged with what was seen until then, so live and replay give the same bows. The baseline is
the person's own stance of the last second; from the first movement of a bow it is frozen until the bow has ended.
"""

from collections import deque
from dataclasses import dataclass, field

import numpy as np

from vision.body.bow_angle import BowReading, look_sigma_deg, read_bow_angle, read_bow_angles
from vision.body.bow_features import Stances, torso_lengths
from vision.body.stance import joined, mean_stance
from vision.body.trunk import read_inclination
from vision.motion.bow_shape import BowShape, bow_shape
from vision.observation import Bow

ONSET_DEG = 5.0
ONSET_FRAMES = 2
SMALLEST_PEAK_DEG = 7.0
"""A sway or a nod turns the trunk by less."""
SHORTEST_BOW_S = 0.5
LONGEST_BOW_S = 15.0
LONGEST_WAY_DOWN_S = 5.0
RISEN_SHARE = 0.3
RISEN_DEG = 3.0
HALF_RISEN_SHARE = 0.5
BASELINE_S = (0.2, 1.2)
"""How long before now the stance is taken from, while nothing happens."""
BASELINE_KEPT_S = 0.1
"""A stance that is the median of a second is not made anew in every frame."""
HISTORY_S = 3.0
LONGEST_GAP_S = 0.5
"""A person lost for longer than this ends what was being followed."""
STEPPED_TORSOS = 0.4
TURNED_DEG = 35.0
TURNING_DEG = 15.0
"""A stance seen from farther round than this is none to compare with: the person has turned since."""
SHOULDERS_MOVE_TORSOS = 0.01
"""A bow of 12 degrees moves them by this much even when it is seen head-on."""
DOUBTED_SIGMAS = 5.0
"""A peak below this many of its own sigmas must also show in the trunk, read without any baseline."""
FOLLOWING_SHARE = 0.2
"""Of a bow's angle: by how much the trunk read in single pictures changes at least. Seen head-on without a calibrated
camera 7 % of rendered bows show less; a person who shifts the weight or comes nearer shows nothing."""
CROUCHED_SHARE = 0.17
"""Hips sunk by this share of the leg: a crouch or a person sitting down."""
UNFIT_SHARE = 0.3
WIDEST_BEND_SIGMA_DEG = 12.0
"""A bend of the neck known less well than this is not told: the side view is asked for."""


@dataclass(frozen=True, slots=True)
class _Row:
    time_s: float
    stance: Stances
    fit: bool


@dataclass(slots=True)
class _Running:
    """The bow that is being followed."""

    baseline: Stances
    rows: list[_Row] = field(default_factory=list)
    readings: list[BowReading] = field(default_factory=list)
    peak_deg: float = 0.0
    risen: int = 0


class BowTracker:
    """State: the last seconds of stances, the bow that is going on, the bows that are done. `reset` forgets all."""

    def __init__(self, baseline: Stances | None = None) -> None:
        """`baseline`: the same person's upright stance before the same camera, where one was given."""
        self._given = baseline
        self.reset()

    def reset(self) -> None:
        """Forget the person and the bows."""
        self._history: deque[_Row] = deque()
        self._running: _Running | None = None
        self._recent: list[float] = []
        self._old: tuple[Stances, float] | None = None
        self._own: tuple[Stances, float] | None = None
        self._bows: list[Bow] = []
        self._shapes: list[BowShape] = []

    @property
    def bows(self) -> tuple[Bow, ...]:
        """The bows that have ended, in their order."""
        return tuple(self._bows)

    @property
    def shapes(self) -> tuple[BowShape, ...]:
        """The shapes of `bows`."""
        return tuple(self._shapes)

    def update(self, time_s: float, stance: Stances | None, *, fit: bool = True) -> BowReading | None:
        """Take one frame; the angle from the baseline now, or None where there is no stance to read.

        `fit` False: the picture is not fit to judge (several people ...): followed, but no evidence for a bow.
        """
        if stance is None:
            self._expire(time_s)
            return None
        if self._history and time_s - self._history[-1].time_s > LONGEST_GAP_S:
            self._lose()
        row = _Row(time_s, stance, fit)
        if self._running is not None and abs(_turned(self._running.baseline, stance)) > TURNED_DEG:
            self._lose()  # a turn: nothing that was seen from the other side tells about what comes
        while self._history and abs(_turned(self._history[0].stance, stance)) > TURNING_DEG and not self._running:
            self._history.popleft()
        self._history.append(row)
        while self._history and time_s - self._history[0].time_s > HISTORY_S:
            self._history.popleft()
        if self._running is None:
            return self._watch(row)
        return self._follow(row, self._running)

    def _expire(self, time_s: float) -> None:
        if self._history and time_s - self._history[-1].time_s > LONGEST_GAP_S:
            self._lose()

    def _lose(self) -> None:
        self._history.clear()
        self._running = None
        self._recent = []
        self._old = self._own = None

    def _baseline(self, now_s: float) -> Stances:
        """The stance to compare with while nothing happens."""
        if self._given is not None:
            return self._given
        newest, oldest = BASELINE_S
        rows = [row for row in self._history if newest <= now_s - row.time_s <= oldest]
        if self._old is not None:
            # soon after a bow the stance before it still serves, until the person has stood again
            stance, end_s = self._old
            rows = [row for row in rows if row.time_s > end_s + newest]
            if now_s - end_s < sum(BASELINE_S) / 2 or not rows:
                return stance
            self._old = None
        if len(rows) < 2:
            rows = list(self._history)[:3]
        return mean_stance([row.stance for row in rows])

    def _watch(self, row: _Row) -> BowReading:
        """Nothing going on: look for the first movement of a bow."""
        if self._own is None or not 0.0 <= row.time_s - self._own[1] < BASELINE_KEPT_S:
            self._own = self._baseline(row.time_s), row.time_s
        reading = read_bow_angle(self._own[0], row.stance)
        self._recent = [*self._recent, reading.value_deg][-ONSET_FRAMES:]
        if len(self._recent) == ONSET_FRAMES and min(self._recent) > ONSET_DEG:
            return self._begin(reading)
        return reading

    def _begin(self, reading: BowReading) -> BowReading:
        """A bow has begun: find when, take the stance before it, and read the frames since then again."""
        rows = list(self._history)
        baseline = self._baseline(rows[-1].time_s)
        if self._given is None and self._old is None:
            for _ in range(2):
                first = _first_movement(rows, baseline)
                still = [row for row in rows[: first + 1] if rows[first].time_s - row.time_s <= BASELINE_S[1]]
                baseline = mean_stance([row.stance for row in (still[:-1] if len(still) > 2 else still)])
        first = _first_movement(rows, baseline)
        since = rows[first:]
        readings = read_bow_angles(baseline, joined([row.stance for row in since]))
        if readings[-1].value_deg < ONSET_DEG:
            return readings[-1]
        peak = max(r.value_deg for r in readings)
        self._running = _Running(baseline, since, readings, peak)
        self._recent, self._own = [], None
        return readings[-1]

    def _follow(self, row: _Row, bow: _Running) -> BowReading:
        reading = read_bow_angle(bow.baseline, row.stance)
        bow.rows.append(row)
        bow.readings.append(reading)
        bow.peak_deg = max(bow.peak_deg, float(np.median([r.value_deg for r in bow.readings[-3:]])))
        bow.risen = bow.risen + 1 if self._low(bow) else 0
        began_s = bow.rows[0].time_s
        if bow.risen >= ONSET_FRAMES and self._at_rest(bow):
            self._end(bow)
        elif row.time_s - began_s > LONGEST_BOW_S:
            self._lose()
        return reading

    def finish(self) -> None:
        """The source has ended: a bow that was nearly over is over."""
        bow = self._running
        if bow is not None and len(bow.readings) > 2 and bow.readings[-1].value_deg < HALF_RISEN_SHARE * bow.peak_deg:
            self._end(bow)

    def _low(self, bow: _Running) -> bool:
        """True where the trunk is up again: hardly any angle left, or half risen and staying there."""
        now = bow.readings[-1].value_deg
        if now < max(RISEN_DEG, RISEN_SHARE * bow.peak_deg):
            return True
        recent = [r.value_deg for r in bow.readings[-5:]]
        return now < HALF_RISEN_SHARE * bow.peak_deg and len(recent) == 5 and max(recent) - min(recent) < 2.0

    def _at_rest(self, bow: _Running) -> bool:
        """True where the way up is over: upright, or the angle does not fall any more."""
        values = [r.value_deg for r in bow.readings[-3:]]
        return values[-1] < RISEN_DEG or abs(values[-1] - values[0]) < 1.5 or values[-1] > values[-2]

    def _end(self, bow: _Running) -> None:
        shape = bow_shape(
            np.array([row.time_s for row in bow.rows]),
            np.array([r.value_deg for r in bow.readings]),
            np.array([r.sigma_deg for r in bow.readings]),
            look_sigma_deg(float(bow.baseline.azimuth_deg[0])),
        )
        if _moved_away(bow, shape):
            self._lose()
            return
        if _is_bow(bow, shape):
            self._shapes.append(shape)
            self._bows.append(_bow_of(bow, shape))
        self._old = (bow.baseline, bow.rows[-1].time_s)
        self._running = None
        self._history.clear()


def _first_movement(rows: list[_Row], baseline: Stances) -> int:
    """Index of the last row before the angle leaves the baseline for good."""
    readings = read_bow_angles(baseline, joined([row.stance for row in rows]))
    angles = np.array([r.value_deg for r in readings])
    level = max(0.12 * angles[-1], 0.8)
    still = np.flatnonzero(angles <= level)
    return int(still[-1]) if len(still) else 0


def _bottom(bow: _Running, shape: BowShape) -> list[_Row]:
    rows = [row for row in bow.rows if shape.bottom_start_s <= row.time_s <= shape.bottom_end_s]
    return rows or bow.rows[len(bow.rows) // 2 :][:1]


def _is_bow(bow: _Running, shape: BowShape) -> bool:
    """False for a sway, a nod, and for what pictures unfit to judge seem to show."""
    if shape.peak_deg < max(SMALLEST_PEAK_DEG, shape.sigma_deg):
        return False
    if shape.end_s - shape.start_s < SHORTEST_BOW_S or shape.down_s > LONGEST_WAY_DOWN_S:
        return False
    if np.mean([not row.fit for row in bow.rows]) > UNFIT_SHARE:
        return False
    bottom = _at_bottom(bow, shape)
    if shape.peak_deg < DOUBTED_SIGMAS * shape.sigma_deg and not _trunk_follows(bow, bottom, shape):
        return False
    return _shoulders_moved(bow.baseline, bottom) > SHOULDERS_MOVE_TORSOS


def _trunk_follows(bow: _Running, bottom: Stances, shape: BowShape) -> bool:
    """True where the trunk, read in each picture by itself, inclines as well."""
    before, now = (float(read_inclination(stance)[0][0]) for stance in (bow.baseline, bottom))
    return now - before > FOLLOWING_SHARE * shape.peak_deg


def _moved_away(bow: _Running, shape: BowShape) -> bool:
    """True for a crouch, a step or a turn: the stance before it is not the person's stance any more."""
    before, now = bow.baseline, _at_bottom(bow, shape)
    after = mean_stance([row.stance for row in bow.rows[-3:]])
    return abs(_turned(before, now)) > TURNED_DEG or _left_the_spot(before, now) or _left_the_spot(before, after)


def _at_bottom(bow: _Running, shape: BowShape) -> Stances:
    return mean_stance([row.stance for row in _bottom(bow, shape)])


def _turned(before: Stances, now: Stances) -> float:
    """Degrees from one facing to the other, -180..180."""
    return float(now.azimuth_deg[0] - before.azimuth_deg[0] + 180) % 360 - 180


def _shoulders_moved(before: Stances, now: Stances) -> float:
    """How far the farther-moved shoulder has gone, in torso lengths: a nod leaves them where they are."""
    way = np.linalg.norm(now.uv[0, 7:9] - before.uv[0, 7:9], axis=1)
    return float(way.max() / torso_lengths(before.uv)[0])


def _left_the_spot(before: Stances, now: Stances) -> bool:
    """True where the feet have stepped or the hips have sunk."""
    if not bool((before.seen & now.seen)[0, 9:15].all()):
        return False
    a, b = before.uv[0], now.uv[0]
    stepped = float(np.linalg.norm(b[13:15].mean(0) - a[13:15].mean(0)) / torso_lengths(before.uv)[0])
    leg = float(a[13:15, 1].mean() - a[9:11, 1].mean())
    sunk = (float(b[9:11, 1].mean() - a[9:11, 1].mean())) / max(leg, 1e-3)
    return stepped > STEPPED_TORSOS or sunk > CROUCHED_SHARE


def _bow_of(bow: _Running, shape: BowShape) -> Bow:
    at_bottom = [
        reading
        for row, reading in zip(bow.rows, bow.readings, strict=True)
        if shape.bottom_start_s <= row.time_s <= shape.bottom_end_s
    ] or bow.readings
    bend_sigma = float(np.median([r.neck_sigma_deg for r in at_bottom]))
    told = bend_sigma <= WIDEST_BEND_SIGMA_DEG
    return Bow(
        start_s=shape.start_s,
        bottom_start_s=shape.bottom_start_s,
        bottom_end_s=shape.bottom_end_s,
        end_s=shape.end_s,
        peak_deg=shape.peak_deg,
        hold_s=shape.hold_s,
        sigma=shape.sigma_deg,
        back_bend_deg=float(np.median([r.neck_deg for r in at_bottom])) if told else None,
        back_bend_sigma=bend_sigma if told else None,
    )
