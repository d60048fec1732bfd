"""A frozen picture: a living camera always has noise, and a living person always sways."""

import cv2
import numpy as np

from vision.frame import Frame

FROZEN_AFTER_S = 1.0
FROZEN_FRAMES = 5
STEP = 5
"""Every 5th pixel of every 5th row is compared, at full resolution: shrinking would average the noise away."""
CHANGED_LEVEL = 2
CHANGED_SHARE = 2e-4
"""A picture is the same where fewer samples than this change by more than 2 levels: sensor noise of one level
changes 5 % of them, a swaying person's outline more than 0.1 %."""


class FrozenWatch:
    """Says when the source has delivered the same picture for a second. `reset` forgets."""

    def __init__(self) -> None:
        """Nothing is known before the first frame."""
        self.reset()

    def reset(self) -> None:
        """Forget the source."""
        self._first: cv2.typing.MatLike | None = None
        self._since_s = 0.0
        self._frames = 0

    def update(self, frame: Frame) -> bool:
        """True where this frame and all of the last second and at least five frames show the same picture."""
        rows, columns = frame.height_px // STEP, frame.width_px // STEP
        # the nearest pixels of a whole-number ratio are every 5th, without the cost of strides
        part = frame.pixels[: rows * STEP, : columns * STEP]
        samples = cv2.resize(part, (columns, rows), interpolation=cv2.INTER_NEAREST) if rows and columns else part
        if self._first is not None and self._first.shape == samples.shape:
            blue, green, red = cv2.split(cv2.absdiff(samples, self._first))
            changed = cv2.max(cv2.max(blue, green), red) > CHANGED_LEVEL
            if np.count_nonzero(changed) < CHANGED_SHARE * changed.size:
                self._frames += 1
                return self._frames >= FROZEN_FRAMES and frame.time_s - self._since_s >= FROZEN_AFTER_S
        self._first = samples
        self._since_s = frame.time_s
        self._frames = 1
        return False
