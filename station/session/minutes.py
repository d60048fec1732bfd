"""The minutes of a session: what is handed to the log at its end."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from checklists.verdict import Outcome, Verdict, overall
from station.identify.subject import Subject
from station.log.draft import SMILE_CLAUSE, SMILE_MEASURES
from station.log.record import (
    ClauseRecord,
    Event,
    EventKind,
    IdentifiedBy,
    ModelId,
    Person,
    SessionOutcome,
    SessionRecord,
)
from station.session.course import Course
from station.settings import Settings

NO_CHECKLIST = "none"
"""Stands in a record where the session ended before a checklist was chosen."""

_ENDINGS = {
    EventKind.ABANDONED: SessionOutcome.ABANDONED,
    EventKind.DECLINED: SessionOutcome.DECLINED,
    EventKind.HUMAN_CHECK: SessionOutcome.HUMAN_CHECK,
}
STOPPED = "stopped by the person"
LEFT = "left half-way"


def record_of(
    *,
    subject: Subject | None,
    course: Course | None,
    started: datetime,
    ended: datetime,
    ending: EventKind,
    why: str | None,
    language: str,
    settings: Settings,
    models: Sequence[ModelId] = (),
) -> SessionRecord:
    """The record of one session. `course` None: it ended before anything was checked."""
    events = (
        Event(EventKind.STARTED, started),
        *(course.events if course else ()),
        Event(ending, ended, why=why),
    )
    return SessionRecord(
        session_id=str(uuid.uuid4()),
        started=started,
        ended=ended,
        station=settings.station.id,
        branch=settings.station.branch,
        checklist=course.checklist.id if course else NO_CHECKLIST,
        checklist_version=course.checklist.version if course else "",
        checklist_hash=course.checklist.sha256 if course else "",
        outcome=_outcome(course, ending, settings.checks.smile_in_records),
        identified_by=subject.by if subject else IdentifiedBy.NOBODY,
        wearer=_person(subject),
        models=tuple(models),
        language=language,
        clauses=_clauses(course) if course else (),
        events=events,
    )


def _outcome(course: Course | None, ending: EventKind, with_smile: bool) -> SessionOutcome:
    """A smile that is kept out of the record must not be told by the session's outcome either."""
    if ending in _ENDINGS:
        return _ENDINGS[ending]
    verdicts = list(course.verdicts.values()) if course else []
    counted = [verdict for verdict in verdicts if with_smile or not _is_smile(verdict)]
    return SessionOutcome(overall(counted).value)


def _is_smile(verdict: Verdict) -> bool:
    return verdict.clause == SMILE_CLAUSE or verdict.measure in SMILE_MEASURES


def _person(subject: Subject | None) -> Person | None:
    if subject is None or subject.member is None:
        return None
    return Person(subject.pseudonym, subject.member.number, subject.member.name)


def _clauses(course: Course) -> tuple[ClauseRecord, ...]:
    """Every clause that was looked at. In a session that was left, the ones that were not reached are not there."""
    return tuple(
        ClauseRecord.from_verdict(
            verdict,
            corrected=course.corrected(verdict.clause),
            first=course.first_of(verdict.clause),
            disputed=verdict.clause in course.disputed,
        )
        for verdict in course.verdicts.values()
        if course.complete or course.looked_at(verdict.clause) or verdict.outcome is Outcome.NOT_APPLICABLE
    )
