"""A close-up: the zoomed mirror, one question, the person's answer."""

from PySide6.QtCore import QRectF, QSizeF

from station.screens.elements import Elements
from station.screens.metrics import Metrics
from station.screens.page import Page
from station.screens.palette import PAPER
from station.screens.rows import RowPanel
from station.view_state import ViewState


def compose(size: QSizeF, view: ViewState, metrics: Metrics) -> Elements:
    """The question above (or beside) the close-up."""
    page = Page(size, view, metrics)
    if not metrics.portrait:
        page.mirror(page.cut_left(0.45))
    page.top_bar()
    page.buttons()
    crowded = not metrics.portrait and bool(view.message)
    page.head(view.headline or view.instruction, view.instruction if view.headline and not crowded else "")
    px = metrics.secondary_px
    if view.message:
        lines = 3 if metrics.portrait else max(int(page.area.height() // (px * 1.22)), 1)
        height = page.text_height(view.message, px, page.area.width(), lines)
        page.words(page.cut_top(height), view.message, px, colour=PAPER, max_lines=lines)
    if view.rows and not view.message:
        trial = QRectF(0, 0, page.area.width(), page.area.height() * (0.4 if metrics.portrait else 1.0))
        _, height = RowPanel(page, trial).plan(view.rows)
        RowPanel(page, page.cut_top(height)).compose(view.rows)
    if metrics.portrait:
        page.mirror(page.area)
    return page.done()
