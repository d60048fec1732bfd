"""Hand-made landmarks for tests: a person standing or cut off, placed by numbers and not by a model."""

import numpy as np

from vision.landmarks.points import Body, BodyPoint, Floats, Landmarks, Person, Points, Provenance

STANDING = {
    BodyPoint.NOSE: (0.0, -1.35),
    BodyPoint.LEFT_SHOULDER: (0.35, -1.0),
    BodyPoint.RIGHT_SHOULDER: (-0.35, -1.0),
    BodyPoint.LEFT_ELBOW: (0.45, -0.45),
    BodyPoint.RIGHT_ELBOW: (-0.45, -0.45),
    BodyPoint.LEFT_WRIST: (0.48, 0.05),
    BodyPoint.RIGHT_WRIST: (-0.48, 0.05),
    BodyPoint.LEFT_HIP: (0.2, 0.0),
    BodyPoint.RIGHT_HIP: (-0.2, 0.0),
    BodyPoint.LEFT_KNEE: (0.2, 0.8),
    BodyPoint.RIGHT_KNEE: (-0.2, 0.8),
    BodyPoint.LEFT_ANKLE: (0.18, 1.6),
    BodyPoint.RIGHT_ANKLE: (-0.18, 1.6),
    BodyPoint.LEFT_HEEL: (0.16, 1.66),
    BodyPoint.RIGHT_HEEL: (-0.16, 1.66),
    BodyPoint.LEFT_FOOT_INDEX: (0.28, 1.78),
    BodyPoint.RIGHT_FOOT_INDEX: (-0.28, 1.78),
}
"""In trunk lengths from the mid-hips; the wearer's left is on the picture's right."""


def standing_xy(trunk_px: float = 120.0, centre: tuple[float, float] = (320.0, 220.0)) -> Floats:
    """33 x 2 px of a person facing the camera."""
    xy = np.zeros((33, 2), np.float32)
    for point in BodyPoint:
        near = point if point in STANDING else BodyPoint.NOSE
        if BodyPoint.LEFT_PINKY <= point <= BodyPoint.RIGHT_THUMB:
            near = BodyPoint.LEFT_WRIST if point % 2 else BodyPoint.RIGHT_WRIST
        xy[point] = np.array(centre) + trunk_px * np.array(STANDING[near])
    return xy


def landmarks_of(xy: Floats, size: tuple[int, int] = (640, 480)) -> Landmarks:
    """Landmarks without face and hands; points outside the picture are missing."""
    inside = ((xy >= 0) & (xy < np.array(size))).all(1)
    provenance = np.where(inside, Provenance.MEASURED, Provenance.MISSING).astype(np.uint8)
    zeros = np.zeros(33, np.float32)
    points = Points(xy, zeros, np.ones(33, np.float32), provenance)
    person = Person(Body(points, np.zeros((33, 3), np.float32), 1.0), None, None, None)
    return Landmarks(0, 0.0, size, 1, person)


def nobody(size: tuple[int, int] = (640, 480)) -> Landmarks:
    """An empty picture."""
    return Landmarks(0, 0.0, size, 0, None)
