"""What every feed shares that plays something in place of a camera: one thread, a status, a sentence when it ends."""

import threading
import time

from station.capture.live import LatestFrame
from station.capture.status import CameraStatus
from vision.errors import TongjingError


class PlayedFeed:
    """Base of the feeds that play; they say in `_play` what."""

    def __init__(self, name: str) -> None:
        """`name` is the thread's."""
        self.frames = LatestFrame()
        self._stopping = threading.Event()
        self._fault: str | None = None
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

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

    def start(self) -> None:
        """Begin playing."""
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._stopping.set()
        self.frames.close()
        if self._thread.is_alive():
            self._thread.join(5.0)

    def _run(self) -> None:
        try:
            self._play()
        except TongjingError as error:
            self._fault = str(error)

    def _play(self) -> None:
        """Put frames into `frames` until `_stopped` says so. May raise TongjingError."""
        raise NotImplementedError

    def _stopped(self, due_s: float) -> bool:
        """Wait until `due_s` on the monotonic clock; True where the feed is to end."""
        return self._stopping.wait(max(due_s - time.monotonic(), 0.0))
