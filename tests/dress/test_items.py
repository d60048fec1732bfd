from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.landmark_figures import landmarks_of, standing_xy
from vision.body.level_view import focal_px
from vision.body.view import view_of
from vision.camera import Camera
from vision.dress import badge, items, scarf, tie, tie_tilt
from vision.dress.items import Chest, decoded
from vision.dress.measures import measure_badge, measure_dress, measure_tie
from vision.dress.outline import Outline, slope_deg
from vision.dress.tie_place import TiePlace
from vision.dress.tie_tilt import AXIS_SIGMA_DEG, SEAT_BEFORE_SHOULDERS, SLOPE_OF_CHEST_DEG
from vision.dress.witness import Sighting
from vision.families import MeasureContext
from vision.frame import Frame
from vision.glossary import GLOSSARY
from vision.landmarks.points import BodyPoint, Provenance
from vision.measure import Measure
from vision.observation import BadgeItem, Quality, ScarfItem, TieItem
from vision.reason import Reason
from vision.setup import Setup

SIZE = (640, 480)
PICTURE = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
SNUG = -0.11
"""Height of a snug knot's middle, units."""
PLATE = np.array([(0.10, 0.20), (0.24, 0.20), (0.24, 0.26), (0.10, 0.26)])
NOWHERE = np.zeros((0, 2))
SURE = (1.0, 1.0, 1.0, 1.0)
NOTHING_WORN = Chest(
    0.001, 0.001, 0.001, 0.5, 0.5, 0.5, np.zeros(2), np.zeros(2), np.zeros(2), PLATE, NOWHERE, SURE
)  # fmt: skip
ALL_WORN = replace(
    NOTHING_WORN,
    tie=0.999,
    badge=0.999,
    scarf=0.999,
    hanging=0.02,
    face_out=0.99,
    tip_free=0.99,
    knot=np.array([0.0, SNUG]),
    tip=np.array([0.0, 0.6]),
    scarf_knot=np.array([0.0, -0.05]),
    tie_cells=np.stack([np.zeros(30), np.linspace(-0.15, 0.6, 30)], 1),
)


def context(xy=None, azimuth=0.0):
    seen = landmarks_of(standing_xy() if xy is None else xy, SIZE)
    assert seen.person is not None
    camera = Camera.assumed(*SIZE)
    return MeasureContext(
        Frame(PICTURE), seen, seen.person, view_of(azimuth), azimuth, 4.0, camera, Setup(), Quality()
    )  # fmt: skip


@pytest.fixture
def sees(monkeypatch):
    """Let the model answer what the test says."""

    def answering(chest, seat=(0.0, SNUG), **changed):
        foot, blade = np.array((seat[0], chest.tip[1])), 0.55 * chest.knot + 0.45 * chest.tip
        place = TiePlace(
            chest.knot, np.array(seat), chest.tip, blade, foot, (1.0,) * 5, 0.01, 0.01, 1.0, 0.02, 1.0
        )  # fmt: skip
        monkeypatch.setattr(items, "find_items", lambda picture, chart, doubts=None: chest)
        for family in (tie, scarf):
            monkeypatch.setattr(family, "find_place", lambda picture, chart: replace(place, **changed))
        monkeypatch.setattr(badge, "find_outline", lambda picture, corners: None)

    return answering


def split(findings):
    measures = {f.name: f for f in findings if isinstance(f, Measure)}
    return measures, [f for f in findings if not isinstance(f, Measure)]


def hide(given_context, *points):
    body = given_context.person.body
    provenance = body.points.provenance.copy()
    provenance[list(points)] = Provenance.HELD
    person = replace(given_context.person, body=replace(body, points=replace(body.points, provenance=provenance)))
    return replace(given_context, person=person)


def test_every_name_stands_in_the_glossary():
    assert {*tie.NAMES, *badge.NAMES, *scarf.NAMES} <= set(GLOSSARY)


def test_a_tie_and_a_badge_are_told_with_their_places(sees):
    sees(ALL_WORN)
    measures, found = split(measure_dress(context()))
    assert set(measures) == {*tie.NAMES, *badge.NAMES, *scarf.NAMES}
    assert measures["tie_present"].value is True
    assert measures["badge_present"].value is True
    assert measures["scarf_present"].value is True
    assert measures["badge_kind"].value == "pin"
    assert measures["badge_face_out"].value is True
    assert measures["tie_knot_offset_ratio"].value == pytest.approx(0.0, abs=1e-6)
    assert measures["tie_knot_gap_ratio"].value == pytest.approx(0.0, abs=1e-6)
    assert measures["badge_y_ratio"].value == pytest.approx(1.0 - 0.23, abs=1e-6)
    assert {type(item) for item in found} == {TieItem, BadgeItem, ScarfItem}


