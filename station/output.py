"""Where a command's words go: standard output, or a file that is whole or left as it was."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from vision.errors import TongjingError

STANDARD_OUTPUT = "-"


@contextmanager
def whole_file(path: str | None) -> Iterator[TextIO]:
    """A text stream for FILE or - (standard output, also for None).

    The file gets its name when everything is written: a command that fails or is stopped leaves the former one as it
    was. Raises TongjingError where it cannot be written, before anything is computed.
    """
    target = _target(path)
    if target is None:
        yield sys.stdout
        return
    if target.exists() and not target.is_file():
        with _opened(target, target) as stream:  # a device or a pipe cannot be replaced
            yield stream
        return
    target = target.resolve()
    part = target.with_name(f".{target.name}.part")
    try:
        with _opened(part, target) as stream:
            yield stream
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def growing_file(path: str | None) -> Iterator[TextIO]:
    """A text stream for FILE or - (standard output) that can be read while it grows: whoever stops the command keeps
    the lines that are there. Raises TongjingError where it cannot be written.
    """
    target = _target(path)
    if target is None:
        yield sys.stdout
        return
    with _opened(target, target) as stream:
        yield stream


def _target(path: str | None) -> Path | None:
    if path is None or path == STANDARD_OUTPUT:
        return None
    if not path.strip():
        raise TongjingError("The name of the file to write is empty; give a path, or - for standard output.")
    return Path(path)


@contextmanager
def _opened(path: Path, named: Path) -> Iterator[TextIO]:
    """`named`: as it is told to the person."""
    try:
        if named.is_dir():
            raise TongjingError(f"{named}: this is a folder; give the name of a file in it.")
        stream = path.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise TongjingError(f"{named}: cannot be written ({error.strerror}); choose another place.") from None
    try:
        yield stream
    except BaseException:
        _closed_quietly(stream)
        raise
    try:
        stream.close()
    except OSError as error:
        raise TongjingError(f"{named}: cannot be written ({error.strerror}); choose another place.") from None


def _closed_quietly(stream: TextIO) -> None:
    """The first error is the one to tell, and not that the rest cannot be written either."""
    try:
        stream.close()
    except OSError:
        return
