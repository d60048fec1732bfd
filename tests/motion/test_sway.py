"""How quietly a person stands."""

import math
from dataclasses import replace

import numpy as np
import pytest

from tests.body.figure import CAMERA, Figure, landmarks
from tests.motion.bows import FPS, film
from vision.body.stance import stance_of
from vision.body.view import view_of
from vision.camera import Camera
from vision.families import MeasureContext
from vision.frame import Frame
from vision.landmarks.points import Landmarks
from vision.measure import Measure
from vision.motion.sway import SwayTracker, cm_per_unit, measure_weight
from vision.observation import Quality
from vision.reason import Reason
from vision.setup import Setup

PICTURE = np.zeros((720, 960, 3), dtype=np.uint8)


def context(seen: Landmarks, azimuth: float = 0.0, camera: Camera = CAMERA) -> MeasureContext:
    assert seen.person is not None
    frame = Frame(PICTURE, seen.frame_index, seen.time_s)
    return MeasureContext(frame, seen, seen.person, view_of(azimuth), azimuth, 4.0, camera, Setup(), Quality())


def swayed(amplitude_deg: float, seconds: float = 4.0, camera: Camera = CAMERA) -> Measure:
    tracker = SwayTracker()
    for seen in film(lambda t: Figure(lateral_deg=amplitude_deg * math.sin(2.5 * t)), seconds):
        (found,) = tracker.update(context(seen, camera=camera), {})
    assert list(tracker.summary()) == [found]
    return found


def test_a_sway_is_measured_in_centimetres() -> None:
    # the trunk's centre is half way up 0.48 m of trunk: 5 deg move it by 0.24 m * sin(5 deg) = 2.1 cm
    found = swayed(5.0)
    assert isinstance(found.value, float)
    assert found.sigma is not None
    assert found.value == pytest.approx(2.1 / math.sqrt(2), abs=2 * found.sigma + 0.1)


def test_a_person_like_a_post_hardly_sways() -> None:
    still = swayed(0.0)
    assert isinstance(still.value, float)
    assert still.value < 0.3


def test_three_seconds_are_needed() -> None:
    assert swayed(1.0, seconds=2.0).reason is Reason.TOO_FEW_FRAMES


def test_a_gap_starts_the_three_seconds_anew() -> None:
    tracker = SwayTracker()
    rows = film(lambda t: Figure(), 4.0)
    for seen in [*rows[: 3 * FPS], *(replace(row, time_s=row.time_s + 5) for row in rows[:5])]:
        (found,) = tracker.update(context(seen), {})
    assert found.reason is Reason.TOO_FEW_FRAMES
    tracker.reset()
    assert next(iter(tracker.summary())).reason is Reason.TOO_FEW_FRAMES


def test_the_scale_comes_from_the_floor_where_it_is_calibrated() -> None:
    seen = landmarks(Figure(distance_m=3.0))
    assert seen.person is not None
    assert cm_per_unit(stance_of(seen.person, CAMERA, 0.0)) == pytest.approx(300, rel=0.02)
    assumed = stance_of(seen.person, Camera.assumed(960, 720), 0.0)
    assert cm_per_unit(assumed) == pytest.approx(300, rel=0.2)


def test_weight_between_the_feet_is_zero_and_a_shift_is_the_wearers() -> None:
    (centred,) = measure_weight(context(landmarks(Figure())))
    assert centred.value == pytest.approx(0, abs=0.02)
    shifted = landmarks(Figure())
    assert shifted.person is not None
    points = shifted.person.body.points
    xy = points.xy.copy()
    xy[23:25, 0] += 10  # the picture's right is the wearer's left
    body = replace(shifted.person.body, points=replace(points, xy=xy))
    (left,) = measure_weight(context(replace(shifted, person=replace(shifted.person, body=body))))
    assert isinstance(left.value, float)
    assert left.value > 0.05


def test_weight_needs_the_front_and_the_feet() -> None:
    (side,) = measure_weight(context(landmarks(Figure(azimuth_deg=80)), 80.0))
    assert side.reason is Reason.NEEDS_FRONT_VIEW
    near = Camera.from_hfov(960, 720, 40.0, height_m=1.4, pitch_deg=0.0)
    (cut,) = measure_weight(context(landmarks(Figure(distance_m=2.0), near), camera=near))
    assert cut.reason is Reason.FEET_OUTSIDE
