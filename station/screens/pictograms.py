"""Pictograms of the asked poses, drawn by us on a 200 x 260 grid.

The figure is a mirror picture, like the person's own: a turn to the wearer's left turns to the left of the screen.
"""

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from station.view_state import Pose

Point = tuple[float, float]
Limb = tuple[Point, ...]

_FRONT_LIMBS: tuple[Limb, ...] = (
    ((79, 78), (70, 118), (68, 150)),
    ((121, 78), (130, 118), (132, 150)),
    ((89, 146), (88, 196), (86, 240)),
    ((111, 146), (112, 196), (114, 240)),
)
_FRONT_TRUNK: Limb = ((84, 72), (116, 72), (112, 148), (88, 148))


def paint(painter: QPainter, rect: QRectF, pose: Pose, colour: str, accent: str) -> None:
    """The figure in `colour`, arrows and what matters in `accent`, as large as `rect` allows, centred."""
    scale = min(rect.width() / 200.0, rect.height() / 260.0)
    painter.save()
    painter.translate(rect.center())
    painter.scale(scale, scale)
    painter.translate(-100.0, -130.0)
    _PAINTERS[pose](painter, colour, accent)
    painter.restore()


def _pen(colour: str, width: float) -> QPen:
    pen = QPen(QColor(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _line(painter: QPainter, points: Limb, colour: str, width: float) -> None:
    painter.setPen(_pen(colour, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline([QPointF(*point) for point in points])


def _head(painter: QPainter, centre: Point, colour: str) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(QPointF(*centre), 21.0, 23.0)


def _arrow(painter: QPainter, points: Limb, colour: str, width: float = 11.0, head: float = 20.0) -> None:
    """A polyline with a head at its end."""
    _line(painter, points, colour, width)
    (x0, y0), (x1, y1) = points[-2], points[-1]
    angle = math.atan2(y1 - y0, x1 - x0)
    wings = [(x1 - head * math.cos(angle + turn), y1 - head * math.sin(angle + turn)) for turn in (-0.7, 0.7)]
    _line(painter, (wings[0], (x1, y1), wings[1]), colour, width)


def _standing(painter: QPainter, colour: str, arms: tuple[Limb, ...] | None = None) -> None:
    _head(painter, (100, 36), colour)
    limbs = _FRONT_LIMBS if arms is None else (*arms, *_FRONT_LIMBS[2:])
    for limb in limbs:
        _line(painter, limb, colour, 15.0)
    path = QPainterPath()
    path.addPolygon([QPointF(*point) for point in _FRONT_TRUNK])
    path.closeSubpath()
    painter.setPen(_pen(colour, 14.0))
    painter.setBrush(QColor(colour))
    painter.drawPath(path)


def _paint_front(painter: QPainter, colour: str, accent: str) -> None:
    _standing(painter, colour)
    _line(painter, ((56, 254), (144, 254)), accent, 9.0)


def _turn_arrow(left: bool) -> Limb:
    points = [
        (100 + 80 * math.cos(math.radians(a)), 218 + 26 * math.sin(math.radians(a))) for a in range(-25, 171, 8)
    ]
    return tuple(points if left else [(200 - x, y) for x, y in points])


def _paint_turn(painter: QPainter, colour: str, accent: str, *, left: bool) -> None:
    painter.save()
    if not left:
        painter.translate(200.0, 0.0)
        painter.scale(-1.0, 1.0)
    _head(painter, (98, 36), colour)
    _line(painter, ((80, 37), (76, 41)), colour, 8.0)
    _line(painter, ((100, 76), (100, 146)), colour, 34.0)
    _line(painter, ((106, 146), (106, 236), (92, 238)), colour, 17.0)
    _line(painter, ((95, 146), (92, 236), (74, 238)), colour, 17.0)
    painter.restore()
    _arrow(painter, _turn_arrow(left), accent, 12.0, 26.0)


def _paint_bow(painter: QPainter, colour: str, accent: str) -> None:
    _head(painter, (52, 64), colour)
    _line(painter, ((76, 92), (122, 146)), colour, 34.0)
    _line(painter, ((80, 102), (88, 140), (94, 160)), colour, 13.0)
    _line(painter, ((123, 146), (126, 196), (124, 238), (104, 240)), colour, 18.0)
    arc = tuple(
        (122 + 122 * math.sin(math.radians(a)), 146 - 122 * math.cos(math.radians(a))) for a in range(8, -24, -4)
    )
    _arrow(painter, arc, accent)


def _paint_sit(painter: QPainter, colour: str, accent: str) -> None:
    _head(painter, (104, 40), colour)
    _line(painter, ((108, 82), (110, 144)), colour, 32.0)
    _line(painter, ((108, 92), (92, 122), (66, 138)), colour, 13.0)
    _line(painter, ((112, 152), (62, 152), (60, 238), (42, 240)), colour, 19.0)
    _line(painter, ((150, 84), (150, 240)), accent, 9.0)
    _line(painter, ((76, 176), (150, 176)), accent, 9.0)
    _line(painter, ((82, 176), (82, 240)), accent, 9.0)


def _paint_show_hands(painter: QPainter, colour: str, accent: str) -> None:
    arms: tuple[Limb, ...] = (((79, 78), (52, 108), (46, 78)), ((121, 78), (148, 108), (154, 78)))
    _standing(painter, colour, arms)
    for x in (45, 155):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(accent))
        painter.drawEllipse(QPointF(x, 62), 13.0, 13.0)
        for lean in (-14, -5, 5, 14):
            _line(painter, ((x + lean * 0.6, 58), (x + lean, 38)), accent, 6.0)


def _small_figure(painter: QPainter, colour: str, scale: float, centre_y: float) -> None:
    painter.save()
    painter.translate(100.0, centre_y)
    painter.scale(scale, scale)
    painter.translate(-100.0, -130.0)
    _standing(painter, colour)
    painter.restore()


def _paint_step_back(painter: QPainter, colour: str, accent: str) -> None:
    _small_figure(painter, colour, 0.68, 84.0)
    for shift in (0, 36):
        _line(painter, ((60, 208 + shift), (100, 182 + shift), (140, 208 + shift)), accent, 13.0)


def _paint_step_closer(painter: QPainter, colour: str, accent: str) -> None:
    _small_figure(painter, colour, 0.68, 84.0)
    for shift in (0, 36):
        _line(painter, ((60, 182 + shift), (100, 208 + shift), (140, 182 + shift)), accent, 13.0)


def _paint_wait(painter: QPainter, colour: str, accent: str) -> None:
    _line(painter, ((55, 46), (145, 46)), colour, 14.0)
    _line(painter, ((55, 214), (145, 214)), colour, 14.0)
    for top in (True, False):
        glass = QPainterPath()
        y0, y1 = (54, 126) if top else (206, 134)
        glass.addPolygon(
            [
                QPointF(66, y0),
                QPointF(134, y0),
                QPointF(134, (y0 * 2 + y1) / 3),
                QPointF(104, y1),
                QPointF(96, y1),
                QPointF(66, (y0 * 2 + y1) / 3),
            ]
        )
        glass.closeSubpath()
        painter.setPen(_pen(colour, 10.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(glass)
    sand = QPainterPath()
    sand.addPolygon([QPointF(78, 200), QPointF(122, 200), QPointF(100, 168)])
    sand.closeSubpath()
    painter.setPen(_pen(accent, 6.0))
    painter.setBrush(QColor(accent))
    painter.drawPath(sand)
    _line(painter, ((100, 128), (100, 166)), accent, 6.0)


def _paint_turn_left(painter: QPainter, colour: str, accent: str) -> None:
    _paint_turn(painter, colour, accent, left=True)


def _paint_turn_right(painter: QPainter, colour: str, accent: str) -> None:
    _paint_turn(painter, colour, accent, left=False)


_PAINTERS = {
    Pose.FRONT: _paint_front,
    Pose.TURN_LEFT: _paint_turn_left,
    Pose.TURN_RIGHT: _paint_turn_right,
    Pose.BOW: _paint_bow,
    Pose.SIT: _paint_sit,
    Pose.SHOW_HANDS: _paint_show_hands,
    Pose.STEP_BACK: _paint_step_back,
    Pose.STEP_CLOSER: _paint_step_closer,
    Pose.WAIT: _paint_wait,
}
