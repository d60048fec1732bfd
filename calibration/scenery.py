"""Has the camera moved since it was calibrated? Corners of the room, found again, tell by how much and how.

ORB corners with binary descriptors (Rublee et al. 2011) of the room without the people in it are kept beside the
camera file. Seen again, those that fit one turn of the camera vote for it (random sample consensus, Fischler and
Bolles 1981), and the turn and the zoom are then fitted to all of them at once. A camera that was shifted without
being turned reads as a turn, because nothing here knows how far the walls are: 5 cm are about 1 degree at 3 m.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.camera import Camera
from vision.frame import Picture
from vision.landmarks.points import Box, Landmarks, Provenance

PAN_LIMIT_DEG = 1.0
"""The chair's edges lie 4 cm off at 2.5 m, a tenth of the seat's depth."""
TILT_LIMIT_DEG = 1.0
"""A camera 1.3 m high then puts the mark 11 cm too near or far, and reads 60 degrees between the feet 1.5 wrong."""
ROLL_LIMIT_DEG = 0.7
"""Goes one to one into the shoulders' tilt and the trunk's lean, whose own sigma is about as large."""
ZOOM_LIMIT = 0.02
"""Share of the focal length: every length in cm is off by as much."""

_WORKING_PX = 960
"""Long side at which corners are looked for, so that one camera's picture sizes give the same ones."""
_CELLS, _PER_CELL = 8, 14
_PATCH_PX = 31
_FEWEST_CORNERS = 40
_FEWEST_FITTING = 12
_LEAST_SHARE = 0.3
_NEAR_PX = 3.0
"""At the working size."""
_DARK_LUMA = 45.0
_UNALIKE_BITS = 64
_RATIO = 0.85
_SURE = 0.5
"""A turn counts where its sigma is at most this share of its limit."""


class Standing(StrEnum):
    """What the comparison says."""

    UNMOVED = "unmoved"
    MOVED = "moved"
    CANNOT_TELL = "cannot_tell"


class Doubt(StrEnum):
    """Why it cannot be told."""

    TOO_DARK = "too_dark"
    TOO_FEW_MARKS = "too_few_marks"
    """A plain room, or a covered one: too few corners to go by."""
    NOT_RECOGNISED = "not_recognised"
    """Another room, a rearranged one, or a camera turned right away from it."""
    OTHER_SHAPE = "other_shape"
    """The picture's sides have another proportion than at calibration."""


@dataclass(frozen=True, slots=True)
class Scenery:
    """The room's corners. No picture is kept, and nothing of where a person stood."""

    size: tuple[int, int]
    """Width, height of the picture, px."""
    points_px: NDArray[np.float32]
    """N x 2."""
    descriptors: NDArray[np.uint8]
    """N x 32: 256 comparisons of brightness round each corner."""
    dark: bool = False

    @property
    def telling(self) -> bool:
        """True where there are corners enough to recognise the room by."""
        return not self.dark and len(self.points_px) >= _FEWEST_CORNERS


@dataclass(frozen=True, slots=True)
class Movement:
    """How the camera stands against its calibration. The angles are the camera's, 0 where it cannot be told."""

    standing: Standing
    doubt: Doubt | None = None
    pan_deg: float = 0.0
    """+ turned to its own right."""
    tilt_deg: float = 0.0
    """+ turned up."""
    roll_deg: float = 0.0
    """+ leans to its own left, as in the camera file."""
    zoom_ratio: float = 1.0
    """Focal length now over that of the calibration."""
    fitting: int = 0
    """How many corners agree."""


def scenery_of(picture: Picture, occupied: Sequence[Box] = ()) -> Scenery:
    """The room in this picture. `occupied`: whatever must not be kept, people above all; px of the picture."""
    height_px, width_px = picture.shape[:2]
    scale = _WORKING_PX / max(height_px, width_px)
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    small = cv2.resize(
        grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    )
    orb = cv2.ORB.create(nfeatures=4000, scaleFactor=1.25, nlevels=4, fastThreshold=6, patchSize=_PATCH_PX)
    mask = _free(small.shape[:2], occupied, scale)
    corners = _spread(orb.detect(small, mask), (small.shape[1], small.shape[0]))
    described, found = orb.compute(small, corners)
    dark = float(np.percentile(small, 95)) < _DARK_LUMA
    if found is None or not len(described):
        return Scenery((width_px, height_px), np.zeros((0, 2), np.float32), np.zeros((0, 32), np.uint8), dark)
    points = np.array([corner.pt for corner in described], np.float32) / np.float32(scale)
    return Scenery((width_px, height_px), points, np.asarray(found, np.uint8), dark)


