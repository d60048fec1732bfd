"""Self-assessments and lists of points: answered one by one, scored, shown, logged."""

import csv
import json
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from checklists.evaluation import evaluate
from checklists.loader import load_shipped
from checklists.model import Clause
from checklists.reasons import JudgingReason
from checklists.verdict import Outcome, Wearer
from station.log import ClauseRecord, ComplianceLog
from station.log.export import Format, write
from station.log.extract import extract
from station.questionnaires.answering import Answering, score
from station.questionnaires.screen import pressed, value_words, view
from station.view_state import Screen
from tests.log.sessions import LIN, Clock, session

CLINIC = load_shipped()["clinic_service"]
INDIVIDUAL, CENTRE = CLINIC.clause("self_assessment.individual"), CLINIC.clause("self_assessment.centre")
READY = [load_shipped()[name].clause("shift.ready") for name in ("auto_dealer", "field_service")]


def filled(clause: Clause, scores: tuple[int, ...]) -> Answering:
    answering = Answering(clause)
    for given_ in scores:
        answering = pressed(answering, f"answer_{given_}")
    return answering


@pytest.mark.parametrize(
    ("clause", "total", "band"),
    [
        (INDIVIDUAL, 0, "bronze"), (INDIVIDUAL, 12, "bronze"), (INDIVIDUAL, 13, "silver"), (INDIVIDUAL, 22, "silver"),
        (INDIVIDUAL, 23, "gold"), (INDIVIDUAL, 30, "gold"), (CENTRE, 7, "starting"), (CENTRE, 8, "steady"),
        (CENTRE, 15, "steady"), (CENTRE, 16, "good"), (CENTRE, 23, "good"), (CENTRE, 24, "model"),
        (CENTRE, 30, "model"),
    ],
)  # fmt: skip
def test_the_bands_begin_and_end_where_the_standard_says(clause: Clause, total: int, band: str) -> None:
    scores = tuple(3 if 3 * (n + 1) <= total else max(0, total - 3 * n) for n in range(10))
    assert sum(scores) == total
    answering = filled(clause, scores)
    assert answering.band is not None
    assert clause.questionnaire is not None
    assert answering.band == score(clause.questionnaire, scores)
    assert answering.band.id == band


@given(st.lists(st.integers(0, 3), min_size=10, max_size=10))
def test_every_way_of_answering_has_one_band_and_is_attested(scores: list[int]) -> None:
    verdict = filled(CENTRE, tuple(scores)).verdict()
    assert verdict is not None
    assert verdict.outcome is Outcome.ATTESTED
    assert str(verdict.value).endswith(f" {sum(scores)}/30")


PRESSES = [*(f"answer_{n}" for n in range(6)), "back", "stop", "accept", "", "next_choice", "previous_choice", "take"]


@given(st.lists(st.sampled_from(PRESSES), max_size=60))
def test_any_order_of_presses_leaves_a_sound_state_and_a_screen(presses: list[str]) -> None:
    answering = Answering(INDIVIDUAL)
    for press in presses:
        answering = pressed(answering, press)
        assert 0 <= len(answering.scores) <= 10
        assert (answering.verdict() is not None) == answering.done
        for language in ("zh_CN", "en"):
            shown = view(answering, language)
            assert shown.screen is Screen.QUESTIONNAIRE
            assert shown.instruction
            assert len({target.action for target in shown.targets}) == len(shown.targets)
            assert sum(target.chosen for target in shown.targets) == (answering.mark is not None)


def test_questions_come_one_after_another_with_four_answers_in_the_readers_language() -> None:
    shown = view(Answering(INDIVIDUAL), "en", {"take": 0.5})
    assert (shown.instruction, shown.step, shown.steps) == ("My service, self-assessed, 1 of 10", 1, 10)
    assert shown.headline == "I notice customers first and greet them first."
    assert [(each.action, each.label) for each in shown.targets if each.corner == "list"] == [
        ("answer_3", "Always"), ("answer_2", "Mostly"), ("answer_1", "Now and then"), ("answer_0", "Not done"),
    ]  # fmt: skip
    corners = {each.corner: each for each in shown.targets if each.corner.startswith("bottom")}
    assert (corners["bottom_right"].action, corners["bottom_right"].dwell) == ("take", 0.5)
    assert corners["bottom_left"].action == "next_choice"
    assert not any(each.primary or each.chosen for each in shown.targets)
    second = view(filled(INDIVIDUAL, (2,)), "zh_CN")
    assert second.step == 2
    assert "back" in {each.action for each in second.targets}


def test_no_answer_stays_in_sight_while_questions_are_open() -> None:
    shown = view(filled(INDIVIDUAL, (2, 0, 3)), "zh_CN")
    assert shown.rows == ()
    assert shown.message == ""


def test_the_mark_goes_round_the_answers_and_the_way_back_and_is_taken() -> None:
    answering = Answering(INDIVIDUAL)
    assert pressed(answering, "take") == answering, "nothing is taken that nobody has pointed at"
    seen = []
    for _ in range(5):
        answering = pressed(answering, "next_choice")
        seen += [each.action for each in view(answering, "en").targets if each.chosen]
    assert seen == ["answer_3", "answer_2", "answer_1", "answer_0", "answer_3"]
    answering = pressed(pressed(answering, "next_choice"), "take")
    assert (answering.scores, answering.mark) == ((2,), None)
    back = pressed(answering, "previous_choice")
    assert [each.action for each in view(back, "en").targets if each.chosen] == ["back"]
    assert pressed(back, "take").scores == ()


