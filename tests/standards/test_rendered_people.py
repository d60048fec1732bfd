"""From pixels to verdicts: rendered people who keep a standard fail nothing, planted faults are found.

Only clauses on posture are held: the pictures are people without badges, who do not smile.
"""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from calibration.camera import CameraFile
from checklists.evaluation import evaluate_clause
from checklists.loader import load_shipped
from checklists.session_part import SessionPart
from checklists.verdict import Outcome, Verdict, Wearer
from station.capture.sources import resolve
from station.judging import judge_source
from station.pipeline import SetupFiles, observe_source
from vision.landmarks.onnx_backend import OnnxBackend
from vision.observation import ClipSummary

TESTS = Path(__file__).resolve().parents[1]
PICTURES = TESTS / "fixtures" / "standards"
CLIPS = TESTS / "accuracy" / "rendered"
PEOPLE: dict[str, dict[str, Any]] = tomllib.loads((PICTURES / "people.toml").read_text(encoding="utf-8"))
STANDARDS = load_shipped()
WORN = {"men": Wearer.MEN, "women": Wearer.WOMEN}


@pytest.fixture(scope="module")
def backend() -> Iterator[OnnxBackend]:
    one = OnnxBackend()
    yield one
    one.close()


@pytest.fixture(scope="module")
def seen(backend: OnnxBackend) -> dict[str, dict[str, Verdict]]:
    """The verdicts on posture for every picture."""
    return {name: _posture(name, backend) for name in PEOPLE}


def _posture(name: str, backend: OnnxBackend) -> dict[str, Verdict]:
    standard, worn, _ = name.rsplit("_", 2)
    camera = CameraFile(hfov_deg=38.0, height_m=1.4, pitch_deg=PEOPLE[name]["pitch_deg"], roll_deg=0.0)
    (source,) = resolve(str(PICTURES / f"{name}.jpg"))
    backend.reset()
    judged = judge_source(source, SetupFiles(camera=camera), STANDARDS[standard], WORN[worn], backend)
    return {each.clause: each for each in judged.verdicts if each.clause.startswith(("stand.", "sit.", "face.gaze"))}


@pytest.mark.parametrize("name", PEOPLE)
def test_planted_faults_are_found_in_the_picture_and_nothing_else_fails(
    name: str, seen: dict[str, dict[str, Verdict]]
) -> None:
    verdicts = seen[name]
    failed = {clause for clause, verdict in verdicts.items() if verdict.outcome is Outcome.FAIL}
    found, planted_too = set(PEOPLE[name]["found"]), set(PEOPLE[name].get("open", ()))
    assert found <= failed <= found | planted_too
    for clause in planted_too:
        assert verdicts[clause].outcome in (Outcome.FAIL, Outcome.UNCLEAR)
    for clause in failed:
        remedy = verdicts[clause].remedy
        assert remedy is not None
        assert remedy.zh
        assert remedy.en


@pytest.mark.parametrize("name", [name for name in PEOPLE if name.endswith("_keeps")])
def test_who_stands_as_asked_passes_what_one_still_can_show(name: str, seen: dict[str, dict[str, Verdict]]) -> None:
    passed = {clause for clause, verdict in seen[name].items() if verdict.outcome is Outcome.PASS}
    assert passed & {"stand.feet_v", "stand.no_leaning"}


@pytest.mark.parametrize("name", PEOPLE)
def test_somebody_who_stands_is_not_judged_on_sitting(name: str, seen: dict[str, dict[str, Verdict]]) -> None:
    sitting = [verdict for clause, verdict in seen[name].items() if clause.startswith("sit.")]
    assert {verdict.outcome for verdict in sitting} <= {Outcome.UNCLEAR, Outcome.NOT_APPLICABLE}


@pytest.mark.parametrize(
    ("clip", "pitch_deg", "height_m", "made", "other"),
    [("clip_front_30", -10.505, 1.42, "bow.30", "bow.15"), ("clip_side_15", None, None, "bow.15", "bow.30")],
)
def test_a_bow_is_judged_as_the_one_it_is(
    clip: str, pitch_deg: float | None, height_m: float | None, made: str, other: str, backend: OnnxBackend
) -> None:
    camera = None if pitch_deg is None else CameraFile(hfov_deg=64.0, height_m=height_m, pitch_deg=pitch_deg)
    (source,) = resolve(str(CLIPS / f"{clip}.mp4"))
    backend.reset()
    (summary,) = [
        each for each in observe_source(source, SetupFiles(camera=camera), backend) if isinstance(each, ClipSummary)
    ]
    bow = {SessionPart.BOW: summary.measures}
    right, wrong = (evaluate_clause(STANDARDS["auto_dealer"], clause, bow) for clause in (made, other))
    peak = summary.measures["bow_peak_deg"]
    assert right.outcome is not Outcome.FAIL or right.measure != "bow_peak_deg"
    assert wrong.outcome is Outcome.FAIL
    assert isinstance(peak.value, float)
    assert abs(peak.value - float(made.split(".")[1])) < 4.0
