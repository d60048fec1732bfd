"""The chain's growing end: gives drafts their place, hashes, signs, commits, and anchors the new head.

Order of one append, under the writer lock: read the tip and hold it against the head file; insert; put the next
head on the disk under a preliminary name; commit; rename the head. A crash leaves the head file either at the tip or
one batch behind it, and never before it: a database behind its head file has been cut.
"""

import json
import logging
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select

from checklists.verdict import Text
from station.log.anchor import (
    Anchor,
    checkpoint_path,
    install_head,
    prepare_head,
    read_head,
    write_checkpoint,
)
from station.log.database import Database
from station.log.draft import Draft, Kind, Part
from station.log.durable import sole_writer
from station.log.encoding import (
    EMPTY_HASH,
    Json,
    canonical,
    local_text,
    parse_utc,
    payload_commitment,
    sha256,
    utc_text,
)
from station.log.errors import LogError, Trouble, from_os, trouble_at
from station.log.key import StationKey
from station.log.schema import MAX_BODY, chain, payload
from station.log.tip import Tip, hash_at, read_tip

RECORD_SCHEMA = 1
"""Version of the record's text; an auditor's program reads it first."""

Clock = Callable[[], datetime]
BeforeCommit = Callable[[Connection], Sequence[Draft]]

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Appended:
    """Where a batch came to stand."""

    first: int
    last: int
    hash: str
    utc: str
    local: str
    clock_set_back_s: float | None
    before: Tip | None
    """The last record before this call, which may have closed a day first; None for the first batch."""


@dataclass(frozen=True, slots=True)
class _Moment:
    """One batch has one time: UTC and the wall clock."""

    utc: str
    local: str
    day: str

    @classmethod
    def of(cls, now: datetime) -> "_Moment":
        return cls(utc_text(now), local_text(now), now.date().isoformat())


