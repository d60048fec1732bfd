"""Is a scarf worn, and does it sit in the middle."""

import math
from collections.abc import Iterable

import numpy as np

from vision.dress.items import ChestView, inside, why_not_absent
from vision.dress.tie import as_far_as_the_shoulders
from vision.dress.tie_place import find_place
from vision.families import Finding, MeasureContext
from vision.measure import Measure
from vision.observation import ScarfItem
from vision.reason import Reason

NAMES = ("scarf_present", "scarf_offset_ratio")
PRESENT, ABSENT = 0.5, 0.2
"""Between the two nothing is said; as for ties, a belief just above the first decides no clause."""
LEAST_DOUBT = 0.06
LEAST_FOCUS = 0.12
SHOULDERS_SIGMA, NECK_SIGMA = 0.018, 0.022
"""One sigma of the body's middle aside as the shoulders of a body of known turn tell it, and as the neck does,
units. Measured on rendered people (decision 0194)."""
TOGETHER = 1.1
"""How much farther off both together are than if neither erred with the other."""
BEFORE_SHOULDERS = 0.20
"""The knot lies this far before the shoulders' middle, units."""
SCARF_REGION = np.array([(-0.2, -0.15), (0.2, -0.15), (0.2, 0.15), (-0.2, 0.15)])
"""Units: without this in the picture nobody can say that there is no scarf."""


def read_scarf(context: MeasureContext, seen: ChestView) -> Iterable[Finding]:
    """scarf_present and how far its knot sits off the middle."""
    score = seen.chest.scarf
    in_picture = seen.chart.to_picture(seen.chest.scarf_knot[None])
    shown = inside(in_picture, context.frame.width_px, context.frame.height_px)
    if score < PRESENT or not shown:
        return _without(context, seen, score)
    flag = Measure("scarf_present", True, max(1.0 - score, LEAST_DOUBT), view=context.view)
    item = ScarfItem(score, (float(in_picture[0, 0]), float(in_picture[0, 1])))
    if seen.chest.focus[3] < LEAST_FOCUS or not seen.shoulders_seen:
        reason = Reason.AMBIGUOUS if seen.shoulders_seen else Reason.TRUNK_OUTSIDE
        return [flag, item, Measure.missing("scarf_offset_ratio", reason, context.view)]
    return [flag, item, _offset(context, seen)]


def _offset(context: MeasureContext, seen: ChestView) -> Measure:
    """The knot's distance from where a knot in the middle would lie, of the shoulder width."""
    width = 2.0 * seen.half_shoulders
    middle, sigma = _middle(context, seen)
    aside = (float(seen.chest.scarf_knot[0]) - middle) * as_far_as_the_shoulders(context)
    return Measure(
        "scarf_offset_ratio", aside / width, math.hypot(sigma, seen.chest.scarf_sigma) / width, view=context.view
    )


def _middle(context: MeasureContext, seen: ChestView) -> tuple[float, float]:
    """Where the body's middle lies at the collar, and one sigma of it; units aside.

    Two witnesses weighted by their variances: the middle of the shoulders, which a turned body moves, and the place
    where a tie's knot would belong, which the neck shows.
    """
    turn = math.radians(context.azimuth_deg)
    turn_sigma = math.radians(max(context.azimuth_sigma_deg, 3.0))
    shoulders = -BEFORE_SHOULDERS * math.sin(turn), math.hypot(SHOULDERS_SIGMA, BEFORE_SHOULDERS * turn_sigma)
    place = find_place(context.frame.pixels, seen.chart)
    _, on_seat, *_ = place.focus
    if on_seat < LEAST_FOCUS:
        return shoulders
    share = shoulders[1] ** 2 / (shoulders[1] ** 2 + NECK_SIGMA**2)
    middle = shoulders[0] + share * (float(place.seat[0]) - shoulders[0])
    return middle, TOGETHER * math.sqrt(share) * NECK_SIGMA


def _without(context: MeasureContext, seen: ChestView, score: float) -> list[Finding]:
    reason = why_not_absent(context, seen, SCARF_REGION, belief=score, absent=ABSENT)
    if reason is not None:
        return [Measure.missing(name, reason, context.view) for name in NAMES]
    flag = Measure("scarf_present", False, max(score, LEAST_DOUBT), view=context.view)
    return [flag, Measure.missing("scarf_offset_ratio", Reason.ITEM_NOT_FOUND, context.view)]
