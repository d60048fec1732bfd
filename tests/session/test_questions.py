"""Close-ups are answered together; what is not met is pointed at, or asked one by one."""

import pytest

from checklists.loader import load_shipped
from checklists.parts import parts_for
from checklists.session_part import SessionPart
from checklists.verdict import Mode, Outcome, Wearer
from station.session.machine import State
from station.session.questions import Questions
from station.session.stops import MOST_QUESTIONS, stops_of
from tests.session.actor import CHECKLIST, GOOD, Stage, settings

SHIPPED = load_shipped()
ASKED = ("hair.combed", "hands.nails", "hands.clean")


def stage_with_three_looks():
    looks = [
        {
            "id": name, "wearer": "all", "mode": "assisted", "close_up": close_up,
            "title": {"zh": "看", "en": name}, "says": {"zh": "看。", "en": "Look."},
        }
        for name, close_up in (("hair.combed", "hair"), ("hands.nails", "hands"), ("hands.clean", "cuffs"))
    ]  # fmt: skip
    plain = [clause.model_dump(mode="json", exclude_defaults=True) for clause in CHECKLIST.clauses[:1]]
    document = {"id": "house", "version": "1", "name": {"zh": "本店", "en": "House"}, "clauses": [*plain, *looks]}
    stage = Stage(checklists={"house": type(CHECKLIST).model_validate(document)}, settings=settings())
    stage.enter()
    stage.stand_until(State.ASSIST, GOOD)
    stage.frame()
    return stage


def outcomes(stage):
    return {row.clause: row.outcome for row in stage.view.rows}


@pytest.mark.parametrize("wearer", [Wearer.MEN, Wearer.WOMEN])
@pytest.mark.parametrize("name", list(SHIPPED))
def test_a_full_check_asks_everything_once_on_as_few_screens_as_hold_it(name, wearer):
    missing = {"uniform_colour_distance", "shoe_class", "shoe_darkness"}
    plan = parts_for(SHIPPED[name], wearer, missing=missing)
    stops = [stop for stop in stops_of(plan, SHIPPED[name]) if not stop.by_camera and not stop.questionnaire]
    asked = [one for stop in stops for one in stop.asked]
    assert len(asked) == len(set(asked)), "nothing is asked twice"
    planned = {clause for part in plan if part.part is SessionPart.CLOSE_UP for clause in part.clauses}
    assert planned <= set(asked), "nothing is lost"
    assert all(0 < len(stop.asked) <= MOST_QUESTIONS for stop in stops)
    assert len(stops) == -(-len(asked) // MOST_QUESTIONS)


def test_what_no_mirror_shows_is_asked_under_a_heading_of_its_own():
    stops = stops_of(
        parts_for(SHIPPED["clinic_service"], Wearer.WOMEN, questionnaires=False), SHIPPED["clinic_service"]
    )
    (asked,) = [stop for stop in stops if not stop.by_camera]
    modes = {SHIPPED["clinic_service"].clause(clause).mode for clause in asked.clauses}
    assert modes == {Mode.ASSISTED, Mode.ATTESTED}
    assert asked.regions


def test_one_answer_is_for_all_questions_of_a_stop():
    stage = stage_with_three_looks()
    assert [row.clause for row in stage.view.rows] == list(ASKED), "from head to foot"
    stage.press("confirm")
    assert stage.state is State.RESULT
    assert {outcomes(stage)[name] for name in ASKED} == {Outcome.ATTESTED}


def test_a_touched_question_is_the_one_that_is_not_met():
    stage = stage_with_three_looks()
    stage.press("row", "hands.clean")
    assert outcomes(stage)["hands.clean"] is Outcome.FAIL
    assert "其余都做到" in [target.label for target in stage.view.targets]
    stage.press("row", "hands.clean")
    assert outcomes(stage)["hands.clean"] is None, "touched again: taken back"
    stage.press("row", "hands.clean")
    stage.press("confirm")
    assert stage.state is State.RESULT
    assert outcomes(stage)["hands.clean"] is Outcome.FAIL
    assert outcomes(stage)["hands.nails"] is Outcome.ATTESTED


def test_without_a_touch_not_met_asks_one_by_one():
    stage = stage_with_three_looks()
    stage.press("deny")
    assert [row.clause for row in stage.view.rows] == ["hair.combed"]
    assert stage.view.message == "看。"
    stage.press("confirm")
    assert [row.clause for row in stage.view.rows] == ["hands.nails"]
    stage.press("confirm")
    assert [row.clause for row in stage.view.rows] == ["hands.clean"]
    stage.press("deny")
    assert stage.state is State.RESULT
    assert outcomes(stage)["hands.nails"] is Outcome.ATTESTED
    assert outcomes(stage)["hands.clean"] is Outcome.FAIL


def test_a_touched_row_of_the_result_is_disputed_and_no_other():
    stage = stage_with_three_looks()
    stage.press("row", "hands.nails")
    stage.press("row", "hands.clean")
    stage.press("confirm")
    assert stage.state is State.RESULT
    stage.press("row", "hair.combed")
    assert not any(row.disputed for row in stage.view.rows), "what is in order is not disputed by a stray touch"
    stage.press("row", "hands.clean")
    assert [row.clause for row in stage.view.rows if row.disputed] == ["hands.clean"]


def test_an_answer_is_never_invented_for_a_clause_that_was_not_asked():
    questions = Questions()
    questions.begin(("a", "b"))
    questions.mark("c")
    assert questions.answers == {}
    questions.answer(True, "a")
    assert questions.answers == {"a": True}


def test_a_dispute_is_noted_by_name_and_its_correction_is_not_asked_for_again():
    stage = stage_with_three_looks()
    stage.press("row", "hair.combed")
    stage.press("row", "hands.nails")
    stage.press("confirm")
    assert stage.state is State.RESULT
    assert stage.view.cue is not None
    worst = stage.view.cue.clause
    stage.press("dispute")
    assert [row.clause for row in stage.view.rows if row.disputed] == [worst]
    assert stage.view.message == "已记下您对“看”的异议"
    assert stage.view.cue is not None
    assert stage.view.cue.clause != worst, "nobody is told again what they do not agree with"
    stage.press("row", stage.view.cue.clause)
    assert stage.view.cue is None
    stage.press("human_check")
    assert stage.state is State.RECORDING or stage.state is State.LOGGED
    stage.stand_until(State.LOGGED, GOOD, limit_s=5)
    record = stage.log.records[0]
    assert record.outcome.value == "human_check"
    assert {clause.clause for clause in record.clauses if clause.disputed} == {"hair.combed", "hands.nails"}
