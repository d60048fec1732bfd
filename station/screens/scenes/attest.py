"""What no camera sees: the person reads and confirms."""

from PySide6.QtCore import QRectF, QSizeF

from station.screens.elements import Elements
from station.screens.metrics import Metrics
from station.screens.page import Page
from station.screens.palette import QUIET
from station.screens.rows import RowPanel
from station.view_state import ViewState


def compose(size: QSizeF, view: ViewState, metrics: Metrics) -> Elements:
    """The question, the clauses it covers, the mirror where there is room for it."""
    page = Page(size, view, metrics)
    if not metrics.portrait:
        page.mirror(page.cut_left(0.36))
    page.top_bar()
    page.buttons()
    page.head(view.headline or view.instruction, view.instruction if view.headline else "")
    px = metrics.secondary_px
    if view.message:
        height = page.text_height(view.message, px, page.area.width(), 3)
        page.words(page.cut_top(height), view.message, px, colour=QUIET, max_lines=3)
    if metrics.portrait:
        if view.rows:
            trial = QRectF(0, 0, page.area.width(), page.area.height() * 0.55)
            _, height = RowPanel(page, trial).plan(view.rows)
            RowPanel(page, page.cut_top(height)).compose(view.rows)
        page.mirror(page.area)
    elif view.rows:
        RowPanel(page, page.area).compose(view.rows)
    return page.done()
