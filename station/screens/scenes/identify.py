"""Who stands there: badge to the camera, number on the keypad, or guest; also the choice whose rules apply."""

from PySide6.QtCore import QRectF, QSizeF

from station.screens.elements import Elements
from station.screens.metrics import Metrics
from station.screens.page import CENTRE, Page
from station.screens.scenes import keypad
from station.view_state import ViewState


def compose(size: QSizeF, view: ViewState, metrics: Metrics) -> Elements:
    """The mirror helps to hold the badge into the picture; in portrait the keypad takes its place."""
    page = Page(size, view, metrics)
    if not metrics.portrait:
        if view.keypad:
            _cut_right_keys(page)
            page.mirror(page.cut_left(0.38), overlays=False, pictogram=False)
        else:
            page.mirror(page.cut_left(), overlays=False)
    page.top_bar()
    page.buttons()
    crowded = view.keypad and not metrics.portrait and bool(view.message)
    under = view.message if crowded else view.instruction
    page.head(view.headline or view.instruction, under if view.headline else "")
    if not crowded:
        _line(page, view.message)
    if view.keypad:
        keypad.compose_field(page, page.cut_top(keypad.field_height(page)))
        if metrics.portrait:
            area = page.area
            if area.height() > page.u(900):
                area.setTop(area.bottom() - page.u(900))
            keypad.compose_keys(page, area)
    elif metrics.portrait:
        page.mirror(page.area, overlays=False)
    return page.done()


def _cut_right_keys(page: Page) -> None:
    """In landscape the keypad stands at the right edge, as high as the screen."""
    width = page.area.width() * 0.32
    keys = QRectF(page.area.right() - width, page.area.top(), width, page.area.height())
    page.area.setRight(keys.left() - page.gap * 1.5)
    keypad.compose_keys(page, keys)


def _line(page: Page, text: str) -> None:
    """A greeting, or why the last entry did not count."""
    if not text:
        return
    px = page.metrics.secondary_px
    lines = 1 if page.view.keypad and page.metrics.portrait else 2
    height = page.text_height(text, px, page.area.width(), lines)
    page.words(page.cut_top(height), text, px, bold=True, max_lines=lines, align=CENTRE)
