"""The notice: what is measured and kept, before anything is; with a way to decline."""

from PySide6.QtCore import QRectF, QSizeF

from station.screens.elements import Elements
from station.screens.metrics import Metrics
from station.screens.page import Page
from station.screens.palette import PLATE, QUIET
from station.view_state import ViewState


def compose(size: QSizeF, view: ViewState, metrics: Metrics) -> Elements:
    """Headline, then the notice's lines on a plate; its version at the foot."""
    page = Page(size, view, metrics)
    page.top_bar()
    page.buttons()
    px = metrics.secondary_px
    if view.footer:
        foot = page.cut_bottom(px * 1.3)
        page.words(foot, view.footer, px, colour=QUIET, least_px=int(px * 0.8))
    lines = 2 if metrics.portrait else 1
    head = page.cut_top(metrics.primary_px * 1.15 * lines + page.u(16))
    page.words(
        head, view.headline, metrics.primary_px, bold=True, max_lines=lines, leading=1.15, least_px=px
    )  # fmt: skip
    page.plate(page.area)
    room = page.inset(page.area, 44, 40)
    if view.instruction:
        used = page.words(room, view.instruction, px, ground=PLATE, bold=True, max_lines=4, top=True)
        room.setTop(room.top() + used + page.u(24))
    page.words(
        QRectF(room), view.message, px, ground=PLATE, max_lines=99, leading=1.34, top=True, balanced=False,
        least_px=int(px * 0.8),
    )  # fmt: skip
    return page.done()
