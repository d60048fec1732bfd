"""`tongjing models install | verify`: what the command line calls."""

from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from vision.models.install import install_models
from vision.models.manifest import ModelState, examine_models, load_manifest


def install(bundle: Path | None = None, say: Callable[[str], None] = print) -> None:
    """Fetch (or take from `bundle`) and convert every model that is missing or altered; whole ones stay.

    Says one line per model it installs. Raises TongjingError with one sentence where that fails.
    """
    install_models(bundle, say=say)


def verify() -> list[ModelState]:
    """The state of every model's file against the manifest's SHA-256; `remedy` is empty where it is whole.

    Raises TongjingError where the manifest itself cannot be read.
    """
    return examine_models(load_manifest())


def print_verification(out: TextIO) -> int:
    """One line per model; 0 where every file is whole, else 2."""
    states = verify()
    for state in states:
        told = f"  -> {state.remedy}" if state.remedy else ""
        out.write(f"{state.state.value:<8} {state.entry.name}{told}\n")
    return 2 if any(state.remedy for state in states) else 0
