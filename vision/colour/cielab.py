"""From a picture's bytes to CIE Lab (D65, 2 degree observer), and back.

sRGB's transfer curve and primaries are those of IEC 61966-2-1; Lab is that of CIE 15. Everything works on the last
axis, so that a list of pixels and a whole picture are treated alike.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

WHITE: Final[Array] = np.array([0.95047, 1.0, 1.08883])
"""XYZ of D65."""
_TO_XYZ: Final[Array] = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_FROM_XYZ: Final[Array] = np.asarray(np.linalg.inv(_TO_XYZ), np.float64)
_DELTA: Final = 6.0 / 29.0


def _decoded(code: Array) -> Array:
    return np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4)


_LINEAR_OF_BYTE: Final[Array] = _decoded(np.arange(256) / 255.0)


def linear_of(pixels: NDArray[np.uint8]) -> Array:
    """... x 3 blue-green-red bytes -> ... x 3 linear red-green-blue, 0..1."""
    return np.asarray(_LINEAR_OF_BYTE[pixels[..., ::-1]])


def bytes_of(linear: Array) -> NDArray[np.uint8]:
    """The reverse of `linear_of`; what lies outside 0..1 is clipped."""
    inside = np.clip(np.asarray(linear, np.float64), 0.0, 1.0)
    code = np.where(inside <= 0.0031308, inside * 12.92, 1.055 * inside ** (1.0 / 2.4) - 0.055)
    return np.asarray(np.round(code[..., ::-1] * 255.0), np.uint8)


def lab_of(linear: Array) -> Array:
    """... x 3 linear red-green-blue -> ... x 3 L*, a*, b*; L* 0..100."""
    ratio = np.maximum(np.asarray(linear, np.float64) @ _TO_XYZ.T, 0.0) / WHITE
    f = np.where(ratio > _DELTA**3, np.cbrt(ratio), ratio / (3.0 * _DELTA**2) + 4.0 / 29.0)
    x, y, z = np.moveaxis(f, -1, 0)
    return np.stack([116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)], axis=-1)


def linear_of_lab(lab: Array) -> Array:
    """The reverse of `lab_of`; colours that no screen shows lie outside 0..1."""
    lightness, a, b = np.moveaxis(np.asarray(lab, np.float64), -1, 0)
    y = (lightness + 16.0) / 116.0
    f = np.stack([y + a / 500.0, y, y - b / 200.0], axis=-1)
    ratio = np.where(f > _DELTA, f**3, 3.0 * _DELTA**2 * (f - 4.0 / 29.0))
    return np.asarray((ratio * WHITE) @ _FROM_XYZ.T)


def chroma_of(lab: Array) -> Array:
    """C*ab: the distance from grey."""
    return np.asarray(np.hypot(lab[..., 1], lab[..., 2]))


def hue_deg_of(lab: Array) -> Array:
    """h_ab, 0..360 degrees: 0 red, 90 yellow, 180 green, 270 blue."""
    return np.asarray(np.degrees(np.arctan2(lab[..., 2], lab[..., 1])) % 360.0)
