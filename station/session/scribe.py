"""The way of a record into the log, and what stands when the log refuses."""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from datetime import datetime
from typing import Protocol

from station.identify.subject import Subject
from station.log.errors import LogError
from station.log.record import EventKind, ModelId, SessionRecord
from station.session.course import Course
from station.session.minutes import record_of
from station.settings import Settings


class SessionLog(Protocol):
    """Where records go: `station.log.ComplianceLog`."""

    def append_session(self, record: SessionRecord) -> object:
        """Return once the record is on the disk; raise LogError otherwise."""


class Scribe:
    """Holds the records that are on their way. Nothing is called logged before `poll` has returned True."""

    def __init__(
        self,
        log: SessionLog,
        settings: Settings,
        models: Sequence[ModelId],
        local_now: Callable[[], datetime],
        executor: Executor,
    ) -> None:
        """`executor` does the writing: a slow disk must not stop the mirror."""
        self._log, self._settings, self._models = log, settings, tuple(models)
        self._executor = executor
        self._waiting: deque[SessionRecord] = deque()
        self._running: Future[object] | None = None
        self.local_now = local_now
        self.fault: LogError | None = None
        self.ending = "accepted"
        """How the session ended that was drafted last, as the screen words it."""
        self.lost = False
        """True where the last record had to be given up."""

    @property
    def busy(self) -> bool:
        """True while a record is being written."""
        return self._running is not None

    def draft(
        self,
        ending: EventKind,
        words: str,
        *,
        subject: Subject | None,
        course: Course | None,
        started: datetime,
        language: str,
        why: str | None = None,
    ) -> None:
        """Write the record of a session that ends now; it waits until `poll` sends it. `words`: see `ending`."""
        self.ending = words
        self._waiting.append(
            record_of(
                subject=subject,
                course=course,
                started=started,
                ended=max(self.local_now(), started),
                ending=ending,
                why=why,
                language=language,
                settings=self._settings,
                models=self._models,
            )
        )

    def poll(self) -> bool | None:
        """Send what waits. True: all on the disk; None: under way; False and `fault`: the log refuses, it waits."""
        while self._waiting or self._running is not None:
            if self._running is None:
                self._running = self._executor.submit(self._log.append_session, self._waiting[0])
            if not self._running.done():
                return None
            written, self._running = self._running, None
            try:
                written.result()
            except LogError as error:
                self.fault = error
                return False
            self._waiting.popleft()
            self.fault, self.lost = None, False
        return True

    def give_up(self) -> None:
        """What waits is dropped; the idle screen goes on saying so until a later one is logged.

        A record that is being written just now is let through: it is not lost if the disk takes it after all.
        """
        self.lost = self.lost or bool(self._waiting)
        self.fault = None
        while len(self._waiting) > (1 if self.busy else 0):
            self._waiting.pop()
