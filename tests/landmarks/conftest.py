from collections.abc import Iterator

import pytest

from tests.landmarks.people import PEOPLE, frame
from vision.landmarks.onnx_backend import OnnxBackend
from vision.landmarks.points import Landmarks


@pytest.fixture(scope="session")
def backend() -> Iterator[OnnxBackend]:
    one = OnnxBackend()
    yield one
    one.close()


@pytest.fixture(scope="session")
def seen(backend: OnnxBackend) -> dict[str, Landmarks]:
    """The landmarks of every fixture, each seen as a still."""
    found = {}
    for name in (*PEOPLE, "empty"):
        backend.reset()
        found[name] = backend.track(frame(name))
    return found
