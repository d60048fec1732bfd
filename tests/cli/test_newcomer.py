"""What somebody new types first, and what goes wrong then: one sentence, the right exit code, nothing spoilt."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from station.cli import main

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "faults"
STANDING = str(FIXTURES / "stand_v_front_hands.jpg")
EMPTY = str(FIXTURES / "empty.jpg")
INSPECT = ["--checklist", "auto_training", "--wearer", "women"]


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGJING_DATA", str(tmp_path / "data"))


def told(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().err.strip()


def test_a_command_that_fails_leaves_the_file_of_the_last_one_as_it_was(tmp_path: Path) -> None:
    report = tmp_path / "结果 1.json"
    assert main(["inspect", EMPTY, *INSPECT, "--json", str(report)]) == 3
    before = report.read_bytes()
    assert json.loads(before)["overall"] == "unclear"
    broken = tmp_path / "broken.jpg"
    broken.write_text("no picture", encoding="utf-8")
    assert main(["inspect", str(broken), *INSPECT, "--json", str(report)]) == 2
    assert report.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["broken.jpg", report.name]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full device")
@pytest.mark.parametrize(
    "words",
    [
        ["measure", EMPTY, "--jsonl", "/dev/full"],
        ["inspect", EMPTY, *INSPECT, "--json", "/dev/full"],
    ],
    ids=lambda words: words[0],
)
def test_a_full_disk_is_one_sentence(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    (sentence,) = told(capsys).splitlines()
    assert "No space left" in sentence


def test_a_folder_or_nothing_in_place_of_a_file_to_write(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["measure", EMPTY, "--jsonl", str(tmp_path)]) == 2
    assert "folder" in told(capsys)
    assert main(["inspect", EMPTY, *INSPECT, "--json", ""]) == 2
    assert "empty" in told(capsys)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["inspect", EMPTY, *INSPECT, "--language", "fr"], "zh_CN or en"),
        (["checklist", "list", "--language", "fr"], "zh_CN or en"),
        (["log", "verify", "--language", ""], "zh_CN or en"),
        (["run", "--language", "deutsch"], "zh_CN or en"),
        (["measure", "", "--jsonl", "-"], "empty"),
        (["measure", EMPTY, "--camera", EMPTY, "--jsonl", "-"], "no text"),
        (["measure", EMPTY, "--chair", str(FIXTURES), "--jsonl", "-"], "Is a directory"),
        (["measure", "--manifest", EMPTY, "--jsonl", "-"], "no text"),
        (["measure", "--manifest", str(FIXTURES), "--jsonl", "-"], "Is a directory"),
    ],
    ids=lambda words: " ".join(words[:2]) if isinstance(words, list) else words,
)
def test_what_cannot_be_meant_is_named_in_plain_words(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    (sentence,) = told(capsys).splitlines()
    assert said in sentence
    assert "Errno" not in sentence
    assert "codec" not in sentence


def test_every_source_that_leads_nowhere_is_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gone = [str(tmp_path / name) for name in ("a.jpg", "b.mp4")]
    assert main(["measure", gone[0], EMPTY, gone[1], "--jsonl", "-"]) == 2
    assert [line.partition(":")[0] for line in told(capsys).splitlines()] == gone


def test_a_backend_that_is_not_installed_says_how_to_get_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "mediapipe", None)
    monkeypatch.delitem(sys.modules, "vision.landmarks.mediapipe_backend", raising=False)
    assert main(["measure", EMPTY, "--backend", "mediapipe", "--jsonl", "-"]) == 2
    assert "--with-mediapipe" in told(capsys)


def test_ctrl_c_is_one_word_and_leaves_whole_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> object:
        yield {"frame": 0}
        raise KeyboardInterrupt

    monkeypatch.setattr("station.measure_commands.measured_rows", lambda *_, **__: stopped())
    out = tmp_path / "out.jsonl"
    assert main(["measure", EMPTY, "--jsonl", str(out)]) == 130
    assert told(capsys) == "Stopped."
    assert out.read_text(encoding="utf-8") == '{"frame": 0}\n'


def test_a_camera_that_is_not_there_is_said_once(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("station.capture.take.FIRST_FRAME_S", 0.5)
    assert main(["measure", "97", "--jsonl", "-"]) == 2
    (sentence,) = capfd.readouterr().err.strip().splitlines()
    assert sentence.startswith("97: ")


def test_what_the_kiosk_cannot_do_is_said_once() -> None:
    # a process of its own, as a person starts it: Qt has one application for each
    words = ["run", "--source", EMPTY, "--checklist", "no_such", "--until", "logged"]
    run = subprocess.run(
        [sys.executable, "-m", "station.cli", *words], capture_output=True, text=True, timeout=120, check=False
    )
    assert run.returncode == 2
    (sentence,) = [line for line in run.stderr.splitlines() if "no_such" in line]
    assert "bank_branch" in sentence


def test_every_fault_of_one_line_of_a_manifest_is_told_at_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = {"source": "gone.jpg", "colour": 1, "camera": {"hfov_deg": "wide"}, "chair": [], "baseline": 7}
    manifest = tmp_path / "清单.jsonl"
    manifest.write_text(json.dumps(line), encoding="utf-8")
    assert main(["measure", "--manifest", str(manifest), "--jsonl", "-"]) == 2
    faults = told(capsys)
    for words in ("gone.jpg", "unknown key colour", "hfov_deg", '"chair" must be', '"baseline" must be'):
        assert words in faults
