"""Clauses that the person answers: every one of them must be readable before "all met" is pressed."""

from PySide6.QtCore import QRectF, QSizeF

from station.screens.elements import Elements
from station.screens.metrics import Metrics
from station.screens.page import Page
from station.screens.palette import PAPER
from station.screens.rows import RowPanel
from station.view_state import ViewState

_SHARE, _MOST_SHARE = 0.62, 0.76
"""Of a portrait screen's room for the questions at most; the rest is the mirror's. More than `_SHARE` for many."""
_MANY = 5


def compose_questions(size: QSizeF, view: ViewState, metrics: Metrics) -> Elements:
    """Portrait: questions over the mirror. Landscape: mirror and buttons left, questions down the whole right."""
    page = Page(size, view, metrics)
    if metrics.portrait:
        page.top_bar()
        page.buttons()
        _questions(page, _SHARE if len(view.rows) <= _MANY else _MOST_SHARE)
        page.mirror(page.area)
        return page.done()
    whole = QRectF(page.area)
    column = page.cut_left(0.45)
    page.area = column
    page.buttons()
    page.mirror(page.area)
    page.area = QRectF(column.right() + page.gap * 1.5, whole.top(), 0.0, whole.height())
    page.area.setRight(whole.right())
    page.top_bar()
    _questions(page, 1.0)
    return page.done()


def _questions(page: Page, most: float) -> None:
    """The head, then one clause in full or several as rows, in at most `most` of the height left."""
    view, px = page.view, page.metrics.secondary_px
    # many clauses come before the hint how to answer, which the buttons give as well
    many = len(view.rows) > 2 and not view.message
    under = view.instruction if view.headline and not many else ""
    page.head(
        view.headline or view.instruction, under, fit=True, lines=1 if many and not page.metrics.portrait else 2
    )
    if view.message:
        lines = max(int(page.area.height() * most // (px * 1.22)), 1)
        height = page.text_height(view.message, px, page.area.width(), lines)
        page.words(page.cut_top(height), view.message, px, colour=PAPER, max_lines=lines)
    elif view.rows:
        trial = QRectF(0, 0, page.area.width(), page.area.height() * most)
        _, height = RowPanel(page, trial, questions=True).plan(view.rows)
        RowPanel(page, page.cut_top(height), questions=True).compose(view.rows)
