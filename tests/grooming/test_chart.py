"""The head's chart: every head upright and of one size."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.grooming.heads import CM_PX, EYES, face, person
from vision.grooming.chart import SIDE_PX, SPAN, HeadChart, chart_of
from vision.landmarks.points import BodyPoint, Person

CHARTS = st.builds(
    HeadChart,
    st.floats(-50, 900),
    st.floats(-50, 900),
    st.floats(0, 2 * np.pi).map(lambda a: (float(np.sin(a)), float(np.cos(a)))),
    st.floats(10, 400),
    st.floats(-0.6, 0.6),
)


@given(chart=CHARTS, x=st.floats(-500, 1500), y=st.floats(-500, 1500))
def test_units_and_pixels_are_each_other_s_reverse(chart: HeadChart, x: float, y: float) -> None:
    there = chart.to_units(np.array([(x, y)]))
    assert chart.to_picture(there)[0] == pytest.approx((x, y), abs=1e-6)


def test_the_unit_is_the_face_from_forehead_to_chin() -> None:
    chart = chart_of(person())
    assert chart is not None
    assert (chart.x, chart.y) == pytest.approx(EYES, abs=0.5)
    assert chart.unit_px == pytest.approx(17.66 * CM_PX, rel=1e-3)
    assert chart.down == pytest.approx((0.0, 1.0), abs=1e-6)


@pytest.mark.parametrize("turn", [-30.0, 12.0, 45.0])
def test_a_tilted_head_stands_upright_in_its_chart(turn: float) -> None:
    tilted = Person(person().body, face(turn_deg=turn), None, None)
    chart = chart_of(tilted)
    assert chart is not None
    chin = chart.to_units(tilted.face.points.xy[[152]])[0]  # type: ignore[union-attr]
    assert chin == pytest.approx((0.0, 12.02 / 17.66), abs=1e-3)


def test_without_a_mesh_the_body_s_points_place_the_chart() -> None:
    with_mesh, without = chart_of(person()), chart_of(person(meshed=False))
    assert with_mesh is not None
    assert without is not None
    assert without.unit_px == pytest.approx(with_mesh.unit_px, rel=0.05)


def test_points_that_span_nothing_give_no_chart() -> None:
    flat = person(meshed=False)
    flat.body.points.xy[[BodyPoint.MOUTH_LEFT, BodyPoint.MOUTH_RIGHT]] = EYES
    assert chart_of(flat) is None


@pytest.mark.parametrize("unit", [40.0, 110.0, 400.0])
def test_the_cut_shows_a_mark_where_its_units_say(unit: float) -> None:
    picture = np.zeros((900, 900, 3), np.uint8)
    chart = HeadChart(450.0, 420.0, (float(np.sin(0.2)), float(np.cos(0.2))), unit, 0.1)
    mark = chart.to_picture(np.array([(0.3, 0.4)]))[0]
    cv2.circle(picture, tuple(int(v) for v in mark), max(3, int(unit * 0.04)), (255, 255, 255), -1)
    cut = chart.cut(picture)
    assert cut.shape == (SIDE_PX, SIDE_PX, 3)
    rows, columns = np.nonzero(cut[..., 0] > 127)
    place = chart.to_chart(mark[None])[0]
    assert (columns.mean() + 0.5, rows.mean() + 0.5) == pytest.approx(place, abs=SIDE_PX / SPAN * 0.03)
