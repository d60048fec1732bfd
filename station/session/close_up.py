"""Which piece of the picture the zoomed mirror shows for a close-up, from the body's own points."""

from collections.abc import Sequence

import numpy as np

from checklists.model import CloseUp
from vision.landmarks.points import BodyPoint as B
from vision.landmarks.points import Landmarks, Points, Side

Crop = tuple[float, float, float, float]
"""x0 y0 x1 y1, fractions of the unmirrored picture."""

_REGIONS: dict[CloseUp, tuple[tuple[B, ...], float]] = {
    # points that must be inside, margin around them in shoulder widths
    CloseUp.HAIR: ((B.NOSE, B.LEFT_EAR, B.RIGHT_EAR), 0.45),
    CloseUp.FACE: ((B.NOSE, B.LEFT_EAR, B.RIGHT_EAR), 0.25),
    CloseUp.EYES: ((B.LEFT_EYE_OUTER, B.RIGHT_EYE_OUTER), 0.25),
    CloseUp.COLLAR: ((B.LEFT_SHOULDER, B.RIGHT_SHOULDER, B.MOUTH_LEFT), 0.1),
    CloseUp.CHEST: ((B.LEFT_SHOULDER, B.RIGHT_SHOULDER, B.LEFT_ELBOW, B.RIGHT_ELBOW), 0.1),
    CloseUp.JACKET: ((B.LEFT_SHOULDER, B.RIGHT_SHOULDER, B.LEFT_HIP, B.RIGHT_HIP), 0.25),
    CloseUp.WAIST: ((B.LEFT_HIP, B.RIGHT_HIP), 0.5),
    CloseUp.CUFFS: ((B.LEFT_WRIST, B.RIGHT_WRIST), 0.35),
    CloseUp.HANDS: ((B.LEFT_WRIST, B.RIGHT_WRIST, B.LEFT_INDEX, B.RIGHT_INDEX), 0.3),
    CloseUp.HEMS: ((B.LEFT_ANKLE, B.RIGHT_ANKLE, B.LEFT_FOOT_INDEX, B.RIGHT_FOOT_INDEX), 0.5),
    CloseUp.SHOES: ((B.LEFT_ANKLE, B.RIGHT_ANKLE, B.LEFT_FOOT_INDEX, B.RIGHT_FOOT_INDEX), 0.35),
    CloseUp.WHOLE: ((B.NOSE, B.LEFT_WRIST, B.RIGHT_WRIST, B.LEFT_FOOT_INDEX, B.RIGHT_FOOT_INDEX), 0.6),
}
_RAISED: dict[CloseUp, float] = {CloseUp.HAIR: 0.15, CloseUp.WAIST: 0.35, CloseUp.HEMS: 0.25}
"""How far above these points the region's middle lies, in shoulder widths: hair over the ears, a belt over the hip
joints, a hem over the foot."""

_HANDS: dict[Side, dict[CloseUp, tuple[B, ...]]] = {
    Side.LEFT: {CloseUp.CUFFS: (B.LEFT_WRIST,), CloseUp.HANDS: (B.LEFT_WRIST, B.LEFT_INDEX)},
    Side.RIGHT: {CloseUp.CUFFS: (B.RIGHT_WRIST,), CloseUp.HANDS: (B.RIGHT_WRIST, B.RIGHT_INDEX)},
}
IN_PAIRS = tuple(_HANDS[Side.LEFT])
"""Regions of which there are two."""
_APART = 0.8
"""Shoulder widths between the wrists from which one frame for both hands would show mostly what lies between them."""


def crop_for(regions: Sequence[CloseUp], landmarks: Landmarks | None, hand: Side | None = None) -> Crop | None:
    """The close-up that holds all these regions; None (the whole mirror) where one of them is not seen.

    `hand`: whose turn it is where the hands are held apart; None: both of them.
    """
    if not regions or landmarks is None or landmarks.person is None:
        return None
    boxes = [_box(region, landmarks, hand) for region in regions]
    seen = [box for box in boxes if box is not None]
    if len(seen) < len(boxes):
        return None
    x0, y0, x1, y1 = np.array(seen).T
    return float(x0.min()), float(y0.min()), float(x1.max()), float(y1.max())


def _box(region: CloseUp, landmarks: Landmarks, hand: Side | None) -> Crop | None:
    if region not in _REGIONS or landmarks.person is None:
        return None
    points, margin = _REGIONS[region]
    body = landmarks.person.body.points
    if hand is not None and region in IN_PAIRS and _apart(body):
        points = _HANDS[hand][region]
    if not all(body.provenance[point] > 0 for point in (*points, B.LEFT_SHOULDER, B.RIGHT_SHOULDER)):
        return None
    width, height = landmarks.image_size
    xy = body.xy[list(points)].astype(np.float64)
    shoulders = float(np.linalg.norm(body.xy[B.LEFT_SHOULDER] - body.xy[B.RIGHT_SHOULDER]))
    xy[:, 1] -= _RAISED.get(region, 0.0) * shoulders
    (x0, y0), (x1, y1) = xy.min(axis=0) - margin * shoulders, xy.max(axis=0) + margin * shoulders
    x0, x1 = max(0.0, x0 / width), min(1.0, x1 / width)
    y0, y1 = max(0.0, y0 / height), min(1.0, y1 / height)
    return (float(x0), float(y0), float(x1), float(y1)) if x1 - x0 > 0.02 and y1 - y0 > 0.02 else None


def _apart(body: Points) -> bool:
    wrists, shoulders = (
        float(np.linalg.norm(body.xy[left] - body.xy[right]))
        for left, right in ((B.LEFT_WRIST, B.RIGHT_WRIST), (B.LEFT_SHOULDER, B.RIGHT_SHOULDER))
    )
    return wrists > _APART * shoulders
