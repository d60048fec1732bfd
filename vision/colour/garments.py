"""Which pixels are the upper and which the lower garment, from the landmarks alone.

The body is straightened into the chart of the trunk (`vision.dress.chart`), small enough that one pixel averages the
weave. The trunk's four corners, drawn in a little, hold the upper garment; both thighs the lower one (of trousers and
of any skirt that reaches the knee). Hands and bare skin on them are taken out.
"""

from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.colour.cielab import Array, linear_of
from vision.colour.skin import SkinTone
from vision.dress.chart import Chart, chart_of
from vision.families import MeasureContext
from vision.landmarks.points import BodyPoint as B
from vision.landmarks.points import Provenance
from vision.measure import View
from vision.reason import Reason

UNIT_PX = 40.0
"""Chart px of a unit (about a trunk's length)."""
_SIZE = (96, 108)
_TOP = -0.35
LARGEST_AZIMUTH_DEG = 60.0
SMALLEST_UNIT_PX = 40.0
_SEATED = 0.5
_ASIDE, _UPPER_TOP, _UPPER_BOTTOM = 0.78, 0.10, 0.93
"""The upper garment's region: share of the half shoulder and hip width, and of the way from shoulders to hips."""
_NECK_WIDE, _NECK_DEEP = 0.34, 0.24
"""Half width (of the half shoulder width) and depth of the neckline, where skin and collar show."""
_HAND = 0.15
"""Half width of what is taken out around a hand, units."""
_THIGH_FROM, _THIGH_TO, _THIGH_WIDE = 0.12, 0.72, 0.13
"""Share of the way from hip to knee, and width in units."""
_SKIN_BELOW, _ARM_WIDE = 0.5, 0.12
FEWEST_PIXELS = 120
_COVERED_SHARE = 0.55
"""Of a region that hands and skin may take before it says nothing any more."""


class Garment(StrEnum):
    """Which piece of clothing."""

    UPPER = "upper"
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class GarmentPixels:
    """What was seen of one garment."""

    linear: Array
    """N x 3 linear red-green-blue as the camera gave it; each is the mean of a small patch."""
    quarter: NDArray[np.int8]
    """N, 0..3: which quarter of the region each lies in, to see how even the cloth is."""


def garments_of(context: MeasureContext, tone: SkinTone | None) -> dict[Garment, GarmentPixels | Reason]:
    """Both garments' pixels, or why one of them is no evidence."""
    points = context.person.body.points
    chart = chart_of(points.xy)
    whole = _obstacle(context, chart)
    if whole is not None or chart is None:
        return dict.fromkeys(Garment, whole or Reason.TRUNK_OUTSIDE)
    cut = chart.cut(context.frame.pixels, _SIZE, UNIT_PX, _TOP)
    linear = linear_of(cut)
    places = _chart_px(chart, points.xy)
    inside = _inside(chart, context.frame.width_px, context.frame.height_px)
    found: dict[Garment, GarmentPixels | Reason] = {
        Garment.UPPER: _seen(linear, _upper(places) & inside, _upper_skin(places), places, tone)
    }
    found[Garment.LOWER] = _lower_obstacle(context) or _seen(
        linear, _thighs(places) & inside, _lower_skin(places), places, tone
    )
    return found


def _obstacle(context: MeasureContext, chart: Chart | None) -> Reason | None:
    points = context.person.body.points
    if context.view is View.BACK or abs(context.azimuth_deg) > LARGEST_AZIMUTH_DEG:
        return Reason.NEEDS_FRONT_VIEW
    if chart is None or not points.measured(B.LEFT_SHOULDER, B.RIGHT_SHOULDER):
        return Reason.TRUNK_OUTSIDE
    if Provenance.MISSING in points.provenance[[B.LEFT_HIP, B.RIGHT_HIP]]:
        return Reason.TRUNK_OUTSIDE
    return Reason.TOO_FAR if chart.unit_px < SMALLEST_UNIT_PX else None


def _lower_obstacle(context: MeasureContext) -> Reason | None:
    if context.seated_probability > _SEATED:
        return Reason.NOT_STANDING
    provenance = context.person.body.points.provenance
    state = provenance[[B.LEFT_KNEE, B.RIGHT_KNEE]]
    return Reason.LEGS_HIDDEN if Provenance.MISSING in state else None


def _chart_px(chart: Chart, xy: NDArray[np.floating]) -> Array:
    """33 x 2 picture px -> 33 x 2 px of the cut."""
    return np.asarray((chart.to_units(xy) - (0.0, _TOP)) * UNIT_PX + (_SIZE[0] / 2.0, 0.0))


def _inside(chart: Chart, width_px: int, height_px: int) -> NDArray[np.bool_]:
    """Which of the cut's pixels lie in the picture: beyond it the cut repeats the rim."""
    columns, rows = np.meshgrid(np.arange(_SIZE[0]) + 0.5, np.arange(_SIZE[1]) + 0.5)
    units = np.stack([columns.ravel() - _SIZE[0] / 2.0, rows.ravel()], axis=1) / UNIT_PX + (0.0, _TOP)
    xy = chart.to_picture(units)
    return np.asarray(np.all((xy >= 0) & (xy <= (width_px, height_px)), axis=1).reshape(_SIZE[1], _SIZE[0]))


