"""Seat depth on the calibrated chair."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vision.body.seat import HIP_AHEAD_M, read_seat
from vision.camera import Camera
from vision.chair import Chair

CAMERA = Camera.from_hfov(1280, 960, 62.0, height_m=1.3, pitch_deg=-12.0, roll_deg=0.5)
SEAT_M, DEPTH_M, WIDTH_M = 0.45, 0.42, 0.44


def px(world: np.ndarray) -> tuple[float, float]:
    local = (world - [0.0, CAMERA.height_m or 0.0, 0.0]) @ CAMERA.rotation()
    return (
        float(CAMERA.fx * local[0] / local[2] + CAMERA.cx),
        float(CAMERA.fy * local[1] / local[2] + CAMERA.cy),
    )


def scene(azimuth_deg: float, gap_m: float, hip_height_m: float = 0.56) -> tuple[Chair, np.ndarray]:
    """The chair, and the pixel of the hips' middle of someone whose buttocks are `gap_m` off the backrest."""
    turn = math.radians(azimuth_deg)
    ahead = np.array([-math.sin(turn), 0.0, -math.cos(turn)])
    left = np.array([math.cos(turn), 0.0, -math.sin(turn)])
    rear = np.array([0.1, SEAT_M, 2.9])

    def edge(middle: np.ndarray) -> tuple[tuple[float, float], tuple[float, float]]:
        return px(middle - left * WIDTH_M / 2), px(middle + left * WIDTH_M / 2)

    chair = Chair(edge(rear + ahead * DEPTH_M), edge(rear), SEAT_M, DEPTH_M)
    hips = rear + ahead * (gap_m + HIP_AHEAD_M)
    return chair, np.array(px(np.array([hips[0], hip_height_m, hips[2]])))


@given(
    azimuth=st.sampled_from([-90.0, -60.0, -35.0, 35.0, 50.0, 75.0, 95.0]),
    gap=st.floats(0.0, 0.3),
    height=st.floats(0.5, 0.65),
)
def test_the_gap_to_the_backrest_is_read_from_side_and_oblique_views(
    azimuth: float, gap: float, height: float
) -> None:
    chair, hips = scene(azimuth, gap, height)
    reading = read_seat(chair, CAMERA, hips, 2.0)
    assert reading is not None
    assert reading.gap_m == pytest.approx(gap, abs=0.005)


def test_head_on_the_depth_cannot_be_read() -> None:
    chair, hips = scene(5.0, 0.1)
    assert read_seat(chair, CAMERA, hips, 2.0) is None


def test_the_flatter_the_view_the_wider_the_sigma() -> None:
    sigmas = []
    for azimuth in (90.0, 50.0, 25.0):
        chair, hips = scene(azimuth, 0.1)
        reading = read_seat(chair, CAMERA, hips, 2.0)
        assert reading is not None
        sigmas.append(reading.sigma_m)
    assert sigmas == sorted(sigmas)


def test_a_seat_that_cannot_be_one_gives_nothing() -> None:
    chair, hips = scene(90.0, 0.1)
    shrunk = Chair(chair.rear_edge_px, chair.rear_edge_px, chair.seat_height_m, chair.seat_depth_m)
    assert read_seat(shrunk, CAMERA, hips, 2.0) is None
