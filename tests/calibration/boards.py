"""Pictures of the printed board as a camera of known lens sees it, and a camera that shows them."""

import cv2
import numpy as np

from calibration.board import COLUMNS, ROWS, board_picture
from station.capture.status import CameraStatus
from vision.frame import Frame, Picture

SQUARE_M = 0.038
SIZE = (960, 720)
FOCAL_PX = 800.0
MATRIX = np.array([[FOCAL_PX, 0.0, 480.0], [0.0, FOCAL_PX, 360.0], [0.0, 0.0, 1.0]])
_PX, _RIM, _FINER = 40, 1, 3
_SHEET = cv2.copyMakeBorder(board_picture(_PX), 40, 40, 40, 40, cv2.BORDER_CONSTANT, value=255)


def seen(
    rotation: np.ndarray, shift: np.ndarray, backdrop: Picture | None = None, square_m: float = SQUARE_M
) -> Picture:
    """The board turned and shifted into the camera's frame (x right, y down, z forward, metres), over `backdrop`."""
    sheet = np.float32([[-_RIM, -_RIM], [COLUMNS + _RIM, -_RIM], [COLUMNS + _RIM, ROWS + _RIM], [-_RIM, ROWS + _RIM]])
    flat = np.column_stack([sheet * square_m, np.zeros(4)])
    local = flat @ rotation.T + shift
    px = ((local @ MATRIX.T)[:, :2] / local[:, 2:] + 0.5) * _FINER - 0.5
    height, width = _SHEET.shape
    corners = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    warp = cv2.getPerspectiveTransform(corners, px.astype(np.float32))
    picture = np.full((SIZE[1], SIZE[0], 3), 110, np.uint8) if backdrop is None else backdrop.copy()
    colour = cv2.cvtColor(_SHEET, cv2.COLOR_GRAY2BGR)
    # painted finer and averaged, as a sensor does
    fine = (SIZE[0] * _FINER, SIZE[1] * _FINER)
    laid = cv2.resize(cv2.warpPerspective(colour, warp, fine), SIZE, interpolation=cv2.INTER_AREA)
    share = cv2.resize(cv2.warpPerspective(np.ones((height, width)), warp, fine), SIZE, interpolation=cv2.INTER_AREA)
    # `laid` fades to black at the rim, so the backdrop is only faded to meet it
    return np.clip(laid + picture * (1.0 - share[..., None]), 0, 255).astype(np.uint8)


def handheld() -> list[Picture]:
    """Eight slanted views all over the picture."""
    turns = [(0.3, 0.1, 0.0), (-0.3, 0.2, 0.1), (0.1, 0.4, 0.0), (0.2, -0.4, 0.0)]
    turns += [(0.5, 0.0, 0.2), (-0.4, -0.3, 0.0), (0.0, 0.5, 0.0), (0.4, 0.4, 0.0)]
    sites = [(-0.3, -0.22), (0.08, -0.22), (-0.3, 0.05), (0.08, 0.05)]
    sites += [(-0.13, -0.1), (-0.2, 0.0), (0.0, -0.15), (-0.1, 0.05)]
    return [
        seen(np.asarray(cv2.Rodrigues(np.array(turn))[0]), np.array([*site, 0.62 + 0.02 * number]))
        for number, (turn, site) in enumerate(zip(turns, sites, strict=True))
    ]


def on_floor(height_m: float, pitch_deg: float, backdrop: Picture | None = None) -> Picture:
    """An A3 board lying 1.5 m before a camera that hangs `height_m` high and looks `pitch_deg` (+ up)."""
    pitch = np.radians(pitch_deg)
    # world: x right, y up, z ahead; camera: x right, y down, z forward
    to_camera = np.array(
        [[1, 0, 0], [0, -np.cos(pitch), np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]], dtype=float
    )
    board_axes = np.column_stack([[1.0, 0, 0], [0, 0, -1.0], [0, -1.0, 0]])
    corner = np.array([-0.19, -height_m, 1.65])
    return seen(to_camera @ board_axes, to_camera @ corner, backdrop, square_m=0.054)


class PlayedCamera:
    """A camera that is not there: every `wait_newer` and `get` moves on by one picture."""

    def __init__(self, pictures: list[Picture], repeat: int, step_s: float = 0.2) -> None:
        self.status = CameraStatus.OK
        self.frames = self
        self._pictures, self._repeat, self._step_s, self._at = pictures, repeat, step_s, 0
        self.running = False

    def start(self) -> None:
        self.running = True

    def stop(self) -> None:
        self.running = False

    def get(self) -> Frame | None:
        if not self._pictures:
            return None
        at = min(self._at // self._repeat, len(self._pictures) - 1)
        frame = Frame(self._pictures[at], self._at, self._at * self._step_s, "camera")
        self._at += 1
        return frame

    def wait_newer(self, than_index: int, timeout_s: float) -> Frame | None:
        return self.get()
