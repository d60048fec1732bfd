"""`uniform_colour_distance`: how far the clothes' colours lie from the enrolled uniform's."""

import math
from collections.abc import Iterable

import numpy as np

from vision.colour.cielab import Array, lab_of
from vision.colour.garments import Garment, GarmentPixels, garments_of
from vision.colour.light import Light, light_like
from vision.colour.modes import ColourMode, apart_from, nearest_part
from vision.colour.skin import SkinTone
from vision.families import MeasureContext
from vision.measure import Measure
from vision.reason import Reason

NAME = "uniform_colour_distance"
_MOST_PIXELS = 160
"""A share of the garment's pixels tells as much as all of them."""
_LEAST_SIGMA = 1.0


def read_uniform(context: MeasureContext, now: Light, tone: SkinTone | None) -> Iterable[Measure]:
    """CIEDE2000 of the worse of the two garments, or why the clothes cannot be compared."""
    uniform = context.setup.uniform
    if uniform is None:
        return [Measure.missing(NAME, Reason.NEEDS_ENROLMENT, context.view)]
    garments = garments_of(context, tone)
    seen: dict[Garment, GarmentPixels] = {}
    for name, pixels in garments.items():
        if name not in uniform.garments:
            continue
        if isinstance(pixels, Reason):
            return [Measure.missing(NAME, pixels, context.view)]
        seen[name] = pixels
    light = light_like(uniform.light, now)
    if light.coloured:
        return [Measure.missing(NAME, Reason.COLOURED_LIGHT, context.view)]
    if light.colourless:
        return [Measure.missing(NAME, Reason.AMBIGUOUS, context.view)]
    judged = [distance_with_sigma(uniform.garments[name], pixels, light) for name, pixels in seen.items()]
    value, sigma = max(judged)
    return [Measure(NAME, value, sigma, view=context.view)]


def distance_with_sigma(modes: tuple[ColourMode, ...], pixels: GarmentPixels, light: Light) -> tuple[float, float]:
    """The distance of one garment and one sigma of it.

    The sigma holds what the doubt about the light's colour and brightness does to the distance (each is moved by its
    own sigma and the distance taken again), and how unevenly the four quarters of the garment answer.
    """
    step = max(1, len(pixels.linear) // _MOST_PIXELS)
    balanced, quarter = light.balanced(pixels.linear[::step]), pixels.quarter[::step]
    apart = apart_from(modes, lab_of(np.stack([balanced, *doubted(balanced, light)])))
    value, *moved = nearest_part(modes, apart)
    parts = [nearest_part(modes, apart[:, 0, quarter == q]) for q in range(4) if (quarter == q).sum() >= 8]
    uneven = float(np.std(parts)) / 2.0 if len(parts) > 1 else 0.0
    doubt = sigma_of(float(value), np.array(moved))
    return float(value), math.sqrt(doubt**2 + uneven**2 + _LEAST_SIGMA**2)


def doubted(linear: Array, light: Light) -> Array:
    """... x 3 linear -> 6 x ... x 3: with red, blue and exposure each one sigma up and down."""
    factors = np.array([factor for pair in doubts(light) for factor in pair])
    return np.asarray(np.clip(linear * factors.reshape(6, *[1] * (linear.ndim - 1), 3), 0.0, 1.0))


def sigma_of(value: float, moved: Array) -> float:
    """One sigma from the 6 values that `doubted` pixels give: of each pair the farther one counts.

    Close to the uniform every doubt moves the distance the same way, so that up and down are both looked at.
    """
    each = np.abs(np.asarray(moved) - value).reshape(3, 2).max(axis=1)
    return float(np.sqrt((each**2).sum()))


def doubts(light: Light) -> list[tuple[Array, Array]]:
    """Factors on linear red-green-blue, up and down: one sigma of red, of blue, of the exposure."""
    tint, exposure = light.sigma_log, light.exposure_sigma_log
    steps = (np.array([tint, 0.0, 0.0]), np.array([0.0, 0.0, tint]), np.full(3, exposure))
    return [(np.exp(step), np.exp(-step)) for step in steps]
