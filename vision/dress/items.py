"""What hangs on the chest: ties, badges and scarves found in the chest's chart by a small model of ours.

The model was trained on rendered people and drawn clothes over features learned on photographs (`training/dress`,
card `assets/models/own/dress.md`). It answers for any picture: whether the chest is there to be judged at all is
decided here, from the landmarks.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.dress.chart import Chart, chart_of, units_of
from vision.dress.decoders import read_chest, read_collar
from vision.dress.doubts import Doubts
from vision.dress.looks import SCARF, TIED, Look, Said, settled
from vision.dress.witness import Sighting, see_tie
from vision.families import Finding, MeasureContext
from vision.frame import Picture
from vision.landmarks.points import BodyPoint, Box, Provenance
from vision.measure import Measure, View
from vision.reason import Reason

STRIDE = 4
PEAK_REACH = 2
"""Cells round a heat map's peak that make its place."""
LIES_THERE = 0.5
"""Belief above which a cell of a mask belongs to the item."""
LEAST_PART = 0.15
"""Smaller parts of a mask, as a share of the largest, are no part of the item."""

KNOT_FOCUS, KNOT_SIGMA = (0.6, 0.95), (0.044, 0.007)
"""How much of the belief in a scarf's knot lies at its place, and one sigma of it aside, units (decision 0194)."""

LARGEST_AZIMUTH_DEG = 40.0
SMALLEST_UNIT_PX = 60.0
"""A smaller trunk shows a badge in less than ten pixels."""
COLLAR = np.array([(-0.12, -0.12), (0.12, -0.12), (0.12, 0.0), (-0.12, 0.0)])
"""Units: what must lie in the picture before anything is said."""
SHOULDERS = (BodyPoint.LEFT_SHOULDER, BodyPoint.RIGHT_SHOULDER)
HIPS = (BodyPoint.LEFT_HIP, BodyPoint.RIGHT_HIP)
ARM_ENDS = (
    BodyPoint.LEFT_WRIST,
    BodyPoint.RIGHT_WRIST,
    BodyPoint.LEFT_INDEX,
    BodyPoint.RIGHT_INDEX,
)

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Chest:
    """The model's answer for one chart; places in units of the chart, beliefs 0..1."""

    tie: float
    """The belief that a tie is worn; likewise badge and scarf."""
    badge: float
    scarf: float
    hanging: float
    """The belief that the badge hangs on a strap, where one is worn."""
    face_out: float
    """The belief that a card shows its front, where one is worn."""
    tip_free: float
    """The belief that the tie's own tip is seen, neither hidden nor cut off."""
    knot: Array
    tip: Array
    scarf_knot: Array
    corners: Array
    """4 x 2, the badge's own upper left first, clockwise."""
    tie_cells: Array
    """N x 2: middles of the cells that show the tie; 0 x 2 where none does."""
    focus: tuple[float, float, float, float]
    """How much of the belief in knot, tip, badge and scarf lies at the place given."""
    scarf_sigma: float = 0.03
    """One sigma of the scarf's knot aside, units: as far off as it is where the chest alone was looked at."""
    sighting: Sighting | None = None
    """The tie that the second witness saw; None where it saw none or was not asked."""


@dataclass(frozen=True, slots=True)
class ChestView:
    """The chest of one frame with what the items are measured against."""

    chart: Chart
    chest: Chest
    half_shoulders: float
    """Half the shoulder width, units."""
    trunk: float
    """Mid-shoulders to mid-hips, units."""
    hips_seen: bool
    shoulders_seen: bool
    """Both are measured; with one guessed, what is seen is seen, but nothing is measured or called missing."""
    shoulder_line_deg: float
    """In the chart, + = its right end is lower."""
    covered: bool
    """A hand lies over the chest: what is not seen may be behind it."""


