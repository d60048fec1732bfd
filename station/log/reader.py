"""The log as a reader sees it: one unchanging state of the database together with the anchors beside it."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text

from checklists.verdict import Text
from station.log.anchor import Anchor, read_checkpoints, read_head
from station.log.database import DATABASE_FILE, Database
from station.log.durable import sole_writer
from station.log.errors import LogError, Trouble, from_os, trouble_at


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state of a log at one moment. `connection` reads the database as it was then."""

    data_dir: Path
    connection: Connection
    head: Anchor | None
    head_is_readable: bool
    checkpoints: dict[str, Anchor | None]


@contextmanager
def snapshot(data_dir: Path) -> Iterator[Snapshot]:
    """Opens a log for reading only; nothing in the folder is changed.

    The writer lock is held just long enough to see database and head file at the same moment; a folder that cannot
    be written to needs no lock. `LogError` where there is no log or it cannot be read.
    """
    if not (data_dir / DATABASE_FILE).exists():
        raise _no_log(data_dir)
    database = Database(data_dir, writable=False)
    try:
        database.require_schema()
        with ExitStack() as stack:
            head: Anchor | None = None
            readable = True
            try:
                with _quiet(data_dir):
                    connection = stack.enter_context(database.transaction())
                    connection.execute(text("SELECT count(*) FROM alembic_version")).scalar_one()
                    checkpoints = read_checkpoints(data_dir)
                    try:
                        head = read_head(data_dir)
                    except ValueError:
                        readable = False
            except OSError as error:
                raise from_os(error, data_dir) from error
            yield Snapshot(data_dir, connection, head, readable, checkpoints)
    finally:
        database.close()


def require_intact(found: Snapshot) -> None:
    """`LogError` (damaged) where SQLite finds the file itself broken."""
    answer = found.connection.execute(text("PRAGMA integrity_check(1)")).scalar()
    if answer != "ok":
        raise trouble_at(Trouble.DAMAGED, found.data_dir / DATABASE_FILE)


@contextmanager
def _quiet(data_dir: Path) -> Iterator[None]:
    with ExitStack() as stack:
        try:
            stack.enter_context(sole_writer(data_dir))
        except PermissionError:
            pass
        except OSError as error:
            if from_os(error, data_dir).trouble is not Trouble.READ_ONLY:
                raise
        yield


def _no_log(data_dir: Path) -> LogError:
    return LogError(
        Trouble.NO_LOG,
        Text(
            zh=f"{data_dir} 中没有日志：请检查文件夹，或设置 TONGJING_DATA。",
            en=f"There is no log in {data_dir}: check the folder, or set TONGJING_DATA.",
        ),
    )
