"""The shipped model on charts of rendered people who were not trained on (192 px to the unit, of scarves 384)."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from vision.dress import badge, scarf, tie
from vision.dress.chart import Chart
from vision.dress.items import find_items

FOLDER = Path(__file__).parents[1] / "fixtures" / "dress"
STORED = Chart(128.0, 72.0, (0.0, 1.0), 192.0)
FINE = Chart(256.0, 144.0, (0.0, 1.0), 384.0)
SCARVES = [("scarf_kerchief", (-0.023, -0.047)), ("scarf_bow", (-0.049, -0.101)), ("scarf_triangle", (-0.009, 0.119))]
"""What was drawn, and where its knot is, or the middle of its front, units."""


def chest_of(name, change=lambda picture: picture, stored=STORED):
    picture = np.asarray(cv2.imread(str(FOLDER / f"{name}.jpg")), np.uint8)
    return find_items(np.ascontiguousarray(change(picture)), stored)


def test_a_tie_is_seen_with_its_knot_at_the_collar():
    chest = chest_of("tie")
    assert chest.tie >= tie.PRESENT
    assert chest.badge < badge.PRESENT
    assert chest.knot == pytest.approx([0.0, -0.11], abs=0.1)
    assert chest.tip[1] > chest.knot[1] + 0.15
    assert chest.tie_cells[:, 1].max() > chest.knot[1] + 0.1


@pytest.mark.parametrize(("name", "hangs"), [("pin", False), ("card", True)])
def test_a_badge_is_seen_and_whether_it_hangs(name, hangs):
    chest = chest_of(name)
    assert chest.badge >= badge.PRESENT
    assert (chest.hanging > 0.5) == hangs


def test_an_empty_chest_has_nothing():
    chest = chest_of("plain")
    assert chest.tie <= tie.ABSENT
    assert chest.badge < badge.PRESENT
    assert chest.scarf < scarf.PRESENT


@pytest.mark.parametrize(("name", "knot"), SCARVES)
def test_a_scarf_is_named_and_its_knot_found(name, knot):
    chest = chest_of(name, stored=FINE)
    assert chest.scarf >= scarf.PRESENT
    assert chest.scarf_knot[0] == pytest.approx(knot[0], abs=0.04)


@pytest.mark.parametrize(("name", "stored"), [("bow_tie", FINE), ("tie", STORED), ("pin", STORED), ("card", STORED)])
def test_no_scarf_is_invented(name, stored):
    assert chest_of(name, stored=stored).scarf < scarf.PRESENT


@pytest.mark.parametrize("name", ["plain", "pin", "card"])
def test_no_tie_is_invented(name):
    assert chest_of(name).tie < tie.PRESENT


@pytest.mark.parametrize("name", ["plain", "tie"])
@pytest.mark.parametrize(
    "change",
    [lambda p: p[:, ::-1], lambda p: (p * 0.5).astype(np.uint8), lambda p: cv2.GaussianBlur(p, (0, 0), 3.0)],
)
def test_no_badge_is_invented_in_another_light(name, change):
    assert chest_of(name, change).badge < badge.PRESENT


@pytest.mark.parametrize("level", [0, 90, 255])
def test_a_blank_picture_wears_nothing(level):
    chest = find_items(np.full((304, 256, 3), level, np.uint8), STORED)
    assert chest.tie < tie.PRESENT
    assert chest.badge < badge.PRESENT
    assert chest.scarf < scarf.PRESENT
