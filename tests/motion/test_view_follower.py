"""The view over time."""

import pytest

from vision.body.view import ViewReading, view_of
from vision.motion.view_follower import ViewFollower


def reading(azimuth: float) -> ViewReading:
    return ViewReading(view_of(azimuth), azimuth, 5.0, 0.0)


def test_jitter_is_smoothed_and_a_turn_is_followed() -> None:
    follower = ViewFollower()
    found = [follower.update(k / 15, reading(20 + (6 if k % 2 else -6))).azimuth_deg for k in range(30)]
    assert max(found[15:]) - min(found[15:]) < 5
    for k in range(30):
        last = follower.update(2 + k / 15, reading(20 + 2 * k))
    assert last.azimuth_deg == pytest.approx(78, abs=10)


def test_the_back_has_no_seam() -> None:
    follower = ViewFollower()
    for k in range(30):
        last = follower.update(k / 15, reading(178 if k % 2 else -178))
    assert abs(last.azimuth_deg) > 170


def test_another_body_is_believed_at_once_and_reset_forgets() -> None:
    follower = ViewFollower()
    follower.update(0.0, reading(0))
    assert follower.update(0.1, reading(90)).azimuth_deg == pytest.approx(90)
    follower.reset()
    assert follower.update(0.2, reading(60)).azimuth_deg == 60
