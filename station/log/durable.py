"""Small files that are on the disk, whole, before the call returns; and the lock that lets in one writer."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from station.log.errors import Trouble, trouble_at

LOCK_WAIT_S = 5.0


def sync_folder(folder: Path) -> None:
    """Puts the folder's names on the disk: a rename is not durable before that."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_synced(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Writes a file and waits until its content is on the disk. The name is durable only after `sync_folder`."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    try:
        view = memoryview(content)
        while view:
            view = view[os.write(descriptor, view) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_synced(prepared: Path, path: Path) -> None:
    """Gives a prepared file its final name, durably."""
    os.replace(prepared, path)
    sync_folder(path.parent)


def write_new(path: Path, content: bytes, *, mode: int) -> None:
    """Writes a file under a temporary name and gives it its own: after a crash it is whole or not there."""
    prepared = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        write_synced(prepared, content, mode=mode)
        os.chmod(prepared, mode)
        replace_synced(prepared, path)
    finally:
        prepared.unlink(missing_ok=True)


@contextmanager
def sole_writer(folder: Path, wait_s: float = LOCK_WAIT_S) -> Iterator[None]:
    """Holds the folder's writer lock; `LogError` (locked) after `wait_s`. The lock dies with its process."""
    descriptor = os.open(folder / "writer.lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        deadline = time.monotonic() + wait_s
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise trouble_at(Trouble.LOCKED, folder) from None
                time.sleep(0.02)
        yield
    finally:
        os.close(descriptor)
