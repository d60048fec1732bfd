"""The command line as scripts rely on it: exit codes, one clear sentence, JSON as in the contract."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from station.cli import main
from vision.glossary import GLOSSARY

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "faults"
STANDING = str(FIXTURES / "stand_v_front_hands.jpg")
EMPTY = str(FIXTURES / "empty.jpg")


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TONGJING_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_measure_writes_one_line_a_picture_with_every_name_of_the_glossary(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert main(["measure", STANDING, EMPTY, "--jsonl", str(out)]) == 0
    first, second = lines(out)
    assert set(first["measures"]) == set(GLOSSARY)
    assert first["people"] == 1
    assert first["view"] == "front"
    assert first["quality"] == {"reasons": []}
    assert second["people"] == 0
    assert "nobody" in second["quality"]["reasons"]
    for row in (first, second):
        for name, measure in row["measures"].items():
            assert (measure["value"] is None) == (measure["reason"] is not None), name
            assert measure["value"] is None or measure["sigma"] is not None, name


def test_measure_takes_a_manifest_with_a_camera_inline(tmp_path: Path) -> None:
    manifest = tmp_path / "list.jsonl"
    row = {"source": STANDING, "camera": {"hfov_deg": 62, "height_m": 1.4, "pitch_deg": -10.0, "roll_deg": 0.0}}
    manifest.write_text(json.dumps(row) + "\n\n", encoding="utf-8")
    out = tmp_path / "out.jsonl"
    assert main(["measure", "--manifest", str(manifest), "--jsonl", str(out)]) == 0
    (measured,) = lines(out)
    assert measured["source"] == STANDING
    assert abs(measured["measures"]["head_yaw_deg"]["value"]) < 15


def test_every_faulty_line_of_a_manifest_is_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    manifest = tmp_path / "list.jsonl"
    faulty = [
        "{not json",
        json.dumps({"picture": "a.jpg"}),
        json.dumps({"source": STANDING, "camera": {"hfov_deg": 900}}),
        json.dumps({"source": str(tmp_path / "gone.jpg")}),
    ]
    manifest.write_text("\n".join(faulty), encoding="utf-8")
    assert main(["measure", "--manifest", str(manifest), "--jsonl", "-"]) == 2
    told = capsys.readouterr().err
    assert all(f"line {number}" in told for number in (1, 2, 3))
    assert "gone.jpg" in told
    assert "hfov_deg" in told


def test_a_clip_ends_with_its_summary(tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    picture = cv2.imread(STANDING)
    writer = cv2.VideoWriter(str(clip), cv2.VideoWriter.fourcc(*"mp4v"), 5.0, (480, 360))
    for shift in range(4):
        writer.write(np.roll(cv2.resize(picture, (480, 360)), shift, axis=1))
    writer.release()
    out = tmp_path / "out.jsonl"
    assert main(["measure", str(clip), "--jsonl", str(out)]) == 0
    *frames, summary = lines(out)
    assert [frame["frame"] for frame in frames] == [0, 1, 2, 3]
    assert frames[2]["time_s"] == pytest.approx(0.4)
    assert summary["summary"] is True
    assert summary["bows"] == []


def test_an_unreadable_source_is_told_and_the_others_go_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"")
    out = tmp_path / "out.jsonl"
    assert main(["measure", str(broken), EMPTY, "--jsonl", str(out)]) == 2
    assert len(lines(out)) == 1
    told = capsys.readouterr().err
    assert "broken.jpg" in told
    assert "Traceback" not in told


@pytest.mark.parametrize(
    "words",
    [
        ["measure", STANDING],
        ["measure", "--jsonl", "-"],
        ["measure", STANDING, "--manifest", "list.jsonl", "--jsonl", "-"],
        ["measure", STANDING, "--jsonl", "/nowhere/out.jsonl"],
        ["measure", STANDING, "--backend", "crystal-ball", "--jsonl", "-"],
        ["measure", STANDING, "--camera", "/nowhere/cam.toml", "--jsonl", "-"],
        ["inspect", STANDING, "--checklist", "no_such", "--wearer", "men"],
        ["inspect", STANDING, "--checklist", "service_center", "--wearer", "robots"],
        ["inspect", "/nowhere.jpg", "--checklist", "service_center", "--wearer", "men"],
        ["drill", "moonwalk", "--source", STANDING],
        ["checklist", "show", "no_such"],
        ["checklist", "validate", "/nowhere.toml"],
        ["run", "--source", "/nowhere.mp4"],
        ["log", "export", "--format", "csv", "--out", "/nowhere/log.csv"],
        ["no_such_command"],
    ],
    ids=lambda words: " ".join(words)[:60],
)
def test_wrong_input_gets_one_clear_sentence_and_exit_code_2(
    words: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert main(words) == 2
    told = capsys.readouterr().err
    assert told.strip()
    assert "Traceback" not in told


def test_inspect_judges_every_clause_of_the_wearer_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "verdicts.json"
    words = ["inspect", STANDING, "--checklist", "service_center", "--wearer", "men", "--json", str(out)]
    code = main([*words, "--annotated", str(tmp_path / "seen.png"), "--language", "en"])
    report = json.loads(out.read_text(encoding="utf-8"))
    assert set(report) == {"source", "checklist", "version", "hash", "wearer", "overall", "verdicts"}
    from checklists.loader import load_shipped
    from checklists.verdict import Wearer

    clauses = [clause.id for clause in load_shipped()["service_center"].clauses_for(Wearer.MEN)]
    assert [verdict["clause"] for verdict in report["verdicts"]] == clauses
    assert code == {"pass": 0, "fail": 1, "unclear": 3}[report["overall"]]
    assert {"verdict", "measure", "value", "sigma", "limits", "reason", "remedy"} <= set(report["verdicts"][0])
    for verdict in report["verdicts"]:
        if verdict["verdict"] in ("fail", "unclear"):
            assert verdict["remedy"], verdict["clause"]
    drawn = cv2.imread(str(tmp_path / "seen.png"))
    assert drawn.shape[0] >= 720
    assert "Shoulders level" in capsys.readouterr().out


def test_nobody_in_the_picture_is_unclear_never_pass(tmp_path: Path) -> None:
    out = tmp_path / "verdicts.json"
    words = ["inspect", EMPTY, "--checklist", "auto_training", "--wearer", "women", "--json", str(out)]
    assert main(words) == 3
    report = json.loads(out.read_text(encoding="utf-8"))
    assert not [verdict for verdict in report["verdicts"] if verdict["verdict"] == "pass"]


def test_coverage_prints_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checklist", "coverage", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["clauses"]
    assert {"clause", "standard", "mode", "measure"} <= set(rows[0])
    assert len({row["clause"] for row in rows}) == 84
    assert len({row["standard"] for row in rows}) == 8


def test_models_verify_says_what_is_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["models", "verify"]) == 0
    assert "pose_landmark_full" in capsys.readouterr().out


def test_a_staff_list_is_taken_over_without_its_pins(
    tmp_path: Path, own_data_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    staff = tmp_path / "staff.csv"
    staff.write_text("number,name,role,rules,pin\n0815,Lin Yu,reception,women,736251\n", encoding="utf-8-sig")
    code = main(["staff", "import", str(staff)])
    told = capsys.readouterr()
    assert code == 0, told.err
    assert "1 " in told.out
    stored = (own_data_folder / "staff.json").read_text(encoding="utf-8")
    assert "736251" not in stored


@pytest.mark.parametrize("group", [[], ["calibrate"], ["checklist"], ["log"], ["models"], ["staff"]])
def test_no_command_s_line_in_the_help_is_cut_off(group: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    main([*group, "--help"])
    commands = capsys.readouterr().out.partition("Commands:")[2]
    assert commands.strip()
    assert "..." not in commands


def test_help_is_there_for_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    told = capsys.readouterr().out
    for command in (
        "run",
        "inspect",
        "measure",
        "drill",
        "calibrate",
        "checklist",
        "log",
        "models",
        "doctor",
        "bench",
    ):
        assert command in told
