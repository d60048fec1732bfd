"""`tongjing doctor` on machines played by small folders."""

import io
import os
import shutil
from collections import namedtuple
from importlib import metadata
from pathlib import Path

import pytest

from station import doctor
from station.doctor import Finding, Level, report
from station.privacy import backend_warning, privacy_facts
from vision.errors import TongjingError

Usage = namedtuple("Usage", "total used free")


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv("TONGJING_DATA", str(folder))
    return folder


def test_every_trouble_says_what_to_do() -> None:
    for finding in doctor.examine():
        assert finding.what
        assert bool(finding.remedy) == (finding.level is not Level.OK), finding


def test_looking_changes_nothing(data: Path) -> None:
    doctor.examine()
    assert not data.exists()


@pytest.mark.parametrize(
    ("version", "level"), [((3, 10), Level.FAIL), ((3, 11), Level.OK), ((3, 13), Level.OK), ((3, 14), Level.FAIL)]
)
def test_a_python_without_packages_is_named(version: tuple[int, int], level: Level) -> None:
    assert doctor.examine_python(version).level is level


def test_a_library_that_does_not_load_is_named() -> None:
    (finding,) = doctor.examine_packages(["numpy", "no_such_library"])
    assert finding.level is Level.FAIL
    assert "no_such_library" in finding.name
    assert finding.remedy == "run: ./tongjing setup"


def test_two_opencvs_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_version", lambda name: "5.0" if name.startswith("opencv-contrib") else None)
    (finding,) = doctor.examine_packages([])
    assert finding.level is Level.FAIL
    assert "opencv-contrib-python and opencv-contrib-python-headless" in finding.what


def test_a_missing_model_is_named_with_its_repair(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    manifest = doctor.load_manifest()
    monkeypatch.setattr(doctor, "load_manifest", lambda: type(manifest)(tmp_path, manifest.models))
    finding = doctor.examine_models_files()
    assert finding.level is Level.FAIL
    assert "pose_detection is missing" in finding.what
    assert "tongjing models install" in finding.remedy


def test_a_font_with_chinese_is_found_by_its_file(tmp_path: Path) -> None:
    (tmp_path / "noto").mkdir()
    (tmp_path / "noto" / "NotoSansCJK-Regular.ttc").touch()
    assert doctor.examine_fonts([str(tmp_path)]).level is Level.OK


def test_a_machine_without_a_chinese_font_is_told_which_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    finding = doctor.examine_fonts([str(tmp_path)])
    assert finding.level is Level.FAIL
    assert "fonts-noto-cjk" in finding.remedy


def test_a_camera_is_named_once_and_not_opened(tmp_path: Path) -> None:
    devices, classes = tmp_path / "dev", tmp_path / "sys"
    for number in (0, 1):
        about = classes / f"video{number}"
        about.mkdir(parents=True)
        (about / "name").write_text("HD Webcam\n", encoding="utf-8")
        (about / "index").write_text(f"{number}\n", encoding="utf-8")
        devices.mkdir(exist_ok=True)
        # Opening a pipe without a writer would block for ever.
        os.mkfifo(devices / f"video{number}")
    finding = doctor.examine_cameras(devices, classes)
    assert finding == Finding("cameras", Level.OK, f"HD Webcam ({devices / 'video0'})")


def test_a_camera_that_may_not_be_opened_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "video0").touch()
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    finding = doctor.examine_cameras(tmp_path, tmp_path)
    assert finding.level is Level.FAIL
    assert "group video" in finding.remedy


def test_no_camera_is_a_warning_because_the_demo_person_is_shown(tmp_path: Path) -> None:
    finding = doctor.examine_cameras(tmp_path, tmp_path)
    assert finding.level is Level.WARN
    assert "demo" in finding.remedy


def test_the_screen(tmp_path: Path) -> None:
    assert doctor.examine_screen({"DISPLAY": ":0"}, tmp_path).level is Level.OK
    assert doctor.examine_screen({}, tmp_path).level is Level.WARN
    (tmp_path / "card0-HDMI-A-1").mkdir()
    (tmp_path / "card0-HDMI-A-1" / "status").write_text("connected\n", encoding="utf-8")
    assert "HDMI-A-1" in doctor.examine_screen({}, tmp_path).what


@pytest.mark.parametrize(("free", "level"), [(10**8, Level.FAIL), (10**9, Level.WARN), (10**11, Level.OK)])
def test_the_space_for_the_log(free: int, level: Level, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(10**12, 0, free))
    assert doctor.examine_space(tmp_path / "not" / "there").level is level


def test_settings_that_cannot_be_read_fail_with_their_fault(data: Path) -> None:
    data.mkdir()
    (data / "settings.toml").write_text("nonsense = 1\n", encoding="utf-8")
    finding = doctor.examine_settings()
    assert finding.level is Level.FAIL
    assert "nonsense" in finding.what


def test_a_log_that_opens_is_well_and_is_not_changed(data: Path) -> None:
    from station.log import ComplianceLog
    from station.log.database import DATABASE_FILE

    ComplianceLog.open(data).close()
    before = (data / DATABASE_FILE).read_bytes()
    finding = doctor.examine_log(data)
    assert finding.level is Level.OK, finding
    assert (data / DATABASE_FILE).read_bytes() == before


def test_a_log_that_does_not_open_fails_with_its_own_sentence(data: Path) -> None:
    from station.log.database import DATABASE_FILE

    def locked(_folder: Path) -> None:
        raise TongjingError("The log is locked.")

    data.mkdir()
    (data / DATABASE_FILE).touch()
    finding = doctor.examine_log(data, locked)
    assert finding.level is Level.FAIL
    assert finding.what == "The log is locked."


def test_a_place_where_nothing_can_be_written_fails(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(doctor.tempfile, "TemporaryFile", refuse)
    finding = doctor.examine_log(data)
    assert finding.level is Level.FAIL
    assert "Permission denied" in finding.what


@pytest.mark.parametrize(
    ("version", "warned"), [("0.10.21", False), ("0.9.3", False), ("0.10.35", True), ("1.2.2", True), ("odd", True)]
)
def test_a_mediapipe_that_sends_usage_metrics_is_warned_of(version: str, warned: bool) -> None:
    assert bool(backend_warning(version)) is warned


def test_the_warning_stands_in_both_reports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metadata, "version", lambda _name: "1.2.2")
    assert doctor.examine_backend().level is Level.WARN
    assert any("usage metrics" in fact.what for fact in privacy_facts() if fact.subject == "Backend")


def test_the_privacy_report_gives_this_stations_folder_and_days(data: Path) -> None:
    data.mkdir()
    (data / "settings.toml").write_text("[log]\nretention_days = 12\n", encoding="utf-8")
    stream = io.StringIO()
    assert report(stream, privacy=True) == 0
    text = stream.getvalue()
    assert "12 days" in text
    assert str(data) in text
    assert "nothing is sent" in text


def test_the_exit_code_tells_trouble_from_warnings(monkeypatch: pytest.MonkeyPatch) -> None:
    warning = Finding("a", Level.WARN, "so so", "look at it")
    failure = Finding("b", Level.FAIL, "bad", "mend it")
    for findings, code in (([warning], 0), ([warning, failure], 2)):
        monkeypatch.setattr(doctor, "examine", lambda found=findings: found)
        stream = io.StringIO()
        assert report(stream) == code
        assert "-> look at it" in stream.getvalue()
