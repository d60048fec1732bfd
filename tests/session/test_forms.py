"""Lists of points and self-assessments in a session: asked once, answered in three ways, logged, or wiped."""

import csv
import json
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from checklists.loader import load_shipped
from checklists.model import Checklist
from checklists.reasons import JudgingReason
from checklists.verdict import Outcome
from station.log import ComplianceLog
from station.log.export import Format, write
from station.log.extract import extract
from station.session.machine import State
from station.view_state import Screen
from tests.log.sessions import Clock
from tests.session.actor import CHECKLIST, GOOD, LogInMemory, Stage, settings
from vision.landmarks.points import BodyPoint

CLINIC, DEALER = load_shipped()["clinic_service"], load_shipped()["auto_dealer"]
SELF, READY = "self_assessment.individual", "shift.ready"
RIGHT_UP = {BodyPoint.RIGHT_WRIST: (520, 120), BodyPoint.RIGHT_INDEX: (515, 100)}
LEFT_UP = {BodyPoint.LEFT_WRIST: (760, 120), BodyPoint.LEFT_INDEX: (765, 100)}


def house(*, confirm: bool = True) -> Checklist:
    """One measured clause, one to confirm, a list of four points and a self-assessment of ten questions."""
    clauses = [CHECKLIST.clause("stand.shoulders"), *([CHECKLIST.clause("body.clean")] if confirm else [])]
    clauses += [DEALER.clause(READY), CLINIC.clause(SELF)]
    document = {"id": "house", "version": "1", "name": {"zh": "本店", "en": "House"}}
    dumped = [clause.model_dump(mode="json", exclude_defaults=True) for clause in clauses]
    return Checklist.model_validate({**document, "clauses": dumped})


def to_attest(checks: dict[str, object] | None = None, log: object | None = None) -> Stage:
    stage = Stage(log, checklists={"house": house()}, settings=settings(**(checks or {})))
    stage.enter()
    stage.stand_until(State.ATTEST, GOOD)
    return stage


def to_questions(log: object | None = None) -> Stage:
    stage = to_attest(log=log)
    stage.press("confirm")
    assert stage.view.screen is Screen.QUESTIONNAIRE
    return stage


def let_time_pass(stage: Stage, seconds: float) -> None:
    stage.now_s += seconds
    stage.runtime.tick(stage.now_s)


def verdicts(stage: Stage) -> dict[str, Outcome | None]:
    return {row.clause: row.outcome for row in stage.view.rows}


def log_it(stage: Stage) -> None:
    stage.stand_until(State.RESULT, GOOD)
    stage.press("accept")
    stage.stand_until(State.LOGGED, GOOD, limit_s=5)


def test_a_clause_and_the_points_of_a_list_are_answered_with_one_tap():
    stage = to_attest()
    assert [row.clause for row in stage.view.rows] == ["body.clean", *(f"{READY}.{n}" for n in (1, 2, 3, 4))]
    stage.press("confirm")
    stage.press("skip")
    log_it(stage)
    (record,) = stage.log.records
    logged = {clause.clause: clause.final for clause in record.clauses}
    assert (logged[READY].outcome, logged[READY].value) == (Outcome.ATTESTED, "4/4")
    assert logged["body.clean"].outcome is Outcome.ATTESTED
    assert SELF not in logged, "who skips a self-assessment leaves nothing of it"


def test_a_point_that_is_not_met_fails_the_list_and_no_other():
    stage = to_attest()
    stage.press("row", f"{READY}.3")
    assert verdicts(stage)[f"{READY}.3"] is Outcome.FAIL
    stage.press("confirm")
    stage.press("skip")
    stage.stand_until(State.RESULT, GOOD)
    row = next(row for row in stage.view.rows if row.clause == READY)
    assert row.outcome is Outcome.FAIL
    assert verdicts(stage)["body.clean"] is Outcome.ATTESTED
    stage.press("recheck")
    stage.stand_until(State.ATTEST, GOOD)
    assert [row.clause for row in stage.view.rows] == [f"{READY}.{n}" for n in (1, 2, 3, 4)], (
        "asked anew, and only it"
    )
    stage.press("confirm")
    log_it(stage)
    (record,) = stage.log.records
    ready = next(clause for clause in record.clauses if clause.clause == READY)
    assert (ready.final.value, ready.first.value, ready.corrected) == ("4/4", "3/4", True)