def test_a_scarf_is_off_from_between_neck_and_shoulders(sees):
    aside = np.array([0.05, -0.05])
    sees(replace(ALL_WORN, scarf_knot=aside), seat=aside)
    by_both = split(measure_dress(context()))[0]["scarf_offset_ratio"]
    sees(replace(ALL_WORN, scarf_knot=aside), seat=aside, focus=(1.0, 0.0, 1.0, 1.0, 1.0))
    by_shoulders = split(measure_dress(context()))[0]["scarf_offset_ratio"]
    assert 0.0 < by_both.value < by_shoulders.value
    assert by_both.sigma < by_shoulders.sigma


def test_a_knot_that_is_less_surely_seen_is_less_surely_placed(sees):
    sees(replace(ALL_WORN, scarf_sigma=0.007))
    sure = split(measure_dress(context()))[0]["scarf_offset_ratio"]
    sees(replace(ALL_WORN, scarf_sigma=0.044))
    unsure = split(measure_dress(context()))[0]["scarf_offset_ratio"]
    assert sure.value == unsure.value
    assert sure.sigma < unsure.sigma


def test_a_hidden_tip_has_no_length(sees):
    sees(replace(ALL_WORN, tip_free=0.3))
    assert split(measure_tie(context()))[0]["tie_tip_ratio"].reason is Reason.AMBIGUOUS
    sees(replace(ALL_WORN, focus=(1.0, 0.01, 1.0, 1.0)), focus=(1.0, 1.0, 0.01, 1.0, 1.0))
    assert split(measure_tie(context()))[0]["tie_tip_ratio"].reason is Reason.AMBIGUOUS


def test_a_tie_that_ends_at_the_belt_and_one_that_ends_far_above(sees):
    sees(replace(ALL_WORN, tip=np.array([0.0, 1.0 - tie.BELT_ABOVE_HIPS])))
    assert split(measure_tie(context()))[0]["tie_tip_ratio"].value == pytest.approx(0.0, abs=1e-4)
    sees(ALL_WORN)
    short = split(measure_tie(context()))[0]["tie_tip_ratio"]
    assert short.value < -0.15
    assert short.sigma >= 0.05


def test_left_is_the_wearers_left(sees):
    sees(replace(ALL_WORN, knot=np.array([0.07, SNUG]), tip=np.array([0.17, 0.6])))
    measures, _ = split(measure_dress(context()))
    # the wearer faces the camera: the wearer's left is on the picture's right, where the plate is drawn
    assert measures["badge_x_ratio"].value == pytest.approx(0.17 / 0.35, abs=1e-4)
    assert measures["tie_knot_offset_ratio"].value == pytest.approx(0.07 / 0.7, rel=0.06)
    assert measures["tie_tilt_deg"].value > 0


def test_the_badges_corners_lie_in_the_picture_upper_left_first(sees):
    sees(ALL_WORN)
    _, found = split(measure_badge(context()))
    corners = np.array(found[0].corners)
    middle, unit = np.array([320.0, 100.0]), 120.0
    assert corners == pytest.approx(middle + unit * PLATE, abs=1e-3)
    assert found[0].tilt_deg == pytest.approx(0.0, abs=1e-4)


@given(st.floats(-30, 30))
def test_a_badge_whose_right_end_is_lower_has_a_positive_tilt(tilt):
    c, s = np.cos(np.radians(tilt)), np.sin(np.radians(tilt))
    turned = (PLATE - PLATE.mean(0)) @ np.array([[c, s], [-s, c]])
    assert slope_deg(turned) == pytest.approx(tilt, abs=1e-6)
    assert (turned[1, 1] > turned[0, 1]) == (slope_deg(turned) > 1e-9) or abs(tilt) < 1e-6


