"""A statement fills the screen: one sign, one word, one sentence (logged, abandoned, paused, fault)."""

from PySide6.QtCore import QRectF, QSizeF

from checklists.verdict import Outcome
from station.screens.elements import Elements, Figure, Fill, Glyph, Ring, Sign
from station.screens.metrics import Metrics
from station.screens.page import CENTRE, LEFT, Page
from station.screens.palette import PAPER, PLATE, QUIET, RAISED, SKY, text_on
from station.view_state import ViewState


def compose_statement(
    size: QSizeF,
    view: ViewState,
    metrics: Metrics,
    *,
    fill: str,
    sign: str = "",
    outcome: Outcome | None = None,
) -> Elements:
    """A large disc of colour `fill` with a sign (or an outcome's glyph, or the asked pose), words below."""
    page = Page(size, view, metrics)
    page.top_bar()
    page.buttons()
    if view.footer:
        foot = page.cut_bottom(metrics.secondary_px * 2.5)
        page.words(foot, view.footer, metrics.secondary_px, colour=QUIET, align=CENTRE, max_lines=2)
    page.plate(page.area)
    room = page.inset(page.area, 48, 48)
    if metrics.portrait:
        diameter = page.u(380)
        block = diameter + page.u(56) + _words_height(page, room.width())
        top = room.top() + max((room.height() - block) * 0.42, 0.0)
        disc = QRectF(room.center().x() - diameter / 2, top, diameter, diameter)
        words = QRectF(
            room.left(), disc.bottom() + page.u(56), room.width(), room.bottom() - disc.bottom() - page.u(56)
        )
    else:
        diameter = page.u(400)
        disc = QRectF(room.left() + page.u(60), room.center().y() - diameter / 2, diameter, diameter)
        left = disc.right() + page.u(100)
        words = QRectF(left, room.top(), room.right() - left, room.height())
        height = _words_height(page, words.width())
        words.setTop(room.center().y() - height / 2)
    _disc(page, disc, fill, sign, outcome)
    _words(page, words)
    return page.done()


def _disc(page: Page, disc: QRectF, fill: str, sign: str, outcome: Outcome | None) -> None:
    view = page.view
    if outcome is not None:
        page.elements.append(Glyph(disc, outcome, fill))
    else:
        page.elements.append(Fill(disc, fill, disc.width() / 2))
        inner = disc.width() * 0.2
        box = disc.adjusted(inner, inner, -inner, -inner)
        if view.pose is not None:
            page.elements.append(Figure(box, view.pose, text_on(fill), text_on(fill)))
        elif sign:
            page.elements.append(Sign(box, sign, text_on(fill)))
    if view.countdown is not None:
        wide = page.u(22)
        ring = disc.adjusted(-wide * 1.8, -wide * 1.8, wide * 1.8, wide * 1.8)
        page.elements.append(Ring(ring, view.countdown, SKY if fill != SKY else PAPER, RAISED, wide))


def _parts(page: Page) -> list[tuple[str, int, bool, int, str]]:
    """(text, size, bold, lines, colour) from the top."""
    view, metrics = page.view, page.metrics
    parts = [(view.headline, int(metrics.primary_px * 1.1), True, 3, PAPER)]
    if view.instruction and view.instruction != view.headline:
        parts.append(
            (view.instruction, metrics.primary_px if not view.headline else metrics.secondary_px, False, 3, PAPER)
        )
    parts.append((view.message, metrics.secondary_px, False, 5, QUIET))
    return [part for part in parts if part[0]]


def _words_height(page: Page, width: float) -> float:
    return sum(
        page.text_height(text, px, width, lines, bold=bold) for text, px, bold, lines, _ in _parts(page)
    ) + page.u(24) * max(len(_parts(page)) - 1, 0)


def _words(page: Page, rect: QRectF) -> None:
    align = CENTRE if page.metrics.portrait else LEFT
    top = rect.top()
    for text, px, bold, lines, colour in _parts(page):
        place = QRectF(rect.left(), top, rect.width(), max(rect.bottom() - top, px * 1.3))
        top += page.words(
            place, text, px, colour=colour, ground=PLATE, bold=bold, align=align, max_lines=lines, top=True
        )
        top += page.u(24)
