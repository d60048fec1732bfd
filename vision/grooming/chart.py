"""The head rectified: a small square picture in which every head stands upright and has the same size.

The origin is the middle between the eyes, the downward axis runs along the face, and one unit is the height of the
face from the forehead's upper edge to the chin. The square reaches from above the hair to below the collar; sideways
its middle lies between the ears, so that in a side view face and back of the head are both inside.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.face import mesh
from vision.frame import Picture
from vision.landmarks.points import BodyPoint, Face, Person
from vision.upright_chart import UprightChart

SIDE_PX = 160
SPAN = 2.2
"""Units of the chart's side."""
TOP = -1.0
"""Height of the chart's upper edge, units, + down from the eyes."""
POSE_UNIT = 2.75
"""Face heights in distances between the middle of the eyes and the middle of the mouth, as the body's points lie."""
FARTHEST_SHIFT = 0.6


@dataclass(frozen=True, slots=True)
class HeadChart(UprightChart):
    """The origin is the middle between the eyes, the axis runs along the face."""

    shift: float
    """Middle between the ears, units to the right of the origin as the camera sees it."""

    def to_chart(self, xy: NDArray[np.floating], side_px: int = SIDE_PX, margin: float = 0.0) -> NDArray[np.float64]:
        """N x 2 picture px -> N x 2 chart px, 0 = the outer edge of the first pixel."""
        units = self.to_units(xy) - (self.shift - SPAN / 2 - margin, TOP - margin)
        return np.asarray(units * (side_px / (SPAN + 2 * margin)))

    def cut(self, picture: Picture, side_px: int = SIDE_PX, margin: float = 0.0) -> Picture:
        """The chart's pixels, square x 3 like the picture. `margin`: units added on every side."""
        corner = (self.shift - SPAN / 2 - margin, TOP - margin)
        return self.window(picture, side_px, corner, SPAN + 2 * margin)

    def window(self, picture: Picture, side_px: int, corner: tuple[float, float], span: float) -> Picture:
        """A square of `span` units with its upper left at `corner`; beyond the picture's edge its rim is repeated."""
        step = span * self.unit_px / side_px
        return self.pixels(picture, (side_px, side_px), corner, step, beyond=None)


def chart_of(person: Person) -> HeadChart | None:
    """The chart of a head; None where the face's points span nothing."""
    body = person.body.points.xy.astype(np.float64)
    placed = _from_mesh(person.face) if person.face is not None else _from_body(body)
    if placed is None:
        return None
    origin, down, unit = placed
    chart = HeadChart(float(origin[0]), float(origin[1]), (float(down[0]), float(down[1])), unit, 0.0)
    ears = chart.to_units(body[[BodyPoint.LEFT_EAR, BodyPoint.RIGHT_EAR]]).mean(0)
    shift = float(np.clip(ears[0], -FARTHEST_SHIFT, FARTHEST_SHIFT))
    return HeadChart(chart.x, chart.y, chart.down, unit, shift)


Placed = tuple[NDArray[np.float64], NDArray[np.float64], float]


def _from_mesh(face: Face) -> Placed | None:
    xyz = np.column_stack([face.points.xy, face.points.z]).astype(np.float64)
    axis = xyz[mesh.CHIN] - xyz[mesh.FOREHEAD]
    corners = (mesh.RIGHT_EYE_OUTER, mesh.RIGHT_EYE_INNER, mesh.LEFT_EYE_INNER, mesh.LEFT_EYE_OUTER)
    return _placed(xyz[list(corners), :2].mean(0), axis[:2], float(np.linalg.norm(axis)))


def _from_body(body: NDArray[np.float64]) -> Placed | None:
    eyes = body[[BodyPoint.LEFT_EYE, BodyPoint.RIGHT_EYE]].mean(0)
    axis = body[[BodyPoint.MOUTH_LEFT, BodyPoint.MOUTH_RIGHT]].mean(0) - eyes
    return _placed(eyes, axis, POSE_UNIT * float(np.linalg.norm(axis)))


def _placed(origin: NDArray[np.float64], axis: NDArray[np.float64], unit: float) -> Placed | None:
    length = float(np.linalg.norm(axis))
    if not (math.isfinite(length) and math.isfinite(unit)) or length < 1.0 or unit < 4.0:
        return None
    return origin, axis / length, unit
