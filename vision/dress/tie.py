"""Is a tie worn, does its knot sit at the middle and at the collar, does it hang straight."""

from collections.abc import Iterable

import numpy as np

from vision.dress.items import ChestView
from vision.families import Finding, MeasureContext
from vision.landmarks.points import Box
from vision.measure import Measure
from vision.observation import TieItem
from vision.reason import Reason

NUMBERS = ("tie_knot_offset_ratio", "tie_knot_gap_ratio", "tie_tilt_deg")
NAMES = ("tie_present", *NUMBERS)
PRESENT, ABSENT = 0.92, 0.10
"""Between the two nothing is said; chosen on people who were not trained on (see the model card)."""
LEAST_DOUBT = 0.04
"""Pictures unlike the training's exist: the model's own certainty is never taken at its word."""
LEAST_FOCUS = 0.55

KNOT_BEFORE_SHOULDERS = 0.216
"""The knot lies this far before the shoulders' middle, units: seen from the side it moves across the chart."""
SNUG = -0.111
"""Height of a snug knot's centre in the chart, units."""
OFFSET_SIGMA, GAP_SIGMA, TILT_SIGMA_DEG = 0.05, 0.05, 5.0
"""One sigma head-on; the model card says how they were found."""
SLOPE_OF_CHEST_DEG = 11.3
"""The chest falls forward from the collar: seen from the wearer's left a straight tie leans this much to the left of
the picture, times the sine of the view. Fitted on rendered ties, as the other constants here."""
BLADE_HALF_WIDTH = 0.09
"""Of the box around a tie, units."""


def read_tie(context: MeasureContext, seen: ChestView) -> Iterable[Finding]:
    """tie_present, the knot's place and the tie's tilt, and the tie's place in the picture."""
    score = seen.chest.tie
    if score < PRESENT:
        return _without(context, seen, score)
    flag = Measure("tie_present", True, max(1.0 - score, LEAST_DOUBT), view=context.view)
    if seen.chest.focus[0] < LEAST_FOCUS:
        return [flag, *_missing(context, Reason.AMBIGUOUS)]
    return [flag, *_numbers(context, seen), _item(seen, score)]


def _without(context: MeasureContext, seen: ChestView, score: float) -> list[Finding]:
    if score > ABSENT or seen.covered:
        missing = Measure.missing("tie_present", Reason.AMBIGUOUS, context.view)
        return [missing, *_missing(context, Reason.AMBIGUOUS)]
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
    sigma = float(np.hypot(OFFSET_SIGMA, KNOT_BEFORE_SHOULDERS * turn_sigma / width))
    found = [
        Measure("tie_knot_offset_ratio", float(aside / width), sigma, view=context.view),
        Measure("tie_knot_gap_ratio", float((v - SNUG) / seen.trunk), GAP_SIGMA, view=context.view),
    ]
    if seen.chest.focus[1] < LEAST_FOCUS or tip[1] - v < 0.15:
        return [*found, Measure.missing("tie_tilt_deg", Reason.AMBIGUOUS, context.view)]
    tilt = float(np.degrees(np.arctan2(tip[0] - u, tip[1] - v))) + SLOPE_OF_CHEST_DEG * turn
    sigma = TILT_SIGMA_DEG + 0.1 * abs(context.azimuth_deg)
    return [*found, Measure("tie_tilt_deg", tilt, sigma, view=context.view)]


def _item(seen: ChestView, score: float) -> TieItem:
    """The tie's box, knot and lower end in picture px; the end is left out where it is not sure."""
    knot, tip = seen.chest.knot, seen.chest.tip
    frame = np.array(
        [(knot[0], knot[1] - 0.04), (tip[0] - BLADE_HALF_WIDTH, tip[1]), (tip[0] + BLADE_HALF_WIDTH, tip[1])]
    )
    xy = seen.chart.to_picture(frame)
    (x0, y0), (x1, y1) = xy.min(0), xy.max(0)
    ends = [(float(x), float(y)) for x, y in seen.chart.to_picture(np.stack([knot, tip]))]
    sure = seen.chest.focus[1] >= LEAST_FOCUS
    return TieItem(score, Box(float(x0), float(y0), float(x1), float(y1)), ends[0], ends[1] if sure else None)
