import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vision.landmarks.crop import Crop, crop_around, crop_by_radius, cut, spread, turn_of, wrapped

crops = st.builds(
    Crop,
    cx=st.floats(-500, 2000),
    cy=st.floats(-500, 2000),
    side=st.floats(10, 3000),
    angle_rad=st.floats(-math.pi, math.pi),
)


@given(crops, st.floats(0, 1), st.floats(0, 1))
def test_there_and_back_is_where_it_was(crop: Crop, x: float, y: float) -> None:
    unit = np.array([[x, y]])
    assert np.allclose(crop.to_unit(crop.to_picture(unit)), unit, atol=2e-3)


@given(st.floats(-50, 50))
def test_a_wrapped_angle_is_the_same_direction(angle: float) -> None:
    assert -math.pi <= wrapped(angle) <= math.pi
    assert math.isclose(math.cos(wrapped(angle)), math.cos(angle), abs_tol=1e-9)


def test_an_upright_person_needs_no_turn_and_a_lying_one_a_quarter() -> None:
    hips, head = np.array([100.0, 200.0]), np.array([100.0, 50.0])
    assert turn_of(hips, head, math.pi / 2) == pytest.approx(0.0)
    assert abs(turn_of(hips, np.array([250.0, 200.0]), math.pi / 2)) == pytest.approx(math.pi / 2)


def test_the_window_of_a_circle_holds_it() -> None:
    crop = crop_by_radius(np.array([50.0, 60.0]), np.array([50.0, 20.0]), math.pi / 2, 1.25)
    assert (crop.cx, crop.cy, crop.side) == pytest.approx((50.0, 60.0, 100.0))


@given(st.lists(st.tuples(st.floats(0, 500), st.floats(0, 500)), min_size=2, max_size=9), st.floats(-3, 3))
def test_a_window_around_points_holds_them_all(points: list[tuple[float, float]], angle: float) -> None:
    xy = np.array(points)
    unit = crop_around(xy, angle, 1.5).to_unit(xy)
    assert np.all((unit > -0.01) & (unit < 1.01))


def test_what_is_cut_is_in_the_right_place_and_in_red_green_blue() -> None:
    picture = np.zeros((100, 200, 3), np.uint8)
    picture[40:60, 120:140] = (255, 0, 0)
    patch = cut(picture, Crop(130.0, 50.0, 40.0), 20)
    assert patch.shape == (1, 20, 20, 3)
    assert patch[0, 10, 10].tolist() == pytest.approx([0.0, 0.0, 1.0])
    assert patch[0, 1, 1].max() == 0.0


def test_outside_the_picture_is_the_edge_or_black() -> None:
    white = np.full((50, 50, 3), 255, np.uint8)
    assert cut(white, Crop(0.0, 25.0, 50.0), 10)[0, 5, 0].min() == pytest.approx(1.0)
    assert cut(white, Crop(0.0, 25.0, 50.0), 10, -1.0, repeat_edge=False)[0, 5, 0].max() == pytest.approx(-1.0)


@given(crops)
def test_a_spread_answer_is_zero_outside_its_window(crop: Crop) -> None:
    coverage = spread(np.ones((32, 32), np.float32), crop, 64, 48)
    y, x = np.mgrid[:48, :64]
    unit = crop.to_unit(np.stack([x.ravel() + 0.5, y.ravel() + 0.5], axis=1)).reshape(48, 64, 2)
    margin = 1.5 / crop.side + 1.0 / 32.0
    outside = np.any((unit < -margin) | (unit > 1.0 + margin), axis=2)
    assert coverage.shape == (48, 64)
    assert not outside.any() or float(coverage[outside].max()) == 0.0
