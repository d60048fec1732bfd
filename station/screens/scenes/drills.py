"""The list of drills, and the sheet of one: its steps and targets, and whether the station runs it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF, QSizeF

from station.screens import typeface
from station.screens.elements import Elements, Fill, RowPlate, Sign
from station.screens.metrics import Metrics
from station.screens.page import CENTRE, RIGHT, Page
from station.screens.palette import GREY, INK, PAPER, PLATE, QUIET, RAISED, SKY
from station.trainer.catalogue import STEP, TARGET
from station.view_state import Row, ViewState

_AIRY, _TIGHT = (10.0, 10.0), (5.0, 6.0)
"""Room above and below the words of a row, and between two rows."""
_SETTINGS = ((1.0, _AIRY), (1.0, _TIGHT), (0.95, _TIGHT), (0.9, _TIGHT), (0.8, _TIGHT))
"""Letters and air of the rows, in the order in which they are tried. A shipped sheet never needs smaller letters than
are read from the mark; a house's own long one may."""

_Setting = tuple[float, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class _Block:
    """Rows, where they stand, and how they are set; pixels."""

    rect: QRectF
    rows: list[Row]
    px: int
    air: float
    gap: float


def compose(size: QSizeF, view: ViewState, metrics: Metrics) -> Elements:
    """No mirror: the trainer reads, nobody is measured."""
    page = Page(size, view, metrics)
    sheet = any(row.clause in (STEP, TARGET) for row in view.rows)
    large = not sheet or metrics.portrait or _has_room_for_its_name(size, view, metrics)
    page.top_bar("" if large else view.headline)
    if sheet:
        page.buttons()
        _sheet(page, large)
    elif metrics.portrait:
        page.buttons()
        page.head(view.headline, view.instruction, fit=True)
        _list(page)
    else:
        page.corner_buttons()
        _turn(page, page.head(view.headline, fit=True))
        _list(page)
    return page.done()


def _turn(page: Page, head: QRectF) -> None:
    """What turns the page, at the end of the heading: in landscape the rows need every line under it."""
    for target in page.view.targets:
        if target.corner == "list":
            rect = page.inset(head, 24, 24)
            rect.setLeft(rect.right() - rect.width() / 4)
            page.button(rect, target)


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
    px, fill = page.metrics.secondary_px, SKY if row.chosen else RAISED if row.live else PLATE
    ink, quiet = (INK, INK) if row.chosen else (PAPER, QUIET)
    page.elements.append(RowPlate(rect, row.clause, fill, page.u(22)))
    digit = QRectF(rect.left() + page.u(18), rect.top(), px, rect.height())
    page.words(digit, str(number), px, colour=quiet, ground=fill, align=CENTRE)
    text = QRectF(digit.right() + page.u(16), rect.top(), 0.0, rect.height())
    text.setRight(rect.right() - page.u(20))
    upper, lower = QRectF(text), QRectF(text)
    upper.setBottom(rect.center().y())
    lower.setTop(rect.center().y())
    upper.setTop(upper.bottom() - px * 1.25)
    lower.setBottom(lower.top() + px * 1.25)
    page.words(upper, row.text, px, colour=ink, ground=fill, bold=True, least_px=int(px * 0.9))
    page.words(lower, row.detail, px, colour=quiet, ground=fill, least_px=int(px * 0.9))


def _has_room_for_its_name(size: QSizeF, view: ViewState, metrics: Metrics) -> bool:
    """Whether the rows stand under a large heading; else the name stands among the small buttons."""
    trial = Page(size, view, metrics)
    trial.top_bar()
    trial.buttons()
    trial.head(view.headline, fit=True, lines=1)
    if view.message:
        trial.cut_top(metrics.secondary_px * 1.7)
    return _set(trial, trial.area, _SETTINGS[:2])[1]


def _sheet(page: Page, large: bool) -> None:
    """What it is, the mark where the station does not run it, steps and targets."""
    view, metrics = page.view, page.metrics
    if large:
        page.head(view.headline, fit=True, lines=1)
    px = metrics.secondary_px
    if view.message:
        _not_run(page, page.cut_top(px * 1.7))
    said = page.text_height(view.instruction, px, page.area.width(), 4)
    rest = page.area.adjusted(0, said + page.gap, 0, 0)
    blocks, fits = _set(page, rest, _SETTINGS[:2])
    if fits:
        page.words(page.cut_top(said), view.instruction, px, colour=QUIET, max_lines=4)
    else:
        # steps and targets come before the description, and that before the size of the letters
        blocks, _ = _set(page, page.area, _SETTINGS)
    for block in blocks:
        _rows(page, block)


def _not_run(page: Page, rect: QRectF) -> None:
    px = page.metrics.secondary_px
    page.elements.append(Fill(rect, GREY, page.u(22)))
    disc = QRectF(rect.left() + page.u(28), rect.center().y() - px * 0.55, px * 1.1, px * 1.1)
    page.elements.append(Sign(disc, "question", INK))
    words = QRectF(rect)
    words.setLeft(disc.right() + page.u(20))
    page.words(words, page.view.message, px, colour=INK, ground=GREY, bold=True)


def _set(page: Page, area: QRectF, settings: Sequence[_Setting]) -> tuple[list[_Block], bool]:
    """The rows with the first setting in which all stand in `area`, else with the last; and whether they do."""
    rows = list(page.view.rows)
    parts = [(area, rows)]
    if not page.metrics.portrait:
        left, right = QRectF(area), QRectF(area)
        left.setWidth((area.width() - page.gap) / 2)
        right.setLeft(left.right() + page.gap)
        whole = _Block(left, rows, page.metrics.secondary_px, *_AIRY)
        # the columns end as nearly side by side as they can
        cut = min(
            range(1, len(rows) + 1),
            key=lambda at: max(_height(page, replace(whole, rows=part)) for part in (rows[:at], rows[at:])),
        )
        parts = [(left, rows[:cut]), (right, rows[cut:])]
    blocks: list[_Block] = []
    for share, (air, gap) in settings:
        px = int(page.metrics.secondary_px * share)
        blocks = [_Block(rect, part, px, page.u(air), page.u(gap)) for rect, part in parts]
        if all(_height(page, block) <= block.rect.height() + block.gap + 1.0 for block in blocks):
            return blocks, True
    return blocks, False


def _height(page: Page, block: _Block) -> float:
    return sum(_row_height(page, row, block) + block.gap for row in block.rows)


def _row_height(page: Page, row: Row, block: _Block) -> float:
    text, value = _widths(page, row, block)
    bold = row.clause == TARGET
    heights = (
        page.text_height(row.text, block.px, text, 3),
        page.text_height(row.detail, block.px, value, 3, bold=bold),
    )
    return max(heights) + 2.0 * block.air


def _widths(page: Page, row: Row, block: _Block) -> tuple[float, float]:
    """Of the text and of the value at its right, which has at most the larger half."""
    room = block.rect.width() - page.u(48)
    value = min(typeface.text_width(row.detail, block.px, True) + page.u(4), room * 0.58) if row.detail else 0.0
    return room - value - page.u(30), value


def _rows(page: Page, block: _Block) -> None:
    top, px = block.rect.top(), block.px
    for row in block.rows:
        plate = QRectF(block.rect.left(), top, block.rect.width(), _row_height(page, row, block))
        page.plate(plate)
        room = plate.adjusted(page.u(24), block.air, -page.u(24), -block.air)
        text, value = QRectF(room), QRectF(room)
        text_width, value_width = _widths(page, row, block)
        text.setWidth(text_width)
        value.setLeft(room.right() - value_width)
        step = row.clause == STEP
        page.words(text, row.text, px, colour=PAPER if step else QUIET, ground=PLATE, max_lines=3)
        page.words(
            value, row.detail, px, colour=QUIET if step else PAPER, ground=PLATE, bold=not step, align=RIGHT,
            max_lines=3,
        )  # fmt: skip
        top = plate.bottom() + block.gap
