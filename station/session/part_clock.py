"""The time of one stop: it runs while the person can do what is asked, and stands still while nobody could."""

from station.session.facing import TURNING_S


class PartClock:
    """State: when the stop began, what was waited for. `begin` starts the next stop."""

    def __init__(self) -> None:
        self.begin(0.0)

    def begin(self, now_s: float) -> None:
        """A stop begins."""
        self.since_s = now_s
        """When the stop began, moved on by all the time that stood still."""
        self._waiting, self._until_s = False, now_s
        self._turned_s = 0.0

    def elapsed_s(self, now_s: float) -> float:
        """How much of the stop's own time has gone by."""
        return now_s - self.since_s

    def run(self) -> None:
        """The time runs again."""
        self._waiting = False

    def stand_still(self, now_s: float) -> float:
        """From one call to the next no time goes by; the seconds since the last one."""
        waited_s = max(0.0, now_s - self._until_s) if self._waiting else 0.0
        self.since_s += waited_s
        self._waiting, self._until_s = True, now_s
        return waited_s

    def turn(self, now_s: float) -> None:
        """As `stand_still`, while the person turns or sits down; after `TURNING_S` the time runs all the same."""
        if not self.turned_long:
            self._turned_s += self.stand_still(now_s)

    @property
    def turned_long(self) -> bool:
        """True where the person has had all the time to turn that a part gives."""
        return self._turned_s >= TURNING_S
