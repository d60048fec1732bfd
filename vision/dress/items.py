"""What hangs on the chest: ties and badges found in the chest's chart by a small model of ours.

The model was trained on rendered people and drawn clothes (`training/dress`, card `assets/models/own/dress.md`). It
answers for any picture: whether the chest is there to be judged at all is decided here, from the landmarks.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from vision.dress.chart import Chart, chart_of, model_input, units_of
from vision.families import Finding, MeasureContext
from vision.frame import Picture
from vision.landmarks.points import BodyPoint, Provenance
from vision.measure import Measure, View
from vision.models.sessions import load_session
from vision.reason import Reason

MODEL = "dress"
STRIDE = 4
PEAK_REACH = 2
"""Cells round a heat map's peak that make its place."""

LARGEST_AZIMUTH_DEG = 40.0
SMALLEST_UNIT_PX = 60.0
"""A smaller trunk shows a badge in less than ten pixels."""
CHEST = np.array([(-0.3, -0.12), (0.3, -0.12), (0.3, 0.6), (-0.3, 0.6)])
"""Units: what must lie in the picture before anything is said."""
SHOULDERS = (BodyPoint.LEFT_SHOULDER, BodyPoint.RIGHT_SHOULDER)
HIPS = (BodyPoint.LEFT_HIP, BodyPoint.RIGHT_HIP)
ARM_ENDS = (
    BodyPoint.LEFT_WRIST,
    BodyPoint.RIGHT_WRIST,
    BodyPoint.LEFT_INDEX,
    BodyPoint.RIGHT_INDEX,
)


@dataclass(frozen=True, slots=True)
class Chest:
    """The model's answer for one chart; places in units of the chart."""

    tie: float
    """0..1: the belief that a tie is worn."""
    badge: float
    """0..1: the belief that a badge or card is worn."""
    hanging: float
    """0..1: the belief that it hangs on a strap, where it is worn."""
    knot: NDArray[np.float64]
    tip: NDArray[np.float64]
    corners: NDArray[np.float64]
    """4 x 2, the badge's own upper left first, clockwise."""
    focus: tuple[float, float, float]
    """0..1: how much of the belief in knot, tip and badge lies at the place given."""


@dataclass(frozen=True, slots=True)
class ChestView:
    """The chest of one frame with what the items are measured against."""

    chart: Chart
    chest: Chest
    half_shoulders: float
    """Half the shoulder width, units."""
    trunk: float
    """Mid-shoulders to mid-hips, units."""
    shoulder_line_deg: float
    """In the chart, + = its right end is lower."""
    covered: bool
    """A hand lies over the chest: what is not seen may be behind it."""


@cache
def _session() -> ort.InferenceSession:
    return load_session(MODEL)


def find_items(picture: Picture, chart: Chart, session: ort.InferenceSession | None = None) -> Chest:
    """Ask the model about one chart of a picture."""
    answer = (session or _session()).run(None, {"chart": model_input(chart.cut(picture))})
    return decoded(*(np.asarray(part[0], np.float64) for part in answer))


def decoded(presence: NDArray[np.float64], heat: NDArray[np.float64], offsets: NDArray[np.float64]) -> Chest:
    """The model's three answers for one chart: logits 3, heat maps 3 x H x W, corner offsets 8 x H x W."""
    tie, badge, hanging = (float(value) for value in 1.0 / (1.0 + np.exp(-presence)))
    (knot_cell, on_knot), (tip_cell, on_tip), (_, on_badge) = (_peak(one) for one in heat)
    row, column = divmod(int(np.argmax(heat[2])), heat.shape[2])
    corners = offsets[:, row, column].reshape(4, 2) + np.array([column, row])
    knot, tip = units_of((np.stack([knot_cell, tip_cell]) + 0.5) * STRIDE)
    focus = (on_knot, on_tip, on_badge)
    return Chest(tie, badge, hanging, knot, tip, units_of((corners + 0.5) * STRIDE), focus)


def _peak(heat: NDArray[np.float64]) -> tuple[NDArray[np.float64], float]:
    """Place of the highest belief, cells x and y, and the share of the belief that lies there."""
    belief = np.exp(heat - heat.max())
    belief /= belief.sum()
    row, column = divmod(int(np.argmax(belief)), belief.shape[1])
    top, left = max(row - PEAK_REACH, 0), max(column - PEAK_REACH, 0)
    part = belief[top : row + PEAK_REACH + 1, left : column + PEAK_REACH + 1]
    share = float(part.sum())
    y = float(part.sum(1) @ np.arange(part.shape[0])) / share + top
    x = float(part.sum(0) @ np.arange(part.shape[1])) / share + left
    return np.array([x, y]), share


def obstacle(context: MeasureContext, chart: Chart | None) -> Reason | None:
    """Why the chest is no evidence at all, or None."""
    points = context.person.body.points
    if context.view is View.BACK or abs(context.azimuth_deg) > LARGEST_AZIMUTH_DEG:
        return Reason.NEEDS_FRONT_VIEW
    if chart is None or not points.measured(*SHOULDERS):
        return Reason.TRUNK_OUTSIDE
    if any(points.provenance[hip] == Provenance.MISSING for hip in HIPS):
        return Reason.TRUNK_OUTSIDE
    if not inside(chart.to_picture(CHEST), context.frame.width_px, context.frame.height_px):
        return Reason.TRUNK_OUTSIDE
    if chart.unit_px < SMALLEST_UNIT_PX:
        return Reason.TOO_FAR
    return None


def inside(xy: NDArray[np.float64], width_px: int, height_px: int) -> bool:
    """True where all points lie in the picture."""
    return bool(np.all((xy >= 0) & (xy <= (width_px, height_px))))


def view_of(context: MeasureContext, chart: Chart, chest: Chest) -> ChestView:
    """The items' frame of reference."""
    xy = context.person.body.points.xy.astype(np.float64)
    left, right = chart.to_units(xy[list(SHOULDERS)])
    hips = chart.to_units(xy[list(HIPS)]).mean(0)
    # the wearer's right shoulder is the left one in the picture
    line = float(np.degrees(np.arctan2(left[1] - right[1], left[0] - right[0])))
    ends = chart.to_units(xy[list(ARM_ENDS)])
    covered = bool(np.any((np.abs(ends[:, 0]) < 0.32) & (ends[:, 1] > -0.2) & (ends[:, 1] < 0.62)))
    half = max(float(np.linalg.norm(left - right)) / 2.0, 0.1)
    return ChestView(chart, chest, half, max(float(hips[1]), 0.3), line, covered)


Reading = Callable[[MeasureContext, ChestView], Iterable[Finding]]


def measure_items(context: MeasureContext, names: tuple[str, ...], readings: tuple[Reading, ...]) -> list[Finding]:
    """Run the model once and let every reading take its part; all `names` are missing where nothing can be seen."""
    chart = chart_of(context.person.body.points.xy)
    reason = obstacle(context, chart)
    if reason is not None or chart is None:
        return [Measure.missing(name, reason or Reason.TRUNK_OUTSIDE, context.view) for name in names]
    seen = view_of(context, chart, find_items(context.frame.pixels, chart))
    return [finding for reading in readings for finding in reading(context, seen)]
