"""The one door to every landmark runtime."""

from typing import Protocol

from vision.frame import Frame
from vision.landmarks.points import Landmarks, PersonMask


class LandmarkBackend(Protocol):
    """A tracker of one person: keeps the crop of the last frame until `reset`.

    `track` is called with the frames of one source in their order. For unrelated pictures call `reset` before each.
    """

    name: str

    def track(self, frame: Frame) -> Landmarks:
        """Find the person on the mark and its points. Never raises on a picture without a person."""

    def mask(self, frame: Frame, landmarks: Landmarks) -> PersonMask | None:
        """The person's mask in this frame, or None where there is no person."""

    def reset(self) -> None:
        """Forget the person and every crop."""
