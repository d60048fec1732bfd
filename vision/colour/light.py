"""The colour of the light, from the room behind the person: what is nearly grey there is taken to be grey.

A grey-world estimate over the whole picture would be drawn by a coloured wall or by the clothes themselves, so only
the surroundings count, and of them only what is close to grey once it has been balanced (after the white-patch and
grey-world methods; Ebner, Color Constancy, 2007, chapters 6 and 7). How far such an estimate may be off is part of
the answer: a wall that is called white need not be.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from vision.colour.cielab import Array, chroma_of, lab_of, linear_of
from vision.frame import Picture
from vision.landmarks.points import Box, Landmarks, Provenance

_LOOK_PX = 96
"""Width of the small picture that is looked at."""
_MOST_PIXELS = 500
"""More of them tell nothing more."""
_MARGIN = 0.12
"""Added on each side of a person's box, in heights of the box."""
_DARKEST, _BRIGHTEST = 0.03, 0.92
"""Linear levels between which a pixel's colour means something."""
_NEARLY_GREY = 12.0
"""C*ab."""
_FEWEST_SHARE = 0.04
"""Of the small picture's pixels that must be nearly grey."""
_LEAST_SIGMA, _NO_CLUE_SIGMA = 0.03, 0.16
COLOURED_LOG = 0.55
"""A balance that moves red or blue against green by more than this (natural log) is no longer a doubt but a guess."""
_COLOURLESS, _COLOUR_SHARE = 5.0, 99.0
"""Levels of 255 by which the channels differ in a grey picture, at this percentile of the small picture's pixels."""
_SAME_LIGHT_LOG, _SAME_EXPOSURE_LOG = 0.10, 0.45
EXPOSURE_SIGMA_LOG = 0.16
"""Between two rooms nothing says how bright the same cloth appears."""


@dataclass(frozen=True, slots=True)
class Light:
    """What linear red-green-blue has to be multiplied by, and how far that may be wrong."""

    gains: tuple[float, float, float]
    sigma_log: float
    """One sigma of red against green and of blue against green, natural log."""
    exposure_sigma_log: float
    reference: tuple[float, float, float] | None
    """Median linear red-green-blue of the nearly grey surroundings, as the camera gave it; None: there are none."""
    colourless: bool = False
    """True where the camera gives no colours at all, as by infrared at night."""

    @property
    def coloured(self) -> bool:
        """True where the light is so coloured that cloth cannot be told by its colour."""
        red, green, blue = self.gains
        return max(abs(math.log(red / green)), abs(math.log(blue / green))) > COLOURED_LOG

    def balanced(self, linear: Array) -> Array:
        """... x 3 linear red-green-blue as under white light."""
        return np.asarray(linear * np.array(self.gains))


