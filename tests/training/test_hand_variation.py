import cv2
import numpy as np

from tests.landmark_figures import standing_xy
from training.hands.examples import Closeups, closeup_of
from training.hands.variation import degraded, in_another_room, retextured
from vision.hands.crop_classifier import TORSO_PX, torso_crop, trunk_px
from vision.landmarks.points import BodyPoint


def body_in_the_cutout():
    xy = standing_xy(trunk_px=100.0)
    crop = torso_crop(xy)
    return TORSO_PX * crop.to_unit(xy), TORSO_PX * trunk_px(xy) / crop.side


def test_another_room_leaves_the_arms_and_hands_as_they_were():
    body_px, trunk = body_in_the_cutout()
    pixels = np.random.default_rng(0).random((TORSO_PX, TORSO_PX, 3)).astype(np.float32)
    changed = in_another_room(pixels, body_px, trunk, np.random.default_rng(1))
    for point in (BodyPoint.LEFT_WRIST, BodyPoint.RIGHT_WRIST, BodyPoint.LEFT_ELBOW, BodyPoint.RIGHT_ELBOW):
        x, y = body_px[point].round().astype(int)
        assert np.abs(changed[y, x] - pixels[y, x]).max() < 0.01


def test_another_room_replaces_what_lies_far_from_the_body():
    body_px, trunk = body_in_the_cutout()
    pixels = np.full((TORSO_PX, TORSO_PX, 3), 0.5, np.float32)
    rooms = [in_another_room(pixels, body_px, trunk, np.random.default_rng(seed)) for seed in range(5)]
    corners = np.stack([room[[0, 0], [0, -1]] for room in rooms])
    assert corners.std(0).min() > 0.02
    assert np.stack(rooms).min() >= 0.0
    assert np.stack(rooms).max() <= 1.0


def test_a_coarser_camera_keeps_size_and_range():
    pixels = np.random.default_rng(0).random((64, 64, 3)).astype(np.float32)
    for seed in range(20):
        changed = degraded(pixels, np.random.default_rng(seed))
        assert changed.shape == pixels.shape
        assert 0.0 <= changed.min() <= changed.max() <= 1.0


def test_a_closeup_shows_the_middle_of_the_picture_it_was_cut_from():
    pixels = np.zeros((1, 112, 112, 3), np.uint8)
    cv2.circle(pixels[0], (56, 56), 20, (255, 255, 255), -1)
    closeups = Closeups(pixels, np.ones(1, np.float32))
    seen = np.mean([closeup_of(closeups, 0, np.random.default_rng(seed)) for seed in range(30)], axis=0).mean(2)
    assert seen[24:40, 24:40].mean() > seen[:8].mean() + 0.3


def test_another_texture_keeps_shapes_apart():
    pixels = np.zeros((64, 64, 3), np.float32)
    pixels[16:48, 16:48] = (0.8, 0.5, 0.3)
    told_apart = []
    for seed in range(20):
        changed = retextured(pixels, np.random.default_rng(seed))
        assert changed.shape == pixels.shape
        assert 0.0 <= changed.min() <= changed.max() <= 1.0
        told_apart.append(np.abs(changed[24:40, 24:40].mean((0, 1)) - changed[:8].mean((0, 1))).max())
    assert np.median(told_apart) > 0.1
