"""`shoe_darkness`: 1 for black, 0 for white, of the lighter of the two shoes."""

import math
from collections.abc import Iterable

import numpy as np

from vision.body.feet import feet_obstacle
from vision.colour.cielab import Array, lab_of, linear_of
from vision.colour.light import Light
from vision.colour.skin import SkinTone
from vision.colour.uniform import doubted, sigma_of
from vision.families import MeasureContext
from vision.frame import Picture
from vision.landmarks.points import BodyPoint as B
from vision.landmarks.points import Floats
from vision.measure import Measure
from vision.reason import Reason

NAME = "shoe_darkness"
_SHOES = (
    (B.LEFT_ANKLE, B.LEFT_HEEL, B.LEFT_FOOT_INDEX),
    (B.RIGHT_ANKLE, B.RIGHT_HEEL, B.RIGHT_FOOT_INDEX),
)
_ALONG = (0.45, 0.6, 0.75, 0.9)
"""Of the way from the heel to the toe: the vamp; the heel hides behind it or under the trousers."""
_RADIUS = 0.13
"""Of the samples round these places, in lengths from the ankle to the toe."""
_LEAST_RADIUS_PX = 1.5
_LEAST_LEATHER = 0.35
"""Of the place that must be shoe and not skin."""
_LEAST_SIGMA = 0.03
_MOST_PIXELS = 120


def read_shoes(context: MeasureContext, light: Light, tone: SkinTone | None) -> Iterable[Measure]:
    """The darkness, or why the shoes cannot be told. Leather, laces and heels are not looked at."""
    obstacle = feet_obstacle(context)
    if obstacle is not None:
        return [Measure.missing(NAME, obstacle, context.view)]
    if light.coloured:
        return [Measure.missing(NAME, Reason.COLOURED_LIGHT, context.view)]
    found = [vamp(context.frame.pixels, context.person.body.points.xy, *shoe) for shoe in _SHOES]
    if any(pixels is None for pixels in found):
        return [Measure.missing(NAME, Reason.TOO_FAR, context.view)]
    shoes = [leather(pixels, tone) for pixels in found if pixels is not None]
    if any(
        len(pixels) < _LEAST_LEATHER * len(whole)
        for pixels, whole in zip(shoes, found, strict=True)
        if whole is not None
    ):
        # a court shoe leaves the instep bare: too little of it is seen
        return [Measure.missing(NAME, Reason.AMBIGUOUS, context.view)]
    value, sigma = min(darkness(pixels, light) for pixels in shoes)
    return [Measure(NAME, value, sigma, view=context.view)]


def vamp(picture: Picture, xy: Floats, ankle: B, heel: B, toe: B) -> Array | None:
    """N x 3 linear pixels of one shoe's upper side; None where it is too small or outside."""
    start, end = xy[heel].astype(np.float64), xy[toe].astype(np.float64)
    radius = _RADIUS * float(np.linalg.norm(xy[ankle] - xy[toe]))
    if not math.isfinite(radius) or radius < _LEAST_RADIUS_PX:
        return None
    height, width = picture.shape[:2]
    parts = []
    for share in _ALONG:
        x, y = start + share * (end - start)
        x0, x1, y0, y1 = (round(v) for v in (x - radius, x + radius + 1, y - radius, y + radius + 1))
        if x0 < 0 or y0 < 0 or x1 > width or y1 > height:
            continue
        parts.append(picture[y0:y1, x0:x1].reshape(-1, 3))
    return linear_of(np.concatenate(parts)) if len(parts) >= 2 else None


def leather(pixels: Array, tone: SkinTone | None) -> Array:
    """Of N x 3 linear pixels those that are not the person's skin."""
    return pixels if tone is None else np.asarray(pixels[~tone.like(pixels)])


def darkness(pixels: Array, light: Light) -> tuple[float, float]:
    """1 - L*/100 of the shoe's middle tone and its sigma: shine and sole count for nothing, the light does."""
    step = max(1, len(pixels) // _MOST_PIXELS)
    balanced = light.balanced(pixels[::step])
    lightness = lab_of(np.stack([balanced, *doubted(balanced, light)]))[..., 0]
    value, *moved = 1.0 - np.median(lightness, axis=1) / 100.0
    uneven = float(np.subtract(*np.percentile(lightness[0], (75, 25)))) / 100.0 / 4.0
    doubt = sigma_of(float(value), np.array(moved))
    return float(value), math.sqrt(doubt**2 + uneven**2 + _LEAST_SIGMA**2)
