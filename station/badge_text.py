"""Reads the text of a staff card beside the checks, where the owner wants it and the extra is installed.

One card in some seconds, in a thread of its own: no frame waits for it. Text that was read is evidence that a card
shows a printed side (`badge_face_out`); that none was read is no evidence of anything. Neither the text nor the
picture is kept.
"""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from station.screens.observing import ObservesFrames
from vision.badge_text.reader import CardReader, CardText, ReadsCards
from vision.frame import Frame
from vision.measure import Measure, Measures
from vision.models.text import load_text_models, text_folder
from vision.observation import Observation, Pixel

MEASURE = "badge_face_out"
READ_EVERY_S = 2.0
STAYS_S = 4.0
"""How long a reading stands while the card hangs where it hung."""
MOVED_CARDS = 0.5
"""A card that is this many of its own sizes away may be another one, or turned over."""
DOUBT = 0.04
"""Chance that a side with text on it is not the front."""


def card_reader() -> ReadsCards | None:
    """The reader with its models loaded; None without the extra. TongjingError where its files are others."""
    return CardReader(load_text_models()) if text_folder() is not None else None


class CardWatch:
    """An observer that also reads cards. State: the reading that runs, and the last one with its place."""

    def __init__(
        self,
        observer: ObservesFrames,
        reader: ReadsCards,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._observer, self._reader, self._clock = observer, reader, clock
        self._pool = ThreadPoolExecutor(1, "badge text")
        self.reset()

    def reset(self) -> None:
        """Another body may stand there: what was read is nobody's any more."""
        self._observer.reset()
        self._running: Future[CardText] | None = None
        self._asked: tuple[Pixel, ...] = ()
        self._read: tuple[Pixel, ...] | None = None
        self._read_s = self._started_s = float("-inf")

    def observe(self, frame: Frame) -> Observation:
        """Measure one frame, and say of its card what was read of it."""
        observation = self._observer.observe(frame)
        badge, now_s = observation.items.badge, self._clock()
        self._collect(now_s)
        if badge is None or observation.people != 1 or not observation.quality.fit:
            return observation
        if self._running is None and now_s - self._started_s >= READ_EVERY_S:
            self._started_s, self._asked = now_s, badge.corners
            self._running = self._pool.submit(self._reader.read, frame.pixels, badge.corners)
        if self._read is None or now_s - self._read_s > STAYS_S or _moved(self._read, badge.corners):
            return observation
        return replace(observation, measures=_faced(observation.measures))

    def _collect(self, now_s: float) -> None:
        if self._running is None or not self._running.done():
            return
        text, self._running = self._running.result(), None
        if text.readable:
            self._read, self._read_s = self._asked, now_s


def _moved(before: Sequence[Pixel], now: Sequence[Pixel]) -> bool:
    first, second = np.asarray(before), np.asarray(now)
    size = float(np.ptp(first, axis=0).max())
    return float(np.linalg.norm(second.mean(axis=0) - first.mean(axis=0))) > MOVED_CARDS * size


def _faced(measures: Measures) -> Measures:
    """The front is shown: text was read on it. What is known better already stays."""
    known = measures.get(MEASURE)
    if known is not None and known.value is True and known.sigma is not None and known.sigma <= DOUBT:
        return measures
    view = known.view if known is not None else measures["badge_present"].view
    return {**measures, MEASURE: Measure(MEASURE, True, DOUBT, view=view)}
