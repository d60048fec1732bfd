"""The part of the picture that quality is judged on: the person, the head, and what stands around."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.frame import Picture
from vision.landmarks.points import BodyPoint, Box, Person, Provenance
from vision.landmarks.smoothing import trunk_of

Luma = NDArray[np.uint8]

HEAD = slice(BodyPoint.NOSE, BodyPoint.LEFT_SHOULDER)
SURROUNDINGS = 0.15
"""Share of the person's box that is added on each side."""


def luma_of(picture: Picture) -> Luma:
    """H x W brightness, 0..255 (ITU-R BT.601 weights)."""
    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), dtype=np.uint8)


def mean_of(luma: Luma) -> float:
    """The mean level, 0..255."""
    return float(cv2.mean(luma)[0])


def shrunk(luma: Luma, longer_px: int) -> Luma:
    """The picture shrunk to `longer_px` on its longer side; by halves first, which are ten times as quick."""
    height, width = (max(round(side * longer_px / max(luma.shape)), 1) for side in luma.shape)
    while min(luma.shape) > 1 and max(luma.shape) >= 2 * longer_px:
        rows, columns = luma.shape[0] // 2, luma.shape[1] // 2
        luma = _resized(luma[: 2 * rows, : 2 * columns], columns, rows)
    return _resized(luma, width, height)


def _resized(luma: Luma, width: int, height: int) -> Luma:
    return np.asarray(cv2.resize(luma, (width, height), interpolation=cv2.INTER_AREA), dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class Regions:
    """Where to look, in whole pixels clipped to the picture."""

    person: Box
    head: Box
    torso_px: float


def regions_of(person: Person, width_px: int, height_px: int) -> Regions:
    """The boxes of the person with surroundings, and of the middle of the head: skin and hair, little wall."""
    points = person.body.points
    inside = points.provenance != Provenance.MISSING
    xy = points.xy[inside] if inside.any() else points.xy
    torso_px = trunk_of(person)[1]
    head = points.xy[HEAD]
    half = max(float(np.ptp(head[:, 0])), float(np.ptp(head[:, 1])), 0.3 * torso_px) * 0.5
    cx, cy = head.mean(axis=0)
    x0, y0 = xy.min(axis=0)
    x1, y1 = xy.max(axis=0)
    pad = SURROUNDINGS * max(float(x1 - x0), float(y1 - y0))
    return Regions(
        person=_clipped(float(x0) - pad, float(y0) - pad, float(x1) + pad, float(y1) + pad, width_px, height_px),
        head=_clipped(float(cx) - half, float(cy) - half, float(cx) + half, float(cy) + half, width_px, height_px),
        torso_px=torso_px,
    )


def part(picture: NDArray[np.uint8], box: Box) -> NDArray[np.uint8]:
    """The pixels in a box of whole pixels; a view, not a copy."""
    return picture[int(box.y0) : int(box.y1), int(box.x0) : int(box.x1)]


def _clipped(x0: float, y0: float, x1: float, y1: float, width_px: int, height_px: int) -> Box:
    left = int(np.clip(x0, 0, width_px - 2))
    top = int(np.clip(y0, 0, height_px - 2))
    return Box(left, top, int(np.clip(x1, left + 2, width_px)), int(np.clip(y1, top + 2, height_px)))
