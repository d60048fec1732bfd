"""A badge reader that types: keys in a fast burst that ends with Enter, told from a person at a keyboard."""

from dataclasses import dataclass

MAX_GAP_S = 0.06
"""Between two keys of a reader; people need 0.1 s and more."""
MIN_LENGTH = 4
MAX_LENGTH = 128
ENTER = frozenset({"\r", "\n"})


@dataclass(frozen=True, slots=True)
class Scan:
    """What a badge said."""

    text: str


@dataclass(frozen=True, slots=True)
class Typed:
    """One key of a person: a character, Enter as "\\n", or backspace as "\\b"."""

    key: str


class KeyboardWedge:
    """Sorts keys into scans and typing. `reset` forgets keys that wait.

    A key waits until the next one tells what it was: a burst is a scan if Enter ends it in time, otherwise its keys
    are handed over as typing, in their order. Nothing typed is ever lost.
    """

    def __init__(self, max_gap_s: float = MAX_GAP_S, min_length: int = MIN_LENGTH) -> None:
        self.max_gap_s = max_gap_s
        self.min_length = min_length
        self.reset()

    def reset(self) -> None:
        """No keys wait."""
        self._burst = ""
        self._last_s = 0.0

    def key(self, key: str, now_s: float) -> tuple[Scan | Typed, ...]:
        """Take one key; give what has become clear."""
        out: list[Scan | Typed] = list(self.tick(now_s))
        if key in ENTER:
            if len(self._burst) >= self.min_length:
                out.append(Scan(self._burst.strip()))
            else:
                out.extend(Typed(one) for one in self._burst)
                out.append(Typed("\n"))
            self._burst = ""
        elif len(key) == 1 and key.isprintable() and len(self._burst) < MAX_LENGTH:
            self._burst += key
            self._last_s = now_s
        else:
            out.extend(Typed(one) for one in self._burst)
            self._burst = ""
            if key == "\b":
                out.append(Typed(key))
        return tuple(out)

    def tick(self, now_s: float) -> tuple[Typed, ...]:
        """Hand over keys whose burst has broken off."""
        if not self._burst or now_s - self._last_s <= self.max_gap_s:
            return ()
        typed = tuple(Typed(one) for one in self._burst)
        self._burst = ""
        return typed
