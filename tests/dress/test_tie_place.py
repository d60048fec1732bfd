"""The second look at a worn tie: its geometry, and the shipped model on rendered people who were not trained on."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vision.dress.chart import Chart
from vision.dress.tie_place import SIZE_PX, TOP, UNIT_PX, cut_of, decoded, find_place, slope_deg, units_of

FOLDER = Path(__file__).parents[1] / "fixtures" / "dress"
STORED = Chart(128.0, 72.0, (0.0, 1.0), 192.0)
"""The chart of the stored pictures, 192 px to the unit."""
CENTIMETRE = 1.0 / 47.0
"""Units."""
TRUTH = json.loads((FOLDER / "tie_places.json").read_text())


def picture_of(name):
    return np.asarray(cv2.imread(str(FOLDER / name)), np.uint8)


def test_the_cut_shows_the_chart_as_it_lies():
    picture = np.zeros((600, 600, 3), np.uint8)
    chart = Chart(300.0, 200.0, (0.0, 1.0), 250.0)
    place = np.array([(0.1, 0.3)])
    x, y = np.round(chart.to_picture(place)[0]).astype(int)
    picture[y - 3 : y + 3, x - 3 : x + 3] = 255
    rows, columns = np.nonzero(cut_of(picture, chart)[..., 0] > 127)
    middle = np.array([(columns.mean() + 0.5, rows.mean() + 0.5)])
    assert units_of(middle)[0] == pytest.approx(place[0], abs=0.004)


@given(st.floats(0, SIZE_PX[0]), st.floats(0, SIZE_PX[1]))
def test_places_of_the_cut_are_units_of_the_chart(x, y):
    u, v = units_of(np.array([(x, y)]))[0]
    assert (u * UNIT_PX + SIZE_PX[0] / 2, (v - TOP) * UNIT_PX) == pytest.approx((x, y), abs=1e-6)


def test_a_sharp_heat_map_is_a_place_and_a_flat_one_is_none():
    heat = np.zeros((5, SIZE_PX[1] // 4, SIZE_PX[0] // 4))
    heat[0, 5, 14] = heat[1, 3, 13] = heat[4, 23, 14] = 20.0
    place = decoded(heat, np.log([2.56, 1.28, 3.0, 6.4, 2.0]))
    assert place.knot - place.seat == pytest.approx((4 / UNIT_PX, 8 / UNIT_PX))
    assert place.focus[0] > 0.99
    assert place.focus[2] < 0.1
    assert (place.offset_sigma, place.drop_sigma, place.slope_sigma_deg) == pytest.approx((0.02, 0.01, 3.0))
    assert (place.end_sigma, place.slant_sigma_deg) == pytest.approx((0.05, 2.0))
    assert place.midline_deg == pytest.approx(np.degrees(np.arctan2(1, 20)))


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_a_tie_is_seen_as_far_off_its_place_as_it_hangs(name):
    true, place = TRUTH[name], find_place(picture_of(name), STORED)
    aside, below = place.knot - place.seat
    assert aside == pytest.approx(true["aside"], abs=1.5 * CENTIMETRE)
    assert below == pytest.approx(true["below"], abs=2.0 * CENTIMETRE)
    assert place.knot == pytest.approx(true["knot"], abs=1.5 * CENTIMETRE)
    slope = np.degrees(np.arctan2(*(place.end - place.knot)))
    assert slope == pytest.approx(true["slope_deg"], abs=4.0)


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_the_midline_is_seen_wherever_the_tie_hangs(name):
    true, place = TRUTH[name], find_place(picture_of(name), STORED)
    assert place.midline_deg == pytest.approx(true["midline_deg"], abs=2.5)
    hanging = slope_deg(place.end - place.knot) - place.midline_deg
    assert hanging == pytest.approx(true["slope_deg"] - true["midline_deg"], abs=4.0)


@pytest.mark.parametrize("name", sorted(TRUTH))
@pytest.mark.parametrize("turn_deg", [-4.0, 4.0])
def test_a_chart_that_leans_turns_tie_and_midline_alike(name, turn_deg):
    picture, turn = picture_of(name), np.radians(turn_deg)
    leaning = Chart(STORED.x, STORED.y, (float(np.sin(turn)), float(np.cos(turn))), STORED.unit_px)
    there, here = find_place(picture, leaning), find_place(picture, STORED)
    tilts = [slope_deg(place.end - place.knot) - place.midline_deg for place in (there, here)]
    assert tilts[0] == pytest.approx(tilts[1], abs=3.0)


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_in_the_mirror_the_tie_is_off_to_the_other_side(name):
    picture = picture_of(name)
    place = find_place(picture, STORED)
    mirrored = find_place(np.ascontiguousarray(picture[:, ::-1]), STORED)
    assert mirrored.knot[0] - mirrored.seat[0] == pytest.approx(place.seat[0] - place.knot[0], abs=CENTIMETRE)
    assert mirrored.end[0] == pytest.approx(-place.end[0], abs=CENTIMETRE)


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_the_place_does_not_hang_on_where_the_chart_lies(name):
    picture = picture_of(name)
    moved = Chart(STORED.x + 0.08 * 192.0, STORED.y, STORED.down, STORED.unit_px)
    there, here = find_place(picture, moved), find_place(picture, STORED)
    assert there.knot[0] - there.seat[0] == pytest.approx(here.knot[0] - here.seat[0], abs=CENTIMETRE)
    assert there.knot[0] + 0.08 == pytest.approx(here.knot[0], abs=CENTIMETRE)
