"""The questions of one stop: all at once, or one by one where not all of them are met."""


class Questions:
    """State: what the person has answered in this round, and how the stop's questions are put."""

    def __init__(self) -> None:
        self.answers: dict[str, bool] = {}
        """By clause: met or not."""
        self.begin(())

    def begin(self, clauses: tuple[str, ...]) -> None:
        """The next stop asks these."""
        self._clauses, self._singly = clauses, False

    @property
    def unanswered(self) -> tuple[str, ...]:
        """What is asked now and not answered yet: all together, or the next one."""
        waiting = tuple(clause for clause in self._clauses if clause not in self.answers)
        return waiting[:1] if self._singly else waiting

    @property
    def shown(self) -> tuple[str, ...]:
        """What the screen lists: what has been marked stays in sight, one by one only the question itself."""
        return self.unanswered if self._singly else self._clauses

    @property
    def marked(self) -> bool:
        """True where some are marked as not met and the others still wait for their answer."""
        return not self._singly and any(clause in self.answers for clause in self._clauses)

    def answer(self, met: bool, clause: str | None = None) -> None:
        """The answer to one of them (`clause`), or to all that are asked now.

        "Not all of it" does not say which: then they come one by one.
        """
        asked = self.unanswered
        if clause is None and not met and len(asked) > 1:
            self._singly = True
            return
        self.answers.update(dict.fromkeys((clause,) if clause is not None and clause in asked else asked, met))

    def mark(self, clause: str) -> None:
        """The person points at one that is not met; a second time takes it back."""
        if clause in self._clauses and self.answers.pop(clause, None) is None:
            self.answers[clause] = False
