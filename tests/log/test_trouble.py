"""What the disk, another program or the clock may do to the log: said in words, and nothing half-written."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from station.log import ComplianceLog, LogError, SessionRecord, Trouble
from station.log.durable import sole_writer
from station.log.verification import verify

from .sessions import MORNING, Clock, session
from .tampering import query


def count(data_dir: Path) -> int:
    return int(str(query(data_dir, "SELECT count(*) FROM chain")[0][0]))


def fill_up(ballast: Path) -> None:
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)


def caught(log: ComplianceLog, record: SessionRecord) -> LogError:
    with pytest.raises(LogError) as error:
        log.append_session(record)
    assert str(error.value).endswith(".")
    assert error.value.text.zh.endswith("。")
    return error.value


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte; only root can mount it."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = os.geteuid() == 0 and (
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], capture_output=True, check=False
        ).returncode
        == 0
    )
    if not mounted:
        pytest.skip("mounting a small disk needs the right to do so")
    yield disk
    subprocess.run(["umount", disk], check=True)


def test_a_full_disk_logs_nothing_and_loses_nothing(small_disk: Path) -> None:
    log = ComplianceLog.open(small_disk / "log")
    logged = 0
    error = None
    while error is None and logged < 500:
        try:
            log.append_session(session(logged))
            logged += 1
        except LogError as full:
            error = full
    assert error is not None
    assert error.trouble is Trouble.DISK_FULL
    assert logged > 0
    assert query(small_disk / "log", "SELECT count(*) FROM chain WHERE kind = 'session'") == [(logged,)]
    assert verify(small_disk / "log").valid
    log.close()


def test_a_disk_with_space_again_goes_on(small_disk: Path) -> None:
    log = ComplianceLog.open(small_disk / "log")
    log.append_session(session(1))
    ballast = small_disk / "ballast"
    fill_up(ballast)
    assert caught(log, session(2)).trouble is Trouble.DISK_FULL
    ballast.unlink()
    log.append_session(session(2))
    log.close()
    assert verify(small_disk / "log").valid


@pytest.mark.parametrize("closed", [True, False])
def test_a_copy_on_read_only_media_can_be_verified_and_not_written(
    small_disk: Path, tmp_path: Path, closed: bool
) -> None:
    log = ComplianceLog.open(tmp_path / "log")
    last = log.append_session(session(1)).last_sequence
    if closed:
        log.close()
    shutil.copytree(tmp_path / "log", small_disk / "log")
    log.close()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    answer = verify(small_disk / "log")
    assert (answer.valid, answer.head_sequence) == (True, last)
    with pytest.raises(LogError) as error:
        ComplianceLog.open(small_disk / "log")
    assert error.value.trouble is Trouble.READ_ONLY


def test_a_database_at_its_quota_logs_nothing(log: ComplianceLog, tmp_path: Path) -> None:
    log.append_session(session(1))
    before = count(tmp_path / "log")
    with log.database.engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.execute(text(f"PRAGMA max_page_count = {pages}"))
    assert caught(log, session(2)).trouble is Trouble.DISK_FULL
    assert count(tmp_path / "log") == before
    with log.database.engine.connect() as connection:
        connection.execute(text("PRAGMA max_page_count = 1073741823"))
    log.append_session(session(2))
    assert verify(tmp_path / "log").valid


HOLD_DATABASE = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
"""


def test_a_database_locked_by_another_process_is_said_in_words(
    log: ComplianceLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.append_session(session(1))
    before = count(tmp_path / "log")
    with log.database.engine.connect() as connection:
        connection.execute(text("PRAGMA busy_timeout = 100"))
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD_DATABASE, str(tmp_path / "log" / "log.sqlite3")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == b"held\n"
    error = caught(log, session(2))
    other.communicate(b"\n")
    assert error.trouble is Trouble.LOCKED
    assert "5 s" in str(error)
    assert count(tmp_path / "log") == before
    log.append_session(session(2))


def test_a_writer_that_does_not_let_go_is_said_in_words(
    log: ComplianceLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sole_writer.__wrapped__, "__defaults__", (0.05,))  # type: ignore[attr-defined]
    with sole_writer(tmp_path / "log"):
        assert caught(log, session(1)).trouble is Trouble.LOCKED


def test_a_damaged_database_is_said_in_words(tmp_path: Path) -> None:
    log = ComplianceLog.open(tmp_path)
    log.append_session(session(1))
    log.close()
    path = tmp_path / "log.sqlite3"
    path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])
    with pytest.raises(LogError) as error:
        ComplianceLog.open(tmp_path)
    assert error.value.trouble is Trouble.DAMAGED


