"""Many frames into one value: what a verdict is based on.

The median of the frames, with a sigma of which only the frame's own random share shrinks with the number of frames:
what a view, a lens or a person's build adds is the same in every frame and stays. What is small in the picture
(dress, face, hair) is taken from the best of the frames alone: a camera that looks for its focus, or a half turn,
blurs it long before the picture is unfit to judge.
"""

import math
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from vision.glossary import GLOSSARY, Kind, Part
from vision.measure import Measure, Measures, Value, View
from vision.motion.chance import independent_looks
from vision.observation import Observation
from vision.reason import Reason

WINDOW_S = 1.5
FEWEST_FRAMES = 3
SYSTEMATIC_SHARE = {Kind.NUMBER: 0.85, Kind.CATEGORY: 0.7, Kind.FLAG: 0.7}
SHARE_NEEDED = 0.4
"""A quantity must be given in this share of the frames."""
MAJORITY_NEEDED = 0.6
MOVING_PARTS = frozenset({Part.MOTION})
"""Quantities that live in motion; every other one is taken from a person who stands still."""
SMALL_PARTS = frozenset({Part.DRESS, Part.FACE, Part.HAIR})
BEST_SHARE = 0.5
"""Of the best frame's merit that a frame must have where small things are looked at."""


@dataclass(frozen=True, slots=True)
class _Row:
    time_s: float
    measures: Measures
    still: bool
    reasons: tuple[Reason, ...]
    merit: float
    """How well small things are seen: sharpness times how squarely the body faces the camera; 0: not known."""


class MeasurePool:
    """State: the last frames of one person in one part of a session. `reset` forgets them."""

    def __init__(self, window_s: float = WINDOW_S) -> None:
        self._window_s = window_s
        self._rows: deque[_Row] = deque()

    def reset(self) -> None:
        """Forget every frame."""
        self._rows.clear()

    def add(self, observation: Observation) -> None:
        """Take one frame, in the source's order."""
        reasons, merit = observation.quality.reasons, _merit(observation)
        self._rows.append(_Row(observation.time_s, observation.measures, observation.still, reasons, merit))
        while observation.time_s - self._rows[0].time_s > self._window_s:
            self._rows.popleft()

    def measures(self) -> Measures:
        """Every name of the glossary, pooled; a reason where the frames do not carry a value."""
        return {name: self._pooled(name) for name in GLOSSARY}

    def _pooled(self, name: str) -> Measure:
        if not self._rows:
            return Measure.missing(name, Reason.TOO_FEW_FRAMES)
        unfit = [row.reasons[0] for row in self._rows if row.reasons]
        rows = [row for row in self._rows if not row.reasons]
        if len(unfit) > len(rows):
            return Measure.missing(name, _commonest(unfit))
        moving = GLOSSARY[name].part in MOVING_PARTS
        if moving:
            # a tracker's own measure already speaks for its frames: the newest word counts
            return rows[-1].measures.get(name, Measure.missing(name, Reason.NOT_YET_MEASURED))
        at_rest = [row for row in rows if row.still]
        told = [(row, m) for row in at_rest if (m := row.measures.get(name)) is not None and not m.held]
        if GLOSSARY[name].part in SMALL_PARTS:
            told = _best(told)
        given = [(row.time_s, m) for row, m in told]
        values = [(t, m) for t, m in given if m.value is not None]
        if len(given) < FEWEST_FRAMES and (values or not given):
            # a value needs so many looks; why there is none is told by the first
            moving_body = len(at_rest) < FEWEST_FRAMES <= len(rows)
            return Measure.missing(name, Reason.NOT_STILL if moving_body else Reason.TOO_FEW_FRAMES)
        if len(values) < max(FEWEST_FRAMES, SHARE_NEEDED * len(given)):
            reasons = [m.reason for _, m in given if m.reason is not None]
            return Measure.missing(name, _commonest(reasons) if reasons else Reason.TOO_FEW_FRAMES)
        return _number(name, values) if GLOSSARY[name].kind is Kind.NUMBER else _majority(name, values)


def _merit(observation: Observation) -> float:
    azimuth_deg = observation.view_azimuth_deg or 0.0
    return observation.quality.sharpness * max(math.cos(math.radians(azimuth_deg)), 0.0) ** 2


def _best(told: list[tuple[_Row, Measure]]) -> list[tuple[_Row, Measure]]:
    """Those of a merit near the best one's, and never fewer than a value needs; in the order of their times."""
    merits = sorted((row.merit for row, _ in told), reverse=True)
    if len(merits) <= FEWEST_FRAMES:
        return told
    least = min(BEST_SHARE * merits[0], merits[FEWEST_FRAMES - 1])
    return [(row, measure) for row, measure in told if row.merit >= least]


def _commonest(reasons: Iterable[Reason]) -> Reason:
    return Counter(reasons).most_common(1)[0][0]


def _view(values: list[tuple[float, Measure]]) -> View:
    return Counter(m.view for _, m in values).most_common(1)[0][0]


def _looks(values: list[tuple[float, Measure]]) -> float:
    return independent_looks(len(values), values[-1][0] - values[0][0])


def _number(name: str, values: list[tuple[float, Measure]]) -> Measure:
    numbers = np.array([float(m.value) for _, m in values if m.value is not None])
    sigma = float(np.median([m.sigma for _, m in values if m.sigma is not None]))
    middle = float(np.median(numbers))
    share = SYSTEMATIC_SHARE[Kind.NUMBER]
    stated = sigma * float(np.sqrt(1 - share**2))
    low, high = np.percentile(numbers, [25, 75])
    seen = float(high - low) / 1.349  # of a normal spread
    random = max(stated, seen) / np.sqrt(_looks(values))
    return Measure(name, middle, float(np.hypot(share * sigma, random)), view=_view(values), frames=len(values))


def sharpest(measure: Measure) -> Measure:
    """A pooled number with the uncertainty that remains of it after ever so many looks at the same stance."""
    quantity = GLOSSARY[measure.name]
    if measure.sigma is None or quantity.kind is not Kind.NUMBER or quantity.part in MOVING_PARTS:
        return measure
    share = SYSTEMATIC_SHARE[Kind.NUMBER]
    now = math.hypot(share, math.sqrt((1.0 - share**2) / max(measure.frames, 1)))
    return replace(measure, sigma=measure.sigma * share / now)


def _majority(name: str, values: list[tuple[float, Measure]]) -> Measure:
    votes: Counter[Value] = Counter()
    for _, m in values:
        if m.value is not None:
            votes[m.value] += 1
    winner, count = votes.most_common(1)[0]
    if count < MAJORITY_NEEDED * len(values):
        return Measure.missing(name, Reason.AMBIGUOUS, _view(values))
    doubts = [m.sigma for _, m in values if m.value == winner and m.sigma is not None]
    doubt = float(np.median(doubts))
    # what is in doubt about a chest is asked once and remembered: another look at it says the same again
    share = 1.0 if GLOSSARY[name].part is Part.DRESS else SYSTEMATIC_SHARE[GLOSSARY[name].kind]
    pooled = share * doubt + (1 - share) * doubt / np.sqrt(_looks(values))
    return Measure(name, winner, max(float(pooled), 1 - count / len(values)), view=_view(values), frames=len(values))
