"""The board's window: the live picture with what has been taken, until there are enough views."""

from collections.abc import Callable

import cv2
import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from calibration.board import BoardView, find_board
from calibration.collector import GRID, BoardCollector, Offer
from station.screens.calibration.picture_window import PictureWindow, both
from station.screens.palette import GREEN, INK, ORANGE, PAPER
from vision.frame import Frame


class BoardWindow(PictureWindow):
    """Looks for the board in every frame and ends by itself when `collector` is complete."""

    def __init__(self, collector: BoardCollector, square_m: float, newest: Callable[[], Frame | None]) -> None:
        super().__init__("board.title", ("board.what",), newest)
        self.collector, self._square_m = collector, square_m
        self._view: BoardView | None = None
        self._offer = Offer.NOT_SEEN
        self.save.hide()
        self.pane.mirrored = True
        # read from where the board is carried
        self.state.setStyleSheet("font-size: 32px; font-weight: bold;")
        self._tell()

    def take(self, frame: Frame) -> None:
        """One look at the board."""
        super().take(frame)
        self._view = find_board(frame.pixels, self._square_m)
        self._offer = self.collector.look(self._view, frame.time_s)
        self._tell()
        if self.collector.complete:
            self.end(True)

    def _tell(self) -> None:
        count = both("board.count", taken=len(self.collector.views), wanted=self.collector.wanted)
        self.state.setText(f"{count}\n{both(f'board.{self._offer.value}')}")

    def paint_over(self, painter: QPainter) -> None:
        """Cells not yet covered, the views taken, the board as it is seen now."""
        target = self.pane.target()
        self._paint_cells(painter, target)
        for view in self.collector.views:
            self._paint_board(painter, view, GREEN, 2.0)
        if self._view is not None:
            self._paint_board(painter, self._view, PAPER if self._offer is Offer.KNOWN else ORANGE, 4.0)

    def _paint_cells(self, painter: QPainter, target: QRectF) -> None:
        veil = QColor(INK)
        veil.setAlphaF(0.45)
        width, height = target.width() / GRID, target.height() / GRID
        for (row, column), covered in np.ndenumerate(self.collector.coverage()):
            cell = QRectF(target.left() + column * width, target.top() + row * height, width, height)
            if not covered:
                painter.fillRect(cell, veil)
            painter.setPen(QPen(QColor(PAPER), 0.5))
            painter.drawRect(cell)

    def _paint_board(self, painter: QPainter, view: BoardView, colour: str, width: float) -> None:
        hull = _rim(view)
        painter.setPen(QPen(QColor(colour), width))
        painter.drawPolygon(QPolygonF([self.pane.on_widget(x, y) for x, y in hull]))
        if view is self._view:
            for x, y in view.corners_px:
                painter.drawEllipse(QPointF(self.pane.on_widget(x, y)), 2.0, 2.0)


def _rim(view: BoardView) -> list[tuple[float, float]]:
    """The found corners that lie outermost, in their order round the board."""
    hull = cv2.convexHull(view.corners_px.astype(np.float32)).reshape(-1, 2)
    return [(float(x), float(y)) for x, y in hull]
