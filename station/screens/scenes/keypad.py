"""The keypad: large keys for a number or a PIN; the typed text above them."""

from PySide6.QtCore import QRectF

from station.screens.elements import Fill, Key, Sign
from station.screens.page import CENTRE, Page
from station.screens.palette import EDGE, INK, NIGHT, PAPER, QUIET, RAISED

BACKSPACE, ENTER = "Backspace", "Enter"
_ROWS = (("1", "2", "3"), ("4", "5", "6"), ("7", "8", "9"), (BACKSPACE, "0", ENTER))


def field_height(page: Page) -> float:
    """Of the box with the typed text."""
    return page.metrics.primary_px * 1.35


def compose_field(page: Page, rect: QRectF) -> None:
    """What was typed, or what is asked for."""
    view, metrics = page.view, page.metrics
    page.elements.append(Fill(rect, NIGHT, page.u(20), EDGE, page.u(4)))
    inner = rect.adjusted(page.u(32), 0, -page.u(32), 0)
    if view.typed:
        page.words(inner, view.typed, metrics.primary_px, bold=True, align=CENTRE, least_px=metrics.secondary_px)
    else:
        px = metrics.secondary_px
        page.words(inner, page.say("keypad.prompt"), px, colour=QUIET, align=CENTRE)


def compose_keys(page: Page, rect: QRectF) -> None:
    """Twelve keys filling `rect`."""
    gap = page.u(16)
    width = (rect.width() - 2 * gap) / 3
    height = (rect.height() - 3 * gap) / 4
    for row, keys in enumerate(_ROWS):
        for column, key in enumerate(keys):
            place = QRectF(rect.left() + column * (width + gap), rect.top() + row * (height + gap), width, height)
            _key(page, place, key)


def _key(page: Page, rect: QRectF, key: str) -> None:
    fill = PAPER if key == ENTER else RAISED
    page.elements.append(Key(rect, key, fill, page.u(22)))
    if key == BACKSPACE:
        side = min(rect.height(), rect.width()) * 0.62
        sign = QRectF(0, 0, side, side)
        sign.moveCenter(rect.center())
        page.elements.append(Sign(sign, "backspace", PAPER))
        return
    words = {ENTER: page.say("keypad.enter")}
    px = page.metrics.secondary_px if key in words else min(page.metrics.primary_px, int(rect.height() * 0.7))
    ink = INK if key == ENTER else PAPER
    inner = rect.adjusted(page.u(10), 0, -page.u(10), 0)
    page.words(inner, words.get(key, key), px, colour=ink, ground=fill, bold=True, align=CENTRE)
