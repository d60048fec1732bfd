"""Is a tie worn, does its knot sit at the middle and at the collar, does it hang straight, where does it end."""

import math
from collections.abc import Iterable

import numpy as np

from vision.dress.chart import Chart
from vision.dress.items import Array, Chest, ChestView, box_of, inside, why_not_absent
from vision.dress.witness import Sighting
from vision.families import Finding, MeasureContext
from vision.landmarks.points import Box
from vision.measure import Measure
from vision.observation import TieItem
from vision.reason import Reason

NUMBERS = ("tie_knot_offset_ratio", "tie_knot_gap_ratio", "tie_tilt_deg", "tie_tip_ratio")
NAMES = ("tie_present", *NUMBERS)
PRESENT, ABSENT = 0.5, 0.08
"""Between the two nothing is said. A belief just above the first names the item and decides no clause: a flag's sigma
is its chance of being wrong, and a clause wants less of it."""
LEAST_DOUBT = 0.04
"""Pictures unlike the training's exist: the model's own certainty is never taken at its word."""
LEAST_FOCUS = 0.12
LEAST_LENGTH = 0.15
"""Units between knot and end: a shorter piece shows no tilt."""
KNOT_LENGTH = 0.02
"""Units from the knot's middle to where the blade begins."""
TIE_REGION = np.array([(-0.08, -0.14), (0.08, -0.14), (0.08, 0.12), (-0.08, 0.12)])
"""Units: without this in the picture nobody can say that there is no tie."""

KNOT_BEFORE_SHOULDERS = 0.216
"""The knot lies this far before the shoulders' middle, units: seen from the side it moves across the chart."""
SNUG = -0.111
"""Height of a snug knot's centre in the chart, units."""
OFFSET_SIGMA, GAP_SIGMA, TILT_SIGMA_DEG = 0.033, 0.04, 3.2
"""One sigma head-on; the model card says how they were found."""
CUT_OFF_OFFSET_SIGMA, CUT_OFF_GAP_SIGMA = 0.07, 0.10
"""Added where the hips lie outside the picture: shoulders at the picture's edge and the trunk's length are guesses
then. Snug, centred ties on a dozen portraits read 0.08 (rms) off the middle and 0.10 too low."""
TIP_SURE = 0.7
BELT_ABOVE_HIPS = 0.18
"""The belt's height over the hip joints, trunk lengths: 9 cm of a trunk of half a metre."""
SHORTEST_TIE = -0.25
"""A tie that seems to end higher over the belt goes on behind a closed jacket."""
TIP_SIGMA = 0.06
"""Trunk lengths; trousers are worn higher or lower."""
HALF_BLADE, HALF_KNOT = 0.05, 0.05
"""Units: how far a tie reaches to each side of its axis and above its knot's middle, where its cells do not say."""
NEAR_AXIS, SPREADS = 0.12, 0.1
"""Units, and units per unit below the knot: cells farther aside belong to something else."""
SLOPE_OF_CHEST_DEG = 10.0
"""The chest falls forward from the collar: seen from the wearer's left a straight tie leans this much to the left of
the picture, times the sine of the view. Fitted on rendered ties, as the other constants here."""
LEAN = 1.12
"""A slanted tie is drawn a little straighter by the heat maps than it is: its line's slope is stretched by this."""
KNOT_TELLS_SIGMA_DEG = 6.0
"""One sigma of the view that the knot's place tells: two centimetres beside the body's middle."""
TILT_SIGMA_PER_DEG = 0.05
"""More of the tilt's sigma for each degree of the view."""