def light_of(picture: Picture, occupied: Sequence[Box] = ()) -> Light:
    """The light in a picture whose people stand in the boxes `occupied` (px)."""
    height, width = picture.shape[:2]
    small = (_LOOK_PX, max(8, round(_LOOK_PX * height / width)))
    # medians are asked for: every nth pixel tells as much as all of them
    step = max(1, width // (4 * _LOOK_PX))
    thinned = np.ascontiguousarray(picture[::step, ::step])
    reduced = np.asarray(cv2.resize(thinned, small, interpolation=cv2.INTER_AREA), np.uint8)
    if float(np.percentile(np.ptp(reduced.astype(np.int16), axis=2), _COLOUR_SHARE)) <= _COLOURLESS:
        return replace(_unknown(), colourless=True)
    linear = linear_of(reduced)
    free = np.ones(linear.shape[:2], bool)
    for box in occupied:
        x0, x1 = (round(x / width * small[0]) for x in (box.x0, box.x1))
        y0, y1 = (round(y / height * small[1]) for y in (box.y0, box.y1))
        free[max(y0, 0) : max(y1, 0) + 1, max(x0, 0) : max(x1, 0) + 1] = False
    return light_of_surroundings(linear[free], small[0] * small[1])


def light_of_surroundings(linear: Array, pixels: float) -> Light:
    """The light from N x 3 linear pixels of the room; `pixels` is how many the whole picture has."""
    usable = linear[(linear.max(axis=1) < _BRIGHTEST) & (linear.min(axis=1) > _DARKEST * 0.3)]
    usable = usable[usable.mean(axis=1) > _DARKEST]
    every = max(1, len(usable) // _MOST_PIXELS)
    usable, pixels = usable[::every], pixels / every
    fewest = max(_FEWEST_SHARE * pixels, 12)
    if len(usable) < fewest:
        return _unknown()
    gains = np.ones(3)
    grey = _nearly_grey(usable, gains)
    if grey.sum() < fewest:
        gains = _towards_grey(np.exp(np.log(usable).mean(axis=0)))
        grey = _nearly_grey(usable, gains)
    for _ in range(3):
        if grey.sum() < fewest:
            return _unknown()
        gains = _towards_grey(np.median(usable[grey], axis=0))
        grey = _nearly_grey(usable, gains)
    reference = np.median(usable[grey], axis=0) if grey.any() else None
    if reference is None:
        return _unknown()
    ratio = np.log(usable[grey][:, [0, 2]] / usable[grey][:, 1:2])
    scatter = float(np.mean(np.percentile(ratio, 84, axis=0) - np.percentile(ratio, 16, axis=0))) / 2.0
    moved = float(np.abs(np.log(gains[[0, 2]] / gains[1])).max())
    coloured_share = 1.0 - float(grey.mean())
    sigma = math.sqrt(_LEAST_SIGMA**2 + (0.5 * scatter) ** 2 + (0.25 * moved) ** 2 + (0.05 * coloured_share) ** 2)
    return Light(_three(gains), min(sigma, _NO_CLUE_SIGMA), EXPOSURE_SIGMA_LOG, _three(reference))


def light_like(enrolled: Light, now: Light) -> Light:
    """The light now, put so that what was enrolled under `enrolled` looks the same again.

    The station's room does not change: where its grey surroundings have nearly the colour that they had, the balance
    and the exposure of then are carried over, and only the small rest is doubted.
    """
    if enrolled.reference is None or now.reference is None:
        return now
    change = np.log(np.array(now.reference) / np.array(enrolled.reference))
    tint = max(abs(float(change[0] - change[1])), abs(float(change[2] - change[1])))
    if tint > _SAME_LIGHT_LOG or abs(float(change[1])) > _SAME_EXPOSURE_LOG:
        return now
    gains = np.array(enrolled.gains) * np.exp(-change)
    return Light(
        _three(gains),
        math.hypot(0.02, 0.3 * tint),
        math.hypot(0.04, 0.3 * float(change[1])),
        now.reference,
    )


def occupied_by(landmarks: Landmarks) -> tuple[Box, ...]:
    """Where people stand, with a margin."""
    boxes = list(landmarks.bystanders)
    if landmarks.person is not None:
        points = landmarks.person.body.points
        seen = points.xy[points.provenance != Provenance.MISSING]
        if len(seen):
            (x0, y0), (x1, y1) = seen.min(axis=0), seen.max(axis=0)
            boxes.append(Box(float(x0), float(y0), float(x1), float(y1)))
    return tuple(
        Box(
            box.x0 - _MARGIN * box.height,
            box.y0 - _MARGIN * box.height,
            box.x1 + _MARGIN * box.height,
            box.y1 + _MARGIN * box.height / 3.0,
        )
        for box in boxes
    )


def _nearly_grey(linear: Array, gains: Array) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return np.asarray(chroma_of(lab_of(np.minimum(linear * gains, 1.0))) < _NEARLY_GREY)


def _towards_grey(colour: Array) -> Array:
    """Gains that make `colour` grey and leave its brightness as it is."""
    gains = colour[1] / colour
    return np.asarray(gains * (float(colour @ _LUMA) / float((colour * gains) @ _LUMA)))


_LUMA = np.array([0.2126, 0.7152, 0.0722])


def _unknown() -> Light:
    return Light((1.0, 1.0, 1.0), _NO_CLUE_SIGMA, EXPOSURE_SIGMA_LOG, None)


def _three(values: Array) -> tuple[float, float, float]:
    return float(values[0]), float(values[1]), float(values[2])
