"""From where the camera sees the body: azimuth, view and yaw, and whether the person sits."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.body.bow_features import bounded, length, middle
from vision.body.level_view import level_points
from vision.body.reader import load_reader
from vision.camera import Camera
from vision.families import MeasureContext
from vision.landmarks.points import BodyPoint as P
from vision.landmarks.points import Person, Provenance
from vision.measure import Measure, View

Array = NDArray[np.float64]

POINTS: tuple[int, ...] = (
    P.NOSE, P.LEFT_EYE, P.RIGHT_EYE, P.LEFT_EAR, P.RIGHT_EAR, P.MOUTH_LEFT, P.MOUTH_RIGHT,
    P.LEFT_SHOULDER, P.RIGHT_SHOULDER, P.LEFT_ELBOW, P.RIGHT_ELBOW, P.LEFT_WRIST, P.RIGHT_WRIST,
    P.LEFT_HIP, P.RIGHT_HIP, P.LEFT_KNEE, P.RIGHT_KNEE, P.LEFT_ANKLE, P.RIGHT_ANKLE,
    P.LEFT_HEEL, P.RIGHT_HEEL, P.LEFT_FOOT_INDEX, P.RIGHT_FOOT_INDEX,
)  # fmt: skip
_INDEX = np.array(POINTS)
_SHOULDERS, _HIPS = (7, 8), (13, 14)

FRONT_DEG = 20.0
SIDE_DEG = 70.0
BACK_DEG = 110.0


@dataclass(frozen=True, slots=True)
class ViewReading:
    """What the body's points say about where the camera stands."""

    view: View
    azimuth_deg: float
    """0 = front, + at the person's left side, -180..180."""
    sigma_deg: float
    seated_probability: float


def view_features(xy: Array, world: Array, visibility: Array, inside: NDArray[np.bool_], centre_u: Array) -> Array:
    """N x 162: picture points in torso lengths, world points, visibility and place of N people.

    `xy` N x 23 x 2 px, `world` N x 23 x 3 m, `visibility` and `inside` N x 23, `centre_u` N: the hips' place right of
    the level camera's axis.
    """
    origin = middle(xy, _HIPS)
    torso, span = length(middle(xy, _SHOULDERS) - origin), length(xy.max(axis=1) - xy.min(axis=1))
    scale = np.maximum(torso, np.maximum(0.15 * span, 1e-3))
    picture = bounded((xy - origin[:, None]) / scale[:, None, None], -6.0, 6.0)
    n = len(xy)
    return np.concatenate(
        [picture.reshape(n, -1), bounded(2.0 * world.reshape(n, -1), -4.0, 4.0), visibility - 0.5, inside - 0.5,
         centre_u[:, None]],
        axis=1,
    )  # fmt: skip


def view_of(azimuth_deg: float) -> View:
    """The named view of an azimuth."""
    turn = abs(azimuth_deg)
    if turn <= FRONT_DEG:
        return View.FRONT
    if turn < SIDE_DEG:
        return View.THREE_QUARTER
    if turn <= BACK_DEG:
        return View.LEFT if azimuth_deg > 0 else View.RIGHT
    return View.BACK


def read_view(person: Person, camera: Camera) -> ViewReading:
    """View, azimuth with one sigma, and whether the person sits."""
    points = person.body.points
    xy = points.xy[_INDEX].astype(np.float64)[None]
    features = view_features(
        xy,
        person.body.world[_INDEX].astype(np.float64)[None],
        points.visibility[_INDEX].astype(np.float64)[None],
        (points.provenance[_INDEX] != Provenance.MISSING)[None],
        level_points(middle(xy, _HIPS), camera)[:, 0],
    )
    values, sigmas = load_reader("view").read(features, np.zeros(1))
    east, north, seated = (float(v) for v in values[0])
    length = max(float(np.hypot(east, north)), 0.1)
    azimuth = float(np.degrees(np.arctan2(east, north)))
    across = float(np.hypot(sigmas[0, 0] * north, sigmas[0, 1] * east)) / length**2
    return ViewReading(view_of(azimuth), azimuth, min(float(np.degrees(across)), 90.0), float(np.clip(seated, 0, 1)))


def measure_view(context: MeasureContext) -> Iterable[Measure]:
    """`body_yaw_deg`: how far the body is turned from facing along the camera's axis, + to its own left."""
    # a body turned to its own left shows the camera its right side: the azimuth with the other sign
    return [Measure("body_yaw_deg", -context.azimuth_deg, context.azimuth_sigma_deg, view=context.view)]
