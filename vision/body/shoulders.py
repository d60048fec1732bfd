"""How level the shoulders are, read off the picture itself.

A learned reader draws small angles towards level and would let a hanging shoulder pass; the line between the two
shoulder points does not. The body model follows a raised shoulder to about 70 per cent (rendered people, slope 0.69),
which `GAIN` makes good in part, as far as noise grows no faster than the error falls.
"""

import math

import numpy as np
from numpy.typing import NDArray

from vision.body.level_view import level_points
from vision.camera import ASSUMED_PITCH_DEG, Camera
from vision.landmarks.points import BodyPoint, Points
from vision.measure import Measure, View

GAIN = 1.25
_TURNS_DEG = (10.0, 17.0, 23.0, 31.0, 42.0)
_SIGMAS_DEG = (2.5, 3.0, 3.2, 5.0, 7.0)
_UNKNOWN_SIGMAS_DEG = (3.5, 4.5, 5.2, 8.3, 10.5)
"""By how far the body is turned, with a calibrated and with an assumed camera: the spread of 800 rendered standing
and seated people's errors (tilts to 8 and leans to 14 degrees among them)."""
_SHOULDERS = (BodyPoint.LEFT_SHOULDER, BodyPoint.RIGHT_SHOULDER)
_ANKLES = (BodyPoint.LEFT_ANKLE, BodyPoint.RIGHT_ANKLE)


def tilt_deg(level: NDArray[np.float64], azimuth_deg: float, pitch_deg: float = 0.0) -> float:
    """+ left shoulder higher. `level`: 2 x 2, left and right shoulder in the level view (y down); front views.

    A turned body has one shoulder nearer: seen from above or below their own height the nearer one seems displaced,
    by the tangent of the line of sight times that of the turn. `pitch_deg` (+ up): what the level view of a camera
    leaves in whose pitch it does not know.
    """
    across, down = level[0] - level[1]
    seen = math.degrees(math.atan2(-float(down), float(across)))
    height = float(level[:, 1].mean()) - math.tan(math.radians(pitch_deg))
    return seen + math.degrees(math.atan(height * math.tan(math.radians(azimuth_deg))))


def measure_shoulder_tilt(points: Points, camera: Camera, azimuth_deg: float, view: View) -> Measure:
    """`shoulder_tilt_deg` of a front view."""
    known = camera.calibrated and camera.pitch_deg is not None
    pitch = 0.0 if known or not points.measured(*_ANKLES) else ASSUMED_PITCH_DEG
    value = GAIN * tilt_deg(level_points(points.xy[list(_SHOULDERS)], camera), azimuth_deg, pitch)
    sigmas = _SIGMAS_DEG if known else _UNKNOWN_SIGMAS_DEG
    return Measure("shoulder_tilt_deg", value, float(np.interp(abs(azimuth_deg), _TURNS_DEG, sigmas)), view=view)
