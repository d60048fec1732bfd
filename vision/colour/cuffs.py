"""`cuff_show_cm`: how much of the shirt's cuff shows between the jacket's sleeve and the hand.

The forearm is laid out as a strip from the elbow to the knuckles, as wide as the middle of the wrist. Along it the
sleeve comes first, the person's own skin last; what lies between and is like neither is the cuff. Its length is read
in shares of the forearm, whose length in this picture is the elbow's distance from the wrist in the metric points.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np

from vision.colour.ciede2000 import ciede2000
from vision.colour.cielab import Array, lab_of, linear_of
from vision.colour.skin import SkinTone
from vision.families import MeasureContext
from vision.landmarks.points import Body, Provenance
from vision.landmarks.points import BodyPoint as B
from vision.measure import Measure
from vision.reason import Reason

NAME = "cuff_show_cm"
ARMS = (
    (B.LEFT_ELBOW, B.LEFT_WRIST, B.LEFT_INDEX, B.LEFT_PINKY),
    (B.RIGHT_ELBOW, B.RIGHT_WRIST, B.RIGHT_INDEX, B.RIGHT_PINKY),
)
STRIP_PX, WIDE_PX = 160, 9
"""The strip's length and width; it runs from `FROM` of the forearm to `TO` of the hand beyond the wrist."""
FROM, TO = 0.5, 0.8
_WIDE_SHARE = 0.10
"""Width of the strip in forearms: the middle third of a wrist."""
_SLEEVE_UNTIL = 0.25
"""Of the strip: surely sleeve, where there is one."""
_SLEEVE_ALIKE, _EVEN = 12.0, 9.0
"""CIEDE2000 within which a place is still sleeve, and that the sleeve may be uneven by."""
_SMALLEST_FOREARM_PX = 40.0
_SHORTEST_M, _LONGEST_M = 0.12, 0.35
"""Projected length of a forearm between which its scale is believed."""
_LONGEST_CUFF_CM = 6.0
_LENGTH_DOUBT = 0.15
"""One sigma of the metric points' scale."""
_ONE_ARM_CM = 1.5
"""A watch or a bangle between sleeve and hand looks like a cuff: one arm alone says no more."""
_EDGE_PX = 1.0
"""How sharp the two edges of a cuff are seen, picture px."""


@dataclass(frozen=True, slots=True)
class Forearm:
    """One strip."""

    lab: Array
    """STRIP_PX x 3, the median over the strip's width."""
    linear: Array
    px_per_cm: float
    cm_per_step: float


def read_cuffs(context: MeasureContext, tone: SkinTone | None) -> Iterable[Measure]:
    """The cuff that shows less, or why none can be read."""
    if tone is None:
        return [Measure.missing(NAME, Reason.FACE_HIDDEN, context.view)]
    strips = [strip for arm in ARMS if (strip := forearm_of(context, arm)) is not None]
    if not strips:
        return [Measure.missing(NAME, Reason.TOO_FAR, context.view)]
    shown = [(cuff, strip) for strip in strips if (cuff := cuff_cm(strip, tone)) is not None]
    if not shown:
        return [Measure.missing(NAME, Reason.AMBIGUOUS, context.view)]
    value, strip = min(shown, key=lambda pair: pair[0])
    alone = _ONE_ARM_CM if len(shown) < len(ARMS) else 0.0
    sigma = math.hypot(_LENGTH_DOUBT * value, math.sqrt(2.0) * _EDGE_PX / strip.px_per_cm, alone)
    return [Measure(NAME, value, sigma, view=context.view)]


