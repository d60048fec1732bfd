"""The CIEDE2000 colour difference, as CIE 142-2001 defines it and Sharma, Wu and Dalal (2005) write it out.

G. Sharma, W. Wu, E. N. Dalal: "The CIEDE2000 color-difference formula: implementation notes, supplementary test data,
and mathematical observations", Color Research and Application 30 (1), 2005. Numbers of equations are theirs.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

_POW7 = 25.0**7


def ciede2000(one: Array, other: Array) -> Array:
    """... x 3 and ... x 3 Lab (broadcast against each other) -> ... differences, >= 0; kL = kC = kH = 1.

    About 1 is just noticed side by side; symmetric, but no metric: far colours may break the triangle inequality.
    """
    one, other = np.asarray(one, np.float64), np.asarray(other, np.float64)
    l1, a1, b1 = np.moveaxis(one, -1, 0)
    l2, a2, b2 = np.moveaxis(other, -1, 0)
    # (2)-(7): the a axis is stretched near grey
    mean7 = ((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2.0) ** 7
    stretch = 1.0 + 0.5 * (1.0 - np.sqrt(mean7 / (mean7 + _POW7)))
    c1, c2 = np.hypot(stretch * a1, b1), np.hypot(stretch * a2, b2)
    h1, h2 = _hue_deg(stretch * a1, b1), _hue_deg(stretch * a2, b2)
    # (8)-(11)
    grey = c1 * c2 == 0.0
    turn = (h2 - h1 + 180.0) % 360.0 - 180.0
    # a half turn may be read either way round; the notes give the sign of h2 - h1
    turn = np.where(np.abs(h2 - h1) == 180.0, h2 - h1, turn)
    turn = np.where(grey, 0.0, turn)
    d_lightness, d_chroma = l2 - l1, c2 - c1
    d_hue = 2.0 * np.sqrt(c1 * c2) * np.sin(np.radians(turn) / 2.0)
    # (12)-(14)
    lightness, chroma = (l1 + l2) / 2.0, (c1 + c2) / 2.0
    hue = _mean_hue_deg(h1, h2, grey)
    # (15)-(21)
    t = (
        1.0
        - 0.17 * _cos(hue - 30.0)
        + 0.24 * _cos(2.0 * hue)
        + 0.32 * _cos(3.0 * hue + 6.0)
        - 0.20 * _cos(4.0 * hue - 63.0)
    )
    off_middle = (lightness - 50.0) ** 2
    s_l = 1.0 + 0.015 * off_middle / np.sqrt(20.0 + off_middle)
    s_c = 1.0 + 0.045 * chroma
    s_h = 1.0 + 0.015 * chroma * t
    rotation = 2.0 * np.sqrt(chroma**7 / (chroma**7 + _POW7))
    r_t = -rotation * np.sin(np.radians(60.0 * np.exp(-(((hue - 275.0) / 25.0) ** 2))))
    # (22)
    by_l, by_c, by_h = d_lightness / s_l, d_chroma / s_c, d_hue / s_h
    return np.asarray(np.sqrt(np.maximum(by_l**2 + by_c**2 + by_h**2 + r_t * by_c * by_h, 0.0)))


def _hue_deg(a: Array, b: Array) -> Array:
    return np.asarray(np.degrees(np.arctan2(b, a)) % 360.0)


def _mean_hue_deg(h1: Array, h2: Array, grey: NDArray[np.bool_]) -> Array:
    """(14): the middle of the shorter way round; for a grey, which has no hue, that of the other colour."""
    total = h1 + h2
    around = np.where(np.abs(h1 - h2) <= 180.0, total, np.where(total < 360.0, total + 360.0, total - 360.0)) / 2.0
    return np.asarray(np.where(grey, total, around))


def _cos(degrees: Array) -> Array:
    return np.asarray(np.cos(np.radians(degrees)))
