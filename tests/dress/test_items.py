from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.landmark_figures import landmarks_of, standing_xy
from vision.body.view import view_of
from vision.camera import Camera
from vision.dress import badge, items, tie
from vision.dress.badge import slope_deg
from vision.dress.items import Chest, decoded
from vision.dress.measures import measure_badge, measure_dress, measure_tie
from vision.families import MeasureContext
from vision.frame import Frame
from vision.glossary import GLOSSARY
from vision.landmarks.points import BodyPoint, Provenance
from vision.measure import Measure
from vision.observation import BadgeItem, Quality, TieItem
from vision.reason import Reason
from vision.setup import Setup

SIZE = (640, 480)
PICTURE = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
PLATE = np.array([(0.10, 0.20), (0.24, 0.20), (0.24, 0.26), (0.10, 0.26)])
NOTHING_WORN = Chest(0.001, 0.001, 0.5, np.zeros(2), np.zeros(2), PLATE, (1.0, 1.0, 1.0))
ALL_WORN = Chest(0.999, 0.999, 0.02, np.array([0.0, tie.SNUG]), np.array([0.0, 0.6]), PLATE, (1.0, 1.0, 1.0))


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

    def answering(chest):
        monkeypatch.setattr(items, "find_items", lambda picture, chart: chest)

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
    assert {*tie.NAMES, *badge.NAMES} <= set(GLOSSARY)


def test_a_tie_and_a_badge_are_told_with_their_places(sees):
    sees(ALL_WORN)
    measures, found = split(measure_dress(context()))
    assert set(measures) == {*tie.NAMES, *badge.NAMES}
    assert measures["tie_present"].value is True
    assert measures["badge_present"].value is True
    assert measures["badge_kind"].value == "pin"
    assert measures["tie_knot_offset_ratio"].value == pytest.approx(0.0, abs=1e-6)
    assert measures["tie_knot_gap_ratio"].value == pytest.approx(0.0, abs=1e-6)
    assert measures["badge_y_ratio"].value == pytest.approx(1.0 - 0.23, abs=1e-6)
    assert {type(item) for item in found} == {TieItem, BadgeItem}


def test_left_is_the_wearers_left(sees):
    sees(replace(ALL_WORN, knot=np.array([0.07, tie.SNUG]), tip=np.array([0.17, 0.6])))
    measures, _ = split(measure_dress(context()))
    # the wearer faces the camera: the wearer's left is on the picture's right, where the plate is drawn
    assert measures["badge_x_ratio"].value == pytest.approx(0.17 / 0.35, abs=1e-4)
    assert measures["tie_knot_offset_ratio"].value == pytest.approx(0.07 / 0.7, abs=1e-4)
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
        (lambda: hide(context(), BodyPoint.LEFT_SHOULDER), Reason.TRUNK_OUTSIDE),
        (lambda: context(standing_xy(centre=(320.0, 60.0))), Reason.TRUNK_OUTSIDE),
        (lambda: context(standing_xy(centre=(10.0, 220.0))), Reason.TRUNK_OUTSIDE),
        (lambda: context(standing_xy(centre=(320.0, 590.0))), Reason.TRUNK_OUTSIDE),
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


@pytest.mark.parametrize("score", [tie.ABSENT + 0.01, 0.5, tie.PRESENT - 0.01])
def test_a_doubtful_tie_is_neither_there_nor_missing(sees, score):
    sees(replace(ALL_WORN, tie=score))
    measures, found = split(measure_tie(context()))
    assert found == []
    assert {m.reason for m in measures.values()} == {Reason.AMBIGUOUS}


@pytest.mark.parametrize("score", [badge.ABSENT + 0.01, 0.5, badge.PRESENT - 0.01])
def test_a_doubtful_badge_is_neither_there_nor_missing(sees, score):
    sees(replace(ALL_WORN, badge=score))
    measures, found = split(measure_badge(context()))
    assert found == []
    assert {m.reason for m in measures.values()} == {Reason.AMBIGUOUS}


def test_a_badge_that_the_model_cannot_point_at_is_not_believed(sees):
    sees(replace(ALL_WORN, focus=(1.0, 1.0, badge.LEAST_FOCUS - 0.01)))
    measures, found = split(measure_badge(context()))
    assert found == []
    assert measures["badge_present"].reason is Reason.AMBIGUOUS


def test_an_empty_chest_has_no_tie_and_no_badge(sees):
    sees(NOTHING_WORN)
    measures, found = split(measure_dress(context()))
    assert found == []
    assert measures["tie_present"].value is False
    assert measures["badge_present"].value is False
    geometry = set(measures) - {"tie_present", "badge_present"}
    assert {measures[name].reason for name in geometry} == {Reason.ITEM_NOT_FOUND}


def test_what_a_hand_may_cover_is_not_called_missing(sees):
    sees(NOTHING_WORN)
    xy = standing_xy()
    xy[BodyPoint.LEFT_WRIST] = (330, 140)
    measures, _ = split(measure_dress(context(xy)))
    assert measures["tie_present"].reason is Reason.AMBIGUOUS
    assert measures["badge_present"].reason is Reason.AMBIGUOUS


def test_a_card_below_the_picture_is_not_called_missing(sees):
    sees(NOTHING_WORN)
    xy = standing_xy(trunk_px=300.0, centre=(320.0, 479.0))
    measures, _ = split(measure_dress(context(xy)))
    assert measures["tie_present"].value is False
    assert measures["badge_present"].value is None


def test_flags_are_never_quite_sure(sees):
    for chest in (ALL_WORN, NOTHING_WORN):
        sees(chest)
        measures, _ = split(measure_dress(context()))
        for name in ("tie_present", "badge_present"):
            assert measures[name].sigma is not None
            assert measures[name].sigma >= 0.03


def test_a_heat_maps_peak_becomes_a_place():
    heat = np.full((3, 32, 24), -20.0)
    heat[0, 4, 12] = heat[1, 20, 12] = heat[2, 10, 16] = 10.0
    offsets = np.zeros((8, 32, 24))
    chest = decoded(np.array([0.0, 4.0, -4.0]), heat, offsets)
    assert chest.tie == pytest.approx(0.5)
    assert chest.badge > 0.98
    assert chest.hanging < 0.02
    assert chest.knot == pytest.approx([(12.5 * 4 - 48) / 96, (4.5 * 4 - 24) / 96])
    assert chest.corners == pytest.approx(np.tile([(16.5 * 4 - 48) / 96, (10.5 * 4 - 24) / 96], (4, 1)))
    assert min(chest.focus) > 0.99
