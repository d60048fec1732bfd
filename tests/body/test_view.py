"""From where the camera sees the body."""

import pytest

from tests.body.figure import CAMERA, Figure, landmarks
from vision.body.view import ViewReading, read_view, view_of
from vision.measure import View


def reading(figure: Figure) -> ViewReading:
    person = landmarks(figure).person
    assert person is not None
    return read_view(person, CAMERA)


@pytest.mark.parametrize("azimuth", [-100, -90, -60, -30, -10, 0, 10, 30, 60, 90, 100])
@pytest.mark.parametrize("bow", [0, 30])
def test_the_azimuth_is_read_within_its_sigma_all_round_standing_and_bowing(azimuth: float, bow: float) -> None:
    found = reading(Figure(azimuth_deg=azimuth, bow_deg=bow))
    assert found.azimuth_deg == pytest.approx(azimuth, abs=min(3 * found.sigma_deg, 20))


@pytest.mark.parametrize("azimuth", [-60, -25, 25, 60])
def test_the_side_that_faces_the_camera_is_the_wearers(azimuth: float) -> None:
    assert reading(Figure(azimuth_deg=azimuth)).azimuth_deg * azimuth > 0


def test_a_turned_back_is_never_taken_for_a_front() -> None:
    for azimuth in (150, 180, -150):
        assert reading(Figure(azimuth_deg=azimuth)).view is View.BACK


def test_a_seated_person_is_told_from_a_standing_one() -> None:
    for azimuth in (-45, 0, 45, 90):
        assert reading(Figure(azimuth_deg=azimuth, seated=True)).seated_probability > 0.5
        assert reading(Figure(azimuth_deg=azimuth)).seated_probability < 0.5


def test_named_views_cover_every_azimuth() -> None:
    assert view_of(0) is View.FRONT
    assert view_of(45) is View.THREE_QUARTER
    assert view_of(90) is View.LEFT
    assert view_of(-90) is View.RIGHT
    assert view_of(179) is View.BACK
    assert view_of(-179) is View.BACK
