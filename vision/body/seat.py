"""How much of the seat is sat on, from the pelvis against the calibrated chair.

The seat's corners are put on the plane of its height; the middle of the hips is cast onto the upright plane through
the seat's middle, along its depth. From the side that plane stands square to the line of sight; the nearer the view
comes to the front, the farther a pixel of the hips moves along the seat, and the sigma says so.
Hip joints lie ahead of the buttocks' rear by `HIP_AHEAD_M` (rendered people, spread `HIP_SPREAD_M`).
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.camera import Camera
from vision.chair import Chair
from vision.families import MeasureContext
from vision.landmarks.points import BodyPoint, Provenance
from vision.measure import Measure, View
from vision.reason import Reason

NAMES = ("seat_depth_ratio", "back_gap_cm")

HIP_AHEAD_M = 0.150
HIP_SPREAD_M = 0.022
_HIP_SIGMA_PER_TRUNK = 0.02
"""Of the hips' middle in the picture, in trunk lengths."""
_SHALLOWEST_VIEW = 0.28
"""Sine of the angle between line of sight and the seat's depth below which depth cannot be read (16 deg)."""
_MOST_OUTSIDE = 0.35
"""A pelvis farther than this share of the depth before or behind the seat sits on another chair."""


@dataclass(frozen=True, slots=True)
class SeatReading:
    """Where the pelvis is along the seat."""

    gap_m: float
    """Backrest to the buttocks' rear."""
    sigma_m: float
    depth_m: float


def read_seat(chair: Chair, camera: Camera, hips_px: NDArray[np.floating], sigma_px: float) -> SeatReading | None:
    """The pelvis on the calibrated seat; None where the view runs along the seat's depth or misses the seat.

    `camera` must know the floor. `hips_px`: middle of the hips, 2 px.
    """
    corners = np.array([*chair.front_edge_px, *chair.rear_edge_px], dtype=np.float64)
    world = camera.on_plane(corners, chair.seat_height_m)
    if np.any(np.isnan(world)):
        return None
    front, rear = world[:2].mean(axis=0), world[2:].mean(axis=0)
    axis = front - rear
    axis[1] = 0.0
    length = float(np.linalg.norm(axis))
    if not 0.3 < length / chair.seat_depth_m < 3.0:
        return None
    axis /= length
    across = np.cross(axis, np.array([0.0, 1.0, 0.0]))
    eye = np.array([0.0, camera.height_m or 0.0, 0.0])
    pixels = np.stack([hips_px, np.asarray(hips_px) + np.array([1.0, 0.0])])
    rays = camera.rays(pixels)
    sines = np.abs(rays @ across) / np.linalg.norm(rays, axis=1)
    if sines[0] < _SHALLOWEST_VIEW:
        return None
    scale = ((rear - eye) @ across) / (rays @ across)
    along = (eye + scale[:, None] * rays - rear) @ axis
    per_px = abs(float(along[1] - along[0]))
    gap = float(along[0]) - HIP_AHEAD_M
    # a step sideways on the seat also moves the cast point: 2 cm, more the flatter the view
    sideways = 0.02 * math.sqrt(max(1.0 - float(sines[0]) ** 2, 0.0)) / float(sines[0])
    sigma = math.hypot(math.hypot(HIP_SPREAD_M, sideways), per_px * sigma_px)
    return SeatReading(gap, sigma, chair.seat_depth_m)


def measure_seat(context: MeasureContext) -> Iterable[Measure]:
    """seat_depth_ratio and back_gap_cm, or why not."""
    reading = _reading(context)
    if isinstance(reading, Reason):
        return [Measure.missing(name, reading, context.view) for name in NAMES]
    ratio = 1.0 - reading.gap_m / reading.depth_m
    return [
        Measure("seat_depth_ratio", ratio, reading.sigma_m / reading.depth_m, view=context.view),
        Measure("back_gap_cm", 100.0 * reading.gap_m, 100.0 * reading.sigma_m, view=context.view),
    ]


def _reading(context: MeasureContext) -> SeatReading | Reason:
    chair, camera = context.setup.chair, context.camera
    if context.seated_probability < 0.5:
        return Reason.NOT_SEATED
    if chair is None:
        return Reason.NEEDS_CHAIR
    if not (camera.calibrated and camera.knows_floor):
        return Reason.NEEDS_CAMERA
    points = context.person.body.points
    hips = (BodyPoint.LEFT_HIP, BodyPoint.RIGHT_HIP)
    if any(points.provenance[hip] == Provenance.MISSING for hip in hips):
        return Reason.TRUNK_OUTSIDE
    xy = points.xy.astype(np.float64)
    middle = xy[list(hips)].mean(axis=0)
    trunk = float(np.linalg.norm(xy[[BodyPoint.LEFT_SHOULDER, BodyPoint.RIGHT_SHOULDER]].mean(axis=0) - middle))
    reading = read_seat(chair, camera, middle, _HIP_SIGMA_PER_TRUNK * trunk)
    if reading is None or context.view in (View.FRONT, View.BACK):
        return Reason.NEEDS_SIDE_VIEW
    if not -_MOST_OUTSIDE < reading.gap_m / reading.depth_m < 1.0 + _MOST_OUTSIDE:
        return Reason.AMBIGUOUS
    return reading
