"""What one session leaves behind. Words, numbers and flags only: a picture, a landmark or a face template has no
field it could stand in, and no text may be longer than `MAX_TEXT` characters.
"""

import math
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from enum import StrEnum
from numbers import Real

from checklists.verdict import Limits, Mode, Outcome, Verdict
from vision.measure import Value, View

MAX_TEXT = 500
"""Characters in any text of a record: long enough for a reason in words, far too short for a picture."""


class EventKind(StrEnum):
    """What may happen to a session besides its verdicts."""

    STARTED = "started"
    ABANDONED = "abandoned"
    DECLINED = "declined"
    DISPUTED = "disputed"
    HUMAN_CHECK = "human_check"
    ACCEPTED = "accepted"
    OVERRIDDEN = "overridden"


class SessionOutcome(StrEnum):
    """How a session ended."""

    PASS = "pass"
    FAIL = "fail"
    UNCLEAR = "unclear"
    ABANDONED = "abandoned"
    DECLINED = "declined"
    HUMAN_CHECK = "human_check"


class IdentifiedBy(StrEnum):
    """How the station knew who it was; never by the face."""

    BADGE = "badge"
    PIN = "pin"
    GUEST = "guest"
    NOBODY = "nobody"


def _check(record: object) -> None:
    """Refuses what is no word, number, flag or time, texts that are too long, and numbers that are no numbers."""
    for field in fields(record):  # type: ignore[arg-type]
        value = getattr(record, field.name)
        where = f"{type(record).__name__}.{field.name}"
        if isinstance(value, str):
            if len(value) > MAX_TEXT:
                raise ValueError(f"{where}: {len(value)} characters, at most {MAX_TEXT}")
            value.encode("utf-8")
        elif isinstance(value, Real):
            if not math.isfinite(value):
                raise ValueError(f"{where}: {value} is not a number that can be logged")
        elif isinstance(value, datetime):
            if value.tzinfo is None:
                raise ValueError(f"{where}: a time needs its offset from UTC")
        elif not (value is None or isinstance(value, tuple) or is_dataclass(value)):
            raise ValueError(f"{where}: {type(value).__name__} is nothing that can be logged")


@dataclass(frozen=True, slots=True)
class Person:
    """Who it was. Stored apart from the signed record, so that it can be erased."""

    pseudonym: str
    staff_number: str | None = None
    display_name: str | None = None

    def __post_init__(self) -> None:
        _check(self)
        if not self.pseudonym.strip():
            raise ValueError("Person.pseudonym: empty; a session without a person has wearer None")


@dataclass(frozen=True, slots=True)
class ModelId:
    """A model that looked on: its name and the SHA-256 of its file, in hex."""

    name: str
    sha256: str

    def __post_init__(self) -> None:
        _check(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a clause's measuring gave at one moment."""

    outcome: Outcome
    value: Value | None = None
    sigma: float | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        _check(self)

    @classmethod
    def from_verdict(cls, verdict: Verdict) -> "Finding":
        """The verdict's finding. Of a clause that does not apply, neither value nor reason is taken over: the reason
        may be someone's religion or health.
        """
        if verdict.outcome is Outcome.NOT_APPLICABLE:
            return cls(outcome=verdict.outcome)
        reason = None if verdict.reason is None else str(verdict.reason)
        return cls(outcome=verdict.outcome, value=verdict.value, sigma=verdict.sigma, reason=reason)


@dataclass(frozen=True, slots=True)
class ClauseRecord:
    """One clause, as it stood at the end of the session.

    `corrected`: the person put something right on the spot; `first` is then what was found before. `overridden_by`
    and `why` belong together: who set the final outcome by hand, and for what reason.
    """

    clause: str
    mode: Mode
    final: Finding
    measure: str | None = None
    limits: Limits | None = None
    view: View = View.UNKNOWN
    frames: int = 0
    corrected: bool = False
    first: Finding | None = None
    disputed: bool = False
    overridden_by: str | None = None
    why: str | None = None

    def __post_init__(self) -> None:
        _check(self)
        if not self.clause:
            raise ValueError("ClauseRecord.clause: empty")
        if self.corrected and self.first is None:
            raise ValueError(f"{self.clause}: a corrected clause keeps its first finding")
        if (self.overridden_by is None) != (self.why is None):
            raise ValueError(f"{self.clause}: an override needs both by whom and why")
        if self.final.outcome is Outcome.NOT_APPLICABLE and self.final != Finding(Outcome.NOT_APPLICABLE):
            raise ValueError(f"{self.clause}: a clause that does not apply is stored without reason and value")
        for text in (*(self.limits.any_of if self.limits else ()), self.final.value):
            if isinstance(text, str) and len(text) > MAX_TEXT:
                raise ValueError(f"{self.clause}: a category of {len(text)} characters, at most {MAX_TEXT}")

    @classmethod
    def from_verdict(
        cls,
        verdict: Verdict,
        *,
        corrected: bool = False,
        first: Verdict | None = None,
        disputed: bool = False,
        overridden_by: str | None = None,
        why: str | None = None,
    ) -> "ClauseRecord":
        """The record of a final verdict; `first` is the verdict before the correction or the override."""
        return cls(
            clause=verdict.clause,
            mode=verdict.mode,
            final=Finding.from_verdict(verdict),
            measure=verdict.measure,
            limits=verdict.limits,
            view=verdict.view,
            frames=verdict.frames,
            corrected=corrected,
            first=None if first is None else Finding.from_verdict(first),
            disputed=disputed,
            overridden_by=overridden_by,
            why=why,
        )


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened in a session, or to it afterwards.

    `by` and `why` are personal fields. `outcome` is the new outcome of an overridden clause.
    """

    kind: EventKind
    at: datetime
    clause: str | None = None
    outcome: Outcome | None = None
    by: str | None = None
    why: str | None = None

    def __post_init__(self) -> None:
        _check(self)
        if self.kind is EventKind.OVERRIDDEN and not (self.by and self.why):
            raise ValueError("Event: an override needs both by whom and why")


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """One session, whole: it is logged in one transaction or not at all. Times carry their offset from UTC."""

    session_id: str
    started: datetime
    ended: datetime
    station: str
    branch: str
    checklist: str
    checklist_version: str
    checklist_hash: str
    outcome: SessionOutcome
    identified_by: IdentifiedBy
    wearer: Person | None = None
    models: tuple[ModelId, ...] = ()
    language: str = "zh_CN"
    clauses: tuple[ClauseRecord, ...] = ()
    events: tuple[Event, ...] = ()

    def __post_init__(self) -> None:
        _check(self)
        if not self.session_id:
            raise ValueError("SessionRecord.session_id: empty")
        names = [clause.clause for clause in self.clauses]
        if len(set(names)) != len(names):
            raise ValueError(f"session {self.session_id}: a clause is recorded twice")
        if self.wearer is not None and self.identified_by in (IdentifiedBy.GUEST, IdentifiedBy.NOBODY):
            raise ValueError(f"session {self.session_id}: a guest is logged without a person")
