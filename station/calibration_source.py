"""Pictures for a calibration: files, or the station's camera while it runs."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from station.capture.camera import Camera
from station.capture.live import LiveSource
from station.capture.sources import Source, SourceKind, frames_of, resolve
from station.settings import load_settings
from vision.errors import TongjingError
from vision.frame import Picture

FIRST_PICTURE_S = 12.0
SETTLING_FRAMES = 15
"""A webcam needs about half a second to find its exposure."""


def open_live(source: Source) -> LiveSource:
    """The camera, with the station's own picture size and rotation; not started."""
    # a command says what is wrong once, in its own sentence
    logging.getLogger(Camera.__module__).addHandler(logging.NullHandler())
    return Camera(load_settings().camera.model_copy(update={"id": str(source.device)}))


@contextmanager
def running(source: Source) -> Iterator[LiveSource]:
    """The camera started, with its first pictures there. Raises TongjingError where none comes."""
    live = open_live(source)
    live.start()
    try:
        if live.frames.wait_newer(-1, FIRST_PICTURE_S) is None:
            raise TongjingError(
                f"camera {source.name}: no picture came within {FIRST_PICTURE_S:.0f} s ({live.status.value});"
                " plug it in, and close every other program that uses it."
            )
        yield live
    finally:
        live.stop()


def one_of(text: str) -> Source:
    """The one source that is meant; raises TongjingError for a folder of several."""
    sources = resolve(text)
    if len(sources) != 1:
        raise TongjingError(f"{text}: holds {len(sources)} files; give one picture, or the camera's number.")
    return sources[0]


def still(text: str, wait_s: float, out: TextIO) -> Picture:
    """One picture: a file's, a clip's first, or the camera's after `wait_s` seconds to step on the mark."""
    source = one_of(text)
    if source.kind is not SourceKind.CAMERA:
        return next(iter(frames_of(source))).pixels
    with running(source) as live:
        if wait_s > 0.0:
            out.write(f"the picture is taken in {wait_s:.0f} s\n")
            out.flush()
            time.sleep(wait_s)
        return settled(live, text)


def settled(live: LiveSource, text: str) -> Picture:
    """The camera's picture once its exposure has settled. Raises TongjingError where it stops before."""
    first = live.frames.get()
    frame = first
    for _ in range(SETTLING_FRAMES if first is not None else 0):
        assert frame is not None
        frame = live.frames.wait_newer(frame.index, FIRST_PICTURE_S / 4.0)
        if frame is None:
            break
    if frame is None:
        raise TongjingError(f"camera {text}: the pictures stopped ({live.status.value}); check its cable.")
    return frame.pixels
