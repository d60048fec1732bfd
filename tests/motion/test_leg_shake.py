"""Shaking legs: found with their frequency and amplitude, still legs left alone, too slow a picture admitted."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.body.figure import CAMERA, Figure, landmarks
from vision.families import MeasureContext
from vision.frame import Frame
from vision.landmarks.points import BodyPoint
from vision.landmarks.smoothing import LandmarkSmoother
from vision.measure import View
from vision.motion.leg_shake import LegShakeTracker, strongest_swing
from vision.observation import Quality
from vision.reason import Reason
from vision.setup import Setup

NOISE_CM = (0.8, 0.6, 0.4, 0.4)
"""Of knees and ankles of rendered seated people who keep still, a frame."""


def heights(frequency_hz: float, amplitude_cm: float, rate_fps: float, noise_cm: float = 0.0, seed: int = 3) -> tuple:
    times = np.arange(0.0, 2.0, 1.0 / rate_fps)
    grain = np.random.default_rng(seed).normal(0.0, 1.0, (len(times), 4)) * noise_cm * np.array(NOISE_CM)
    columns = np.tile(40.0 + 2.0 * times[:, None], (1, 4)) + grain
    columns[:, 1] += amplitude_cm * np.sin(2 * math.pi * frequency_hz * times)
    return times, columns


@settings(max_examples=40, deadline=None)
@given(frequency=st.floats(2.5, 7.5), amplitude=st.floats(0.8, 4.0), rate=st.sampled_from([18.0, 20.0, 25.0, 30.0]))
def test_a_shaking_knee_is_found_with_frequency_and_amplitude(
    frequency: float, amplitude: float, rate: float
) -> None:
    swing = strongest_swing(*heights(frequency, amplitude, rate, 0.05))
    assert swing.stands_out
    assert swing.frequency_hz == pytest.approx(frequency, abs=0.35)
    assert swing.amplitude_cm == pytest.approx(amplitude, rel=0.2)


@settings(max_examples=40, deadline=None)
@given(frequency=st.floats(2.3, 7.7), seed=st.integers(0, 1000))
def test_a_shake_of_three_centimetres_stands_out_of_the_trackers_noise(frequency: float, seed: int) -> None:
    swing = strongest_swing(*heights(frequency, 3.0, 20.0, 1.0, seed))
    assert swing.stands_out
    assert swing.frequency_hz == pytest.approx(frequency, abs=0.5)


def test_the_trackers_noise_alone_is_hardly_ever_taken_for_shaking() -> None:
    found = [strongest_swing(*heights(4.0, 0.0, 20.0, 1.0, seed)).stands_out for seed in range(300)]
    assert np.mean(found) <= 0.02


def test_slow_shifting_is_no_shaking() -> None:
    assert not strongest_swing(*heights(0.6, 3.0, 30.0)).stands_out


def test_uneven_frames_are_allowed() -> None:
    times, columns = heights(4.0, 2.0, 30.0)
    keep = np.sort(np.random.default_rng(1).choice(len(times), size=50, replace=False))
    swing = strongest_swing(times[keep], columns[keep])
    assert swing.frequency_hz == pytest.approx(4.0, abs=0.3)
    assert swing.amplitude_cm > 1.6


def watched(rate_fps: float, frequency_hz: float, amplitude_cm: float, seconds: float = 2.6) -> dict:
    """What the tracker says of a seated figure whose left shank goes up and down, smoothed as in the product."""
    tracker, rng, smoother = LegShakeTracker(), np.random.default_rng(5), LandmarkSmoother()
    seen = landmarks(Figure(seated=True, azimuth_deg=60.0))
    measures: dict = {}
    for number in range(int(seconds * rate_fps)):
        time_s = number / rate_fps
        points = seen.person.body.points
        xy = points.xy.copy()
        knee, ankle = xy[BodyPoint.LEFT_KNEE], xy[BodyPoint.LEFT_ANKLE]
        per_cm = float(np.linalg.norm(knee - ankle)) / 40.0
        lift = amplitude_cm * math.sin(2 * math.pi * frequency_hz * time_s) * per_cm
        xy[[BodyPoint.LEFT_KNEE, BodyPoint.LEFT_ANKLE], 1] += lift
        xy += rng.normal(0, 0.3 * per_cm, xy.shape)
        body = replace(seen.person.body, points=replace(points, xy=xy.astype(np.float32)))
        smooth = smoother.smooth(replace(seen, time_s=time_s, person=replace(seen.person, body=body)))
        context = MeasureContext(
            Frame(np.zeros((4, 4, 3), np.uint8), number, time_s), smooth, smooth.person, View.THREE_QUARTER,
            60.0, 3.0, CAMERA, Setup(camera=CAMERA), Quality(), 1.0,
        )  # fmt: skip
        measures = {m.name: m for m in tracker.update(context, {})}
    return measures


def test_shaking_at_twenty_frames_a_second_is_told_with_its_frequency() -> None:
    found = watched(20.0, 5.0, 2.5)
    assert found["leg_shake_hz"].value == pytest.approx(5.0, abs=0.4)
    assert found["leg_shake_cm"].value == pytest.approx(2.5, rel=0.25)


def test_still_legs_at_twenty_frames_a_second_are_told_to_be_still() -> None:
    found = watched(20.0, 5.0, 0.0)
    assert found["leg_shake_hz"].value == 0.0
    assert found["leg_shake_cm"].value + found["leg_shake_cm"].sigma < 1.0


def test_a_slow_picture_never_says_that_legs_are_still() -> None:
    found = watched(10.0, 5.0, 0.0)
    assert {m.value for m in found.values()} == {None}
    assert {m.reason for m in found.values()} == {Reason.FRAMES_TOO_SLOW}


def test_what_shakes_in_a_slow_picture_is_told_without_its_frequency() -> None:
    found = watched(12.0, 3.6, 3.0)
    assert found["leg_shake_hz"].reason is Reason.FRAMES_TOO_SLOW
    assert found["leg_shake_cm"].value - found["leg_shake_cm"].sigma > 1.0
