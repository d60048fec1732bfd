"""The chest rectified: a small picture in which the trunk always hangs straight and has the same size.

Its origin is the middle between the shoulders, its downward axis runs to the middle between the hips, and one unit is
about the trunk's length. Trunks foreshortened by a bow, or with hips that were guessed below the picture, would make
the unit wrong: it is held between two multiples of the shoulder width.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.frame import Picture
from vision.landmarks.points import BodyPoint
from vision.upright_chart import UprightChart

WIDTH_PX, HEIGHT_PX = 192, 256
UNIT_PX = 192.0
"""Chart px of one unit."""
TOP = -0.25
"""Height of the chart's upper edge over the shoulder line, units, + down."""
SHORTEST, LONGEST = 1.15, 2.1
"""Bounds of the unit in shoulder widths; a frontal trunk has about 1.5."""
BEYOND = 127
"""Grey of what lies beyond the picture's edge."""


@dataclass(frozen=True, slots=True)
class Chart(UprightChart):
    """The origin is the middle between the shoulders, the axis runs to the middle between the hips."""

    @property
    def step_px(self) -> float:
        """Picture px of one px of the product's chart."""
        return self.unit_px / UNIT_PX

    def cut(
        self, picture: Picture, size: tuple[int, int] = (WIDTH_PX, HEIGHT_PX), unit: float = UNIT_PX, top: float = TOP
    ) -> Picture:
        """The chart's pixels, height x width x 3 like the picture; grey beyond the picture's edge.

        `size` width and height in chart px, `unit` chart px of a unit, `top` the upper edge in units.
        """
        corner = (-size[0] / 2.0 / unit, top)
        return self.pixels(picture, size, corner, self.unit_px / unit, beyond=BEYOND)


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
