"""The display list: a screen is composed as frozen elements first, so that layout is tested without pixels.

Elements are painted in their order. `Words` knows the colour it stands on, `Button` and `Key` what they send.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from checklists.verdict import Outcome
from station.screens import glyphs, pictograms, typeface
from station.screens.palette import PAPER, SKY
from station.view_state import Pose, Target, ViewState


@dataclass(frozen=True, slots=True)
class Live:
    """What changes from frame to frame."""

    view: ViewState
    picture: QImage | None
    overlay_opacity: float = 1.0


class Element(Protocol):
    """Something that can be painted."""

    def paint(self, painter: QPainter, live: Live) -> None:
        """Paint with surface pixels as units."""


@dataclass(frozen=True, slots=True)
class Fill:
    """An opaque plate."""

    rect: QRectF
    colour: str
    radius: float = 0.0
    edge: str = ""
    edge_px: float = 0.0

    def paint(self, painter: QPainter, live: Live) -> None:
        """A rounded rectangle."""
        painter.setPen(QPen(QColor(self.edge), self.edge_px) if self.edge else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.colour))
        painter.drawRoundedRect(self.rect, self.radius, self.radius)


@dataclass(frozen=True, slots=True)
class Words:
    """A text already broken into lines. `rect` holds them all; `ground` is the colour behind it."""

    rect: QRectF
    lines: tuple[str, ...]
    px: int
    colour: str
    ground: str
    bold: bool = False
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
    leading: float = 1.25
    elided: bool = False

    @property
    def height(self) -> float:
        """Of all lines."""
        return len(self.lines) * self.px * self.leading

    def line_rects(self) -> list[QRectF]:
        """Where the ink of each line may be: advance wide, one em high."""
        top = self.rect.center().y() - self.height / 2.0
        rects = []
        for number, line in enumerate(self.lines):
            width = typeface.text_width(line, self.px, self.bold)
            left = self.rect.left()
            if self.align == Qt.AlignmentFlag.AlignHCenter:
                left = self.rect.center().x() - width / 2.0
            elif self.align == Qt.AlignmentFlag.AlignRight:
                left = self.rect.right() - width
            middle = top + (number + 0.5) * self.px * self.leading
            rects.append(QRectF(left, middle - self.px / 2.0, width, self.px))
        return rects

    def paint(self, painter: QPainter, live: Live) -> None:
        """Lines centred vertically in the rectangle."""
        painter.setFont(typeface.font(self.px, self.bold))
        painter.setPen(QColor(self.colour))
        for line, rect in zip(self.lines, self.line_rects(), strict=True):
            # capitals and Chinese characters share their middle at 0.37 em over the baseline
            painter.drawText(QPointF(rect.left(), rect.center().y() + 0.37 * self.px), line)


@dataclass(frozen=True, slots=True)
class Glyph:
    """An outcome's sign on its fill: a disc that reads without colour."""

    rect: QRectF
    outcome: Outcome | None
    fill: str

    def paint(self, painter: QPainter, live: Live) -> None:
        """Disc and sign."""
        glyphs.paint_outcome(painter, self.rect, self.outcome, self.fill)


@dataclass(frozen=True, slots=True)
class Sign:
    """A named sign without a disc: hand, arrow_up, arrow_down, person, warning ..."""

    rect: QRectF
    name: str
    colour: str

    def paint(self, painter: QPainter, live: Live) -> None:
        """The sign's path."""
        glyphs.paint_sign(painter, self.rect, self.name, self.colour)


@dataclass(frozen=True, slots=True)
class Ring:
    """A ring filling clockwise from the top."""

    rect: QRectF
    fraction: float
    colour: str
    track: str
    width_px: float

    def paint(self, painter: QPainter, live: Live) -> None:
        """Track, then the filled part."""
        inner = self.rect.adjusted(self.width_px / 2, self.width_px / 2, -self.width_px / 2, -self.width_px / 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self.track), self.width_px))
        painter.drawEllipse(inner)
        pen = QPen(QColor(self.colour), self.width_px)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        share = min(max(self.fraction, 0.0), 1.0)
        if share > 0.0:
            painter.drawArc(inner, 90 * 16, int(-share * 360 * 16))


@dataclass(frozen=True, slots=True)
class Figure:
    """The pictogram of an asked pose."""

    rect: QRectF
    pose: Pose
    colour: str = PAPER
    accent: str = SKY

    def paint(self, painter: QPainter, live: Live) -> None:
        """Person and arrow."""
        pictograms.paint(painter, self.rect, self.pose, self.colour, self.accent)


@dataclass(frozen=True, slots=True)
class Button:
    """A target's plate: what it sends when touched. Its label and ring are elements of their own."""

    rect: QRectF
    target: Target
    fill: str
    radius: float

    def paint(self, painter: QPainter, live: Live) -> None:
        """Plate; a dwell fills it from the left, so that it can be seen from afar."""
        path = QPainterPath()
        path.addRoundedRect(self.rect, self.radius, self.radius)
        painter.fillPath(path, QColor(self.fill))
        if self.target.dwell > 0.0:
            painter.save()
            painter.setClipPath(path)
            done = QRectF(self.rect)
            done.setWidth(self.rect.width() * min(self.target.dwell, 1.0))
            painter.fillRect(done, QColor(SKY))
            painter.restore()


@dataclass(frozen=True, slots=True)
class RowPlate:
    """The plate of one clause: touching it is about that clause."""

    rect: QRectF
    clause: str
    colour: str
    radius: float

    def paint(self, painter: QPainter, live: Live) -> None:
        """A rounded rectangle."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.colour))
        painter.drawRoundedRect(self.rect, self.radius, self.radius)


@dataclass(frozen=True, slots=True)
class Key:
    """One key of the keypad: a digit, "Backspace" or "Enter"."""

    rect: QRectF
    key: str
    fill: str
    radius: float

    def paint(self, painter: QPainter, live: Live) -> None:
        """The key's plate."""
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self.fill))
        painter.drawRoundedRect(self.rect, self.radius, self.radius)


@dataclass(frozen=True, slots=True)
class Dots:
    """Steps: done, current, to come. Shape differs, not only colour."""

    rect: QRectF
    step: int
    steps: int
    colour: str = PAPER
    accent: str = SKY

    def paint(self, painter: QPainter, live: Live) -> None:
        """A filled dot for each done step, a bar for the current one, a hollow dot for the others."""
        size = self.rect.height()
        x = self.rect.left()
        for number in range(1, self.steps + 1):
            current = number == self.step
            box = QRectF(x, self.rect.top(), size * (2.6 if current else 1.0), size)
            if number > self.step:
                painter.setPen(QPen(QColor(self.colour), size * 0.14))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                box.adjust(size * 0.07, size * 0.07, -size * 0.07, -size * 0.07)
            else:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(self.accent if current else self.colour))
            painter.drawRoundedRect(box, size / 2.0, size / 2.0)
            x = box.right() + size * 0.75

    @staticmethod
    def width_of(steps: int, size: float) -> float:
        """Length of the whole row."""
        return steps * size + max(steps - 1, 0) * size * 0.75 + 1.6 * size


Elements = tuple[Element, ...]


def words_of(elements: Sequence[Element]) -> list[Words]:
    """Every text on the screen."""
    return [element for element in elements if isinstance(element, Words)]


def hit(elements: Sequence[Element], point: QPointF) -> Button | Key | RowPlate | None:
    """The topmost button, key or row under `point`."""
    for element in reversed(elements):
        if isinstance(element, Button | Key | RowPlate) and element.rect.contains(point):
            return element
    return None
