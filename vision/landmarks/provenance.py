"""Where each point comes from: measured in this picture, a guess of the model, or outside the picture.

The thresholds were set on rendered people whose true occlusion is known (decision 0011).
"""

import numpy as np
from numpy.typing import NDArray

from vision.landmarks.points import Floats, Provenance

BODY_VISIBILITY = 0.65
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
