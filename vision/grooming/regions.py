"""Places of the head in the chart's units: forehead, brows, ears, chin."""

import numpy as np
from numpy.typing import NDArray

from vision.face import mesh
from vision.grooming.chart import HeadChart
from vision.landmarks.points import BodyPoint, Face, Person, Side

Polygon = NDArray[np.float64]

HAIRLINE = (54, 103, 67, 109, 10, 338, 297, 332, 284)
BROW_TOPS = (300, 293, 334, 296, 336, 9, 107, 66, 105, 63, 70)
BROWS = {
    Side.RIGHT: (70, 63, 105, 66, 107, 55, 65, 52, 53, 46),
    Side.LEFT: (336, 296, 334, 293, 300, 276, 283, 282, 295, 285),
}
HAIRLINE_ROOM = 0.22
"""The mesh's upper edge lies at an average hairline: so much of the forehead below it is left to low hairlines."""
STRIP_LOW, STRIP_HIGH = 0.06, 0.15
"""Units above a brow's upper edge."""
EAR_HALF_WIDTH, EAR_HALF_HEIGHT = 0.11, 0.145
EAR_BEHIND_MESH, EAR_BEHIND_BODY, EAR_BELOW = 0.155, 0.17, 0.05
"""Units: an ear's middle behind the mesh's side, or behind the body's ear point in a side view, and below it."""
EAR_REACH = 0.26
EAR_AREA = 0.05
"""Square units of an ear seen from the side: the median of rendered people."""


def forehead(face: Face, chart: HeadChart) -> Polygon:
    """The forehead between brows and hairline."""
    low = chart.to_units(face.points.xy[list(BROW_TOPS)])
    top = chart.to_units(face.points.xy[list(HAIRLINE)])
    # the points of the lower edge that lie under those of the upper one, right to left
    under = low[::-1][[0, 1, 2, 3, 5, 7, 8, 9, 10]]
    return np.concatenate([top + HAIRLINE_ROOM * (under - top), low])


def forehead_side(face: Face, chart: HeadChart, side: Side) -> Polygon:
    """The half of the forehead over one eye."""
    outline = forehead(face, chart)
    # hairline from the right to the left, then the brows' tops back to the right; the middles of both are shared
    chosen = (0, 1, 2, 3, 4, 14, 15, 16, 17, 18, 19) if side is Side.RIGHT else (4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14)
    return outline[list(chosen)]


def brow(face: Face, chart: HeadChart, side: Side) -> Polygon:
    """One brow."""
    return chart.to_units(face.points.xy[list(BROWS[side])])


def above_brow(face: Face, chart: HeadChart, side: Side) -> Polygon:
    """The strip of forehead just above one brow."""
    top = chart.to_units(face.points.xy[list(BROWS[side][:5])])
    return np.concatenate([top - (0.0, STRIP_LOW), (top - (0.0, STRIP_HIGH))[::-1]])


def chin_height(face: Face, chart: HeadChart) -> float:
    """The chin's lower edge, units below the eyes."""
    return float(chart.to_units(face.points.xy[[mesh.CHIN]])[0, 1])


def ear(person: Person, chart: HeadChart, side: Side, yaw_deg: float, reach: float = 0.0) -> Polygon:
    """An ellipse inside the ear of the side that is seen; with `reach`, units, a circle about where it may lie."""
    turned = float(np.sin(np.radians(min(abs(yaw_deg), 90.0))))
    # the back of the head lies to the right in the picture where the left side is seen
    back = 1.0 if side is Side.LEFT else -1.0
    if person.face is not None:
        near = person.face.points.xy[[mesh.LEFT_SIDE if side is Side.LEFT else mesh.RIGHT_SIDE]]
        behind = EAR_BEHIND_MESH * min(1.0, turned / 0.6)
    else:
        near = person.body.points.xy[[BodyPoint.LEFT_EAR if side is Side.LEFT else BodyPoint.RIGHT_EAR]]
        behind = EAR_BEHIND_BODY
    middle = chart.to_units(near)[0] + (back * behind, EAR_BELOW)
    half = (reach, reach) if reach else (EAR_HALF_WIDTH * min(1.0, 0.45 + turned), EAR_HALF_HEIGHT)
    turn = np.linspace(0.0, 2.0 * np.pi, 25)[:-1]
    return np.asarray(middle + np.column_stack([half[0] * np.cos(turn), half[1] * np.sin(turn)]))
