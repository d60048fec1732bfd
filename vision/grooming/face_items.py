"""Facial hair and glasses, from the close-up of the face."""

from collections.abc import Iterable

from vision.families import MeasureContext
from vision.grooming import close_up
from vision.grooming.parts import HeadParts
from vision.measure import Measure
from vision.reason import Reason

NAMES = ("facial_hair_probability", "glasses_present")
LARGEST_YAW_DEG = 65.0
LEAST_DOUBT = 0.04
"""Pictures unlike the training's exist: the model's own certainty is never taken at its word."""
BEARD_SIGMA = 0.12
"""The least doubt of a belief in facial hair. In between it is the belief's own spread, p (1 - p): stubble looks like
neither, and is asked about again instead of passed or failed."""


def read_face_items(context: MeasureContext, head: HeadParts) -> Iterable[Measure]:
    """facial_hair_probability and glasses_present, or why not."""
    if abs(head.yaw_deg) > LARGEST_YAW_DEG or context.person.face is None:
        return [Measure.missing(name, Reason.NEEDS_FRONT_VIEW, context.view) for name in NAMES]
    seen = close_up.look(context.frame.pixels, head.chart)
    worn = seen.glasses >= 0.5
    doubt = max(LEAST_DOUBT, 1.0 - seen.glasses if worn else seen.glasses)
    return [
        Measure("facial_hair_probability", seen.beard, beard_sigma(seen.beard), view=context.view),
        Measure("glasses_present", worn, doubt, view=context.view),
    ]


def beard_sigma(belief: float) -> float:
    """One sigma of a belief in facial hair."""
    return max(BEARD_SIGMA, belief * (1.0 - belief))
