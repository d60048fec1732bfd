"""The state of answering one questionnaire, or one list of points; a frozen value, no clock, no screen.

A clause with a `questionnaire` is scored into bands. A clause with `items` (ready for the shift) is a list of points,
each answered with yes (1) or no (0): all of them, or it is not met.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from checklists.model import Answer, Band, Clause, Questionnaire, Words
from checklists.reasons import JudgingReason
from checklists.verdict import Outcome, Verdict

YES = Answer(score=1, says=Words(zh="是", en="Yes"))
NO = Answer(score=0, says=Words(zh="否", en="No"))


def score(questionnaire: Questionnaire, scores: Sequence[int]) -> Band:
    """The band of the answers' scores. ValueError unless every question has one of the allowed scores."""
    return questionnaire.band_of(tuple(scores))


@dataclass(frozen=True, slots=True)
class Answering:
    """How far a person has come. `scores` holds one score per answered question, in the questions' order."""

    clause: Clause
    scores: tuple[int, ...] = ()
    mark: int | None = None
    """Which of the choices offered now the mark stands on, for hands and keys; None: it has not been moved yet."""

    def __post_init__(self) -> None:
        if self.clause.questionnaire is None and not self.clause.items:
            raise ValueError(f"{self.clause.id}: neither a questionnaire nor a list of points")
        allowed = {answer.score for answer in self.answers}
        if len(self.scores) > len(self.questions) or not set(self.scores) <= allowed:
            raise ValueError(f"{self.clause.id}: expected at most {len(self.questions)} scores of {sorted(allowed)}")

    @property
    def questions(self) -> tuple[Words, ...]:
        """What is asked, one after another."""
        asked = self.clause.questionnaire
        return self.clause.items if asked is None else asked.questions

    @property
    def answers(self) -> tuple[Answer, ...]:
        """What can be answered to each of them."""
        asked = self.clause.questionnaire
        return (YES, NO) if asked is None else asked.answers

    @property
    def done(self) -> bool:
        """Whether every question is answered."""
        return len(self.scores) == len(self.questions)

    @property
    def question(self) -> Words | None:
        """What is asked now; None where all is answered."""
        return None if self.done else self.questions[len(self.scores)]

    @property
    def total(self) -> int:
        """The sum so far."""
        return sum(self.scores)

    @property
    def most(self) -> int:
        """The sum that can be reached."""
        return len(self.questions) * max(answer.score for answer in self.answers)

    @property
    def band(self) -> Band | None:
        """Where the sum lies; None before the last answer, and for a list of points."""
        asked = self.clause.questionnaire
        return None if asked is None or not self.done else score(asked, self.scores)

    def answered(self, given: int) -> "Answering":
        """After one more answer. ValueError for a score that is not offered, or where all is answered."""
        return replace(self, scores=(*self.scores, given), mark=None)

    def back(self) -> "Answering":
        """The last answer is taken back; nothing changes before the first."""
        return replace(self, scores=self.scores[:-1], mark=None)

    def marked(self, place: int) -> "Answering":
        """The mark stands on this choice."""
        return replace(self, mark=place)

    def verdict(self) -> Verdict | None:
        """What is shown and logged: attested, with band and score as its value, like "gold 25/30"; a list of points
        with a no in it has failed, like "3/4". None while questions are open.

        A self-assessment has no limit that it could fail: a low band is advice, not a fault.
        """
        if not self.done:
            return None
        reached = f"{self.total}/{self.most}"
        if self.band is not None:
            return Verdict(self.clause.id, Outcome.ATTESTED, self.clause.mode, value=f"{self.band.id} {reached}")
        if self.total == self.most:
            return Verdict(self.clause.id, Outcome.ATTESTED, self.clause.mode, value=reached)
        return Verdict(
            self.clause.id,
            Outcome.FAIL,
            self.clause.mode,
            value=reached,
            reason=JudgingReason.ANSWERED_NO,
            remedy=(self.clause.remedy or self.clause.says).text,
        )
