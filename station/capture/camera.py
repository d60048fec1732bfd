"""The camera: a reader thread, a watchdog over it, and a camera that comes back by itself.

`read` may block for many seconds after the cable is pulled, or go on giving the last picture. So the reader runs in a
thread of its own that nobody waits for: a reader that is late is given up (it lets the device go as soon as its call
returns) and another one is started under the same stable device name.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

from station.capture.device import Device, DeviceError, find_device, open_device, stable_name
from station.capture.live import LatestFrame
from station.capture.picture_watch import PictureWatch
from station.capture.status import CameraStatus
from station.settings import CameraSettings
from vision.frame import Frame

STALL_S = 2.0
"""No picture for so long: the reader is given up."""
OPEN_S = 6.0
"""Opening may take longer than a read."""
LOOK_S = 0.1
RETRY_S = 0.5
SLOW_RETRY_S = 4.0
BUDGET = 5
BUDGET_WINDOW_S = 60.0

Opener = Callable[[Path, CameraSettings], Device]
Finder = Callable[[str], Path | None]

_logger = logging.getLogger(__name__)


class RestartBudget:
    """How soon the next restart may come: at once for a few in a minute, then slowly. `reset` forgives."""

    def __init__(self, count: int = BUDGET, window_s: float = BUDGET_WINDOW_S) -> None:
        self._count, self._window_s = count, window_s
        self.reset()

    def reset(self) -> None:
        """No restarts so far."""
        self._spent: deque[float] = deque()

    def delay_s(self, now_s: float) -> float:
        """How long to wait before the next restart; counts it."""
        while self._spent and now_s - self._spent[0] > self._window_s:
            self._spent.popleft()
        self._spent.append(now_s)
        return RETRY_S if len(self._spent) <= self._count else SLOW_RETRY_S


class _Reader(threading.Thread):
    """Opens the device and reads until it is told to end, the device fails, or somebody has given it up."""

    def __init__(self, camera: "Camera", path: Path) -> None:
        super().__init__(name="camera-reader", daemon=True)
        self._camera, self._path = camera, path
        self.ending = threading.Event()
        self.failure: CameraStatus | None = None
        self.opened = False
        self.alive_s = camera.clock()

    def run(self) -> None:
        """The thread's body."""
        try:
            device = self._camera.opener(self._path, self._camera.settings)
        except DeviceError as failure:
            self.failure = failure.status
            return
        watch = PictureWatch()
        try:
            self.opened = True
            while not self.ending.is_set():
                pixels = device.read()
                now_s = self._camera.clock()
                if pixels is None:
                    self.failure = CameraStatus.UNPLUGGED
                    return
                status = watch.judge(pixels, now_s)
                if status is CameraStatus.FROZEN:
                    self.failure = status
                    return
                self.alive_s = now_s
                self._camera.deliver(self, pixels, status, now_s)
        finally:
            device.release()


class Camera:
    """A camera as a live source. `start` once, `stop` once."""

    def __init__(
        self,
        settings: CameraSettings,
        *,
        opener: Opener = open_device,
        finder: Finder = find_device,
        clock: Callable[[], float] = time.monotonic,
        stall_s: float = STALL_S,
        open_s: float = OPEN_S,
        retry_s: float = LOOK_S,
        budget: RestartBudget | None = None,
    ) -> None:
        """`opener`, `finder` and `clock` stand in for the hardware in tests; `retry_s`: how often a look is taken."""
        self.settings, self.opener, self.clock = settings, opener, clock
        self.frames = LatestFrame()
        self._finder, self._stall_s, self._open_s, self._look_s = finder, stall_s, open_s, retry_s
        self._budget = budget or RestartBudget()
        self._name = settings.id
        self._lock = threading.Lock()
        self._status = CameraStatus.STARTING
        self._index = 0
        self._origin_s = clock()
        self._reader: _Reader | None = None
        self._next_try_s = self._origin_s
        self._stopping = threading.Event()
        self._watchdog = threading.Thread(target=self._watch, name="camera-watchdog", daemon=True)

    @property
    def status(self) -> CameraStatus:
        """How the camera is doing now."""
        with self._lock:
            return self._status

    @property
    def elapsed_s(self) -> float:
        """Now on the clock that the frames' times are of."""
        return self.clock() - self._origin_s

    def start(self) -> None:
        """Begin; returns at once, the first picture comes when it comes."""
        self._watchdog.start()

    def stop(self) -> None:
        """End both threads. A reader that hangs in the driver is left behind; it holds nothing but the device."""
        self._stopping.set()
        self.frames.close()
        if self._watchdog.is_alive():
            self._watchdog.join(timeout=5.0)
        reader = self._reader
        if reader is not None:
            reader.ending.set()
            reader.join(timeout=self._stall_s)
        self._reader = None

    def deliver(self, reader: threading.Thread, pixels: object, status: CameraStatus, now_s: float) -> None:
        """A picture from the reader; one that was given up delivers nothing any more."""
        with self._lock:
            if reader is not self._reader:
                return
            self._status = status
            frame = Frame(pixels, self._index, now_s - self._origin_s, self._name or "camera")  # type: ignore[arg-type]
            self._index += 1
        if status is CameraStatus.OK:
            self.frames.put(frame)
        else:
            self.frames.clear()

    def _watch(self) -> None:
        while not self._stopping.wait(self._look_s):
            self._look()

    def _look(self) -> None:
        now_s = self.clock()
        reader = self._reader
        if reader is None:
            if now_s >= self._next_try_s:
                self._try_to_open()
            return
        if not reader.is_alive():
            self._give_up(reader.failure or CameraStatus.UNPLUGGED, now_s, counted=reader.opened)
        elif now_s - reader.alive_s > (self._stall_s if reader.opened else self._open_s):
            gone = self._finder(self._name) is None
            self._give_up(CameraStatus.UNPLUGGED if gone else CameraStatus.FROZEN, now_s, counted=True)

    def _try_to_open(self) -> None:
        path = self._finder(self._name)
        if path is None:
            # looking for a name costs nothing, so a camera that comes back is found at once
            self._say(CameraStatus.UNPLUGGED if self._index else CameraStatus.MISSING)
            return
        self._name = self._name if self._index else stable_name(path)
        reader = _Reader(self, path)
        with self._lock:
            self._reader = reader
        reader.start()

    def _give_up(self, status: CameraStatus, now_s: float, *, counted: bool) -> None:
        reader = self._reader
        if reader is not None:
            reader.ending.set()
        with self._lock:
            self._reader = None
        self._say(status)
        self._next_try_s = now_s + (self._budget.delay_s(now_s) if counted else RETRY_S)

    def _say(self, status: CameraStatus) -> None:
        with self._lock:
            changed, self._status = self._status is not status, status
        self.frames.clear()
        if changed:
            _logger.warning("camera: %s", status.value)
