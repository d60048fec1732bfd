"""Signs that say the same as the colours: tick, cross, question mark, hand ... drawn by us on a 100 x 100 grid."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform

from checklists.verdict import Outcome
from station.screens.palette import text_on


def _polyline(*points: tuple[float, float]) -> QPainterPath:
    path = QPainterPath(QPointF(*points[0]))
    for point in points[1:]:
        path.lineTo(QPointF(*point))
    return path


def _tick() -> QPainterPath:
    return _polyline((24, 53), (43, 71), (77, 31))


def _cross() -> QPainterPath:
    path = _polyline((30, 30), (70, 70))
    path.addPath(_polyline((70, 30), (30, 70)))
    return path


def _question() -> QPainterPath:
    path = QPainterPath(QPointF(34, 38))
    path.cubicTo(QPointF(34, 16), QPointF(67, 16), QPointF(67, 38))
    path.cubicTo(QPointF(67, 51), QPointF(50, 50), QPointF(50, 62))
    path.addPath(_polyline((50, 78), (50, 79)))
    return path


def _pen_stroke() -> QPainterPath:
    """A signature's line under a tick: said by the person, not seen."""
    path = _polyline((28, 44), (44, 58), (73, 25))
    path.addPath(_polyline((26, 77), (74, 77)))
    return path


def _dash() -> QPainterPath:
    return _polyline((28, 50), (72, 50))


def _dots() -> QPainterPath:
    path = _polyline((27, 50), (28, 50))
    path.addPath(_polyline((50, 50), (51, 50)))
    path.addPath(_polyline((73, 50), (74, 50)))
    return path


def _arrow_up() -> QPainterPath:
    path = _polyline((50, 82), (50, 20))
    path.addPath(_polyline((24, 46), (50, 19), (76, 46)))
    return path


def _arrow_down() -> QPainterPath:
    path = _polyline((50, 18), (50, 80))
    path.addPath(_polyline((24, 54), (50, 81), (76, 54)))
    return path


def _adjust() -> QPainterPath:
    path = _polyline((50, 22), (50, 56))
    path.addPath(_polyline((50, 77), (50, 78)))
    return path


def _leave() -> QPainterPath:
    """An arrow out of an open frame."""
    path = _polyline((46, 20), (22, 20), (22, 80), (46, 80))
    path.addPath(_polyline((44, 50), (80, 50)))
    path.addPath(_polyline((64, 33), (81, 50), (64, 67)))
    return path


def _backspace() -> QPainterPath:
    """A label pointing left with a cross in it."""
    path = _polyline((8, 50), (32, 22), (90, 22), (90, 78), (32, 78))
    path.closeSubpath()
    path.addPath(_polyline((48, 38), (72, 62)))
    path.addPath(_polyline((72, 38), (48, 62)))
    return path


def _pause() -> QPainterPath:
    path = _polyline((36, 26), (36, 74))
    path.addPath(_polyline((64, 26), (64, 74)))
    return path


def _hand() -> QPainterPath:
    """A raised open hand: four fingers, a thumb and the palm's edge."""
    path = QPainterPath(QPointF(34, 58))
    path.lineTo(34, 30)
    path.addPath(_polyline((46, 50), (46, 20)))
    path.addPath(_polyline((58, 50), (58, 22)))
    path.addPath(_polyline((70, 54), (70, 32)))
    path.moveTo(34, 58)
    path.lineTo(23, 47)
    path.moveTo(34, 56)
    path.cubicTo(QPointF(36, 90), QPointF(72, 92), QPointF(70, 52))
    return path


def _hands() -> QPainterPath:
    """Two raised hands, thumbs inwards."""
    path = QTransform(-0.62, 0.0, 0.0, 0.62, 54.0, 18.0).map(_hand())
    path.addPath(QTransform(0.62, 0.0, 0.0, 0.62, 46.0, 18.0).map(_hand()))
    return path


_OUTCOMES: dict[Outcome | None, Callable[[], QPainterPath]] = {
    Outcome.PASS: _tick,
    Outcome.FAIL: _cross,
    Outcome.UNCLEAR: _question,
    Outcome.ATTESTED: _pen_stroke,
    Outcome.NOT_APPLICABLE: _dash,
    None: _dots,
}
_SIGNS: dict[str, Callable[[], QPainterPath]] = {
    "tick": _tick,
    "cross": _cross,
    "arrow_up": _arrow_up,
    "arrow_down": _arrow_down,
    "adjust": _adjust,
    "question": _question,
    "backspace": _backspace,
    "leave": _leave,
    "pause": _pause,
    "hand": _hand,
    "hands": _hands,
}
_FINE: dict[str, float] = {"hand": 9.0, "hands": 7.0, "backspace": 9.0}
"""Signs with a thinner stroke."""


def _stroke(painter: QPainter, rect: QRectF, path: QPainterPath, colour: str, width: float) -> None:
    painter.save()
    painter.translate(rect.topLeft())
    painter.scale(rect.width() / 100.0, rect.height() / 100.0)
    pen = QPen(QColor(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
    painter.restore()


def paint_outcome(painter: QPainter, rect: QRectF, outcome: Outcome | None, fill: str) -> None:
    """A disc of colour `fill` with the outcome's sign."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(fill))
    painter.drawEllipse(rect)
    _stroke(painter, rect, _OUTCOMES[outcome](), text_on(fill), 11.0)


def paint_sign(painter: QPainter, rect: QRectF, name: str, colour: str) -> None:
    """A sign without a disc."""
    _stroke(painter, rect, _SIGNS[name](), colour, _FINE.get(name, 12.0))
