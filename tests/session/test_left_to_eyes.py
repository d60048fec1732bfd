"""Clauses that are left to the person's eyes: plain violations fail, everything else is asked, no part waits."""

import pytest

from checklists.model import Checklist
from checklists.verdict import Outcome
from station.session.machine import State
from tests.session.actor import CHECKLIST, GOOD, Stage, settings

SHOES = {
    "id": "uniform.shoes", "wearer": "all", "mode": "measured", "parts": ["front"],
    "title": {"zh": "黑色皮鞋", "en": "Black leather shoes"}, "says": {"zh": "黑色皮鞋。", "en": "Black leather."},
    "awaits": ["shoe_class"], "close_up": "shoes", "fail_sigmas": 2.0,
    "rules": [{"measure": "shoe_darkness", "low": 0.5}],
    "remedy": {"zh": "请换上黑皮鞋", "en": "Change to black leather shoes"},
}  # fmt: skip
HOUSE = Checklist.model_validate(
    {**CHECKLIST.model_dump(mode="json"), "clauses": [*CHECKLIST.model_dump(mode="json")["clauses"], SHOES]}
)
WHITE, BLACK = {**GOOD, "shoe_darkness": 0.15}, {**GOOD, "shoe_darkness": 0.9}


def stage() -> Stage:
    made = Stage(checklists={"house": HOUSE}, settings=settings())
    made.enter()
    return made


def shoes(made: Stage):
    return made.runtime._visit.course.verdicts["uniform.shoes"]


def test_white_shoes_fail_although_the_person_says_that_all_is_met():
    made = stage()
    made.to_result(WHITE)
    assert shoes(made).outcome is Outcome.FAIL
    assert shoes(made).value == pytest.approx(0.15)
    assert made.view.outcome is Outcome.FAIL


def test_dark_shoes_pass_by_the_persons_word_alone_and_the_figure_is_kept():
    made = stage()
    made.stand_until(State.ASSIST, BLACK)
    made.stand(0.5, BLACK)
    assert shoes(made).outcome is Outcome.UNCLEAR
    assert any("0.90" in row.detail for row in made.view.rows if row.clause == "uniform.shoes")
    made.to_result(BLACK)
    assert (shoes(made).outcome, shoes(made).value) == (Outcome.ATTESTED, pytest.approx(0.9))


def test_dark_shoes_fail_by_the_persons_word():
    made = stage()
    made.stand_until(State.ASSIST, BLACK)
    made.stand(0.5, BLACK)
    made.press("row", "uniform.shoes")
    made.to_result(BLACK)
    assert shoes(made).outcome is Outcome.FAIL


def test_no_part_waits_for_shoes_that_are_not_seen():
    seen, unseen = stage(), stage()
    seen.stand_until(State.ASSIST, BLACK)
    unseen.stand_until(State.ASSIST, GOOD)
    assert unseen.now_s <= seen.now_s + 0.5


def test_a_measured_fault_is_not_confirmed_away_by_stepping_out_of_sight():
    made = stage()
    made.to_result(WHITE)
    made.press("recheck")
    made.stand(0.3, GOOD)
    assert made.state is not State.RESULT
    made.to_result(GOOD)
    assert shoes(made).outcome is Outcome.FAIL


def test_a_corrected_fault_is_asked_about_again():
    made = stage()
    made.to_result(WHITE)
    made.press("recheck")
    made.stand(0.3, BLACK)
    made.to_result(BLACK)
    assert shoes(made).outcome is Outcome.ATTESTED
