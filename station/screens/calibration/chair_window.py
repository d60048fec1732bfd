"""The chair's window: four corners dragged by mouse or moved by keys over a picture of the empty chair."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QPolygonF

from calibration.seat_outline import FRONT_LEFT, FRONT_RIGHT, REAR_LEFT, REAR_RIGHT, SeatOutline
from station.screens.calibration.picture_window import PictureWindow, both
from station.screens.mirror import wrap
from station.screens.palette import INK, ORANGE, PAPER, SKY
from vision.frame import Frame, Picture

_REACH_PX = 28.0
"""On the screen: how near a press must be to take a corner."""
_STEP_PX, _LARGE_STEP_PX = 1.0, 10.0
_LOUPE_PX, _LOUPE_SCALE = 170.0, 5.0
_ARROWS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, -1.0),
    Qt.Key.Key_Down: (0.0, 1.0),
}


class ChairWindow(PictureWindow):
    """`outline` is what the person has drawn, None before the first picture."""

    def __init__(
        self,
        picture: Picture | None,
        newest: Callable[[], Frame | None] | None = None,
        outline: SeatOutline | None = None,
    ) -> None:
        """A still `picture`, or `newest` for live frames; `outline`: where the corners lie to begin with."""
        super().__init__("chair.title", ("chair.what", "chair.keys"), newest)
        self.outline = outline
        self.chosen = FRONT_LEFT
        self._dragging = False
        self.pane.installEventFilter(self)
        self._tell()
        if picture is not None:
            self._show(picture)

    def take(self, frame: Frame) -> None:
        """The chair stays where it is while the picture lives on."""
        self._show(frame.pixels)

    def _show(self, picture: Picture) -> None:
        self.pane.show_picture(picture)
        size = (picture.shape[1], picture.shape[0])
        if self.outline is None or self.outline.size != size:
            self.outline = SeatOutline.middle(*size)
        self._tell()

    def move_chosen(self, x: float, y: float) -> None:
        """The chosen corner to this place of the picture."""
        if self.outline is not None:
            self.outline = self.outline.moved(self.chosen, x, y)
            self._tell()
            self.pane.update()

    def _tell(self) -> None:
        """Words under the picture; only what can be a seat may be saved."""
        fault = self.outline.fault if self.outline is not None else None
        self.save.setEnabled(self.outline is not None and fault is None)
        self.state.setText(both(f"chair.{fault}") if fault else "")

    # ---- Qt's own -----------------------------------------------------------------------------------------------
    def eventFilter(self, watched, event):  # type: ignore[no-untyped-def]  # noqa: N802, D102 - Qt's own
        if watched is self.pane and isinstance(event, QMouseEvent):
            self._mouse(event)
        return super().eventFilter(watched, event)

    def _mouse(self, event: QMouseEvent) -> None:
        if self.outline is None:
            return
        x, y = self.pane.on_picture(event.position())
        if event.type() == QEvent.Type.MouseButtonPress and event.button() is Qt.MouseButton.LeftButton:
            taken = self.outline.nearest(x, y, _REACH_PX / self.pane.scale)
            if taken is not None:
                self.chosen, self._dragging = taken, True
                self.move_chosen(x, y)
        elif event.type() == QEvent.Type.MouseMove and self._dragging:
            self.move_chosen(x, y)
        elif event.type() == QEvent.Type.MouseButtonRelease:
            self._dragging = False
            self.pane.update()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's name
        """Tab walks through the corners."""
        self.chosen = (self.chosen + (1 if forward else -1)) % 4
        self.pane.update()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows move the chosen corner."""
        step = _ARROWS.get(Qt.Key(event.key()))
        if step is None or self.outline is None:
            super().keyPressEvent(event)
            return
        length = _LARGE_STEP_PX if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _STEP_PX
        x, y = self.outline.corners[self.chosen]
        self.move_chosen(x + length * step[0], y + length * step[1])

    # ---- painting -----------------------------------------------------------------------------------------------
    def paint_over(self, painter: QPainter) -> None:
        """Outline, edges, corners, and a loupe at the corner that is held."""
        if self.outline is None:
            return
        places = [self.pane.on_widget(x, y) for x, y in self.outline.corners]
        fill = QColor(PAPER)
        fill.setAlphaF(0.18)
        painter.setPen(QPen(QColor(PAPER), 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(fill)
        painter.drawPolygon(QPolygonF(places))
        for ends, colour in (((FRONT_LEFT, FRONT_RIGHT), ORANGE), ((REAR_LEFT, REAR_RIGHT), SKY)):
            for pen in (QPen(QColor(INK), 7.0), QPen(QColor(colour), 4.0)):
                painter.setPen(pen)
                painter.drawLine(places[ends[0]], places[ends[1]])
        for corner, place in enumerate(places):
            colour = ORANGE if corner in (FRONT_LEFT, FRONT_RIGHT) else SKY
            radius = 11.0 if corner == self.chosen else 7.0
            painter.setPen(QPen(QColor(INK), 2.0))
            painter.setBrush(QColor(colour))
            painter.drawEllipse(place, radius, radius)
            # the exact pixel stays visible
            painter.setBrush(QColor(PAPER))
            painter.drawEllipse(place, 2.0, 2.0)
        self._paint_loupe(painter, places[self.chosen])

    def _paint_loupe(self, painter: QPainter, place: QPointF) -> None:
        picture = self.pane.picture
        if picture is None or self.outline is None:
            return
        target = self.pane.target()
        x, y = self.outline.corners[self.chosen]
        side = _LOUPE_PX / (_LOUPE_SCALE * max(self.pane.scale, 0.2))
        source = QRectF(x + 0.5 - side / 2, y + 0.5 - side / 2, side, side)
        pane = QRectF(target.left() + 8, target.top() + 8, _LOUPE_PX, _LOUPE_PX)
        if pane.adjusted(-20, -20, 20, 20).contains(place):
            pane.moveRight(target.right() - 8)
        painter.save()
        painter.setClipRect(pane)
        painter.fillRect(pane, QColor(INK))
        painter.drawImage(pane, wrap(picture), source)
        painter.setPen(QPen(QColor(PAPER), 1.0))
        painter.drawLine(QPointF(pane.center().x(), pane.top()), QPointF(pane.center().x(), pane.bottom()))
        painter.drawLine(QPointF(pane.left(), pane.center().y()), QPointF(pane.right(), pane.center().y()))
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(PAPER), 2.0))
        painter.drawRect(pane)
