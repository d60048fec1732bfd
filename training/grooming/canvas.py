"""A stored head's chart while it is being dressed: pixels, classes, and the head's own coordinates."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.grooming.parts import Part

Random = np.random.Generator
Colour = NDArray[np.float64]
SUBPIXEL = 4

NATURAL_HAIR = (
    (18, 16, 15),
    (28, 24, 22),
    (35, 40, 55),
    (45, 65, 95),
    (85, 130, 175),
    (150, 150, 150),
    (60, 85, 140),
)
"""Blue-green-red: blacks, browns, blond, grey, red."""


@dataclass(slots=True)
class Canvas:
    """`pixels` H x W x 3 blue-green-red float32 0..255; `classes` H x W of `Part`, 255 = not known."""

    pixels: NDArray[np.float32]
    classes: NDArray[np.uint8]
    uv: NDArray[np.uint8]
    """H x W x 2: the texture's place, 255ths."""
    camera: NDArray[np.float64]
    """3 x 4: metres of the head (x to the wearer's left, y up, z forward, 0 between the eyes) to px and depth."""
    hair: Colour
    """The hair's colour."""

    @property
    def side(self) -> int:
        """Width and height, px."""
        return int(self.pixels.shape[0])

    @property
    def metre_px(self) -> float:
        """px of a metre across the line of sight."""
        return float(np.linalg.norm(self.camera[:2, 1]))

    @property
    def yaw_deg(self) -> float:
        """Turn of the head against the camera, + when the wearer's left side is seen."""
        axes = self.camera[2, [0, 2]]
        return float(np.degrees(np.arctan2(-axes[0], -axes[1])))

    def at(self, places: Any) -> NDArray[np.float64]:
        """N x 3 metres to N x 2 px."""
        points = np.asarray(places, np.float64).reshape(-1, 3)
        return np.asarray(points @ self.camera[:2, :3].T + self.camera[:2, 3])

    def is_(self, *kinds: Part) -> NDArray[np.bool_]:
        """Where one of the classes lies."""
        found = self.classes == kinds[0]
        for kind in kinds[1:]:
            found |= self.classes == kind
        return np.asarray(found)

    def on_face(self) -> NDArray[np.bool_]:
        """Skin of the face proper, without ears and neck."""
        u, v = self.uv[..., 0].astype(int), self.uv[..., 1].astype(int)
        inside = ((u - 83) / 43.0) ** 2 + ((v - 76) / 40.0) ** 2 < 1
        return np.asarray(self.is_(Part.SKIN, Part.BEARD) & inside)

    def blend(self, colour: Any, weight: NDArray[np.floating]) -> None:
        """Lay a colour (3, or H x W x 3) over the pixels."""
        part = np.asarray(weight, np.float32)
        rows, columns = np.flatnonzero(part.any(1)), np.flatnonzero(part.any(0))
        if not len(rows):
            return
        inside = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))
        tone = np.asarray(colour, np.float32)
        below = self.pixels[inside]
        below += part[inside][..., None] * ((tone if tone.ndim == 1 else tone[inside]) - below)

    def polygon(self, points: NDArray[np.floating]) -> NDArray[np.float32]:
        """Coverage 0..1 of a filled polygon, px."""
        mask = np.zeros(self.classes.shape, np.uint8)
        cv2.fillPoly(mask, [fixed(points)], 255, cv2.LINE_AA, SUBPIXEL)
        return mask.astype(np.float32) / 255.0

    def line(self, points: NDArray[np.floating], width_px: float, closed: bool = False) -> NDArray[np.float32]:
        """Coverage 0..1 of a line; thinner than a pixel is fainter."""
        mask = np.zeros(self.classes.shape, np.uint8)
        cv2.polylines(mask, [fixed(points)], closed, 255, max(1, round(width_px)), cv2.LINE_AA, SUBPIXEL)
        return mask.astype(np.float32) * np.float32(min(1.0, width_px) / 255.0)


def fixed(points: NDArray[np.floating]) -> NDArray[np.int32]:
    """px to OpenCV's fixed point."""
    return np.round((np.asarray(points, np.float64) - 0.5) * 2**SUBPIXEL).astype(np.int32)


def smooth_noise(rng: Random, side: int, cells: int, cells_x: int | None = None) -> NDArray[np.float32]:
    """side x side of about unit variance, with `cells` bumps down (and across)."""
    coarse = rng.normal(0, 1, (cells, cells_x or cells)).astype(np.float32)
    return np.asarray(cv2.resize(coarse, (side, side), interpolation=cv2.INTER_CUBIC), np.float32)


def any_colour(rng: Random) -> Colour:
    """Mostly the muted colours of clothes, at times a strong one."""
    if rng.random() < 0.5:
        return np.asarray(rng.uniform(5, 250) * np.ones(3) + rng.normal(0, 10, 3)).clip(0, 255)
    return np.asarray(rng.uniform(0, 255, 3))


def cloth(rng: Random, side: int, colour: Colour | None = None) -> NDArray[np.float32]:
    """A woven surface: colour, folds, at times stripes or a print."""
    if side > 120:
        return np.asarray(cv2.resize(cloth(rng, side // 2, colour), (side, side)), np.float32)
    base = any_colour(rng) if colour is None else colour
    out = np.ones((side, side, 3), np.float32) * base.astype(np.float32)
    if rng.random() < 0.3:
        second, angle = any_colour(rng), rng.uniform(0, np.pi)
        y, x = np.mgrid[0:side, 0:side]
        wave = np.sin((x * np.cos(angle) + y * np.sin(angle)) * 2 * np.pi / rng.uniform(3, 20)) > rng.uniform(
            -0.3, 0.8
        )
        out[wave] = second
    elif rng.random() < 0.2:
        out[smooth_noise(rng, side, int(rng.integers(10, 60))) > rng.uniform(0.2, 1)] = any_colour(rng)
    folds = 1 + rng.uniform(0.02, 0.14) * smooth_noise(rng, side, int(rng.integers(3, 14)), int(rng.integers(3, 10)))
    return np.asarray(out * folds[..., None], np.float32)
