"""The camera: picture pixels to rays and to points on the floor; a pinhole behind a lens that may bend lines.

World frame: origin on the floor below the camera, x right, y up, z away from the camera (horizontal). Picture
pixels: x right, y down. `pitch_deg` + is up, `roll_deg` + turns the picture's content clockwise (the camera leans
to its own left), as in the camera files of the product's contract.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

ASSUMED_HFOV_DEG = 65.0
ASSUMED_PITCH_DEG, ASSUMED_PITCH_SIGMA_DEG = -8.0, 6.0
"""Of a camera that nobody calibrated and that shows a person down to the feet: a webcam above a screen looks down."""


@lru_cache(maxsize=16)
def _rotation(pitch_deg: float, roll_deg: float) -> NDArray[np.float64]:
    """`Camera.rotation` of these angles, made once and read-only: every measure of every frame asks for it."""
    pitch, roll = math.radians(pitch_deg), math.radians(roll_deg)
    forward = np.array([0.0, math.sin(pitch), math.cos(pitch)])
    up = np.array([0.0, math.cos(pitch), -math.sin(pitch)])
    right = np.array([1.0, 0.0, 0.0])
    # a roll leans the camera's own up vector; see tests/vision/test_camera.py for the sign against the renderer
    rolled_up = math.cos(roll) * up - math.sin(roll) * right
    rolled_right = math.cos(roll) * right + math.sin(roll) * up
    rotation = np.stack([rolled_right, -rolled_up, forward], axis=1)
    rotation.setflags(write=False)
    return rotation


@dataclass(frozen=True, slots=True)
class Camera:
    """Intrinsics in px of the picture they were given for, and where known the pose over the floor."""

    width_px: int
    height_px: int
    fx: float
    fy: float
    cx: float
    cy: float
    height_m: float | None = None
    pitch_deg: float | None = None
    roll_deg: float = 0.0
    calibrated: bool = True
    """False for an assumed lens: measures that need it widen their sigma."""
    bend: tuple[float, float] = (0.0, 0.0)
    """How the lens bends straight lines: k1 and k2 of Brown's radial model, as OpenCV has them."""

    @classmethod
    def from_hfov(
        cls,
        width_px: int,
        height_px: int,
        hfov_deg: float,
        *,
        height_m: float | None = None,
        pitch_deg: float | None = None,
        roll_deg: float = 0.0,
        calibrated: bool = True,
        bend: tuple[float, float] = (0.0, 0.0),
    ) -> "Camera":
        """Square pixels, the centre in the middle, `hfov_deg` across the picture's width."""
        f = width_px / 2.0 / math.tan(math.radians(hfov_deg) / 2.0)
        return cls(
            width_px,
            height_px,
            f,
            f,
            width_px / 2.0,
            height_px / 2.0,
            height_m,
            pitch_deg,
            roll_deg,
            calibrated,
            bend,
        )

    @classmethod
    def assumed(cls, width_px: int, height_px: int) -> "Camera":
        """The webcam that is assumed where none was calibrated."""
        return cls.from_hfov(width_px, height_px, ASSUMED_HFOV_DEG, calibrated=False)

    @property
    def knows_floor(self) -> bool:
        """True where height and pitch are known, so that pixels can be put on the floor."""
        return self.height_m is not None and self.pitch_deg is not None

    def rotation(self) -> NDArray[np.float64]:
        """3 x 3, camera frame (x right, y down, z forward) -> world frame."""
        return _rotation(self.pitch_deg or 0.0, self.roll_deg)

    @property
    def matrix(self) -> NDArray[np.float64]:
        """3 x 3 intrinsics."""
        return np.array([[self.fx, 0.0, self.cx], [0.0, self.fy, self.cy], [0.0, 0.0, 1.0]])

    def straight(self, xy_px: NDArray[np.floating]) -> NDArray[np.float64]:
        """N x 2 px -> N x 2 px where a lens that bends nothing would show the same points."""
        xy = np.asarray(xy_px, dtype=np.float64).reshape(-1, 2)
        if self.bend == (0.0, 0.0) or len(xy) == 0:
            return xy
        matrix = self.matrix
        # points beyond the picture are guesses; the model's polynomial runs away out there
        reach = 0.6 * np.array([self.width_px, self.height_px])
        middle = np.array([self.cx, self.cy])
        inside = np.clip(xy, middle - reach, middle + reach)
        undone = cv2.undistortPoints(inside[:, None], matrix, np.array([*self.bend, 0.0, 0.0]), P=matrix)
        return np.asarray(undone[:, 0] + (xy - inside), dtype=np.float64)

    def rays(self, xy_px: NDArray[np.floating]) -> NDArray[np.float64]:
        """N x 2 px -> N x 3 directions in the world frame (not normalised, camera-frame depth 1)."""
        xy = self.straight(xy_px)
        local = np.stack([(xy[:, 0] - self.cx) / self.fx, (xy[:, 1] - self.cy) / self.fy, np.ones(len(xy))], axis=1)
        return np.asarray(local @ self.rotation().T, dtype=np.float64)

    def on_plane(self, xy_px: NDArray[np.floating], height_m: float = 0.0) -> NDArray[np.float64]:
        """N x 2 px -> N x 3 m where the ray meets the horizontal plane `height_m` over the floor; nan above it."""
        if self.height_m is None:
            raise ValueError("on_plane needs a camera with a known height")
        rays = self.rays(xy_px)
        drop = height_m - self.height_m
        with np.errstate(divide="ignore", invalid="ignore"):
            scale = drop / rays[:, 1]
        scale = np.where(scale > 0, scale, np.nan)
        points = rays * scale[:, None]
        points[:, 1] += self.height_m
        return np.asarray(points, dtype=np.float64)
