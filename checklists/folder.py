"""The owner's own checklists: a folder of files that replace shipped standards or add new ones.

A broken file never takes a standard out of force: its faults are told, and the copy of its last good version serves;
where there is none, the shipped standard of the same name does.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from checklists.faults import ChecklistError, Fault
from checklists.loader import load_file, load_shipped
from checklists.model import Checklist


@dataclass(frozen=True, slots=True)
class Loaded:
    """What is in force, and what is wrong."""

    checklists: Mapping[str, Checklist]
    """By id: the shipped standards, replaced and joined by the owner's."""
    faults: tuple[Fault, ...] = ()
    """Of all broken files, in the order of the files."""
    good_files: tuple[Path, ...] = ()
    """The owner's files that are in force."""
    held_back: tuple[str, ...] = ()
    """Ids of broken files in whose place the last good version (or the shipped standard) stays in force."""


def load_folder(folder: Path | str, last_good: Path | str | None = None) -> Loaded:
    """The shipped standards with the `*.toml` files of `folder` laid over them. Never raises on an owner's file.

    `last_good`: where `keep_last_good` put its copies. A file may extend a shipped standard or another file of the
    folder. A folder that does not exist holds no files.
    """
    checklists = load_shipped()
    waiting = sorted(path for path in Path(folder).glob("*.toml") if not path.name.startswith("."))
    good, errors = _load_all(waiting, checklists)
    held_back = []
    for path in errors:
        kept = None if last_good is None else _last_good_version(Path(last_good) / path.name, checklists)
        if kept is not None:
            checklists[path.stem] = kept
        if path.stem in checklists:
            held_back.append(path.stem)
    faults = tuple(fault for path in waiting if path in errors for fault in errors[path].faults)
    return Loaded(checklists, faults, tuple(good), tuple(held_back))


def _load_all(files: list[Path], checklists: dict[str, Checklist]) -> tuple[list[Path], dict[Path, ChecklistError]]:
    """Load into `checklists`; a file that extends another one is tried again once that one is there."""
    good: list[Path] = []
    waiting = list(files)
    errors: dict[Path, ChecklistError] = {}
    progress = True
    while waiting and progress:
        progress, errors = False, {}
        for path in waiting:
            try:
                checklists[path.stem] = load_file(path, bases=checklists)
            except ChecklistError as error:
                errors[path] = error
            else:
                good.append(path)
                progress = True
        waiting = list(errors)
    return sorted(good), errors


def _last_good_version(path: Path, bases: Mapping[str, Checklist]) -> Checklist | None:
    try:
        return load_file(path, bases=bases)
    except ChecklistError:
        return None


def keep_last_good(loaded: Loaded, last_good: Path | str) -> None:
    """Copy the files in force to `last_good`, each in one step, so that a power cut leaves the old or the new one.

    Raises OSError where the folder cannot be written.
    """
    folder = Path(last_good)
    folder.mkdir(parents=True, exist_ok=True)
    for path in loaded.good_files:
        kept, content = folder / path.name, path.read_bytes()
        if kept.exists() and kept.read_bytes() == content:
            continue
        fresh = folder / f".{path.name}.new"
        with fresh.open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        fresh.replace(kept)
