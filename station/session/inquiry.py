"""What is asked at a stop that no camera serves: clauses and points of lists together, or a self-assessment."""

from collections.abc import Mapping

from checklists.model import Checklist, Clause, Words
from checklists.verdict import Verdict
from station.questionnaires.answering import NO, YES, Answering
from station.questionnaires.screen import pressed
from station.session.questions import Questions
from station.session.stops import Stop, names_of


class Inquiry:
    """State: everything that the person has answered in this round.

    The points of a list are asked like clauses: all with one tap, or one by one. The list's verdict, and that of a
    self-assessment, stands once every point is answered; from an unfinished one nothing follows.
    """

    def __init__(self, checklist: Checklist) -> None:
        self._checklist = checklist
        self._questions = Questions()
        self._assessed: dict[str, Verdict] = {}
        self._lists: tuple[Clause, ...] = ()
        """The lists of points that are asked at this stop."""
        self.answering: Answering | None = None
        """The self-assessment that is being answered; None at every other stop."""

    def begin(self, stop: Stop | None) -> None:
        """The next stop; none, or one of the camera's, asks nothing."""
        clauses = [self._checklist.clause(name) for name in stop.clauses] if stop is not None else []
        self.answering = Answering(clauses[0]) if stop is not None and stop.questionnaire else None
        self._lists = tuple(clause for clause in clauses if stop is not None and names_of(clause) != (clause.id,))
        self._questions.begin(_asked(stop))

    def forget(self, stop: Stop) -> None:
        """What was answered at this stop does not stand any more."""
        for name in _asked(stop):
            self._questions.answers.pop(name, None)
        for clause in stop.clauses:
            self._assessed.pop(clause, None)

    @property
    def answers(self) -> Mapping[str, bool]:
        """Met or not, by clause or point."""
        return self._questions.answers

    @property
    def verdicts(self) -> Mapping[str, Verdict]:
        """Of the lists and self-assessments that were answered to the end, by clause."""
        return self._assessed

    @property
    def shown(self) -> tuple[str, ...]:
        """The clauses and points that the screen lists."""
        return self._questions.shown

    @property
    def marked(self) -> bool:
        """True where some are marked as not met and the others still wait for their answer."""
        return self._questions.marked

    @property
    def finished(self) -> bool:
        """True where nothing of this stop waits for an answer; a self-assessment waits for its last press."""
        return self.answering is None and not self._questions.unanswered

    def answer(self, met: bool, name: str | None = None) -> None:
        """What the person said about one of the questions, or about all that are asked."""
        self._questions.answer(met, name)
        self._count_points()

    def mark(self, name: str) -> None:
        """The person points at a question that is not met, or at a whole list; a second time takes it back."""
        pointed = next((names_of(clause) for clause in self._lists if clause.id == name), (name,))
        for one in pointed:
            self._questions.mark(one)
        self._count_points()

    def press(self, action: str) -> None:
        """A press on the self-assessment's screen; without one nothing happens."""
        if self.answering is not None:
            self.answering = pressed(self.answering, action)

    def close(self) -> None:
        """The stop is over: a self-assessment that was answered to the end stands, any other is forgotten."""
        if self.answering is not None:
            self._keep(self.answering)
        self.answering = None

    def point(self, name: str) -> Words | None:
        """The words of a list's point that is asked now; None for a clause."""
        for clause in self._lists:
            if name in names_of(clause):
                return clause.items[names_of(clause).index(name)]
        return None

    def _count_points(self) -> None:
        """The verdict of a list as soon as each of its points has an answer."""
        for clause in self._lists:
            given = [self.answers.get(name) for name in names_of(clause)]
            scores = tuple(YES.score if met else NO.score for met in given if met is not None)
            self._assessed.pop(clause.id, None)
            if len(scores) == len(given):
                self._keep(Answering(clause, scores))

    def _keep(self, answering: Answering) -> None:
        verdict = answering.verdict()
        if verdict is not None:
            self._assessed[answering.clause.id] = verdict


def _asked(stop: Stop | None) -> tuple[str, ...]:
    """The names of the questions that one tap answers at this stop."""
    if stop is None or stop.by_camera or stop.questionnaire:
        return ()
    return stop.asked
