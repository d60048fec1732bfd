"""Live pictures: the one slot that holds the newest frame, and what every live source promises."""

import threading
from typing import Protocol

from station.capture.status import CameraStatus
from vision.frame import Frame


class LatestFrame:
    """A slot for one frame: writers replace it, readers take the newest and never wait for an older one."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._frame: Frame | None = None
        self._closed = False

    def put(self, frame: Frame) -> None:
        """Replace the frame."""
        with self._condition:
            self._frame = frame
            self._condition.notify_all()

    def get(self) -> Frame | None:
        """The newest frame, or None before the first."""
        with self._condition:
            return self._frame

    def wait_newer(self, than_index: int, timeout_s: float) -> Frame | None:
        """The newest frame once its index is above `than_index`; None when the time is up or the slot is closed."""
        with self._condition:
            self._condition.wait_for(lambda: self._closed or self._is_newer(than_index), timeout_s)
            return self._frame if self._is_newer(than_index) and not self._closed else None

    def clear(self) -> None:
        """Nothing to see: an old picture must not stand for a new one."""
        with self._condition:
            self._frame = None

    def close(self) -> None:
        """Wake everybody who waits; nothing more will come."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()

    def _is_newer(self, than_index: int) -> bool:
        return self._frame is not None and self._frame.index > than_index


class LiveSource(Protocol):
    """A camera, or something that behaves like one. `frames` holds the newest picture."""

    frames: LatestFrame

    @property
    def status(self) -> CameraStatus:
        """How it is doing now."""

    def start(self) -> None:
        """Begin to deliver. Returns at once."""

    def stop(self) -> None:
        """Stop delivering and give everything back. Returns when that is done, or after a short while."""
