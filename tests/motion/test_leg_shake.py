"""Shaking legs: found with their frequency and amplitude, still legs left alone."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vision.motion.leg_shake import swing


def heights(frequency_hz: float, amplitude_cm: float, rate_fps: float, noise_cm: float = 0.0) -> tuple:
    times = np.arange(0.0, 2.0, 1.0 / rate_fps)
    grain = np.random.default_rng(3).normal(0.0, noise_cm, (len(times), 4))
    columns = np.tile(40.0 + 2.0 * times[:, None], (1, 4)) + grain
    columns[:, 1] += amplitude_cm * np.sin(2 * math.pi * frequency_hz * times)
    return times, columns


@settings(max_examples=40)
@given(frequency=st.floats(2.5, 7.0), amplitude=st.floats(0.8, 4.0), rate=st.sampled_from([20.0, 25.0, 30.0]))
def test_a_shaking_knee_is_found_with_frequency_and_amplitude(
    frequency: float, amplitude: float, rate: float
) -> None:
    found_hz, found_cm = swing(*heights(frequency, amplitude, rate, 0.05))
    assert found_hz == pytest.approx(frequency, abs=0.35)
    assert found_cm == pytest.approx(amplitude, rel=0.2)


def test_slow_shifting_is_no_shaking() -> None:
    _, found_cm = swing(*heights(0.6, 3.0, 30.0))
    assert found_cm < 0.7


def test_noise_alone_stays_small() -> None:
    _, found_cm = swing(*heights(4.0, 0.0, 30.0, 0.3))
    assert found_cm < 0.4


def test_uneven_frames_are_allowed() -> None:
    times, columns = heights(4.0, 2.0, 30.0)
    keep = np.sort(np.random.default_rng(1).choice(len(times), size=50, replace=False))
    found_hz, found_cm = swing(times[keep], columns[keep])
    assert found_hz == pytest.approx(4.0, abs=0.5)
    assert found_cm > 1.2
