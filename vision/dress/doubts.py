"""What other looks and the witness have said about one chest: each is asked once, and not all at once.

A look at a chest in doubt would take five times as long as one in no doubt. Who stands before the mirror stands there
for seconds, and is looked at three times before anything is said: what is asked is spread over these looks, and what
was answered stands while the same chest is there (decision 0173). A still picture is asked everything at once; both
come to the same belief.
"""

import math
from collections.abc import Callable

from vision.dress.chart import Chart
from vision.dress.looks import Look, Said
from vision.dress.witness import Sighting

LOOK, WITNESS = 1, 2
"""What each costs, in looks of our own model."""
STALE_S = 2.0
"""An older answer still stands, and is asked for anew where a run has room for it."""
GONE_S = 1.5
"""Who was not looked at for so long is another person, or dressed otherwise, for all we know."""
MOVED, GROWN, TURNED_DEG = 0.15, 1.25, 10.0
"""Units, a ratio and degrees by which the chart of a chest may change: hips that are guessed move that much."""


class Doubts:
    """State: the answers for one chest with their times, and what may still be asked in this run."""

    def __init__(self) -> None:
        """Everything may be asked."""
        self._answers: dict[Look, tuple[float, Said]] = {}
        self._sighting: tuple[float, Sighting] | None = None
        self._chart: Chart | None = None
        self._time_s = 0.0
        self._left: int | None = None
        self.open = False
        """Something was wanted in this run that nobody has answered yet and that was not to be asked any more."""

    def begin(self, chart: Chart | None, time_s: float, most: int) -> None:
        """Begin a run in which looks and witness may cost `most` looks; what was said of this chest stays."""
        if not 0.0 <= time_s - self._time_s <= GONE_S:
            self.forget()
        if chart is not None:
            if self._chart is None or not same_chest(chart, self._chart):
                self.forget()
                self._chart = chart
            self._time_s = time_s
        self._left, self.open = most, False

    def forget(self) -> None:
        """Another chest: nothing is known of it."""
        self._answers.clear()
        self._sighting = self._chart = None

    def said(self, look: Look, ask: Callable[[Look], Said]) -> Said | None:
        """What is said of the collar in this look; None where there is none and it may not be taken now."""
        answer = self._answers.get(look)
        if self._may(LOOK, answer):
            answer = self._answers[look] = self._time_s, ask(look)
        return None if answer is None else answer[1]

    def sighting(self, ask: Callable[[], Sighting]) -> Sighting | None:
        """What the witness sees; None where that is not known and it may not be asked now."""
        if self._may(WITNESS, self._sighting):
            self._sighting = self._time_s, ask()
        return None if self._sighting is None else self._sighting[1]

    def _may(self, cost: int, answer: tuple[float, object] | None) -> bool:
        """Whether to ask, where `answer` is what was said so far."""
        if answer is not None and self._time_s - answer[0] <= STALE_S:
            return False
        if self._left is None:
            return True
        if cost > self._left:
            self.open |= answer is None
            return False
        self._left -= cost
        return True


def same_chest(one: Chart, other: Chart) -> bool:
    """Whether two charts lie on a chest that has not gone anywhere."""
    away = math.hypot(one.x - other.x, one.y - other.y)
    turned_deg = math.degrees(math.acos(min(1.0, one.down[0] * other.down[0] + one.down[1] * other.down[1])))
    ratio = max(one.unit_px / other.unit_px, other.unit_px / one.unit_px)
    return away <= MOVED * other.unit_px and ratio <= GROWN and turned_deg <= TURNED_DEG
