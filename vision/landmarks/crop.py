"""Turned square crops: from the picture to a model's input, and from the model's output back to the picture."""

import math
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.frame import Picture
from vision.landmarks.points import Floats

# Two workers share two cores; OpenCV's own pool would only fight them.
cv2.setNumThreads(1)

FULL_TURN_RAD = 2.0 * math.pi


@dataclass(frozen=True, slots=True)
class Crop:
    """A square window turned about its centre, in picture pixels."""

    cx: float
    cy: float
    side: float
    angle_rad: float = 0.0
    """+ turns the window clockwise as seen in the picture (x right, y down)."""

    def moved(self, along_x: float, along_y: float) -> "Crop":
        """The window shifted along its own turned axes, px."""
        c, s = math.cos(self.angle_rad), math.sin(self.angle_rad)
        return Crop(
            self.cx + along_x * c - along_y * s, self.cy + along_x * s + along_y * c, self.side, self.angle_rad
        )

    def to_picture(self, unit: NDArray[np.floating]) -> Floats:
        """N x 2 in units of the window (0..1) -> N x 2 picture px."""
        c, s = math.cos(self.angle_rad), math.sin(self.angle_rad)
        x = (unit[:, 0] - 0.5) * self.side
        y = (unit[:, 1] - 0.5) * self.side
        return np.stack([self.cx + x * c - y * s, self.cy + x * s + y * c], axis=1).astype(np.float32)

    def to_unit(self, xy_px: NDArray[np.floating]) -> Floats:
        """N x 2 picture px -> N x 2 in units of the window (0..1 inside)."""
        c, s = math.cos(self.angle_rad), math.sin(self.angle_rad)
        x, y = xy_px[:, 0] - self.cx, xy_px[:, 1] - self.cy
        return np.stack([(x * c + y * s) / self.side + 0.5, (y * c - x * s) / self.side + 0.5], axis=1).astype(
            np.float32
        )

    def turned_to_picture(self, xyz: NDArray[np.floating]) -> Floats:
        """N x 3 of a metric model in the window's axes -> the same in the picture's axes (only turned)."""
        c, s = math.cos(self.angle_rad), math.sin(self.angle_rad)
        x, y, z = xyz[:, 0], xyz[:, 1], xyz[:, 2]
        return np.stack([x * c - y * s, x * s + y * c, z], axis=1).astype(np.float32)

    def near(self, other: "Crop", shift: float = 0.35, scale: float = 1.6) -> bool:
        """True where both windows show about the same thing: centres and sides agree.

        `shift`: allowed distance of the centres in sides of the larger one; `scale`: allowed ratio of the sides.
        """
        larger, smaller = max(self.side, other.side), max(min(self.side, other.side), 1e-6)
        return math.hypot(self.cx - other.cx, self.cy - other.cy) <= shift * larger and larger / smaller <= scale


def wrapped(angle_rad: float) -> float:
    """The same direction in -pi .. pi."""
    return angle_rad - FULL_TURN_RAD * math.floor((angle_rad + math.pi) / FULL_TURN_RAD)


def extent(xy: NDArray[np.floating]) -> float:
    """Longer side of the points' box, px, at least 1."""
    return max(float(np.ptp(xy[:, 0])), float(np.ptp(xy[:, 1])), 1.0)


def turn_of(start: NDArray[np.floating], end: NDArray[np.floating], target_rad: float) -> float:
    """How far a window must be turned so that start -> end points to `target_rad` (0 = right, pi/2 = up) in it."""
    return wrapped(target_rad - math.atan2(-(float(end[1]) - float(start[1])), float(end[0]) - float(start[0])))


def crop_by_radius(centre: NDArray[np.floating], rim: NDArray[np.floating], target_rad: float, scale: float) -> Crop:
    """The window around a circle given by its centre and a point on its rim (BlazePose's alignment points)."""
    radius = math.hypot(float(rim[0] - centre[0]), float(rim[1] - centre[1]))
    return Crop(float(centre[0]), float(centre[1]), max(2.0 * radius * scale, 1.0), turn_of(centre, rim, target_rad))


def crop_around(xy: NDArray[np.floating], angle_rad: float, scale: float, shift_y: float = 0.0) -> Crop:
    """The square window, turned by `angle_rad`, around all points; `shift_y` in heights of the points' box."""
    c, s = math.cos(angle_rad), math.sin(angle_rad)
    x, y = xy[:, 0] * c + xy[:, 1] * s, xy[:, 1] * c - xy[:, 0] * s
    width, height = float(np.ptp(x)), float(np.ptp(y))
    mid_x, mid_y = float(x.min()) + width / 2.0, float(y.min()) + height / 2.0
    centre = Crop(mid_x * c - mid_y * s, mid_x * s + mid_y * c, max(width, height, 1.0) * scale, angle_rad)
    return centre.moved(0.0, shift_y * height)


def cut(picture: Picture, crop: Crop, size: int, low: float = 0.0, *, repeat_edge: bool = True) -> Floats:
    """Cut a window for a model: 1 x size x size x 3, red-green-blue, values `low`..1.

    Landmark models were trained with the picture's edge repeated outside it, detectors with black: black round a
    landmark crop moves the joints of half-body pictures by 7-20 px.
    """
    c, s = math.cos(crop.angle_rad), math.sin(crop.angle_rad)
    step = crop.side / size
    offset = (1.0 - size) / 2.0 * step
    # pixel centres of the input map to pixel centres of the picture
    matrix = np.array(
        [
            [c * step, -s * step, crop.cx - 0.5 + c * offset - s * offset],
            [s * step, c * step, crop.cy - 0.5 + s * offset + c * offset],
        ],
        dtype=np.float64,
    )
    border = cv2.BORDER_REPLICATE if repeat_edge else cv2.BORDER_CONSTANT
    small = cv2.warpAffine(
        picture, matrix, (size, size), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=border
    )
    rgb = cv2.cvtColor(small, cv2.COLOR_BGR2RGB)
    values = np.multiply(rgb, np.float32((1.0 - low) / 255.0), dtype=np.float32)
    if low:
        values += np.float32(low)
    return np.asarray(values[None], dtype=np.float32)


def spread(values: Floats, crop: Crop, width_px: int, height_px: int) -> Floats:
    """The reverse of `cut` for a size x size answer: height_px x width_px, zero outside the window."""
    size = values.shape[0]
    c, s = math.cos(crop.angle_rad), math.sin(crop.angle_rad)
    step = size / crop.side
    middle = (size - 1.0) / 2.0
    x0, y0 = crop.cx - 0.5, crop.cy - 0.5
    matrix = np.array(
        [
            [c * step, s * step, middle - (c * x0 + s * y0) * step],
            [-s * step, c * step, middle - (c * y0 - s * x0) * step],
        ],
        dtype=np.float64,
    )
    return np.asarray(
        cv2.warpAffine(
            values.astype(np.float32),
            matrix,
            (width_px, height_px),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_CONSTANT,
        ),
        dtype=np.float32,
    )
