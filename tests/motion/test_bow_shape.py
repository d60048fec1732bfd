"""One bow's shape from its angles."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.motion.bows import bow_curve
from vision.motion.bow_shape import bow_shape, smoothed


def shape_of(peak: float, fps: int, noise: float = 0.0, hold: float = 1.0):  # type: ignore[no-untyped-def]
    times = np.arange(0, 4 + hold, 1 / fps)
    angles = np.array([bow_curve(t, peak, hold=hold) for t in times])
    angles += np.random.default_rng(3).normal(0, noise, len(times))
    return bow_shape(times, angles, np.full(len(times), 2.0))


@settings(deadline=None)
@given(peak=st.floats(8, 55), fps=st.integers(10, 30), hold=st.floats(0.3, 3))
def test_peak_and_hold_do_not_depend_on_the_frame_rate(peak: float, fps: int, hold: float) -> None:
    shape = shape_of(peak, fps, hold=hold)
    assert shape.peak_deg == pytest.approx(peak, rel=0.03)
    assert shape.hold_s == pytest.approx(hold + 0.54, abs=0.12)
    assert shape.start_s < shape.bottom_start_s < shape.bottom_end_s < shape.end_s


def test_jitter_does_not_deepen_a_bow() -> None:
    assert shape_of(30, 15, noise=1.0).peak_deg == pytest.approx(30, abs=1.0)


def test_the_peaks_sigma_keeps_what_a_view_adds() -> None:
    assert shape_of(30, 30).sigma_deg == pytest.approx(2.0)


def test_a_longer_hold_takes_the_chance_of_single_looks_out_of_the_peak() -> None:
    times = np.arange(0.0, 4.0, 0.05)
    short, long = (
        bow_shape(
            times, 30.0 * np.clip(np.minimum(times - 0.5, 0.9 + hold - times) / 0.4, 0, 1), 0 * times + 2.0, 1.7
        )
        for hold in (0.6, 2.4)
    )
    assert 2.0 < long.sigma_deg < short.sigma_deg < np.hypot(2.0, 1.7)


def test_smoothing_keeps_a_constant_and_a_mean() -> None:
    times = np.array([0.0, 0.05, 0.2, 0.21, 0.5])
    assert smoothed(times, np.full(5, 7.0)) == pytest.approx(np.full(5, 7.0))
