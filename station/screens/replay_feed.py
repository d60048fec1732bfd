"""Files, folders and the demo as a live feed: played in their own time, over and over, from one thread."""

import threading
import time
from collections.abc import Iterator
from dataclasses import replace

from station.capture.live import LatestFrame
from station.capture.sources import Source, SourceKind, frames_of
from station.capture.status import CameraStatus
from vision.errors import TongjingError
from vision.frame import Frame

STILL_S = 6.0
"""How long a single picture stands."""
STILL_FPS = 15.0


class ReplayFeed:
    """Plays sources in a loop. Time and index go on over the ends, as a camera's would."""

    def __init__(self, sources: tuple[Source, ...]) -> None:
        self._sources = sources
        self.frames = LatestFrame()
        self._stopping = threading.Event()
        self._fault: str | None = None
        self._thread = threading.Thread(target=self._run, name="replay", daemon=True)

    def start(self) -> None:
        """Begin playing."""
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._stopping.set()
        self.frames.close()
        if self._thread.is_alive():
            self._thread.join(5.0)

    @property
    def status(self) -> CameraStatus:
        """Playing, about to play, or stopped by a fault."""
        if self._fault is not None:
            return CameraStatus.MISSING
        return CameraStatus.OK if self.frames.get() is not None else CameraStatus.STARTING

    @property
    def fault(self) -> str | None:
        """Why it does not play; None while it does."""
        return self._fault

    def _run(self) -> None:
        begun_s, offset_s, index = time.monotonic(), 0.0, 0
        try:
            while not self._stopping.is_set():
                for source in self._sources:
                    last_s = 0.0
                    for frame in _played(source):
                        last_s = frame.time_s
                        if self._stopping.wait(max(begun_s + offset_s + last_s - time.monotonic(), 0.0)):
                            return
                        self.frames.put(replace(frame, index=index, time_s=offset_s + last_s))
                        index += 1
                    offset_s += last_s + 1.0 / STILL_FPS
        except TongjingError as error:
            self._fault = str(error)


def _played(source: Source) -> Iterator[Frame]:
    if source.kind is not SourceKind.PICTURE:
        yield from frames_of(source)
        return
    still = next(iter(frames_of(source)))
    for number in range(int(STILL_S * STILL_FPS)):
        yield Frame(still.pixels, number, number / STILL_FPS, still.source)
