"""Camera and chair files: what they may hold, and one message for all that is wrong."""

from pathlib import Path

import pytest

from calibration.camera import CameraFile, camera_for, load_camera, read_camera, save_camera
from calibration.chair import ChairFile, chair_for, load_chair, save_chair
from calibration.faults import CalibrationError


def test_a_field_of_view_is_enough(tmp_path: Path) -> None:
    (tmp_path / "cam.toml").write_text("hfov_deg = 62\n", encoding="utf-8")
    camera = camera_for(load_camera(tmp_path / "cam.toml"), 1280, 960)
    assert camera.fx == pytest.approx(1065.1, abs=0.1)
    assert camera.calibrated
    assert not camera.knows_floor


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    file = CameraFile(hfov_deg=70.0, height_m=1.4, pitch_deg=-9.5, roll_deg=0.3, width_px=1280, height_px=720)
    save_camera(file, tmp_path / "cam.toml", "made by a test")
    assert load_camera(tmp_path / "cam.toml") == file
    chair = ChairFile(
        front_edge_px=((1, 2), (3, 4)), rear_edge_px=((5, 6), (7, 8)), seat_height_m=0.45, seat_depth_m=0.4
    )
    save_chair(chair, tmp_path / "chair.toml")
    assert load_chair(tmp_path / "chair.toml") == chair


def test_every_fault_of_a_file_is_told_at_once() -> None:
    with pytest.raises(CalibrationError) as caught:
        read_camera({"hfov_deg": 500, "height_m": "high", "colour": 1}, "cam.toml")
    message = str(caught.value)
    assert all(word in message for word in ("cam.toml", "hfov_deg", "height_m", "colour"))


def test_half_a_lens_is_no_lens() -> None:
    with pytest.raises(CalibrationError, match="hfov_deg, or all of fx"):
        read_camera({"fx": 900, "fy": 900}, "cam.toml")


def test_broken_toml_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "cam.toml").write_text("hfov_deg = 62\nheight_m = = 2\n", encoding="utf-8")
    with pytest.raises(CalibrationError, match="line 2"):
        load_camera(tmp_path / "cam.toml")


def test_a_camera_file_scales_with_the_picture_but_must_have_its_shape() -> None:
    file = CameraFile(fx=1000, fy=1000, cx=640, cy=360, width_px=1280, height_px=720)
    assert camera_for(file, 640, 360).fx == pytest.approx(500)
    with pytest.raises(CalibrationError, match="1280x720"):
        camera_for(file, 640, 480)


def test_a_lens_centre_outside_the_picture_is_refused() -> None:
    with pytest.raises(CalibrationError, match="outside"):
        camera_for(CameraFile(fx=1000, fy=1000, cx=900, cy=360), 640, 480)


def test_a_chair_outside_the_picture_is_refused() -> None:
    file = ChairFile(
        front_edge_px=((2000, 900), (2300, 900)),
        rear_edge_px=((2000, 800), (2300, 800)),
        seat_height_m=0.45,
        seat_depth_m=0.4,
    )
    with pytest.raises(CalibrationError, match="outside"):
        chair_for(file, 1280, 720)
