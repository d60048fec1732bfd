"""A recording is judged by its views; what is seen of a seated person is evidence for sitting alone."""

from dataclasses import replace

import pytest

from checklists.loader import load_shipped
from checklists.session_part import SessionPart
from checklists.verdict import Limits, Mode, Outcome, Verdict, Wearer
from station import judging
from station.capture.sources import Source, SourceKind
from station.i18n.texts import LANGUAGES
from station.pipeline import SetupFiles
from station.session.outlook import is_hidden_and_confirmed
from station.session.wording import detail_text
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


def test_a_fault_that_was_measured_is_not_confirmed_away_by_hiding_it():
    white = Verdict("uniform.shoes", Outcome.FAIL, Mode.MEASURED, "shoe_darkness", 0.15, 0.05)
    hidden = Verdict("uniform.shoes", Outcome.ATTESTED, Mode.MEASURED)
    black = replace(hidden, measure="shoe_darkness", value=0.9, sigma=0.05)
    assert is_hidden_and_confirmed(white, hidden)
    assert not is_hidden_and_confirmed(white, black)
    assert not is_hidden_and_confirmed(replace(white, value=None, sigma=None), hidden)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_measured_without_deciding_stands_beside_the_question(language):
    asked = Verdict(
        "uniform.shoes", Outcome.UNCLEAR, Mode.MEASURED, "shoe_darkness", 0.42, 0.05, Limits(low=0.5),
        Reason.NOT_YET_MEASURED,
    )  # fmt: skip
    assert detail_text(asked, language).startswith("0.42 ±0.05")
    assert "0.50" in detail_text(asked, language)
    assert detail_text(replace(asked, measure=None, value=None, sigma=None), language)
