import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.landmark_figures import standing_xy
from vision.dress.chart import (
    HEIGHT_PX,
    LONGEST,
    SHORTEST,
    TOP,
    UNIT_PX,
    WIDTH_PX,
    Chart,
    chart_of,
    chart_px_of,
    units_of,
)
from vision.landmarks.points import BodyPoint
from vision.upright_chart import model_input

places = st.floats(-2.0, 2.0)
angles = st.floats(-math.pi, math.pi)


@given(st.floats(-500, 500), st.floats(-500, 500), angles, st.floats(10, 900), places, places)
def test_a_place_comes_back_from_the_picture(x, y, angle, unit_px, u, v):
    chart = Chart(x, y, (math.sin(angle), math.cos(angle)), unit_px)
    assert chart.to_units(chart.to_picture([(u, v)]))[0] == pytest.approx((u, v), abs=1e-9)


@given(places, places)
def test_a_place_comes_back_from_chart_pixels(u, v):
    assert units_of(chart_px_of([(u, v)]))[0] == pytest.approx((u, v), abs=1e-9)


@given(angles, st.floats(40, 300))
def test_the_chart_turns_and_grows_with_the_body(angle, trunk_px):
    xy = standing_xy(trunk_px, (0.0, 0.0)).astype(np.float64)
    turn = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    chart = chart_of(xy @ turn.T)
    assert chart is not None
    assert chart.unit_px == pytest.approx(trunk_px, rel=1e-4)
    shoulders = chart.to_units((xy @ turn.T)[[BodyPoint.LEFT_SHOULDER, BodyPoint.RIGHT_SHOULDER]])
    assert shoulders == pytest.approx(np.array([(0.35, 0.0), (-0.35, 0.0)]), abs=1e-4)


@given(st.floats(0.05, 5.0))
def test_guessed_hips_cannot_make_the_chart_absurd(stretch):
    xy = standing_xy(100.0)
    hips = [BodyPoint.LEFT_HIP, BodyPoint.RIGHT_HIP]
    shoulder_y = xy[BodyPoint.LEFT_SHOULDER, 1]
    xy[hips, 1] = shoulder_y + stretch * (xy[hips, 1] - shoulder_y)
    chart = chart_of(xy)
    assert chart is not None
    assert SHORTEST * 70 - 0.01 <= chart.unit_px <= LONGEST * 70 + 0.01


def test_no_body_no_chart():
    assert chart_of(np.zeros((33, 2), np.float32)) is None
    assert chart_of(np.full((33, 2), np.nan, np.float32)) is None


@pytest.mark.parametrize("unit_px", [70.0, 96.0, 310.0])
@pytest.mark.parametrize("angle", [0.0, 0.3, -0.5])
def test_a_spot_of_the_picture_lies_where_the_chart_says(unit_px, angle):
    chart = Chart(400.0, 300.0, (math.sin(angle), math.cos(angle)), unit_px)
    picture = np.zeros((900, 900, 3), np.uint8)
    x, y = chart.to_picture([(0.2, 0.4)])[0]
    radius = 0.06 * unit_px
    rows, columns = np.mgrid[:900, :900] + 0.5
    picture[(columns - x) ** 2 + (rows - y) ** 2 < radius**2] = 255
    cut = chart.cut(picture)
    assert cut.shape == (HEIGHT_PX, WIDTH_PX, 3)
    weight = cut[..., 0].astype(float)
    rows, columns = np.mgrid[:HEIGHT_PX, :WIDTH_PX] + 0.5
    middle = [(weight * columns).sum() / weight.sum(), (weight * rows).sum() / weight.sum()]
    assert middle == pytest.approx(chart_px_of([(0.2, 0.4)])[0].tolist(), abs=0.6)


def test_the_model_sees_red_first():
    chart = np.zeros((HEIGHT_PX, WIDTH_PX, 3), np.uint8)
    chart[..., 2] = 255
    given_to_it = model_input(chart)
    assert given_to_it.shape == (1, HEIGHT_PX, WIDTH_PX, 3)
    assert given_to_it[0, 0, 0].tolist() == [1.0, 0.0, 0.0]


def test_the_chart_begins_above_the_shoulders():
    assert chart_px_of([(0.0, TOP)])[0] == pytest.approx((WIDTH_PX / 2, 0.0))
    assert UNIT_PX * (HEIGHT_PX / UNIT_PX + TOP) > UNIT_PX, "it reaches below the hips"
