"""Lens, floor and the quick way, held to cameras whose truth is known."""

import math

import cv2
import numpy as np
import pytest

from calibration.board import BoardView, board, board_picture, find_board
from calibration.camera import CameraFile, camera_for
from calibration.faults import CalibrationError
from calibration.lens import NOTABLE_BEND_PX, calibrate_lens, place_by_stature, place_on_floor
from vision.body.floor import ANKLE_HEIGHT_M, EYE_HEIGHT_SHARE

SQUARE_M = 0.054
SIZE = (1280, 960)
FOCAL_PX = 1010.0


def corners_m() -> np.ndarray:
    return np.asarray(board(SQUARE_M).getChessboardCorners(), dtype=np.float64)


def view_of(rotation: np.ndarray, shift: np.ndarray, noise_px: float = 0.05, k1: float = 0.0) -> BoardView:
    local = corners_m() @ rotation.T + shift
    unit = local[:, :2] / local[:, 2:]
    px = FOCAL_PX * unit * (1.0 + k1 * np.square(unit).sum(axis=1, keepdims=True)) + [640, 480]
    grain = np.random.default_rng(int(1000 * abs(shift[2]))).normal(0, noise_px, px.shape)
    return BoardView(px + grain, corners_m(), SIZE)


def slanted_views(k1: float = 0.0) -> list[BoardView]:
    dice = np.random.default_rng(5)
    views = []
    for _ in range(12):
        turn = cv2.Rodrigues(dice.uniform(-0.6, 0.6, 3))[0]
        views.append(view_of(turn, np.array([*dice.uniform(-0.25, 0.1, 2), dice.uniform(0.6, 1.1)]), k1=k1))
    return views


def test_a_lens_is_found_from_slanted_boards() -> None:
    lens = calibrate_lens(slanted_views())
    assert lens.file.fx == pytest.approx(FOCAL_PX, rel=0.01)
    assert lens.file.cx == pytest.approx(640, abs=8)
    assert lens.error_px < 0.2
    assert lens.bend_px < 3.0


def test_what_the_lens_bends_is_found_and_undone() -> None:
    lens = calibrate_lens(slanted_views(k1=-0.25))
    assert lens.bend_px > NOTABLE_BEND_PX
    camera = camera_for(lens.file, *SIZE)
    # a foot at the lower edge of the picture, and where a lens without a bend would show it
    unit = np.array([0.3, 0.4])
    bent = FOCAL_PX * unit * (1.0 - 0.25 * unit @ unit) + [640, 480]
    assert np.linalg.norm(bent - (FOCAL_PX * unit + [640, 480])) > 25.0
    assert camera.straight(bent[None])[0] == pytest.approx(FOCAL_PX * unit + [640, 480], abs=2.0)


def test_too_few_boards_are_told() -> None:
    with pytest.raises(CalibrationError, match="found in 3 pictures"):
        calibrate_lens(slanted_views()[:3])


@pytest.mark.parametrize(("pitch", "roll", "height"), [(-20.0, 0.0, 1.4), (-12.0, 3.0, 1.1), (-30.0, -4.0, 1.8)])
def test_the_board_on_the_floor_gives_height_pitch_and_roll(pitch: float, roll: float, height: float) -> None:
    truth = camera_for(
        CameraFile(fx=FOCAL_PX, fy=FOCAL_PX, cx=640, cy=480, height_m=height, pitch_deg=pitch, roll_deg=roll), *SIZE
    )
    flat = corners_m()
    world = np.column_stack([flat[:, 0] - 0.2, np.zeros(len(flat)), 2.6 - flat[:, 1]])
    local = (world - [0.0, height, 0.0]) @ truth.rotation()
    px = np.column_stack([FOCAL_PX * local[:, 0] / local[:, 2] + 640, FOCAL_PX * local[:, 1] / local[:, 2] + 480])
    found = place_on_floor(
        CameraFile(fx=FOCAL_PX, fy=FOCAL_PX, cx=640, cy=480, width_px=1280, height_px=960), BoardView(px, flat, SIZE)
    )
    assert found.height_m == pytest.approx(height, abs=0.01)
    assert found.pitch_deg == pytest.approx(pitch, abs=0.2)
    assert found.roll_deg == pytest.approx(roll, abs=0.2)


@pytest.mark.parametrize(("height", "pitch"), [(1.25, -8.0), (1.6, -14.0), (1.45, 2.0)])
def test_the_quick_way_finds_the_pitch_from_a_person_of_known_stature(height: float, pitch: float) -> None:
    focal = 640.0 / math.tan(math.radians(31.0))

    def row(target_m: float) -> float:
        angle = math.atan2(target_m - height, 2.8) - math.radians(pitch)
        return 480.0 - focal * math.tan(angle)

    found = place_by_stature(62.0, SIZE, 1.72, height, row(EYE_HEIGHT_SHARE * 1.72 + 0.025), row(ANKLE_HEIGHT_M))
    assert found.pitch_deg == pytest.approx(pitch, abs=0.3)
    assert found.height_m == height


def test_a_stature_that_cannot_be_is_told() -> None:
    with pytest.raises(CalibrationError, match="cannot be seen like this"):
        place_by_stature(62.0, SIZE, 1.72, 1.4, 900.0, 100.0)


def test_the_printed_board_is_found_again() -> None:
    printed = cv2.copyMakeBorder(board_picture(60), 60, 60, 60, 60, cv2.BORDER_CONSTANT, value=255)
    view = find_board(cv2.cvtColor(printed, cv2.COLOR_GRAY2BGR), SQUARE_M)
    assert view is not None
    assert len(view.corners_px) == 24
    assert find_board(np.full((480, 640, 3), 200, np.uint8), SQUARE_M) is None
