from tests.landmarks.conftest import backend, seen

__all__ = ["backend", "seen"]