def test_a_lost_database_is_not_begun_anew(tmp_path: Path) -> None:
    log = ComplianceLog.open(tmp_path)
    log.append_session(session(1))
    log.close()
    (tmp_path / "log.sqlite3").unlink()
    with pytest.raises(LogError, match="database is gone") as error:
        ComplianceLog.open(tmp_path)
    assert error.value.trouble is Trouble.NO_LOG
    assert not (tmp_path / "log.sqlite3").exists()


def test_a_lost_key_is_not_made_anew(tmp_path: Path) -> None:
    ComplianceLog.open(tmp_path).close()
    (tmp_path / "keys" / "station.key").unlink()
    with pytest.raises(LogError) as error:
        ComplianceLog.open(tmp_path)
    assert error.value.trouble is Trouble.NO_KEY
    assert not (tmp_path / "keys" / "station.key").exists()


@pytest.mark.parametrize("content", [b"", b"no key", b"-----BEGIN PRIVATE KEY-----\nAAAA\n"])
def test_a_spoilt_key_is_said_in_words(tmp_path: Path, content: bytes) -> None:
    ComplianceLog.open(tmp_path).close()
    (tmp_path / "keys" / "station.key").write_bytes(content)
    with pytest.raises(LogError, match="not an Ed25519 key"):
        ComplianceLog.open(tmp_path)


def test_a_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    ComplianceLog.open(tmp_path).close()
    (tmp_path / "keys" / "station.key").chmod(0o644)
    with pytest.raises(LogError, match="chmod 600") as error:
        ComplianceLog.open(tmp_path)
    assert error.value.trouble is Trouble.OPEN_KEY


def test_a_read_only_database_is_said_in_words(tmp_path: Path) -> None:
    log = ComplianceLog.open(tmp_path)
    log.append_session(session(1))
    with log.database.engine.connect() as connection:
        connection.execute(text("PRAGMA query_only = ON"))
    assert caught(log, session(2)).trouble is Trouble.READ_ONLY
    log.close()


def test_a_folder_that_is_a_file_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("a file", encoding="utf-8")
    with pytest.raises(LogError):
        ComplianceLog.open(tmp_path / "log")


def test_a_prepared_head_that_cannot_be_written_calls_the_commit_off(
    log: ComplianceLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = count(tmp_path / "log")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("station.log.chain.prepare_head", full)
        assert caught(log, session(1)).trouble is Trouble.DISK_FULL
    assert count(tmp_path / "log") == before
    log.append_session(session(1))


def test_a_head_that_cannot_be_renamed_follows_with_the_next_session(
    log: ComplianceLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stuck(*_: object) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr("station.log.chain.install_head", stuck)
        log.append_session(session(1))
        assert verify(tmp_path / "log").valid
        with pytest.raises(LogError):
            log.append_session(session(2))
    log.append_session(session(2))
    assert verify(tmp_path / "log").valid


def test_a_clock_set_back_is_logged_with_both_times_and_reported(
    log: ComplianceLog, clock: Clock, tmp_path: Path
) -> None:
    first = log.append_session(session(1))
    clock.forward(hours=-3)
    second = log.append_session(session(2))
    assert second.first_sequence == first.last_sequence + 1
    assert second.clock_set_back_s is not None
    assert 10_700 < second.clock_set_back_s < 10_800
    assert log.append_session(session(3)).clock_set_back_s is None
    answer = verify(tmp_path / "log")
    assert answer.valid
    assert [f"record {second.first_sequence} the clock was set back" in note.en for note in answer.notes] == [True]


def test_a_clock_set_back_over_midnight_keeps_every_checkpoint(
    log: ComplianceLog, clock: Clock, tmp_path: Path
) -> None:
    for number, hours in enumerate((0, 24, -24, 24, 24)):
        clock.forward(hours=hours)
        log.append_session(session(number))
    log.checkpoint()
    answer = verify(tmp_path / "log")
    assert answer.valid, answer.text.en


def test_every_day_is_closed_by_a_checkpoint_of_its_own(log: ComplianceLog, clock: Clock, tmp_path: Path) -> None:
    for number in range(4):
        log.append_session(session(number))
        clock.forward(days=1)
    days = [(MORNING + timedelta(days=number)).date().isoformat() for number in range(3)]
    assert sorted(path.stem for path in (tmp_path / "log" / "checkpoints").iterdir()) == days
    assert log.checkpoint() is not None
    assert log.checkpoint() is None, "nothing new since"
    assert verify(tmp_path / "log").valid


def test_tables_of_a_newer_program_are_left_alone(tmp_path: Path) -> None:
    ComplianceLog.open(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "log.sqlite3")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    for attempt in (ComplianceLog.open, verify):
        with pytest.raises(LogError, match="revision 9999"):
            attempt(tmp_path)


def test_a_record_that_is_too_long_is_refused_in_words(
    log: ComplianceLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station.log.chain.MAX_BODY", 100)
    assert caught(log, session(1)).trouble is Trouble.BAD_RECORD
