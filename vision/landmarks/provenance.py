"""Where each point comes from: measured in this picture, a guess of the model, or outside the picture.

The thresholds were set on rendered people whose true occlusion is known (decision 0011).
"""

import numpy as np
from numpy.typing import NDArray

from vision.landmarks.points import BodyPoint, Floats, Provenance

BODY_VISIBILITY = 0.5
"""Below this the pose model is guessing where the point may be."""
FACE_SCORE = 0.5
HAND_SCORE = 0.5
HAND_SURE_SCORE = 0.85
"""Between the two a hand is delivered but its points are not evidence."""


def inside(xy: Floats, image_size: tuple[int, int]) -> NDArray[np.bool_]:
    """N flags: the point lies in the picture."""
    width, height = image_size
    return np.asarray((xy[:, 0] >= 0) & (xy[:, 0] < width) & (xy[:, 1] >= 0) & (xy[:, 1] < height))


def provenance_of(xy: Floats, sure: NDArray[np.bool_], image_size: tuple[int, int]) -> NDArray[np.uint8]:
    """N values of `Provenance`: outside is MISSING, inside is MEASURED where `sure`, otherwise HELD."""
    seen = np.where(sure, int(Provenance.MEASURED), int(Provenance.HELD))
    return np.where(inside(xy, image_size), seen, int(Provenance.MISSING)).astype(np.uint8)


EAR_BEYOND_EYE = 0.06
EYE_BEYOND_NOSE = 0.05
"""In head sizes, across the face: nearer than this the ear or the eye is behind the head's own edge."""
_FACE_SIDES = (
    (1.0, BodyPoint.LEFT_EAR, BodyPoint.LEFT_EYE_OUTER, (BodyPoint.LEFT_EYE_INNER, BodyPoint.LEFT_EYE)),
    (-1.0, BodyPoint.RIGHT_EAR, BodyPoint.RIGHT_EYE_OUTER, (BodyPoint.RIGHT_EYE_INNER, BodyPoint.RIGHT_EYE)),
)


def hidden_by_head(xy: Floats) -> NDArray[np.bool_]:
    """33 flags: the far ear and eye of a turned head, which the pose model calls visible all the same.

    Seen from the front each ear lies beyond its eye and each eye beyond the nose, on its own side.
    """
    hidden = np.zeros(len(xy), dtype=bool)
    head = xy[: BodyPoint.MOUTH_RIGHT + 1]
    size = max(float(np.ptp(head[:, 0])), float(np.ptp(head[:, 1])), 1.0)
    eyes = (xy[BodyPoint.LEFT_EYE] + xy[BodyPoint.RIGHT_EYE]) / 2.0
    mouth = (xy[BodyPoint.MOUTH_LEFT] + xy[BodyPoint.MOUTH_RIGHT]) / 2.0
    up = (eyes - mouth) / max(float(np.linalg.norm(eyes - mouth)), 1e-6)
    to_left = np.array([-up[1], up[0]])
    for sign, ear, eye, inner in _FACE_SIDES:
        hidden[ear] = sign * float((xy[ear] - xy[eye]) @ to_left) < EAR_BEYOND_EYE * size
        if sign * float((xy[eye] - xy[BodyPoint.NOSE]) @ to_left) < EYE_BEYOND_NOSE * size:
            hidden[[eye, *inner]] = True
    if hidden[BodyPoint.LEFT_EYE] and hidden[BodyPoint.RIGHT_EYE]:
        # the back of a head: the model still draws a face on it
        hidden[[BodyPoint.NOSE, BodyPoint.MOUTH_LEFT, BodyPoint.MOUTH_RIGHT]] = True
    return hidden


def faces_away(xy: Floats) -> bool:
    """True where the camera sees the back of the head: any face found there is invented."""
    return bool(hidden_by_head(xy)[BodyPoint.NOSE])
