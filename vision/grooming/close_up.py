"""Beard and glasses, seen from near: the face alone, from above the brows to below the chin.

Both cover a few pixels of a head's whole chart. So the face is cut out once more, larger, and a second small model
says whether there is facial hair, whether there are glasses, and whether these are dark.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import onnxruntime as ort

from vision.frame import Picture
from vision.grooming.chart import HeadChart, model_input
from vision.models.sessions import load_session

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


@cache
def _session() -> ort.InferenceSession:
    return load_session(MODEL)


def cut(picture: Picture, chart: HeadChart) -> Picture:
    """The face, SIDE_PX x SIDE_PX x 3 like the picture."""
    return chart.window(picture, SIDE_PX, (-SPAN / 2, TOP), SPAN)


def look(picture: Picture, chart: HeadChart) -> FaceItems:
    """Ask the model about the face of a picture."""
    (answer,) = _session().run(None, {"face": model_input(cut(picture, chart))})
    beard, glasses, dark = (float(value) for value in np.asarray(answer)[0])
    return FaceItems(beard, glasses, dark)
