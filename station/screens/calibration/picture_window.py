"""A window with words in both languages, a picture that stays in proportion, and two buttons."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEventLoop, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLayout, QPushButton, QVBoxLayout, QWidget

from station.i18n.texts import LANGUAGES, tr
from station.screens.mirror import wrap
from station.screens.palette import BRONZE, EDGE, NIGHT, ORANGE, PAPER, QUIET, RAISED
from station.screens.typeface import chinese_family
from vision.frame import Frame, Picture

POLL_MS = 40
_OPENING_SIZE = QSize(1180, 900)
_STYLE = f"""
QWidget {{ background: {NIGHT}; color: {PAPER}; font-size: 17px; }}
QLabel#second, QLabel#second_keys {{ color: {QUIET}; font-size: 15px; }}
QLabel#state {{ color: {ORANGE}; font-size: 17px; }}
QPushButton {{ background: {RAISED}; border: 1px solid {EDGE}; border-radius: 8px; padding: 12px 34px; }}
QPushButton:enabled#save {{ background: {BRONZE}; color: black; font-weight: bold; }}
QPushButton:disabled {{ color: {EDGE}; }}
QPushButton:focus {{ border: 2px solid {PAPER}; }}
"""


def both(key: str, **values: object) -> str:
    """The text in both languages, Chinese first."""
    return " / ".join(tr(language, key, **values) for language in LANGUAGES)


class PictureView(QWidget):
    """The picture, as large as fits; what lies on it is painted by `paint_over`."""

    def __init__(self, paint_over: Callable[[QPainter], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._paint_over = paint_over
        self._picture: Picture | None = None
        self.mirrored = False
        """True: painted as a mirror shows it, for somebody who moves in front of the camera."""
        self.setMinimumSize(320, 240)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)

    @property
    def picture(self) -> Picture | None:
        """What is shown, None before the first picture."""
        return self._picture

    def show_picture(self, picture: Picture) -> None:
        """Show another picture."""
        self._picture = np.ascontiguousarray(picture)
        self.update()

    def target(self) -> QRectF:
        """Where the picture lies in the widget."""
        if self._picture is None:
            return QRectF(self.rect())
        height_px, width_px = self._picture.shape[:2]
        scale = min(self.width() / width_px, self.height() / height_px)
        target = QRectF(0, 0, width_px * scale, height_px * scale)
        target.moveCenter(QRectF(self.rect()).center())
        return target

    @property
    def scale(self) -> float:
        """Widget pixels per picture pixel."""
        return 1.0 if self._picture is None else self.target().width() / self._picture.shape[1]

    def on_widget(self, x: float, y: float) -> QPointF:
        """A place of the picture in the widget."""
        target, scale = self.target(), self.scale
        return QPointF(target.left() + (x + 0.5) * scale, target.top() + (y + 0.5) * scale)

    def on_picture(self, place: QPointF) -> tuple[float, float]:
        """A place of the widget in the picture, px."""
        target, scale = self.target(), self.scale
        return (place.x() - target.left()) / scale - 0.5, (place.y() - target.top()) / scale - 0.5

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Picture, then what lies on it."""
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        if self._picture is None:
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, both("window.no_picture"))
        else:
            if self.mirrored:
                painter.translate(self.width(), 0)
                painter.scale(-1.0, 1.0)
            painter.drawImage(self.target(), wrap(self._picture))
            self._paint_over(painter)
        painter.end()


class PictureWindow(QWidget):
    """Base of both windows. `run` shows it and returns when it is saved (True) or cancelled (False)."""

    finished = Signal(bool)

    def __init__(self, title: str, words: tuple[str, ...], newest: Callable[[], Frame | None] | None) -> None:
        """`words`: keys of the texts above the picture. `newest` gives live frames; None: a still picture."""
        super().__init__()
        self._newest, self._seen = newest, -1
        self.setWindowTitle(both(title))
        self.setStyleSheet(f'QWidget {{ font-family: "{chinese_family()}"; }}{_STYLE}')
        layout = QVBoxLayout(self)
        # a window of any size: a kiosk's own screen may be smaller than what the words ask for
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        for key in words:
            for language, name in zip(LANGUAGES, ("first", "second"), strict=True):
                label = QLabel(tr(language, key), self)
                label.setObjectName(name)
                label.setWordWrap(True)
                layout.addWidget(label)
        self.pane = PictureView(self.paint_over, self)
        layout.addWidget(self.pane, 1)
        self.state = QLabel(self)
        self.state.setObjectName("state")
        self.state.setWordWrap(True)
        self.state.setMinimumHeight(28)
        layout.addWidget(self.state)
        row = QHBoxLayout()
        self.save, self.cancel = QPushButton(both("window.save"), self), QPushButton(both("window.cancel"), self)
        self.save.setObjectName("save")
        for button in (self.cancel, self.save):
            # Tab and the arrows belong to the corners
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(button)
        layout.addLayout(row)
        self.save.clicked.connect(lambda: self.end(True))
        self.cancel.clicked.connect(lambda: self.end(False))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.resize(_OPENING_SIZE)
        self._ended = False
        self._timer = QTimer(self, interval=POLL_MS)
        self._timer.timeout.connect(self._poll)

    def run(self) -> bool:
        """Show the window and wait for its end."""
        loop = QEventLoop()
        self.finished.connect(loop.quit)
        outcome: list[bool] = []
        self.finished.connect(outcome.append)
        self.begin()
        if not self._ended:
            loop.exec()
        return bool(outcome and outcome[0])

    def begin(self) -> None:
        """Show the window and look for frames."""
        self.show()
        self.activateWindow()
        if self._newest is not None:
            self._timer.start()

    def end(self, saved: bool) -> None:
        """Close, once."""
        if self._ended:
            return
        self._ended = True
        self._timer.stop()
        self.finished.emit(saved)
        self.close()

    def take(self, frame: Frame) -> None:
        """A new live frame."""
        self.pane.show_picture(frame.pixels)

    def paint_over(self, painter: QPainter) -> None:
        """What lies on the picture."""

    def _poll(self) -> None:
        frame = self._newest() if self._newest is not None else None
        if frame is not None and frame.index != self._seen:
            self._seen = frame.index
            self.take(frame)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter saves, Escape cancels."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.save.isEnabled():
            self.end(True)
        elif event.key() == Qt.Key.Key_Escape:
            self.end(False)
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """The window's own cross cancels."""
        self.end(False)
        super().closeEvent(event)
