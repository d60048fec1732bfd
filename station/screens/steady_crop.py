"""The close-up's frame as the mirror shows it: it follows the person, but does not tremble with the landmarks."""

import math

Crop = tuple[float, float, float, float]
"""x0 y0 x1 y1, fractions of the unmirrored picture."""

STILL_SHARE = 0.08
"""Of its own size the frame may be off before it moves: landmarks tremble by one or two hundredths."""
CUT_SHARE = 0.6
"""A frame that is this far away is another region: it is cut to, not driven to."""
EASE_S = 0.25
_ARRIVED_SHARE = 0.01


class SteadyCrop:
    """State: the frame that is shown and the one that it moves to. `reset` forgets both."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """The next frame is shown as it comes."""
        self._shown: Crop | None = None
        self._goal: Crop | None = None
        self._time_s = 0.0

    def follow(self, wanted: Crop | None, time_s: float) -> Crop | None:
        """The frame to show at `time_s` (capture clock) where the newest landmarks ask for `wanted`."""
        if wanted is None:
            self.reset()
            return None
        passed_s, self._time_s = max(time_s - self._time_s, 0.0), time_s
        if self._shown is None or self._goal is None or _apart(self._shown, wanted) > CUT_SHARE:
            self._shown = self._goal = wanted
            return wanted
        if _apart(self._goal, wanted) > STILL_SHARE:
            self._goal = wanted
        share = 1.0 - math.exp(-passed_s / EASE_S)
        if _apart(self._shown, self._goal) > _ARRIVED_SHARE:
            first, second, third, fourth = (
                now + share * (then - now) for now, then in zip(self._shown, self._goal, strict=True)
            )
            self._shown = (first, second, third, fourth)
        return self._shown


def _apart(one: Crop, other: Crop) -> float:
    """How far the worst edge is off, in sizes of the first frame."""
    width, height = max(one[2] - one[0], 1e-6), max(one[3] - one[1], 1e-6)
    sizes = (width, height, width, height)
    return max(abs(a - b) / size for a, b, size in zip(one, other, sizes, strict=True))
