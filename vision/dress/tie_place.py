"""Where a worn tie sits: the second look, after the first has said that a tie is worn.

The first look shares its cells among all that hangs on a chest and has learned that ties hang in the middle: a knot
that is off by five centimetres is drawn towards it, and a slanted blade is straightened. Here a small model of ours,
taught with ties that hang evenly from eight centimetres on the one side to eight on the other, looks at nothing else.
It says where the knot lies and where it belongs: the front of the neck below the collar, seen in the same pixels, so
that neither the shoulders' middle nor the body's turn is needed to say how far the tie is off.
"""

import math
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from vision.dress.chart import Chart
from vision.dress.items import STRIDE, peak
from vision.frame import Picture
from vision.models.sessions import load_session
from vision.upright_chart import model_input

MODEL = "tie_place"
SIZE_PX = (112, 160)
"""Width and height of the cut."""
UNIT_PX = 128.0
"""Px of the cut to one unit of the chart."""
TOP = -0.22
"""The cut's upper edge, units, + down."""

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TiePlace:
    """A tie in units of the chart; sigmas are the model's own."""

    knot: Array
    seat: Array
    """Where the middle of a snug and centred knot would lie."""
    end: Array
    """The lower end that is seen."""
    focus: tuple[float, ...]
    """How much of the belief in knot, seat and end lies at the place given."""
    offset_sigma: float
    """Of the knot's distance aside from the seat, units."""
    drop_sigma: float
    """Of the knot's distance below the seat, units."""
    slope_sigma_deg: float
    """Of the line from the knot to the end."""
    end_sigma: float
    """Of the end's height, units."""


@cache
def _session() -> ort.InferenceSession:
    return load_session(MODEL)


def units_of(cut_px: NDArray[np.floating]) -> Array:
    """N x 2 px of the cut (0 = the outer edge of the first pixel) -> units of the chart."""
    return np.asarray((np.asarray(cut_px, np.float64) - (SIZE_PX[0] / 2.0, -TOP * UNIT_PX)) / UNIT_PX)


def cut_of(picture: Picture, chart: Chart) -> Picture:
    """What the model looks at."""
    return chart.cut(picture, SIZE_PX, UNIT_PX, TOP)


def find_place(picture: Picture, chart: Chart, session: ort.InferenceSession | None = None) -> TiePlace:
    """Where the tie sits that is worn; says something of any picture.

    The cut is looked at as it is and mirrored. How far the two answers lie apart tells how far off they are (their
    correlation is 0.9 on rendered ties), and no sigma is less than what it tells.
    """
    cut = cut_of(picture, chart)
    both = np.concatenate([model_input(cut), model_input(cut[:, ::-1])])
    heat, spread = (session or _session()).run(None, {"cut": both})
    seen, mirrored = (
        decoded(np.asarray(maps, np.float64), np.asarray(doubt, np.float64))
        for maps, doubt in zip(heat, spread, strict=True)
    )
    return _mean(seen, _turned(mirrored))


def _turned(place: TiePlace) -> TiePlace:
    """The place in the mirror."""
    knot, seat, end = (point * (-1.0, 1.0) for point in (place.knot, place.seat, place.end))
    return replace(place, knot=knot, seat=seat, end=end)


def _mean(one: TiePlace, other: TiePlace) -> TiePlace:
    """Half-way between two answers, surer than neither."""
    (aside, drop), (other_aside, other_drop) = one.knot - one.seat, other.knot - other.seat
    slopes = [math.degrees(math.atan2(*(place.end - place.knot))) for place in (one, other)]
    return TiePlace(
        (one.knot + other.knot) / 2.0,
        (one.seat + other.seat) / 2.0,
        (one.end + other.end) / 2.0,
        tuple(min(pair) for pair in zip(one.focus, other.focus, strict=True)),
        _doubt(one.offset_sigma, other.offset_sigma, aside - other_aside),
        _doubt(one.drop_sigma, other.drop_sigma, drop - other_drop),
        _doubt(one.slope_sigma_deg, other.slope_sigma_deg, slopes[0] - slopes[1]),
        _doubt(one.end_sigma, other.end_sigma, float(one.end[1] - other.end[1])),
    )


def _doubt(one: float, other: float, apart: float) -> float:
    return math.hypot((one + other) / 2.0, apart / 2.0)


def decoded(heat: Array, spread: Array) -> TiePlace:
    """The model's answer for one cut: heat maps of knot, seat and end, logits; four log sigmas, px and degrees."""
    peaks = [peak(one) for one in heat]
    knot, seat, end = units_of((np.stack([place for place, _ in peaks]) + 0.5) * STRIDE)
    on_knot, on_seat, on_end = (share for _, share in peaks)
    aside, drop, slope_deg, height = (float(sigma) for sigma in np.exp(spread))
    sigmas = (aside / UNIT_PX, drop / UNIT_PX, slope_deg, height / UNIT_PX)
    return TiePlace(knot, seat, end, (on_knot, on_seat, on_end), *sigmas)
