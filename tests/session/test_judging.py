"""A recording is judged by its views; what is seen of a seated person is evidence for sitting alone."""

from dataclasses import replace

from checklists.loader import load_shipped
from checklists.session_part import SessionPart
from checklists.verdict import Outcome, Wearer
from station import judging
from station.capture.sources import Source, SourceKind
from station.pipeline import SetupFiles
from tests.session.actor import observation
from vision.measure import View
from vision.observation import ClipSummary
from vision.reason import Reason

SEATED = {"knee_gap_ratio": 0.8, "legs_crossed": False, "trunk_inclination_deg": 5.0, "hands_pose": "on_knees"}
STANDING = {"shoulder_tilt_deg": 0.0, "trunk_inclination_deg": 0.0}


def frames(values, start_s, **how):
    return [observation(start_s + i / 10, values, **how) for i in range(40)]


def judged(monkeypatch, *observations):
    monkeypatch.setattr(
        judging, "observe_source", lambda *_: iter([*observations, ClipSummary("clip", len(observations))])
    )
    source = Source("clip", SourceKind.CLIP, None)
    checklist = load_shipped()["service_center"]
    found = judging.judge_source(source, SetupFiles(), checklist, Wearer.MEN, None)
    return {verdict.clause: verdict for verdict in found.verdicts}


def test_a_recording_of_a_seated_person_decides_the_seated_clauses(monkeypatch):
    seated = frames(SEATED, 0.0, view=View.THREE_QUARTER, azimuth_deg=40.0)
    verdicts = judged(monkeypatch, *seated)
    assert verdicts["sit.knees_men"].outcome is Outcome.PASS
    assert verdicts["sit.no_cross"].outcome is Outcome.PASS
    assert verdicts["sit.hands"].outcome is Outcome.PASS
    assert verdicts["stand.shoulders"].outcome is Outcome.UNCLEAR


def test_a_recording_of_a_standing_person_decides_no_seated_clause(monkeypatch):
    verdicts = judged(monkeypatch, *frames(STANDING, 0.0, missing=Reason.NOT_SEATED))
    assert verdicts["stand.shoulders"].outcome is Outcome.PASS
    assert verdicts["sit.knees_men"].outcome is Outcome.UNCLEAR
    assert verdicts["sit.no_cross"].outcome is Outcome.UNCLEAR


def test_nobody_is_no_seated_person():
    assert judging._part_of(observation(0.0, SEATED)) is SessionPart.SEATED
    nobody = replace(observation(0.0, {}, people=0, missing=Reason.NOBODY), view=View.UNKNOWN)
    assert judging._part_of(nobody) is None