def _filled(*polygons: Array) -> NDArray[np.bool_]:
    mask = np.zeros((_SIZE[1], _SIZE[0]), np.uint8)
    for polygon in polygons:
        cv2.fillConvexPoly(mask, np.round(polygon).astype(np.int32), 1)
    return mask.astype(bool)


def _along(start: Array, end: Array, share: float) -> Array:
    return np.asarray(start + share * (end - start))


def _upper(places: Array) -> NDArray[np.bool_]:
    left, right = places[B.LEFT_SHOULDER], places[B.RIGHT_SHOULDER]
    left_hip, right_hip = places[B.LEFT_HIP], places[B.RIGHT_HIP]
    middle, hips = (left + right) / 2.0, (left_hip + right_hip) / 2.0
    # hip joints lie far inside the cloth, shoulder joints at its edge
    half_top, half_bottom = _ASIDE * (left - middle), _ASIDE * 1.25 * (left_hip - hips)
    top, bottom = _along(middle, hips, _UPPER_TOP), _along(middle, hips, _UPPER_BOTTOM)
    body = np.stack([top + half_top, top - half_top, bottom - half_bottom, bottom + half_bottom])
    neck = np.stack(
        [
            middle + _NECK_WIDE * (left - middle),
            middle - _NECK_WIDE * (left - middle),
            _along(middle, hips, _NECK_DEEP),
        ]
    )
    return _filled(body) & ~_filled(neck)


def _thighs(places: Array) -> NDArray[np.bool_]:
    return _filled(
        *(
            _band(_along(places[hip], places[knee], _THIGH_FROM), _along(places[hip], places[knee], _THIGH_TO))
            for hip, knee in ((B.LEFT_HIP, B.LEFT_KNEE), (B.RIGHT_HIP, B.RIGHT_KNEE))
        )
    )


def _band(start: Array, end: Array, wide: float = _THIGH_WIDE) -> Array:
    along = end - start
    aside = np.array([-along[1], along[0]]) / max(float(np.hypot(*along)), 1e-6) * (wide / 2.0 * UNIT_PX)
    return np.stack([start + aside, end + aside, end - aside, start - aside])


def _hands(places: Array) -> NDArray[np.bool_]:
    mask = np.zeros((_SIZE[1], _SIZE[0]), np.uint8)
    for wrist, index, pinky in (
        (B.LEFT_WRIST, B.LEFT_INDEX, B.LEFT_PINKY),
        (B.RIGHT_WRIST, B.RIGHT_INDEX, B.RIGHT_PINKY),
    ):
        knuckles = (places[index] + places[pinky]) / 2.0
        for x, y in (knuckles, (places[wrist] + knuckles) / 2.0):
            if np.isfinite((x, y)).all() and max(abs(x), abs(y)) < 1e4:
                cv2.circle(mask, (round(float(x)), round(float(y))), round(_HAND * UNIT_PX), 1, -1)
    return mask.astype(bool)


def _upper_skin(places: Array) -> NDArray[np.bool_]:
    """Where bare skin may lie over the upper garment: below the neck and along the forearms."""
    left, right = places[B.LEFT_SHOULDER], places[B.RIGHT_SHOULDER]
    middle, hips = (left + right) / 2.0, (places[B.LEFT_HIP] + places[B.RIGHT_HIP]) / 2.0
    half = 0.5 * (left - middle)
    neckline = np.stack(
        [middle + half, middle - half, _along(middle, hips, 0.4) - half, _along(middle, hips, 0.4) + half]
    )
    arms = (
        _band(places[elbow], places[wrist], _ARM_WIDE)
        for elbow, wrist in ((B.LEFT_ELBOW, B.LEFT_WRIST), (B.RIGHT_ELBOW, B.RIGHT_WRIST))
    )
    return _filled(neckline, *arms)


def _lower_skin(places: Array) -> NDArray[np.bool_]:
    """Below a short hem the thigh is bare."""
    pairs = ((B.LEFT_HIP, B.LEFT_KNEE), (B.RIGHT_HIP, B.RIGHT_KNEE))
    return _filled(
        *(
            _band(_along(places[hip], places[knee], _SKIN_BELOW), places[knee], 1.5 * _THIGH_WIDE)
            for hip, knee in pairs
        )
    )


def _seen(
    linear: Array, region: NDArray[np.bool_], skin_place: NDArray[np.bool_], places: Array, tone: SkinTone | None
) -> GarmentPixels | Reason:
    """The region's pixels without hands and skin, or why too few are left."""
    whole = int(region.sum())
    if whole < FEWEST_PIXELS:
        return Reason.TRUNK_OUTSIDE
    bare = _hands(places)
    if tone is not None:
        doubtful = region & skin_place
        bare[doubtful] |= tone.like(linear[doubtful])
    cloth = region & ~bare
    if cloth.sum() < max(FEWEST_PIXELS, (1.0 - _COVERED_SHARE) * whole):
        return Reason.AMBIGUOUS
    rows, columns = np.nonzero(cloth)
    quarter = 2 * (rows > np.median(rows)) + (columns > np.median(columns))
    return GarmentPixels(linear[cloth], quarter.astype(np.int8))