@pytest.mark.parametrize("chest", [ALL_WORN, NOTHING_WORN])
@pytest.mark.parametrize(
    ("hidden", "reason"),
    [
        (lambda: hide(context(), BodyPoint.LEFT_SHOULDER, BodyPoint.RIGHT_SHOULDER), Reason.TRUNK_OUTSIDE),
        (lambda: context(standing_xy(centre=(320.0, 60.0))), Reason.TRUNK_OUTSIDE),
        (lambda: context(standing_xy(centre=(10.0, 220.0))), Reason.TRUNK_OUTSIDE),
        (lambda: context(standing_xy(centre=(320.0, 605.0))), Reason.TRUNK_OUTSIDE),
        (lambda: context(standing_xy(trunk_px=30.0)), Reason.TOO_FAR),
        (lambda: context(azimuth=60.0), Reason.NEEDS_FRONT_VIEW),
        (lambda: context(azimuth=-170.0), Reason.NEEDS_FRONT_VIEW),
    ],
)
def test_a_chest_that_is_not_seen_never_gives_a_value(sees, chest, hidden, reason):
    sees(chest)
    measures, found = split(measure_dress(hidden()))
    assert found == []
    assert {m.reason for m in measures.values()} == {reason}


def test_beside_a_guessed_shoulder_what_is_seen_is_seen_but_nothing_is_measured_or_missing(sees):
    one_guessed = hide(context(), BodyPoint.LEFT_SHOULDER)
    sees(ALL_WORN)
    measures, found = split(measure_dress(one_guessed))
    assert {type(item) for item in found} == {TieItem, BadgeItem, ScarfItem}
    flags = {"tie_present", "badge_present", "scarf_present"}
    assert {measures[name].value for name in flags} == {True}
    numbers = {*tie.NUMBERS, *badge.NUMBERS, "scarf_offset_ratio"}
    assert {measures[name].reason for name in numbers} == {Reason.TRUNK_OUTSIDE}
    sees(NOTHING_WORN)
    measures, found = split(measure_dress(one_guessed))
    assert found == []
    assert {measure.reason for measure in measures.values()} == {Reason.TRUNK_OUTSIDE}


def slanting(start, length, slope_deg):
    return np.array(start) + length * np.array([np.tan(np.radians(slope_deg)), 1.0])


@given(st.floats(-10, 10), st.floats(-8, 8))
def test_what_leans_the_midline_as_much_as_the_tie_is_no_tilt(lean, tilt):
    seat = np.array([0.0, SNUG])
    worn = replace(ALL_WORN, knot=seat, tip=slanting(seat, 0.5, lean + tilt))
    blade = 0.55 * worn.knot + 0.45 * worn.tip
    foot = slanting(seat, 0.5, lean)
    place = TiePlace(worn.knot, seat, worn.tip, blade, foot, (1.0,) * 5, 0.01, 0.01, 1.0, 0.02, 0.5)
    told = tie_tilt.measure_tilt(context(), worn, place)
    # the landmarks, which see a straight trunk, are heard a little
    assert told.value == pytest.approx(tie_tilt.STRETCH * tilt, abs=0.3 * abs(lean) + 0.01)
    assert abs(told.value - tie_tilt.STRETCH * tilt) < 2.0 * told.sigma


def test_a_midline_that_nobody_else_sees_makes_the_tilt_doubtful(sees):
    measures = {}
    for lean in (0.0, 12.0):
        seat = np.array([0.0, SNUG])
        sees(replace(ALL_WORN, tip=slanting(seat, 0.5, lean)), foot=slanting(seat, 0.5, lean))
        measures[lean] = split(measure_tie(context()))[0]["tie_tilt_deg"]
    assert measures[12.0].sigma > 1.5 * measures[0.0].sigma


def test_a_knot_pulled_aside_bends_the_tie_and_its_blade_counts_more(sees):
    knot, blade, tip = np.array([0.08, SNUG]), np.array([0.0, 0.15]), np.array([0.0, 0.5])
    sees(replace(ALL_WORN, knot=knot, tip=tip))
    straight = split(measure_tie(context()))[0]["tie_tilt_deg"].value
    sees(replace(ALL_WORN, knot=knot, tip=tip), blade=blade)
    bent = split(measure_tie(context()))[0]["tie_tilt_deg"].value
    assert straight < bent < 0.0