def find_items(picture: Picture, chart: Chart, doubts: Doubts | None = None) -> Chest:
    """Ask the model about the chart of a picture; where tie or scarf are in doubt, other looks and a witness too.

    `doubts`: what these have said about the same stance before, and how many may be asked now; None: all of them.
    """
    doubts = doubts or Doubts()
    answer = read_chest(chart.cut(picture))

    def said(look: Look) -> Said:
        cut = look.cut(picture, chart)
        if not look.collar:
            flags = read_chest(cut)[0]
            return Said(float(flags[SCARF]), float(flags[TIED]))
        (tie, evidence, scarf, bow), heat = read_collar(cut)
        place, focus = peak(np.asarray(heat, np.float64))
        knot = look.units(_cell_px(place[None]))[0]
        return Said(float(scarf), math.nan, float(tie), float(evidence), float(bow), knot, focus)

    chest = decoded(*(np.asarray(part, np.float64) for part in answer))
    told = settled(
        answer[0],
        lambda look: doubts.said(look, said),
        lambda: doubts.sighting(lambda: see_tie(picture, chart)),
    )
    chest = replace(chest, tie=told.tie, scarf=told.scarf, sighting=told.sighting)
    if told.knot is None:
        return chest
    sigma = float(np.interp(told.focus, KNOT_FOCUS, KNOT_SIGMA))
    return replace(chest, scarf_knot=told.knot, scarf_sigma=sigma, focus=(*chest.focus[:3], told.focus))


def decoded(presence: Array, masks: Array, heat: Array, offsets: Array) -> Chest:
    """The model's answers for one chart, logits: 7 flags; 3 masks, 4 heat maps, 8 corner offsets of H x W."""
    tie, badge, hanging, scarf, face_out, tip_free, _ = (float(value) for value in 1.0 / (1.0 + np.exp(-presence)))
    peaks = [peak(one) for one in heat]
    knot, tip, _, scarf_knot = _units(np.stack([place for place, _ in peaks]))
    on_knot, on_tip, on_badge, on_scarf = (share for _, share in peaks)
    return Chest(
        tie,
        badge,
        scarf,
        hanging,
        face_out,
        tip_free,
        knot,
        tip,
        scarf_knot,
        _units(_corners(heat[2], masks[1], offsets)),
        _cells(masks[0]),
        (on_knot, on_tip, on_badge, on_scarf),
    )


def _units(cells: Array) -> Array:
    return units_of(_cell_px(cells))


def _cell_px(cells: Array) -> Array:
    """Middles of cells, N x 2, in px of what the decoders were given."""
    return (cells + 0.5) * STRIDE


def peak(heat: Array) -> tuple[Array, float]:
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


def _corners(heat: Array, mask: Array, offsets: Array) -> Array:
    """Where the cells of the card round the peak say the corners are, cells: the mean of their answers."""
    row, column = divmod(int(np.argmax(heat)), heat.shape[1])
    _, parts = cv2.connectedComponents((mask > 0.0).astype(np.uint8))
    chosen = np.zeros(mask.shape, np.bool_)
    if parts[row, column] > 0:
        chosen = parts == parts[row, column]
    chosen[row, column] = True
    rows, columns = np.nonzero(chosen)
    said = offsets[:, rows, columns].reshape(4, 2, -1) + np.stack([columns, rows])[None]
    return np.asarray(np.median(said, axis=2), np.float64)


def _cells(mask: Array) -> Array:
    """The cells of an item's mask without its crumbs, units."""
    limit = float(np.log(LIES_THERE / (1.0 - LIES_THERE)))
    count, parts, sizes, _ = cv2.connectedComponentsWithStats((mask > limit).astype(np.uint8), connectivity=8)
    if count < 2:
        return np.zeros((0, 2))
    areas = sizes[1:, cv2.CC_STAT_AREA]
    kept = 1 + np.flatnonzero(areas >= LEAST_PART * areas.max())
    rows, columns = np.nonzero(np.isin(parts, kept))
    return _units(np.stack([columns, rows], 1).astype(np.float64))


