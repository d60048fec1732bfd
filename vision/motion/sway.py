"""How quietly the person stands: sway over three seconds, and where the weight is between the feet."""

from collections import deque
from collections.abc import Iterable
from statistics import median

import numpy as np

from vision.body.bow_features import ANKLE_HEIGHT_M, Stances, torso_lengths
from vision.body.stance import trunk_seen
from vision.families import MeasureContext
from vision.landmarks.points import BodyPoint, Provenance
from vision.measure import Measure, Measures, View
from vision.reason import Reason

WINDOW_S = 3.0
MOST_GAP_S = 0.4
AVERAGE_TORSO_CM = 50.0
"""Mid-hip to mid-shoulder of an adult; people differ by about 8 % (ANSUR II sitting heights, scaled)."""
TORSO_SPREAD = 0.08
TRACKER_NOISE_RATIO = 0.004
"""What the landmarks of a person standing like a post seem to sway, in torso lengths."""
WEIGHT_VIEW_DEG = 25.0


class SwayTracker:
    """`sway_cm`: RMS of the trunk's centre across the picture. State: the last three seconds."""

    def __init__(self) -> None:
        self._rows: deque[tuple[float, float, float]] = deque()
        self._last = Measure.missing("sway_cm", Reason.TOO_FEW_FRAMES)

    def reset(self) -> None:
        """Forget the person."""
        self._rows.clear()
        self._last = Measure.missing("sway_cm", Reason.TOO_FEW_FRAMES)

    def update(self, context: MeasureContext, measures: Measures) -> Iterable[Measure]:
        """Take one frame; the sway of the last three seconds, once there are so many."""
        time_s = context.frame.time_s
        if not trunk_seen(context.landmarks):
            self._rows.clear()
            self._last = Measure.missing("sway_cm", Reason.TRUNK_OUTSIDE, context.view)
            return [self._last]
        if self._rows and time_s - self._rows[-1][0] > MOST_GAP_S:
            self._rows.clear()
        stance = context.stance
        centre = float(stance.uv[0, 7:11, 0].mean())
        self._rows.append((time_s, centre, cm_per_unit(stance)))
        while time_s - self._rows[0][0] > WINDOW_S:
            self._rows.popleft()
        self._last = self._sway(stance, context.view)
        return [self._last]

    def summary(self) -> Iterable[Measure]:
        """The sway of the last three seconds of the source."""
        return [self._last]

    def _sway(self, stance: Stances, view: View) -> Measure:
        rows = np.array(self._rows)
        if rows[-1, 0] - rows[0, 0] < 0.9 * WINDOW_S:
            return Measure.missing("sway_cm", Reason.TOO_FEW_FRAMES, view)
        scale = median(row[2] for row in self._rows)
        torso = float(torso_lengths(stance.uv)[0])
        noise = TRACKER_NOISE_RATIO * torso * scale
        sway = scale * float(rows[:, 1].std())
        value = float(np.sqrt(max(sway**2 - noise**2, 0.0)))
        return Measure("sway_cm", value, 0.5 * noise + TORSO_SPREAD * value, view=view, frames=len(rows))


def cm_per_unit(stance: Stances) -> float:
    """Centimetres per unit of the level picture at the person: from the feet on the floor where the camera's height
    is known, otherwise from an average torso. `stance`: one person's."""
    height = float(stance.height_m[0])
    if np.isfinite(height) and bool(stance.seen[0, 13:15].all()):
        down = float(stance.uv[0, 13:15, 1].max())
        if down > 0.1:
            return 100.0 * (height - ANKLE_HEIGHT_M) / down
    return AVERAGE_TORSO_CM / float(torso_lengths(stance.uv)[0])


def measure_weight(context: MeasureContext) -> Iterable[Measure]:
    """`weight_shift_ratio`: the hips' place over the ankles, in shoulder widths, + to the wearer's left."""
    name = "weight_shift_ratio"
    points = context.person.body.points
    ankles = [BodyPoint.LEFT_ANKLE, BodyPoint.RIGHT_ANKLE]
    if points.provenance[ankles].min() == Provenance.MISSING:
        return [Measure.missing(name, Reason.FEET_OUTSIDE, context.view)]
    if points.provenance[ankles].min() == Provenance.HELD:
        return [Measure.missing(name, Reason.FEET_HIDDEN, context.view)]
    if not trunk_seen(context.landmarks):
        return [Measure.missing(name, Reason.TRUNK_OUTSIDE, context.view)]
    if abs(context.azimuth_deg) > WEIGHT_VIEW_DEG:
        return [Measure.missing(name, Reason.NEEDS_FRONT_VIEW, context.view)]
    if context.seated_probability > 0.5:
        return [Measure.missing(name, Reason.NOT_STANDING, context.view)]
    uv = context.stance.uv[0]
    width = max(float(np.linalg.norm(uv[7] - uv[8])), 1e-4)
    shift = float(uv[9:11, 0].mean() - uv[13:15, 0].mean()) / width
    sigma = 0.05 + 0.004 * abs(context.azimuth_deg)
    return [Measure(name, shift, sigma, view=context.view)]
