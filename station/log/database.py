"""The SQLite file: how it is opened, so that committed means on the disk and deleted means gone."""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from checklists.verdict import Text
from station.log.durable import sync_folder
from station.log.errors import LogError, Trouble, from_os, from_sqlite, trouble_at
from station.log.schema import SCHEMA_REVISION

DATABASE_FILE = Path("log.sqlite3")
BUSY_WAIT_S = 5.0

_WRITER_PRAGMAS = (
    "PRAGMA journal_mode=WAL",  # readers never block the kiosk, and a commit is one append
    "PRAGMA synchronous=FULL",  # a commit waits for the disk
    "PRAGMA fullfsync=ON",  # and for the disk's own cache where the system offers it
    "PRAGMA secure_delete=ON",  # what is deleted is overwritten with zeros
    "PRAGMA temp_store=MEMORY",  # no copy of a payload in a temporary file
    "PRAGMA foreign_keys=ON",
)


class Database:
    """One connection to the log's database, used by one thread at a time."""

    def __init__(self, data_dir: Path, *, writable: bool) -> None:
        self.path = data_dir / DATABASE_FILE
        self.writable = writable
        self._turn = threading.RLock()
        self.engine = _engine(_connector(self.path, writable), writable)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A transaction that is on the disk, whole, when the block ends, or has left no trace when it raises.

        A writer takes the write lock at the start (BEGIN IMMEDIATE); a reader sees one unchanging state. What SQLite
        reports becomes a `LogError`.
        """
        with self._turn:
            try:
                with self.engine.begin() as connection:
                    yield connection
            except DBAPIError as error:
                raise from_sqlite(error.orig, self.path) from error
            except sqlite3.Error as error:
                raise from_sqlite(error, self.path) from error
            except UnicodeDecodeError as error:
                # SQLite quotes the spoilt words of a table in its complaint, which Python then cannot read
                raise trouble_at(Trouble.DAMAGED, self.path) from error

    def migrate(self) -> None:
        """Brings the tables to `SCHEMA_REVISION`; `LogError` where a newer program has been here."""
        with self.transaction() as connection:
            found = self._revision(connection)
            if found is None or found < SCHEMA_REVISION:
                upgrade(connection)
            elif found > SCHEMA_REVISION:
                raise newer_schema(self.path, found)
        try:
            sync_folder(self.path.parent)
        except OSError as error:
            raise from_os(error, self.path) from error

    def require_schema(self) -> None:
        """`LogError` where the tables are not those of this version; for readers, who migrate nothing."""
        with self.transaction() as connection:
            found = self._revision(connection)
        if found is None:
            raise trouble_at(Trouble.DAMAGED, self.path)
        if found != SCHEMA_REVISION:
            raise newer_schema(self.path, found)

    @staticmethod
    def _revision(connection: Connection) -> str | None:
        if not inspect(connection).has_table("alembic_version"):
            return None
        row = connection.execute(text("SELECT version_num FROM alembic_version")).first()
        return None if row is None else str(row[0])

    def truncate_journal(self) -> bool:
        """Moves the journal into the database and empties it; False where a reader still needs the old pages."""
        with self._turn:
            raw = self.engine.raw_connection()
            try:
                busy = raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            except sqlite3.Error as error:
                raise from_sqlite(error, self.path) from error
            finally:
                raw.close()
            return not busy

    def vacuum(self) -> None:
        """Writes the database anew, without the pages that deletions have left behind."""
        with self._turn:
            raw = self.engine.raw_connection()
            try:
                raw.cursor().execute("VACUUM")
            except sqlite3.Error as error:
                raise from_sqlite(error, self.path) from error
            finally:
                raw.close()

    def close(self) -> None:
        """Closes the connection; SQLite then moves the journal into the database."""
        with self._turn:
            self.engine.dispose()


def newer_schema(path: Path, found: str) -> LogError:
    """The error for tables that this version of the program does not know."""
    return LogError(
        Trouble.DAMAGED,
        Text(
            zh=f"日志 {path} 的表结构版本为 {found}，本程序需要 {SCHEMA_REVISION}：请使用对应版本的程序。",
            en=f"The log {path} has tables of revision {found}, this program needs {SCHEMA_REVISION}: "
            "use the version of the program that fits.",
        ),
    )


def upgrade(connection: Connection) -> None:
    """Runs the migrations inside the caller's transaction."""
    from alembic import command  # slow to import, and needed once in the life of a log
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _connector(path: Path, writable: bool) -> Callable[[], sqlite3.Connection]:
    def connect() -> sqlite3.Connection:
        mode = "rw" if writable else "ro"
        if writable:  # the file holds personal values: its owner alone reads it; the journal takes over its mode
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        journal = path.with_name(path.name + "-wal")
        if not writable and not os.access(path.parent, os.W_OK) and not journal.exists():
            mode = "ro&immutable=1"  # a copy on read-only media: SQLite could not make its shared-memory file there
        return sqlite3.connect(
            f"file:{quote(str(path.absolute()))}?mode={mode}",
            uri=True,
            timeout=BUSY_WAIT_S,
            isolation_level=None,
            check_same_thread=False,
        )

    return connect


def _engine(connect: Callable[[], sqlite3.Connection], writable: bool) -> Engine:
    engine = create_engine("sqlite://", creator=connect, poolclass=StaticPool)

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _: object) -> None:
        if writable:
            for pragma in _WRITER_PRAGMAS:
                connection.execute(pragma)
        else:
            connection.execute("PRAGMA query_only=ON")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writable else "BEGIN")

    return engine
