"""One person's stance in one picture, as the learned readers want it."""

import numpy as np

from vision.body.bow_features import POINTS, Stances
from vision.body.level_view import level_points
from vision.camera import Camera
from vision.landmarks.points import BodyPoint, Landmarks, Person, Provenance

_INDEX = np.array(POINTS)
_TRUNK = (BodyPoint.LEFT_SHOULDER, BodyPoint.RIGHT_SHOULDER, BodyPoint.LEFT_HIP, BodyPoint.RIGHT_HIP)
SMALLEST_TORSO_PX = 28.0
"""Below this a pixel of landmark error is worth more than 2 degrees."""


def stance_of(person: Person, camera: Camera, azimuth_deg: float) -> Stances:
    """The stance as one row. A point counts as seen where it lies in the picture, guessed or not."""
    points = person.body.points
    uv = level_points(points.xy[_INDEX], camera)
    seen = points.provenance[_INDEX] != Provenance.MISSING
    height = camera.height_m if camera.knows_floor and camera.calibrated else None
    return Stances(
        uv[None],
        seen[None],
        np.array([azimuth_deg]),
        np.array([np.nan if height is None else height]),
    )


def joined(stances: list[Stances]) -> Stances:
    """Many stances as one; the list must not be empty."""
    return Stances(
        np.concatenate([s.uv for s in stances]),
        np.concatenate([s.seen for s in stances]),
        np.concatenate([s.azimuth_deg for s in stances]),
        np.concatenate([s.height_m for s in stances]),
    )


def repeated(stance: Stances, n: int) -> Stances:
    """One stance `n` times."""
    return Stances(
        np.repeat(stance.uv, n, axis=0),
        np.repeat(stance.seen, n, axis=0),
        np.repeat(stance.azimuth_deg, n),
        np.repeat(stance.height_m, n),
    )


def mean_stance(stances: list[Stances]) -> Stances:
    """The mean of one person's stances over a moment of standing still; a point must be seen in most of them."""
    s = joined(stances)
    turn = np.radians(s.azimuth_deg)
    azimuth = np.degrees(np.arctan2(np.sin(turn).mean(), np.cos(turn).mean()))
    return Stances(
        np.median(s.uv, axis=0)[None] if len(s.uv) > 4 else s.uv.mean(axis=0)[None],
        (s.seen.mean(axis=0) > 0.5)[None],
        np.array([azimuth]),
        s.height_m[:1],
    )


def trunk_seen(landmarks: Landmarks) -> bool:
    """True where shoulders and hips lie in the picture."""
    person = landmarks.person
    if person is None:
        return False
    provenance = person.body.points.provenance
    return all(provenance[point] != Provenance.MISSING for point in _TRUNK)
