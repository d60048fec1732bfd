import math

import numpy as np
import pytest

from vision.landmarks.smoothing import BETA, MIN_CUTOFF_HZ, SPEED_CUTOFF_HZ
from vision.motion.one_euro import OneEuro, smoothing_factor


def bow_deg(time_s: float, hold_s: float) -> float:
    def ease(u: float) -> float:
        return (1.0 - math.cos(math.pi * min(max(u, 0.0), 1.0))) / 2.0

    return 30.0 * (ease((time_s - 1.0) / 0.8) - ease((time_s - 1.8 - hold_s) / 0.8))


@pytest.mark.parametrize("rate_hz", [15.0, 20.0, 30.0])
@pytest.mark.parametrize("hold_s", [0.0, 0.3, 1.0])
def test_the_peak_of_a_bow_is_not_lowered(rate_hz: float, hold_s: float) -> None:
    one, peak, reached = OneEuro(MIN_CUTOFF_HZ, BETA, SPEED_CUTOFF_HZ), 0.0, 0.0
    for k in range(int(4.0 * rate_hz)):
        angle = bow_deg(k / rate_hz, hold_s)
        shoulder = np.array([[math.sin(math.radians(angle)), math.cos(math.radians(angle))]])
        x, y = one.filter(shoulder, k / rate_hz)[0]
        reached, peak = max(reached, math.degrees(math.atan2(x, y))), max(peak, angle)
    assert peak - reached < 0.3


@pytest.mark.parametrize("rate_hz", [15.0, 30.0])
def test_the_peak_of_a_bow_seen_from_the_front_is_not_lowered(rate_hz: float) -> None:
    one, lowest = OneEuro(MIN_CUTOFF_HZ, BETA, SPEED_CUTOFF_HZ), 1.0
    for k in range(int(4.0 * rate_hz)):
        drop = math.cos(math.radians(bow_deg(k / rate_hz, 0.5)))
        lowest = min(lowest, float(one.filter(np.array([[0.0, drop]]), k / rate_hz)[0, 1]))
    assert 30.0 - math.degrees(math.acos(lowest)) < 0.3


def test_noise_at_rest_is_reduced() -> None:
    one, random = OneEuro(MIN_CUTOFF_HZ, BETA, SPEED_CUTOFF_HZ), np.random.default_rng(3)
    raw = random.normal(0.0, 0.004, (100, 5, 2))
    out = np.array([one.filter(values, k / 25) for k, values in enumerate(raw)])
    assert out[25:].std() < 0.6 * raw[25:].std()


def test_a_point_that_was_not_valid_starts_anew() -> None:
    one = OneEuro(1.0, 0.0)
    one.filter(np.zeros((2, 2)), 0.0)
    one.filter(np.zeros((2, 2)), 0.1, np.array([True, False]))
    out = one.filter(np.ones((2, 2)), 0.2)
    assert out[1] == pytest.approx([1.0, 1.0])
    assert out[0, 0] < 0.6


def test_reset_and_a_long_gap_forget() -> None:
    one = OneEuro(1.0, 0.0)
    one.filter(np.zeros((1, 2)), 0.0)
    assert one.filter(np.ones((1, 2)), 2.0) == pytest.approx(np.ones((1, 2)))
    one.reset()
    assert one.filter(np.zeros((1, 2)), 2.1) == pytest.approx(np.zeros((1, 2)))


def test_time_that_stands_still_changes_nothing() -> None:
    one = OneEuro(1.0, 0.0)
    one.filter(np.zeros((1, 2)), 0.0)
    assert one.filter(np.ones((1, 2)), 0.0) == pytest.approx(np.zeros((1, 2)))


def test_the_factor_lies_between_nothing_and_all() -> None:
    assert 0.0 < float(smoothing_factor(0.1, 0.01)) < float(smoothing_factor(50.0, 0.1)) < 1.0


@pytest.mark.parametrize("wrong", [(0.0, 1.0, 1.0), (1.0, -1.0, 1.0), (1.0, 1.0, 0.0)])
def test_impossible_parameters_are_refused(wrong: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="positive"):
        OneEuro(*wrong)
