"""What other looks and the witness have said about one chest: each is asked once for a stance, and not all at once.

A look at the chest in doubt would take five times as long as one in no doubt. Who stands before the mirror stands
there for seconds, and is looked at three times before anything is said: what is asked is spread over these looks, and
what was answered is not asked again while the stance is the same (decision 0173). A still picture is asked
everything at once; both come to the same belief.
"""

from collections.abc import Callable

from vision.dress.looks import Look
from vision.dress.witness import Sighting
from vision.landmarks.points import Floats

LOOK, WITNESS = 1, 2
"""What each costs, in looks of our own model."""


class Doubts:
    """State: the answers for one stance, and what may still be asked in this run."""

    def __init__(self) -> None:
        """Everything may be asked."""
        self._answers: dict[Look, Floats] = {}
        self._sighting: Sighting | None = None
        self._left: int | None = None
        self.open = False
        """Something was wanted in this run that was not to be asked any more."""

    def begin(self, most: int) -> None:
        """Begin a run in which looks and witness may cost `most` looks; what was answered stays."""
        self._left, self.open = most, False

    def forget(self) -> None:
        """Another stance: nothing is known of it."""
        self._answers.clear()
        self._sighting = None

    def flags(self, look: Look, ask: Callable[[Look], Floats]) -> Floats | None:
        """The model's flags from another look, logits; None where it may not be taken in this run."""
        if look not in self._answers and self._may(LOOK):
            self._answers[look] = ask(look)
        return self._answers.get(look)

    def sighting(self, ask: Callable[[], Sighting]) -> Sighting | None:
        """What the witness sees; None where it may not be asked in this run."""
        if self._sighting is None and self._may(WITNESS):
            self._sighting = ask()
        return self._sighting

    def _may(self, cost: int) -> bool:
        if self._left is None:
            return True
        if cost > self._left:
            self.open = True
            return False
        self._left -= cost
        return True
