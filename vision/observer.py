"""The core of the house: one frame in, one observation out. Live, replay, command line and tests all run this."""

from vision.frame import Frame
from vision.landmarks.backend import LandmarkBackend
from vision.observation import ClipSummary, Observation
from vision.setup import Setup


class Observer:
    """Follows one source: landmarks, quality, measures and the motion over time.

    State: the backend's crop, the smoothing filters, the quality history and the bow tracker. `reset` forgets all.
    """

    def __init__(self, backend: LandmarkBackend, setup: Setup | None = None, *, stills: bool = False) -> None:
        """`stills`: every frame is an unrelated picture; nothing is tracked or smoothed between frames."""
        self._backend = backend
        self._setup = setup or Setup()
        self._stills = stills

    def observe(self, frame: Frame) -> Observation:
        """Measure one frame. Never raises on a bad picture: the reasons say what is wrong with it."""
        raise NotImplementedError

    def summary(self) -> ClipSummary:
        """What the frames since the last reset say together."""
        raise NotImplementedError

    def reset(self) -> None:
        """Forget the source."""
        self._backend.reset()