def test_without_a_midline_the_neck_beside_the_middle_tells_from_where_the_chest_is_seen(sees):
    # from the wearer's left a straight tie leans to the picture's left, and its knot and the neck above it move there
    turned = np.sin(np.radians(12.0))
    knot = np.array([-SEAT_BEFORE_SHOULDERS * turned, SNUG])
    leaning = slanting(knot, 0.4, -SLOPE_OF_CHEST_DEG * turned)
    unseen = {"seat": knot, "focus": (1.0, 1.0, 1.0, 1.0, 0.01)}
    sees(replace(ALL_WORN, knot=knot, tip=leaning), **unseen)
    unsure = replace(context(azimuth=2.0), azimuth_sigma_deg=12.0)
    measures = split(measure_tie(unsure))[0]
    assert abs(measures["tie_tilt_deg"].value) < 0.8
    assert measures["tie_knot_offset_ratio"].value == pytest.approx(0.0, abs=1e-6)
    known = replace(context(azimuth=12.0), azimuth_sigma_deg=1.0)
    assert abs(split(measure_tie(known))[0]["tie_tilt_deg"].value) < 0.05
    assert measures["tie_tilt_deg"].sigma > AXIS_SIGMA_DEG


def test_a_near_knot_is_not_told_farther_off_than_a_far_one(sees):
    sees(replace(ALL_WORN, knot=np.array([0.07, SNUG]), tip=np.array([0.07, 0.6])))
    offset = {}
    for trunk_px in (90.0, 200.0):
        given_context = context(standing_xy(trunk_px, (320.0, 240.0)))
        offset[trunk_px] = split(measure_tie(given_context))[0]["tie_knot_offset_ratio"].value
    # the model's picture is the same: what it sees of a near person is the larger for being near
    assert offset[200.0] < 0.97 * offset[90.0] < 0.97 * 0.1
    shoulders = 0.7 * 200.0 / focal_px(Camera.assumed(*SIZE))
    assert offset[200.0] == pytest.approx(0.1 * (1.0 - tie.KNOT_BEFORE_SHOULDERS * shoulders), abs=1e-4)


def test_a_tie_off_its_place_is_told_as_far_off_as_the_look_of_its_own_sees_it(sees):
    # the first look draws the knot towards the middle
    drawn = replace(ALL_WORN, knot=np.array([0.04, SNUG]), tip=np.array([0.04, 0.6]))
    sees(drawn, knot=np.array([0.14, SNUG]), blade=np.array([0.14, 0.2]), end=np.array([0.14, 0.6]))
    measures, (item,) = split(measure_tie(context()))
    assert measures["tie_knot_offset_ratio"].value == pytest.approx(0.14 / 0.7, rel=0.06)
    assert measures["tie_tilt_deg"].value == pytest.approx(0.0, abs=0.1)
    sees(ALL_WORN)
    middle = split(measure_tie(context()))[1][0]
    assert item.knot[0] - middle.knot[0] > 0.1


@pytest.mark.parametrize(("ends_at", "joined"), [(0.5, True), (2.0, False)])
def test_the_witness_moves_a_ties_box_only_where_it_sees_the_same_tie(sees, ends_at, joined):
    sees(ALL_WORN)
    own = split(measure_tie(context()))[1][0].box
    sees(replace(ALL_WORN, sighting=Sighting(0.6, np.array([-0.06, -0.16, 0.06, ends_at]))))
    box = split(measure_tie(context()))[1][0].box
    assert (box == own) != joined
    assert abs(box.y1 - own.y1) <= abs(context().frame.height_px - own.y1) / 2.0


def test_looks_that_contradict_each_other_tell_nothing(sees):
    far = np.array([0.14, SNUG])
    sees(ALL_WORN, knot=far, focus=(tie.FOCUS_ALONE - 0.01, 1.0, 1.0, 1.0, 1.0))
    measures, (item,) = split(measure_tie(context()))
    assert measures["tie_present"].value is True
    assert {measures[name].reason for name in tie.NUMBERS} == {Reason.AMBIGUOUS}
    assert isinstance(item, TieItem)
    sees(ALL_WORN, end=np.array([0.2, 0.4]), focus=(1.0, 1.0, 0.5, 1.0, 1.0))
    measures, _ = split(measure_tie(context()))
    assert measures["tie_knot_offset_ratio"].value is not None
    assert {measures[name].reason for name in ("tie_tilt_deg", "tie_tip_ratio")} == {Reason.AMBIGUOUS}


