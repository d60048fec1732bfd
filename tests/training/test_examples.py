import numpy as np
import pytest

from tests.landmark_figures import standing_xy
from training.feet.figures import stance
from training.hands.examples import CLASS_OF, mirrored_features
from training.render.arm_poses import SEATED_POSES, STANDING_POSES
from training.render.crops import centred
from vision.hands.crop_classifier import CLASSES, arm_features


def test_every_drawn_arm_pose_has_a_class():
    assert {CLASS_OF[name] for name in (*STANDING_POSES, *SEATED_POSES)} <= set(CLASSES)


def test_mirroring_twice_changes_nothing():
    rng = np.random.default_rng(0)
    xy = standing_xy() + rng.normal(0, 5, (33, 2)).astype(np.float32)
    hands = [xy[:21] + 3, None]
    features = arm_features(xy, rng.random(33).astype(np.float32), hands)
    assert mirrored_features(mirrored_features(features)) == pytest.approx(features)


def test_a_mirrored_picture_gives_mirrored_features():
    rng = np.random.default_rng(1)
    xy = standing_xy() + rng.normal(0, 5, (33, 2)).astype(np.float32)
    visible = rng.random(33).astype(np.float32)
    flipped, flipped_visible = xy.copy(), visible.copy()
    for left in range(11, 33, 2):
        flipped[[left, left + 1]] = xy[[left + 1, left]]
        flipped_visible[[left, left + 1]] = visible[[left + 1, left]]
    flipped[:, 0] = 640 - flipped[:, 0]
    right_hand = xy[:21] + 3
    left_hand = right_hand.copy()
    left_hand[:, 0] = 640 - right_hand[:, 0]
    one = mirrored_features(arm_features(xy, visible, [None, right_hand]))
    two = arm_features(flipped, flipped_visible, [left_hand, None])
    assert one == pytest.approx(two, abs=1e-5)


def test_a_cutout_finds_its_pixels_again():
    picture = np.zeros((200, 300, 3), np.uint8)
    picture[80:84, 150:154] = 255
    window = centred(150, 90, 60)
    small = window.cut(picture, 120)
    x, y = window.placed(np.array([[152.0, 82.0]]), 120)[0]
    bright = np.argwhere(small[..., 0] > 128) + 0.5
    assert bright.mean(0) == pytest.approx([y, x], abs=0.6)


def floor_foot(heel_x, toe_out_deg, length_m=0.27, half_heel_m=0.03, sign=1.0):
    """Heel, toe and inner heel on the floor; x right of the camera, z away; the person faces the camera."""
    out = np.radians(toe_out_deg)
    heel = np.array([heel_x, 2.0])
    toe = heel + length_m * np.array([sign * np.sin(out), -np.cos(out)])
    return np.stack([heel, toe, heel - [sign * half_heel_m, 0]])


@pytest.mark.parametrize("splay", [-10.0, 0.0, 30.0, 75.0])
def test_splay_and_gap_come_from_the_floor_points(splay):
    # the wearer's left foot stands on the picture's right
    left, right = floor_foot(0.06, splay / 2), floor_foot(-0.06, splay / 2, sign=-1.0)
    found, gap = stance(left, right)
    assert found == pytest.approx(splay, abs=1e-6)
    assert gap == pytest.approx(0.06, abs=1e-6)