def test_one_by_one_a_point_has_the_whole_screen():
    stage = to_attest()
    stage.press("deny")
    stage.press("confirm")
    assert stage.view.message == "自己的工具齐全"
    assert len(stage.view.rows) == 1


def test_ten_touches_and_an_accepted_band_are_logged():
    stage = to_questions()
    for score in (3, 3, 3, 3, 3, 3, 3, 3, 0, 1):
        assert stage.view.outcome is None
        stage.press(f"answer_{score}")
    assert stage.view.headline == "金级 25/30 分"
    stage.press("accept")
    stage.stand_until(State.RESULT, GOOD)
    assert next(row.detail for row in stage.view.rows if row.clause == SELF) == "金级 25/30"
    log_it(stage)
    (record,) = stage.log.records
    logged = {clause.clause: clause.final for clause in record.clauses}
    assert (logged[SELF].outcome, logged[SELF].value) == (Outcome.ATTESTED, "gold 25/30")


def test_the_same_by_keyboard_alone():
    stage = to_attest()
    stage.runtime.on_key("Enter", stage.now_s)
    assert stage.view.screen is Screen.QUESTIONNAIRE

    def key(text: str) -> None:
        stage.now_s += 0.3
        stage.runtime.tick(stage.now_s)
        stage.runtime.on_key(text, stage.now_s)
        stage.now_s += 0.3
        stage.runtime.tick(stage.now_s)

    for text in ("1", "Down", "Down", "Enter", "4", "Backspace", "2"):
        key(text)
    assert stage.view.step == 4
    for _ in range(7):
        key("1")
    key("Enter")
    log_it(stage)
    assert next(c.final.value for c in stage.log.records[0].clauses if c.clause == SELF) == "gold 28/30"


def test_the_same_hands_free():
    stage = to_attest()
    for _ in range(11):
        stage.stand(0.5, GOOD)
        if stage.view.screen is Screen.QUESTIONNAIRE:
            # up until the mark stands on the second answer
            stage.stand(2.3, GOOD, moved=LEFT_UP)
            assert [target.action for target in stage.view.targets if target.chosen] == ["answer_2"]
            stage.stand(0.5, GOOD)
        stage.stand(1.4, GOOD, moved=RIGHT_UP)
    assert stage.view.headline == "银级 20/30 分"
    stage.stand(0.5, GOOD)
    stage.stand(1.4, GOOD, moved=RIGHT_UP)
    assert stage.state is State.RESULT


def test_one_raised_hand_answers_one_question():
    stage = to_questions()
    stage.press("next_choice")
    stage.stand(0.5, GOOD)
    stage.stand(5.0, GOOD, moved=RIGHT_UP)
    assert stage.view.step == 2


def test_a_self_assessment_left_half_way_is_wiped_and_nothing_is_judged_from_it():
    log = LogInMemory()
    stage = to_questions(log)
    stage.press("answer_3")
    stage.press("answer_0")
    stage.leave(27.0)
    assert stage.state in (State.ABANDONED, State.IDLE)
    assert stage.view.screen in (Screen.ABANDONED, Screen.IDLE)
    (record,) = log.records
    assert SELF not in {clause.clause for clause in record.clauses}
    assert "self" not in str(record.clauses)


def test_whoever_comes_back_to_a_self_assessment_begins_it_anew():
    stage = to_questions()
    stage.press("answer_3")
    stage.leave(3.0)
    stage.stand(1.0, GOOD)
    assert (stage.view.screen, stage.view.step) == (Screen.QUESTIONNAIRE, 1)


