"""From a session to the records of the chain: what is signed for good, and what is only committed to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from checklists.verdict import Limits
from station.log.encoding import Json, local_text, utc_text
from station.log.record import ClauseRecord, Event, EventKind, Finding, SessionRecord
from vision.measure import Value

SMILE_MEASURES = frozenset({"smile_ratio", "teeth_visible"})
SMILE_CLAUSE = "face.smile"


class Kind(StrEnum):
    """The kinds of records in the chain."""

    GENESIS = "genesis"
    SESSION = "session"
    CLAUSE = "clause"
    EVENT = "event"
    CHECKPOINT = "checkpoint"
    ERASURE = "erasure"
    PURGE = "purge"


class PartName(StrEnum):
    """The parts of a record that are stored apart and can be erased."""

    WEARER = "wearer"
    VALUES = "values"
    BY = "by"
    WHY = "why"


@dataclass(frozen=True, slots=True)
class Part:
    """A personal part of a record and whose it is (a pseudonym; empty: nobody known)."""

    name: PartName
    person: str
    values: dict[str, Json]


@dataclass(frozen=True, slots=True)
class Draft:
    """A record before it has a place in the chain."""

    kind: Kind
    data: dict[str, Json]
    station: str
    branch: str
    session_id: str | None = None
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Policy:
    """What the owner has decided about personal values."""

    personal_values: bool = True
    """Measured values are personal: stored apart, erased after the retention time."""
    smile: bool = False
    """The smile's clause may stand in a personal record."""


def of_session(record: SessionRecord, policy: Policy) -> list[Draft]:
    """The drafts of one session: the session itself, its clauses, its events."""
    person = "" if record.wearer is None else record.wearer.pseudonym
    kept = [clause for clause in record.clauses if policy.smile or not _is_smile(clause)]
    withheld: list[Json] = [clause.clause for clause in record.clauses if clause not in kept]
    data: dict[str, Json] = {
        "started": _moment(record.started),
        "ended": _moment(record.ended),
        "checklist": {
            "id": record.checklist,
            "version": record.checklist_version,
            "hash": record.checklist_hash,
        },
        "models": [{"name": model.name, "sha256": model.sha256} for model in record.models],
        "language": record.language,
        "identified_by": record.identified_by.value,
        "outcome": record.outcome.value,
        "clauses": len(kept),
        "events": len(record.events),
        "withheld": withheld,
    }
    parts: tuple[Part, ...] = ()
    if record.wearer is not None:
        wearer: dict[str, Json] = {
            "pseudonym": record.wearer.pseudonym,
            "staff_number": record.wearer.staff_number,
            "display_name": record.wearer.display_name,
        }
        parts = (Part(PartName.WEARER, person, wearer),)
    session = Draft(Kind.SESSION, data, record.station, record.branch, record.session_id, parts)
    clauses = [_of_clause(clause, record, person, policy) for clause in kept]
    events = [of_event(event, record.session_id, record.station, record.branch, person) for event in record.events]
    return [session, *clauses, *events]


def _of_clause(clause: ClauseRecord, record: SessionRecord, person: str, policy: Policy) -> Draft:
    data: dict[str, Json] = {
        "clause": clause.clause,
        "checklist": record.checklist,
        "mode": clause.mode.value,
        "outcome": clause.final.outcome.value,
        "measure": clause.measure,
        "limits": _limits(clause.limits),
        "reason": clause.final.reason,
        "view": clause.view.value,
        "frames": clause.frames,
        "corrected": clause.corrected,
        "first": None if clause.first is None else {
            "outcome": clause.first.outcome.value,
            "reason": clause.first.reason,
        },
        "disputed": clause.disputed,
        "overridden": clause.overridden_by is not None,
    }  # fmt: skip
    values = _values(clause.final, clause.first)
    parts: list[Part] = []
    if policy.personal_values and any(value is not None for value in values.values()):
        parts.append(Part(PartName.VALUES, person, values))
    elif not policy.personal_values:
        data["values"] = values
    parts += _override(clause.overridden_by, clause.why, person)
    return Draft(Kind.CLAUSE, data, record.station, record.branch, record.session_id, tuple(parts))


def of_event(event: Event, session_id: str, station: str, branch: str, person: str) -> Draft:
    """The draft of an event of a session, in it or after it; `person` is the session's wearer."""
    data: dict[str, Json] = {
        "event": event.kind.value,
        "at": _moment(event.at),
        "clause": event.clause,
        "outcome": None if event.outcome is None else event.outcome.value,
        "overridden": event.kind is EventKind.OVERRIDDEN,
    }
    return Draft(Kind.EVENT, data, station, branch, session_id, tuple(_override(event.by, event.why, person)))


def _override(by: str | None, why: str | None, person: str) -> Iterable[Part]:
    """By whom belongs to that person; the reason speaks of the wearer, and is erased with the wearer."""
    if by is not None:
        yield Part(PartName.BY, by, {"by": by})
    if why is not None:
        yield Part(PartName.WHY, person, {"why": why})


def _values(final: Finding, first: Finding | None) -> dict[str, Json]:
    return {
        "value": _plain(final.value),
        "sigma": _plain(final.sigma),
        "first_value": None if first is None else _plain(first.value),
        "first_sigma": None if first is None else _plain(first.sigma),
    }


def _limits(limits: Limits | None) -> dict[str, Json] | None:
    if limits is None:
        return None
    return {"low": _plain(limits.low), "high": _plain(limits.high), "any_of": [_plain(v) for v in limits.any_of]}


def _plain(value: Value | None) -> Json:
    """A value as JSON knows it; a NumPy scalar becomes Python's."""
    return value if value is None or isinstance(value, str | bool) else float(value)


def _moment(moment: datetime) -> dict[str, Json]:
    return {"utc": utc_text(moment), "local": local_text(moment)}


def _is_smile(clause: ClauseRecord) -> bool:
    return clause.measure in SMILE_MEASURES or clause.clause == SMILE_CLAUSE
