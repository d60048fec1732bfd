"""A self-assessment: one question with its answers, two corners for the hands; at the end band, points, advice."""

from PySide6.QtCore import QRectF, QSizeF

from station.screens.elements import Button, Elements, Glyph
from station.screens.metrics import Metrics
from station.screens.page import CENTRE, Page
from station.screens.palette import INK, OUTCOME_FILL, PLATE, QUIET, RAISED, SKY, text_on
from station.view_state import Target, ViewState

_ANSWER_PX = 112.0
_LEAST_MIRROR_PX = 220.0


def compose(size: QSizeF, view: ViewState, metrics: Metrics) -> Elements:
    """Portrait: question, answers, mirror, corners. Landscape: mirror and corners left, the rest in the panel."""
    page = Page(size, view, metrics)
    answers = [target for target in view.targets if target.corner == "list"]
    if metrics.portrait:
        page.top_bar()
        page.corner_buttons()
    else:
        whole = QRectF(page.area)
        column = page.cut_left(0.42)
        page.area = column
        page.corner_buttons()
        page.mirror(page.area)
        page.area = QRectF(column.right() + page.gap * 1.5, whole.top(), 0.0, whole.height())
        page.area.setRight(whole.right())
        page.top_bar()
    if answers:
        _question(page, answers)
    else:
        _band(page)
    if metrics.portrait and page.area.height() >= page.u(_LEAST_MIRROR_PX):
        page.mirror(page.area)
    return page.done()


def _question(page: Page, answers: list[Target]) -> None:
    """The question in large letters, which one it is, and its answers from most to least."""
    view, metrics = page.view, page.metrics
    # a list is read faster than a grid; where it has no room, pairs side by side
    columns = 1 if metrics.portrait and len(answers) <= 5 else 2
    lines = -(-len(answers) // columns)
    high, gap = page.u(_ANSWER_PX), page.gap * 0.7
    room = QRectF(page.area)
    room.setTop(room.bottom() - lines * high - (lines - 1) * gap)
    if metrics.portrait:
        page.head(view.headline, view.instruction)
        room.moveTop(page.area.top())
        page.area.setTop(room.bottom() + page.gap)
    else:
        page.area.setBottom(room.top() - page.gap)
        plate = page.cut_top(page.area.height())
        _fitted_head(page, plate)
    width = (room.width() - gap * (columns - 1)) / columns
    for place, target in enumerate(answers):
        row, column = divmod(place, columns)
        rect = QRectF(room.left() + column * (width + gap), room.top() + row * (high + gap), width, high)
        _answer(page, rect, target, place + 1)


def _fitted_head(page: Page, rect: QRectF) -> None:
    """The question on a plate of the height that is left; its letters give way before its words do."""
    view, metrics = page.view, page.metrics
    page.plate(rect)
    room = page.inset(rect, 36, 22)
    px = metrics.secondary_px
    below = QRectF(room.left(), room.bottom() - px * 1.3, room.width(), px * 1.3)
    room.setBottom(below.top())
    page.words(below, view.instruction, px, colour=QUIET, ground=PLATE, least_px=int(px * 0.9))
    page.words(
        room, view.headline, metrics.primary_px, ground=PLATE, bold=True, max_lines=4, leading=1.12, least_px=px
    )  # fmt: skip


def _answer(page: Page, rect: QRectF, target: Target, number: int) -> None:
    """An answer with the number that a keyboard gives it; the one that the mark stands on is filled."""
    fill = SKY if target.chosen else RAISED
    ink = text_on(fill)
    page.elements.append(Button(rect, target, fill, min(page.radius, rect.height() / 2)))
    px = page.metrics.secondary_px
    room = page.inset(rect, 16, 6)
    digit = QRectF(room.left(), room.top(), px * 0.9, room.height())
    page.words(digit, str(number), px, colour=INK if target.chosen else QUIET, ground=fill, align=CENTRE)
    room.setLeft(digit.right() + page.u(12))
    page.words(
        room, target.label, px, colour=ink, ground=fill, bold=True, max_lines=2, leading=1.05, least_px=px
    )  # fmt: skip


def _band(page: Page) -> None:
    """Band and points on the colour of what a person has said; the advice; the answers worth another look."""
    view, metrics = page.view, page.metrics
    fill = OUTCOME_FILL[view.outcome]
    px = metrics.primary_px
    size = px * 1.1
    width = page.area.width() - size - page.u(24)
    rect = page.cut_top(page.fitted_height(view.headline, width))
    page.plate(rect, fill)
    room = page.inset(rect, 32, 20)
    disc = QRectF(room.left(), room.center().y() - size / 2, size, size)
    page.elements.append(Glyph(disc, view.outcome, INK))
    room.setLeft(disc.right() + page.u(28))
    page.words(
        room, view.headline, px, colour=INK, ground=fill, bold=True, max_lines=3, leading=1.12,
        least_px=metrics.secondary_px,
    )  # fmt: skip
    small = metrics.secondary_px
    advice = page.cut_top(page.text_height(view.instruction, small, page.area.width(), 3))
    page.words(advice, view.instruction, small, max_lines=3)
    for row in view.rows:
        _given(page, row.text)


def _given(page: Page, text: str) -> None:
    """An answer that is worth another look, where there is room for it."""
    px = page.metrics.secondary_px
    height = page.text_height(text, px, page.area.width() - page.u(48), 3) + page.u(24)
    least = page.u(_LEAST_MIRROR_PX) if page.metrics.portrait else 0.0
    if page.area.height() - height >= least:
        rect = page.cut_top(height)
        page.plate(rect)
        page.words(page.inset(rect, 24, 12), text, px, ground=PLATE, max_lines=3)
