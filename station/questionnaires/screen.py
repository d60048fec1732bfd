"""What the screen shows while a self-assessment is answered, and which press means what. Pure.

Three ways to answer: touch an answer; type its number; or, hands free, move a mark with the left hand and take what
it stands on with the right (decision 0100).
"""

from collections.abc import Mapping

from checklists.model import Clause
from checklists.verdict import Outcome
from station.i18n.texts import tr
from station.questionnaires.answering import Answering
from station.view_state import Row, Screen, Target, ViewState

ANSWER = "answer_"
"""Action of a target that answers: "answer_0" .. "answer_3" say the score."""
BACK, FINISH, STOP, SKIP, TAKE = "back", "accept", "stop", "skip", "take"
NEXT, PREVIOUS = "next_choice", "previous_choice"
MOVES = frozenset({NEXT, PREVIOUS})
"""Presses that move the mark and answer nothing."""
PRESSES = frozenset({BACK, FINISH, SKIP, TAKE, *MOVES})
_ROWS = 3
"""Answers that are worth another look, on the last screen."""


def choices(answering: Answering) -> tuple[str, ...]:
    """What the mark goes round: the answers from most to least, then the way back where there is one."""
    if answering.done:
        return ()
    answers = sorted((answer.score for answer in answering.answers), reverse=True)
    return (*(f"{ANSWER}{score}" for score in answers), *((BACK,) if answering.scores else ()))


def pressed(answering: Answering, action: str) -> Answering:
    """The state after a press; unchanged by a press that means nothing here (a second touch on the last answer)."""
    offered = choices(answering)
    if action == TAKE and answering.mark is not None:
        return pressed(answering, offered[answering.mark])
    if action in MOVES and offered:
        return answering.marked(_moved(answering.mark, len(offered), 1 if action == NEXT else -1))
    if action == BACK:
        return answering.back()
    if action in offered:
        return answering.answered(int(action.removeprefix(ANSWER)))
    return answering


def _moved(mark: int | None, count: int, step: int) -> int:
    """The mark begins at the first choice, or from below at the last."""
    if mark is None:
        return 0 if step > 0 else count - 1
    return (mark + step) % count


def view(answering: Answering, language: str, dwell: Mapping[str, float] | None = None) -> ViewState:
    """One question with its answers; after the last one the band with its advice.

    `dwell`: how far each target is held, by action.
    """
    headline, instruction, outcome = _words(answering, language)
    return ViewState(
        Screen.QUESTIONNAIRE,
        language=language,
        headline=headline,
        instruction=instruction,
        outcome=outcome,
        rows=_worth_another_look(answering, language),
        step=min(len(answering.scores) + 1, len(answering.questions)),
        steps=len(answering.questions),
        targets=targets(answering, language, dwell or {}),
    )


def _words(answering: Answering, language: str) -> tuple[str, str, Outcome | None]:
    """What is read first, what stands under it, and how it came out."""
    if answering.band is not None:
        points = tr(language, "questionnaire.points", total=answering.total, most=answering.most)
        name = tr(language, "questionnaire.band", band=answering.band.name.text.of(language), points=points)
        return name, answering.band.says.text.of(language), Outcome.ATTESTED
    count = len(answering.questions)
    number = min(len(answering.scores) + 1, count)
    title = answering.clause.title.text.of(language)
    under = tr(language, "questionnaire.place", title=title, number=number, count=count)
    return answering.questions[number - 1].text.of(language), under, None


def _worth_another_look(answering: Answering, language: str) -> tuple[Row, ...]:
    """The lowest answers, once all are given. While questions are open no answer stays in sight of who passes by."""
    if not answering.done:
        return ()
    words = {answer.score: answer.says.text.of(language) for answer in answering.answers}
    given = [each for each in enumerate(answering.scores) if each[1] < max(words)]
    return tuple(
        Row(
            f"{answering.clause.id}.{number + 1}",
            tr(
                language,
                "questionnaire.given",
                question=answering.questions[number].text.of(language),
                answer=words[score],
            ),
            Outcome.ATTESTED,
            words[score],
        )
        for number, score in sorted(given, key=lambda each: each[1])[:_ROWS]
    )


def value_words(clause: Clause, value: object, language: str) -> str:
    """The logged value of a list or a self-assessment for the person: "金级 25/30", "3/4"; else empty."""
    if not isinstance(value, str):
        return ""
    if clause.questionnaire is None:
        return value if clause.items else ""
    band_id, _, points = value.partition(" ")
    names = {band.id: band.name.text.of(language) for band in clause.questionnaire.bands}
    return tr(language, "questionnaire.value", band=names.get(band_id, band_id), points=points)


def targets(answering: Answering, language: str, dwell: Mapping[str, float]) -> tuple[Target, ...]:
    """The answers from most to least in the list, none of them preferred; the corners are for hands."""
    stop = _target(STOP, tr(language, "action.stop"), "top_left", dwell, by_hand=False)
    if answering.done:
        return (
            _target(FINISH, tr(language, "action.accept"), "bottom_right", dwell, primary=True),
            _target(BACK, tr(language, "questionnaire.back"), "bottom_left", dwell),
            stop,
        )
    offered = choices(answering)
    words = {f"{ANSWER}{answer.score}": answer.says.text.of(language) for answer in answering.answers}
    listed = tuple(
        _target(action, words[action], "list", dwell, by_hand=False, chosen=answering.mark == place)
        for place, action in enumerate(offered)
        if action != BACK
    )
    at_back = answering.mark is not None and offered[answering.mark] == BACK
    back = _target(BACK, tr(language, "questionnaire.back"), "top_left", dwell, by_hand=False, chosen=at_back)
    corners = (
        _target(TAKE, tr(language, "questionnaire.take"), "bottom_right", dwell),
        _target(NEXT, tr(language, "questionnaire.next"), "bottom_left", dwell),
    )
    skip = _target(SKIP, tr(language, "questionnaire.skip"), "top_right", dwell, by_hand=False)
    return (*listed, *corners, stop, *((back,) if answering.scores else ()), skip)


def _target(
    action: str,
    label: str,
    corner: str,
    dwell: Mapping[str, float],
    *,
    primary: bool = False,
    by_hand: bool = True,
    chosen: bool = False,
) -> Target:
    return Target(action, label, corner, dwell.get(action, 0.0), primary, by_hand, chosen)
