"""A badge's four corners at the camera's full resolution: the second look, after the chart has said where it is.

The chart shows a name badge 20-30 px wide whatever the camera saw. Here the badge alone is cut out of the picture,
turned level and enlarged, and a small model of ours points at its corners to a fraction of a pixel, with its own
doubt about the slope. A second cut round the first answer takes out what the chart's error left.
"""

from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from vision.frame import Picture
from vision.models.sessions import load_session

MODEL = "badge_outline"
SIDE_PX = 96
SPAN_PX = 56.0
"""Length of the badge's longer side in the cut."""
LOOKS = 2
LARGEST_CHANGE = 0.6
"""Of the longer side: a corner that moves farther belongs to something else."""
LEAST_SIDE_PX = 6.0
"""Of the picture: a shorter upper edge has no slope."""

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Outline:
    """The badge in the picture."""

    corners: Array
    """4 x 2 picture px, the badge's own upper left first, clockwise."""
    slope_deg: float
    """Of its upper and lower edge together, + = the right end is lower."""
    slope_sigma_deg: float


@cache
def _session() -> ort.InferenceSession:
    return load_session(MODEL)


def slope_deg(corners: NDArray[np.floating]) -> float:
    """Slope of the upper and the lower edge together, degrees, + = the right end is lower."""
    along = (corners[1] - corners[0]) + (corners[2] - corners[3])
    return float(np.degrees(np.arctan2(along[1], along[0])))


def parallel(corners: Array) -> Array:
    """The parallelogram nearest to four corners: opposite edges of a plate lend each other their slope."""
    across = ((corners[1] - corners[0]) + (corners[2] - corners[3])) / 4.0
    down = ((corners[3] - corners[0]) + (corners[2] - corners[1])) / 4.0
    signs = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)], np.float64)
    return np.asarray(corners.mean(0) + signs[:, :1] * across + signs[:, 1:] * down, np.float64)


def cut_matrix(corners: NDArray[np.floating]) -> Array:
    """2 x 3: picture px (edges of pixels) to px of the cut, in which the badge lies level about the middle."""
    angle = np.radians(slope_deg(corners))
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    longer = max(float(sides[0] + sides[2]), float(sides[1] + sides[3])) / 2.0
    scale = SPAN_PX / max(longer, 1e-6)
    c, s = np.cos(angle) * scale, np.sin(angle) * scale
    turn = np.array([[c, s], [-s, c]])
    shift = SIDE_PX / 2.0 - turn @ corners.mean(0)
    return np.column_stack([turn, shift])


def cut_of(picture: Picture, matrix: Array) -> Picture:
    """The cut's pixels; averaged where the picture is finer than the cut."""
    scale = float(np.hypot(matrix[0, 0], matrix[1, 0]))
    finer = max(1, int(np.ceil(1.0 / scale / 1.5)))
    centred = matrix.copy() * finer
    # pixel centres map to pixel centres
    centred[:, 2] += 0.5 * (centred[:, 0] + centred[:, 1]) - 0.5
    side = SIDE_PX * finer
    flags = cv2.INTER_LINEAR if scale < 1.5 else cv2.INTER_CUBIC
    cut = cv2.warpAffine(picture, centred, (side, side), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    if finer > 1:
        cut = cv2.resize(cut, (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_AREA)
    return np.asarray(cut, np.uint8)


def find_outline(picture: Picture, corners: Array, session: ort.InferenceSession | None = None) -> Outline | None:
    """The outline near the corners that the chart gave, 4 x 2 picture px; None where there is none to be found."""
    start = corners = np.asarray(corners, np.float64)
    longest = float(np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1).max())
    doubt = 90.0
    for _ in range(LOOKS):
        if not np.all(np.isfinite(corners)) or float(np.linalg.norm(corners[1] - corners[0])) < LEAST_SIDE_PX:
            return None
        matrix = cut_matrix(corners)
        seen = cut_of(picture, matrix)[None, ..., ::-1].astype(np.float32) / np.float32(255.0)
        found, spread = (session or _session()).run(None, {"cut": np.ascontiguousarray(seen)})
        back = cv2.invertAffineTransform(matrix)
        corners = parallel(np.asarray(found[0], np.float64)) @ back[:, :2].T + back[:, 2]
        doubt = float(np.exp(spread[0, 0]))
    if float(np.abs(corners - start).max()) > LARGEST_CHANGE * longest:
        return None
    return Outline(corners, slope_deg(corners), doubt)
