"""The trunk in one picture."""

from dataclasses import replace

import numpy as np
import pytest

from tests.body.figure import CAMERA, Figure, landmarks
from vision.body.bow_features import Stances
from vision.body.trunk import NAMES, measure_trunk, read_inclination
from vision.body.view import view_of
from vision.families import MeasureContext
from vision.frame import Frame
from vision.landmarks.points import BodyPoint, Landmarks, Provenance
from vision.measure import Measure
from vision.observation import Quality
from vision.reason import Reason
from vision.setup import Setup

PICTURE = np.zeros((720, 960, 3), dtype=np.uint8)


def context(seen: Landmarks, azimuth: float) -> MeasureContext:
    assert seen.person is not None
    return MeasureContext(
        Frame(PICTURE), seen, seen.person, view_of(azimuth), azimuth, 4.0, CAMERA, Setup(CAMERA), Quality()
    )


def measured(figure: Figure) -> dict[str, Measure]:
    return {m.name: m for m in measure_trunk(context(landmarks(figure), figure.azimuth_deg))}


def value(measure: Measure) -> float:
    assert isinstance(measure.value, float)
    return measure.value


@pytest.mark.parametrize("azimuth", [-90, -45, 0, 45, 90])
@pytest.mark.parametrize("bow", [-4, 0, 15, 30])
def test_inclination_lies_within_its_doubt(azimuth: float, bow: float) -> None:
    found = measured(Figure(azimuth_deg=azimuth, bow_deg=bow))["trunk_inclination_deg"]
    assert found.sigma is not None
    # a jointed figure is farther from people than people are from each other
    assert abs(value(found) - bow) <= 2.5 * found.sigma


def test_the_front_says_less_about_the_inclination_than_the_side() -> None:
    front = measured(Figure())["trunk_inclination_deg"].sigma
    side = measured(Figure(azimuth_deg=90))["trunk_inclination_deg"].sigma
    assert front is not None
    assert side is not None
    assert front > 1.5 * side


@pytest.mark.parametrize("azimuth", [-15, 0, 15])
def test_the_higher_shoulder_and_the_leaning_side_are_the_wearers(azimuth: float) -> None:
    tilted = measured(Figure(azimuth_deg=azimuth, shoulder_tilt_deg=5))["shoulder_tilt_deg"]
    assert tilted.sigma is not None
    assert 1 < value(tilted) < 5 + 2 * tilted.sigma
    assert value(measured(Figure(azimuth_deg=azimuth, shoulder_tilt_deg=-5))["shoulder_tilt_deg"]) < -1
    right = value(measured(Figure(azimuth_deg=azimuth, lateral_deg=6))["trunk_lateral_deg"])
    left = value(measured(Figure(azimuth_deg=azimuth, lateral_deg=-6))["trunk_lateral_deg"])
    assert right > 1 > -1 > left


def test_from_the_side_a_lean_to_the_side_asks_for_the_front() -> None:
    found = measured(Figure(azimuth_deg=85))
    assert found["trunk_lateral_deg"].reason is Reason.NEEDS_FRONT_VIEW
    assert found["shoulder_tilt_deg"].reason is Reason.NEEDS_FRONT_VIEW


def test_a_trunk_outside_the_picture_is_not_measured() -> None:
    seen = landmarks(Figure())
    assert seen.person is not None
    points = seen.person.body.points
    provenance = points.provenance.copy()
    provenance[BodyPoint.LEFT_HIP] = Provenance.MISSING
    body = replace(seen.person.body, points=replace(points, provenance=provenance))
    cut = replace(seen, person=replace(seen.person, body=body))
    for measure in measure_trunk(context(cut, 0.0)):
        assert measure.reason is Reason.TRUNK_OUTSIDE


def test_a_turned_back_and_a_tiny_figure_are_not_measured() -> None:
    assert all(m.reason is Reason.TURNED_AWAY for m in measured(Figure(azimuth_deg=170)).values())
    assert all(m.reason is Reason.TOO_FAR for m in measured(Figure(distance_m=30)).values())


def test_every_name_is_given_once() -> None:
    assert tuple(measured(Figure())) == NAMES


def test_odd_points_give_finite_values() -> None:
    flat = Stances(np.zeros((1, 15, 2)), np.zeros((1, 15), dtype=bool), np.zeros(1), np.full(1, np.nan))
    values, sigmas = read_inclination(flat)
    assert np.isfinite(values).all()
    assert np.isfinite(sigmas).all()
