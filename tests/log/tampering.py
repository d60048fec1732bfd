"""What someone with access to the folder, but without the station's key, might try."""

import hashlib
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from station.log import ComplianceLog
from station.log.encoding import canonical

from .sessions import LIN, WANG, Clock, session

Statement = Callable[[sqlite3.Connection], object]


def build(data_dir: Path) -> None:
    """Three days of a station: sessions of two people and guests, an erasure, a purge, a checkpoint a day."""
    clock = Clock()
    log = ComplianceLog.open(data_dir, station="kiosk-1", branch="浦东支行", clock=clock)
    number = 0
    for _ in range(3):
        for wearer in (LIN, WANG, None):
            number += 1
            log.append_session(session(number, wearer=wearer, at=clock.now))
        if number == 6:
            log.erase(WANG.pseudonym)
            log.purge(keep_days=1)
        clock.forward(days=1)
    log.checkpoint()
    number += 1
    log.append_session(session(number, at=clock.now))
    log.close()


@contextmanager
def copy_of(data_dir: Path) -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        yield Path(shutil.copytree(data_dir, Path(folder) / "log"))


def tamper(data_dir: Path, *statements: str | Statement) -> None:
    """Changes the database past its triggers and waits for no disk."""
    with closing(sqlite3.connect(data_dir / "log.sqlite3", isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        connection.execute("BEGIN")
        for statement in statements:
            if isinstance(statement, str):
                connection.execute(statement)
            else:
                statement(connection)
        connection.execute("COMMIT")


def query(data_dir: Path, statement: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(data_dir / "log.sqlite3")) as connection:
        return connection.execute(statement).fetchall()


def insert_rehashed(sequence: int) -> Statement:
    """A forged record at `sequence`: the following ones move up, all hashes are made to fit, signatures copied."""

    def forge(connection: sqlite3.Connection) -> None:
        rows = connection.execute("SELECT * FROM chain ORDER BY sequence").fetchall()
        names = [column[1] for column in connection.execute("PRAGMA table_info(chain)")]
        records = [dict(zip(names, row, strict=True)) for row in rows]
        forged = dict(records[sequence - 1])
        forged_body = json.loads(forged["body"])
        forged_body["data"] = {"forged": True}
        forged["body"] = canonical(forged_body)
        records.insert(sequence - 1, forged)
        connection.execute("DELETE FROM chain")
        previous = "0" * 64
        for place, record in enumerate(records, start=1):
            if place >= sequence:
                body = json.loads(record["body"])
                body["sequence"], body["previous"] = place, previous
                record["sequence"], record["body"] = place, canonical(body)
                record["hash"] = hashlib.sha256(record["body"].encode()).hexdigest()
            previous = record["hash"]
            connection.execute(
                f"INSERT INTO chain ({','.join(names)}) VALUES ({','.join('?' * len(names))})",
                [record[name] for name in names],
            )

    return forge


def swap(one: int, other: int) -> Statement:
    """Two records change places, their rows otherwise untouched."""

    def exchange(connection: sqlite3.Connection) -> None:
        for old, new in ((one, -1), (other, one), (-1, other)):
            connection.execute("UPDATE chain SET sequence = ? WHERE sequence = ?", (new, old))

    return exchange
