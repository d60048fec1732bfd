"""`teeth_visible`: whether teeth show between the open lips.

The lips must be apart, and what lies between them must be about as light as the skin of the same person's cheeks, as
only teeth are: the hollow of the mouth is dark, tongue and gums are darker and redder than the skin. The cheeks as
reference take the light and the skin's tone out of it.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.colour.cielab import Array, lab_of, linear_of
from vision.face import mesh
from vision.frame import Picture
from vision.landmarks.points import Face
from vision.measure import Measure, View
from vision.reason import Reason

NAME = "teeth_visible"

UPPER_EDGE = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308)
LOWER_EDGE = (95, 88, 178, 87, 14, 317, 402, 318, 324)
"""Mesh points along the inner edges of the lips, from the wearer's right to the left."""
CHEEKS = (205, 425, 50, 280)

OPEN_LIPS = 0.05
"""Gap between the lips in distances between the outer eye corners; a closed mouth reads up to 0.02."""
LIGHT_SHARE = 70.0
"""Percentile of the lightness between the lips: the row of teeth fills a third of an open smile at least."""
AS_LIGHT, TOO_DARK = 0.9, 0.7
"""L* between the lips against the cheeks' above which it is teeth and below which it is none."""
REDDER = 8.0
"""CIELAB a* above the cheeks': as red as this it is tongue or gums."""
DOUBT_SEEN, DOUBT_DARK, DOUBT_CLOSED = 0.09, 0.06, 0.05
"""Chance of being wrong: (wrong + 1) / (people + 2) over the labelled photographs, counted by person."""
_CHEEK_RADIUS = 0.05
_LEAST_CHEEK = 9
_LEAST_PIXELS = 24


def lips_gap(face: Face) -> float:
    """Gap between the lips in distances between the outer eye corners."""
    xy = face.points.xy.astype(np.float64)
    eyes = float(np.linalg.norm(xy[mesh.RIGHT_EYE_OUTER] - xy[mesh.LEFT_EYE_OUTER]))
    return float(np.linalg.norm(xy[mesh.LIP_UPPER_INNER] - xy[mesh.LIP_LOWER_INNER])) / max(eyes, 1e-6)


def read_teeth(face: Face, picture: Picture, view: View) -> Measure:
    """Whether teeth show, or that it cannot be told."""
    if lips_gap(face) < OPEN_LIPS:
        return Measure(NAME, False, DOUBT_CLOSED, view=view)
    skin, between = _skin(face, picture), _between(face, picture)
    if skin is None or len(between) < _LEAST_PIXELS:
        return Measure.missing(NAME, Reason.AMBIGUOUS, view)
    light = between[between[:, 0] >= np.percentile(between[:, 0], LIGHT_SHARE)]
    ratio = float(light[:, 0].min() / max(skin[0], 1.0))
    redder = float(np.median(light[:, 1]) - skin[1])
    if ratio < TOO_DARK:
        return Measure(NAME, False, DOUBT_DARK, view=view)
    if ratio < AS_LIGHT or redder > REDDER:
        return Measure.missing(NAME, Reason.AMBIGUOUS, view)
    return Measure(NAME, True, DOUBT_SEEN, view=view)


def _between(face: Face, picture: Picture) -> Array:
    """N x 3 CIELAB of the pixels between the inner edges of the lips; those outside the picture are left out."""
    edge = face.points.xy[[*UPPER_EDGE, *reversed(LOWER_EDGE)]].astype(np.float64)
    left, top = np.maximum(np.floor(edge.min(axis=0)).astype(int), 0)
    right, bottom = np.ceil(edge.max(axis=0)).astype(int) + 1
    part = picture[top : max(bottom, 0), left : max(right, 0)]
    if part.size == 0:
        return np.zeros((0, 3))
    cover = np.zeros(part.shape[:2], np.uint8)
    cv2.fillPoly(cover, [np.round((edge - (left, top)) * 8.0).astype(np.int32)], 1, shift=3)
    return lab_of(linear_of(part[cover > 0]))


def _skin(face: Face, picture: Picture) -> NDArray[np.float64] | None:
    """Median CIELAB of both cheeks; None where they lie outside the picture."""
    xy = face.points.xy.astype(np.float64)
    eyes = float(np.linalg.norm(xy[mesh.RIGHT_EYE_OUTER] - xy[mesh.LEFT_EYE_OUTER]))
    radius = max(2, round(_CHEEK_RADIUS * eyes))
    patches = []
    for point in CHEEKS:
        x, y = (round(float(value)) for value in xy[point])
        patch = picture[max(y - radius, 0) : max(y + radius + 1, 0), max(x - radius, 0) : max(x + radius + 1, 0)]
        patches.append(patch.reshape(-1, 3))
    pixels = np.concatenate(patches)
    if len(pixels) < len(CHEEKS) * _LEAST_CHEEK:
        return None
    return np.asarray(np.median(lab_of(linear_of(pixels)), axis=0))
