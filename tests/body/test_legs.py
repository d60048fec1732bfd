"""The legs of a seated person."""

from dataclasses import replace

import numpy as np
import pytest

from tests.body.figure import CAMERA, Figure, landmarks
from vision.body.legs import NAMES, measure_legs
from vision.body.view import view_of
from vision.families import MeasureContext
from vision.frame import Frame
from vision.landmarks.points import BodyPoint, Landmarks, Provenance
from vision.measure import Measure
from vision.observation import Quality
from vision.reason import Reason
from vision.setup import Setup


def measured(seen: Landmarks, azimuth: float, seated: float = 1.0) -> dict[str, Measure]:
    assert seen.person is not None
    frame = Frame(np.zeros((720, 960, 3), np.uint8))
    context = MeasureContext(
        frame, seen, seen.person, view_of(azimuth), azimuth, 4.0, CAMERA, Setup(CAMERA), Quality(), seated
    )
    return {measure.name: measure for measure in measure_legs(context)}


def moved(seen: Landmarks, changes: dict[BodyPoint, tuple[float, float]]) -> Landmarks:
    """The same landmarks with some points shifted by px."""
    assert seen.person is not None
    points = seen.person.body.points
    xy = points.xy.copy()
    for point, shift in changes.items():
        xy[point] += np.array(shift, np.float32)
    body = replace(seen.person.body, points=replace(points, xy=xy))
    return replace(seen, person=replace(seen.person, body=body))


def test_a_standing_person_has_no_seated_measures() -> None:
    found = measured(landmarks(Figure()), 0.0, seated=0.0)
    assert set(found) == set(NAMES)
    assert all(measure.reason is Reason.NOT_SEATED for measure in found.values())


def test_knees_moved_apart_widen_the_knee_gap() -> None:
    seen = landmarks(Figure(seated=True))
    closed = measured(seen, 0.0)["knee_gap_ratio"]
    open_ = measured(moved(seen, {BodyPoint.LEFT_KNEE: (40, 0), BodyPoint.RIGHT_KNEE: (-40, 0)}), 0.0)[
        "knee_gap_ratio"
    ]
    assert isinstance(closed.value, float)
    assert isinstance(open_.value, float)
    assert open_.value > closed.value + 0.5


@pytest.mark.parametrize("azimuth", [90.0, -90.0, 60.0])
def test_feet_stretched_ahead_lean_the_shank_forward_from_either_side(azimuth: float) -> None:
    seen = landmarks(Figure(seated=True, azimuth_deg=azimuth))
    ahead = -np.sign(azimuth) * 45.0
    stretched = moved(seen, {BodyPoint.LEFT_ANKLE: (ahead, 0), BodyPoint.RIGHT_ANKLE: (ahead, 0)})
    before, after = (measured(s, azimuth)["shank_inclination_deg"] for s in (seen, stretched))
    assert isinstance(before.value, float)
    assert isinstance(after.value, float)
    assert after.value > before.value + 10


def test_hidden_legs_say_so() -> None:
    seen = landmarks(Figure(seated=True))
    assert seen.person is not None
    points = seen.person.body.points
    provenance = points.provenance.copy()
    for point in (BodyPoint.LEFT_KNEE, BodyPoint.RIGHT_KNEE, BodyPoint.LEFT_ANKLE, BodyPoint.RIGHT_ANKLE):
        provenance[point] = Provenance.HELD
    body = replace(seen.person.body, points=replace(points, provenance=provenance))
    hidden = replace(seen, person=replace(seen.person, body=body))
    assert all(measure.reason is Reason.LEGS_HIDDEN for measure in measured(hidden, 0.0).values())
