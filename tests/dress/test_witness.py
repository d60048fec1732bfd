from pathlib import Path

import cv2
import numpy as np
import pytest

from vision.dress.chart import Chart
from vision.dress.witness import HEIGHT, TOP, see_tie, surest, window

FOLDER = Path(__file__).parents[1] / "fixtures" / "dress"
STORED = Chart(128.0, 72.0, (0.0, 1.0), 192.0)
TIE = (-0.06, -0.1, 0.06, 0.5)


def boxes(*rows):
    return np.array(rows, np.float64).T


def test_the_surest_tie_on_the_chest_is_told():
    seen = surest(np.array([0.3, 0.6, 0.5]), boxes(TIE, (-0.1, -0.1, 0.0, 0.3), TIE))
    assert seen.score == 0.6
    assert seen.box == pytest.approx([-0.1, -0.1, 0.0, 0.3])


@pytest.mark.parametrize(
    "elsewhere",
    [
        (0.3, -0.1, 0.4, 0.5),  # on the arm
        (-0.06, 0.3, 0.06, 0.9),  # begins at the belly
        (-0.06, -0.6, 0.06, -0.1),  # begins in the face
        (-0.4, -0.1, 0.4, 0.8),  # the whole shirt
    ],
)
def test_what_does_not_hang_from_the_collar_is_no_tie(elsewhere):
    assert surest(np.array([0.9]), boxes(elsewhere)).score == 0.0
    assert surest(np.array([0.9, 0.2]), boxes(elsewhere, TIE)).score == 0.2


def test_a_whole_figure_is_cut_from_over_the_head_to_the_thighs():
    assert window(Chart(300.0, 200.0, (0.0, 1.0), 150.0), 600, 900) == pytest.approx((HEIGHT, TOP))


def test_a_portrait_is_cut_smaller_and_down_to_its_lower_edge():
    chart = Chart(400.0, 900.0, (0.0, 1.0), 1000.0)
    height, top = window(chart, 800, 1000)
    assert height < 0.5 * HEIGHT
    assert top + height == pytest.approx(0.1)


def test_a_half_figure_is_cut_as_large_as_a_whole_one_but_not_beyond_its_edge():
    height, top = window(Chart(300.0, 400.0, (0.0, 1.0), 500.0), 600, 900)
    assert height == pytest.approx(HEIGHT)
    assert top + height == pytest.approx(1.0)


@pytest.mark.parametrize("level", [0, 114, 255])
def test_a_blank_picture_shows_no_tie(level):
    assert see_tie(np.full((304, 256, 3), level, np.uint8), STORED).score < 0.3


def test_a_tie_is_seen_where_it_hangs_and_surer_than_a_plain_chest():
    tie, plain = (
        see_tie(np.asarray(cv2.imread(str(FOLDER / f"{name}.jpg")), np.uint8), STORED) for name in ("tie", "plain")
    )
    assert tie.score > plain.score
    left, top, right, bottom = tie.box
    assert left < 0.05 < right + 0.1
    assert top < 0.1 < bottom
