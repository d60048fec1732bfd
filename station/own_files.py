"""The station's own files, each with its last whole version: a broken one is told, and takes nothing out of force."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from station.log.durable import write_new
from station.settings import data_folder
from vision.errors import TongjingError

LAST_GOOD_FOLDER = "last_good"
"""In the data folder."""

_Read = TypeVar("_Read")


class OwnFiles:
    """Reads calibration and staff list. State: what was found broken."""

    def __init__(self, folder: Path) -> None:
        """`folder`: the data folder."""
        self._folder = folder
        self.faults: dict[str, TongjingError] = {}
        """By the file's name, where its last good version is in force."""

    def load(self, name: str, read: Callable[[Path], _Read]) -> _Read | None:
        """What `read` makes of that file; None where there is none.

        A file that cannot be read is replaced by its last good version. Raises the reader's TongjingError where there
        never was one.
        """
        path = self._folder / name
        if not path.exists():
            return None
        try:
            found = read(path)
        except TongjingError as fault:
            before = self._before(name, read)
            if before is None:
                raise
            self.faults[name] = fault
            return before
        keep_good(path, self._folder)
        return found

    def _before(self, name: str, read: Callable[[Path], _Read]) -> _Read | None:
        kept = self._folder / LAST_GOOD_FOLDER / name
        try:
            return read(kept) if kept.exists() else None
        except TongjingError:
            return None


def keep_good(path: Path, folder: Path | None = None) -> None:
    """Keep a copy of a file of the data folder that has just been read or written whole; other files are left alone.

    A disk that is full stops nothing: the copy of before then stays.
    """
    folder = folder or data_folder()
    if path.parent.resolve() != folder.resolve():
        return
    kept = folder / LAST_GOOD_FOLDER / path.name
    try:
        content = path.read_bytes()
        if kept.exists() and kept.read_bytes() == content:
            return
        kept.parent.mkdir(mode=0o700, exist_ok=True)
        write_new(kept, content, mode=os.stat(path).st_mode & 0o777)
    except OSError:
        return
