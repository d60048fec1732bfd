"""A statement fills the screen: one sign, one word, one sentence (logged, abandoned, paused, fault)."""

from PySide6.QtCore import QRectF, QSizeF

from checklists.verdict import Outcome
from station.screens import typeface
from station.screens.elements import Elements, Figure, Fill, Glyph, Ring, Sign
from station.screens.metrics import Metrics
from station.screens.page import CENTRE, LEFT, Page
from station.screens.palette import INK, OUTCOME_FILL, PAPER, PLATE, QUIET, RAISED, SKY, text_on
from station.screens.rows import outcome_word
from station.view_state import ViewState

_Part = tuple[str, int, bool, int, str]
"""Text, size, bold, most lines, colour."""


def compose_statement(
    size: QSizeF,
    view: ViewState,
    metrics: Metrics,
    *,
    fill: str,
    sign: str = "",
    verdict: Outcome | None = None,
) -> Elements:
    """A large disc of colour `fill` with a sign (or the asked pose), the words, and a verdict's badge below them."""
    page = Page(size, view, metrics)
    page.top_bar()
    page.buttons()
    if view.footer:
        foot = page.cut_bottom(metrics.secondary_px * 2.5)
        page.words(foot, view.footer, metrics.secondary_px, colour=QUIET, align=CENTRE, max_lines=2)
    page.plate(page.area)
    room = page.inset(page.area, 48, 48)
    badge_height = page.u(150) if verdict is not None else 0.0
    diameter = page.u(380)
    if metrics.portrait:
        block = diameter + page.u(56) + _words_height(page, room.width()) + badge_height
        top = room.top() + max((room.height() - block) * 0.42, 0.0)
        disc = QRectF(room.center().x() - diameter / 2, top, diameter, diameter)
        words = QRectF(room)
        words.setTop(disc.bottom() + page.u(56))
    else:
        disc = QRectF(room.left() + page.u(60), room.center().y() - diameter / 2, diameter, diameter)
        words = QRectF(room)
        words.setLeft(disc.right() + page.u(100))
        block = _words_height(page, words.width()) + badge_height
        words.setTop(max(room.center().y() - block / 2, room.top()))
    _disc(page, disc, fill, sign)
    bottom = _words(page, words)
    if verdict is not None:
        _badge(page, QRectF(words.left(), bottom + page.u(24), words.width(), page.u(110)), verdict)
    return page.done()


def _disc(page: Page, disc: QRectF, fill: str, sign: str) -> None:
    view = page.view
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


def _badge(page: Page, room: QRectF, outcome: Outcome) -> None:
    """Glyph and word on the verdict's colour."""
    word, px = outcome_word(page, outcome), page.metrics.secondary_px
    fill, glyph = OUTCOME_FILL[outcome], page.u(76)
    width = glyph + page.u(24) + typeface.text_width(word, px, True) + page.u(72)
    pill = QRectF(room.left(), room.top(), width, room.height())
    if page.metrics.portrait:
        pill.moveLeft(room.center().x() - width / 2)
    page.elements.append(Fill(pill, fill, pill.height() / 2))
    ink = text_on(fill)
    disc = QRectF(pill.left() + page.u(28), pill.center().y() - glyph / 2, glyph, glyph)
    page.elements.append(Glyph(disc, outcome, INK if ink == INK else PAPER))
    place = QRectF(disc.right() + page.u(22), pill.top(), pill.right() - disc.right() - page.u(30), pill.height())
    page.words(place, word, px, colour=ink, ground=fill, bold=True)


def _parts(page: Page) -> list[_Part]:
    """What is said, from the top."""
    view, metrics = page.view, page.metrics
    parts = [(view.headline, int(metrics.primary_px * 1.1), True, 3, PAPER)]
    if view.instruction != view.headline:
        px = metrics.secondary_px if view.headline else metrics.primary_px
        parts.append((view.instruction, px, False, 3, PAPER))
    parts.append((view.message, metrics.secondary_px, False, 9, QUIET))
    return [part for part in parts if part[0]]


def _words_height(page: Page, width: float) -> float:
    parts = _parts(page)
    heights = [page.text_height(text, px, width, lines, bold=bold) for text, px, bold, lines, _ in parts]
    return sum(heights) + page.u(24) * max(len(parts) - 1, 0)


def _words(page: Page, rect: QRectF) -> float:
    """Set the parts from the top of `rect`; returns where they end."""
    align = CENTRE if page.metrics.portrait else LEFT
    top = rect.top()
    for text, px, bold, lines, colour in _parts(page):
        place = QRectF(rect.left(), top, rect.width(), max(rect.bottom() - top, px * 1.3))
        # a fault's sentence may carry a long path: it shrinks before it is cut
        least_px = int(px * 0.6) if lines > 3 else None
        top += page.u(24) + page.words(
            place, text, px, colour=colour, ground=PLATE, bold=bold, align=align, max_lines=lines, top=True,
            least_px=least_px,
        )  # fmt: skip
    return top - page.u(24)
