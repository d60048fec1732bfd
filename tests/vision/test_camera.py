"""The pinhole camera's geometry, held to its own definition and to signs found against the renderer."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vision.camera import Camera

angles = st.floats(-25, 25)
heights = st.floats(0.8, 2.2)


def project(camera: Camera, world: np.ndarray) -> np.ndarray:
    local = (world - np.array([0.0, camera.height_m or 0.0, 0.0])) @ camera.rotation()
    return np.array([camera.fx * local[0] / local[2] + camera.cx, camera.fy * local[1] / local[2] + camera.cy])


@given(pitch=angles, roll=st.floats(-10, 10), height=heights, x=st.floats(-1.5, 1.5), z=st.floats(2.2, 4.5))
def test_a_floor_point_comes_back_from_its_pixel(
    pitch: float, roll: float, height: float, x: float, z: float
) -> None:
    camera = Camera.from_hfov(1280, 960, 65, height_m=height, pitch_deg=pitch, roll_deg=roll)
    point = np.array([x, 0.0, z])
    found = camera.on_plane(project(camera, point)[None])[0]
    assert found == pytest.approx(point, abs=1e-6)


def test_a_camera_that_looks_down_sees_the_floor_point_below_its_centre() -> None:
    level = Camera.from_hfov(1280, 960, 65, height_m=1.4, pitch_deg=0.0)
    down = Camera.from_hfov(1280, 960, 65, height_m=1.4, pitch_deg=-15.0)
    point = np.array([0.0, 0.0, 3.0])
    assert project(down, point)[1] < project(level, point)[1]


def test_a_pixel_above_the_horizon_has_no_floor_point() -> None:
    camera = Camera.from_hfov(1280, 960, 65, height_m=1.4, pitch_deg=0.0)
    assert np.all(np.isnan(camera.on_plane(np.array([[640.0, 100.0]]))[0]))


def test_positive_roll_turns_the_content_clockwise() -> None:
    camera = Camera.from_hfov(1280, 960, 65, height_m=1.4, pitch_deg=0.0, roll_deg=10.0)
    above = project(camera, np.array([0.0, 2.0, 3.0]))
    assert above[0] > camera.cx


def test_the_floor_needs_a_height() -> None:
    with pytest.raises(ValueError, match="height"):
        Camera.assumed(640, 480).on_plane(np.array([[1.0, 1.0]]))


@given(k1=st.floats(-0.3, 0.3), u=st.floats(-0.5, 0.5), v=st.floats(-0.4, 0.4))
def test_a_ray_goes_the_same_way_whatever_the_lens_bends(k1: float, u: float, v: float) -> None:
    straight = Camera.from_hfov(1280, 960, 65, height_m=1.4, pitch_deg=-8.0)
    bent = Camera.from_hfov(1280, 960, 65, height_m=1.4, pitch_deg=-8.0, bend=(k1, 0.0))
    unit = np.array([u, v])
    middle = np.array([straight.cx, straight.cy])
    shown = straight.fx * unit * (1.0 + k1 * unit @ unit) + middle
    assert bent.rays(shown[None])[0] == pytest.approx(straight.rays((straight.fx * unit + middle)[None])[0], abs=2e-3)
