"""The hand of the demo: with the bundled demo person nobody is there to press, so the sensible target presses itself.

Only the demo source has it. It waits long enough for a viewer to read, then fills the target's ring in plain sight.
"""

from dataclasses import replace

from station.questionnaires.screen import ANSWER
from station.session.dwell import HOLD_S, until_raised_s
from station.view_state import Screen, Target, ViewState

READ_S = 1.6
"""Before anything that is no list of questions."""
_WAITS = frozenset(
    {Screen.IDLE, Screen.PART, Screen.PAUSED, Screen.FAULT, Screen.LOGGED, Screen.ABANDONED, Screen.DRILL}
    | {Screen.DRILLS}
)
"""Screens on which the demo only watches."""
_ASKS = frozenset({Screen.ASSIST, Screen.ATTEST, Screen.QUESTIONNAIRE})
_PREFERRED = ("accept_notice", "guest", "confirm", "accept")


class DemoPresser:
    """State: which question is up and since when. `reset` forgets it."""

    def __init__(self, prefer: tuple[str, ...] = _PREFERRED) -> None:
        """`prefer`: actions in the order in which they are chosen where several are offered."""
        self._prefer = prefer
        self.reset()

    @classmethod
    def for_wearer(cls, wearer: str) -> "DemoPresser":
        """The hand of a demo person who wears by those rules ("men" or "women")."""
        return cls((wearer, *_PREFERRED))

    def reset(self) -> None:
        """Forget the question."""
        self._question: tuple[object, ...] | None = None
        self._since_s = 0.0
        self._pressed = False

    def update(self, view: ViewState, now_s: float) -> tuple[ViewState, str | None]:
        """The view with the ring as far as it has filled, and the action at the moment it is full."""
        target = self._choose(view)
        asked = tuple(row.clause for row in view.rows) if view.screen in _ASKS else ()
        # over a long list the headline names the region that is shown just now: it is no other question
        question = (view.screen, view.step, asked or view.headline, tuple(t.action for t in view.targets))
        if question != self._question:
            self._question, self._since_s, self._pressed = question, now_s, False
        if target is None or self._pressed:
            return view, None
        read_s = until_raised_s(len(asked)) if asked else READ_S
        filled = (now_s - self._since_s - read_s) / HOLD_S
        if filled >= 1.0 - 1e-9:
            self._pressed = True
            return view, target.action
        if filled <= 0.0:
            return view, None
        targets = tuple(replace(t, dwell=filled) if t is target else t for t in view.targets)
        return replace(view, targets=targets), None

    def _choose(self, view: ViewState) -> Target | None:
        if view.screen in _WAITS:
            return None
        answers = [target for target in view.targets if target.action.startswith(ANSWER)]
        if answers:
            # the demo person praises itself, but not without end
            return answers[1 if view.step % 3 == 0 else 0]
        for action in self._prefer:
            for target in view.targets:
                if target.action == action:
                    return target
        return next((target for target in view.targets if target.primary), None)
