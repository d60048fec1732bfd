"""Does the camera still show the world? Black pictures, and pictures that repeat to the last bit."""

import numpy as np

from station.capture.status import CameraStatus
from vision.frame import Picture

LASTS_S = 1.5
BLACK_MEAN = 8.0
BLACK_SPREAD = 4.0
_STRIDE = 16


class PictureWatch:
    """Judges each picture against the ones before. `reset` forgets them.

    A sensor's noise makes every real picture differ from the last one; equal to the bit for a while means that the
    driver repeats itself, as some do after the cable is pulled.
    """

    def __init__(self, lasts_s: float = LASTS_S) -> None:
        self._lasts_s = lasts_s
        self.reset()

    def reset(self) -> None:
        """No picture yet."""
        self._last: np.ndarray | None = None
        self._same_since_s: float | None = None
        self._black_since_s: float | None = None

    def judge(self, pixels: Picture, now_s: float) -> CameraStatus:
        """OK, BLACK or FROZEN after this picture."""
        sample = pixels[::_STRIDE, ::_STRIDE].copy()
        black = float(sample.mean()) < BLACK_MEAN and float(sample.std()) < BLACK_SPREAD
        same = self._last is not None and np.array_equal(sample, self._last)
        self._last = sample
        self._black_since_s = (self._black_since_s if self._black_since_s is not None else now_s) if black else None
        self._same_since_s = (self._same_since_s if self._same_since_s is not None else now_s) if same else None
        if self._black_since_s is not None and now_s - self._black_since_s >= self._lasts_s:
            return CameraStatus.BLACK
        if self._same_since_s is not None and now_s - self._same_since_s >= self._lasts_s and not black:
            return CameraStatus.FROZEN
        return CameraStatus.OK
