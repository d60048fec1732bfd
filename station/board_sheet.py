"""The calibration board as a sheet of paper in true size."""

from pathlib import Path

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from calibration.board import COLUMNS, ROWS, SQUARE_MM, board_picture
from station.screens.paper import require_application
from vision.errors import TongjingError

_PAGES = {"A4": QPageSize.PageSizeId.A4, "A3": QPageSize.PageSizeId.A3}
_RESOLUTION_DPI = 600
_PX_PER_SQUARE = 320
_MM_PER_INCH = 25.4
_RULER_MM = 100.0


def write_board_pdf(path: Path, paper: str) -> None:
    """One landscape page with the board and a ruler of 100 mm to check the print by.

    Raises TongjingError where the file cannot be written.
    """
    require_application()
    try:
        path.open("ab").close()  # Qt would only say that its painter does not begin
    except OSError as error:
        raise TongjingError(f"{path}: cannot be written ({error.strerror}); choose another place.") from None
    writer = QPdfWriter(str(path))
    writer.setTitle("Tongjing calibration board")
    writer.setResolution(_RESOLUTION_DPI)
    writer.setPageLayout(
        QPageLayout(QPageSize(_PAGES[paper]), QPageLayout.Orientation.Landscape, QMarginsF(0, 0, 0, 0))
    )
    painter = QPainter()
    if not painter.begin(writer):
        raise TongjingError(f"{path}: cannot be written; choose another place.")
    dots = _RESOLUTION_DPI / _MM_PER_INCH
    page = QSizeF(writer.width(), writer.height())
    board = QSizeF(COLUMNS, ROWS) * SQUARE_MM[paper] * dots
    corner = QPointF((page.width() - board.width()) / 2.0, (page.height() - board.height()) / 2.0)
    pixels = board_picture(_PX_PER_SQUARE)
    image = QImage(pixels.data, pixels.shape[1], pixels.shape[0], pixels.shape[1], QImage.Format.Format_Grayscale8)
    painter.drawImage(QRectF(corner, board), image)
    painter.setPen(QPen(painter.pen().color(), 0.3 * dots))
    start = QPointF(corner.x(), corner.y() + board.height() + 5.0 * dots)
    end = start + QPointF(_RULER_MM * dots, 0.0)
    painter.drawLine(start, end)
    for place in (start, end):
        painter.drawLine(place - QPointF(0.0, 1.5 * dots), place + QPointF(0.0, 1.5 * dots))
    painter.end()
