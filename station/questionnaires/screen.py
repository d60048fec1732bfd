"""What the screen shows while a questionnaire is answered, and which press means what. Pure."""

from collections.abc import Mapping

from checklists.verdict import Outcome
from station.i18n.texts import tr
from station.questionnaires.answering import Answering
from station.view_state import Row, Screen, Target, ViewState

ANSWER = "answer_"
"""Action of a target that answers: "answer_0" .. "answer_3" say the score."""
BACK, FINISH, STOP = "back", "accept", "stop"
_ROWS = 3
"""Answers that stay in sight above the question."""


def view(answering: Answering, language: str, dwell: Mapping[str, float] | None = None) -> ViewState:
    """One question with its answers; after the last one the band with its advice, or what is still missing.

    `dwell`: how far each target is held, by action.
    """
    headline, instruction, outcome = _words(answering, language)
    return ViewState(
        Screen.ATTEST,
        language=language,
        headline=headline,
        instruction=instruction,
        outcome=outcome,
        rows=_rows(answering, language),
        step=min(len(answering.scores) + 1, len(answering.questions)),
        steps=len(answering.questions),
        targets=_targets(answering, language, dwell or {}),
    )


def _words(answering: Answering, language: str) -> tuple[str, str, Outcome | None]:
    """What is read first, what stands under it, and how it came out."""
    if answering.question is not None:
        return answering.question.text.of(language), answering.clause.title.text.of(language), None
    band, verdict = answering.band, answering.verdict()
    key = "questionnaire.there" if answering.clause.questionnaire is None else "questionnaire.points"
    points = tr(language, key, total=answering.total, most=answering.most)
    if band is not None:
        name = tr(language, "questionnaire.band", band=band.name.text.of(language), points=points)
        return name, band.says.text.of(language), Outcome.ATTESTED
    if verdict is not None and verdict.remedy is not None:
        return verdict.remedy.of(language), points, verdict.outcome
    return tr(language, "questionnaire.complete"), points, Outcome.ATTESTED


def pressed(answering: Answering, action: str) -> Answering:
    """The state after a press; unchanged by a press that means nothing here (a second touch on the last answer)."""
    if action == BACK:
        return answering.back()
    offered = {f"{ANSWER}{answer.score}": answer.score for answer in answering.answers}
    if answering.done or action not in offered:
        return answering
    return answering.answered(offered[action])


def _rows(answering: Answering, language: str) -> tuple[Row, ...]:
    """The last answers, so that a slip of the finger is seen; on the last screen the answers worth another look."""
    words = {answer.score: answer.says.text.of(language) for answer in answering.answers}
    given = list(enumerate(answering.scores))
    if answering.done:
        best = max(words)
        chosen = sorted((each for each in given if each[1] < best), key=lambda each: each[1])[:_ROWS]
    else:
        chosen = given[-_ROWS:]
    return tuple(
        Row(
            f"{answering.clause.id}.{number + 1}",
            tr(
                language,
                "questionnaire.given",
                question=answering.questions[number].text.of(language),
                answer=words[score],
            ),
            Outcome.ATTESTED if answering.clause.questionnaire is not None or score else Outcome.FAIL,
            words[score],
        )
        for number, score in chosen
    )


def _targets(answering: Answering, language: str, dwell: Mapping[str, float]) -> tuple[Target, ...]:
    """The answers from most to least in the list, back and stop in the corners. None of them looks preferred."""
    targets = []
    if answering.done:
        targets.append(Target(FINISH, tr(language, "action.accept"), "bottom_right", dwell.get(FINISH, 0.0), True))
    else:
        for answer in sorted(answering.answers, key=lambda each: -each.score):
            action = f"{ANSWER}{answer.score}"
            targets.append(
                Target(action, answer.says.text.of(language), "list", dwell.get(action, 0.0), by_hand=False)
            )
    if answering.scores:
        targets.append(Target(BACK, tr(language, "questionnaire.back"), "bottom_left", dwell.get(BACK, 0.0)))
    targets.append(Target(STOP, tr(language, "action.stop"), "top_left", dwell.get(STOP, 0.0), by_hand=False))
    return tuple(targets)
