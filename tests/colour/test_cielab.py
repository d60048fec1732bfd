"""Bytes to Lab and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vision.colour.cielab import bytes_of, chroma_of, hue_deg_of, lab_of, linear_of, linear_of_lab

BYTES = st.tuples(*[st.integers(0, 255)] * 3).map(lambda c: np.array(c, np.uint8))


@pytest.mark.parametrize(
    ("bgr", "lab"),
    [
        ((255, 255, 255), (100.0, 0.0, 0.0)),
        ((0, 0, 0), (0.0, 0.0, 0.0)),
        ((0, 0, 255), (53.24, 80.09, 67.20)),
        ((0, 255, 0), (87.73, -86.18, 83.18)),
        ((255, 0, 0), (32.30, 79.19, -107.86)),
        ((119, 119, 119), (50.03, 0.0, 0.0)),
    ],
)
def test_the_primaries_of_srgb_lie_where_the_standards_put_them(bgr, lab):
    assert lab_of(linear_of(np.array(bgr, np.uint8))) == pytest.approx(np.array(lab), abs=0.02)


@given(pixel=BYTES)
def test_there_and_back_is_the_same_byte(pixel):
    lab = lab_of(linear_of(pixel))
    assert 0.0 <= lab[0] <= 100.0 + 1e-4
    assert np.array_equal(bytes_of(linear_of_lab(lab)), pixel)


@given(grey=st.integers(0, 255))
def test_grey_has_no_chroma(grey):
    assert float(chroma_of(lab_of(linear_of(np.full(3, grey, np.uint8))))) < 0.02


def test_hues_go_from_red_over_yellow_and_green_to_blue():
    bgr = np.array([(0, 0, 255), (0, 255, 255), (0, 255, 0), (255, 0, 0)], np.uint8)
    assert list(np.diff(hue_deg_of(lab_of(linear_of(bgr)))) > 0) == [True] * 3
