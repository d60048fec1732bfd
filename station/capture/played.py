"""Clips and pictures that behave like a camera: in real time, over and over, from a thread of their own."""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from station.capture.live import LatestFrame
from station.capture.sources import Source, SourceKind, frames_of
from station.capture.status import CameraStatus
from vision.errors import TongjingError
from vision.frame import Frame

PICTURE_S = 3.0
"""How long a single picture is shown."""
PICTURE_RATE_HZ = 10.0

_logger = logging.getLogger(__name__)


class PlayedSource:
    """Plays frames at their own times. `start` once, `stop` once; `rewind` begins the next round now."""

    def __init__(
        self,
        frames: Callable[[], Iterator[Frame]],
        *,
        loop: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`frames` gives the frames of one round; it is called again for every round."""
        self.frames = LatestFrame()
        self.error: TongjingError | None = None
        """Why nothing is played, where the source cannot be read."""
        self._rounds, self._loop, self._clock = frames, loop, clock
        self._origin_s = clock()
        self._index = 0
        self._status = CameraStatus.STARTING
        self._stopping = threading.Event()
        self._interrupt = threading.Event()
        self._thread = threading.Thread(target=self._play, name="played-source", daemon=True)

    @property
    def status(self) -> CameraStatus:
        """OK while it plays, MISSING where it cannot be read or has ended."""
        return self._status

    @property
    def elapsed_s(self) -> float:
        """Now on the clock that the frames' times are of."""
        return self._clock() - self._origin_s

    def start(self) -> None:
        """Begin to play; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread."""
        self._stopping.set()
        self._interrupt.set()
        self.frames.close()
        if self._thread.is_alive():
            self._thread.join(timeout=5.0)

    def rewind(self) -> None:
        """Begin again with the first frame, for the next session."""
        self._interrupt.set()

    def _play(self) -> None:
        try:
            self._play_round()
            while self._loop and not self._stopping.is_set():
                self._play_round()
        except TongjingError as error:
            self.error = error
            _logger.error("played source: %s", error)
        self._status = CameraStatus.MISSING

    def _play_round(self) -> None:
        self._interrupt.clear()
        if self._stopping.is_set():
            return
        began_s = self.elapsed_s
        for frame in self._rounds():
            if self._interrupt.wait(max(0.0, began_s + frame.time_s - self.elapsed_s)):
                return
            self.frames.put(replace(frame, index=self._index, time_s=self.elapsed_s))
            self._index += 1
            self._status = CameraStatus.OK
        # the last frame is seen for as long as the others
        self._interrupt.wait(1.0 / PICTURE_RATE_HZ)


def played(sources: tuple[Source, ...], *, loop: bool = True) -> PlayedSource:
    """A live source from files: clips at their own speed, each picture for a few seconds."""

    def one_round() -> Iterator[Frame]:
        began_s = 0.0
        for source in sources:
            last_s = began_s
            for frame in _paced(source):
                last_s = began_s + frame.time_s
                yield replace(frame, time_s=last_s)
            began_s = last_s + 1.0 / PICTURE_RATE_HZ

    return PlayedSource(one_round, loop=loop)


def _paced(source: Source) -> Iterator[Frame]:
    if source.kind is SourceKind.CLIP:
        yield from frames_of(source)
        return
    (still,) = frames_of(source)
    for tick in range(round(PICTURE_S * PICTURE_RATE_HZ)):
        yield replace(still, time_s=tick / PICTURE_RATE_HZ)