def test_looks_that_see_one_line_to_different_depths_tell_its_tilt_and_not_its_end(sees):
    deeper = slanting(ALL_WORN.knot, 0.4, 5.0)
    shorter = slanting(ALL_WORN.knot, 0.25, 5.0)
    sees(replace(ALL_WORN, tip=shorter), end=deeper, blade=slanting(ALL_WORN.knot, 0.18, 5.0), focus=(0.8,) * 5)
    measures, _ = split(measure_tie(context()))
    assert measures["tie_tip_ratio"].reason is Reason.AMBIGUOUS
    assert measures["tie_tilt_deg"].value == pytest.approx(5.0 * tie_tilt.STRETCH, abs=0.3)
    sees(replace(ALL_WORN, tip=shorter - (0.05, 0.0)), end=deeper, focus=(0.8,) * 5)
    assert split(measure_tie(context()))[0]["tie_tilt_deg"].reason is Reason.AMBIGUOUS


@pytest.mark.parametrize("score", [tie.ABSENT + 0.01, (tie.ABSENT + tie.PRESENT) / 2, tie.PRESENT - 0.01])
def test_a_doubtful_tie_is_neither_there_nor_missing(sees, score):
    sees(replace(ALL_WORN, tie=score))
    measures, found = split(measure_tie(context()))
    assert found == []
    assert {m.reason for m in measures.values()} == {Reason.AMBIGUOUS}


@pytest.mark.parametrize("score", [badge.ABSENT + 0.01, (badge.ABSENT + badge.PRESENT) / 2, badge.PRESENT - 0.01])
def test_a_doubtful_badge_is_neither_there_nor_missing(sees, score):
    sees(replace(ALL_WORN, badge=score))
    measures, found = split(measure_badge(context()))
    assert found == []
    assert {m.reason for m in measures.values()} == {Reason.AMBIGUOUS}


def test_a_second_look_makes_the_tilt_sharper(sees, monkeypatch):
    sees(ALL_WORN)
    coarse = split(measure_badge(context()))[0]["badge_tilt_deg"]
    corners = np.array([320.0, 100.0]) + 120.0 * PLATE
    monkeypatch.setattr(badge, "find_outline", lambda picture, given: Outline(corners, 0.0, 0.5))
    fine = split(measure_badge(context()))[0]["badge_tilt_deg"]
    assert fine.value == pytest.approx(coarse.value, abs=1e-3)
    assert fine.sigma < 0.4 * coarse.sigma
    assert fine.sigma > badge.SHOULDER_LINE_SIGMA_DEG, "the shoulder line itself is not known better"


def test_without_hips_a_badge_has_no_height(sees):
    sees(ALL_WORN)
    given_context = context()
    body = given_context.person.body
    provenance = body.points.provenance.copy()
    provenance[[BodyPoint.LEFT_HIP, BodyPoint.RIGHT_HIP]] = Provenance.MISSING
    person = replace(given_context.person, body=replace(body, points=replace(body.points, provenance=provenance)))
    measures, _ = split(measure_dress(replace(given_context, person=person)))
    assert measures["badge_y_ratio"].reason is Reason.TRUNK_OUTSIDE
    assert measures["badge_present"].value is True
    assert measures["tie_present"].value is True
    aside = replace(ALL_WORN, knot=np.array([0.1, SNUG + 0.1]))
    sees(aside)
    measures, _ = split(measure_tie(replace(given_context, person=person)))
    whole, _ = split(measure_tie(given_context))
    for number in ("tie_knot_offset_ratio", "tie_knot_gap_ratio"):
        assert measures[number].sigma > 1.3 * whole[number].sigma, "lengths at the picture's edge are guesses"


def test_a_badge_that_the_model_cannot_point_at_is_not_believed(sees):
    sees(replace(ALL_WORN, focus=(1.0, 1.0, badge.LEAST_FOCUS - 0.01, 1.0)))
    measures, found = split(measure_badge(context()))
    assert found == []
    assert measures["badge_present"].reason is Reason.AMBIGUOUS


def test_an_empty_chest_has_no_tie_and_no_badge(sees):
    sees(NOTHING_WORN)
    measures, found = split(measure_dress(context()))
    assert found == []
    assert measures["tie_present"].value is False
    assert measures["badge_present"].value is False
    assert measures["scarf_present"].value is False
    geometry = set(measures) - {"tie_present", "badge_present", "scarf_present"}
    assert {measures[name].reason for name in geometry} == {Reason.ITEM_NOT_FOUND}


def test_what_a_hand_may_cover_is_not_called_missing(sees):
    sees(NOTHING_WORN)
    xy = standing_xy()
    xy[BodyPoint.LEFT_WRIST] = (330, 140)
    measures, _ = split(measure_dress(context(xy)))
    assert measures["tie_present"].reason is Reason.AMBIGUOUS
    assert measures["badge_present"].reason is Reason.AMBIGUOUS
    assert measures["scarf_present"].reason is Reason.AMBIGUOUS


