"""Reading video files frame by frame."""

import math
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from vision.errors import TongjingError
from vision.frame import Frame

CLIP_ENDINGS = frozenset({".mp4", ".mov", ".m4v", ".avi", ".mkv", ".webm", ".mpg", ".mpeg"})
_ASSUMED_FPS = 25.0


class ClipError(TongjingError):
    """A file that is no video the product can use."""


def read_clip(path: Path, source: str | None = None) -> Iterator[Frame]:
    """The clip's frames in order, upright and unmirrored. `source`: the name they carry (default: the path).

    Raises ClipError, one sentence with the file's name, where not a single frame can be read. A clip that is cut
    off ends where its readable frames end.
    """
    capture = _open(path)
    try:
        rate, index = _rate(capture), 0
        while True:
            found, pixels = capture.read()
            if not found or pixels is None:
                break
            yield Frame(np.ascontiguousarray(pixels, dtype=np.uint8), index, index / rate, source or str(path))
            index += 1
        if index == 0:
            raise ClipError(f"{path}: not one frame of this video can be read; the file is damaged or cut off.")
    finally:
        capture.release()


def _open(path: Path) -> cv2.VideoCapture:
    if not path.exists():
        raise ClipError(f"{path}: there is no such file.")
    if path.stat().st_size == 0:
        raise ClipError(f"{path}: the file is empty (zero bytes).")
    capture = cv2.VideoCapture(str(path), cv2.CAP_FFMPEG)
    if not capture.isOpened():
        capture.release()
        raise ClipError(f"{path}: this is no video that can be read, or it is cut off; give an MP4, MOV, AVI or MKV.")
    return capture


def _rate(capture: cv2.VideoCapture) -> float:
    rate = float(capture.get(cv2.CAP_PROP_FPS))
    return rate if math.isfinite(rate) and 1.0 <= rate <= 240.0 else _ASSUMED_FPS
