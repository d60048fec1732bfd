"""`nail_colour_difference`: the nails against the skin of the same fingers.

A bare nail shows the skin beneath it, paler or pinker than the back of the finger, and the darker the skin the
lighter the nail stands off it. So lightness above the skin's is no sign of polish on anybody. What counts is tint,
read as the ratios of the channels, which neither shade nor the depth of the skin's brown stretches (CIEDE2000 and a*,
b* would: the same red polish lay 32 from a fair finger and 9 from a dark one), and a nail darker than its finger.
"""

import math
from collections.abc import Iterable

import numpy as np

from vision.colour.cielab import Array, lab_of, linear_of
from vision.colour.light import Light
from vision.colour.uniform import doubted, sigma_of
from vision.families import MeasureContext
from vision.frame import Picture
from vision.landmarks.points import Hand, Side
from vision.measure import Measure
from vision.reason import Reason

NAME = "nail_colour_difference"
FINGERS = ((6, 7, 8), (10, 11, 12), (14, 15, 16), (18, 19, 20))
"""Middle joint, end joint, tip of each finger but the thumb, which turns its nail aside."""
_WRIST, _INDEX, _PINKY = 0, 5, 17
_FLAT = 0.35
"""Sine between the lines from the wrist to index and little finger, over what an open hand shows, at least."""
_OPEN_SINE = 0.55
_STRAIGHT = 0.75
"""Cosine between the finger's last two bones; a bent finger shows its knuckle."""
SMALLEST_BONE_PX = 11.0
"""Of the last bone: a nail is half as long."""
_NAIL_AT, _SKIN_AT, _RADIUS = 0.78, 0.5, 0.17
"""Middle of the nail on the last bone, of the skin on the one before, and the patches' half side, in last bones."""
FEWEST_FINGERS = 3
_TINT = 20.0
"""Of the difference for one natural log of a ratio: so that 10 is plainly seen, as with CIEDE2000."""
_BLACK = 2e-3
"""Linear level below which a channel is noise."""
_DARKER_FROM = 8.0
"""L* by which a bare nail may be darker than its finger (a shadow)."""
_LEAST_SIGMA = 1.5


def read_nails(context: MeasureContext, light: Light) -> Iterable[Measure]:
    """How far the nails are from any shade of the finger's skin, or why they are not seen."""
    hands = [hand for hand in (context.person.left_hand, context.person.right_hand) if hand is not None]
    if not hands:
        return [Measure.missing(NAME, Reason.HANDS_HIDDEN, context.view)]
    shown = [hand for hand in hands if shows_back(hand)]
    if not shown:
        return [Measure.missing(NAME, Reason.AMBIGUOUS, context.view)]
    patches = [patch for hand in shown for patch in nails_of(context.frame.pixels, hand)]
    if len(patches) < FEWEST_FINGERS:
        return [Measure.missing(NAME, Reason.TOO_FAR, context.view)]
    if light.coloured:
        return [Measure.missing(NAME, Reason.COLOURED_LIGHT, context.view)]
    if light.colourless:
        return [Measure.missing(NAME, Reason.AMBIGUOUS, context.view)]
    return [Measure(NAME, *difference(patches, light), view=context.view)]


def shows_back(hand: Hand) -> bool:
    """True where the back of an open hand faces the camera."""
    xy = hand.points.xy.astype(np.float64)
    index, pinky = xy[_INDEX] - xy[_WRIST], xy[_PINKY] - xy[_WRIST]
    lengths = float(np.linalg.norm(index) * np.linalg.norm(pinky))
    if lengths < 1.0:
        return False
    turn = float(index[0] * pinky[1] - index[1] * pinky[0]) / lengths
    # looking at the back of one's right hand with the fingers up, the index finger is on the left
    return (turn if hand.side is Side.RIGHT else -turn) > _FLAT * _OPEN_SINE


def nails_of(picture: Picture, hand: Hand) -> list[tuple[Array, Array]]:
    """For every straight, large enough finger the nail's and the skin's linear red-green-blue."""
    xy = hand.points.xy.astype(np.float64)
    found = []
    for middle, end, tip in FINGERS:
        bone, before = xy[tip] - xy[end], xy[end] - xy[middle]
        length = float(np.linalg.norm(bone))
        if length < SMALLEST_BONE_PX:
            continue
        if float(bone @ before) < _STRAIGHT * length * float(np.linalg.norm(before)):
            continue
        nail = _patch(picture, xy[end] + _NAIL_AT * bone, _RADIUS * length)
        skin = _patch(picture, xy[middle] + _SKIN_AT * before, _RADIUS * length)
        if nail is not None and skin is not None:
            found.append((nail, skin))
    return found


def difference(patches: list[tuple[Array, Array]], light: Light) -> tuple[float, float]:
    """The median finger's difference, and its sigma from the fingers' scatter and the light's doubt."""
    linear = light.balanced(np.array([(nail, skin) for nail, skin in patches]))
    each = _off(np.stack([linear, *doubted(linear, light)]))
    value, *moved = np.median(each, axis=1)
    scatter = float(np.std(each[0])) / math.sqrt(len(patches))
    doubt = sigma_of(float(value), np.array(moved))
    return float(value), math.sqrt(doubt**2 + scatter**2 + _LEAST_SIGMA**2)


def _off(linear: Array) -> Array:
    """... x 2 x 3 (nail, skin) -> ... differences."""
    safe = np.maximum(linear, _BLACK)
    ratios = np.log(safe[..., [0, 2]] / safe[..., 1:2])
    tint = _TINT * np.linalg.norm(ratios[..., 0, :] - ratios[..., 1, :], axis=-1)
    lightness = lab_of(linear)[..., 0]
    darker = np.maximum(lightness[..., 1] - lightness[..., 0] - _DARKER_FROM, 0.0)
    return np.asarray(np.hypot(tint, darker))


def _patch(picture: Picture, centre: Array, radius: float) -> Array | None:
    """Median linear colour of a small square; None where it leaves the picture."""
    height, width = picture.shape[:2]
    half = max(1, round(radius))
    x, y = (round(float(v)) for v in centre)
    if x - half < 0 or y - half < 0 or x + half >= width or y + half >= height:
        return None
    pixels = picture[y - half : y + half + 1, x - half : x + half + 1]
    return np.asarray(np.median(linear_of(pixels.reshape(-1, 3)), axis=0))
