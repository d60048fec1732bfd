"""The close-up's frame follows the person and does not tremble."""

from hypothesis import given
from hypothesis import strategies as st

from station.screens.steady_crop import STILL_SHARE, SteadyCrop

BOX = (0.4, 0.3, 0.6, 0.5)


def moved(box, dx, dy):
    return box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy


@given(noise=st.lists(st.tuples(st.floats(-0.015, 0.015), st.floats(-0.015, 0.015)), min_size=5, max_size=40))
def test_trembling_landmarks_leave_the_frame_where_it_is(noise):
    steady = SteadyCrop()
    steady.follow(BOX, 0.0)
    shown = [steady.follow(moved(BOX, *off), 0.1 * n) for n, off in enumerate(noise, 1)]
    assert STILL_SHARE > 0.015 / 0.2
    assert set(shown) == {BOX}


def test_a_person_who_steps_aside_is_followed_smoothly():
    steady = SteadyCrop()
    steady.follow(BOX, 0.0)
    there = moved(BOX, 0.06, 0.0)
    lefts = [steady.follow(there, 0.04 * n)[0] for n in range(1, 50)]
    steps = [after - before for before, after in zip([BOX[0], *lefts], lefts, strict=False)]
    assert all(step >= 0.0 for step in steps)
    assert max(steps) < 0.012
    assert abs(lefts[-1] - there[0]) < 0.004


def test_another_region_is_cut_to_at_once_and_nothing_is_remembered_of_a_lost_one():
    steady = SteadyCrop()
    steady.follow(BOX, 0.0)
    feet = (0.4, 0.8, 0.6, 1.0)
    assert steady.follow(feet, 0.1) == feet
    assert steady.follow(None, 0.2) is None
    near = moved(feet, 0.05, 0.0)
    assert steady.follow(near, 0.3) == near
