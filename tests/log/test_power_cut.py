"""Whatever the moment of a power cut or a kill: what was called logged is there, and there is no half session.

`TONGJING_KILLS=500 python -m pytest tests/log/test_power_cut.py` makes a longer run.
"""

import json
import os
import random
import select
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from station.log import ComplianceLog
from station.log.verification import verify

from .sessions import session

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("TONGJING_KILLS", "40"))
SESSIONS = 25 * KILLS


class Stations:
    """The program that starts stations, and the lines they print."""

    def __init__(self) -> None:
        path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
        self.program = subprocess.Popen(
            [sys.executable, "-m", "log.appending_child"],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._received = b""

    def start(self, data_dir: Path, number: int, limit: int = 1_000_000) -> None:
        assert self.program.stdin is not None
        self.program.stdin.write(f"{data_dir} {number} {limit}\n".encode())
        self.program.stdin.flush()

    def line(self, wait_s: float) -> str | None:
        """The next line; None where none has come within `wait_s`."""
        assert self.program.stdout is not None
        deadline = time.monotonic() + wait_s
        while b"\n" not in self._received:
            if not select.select([self.program.stdout], [], [], max(deadline - time.monotonic(), 0))[0]:
                return None
            more = os.read(self.program.stdout.fileno(), 65536)
            assert more, "the program has ended"
            self._received += more
        line, _, self._received = self._received.partition(b"\n")
        return line.decode("ascii")

    def until(self, last: str) -> list[str]:
        lines: list[str] = []
        while True:
            line = self.line(60)
            assert line is not None
            if line == last:
                return lines
            lines.append(line)

    def end(self) -> None:
        self.program.communicate(b"\n", timeout=60)


@pytest.fixture
def stations() -> Iterator[Stations]:
    stations = Stations()
    yield stations
    stations.end()


def logged_until_killed(stations: Stations, wait_s: float, at_least: int) -> list[str]:
    """Lets the station log for `wait_s` and `at_least` receipts, kills it, and returns the receipts it printed."""
    pid = int((stations.line(60) or "").removeprefix("pid "))
    assert stations.line(60) == "open"
    receipts: list[str] = []
    deadline = time.monotonic() + wait_s
    while len(receipts) < at_least or time.monotonic() < deadline:
        line = stations.line(60 if len(receipts) < at_least else deadline - time.monotonic())
        if line is not None:
            receipts.append(line)
    os.kill(pid, signal.SIGKILL)
    return receipts + stations.until("dead")


@pytest.mark.timeout(60 + 8 * KILLS)
def test_no_receipt_is_ever_lost_to_a_kill(tmp_path: Path, stations: Stations) -> None:
    chance = random.Random()
    receipts: list[str] = []
    next_number = 0
    for kill in range(KILLS):
        wanted = max(SESSIONS - len(receipts), 0) // (KILLS - kill)
        stations.start(tmp_path, next_number)
        printed = logged_until_killed(stations, chance.uniform(0.0, 0.03), wanted)
        receipts += printed
        next_number += len(printed) + 2  # the session that the kill has met may be there without a receipt
    assert len(receipts) >= SESSIONS - KILLS
    answer = verify(tmp_path)
    assert answer.valid, answer.text.en
    with closing(sqlite3.connect(tmp_path / "log.sqlite3")) as connection:
        hashes = dict(connection.execute("SELECT sequence, hash FROM chain"))
        sessions = connection.execute(
            "SELECT session_id, min(sequence), max(sequence), count(*) FROM chain "
            "WHERE session_id IS NOT NULL GROUP BY session_id"
        ).fetchall()
        bodies = dict(connection.execute("SELECT session_id, body FROM chain WHERE kind = 'session'"))
    for line in receipts:
        _, session_id, first, last, digest = line.split()
        assert hashes[int(last)] == digest
        assert (session_id, int(first), int(last), int(last) - int(first) + 1) in sessions
    for session_id, first, last, count in sessions:
        data = json.loads(bodies[session_id])["data"]
        assert count == last - first + 1 == 1 + data["clauses"] + data["events"], "a session is there whole"
    assert len(sessions) - len(receipts) <= KILLS


def test_a_kill_between_commit_and_head_file_is_made_good(tmp_path: Path) -> None:
    log = ComplianceLog.open(tmp_path)
    log.append_session(session(1))
    head = (tmp_path / "head.json").read_bytes()
    last = log.append_session(session(2)).last_sequence
    log.close()
    (tmp_path / "head.json").write_bytes(head)
    log = ComplianceLog.open(tmp_path)
    assert log.append_session(session(3)).first_sequence == last + 1
    log.close()
    assert verify(tmp_path).valid


def test_a_kill_before_the_commit_leaves_no_trace_but_a_prepared_head(tmp_path: Path) -> None:
    log = ComplianceLog.open(tmp_path)
    log.append_session(session(1))
    head = json.loads((tmp_path / "head.json").read_text(encoding="utf-8"))
    (tmp_path / "head.next.json").write_text(json.dumps({**head, "sequence": 99}), encoding="utf-8")
    assert verify(tmp_path).valid
    log.append_session(session(2))
    log.close()
    assert verify(tmp_path).valid


def test_a_kill_between_checkpoint_and_its_file_is_made_good(tmp_path: Path) -> None:
    log = ComplianceLog.open(tmp_path)
    log.append_session(session(1))
    log.checkpoint()
    log.close()
    written = next((tmp_path / "checkpoints").iterdir())
    content = written.read_bytes()
    written.unlink()
    assert verify(tmp_path).valid
    ComplianceLog.open(tmp_path).close()
    assert json.loads(written.read_bytes())["hash"] == json.loads(content)["hash"]
    assert verify(tmp_path).valid


def test_two_programs_may_log_at_the_same_time(tmp_path: Path) -> None:
    ComplianceLog.open(tmp_path).close()
    programs = [Stations(), Stations()]
    for start, program in zip((1000, 2000), programs, strict=True):
        program.start(tmp_path, start, limit=15)
    lines = [line for program in programs for line in program.until("dead")]
    for program in programs:
        program.end()
    assert sum(line.startswith("logged") for line in lines) == 30
    answer = verify(tmp_path)
    assert answer.valid, answer.text.en