def test_a_hand_below_the_picture_covers_nothing(sees):
    sees(NOTHING_WORN)
    xy = standing_xy()
    wrist = [BodyPoint.LEFT_WRIST, BodyPoint.LEFT_INDEX]
    xy[wrist] = (330, 140)
    given_context = context(xy)
    body = given_context.person.body
    provenance = body.points.provenance.copy()
    provenance[wrist] = Provenance.MISSING
    person = replace(given_context.person, body=replace(body, points=replace(body.points, provenance=provenance)))
    measures, _ = split(measure_dress(replace(given_context, person=person)))
    assert measures["tie_present"].value is False


def test_a_card_below_the_picture_is_not_called_missing(sees):
    sees(NOTHING_WORN)
    xy = standing_xy(trunk_px=300.0, centre=(320.0, 479.0))
    measures, _ = split(measure_dress(context(xy)))
    assert measures["tie_present"].value is False
    assert measures["badge_present"].value is None


def test_what_lies_below_the_pictures_edge_is_not_seen(sees):
    low = np.array([0.0, 0.3])
    sees(replace(ALL_WORN, knot=low, scarf_knot=low, corners=PLATE + low))
    measures, found = split(measure_dress(context(standing_xy(trunk_px=300.0, centre=(320.0, 700.0)))))
    assert {measures[name].value for name in ("tie_present", "badge_present", "scarf_present")} == {None}
    assert found == []


def test_flags_are_never_quite_sure(sees):
    for chest in (ALL_WORN, NOTHING_WORN):
        sees(chest)
        measures, _ = split(measure_dress(context()))
        for name in ("tie_present", "badge_present", "scarf_present"):
            assert measures[name].sigma is not None
            assert measures[name].sigma >= 0.03


def test_a_heat_maps_peak_becomes_a_place():
    heat = np.full((4, 64, 48), -20.0)
    heat[0, 8, 24] = heat[1, 40, 24] = heat[2, 20, 32] = heat[3, 6, 20] = 10.0
    masks, offsets = np.full((3, 64, 48), -9.0), np.zeros((8, 64, 48))
    masks[0, 8:41, 23:26] = 9.0
    chest = decoded(np.array([0.0, 4.0, -4.0, -4.0, 4.0, 4.0, 0.0]), masks, heat, offsets)
    assert chest.tie == pytest.approx(0.5)
    assert chest.badge > 0.98
    assert max(chest.hanging, chest.scarf, 1.0 - chest.face_out) < 0.02
    assert chest.knot == pytest.approx([(24.5 * 4 - 96) / 192, (8.5 * 4 - 48) / 192])
    assert chest.corners == pytest.approx(np.tile([(32.5 * 4 - 96) / 192, (20.5 * 4 - 48) / 192], (4, 1)))
    assert min(chest.focus) > 0.99
    assert chest.tie_cells.min(0)[1] == pytest.approx((8.5 * 4 - 48) / 192)
    assert len(chest.tie_cells) == 33 * 3


def test_crumbs_of_a_mask_are_no_part_of_the_tie():
    heat, offsets = np.zeros((4, 64, 48)), np.zeros((8, 64, 48))
    masks = np.full((3, 64, 48), -9.0)
    masks[0, 10:40, 22:27] = 9.0
    masks[0, 60, 2] = 9.0
    chest = decoded(np.zeros(7), masks, heat, offsets)
    assert len(chest.tie_cells) == 30 * 5


def test_the_cells_of_a_card_speak_for_its_corners_together():
    heat, masks = np.full((4, 64, 48), -9.0), np.full((3, 64, 48), -9.0)
    heat[2, 30, 20] = 9.0
    masks[1, 28:33, 17:24] = 9.0
    rows, columns = np.mgrid[:64, :48]
    truth = np.array([(16.5, 27.5), (24.0, 27.5), (24.0, 33.0), (16.5, 33.0)])
    offsets = np.stack(
        [place - grid for corner in truth for place, grid in zip(corner, (columns, rows), strict=True)]
    )
    offsets[:, 28, 17] += 5.0  # one cell in error
    corners = decoded(np.zeros(7), masks, heat, offsets).corners
    assert corners == pytest.approx(((truth + 0.5) * 4 - (96, 48)) / 192, abs=1e-9)
