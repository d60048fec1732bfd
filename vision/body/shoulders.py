"""How level the shoulders are, read off the picture itself.

A learned reader draws small angles towards level and would let a hanging shoulder pass; the line between the two
shoulder points does not. The body model follows a raised shoulder to about 70 per cent (rendered people, slope 0.69),
which `GAIN` makes good in part, as far as noise grows no faster than the error falls.
"""

import math

import numpy as np
from numpy.typing import NDArray

from vision.body.level_view import level_points
from vision.camera import Camera
from vision.landmarks.points import BodyPoint, Points
from vision.measure import Measure, View

GAIN = 1.25
SIGMA_DEG = 2.2
UNKNOWN_ROLL_SIGMA_DEG = 2.5
_SHOULDERS = (BodyPoint.LEFT_SHOULDER, BodyPoint.RIGHT_SHOULDER)


def tilt_deg(level: NDArray[np.float64], azimuth_deg: float) -> float:
    """+ left shoulder higher. `level`: 2 x 2, left and right shoulder in the level view (y down); front views.

    A turned body has one shoulder nearer: seen from above or below their own height the nearer one seems displaced,
    by the tangent of the line of sight times that of the turn.
    """
    across, down = level[0] - level[1]
    seen = math.degrees(math.atan2(-float(down), float(across)))
    height = float(level[:, 1].mean())
    return seen + math.degrees(math.atan(height * math.tan(math.radians(azimuth_deg))))


def measure_shoulder_tilt(points: Points, camera: Camera, azimuth_deg: float, view: View) -> Measure:
    """`shoulder_tilt_deg` of a front view."""
    value = GAIN * tilt_deg(level_points(points.xy[list(_SHOULDERS)], camera), azimuth_deg)
    sigma = SIGMA_DEG if camera.calibrated else math.hypot(SIGMA_DEG, UNKNOWN_ROLL_SIGMA_DEG)
    return Measure("shoulder_tilt_deg", value, sigma, view=view)
