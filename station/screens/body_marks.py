"""A correction drawn on the body: the item's outline, where it should be, an arrow, and by how much.

One painter for the mirror and for the annotated picture: who paints says how a fraction of the picture becomes a
place on the surface, and whether left and right change sides on the way.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from checklists.verdict import Outcome
from station.screens import typeface
from station.screens.palette import GREY, INK, NIGHT, ORANGE, PAPER, SKY
from station.view_state import Cue, Fraction

_CASING = 1.8
"""Width of the dark line under a coloured one, so that it reads on light and on dark clothes."""
_ARROW_SHARE, _ITEM_ARROW_SHARE = 0.15, 0.085
"""Length of an arrow in heights of the mirror; a badge's is shorter than a shoulder's."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """Where and how large things are drawn."""

    place: Callable[[Fraction], QPointF]
    bounds: QRectF
    """What nothing may leave."""
    stroke_px: float
    letter_px: int
    """Em of the amount; 0: the amount is said elsewhere."""
    mirrored: bool = True


def cue_colour(outcome: Outcome) -> str:
    """Adjust is orange, cannot tell is grey."""
    return GREY if outcome is Outcome.UNCLEAR else ORANGE


def paint_cue(painter: QPainter, cue: Cue, canvas: Canvas) -> None:
    """The one correction."""
    colour, width = cue_colour(cue.outcome), canvas.stroke_px
    outline = [canvas.place(point) for point in cue.outline]
    if cue.target:
        _paint_target(painter, [canvas.place(point) for point in cue.target], width)
    if outline:
        outline = _inflated(outline, width * 1.5)
        cased(painter, _polygon(outline), colour, width)
    if cue.anchor is None:
        return
    start = canvas.place(cue.anchor)
    if cue.direction is None:
        _paint_dot(painter, start, colour, width)
        return
    way = (-cue.direction[0] if canvas.mirrored else cue.direction[0], cue.direction[1])
    if outline and cue.target:
        start = _beyond(start, way, outline, width * 1.6)
        length = canvas.bounds.height() * _ITEM_ARROW_SHARE
    else:
        length = canvas.bounds.height() * _ARROW_SHARE
    _paint_arrow(painter, start, way, colour, length, width)
    if cue.tag and canvas.letter_px:
        tip = QPointF(start.x() + way[0] * length, start.y() + way[1] * length)
        if abs(way[1]) > abs(way[0]):
            # beside an upright arrow: beyond its tip is the face
            tip = QPointF((start.x() + tip.x()) / 2.0, (start.y() + tip.y()) / 2.0)
            way = (1.0 if tip.x() >= canvas.bounds.center().x() else -1.0, 0.0)
            tip.setX(tip.x() + way[0] * width * 4.0)
        _paint_tag(painter, cue.tag, tip, way, colour, canvas)


def cased(painter: QPainter, path: QPainterPath, colour: str, width: float) -> None:
    """A line with a dark casing."""
    for tint, thick in ((NIGHT, width * _CASING), (colour, width)):
        pen = QPen(QColor(tint), thick)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)


def paint_caption(painter: QPainter, text: str, room: QRectF, px: int) -> None:
    """What the mirror shows, on an opaque plate along its lower edge; smaller letters where it is long."""
    width = room.width() - px
    while typeface.text_width(text, px, True) > width and px > 8:
        px -= 1
    plate = QRectF(0.0, 0.0, typeface.text_width(text, px, True) + px, px * 1.5)
    plate.moveCenter(QPointF(room.center().x(), room.bottom() - plate.height() * 0.75))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(NIGHT))
    painter.drawRoundedRect(plate, px * 0.3, px * 0.3)
    painter.setFont(typeface.font(px, True))
    painter.setPen(QColor(PAPER))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)


def _polygon(points: list[QPointF]) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF(points))
    path.closeSubpath()
    return path


def _inflated(points: list[QPointF], by: float) -> list[QPointF]:
    """Moved away from their middle, so that the line lies beside a small item and not over it."""
    x, y = (sum(values) / len(points) for values in zip(*((p.x(), p.y()) for p in points), strict=True))
    grown = []
    for point in points:
        off = math.hypot(point.x() - x, point.y() - y) or 1.0
        factor = 1.0 + by / off
        grown.append(QPointF(x + (point.x() - x) * factor, y + (point.y() - y) * factor))
    return grown


def _paint_target(painter: QPainter, points: list[QPointF], width: float) -> None:
    """Dashed, in the colour of what is to be done now: a line for two points, a box for more."""
    if len(points) == 2:
        path = QPainterPath(points[0])
        path.lineTo(points[1])
    else:
        path = _polygon(points)
    for tint, thick, dashed in ((NIGHT, width * 0.8 * _CASING, False), (SKY, width * 0.8, True)):
        pen = QPen(QColor(tint), thick)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap if dashed else Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        if dashed:
            pen.setDashPattern([2.2, 1.2])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)


def _paint_dot(painter: QPainter, at: QPointF, colour: str, width: float) -> None:
    painter.setPen(QPen(QColor(INK), width * 0.6))
    painter.setBrush(QColor(colour))
    painter.drawEllipse(at, width * 2.0, width * 2.0)
    painter.setBrush(QColor(PAPER))
    painter.drawEllipse(at, width * 0.7, width * 0.7)


def _beyond(start: QPointF, way: Fraction, outline: list[QPointF], gap: float) -> QPointF:
    """The arrow starts outside the item, so that it does not hide it."""
    reach = max((point.x() - start.x()) * way[0] + (point.y() - start.y()) * way[1] for point in outline)
    along = max(reach, 0.0) + gap
    return QPointF(start.x() + way[0] * along, start.y() + way[1] * along)


def _paint_arrow(
    painter: QPainter, start: QPointF, direction: Fraction, colour: str, length: float, width: float
) -> None:
    """A solid arrow from `start`; `direction` in surface axes, any length."""
    angle = math.degrees(math.atan2(direction[1], direction[0]))
    shaft, head = width * 1.5, width * 4.0
    outline = [
        (0, -shaft), (length - head * 1.3, -shaft), (length - head * 1.3, -head), (length, 0),
        (length - head * 1.3, head), (length - head * 1.3, shaft), (0, shaft),
    ]  # fmt: skip
    painter.save()
    painter.translate(start)
    painter.rotate(angle)
    pen = QPen(QColor(NIGHT), width * 0.9)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(QColor(colour))
    painter.drawPath(_polygon([QPointF(x, y) for x, y in outline]))
    painter.restore()


def _paint_tag(painter: QPainter, text: str, tip: QPointF, way: Fraction, colour: str, canvas: Canvas) -> None:
    """The amount on an opaque plate beyond the arrow's tip, never outside the picture."""
    px = canvas.letter_px
    width, height = typeface.text_width(text, px, True) + px * 0.8, px * 1.35
    # the plate's nearer edge stands off the tip, whichever way the arrow points
    reach = abs(way[0]) * width / 2.0 + abs(way[1]) * height / 2.0 + canvas.stroke_px * 1.5
    plate = QRectF(0.0, 0.0, width, height)
    plate.moveCenter(QPointF(tip.x() + way[0] * reach, tip.y() + way[1] * reach))
    room = canvas.bounds
    plate.moveLeft(min(max(plate.left(), room.left()), max(room.right() - width, room.left())))
    plate.moveTop(min(max(plate.top(), room.top()), max(room.bottom() - height, room.top())))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(plate, px * 0.25, px * 0.25)
    painter.setFont(typeface.font(px, True))
    painter.setPen(QColor(INK))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)
