"""Reading video files frame by frame."""

import math
import os
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from vision.errors import TongjingError
from vision.frame import Frame, Picture

CLIP_ENDINGS = frozenset({".mp4", ".mov", ".m4v", ".avi", ".mkv", ".webm", ".mpg", ".mpeg"})
_ASSUMED_FPS = 25.0
_MOST_MISSES = 250
"""Damaged frames in a row, ten seconds of them, before the rest of the file is given up."""

# FFmpeg and OpenCV would tell each damaged byte on standard error; what a person can use is said in one sentence.
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_ERROR)


class ClipError(TongjingError):
    """A file that is no video the product can use."""


def read_clip(path: Path, source: str | None = None) -> Iterator[Frame]:
    """The clip's frames in order, upright and unmirrored. `source`: the name they carry (default: the path).

    A frame's time is the one that the file gives it, from the first one on: telephones do not keep an even pace.
    Damaged frames are left out, and a clip that is cut off ends where its readable frames end. Raises ClipError, one
    sentence with the file's name, where not a single frame can be read.
    """
    capture = _open(path)
    try:
        index = 0
        for pixels, time_s in _readable(capture):
            yield Frame(pixels, index, time_s, source or str(path))
            index += 1
        if index == 0:
            raise ClipError(f"{path}: not one frame of this video can be read; the file is damaged or cut off.")
    finally:
        capture.release()


def _readable(capture: cv2.VideoCapture) -> Iterator[tuple[Picture, float]]:
    """Pictures with their seconds since the first one."""
    step_s, promised = 1.0 / _rate(capture), capture.get(cv2.CAP_PROP_FRAME_COUNT)
    reads = misses = 0
    first_s: float | None = None
    last_s = -step_s
    while True:
        found, pixels = capture.read()
        reads += 1
        if not found or pixels is None:
            misses += 1
            # a read fails at the end as it does at a damaged frame: the header says which of them it is
            if reads >= promised or misses > _MOST_MISSES:
                return
            continue
        misses = 0
        stamp_s = float(capture.get(cv2.CAP_PROP_POS_MSEC)) / 1000.0
        first_s = stamp_s if first_s is None else first_s
        time_s = stamp_s - first_s
        # a file without time stamps, or with ones that go back, keeps its even pace
        last_s = time_s if time_s > last_s else last_s + step_s
        yield np.ascontiguousarray(pixels, dtype=np.uint8), last_s


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
