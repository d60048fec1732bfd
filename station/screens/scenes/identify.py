"""Who stands there: badge to the camera, number on the keypad, or guest; also the choice whose rules apply."""

from PySide6.QtCore import QSizeF

from station.screens.elements import Elements
from station.screens.metrics import Metrics
from station.screens.page import CENTRE, Page
from station.screens.palette import PAPER, QUIET
from station.screens.scenes import keypad
from station.view_state import ViewState


def compose(size: QSizeF, view: ViewState, metrics: Metrics) -> Elements:
    """The mirror helps to hold the badge into the picture; the keypad takes its place where it is asked for."""
    page = Page(size, view, metrics)
    page.top_bar()
    if not metrics.portrait:
        mirror = page.cut_left()
        page.mirror(mirror, overlays=False)
    page.buttons()
    page.head(view.headline or view.instruction)
    px = metrics.secondary_px
    small = view.instruction if view.headline else ""
    for text, colour in ((small, PAPER), (view.message, QUIET)):
        if text:
            rows = 2 if page.area.height() > page.u(700) or not view.keypad else 1
            height = page.text_height(text, px, page.area.width(), rows)
            page.words(page.cut_top(height), text, px, colour=colour, max_lines=rows, align=CENTRE)
    if view.keypad:
        keypad.compose_field(page, page.cut_top(keypad.field_height(page)))
        area = page.area
        if metrics.portrait and area.height() > page.u(900):
            area.setTop(area.bottom() - page.u(900))
        keypad.compose_keys(page, area)
    elif metrics.portrait:
        page.mirror(page.area, overlays=False)
    return page.done()
