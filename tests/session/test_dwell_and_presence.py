import pytest

from station.session.dwell import HOLD_S, Dwell, raised_hands
from station.session.machine import Event
from station.session.presence import Presence
from station.view_state import Target
from tests.session.actor import landmarks, observation
from vision.landmarks.points import BodyPoint as B
from vision.landmarks.points import Provenance, Side

RIGHT_UP = {B.RIGHT_WRIST: (520.0, 120.0)}
LEFT_UP = {B.LEFT_WRIST: (760.0, 120.0)}
TARGETS = (
    Target("confirm", "", "bottom_right"),
    Target("deny", "", "bottom_left"),
    Target("stop", "", "top_left"),
)


def held(dwell, moved, seconds, start_s=0.0, targets=TARGETS):
    """Hold a pose; give the actions that it pressed."""
    steps = round(seconds / 0.1)
    pressed = [dwell.update(landmarks(start_s + i / 10, moved), targets, start_s + i / 10) for i in range(steps)]
    return [action for action in pressed if action]


def lowered():
    dwell = Dwell()
    held(dwell, {}, 0.5)
    return dwell


@pytest.mark.parametrize(("moved", "action"), [(RIGHT_UP, "confirm"), (LEFT_UP, "deny")])
def test_a_hand_held_up_presses_the_target_on_its_side_of_the_mirror_once(moved, action):
    assert held(lowered(), moved, 3.0, 0.5) == [action]


def test_a_hand_held_too_briefly_presses_nothing():
    assert held(lowered(), RIGHT_UP, HOLD_S - 0.2, 0.5) == []


def test_the_ring_fills_while_the_hand_is_held():
    dwell = lowered()
    held(dwell, RIGHT_UP, 0.6, 0.5)
    assert dwell.progress("confirm") == pytest.approx(0.5 / HOLD_S)
    assert dwell.progress("deny") == 0.0


def test_a_moment_without_the_hand_does_not_empty_the_ring():
    dwell = lowered()
    held(dwell, RIGHT_UP, 0.5, 0.5)
    held(dwell, {}, 0.1, 1.0)
    assert held(dwell, RIGHT_UP, 0.5, 1.1) == ["confirm"]


def test_a_hand_that_is_up_when_the_screen_changes_presses_nothing():
    dwell = Dwell()
    assert held(dwell, RIGHT_UP, 3.0) == []


def test_walking_away_and_stopping_are_not_pressed_by_a_hand():
    assert held(lowered(), LEFT_UP, 3.0, 0.5, (Target("decline", "", "bottom_left"),)) == []
    assert held(lowered(), LEFT_UP, 3.0, 0.5, (Target("stop", "", "top_left"),)) == []


def test_hands_at_the_tie_or_the_hair_are_no_raised_hands():
    assert raised_hands(landmarks(0.0, {B.RIGHT_WRIST: (630.0, 210.0)})) == frozenset()
    assert raised_hands(landmarks(0.0, {B.RIGHT_WRIST: (625.0, 90.0)})) == frozenset()
    assert raised_hands(landmarks(0.0, {**RIGHT_UP, **LEFT_UP})) == {Side.LEFT, Side.RIGHT}
    assert raised_hands(None) == frozenset()


BOTH_UP = {**RIGHT_UP, **LEFT_UP}
DRILLS = Target("drills", "", "top_left", both_hands=True)


def test_two_hands_held_up_press_what_is_for_two_hands_and_nothing_else():
    assert held(lowered(), BOTH_UP, 3.0, 0.5, (*TARGETS[:2], DRILLS)) == ["drills"]
    assert held(lowered(), BOTH_UP, 3.0, 0.5) == []


def test_one_hand_as_it_holds_up_a_badge_does_not_press_what_is_for_two():
    for moved in (RIGHT_UP, LEFT_UP):
        assert held(lowered(), moved, 3.0, 0.5, (Target("decline", "", "bottom_left"), DRILLS)) == []


def test_a_guessed_wrist_presses_nothing():
    seen = landmarks(0.0, RIGHT_UP)
    assert raised_hands(seen) == {Side.RIGHT}
    seen.person.body.points.provenance[B.RIGHT_WRIST] = Provenance.HELD
    assert raised_hands(seen) == frozenset()


def watched(presence, people, seconds, start_s):
    events = []
    for step in range(round(seconds / 0.1)):
        now_s = start_s + step / 10
        events += presence.update(observation(now_s, people=people), now_s)
    return events


def test_an_arrival_is_told_once_until_the_mark_was_empty():
    presence = Presence()
    assert watched(presence, 1, 5.0, 0.0).count(Event.ARRIVED) == 1
    assert Event.AWAY in watched(presence, 0, 2.0, 5.0)
    assert watched(presence, 1, 5.0, 7.0).count(Event.ARRIVED) == 1


def test_somebody_lost_for_a_moment_has_not_left():
    presence = Presence()
    watched(presence, 1, 3.0, 0.0)
    assert watched(presence, 0, 1.0, 3.0) == []
    assert Event.ARRIVED not in watched(presence, 1, 3.0, 4.0)


def test_leaving_takes_twenty_to_thirty_seconds():
    presence = Presence()
    watched(presence, 1, 3.0, 0.0)
    assert Event.LEFT not in watched(presence, 0, 20.0, 3.0)
    assert Event.LEFT in watched(presence, 0, 10.0, 23.0)


def test_somebody_far_behind_the_mark_does_not_start_a_session():
    presence = Presence()
    far = {
        B.LEFT_ANKLE: (645.0, 250.0),
        B.RIGHT_ANKLE: (640.0, 250.0),
        B.LEFT_HIP: (645, 180),
        B.RIGHT_HIP: (640, 180),
    }
    events = []
    for step in range(30):
        events += presence.update(observation(step / 10, moved=far), step / 10)
    assert Event.ARRIVED not in events


def test_a_second_person_counts_after_half_a_second():
    presence = Presence()
    watched(presence, 1, 3.0, 0.0)
    assert Event.SECOND_PERSON not in watched(presence, 2, 0.4, 3.0)
    assert Event.SECOND_PERSON in watched(presence, 2, 0.6, 3.4)
    assert Event.ALONE in watched(presence, 1, 1.5, 4.0)
