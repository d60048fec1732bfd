"""Exactly one bow per bow, and none where there is none."""

import math

import numpy as np
import pytest

from tests.body.figure import Figure
from tests.motion.bows import bow_curve, film, followed, minimum_jerk, stances
from vision.motion.bow_events import BowTracker

VIEWS = (-90, -45, 0, 30, 90)


@pytest.mark.parametrize("azimuth", VIEWS)
@pytest.mark.parametrize("peak", [15, 30, 45])
def test_one_bow_is_found_with_its_peak_and_its_hold(azimuth: float, peak: float) -> None:
    bows = followed(lambda t: Figure(azimuth_deg=azimuth, bow_deg=bow_curve(t, peak)), 5.0, azimuth).bows
    assert len(bows) == 1
    bow = bows[0]
    assert abs(bow.peak_deg - peak) <= max(2.5 * bow.sigma, 2)  # a figure without landmark errors (test_bow_angle)
    # above 80 % of the peak: the second of the hold and 0.27 s of either way
    assert bow.hold_s == pytest.approx(1.54, abs=0.2)
    assert 0.9 < bow.start_s < bow.bottom_start_s < bow.bottom_end_s < bow.end_s < 4.3


@pytest.mark.parametrize("fps", [10, 30])
def test_the_frame_rate_does_not_matter(fps: int) -> None:
    bows = followed(lambda t: Figure(azimuth_deg=60, bow_deg=bow_curve(t, 30)), 5.0, 60, fps).bows
    assert len(bows) == 1
    assert bows[0].hold_s == pytest.approx(1.54, abs=0.15)


@pytest.mark.parametrize("azimuth", VIEWS)
def test_two_bows_are_two(azimuth: float) -> None:
    def motion(t: float) -> Figure:
        return Figure(azimuth_deg=azimuth, bow_deg=bow_curve(t, 30, hold=0.4) + bow_curve(t, 30, start=3.8, hold=0.4))

    assert len(followed(motion, 7.5, azimuth).bows) == 2


@pytest.mark.parametrize("azimuth", [0, 90])
def test_a_dip_within_a_bow_does_not_make_two(azimuth: float) -> None:
    def motion(t: float) -> Figure:
        return Figure(azimuth_deg=azimuth, bow_deg=bow_curve(t, 30, hold=2.0) - bow_curve(t, 8, 2.2, 0.4, 0.2))

    assert len(followed(motion, 6.0, azimuth).bows) == 1


@pytest.mark.parametrize("azimuth", VIEWS)
def test_a_sway_is_no_bow(azimuth: float) -> None:
    assert not followed(lambda t: Figure(azimuth_deg=azimuth, bow_deg=2.5 * math.sin(2 * t)), 8.0, azimuth).bows


@pytest.mark.parametrize("azimuth", VIEWS)
def test_a_nod_is_no_bow(azimuth: float) -> None:
    assert not followed(lambda t: Figure(azimuth_deg=azimuth, nod_deg=bow_curve(t, 20)), 5.0, azimuth).bows


@pytest.mark.parametrize("azimuth", VIEWS)
def test_a_crouch_is_no_bow(azimuth: float) -> None:
    def motion(t: float) -> Figure:
        depth = bow_curve(t, 1.0)
        return Figure(azimuth_deg=azimuth, crouch_m=0.3 * depth, bow_deg=12 * depth)

    assert not followed(motion, 5.0, azimuth).bows


@pytest.mark.parametrize("azimuth", [0, 45, 90])
def test_a_step_towards_the_camera_is_no_bow(azimuth: float) -> None:
    assert not followed(lambda t: Figure(azimuth_deg=azimuth, step_m=0.7 * minimum_jerk(t - 1)), 5.0, azimuth).bows


def test_a_bow_that_is_not_finished_is_not_yet_a_bow() -> None:
    tracker = followed(lambda t: Figure(azimuth_deg=90, bow_deg=bow_curve(t, 30)), 2.5, 90)
    assert not tracker.bows


