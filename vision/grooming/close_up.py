"""Beard and glasses, seen from near: the face alone, from above the brows to below the chin.

Both cover a few pixels of a head's whole chart. So the face is cut out once more, larger, and a second small model
says whether there is facial hair, whether there are glasses, and whether these are dark. It is asked thrice, of the
face as it is, of its mirror image a little smaller, and of a coarser one; their mean errs less than any of them.
"""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from vision.frame import Picture
from vision.grooming.chart import HeadChart
from vision.models.sessions import load_session
from vision.upright_chart import model_input

MODEL = "face_items"
SIDE_PX = 128
SPAN = 1.25
"""Units of the close-up's side (see `HeadChart`)."""
TOP = -0.4
"""Height of its upper edge, units, + down from the eyes."""


@dataclass(frozen=True, slots=True)
class FaceItems:
    """0..1 each."""

    beard: float
    glasses: float
    dark_glasses: float


VIEWS = ((SIDE_PX, 1.0, False), (SIDE_PX, 1.07, True), (100, 1.0, True))
"""Px that are sampled, share of the close-up's span, mirrored or not."""
DRAWN_SHARES = (0.45, 0.42, 0.1)
"""Of the drawn faces so many had a beard, glasses, dark glasses."""
EXPECTED_SHARES = (0.25, 0.25, 0.04)
"""Of the people before a mirror about so many have: the model's odds are moved from the ones to the others."""


@cache
def _session() -> ort.InferenceSession:
    return load_session(MODEL)


def cut(picture: Picture, chart: HeadChart, sampled_px: int = SIDE_PX, share: float = 1.0) -> Picture:
    """The face, SIDE_PX x SIDE_PX x 3 like the picture."""
    face = chart.window(picture, sampled_px, (-SPAN / 2 * share, TOP * share), SPAN * share)
    if sampled_px == SIDE_PX:
        return face
    return np.asarray(cv2.resize(face, (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_LINEAR), np.uint8)


def look(picture: Picture, chart: HeadChart) -> FaceItems:
    """Ask the model about the face of a picture."""
    faces = [cut(picture, chart, px, share)[:, :: -1 if mirrored else 1] for px, share, mirrored in VIEWS]
    (answer,) = _session().run(None, {"face": np.concatenate([model_input(face) for face in faces])})
    beard, glasses, dark = (float(value) for value in rated(np.asarray(answer, np.float64).mean(0)))
    return FaceItems(beard, glasses, dark)


def rated(said: NDArray[np.float64]) -> NDArray[np.float64]:
    """Beliefs of a world with DRAWN_SHARES to those of one with EXPECTED_SHARES (Saerens et al. 2002)."""
    drawn, expected = np.array(DRAWN_SHARES), np.array(EXPECTED_SHARES)
    worn, bare = said * expected / drawn, (1.0 - said) * (1.0 - expected) / (1.0 - drawn)
    return np.asarray(worn / (worn + bare))
