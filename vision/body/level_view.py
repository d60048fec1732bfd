"""Body points as a level camera would see them: the camera's tilt and lean taken out.

In a level picture every vertical of the room is vertical and the horizon is at v = 0, wherever the real camera looks.
"""

import math

import numpy as np
from numpy.typing import NDArray

from vision.camera import ASSUMED_HFOV_DEG, Camera

Array = NDArray[np.float64]


def focal_px(camera: Camera) -> float:
    """The focal length; for an assumed lens the usual webcam's across the LONGER side, so that a webcam turned on its
    side for a portrait picture keeps its lens."""
    if camera.calibrated:
        return camera.fx
    return max(camera.width_px, camera.height_px) / 2.0 / math.tan(math.radians(ASSUMED_HFOV_DEG) / 2.0)


def level_points(xy_px: NDArray[np.floating], camera: Camera) -> Array:
    """N x 2 px -> N x 2 (u right, v down) on the plane one unit before a level camera.

    A camera without a known pitch is taken as level: u and v are then only the centred pixels over the focal length.
    A point on the horizon or above the camera's reach (more than 89 deg off the level axis) is clipped far out.
    """
    xy = camera.straight(xy_px)
    f = focal_px(camera)
    across, down = (xy[:, 0] - camera.cx) / f, (xy[:, 1] - camera.cy) / f
    # a few points many times in every frame: written out, it takes a third of the time of stacked arrays
    right, up, away = (float(x) * across + float(y) * down + float(z) for x, y, z in camera.rotation())
    depth = np.maximum(away, 0.02)
    return np.array([right / depth, -up / depth]).T
