"""The lens from pictures of the board (Zhang 2000), and the camera's height and tilt from the board on the floor."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from calibration.board import BoardView
from calibration.camera import CameraFile
from calibration.faults import CalibrationError

FEWEST_VIEWS = 5
LARGEST_ERROR_PX = 2.0
"""Root mean square of the corners' distance from where the lens puts them, at 1280 px width."""
NOTABLE_BEND_PX = 4.0


@dataclass(frozen=True, slots=True)
class Lens:
    """A calibrated lens."""

    file: CameraFile
    error_px: float
    """Root mean square reprojection error."""
    bend_px: float
    """How far the lens bends a straight line near the picture's corner, px; undone wherever angles are measured."""


def calibrate_lens(views: Sequence[BoardView]) -> Lens:
    """The lens from at least five views of the board. Raises CalibrationError where they are too few or disagree."""
    if len(views) < FEWEST_VIEWS:
        raise CalibrationError(
            f"The board was found in {len(views)} pictures, {FEWEST_VIEWS} are needed: hold it nearer, in good light,"
            " in each corner of the picture and slanted in different ways."
        )
    size = views[0].size
    if any(view.size != size for view in views):
        raise CalibrationError("The pictures have different sizes; take all of them with the same camera setting.")
    guess = np.array([[size[0], 0.0, size[0] / 2.0], [0.0, size[0], size[1] / 2.0], [0.0, 0.0, 1.0]])
    flags = (
        cv2.CALIB_USE_INTRINSIC_GUESS | cv2.CALIB_FIX_ASPECT_RATIO | cv2.CALIB_ZERO_TANGENT_DIST | cv2.CALIB_FIX_K3
    )
    error, matrix, bend, _, _ = cv2.calibrateCamera(
        [view.corners_m.astype(np.float32) for view in views],
        [view.corners_px.astype(np.float32) for view in views],
        size,
        guess,
        np.zeros(5),
        flags=flags,
    )
    error_px = float(error)
    if not math.isfinite(error_px) or error_px > LARGEST_ERROR_PX * size[0] / 1280.0:
        raise CalibrationError(
            f"The pictures of the board do not agree ({error_px:.1f} px): keep the board flat and the camera still,"
            " and take them anew."
        )
    k1, k2 = (float(np.clip(value, -1.0, 1.0)) for value in np.asarray(bend).reshape(-1)[:2])
    file = CameraFile(
        fx=float(matrix[0, 0]),
        fy=float(matrix[1, 1]),
        cx=float(matrix[0, 2]),
        cy=float(matrix[1, 2]),
        k1=k1,
        k2=k2,
        width_px=size[0],
        height_px=size[1],
    )
    return Lens(file, error_px, _bend_px(file))


def _bend_px(file: CameraFile) -> float:
    assert file.fx is not None
    assert file.width_px is not None
    assert file.height_px is not None
    radius = 0.45 * math.hypot(file.width_px, file.height_px) / file.fx
    k1, k2 = file.bend
    return abs(k1 * radius**3 + k2 * radius**5) * file.fx


def place_on_floor(file: CameraFile, view: BoardView) -> CameraFile:
    """The same camera with height, pitch and roll, from the board lying flat on the floor.

    Raises CalibrationError where the board is seen too flatly or the camera would hang below it.
    """
    if file.fx is None or file.cx is None or file.cy is None or file.fy is None:
        raise CalibrationError("The lens must be calibrated before the floor.")
    scale = view.size[0] / (file.width_px or view.size[0])
    matrix = np.array([[file.fx, 0.0, file.cx], [0.0, file.fy, file.cy], [0.0, 0.0, 1.0]]) * scale
    matrix[2, 2] = 1.0
    bend = np.array([*file.bend, 0.0, 0.0])
    found, turn, shift = cv2.solvePnP(view.corners_m, view.corners_px, matrix, bend, flags=cv2.SOLVEPNP_IPPE)
    if not found:
        raise CalibrationError("The board on the floor is seen too flatly; move it nearer to the camera.")
    rotation = np.asarray(cv2.Rodrigues(turn)[0])
    # the board's normal in the camera's frame (x right, y down, z forward), turned to point up
    up = rotation[:, 2]
    eye = -rotation.T @ np.asarray(shift).reshape(3)
    if up[1] > 0:
        up = -up
    height_m = abs(float(eye[2]))
    pitch = math.asin(float(np.clip(up[2], -1.0, 1.0)))
    roll = math.atan2(float(up[0]), float(-up[1]))
    if not 0.1 < height_m < 5.0 or abs(roll) > math.radians(45.0):
        raise CalibrationError(
            f"The board lies {height_m:.2f} m below the camera, which cannot be; give the right --paper, and lay the"
            " board flat on the floor."
        )
    return file.model_copy(
        update={"height_m": height_m, "pitch_deg": math.degrees(pitch), "roll_deg": math.degrees(roll)}
    )


def place_by_stature(
    hfov_deg: float,
    size: tuple[int, int],
    stature_m: float,
    height_m: float,
    eyes_row_px: float,
    ankles_row_px: float,
) -> CameraFile:
    """The quick way: one upright person of known stature on the mark, and the lens's height taken by tape.

    `eyes_row_px`, `ankles_row_px`: picture rows of the middle of the eyes and of the ankles. The pitch is the one at
    which both rays meet one upright line. Raises CalibrationError where no pitch fits.
    """
    from vision.body.floor import ANKLE_HEIGHT_M, EYE_HEIGHT_SHARE

    focal = size[0] / 2.0 / math.tan(math.radians(hfov_deg) / 2.0)
    eyes_m, ankles_m = EYE_HEIGHT_SHARE * stature_m + 0.025, ANKLE_HEIGHT_M
    pitches = np.radians(np.arange(-60.0, 45.0, 0.05))

    def slopes(row_px: float) -> np.ndarray:
        """Rise of the ray through that row per metre ahead, for every pitch."""
        v = (row_px - size[1] / 2.0) / focal
        return np.asarray((np.sin(pitches) - v * np.cos(pitches)) / (np.cos(pitches) + v * np.sin(pitches)))

    with np.errstate(divide="ignore", invalid="ignore"):
        distance = (ankles_m - height_m) / slopes(ankles_row_px)
        mismatch = np.abs(slopes(eyes_row_px) - (eyes_m - height_m) / distance)
    usable = (distance > 0.5) & (distance < 12.0)
    best = int(np.argmin(np.where(usable, mismatch, np.inf)))
    if not usable.any() or mismatch[best] > 0.01:
        raise CalibrationError(
            f"A person of {100 * stature_m:.0f} cm cannot be seen like this by a camera {100 * height_m:.0f} cm high;"
            " check both figures, and stand upright on the mark with the whole body in the picture."
        )
    return CameraFile(
        hfov_deg=hfov_deg,
        width_px=size[0],
        height_px=size[1],
        height_m=height_m,
        pitch_deg=float(np.degrees(pitches[best])),
    )
