"""The models of the product as they are installed here: whole, with the names and numbers that the code relies on."""

import json
from pathlib import Path

import numpy as np
import onnxruntime as ort
import pytest

from vision.models.manifest import FileState, examine_models, load_manifest
from vision.models.sessions import load_session

MANIFEST = load_manifest()
RECORDED = json.loads((Path(__file__).parent / "recorded_outputs.json").read_text(encoding="utf-8"))
FETCHED = [entry.name for entry in MANIFEST.models.values() if entry.source]


def test_every_model_is_whole() -> None:
    assert [state for state in examine_models(MANIFEST) if state.state is not FileState.WHOLE] == []


def test_every_model_says_what_it_is_for_and_under_which_licence() -> None:
    root = MANIFEST.folder.parents[1]
    for entry in MANIFEST.models.values():
        assert entry.purpose
        assert entry.licence
        assert entry.source or (root / entry.card).is_file()


def test_no_model_of_our_own_lies_there_without_being_in_the_manifest() -> None:
    own = {path.name for path in (MANIFEST.folder / "own").iterdir() if path.suffix in {".onnx", ".npz"}}
    assert own == {entry.file for entry in MANIFEST.models.values() if entry.source is None}


@pytest.mark.parametrize("name", FETCHED)
def test_a_converted_model_still_gives_the_recorded_values(name: str) -> None:
    """Recorded with another converter, whose outputs were compared with TensorFlow Lite's own runtime."""
    session = load_session(name)
    (source,) = session.get_inputs()
    assert source.name == "input"
    assert tuple(source.shape) == MANIFEST.entry(name).input_shape
    recorded = RECORDED[name]
    results = session.run(None, {"input": smooth_input(source)})
    assert [output.name for output in session.get_outputs()] == [row["name"] for row in recorded]
    for result, row in zip(results, recorded, strict=True):
        assert list(result.shape) == row["shape"]
        sample = result.reshape(-1)[:: row["step"]]
        # Vector units round differently from one processor to the next.
        scale = max(1.0, float(np.abs(row["values"]).max()))
        np.testing.assert_allclose(sample, row["values"], atol=1e-3 * scale)


def smooth_input(source: ort.NodeArg) -> np.ndarray:
    """A picture of slow waves in 0..1, or points in a 200 px square for the model that takes points."""
    shape = tuple(source.shape)
    grid = np.arange(np.prod(shape), dtype=np.float64).reshape(shape)
    waves = (0.5 + 0.5 * np.sin(grid * 0.00037) * np.cos(grid * 0.0101)).astype(np.float32)
    return waves if len(shape) == 4 else waves * 200 + 20
