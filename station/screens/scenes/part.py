"""A part of the check: what to do now, the mirror, what is right so far; one correction at a time on the body."""

from PySide6.QtCore import QRectF, QSizeF

from checklists.verdict import Outcome
from station.screens.body_marks import cue_colour
from station.screens.elements import Elements, Fill, Glyph, RowPlate, Sign
from station.screens.metrics import Metrics
from station.screens.page import Page
from station.screens.palette import INK, PLATE, QUIET
from station.screens.rows import RowPanel, count_strip
from station.view_state import Cue, Pose, ViewState


def compose(size: QSizeF, view: ViewState, metrics: Metrics) -> Elements:
    """A correction, where there is one, takes the instruction's place: one thing is said at a time."""
    page = Page(size, view, metrics)
    if not metrics.portrait:
        page.mirror(page.cut_left())
    page.top_bar()
    page.buttons()
    if view.cue is not None:
        cue_plate(page, view.cue)
    else:
        first, then = _what_now(view)
        page.head(first, then)
    px = metrics.secondary_px
    if view.message:
        height = page.text_height(view.message, px, page.area.width(), 2)
        page.words(page.cut_top(height), view.message, px, colour=QUIET, max_lines=2)
    if metrics.portrait:
        if view.rows:
            strip = page.cut_bottom(px * 1.5)
            count_strip(page, strip, view.rows)
        page.mirror(page.area)
    elif view.rows:
        RowPanel(page, page.area).compose(view.rows)
    else:
        page.plate(page.area, PLATE)
    return page.done()


def _what_now(view: ViewState) -> tuple[str, str]:
    """What to do in large letters, how in small ones; where something is in the way, its remedy comes first."""
    in_the_way = bool(view.message) or view.pose is Pose.WAIT
    if view.instruction and (in_the_way or not view.headline):
        return view.instruction, ""
    return view.headline, view.instruction


def cue_plate(page: Page, cue: Cue, *, fit: bool = False) -> None:
    """The correction in words: sign, sentence, amount; black on orange (adjust) or grey (cannot tell)."""
    metrics, fill = page.metrics, cue_colour(cue.outcome)
    px = metrics.secondary_px
    amount_height = px * 1.3 if cue.amount else 0.0
    size = metrics.primary_px * 1.15
    across = page.area.width() - size - page.u(20)
    height = page.fitted_height(cue.text, across) if fit else page.head_height(cue.text, across)
    if fit:
        height = min(height, page.area.height() - amount_height)
    rect = page.cut_top(height + amount_height)
    page.elements.append(RowPlate(rect, cue.clause, fill, page.radius))
    room = page.inset(rect, 32, 22)
    disc = QRectF(room.left(), room.top(), size, size)
    room.setLeft(disc.right() + page.u(28))
    if cue.amount:
        below = QRectF(room.left(), room.bottom() - amount_height, room.width(), amount_height)
        room.setBottom(below.top())
        page.words(below, cue.amount, px, colour=INK, ground=fill, least_px=int(px * 0.8))
    used = page.words(
        room, cue.text, metrics.primary_px, colour=INK, ground=fill, bold=True, max_lines=4, leading=1.12,
        least_px=px,
    )  # fmt: skip
    # the sign stands on the first line
    disc.moveTop(room.center().y() - used / 2 + metrics.primary_px * 0.56 - size / 2)
    if cue.outcome is Outcome.FAIL:
        page.elements.append(Fill(disc, INK, size / 2))
        page.elements.append(Sign(disc.adjusted(size * 0.1, size * 0.1, -size * 0.1, -size * 0.1), "adjust", fill))
    else:
        page.elements.append(Glyph(disc, cue.outcome, INK))