class ChainWriter:
    """Appends batches to the chain of one data folder; whoever gets a `LogError` knows that nothing was changed."""

    def __init__(self, data_dir: Path, database: Database, key: StationKey, clock: Clock) -> None:
        self.data_dir = data_dir
        self.database = database
        self.key = key
        self._clock = clock

    def now(self) -> datetime:
        """The log's clock: local time with its offset."""
        return self._clock()

    def append(self, collect: BeforeCommit, *, station: str, branch: str) -> Appended:
        """Appends what `collect` gives, as one transaction, after closing the day before where a day has begun.

        `collect` runs inside the transaction and may look at, and delete from, the payload. `station` and `branch`
        stand in the checkpoint.
        """
        with self._locked():
            before = tip = self._checked_tip()
            moment = _Moment.of(self._clock())
            if tip is not None and tip.day != moment.day and tip.kind != Kind.CHECKPOINT:
                tip = self._close_day(tip, moment, station, branch)
            appended = self._commit(collect, tip, moment)
            return replace(appended, before=before)

    def checkpoint(self, *, station: str, branch: str) -> Anchor | None:
        """Closes the tip's day now; None where nothing has been logged since the last checkpoint."""
        with self._locked():
            tip = self._checked_tip()
            if tip is None or tip.kind == Kind.CHECKPOINT:
                return None
            self._close_day(tip, _Moment.of(self._clock()), station, branch)
            return self._last_checkpoint()

    def check(self) -> Tip | None:
        """Holds the tip against the head file, and puts right what a crash has left unfinished."""
        with self._locked():
            tip = self._checked_tip()
            self._restore_checkpoint_file()
            return tip

    def _locked(self) -> "_Locked":
        return _Locked(self.data_dir)

    def _close_day(self, tip: Tip, moment: _Moment, station: str, branch: str) -> Tip:
        self._restore_checkpoint_file()
        data: dict[str, Json] = {"day": tip.day, "anchors": tip.sequence, "hash": tip.hash}
        draft = Draft(Kind.CHECKPOINT, data, station, branch)
        self._commit(lambda _: [draft], tip, moment)
        self._restore_checkpoint_file()
        with self.database.transaction() as connection:
            closed = read_tip(connection)
        if closed is None:
            raise trouble_at(Trouble.DAMAGED, self.database.path)
        return closed

    def _commit(self, collect: BeforeCommit, tip: Tip | None, moment: _Moment) -> Appended:
        set_back_s = None if tip is None else _set_back_s(tip.utc, moment.utc)
        with self.database.transaction() as connection:
            drafts = collect(connection)
            rows, payloads = self._chained(drafts, tip, moment, set_back_s)
            connection.execute(insert(chain), rows)
            if payloads:
                connection.execute(insert(payload), payloads)
            last = rows[-1]
            head = Anchor("head", self.key.public.id, last["sequence"], last["hash"], moment.utc)
            prepare_head(self.data_dir, head.signed(self.key))
        try:
            install_head(self.data_dir)
        except OSError as error:
            # The batch is on the disk and will be found; the head file follows before the next batch.
            _logger.warning("the head file could not be renewed: %s", error.strerror)
        return Appended(
            rows[0]["sequence"], last["sequence"], last["hash"], moment.utc, moment.local, set_back_s, tip
        )

    def _chained(
        self, drafts: Sequence[Draft], tip: Tip | None, moment: _Moment, set_back_s: float | None
    ) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        sequence, previous = (0, EMPTY_HASH) if tip is None else (tip.sequence, tip.hash)
        rows: list[dict[str, Any]] = []
        payloads: list[dict[str, Any]] = []
        for index, draft in enumerate(drafts):
            sequence += 1
            sealed = [self._sealed(part, sequence) for part in draft.parts]
            body = canonical({
                "schema": RECORD_SCHEMA,
                "chain": self.key.public.id,
                "sequence": sequence,
                "previous": previous,
                "batch": [index + 1, len(drafts)],
                "kind": draft.kind.value,
                "session": draft.session_id,
                "station": draft.station,
                "branch": draft.branch,
                "utc": moment.utc,
                "local": moment.local,
                "day": moment.day,
                "clock_set_back_s": set_back_s,
                "commitments": {row["part"]: payload_commitment(row) for row in sealed},
                "data": draft.data,
            })  # fmt: skip
            if len(body) > MAX_BODY:
                raise ValueError(f"a {draft.kind} of {len(body)} characters, at most {MAX_BODY}")
            previous = sha256(body)
            rows.append({
                "chain": self.key.public.id,
                "sequence": sequence,
                "kind": draft.kind.value,
                "session_id": draft.session_id,
                "day": moment.day,
                "utc": moment.utc,
                "station": draft.station,
                "branch": draft.branch,
                "body": body,
                "hash": previous,
                "signature": self.key.sign("record", previous),
            })  # fmt: skip
            payloads += sealed
        return rows, payloads

    def _sealed(self, part: Part, sequence: int) -> dict[str, Any]:
        return {
            "chain": self.key.public.id,
            "sequence": sequence,
            "part": part.name.value,
            "person": part.person,
            "salt": secrets.token_hex(32),
            "body": canonical(part.values),
        }

    def _checked_tip(self) -> Tip | None:
        """The tip, after holding it against the head file. A head one batch behind is brought up first."""
        try:
            head = read_head(self.data_dir)
        except ValueError:
            raise _bad_head(self.data_dir) from None
        with self.database.transaction() as connection:
            tip = read_tip(connection)
            anchored = None if head is None else hash_at(connection, head.sequence)
        if head is None:
            if tip is None or tip.batch_start == 1:
                if tip is not None:
                    self._renew_head(tip)
                return tip
            raise _bad_head(self.data_dir)
        if not head.is_signed_by(self.key.public):
            raise _bad_head(self.data_dir)
        if tip is None or tip.sequence < head.sequence:
            raise cut_tail(self.data_dir, head.sequence, 0 if tip is None else tip.sequence)
        if anchored != head.hash or tip.sequence > head.sequence >= tip.batch_start:
            raise trouble_at(Trouble.DAMAGED, self.database.path)
        if tip.sequence > head.sequence:
            if tip.batch_start != head.sequence + 1:
                raise _bad_head(self.data_dir)
            self._renew_head(tip)
        return tip

    def _renew_head(self, tip: Tip) -> None:
        head = Anchor("head", self.key.public.id, tip.sequence, tip.hash, tip.utc)
        prepare_head(self.data_dir, head.signed(self.key))
        install_head(self.data_dir)

    def _last_checkpoint(self) -> Anchor | None:
        with self.database.transaction() as connection:
            row = connection.execute(
                select(chain.c.sequence, chain.c.hash, chain.c.utc, chain.c.body)
                .where(chain.c.kind == Kind.CHECKPOINT.value)
                .order_by(chain.c.sequence.desc())
                .limit(1)
            ).first()
        if row is None:
            return None
        day = json.loads(row.body)["data"]["day"]
        return Anchor("checkpoint", self.key.public.id, row.sequence, row.hash, row.utc, day).signed(self.key)

    def _restore_checkpoint_file(self) -> None:
        """Writes the last checkpoint's file where a crash between commit and file has left it out."""
        last = self._last_checkpoint()
        if last is None:
            return
        try:
            there = Anchor.parse(checkpoint_path(self.data_dir, last.day).read_text(encoding="utf-8"))
        except FileNotFoundError:
            there = None
        except ValueError:
            raise _bad_head(checkpoint_path(self.data_dir, last.day)) from None
        if there is None or there.sequence < last.sequence:
            write_checkpoint(self.data_dir, last)


class _Locked:
    """The writer lock of the data folder, with what the system says about its files put into words."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._lock = sole_writer(data_dir)

    def __enter__(self) -> None:
        try:
            self._lock.__enter__()
        except OSError as error:
            raise from_os(error, self._data_dir) from error

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: Any) -> None:
        self._lock.__exit__(kind, error, trace)
        if isinstance(error, OSError):
            raise from_os(error, self._data_dir) from error


def _set_back_s(before: str, now: str) -> float | None:
    """Seconds by which the clock has gone back since the record before; None where it has not."""
    seconds = (parse_utc(before) - parse_utc(now)).total_seconds()
    return seconds if seconds > 0 else None


def cut_tail(data_dir: Path, head: int, tip: int) -> LogError:
    """The error for a database that ends before its head file."""
    return LogError(
        Trouble.CUT_TAIL,
        Text(
            zh=f"日志 {data_dir} 被截断：应有 {head} 条记录，只剩 {tip} 条。"
            "请勿修改该文件夹，备份后运行 tongjing log verify。",
            en=f"The log {data_dir} has been cut: its head file names {head} records and {tip} are there; "
            "leave the folder as it is, copy it away and run tongjing log verify.",
        ),
    )


def _bad_head(where: Path) -> LogError:
    return LogError(
        Trouble.DAMAGED,
        Text(
            zh=f"{where} 中的链头或检查点文件缺失、被改动或伪造：请勿修改该文件夹，备份后运行 tongjing log verify。",
            en=f"The head or checkpoint file in {where} is missing, changed or forged: leave the folder as it is, "
            "copy it away and run tongjing log verify.",
        ),
    )


def local_now() -> datetime:
    """The system's clock with the local offset from UTC."""
    return datetime.now(UTC).astimezone()
