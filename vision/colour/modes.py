"""A garment's colours as a few modes, and how far another picture of it lies from them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from vision.colour.ciede2000 import ciede2000
from vision.colour.cielab import Array
from vision.colour.light import Light

MOST_MODES = 4
SMALLEST_SHARE = 0.06
"""A colour on less of the garment than this is a button, a badge, a fold."""
_SAME_COLOUR, _FOLD_LIGHTNESS = 7.0, 28.0
"""Clusters that differ by less once one is put in the other's shade, and by no more lightness, are one cloth."""
_ROUNDS = 15
MAIN_SHARE = 0.25
"""From this share on a colour belongs to the uniform and not to what is worn under it."""
_TOLERATED_SHARE = 0.2
"""Of the garment may look otherwise than it did: a scarf, an open button, a bag's strap, a fold."""
_LEAST_QUANTILE, _MOST_QUANTILE = 0.2, 0.7


@dataclass(frozen=True, slots=True)
class ColourMode:
    """One colour of a garment."""

    lab: tuple[float, float, float]
    """CIE Lab, D65."""
    spread: tuple[float, float, float]
    """One sigma of the cloth's own pixels along L*, a*, b*."""
    share: float
    """Of the garment's area, 0..1."""


@dataclass(frozen=True, slots=True)
class Uniform:
    """What was enrolled."""

    garments: Mapping[str, tuple[ColourMode, ...]]
    """By garment ("upper", "lower"), largest share first."""
    light: Light
    """Under which it was enrolled."""
    names: tuple[str, ...] = field(default=())
    """What the house calls it; for people only."""


def modes_of(lab: Array) -> tuple[ColourMode, ...]:
    """The colours of N x 3 Lab pixels, largest share first; the same pixels give the same modes.

    k-means with k = 4 from far-apart starts (Gonzalez 1985), clusters of one cloth joined afterwards. The middle of a
    cluster is its median, so that seams and highlights do not move it.
    """
    pixels = np.asarray(lab, np.float64)
    label = _joined(pixels, _clustered(pixels))
    modes = []
    for name in np.unique(label):
        mine = pixels[label == name]
        low, middle, high = np.percentile(mine, (16, 50, 84), axis=0)
        modes.append(ColourMode(_three(middle), _three((high - low) / 2.0), len(mine) / len(pixels)))
    kept = [mode for mode in modes if mode.share >= SMALLEST_SHARE]
    total = sum(mode.share for mode in kept)
    shares = [ColourMode(mode.lab, mode.spread, mode.share / total) for mode in kept]
    return tuple(sorted(shares, key=lambda mode: -mode.share))


def distance_to(modes: tuple[ColourMode, ...], lab: Array) -> float:
    """CIEDE2000 of a garment's N x 3 Lab pixels to what was enrolled.

    Of each main colour nearly as much of the garment must be found again as there was: the distance is that of the
    farthest pixel of the nearest part that is asked for. White trousers are no uniform because a shirt under the
    enrolled jacket is white, and a scarf over the jacket does not matter.
    """
    return float(nearest_part(modes, apart_from(modes, lab)))


def apart_from(modes: tuple[ColourMode, ...], lab: Array) -> Array:
    """... x N x 3 Lab -> main modes x ... x N: CIEDE2000 of every pixel to every main colour, shade allowed for."""
    return np.stack([ciede2000(lab, shaded(np.array(mode.lab), lab, mode.spread[0])) for mode in _main(modes)])


def nearest_part(modes: tuple[ColourMode, ...], apart: Array) -> Array:
    """Main modes x ... x N -> ...: the distance as `distance_to` defines it."""
    found = []
    for mode, one in zip(_main(modes), apart, strict=True):
        part = min(max(mode.share - _TOLERATED_SHARE, _LEAST_QUANTILE), _MOST_QUANTILE)
        rank = min(int(part * one.shape[-1]), one.shape[-1] - 1)
        found.append(np.partition(one, rank, axis=-1)[..., rank])
    return np.asarray(np.max(found, axis=0))


def _main(modes: tuple[ColourMode, ...]) -> tuple[ColourMode, ...]:
    return tuple(mode for mode in modes if mode.share >= MAIN_SHARE) or modes[:1]


def shaded(lab: Array, like: Array, within: float) -> Array:
    """The cloth `lab` in the shade that is nearest to each of N x 3 `like`, `within` L* of its own.

    Shade multiplies linear red, green and blue alike, so that a* and b* go with L* + 16.
    """
    lightness = np.clip(like[..., 0], lab[..., 0] - within, lab[..., 0] + within)
    factor = (lightness + 16.0) / (lab[..., 0] + 16.0)
    return np.stack([lightness, lab[..., 1] * factor, lab[..., 2] * factor], axis=-1)


def _clustered(pixels: Array) -> NDArray[np.intp]:
    """k-means labels."""
    count = min(MOST_MODES, len(pixels))
    centres = [np.median(pixels, axis=0)]
    nearest = np.linalg.norm(pixels - centres[0], axis=1)
    while len(centres) < count:
        # the farthest pixel may be a speck: of the far ones the middle is taken
        far = pixels[nearest >= np.quantile(nearest, 0.97)]
        centres.append(np.median(far, axis=0))
        nearest = np.minimum(nearest, np.linalg.norm(pixels - centres[-1], axis=1))
    middle = np.stack(centres)
    label = np.zeros(len(pixels), np.intp)
    for _ in range(_ROUNDS):
        label = np.argmin(np.linalg.norm(pixels[:, None] - middle[None], axis=2), axis=1)
        moved = np.stack(
            [np.median(pixels[label == k], axis=0) if (label == k).any() else middle[k] for k in range(count)]
        )
        if np.allclose(moved, middle):
            break
        middle = moved
    return label


def _joined(pixels: Array, label: NDArray[np.intp]) -> NDArray[np.intp]:
    """Clusters nearer than a fold's shade get one label."""
    label = label.copy()
    while True:
        names = np.unique(label)
        middles = np.stack([np.median(pixels[label == name], axis=0) for name in names])
        apart = ciede2000(shaded(middles[:, None], middles[None], _FOLD_LIGHTNESS), middles[None])
        np.fill_diagonal(apart, np.inf)
        one, other = divmod(int(np.argmin(apart)), len(names))
        if len(names) < 2 or apart[one, other] >= _SAME_COLOUR:
            return label
        label[label == names[other]] = names[one]


def _three(values: Array) -> tuple[float, float, float]:
    return float(values[0]), float(values[1]), float(values[2])
