"""Is a badge or card worn, of which kind, where on the chest, is it level, does it show its front."""

from collections.abc import Iterable

import numpy as np

from vision.dress.items import Array, ChestView, inside, why_not_absent
from vision.dress.outline import Outline, find_outline, slope_deg
from vision.families import Finding, MeasureContext
from vision.measure import Measure
from vision.observation import BadgeItem
from vision.reason import Reason

NUMBERS = ("badge_x_ratio", "badge_y_ratio", "badge_tilt_deg")
NAMES = ("badge_present", "badge_kind", "badge_face_out", *NUMBERS)
PRESENT, ABSENT = 0.85, 0.30
"""Between the two nothing is said; chosen on people who were not trained on (see the model card)."""
LEAST_DOUBT = 0.04
"""Pictures unlike the training's exist: the model's own certainty is never taken at its word."""
LEAST_FOCUS = 0.50
"""A badge is believed only where the model points at one place: prints, bags and phones spread its belief."""
KIND_SURE = 0.6
FACE_SURE, FACE_DOUBT = 0.8, 0.1
"""A card's back is told from its front only where the model is sure, and never without doubt."""

BEFORE_SHOULDERS = 0.226
"""A chest lies this far before the shoulders' middle, units: seen from the side it moves across the chart."""
X_SIGMA, Y_SIGMA = 0.12, 0.07
"""One sigma head-on; the model card says how they were found."""
COARSE_TILT_SIGMA_DEG = 9.0
"""Where the second look found no outline."""
SHOULDER_LINE_SIGMA_DEG = 1.2
"""Of the landmarks' shoulder line against which a tilt is told."""
TILT_SIGMA_PER_DEG = 0.15
"""More of the tilt's sigma for each degree of the view: a turned chest slopes."""
LOWEST = np.array([(-0.25, 1.02), (0.25, 1.02)])
"""Units: a card may hang this low, so that a picture that ends higher cannot show that there is none."""


def read_badge(context: MeasureContext, seen: ChestView) -> Iterable[Finding]:
    """badge_present, its kind, facing, place and tilt, and its corners in the picture."""
    chest = seen.chest
    corners = seen.chart.to_picture(chest.corners)
    shown = inside(corners.mean(0)[None], context.frame.width_px, context.frame.height_px)
    if chest.badge < PRESENT or chest.focus[2] < LEAST_FOCUS or not shown:
        return _without(context, seen)
    flag = Measure("badge_present", True, max(1.0 - chest.badge, LEAST_DOUBT), view=context.view)
    kind = "lanyard" if chest.hanging >= 0.5 else "pin"
    sure = max(chest.hanging, 1.0 - chest.hanging)
    named = Measure.missing("badge_kind", Reason.AMBIGUOUS, context.view)
    if sure >= KIND_SURE:
        named = Measure("badge_kind", kind, max(1.0 - sure, LEAST_DOUBT), view=context.view)
    faced = Measure.missing("badge_face_out", Reason.AMBIGUOUS, context.view)
    if max(chest.face_out, 1.0 - chest.face_out) >= FACE_SURE:
        doubt = max(min(chest.face_out, 1.0 - chest.face_out), FACE_DOUBT)
        faced = Measure("badge_face_out", chest.face_out >= 0.5, doubt, view=context.view)
    outline = find_outline(context.frame.pixels, corners)
    if outline is not None:
        corners = outline.corners
    return [flag, named, faced, *_numbers(context, seen, corners, outline), _item(chest.badge, kind, corners)]


def _without(context: MeasureContext, seen: ChestView) -> list[Finding]:
    score = seen.chest.badge
    reason = why_not_absent(context, seen, LOWEST, belief=score, absent=ABSENT)
    if reason is not None:
        return [Measure.missing(name, reason, context.view) for name in NAMES]
    flag = Measure("badge_present", False, max(score, LEAST_DOUBT), view=context.view)
    return [flag, *(Measure.missing(name, Reason.ITEM_NOT_FOUND, context.view) for name in NAMES[1:])]


def _numbers(context: MeasureContext, seen: ChestView, corners: Array, outline: Outline | None) -> list[Measure]:
    """Place and tilt of the corners given in picture px, against shoulders and hips."""
    if not seen.shoulders_seen:
        return [Measure.missing(name, Reason.TRUNK_OUTSIDE, context.view) for name in NUMBERS]
    units = seen.chart.to_units(corners)
    u, v = units.mean(0)
    turn = float(np.sin(np.radians(context.azimuth_deg)))
    turn_sigma = float(np.radians(max(context.azimuth_sigma_deg, 3.0)))
    x = (u + BEFORE_SHOULDERS * turn) / seen.half_shoulders
    x_sigma = float(np.hypot(X_SIGMA, BEFORE_SHOULDERS * turn_sigma / seen.half_shoulders))
    own = COARSE_TILT_SIGMA_DEG if outline is None else outline.slope_sigma_deg
    tilt_sigma = float(np.hypot(own, SHOULDER_LINE_SIGMA_DEG)) + TILT_SIGMA_PER_DEG * abs(context.azimuth_deg)
    height = Measure.missing("badge_y_ratio", Reason.TRUNK_OUTSIDE, context.view)
    if seen.hips_seen:
        height = Measure("badge_y_ratio", float(1.0 - v / seen.trunk), Y_SIGMA, view=context.view)
    return [
        Measure("badge_x_ratio", float(x), x_sigma, view=context.view),
        height,
        Measure("badge_tilt_deg", slope_deg(units) - seen.shoulder_line_deg, tilt_sigma, view=context.view),
    ]


def _item(score: float, kind: str, corners: Array) -> BadgeItem:
    first, second, third, fourth = ((float(x), float(y)) for x, y in corners)
    return BadgeItem(score, kind, (first, second, third, fourth), slope_deg(corners))
