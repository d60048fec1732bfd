"""The feet on the floor: geometry that holds wherever the camera stands."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vision.body.feet import feet_geometry, stances
from vision.body.floor import on_floor, sampled_cameras
from vision.camera import Camera

FOOT_M = 0.25


def feet_on_floor(splay_deg: float, gap_m: float, azimuth_deg: float, ahead_m: float = 0.0) -> np.ndarray:
    """6 x 2 m: left heel, toe, inner heel, right heel, toe, inner heel, of a person 2.8 m from the camera."""
    half = math.radians(splay_deg / 2.0)
    points = []
    for side in (1.0, -1.0):
        inner = np.array([side * gap_m / 2.0, 0.0])
        heel = np.array([side * (gap_m / 2.0 + 0.03), 0.0])
        if side > 0:
            ahead = np.array([0.0, ahead_m])
            inner, heel = inner + ahead, heel + ahead
        toe = heel + FOOT_M * np.array([side * math.sin(half), math.cos(half)])
        points += [heel, toe, inner]
    local = np.array(points)
    azimuth = math.radians(azimuth_deg)
    to_left = np.array([math.cos(azimuth), -math.sin(azimuth)])
    ahead = np.array([-math.sin(azimuth), -math.cos(azimuth)])
    return local[:, :1] * to_left + local[:, 1:] * ahead + np.array([0.1, 2.8])


@given(splay=st.floats(-10, 90), gap=st.floats(0, 0.3), azimuth=st.floats(-60, 60))
def test_splay_and_gap_do_not_depend_on_where_the_camera_stands(splay: float, gap: float, azimuth: float) -> None:
    feet = feet_geometry(feet_on_floor(splay, gap, azimuth)[None], azimuth)
    assert feet.splay_deg[0] == pytest.approx(splay, abs=1e-6)
    assert feet.left_out_deg[0] == pytest.approx(splay / 2, abs=1e-6)
    assert feet.heel_gap_m[0] == pytest.approx(gap, abs=1e-9)
    assert feet.foot_length_m[0] == pytest.approx(FOOT_M)


def test_one_fist_fits_between_the_toes_of_a_v_stance_and_none_between_closed_feet() -> None:
    v = feet_geometry(feet_on_floor(42, 0.02, 0.0)[None], 0.0)
    assert 0.06 < v.toe_gap_m[0] < 0.14
    closed = feet_geometry(feet_on_floor(0, 0.0, 0.0)[None], 0.0)
    assert abs(closed.toe_gap_m[0]) < 0.04


@pytest.mark.parametrize(
    ("splay", "gap", "ahead", "stance"),
    [
        (45, 0.02, 0.0, "v"),
        (0, 0.02, 0.0, "together"),
        (0, 0.2, 0.0, "parallel"),
        (80, 0.02, 0.10, "t"),
        (45, 0.02, 0.10, "y"),
        (10, 0.1, 0.22, "staggered"),
        (70, 0.3, 0.0, "other"),
    ],
)
def test_each_stance_has_its_name(splay: float, gap: float, ahead: float, stance: str) -> None:
    assert stances(feet_geometry(feet_on_floor(splay, gap, 0.0, ahead)[None], 0.0))[0] == stance


def test_a_calibrated_camera_puts_every_sample_where_the_point_is() -> None:
    camera = Camera.from_hfov(1280, 960, 65, height_m=1.4, pitch_deg=-12.0, roll_deg=1.0)
    floor = feet_on_floor(40, 0.05, 0.0)
    world = np.column_stack([floor[:, 0], np.zeros(6), floor[:, 1]])
    local = (world - [0.0, 1.4, 0.0]) @ camera.rotation()
    px = np.column_stack(
        [camera.fx * local[:, 0] / local[:, 2] + camera.cx, camera.fy * local[:, 1] / local[:, 2] + camera.cy]
    )
    cameras = sampled_cameras(camera, np.array([640.0, 300.0]), px.mean(axis=0))
    exact = on_floor(cameras, px, np.zeros((6, 2)))
    assert exact == pytest.approx(np.broadcast_to(floor, exact.shape), abs=1e-9)


def test_an_unknown_camera_gives_a_wider_spread_than_a_known_one() -> None:
    px = np.array([[600, 820], [580, 850], [610, 820], [680, 820], [700, 850], [670, 820.0]])
    known = Camera.from_hfov(1280, 960, 65, height_m=1.4, pitch_deg=-12.0)
    unknown = Camera.assumed(1280, 960)
    spreads = []
    for camera in (known, unknown):
        cameras = sampled_cameras(camera, np.array([640.0, 200.0]), np.array([640.0, 800.0]))
        feet = feet_geometry(on_floor(cameras, px, np.full((6, 2), 1.5)), 0.0)
        spreads.append(float(np.std(feet.splay_deg)))
    assert spreads[1] > spreads[0]
