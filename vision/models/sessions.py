"""Loaded models by name."""

from pathlib import Path

import onnxruntime as ort  # type: ignore[import-untyped]

FOLDER = Path(__file__).resolve().parents[2] / "assets" / "models" / "onnx"


def load_session(name: str, threads: int = 1) -> ort.InferenceSession:
    """The model `name` on the processor, single-threaded unless told otherwise, without spinning."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return ort.InferenceSession(str(FOLDER / f"{name}.onnx"), options, providers=["CPUExecutionProvider"])
