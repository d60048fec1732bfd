"""The level picture."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vision.body.level_view import focal_px, level_points
from vision.camera import Camera


@given(
    pitch=st.floats(-35, 25), roll=st.floats(-8, 8), x=st.floats(-0.8, 0.8), y=st.floats(-1.3, 0.6), z=st.floats(2, 5)
)
def test_tilt_and_lean_are_taken_out(pitch: float, roll: float, x: float, y: float, z: float) -> None:
    camera = Camera.from_hfov(960, 720, 66.0, height_m=1.4, pitch_deg=pitch, roll_deg=roll)
    local = np.array([x, y, z]) @ camera.rotation()
    pixel = local[:2] / local[2] * camera.fx + [camera.cx, camera.cy]
    (found,) = level_points(pixel[None], camera)
    assert found == pytest.approx([x / z, -y / z], abs=1e-6)


def test_an_assumed_lens_spans_the_longer_side_of_the_picture() -> None:
    assert focal_px(Camera.assumed(960, 720)) == focal_px(Camera.assumed(720, 960))
    known = Camera.from_hfov(720, 960, 50.0)
    assert focal_px(known) == known.fx


def test_a_point_behind_the_horizon_of_sight_stays_finite() -> None:
    up = Camera.from_hfov(960, 720, 90.0, height_m=1.0, pitch_deg=80.0)
    assert np.isfinite(level_points(np.array([[480.0, -5000.0], [0.0, 0.0]]), up)).all()
