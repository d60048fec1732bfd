import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.render.motion import along, blend_rotations, minimum_jerk, shuffle_walk


def turn(degrees):
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1.0]])


def test_a_smooth_reach_starts_and_ends_at_rest():
    assert minimum_jerk(-1) == 0.0
    assert minimum_jerk(2) == 1.0
    assert minimum_jerk(0.001) < 1e-6
    assert minimum_jerk(0.5) == pytest.approx(0.5)


@given(st.floats(-5, 25))
def test_a_curve_stays_between_its_keys(time_s):
    keys = [(0.0, 1.0), (2.0, 5.0), (10.0, -3.0)]
    assert -3.0 <= along(keys, time_s) <= 5.0


@given(st.floats(0.0, 5.0))
def test_the_standing_foot_does_not_slide_while_walking(way_m):
    step = 1e-4
    now, later = shuffle_walk(way_m, 0.6), shuffle_walk(way_m + step, 0.6)
    left = (way_m + step + later / 2) - (way_m + now / 2)
    right = (way_m + step - later / 2) - (way_m - now / 2)
    assert min(abs(left), abs(right)) < 1.01 * step
    assert abs(now) <= 0.3 + 1e-9


def test_the_walk_starts_and_ends_with_the_feet_side_by_side():
    assert shuffle_walk(0.0, 0.6) == pytest.approx(0.0)
    assert shuffle_walk(2.4, 0.6) == pytest.approx(0.0, abs=1e-9)


@given(st.floats(0, 1), st.floats(-170, 170))
def test_blending_turns_by_the_share_of_the_angle(share, degrees):
    assert blend_rotations(np.eye(3), turn(degrees), share) == pytest.approx(turn(degrees * share), abs=1e-6)
