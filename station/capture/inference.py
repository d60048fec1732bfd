"""The worker that measures: newest frame in, observation out, in a thread of its own. Painting never waits for it."""

import logging
import threading
from collections.abc import Callable
from typing import Protocol

from station.capture.live import LatestFrame
from vision.errors import TongjingError
from vision.frame import Frame
from vision.observation import Observation

WAIT_S = 0.2

_logger = logging.getLogger(__name__)


class FrameObserver(Protocol):
    """What measures a frame: `vision.observer.Observer`."""

    def observe(self, frame: Frame) -> Observation:
        """Measure one frame."""

    def reset(self) -> None:
        """Forget the source."""


class InferenceWorker:
    """Measures the newest frame of a slot, again and again; frames that come meanwhile are left out.

    `take` gives each observation once. `reset_observer` may be called from any thread and holds before the next
    frame; observations of frames from before it are not handed out.
    """

    def __init__(
        self,
        frames: LatestFrame,
        make_observer: Callable[[], FrameObserver],
        *,
        look: Callable[[Frame], None] | None = None,
    ) -> None:
        """`make_observer` is called in the worker's thread, because loading models takes a while. `look` sees every
        frame that is measured, for badge codes.
        """
        self.error: str = ""
        """What ended the worker, in words; empty while all is well."""
        self._frames, self._make_observer, self._look = frames, make_observer, look
        self._lock = threading.Lock()
        self._newest: Observation | None = None
        self._wants_reset = False
        self._stopping = threading.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="inference", daemon=True)

    @property
    def ready(self) -> bool:
        """True once the models are loaded."""
        return self._ready.is_set()

    @property
    def running(self) -> bool:
        """True while the thread lives."""
        return self._thread.is_alive()

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread; returns when the frame that is being measured is done."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10.0)

    def take(self) -> Observation | None:
        """The newest observation if it has not been taken yet."""
        with self._lock:
            newest, self._newest = self._newest, None
            return newest

    def reset_observer(self) -> None:
        """Forget the person: another one may stand there."""
        with self._lock:
            self._wants_reset = True
            self._newest = None

    def _run(self) -> None:
        try:
            observer = self._make_observer()
            self._ready.set()
            self._measure(observer)
        except TongjingError as error:
            self.error = str(error)
        except Exception as error:
            # the thread's outermost edge: whatever it was, the kiosk has to say that it no longer checks
            self.error = f"Measuring has stopped ({type(error).__name__}); restart Tongjing."
            _logger.exception("inference worker")

    def _measure(self, observer: FrameObserver) -> None:
        last_index = -1
        while not self._stopping.is_set():
            frame = self._frames.wait_newer(last_index, WAIT_S)
            if frame is None:
                # a closed slot answers at once
                self._stopping.wait(0.01)
                continue
            last_index = frame.index
            with self._lock:
                reset, self._wants_reset = self._wants_reset, False
            if reset:
                observer.reset()
            observation = observer.observe(frame)
            with self._lock:
                if not self._wants_reset:
                    self._newest = observation
            if self._look is not None:
                self._look(frame)
