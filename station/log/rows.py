"""The log as a table: one row per record, the same in every format."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Connection, select

from station.log.draft import Kind, PartName
from station.log.schema import chain, payload

Cell = str | int | float | None

ERASED = "(erased)"
"""Stands for a personal text that was there and has been erased."""
UNREADABLE = "unreadable"
CHAIN_HEAD = "chain_head"
"""Kind of the last row of every export, which is no record: it says where the chain ended."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record. `None` and "" both mean: there is nothing to say. Times are as they were logged."""

    sequence: int
    kind: str
    day: str = ""
    utc: str = ""
    local: str = ""
    station: str = ""
    branch: str = ""
    session_id: str = ""
    who: str = ""
    identified_by: str = ""
    checklist: str = ""
    checklist_version: str = ""
    checklist_hash: str = ""
    models: str = ""
    clause: str = ""
    mode: str = ""
    verdict: str = ""
    measure: str = ""
    value: Cell = None
    sigma: float | None = None
    limits: str = ""
    reason: str = ""
    corrected: str = ""
    first_verdict: str = ""
    first_value: Cell = None
    first_sigma: float | None = None
    first_reason: str = ""
    disputed: str = ""
    event: str = ""
    overridden_by: str = ""
    why: str = ""
    erased: str = ""
    clock_set_back_s: float | None = None
    key_id: str = ""
    hash: str = ""

    def cells(self) -> list[Cell]:
        """The cells in the order of `COLUMNS`."""
        return [getattr(self, name) for name in COLUMNS]


COLUMNS = tuple(field.name for field in fields(Row))


@dataclass(frozen=True, slots=True)
class Line:
    """A row with the signed text it was made from, for whoever wants to check it without the database."""

    row: Row
    record: str
    signature: str


def read_lines(connection: Connection, first_day: str, last_day: str, branch: str | None) -> list[Line]:
    """All records logged on these local days (ends included), of one branch or of all, in the chain's order."""
    wanted = (chain.c.day >= first_day) & (chain.c.day <= last_day)
    if branch is not None:
        wanted &= chain.c.branch == branch
    parts: dict[int, dict[str, dict[str, Any]]] = {}
    joined = (payload.c.chain == chain.c.chain) & (payload.c.sequence == chain.c.sequence)
    for part in connection.execute(
        select(payload.c.sequence, payload.c.part, payload.c.body).join(chain, joined).where(wanted)
    ):
        parts.setdefault(part.sequence, {})[part.part] = _object(part.body)
    sessions: dict[str, Row] = {}
    lines: list[Line] = []
    for record in connection.execute(select(chain).where(wanted).order_by(chain.c.sequence)):
        row = _row(connection, record, parts.get(record.sequence, {}), sessions)
        lines.append(Line(row, str(record.body), str(record.signature)))
    return lines


def _row(connection: Connection, record: Any, parts: Mapping[str, Any], sessions: dict[str, Row]) -> Row:
    """The row of one record. What somebody has spoilt becomes a row that says so; verifying names the fault."""
    try:
        body = json.loads(record.body)
        row = _common(record, body, parts)
        if body["kind"] == Kind.SESSION:
            sessions[body["session"]] = row
            return row
        if body["kind"] not in (Kind.CLAUSE, Kind.EVENT):
            return row
        of_session = sessions.get(body["session"]) or _session_before(connection, body["session"], sessions)
        return _with_session(row, of_session)
    except (ValueError, TypeError, KeyError, IndexError):
        return Row(sequence=int(record.sequence), kind=UNREADABLE, hash=str(record.hash))


