"""The last bow as measures: peak, hold, tempo and the line of neck and back."""

from collections.abc import Iterable, Sequence

from vision.measure import Measure, View
from vision.motion.bow_shape import BowShape
from vision.observation import Bow
from vision.reason import Reason

TIME_SIGMA_S = 0.08
"""Of the moment at which the trunk passes 80 % of the peak, against rendered bows (docs/accuracy.md)."""
EDGE_SIGMA_S = 0.15
"""Of the first and the last movement, which are slow."""
NAMES = ("bow_peak_deg", "bow_hold_s", "bow_down_s", "bow_up_s", "bow_back_bend_deg")


def bow_measures(bows: Sequence[Bow], shapes: Sequence[BowShape], view: View) -> Iterable[Measure]:
    """`bow_peak_deg`, `bow_hold_s`, `bow_down_s`, `bow_up_s`, `bow_back_bend_deg` of the last bow that has ended."""
    if not bows:
        return [Measure.missing(name, Reason.NEEDS_MOTION, view) for name in NAMES]
    bow, shape = bows[-1], shapes[-1]
    bend = (
        Measure.missing("bow_back_bend_deg", Reason.NEEDS_SIDE_VIEW, view)
        if bow.back_bend_deg is None or bow.back_bend_sigma is None
        else Measure("bow_back_bend_deg", bow.back_bend_deg, bow.back_bend_sigma, view=view)
    )
    return [
        Measure("bow_peak_deg", bow.peak_deg, bow.sigma, view=view),
        Measure("bow_hold_s", bow.hold_s, TIME_SIGMA_S, view=view),
        Measure("bow_down_s", shape.down_s, EDGE_SIGMA_S, view=view),
        Measure("bow_up_s", shape.up_s, EDGE_SIGMA_S, view=view),
        bend,
    ]
