"""Is a scarf worn, and does it sit in the middle."""

from collections.abc import Iterable

import numpy as np

from vision.dress.items import ChestView, inside, why_not_absent
from vision.families import Finding, MeasureContext
from vision.measure import Measure
from vision.reason import Reason

NAMES = ("scarf_present", "scarf_offset_ratio")
PRESENT, ABSENT = 0.5, 0.2
"""Between the two nothing is said; as for ties, a belief just above the first decides no clause."""
LEAST_DOUBT = 0.06
LEAST_FOCUS = 0.12
OFFSET_SIGMA = 0.06
"""One sigma head-on, of the shoulder width."""
BEFORE_SHOULDERS = 0.20
"""The knot lies this far before the shoulders' middle, units."""
SCARF_REGION = np.array([(-0.2, -0.15), (0.2, -0.15), (0.2, 0.15), (-0.2, 0.15)])
"""Units: without this in the picture nobody can say that there is no scarf."""


def read_scarf(context: MeasureContext, seen: ChestView) -> Iterable[Finding]:
    """scarf_present and how far its knot sits off the middle."""
    score = seen.chest.scarf
    shown = inside(
        seen.chart.to_picture(seen.chest.scarf_knot[None]), context.frame.width_px, context.frame.height_px
    )
    if score < PRESENT or not shown:
        return _without(context, seen, score)
    flag = Measure("scarf_present", True, max(1.0 - score, LEAST_DOUBT), view=context.view)
    if seen.chest.focus[3] < LEAST_FOCUS or not seen.shoulders_seen:
        reason = Reason.AMBIGUOUS if seen.shoulders_seen else Reason.TRUNK_OUTSIDE
        return [flag, Measure.missing("scarf_offset_ratio", reason, context.view)]
    turn = float(np.sin(np.radians(context.azimuth_deg)))
    turn_sigma = float(np.radians(max(context.azimuth_sigma_deg, 3.0)))
    width = 2.0 * seen.half_shoulders
    aside = float(seen.chest.scarf_knot[0]) + BEFORE_SHOULDERS * turn
    sigma = float(np.hypot(OFFSET_SIGMA, BEFORE_SHOULDERS * turn_sigma / width))
    return [flag, Measure("scarf_offset_ratio", aside / width, sigma, view=context.view)]


def _without(context: MeasureContext, seen: ChestView, score: float) -> list[Finding]:
    reason = why_not_absent(context, seen, SCARF_REGION, belief=score, absent=ABSENT)
    if reason is not None:
        return [Measure.missing(name, reason, context.view) for name in NAMES]
    flag = Measure("scarf_present", False, max(score, LEAST_DOUBT), view=context.view)
    return [flag, Measure.missing("scarf_offset_ratio", Reason.ITEM_NOT_FOUND, context.view)]
