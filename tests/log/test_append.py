"""A session is logged whole, on the disk, once, or not at all."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from station.log import ComplianceLog, Event, EventKind, LogError, Trouble
from station.log.encoding import sha256

from .sessions import LIN, MORNING, Clock, session


def rows(data_dir: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data_dir / "log.sqlite3")) as connection:
        return connection.execute(query).fetchall()


def test_a_receipt_names_the_records_that_another_connection_reads(log: ComplianceLog, tmp_path: Path) -> None:
    receipt = log.append_session(session())
    found = rows(tmp_path / "log", "SELECT sequence, kind, hash FROM chain ORDER BY sequence")
    assert [row[1] for row in found] == ["genesis", "session", *["clause"] * 7, *["event"] * 3]
    assert (receipt.first_sequence, receipt.last_sequence) == (2, 12)
    assert found[-1][2] == receipt.hash
    assert json.loads((tmp_path / "log" / "head.json").read_text(encoding="utf-8"))["hash"] == receipt.hash


def test_every_record_holds_the_hash_of_the_one_before(log: ComplianceLog, tmp_path: Path) -> None:
    log.append_session(session(1))
    log.append_session(session(2))
    before = "0" * 64
    for body, digest in rows(tmp_path / "log", "SELECT body, hash FROM chain ORDER BY sequence"):
        assert json.loads(str(body))["previous"] == before
        assert sha256(str(body)) == digest
        before = str(digest)


def test_nothing_personal_stands_in_the_signed_text(log: ComplianceLog, tmp_path: Path) -> None:
    log.append_session(session())
    signed = "".join(str(row[0]) for row in rows(tmp_path / "log", "SELECT body FROM chain"))
    signed = re.sub("[0-9a-f]{32,}", "", signed)  # a hash may hold any four digits by chance
    for personal in (LIN.pseudonym, "0815", "林小满", "B-0042", "支撑带", "工牌是正的", "1.25", "-9.0", "4.5"):
        assert personal not in signed


def test_the_same_session_is_not_logged_twice(log: ComplianceLog, tmp_path: Path) -> None:
    receipt = log.append_session(session())
    log.append_event("session-00001", Event(EventKind.DISPUTED, MORNING))
    assert log.append_session(session()) == receipt, "asked again, the log gives the same receipt"
    with pytest.raises(LogError) as caught:
        log.append_session(session(checklist="auto_dealer"))
    assert caught.value.trouble is Trouble.DUPLICATE
    assert rows(tmp_path / "log", "SELECT count(*) FROM chain WHERE kind = 'session'") == [(1,)]


def test_a_later_override_is_added_and_changes_nothing(log: ComplianceLog, tmp_path: Path) -> None:
    log.append_session(session())
    before = rows(tmp_path / "log", "SELECT body FROM chain")
    receipt = log.append_event(
        "session-00001", Event(EventKind.OVERRIDDEN, MORNING, clause="stand.head", by="B-0042", why="石膏")
    )
    after = rows(tmp_path / "log", "SELECT body FROM chain")
    assert after[:-1] == before
    assert receipt.first_sequence == receipt.last_sequence == len(after)


def test_an_event_of_an_unknown_session_is_refused(log: ComplianceLog) -> None:
    with pytest.raises(LogError, match="holds no session nowhere"):
        log.append_event("nowhere", Event(EventKind.DISPUTED, MORNING))


def test_a_log_goes_on_where_it_was_closed(tmp_path: Path, clock: Clock) -> None:
    first = ComplianceLog.open(tmp_path, clock=clock)
    last = first.append_session(session(1)).last_sequence
    first.close()
    second = ComplianceLog.open(tmp_path, clock=clock)
    assert second.key_id == first.key_id
    assert second.append_session(session(2)).first_sequence == last + 1
    second.close()


def test_the_key_and_the_personal_values_are_readable_by_their_owner_only(log: ComplianceLog, tmp_path: Path) -> None:
    log.append_session(session())
    for name in ("keys/station.key", "log.sqlite3", "log.sqlite3-wal"):
        assert (tmp_path / "log" / name).stat().st_mode & 0o777 == 0o600


def test_what_has_been_logged_cannot_be_changed_by_mistake(log: ComplianceLog, tmp_path: Path) -> None:
    log.append_session(session())
    with closing(sqlite3.connect(tmp_path / "log" / "log.sqlite3")) as connection:
        for statement in ("UPDATE chain SET day = 'x'", "DELETE FROM chain", "UPDATE payload SET person = 'x'"):
            with pytest.raises(sqlite3.IntegrityError, match="not changed"):
                connection.execute(statement)