def read_tie(context: MeasureContext, seen: ChestView) -> Iterable[Finding]:
    """tie_present, the knot's place, the tie's tilt and end, and the tie's place in the picture."""
    score, sighting = seen.chest.tie, seen.chest.sighting
    placed = len(seen.chest.tie_cells) > 0 and _shown(context, seen)
    if score < PRESENT or not (placed or sighting is not None):
        return _without(context, seen, score)
    flag = Measure("tie_present", True, max(1.0 - score, LEAST_DOUBT), view=context.view)
    item = _item(context, seen, score) if placed or sighting is None else _by_sight(context, seen, sighting)
    if not seen.shoulders_seen:
        return [flag, *_missing(context, Reason.TRUNK_OUTSIDE), item]
    if not placed or seen.chest.focus[0] < LEAST_FOCUS:
        return [flag, *_missing(context, Reason.AMBIGUOUS), item]
    return [flag, *_numbers(context, seen), item]


def _shown(context: MeasureContext, seen: ChestView) -> bool:
    """The knot and a little of what hangs from it lie in the picture."""
    below = seen.chest.knot + np.array([(0.0, 0.0), (0.0, KNOT_LENGTH)])
    return inside(seen.chart.to_picture(below), context.frame.width_px, context.frame.height_px)


def _without(context: MeasureContext, seen: ChestView, score: float) -> list[Finding]:
    reason = why_not_absent(context, seen, TIE_REGION, belief=score, absent=ABSENT)
    if reason is not None:
        return [Measure.missing(name, reason, context.view) for name in NAMES]
    flag = Measure("tie_present", False, max(score, LEAST_DOUBT), view=context.view)
    return [flag, *_missing(context, Reason.ITEM_NOT_FOUND)]


def _missing(context: MeasureContext, reason: Reason) -> list[Measure]:
    return [Measure.missing(name, reason, context.view) for name in NUMBERS]


def _numbers(context: MeasureContext, seen: ChestView) -> list[Measure]:
    """Offsets are corrected for what the turned body alone would show."""
    (u, v), tip = seen.chest.knot, seen.chest.tip
    turn = float(np.sin(np.radians(context.azimuth_deg)))
    turn_sigma = float(np.radians(max(context.azimuth_sigma_deg, 3.0)))
    width = 2.0 * seen.half_shoulders
    aside = u + KNOT_BEFORE_SHOULDERS * turn
    cut_off, cut_short = (0.0, 0.0) if seen.hips_seen else (CUT_OFF_OFFSET_SIGMA, CUT_OFF_GAP_SIGMA)
    sigma = math.hypot(OFFSET_SIGMA, KNOT_BEFORE_SHOULDERS * turn_sigma / width, cut_off)
    gap_sigma = math.hypot(GAP_SIGMA, cut_short)
    found = [
        Measure("tie_knot_offset_ratio", float(aside / width), sigma, view=context.view),
        Measure("tie_knot_gap_ratio", float((v - SNUG) / seen.trunk), gap_sigma, view=context.view),
        _length(context, seen),
    ]
    if seen.chest.focus[1] < LEAST_FOCUS or tip[1] - v < LEAST_LENGTH:
        return [*found, Measure.missing("tie_tilt_deg", Reason.AMBIGUOUS, context.view)]
    view_deg, view_sigma_deg = _view(context, float(u))
    slope = SLOPE_OF_CHEST_DEG * np.array([np.sin(np.radians(view_deg)), np.radians(view_sigma_deg)])
    tilt = float(LEAN * np.degrees(np.arctan2(tip[0] - u, tip[1] - v)) + slope[0])
    sigma = math.hypot(TILT_SIGMA_DEG, float(slope[1])) + TILT_SIGMA_PER_DEG * abs(context.azimuth_deg)
    return [*found, Measure("tie_tilt_deg", tilt, sigma, view=context.view)]


def _view(context: MeasureContext, knot_u: float) -> tuple[float, float]:
    """From where the chest is seen, degrees, and one sigma: what the landmarks say and what the knot's place says.

    A knot hangs before the middle of the body: seen from the wearer's left it moves to the left of the shoulders'
    middle, more surely than a near trunk without legs tells its own azimuth.
    """
    told = math.degrees(math.asin(max(-0.7, min(0.7, -knot_u / KNOT_BEFORE_SHOULDERS))))
    weights = max(context.azimuth_sigma_deg, 3.0) ** -2, KNOT_TELLS_SIGMA_DEG**-2
    view = (weights[0] * context.azimuth_deg + weights[1] * told) / sum(weights)
    return view, sum(weights) ** -0.5


