"""The way of a record into the log, and what stands when the log refuses."""

from collections.abc import Callable, Sequence
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
    """Holds the one record that is on its way. Nothing is called logged before `append` has returned True."""

    def __init__(
        self,
        log: SessionLog,
        settings: Settings,
        models: Sequence[ModelId],
        local_now: Callable[[], datetime],
    ) -> None:
        self._log, self._settings, self._models = log, settings, tuple(models)
        self.local_now = local_now
        self.pending: SessionRecord | None = None
        self.fault: LogError | None = None
        self.ending = "accepted"
        """How the session ended that was drafted last, as the screen words it."""
        self.lost = False
        """True where the last record had to be given up."""

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
        """Write the record of a session that ends now; it waits until `append`. `words`: see `ending`."""
        self.ending = words
        self.pending = record_of(
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

    def append(self) -> bool:
        """Put the waiting record into the log; False and `fault` where the log refuses. It waits on then."""
        if self.pending is None:
            return True
        try:
            self._log.append_session(self.pending)
        except LogError as error:
            self.fault = error
            return False
        self.pending = self.fault = None
        self.lost = False
        return True

    def give_up(self) -> None:
        """The record is dropped; the idle screen goes on saying so until a later one is logged."""
        self.lost = self.lost or self.pending is not None
        self.pending = self.fault = None
