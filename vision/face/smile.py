"""The smile as geometry: how wide the mouth is and how far its corners are raised. Nothing else is read from it.

Lengths are in distances between the outer eye corners, measured in the mesh's own three dimensions so that a turned
head counts alike. At rest a mouth is on average 0.58 wide and its corners lie 0.012 BELOW the middle between the lips
(medians of 18 photographed and 7 rendered people); an open smile is about 0.73 wide with corners 0.043 above it.
0 = a mouth at rest, 1 = broad; 0.4 is where a smile is plainly seen.

Resting mouths differ: some people's corners lie where others' smile begins. That difference, not the noise of the
points, is most of the sigma.
"""

from collections.abc import Iterable

import numpy as np

from vision.face import mesh
from vision.face.teeth import NAME as TEETH
from vision.face.teeth import read_teeth
from vision.families import MeasureContext
from vision.landmarks.points import Face
from vision.measure import Measure, View
from vision.reason import Reason

NAMES = ("smile_ratio", TEETH)

RESTING_WIDTH, BROAD_WIDTH = 0.58, 0.73
RESTING_LIFT, BROAD_LIFT = -0.012, 0.043
_RESTING_SIGMA = 0.23
"""Spread of the ratio over people at rest."""
_PIXEL_SIGMA_PX = 9.0
"""Noise of the mesh: the ratio's sigma times the face's size."""
_SMALLEST_FACE_PX = 40.0
_READ = (
    mesh.RIGHT_EYE_OUTER, mesh.LEFT_EYE_OUTER, mesh.FOREHEAD, mesh.CHIN,
    mesh.MOUTH_LEFT, mesh.MOUTH_RIGHT, mesh.LIP_UPPER_INNER, mesh.LIP_LOWER_INNER,
)  # fmt: skip
_LARGEST_AZIMUTH_DEG = 60.0


def smile_ratio(face: Face) -> float:
    """0..1 from the mouth's corners alone."""
    right_eye, left_eye, forehead, chin, left, right, upper, lower = (
        np.array([*face.points.xy[point], face.points.z[point]], dtype=np.float64) for point in _READ
    )
    eyes = float(np.linalg.norm(right_eye - left_eye))
    up = forehead - chin
    height = float(np.linalg.norm(up))
    if eyes < 1e-6 or height < 1e-6:
        return 0.0
    lips = (upper + lower) / 2.0
    width = float(np.linalg.norm(left - right)) / eyes
    lift = float(((left + right) / 2.0 - lips) @ up) / height / eyes
    wider = (width - RESTING_WIDTH) / (BROAD_WIDTH - RESTING_WIDTH)
    higher = (lift - RESTING_LIFT) / (BROAD_LIFT - RESTING_LIFT)
    return float(np.clip((wider + higher) / 2.0, 0.0, 1.0))


def measure_smile(context: MeasureContext) -> Iterable[Measure]:
    """smile_ratio and teeth_visible, or why not."""
    face, view = context.person.face, context.view
    if face is None:
        reason = Reason.TURNED_AWAY if view is View.BACK else Reason.FACE_HIDDEN
        return [Measure.missing(name, reason, view) for name in NAMES]
    if face.size_px < _SMALLEST_FACE_PX:
        return [Measure.missing(name, Reason.TOO_FAR, view) for name in NAMES]
    if abs(context.azimuth_deg) > _LARGEST_AZIMUTH_DEG:
        return [Measure.missing(name, Reason.NEEDS_FRONT_VIEW, view) for name in NAMES]
    sigma = float(np.hypot(_RESTING_SIGMA, _PIXEL_SIGMA_PX / face.size_px))
    ratio = Measure("smile_ratio", smile_ratio(face), sigma, view=view)
    return [ratio, read_teeth(face, context.frame.pixels, view)]
