"""The smile as geometry: how wide the mouth is and how far its corners are raised. Nothing else is read from it.

Lengths are in distances between the outer eye corners, measured in the mesh's own three dimensions so that a turned
head counts alike. A neutral mouth is about 0.58 wide with its corners on the line between the lips; an open smile
about 0.75 wide with corners 0.05 higher. 0 = neutral, 1 = broad; 0.4 is where a smile is plainly seen.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from vision.face import mesh
from vision.families import MeasureContext
from vision.frame import Picture
from vision.landmarks.points import Face
from vision.measure import Measure, View
from vision.reason import Reason

NAMES = ("smile_ratio", "teeth_visible")

_NEUTRAL_WIDTH, _BROAD_WIDTH_SPAN = 0.58, 0.15
_BROAD_LIFT = 0.045
_SMILE_SIGMA = 0.12
_OPEN_LIPS = 0.05
_SMALLEST_FACE_PX = 40.0
_LARGEST_TURN_DEG = 40.0


def smile_ratio(face: Face) -> float:
    """0..1 from the mouth's corners alone."""
    points = np.column_stack([face.points.xy, face.points.z])[:468].astype(np.float64)
    eyes = float(np.linalg.norm(points[mesh.RIGHT_EYE_OUTER] - points[mesh.LEFT_EYE_OUTER]))
    up = points[mesh.FOREHEAD] - points[mesh.CHIN]
    height = float(np.linalg.norm(up))
    if eyes < 1e-6 or height < 1e-6:
        return 0.0
    left, right = points[mesh.MOUTH_LEFT], points[mesh.MOUTH_RIGHT]
    lips = (points[mesh.LIP_UPPER_INNER] + points[mesh.LIP_LOWER_INNER]) / 2.0
    width = float(np.linalg.norm(left - right)) / eyes
    lift = float(((left + right) / 2.0 - lips) @ up) / height / eyes
    raw = 0.5 * (width - _NEUTRAL_WIDTH) / _BROAD_WIDTH_SPAN + 0.5 * lift / _BROAD_LIFT
    return float(np.clip(raw, 0.0, 1.0))


def _lips_open(face: Face) -> float:
    """Gap between the lips in distances between the outer eye corners."""
    xy = face.points.xy.astype(np.float64)
    eyes = float(np.linalg.norm(xy[mesh.RIGHT_EYE_OUTER] - xy[mesh.LEFT_EYE_OUTER]))
    return float(np.linalg.norm(xy[mesh.LIP_UPPER_INNER] - xy[mesh.LIP_LOWER_INNER])) / max(eyes, 1e-6)


def _brightness_ratio(face: Face, pixels: Picture) -> float | None:
    """Luma between the lips against the cheeks' skin; None where it lies outside the picture."""
    xy = face.points.xy
    inside = _patch(pixels, (xy[mesh.LIP_UPPER_INNER] + xy[mesh.LIP_LOWER_INNER]) / 2.0, 1)
    cheeks = [_patch(pixels, xy[point], 2) for point in (205, 425)]
    if inside is None or any(cheek is None for cheek in cheeks):
        return None
    skin = float(np.mean([cheek for cheek in cheeks if cheek is not None]))
    return inside / max(skin, 1.0)


def _patch(pixels: Picture, centre: NDArray[np.float32], radius_px: int) -> float | None:
    x, y = round(float(centre[0])), round(float(centre[1]))
    height, width = pixels.shape[:2]
    if not (radius_px <= x < width - radius_px and radius_px <= y < height - radius_px):
        return None
    return float(pixels[y - radius_px : y + radius_px + 1, x - radius_px : x + radius_px + 1].mean())


def measure_smile(context: MeasureContext) -> Iterable[Measure]:
    """smile_ratio and teeth_visible, or why not."""
    face, view = context.person.face, context.view
    if face is None:
        reason = Reason.TURNED_AWAY if view is View.BACK else Reason.FACE_HIDDEN
        return [Measure.missing(name, reason, view) for name in NAMES]
    if face.size_px < _SMALLEST_FACE_PX:
        return [Measure.missing(name, Reason.TOO_FAR, view) for name in NAMES]
    if abs(context.azimuth_deg) > _LARGEST_TURN_DEG + 20.0:
        return [Measure.missing(name, Reason.NEEDS_FRONT_VIEW, view) for name in NAMES]
    sigma = _SMILE_SIGMA * (1.0 + 20.0 / face.size_px)
    return [Measure("smile_ratio", smile_ratio(face), sigma, view=view), _teeth(face, context.frame.pixels, view)]


def _teeth(face: Face, pixels: Picture, view: View) -> Measure:
    gap = _lips_open(face)
    if gap < _OPEN_LIPS:
        return Measure("teeth_visible", False, 0.08, view=view)
    ratio = _brightness_ratio(face, pixels)
    if ratio is None or 0.55 < ratio < 0.7:
        return Measure.missing("teeth_visible", Reason.AMBIGUOUS, view)
    return Measure("teeth_visible", ratio >= 0.7, 0.15, view=view)
