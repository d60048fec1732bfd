"""Is the person standing still? The motion of the body's points over the last moments."""

from collections import deque
from statistics import median

import numpy as np
from numpy.typing import NDArray

from vision.landmarks.points import BodyPoint as P
from vision.landmarks.points import Landmarks, Provenance, trunk_px

WATCHED: tuple[int, ...] = (
    P.NOSE, P.LEFT_SHOULDER, P.RIGHT_SHOULDER, P.LEFT_HIP, P.RIGHT_HIP, P.LEFT_WRIST, P.RIGHT_WRIST,
    P.LEFT_ANKLE, P.RIGHT_ANKLE,
)  # fmt: skip
WINDOW_S, SHORTEST_S = 0.35, 0.25
"""How far back is looked, and at least: a slow camera shows few pictures in the first."""
LONGEST_GAP_S = 0.5
"""Who was not seen for so long has not stood still for all we know."""
STILL_TORSOS_PER_S = 0.16
"""Standing people sway by less; the slowest part of a bow moves the head by more."""


class Stillness:
    """State: the body's points of the last moments. `reset` forgets them."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, NDArray[np.float32], NDArray[np.bool_], float]] = deque()

    def reset(self) -> None:
        """Forget the person."""
        self._seen.clear()

    def update(self, landmarks: Landmarks) -> bool:
        """Take one frame; True where every watched point has rested for the window."""
        person = landmarks.person
        if person is None:
            self._seen.clear()
            return False
        if self._seen and not 0.0 <= landmarks.time_s - self._seen[-1][0] <= LONGEST_GAP_S:
            self._seen.clear()
        points = person.body.points
        seen = points.provenance[list(WATCHED)] == Provenance.MEASURED
        self._seen.append((landmarks.time_s, points.xy[list(WATCHED)], seen, trunk_px(points.xy)))
        while landmarks.time_s - self._seen[0][0] > WINDOW_S and landmarks.time_s - self._seen[1][0] >= SHORTEST_S:
            self._seen.popleft()
        return self._speed() < STILL_TORSOS_PER_S

    def _speed(self) -> float:
        """The fastest watched point's speed in torso lengths a second, infinite while too little has been seen."""
        times = np.array([row[0] for row in self._seen])
        if times[-1] - times[0] < SHORTEST_S:
            return float("inf")
        xy = np.stack([row[1] for row in self._seen]).astype(np.float64)
        seen = np.logical_and.reduce([row[2] for row in self._seen])
        if not seen.any():
            return float("inf")
        centred = times - times.sum() / len(times)
        slope = np.einsum("t,tnd->nd", centred, xy)[seen] / float(centred @ centred)
        torso = max(median(row[3] for row in self._seen), 1.0)
        return float(np.hypot(slope[:, 0], slope[:, 1]).max() / torso)