def occupied_by(landmarks: Landmarks) -> tuple[Box, ...]:
    """Where people are: round every body point that lies in the picture, with room for hair, and every bystander."""
    boxes = list(landmarks.bystanders)
    if landmarks.person is not None:
        points = landmarks.person.body.points
        xy = points.xy[points.provenance != Provenance.MISSING].astype(np.float64)
        if len(xy):
            (x0, y0), (x1, y1) = xy.min(axis=0), xy.max(axis=0)
            boxes.append(Box(float(x0), float(y0 - 0.12 * (y1 - y0)), float(x1), float(y1)))
    return tuple(boxes)


def compare(stored: Scenery, now: Scenery, camera: Camera) -> Movement:
    """How the camera has moved between the two. `camera`: the calibrated one, for pictures of `now`'s size."""
    scale = now.size[0] / stored.size[0]
    if abs(stored.size[1] * scale - now.size[1]) > 2.0:
        return Movement(Standing.CANNOT_TELL, Doubt.OTHER_SHAPE)
    if now.dark:
        return Movement(Standing.CANNOT_TELL, Doubt.TOO_DARK)
    if not (stored.telling and now.telling):
        return Movement(Standing.CANNOT_TELL, Doubt.TOO_FEW_MARKS)
    before, after = _pairs(stored, now, scale)
    near_px = _NEAR_PX * max(now.size) / _WORKING_PX
    voters = _voters(before, after, near_px)
    if voters is None:
        return Movement(Standing.CANNOT_TELL, Doubt.NOT_RECOGNISED)
    turn, fitting = _settle(before, after, voters, camera, near_px)
    if fitting.sum() < max(_FEWEST_FITTING, _LEAST_SHARE * len(before)):
        return Movement(Standing.CANNOT_TELL, Doubt.NOT_RECOGNISED)
    return _judged(turn, _sigmas(turn, before[fitting], after[fitting], camera), int(fitting.sum()))


def _judged(turn: NDArray[np.float64], sigma: NDArray[np.float64], fitting: int) -> Movement:
    """The movement of that turn; unsure where its sigma is large against what matters."""
    limits = np.array([np.radians(PAN_LIMIT_DEG), np.radians(TILT_LIMIT_DEG), np.radians(ROLL_LIMIT_DEG), ZOOM_LIMIT])
    moved = bool(np.any(np.abs(turn) - 2.0 * sigma > limits)) or bool(
        np.any((np.abs(turn) > limits) & (sigma <= _SURE * limits))
    )
    if not moved and np.any(sigma > _SURE * limits):
        return Movement(Standing.CANNOT_TELL, Doubt.TOO_FEW_MARKS, fitting=fitting)
    pan, tilt, roll = (float(angle) for angle in np.degrees(turn[:3]))
    standing = Standing.MOVED if moved else Standing.UNMOVED
    return Movement(standing, None, pan, tilt, roll, float(np.exp(turn[3])), fitting)


def _free(shape: tuple[int, int], occupied: Sequence[Box], scale: float) -> NDArray[np.uint8]:
    """Where corners may be looked for: not in a box, and not so near that a corner's patch would reach into it."""
    mask = np.full(shape, 255, np.uint8)
    for box in occupied:
        x_margin, y_margin = 0.12 * box.width * scale + _PATCH_PX, 0.08 * box.height * scale + _PATCH_PX
        x0, x1 = int(max(box.x0 * scale - x_margin, 0)), int(max(box.x1 * scale + x_margin, 0))
        y0, y1 = int(max(box.y0 * scale - y_margin, 0)), int(max(box.y1 * scale + y_margin, 0))
        mask[y0:y1, x0:x1] = 0
    return mask


def _spread(corners: Sequence[cv2.KeyPoint], size: tuple[int, int]) -> list[cv2.KeyPoint]:
    """The strongest corners of each cell, so that one poster does not stand for the whole room."""
    cells: dict[tuple[int, int], list[cv2.KeyPoint]] = {}
    for corner in sorted(corners, key=lambda one: -one.response):
        cell = (int(corner.pt[0] * _CELLS / size[0]), int(corner.pt[1] * _CELLS / size[1]))
        kept = cells.setdefault(cell, [])
        if len(kept) < _PER_CELL:
            kept.append(corner)
    return [corner for kept in cells.values() for corner in kept]


