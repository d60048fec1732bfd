"""Which views of the board are worth keeping while somebody carries it through the picture."""

from collections import deque
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from calibration.board import BoardView

WANTED_VIEWS = 12
STILL_S = 0.5
_STILL_SHARE = 0.0025
"""Of the picture's width: a board that wanders less is held still enough for a 1/30 s exposure."""
_NEW_SHARE = 0.06
"""Mean distance of the corners to those of every kept view, of the picture's width."""
GRID = 3


class Offer(StrEnum):
    """What became of one look."""

    NOT_SEEN = "not_seen"
    MOVING = "moving"
    KNOWN = "known"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class _Seen:
    time_s: float
    corners: dict[tuple[float, float], tuple[float, float]]
    """Place on the board -> place in the picture."""


class BoardCollector:
    """Keeps a view when the board is still and lies otherwise than in every view before. State: views and the last
    half second."""

    def __init__(self, wanted: int = WANTED_VIEWS) -> None:
        self.wanted = wanted
        self.reset()

    def reset(self) -> None:
        """No view yet."""
        self.views: list[BoardView] = []
        self._kept: list[_Seen] = []
        self._lately: deque[_Seen] = deque()

    @property
    def complete(self) -> bool:
        """True once enough views are kept."""
        return len(self.views) >= self.wanted

    def look(self, view: BoardView | None, time_s: float) -> Offer:
        """One more look at the board, None where it was not found."""
        if view is None:
            self._lately.clear()
            return Offer.NOT_SEEN
        seen = _Seen(time_s, _corners(view))
        while self._lately and time_s - self._lately[0].time_s > 2.0 * STILL_S:
            self._lately.popleft()
        width_px = view.size[0]
        if any(_apart(seen, other) > _STILL_SHARE * width_px for other in self._lately):
            self._lately.clear()
        self._lately.append(seen)
        if time_s - self._lately[0].time_s < STILL_S:
            return Offer.MOVING
        if any(_apart(seen, other) < _NEW_SHARE * width_px for other in self._kept):
            return Offer.KNOWN
        self.views.append(view)
        self._kept.append(seen)
        return Offer.TAKEN

    def coverage(self) -> NDArray[np.bool_]:
        """GRID x GRID cells of the picture, rows from above: where a corner of the board has been."""
        cells = np.zeros((GRID, GRID), dtype=np.bool_)
        for view in self.views:
            places = np.clip((view.corners_px / np.array(view.size) * GRID).astype(int), 0, GRID - 1)
            cells[places[:, 1], places[:, 0]] = True
        return cells


def _corners(view: BoardView) -> dict[tuple[float, float], tuple[float, float]]:
    names = np.round(view.corners_m[:, :2], 4)
    return {(float(u), float(v)): (float(x), float(y)) for (u, v), (x, y) in zip(names, view.corners_px, strict=True)}


def _apart(one: _Seen, other: _Seen) -> float:
    """Mean distance of the corners that both have, px; infinite where they share none."""
    shared = one.corners.keys() & other.corners.keys()
    if not shared:
        return float("inf")
    gaps = [np.hypot(*np.subtract(one.corners[name], other.corners[name])) for name in shared]
    return float(np.mean(gaps))
