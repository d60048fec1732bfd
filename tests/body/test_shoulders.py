"""Level shoulders, read off the picture."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.body.figure import CAMERA, Figure, landmarks
from vision.body.shoulders import GAIN, measure_shoulder_tilt
from vision.camera import Camera
from vision.measure import View


def tilt(figure: Figure, camera: Camera = CAMERA) -> float:
    person = landmarks(figure).person
    assert person is not None
    found = measure_shoulder_tilt(person.body.points, camera, figure.azimuth_deg, View.FRONT)
    assert isinstance(found.value, float)
    return found.value


@given(angle=st.floats(-8, 8))
def test_a_raised_shoulder_is_never_drawn_towards_level(angle: float) -> None:
    assert tilt(Figure(shoulder_tilt_deg=angle)) == pytest.approx(GAIN * angle, abs=0.3)


@given(azimuth=st.floats(-20, 20))
def test_turning_a_level_body_does_not_raise_a_shoulder(azimuth: float) -> None:
    assert abs(tilt(Figure(azimuth_deg=azimuth))) < 0.8


def test_an_unknown_camera_may_hang_askew() -> None:
    person = landmarks(Figure()).person
    assert person is not None
    points = person.body.points
    known = measure_shoulder_tilt(points, CAMERA, 0.0, View.FRONT)
    unknown = measure_shoulder_tilt(points, Camera.assumed(960, 720), 0.0, View.FRONT)
    assert (unknown.sigma or 0) > (known.sigma or 0)