def test_the_end_shows_band_points_advice_and_the_answers_worth_another_look() -> None:
    shown = view(filled(INDIVIDUAL, (3, 3, 3, 3, 3, 3, 3, 0, 1, 3)), "zh_CN")
    assert shown.headline == "金级 25/30 分"
    assert shown.instruction == "非常好，请带一带新同事。"
    assert shown.outcome is Outcome.ATTESTED
    assert [row.detail for row in shown.rows] == ["没有做到", "偶尔做到"]
    assert [each.action for each in shown.targets] == ["accept", "back", "stop"]


def test_the_logged_value_is_told_in_words() -> None:
    assert value_words(INDIVIDUAL, "gold 25/30", "zh_CN") == "金级 25/30"
    assert value_words(INDIVIDUAL, "gold 25/30", "en") == "Gold 25/30"
    assert value_words(READY[0], "3/4", "en") == "3/4"
    assert value_words(CLINIC.clause("hair.neat"), "3/4", "en") == ""
    assert value_words(INDIVIDUAL, None, "en") == ""


def test_back_takes_the_last_answer_back() -> None:
    answering = filled(INDIVIDUAL, (3, 1))
    assert answering.back().scores == (3,)
    assert Answering(INDIVIDUAL).back().scores == ()


def test_a_score_that_is_not_offered_is_refused() -> None:
    with pytest.raises(ValueError, match="expected at most 10 scores"):
        Answering(INDIVIDUAL).answered(7)
    with pytest.raises(ValueError, match="neither a questionnaire nor"):
        Answering(CLINIC.clause("hair.neat"))


@pytest.mark.parametrize("ready", READY, ids=["auto_dealer", "field_service"])
def test_ready_for_the_shift_needs_every_point(ready: Clause) -> None:
    count = len(ready.items)
    all_there, one_missing = filled(ready, (1,) * count).verdict(), filled(ready, (1,) * (count - 1) + (0,)).verdict()
    assert all_there is not None
    assert one_missing is not None
    assert (all_there.outcome, all_there.value) == (Outcome.ATTESTED, f"{count}/{count}")
    assert (one_missing.outcome, one_missing.reason) == (Outcome.FAIL, JudgingReason.ANSWERED_NO)
    assert one_missing.value == f"{count - 1}/{count}"
    assert one_missing.remedy is not None
    assert one_missing.remedy.zh == "请补齐后再上岗"


def test_an_unanswered_questionnaire_is_no_part_of_the_check() -> None:
    verdicts = {each.clause: each for each in evaluate(CLINIC, Wearer.WOMEN, {})}
    assert verdicts[INDIVIDUAL.id].outcome is Outcome.NOT_APPLICABLE


@pytest.fixture(scope="module")
def logged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("log")
    answered = [filled(INDIVIDUAL, (3,) * 8 + (0, 1)).verdict(), filled(READY[0], (1, 1, 1, 0)).verdict()]
    records = tuple(ClauseRecord.from_verdict(verdict) for verdict in answered if verdict is not None)
    log = ComplianceLog.open(folder, station="kiosk-1", branch="浦东支行", clock=Clock())
    log.append_session(session(1, checklist="clinic_service", with_clauses=records, events=()))
    log.close()
    return folder


@pytest.mark.usefixtures("qapp")
def test_band_and_score_stand_in_every_export(logged: Path, tmp_path: Path) -> None:
    taken = extract(logged)
    for form in Format:
        write(taken, tmp_path / f"day.{form}", form, language="en")
    with (tmp_path / "day.csv").open(encoding="utf-8-sig", newline="") as file:
        table = {row["clause"]: row for row in csv.DictReader(file) if row["kind"] == "clause"}
    assert (table[INDIVIDUAL.id]["verdict"], table[INDIVIDUAL.id]["value"]) == ("attested", "gold 25/30")
    assert (table["shift.ready"]["verdict"], table["shift.ready"]["value"]) == ("fail", "3/4")
    assert table["shift.ready"]["reason"] == "answered_no"
    lines = [json.loads(line) for line in (tmp_path / "day.jsonl").read_text(encoding="utf-8").splitlines()]
    assert "gold 25/30" in {line.get("value") for line in lines}
    book = openpyxl.load_workbook(tmp_path / "day.xlsx")
    assert "gold 25/30" in {cell for row in book["log"].iter_rows(values_only=True) for cell in row}
    book.close()
    text = "".join(page.extract_text() for page in PdfReader(tmp_path / "day.pdf").pages)
    assert "gold25/30" in "".join(text.split())


def test_band_and_score_are_erased_with_the_person(logged: Path) -> None:
    log = ComplianceLog.open(logged, station="kiosk-1", branch="浦东支行", clock=Clock())
    log.erase(LIN.pseudonym)
    log.close()
    taken = extract(logged)
    assert taken.verification.valid
    assert not any("gold" in line.record or line.row.value for line in taken.lines)
