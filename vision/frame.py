"""One picture as it came from its source."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""H x W x 3, blue-green-red, unmirrored, upright (EXIF rotation already applied)."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A picture with its place in the source. The pixels are shared and must not be written to."""

    pixels: Picture
    index: int = 0
    """Counts from 0 within the source."""
    time_s: float = 0.0
    """Seconds since the source's first frame; never decreases."""
    source: str = ""

    @property
    def width_px(self) -> int:
        """Columns of the picture."""
        return int(self.pixels.shape[1])

    @property
    def height_px(self) -> int:
        """Rows of the picture."""
        return int(self.pixels.shape[0])
