"""The person's outline in the head's chart: what lies outside it is no hair of theirs, whatever it looks like.

Curtains, window bars and dark walls resemble hair where they begin beside a head. MediaPipe's selfie segmentation
(Apache-2.0), which has learned from photographs of people before their screens, says where the person ends; it looks
at head and shoulders with a margin round the chart.
"""

from functools import cache

import cv2
import numpy as np
import onnxruntime as ort

from vision.frame import Frame
from vision.grooming.chart import SPAN, TOP, HeadChart
from vision.landmarks.points import Floats
from vision.models.sessions import load_session
from vision.upright_chart import model_input

MODEL = "selfie_segmentation"
INPUT_PX = 256
MARGIN = 0.4
"""Units that are looked at left and right of the chart."""
MARGIN_ABOVE = 0.24
"""Units above it; the rest lies below, where shoulders tell the model where the person is."""
FACE_HALF_WIDTH, FACE_HALF_HEIGHT, FACE_LOW = 0.25, 0.3, 0.1
"""Units: an ellipse that lies on the head from every side, its middle below the eyes."""


@cache
def _session() -> ort.InferenceSession:
    return load_session(MODEL)


def outline(frame: Frame, chart: HeadChart, cells: int) -> Floats:
    """CELLS x CELLS 0..1: how much of each cell of the chart is the person."""
    span = SPAN + 2 * MARGIN
    corner = (chart.shift - SPAN / 2 - MARGIN, TOP - MARGIN_ABOVE)
    seen = chart.window(frame.pixels, INPUT_PX, corner, span)
    (answer,) = _session().run(None, {"input": model_input(seen)})
    person = np.asarray(answer, np.float32).reshape(INPUT_PX, INPUT_PX)
    middles = (np.arange(cells, dtype=np.float32) + np.float32(0.5)) * np.float32(SPAN / cells)
    x, y = ((middles + margin) * (INPUT_PX / span) - 0.5 for margin in (MARGIN, MARGIN_ABOVE))
    across, down = np.meshgrid(x.astype(np.float32), y.astype(np.float32))
    return np.asarray(cv2.remap(person, across, down, cv2.INTER_LINEAR), np.float32)


def share_of_face(person: Floats, chart: HeadChart) -> float:
    """0..1: how much of the place where the head must be belongs to a person at all."""
    cells = person.shape[0]
    middles = (np.arange(cells) + 0.5) * (SPAN / cells)
    across = (middles - SPAN / 2 + chart.shift / 2) / FACE_HALF_WIDTH
    down = (middles + TOP - FACE_LOW) / FACE_HALF_HEIGHT
    face = across[None, :] ** 2 + down[:, None] ** 2 < 1.0
    return float(person[face].mean())
