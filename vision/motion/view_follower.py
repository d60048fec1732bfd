"""The view over time: the azimuth of a body does not jump from frame to frame."""

import math

from vision.body.view import ViewReading, view_of

REACTION_S = 0.25
JUMP_DEG = 45.0
"""A larger change is believed at once: another person, or the points were lost."""
STEADY_SHARE = 0.9
"""How much of one frame's sigma stays however long the body is watched."""


class ViewFollower:
    """State: the smoothed azimuth as a direction, and the time of the last frame. `reset` forgets it."""

    def __init__(self) -> None:
        self._last: tuple[float, float, float] | None = None

    def reset(self) -> None:
        """Forget the body."""
        self._last = None

    def update(self, time_s: float, reading: ViewReading) -> ViewReading:
        """Take one frame's reading, give the smoothed one."""
        turn = math.radians(reading.azimuth_deg)
        east, north, seated = math.sin(turn), math.cos(turn), reading.seated_probability
        if self._last is None:
            self._last = (turn, seated, time_s)
            return reading
        old_turn, old_seated, old_s = self._last
        change = abs(math.degrees(math.remainder(turn - old_turn, math.tau)))
        weight = 1.0 if change > JUMP_DEG else 1.0 - math.exp(-max(time_s - old_s, 0.0) / REACTION_S)
        east = weight * east + (1 - weight) * math.sin(old_turn)
        north = weight * north + (1 - weight) * math.cos(old_turn)
        seated = weight * seated + (1 - weight) * old_seated
        turn = math.atan2(east, north)
        self._last = (turn, seated, time_s)
        azimuth = math.degrees(turn)
        sigma = reading.sigma_deg if weight == 1.0 else STEADY_SHARE * reading.sigma_deg
        return ViewReading(view_of(azimuth), azimuth, sigma, seated)
