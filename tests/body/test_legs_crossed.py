"""Whether a seated person's legs are crossed."""

from dataclasses import replace

import numpy as np
import pytest

from tests.body.figure import CAMERA, Figure, landmarks
from tests.body.test_legs import moved
from vision.body import legs_crossed
from vision.body.leg_crossing import CLASSES, SURE_APART, SURE_CROSSED
from vision.body.legs_crossed import measure_crossing, said_by_points, together
from vision.body.view import view_of
from vision.families import MeasureContext
from vision.frame import Frame
from vision.landmarks.points import BodyPoint, Landmarks, Provenance
from vision.measure import Measure, View
from vision.observation import Quality
from vision.reason import Reason
from vision.setup import Setup


def context_of(seen: Landmarks, azimuth: float, seated: float = 1.0) -> MeasureContext:
    assert seen.person is not None
    frame = Frame(np.zeros((720, 960, 3), np.uint8))
    return MeasureContext(
        frame, seen, seen.person, view_of(azimuth), azimuth, 4.0, CAMERA, Setup(CAMERA), Quality(), seated
    )


def by_points(seen: Landmarks, azimuth: float) -> Measure:
    return said_by_points(context_of(seen, azimuth))


def chances(**shares: float) -> dict[str, float]:
    rest = (1.0 - sum(shares.values())) / (len(CLASSES) - len(shares))
    return {name: shares.get(name, rest) for name in CLASSES}


CROSSED, APART = Measure("legs_crossed", True, 0.1), Measure("legs_crossed", False, 0.08)
OPEN = Measure.missing("legs_crossed", Reason.AMBIGUOUS)


def test_a_standing_person_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legs_crossed, "leg_chances", lambda *_: pytest.fail("looked"))
    (found,) = measure_crossing(context_of(landmarks(Figure()), 0.0, seated=0.0))
    assert found.reason is Reason.NOT_SEATED


def test_hidden_legs_are_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legs_crossed, "leg_chances", lambda *_: pytest.fail("looked"))
    seen = landmarks(Figure(seated=True))
    assert seen.person is not None
    points = seen.person.body.points
    provenance = points.provenance.copy()
    provenance[BodyPoint.LEFT_KNEE : BodyPoint.RIGHT_ANKLE + 1] = Provenance.HELD
    body = replace(seen.person.body, points=replace(points, provenance=provenance))
    hidden = replace(seen, person=replace(seen.person, body=body))
    (found,) = measure_crossing(context_of(hidden, 0.0))
    assert found.reason is Reason.LEGS_HIDDEN


def test_from_behind_and_from_far_the_points_alone_tell_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(legs_crossed, "leg_chances", lambda *_: None)
    (behind,) = measure_crossing(context_of(landmarks(Figure(seated=True, azimuth_deg=106.0)), 106.0))
    (far,) = measure_crossing(context_of(landmarks(Figure(seated=True)), 0.0))
    assert behind.reason is Reason.NEEDS_FRONT_VIEW
    assert far.reason is Reason.TOO_FAR


def test_what_is_plainly_seen_decides_where_the_points_cannot() -> None:
    crossed = together(OPEN, chances(knee_over_knee=0.7, figure_four=SURE_CROSSED - 0.69), View.FRONT)
    assert crossed.value is True
    apart = together(OPEN, chances(side_by_side=SURE_APART + 0.01), View.FRONT)
    assert apart.value is False
    assert apart.sigma is not None
    assert apart.sigma < 0.1


def test_legs_that_either_voice_finds_crossed_are_never_told_to_be_uncrossed() -> None:
    assert together(APART, chances(knee_over_knee=0.99), View.FRONT).value is True
    assert together(CROSSED, chances(side_by_side=0.99), View.FRONT).value is None


def test_the_points_word_stands_where_the_look_is_not_against_it() -> None:
    assert together(CROSSED, chances(ankles_crossed=0.7), View.FRONT) is CROSSED
    assert together(CROSSED, chances(ankles_crossed=0.4, side_by_side=0.5), View.FRONT).value is None
    assert together(APART, chances(side_by_side=0.85), View.FRONT) is APART
    assert together(APART, chances(side_by_side=0.6), View.FRONT).value is None


def test_legs_that_cannot_be_told_say_that_they_are_hidden() -> None:
    found = together(OPEN, chances(cannot_be_told=0.8), View.FRONT)
    assert found.value is None
    assert found.reason is Reason.LEGS_HIDDEN


def test_feet_on_the_floor_are_not_crossed_and_a_lifted_ankle_is() -> None:
    seen = landmarks(Figure(seated=True))
    assert by_points(seen, 0.0).value is False
    assert by_points(moved(seen, {BodyPoint.LEFT_ANKLE: (0.0, -60.0)}), 0.0).value is True


@pytest.mark.parametrize("azimuth", [90.0, -90.0, 45.0, -45.0])
def test_from_the_side_the_farther_foot_stands_higher_in_the_picture_and_is_not_crossed(azimuth: float) -> None:
    seen = landmarks(Figure(seated=True, azimuth_deg=azimuth))
    farther, nearer = BodyPoint.RIGHT_ANKLE, BodyPoint.LEFT_ANKLE
    if azimuth < 0:
        farther, nearer = nearer, farther
    assert by_points(seen, azimuth).value is False
    assert by_points(moved(seen, {farther: (0.0, -25.0)}), azimuth).value is not True
    assert by_points(moved(seen, {nearer: (0.0, -60.0)}), azimuth).value is True


def test_a_knee_over_the_other_is_never_told_to_be_beside_it() -> None:
    seen = landmarks(Figure(seated=True))
    assert seen.person is not None
    xy = seen.person.body.points.xy
    apart = float(xy[BodyPoint.LEFT_KNEE, 0] - xy[BodyPoint.RIGHT_KNEE, 0])
    over = {BodyPoint.LEFT_KNEE: (-0.8 * apart, -6.0), BodyPoint.LEFT_ANKLE: (-0.9 * apart, -8.0)}
    found = by_points(moved(seen, over), 0.0)
    assert found.value is None
    assert found.reason is Reason.AMBIGUOUS


@pytest.mark.parametrize("azimuth", [0.0, 45.0, -90.0])
def test_an_ankle_that_hides_behind_the_other_leg_leaves_it_open(azimuth: float) -> None:
    seen = landmarks(Figure(seated=True, azimuth_deg=azimuth))
    assert seen.person is not None
    points = seen.person.body.points
    visibility = points.visibility.copy()
    visibility[BodyPoint.RIGHT_ANKLE] = 0.6
    body = replace(seen.person.body, points=replace(points, visibility=visibility))
    hidden = replace(seen, person=replace(seen.person, body=body))
    assert by_points(hidden, azimuth).reason is Reason.LEGS_HIDDEN


def test_ankles_on_each_other_s_side_are_crossed() -> None:
    seen = landmarks(Figure(seated=True))
    assert seen.person is not None
    xy = seen.person.body.points.xy
    apart = float(xy[BodyPoint.LEFT_ANKLE, 0] - xy[BodyPoint.RIGHT_ANKLE, 0])
    swapped = moved(
        seen, {BodyPoint.LEFT_ANKLE: (-1.5 * apart - 20, 0.0), BodyPoint.RIGHT_ANKLE: (1.5 * apart + 20, 0.0)}
    )
    assert by_points(swapped, 0.0).value is True
