"""Broken calibration, staff list or checklist: all faults told, the last good version stays in force."""

from pathlib import Path

import pytest

from calibration.camera import CameraFile, load_camera, save_camera
from calibration.faults import CalibrationError
from checklists.verdict import Wearer
from station import doctor
from station.assembly import Assembly
from station.own_files import LAST_GOOD_FOLDER, OwnFiles, keep_good
from station.settings import Settings
from station.staff.members import Member, StaffList, load_staff, save_staff

CAMERA = CameraFile(hfov_deg=62.0, width_px=960, height_px=720)
BROKEN = {"camera.toml": "hfov_deg = 900\nfx = 'wide'\n", "staff.json": '{"version": 1, "mem'}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TONGJING_DATA", str(tmp_path))
    return tmp_path


@pytest.fixture
def used(folder: Path) -> Path:
    """A station that has run once with its own camera file and staff list."""
    save_camera(CAMERA, folder / "camera.toml")
    save_staff(StaffList.of([Member("0815", "Lin Yu", "reception", Wearer.WOMEN)]), folder / "staff.json")
    assert Assembly(Settings(), None, None, "onnx").advice("en") == ""
    return folder


@pytest.mark.parametrize("name", list(BROKEN))
def test_a_broken_file_leaves_its_last_good_version_in_force_and_is_told(used: Path, name: str) -> None:
    (used / name).write_text(BROKEN[name], encoding="utf-8")
    assembly = Assembly(Settings(), None, None, "onnx")
    assert assembly._staff.find("0815") is not None
    assert assembly._files.camera == CAMERA
    assert name in assembly.advice("en")
    assert name in assembly.advice("zh_CN")
    (finding,) = doctor.examine_own_files(used)
    assert finding.level is doctor.Level.FAIL
    assert name in finding.what


def test_every_fault_of_a_broken_calibration_is_told_at_once(used: Path) -> None:
    (used / "camera.toml").write_text(BROKEN["camera.toml"], encoding="utf-8")
    (finding,) = doctor.examine_own_files(used)
    assert "hfov_deg" in finding.what
    assert "fx" in finding.what


def test_a_file_that_was_never_good_is_refused_with_its_faults(folder: Path) -> None:
    (folder / "camera.toml").write_text(BROKEN["camera.toml"], encoding="utf-8")
    with pytest.raises(CalibrationError, match="hfov_deg"):
        Assembly(Settings(), None, None, "onnx")


def test_a_file_that_the_owner_removed_is_not_brought_back(used: Path) -> None:
    (used / "camera.toml").unlink()
    assert OwnFiles(used).load("camera.toml", load_camera) is None


def test_a_new_calibration_that_is_spoilt_before_it_was_used_is_still_the_one_in_force(used: Path) -> None:
    anew = CAMERA.model_copy(update={"hfov_deg": 71.0})
    save_camera(anew, used / "camera.toml")
    keep_good(used / "camera.toml")
    (used / "camera.toml").write_text(BROKEN["camera.toml"], encoding="utf-8")
    assert OwnFiles(used).load("camera.toml", load_camera) == anew


def test_the_kept_staff_list_is_readable_by_the_station_alone(used: Path) -> None:
    kept = used / LAST_GOOD_FOLDER / "staff.json"
    assert load_staff(kept).find("0815") is not None
    assert kept.stat().st_mode & 0o077 == 0
    assert kept.parent.stat().st_mode & 0o077 == 0


def test_files_elsewhere_are_not_copied(used: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("else") / "chair.toml"
    elsewhere.write_text("", encoding="utf-8")
    keep_good(elsewhere)
    assert not (used / LAST_GOOD_FOLDER / "chair.toml").exists()


def test_a_broken_checklist_is_told_by_doctor_and_on_the_idle_screen(used: Path) -> None:
    (used / "checklists").mkdir()
    (used / "checklists" / "tellers.toml").write_text("schema_version = 1\nid = 7\n", encoding="utf-8")
    assert "tellers.toml" in Assembly(Settings(), None, None, "onnx").advice("en")
    assert any("tellers.toml" in finding.what for finding in doctor.examine_own_files(used))
