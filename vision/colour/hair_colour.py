"""`hair_chroma`: how far the hair's colour is from what grows, in units of about C*ab.

Black, brown, grey and white hair lie below 15, blond and red below 30. What no head grows counts more than its
chroma: a hue outside that of the hair's two pigments, and colour together with more lightness than fair hair reaches
(bleached). So one figure with one limit finds green, blue and crimson as well as straw.
"""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.colour.cielab import Array, chroma_of, hue_deg_of, lab_of, linear_of
from vision.colour.light import Light, light_of, occupied_by
from vision.colour.uniform import doubted, sigma_of
from vision.families import MeasureContext
from vision.frame import Picture
from vision.measure import Measure
from vision.reason import Reason

NAME = "hair_chroma"
NATURAL_HUE_DEG = (35.0, 100.0)
"""h_ab of eumelanin and pheomelanin in any mixture: from copper to ash blond."""
_HUE_WEIGHT, _HUE_MARGIN_DEG, _HUE_REACH_DEG = 2.0, 5.0, 20.0
"""What an unnatural hue adds to the weight, how far outside it begins and where it is whole."""
_NATURAL_WEIGHT = 0.75
"""So that red hair as it grows (C*ab up to 38) stays below 30."""
_DARK, _PALE, _STRONG = 10.0, 0.22, 0.4
"""C*ab over L*: what is paler than the second has the lamp's colour, not its own. L* counts as the first at least."""
_GREYISH, _COLOURED = 11.0, 21.0
"""C*ab: below the first a hue means nothing, above the second it is sure. Black hair beside a window mirrors the sky
with up to 15, white hair in a warm room the lamp with as much."""
_FAIREST, _BLEACH_WEIGHT = 70.0, 1.5
_FEWEST_PIXELS = 60
_COVERAGE = 0.8
_HIGHLIGHTS = 0.7
"""Of the hair's pixels the brightest are shine: they have the lamp's colour."""
_LOUDEST = 0.75
"""Streaks count: the value is that which a quarter of the hair exceeds."""
_CELL_PX = 3
_MOST_CELLS = 200
_LEAST_SIGMA = 1.5


def measure_of_hair(context: MeasureContext, pixels: Picture, coverage: NDArray[np.floating]) -> Measure:
    """The measure for hair that somebody has found: H x W x 3 pixels of this frame (also scaled), H x W 0..1."""
    found = hair_chroma(pixels, coverage, light_of(context.frame.pixels, occupied_by(context.landmarks)))
    if isinstance(found, Reason):
        return Measure.missing(NAME, found, context.view)
    return Measure(NAME, *found, view=context.view)


def hair_chroma(pixels: Picture, coverage: NDArray[np.floating], light: Light) -> tuple[float, float] | Reason:
    """The value and its sigma, or why there is none: coloured light, or too little hair seen."""
    if light.coloured:
        return Reason.COLOURED_LIGHT
    if light.colourless:
        return Reason.AMBIGUOUS
    hair = _cells(pixels, np.asarray(coverage, np.float32))
    if len(hair) < _FEWEST_PIXELS / _CELL_PX**2:
        return Reason.ITEM_NOT_FOUND
    balanced = light.balanced(hair)
    level = balanced.mean(axis=1)
    balanced = balanced[level <= np.quantile(level, _HIGHLIGHTS)]
    balanced = balanced[:: max(1, len(balanced) // _MOST_CELLS)]
    loud = conspicuousness(lab_of(np.stack([balanced, *doubted(balanced, light)])))
    value, *moved = np.quantile(loud, _LOUDEST, axis=1)
    doubt = sigma_of(float(value), np.array(moved))
    return float(value), math.sqrt(doubt**2 + _LEAST_SIGMA**2 + (0.1 * float(value)) ** 2)


def conspicuousness(lab: Array) -> Array:
    """... x 3 Lab -> ... how loud each colour is on a head."""
    chroma, hue = chroma_of(lab), hue_deg_of(lab)
    low, high = NATURAL_HUE_DEG
    middle, half = (low + high) / 2.0, (high - low) / 2.0
    outside = np.abs((hue - middle + 180.0) % 360.0 - 180.0) - half
    unnatural = np.clip((outside - _HUE_MARGIN_DEG) / _HUE_REACH_DEG, 0.0, 1.0)
    sure = np.clip((chroma - _GREYISH) / (_COLOURED - _GREYISH), 0.0, 1.0)
    # shine on black hair is light and pale; what is dyed is strong for its lightness
    strong = chroma / np.maximum(lab[..., 0], _DARK)
    sure = sure * np.clip((strong - _PALE) / (_STRONG - _PALE), 0.0, 1.0)
    coloured = np.clip((chroma - _GREYISH) / (_COLOURED - _GREYISH), 0.0, 1.0)
    bleached = np.maximum(lab[..., 0] - _FAIREST, 0.0) * _BLEACH_WEIGHT * coloured
    return np.asarray(chroma * (_NATURAL_WEIGHT + _HUE_WEIGHT * unnatural * sure) + bleached)


def _cells(pixels: Picture, coverage: NDArray[np.float32]) -> Array:
    """N x 3 linear means of small squares that are wholly hair: single pixels are noise and compression."""
    if pixels.shape[:2] != coverage.shape:
        coverage = np.asarray(
            cv2.resize(coverage, (pixels.shape[1], pixels.shape[0]), interpolation=cv2.INTER_LINEAR), np.float32
        )
    size = (max(pixels.shape[1] // _CELL_PX, 1), max(pixels.shape[0] // _CELL_PX, 1))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    whole = cv2.resize(coverage, size, interpolation=cv2.INTER_AREA)
    return linear_of(np.asarray(small, np.uint8)[whole >= _COVERAGE])
