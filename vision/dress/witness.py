"""A second witness for ties: a detector of everyday objects, trained on photographs, that knows a "tie".

It sees ties where our own model doubts, and as often takes a lapel, an open collar or a microphone for one: it is
never asked alone. What it is, where it comes from and what it costs: `assets/models/own/nanodet_tie.md`.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from vision.dress.chart import Chart
from vision.frame import Picture
from vision.models.sessions import load_session
from vision.upright_chart import model_input

MODEL = "nanodet_tie"
WIDTH_PX, HEIGHT_PX = 224, 416
HEIGHT = 2.8
"""Units: from over the head to the thighs. In a tighter cut and in a wider one it finds fewer ties."""
TOP = -1.1
TIE_BEGINS, TIE_ENDS = -0.12, 0.5
"""Units, + down: where most ties begin and end."""
LEAST_SHOWN = 0.2
"""Share of a tie below which the cut shrinks no more."""
BEYOND = 114
"""Grey of what lies beyond the picture: the mean of its training's pictures."""
ASIDE = 0.2
"""Units: a tie's middle lies no farther from the chest's axis."""
HIGHEST, LOWEST = -0.3, 0.25
"""Units, + down: between them a tie begins."""
LEAST_END = -0.2
WIDEST = 0.45
"""Units: a wider box holds a collar, a shirt or the chest itself."""

Array = NDArray[np.float64]


@cache
def _session() -> ort.InferenceSession:
    return load_session(MODEL)


@dataclass(frozen=True, slots=True)
class Sighting:
    """The tie that the witness is surest of."""

    score: float
    """0..1; 0 where it sees none on the chest."""
    box: Array
    """Left, top, right, bottom, units of the chart."""


def see_tie(picture: Picture, chart: Chart, session: ort.InferenceSession | None = None) -> Sighting:
    """What the witness sees hang from the collar of the chart's chest."""
    height, top = window(chart, picture.shape[1], picture.shape[0])
    step = height / HEIGHT_PX
    corner = (-WIDTH_PX / 2.0 * step, top)
    cut = chart.pixels(picture, (WIDTH_PX, HEIGHT_PX), corner, step * chart.unit_px, beyond=BEYOND)
    scores, boxes = (session or _session()).run(None, {"picture": model_input(cut)})
    places = np.asarray(boxes[0], np.float64) * step + np.array([[corner[0]], [corner[1]]] * 2)
    return surest(np.asarray(scores[0], np.float64), places)


def window(chart: Chart, width_px: int, height_px: int) -> tuple[float, float]:
    """Height and upper edge of what is cut, units: a tie fills the same share of it in every picture.

    A portrait ends below the knot. In a cut as large as a whole figure's it would be mostly the grey beyond the
    picture, and what is seen of the tie too small: the cut shrinks with it and ends where the picture ends.
    """
    end = float(chart.to_units(np.array([(0.0, height_px), (width_px, height_px)]))[:, 1].mean())
    shown = (min(end, TIE_ENDS) - TIE_BEGINS) / (TIE_ENDS - TIE_BEGINS)
    share = min(max(shown, LEAST_SHOWN), 1.0)
    return HEIGHT * share, min(TOP * share, end - HEIGHT * share)


def surest(scores: Array, boxes: Array) -> Sighting:
    """The highest of the scores (N) whose boxes (4 x N: left, top, right, bottom, units) a tie may fill."""
    left, top, right, bottom = boxes
    there = (np.abs(left + right) / 2.0 < ASIDE) & (right - left < WIDEST)
    there &= (top > HIGHEST) & (top < LOWEST) & ((top + bottom) / 2.0 > LEAST_END)
    best = int(np.argmax(np.where(there, scores, 0.0)))
    return Sighting(float(scores[best]) if there[best] else 0.0, boxes[:, best])
