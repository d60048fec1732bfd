"""Forgetting: the personal parts go, the signed records stay, and the forgetting itself is logged.

An erasure record names the records and parts that were erased and no person. Deleted rows are overwritten with zeros
(`secure_delete`), the journal is emptied, and after a person's erasure the whole file is written anew. What a disk
keeps below the file system (wear levelling, snapshots, backups) is beyond this program; docs/log.md says so.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, delete, select, tuple_

from checklists.verdict import Text
from station.log.chain import ChainWriter
from station.log.draft import Draft, Kind, PartName
from station.log.encoding import Json
from station.log.errors import LogError, Trouble
from station.log.schema import chain, payload

DEFAULT_KEEP_DAYS = 30
_RANGES_PER_RECORD = 300
_DELETES_PER_STATEMENT = 200

Place = tuple[int, str]
"""Sequence number and part."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did: how many personal parts of how many records are gone."""

    parts: int
    records: int


def purge_before(writer: ChainWriter, keep_days: int, *, station: str, branch: str) -> Erased:
    """Erases the personal parts of all records logged more than `keep_days` local days before today."""
    if keep_days < 0:
        raise LogError(
            Trouble.BAD_REQUEST,
            Text(
                zh=f"保留天数不能为负：{keep_days}。",
                en=f"The number of days to keep cannot be negative: {keep_days}.",
            ),
        )
    before = (writer.now().date() - timedelta(days=keep_days)).isoformat()
    wanted = (
        select(payload.c.sequence, payload.c.part)
        .join(chain, (chain.c.chain == payload.c.chain) & (chain.c.sequence == payload.c.sequence))
        .where(chain.c.day < before)
    )
    about: dict[str, Json] = {"before_day": before, "keep_days": keep_days}

    def places(connection: Connection) -> list[Place]:
        return [(row.sequence, row.part) for row in connection.execute(wanted)]

    return _erase(writer, Kind.PURGE, about, places, station=station, branch=branch, rewrite=False)


def erase_person(writer: ChainWriter, person: str, *, station: str, branch: str) -> Erased:
    """Erases all personal parts of whoever has this pseudonym, staff number or display name.

    `LogError` (bad request) where nobody in the log is called that.
    """

    def places(connection: Connection) -> list[Place]:
        names = {person}
        wearers = select(payload.c.person, payload.c.body).where(payload.c.part == PartName.WEARER.value)
        for row in connection.execute(wearers):
            if person in json.loads(row.body).values():
                names.add(row.person)
        wanted = select(payload.c.sequence, payload.c.part).where(payload.c.person.in_(names - {""}))
        return [(row.sequence, row.part) for row in connection.execute(wanted)]

    erased = _erase(writer, Kind.ERASURE, {}, places, station=station, branch=branch, rewrite=True)
    if not erased.parts:
        raise LogError(
            Trouble.BAD_REQUEST,
            Text(
                zh="日志中没有此人的个人数据：请核对化名、工号或姓名。",
                en="The log holds nothing personal under that name: check the pseudonym, staff number or name.",
            ),
        )
    return erased


def _erase(
    writer: ChainWriter,
    kind: Kind,
    about: dict[str, Json],
    find: Callable[[Connection], list[Place]],
    *,
    station: str,
    branch: str,
    rewrite: bool,
) -> Erased:
    with writer.database.transaction() as connection:
        nothing = not find(connection)
    if nothing:
        if kind is Kind.PURGE:  # an earlier erasure may have been held up by a reader
            _forget_on_disk(writer, rewrite)
        return Erased(0, 0)
    done: list[Place] = []

    def collect(connection: Connection) -> list[Draft]:
        done[:] = sorted(find(connection))
        for start in range(0, len(done), _DELETES_PER_STATEMENT):
            some = done[start : start + _DELETES_PER_STATEMENT]
            connection.execute(delete(payload).where(tuple_(payload.c.sequence, payload.c.part).in_(some)))
        return [Draft(kind, {**about, "erased": erased}, station, branch) for erased in _in_records(done)]

    writer.append(collect, station=station, branch=branch)
    _forget_on_disk(writer, rewrite)
    return Erased(parts=len(done), records=len({sequence for sequence, _ in done}))


def _in_records(places: Iterable[Place]) -> Iterator[list[Json]]:
    """Runs of consecutive records, [part, first, last], as many to a record as fit."""
    runs: list[Json] = []
    by_part: dict[str, list[int]] = {}
    for sequence, part in places:
        by_part.setdefault(part, []).append(sequence)
    for part, sequences in sorted(by_part.items()):
        first = last = sequences[0]
        for sequence in sequences[1:]:
            if sequence != last + 1:
                runs.append([part, first, last])
                first = sequence
            last = sequence
        runs.append([part, first, last])
    for start in range(0, max(len(runs), 1), _RANGES_PER_RECORD):
        yield runs[start : start + _RANGES_PER_RECORD]


def _forget_on_disk(writer: ChainWriter, rewrite: bool) -> None:
    try:
        if rewrite:
            writer.database.vacuum()
        emptied = writer.database.truncate_journal()
    except LogError as error:
        raise _old_copies() from error
    if not emptied:
        raise _old_copies()


def _old_copies() -> LogError:
    return LogError(
        Trouble.OLD_COPIES,
        Text(
            zh="删除已登记，但旧数据可能仍留在日志文件中："
            "请关闭其他读取日志的程序、腾出空间，再运行 tongjing log purge。",
            en="The erasure is logged, but old copies may still lie in the log's files: close other programs "
            "that read it, free some space, and run tongjing log purge.",
        ),
    )
