"""What the look at crossed legs is given, and when its answer is plain."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.body.figure import Figure, landmarks
from vision.body.leg_crossing import (
    CLASSES,
    CROP_PX,
    CROSSED,
    FEATURES,
    SMALLEST_PX,
    SURE_APART,
    SURE_CROSSED,
    crossed_of,
    leg_chances,
    leg_features,
    legs_crop,
)
from vision.landmarks.points import BodyPoint, Points

PEOPLE = Path(__file__).parents[1] / "fixtures" / "seated_legs.npz"


class Session:
    """Answers what it was told to and keeps what it was asked."""

    def __init__(self, answer: np.ndarray) -> None:
        self.answer = answer
        self.asked: dict[str, np.ndarray] = {}

    def run(self, _: object, inputs: dict[str, np.ndarray]) -> list[np.ndarray]:
        self.asked = inputs
        return [self.answer[None]]


def seated(azimuth: float = 0.0) -> Points:
    seen = landmarks(Figure(seated=True, azimuth_deg=azimuth))
    assert seen.person is not None
    return seen.person.body.points


def test_the_window_holds_both_legs_from_hips_to_toes() -> None:
    points = seated(40.0)
    legs = points.xy[BodyPoint.LEFT_HIP :]
    unit = legs_crop(points.xy).to_unit(legs)
    assert unit.min() > 0.0
    assert unit.max() < 1.0


def test_legs_that_were_guessed_onto_the_hips_get_a_window_of_the_trunk_s_size() -> None:
    xy = seated().xy.copy()
    xy[BodyPoint.LEFT_KNEE :] = xy[BodyPoint.LEFT_HIP]
    trunk = np.linalg.norm(xy[[11, 12]].mean(0) - xy[[23, 24]].mean(0))
    assert legs_crop(xy).side >= trunk


@pytest.mark.parametrize("azimuth", [35.0, -35.0])
def test_the_model_sees_every_person_from_their_left_side(azimuth: float) -> None:
    """A person and the mirrored person look the same to the model, pixels and points."""
    points = seated(azimuth)
    rng = np.random.default_rng(0)
    picture = rng.integers(0, 255, (720, 960, 3), dtype=np.uint8)
    mirrored = np.ascontiguousarray(picture[:, ::-1])
    xy = points.xy.copy()
    xy[:, 0] = picture.shape[1] - xy[:, 0]
    twins = np.arange(33)
    for left in range(11, 33, 2):
        twins[[left, left + 1]] = left + 1, left
    first, second = Session(np.full(5, 0.2)), Session(np.full(5, 0.2))
    leg_chances(picture, points.xy, points.visibility, azimuth, first)  # type: ignore[arg-type]
    leg_chances(mirrored, xy[twins], points.visibility[twins], -azimuth, second)  # type: ignore[arg-type]
    assert first.asked["legs"].shape == (1, CROP_PX, CROP_PX, 3)
    np.testing.assert_allclose(first.asked["points"], second.asked["points"], atol=1e-4)
    np.testing.assert_allclose(first.asked["legs"], second.asked["legs"], atol=0.02)


def test_legs_of_a_few_pixels_are_not_looked_at() -> None:
    points = seated()
    small = points.xy * (SMALLEST_PX / legs_crop(points.xy).side * 0.9)
    picture = np.zeros((720, 960, 3), np.uint8)
    assert leg_chances(picture, small, points.visibility, 0.0, Session(np.full(5, 0.2))) is None  # type: ignore[arg-type]


def test_points_far_outside_the_window_stay_within_what_the_model_knows() -> None:
    points = seated()
    features = leg_features(points.xy * 50.0, points.visibility, 0.0, legs_crop(points.xy), mirrored=False)
    assert features.shape == (FEATURES,)
    assert np.abs(features).max() <= 1.5


@given(st.lists(st.floats(0.001, 1.0), min_size=5, max_size=5))
def test_nothing_is_told_unless_one_answer_is_plain(weights: list[float]) -> None:
    chances = np.array(weights) / sum(weights)
    said = crossed_of(chances)
    assert (said is True) == (chances[1:4].sum() >= SURE_CROSSED)
    assert (said is False) == (chances[0] >= SURE_APART)


def test_hidden_legs_are_neither_crossed_nor_apart() -> None:
    chances = np.zeros(5)
    chances[CLASSES.index("cannot_be_told")] = 1.0
    assert crossed_of(chances) is None


def rendered_people() -> list[tuple[str, bool, dict[str, float]]]:
    """Drawn pose, whether it is hidden, and what the shipped model says of twelve rendered people it never saw."""
    with np.load(PEOPLE) as stored:
        pictures = np.split(stored["jpeg"], stored["jpeg_end"][:-1])
        rows = zip(pictures, stored["xy"], stored["visibility"], stored["azimuth_deg"], strict=True)
        said = []
        for coded, xy, visibility, azimuth in rows:
            picture = cv2.imdecode(coded, cv2.IMREAD_COLOR)
            chances = leg_chances(picture, xy, visibility.astype(np.float32), float(azimuth))
            assert chances is not None
            said.append(chances)
        return list(zip(stored["kind"].tolist(), stored["hidden"].tolist(), said, strict=True))


def test_rendered_crossed_legs_never_pass_and_most_legs_are_told() -> None:
    told = 0
    for kind, hidden, chances in rendered_people():
        said = crossed_of(np.array(list(chances.values())))
        assert said in (None, kind in CROSSED)
        assert not (hidden and said is False)
        told += said is not None
    assert told >= 6
