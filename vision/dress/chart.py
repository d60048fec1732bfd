"""The chest rectified: a small picture in which the trunk always hangs straight and has the same size.

A similarity (shift, turn, one scale), so that angles in the chart are angles in the picture. Its origin is the middle
between the shoulders, its downward axis runs to the middle between the hips, and one unit is about the trunk's
length. Trunks foreshortened by a bow, or with hips that were guessed below the picture, would make the unit wrong:
it is held between two multiples of the shoulder width.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.frame import Picture
from vision.landmarks.points import BodyPoint, Floats

WIDTH_PX, HEIGHT_PX = 192, 256
UNIT_PX = 192.0
"""Chart px of one unit."""
TOP = -0.25
"""Height of the chart's upper edge over the shoulder line, units, + down."""
SHORTEST, LONGEST = 1.15, 2.1
"""Bounds of the unit in shoulder widths; a frontal trunk has about 1.5."""
BEYOND = 127
"""Grey of what lies beyond the picture's edge."""
FINEST_STEP = 1.5
"""Picture px per chart px above which the picture is averaged instead of sampled."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Where the chart lies in the picture."""

    x: float
    y: float
    """Middle between the shoulders, picture px."""
    down: tuple[float, float]
    """Unit vector from the shoulders' middle to the hips', in the picture."""
    unit_px: float
    """Picture px of one unit."""

    @property
    def step_px(self) -> float:
        """Picture px of one px of the product's chart."""
        return self.unit_px / UNIT_PX

    def to_units(self, xy: NDArray[np.floating]) -> NDArray[np.float64]:
        """N x 2 picture px -> N x 2 units: first + to the right as the camera sees it, second + down the trunk."""
        dx, dy = self.down
        off = (np.asarray(xy, np.float64) - (self.x, self.y)) / self.unit_px
        return np.stack([off[:, 0] * dy - off[:, 1] * dx, off[:, 0] * dx + off[:, 1] * dy], axis=1)

    def to_picture(self, units: NDArray[np.floating]) -> NDArray[np.float64]:
        """The reverse of `to_units`."""
        dx, dy = self.down
        u, v = (np.asarray(units, np.float64) * self.unit_px).T
        return np.stack([self.x + u * dy + v * dx, self.y - u * dx + v * dy], axis=1)

    def cut(
        self, picture: Picture, size: tuple[int, int] = (WIDTH_PX, HEIGHT_PX), unit: float = UNIT_PX, top: float = TOP
    ) -> Picture:
        """The chart's pixels, height x width x 3 like the picture; grey beyond the picture's edge.

        `size` width and height in chart px, `unit` chart px of a unit, `top` the upper edge in units.
        """
        finer = max(1, math.ceil(self.unit_px / unit / FINEST_STEP))
        width, height = size[0] * finer, size[1] * finer
        step = self.unit_px / (unit * finer)
        dx, dy = self.down
        # pixel centres of the chart map to pixel centres of the picture
        first = np.array([[0.5 - width / 2.0, 0.5 + top * unit * finer]]) / (unit * finer)
        x, y = self.to_picture(first)[0] - 0.5
        matrix = np.array([[dy * step, dx * step, x], [-dx * step, dy * step, y]])
        drawn = cv2.warpAffine(
            picture,
            matrix,
            (width, height),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_CONSTANT,
            borderValue=(BEYOND, BEYOND, BEYOND),
        )
        if finer > 1:
            drawn = cv2.resize(drawn, size, interpolation=cv2.INTER_AREA)
        return np.asarray(drawn, dtype=np.uint8)


def chart_of(xy: NDArray[np.floating]) -> Chart | None:
    """The chart of a body, 33 x 2 picture px; None where shoulders and hips span nothing."""
    shoulders = np.asarray(xy[[BodyPoint.LEFT_SHOULDER, BodyPoint.RIGHT_SHOULDER]], np.float64)
    middle = shoulders.mean(0)
    trunk = np.asarray(xy[[BodyPoint.LEFT_HIP, BodyPoint.RIGHT_HIP]], np.float64).mean(0) - middle
    length, width = float(np.linalg.norm(trunk)), float(np.linalg.norm(shoulders[0] - shoulders[1]))
    if not (math.isfinite(length) and math.isfinite(width)) or min(length, width) < 1.0:
        return None
    unit = min(max(length, SHORTEST * width), LONGEST * width)
    return Chart(float(middle[0]), float(middle[1]), (float(trunk[0]) / length, float(trunk[1]) / length), unit)


def units_of(chart_px: NDArray[np.floating]) -> NDArray[np.float64]:
    """N x 2 chart px (0 = the outer edge of the first pixel) -> units."""
    return np.asarray((np.asarray(chart_px, np.float64) - (WIDTH_PX / 2.0, -TOP * UNIT_PX)) / UNIT_PX)


def chart_px_of(units: NDArray[np.floating]) -> NDArray[np.float64]:
    """The reverse of `units_of`."""
    return np.asarray(np.asarray(units, np.float64) * UNIT_PX + (WIDTH_PX / 2.0, -TOP * UNIT_PX))


def model_input(chart: Picture) -> Floats:
    """1 x height x width x 3, red-green-blue, 0..1."""
    return np.ascontiguousarray(chart[None, ..., ::-1], dtype=np.float32) / np.float32(255.0)
