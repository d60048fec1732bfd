"""The printed ChArUco board: its shape, its picture, and finding it in a photograph.

A ChArUco board is a chessboard whose white squares carry ArUco markers, so that it is found when partly hidden or
upside down and every corner has a name (Garrido-Jurado et al. 2014; OpenCV's `aruco` module).
"""

from dataclasses import dataclass

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from vision.frame import Picture

COLUMNS, ROWS = 7, 5
MARKER_SHARE = 0.74
"""Side of a marker in squares."""
FEWEST_CORNERS = 8
SQUARE_MM = {"A4": 38.0, "A3": 54.0}
"""Side of a square on each paper; 7 x 5 of them leave a margin that every printer keeps."""


@dataclass(frozen=True, slots=True)
class BoardView:
    """The board's inner corners found in one picture."""

    corners_px: NDArray[np.float64]
    """N x 2."""
    corners_m: NDArray[np.float64]
    """N x 3 on the board: x along its long side, y along its short side, z = 0."""
    size: tuple[int, int]
    """Width, height of the picture, px."""


def board(square_m: float) -> cv2.aruco.CharucoBoard:
    """The board with squares of that side."""
    words = cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_5X5_100)
    return cv2.aruco.CharucoBoard((COLUMNS, ROWS), square_m, MARKER_SHARE * square_m, words)


def board_picture(px_per_square: int) -> NDArray[np.uint8]:
    """The board as it is printed, one grey value per pixel."""
    size = (COLUMNS * px_per_square, ROWS * px_per_square)
    return np.asarray(board(0.05).generateImage(size), dtype=np.uint8)


def find_board(picture: Picture, square_m: float) -> BoardView | None:
    """The board in the picture, or None where fewer than 8 of its corners are seen."""
    return _found_in(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), square_m, 1)


def find_small_board(picture: Picture, square_m: float) -> BoardView | None:
    """As `find_board`, for a board that lies on the floor: seen small and flatly, it is looked for enlarged too.

    With squares 8 px high, 2 of the 24 corners are found at first and all of them at twice the size.
    """
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    views = [view for times in (1, 2, 3) if (view := _found_in(grey, square_m, times)) is not None]
    return max(views, key=lambda view: len(view.corners_px), default=None)


def _found_in(grey: MatLike, square_m: float, times: int) -> BoardView | None:
    size = (grey.shape[1], grey.shape[0])
    if times > 1:
        grey = cv2.resize(grey, None, fx=times, fy=times, interpolation=cv2.INTER_CUBIC)
    made = board(square_m)
    corners, names, _, _ = cv2.aruco.CharucoDetector(made).detectBoard(grey)
    if names is None or len(names) < FEWEST_CORNERS:
        return None
    places = np.asarray(made.getChessboardCorners(), dtype=np.float64)[np.asarray(names).reshape(-1)]
    # pixel centres, also of the enlarged picture
    found = (np.asarray(corners, dtype=np.float64).reshape(-1, 2) + 0.5) / times - 0.5
    return BoardView(found, places, size)
