"""Heads for the tests: a face mesh in its canonical shape, and masks painted by hand."""

from collections.abc import Callable

import numpy as np

from tests.landmark_figures import landmarks_of
from vision.body.view import view_of
from vision.camera import Camera
from vision.face import mesh
from vision.families import MeasureContext
from vision.frame import Frame
from vision.grooming.chart import SIDE_PX, HeadChart, chart_of
from vision.grooming.parts import CELLS, HeadParts, Part
from vision.landmarks.points import Body, BodyPoint, Face, Person, Points
from vision.observation import Quality
from vision.setup import Setup

SIZE = (640, 480)
EYES = (320.0, 200.0)
CM_PX = 7.0
CANONICAL_CM = {
    54: (-6.28, 6.62), 103: (-5.13, 7.49), 67: (-3.52, 8.01), 109: (-1.89, 8.24), 10: (0.00, 8.26), 338: (1.89, 8.24),
    297: (3.52, 8.01), 332: (5.13, 7.49), 284: (6.28, 6.62), 300: (5.72, 4.25), 293: (4.99, 4.80), 334: (3.99, 5.11),
    296: (2.76, 5.10), 336: (1.40, 5.01), 9: (0.00, 4.89), 107: (-1.40, 5.01), 66: (-2.76, 5.10), 105: (-3.99, 5.11),
    63: (-4.99, 4.80), 70: (-5.72, 4.25), 55: (-1.22, 4.14), 65: (-2.64, 4.52), 52: (-3.73, 4.51), 53: (-4.59, 4.30),
    46: (-5.25, 3.88), 276: (5.25, 3.88), 283: (4.59, 4.30), 282: (3.73, 4.51), 295: (2.64, 4.52), 285: (1.22, 4.14),
    152: (0.00, -9.40), 33: (-4.45, 2.66), 133: (-1.86, 2.59), 362: (1.86, 2.59), 263: (4.45, 2.66),
}  # fmt: skip
"""MediaPipe's canonical face (Apache-2.0): the points that are read, x to the wearer's left, y up."""


def face(size: float = 1.0, turn_deg: float = 0.0, yaw_deg: float = 0.0) -> Face:
    """A face turned in the picture; `yaw_deg` moves only what tells the yaw, + when its left side is seen."""
    xy = np.zeros((478, 2), np.float32)
    c, s = np.cos(np.radians(turn_deg)), np.sin(np.radians(turn_deg))
    for index, (x, y) in CANONICAL_CM.items():
        right, down = CM_PX * size * x, -CM_PX * size * (y - 2.62)
        xy[index] = (EYES[0] + c * right - s * down, EYES[1] + s * right + c * down)
    half = 7.2 * CM_PX * size
    depth = np.zeros(478, np.float32)
    for index, side in ((mesh.LEFT_SIDE, 1.0), (mesh.RIGHT_SIDE, -1.0)):
        xy[index] = (EYES[0] + side * half * np.cos(np.radians(yaw_deg)), EYES[1])
        depth[index] = -side * half * np.sin(np.radians(yaw_deg))
    points = Points(xy, depth, np.ones(478, np.float32), np.full(478, 2, np.uint8))
    return Face(points, 1.0, 17.0 * CM_PX * size)


def person(yaw_deg: float = 0.0, size: float = 1.0, meshed: bool = True) -> Person:
    """Nose and ears say how far the head is turned, + when the wearer's left side is seen."""
    xy = np.tile(np.array(EYES, np.float32), (33, 1))
    unit = 17.66 * CM_PX * size
    xy[BodyPoint.NOSE] += (-0.42 * unit * np.sin(np.radians(yaw_deg)), 0.2 * unit)
    half = 0.34 * unit * np.cos(np.radians(yaw_deg))
    xy[BodyPoint.LEFT_EAR] += (half, 0.05 * unit)
    xy[BodyPoint.RIGHT_EAR] += (-half, 0.05 * unit)
    for point in (BodyPoint.MOUTH_LEFT, BodyPoint.MOUTH_RIGHT):
        xy[point] += (0.0, unit / 2.75)
    points = Points(xy, np.zeros(33, np.float32), np.ones(33, np.float32), np.full(33, 2, np.uint8))
    body = Body(points, np.zeros((33, 3), np.float32), 1.0)
    return Person(body, face(size, yaw_deg=yaw_deg) if meshed else None, None, None)


def context(of: Person, azimuth: float = 0.0) -> MeasureContext:
    """One frame of this person."""
    seen = landmarks_of(of.body.points.xy, SIZE)
    return MeasureContext(
        Frame(np.zeros((SIZE[1], SIZE[0], 3), np.uint8)), seen, of, view_of(azimuth), azimuth, 4.0,
        Camera.assumed(*SIZE), Setup(), Quality(),
    )  # fmt: skip


Painter = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""Units across and down, CELLS x CELLS each, to where a part lies."""


def head(of: Person, yaw_deg: float = 0.0, headwear: float = 0.0, **parts: Painter) -> HeadParts:
    """A head whose mask is skin in an oval and nothing elsewhere, with `parts` painted over it in their order."""
    chart = chart_of(of)
    assert isinstance(chart, HeadChart)
    inside = np.ones((CELLS, CELLS), bool)
    grey = np.full((SIDE_PX, SIDE_PX, 3), 128, np.uint8)
    blank = HeadParts(chart, np.zeros((8, CELLS, CELLS), np.float32), headwear, yaw_deg, inside, grey)
    across, down = np.meshgrid(blank.columns(), blank.rows())
    labels = np.where((across / 0.45) ** 2 + ((down - 0.05) / 0.62) ** 2 < 1, Part.SKIN, Part.BACKGROUND)
    for name, painter in parts.items():
        labels[painter(across, down)] = Part[name.upper()]
    belief = np.stack([labels == part for part in Part]).astype(np.float32)
    return HeadParts(chart, belief, headwear, yaw_deg, inside, blank.pixels)
