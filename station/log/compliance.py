"""The log as the kiosk knows it: open, append a session, and be sure."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, select

from checklists.verdict import Text
from station.log.anchor import CHECKPOINT_FOLDER, HEAD_FILE, Anchor
from station.log.chain import Appended, BeforeCommit, ChainWriter, Clock, local_now
from station.log.database import DATABASE_FILE, Database
from station.log.draft import Draft, Kind, PartName, Policy, of_event, of_session
from station.log.durable import sole_writer
from station.log.encoding import parse_utc
from station.log.errors import LogError, Trouble, from_os
from station.log.key import KEY_FILE, StationKey
from station.log.record import Event, SessionRecord
from station.log.retention import DEFAULT_KEEP_DAYS, Erased, erase_person, purge_before
from station.log.schema import chain, payload
from station.log.tip import Tip

_TRUSTED_LEAP = timedelta(days=7)

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof that a batch is on the disk: the screen may say "logged" when it holds one."""

    session_id: str
    first_sequence: int
    last_sequence: int
    hash: str
    utc: str
    local: str
    clock_set_back_s: float | None
    """How far the clock went back since the record before; None: it did not. To be shown to the manager."""


class ComplianceLog:
    """The append-only signed log in one data folder. Safe to call from several threads and processes."""

    def __init__(
        self, writer: ChainWriter, *, station: str, branch: str, policy: Policy, keep_days: int | None
    ) -> None:
        self._writer = writer
        self._station = station
        self._branch = branch
        self._policy = policy
        self._keep_days = keep_days

    @classmethod
    def open(
        cls,
        data_dir: Path,
        *,
        station: str = "station",
        branch: str = "",
        policy: Policy | None = None,
        keep_days: int | None = DEFAULT_KEEP_DAYS,
        clock: Clock = local_now,
    ) -> "ComplianceLog":
        """Opens the log for writing; a folder without one gets a key and an empty chain.

        `station` and `branch` stand in the log's own records (first record, checkpoints, erasures); a session brings
        its own. Personal values older than `keep_days` are purged when a day begins; None: never by itself.
        `LogError` where the log is cut, damaged, locked, read-only, or its key is missing or another.
        """
        try:
            data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
            with sole_writer(data_dir):
                writer = _opened(data_dir, clock)
        except OSError as error:
            raise from_os(error, data_dir) from error
        log = cls(
            writer, station=station, branch=branch, policy=Policy() if policy is None else policy, keep_days=keep_days
        )
        try:
            tip = writer.check()
            if tip is None:
                genesis = Draft(Kind.GENESIS, {"public_key": writer.key.public.hex}, station, branch)
                writer.append(lambda _: [genesis], station=station, branch=branch)
            else:
                log._purge_if_due(tip)
            writer.key.publish(data_dir)
        except BaseException:
            log.close()
            raise
        return log

    @property
    def key_id(self) -> str:
        """The fingerprint of the station's key; whoever audits should have written it down at installation."""
        return self._writer.key.public.id

    @property
    def database(self) -> Database:
        """The open database."""
        return self._writer.database

    def append_session(self, record: SessionRecord) -> Receipt:
        """Logs a session, whole or not at all; returns when it is on the disk. `LogError` otherwise.

        The same record again, after an error that left it open whether it was logged, gives its receipt and no second
        entry. `LogError` (duplicate) where the log holds another session of that id.
        """
        drafts = of_session(record, self._policy)

        def collect(connection: Connection) -> list[Draft]:
            logged = _logged(connection, record.session_id)
            if logged is not None:
                raise _AlreadyLoggedError(logged)
            return drafts

        try:
            return self._receipt(record.session_id, self._append(collect))
        except _AlreadyLoggedError as known:
            if known.data != [draft.data for draft in drafts]:
                raise _duplicate(record.session_id) from None
            return known.receipt(record.session_id)

    def append_event(self, session_id: str, event: Event) -> Receipt:
        """Logs what happens to a session after it was logged: a dispute, an override, a human check's result."""

        def collect(connection: Connection) -> list[Draft]:
            found = connection.execute(
                select(chain.c.station, chain.c.branch, chain.c.sequence).where(
                    chain.c.session_id == session_id, chain.c.kind == Kind.SESSION.value
                )
            ).first()
            if found is None:
                raise _unknown(session_id)
            person = _wearer(connection, found.sequence)
            return [of_event(event, session_id, found.station, found.branch, person)]

        return self._receipt(session_id, self._append(collect))

    def clauses_of(self, session_id: str) -> tuple[str, ...]:
        """The ids of the clauses that were judged in a session. `LogError` where the log holds no such session."""
        with self.database.transaction() as connection:
            rows = _logged(connection, session_id)
        if rows is None:
            raise _unknown(session_id)
        judged = (json.loads(row.body) for row in rows)
        return tuple(body["data"]["clause"] for body in judged if body["kind"] == Kind.CLAUSE.value)

    def checkpoint(self) -> Anchor | None:
        """Signs and anchors the head now; None where nothing is new since the last checkpoint."""
        return self._writer.checkpoint(station=self._station, branch=self._branch)

    def purge(self, keep_days: int = DEFAULT_KEEP_DAYS) -> Erased:
        """Erases the personal parts of everything logged more than `keep_days` local days ago."""
        return purge_before(self._writer, keep_days, station=self._station, branch=self._branch)

    def erase(self, person: str) -> Erased:
        """Erases everything personal of one person, named by pseudonym, staff number or display name."""
        return erase_person(self._writer, person, station=self._station, branch=self._branch)

    def close(self) -> None:
        """Closes the database. What was logged has long been on the disk."""
        self._writer.database.close()

    def _append(self, collect: BeforeCommit) -> Appended:
        try:
            appended = self._writer.append(collect, station=self._station, branch=self._branch)
        except ValueError as error:
            raise LogError(
                Trouble.BAD_RECORD,
                Text(zh=f"记录无法写入日志：{error}。", en=f"The record cannot be logged: {error}."),
            ) from error
        if appended.before is not None and appended.before.day != appended.local[:10]:
            self._purge_if_due(appended.before)
        return appended

    def _purge_if_due(self, before: Tip) -> None:
        """Forgets what is due. After a leap of the clock it waits for the next day: a clock that is years ahead must
        not empty the log. What goes wrong here is no reason to say that a session was not logged.
        """
        leap = self._writer.now() - parse_utc(before.utc)
        if self._keep_days is None or leap > _TRUSTED_LEAP:
            return
        try:
            self.purge(self._keep_days)
        except LogError as error:
            _logger.warning("the daily purge failed: %s", error)

    def _receipt(self, session_id: str, appended: Appended) -> Receipt:
        return Receipt(
            session_id=session_id,
            first_sequence=appended.first,
            last_sequence=appended.last,
            hash=appended.hash,
            utc=appended.utc,
            local=appended.local,
            clock_set_back_s=appended.clock_set_back_s,
        )


