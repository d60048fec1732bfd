import numpy as np
import pytest

from tests.landmark_figures import landmarks_of, nobody, standing_xy
from vision.body import foot_points
from vision.body.foot_points import alike, find_feet, foot_crop, leg_features
from vision.landmarks.points import BodyPoint, Side

PICTURE = np.zeros((480, 640, 3), np.uint8)


class Answer:
    """A stand-in for the model: the same places in the window for every foot."""

    def __init__(self, places=((0.4, 0.6), (0.7, 0.8), (0.3, 0.6)), sigma=0.02):
        self.places = np.asarray(places, np.float32)
        self.sigma = np.full((3, 2), sigma, np.float32)
        self.shown = {}

    def run(self, names, inputs):
        self.shown = inputs
        count = len(inputs["crop"])
        return [np.repeat(self.places[None], count, 0), np.repeat(self.sigma[None], count, 0)]


def test_nobody_has_no_feet():
    assert find_feet(PICTURE, nobody(), Answer()) == {Side.LEFT: None, Side.RIGHT: None}


def test_both_feet_are_looked_at_in_one_call():
    answer = Answer()
    found = find_feet(PICTURE, landmarks_of(standing_xy()), answer)
    assert answer.shown["crop"].shape == (2, 96, 96, 3)
    assert answer.shown["legs"].shape == (2, 16)
    assert all(found[side] is not None for side in Side)


def test_the_same_answer_lies_mirrored_for_a_right_foot():
    xy = standing_xy()
    found = find_feet(PICTURE, landmarks_of(xy), Answer())
    left, right = found[Side.LEFT], found[Side.RIGHT]
    middle = (xy[BodyPoint.LEFT_HIP, 0] + xy[BodyPoint.RIGHT_HIP, 0]) / 2
    for name in ("heel", "toe", "inner_heel"):
        one, two = getattr(left, name), getattr(right, name)
        assert one[0] - middle == pytest.approx(middle - two[0], abs=1e-3)
        assert one[1] == pytest.approx(two[1], abs=1e-3)


def test_a_symmetric_person_gives_both_feet_the_same_numbers():
    xy = standing_xy()
    left = leg_features(xy, foot_crop(xy, Side.LEFT), Side.LEFT)
    right = leg_features(xy, foot_crop(xy, Side.RIGHT), Side.RIGHT)
    assert left == pytest.approx(right, abs=1e-5)


def test_a_right_foot_is_shown_mirrored():
    picture = PICTURE.copy()
    xy = standing_xy()
    picture[:, : int(xy[BodyPoint.RIGHT_ANKLE, 0])] = 255
    answer = Answer()
    find_feet(picture, landmarks_of(xy), answer)
    right = answer.shown["crop"][1]
    assert right[:, -1].mean() > right[:, 0].mean(), "the outer side lies on the right of the window"


def test_a_foot_outside_the_picture_is_never_given():
    found = find_feet(PICTURE, landmarks_of(standing_xy(centre=(320.0, 330.0))), Answer())
    assert found == {Side.LEFT: None, Side.RIGHT: None}


def test_points_outside_the_picture_are_never_given():
    answer = Answer(places=((0.4, 0.6), (0.7, 3.8), (0.3, 0.6)))
    found = find_feet(PICTURE, landmarks_of(standing_xy()), answer)
    assert found == {Side.LEFT: None, Side.RIGHT: None}


def test_an_uncertain_foot_is_never_given():
    answer = Answer(sigma=foot_points.LARGEST_SIGMA * 1.1)
    found = find_feet(PICTURE, landmarks_of(standing_xy()), answer)
    assert found == {Side.LEFT: None, Side.RIGHT: None}


def test_sigma_grows_with_the_foot_in_the_picture():
    small = find_feet(PICTURE, landmarks_of(standing_xy(60.0)), Answer())[Side.LEFT]
    large = find_feet(PICTURE, landmarks_of(standing_xy(120.0)), Answer())[Side.LEFT]
    assert large.heel_sigma_px == pytest.approx(2 * small.heel_sigma_px, rel=1e-4)


def test_a_tiny_person_has_no_feet():
    assert find_feet(PICTURE, landmarks_of(standing_xy(20.0)), Answer()) == {Side.LEFT: None, Side.RIGHT: None}


def test_both_ends_of_a_heel_err_together_and_each_point_as_much_as_before():
    mixed = alike(np.random.default_rng(0).standard_normal((20_000, 6, 2)))
    assert mixed.std(axis=0) == pytest.approx(np.ones((6, 2)), abs=0.03)
    heel, toe, inner, right_heel = mixed[:, 0], mixed[:, 1], mixed[:, 2], mixed[:, 3]
    assert np.corrcoef(heel[:, 1], inner[:, 1])[0, 1] > 0.85
    assert np.corrcoef(heel[:, 1], right_heel[:, 1])[0, 1] == pytest.approx(0.42, abs=0.06)
    assert abs(np.corrcoef(heel[:, 0], toe[:, 0])[0, 1]) < 0.05


def test_what_moves_a_left_heel_outward_moves_a_right_one_outward():
    mixed = alike(np.random.default_rng(1).standard_normal((20_000, 6, 2)))
    assert np.corrcoef(mixed[:, 2, 0], mixed[:, 5, 0])[0, 1] < -0.1
