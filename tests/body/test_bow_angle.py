"""The bow's angle against the person's own stance, from every side."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.body.figure import CAMERA, Figure, landmarks
from vision.body.bow_angle import read_bow_angle
from vision.body.bow_features import Stances, pair_features, still_features
from vision.body.stance import mean_stance, stance_of
from vision.camera import Camera


def stance(figure: Figure, camera: Camera = CAMERA, seen_by: Camera | None = None) -> Stances:
    person = landmarks(figure, camera).person
    assert person is not None
    return stance_of(person, seen_by or camera, figure.azimuth_deg)


@pytest.mark.parametrize("azimuth", [-95, -60, -30, 0, 20, 45, 75, 90])
@pytest.mark.parametrize("bow", [10, 15, 30, 45])
def test_a_bow_is_read_from_every_side(azimuth: float, bow: float) -> None:
    found = read_bow_angle(stance(Figure(azimuth_deg=azimuth)), stance(Figure(azimuth_deg=azimuth, bow_deg=bow)))
    # a jointed figure without landmark errors is farther from people than people are from each other
    assert abs(found.value_deg - bow) <= max(2.5 * found.sigma_deg, 1.5)
    assert found.sigma_deg < 8


@pytest.mark.parametrize("azimuth", [-90, -40, 0, 40, 90])
def test_no_movement_is_no_bow_at_all(azimuth: float) -> None:
    same = stance(Figure(azimuth_deg=azimuth))
    assert read_bow_angle(same, same).value_deg == 0


@pytest.mark.parametrize("azimuth", [-90, -40, 0, 40, 90])
def test_an_unknown_camera_is_read_with_a_wider_or_equal_sigma_and_still_rightly(azimuth: float) -> None:
    assumed = Camera.assumed(960, 720)
    before = stance(Figure(azimuth_deg=azimuth), seen_by=assumed)
    now = stance(Figure(azimuth_deg=azimuth, bow_deg=30), seen_by=assumed)
    found = read_bow_angle(before, now)
    assert abs(found.value_deg - 30) <= max(2 * found.sigma_deg, 1.5)


@pytest.mark.parametrize("azimuth", [0, 45, 90])
def test_a_nod_is_no_bow_as_far_as_the_view_can_tell(azimuth: float) -> None:
    found = read_bow_angle(stance(Figure(azimuth_deg=azimuth)), stance(Figure(azimuth_deg=azimuth, nod_deg=20)))
    # head-on a head that goes down looks much like a bow; a bow of 15 degrees it never is
    assert abs(found.value_deg) < 10
    assert found.value_deg + found.sigma_deg < 11.5


@given(azimuth=st.floats(5, 120), bow=st.floats(-5, 50))
@settings(max_examples=30, deadline=None)
def test_left_and_right_are_mirror_images(azimuth: float, bow: float) -> None:
    # the figure is symmetrical, so a camera at the other side sees the mirrored picture
    def one(turn: float) -> float:
        return read_bow_angle(
            stance(Figure(azimuth_deg=turn)), stance(Figure(azimuth_deg=turn, bow_deg=bow))
        ).value_deg

    assert one(azimuth) == pytest.approx(one(-azimuth), abs=0.05)


def test_features_hold_no_pixel_size() -> None:
    small = Camera.from_hfov(480, 360, 66.0, height_m=1.4, pitch_deg=-9.0)
    for azimuth in (0.0, 60.0):
        big = stance(Figure(azimuth_deg=azimuth, bow_deg=20))
        less = stance(Figure(azimuth_deg=azimuth, bow_deg=20), camera=small)
        assert np.allclose(still_features(big), still_features(less), atol=1e-4)
        assert np.allclose(pair_features(big, big), pair_features(less, less), atol=1e-4)


@pytest.mark.parametrize("azimuth", [-90, -60, 60, 90])
def test_the_neck_is_told_from_the_back(azimuth: float) -> None:
    before = stance(Figure(azimuth_deg=azimuth))
    straight, hanging, lifted = (
        read_bow_angle(before, stance(Figure(azimuth_deg=azimuth, bow_deg=30, nod_deg=nod))) for nod in (0, 20, -20)
    )
    assert abs(straight.neck_deg) <= 2 * straight.neck_sigma_deg
    assert hanging.neck_deg > straight.neck_deg + 8
    assert lifted.neck_deg < straight.neck_deg - 8


def test_a_point_outside_the_picture_in_most_frames_is_not_in_the_mean_stance() -> None:
    whole = stance(Figure())
    cut = Stances(whole.uv, whole.seen & (np.arange(15) < 13), whole.azimuth_deg, whole.height_m)
    assert not mean_stance([cut, cut, whole]).seen[0, 14]
    assert mean_stance([cut, whole, whole]).seen[0, 14]
