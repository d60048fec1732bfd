"""Square cut-outs of a picture with their place, so that true pixels can be found again in them."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Window:
    """A square of a picture: upper left corner and side in picture px."""

    x0: float
    y0: float
    side: float

    def cut(self, picture: Picture, size: int) -> Picture:
        """The square as size x size pixels; beyond the picture's edge its rim is repeated."""
        scale = size / self.side
        shift = 0.5 * (scale - 1.0)
        matrix = np.array([[scale, 0, -self.x0 * scale + shift], [0, scale, -self.y0 * scale + shift]])
        source = picture
        if scale < 0.5:
            source = cv2.GaussianBlur(picture, (0, 0), 0.4 / scale)
        out = cv2.warpAffine(source, matrix, (size, size), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(out, np.uint8)

    def placed(self, xy: NDArray[np.floating], size: int) -> NDArray[np.float64]:
        """Picture px N x 2 -> px of the cut-out (corner-based: 0 is the square's edge)."""
        corner = np.array([self.x0, self.y0])
        return np.asarray((np.asarray(xy, float) - corner) * (size / self.side), float)


def centred(x: float, y: float, side: float) -> Window:
    """The square of a side around a point."""
    return Window(x - side / 2, y - side / 2, side)
