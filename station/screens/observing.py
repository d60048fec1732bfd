"""Inference beside the screen: a thread that always takes the newest frame and never makes the mirror wait."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import Protocol

from station.capture.live import LatestFrame
from vision.errors import TongjingError
from vision.frame import Frame
from vision.observation import Observation

_log = logging.getLogger(__name__)
_WAIT_S = 0.1


class ObservesFrames(Protocol):
    """What the thread runs: the vision core's observer."""

    wanted: frozenset[str] | None
    """Measures that somebody waits for; None: all."""

    def observe(self, frame: Frame) -> Observation:
        """Measure one frame."""

    def reset(self) -> None:
        """Forget the source."""


class ObservingThread:
    """Builds the observer (models take a second or two) and feeds it. Observations wait until they are collected."""

    def __init__(
        self,
        frames: LatestFrame,
        build: Callable[[Frame], ObservesFrames],
        read_codes: Callable[[Frame, float], tuple[str, ...]] | None = None,
        keep: int = 64,
    ) -> None:
        """`frames` holds the newest frame of the source; `build` makes the observer for frames of that size.

        `read_codes` looks for badges in a frame while `wants_codes` is set.
        """
        self.wants_codes = False
        self.wanted: frozenset[str] | None = None
        """Measures that somebody waits for just now; None: all."""
        self._read_codes = read_codes
        self._codes: deque[str] = deque(maxlen=keep)
        self._forget = threading.Event()
        self._frames = frames
        self._build = build
        self._done: deque[Observation] = deque(maxlen=keep)
        self._stopping = threading.Event()
        self._ready = threading.Event()
        self._fault: str | None = None
        self._thread = threading.Thread(target=self._run, name="observing", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, timeout_s: float = 20.0) -> None:
        """End after the frame at hand; a thread that still ran a model at the end of the process would abort it."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    @property
    def ready(self) -> bool:
        """True once the models are loaded."""
        return self._ready.is_set()

    @property
    def fault(self) -> str | None:
        """The sentence that says why nothing is observed; None while all is well."""
        return self._fault

    def collect(self) -> list[Observation]:
        """Observations since the last call, oldest first."""
        found = []
        while self._done:
            found.append(self._done.popleft())
        return found

    def collect_codes(self) -> list[str]:
        """Badge texts since the last call, oldest first."""
        found = []
        while self._codes:
            found.append(self._codes.popleft())
        return found

    def reset(self) -> None:
        """Another body may stand there: the observer forgets before the next frame, and what waits is dropped."""
        self._forget.set()
        self._done.clear()
        self._codes.clear()

    def _run(self) -> None:
        try:
            self._observe_until_stopped()
        except TongjingError as error:
            self._fault = str(error)
        except Exception as error:
            # the thread's last words: without them the screen would wait for ever without saying why
            _log.exception("the observing thread ended")
            self._fault = f"The picture cannot be analysed ({type(error).__name__}: {error}); restart the station."

    def _observe_until_stopped(self) -> None:
        observer: ObservesFrames | None = None
        seen: Frame | None = None
        while not self._stopping.is_set():
            frame = self._frames.wait_newer(-1 if seen is None else seen.index, _WAIT_S)
            if frame is None:
                continue
            fresh_source = seen is None or frame.time_s < seen.time_s or frame.pixels.shape != seen.pixels.shape
            if observer is None:
                observer = self._build(frame)
                self._ready.set()
                seen = frame
                continue
            if fresh_source or self._forget.is_set():
                self._forget.clear()
                observer.reset()
            seen = frame
            observer.wanted = self.wanted
            observation = observer.observe(frame)
            if not self._forget.is_set():
                self._done.append(observation)
            if self.wants_codes and self._read_codes is not None:
                self._codes.extend(self._read_codes(frame, frame.time_s))
