"""Clauses that the person answers: every one of them must be readable before "all met" is pressed."""

from PySide6.QtCore import QRectF

from station.screens.page import Page
from station.screens.palette import PAPER
from station.screens.rows import RowPanel


def compose_questions(page: Page, most: float) -> None:
    """The question's head, then one clause in full or several as rows, in at most `most` of the height left."""
    view, px = page.view, page.metrics.secondary_px
    # where there is little room the clauses come before the hint how to answer, which the buttons give as well
    crowded = len(view.rows) > 2 or (bool(view.message) and not page.metrics.portrait)
    page.head(view.headline or view.instruction, view.instruction if view.headline and not crowded else "", fit=True)
    if view.message:
        lines = max(int(page.area.height() * most // (px * 1.22)), 1)
        height = page.text_height(view.message, px, page.area.width(), lines)
        page.words(page.cut_top(height), view.message, px, colour=PAPER, max_lines=lines)
    elif view.rows:
        trial = QRectF(0, 0, page.area.width(), page.area.height() * most)
        _, height = RowPanel(page, trial, questions=True).plan(view.rows)
        RowPanel(page, page.cut_top(height), questions=True).compose(view.rows)