def _length(context: MeasureContext, seen: ChestView) -> Measure:
    """Where the tip ends against the belt, where the tip itself is seen."""
    if not seen.hips_seen:
        return Measure.missing("tie_tip_ratio", Reason.TRUNK_OUTSIDE, context.view)
    if seen.chest.tip_free < TIP_SURE or seen.chest.focus[1] < LEAST_FOCUS:
        return Measure.missing("tie_tip_ratio", Reason.AMBIGUOUS, context.view)
    below = float(seen.chest.tip[1]) / seen.trunk - (1.0 - BELT_ABOVE_HIPS)
    if below < SHORTEST_TIE:
        return Measure.missing("tie_tip_ratio", Reason.AMBIGUOUS, context.view)
    return Measure("tie_tip_ratio", below, TIP_SIGMA, view=context.view)


def _item(context: MeasureContext, seen: ChestView, score: float) -> TieItem:
    """The tie's box, knot and lower end in picture px; the end is left out where it is not sure."""
    knot, tip = seen.chest.knot, seen.chest.tip
    ends = [(float(x), float(y)) for x, y in seen.chart.to_picture(np.stack([knot, tip]))]
    sure = seen.chest.focus[1] >= LEAST_FOCUS
    box = box_of(context, seen.chart, _extent(seen.chest, sure))
    if seen.chest.sighting is not None:
        box = _middle(box, _sighted(context, seen.chart, seen.chest.sighting))
    return TieItem(score, box, ends[0], ends[1] if sure else None)


def _by_sight(context: MeasureContext, seen: ChestView, sighting: Sighting) -> TieItem:
    """A tie that only the witness could place: its knot is taken to be as high as the box is wide."""
    box = _sighted(context, seen.chart, sighting)
    return TieItem(seen.chest.tie, box, ((box.x0 + box.x1) / 2.0, min(box.y0 + box.width / 2.0, box.y1)))


def _sighted(context: MeasureContext, chart: Chart, sighting: Sighting) -> Box:
    """The witness's box in picture px, cut at the picture's edge; on a chest aslant it keeps its size."""
    left, top, right, bottom = sighting.box
    x, y = chart.to_picture(np.array([((left + right) / 2.0, (top + bottom) / 2.0)]))[0]
    half = np.array([right - left, bottom - top]) * chart.unit_px / 2.0
    x0, y0 = np.maximum((x - half[0], y - half[1]), 0.0)
    x1, y1 = np.minimum((x + half[0], y + half[1]), (context.frame.width_px, context.frame.height_px))
    return Box(float(x0), float(y0), float(x1), float(y1))


def _middle(one: Box, other: Box) -> Box:
    """Each side half-way between the two boxes' sides."""
    return Box(*((getattr(one, side) + getattr(other, side)) / 2.0 for side in ("x0", "y0", "x1", "y1")))


def _extent(chest: Chest, sure: bool) -> Array:
    """Places that the tie reaches, units: round knot and tip, and its cells where no tip is sure."""
    aside, up = np.array([HALF_BLADE, 0.0]), np.array([0.0, HALF_KNOT])
    places = [chest.knot - aside - up, chest.knot + aside - up]
    if sure:
        places += [chest.tip - aside, chest.tip + aside]
    below = np.maximum(chest.tie_cells[:, 1] - chest.knot[1], 0.0)
    near = chest.tie_cells[np.abs(chest.tie_cells[:, 0] - chest.knot[0]) < NEAR_AXIS + SPREADS * below]
    if not sure:
        places += list(near)
    return np.stack(places)
