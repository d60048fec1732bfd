"""The one painted surface: newest frame and newest view, with as little repainting as possible.

Everything that does not lie on the mirror is kept in a layer that is painted again only when it changes; a new frame
repaints the mirror alone.
"""

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QWidget

from station.screens import mirror, scenes
from station.screens.elements import Button, Element, Elements, Key, Live, RowPlate, hit
from station.screens.metrics import Metrics, ScreenGeometry
from station.screens.mirror import MirrorPane
from station.screens.steady_crop import SteadyCrop
from station.view_state import Screen, ViewState
from vision.frame import Frame

_KEYS = {
    Qt.Key.Key_Backspace: "Backspace",
    Qt.Key.Key_Delete: "Backspace",
    Qt.Key.Key_Return: "Enter",
    Qt.Key.Key_Enter: "Enter",
    Qt.Key.Key_Escape: "Escape",
    Qt.Key.Key_Up: "Up",
    Qt.Key.Key_Down: "Down",
}


class Surface(QWidget):
    """Paints a `ViewState` and the mirror; turns touches, clicks and keys into `action` and `key`."""

    action = Signal(str)
    """A target was touched or clicked."""
    row = Signal(str)
    """A clause's row was touched or clicked."""
    key = Signal(str)
    """A character, "Backspace", "Enter", "Escape", "Up" or "Down"; from the keyboard, a reader or the keypad."""
    painted = Signal()
    """A frame has reached the screen."""
    closed = Signal()

    def __init__(self, geometry: ScreenGeometry | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._geometry = geometry
        self._view = ViewState(Screen.IDLE)
        self._frame: Frame | None = None
        self._picture: QImage | None = None
        self._elements: Elements = ()
        self._panes: list[MirrorPane] = []
        self._over: list[Element] = []
        self._still: list[Element] = []
        self._layer: QImage | None = None
        self._steady = SteadyCrop()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setWindowTitle("Tongjing")

    # ---- what is shown ------------------------------------------------------------------------------------------
    @property
    def view(self) -> ViewState:
        """The view that is up."""
        return self._view

    @property
    def elements(self) -> Elements:
        """The display list that is up."""
        return self._elements

    def show_frame(self, frame: Frame) -> None:
        """Show the newest frame. The array is kept alive here as long as Qt reads it."""
        self._frame = frame
        self._picture = mirror.wrap(frame.pixels)
        for pane in self._panes:
            self.update(pane.rect.toAlignedRect())
        if not self._panes:
            self.painted.emit()

    def forget_frame(self) -> None:
        """Wipe the picture."""
        self._frame = self._picture = None
        self._steady.reset()
        self.update()

    def show_view(self, view: ViewState) -> None:
        """Show another view; nothing is painted where it is the same."""
        if view != self._view or not self._elements:
            self._view = view
            self._compose()

    def metrics(self) -> Metrics:
        """Sizes for the surface as it is."""
        return Metrics.of(max(self.width(), 1), max(self.height(), 1), self._geometry)

    def _compose(self) -> None:
        self._elements = scenes.compose(QSizeF(self.size()), self._view, self.metrics())
        self._panes = [element for element in self._elements if isinstance(element, MirrorPane)]
        still: list[Element] = []
        over: list[Element] = []
        on_mirror = QRectF()
        for element in self._elements:
            if isinstance(element, MirrorPane):
                on_mirror = element.rect
                continue
            rect: QRectF | None = getattr(element, "rect", None)
            (over if rect is not None and on_mirror.intersects(rect) else still).append(element)
        self._over = over
        if self._layer is None or still != self._still:
            self._still = still
            self._layer = None
            self.update()
        else:
            for pane in self._panes:
                self.update(pane.rect.toAlignedRect())

    def _paint_layer(self, live: Live) -> QImage:
        ratio = self.devicePixelRatioF()
        layer = QImage(self.size() * ratio, QImage.Format.Format_RGB32)
        layer.setDevicePixelRatio(ratio)
        painter = QPainter(layer)
        scenes.paint_elements(painter, tuple(self._still), live)
        painter.end()
        return layer

    def overlay_opacity(self) -> float:
        """How fresh the marks on the body are, against the frame that is up."""
        if self._frame is None:
            return 0.0
        return mirror.overlay_opacity(self._frame.time_s - self._view.overlay_time_s)

    def _steadied(self) -> ViewState:
        """The view with the close-up's frame held steady."""
        time_s = self._frame.time_s if self._frame is not None else 0.0
        crop = self._steady.follow(self._view.crop, time_s)
        return self._view if crop == self._view.crop else replace(self._view, crop=crop)

    # ---- Qt's own -----------------------------------------------------------------------------------------------
    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Layer, mirror, what lies on the mirror."""
        live = Live(self._steadied(), self._picture, self.overlay_opacity())
        if self._layer is None:
            if not self._elements:
                self._compose()
            self._layer = self._paint_layer(live)
        painter = QPainter(self)
        painter.setClipRegion(event.region())
        painter.drawImage(QPointF(0, 0), self._layer)
        scenes.paint_elements(painter, (*self._panes, *self._over), live)
        painter.end()
        if self._picture is not None:
            self.painted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Lay out anew."""
        self._layer = None
        self._compose()
        super().resizeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Keys of a keyboard or a badge reader, one by one."""
        name = _KEYS.get(Qt.Key(event.key())) or event.text()
        if name and name.isprintable():
            self.key.emit(name)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click, or the press that Qt makes of a touch."""
        self.press(event.position())

    def event(self, event):  # type: ignore[no-untyped-def]  # noqa: D102 - Qt's own
        if event.type() == event.Type.TouchBegin and isinstance(event, QTouchEvent):
            event.accept()
            for point in event.points():
                self.press(point.position())
            return True
        if event.type() in (event.Type.TouchUpdate, event.Type.TouchEnd, event.Type.TouchCancel):
            event.accept()
            return True
        return super().event(event)

    def press(self, point: QPointF) -> None:
        """Something was pressed at `point`: send what stands there."""
        element = hit(self._elements, point)
        if isinstance(element, RowPlate):
            self.row.emit(element.clause)
        elif isinstance(element, Button):
            self.action.emit(element.target.action)
        elif isinstance(element, Key):
            self.key.emit(element.key)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """The window is closed by a person or the system."""
        self.closed.emit()
        super().closeEvent(event)