def test_a_slow_lean_is_no_bow() -> None:
    assert not followed(lambda t: Figure(azimuth_deg=90, bow_deg=min(2.0 * t, 25)), 20.0, 90).bows


def test_what_is_seen_with_two_people_in_the_picture_is_no_bow() -> None:
    assert not followed(lambda t: Figure(azimuth_deg=90, bow_deg=bow_curve(t, 30)), 5.0, 90, fit=False).bows


def test_a_person_lost_in_the_middle_of_a_bow_has_not_bowed() -> None:
    tracker = BowTracker()
    rows = stances(film(lambda t: Figure(azimuth_deg=90, bow_deg=bow_curve(t, 30)), 5.0), 90)
    for time_s, stance in rows:
        tracker.update(time_s, None if 2.0 < time_s < 3.2 else stance)
    assert not tracker.bows


def test_live_and_replay_find_the_same_bow() -> None:
    rows = stances(film(lambda t: Figure(azimuth_deg=90, bow_deg=bow_curve(t, 30)), 5.0), 90)
    tracker = BowTracker()
    for _ in range(2):
        for time_s, stance in rows:
            tracker.update(time_s, stance)
        first = tracker.bows
        tracker.reset()
    for time_s, stance in rows:
        tracker.update(time_s, stance)
    assert tracker.bows == first
    assert len(first) == 1


def test_reset_forgets_the_bows() -> None:
    tracker = followed(lambda t: Figure(azimuth_deg=90, bow_deg=bow_curve(t, 30)), 5.0, 90)
    tracker.reset()
    assert not tracker.bows


def test_the_angle_follows_the_bow_frame_by_frame() -> None:
    tracker = BowTracker()
    wrong = []
    for time_s, stance in stances(film(lambda t: Figure(azimuth_deg=90, bow_deg=bow_curve(t, 30)), 5.0), 90):
        reading = tracker.update(time_s, stance)
        assert reading is not None
        wrong.append(abs(reading.value_deg - bow_curve(time_s, 30)))
    assert max(wrong) < 4
    assert sum(wrong) / len(wrong) < 1.5


def test_a_given_baseline_serves_from_the_first_frame() -> None:
    upright = stances(film(lambda t: Figure(azimuth_deg=90), 0.1), 90)[0][1]
    tracker = BowTracker(upright)
    bowed = stances(film(lambda t: Figure(azimuth_deg=90, bow_deg=30), 0.2), 90)
    for time_s, stance in bowed:
        reading = tracker.update(time_s, stance)
    assert reading is not None
    assert reading.value_deg == pytest.approx(30, abs=2.5)


@pytest.mark.parametrize("side", [-80, 80])
def test_a_turn_is_no_bow_and_hides_none_that_follows_it(side: float) -> None:
    def azimuth(t: float) -> float:
        return side * (minimum_jerk(t - 1.0) - minimum_jerk(t - 3.0))

    def motion(t: float) -> Figure:
        return Figure(azimuth_deg=azimuth(t), bow_deg=bow_curve(t, 30, start=5.5))

    tracker = BowTracker()
    for row in film(motion, 10.0):
        ((time_s, stance),) = stances([row], azimuth(row.time_s))
        tracker.update(time_s, stance)
    (bow,) = tracker.bows
    assert 20 < bow.peak_deg < 40
    assert abs(bow.peak_deg - 30) <= 2 * bow.sigma


def test_a_peak_within_its_own_doubt_counts_only_where_the_trunk_is_seen_to_incline(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def motion(t: float) -> Figure:
        return Figure(bow_deg=bow_curve(t, 14))

    assert len(followed(motion, 5.0, 0).bows) == 1
    monkeypatch.setattr("vision.motion.bow_events.read_inclination", lambda stance: (np.zeros(1), np.ones(1)))
    assert not followed(motion, 5.0, 0).bows