def test_an_unfinished_self_assessment_runs_out_and_leaves_nothing():
    stage = to_questions()
    stage.press("answer_3")
    let_time_pass(stage, 31.0)
    assert stage.state is State.RESULT
    assert SELF not in verdicts(stage)


def test_a_finished_one_that_nobody_accepts_stands_all_the_same():
    stage = to_questions()
    for _ in range(10):
        stage.press("answer_2")
    let_time_pass(stage, 31.0)
    assert stage.state is State.RESULT
    assert verdicts(stage)[SELF] is Outcome.ATTESTED


def test_an_unanswered_list_is_unclear_and_never_met():
    stage = to_attest()
    let_time_pass(stage, 31.0)
    stage.press("skip")
    stage.stand_until(State.RESULT, GOOD)
    course = stage.runtime._visit.course
    assert course.verdicts[READY].outcome is Outcome.UNCLEAR
    assert course.verdicts[READY].reason is JudgingReason.NEEDS_CONFIRMATION


@pytest.mark.parametrize(
    ("checks", "left"),
    [
        ({"attest": False}, {SELF}),
        ({"questionnaires": False}, {"body.clean", READY}),
        ({"attest": False, "questionnaires": False}, set()),
        ({"kind": "quick"}, set()),
    ],
)
def test_the_owner_may_leave_the_questions_out(checks, left):
    stage = Stage(checklists={"house": house()}, settings=settings(**checks))
    stage.enter()
    for _ in range(400):
        stage.frame(GOOD)
        if stage.view.screen is Screen.QUESTIONNAIRE:
            stage.press("answer_3" if stage.view.outcome is None else "accept")
        elif stage.state is State.ATTEST:
            stage.press("confirm")
        if stage.state is State.RESULT:
            break
    assert set(verdicts(stage)) == {"stand.shoulders", *left}
    assert set(verdicts(stage).values()) <= {Outcome.PASS, Outcome.ATTESTED}


def test_band_and_points_go_from_the_kiosk_into_every_export(tmp_path: Path, qapp: object):
    log = ComplianceLog.open(tmp_path / "log", station="east-1", branch="East", clock=Clock())
    stage = to_questions(log)
    for score in (3, 3, 3, 3, 3, 3, 3, 3, 0, 1):
        stage.press(f"answer_{score}")
    stage.press("accept")
    stage.stand_until(State.RESULT, GOOD)
    stage.press("accept")
    stage.stand_until(State.LOGGED, GOOD, limit_s=5)
    log.close()
    taken = extract(tmp_path / "log")
    assert taken.verification.valid
    for form in Format:
        write(taken, tmp_path / f"day.{form}", form, language="en")
    with (tmp_path / "day.csv").open(encoding="utf-8-sig", newline="") as file:
        table = {row["clause"]: row["value"] for row in csv.DictReader(file) if row["kind"] == "clause"}
    assert (table[SELF], table[READY]) == ("gold 25/30", "4/4")
    lines = [json.loads(line) for line in (tmp_path / "day.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {"gold 25/30", "4/4"} <= {line.get("value") for line in lines}
    book = openpyxl.load_workbook(tmp_path / "day.xlsx")
    cells = {cell for row in book["log"].iter_rows(values_only=True) for cell in row}
    book.close()
    assert {"gold 25/30", "4/4"} <= cells
    text = "".join("".join(page.extract_text() for page in PdfReader(tmp_path / "day.pdf").pages).split())
    assert "gold25/30" in text
    assert "4/4" in text


def test_pointing_at_a_whole_list_is_pointing_at_each_of_its_points():
    stage = to_attest()
    stage.press("row", READY)
    assert {name for name, outcome in verdicts(stage).items() if outcome is Outcome.FAIL} == {
        f"{READY}.{n}" for n in (1, 2, 3, 4)
    }
    stage.press("row", READY)
    assert set(verdicts(stage).values()) == {None}
