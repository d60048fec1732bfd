"""What the hands do and how high they are held.

The pose comes from our own small model (`crop_classifier`); this module decides whether there is anything to judge at
all: the model answers for any picture, also for one in which the hands cannot be seen.
"""

from collections.abc import Iterable

import numpy as np

from vision.families import MeasureContext
from vision.hands.crop_classifier import classify, decide
from vision.landmarks.points import BodyPoint, Person, Provenance
from vision.measure import Measure, View
from vision.reason import Reason

NAMES = ("hands_pose", "hands_height_ratio")

_WRISTS = (BodyPoint.LEFT_WRIST, BodyPoint.RIGHT_WRIST)
_ELBOWS = (BodyPoint.LEFT_ELBOW, BodyPoint.RIGHT_ELBOW)
_HANDS = (
    *_WRISTS,
    BodyPoint.LEFT_PINKY,
    BodyPoint.RIGHT_PINKY,
    BodyPoint.LEFT_INDEX,
    BodyPoint.RIGHT_INDEX,
)
"""Their mean lies within a twentieth of a trunk of the middle of both palms; a step beyond the wrists does not."""
_ALIKE_ASLANT = frozenset({"sides", "behind", "akimbo"})
_ASLANT_DEG, _SURE_ASLANT = 20.0, 0.80
"""From there on an elbow that stands out belongs to a hand on the hip or behind the back alike, and an arm that hangs
ends beside the leg or in a pocket."""
_NAVEL = 0.25
"""Height of the navel over the hip line in hip-to-shoulder lengths (the glossary's definition)."""
_HEIGHT_SIGMA = 0.25
_LARGEST_AZIMUTH_DEG = 75.0
_LOWER_TRUNK = (0.6, 0.7, 0.8, 0.9, 1.0, 1.1)
"""Rows of the trunk at which the mask is looked at: shoulders 0, hips 1."""
_TRUNK_HALF_WIDTH = 0.25
"""Of the shoulders' width."""
_COVERED = 0.9


def measure_hands(context: MeasureContext) -> Iterable[Measure]:
    """hands_pose and hands_height_ratio, or why they cannot be told."""
    obstacle = _obstacle(context)
    if obstacle is not None:
        return [Measure.missing(name, obstacle, context.view) for name in NAMES]
    probabilities = classify(context.frame.pixels, context.landmarks)
    if probabilities is None:
        return [Measure.missing(name, Reason.TOO_FAR, context.view) for name in NAMES]
    name = decide(probabilities)
    return [_pose(context, name, probabilities), _height(context)]


def _obstacle(context: MeasureContext) -> Reason | None:
    """Why the arms are no evidence at all."""
    state = context.person.body.points.provenance
    if context.view is View.BACK or abs(context.azimuth_deg) > _LARGEST_AZIMUTH_DEG:
        return Reason.NEEDS_FRONT_VIEW
    if any(state[elbow] == Provenance.MISSING for elbow in _ELBOWS):
        return Reason.TRUNK_OUTSIDE
    if any(state[wrist] == Provenance.MISSING for wrist in _WRISTS):
        return Reason.HANDS_OUTSIDE
    return None


def _pose(context: MeasureContext, name: str | None, probabilities: dict[str, float]) -> Measure:
    # one's own body may hide a hand (the far one at the side, one under the other): the arms then tell where it is,
    # but only where nothing else stands before them
    if (name == "behind" or not _seen(context.person)) and not _nothing_in_front(context):
        return Measure.missing("hands_pose", Reason.HANDS_HIDDEN, context.view)
    if name is None or (name in _ALIKE_ASLANT and _aslant(context) and probabilities[name] < _SURE_ASLANT):
        return Measure.missing("hands_pose", Reason.AMBIGUOUS, context.view)
    doubt = 1.0 - probabilities.get(name, max(probabilities.values()))
    return Measure("hands_pose", name, float(np.clip(doubt, 0.01, 1.0)), view=context.view)


def _aslant(context: MeasureContext) -> bool:
    return abs(context.azimuth_deg) > _ASLANT_DEG


def _nothing_in_front(context: MeasureContext) -> bool:
    """True where the person's mask covers the lower trunk: no desk, tray or bag hides what the hands do.

    Landmarks do not tell: the body model guesses hips behind a desk with confidence.
    """
    mask = context.mask()
    if mask is None:
        return False
    xy = context.person.body.points.xy.astype(np.float64)
    shoulders = (xy[BodyPoint.LEFT_SHOULDER] + xy[BodyPoint.RIGHT_SHOULDER]) / 2.0
    trunk = (xy[BodyPoint.LEFT_HIP] + xy[BodyPoint.RIGHT_HIP]) / 2.0 - shoulders
    reach = _TRUNK_HALF_WIDTH * float(np.linalg.norm(xy[BodyPoint.LEFT_SHOULDER] - xy[BodyPoint.RIGHT_SHOULDER]))
    height, width = mask.coverage.shape
    rows = []
    for share in _LOWER_TRUNK:
        x, y = shoulders + share * trunk
        left, right, row = max(round(x - reach), 0), min(round(x + reach) + 1, width), round(y)
        if not (0 <= row < height and left < right):
            return False
        rows.append(float(mask.coverage[row, left:right].mean()))
    return min(rows) >= _COVERED


def _seen(person: Person) -> bool:
    """True where both wrists, or the hands at their ends, were measured in this very picture."""
    state = person.body.points.provenance
    hands = (person.left_hand, person.right_hand)
    return all(
        state[wrist] == Provenance.MEASURED
        or (hand is not None and bool(np.mean(hand.points.provenance == Provenance.MEASURED) > 0.5))
        for wrist, hand in zip(_WRISTS, hands, strict=True)
    )


def _height(context: MeasureContext) -> Measure:
    """Middle of both hands over the hip line: 0 = hip line, 1 = navel."""
    name, person = "hands_height_ratio", context.person
    if not _seen(person):
        return Measure.missing(name, Reason.HANDS_HIDDEN, context.view)
    xy = person.body.points.xy.astype(np.float64)
    hips = (xy[BodyPoint.LEFT_HIP] + xy[BodyPoint.RIGHT_HIP]) / 2.0
    trunk = (xy[BodyPoint.LEFT_SHOULDER] + xy[BodyPoint.RIGHT_SHOULDER]) / 2.0 - hips
    length_2 = float(trunk @ trunk)
    if length_2 < 100.0:
        return Measure.missing(name, Reason.TOO_FAR, context.view)
    height = float((xy[list(_HANDS)].mean(axis=0) - hips) @ trunk) / length_2
    return Measure(name, height / _NAVEL, _HEIGHT_SIGMA, view=context.view)
