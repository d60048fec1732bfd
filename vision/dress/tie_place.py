"""Where a worn tie sits: the second look, after the first has said that a tie is worn.

The first look shares its cells among all that hangs on a chest and has learned that ties hang in the middle: a knot
that is off by five centimetres is drawn towards it, and a slanted blade is straightened. Here a small model of ours,
taught with ties that hang evenly from eight centimetres on the one side to eight on the other, looks at nothing else.
It says where the knot lies and where it belongs: the front of the neck below the collar, seen in the same pixels, so
that neither the shoulders' middle nor the body's turn is needed to say how far the tie is off. And it says where the
lower end lies and where it belongs: on the body's midline, which collar, placket, lapels and buttons show, so that
neither the body's turn nor its lean nor the camera's own is needed to say how far the tie hangs aslant.
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

LEAST_FOCUS = 0.12
"""A place in which less of the belief lies is none."""

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class TiePlace:
    """A tie in units of the chart; sigmas are the model's own."""

    knot: Array
    seat: Array
    """Where the middle of a snug and centred knot would lie."""
    end: Array
    """The lower end that is seen."""
    blade: Array
    """The blade's middle where it hangs as it will, a little less than half-way from the knot to the end."""
    foot: Array
    """Where a tie that hangs straight from the seat passes the end's height: on the body's midline."""
    focus: tuple[float, ...]
    """How much of the belief in knot, seat, end, blade and foot lies at the place given."""
    offset_sigma: float
    """Of the knot's distance aside from the seat, units."""
    drop_sigma: float
    """Of the knot's distance below the seat, units."""
    slope_sigma_deg: float
    """Of the line from the knot to the end."""
    end_sigma: float
    """Of the end's height, units."""
    slant_sigma_deg: float
    """Of the line from the knot to the end against the midline from the seat to the foot."""

    @property
    def midline_deg(self) -> float:
        """How the body's midline leans in the chart, + to the right the lower."""
        return slope_deg(self.foot - self.seat)


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
    knot, seat, end, blade, foot = (point * (-1.0, 1.0) for point in _points(place))
    return replace(place, knot=knot, seat=seat, end=end, blade=blade, foot=foot)


def _points(place: TiePlace) -> tuple[Array, ...]:
    return place.knot, place.seat, place.end, place.blade, place.foot


def slope_deg(run: Array) -> float:
    """Of a line from its upper end, units of the chart, + to the right the lower."""
    return math.degrees(math.atan2(run[0], run[1]))


def _mean(one: TiePlace, other: TiePlace) -> TiePlace:
    """Half-way between two answers, surer than neither."""
    (aside, drop), (other_aside, other_drop) = one.knot - one.seat, other.knot - other.seat
    slope, other_slope = (slope_deg(place.end - place.knot) for place in (one, other))
    apart = (slope - one.midline_deg) - (other_slope - other.midline_deg)
    knot, seat, end, blade, foot = (
        (here + there) / 2.0 for here, there in zip(_points(one), _points(other), strict=True)
    )
    return TiePlace(
        knot,
        seat,
        end,
        blade,
        foot,
        tuple(min(pair) for pair in zip(one.focus, other.focus, strict=True)),
        _doubt(one.offset_sigma, other.offset_sigma, aside - other_aside),
        _doubt(one.drop_sigma, other.drop_sigma, drop - other_drop),
        _doubt(one.slope_sigma_deg, other.slope_sigma_deg, slope - other_slope),
        _doubt(one.end_sigma, other.end_sigma, float(one.end[1] - other.end[1])),
        _doubt(one.slant_sigma_deg, other.slant_sigma_deg, apart),
    )


def _doubt(one: float, other: float, apart: float) -> float:
    return math.hypot((one + other) / 2.0, apart / 2.0)


def decoded(heat: Array, spread: Array) -> TiePlace:
    """The model's answer for one cut: heat maps of its five places, logits; five log sigmas, px and degrees."""
    peaks = [peak(one) for one in heat]
    knot, seat, end, blade, foot = units_of((np.stack([place for place, _ in peaks]) + 0.5) * STRIDE)
    focus = tuple(share for _, share in peaks)
    aside, drop, slope, height, slant = (float(sigma) for sigma in np.exp(spread))
    sigmas = (aside / UNIT_PX, drop / UNIT_PX, slope, height / UNIT_PX, slant)
    return TiePlace(knot, seat, end, blade, foot, focus, *sigmas)
