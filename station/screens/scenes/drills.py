"""The list of drills, and the sheet of one: its steps and targets, and whether the station runs it."""

from PySide6.QtCore import QRectF, QSizeF

from station.screens import typeface
from station.screens.elements import Elements, Fill, RowPlate, Sign
from station.screens.metrics import Metrics
from station.screens.page import CENTRE, RIGHT, Page
from station.screens.palette import GREY, INK, PAPER, PLATE, QUIET, RAISED
from station.trainer.catalogue import STEP, TARGET
from station.view_state import Row, ViewState

_SHRINKING = (1.0, 0.9, 0.8, 0.7)
"""A sheet is read by the trainer, from nearer than the mark: a long one may be set smaller."""

_Block = tuple[QRectF, list[Row]]
"""Rows, and where they stand."""


def compose(size: QSizeF, view: ViewState, metrics: Metrics) -> Elements:
    """No mirror: the trainer reads, nobody is measured."""
    page = Page(size, view, metrics)
    page.top_bar()
    page.buttons()
    if any(row.clause in (STEP, TARGET) for row in view.rows):
        _sheet(page)
    else:
        page.head(view.headline, view.instruction if metrics.portrait else "", fit=True)
        _list(page)
    return page.done()


def _list(page: Page) -> None:
    """Numbered plates to touch; those that the station runs are raised."""
    rows, px = page.view.rows, page.metrics.secondary_px
    columns = 1 if page.metrics.portrait else 2
    lines = -(-len(rows) // columns)
    gap = page.gap * 0.7
    high = min((page.area.height() - gap * (lines - 1)) / max(lines, 1), px * 3.5)
    width = (page.area.width() - gap * (columns - 1)) / columns
    for place, row in enumerate(rows):
        # down the columns, as a list is read
        column, line = divmod(place, lines)
        rect = QRectF(page.area.left() + column * (width + gap), page.area.top() + line * (high + gap), width, high)
        _drill(page, rect, row, place + 1)


def _drill(page: Page, rect: QRectF, row: Row, number: int) -> None:
    px, fill = page.metrics.secondary_px, RAISED if row.live else PLATE
    page.elements.append(RowPlate(rect, row.clause, fill, page.u(22)))
    digit = QRectF(rect.left() + page.u(18), rect.top(), px, rect.height())
    page.words(digit, str(number), px, colour=QUIET, ground=fill, align=CENTRE)
    text = QRectF(digit.right() + page.u(16), rect.top(), 0.0, rect.height())
    text.setRight(rect.right() - page.u(20))
    upper, lower = QRectF(text), QRectF(text)
    upper.setBottom(rect.center().y())
    lower.setTop(rect.center().y())
    upper.setTop(upper.bottom() - px * 1.25)
    lower.setBottom(lower.top() + px * 1.25)
    page.words(upper, row.text, px, ground=fill, bold=True, least_px=int(px * 0.9))
    page.words(lower, row.detail, px, colour=QUIET, ground=fill, least_px=int(px * 0.9))


def _sheet(page: Page) -> None:
    """What it is, the mark where the station does not run it, steps and targets."""
    view, metrics = page.view, page.metrics
    page.head(view.headline, fit=True, lines=1)
    px = metrics.secondary_px
    if view.message:
        _not_run(page, page.cut_top(px * 1.7))
    said = page.text_height(view.instruction, px, page.area.width(), 4)
    rest = page.area.adjusted(0, said + page.gap, 0, 0)
    blocks, size = _set(page, rest)
    if size is None:
        # steps and targets come before the description
        blocks, size = _set(page, page.area)
    else:
        page.words(page.cut_top(said), view.instruction, px, colour=QUIET, max_lines=4)
    for rect, rows in blocks:
        _rows(page, rect, rows, size or int(px * _SHRINKING[-1]))


def _not_run(page: Page, rect: QRectF) -> None:
    px = page.metrics.secondary_px
    page.elements.append(Fill(rect, GREY, page.u(22)))
    disc = QRectF(rect.left() + page.u(28), rect.center().y() - px * 0.55, px * 1.1, px * 1.1)
    page.elements.append(Sign(disc, "question", INK))
    words = QRectF(rect)
    words.setLeft(disc.right() + page.u(20))
    page.words(words, page.view.message, px, colour=INK, ground=GREY, bold=True)


def _set(page: Page, area: QRectF) -> tuple[list[_Block], int | None]:
    """Where the rows go, and the largest letters in which all stand there; None where none are small enough."""
    rows = list(page.view.rows)
    if page.metrics.portrait:
        return _fitted(page, [(area, rows)])
    left, right = QRectF(area), QRectF(area)
    left.setWidth((area.width() - page.gap) / 2)
    right.setLeft(left.right() + page.gap)
    px = page.metrics.secondary_px
    # the columns end as nearly side by side as they can
    cut = min(
        range(1, len(rows) + 1),
        key=lambda at: max(_height(page, part, left.width(), px) for part in (rows[:at], rows[at:])),
    )
    return _fitted(page, [(left, rows[:cut]), (right, rows[cut:])])


def _fitted(page: Page, blocks: list[_Block]) -> tuple[list[_Block], int | None]:
    for share in _SHRINKING:
        px = int(page.metrics.secondary_px * share)
        if all(_height(page, rows, rect.width(), px) <= rect.height() + 1.0 for rect, rows in blocks):
            return blocks, px
    return blocks, None


def _height(page: Page, rows: list[Row], width: float, px: int) -> float:
    return sum(_row_height(page, row, width, px) + page.u(10) for row in rows)


def _row_height(page: Page, row: Row, width: float, px: int) -> float:
    text, value = _widths(page, row, width, px)
    bold = row.clause == TARGET
    heights = page.text_height(row.text, px, text, 2), page.text_height(row.detail, px, value, 3, bold=bold)
    return max(heights) + page.u(20)


def _widths(page: Page, row: Row, width: float, px: int) -> tuple[float, float]:
    """Of the text and of the value at its right, which has at most the larger half."""
    room = width - page.u(48)
    value = min(typeface.text_width(row.detail, px, True) + page.u(4), room * 0.58) if row.detail else 0.0
    return room - value - page.u(30), value


def _rows(page: Page, rect: QRectF, rows: list[Row], px: int) -> None:
    top = rect.top()
    for row in rows:
        plate = QRectF(rect.left(), top, rect.width(), _row_height(page, row, rect.width(), px))
        page.plate(plate)
        room = page.inset(plate, 24, 10)
        text, value = QRectF(room), QRectF(room)
        text_width, value_width = _widths(page, row, rect.width(), px)
        text.setWidth(text_width)
        value.setLeft(room.right() - value_width)
        step = row.clause == STEP
        page.words(text, row.text, px, colour=PAPER if step else QUIET, ground=PLATE, max_lines=2)
        page.words(
            value, row.detail, px, colour=QUIET if step else PAPER, ground=PLATE, bold=not step, align=RIGHT,
            max_lines=3,
        )  # fmt: skip
        top = plate.bottom() + page.u(10)
