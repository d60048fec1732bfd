"""The stream of frames: a frozen picture, and a picture held before the camera."""

from dataclasses import replace

from vision.frame import Frame
from vision.landmarks.points import Landmarks
from vision.observation import Quality
from vision.quality.flatness import FlatnessWatch
from vision.quality.frozen import FrozenWatch
from vision.quality.sheet import SheetWatch
from vision.reason import Reason


class QualityWatch:
    """Adds to a frame's quality what only the frames before it can tell. State: the watches; `reset` forgets."""

    def __init__(self) -> None:
        """Nothing is known before the first frame."""
        self._frozen = FrozenWatch()
        self._flat = FlatnessWatch()
        self._sheet = SheetWatch()

    def reset(self) -> None:
        """Forget the source."""
        self._frozen.reset()
        self._flat.reset()
        self._sheet.reset()

    def watch(self, frame: Frame, landmarks: Landmarks, quality: Quality) -> Quality:
        """The same quality, with FROZEN or PICTURE_OF_A_PICTURE added where they hold."""
        reasons = list(quality.reasons)
        if self._frozen.update(frame):
            reasons.append(Reason.FROZEN)
        flat, sheet = self._flat.update(frame, landmarks), self._sheet.update(frame, landmarks)
        if (flat or sheet) and Reason.PICTURE_OF_A_PICTURE not in reasons:
            reasons.append(Reason.PICTURE_OF_A_PICTURE)
        return replace(quality, reasons=tuple(reasons))