def obstacle(context: MeasureContext, chart: Chart | None) -> Reason | None:
    """Why the chest is no evidence at all, or None."""
    points = context.person.body.points
    if context.view is View.BACK or abs(context.azimuth_deg) > LARGEST_AZIMUTH_DEG:
        return Reason.NEEDS_FRONT_VIEW
    if chart is None or not any(points.measured(shoulder) for shoulder in SHOULDERS):
        return Reason.TRUNK_OUTSIDE
    if not inside(chart.to_picture(COLLAR), context.frame.width_px, context.frame.height_px):
        return Reason.TRUNK_OUTSIDE
    if chart.unit_px < SMALLEST_UNIT_PX:
        return Reason.TOO_FAR
    return None


def inside(xy: Array, width_px: int, height_px: int) -> bool:
    """True where all points lie in the picture."""
    return bool(np.all((xy >= 0) & (xy <= (width_px, height_px))))


def box_of(context: MeasureContext, chart: Chart, cells: Array) -> Box:
    """The box round cells of the chart, picture px, cut at the picture's edge."""
    half = STRIDE / 2.0 * chart.step_px
    xy = chart.to_picture(cells)
    x0, y0 = np.maximum(xy.min(0) - half, 0.0)
    x1, y1 = np.minimum(xy.max(0) + half, (context.frame.width_px, context.frame.height_px))
    return Box(float(x0), float(y0), float(x1), float(y1))


def why_not_absent(
    context: MeasureContext, seen: ChestView, region: Array, *, belief: float, absent: float
) -> Reason | None:
    """Why an item that was not found may be worn all the same; None where it is surely not worn.

    `region`: N x 2 units that must lie in the picture; `absent`: up to this belief the model sees none.
    """
    if not seen.shoulders_seen:
        return Reason.TRUNK_OUTSIDE
    if belief > absent or seen.covered:
        return Reason.AMBIGUOUS
    if not inside(seen.chart.to_picture(region), context.frame.width_px, context.frame.height_px):
        return Reason.TRUNK_OUTSIDE
    return None


def view_of(context: MeasureContext, chart: Chart, chest: Chest) -> ChestView:
    """The items' frame of reference."""
    points = context.person.body.points
    xy = points.xy.astype(np.float64)
    left, right = chart.to_units(xy[list(SHOULDERS)])
    hips = chart.to_units(xy[list(HIPS)]).mean(0)
    # the wearer's right shoulder is the left one in the picture
    line = float(np.degrees(np.arctan2(left[1] - right[1], left[0] - right[0])))
    ends = chart.to_units(xy[[end for end in ARM_ENDS if points.provenance[end] != Provenance.MISSING]])
    covered = bool(np.any((np.abs(ends[:, 0]) < 0.32) & (ends[:, 1] > -0.2) & (ends[:, 1] < 0.62)))
    half = max(float(np.linalg.norm(left - right)) / 2.0, 0.1)
    seen = all(points.provenance[hip] != Provenance.MISSING for hip in HIPS)
    trunk = max(float(hips[1]), 0.3) if seen else 1.0
    return ChestView(chart, chest, half, trunk, seen, points.measured(*SHOULDERS), line, covered)


Reading = Callable[[MeasureContext, ChestView], Iterable[Finding]]


def measure_items(
    context: MeasureContext, names: tuple[str, ...], readings: tuple[Reading, ...], doubts: Doubts | None = None
) -> list[Finding]:
    """Run the model and let every reading take its part; all `names` are missing where nothing can be seen."""
    chart = chart_of(context.person.body.points.xy)
    reason = obstacle(context, chart)
    if reason is not None or chart is None:
        return [Measure.missing(name, reason or Reason.TRUNK_OUTSIDE, context.view) for name in names]
    seen = view_of(context, chart, find_items(context.frame.pixels, chart, doubts=doubts))
    return [finding for reading in readings for finding in reading(context, seen)]
