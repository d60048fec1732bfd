"""A checklist's sheet as a PDF for the wall: a picture, the words and the limits of every clause, on A4 pages."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)
from PySide6.QtSvg import QSvgRenderer

from checklists.sheet import Sheet, SheetRow
from station.screens.paper import DPI, paper_font, require_application
from station.screens.typeface import chinese_family

_MM = DPI / 25.4
_PICTURE_MM = 19.0
_GAP_MM = 2.5
_LIMITS_SHARE = 0.45
"""Of the room beside the picture: what is asked on the left, the limits on the right."""
_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft)
_INK, _QUIET = "#111111", "#555555"


def write_sheet_pdf(sheet: Sheet, path: Path) -> None:
    """The sheet on as many pages as it takes; a clause is never split. OSError where `path` cannot be written."""
    require_application()
    with path.open("wb"):
        pass  # the PDF writer reports nothing but failure; this tells why
    pages = _Pages(path, sheet.foot)
    try:
        pages.text(sheet.name, 16, bold=True)
        pages.text(sheet.says, 10)
        for line in sheet.legend:
            pages.text(line, 7.5, colour=_QUIET)
        for row in sheet.rows:
            pages.clause(row)
    finally:
        pages.close()


class _Pages:
    """A growing PDF. `_y` is where the next block begins."""

    def __init__(self, path: Path, foot: str) -> None:
        self._writer = QPdfWriter(str(path))
        self._writer.setResolution(DPI)
        self._writer.setPageLayout(
            QPageLayout(
                QPageSize(QPageSize.PageSizeId.A4),
                QPageLayout.Orientation.Portrait,
                QMarginsF(14, 12, 14, 10),
                QPageLayout.Unit.Millimeter,
            )
        )
        self._writer.setCreator("Tongjing")
        self._painter = QPainter()
        if not self._painter.begin(self._writer):
            raise OSError(5, "the PDF cannot be written", str(path))
        self._width = float(self._writer.width())
        self._bottom = self._writer.height() - 7 * _MM
        self._foot, self._number, self._y = foot, 0, 0.0
        self._begin_page()

    def close(self) -> None:
        """Finishes the file."""
        self._painter.end()

    def text(self, text: str, size_pt: float, *, bold: bool = False, colour: str = _INK) -> None:
        """A paragraph over the whole width."""
        if text:
            self._y += self._block(text, 0.0, self._y, self._width, size_pt, bold=bold, colour=colour) + 0.8 * _MM

    def clause(self, row: SheetRow) -> None:
        """Picture, words, limits; on the next page where it does not fit on this one."""
        left = (_PICTURE_MM + _GAP_MM) * _MM
        room = self._width - left
        asked, limits = room * (1 - _LIMITS_SHARE) - _GAP_MM * _MM, room * _LIMITS_SHARE
        details = "\n".join(row.details)
        words = (
            (row.title, 10.5, True),
            (row.says, 9.0, False),
            (f"{row.how} · {row.wearer} · {row.clause}", 7.0, False),
        )
        heights = [self._height(text, asked, size, bold) for text, size, bold in words]
        tall = max(_PICTURE_MM * _MM, sum(heights), self._height(details, limits, 8.0, False)) + _GAP_MM * _MM
        if self._y + tall > self._bottom:
            self._begin_page()
        self._painter.setPen(QPen(QColor("#bbbbbb"), 0.2 * _MM))
        self._painter.drawLine(0, int(self._y), int(self._width), int(self._y))
        top = self._y + _GAP_MM * _MM / 2
        _draw(self._painter, row.picture, QRectF(0, top, _PICTURE_MM * _MM, _PICTURE_MM * _MM))
        y = top
        for (text, size, bold), height in zip(words, heights, strict=True):
            self._block(text, left, y, asked, size, bold=bold, colour=_QUIET if size < 8 else _INK)
            y += height
        self._block(details, left + room - limits, top, limits, 8.0)
        self._y += tall

    def _begin_page(self) -> None:
        if self._number:
            self._writer.newPage()
        self._number += 1
        self._y = 0.0
        self._block(f"{self._foot} · {self._number}", 0.0, self._bottom + 2 * _MM, self._width, 6.5, colour=_QUIET)

    def _height(self, text: str, width: float, size_pt: float, bold: bool) -> float:
        if not text:
            return 0.0
        room = QRectF(0, 0, width, 100_000)
        return QFontMetricsF(paper_font(size_pt, bold=bold), self._writer).boundingRect(room, _WRAPPED, text).height()

    def _block(
        self, text: str, x: float, y: float, width: float, size_pt: float, *, bold: bool = False, colour: str = _INK
    ) -> float:
        height = self._height(text, width, size_pt, bold)
        self._painter.setFont(paper_font(size_pt, bold=bold))
        self._painter.setPen(QColor(colour))
        self._painter.drawText(QRectF(x, y, width, height + 1), _WRAPPED, text)
        return height


def _draw(painter: QPainter, svg: str, rect: QRectF) -> None:
    named = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1)
    family = f'font-family="{chinese_family()}" '
    QSvgRenderer(QByteArray(named.replace("<text ", f"<text {family}").encode())).render(painter, rect)
