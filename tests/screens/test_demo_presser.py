"""The demo's hand: in plain sight, only where a person is asked, once a question."""

from dataclasses import replace

from station.screens.demo_presser import READ_S, DemoPresser
from station.session.dwell import HOLD_S, until_raised_s
from station.view_state import Row, Screen, Target, ViewState
from tests.screens.sample_views import sample

ASK = ViewState(
    Screen.NOTICE,
    headline="x",
    targets=(Target("decline", "No", "bottom_left"), Target("accept_notice", "Yes", "bottom_right", primary=True)),
)


def test_the_ring_fills_before_the_action_comes():
    presser = DemoPresser()
    assert presser.update(ASK, 0.0) == (ASK, None)
    assert presser.update(ASK, READ_S - 0.01) == (ASK, None)
    halfway, action = presser.update(ASK, READ_S + HOLD_S / 2)
    assert action is None
    assert [round(target.dwell, 2) for target in halfway.targets] == [0.0, 0.5]
    assert presser.update(ASK, READ_S + HOLD_S)[1] == "accept_notice"
    assert presser.update(ASK, READ_S + HOLD_S + 9.0)[1] is None


def test_the_next_question_of_the_same_kind_is_pressed_too():
    presser = DemoPresser()
    first = replace(ASK, screen=Screen.ASSIST, step=3, rows=(Row("a", "a", None),))
    second = replace(first, step=4)
    presser.update(first, 0.0)
    assert presser.update(first, READ_S + HOLD_S)[1] is not None
    presser.update(second, 10.0)
    assert presser.update(second, 10.0 + READ_S + HOLD_S)[1] is not None


def test_a_list_is_answered_once_it_is_read_whatever_region_is_shown_meanwhile():
    presser = DemoPresser()
    seven = tuple(Row(f"clause.{number}", "a", None) for number in range(7))
    shown = replace(ASK, screen=Screen.ASSIST, rows=seven, headline="Hair")
    presser.update(shown, 0.0)
    presser.update(replace(shown, headline="Face"), 2.0)
    assert presser.update(replace(shown, headline="Chest"), until_raised_s(7) + HOLD_S)[1] == "accept_notice"


def test_it_never_stops_or_declines_a_check():
    for name in ("part", "part_cue", "idle", "logged", "paused", "drill", "fault"):
        presser = DemoPresser()
        presser.update(sample(name, "en"), 0.0)
        assert presser.update(sample(name, "en"), 100.0)[1] is None


def test_it_guesses_no_rules_that_are_not_offered():
    presser = DemoPresser()
    choice = sample("choose", "en")
    presser.update(choice, 0.0)
    assert presser.update(choice, 100.0)[1] in {target.action for target in choice.targets}
