"""What is known about the place before the first frame: the camera, the chair, the person's own baseline."""

from dataclasses import dataclass

from vision.camera import Camera
from vision.chair import Chair
from vision.colour.modes import Uniform
from vision.landmarks.points import Landmarks


@dataclass(frozen=True, slots=True)
class Setup:
    """The set-up that measures are taken in. Everything is optional; what is missing widens the sigmas."""

    camera: Camera | None = None
    """None: an assumed 65 deg webcam, said through wider sigmas."""
    chair: Chair | None = None
    baseline: Landmarks | None = None
    """The same person standing upright, from a given picture; otherwise the stance before a bow serves."""
    uniform: Uniform | None = None
    """The colours of the house's clothes; None where nothing is enrolled."""
