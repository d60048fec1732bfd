"""The light from the printed board: the paper of its white squares is the white of the picture."""

import cv2
import numpy as np

from calibration.board import COLUMNS, MARKER_SHARE, ROWS, find_board
from calibration.faults import CalibrationError
from vision.colour.cielab import Array, linear_of
from vision.colour.light import Light
from vision.frame import Picture

PAPER_WHITE = 0.85
"""Reflectance of plain office paper (about 0.8 to 0.9)."""
PAPER_SIGMA_LOG, EXPOSURE_SIGMA_LOG = 0.02, 0.05
"""Office paper is bluish; the card's slope to the light changes how bright it is."""
_CLIPPED = 0.97
_LEAST_CONTRAST = 2.0


def card_light(picture: Picture, reference: tuple[float, float, float] | None, place: str) -> Light:
    """The light of a picture that holds the board; `reference` is that of the room behind, see `Light`.

    Raises CalibrationError where the board is not found, or its white is over-exposed or no white.
    """
    view = find_board(picture, 1.0)
    if view is None:
        raise CalibrationError(f"{place}: the board is not found; hold it flat to the camera beside the person.")
    to_picture, _ = cv2.findHomography(view.corners_m[:, :2], view.corners_px)
    if to_picture is None:
        raise CalibrationError(f"{place}: the board lies too flat to the camera; hold it upright.")
    places = cv2.perspectiveTransform(_rims()[None], np.asarray(to_picture))[0]
    height, width = picture.shape[:2]
    inside = places[np.all((places >= 0) & (places < (width - 1, height - 1)), axis=1)]
    columns, rows = np.round(inside).astype(int).T
    levels = linear_of(picture[rows, columns])
    middle = np.median(levels.mean(axis=1))
    white, black = levels[levels.mean(axis=1) > middle], levels[levels.mean(axis=1) <= middle]
    if not len(white) or not len(black):
        raise CalibrationError(f"{place}: too little of the board is seen; hold it nearer to the camera.")
    paper = np.median(white, axis=0)
    if float(paper.max()) > _CLIPPED:
        raise CalibrationError(f"{place}: the board's white is over-exposed; use less light, or step back from it.")
    if float(paper.mean()) < _LEAST_CONTRAST * float(np.median(black, axis=0).mean()) or float(paper.min()) < 0.02:
        raise CalibrationError(f"{place}: the board is too dark or glares; turn it a little and use more light.")
    gains = PAPER_WHITE / paper
    return Light((float(gains[0]), float(gains[1]), float(gains[2])), PAPER_SIGMA_LOG, EXPOSURE_SIGMA_LOG, reference)


def _rims() -> Array:
    """N x 2 places on the board in squares: between the edge of each square and its marker, which is plain paper.

    In black squares the same places are black: which are which, their brightness tells.
    """
    rim = (1.0 - MARKER_SHARE) / 4.0
    spots = [(rim, 0.5), (1.0 - rim, 0.5), (0.5, rim), (0.5, 1.0 - rim)]
    return np.array([(column + x, row + y) for column in range(COLUMNS) for row in range(ROWS) for x, y in spots])
