"""What is erased is gone from the files, the chain still verifies, and the erasure itself is logged."""

import json
import sqlite3
from pathlib import Path

import pytest

from station.log import ComplianceLog, LogError, Person, Trouble
from station.log.verification import verify

from .sessions import LIN, WANG, Clock, session
from .tampering import query

GONE = Person("P-ZWEIFEL", staff_number="S-ERDBEERE", display_name="欧阳拂晓")


def bytes_in_files(data_dir: Path, text: str) -> list[str]:
    """The names of the files of the log in which the text's bytes stand."""
    wanted = [text.encode("utf-8"), json.dumps(text)[1:-1].encode("ascii"), text.encode("utf-16-le")]
    return [
        path.name
        for path in sorted(data_dir.rglob("*"))
        if path.is_file() and any(form in path.read_bytes() for form in wanted)
    ]


def fill(log: ComplianceLog, sessions: int = 30) -> None:
    for number in range(sessions):
        log.append_session(session(number, wearer=(LIN, GONE, WANG, None)[number % 4]))


@pytest.mark.parametrize("called", [GONE.pseudonym, GONE.staff_number, GONE.display_name])
def test_an_erased_person_is_in_no_file_of_the_log(log: ComplianceLog, tmp_path: Path, called: str) -> None:
    fill(log)
    for name in (GONE.pseudonym, "S-ERDBEERE", "欧阳拂晓"):
        assert bytes_in_files(tmp_path / "log", name) != []
    erased = log.erase(called)
    assert erased.records > 8
    for name in (GONE.pseudonym, "S-ERDBEERE", "欧阳拂晓"):
        assert bytes_in_files(tmp_path / "log", name) == []
    assert bytes_in_files(tmp_path / "log", LIN.pseudonym) != []
    answer = verify(tmp_path / "log")
    assert answer.valid, answer.text.en


def test_a_purge_alone_leaves_no_bytes_behind(log: ComplianceLog, clock: Clock, tmp_path: Path) -> None:
    fill(log, 60)
    clock.forward(days=2)
    log.append_session(session(100, wearer=LIN))
    assert log.purge(keep_days=1).records > 60
    for name in (GONE.pseudonym, "欧阳拂晓", WANG.display_name or ""):
        assert bytes_in_files(tmp_path / "log", name) == []
    assert verify(tmp_path / "log").valid


def test_the_erasure_is_logged_without_the_name(log: ComplianceLog, tmp_path: Path) -> None:
    fill(log)
    erased = log.erase(GONE.pseudonym)
    kind, body = query(tmp_path / "log", "SELECT kind, body FROM chain ORDER BY sequence DESC LIMIT 1")[0]
    assert kind == "erasure"
    runs = json.loads(str(body))["data"]["erased"]
    assert sum(last - first + 1 for _, first, last in runs) == erased.parts
    assert GONE.pseudonym not in str(body)


def test_what_others_did_stays(log: ComplianceLog, tmp_path: Path) -> None:
    fill(log)
    before = query(tmp_path / "log", f"SELECT count(*) FROM payload WHERE person != '{GONE.pseudonym}'")
    verdicts = query(tmp_path / "log", "SELECT count(*) FROM chain WHERE kind = 'clause'")
    log.erase(GONE.pseudonym)
    assert query(tmp_path / "log", "SELECT count(*) FROM payload") == before
    assert query(tmp_path / "log", "SELECT count(*) FROM chain WHERE kind = 'clause'") == verdicts


def test_who_overrode_can_be_erased_too(log: ComplianceLog, tmp_path: Path) -> None:
    log.append_session(session(1))
    log.erase("B-0042")
    assert bytes_in_files(tmp_path / "log", "B-0042") == []
    assert verify(tmp_path / "log").valid


def test_nobody_of_that_name_is_said_in_words(log: ComplianceLog) -> None:
    log.append_session(session(1))
    for name in ("nobody", ""):
        with pytest.raises(LogError) as error:
            log.erase(name)
        assert error.value.trouble is Trouble.BAD_REQUEST


def test_a_negative_number_of_days_is_refused(log: ComplianceLog) -> None:
    with pytest.raises(LogError, match="cannot be negative"):
        log.purge(keep_days=-1)


def test_a_purge_with_nothing_to_do_logs_nothing(log: ComplianceLog, tmp_path: Path) -> None:
    log.append_session(session(1))
    before = query(tmp_path / "log", "SELECT count(*) FROM chain")
    assert log.purge().parts == 0
    assert query(tmp_path / "log", "SELECT count(*) FROM chain") == before


def test_thirty_days_are_kept_by_default_and_the_next_day_purges_by_itself(
    log: ComplianceLog, clock: Clock, tmp_path: Path
) -> None:
    log.append_session(session(0))
    for day in range(1, 31):
        clock.forward(days=1)
        log.append_session(session(day, wearer=WANG))
        assert bytes_in_files(tmp_path / "log", LIN.pseudonym) != []
    clock.forward(days=1)
    log.append_session(session(31, wearer=WANG))
    assert bytes_in_files(tmp_path / "log", LIN.pseudonym) == []
    assert verify(tmp_path / "log").valid


def test_a_clock_that_leaps_years_ahead_does_not_empty_the_log(
    log: ComplianceLog, clock: Clock, tmp_path: Path
) -> None:
    log.append_session(session(0))
    clock.forward(days=3650)
    log.append_session(session(1, wearer=WANG))
    assert bytes_in_files(tmp_path / "log", LIN.pseudonym) != []


def test_an_erasure_that_a_reader_holds_up_is_said_in_words(log: ComplianceLog, tmp_path: Path) -> None:
    fill(log, 4)
    reader = sqlite3.connect(tmp_path / "log" / "log.sqlite3", isolation_level=None)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM payload").fetchone()
    with log.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 50")
    with pytest.raises(LogError) as error:
        log.erase(GONE.pseudonym)
    assert error.value.trouble is Trouble.OLD_COPIES
    reader.close()
    log.purge()
    assert bytes_in_files(tmp_path / "log", GONE.pseudonym) == []


def test_an_erasure_of_many_records_fits_into_several(log: ComplianceLog, clock: Clock, tmp_path: Path) -> None:
    for number in range(160):
        log.append_session(session(number, wearer=(LIN, WANG)[number % 2]))
    log.erase(LIN.pseudonym)
    erasures = query(tmp_path / "log", "SELECT length(body) FROM chain WHERE kind = 'erasure'")
    assert len(erasures) > 1
    assert verify(tmp_path / "log").valid
