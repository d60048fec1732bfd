"""No flicker: a verdict stays on the screen for a while before it may change."""

from collections.abc import Iterable

from checklists.verdict import Verdict

HOLD_S = 0.5


class VerdictHold:
    """Holds each clause's shown verdict for at least `hold_s` seconds.

    State: per clause the verdict shown and since when; `reset` forgets all. The time is given, never read.
    """

    def __init__(self, hold_s: float = HOLD_S) -> None:
        if not hold_s >= 0.0:
            raise ValueError("hold_s must not be negative")
        self._hold_s = hold_s
        self._shown: dict[str, tuple[Verdict, float]] = {}

    def update(self, verdicts: Iterable[Verdict], now_s: float) -> tuple[Verdict, ...]:
        """The verdicts to show now, one per given verdict, in the same order.

        A changed verdict is shown once the old one has stood for the hold time; a value that changes counts as a
        change too, so that figures can be read. A clause seen first is shown at once. A clock that went back starts
        the hold anew.
        """
        return tuple(self._held(verdict, now_s) for verdict in verdicts)

    def reset(self) -> None:
        """Forget what was shown."""
        self._shown.clear()

    def _held(self, verdict: Verdict, now_s: float) -> Verdict:
        shown, since_s = self._shown.get(verdict.clause, (verdict, now_s))
        since_s = min(since_s, now_s)
        if shown != verdict and now_s - since_s >= self._hold_s:
            shown, since_s = verdict, now_s
        self._shown[verdict.clause] = (shown, since_s)
        return shown