def _pairs(stored: Scenery, now: Scenery, scale: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Places of the corners that are each other's nearest and clearly nearer than the next; px of `now`."""
    matcher = cv2.BFMatcher(cv2.NORM_HAMMING)
    back = {
        match[0].queryIdx: match[0].trainIdx for match in matcher.knnMatch(now.descriptors, stored.descriptors, 1)
    }
    chosen = [
        (match[0].queryIdx, match[0].trainIdx)
        for match in matcher.knnMatch(stored.descriptors, now.descriptors, 2)
        if match[0].distance <= _UNALIKE_BITS
        and match[0].distance < _RATIO * match[1].distance
        and back[match[0].trainIdx] == match[0].queryIdx
    ]
    places = np.array(chosen, dtype=np.intp).reshape(-1, 2)
    before = stored.points_px[places[:, 0]].astype(np.float64) * scale
    return before, now.points_px[places[:, 1]].astype(np.float64)


def _voters(before: NDArray[np.float64], after: NDArray[np.float64], near_px: float) -> NDArray[np.bool_] | None:
    """Which pairs agree on one shift, turn and scale of the picture: a small turn of the camera to first order."""
    if len(before) < _FEWEST_FITTING:
        return None
    cv2.setRNGSeed(1)
    _, inside = cv2.estimateAffinePartial2D(
        before, after, method=cv2.RANSAC, ransacReprojThreshold=2.0 * near_px, maxIters=2000, confidence=0.999
    )
    if inside is None or int(inside.sum()) < 6:
        return None
    return np.asarray(inside, dtype=np.bool_).reshape(-1)


def _settle(
    before: NDArray[np.float64],
    after: NDArray[np.float64],
    voters: NDArray[np.bool_],
    camera: Camera,
    near_px: float,
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Fit to the voters, ask who agrees, and again: pan, tilt, roll (rad), log of the zoom; and who agrees."""
    turn = np.zeros(4)
    fitting = voters
    for _ in range(6):
        for _ in range(3):
            slopes, misses = _slopes(turn, before[fitting], after[fitting], camera)
            turn = turn - np.linalg.lstsq(slopes, misses, rcond=None)[0]
        agreeing = np.linalg.norm(_seen(turn, before, camera) - after, axis=1) < near_px
        if agreeing.sum() < 6 or np.array_equal(agreeing, fitting):
            return turn, agreeing
        fitting = agreeing
    return turn, fitting


def _seen(turn: NDArray[np.float64], before: NDArray[np.float64], camera: Camera) -> NDArray[np.float64]:
    """Where a camera turned like this sees what the calibrated one saw at `before`; N x 2 px."""
    pan, tilt, roll, zoom = turn
    local = np.column_stack(
        [(before[:, 0] - camera.cx) / camera.fx, (before[:, 1] - camera.cy) / camera.fy, np.ones(len(before))]
    )
    # camera frame: x right, y down, z forward; each row vector is turned the other way than the camera
    turned = local @ _about(1, pan) @ _about(0, tilt) @ _about(2, -roll)
    ahead = np.maximum(turned[:, 2], 0.05)
    size = np.exp(zoom)
    return np.column_stack(
        [camera.cx + size * camera.fx * turned[:, 0] / ahead, camera.cy + size * camera.fy * turned[:, 1] / ahead]
    )


def _about(axis: int, angle: float) -> NDArray[np.float64]:
    """3 x 3: turn of the camera by `angle` (rad, right-handed) about one of its own axes."""
    return np.asarray(cv2.Rodrigues(angle * np.eye(3)[axis])[0], dtype=np.float64)


def _slopes(
    turn: NDArray[np.float64], before: NDArray[np.float64], after: NDArray[np.float64], camera: Camera
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """2N x 4 derivatives of the places after each parameter, and 2N misses; px."""
    here = _seen(turn, before, camera).reshape(-1)
    step = 1e-5
    columns = [(_seen(turn + step * unit, before, camera).reshape(-1) - here) / step for unit in np.eye(4)]
    return np.column_stack(columns), here - after.reshape(-1)


def _sigmas(
    turn: NDArray[np.float64], before: NDArray[np.float64], after: NDArray[np.float64], camera: Camera
) -> NDArray[np.float64]:
    """One sigma of each parameter, from how well the corners agree and how they are spread."""
    slopes, misses = _slopes(turn, before, after, camera)
    spread_px = max(0.5, float(np.sqrt(np.mean(misses**2))))
    return np.asarray(spread_px * np.sqrt(np.diag(np.linalg.pinv(slopes.T @ slopes))), dtype=np.float64)
