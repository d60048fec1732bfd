"""People made to sway: as far as they are said to, and seen as far as that by the tracker."""

import numpy as np
import pytest

pytest.importorskip("onnxruntime")

from training.posture.sway import RATE_FPS, cameras_of, px_per_cm, swinging

TRUTH = {
    "image_size": [1280, 960],
    "camera": {"hfov_deg": 64.0, "fx": 1024.0, "height_m": 1.5, "pitch_deg": -12.0, "roll_deg": 0.0},
    "joints": {
        name: {"cam": [0.0, 0.0, depth]}
        for name, depth in (("left_shoulder", 2.4), ("right_shoulder", 2.6), ("left_hip", 2.5), ("right_hip", 2.5))
    },
}


@pytest.mark.parametrize("seed", range(5))
def test_the_last_three_seconds_sway_by_the_stated_rms(seed):
    path = swinging(np.random.default_rng(seed))
    counted = path[-round(3.0 * RATE_FPS) - 1 :]
    assert counted.std() == pytest.approx(1.0, abs=0.02)
    assert np.abs(np.diff(path)).max() < 1.0


def test_a_centimetre_at_the_trunk_is_so_many_pixels():
    assert px_per_cm(TRUTH) == pytest.approx(1024.0 / 250.0)


def test_every_picture_is_measured_with_and_without_its_camera():
    cameras = cameras_of(TRUTH)
    assert cameras["calibrated"].knows_floor
    assert not cameras["uncalibrated"].calibrated
