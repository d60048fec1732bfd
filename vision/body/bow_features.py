"""What the learned readers of trunk and bow are given: the body's points in torso lengths, in a level picture.

One code for training and for the product, over N samples at once. The picture is mirrored where the camera stands at
the wearer's right, so that the readers only ever see the wearer's left half turned to the camera (azimuth 0..180).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.landmarks.points import BodyPoint as P

Array = NDArray[np.float64]
Flags = NDArray[np.bool_]

POINTS: tuple[int, ...] = (
    P.NOSE, P.LEFT_EYE, P.RIGHT_EYE, P.LEFT_EAR, P.RIGHT_EAR, P.MOUTH_LEFT, P.MOUTH_RIGHT,
    P.LEFT_SHOULDER, P.RIGHT_SHOULDER, P.LEFT_HIP, P.RIGHT_HIP,
    P.LEFT_KNEE, P.RIGHT_KNEE, P.LEFT_ANKLE, P.RIGHT_ANKLE,
)  # fmt: skip
"""The body points that are read, in the order of the arrays below."""

SWAPPED = np.array([0, 2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11, 14, 13])
"""Where each point's partner of the other side stands in POINTS."""

_EARS, _EYES, _SHOULDERS, _HIPS = (3, 4), (1, 2), (7, 8), (9, 10)
_KNEES, _ANKLES = (11, 12), (13, 14)
_LEGS = slice(11, 15)
ANKLE_HEIGHT_M = 0.08


@dataclass(frozen=True, slots=True)
class Stances:
    """N poses. `uv` N x 15 x 2 in the level picture, `seen` N x 15, `azimuth_deg` N, `height_m` N (the camera's
    height over the floor; nan where it is not calibrated)."""

    uv: Array
    seen: Flags
    azimuth_deg: Array
    height_m: Array

    def mirrored(self) -> "Stances":
        """Each pose as seen in a mirror: left and right change places, azimuth changes its sign."""
        uv = self.uv[:, SWAPPED] * np.array([-1.0, 1.0])
        return Stances(uv, self.seen[:, SWAPPED], -self.azimuth_deg, self.height_m)

    def left_turned(self) -> "Stances":
        """The poses with a negative azimuth mirrored, so that every azimuth is 0..180."""
        flip = self.azimuth_deg < 0
        if not flip.any():
            return self
        other = self.mirrored()
        return Stances(
            np.where(flip[:, None, None], other.uv, self.uv),
            np.where(flip[:, None], other.seen, self.seen),
            np.abs(self.azimuth_deg),
            self.height_m,
        )


# every frame of a stream comes through here with one or two rows: NumPy's general functions would take longer than
# the networks behind, so that sums of columns stand for mean, hypot for norm and bounds for clip


def middle(uv: Array, pair: tuple[int, int]) -> Array:
    """N x P x 2 points -> N x 2 between the two of them."""
    return (uv[:, pair[0]] + uv[:, pair[1]]) * 0.5


def length(vectors: Array) -> Array:
    """N x 2 -> N."""
    return np.hypot(vectors[:, 0], vectors[:, 1])


def bounded(values: Array, low: float, high: float) -> Array:
    """The values, none beyond those bounds."""
    return np.minimum(np.maximum(values, low), high)


def _width(uv: Array, pair: tuple[int, int]) -> Array:
    return length(uv[:, pair[0]] - uv[:, pair[1]])


def torso_lengths(uv: Array) -> Array:
    """N lengths of the mid-hip -> mid-shoulder line, never below a tiny positive number."""
    return np.maximum(length(middle(uv, _SHOULDERS) - middle(uv, _HIPS)), 1e-4)


def line_angles_deg(uv: Array) -> Array:
    """N angles of the mid-hip -> mid-shoulder line from the vertical, + towards the picture's left, in degrees."""
    line = middle(uv, _SHOULDERS) - middle(uv, _HIPS)
    return np.degrees(np.arctan2(-line[:, 0], -line[:, 1]))


def _placing(stances: Stances, origin: Array, torso: Array) -> Array:
    """Where the body stands before the camera: direction, size, and with a known height its distance in metres."""
    azimuth = np.radians(stances.azimuth_deg)
    left, right = _ANKLES
    ankles = stances.seen[:, left] & stances.seen[:, right]
    down = np.maximum(np.maximum(stances.uv[:, left, 1], stances.uv[:, right, 1]), 0.05)
    finite = np.isfinite(stances.height_m)
    height = np.where(finite, stances.height_m, 0.0)
    known = ankles & finite
    distance = np.where(known, bounded((height - ANKLE_HEIGHT_M) / down, 0.5, 8.0), 0.0)
    return np.array(
        [np.sin(azimuth), np.cos(azimuth), origin[:, 0], origin[:, 1], 5 * torso, ankles, known, height,
         0.3 * distance, 2 * distance * torso],
    ).T  # fmt: skip


def _shape(uv: Array, seen: Flags, origin: Array, torso: Array) -> Array:
    points = (uv - origin[:, None]) / torso[:, None, None]
    return bounded(np.where(seen[:, :, None], points, 0.0), -6.0, 6.0)


def _ratio(a: Array, b: Array) -> Array:
    return bounded(np.log((a + 1e-5) / (b + 1e-5)), -1.5, 1.5)


def still_features(stances: Stances) -> Array:
    """N x 48 features of one pose each."""
    s = stances.left_turned()
    origin, torso = middle(s.uv, _HIPS), torso_lengths(s.uv)
    angle = line_angles_deg(s.uv) / 30.0
    widths = [_width(s.uv, pair) / torso for pair in (_SHOULDERS, _HIPS, _EARS)]
    return np.concatenate(
        [_shape(s.uv, s.seen, origin, torso).reshape(len(torso), -1), s.seen[:, _LEGS],
         _placing(s, origin, torso), angle[:, None], np.array(widths).T],
        axis=1,
    )  # fmt: skip


def pair_features(before: Stances, now: Stances) -> Array:
    """N x 81 features of a pose against the same person's own upright stance.

    The azimuth and the camera of `before` stand for both; a point must be seen in both to count.
    """
    flip = before.azimuth_deg < 0
    a = before.left_turned()
    other = now.mirrored()
    b_uv = np.where(flip[:, None, None], other.uv, now.uv)
    b_seen = np.where(flip[:, None], other.seen, now.seen)
    seen = a.seen & b_seen
    origin, torso = middle(a.uv, _HIPS), torso_lengths(a.uv)
    shape = _shape(a.uv, seen, origin, torso)
    moved = _shape(b_uv - a.uv + origin[:, None], seen, origin, torso)
    before_deg = line_angles_deg(a.uv)
    turned = [before_deg / 30.0, (line_angles_deg(b_uv) - before_deg) / 30.0]
    widths = [
        *(4 * _ratio(_width(b_uv, pair), _width(a.uv, pair)) for pair in (_SHOULDERS, _HIPS, _EARS, _EYES)),
        _ratio(torso_lengths(b_uv), torso),
    ]
    return np.concatenate(
        [shape.reshape(len(torso), -1), 2 * moved.reshape(len(torso), -1), seen[:, _LEGS],
         _placing(Stances(a.uv, seen, a.azimuth_deg, a.height_m), origin, torso),
         np.array([*turned, *widths]).T],
        axis=1,
    )  # fmt: skip
