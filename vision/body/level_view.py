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
    local = np.stack([(xy[:, 0] - camera.cx) / f, (xy[:, 1] - camera.cy) / f, np.ones(len(xy))], axis=1)
    world = local @ camera.rotation().T
    depth = np.maximum(world[:, 2], 0.02)
    return np.stack([world[:, 0] / depth, -world[:, 1] / depth], axis=1)
