"""The second look at a badge: the cut's geometry, and the shipped model on badges drawn here."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vision.dress.outline import SIDE_PX, SPAN_PX, cut_matrix, cut_of, find_outline, slope_deg


def plate(tilt, centre=(300.0, 200.0), width=90.0, height=30.0):
    c, s = np.cos(np.radians(tilt)), np.sin(np.radians(tilt))
    corners = np.array([(-width, -height), (width, -height), (width, height), (-width, height)]) / 2
    return corners @ np.array([[c, s], [-s, c]]) + centre


def drawn(corners, size=(600, 400)):
    """A white plate with a dark line of text on navy cloth, drawn at four times the size."""
    picture = np.full((size[1] * 4, size[0] * 4, 3), (70, 45, 35), np.uint8)
    cv2.fillPoly(picture, [np.round(corners * 4).astype(np.int32)], (240, 240, 238))
    along = (corners[1] - corners[0]) * 0.3
    middle = corners.mean(0)
    ends = np.round(np.stack([middle - along, middle + along]) * 4).astype(np.int32)
    cv2.line(picture, tuple(ends[0].tolist()), tuple(ends[1].tolist()), (30, 30, 30), 24)
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA)


@given(st.floats(-40, 40), st.floats(20, 300), st.floats(0.25, 1.5))
def test_the_cut_shows_the_badge_level_in_the_middle(tilt, width, aspect):
    corners = plate(tilt, width=width, height=width * aspect)
    matrix = cut_matrix(corners)
    inside = corners @ matrix[:, :2].T + matrix[:, 2]
    assert inside.mean(0) == pytest.approx((SIDE_PX / 2, SIDE_PX / 2), abs=1e-6)
    assert slope_deg(inside) == pytest.approx(0.0, abs=1e-6)
    assert np.ptp(inside, axis=0).max() == pytest.approx(SPAN_PX, abs=1e-6)


@pytest.mark.parametrize("width", [30.0, 90.0, 260.0])
def test_the_cuts_pixels_lie_where_the_matrix_says(width):
    corners = plate(7.0, width=width, height=width / 3)
    matrix = cut_matrix(corners)
    weight = cut_of(drawn(corners), matrix)[..., 0].astype(float)
    weight = np.clip(weight - 75, 0, None)
    rows, columns = np.mgrid[:SIDE_PX, :SIDE_PX] + 0.5
    middle = [(weight * columns).sum() / weight.sum(), (weight * rows).sum() / weight.sum()]
    assert middle == pytest.approx([SIDE_PX / 2] * 2, abs=0.4)


@pytest.mark.parametrize("tilt", [-8.0, -2.0, 0.0, 4.0, 10.0])
@pytest.mark.parametrize("width", [60.0, 150.0])
def test_a_drawn_plates_slope_is_found_to_a_degree_and_a_half(tilt, width):
    corners = plate(tilt, width=width, height=width / 3)
    coarse = plate(0.0, centre=(300.0 + width * 0.04, 200.0 - width * 0.03), width=width * 1.1, height=width / 3.2)
    found = find_outline(drawn(corners), coarse)
    assert found is not None
    assert found.slope_deg == pytest.approx(tilt, abs=1.5)
    assert np.abs(found.corners - corners).max() < 0.06 * width


def test_the_doubt_grows_where_the_camera_sees_little():
    near, far = (
        find_outline(drawn(plate(3.0, width=w, height=w / 3)), plate(0.0, width=w, height=w / 3))
        for w in (150.0, 14.0)
    )
    assert near is not None
    assert far is None or far.slope_sigma_deg > near.slope_sigma_deg


def test_no_outline_of_a_speck():
    assert find_outline(np.zeros((100, 100, 3), np.uint8), plate(0.0, (50.0, 50.0), 4.0, 2.0)) is None
    assert find_outline(np.zeros((100, 100, 3), np.uint8), np.full((4, 2), np.nan)) is None
