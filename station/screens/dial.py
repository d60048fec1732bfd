"""The drill's dial and the angle over time; both show the target band as a shape, not only as a colour."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from station.screens.elements import Live
from station.screens.palette import EDGE, GREEN, NIGHT, PAPER, RAISED, SKY
from station.view_state import Dial

_LEAST_FULL_SCALE_DEG = 45.0


def full_scale_deg(dial: Dial) -> float:
    """The angle at the dial's right end: a round number well above the band."""
    return max(_LEAST_FULL_SCALE_DEG, math.ceil(dial.high_deg * 1.5 / 15.0) * 15.0)


def band_state(dial: Dial) -> str:
    """in_band, too_low, too_high, or none where there is no angle."""
    if dial.angle_deg is None:
        return "none"
    if dial.angle_deg < dial.low_deg:
        return "too_low"
    return "too_high" if dial.angle_deg > dial.high_deg else "in_band"


@dataclass(frozen=True, slots=True)
class AngleDial:
    """A half circle from 0 at the left to full scale at the right; the band is thicker and has end marks."""

    rect: QRectF
    dial: Dial

    def _at(self, centre: QPointF, radius: float, angle_deg: float) -> QPointF:
        share = min(max(angle_deg / full_scale_deg(self.dial), -0.02), 1.02)
        turn = math.pi * (1.0 - share)
        return centre + QPointF(math.cos(turn), -math.sin(turn)) * radius

    def paint(self, painter: QPainter, live: Live) -> None:
        """Track, band, ticks, the mark of the deepest angle, uncertainty, needle."""
        radius = min(self.rect.width() / 2.0, self.rect.height() * 0.97) * 0.94
        width = radius * 0.13
        centre = QPointF(self.rect.center().x(), self.rect.bottom() - radius * 0.02)
        box = QRectF(centre.x() - radius + width / 2, centre.y() - radius + width / 2, 0, 0)
        box.setWidth(2 * radius - width)
        box.setHeight(2 * radius - width)
        scale = full_scale_deg(self.dial)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(_flat(RAISED, width))
        painter.drawArc(box, 0, 180 * 16)
        low, high = self.dial.low_deg / scale, min(self.dial.high_deg / scale, 1.0)
        painter.setPen(_flat(GREEN, width * 1.55))
        painter.drawArc(box, int((1 - high) * 180 * 16), int((high - low) * 180 * 16))
        for angle in (self.dial.low_deg, self.dial.high_deg):
            painter.setPen(_flat(PAPER, width * 0.16))
            painter.drawLine(self._at(centre, radius * 0.80, angle), self._at(centre, radius * 1.06, angle))
        for angle in range(0, int(scale) + 1, 15):
            painter.setPen(_flat(EDGE, width * 0.14))
            painter.drawLine(self._at(centre, radius * 0.74, angle), self._at(centre, radius * 0.82, angle))
        if self.dial.peak_deg is not None:
            painter.setPen(_flat(SKY, width * 0.24))
            held = self.dial.peak_deg
            painter.drawLine(self._at(centre, radius * 0.84, held), self._at(centre, radius * 1.02, held))
        if self.dial.angle_deg is not None:
            self._paint_needle(painter, centre, radius, self.dial.angle_deg)

    def _paint_needle(self, painter: QPainter, centre: QPointF, radius: float, angle_deg: float) -> None:
        """A pointer on the rim, so that the number keeps the middle; a thin arc shows one sigma to each side."""
        sigma = self.dial.sigma_deg or 0.0
        if sigma > 0.0:
            scale = full_scale_deg(self.dial)
            reach = radius * 0.70
            box = QRectF(centre.x() - reach, centre.y() - reach, 2 * reach, 2 * reach)
            start = (1 - min((angle_deg + sigma) / scale, 1.0)) * 180
            span = min(2 * sigma / scale, 1.0) * 180
            painter.setPen(_flat(SKY, radius * 0.03))
            painter.drawArc(box, int(start * 16), int(span * 16))
        tip, base = self._at(centre, radius * 0.98, angle_deg), self._at(centre, radius * 0.62, angle_deg)
        along = tip - base
        across = QPointF(-along.y(), along.x()) * 0.24
        painter.setPen(QPen(QColor(NIGHT), radius * 0.03))
        painter.setBrush(QColor(PAPER))
        painter.drawPolygon(QPolygonF([tip, base + across, base - across]))


@dataclass(frozen=True, slots=True)
class AngleTrace:
    """The last seconds of the angle with the target band between dashed lines."""

    rect: QRectF
    dial: Dial
    stroke_px: float
    span_s: float = 10.0

    def paint(self, painter: QPainter, live: Live) -> None:
        """Band, base line, curve, the newest point."""
        scale = full_scale_deg(self.dial)
        newest_s = self.dial.trace[-1][0] if self.dial.trace else 0.0
        oldest_s = self.dial.trace[0][0] if self.dial.trace else 0.0
        span_s = self.span_s if not self.dial.summary else max(newest_s - oldest_s, 1.0)

        def place(time_s: float, angle_deg: float) -> QPointF:
            x = self.rect.right() - (newest_s - time_s) / span_s * self.rect.width()
            share = min(max(angle_deg / scale, -0.05), 1.0)
            return QPointF(x, self.rect.bottom() - share * self.rect.height())

        top, bottom = place(newest_s, self.dial.high_deg).y(), place(newest_s, self.dial.low_deg).y()
        band = QColor(GREEN)
        band.setAlphaF(0.35)
        painter.fillRect(QRectF(self.rect.left(), top, self.rect.width(), bottom - top), band)
        dashes = QPen(QColor(GREEN), self.stroke_px * 0.6, Qt.PenStyle.DashLine)
        painter.setPen(dashes)
        for y in (top, bottom):
            painter.drawLine(QPointF(self.rect.left(), y), QPointF(self.rect.right(), y))
        painter.setPen(_flat(EDGE, self.stroke_px * 0.5))
        painter.drawLine(self.rect.bottomLeft(), self.rect.bottomRight())
        points = [place(*sample) for sample in self.dial.trace if newest_s - sample[0] <= span_s]
        if not points:
            return
        path = QPainterPath(points[0])
        for point in points[1:]:
            path.lineTo(point)
        pen = QPen(QColor(PAPER), self.stroke_px)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(pen)
        painter.drawPath(path)
        painter.setPen(QPen(QColor(NIGHT), self.stroke_px * 0.5))
        painter.setBrush(QColor(SKY))
        painter.drawEllipse(points[-1], self.stroke_px * 1.5, self.stroke_px * 1.5)


def _flat(colour: str, width: float) -> QPen:
    pen = QPen(QColor(colour), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen
