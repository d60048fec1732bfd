import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.landmark_figures import landmarks_of, nobody, standing_xy
from vision.glossary import HANDS_POSES
from vision.hands import crop_classifier
from vision.hands.crop_classifier import (
    ARM_POINTS,
    CLASSES,
    FEATURES,
    FRONT,
    HAND_POINTS,
    ON_LAP,
    arm_features,
    classify,
    decide,
)
from vision.landmarks.points import BodyPoint


class Answer:
    """A stand-in for the model: remembers what it was shown and always answers the same."""

    def __init__(self, probabilities):
        self.probabilities = np.asarray(probabilities, np.float32)
        self.shown = {}

    def run(self, names, inputs):
        self.shown = inputs
        return [self.probabilities[None]]


def even():
    return np.full(len(CLASSES), 1.0 / len(CLASSES))


def with_probability(**named):
    rest = (1.0 - sum(named.values())) / (len(CLASSES) - len(named))
    return {name: named.get(name, rest) for name in CLASSES}


def test_every_class_is_a_pose_of_the_glossary():
    assert set(CLASSES) <= set(HANDS_POSES)


def test_nobody_has_no_hands():
    picture = np.zeros((480, 640, 3), np.uint8)
    assert classify(picture, nobody(), Answer(even())) is None


def test_a_person_of_too_few_pixels_is_not_classified():
    picture = np.zeros((480, 640, 3), np.uint8)
    assert classify(picture, landmarks_of(standing_xy(trunk_px=20.0)), Answer(even())) is None


def test_the_model_sees_the_trunk_the_wrists_and_the_arms():
    picture = np.zeros((480, 640, 3), np.uint8)
    picture[:, :, 2] = 255
    answer = Answer(even())
    probabilities = classify(picture, landmarks_of(standing_xy()), answer)
    assert probabilities is not None
    assert list(probabilities) == list(CLASSES)
    assert answer.shown["torso"].shape == (1, 128, 128, 3)
    assert answer.shown["wrists"].shape == (1, 64, 64, 3)
    assert answer.shown["arms"].shape == (1, FEATURES)
    assert answer.shown["wrists"][0, 32, 32].tolist() == [1.0, 0.0, 0.0], "red comes first"


def test_the_wrists_window_follows_the_wrists():
    xy = standing_xy()
    xy[BodyPoint.LEFT_WRIST] = (400, 100)
    xy[BodyPoint.RIGHT_WRIST] = (360, 140)
    crop = crop_classifier.wrists_crop(xy)
    assert (crop.cx, crop.cy) == pytest.approx((380, 120))


@given(st.floats(40, 300), st.floats(-500, 500), st.floats(-500, 500))
def test_arm_features_know_neither_place_nor_size(trunk_px, x, y):
    visible = np.ones(33, np.float32)
    here = arm_features(standing_xy(), visible, [None, None])
    there = arm_features(standing_xy(trunk_px, (x, y)), visible, [None, None])
    assert there == pytest.approx(here, abs=1e-3)


def test_a_missing_hand_is_zeros_with_a_zero_flag():
    visible = np.ones(33, np.float32)
    hand = np.tile(np.array([320.0, 220.0], np.float32), (21, 1))
    features = arm_features(standing_xy(), visible, [hand, None])
    block = 2 * len(HAND_POINTS) + 1
    left, right = features[3 * len(ARM_POINTS) :][:block], features[-block:]
    assert left[-1] == 1.0
    assert not right.any()


def test_a_sure_pose_is_named():
    assert decide(with_probability(crossed=0.95)) == "crossed"


def test_hands_in_front_whose_order_is_doubtful_are_named_unclear():
    split = with_probability(front_right_over_left=0.5, front_left_over_right=0.45)
    assert decide(split) == "front_clasped_unclear"


def test_a_doubtful_pose_is_not_named():
    assert decide(with_probability(sides=0.5, akimbo=0.4)) is None


def test_folded_hands_of_doubtful_order_on_a_lap_are_not_named():
    assert decide(with_probability(on_lap_right_over_left=0.5, on_lap_left_over_right=0.45)) is None


@given(st.lists(st.floats(0.01, 1.0), min_size=len(CLASSES), max_size=len(CLASSES)))
def test_no_pose_is_named_below_the_bar(raw):
    shares = dict(zip(CLASSES, np.array(raw) / sum(raw), strict=True))
    named = decide(shares)
    if named in FRONT + ON_LAP:
        folded = sum(shares[name] for name in (FRONT if named in FRONT else ON_LAP))
        assert folded >= crop_classifier.SURE
        assert shares[named] >= crop_classifier.SURE_ORDER * folded
    elif named in CLASSES:
        assert shares[named] >= crop_classifier.SURE


def test_the_trunks_window_follows_the_trunk():
    xy = standing_xy(trunk_px=100.0)
    crop = crop_classifier.torso_crop(xy)
    hips = (xy[BodyPoint.LEFT_HIP] + xy[BodyPoint.RIGHT_HIP]) / 2
    assert crop.side == pytest.approx(200.0, abs=0.1)
    assert (crop.cx, crop.cy) == pytest.approx((hips[0], hips[1] - 30.0), abs=0.1)