def forearm_of(context: MeasureContext, arm: tuple[B, B, B, B]) -> Forearm | None:
    """The strip of one arm; None where it is not seen, too small, or points at the camera."""
    body: Body = context.person.body
    elbow, wrist, index, pinky = arm
    if np.any(body.points.provenance[list(arm)] != Provenance.MEASURED):
        return None
    xy = body.points.xy.astype(np.float64)
    along = xy[wrist] - xy[elbow]
    length = float(np.linalg.norm(along))
    metres = float(np.linalg.norm((body.world[wrist] - body.world[elbow])[:2]))
    if length < _SMALLEST_FOREARM_PX or not _SHORTEST_M <= metres <= _LONGEST_M:
        return None
    hand = (xy[index] + xy[pinky]) / 2.0 - xy[wrist]
    start, end = xy[elbow] + FROM * along, xy[wrist] + TO * hand
    strip = _straightened(context.frame.pixels, start, xy[wrist], end, _WIDE_SHARE * length)
    if strip is None:
        return None
    linear = np.median(linear_of(strip), axis=1)
    px_per_cm = length / (100.0 * metres)
    run = float(np.linalg.norm(xy[wrist] - start) + np.linalg.norm(end - xy[wrist]))
    return Forearm(lab_of(linear), linear, px_per_cm, run / STRIP_PX / px_per_cm)


def _straightened(picture: np.ndarray, start: Array, bend: Array, end: Array, wide: float) -> np.ndarray | None:
    """STRIP_PX x WIDE_PX x 3 along the two lines; None where it leaves the picture."""
    first, second = float(np.linalg.norm(bend - start)), float(np.linalg.norm(end - bend))
    at = (np.arange(STRIP_PX) + 0.5) / STRIP_PX * (first + second)
    share = np.clip(at / max(first, 1e-6), 0.0, 1.0)[:, None]
    beyond = np.clip((at - first) / max(second, 1e-6), 0.0, 1.0)[:, None]
    middle = start + share * (bend - start) + beyond * (end - bend)
    way = np.where(at[:, None] < first, bend - start, end - bend)
    aside = np.stack([-way[:, 1], way[:, 0]], axis=1)
    aside /= np.maximum(np.linalg.norm(aside, axis=1, keepdims=True), 1e-6)
    across = (np.arange(WIDE_PX) - (WIDE_PX - 1) / 2.0) / WIDE_PX * wide
    places = middle[:, None, :] + across[None, :, None] * aside[:, None, :]
    height, width = picture.shape[:2]
    if places.min() < 0 or places[..., 0].max() > width - 1 or places[..., 1].max() > height - 1:
        return None
    maps = places.astype(np.float32)
    return np.asarray(cv2.remap(picture, maps[..., 0], maps[..., 1], cv2.INTER_LINEAR), np.uint8)


def cuff_cm(strip: Forearm, tone: SkinTone) -> float | None:
    """Length of the cuff, 0 where the sleeve ends at the skin; None where sleeve or skin is not clear."""
    sleeve = np.median(strip.lab[: int(_SLEEVE_UNTIL * STRIP_PX)], axis=0)
    off = ciede2000(strip.lab, sleeve)
    if float(np.quantile(off[: int(_SLEEVE_UNTIL * STRIP_PX)], 0.9)) > _EVEN:
        return None
    skin = tone.like(strip.linear) & (off > _SLEEVE_ALIKE)
    if tone.like(strip.linear)[: int(_SLEEVE_UNTIL * STRIP_PX)].mean() > 0.5:
        return None  # a bare forearm, or a sleeve that cannot be told from the skin
    hand = _first_run(skin)
    if hand is None:
        return None
    other = np.nonzero(off[:hand] > _SLEEVE_ALIKE)[0]
    if not len(other):
        return 0.0
    length = (hand - int(other[0])) * strip.cm_per_step
    # something long between sleeve and hand is a rolled sleeve or a glove
    return length if length <= _LONGEST_CUFF_CM else None


def _first_run(flags: np.ndarray, least: int = STRIP_PX // 16) -> int | None:
    """Where the first `least` places in a row are set."""
    count = 0
    for place, flag in enumerate(flags):
        count = count + 1 if flag else 0
        if count >= least:
            return place - least + 1
    return None
