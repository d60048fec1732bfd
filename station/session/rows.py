"""The clauses of a check as the rows of a screen, and the points of a list."""

from checklists.reasons import JudgingReason
from checklists.verdict import Outcome
from station.questionnaires.screen import value_words
from station.session.course import Course
from station.session.wording import detail_text
from station.view_state import Row
from vision.reason import Reason

_WAITING = (
    JudgingReason.PART_NOT_TAKEN,
    JudgingReason.NEEDS_CONFIRMATION,
    Reason.TOO_FEW_FRAMES,
    Reason.NOT_STILL,
    Reason.NEEDS_MOTION,
)
"""What is merely not known yet, as long as the first round runs."""


def rows_of(course: Course, language: str, only: tuple[str, ...] | None = None) -> tuple[Row, ...]:
    """The clauses with their outcomes; not judged yet is None, which is neither a pass nor a fail."""
    rows = []
    for verdict in course.verdicts.values():
        if only is not None and verdict.clause not in only:
            continue
        clause = course.checklist.clause(verdict.clause)
        waiting = verdict.outcome is Outcome.UNCLEAR and (clause.left_to_eyes or verdict.reason in _WAITING)
        rows.append(
            Row(
                verdict.clause,
                clause.title.text.of(language),
                None if waiting and not course.complete else verdict.outcome,
                detail_text(verdict, language) or value_words(clause, verdict.value, language),
                verdict.clause in course.disputed,
            )
        )
    return tuple(rows)


def asked_of(course: Course, language: str) -> tuple[Row, ...]:
    """What the person is asked now: clauses, and the points of lists, in their order."""
    inquiry = course.inquiry
    clauses = {row.clause: row for row in rows_of(course, language, inquiry.shown)}
    rows = []
    for name in inquiry.shown:
        words, met = inquiry.point(name), inquiry.answers.get(name)
        if words is not None:
            outcome = None if met is None else Outcome.ATTESTED if met else Outcome.FAIL
            rows.append(Row(name, words.text.of(language), outcome))
        elif name in clauses:
            rows.append(clauses[name])
    return tuple(rows)
