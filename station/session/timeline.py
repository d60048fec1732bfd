"""Where the time of a session goes: seconds by what the person was doing, for the log of the run."""

from collections.abc import Mapping

from checklists.session_part import SessionPart
from station.session.machine import State
from station.session.stops import Stop

_LOOKING = tuple(part.value for part in SessionPart if part not in (SessionPart.CLOSE_UP, SessionPart.ATTEST))
_ASKING = (SessionPart.CLOSE_UP.value, SessionPart.ATTEST.value)

SHORTEST_S = 0.05
"""Less is not worth a word: a state that was only passed through."""


class Timeline:
    """State: what is going on since when, and the sums so far. `reset` begins anew."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Nothing has gone by."""
        self._spent_s: dict[str, float] = {}
        self._now: tuple[str, float] | None = None

    @property
    def spent_s(self) -> Mapping[str, float]:
        """Seconds by part or state, in the order in which they came first."""
        return dict(self._spent_s)

    def enter(self, state: State, stop: Stop | None, now_s: float) -> None:
        """From now on the session is in this state, at this stop of the check."""
        if self._now is not None:
            name, since_s = self._now
            self._spent_s[name] = self._spent_s.get(name, 0.0) + now_s - since_s
        at_stop = stop is not None and state in (State.PART, State.ASSIST, State.ATTEST)
        self._now = (stop.part.value if stop is not None and at_stop else state.value, now_s)

    def sentence(self) -> str:
        """For example "Looked 12.4 s (front 6.0, turn_left 6.4); asked 5.0 s (close_up 5.0); notice 2.6, ..."."""
        told = [self._sum("looked", _LOOKING), self._sum("asked", _ASKING)]
        rest = [
            name
            for name, spent_s in self._spent_s.items()
            if name not in (*_LOOKING, *_ASKING) and spent_s >= SHORTEST_S
        ]
        told.append(", ".join(f"{name} {self._spent_s[name]:.1f}" for name in rest))
        line = "; ".join(part for part in told if part)
        return f"{line[:1].upper()}{line[1:]} (seconds)." if line else ""

    def _sum(self, word: str, names: tuple[str, ...]) -> str:
        there = [name for name in names if name in self._spent_s]
        if not there:
            return ""
        each = ", ".join(f"{name} {self._spent_s[name]:.1f}" for name in there)
        return f"{word} {sum(self._spent_s[name] for name in there):.1f} ({each})"
