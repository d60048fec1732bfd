"""The stream of frames: a frozen picture, and a picture held before the camera."""

from dataclasses import replace

from vision.frame import Frame
from vision.landmarks.points import Landmarks
from vision.observation import Quality
from vision.quality.assess import assess
from vision.quality.flatness import FlatnessWatch
from vision.quality.frozen import FrozenWatch
from vision.quality.region import luma_of
from vision.quality.sheet import SheetWatch
from vision.reason import Reason


class QualityWatch:
    """A frame's own quality and what only the frames before it can tell. State: the watches; `reset` forgets."""

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

    def watch(self, frame: Frame, landmarks: Landmarks) -> Quality:
        """What `assess` says, with FROZEN or PICTURE_OF_A_PICTURE added where they hold."""
        luma = luma_of(frame.pixels)
        quality = assess(frame, landmarks, luma)
        reasons = list(quality.reasons)
        if self._frozen.update(frame):
            reasons.append(Reason.FROZEN)
        flat = self._flat.update(frame.time_s, luma, landmarks)
        sheet = self._sheet.update(frame.time_s, luma, landmarks)
        if (flat or sheet) and Reason.PICTURE_OF_A_PICTURE not in reasons:
            reasons.append(Reason.PICTURE_OF_A_PICTURE)
        return replace(quality, reasons=tuple(reasons))
