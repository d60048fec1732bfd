"""Is a badge or card worn, of which kind, where on the chest, and is it level."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from vision.dress.items import ChestView, inside
from vision.families import Finding, MeasureContext
from vision.measure import Measure
from vision.observation import BadgeItem
from vision.reason import Reason

NUMBERS = ("badge_x_ratio", "badge_y_ratio", "badge_tilt_deg")
NAMES = ("badge_present", "badge_kind", *NUMBERS)
PRESENT, ABSENT = 0.90, 0.10
"""Between the two nothing is said; chosen on people who were not trained on (see the model card)."""
LEAST_DOUBT = 0.04
"""Pictures unlike the training's exist: the model's own certainty is never taken at its word."""
LEAST_FOCUS = 0.62
"""A badge is believed only where the model points at one place: prints, bags and phones spread its belief."""
KIND_SURE = 0.85

BEFORE_SHOULDERS = 0.226
"""A chest lies this far before the shoulders' middle, units: seen from the side it moves across the chart."""
X_SIGMA, Y_SIGMA, TILT_SIGMA_DEG = 0.12, 0.07, 9.0
"""One sigma head-on; the model card says how they were found."""
TILT_SIGMA_PER_DEG = 0.15
"""More of the tilt's sigma for each degree of the view: a turned chest slopes."""
LOWEST = np.array([(-0.25, 1.02), (0.25, 1.02)])
"""Units: a card may hang this low, so that a picture that ends higher cannot show that there is none."""


def read_badge(context: MeasureContext, seen: ChestView) -> Iterable[Finding]:
    """badge_present, its kind, place and tilt, and its corners in the picture."""
    chest = seen.chest
    if chest.badge < PRESENT or chest.focus[2] < LEAST_FOCUS:
        return _without(context, seen)
    flag = Measure("badge_present", True, max(1.0 - chest.badge, LEAST_DOUBT), view=context.view)
    kind = "lanyard" if chest.hanging >= 0.5 else "pin"
    sure = max(chest.hanging, 1.0 - chest.hanging)
    if sure >= KIND_SURE:
        named = Measure("badge_kind", kind, max(1.0 - sure, LEAST_DOUBT), view=context.view)
    else:
        named = Measure.missing("badge_kind", Reason.AMBIGUOUS, context.view)
    corners = seen.chart.to_picture(chest.corners)
    return [flag, named, *_numbers(context, seen), _item(chest.badge, kind, corners)]


def _without(context: MeasureContext, seen: ChestView) -> list[Finding]:
    score, size = seen.chest.badge, (context.frame.width_px, context.frame.height_px)
    if score > ABSENT or seen.covered:
        flag, reason = Measure.missing("badge_present", Reason.AMBIGUOUS, context.view), Reason.AMBIGUOUS
    elif not inside(seen.chart.to_picture(LOWEST), *size):
        flag, reason = Measure.missing("badge_present", Reason.TRUNK_OUTSIDE, context.view), Reason.TRUNK_OUTSIDE
    else:
        flag = Measure("badge_present", False, max(score, LEAST_DOUBT), view=context.view)
        reason = Reason.ITEM_NOT_FOUND
    return [flag, Measure.missing("badge_kind", reason, context.view), *_missing(context, reason)]


def _missing(context: MeasureContext, reason: Reason) -> list[Measure]:
    return [Measure.missing(name, reason, context.view) for name in NUMBERS]


def _numbers(context: MeasureContext, seen: ChestView) -> list[Measure]:
    u, v = seen.chest.corners.mean(0)
    turn = float(np.sin(np.radians(context.azimuth_deg)))
    turn_sigma = float(np.radians(max(context.azimuth_sigma_deg, 3.0)))
    x = (u + BEFORE_SHOULDERS * turn) / seen.half_shoulders
    x_sigma = float(np.hypot(X_SIGMA, BEFORE_SHOULDERS * turn_sigma / seen.half_shoulders))
    tilt = slope_deg(seen.chest.corners) - seen.shoulder_line_deg
    tilt_sigma = TILT_SIGMA_DEG + TILT_SIGMA_PER_DEG * abs(context.azimuth_deg)
    return [
        Measure("badge_x_ratio", float(x), x_sigma, view=context.view),
        Measure("badge_y_ratio", float(1.0 - v / seen.trunk), Y_SIGMA, view=context.view),
        Measure("badge_tilt_deg", tilt, tilt_sigma, view=context.view),
    ]


def slope_deg(corners: NDArray[np.floating]) -> float:
    """Slope of the upper and the lower edge together, degrees, + = the right end is lower."""
    along = (corners[1] - corners[0]) + (corners[2] - corners[3])
    return float(np.degrees(np.arctan2(along[1], along[0])))


def _item(score: float, kind: str, corners: NDArray[np.float64]) -> BadgeItem:
    first, second, third, fourth = ((float(x), float(y)) for x, y in corners)
    return BadgeItem(score, kind, (first, second, third, fourth), slope_deg(corners))
