"""Loaded models: one onnxruntime session per model, of bytes that were checked against the manifest."""

import ctypes
from functools import cache

import onnxruntime as ort

from vision.errors import TongjingError
from vision.models.manifest import REPAIR, Manifest, load_manifest, read_model

SELDOM_RUN = frozenset({"pose_landmark_full"})
"""Models that run a few times a second at most: laid out for memory, not for speed. Re-arranging the mask model for
the processor's vectors saves 13 ms a run and takes 90 MB more at its loading."""


PROVIDERS = ["CPUExecutionProvider"]


def session_options(threads: int = 1) -> ort.SessionOptions:
    """How every model of the house runs: `threads` inside an operator, none that spins, no arena of its own."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # an arena of its own for each of nine models holds 70 MB that are used once a frame
    options.enable_cpu_mem_arena = False
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return options


@cache
def _manifest() -> Manifest:
    return load_manifest()


def load_session(name: str, threads: int = 1, manifest: Manifest | None = None) -> ort.InferenceSession:
    """A session of the model `name` on the processor, with `threads` threads inside an operator.

    The bytes that run are the bytes whose SHA-256 was compared. Idle threads sleep instead of spinning: spinning
    doubled the run time whenever another thread wanted the core. Raises TongjingError, naming the model and the
    command that repairs it, where the file is missing, altered or not loadable.
    """
    manifest = _manifest() if manifest is None else manifest
    content = read_model(manifest, manifest.entry(name))
    options = session_options(threads)
    if name in SELDOM_RUN:
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    try:
        session = ort.InferenceSession(content, options, providers=PROVIDERS)
    except Exception as fault:
        # onnxruntime's errors share no public base class below Exception.
        raise TongjingError(f"The model {name} cannot be loaded ({fault}); run: {REPAIR}.") from fault
    # onnxruntime keeps the file's bytes for a change of providers that never comes
    session._model_bytes = None
    del content
    _give_back_free_memory()
    return session


def _give_back_free_memory() -> None:
    """Loading leaves several times a model's size free on the heap, which glibc keeps unless it is asked."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
