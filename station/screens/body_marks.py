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
        head = width * 4.0
        taken = [QRectF(start, tip).normalized().adjusted(-head, -head, head, head)]
        taken += [_polygon(outline).boundingRect()] if outline else []
        _paint_tag(painter, cue.tag, taken, way, colour, canvas)


def cased(painter: QPainter, path: QPainterPath, colour: str, width: float) -> None:
    """A line with a dark casing."""
    for tint, thick in ((NIGHT, width * _CASING), (colour, width)):
        pen = QPen(QColor(tint), thick)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)


def caption_height(text: str, px: int) -> float:
    """Room that a caption takes from the mirror's lower edge: it must not lie over what is to be looked at."""
    return px * (1.25 * len(text.split("\n")) + 0.5) if text else 0.0


def paint_caption(painter: QPainter, text: str, band: QRectF, px: int) -> None:
    """What the mirror shows, line by line in a band of `caption_height`; long lines get smaller letters."""
    lines = text.split("\n")
    step = band.height() / (len(lines) + 0.4)
    while max(typeface.text_width(line, px, True) for line in lines) > band.width() - px and px > 8:
        px -= 1
    painter.fillRect(band, QColor(NIGHT))
    painter.setFont(typeface.font(px, True))
    painter.setPen(QColor(PAPER))
    for number, line in enumerate(lines):
        row = QRectF(band.left(), band.top() + step * (number + 0.2), band.width(), step)
        painter.drawText(row, Qt.AlignmentFlag.AlignCenter, line)


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
    """The arrow starts outside the item, so that it does not hide it; one that stands beside it stays there."""
    off = [(point.x() - start.x(), point.y() - start.y()) for point in outline]
    aside = [-x * way[1] + y * way[0] for x, y in off]
    if min(aside) > gap or max(aside) < -gap:
        return start
    along = max(*(x * way[0] + y * way[1] for x, y in off), 0.0) + gap
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


def _paint_tag(painter: QPainter, text: str, taken: list[QRectF], way: Fraction, colour: str, canvas: Canvas) -> None:
    """The amount on an opaque plate beside the arrow: never over arrow or item, never outside the picture."""
    px = canvas.letter_px
    plate = QRectF(0.0, 0.0, typeface.text_width(text, px, True) + px * 0.8, px * 1.35)
    plate.moveCenter(_place_of_tag(plate, taken, way, canvas.bounds))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(plate, px * 0.25, px * 0.25)
    painter.setFont(typeface.font(px, True))
    painter.setPen(QColor(INK))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)


def _place_of_tag(plate: QRectF, taken: list[QRectF], way: Fraction, room: QRectF) -> QPointF:
    """Beyond the tip of a sideways arrow and outwards of an upright one, where there is room; else next to it."""
    arrow = taken[0]
    aside = (plate.width() + arrow.width()) / 2.0
    whole = arrow
    for other in taken[1:]:
        # a tie is long: only what lies beside the arrow is kept clear of
        whole = whole.united(other) if other.height() < 3.0 * arrow.height() else whole
    above = whole.top() - plate.height() / 2.0 - arrow.center().y()
    below = whole.bottom() + plate.height() / 2.0 - arrow.center().y()
    out = 1.0 if arrow.center().x() >= room.center().x() else -1.0
    first = out if abs(way[1]) > abs(way[0]) else math.copysign(1.0, way[0])
    for dx, dy in ((first * aside, 0.0), (0.0, above), (0.0, below), (-first * aside, 0.0)):
        plate.moveCenter(QPointF(arrow.center().x() + dx, arrow.center().y() + dy))
        _into(plate, room)
        if not any(plate.adjusted(1.0, 1.0, -1.0, -1.0).intersects(other) for other in taken):
            return plate.center()
    return plate.center()


def _into(plate: QRectF, room: QRectF) -> None:
    """Moved as little as it takes to lie inside."""
    plate.moveLeft(min(max(plate.left(), room.left()), max(room.right() - plate.width(), room.left())))
    plate.moveTop(min(max(plate.top(), room.top()), max(room.bottom() - plate.height(), room.top())))