def _opened(data_dir: Path, clock: Clock) -> ChainWriter:
    """The writer of a folder, after making sure that its key, database and head belong together."""
    traces = [data_dir / HEAD_FILE, *(data_dir / CHECKPOINT_FOLDER).glob("*.json")]
    trace = next((path for path in traces if path.exists()), None)
    if trace is not None and not (data_dir / DATABASE_FILE).exists():
        raise LogError(
            Trouble.NO_LOG,
            Text(
                zh=f"{data_dir} 中有 {trace.name}，但日志数据库不见了：请从备份恢复整个文件夹。",
                en=f"{data_dir} holds {trace.name}, but the log's database is gone: restore the folder from backup.",
            ),
        )
    key = StationKey.load(data_dir)
    database = Database(data_dir, writable=True)
    try:
        database.migrate()
        owner = _chain_of(database)
        if key is None and owner is None:
            key = StationKey.create(data_dir)
        if key is None or owner not in (None, key.public.id):
            raise _foreign_key(data_dir, missing=key is None)
    except BaseException:
        database.close()
        raise
    return ChainWriter(data_dir, database, key, clock)


def _chain_of(database: Database) -> str | None:
    with database.transaction() as connection:
        return connection.execute(select(chain.c.chain).order_by(chain.c.sequence).limit(1)).scalar()


class _AlreadyLoggedError(Exception):
    """The batch of a session that is in the chain already."""

    def __init__(self, rows: Sequence[Row[Any]]) -> None:
        super().__init__()
        bodies = [json.loads(row.body) for row in rows]
        size = bodies[0]["batch"][1]
        self._rows, self._bodies = rows[:size], bodies[:size]

    @property
    def data(self) -> list[Any]:
        """What is signed of each of its records."""
        return [body["data"] for body in self._bodies]

    def receipt(self, session_id: str) -> Receipt:
        """The receipt that was due then."""
        first, last, body = self._rows[0], self._rows[-1], self._bodies[0]
        back_s = body["clock_set_back_s"]
        return Receipt(session_id, first.sequence, last.sequence, last.hash, body["utc"], body["local"], back_s)


def _logged(connection: Connection, session_id: str) -> Sequence[Row[Any]] | None:
    """The records of a session from its first on; None where the chain has none."""
    of_session = select(chain.c.sequence, chain.c.hash, chain.c.body).where(chain.c.session_id == session_id)
    return connection.execute(of_session.order_by(chain.c.sequence)).all() or None


def _wearer(connection: Connection, sequence: int) -> str:
    person = select(payload.c.person).where(payload.c.sequence == sequence, payload.c.part == PartName.WEARER.value)
    return connection.execute(person).scalar() or ""


def _foreign_key(data_dir: Path, *, missing: bool) -> LogError:
    if missing:
        return LogError(
            Trouble.NO_KEY,
            Text(
                zh=f"日志 {data_dir} 的密钥 {KEY_FILE} 不见了：请从备份恢复，或另用新文件夹开始新日志。",
                en=f"The key {KEY_FILE} of the log {data_dir} is gone: restore it from a backup, "
                "or begin a new log in another folder.",
            ),
        )
    return LogError(
        Trouble.WRONG_KEY,
        Text(
            zh=f"{data_dir} 中的密钥不是该日志开始时的密钥：请恢复原密钥，或另用新文件夹开始新日志。",
            en=f"The key in {data_dir} is not the one the log began with: restore the old key, "
            "or begin a new log in another folder.",
        ),
    )


def _duplicate(session_id: str) -> LogError:
    return LogError(
        Trouble.DUPLICATE,
        Text(
            zh=f"会话 {session_id} 已在日志中，未重复写入。",
            en=f"Session {session_id} is in the log already and was not logged twice.",
        ),
    )


def _unknown(session_id: str) -> LogError:
    return LogError(
        Trouble.BAD_REQUEST,
        Text(
            zh=f"日志中没有会话 {session_id}：请用 tongjing log list 核对编号。",
            en=f"The log holds no session {session_id}: look its id up with tongjing log list.",
        ),
    )
