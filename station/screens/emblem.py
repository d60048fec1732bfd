"""The house's mark: a bronze mirror with its knob and ring of studs."""

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QRadialGradient

from station.screens.elements import Live
from station.screens.palette import BRONZE, NIGHT


@dataclass(frozen=True, slots=True)
class Emblem:
    """A round mirror seen from its decorated back."""

    rect: QRectF

    def paint(self, painter: QPainter, live: Live) -> None:
        """Disc, two rings, studs and the knob."""
        centre, radius = self.rect.center(), self.rect.width() / 2.0
        shine = QRadialGradient(centre - QPointF(radius * 0.35, radius * 0.45), radius * 1.5)
        shine.setColorAt(0.0, QColor("#F0D3A2"))
        shine.setColorAt(0.5, QColor(BRONZE))
        shine.setColorAt(1.0, QColor("#7C5F36"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shine)
        painter.drawEllipse(self.rect)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(NIGHT), radius * 0.06))
        for share in (0.84, 0.50):
            painter.drawEllipse(centre, radius * share, radius * share)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(NIGHT))
        for number in range(12):
            angle = math.radians(30.0 * number + 15.0)
            at = centre + QPointF(math.cos(angle), math.sin(angle)) * radius * 0.67
            painter.drawEllipse(at, radius * 0.06, radius * 0.06)
        painter.drawEllipse(centre, radius * 0.17, radius * 0.17)
