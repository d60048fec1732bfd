"""Where items are drawn, where they should be, and which way the arrow points."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.verdict import Limits, Mode, Outcome, Text, Verdict
from station.session.correction import cue_for
from station.session.item_marks import mark_of
from tests.landmark_figures import landmarks_of, standing_xy
from tests.session.test_corrections import fail
from vision.landmarks.points import Box
from vision.measure import View
from vision.observation import BadgeItem, Items, Observation, Quality, ScarfItem, TieItem

SIZE = (640, 480)
SEEN = landmarks_of(standing_xy(), SIZE)
BODY = SEEN.person.body
ACROSS, TRUNK = 84.0, 120.0
MIDDLE = (320.0, 100.0)
BADGE = BadgeItem(0.9, "pin", ((336, 128), (352, 128), (352, 134), (336, 134)), 0.0)
TIE = TieItem(0.9, Box(310, 92, 330, 160), knot=(320, 95), tip=(320, 160))
SCARF = ScarfItem(0.9, (331.0, 92.0))
ITEMS = Items(TIE, BADGE, SCARF)


def mark(measure, value, low=None, high=None, items=ITEMS):
    return mark_of(fail(measure, value, low, high), items, BODY, SIZE)


def px(points):
    return np.array(points) * SIZE


def tilted(degrees):
    centre, angle = np.array([344.0, 131.0]), np.radians(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    corners = centre + (np.array(BADGE.corners) - centre) @ turn.T
    return BadgeItem(0.9, "pin", tuple(map(tuple, corners)), degrees)


@given(degrees=st.floats(-40, 40).filter(lambda d: abs(d) > 1))
def test_a_crooked_badge_gets_a_level_line_and_its_lower_end_goes_up(degrees):
    drawn = mark("badge_tilt_deg", degrees, -5, 5, Items(None, tilted(degrees)))
    line = px(drawn.target)
    assert line[0][1] == pytest.approx(line[1][1], abs=0.01)
    anchor = px(drawn.anchor)
    assert anchor[1] > 131.0  # below the middle
    assert (anchor[0] > 344.0) == (degrees > 0)  # + is low on the picture's right, the wearer's left
    assert drawn.direction == pytest.approx((0.0, -1.0), abs=0.01)


@given(offset=st.floats(-0.4, 0.4).filter(lambda v: abs(v) > 0.005))
def test_a_knot_off_the_middle_is_led_to_the_middle(offset):
    """The target line stands between the shoulders, wherever the knot is."""
    tie = TieItem(0.9, TIE.box, knot=(320 + offset * ACROSS, 95), tip=None)
    drawn = mark("tie_knot_offset_ratio", offset, -0.04, 0.04, Items(tie, None))
    line = px(drawn.target)
    assert line[:, 0] == pytest.approx([320.0, 320.0], abs=0.01)
    assert drawn.direction[0] == pytest.approx(-np.sign(offset))


@given(degrees=st.floats(-30, 30).filter(lambda d: abs(d) > 1))
def test_a_slanting_tie_is_led_to_the_plumb_line(degrees):
    angle = np.radians(degrees)
    tip = (320 + 65 * np.sin(angle), 95 + 65 * np.cos(angle))
    drawn = mark("tie_tilt_deg", degrees, -5, 5, Items(TieItem(0.9, TIE.box, (320, 95), tip), None))
    line = px(drawn.target)
    assert line[1][0] == pytest.approx(320.0, abs=0.01)
    assert drawn.direction[0] * degrees < 0


def test_a_loose_knot_goes_up_to_the_collar_and_a_long_tie_up_to_the_belt():
    gap = mark("tie_knot_gap_ratio", 0.1, None, 0.05)
    assert px(gap.target)[:, 1] == pytest.approx([95 - 0.1 * TRUNK] * 2)
    assert gap.direction == pytest.approx((0.0, -1.0))
    long = mark("tie_tip_ratio", 0.2, -0.06, 0.06)
    rows = px(long.target)[:, 1]
    assert rows.min() == pytest.approx(160 - 0.26 * TRUNK)
    assert rows.max() == pytest.approx(160 - 0.14 * TRUNK)
    assert long.direction[1] < 0
    assert px(long.anchor) == pytest.approx((TIE.tip[0] + 0.3 * ACROSS, TIE.tip[1]))
    assert mark("tie_tip_ratio", -0.2, -0.06, 0.06).direction[1] > 0


def test_a_badge_in_the_wrong_place_gets_the_box_where_it_belongs():
    drawn = mark("badge_x_ratio", 0.1, 0.25, 0.85)
    columns = px(drawn.target)[:, 0]
    assert columns.min() == pytest.approx(344 + 0.15 * ACROSS / 2)
    assert columns.max() == pytest.approx(344 + 0.75 * ACROSS / 2)
    assert drawn.direction == pytest.approx((1.0, 0.0))
    low = mark("badge_y_ratio", 0.3, 0.55, 0.9)
    rows = px(low.target)[:, 1]
    assert rows.max() == pytest.approx(131 - 0.25 * TRUNK)
    assert low.direction == pytest.approx((0.0, -1.0))


def test_a_scarf_is_drawn_at_the_collar():
    drawn = mark("scarf_offset_ratio", 0.1, -0.05, 0.05)
    assert px(drawn.anchor) == pytest.approx(SCARF.knot)
    assert len(drawn.outline) == 16
    assert drawn.direction == pytest.approx((-1.0, 0.0))
    assert px(drawn.target)[:, 0] == pytest.approx([SCARF.knot[0] - 0.1 * ACROSS] * 2)


def test_what_is_not_there_is_not_drawn():
    assert mark("badge_tilt_deg", 9.0, -5, 5, Items()) is None
    assert mark("tie_tilt_deg", 9.0, -5, 5, Items()) is None
    assert mark("scarf_offset_ratio", 0.1, -0.05, 0.05, Items()) is None
    assert mark("shoulder_tilt_deg", 9.0, -5, 5) is None
    without_tip = mark("tie_tip_ratio", 0.2, -0.06, 0.06, Items(TieItem(0.9, TIE.box, (320, 95)), None))
    assert without_tip.direction is None
    assert without_tip.target == ()


def seen_from(view):
    return Observation("x", 0, 0.0, 1, view, 0.0, Quality(), {}, ITEMS, SEEN)


def test_the_amount_stands_at_the_arrow_and_only_a_fault_points():
    verdict = Verdict(
        "c", Outcome.FAIL, Mode.MEASURED, measure="badge_x_ratio", value=0.1, sigma=0.05, limits=Limits(0.25, 0.85),
        amount=Text(zh="约8厘米", en="about 8 cm"),
    )  # fmt: skip
    cue = cue_for(verdict, "Move the badge about 8 cm to your left", "en", seen_from(View.FRONT))
    assert (cue.tag, cue.amount) == ("about 8 cm", "")
    assert cue.target
    unclear = Verdict("c", Outcome.UNCLEAR, Mode.MEASURED, measure="badge_x_ratio", value=0.3, sigma=0.1)
    doubt = cue_for(unclear, "Face the mirror", "en", seen_from(View.FRONT))
    assert doubt.outline
    assert (doubt.direction, doubt.target) == (None, ())


@pytest.mark.parametrize("view", [View.LEFT, View.RIGHT, View.BACK, View.UNKNOWN])
def test_from_the_side_no_item_is_marked(view):
    assert cue_for(fail("badge_x_ratio", 0.1, 0.25, 0.85), "w", "en", seen_from(view)).target == ()
