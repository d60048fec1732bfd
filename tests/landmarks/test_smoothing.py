from dataclasses import replace

import numpy as np
import pytest

from vision.landmarks.points import Landmarks
from vision.landmarks.smoothing import LandmarkSmoother


def moved(landmarks: Landmarks, shift: np.ndarray, time_s: float) -> Landmarks:
    person = landmarks.person
    assert person is not None
    points = replace(person.body.points, xy=(person.body.points.xy + shift).astype(np.float32))
    return replace(landmarks, time_s=time_s, person=replace(person, body=replace(person.body, points=points)))


def xy_of(landmarks: Landmarks) -> np.ndarray:
    assert landmarks.person is not None
    return landmarks.person.body.points.xy


def test_jitter_at_rest_is_halved(seen: dict[str, Landmarks]) -> None:
    smoother, random = LandmarkSmoother(), np.random.default_rng(1)
    base, out = seen["front"], []
    for k in range(60):
        out.append(xy_of(smoother.smooth(moved(base, random.normal(0, 0.4, (33, 2)), k / 25))))
    assert float(np.std(np.array(out[20:]), axis=0).mean()) < 0.25


def test_a_lost_person_leaves_no_trace(seen: dict[str, Landmarks]) -> None:
    smoother = LandmarkSmoother()
    smoother.smooth(seen["front"])
    smoother.smooth(replace(seen["empty"], time_s=0.05))
    fresh = moved(seen["front"], np.array([30.0, 0.0]), 0.1)
    assert np.allclose(xy_of(smoother.smooth(fresh)), xy_of(fresh), atol=1e-3)


def test_another_person_is_never_mixed_in(seen: dict[str, Landmarks]) -> None:
    smoother = LandmarkSmoother()
    smoother.smooth(seen["front"])
    other = moved(seen["front"], np.array([200.0, 0.0]), 0.05)
    assert np.allclose(xy_of(smoother.smooth(other)), xy_of(other), atol=1e-3)


def test_the_first_frame_is_as_it_came(seen: dict[str, Landmarks]) -> None:
    assert xy_of(LandmarkSmoother().smooth(seen["front"])) == pytest.approx(xy_of(seen["front"]), abs=1e-3)
