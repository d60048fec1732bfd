"""A take: some seconds of a live source as a sequence of frames, for commands that end by themselves."""

import math
from collections.abc import Iterator

from station.capture.live import LiveSource
from station.capture.status import CameraStatus
from vision.errors import TongjingError
from vision.frame import Frame

FIRST_FRAME_S = 8.0
NEXT_FRAME_S = 2.5
_SAID = {
    CameraStatus.MISSING: "there is no such camera; plug it in, or give another number",
    CameraStatus.BUSY: "the camera is in use by another program; close that program",
    CameraStatus.UNPLUGGED: "the camera has been unplugged",
    CameraStatus.BLACK: "the camera delivers black pictures only; take the cover off the lens",
    CameraStatus.FROZEN: "the camera delivers the same picture again and again; unplug it and plug it in again",
    CameraStatus.STARTING: "the camera does not deliver a picture",
}


def take(live: LiveSource, name: str, seconds: float) -> Iterator[Frame]:
    """The newest frames of `live` for so many seconds of its own clock, then the source is stopped.

    Frames that come while one is being looked at are skipped, as on the kiosk. Raises TongjingError in one sentence
    where no picture comes.
    """
    live.start()
    try:
        first_s, newest, wait_s = math.nan, -1, FIRST_FRAME_S
        while True:
            frame = live.frames.wait_newer(newest, wait_s)
            if frame is None:
                raise TongjingError(f"{name}: {_SAID.get(live.status, 'no picture comes from the camera')}.")
            if math.isnan(first_s):
                first_s, wait_s = frame.time_s, NEXT_FRAME_S
            if frame.time_s - first_s > seconds:
                return
            newest = frame.index
            yield Frame(frame.pixels, frame.index, frame.time_s - first_s, name)
    finally:
        live.stop()
