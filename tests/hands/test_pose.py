"""When there is evidence for what the hands do, and when there is none."""

from dataclasses import replace

import numpy as np
import pytest

from tests.body.figure import CAMERA, Figure, landmarks
from vision.body.view import view_of
from vision.families import MeasureContext
from vision.frame import Frame
from vision.hands import pose
from vision.hands.crop_classifier import CLASSES
from vision.hands.pose import NAMES, measure_hands
from vision.landmarks.points import BodyPoint, Landmarks, PersonMask, Provenance
from vision.measure import Measure
from vision.observation import Quality
from vision.reason import Reason
from vision.setup import Setup

WRISTS = (BodyPoint.LEFT_WRIST, BodyPoint.RIGHT_WRIST)


def sure_of(monkeypatch: pytest.MonkeyPatch, name: str, probability: float = 0.97) -> None:
    rest = (1.0 - probability) / (len(CLASSES) - 1)
    answer = {each: probability if each == name else rest for each in CLASSES}
    monkeypatch.setattr(pose, "classify", lambda pixels, seen: answer)


def measured(seen: Landmarks, azimuth: float = 0.0, covered: float | None = 1.0) -> dict[str, Measure]:
    """`covered`: what the person's mask says of every pixel; None: there is no mask."""
    assert seen.person is not None
    mask = None if covered is None else PersonMask(np.full((720, 960), covered, np.float32))
    context = MeasureContext(
        Frame(np.zeros((720, 960, 3), np.uint8)),
        seen,
        seen.person,
        view_of(azimuth),
        azimuth,
        4.0,
        CAMERA,
        Setup(CAMERA),
        Quality(),
        mask=lambda: mask,
    )
    return {measure.name: measure for measure in measure_hands(context)}


def with_points(seen: Landmarks, points: tuple[BodyPoint, ...], state: Provenance) -> Landmarks:
    assert seen.person is not None
    body = seen.person.body
    provenance = body.points.provenance.copy()
    provenance[list(points)] = state
    return replace(
        seen, person=replace(seen.person, body=replace(body, points=replace(body.points, provenance=provenance)))
    )


def test_seen_hands_get_the_model_s_name_and_its_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    sure_of(monkeypatch, "sides")
    found = measured(landmarks(Figure()), covered=None)["hands_pose"]
    assert found.value == "sides"
    assert found.sigma == pytest.approx(0.03)


@pytest.mark.parametrize("name", [name for name in CLASSES if name != "other"])
def test_hidden_hands_behind_a_desk_are_never_named(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    sure_of(monkeypatch, name, 0.999)
    hidden = with_points(landmarks(Figure()), WRISTS, Provenance.HELD)
    for covered in (0.0, None):
        found = measured(hidden, covered=covered)["hands_pose"]
        assert found.value is None
        assert found.reason is Reason.HANDS_HIDDEN


def test_behind_the_back_needs_a_free_view_of_the_trunk(monkeypatch: pytest.MonkeyPatch) -> None:
    sure_of(monkeypatch, "behind")
    assert measured(landmarks(Figure()), covered=1.0)["hands_pose"].value == "behind"
    assert measured(landmarks(Figure()), covered=0.3)["hands_pose"].reason is Reason.HANDS_HIDDEN


def test_hands_outside_the_picture_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    sure_of(monkeypatch, "sides")
    outside = with_points(landmarks(Figure()), (BodyPoint.LEFT_WRIST,), Provenance.MISSING)
    assert {m.reason for m in measured(outside).values()} == {Reason.HANDS_OUTSIDE}


def test_a_side_view_asks_to_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    sure_of(monkeypatch, "sides")
    found = measured(landmarks(Figure(azimuth_deg=90)), 90.0)
    assert set(found) == set(NAMES)
    assert {m.reason for m in found.values()} == {Reason.NEEDS_FRONT_VIEW}


def test_an_unsure_model_is_ambiguous(monkeypatch: pytest.MonkeyPatch) -> None:
    sure_of(monkeypatch, "crossed", 0.5)
    assert measured(landmarks(Figure()))["hands_pose"].reason is Reason.AMBIGUOUS


def test_aslant_a_hip_and_a_back_must_be_told_apart_surely(monkeypatch: pytest.MonkeyPatch) -> None:
    sure_of(monkeypatch, "akimbo", 0.7)
    assert measured(landmarks(Figure()), 0.0)["hands_pose"].value == "akimbo"
    assert measured(landmarks(Figure(azimuth_deg=45)), 45.0)["hands_pose"].reason is Reason.AMBIGUOUS


def test_aslant_a_hanging_arm_may_end_in_a_pocket(monkeypatch: pytest.MonkeyPatch) -> None:
    sure_of(monkeypatch, "sides", 0.75)
    assert measured(landmarks(Figure()), 0.0)["hands_pose"].value == "sides"
    assert measured(landmarks(Figure(azimuth_deg=30)), 30.0)["hands_pose"].reason is Reason.AMBIGUOUS
    sure_of(monkeypatch, "sides", 0.85)
    assert measured(landmarks(Figure(azimuth_deg=30)), 30.0)["hands_pose"].value == "sides"


def test_the_height_is_that_of_wrists_and_knuckles(monkeypatch: pytest.MonkeyPatch) -> None:
    sure_of(monkeypatch, "front_right_over_left")
    seen = landmarks(Figure())
    assert seen.person is not None
    xy = seen.person.body.points.xy
    hips = (xy[BodyPoint.LEFT_HIP] + xy[BodyPoint.RIGHT_HIP]) / 2
    navel = hips + 0.25 * ((xy[BodyPoint.LEFT_SHOULDER] + xy[BodyPoint.RIGHT_SHOULDER]) / 2 - hips)
    xy[BodyPoint.LEFT_WRIST : BodyPoint.RIGHT_INDEX + 1] = navel
    assert measured(seen)["hands_height_ratio"].value == pytest.approx(1.0, abs=0.01)


def test_hands_hang_below_the_hips_and_their_height_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    sure_of(monkeypatch, "sides")
    height = measured(landmarks(Figure()))["hands_height_ratio"]
    assert isinstance(height.value, float)
    assert height.value < 0.2
