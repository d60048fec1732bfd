"""A close-up: the zoomed mirror, what to look for, the person's answer."""

from PySide6.QtCore import QSizeF

from station.screens.elements import Elements
from station.screens.metrics import Metrics
from station.screens.page import Page
from station.screens.scenes.questions import compose_questions
from station.view_state import ViewState


def compose(size: QSizeF, view: ViewState, metrics: Metrics) -> Elements:
    """The questions above (or beside) the mirror."""
    page = Page(size, view, metrics)
    if not metrics.portrait:
        page.mirror(page.cut_left(0.45))
    page.top_bar()
    page.buttons()
    compose_questions(page, 0.62 if metrics.portrait else 1.0)
    if metrics.portrait:
        page.mirror(page.area)
    return page.done()
