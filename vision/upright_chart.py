"""A part of the body rectified: a small picture in which it always stands upright and has the same size.

A similarity (shift, turn, one scale), so that angles in the chart are angles in the picture. What the origin, the
downward axis and the unit are is the part's own: the chest's in `vision/dress/chart.py`, the head's in
`vision/grooming/chart.py`.
"""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.frame import Picture
from vision.landmarks.points import Floats

FINEST_STEP = 1.5
"""Picture px per chart px above which the picture is averaged instead of sampled."""


@dataclass(frozen=True, slots=True)
class UprightChart:
    """Where a chart lies in the picture."""

    x: float
    y: float
    """The origin, picture px."""
    down: tuple[float, float]
    """Unit vector of the part's downward axis, in the picture."""
    unit_px: float
    """Picture px of one unit."""

    def to_units(self, xy: NDArray[np.floating]) -> NDArray[np.float64]:
        """N x 2 picture px -> N x 2 units: first + to the right as the camera sees it, second + down the part."""
        dx, dy = self.down
        off = (np.asarray(xy, np.float64) - (self.x, self.y)) / self.unit_px
        return np.stack([off[:, 0] * dy - off[:, 1] * dx, off[:, 0] * dx + off[:, 1] * dy], axis=1)

    def to_picture(self, units: NDArray[np.floating]) -> NDArray[np.float64]:
        """The reverse of `to_units`."""
        dx, dy = self.down
        u, v = (np.asarray(units, np.float64) * self.unit_px).T
        return np.stack([self.x + u * dy + v * dx, self.y - u * dx + v * dy], axis=1)

    def pixels(
        self,
        picture: Picture,
        size: tuple[int, int],
        corner: tuple[float, float],
        step_px: float,
        *,
        beyond: int | None,
    ) -> Picture:
        """The picture's part with its upper left at `corner` (units), `size` px wide and high, x 3 like the picture.

        `step_px`: picture px of one px of it. `beyond`: the grey beyond the picture's edge; None repeats its rim.
        """
        finer = max(1, math.ceil(step_px / FINEST_STEP))
        width, height = size[0] * finer, size[1] * finer
        step = step_px / finer
        dx, dy = self.down
        # pixel centres of the chart map to pixel centres of the picture
        x, y = self.to_picture(np.array([corner]) + 0.5 * step / self.unit_px)[0] - 0.5
        grey = 0 if beyond is None else beyond
        drawn = cv2.warpAffine(
            picture,
            np.array([[dy * step, dx * step, x], [-dx * step, dy * step, y]]),
            (width, height),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE if beyond is None else cv2.BORDER_CONSTANT,
            borderValue=(grey, grey, grey),
        )
        if finer > 1:
            drawn = cv2.resize(drawn, size, interpolation=cv2.INTER_AREA)
        return np.asarray(drawn, dtype=np.uint8)


def model_input(chart: Picture) -> Floats:
    """1 x height x width x 3, red-green-blue, 0..1."""
    return np.ascontiguousarray(chart[None, ..., ::-1], dtype=np.float32) / np.float32(255.0)