def _common(record: Any, body: Mapping[str, Any], parts: Mapping[str, Any]) -> Row:
    data, commitments = body["data"], body["commitments"]
    erased = sorted(set(commitments) - set(parts))
    values = parts.get(PartName.VALUES, data.get("values", {}))
    first = data.get("first") or {}
    checklist = data.get("checklist") if body["kind"] == Kind.SESSION else {}
    return Row(
        sequence=record.sequence,
        kind=body["kind"],
        day=body["day"],
        utc=body["utc"],
        local=body["local"],
        station=body["station"],
        branch=body["branch"],
        session_id=body["session"] or "",
        who=_personal(parts, commitments, PartName.WEARER, "pseudonym"),
        identified_by=data.get("identified_by", ""),
        checklist=checklist.get("id", ""),
        checklist_version=checklist.get("version", ""),
        checklist_hash=checklist.get("hash", ""),
        models=" ".join(f"{model['name']}:{model['sha256']}" for model in data.get("models", ())),
        clause=data.get("clause") or "",
        mode=data.get("mode", ""),
        verdict=data.get("outcome") or "",
        measure=data.get("measure") or "",
        value=_cell(values.get("value")),
        sigma=values.get("sigma"),
        limits=_limits(data.get("limits")),
        reason=data.get("reason") or "",
        corrected=_flag(data.get("corrected")),
        first_verdict=first.get("outcome", ""),
        first_value=_cell(values.get("first_value")),
        first_sigma=values.get("first_sigma"),
        first_reason=first.get("reason") or "",
        disputed=_flag(data.get("disputed")),
        event=data.get("event", "") or _about(body["kind"], data),
        overridden_by=_personal(parts, commitments, PartName.BY, "by"),
        why=_personal(parts, commitments, PartName.WHY, "why"),
        erased=" ".join(erased),
        clock_set_back_s=body["clock_set_back_s"],
        key_id=body["chain"],
        hash=record.hash,
    )


def _with_session(row: Row, session: Row | None) -> Row:
    """What a clause or an event shares with its session, so that every row can be read by itself."""
    if session is None:
        return row
    shared = ("who", "identified_by", "checklist", "checklist_version", "checklist_hash", "models")
    given = {name: getattr(row, name) for name in COLUMNS}
    return Row(**{**given, **{name: getattr(session, name) for name in shared}})


def _session_before(connection: Connection, session_id: str, sessions: dict[str, Row]) -> Row | None:
    """The session of an event that was logged on a later day."""
    record = connection.execute(
        select(chain).where(chain.c.session_id == session_id, chain.c.kind == Kind.SESSION.value)
    ).first()
    if record is None:
        return None
    rows = connection.execute(select(payload.c.part, payload.c.body).where(payload.c.sequence == record.sequence))
    parts = {row.part: _object(row.body) for row in rows}
    sessions[session_id] = _common(record, json.loads(record.body), parts)
    return sessions[session_id]


def _object(text: Any) -> dict[str, Any]:
    """A personal part; somebody's spoilt text becomes an empty one."""
    try:
        found = json.loads(text)
    except (ValueError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


def _personal(parts: Mapping[str, Any], commitments: Iterable[str], part: PartName, name: str) -> str:
    if part in parts:
        return str(parts[part].get(name) or "")
    return ERASED if part in commitments else ""


def _about(kind: str, data: Mapping[str, Any]) -> str:
    """What a record of the log itself was about."""
    if kind == Kind.CHECKPOINT:
        return f"{data['day']} {data['anchors']}"
    if kind in (Kind.PURGE, Kind.ERASURE):
        return f"{sum(last - first + 1 for _, first, last in data['erased'])} parts"
    return ""


def _cell(value: Any) -> Cell:
    return _flag(value) if isinstance(value, bool) else value


def _flag(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def _limits(limits: Mapping[str, Any] | None) -> str:
    """-3..3, ..5, 2.. or a|b."""
    if limits is None:
        return ""
    if limits["any_of"]:
        return "|".join(str(_cell(value)) for value in limits["any_of"])
    low, high = ("" if limits[end] is None else f"{limits[end]:g}" for end in ("low", "high"))
    return f"{low}..{high}"
