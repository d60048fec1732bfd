"""One frame in, one observation out: complete, honest, and the same whether live or replayed."""

from collections.abc import Iterable

import numpy as np
import pytest

from tests.body.figure import CAMERA, Figure, ReplayBackend, landmarks, nobody, noisy_picture, two_people
from tests.motion.bows import bow_curve, film
from vision.body.trunk import measure_trunk
from vision.body.view import measure_view
from vision.families import Finding, MeasureContext
from vision.frame import Frame
from vision.glossary import GLOSSARY
from vision.landmarks.points import Box, Landmarks
from vision.measure import Measure, View
from vision.motion.sway import SwayTracker
from vision.observation import Observation, TieItem
from vision.observer import Observer
from vision.reason import Reason
from vision.setup import Setup

FAMILIES = (measure_view, measure_trunk)
PICTURE = noisy_picture()


def observed(rows: list[Landmarks], *, stills: bool = False, setup: Setup | None = None) -> list[Observation]:
    observer = Observer(
        ReplayBackend(rows), setup or Setup(CAMERA), stills=stills, families=FAMILIES, motion=(SwayTracker,)
    )
    # a living camera's noise: the same picture again and again would be a frozen one
    return [observer.observe(Frame(np.roll(PICTURE, k, axis=1), k, row.time_s, "film")) for k, row in enumerate(rows)]


def test_every_name_of_the_glossary_is_always_there() -> None:
    for one in observed([landmarks(Figure()), nobody(landmarks(Figure()))], stills=True):
        assert set(one.measures) == set(GLOSSARY)
        for name, measure in one.measures.items():
            assert measure.name == name
            assert (measure.value is None) == (measure.reason is not None)


def test_nobody_has_no_values_and_no_view() -> None:
    (one,) = observed([nobody(landmarks(Figure()))], stills=True)
    assert one.people == 0
    assert one.view is View.UNKNOWN
    assert one.view_azimuth_deg is None
    assert Reason.NOBODY in one.quality.reasons
    assert {measure.reason for measure in one.measures.values()} == {Reason.NOBODY}


def test_a_second_person_forbids_a_pass() -> None:
    (one,) = observed([two_people(landmarks(Figure()))], stills=True)
    assert Reason.SEVERAL_PEOPLE in one.quality.reasons
    assert not one.quality.fit


def test_what_is_not_built_says_so() -> None:
    (one,) = observed([landmarks(Figure())], stills=True)
    assert one.measures["teeth_visible"].reason is Reason.NOT_YET_MEASURED
    assert one.measures["bow_hold_s"].reason is Reason.NEEDS_MOTION


def test_a_still_without_a_baseline_reads_the_bow_from_the_trunk_with_a_wider_sigma() -> None:
    (one,) = observed([landmarks(Figure(azimuth_deg=90, bow_deg=30))], stills=True)
    bow, trunk = one.measures["bow_angle_deg"], one.measures["trunk_inclination_deg"]
    assert bow.value == trunk.value
    assert bow.sigma is not None
    assert trunk.sigma is not None
    assert bow.sigma > trunk.sigma


def test_a_baseline_picture_serves_stills_and_clips() -> None:
    setup = Setup(CAMERA, baseline=landmarks(Figure(azimuth_deg=60)))
    bowed = [landmarks(Figure(azimuth_deg=60, bow_deg=30), time_s=k / 15, index=k) for k in range(4)]
    for stills in (True, False):
        last = observed(bowed, stills=stills, setup=setup)[-1].measures["bow_angle_deg"]
        assert last.value == pytest.approx(30, abs=3)


def test_a_clip_sums_up_its_one_bow() -> None:
    rows = film(lambda t: Figure(azimuth_deg=85, bow_deg=bow_curve(t, 30)), 5.0)
    observer = Observer(ReplayBackend(rows), Setup(CAMERA), families=FAMILIES, motion=(SwayTracker,))
    for k, row in enumerate(rows):
        observer.observe(Frame(np.roll(PICTURE, k, axis=1), k, row.time_s, "film"))
    summary = observer.summary()
    assert (summary.source, summary.frames, len(summary.bows)) == ("film", len(rows), 1)
    assert summary.measures["bow_peak_deg"].value == summary.bows[0].peak_deg
    assert summary.measures["bow_hold_s"].value == pytest.approx(1.54, abs=0.15)
    assert summary.measures["bow_down_s"].value == pytest.approx(0.5, abs=0.15)
    assert summary.measures["bow_up_s"].value == pytest.approx(0.5, abs=0.15)
    bend = summary.measures["bow_back_bend_deg"]
    assert bend.sigma is not None
    assert bend.value == pytest.approx(0, abs=2 * bend.sigma)
    observer.reset()
    assert observer.summary().frames == 0
    assert observer.bows == ()


def test_a_clip_without_a_bow_says_that_motion_is_needed() -> None:
    observer = Observer(ReplayBackend(film(lambda t: Figure(), 1.0)), families=FAMILIES)
    assert observer.summary().measures["bow_peak_deg"].reason is Reason.NEEDS_MOTION


def test_replay_gives_what_live_gave() -> None:
    rows = film(lambda t: Figure(azimuth_deg=30, bow_deg=bow_curve(t, 20)), 2.0)
    assert [o.measures["bow_angle_deg"] for o in observed(rows)] == [
        o.measures["bow_angle_deg"] for o in observed(rows)
    ]


def test_stills_start_the_backend_anew_for_every_picture() -> None:
    backend = ReplayBackend([landmarks(Figure())] * 3)
    observer = Observer(backend, stills=True, families=FAMILIES)
    for k in range(3):
        observer.observe(Frame(PICTURE, k))
    assert backend.resets == 3


def test_a_family_may_give_items_and_no_name_twice() -> None:
    tie = TieItem(0.9, Box(0, 0, 1, 1), (0.0, 0.0))

    def dress(context: MeasureContext) -> Iterable[Finding]:
        return [tie, Measure("tie_present", True, 0.1)]

    backend = ReplayBackend([landmarks(Figure())])
    one = Observer(backend, stills=True, families=(*FAMILIES, dress)).observe(Frame(PICTURE))
    assert one.items.tie is tie
    assert one.measures["tie_present"].value is True
    with pytest.raises(ValueError, match="twice"):
        Observer(backend, stills=True, families=(*FAMILIES, dress, dress)).observe(Frame(PICTURE))


def test_an_unknown_name_is_a_programming_error() -> None:
    def odd(context: MeasureContext) -> Iterable[Finding]:
        return [Measure("height_of_hat_cm", 3.0, 0.1)]

    observer = Observer(ReplayBackend([landmarks(Figure())]), stills=True, families=(measure_trunk, odd))
    with pytest.raises(ValueError, match="glossary"):
        observer.observe(Frame(PICTURE))
