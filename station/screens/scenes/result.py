"""The result: the verdict in one word, the first thing to correct on the body, then every clause, worst first."""

from PySide6.QtCore import QRectF, QSizeF

from checklists.verdict import Outcome
from station.screens import typeface
from station.screens.elements import Elements, Fill, Glyph
from station.screens.metrics import Metrics
from station.screens.page import CENTRE, Page
from station.screens.palette import GREY, INK, OUTCOME_FILL, PAPER, QUIET, text_on
from station.screens.rows import RowPanel, outcome_word
from station.screens.scenes.part import cue_plate
from station.screens.scenes.statement import compose_statement
from station.view_state import Pose, ViewState


def compose(size: QSizeF, view: ViewState, metrics: Metrics) -> Elements:
    """Portrait: verdict, correction, mirror, rows. Landscape: mirror left, the rest in the panel."""
    if view.pose is Pose.WAIT:
        # the record is being written: nothing is a verdict yet
        return compose_statement(size, view, metrics, fill=GREY)
    page = Page(size, view, metrics)
    if not metrics.portrait:
        page.mirror(page.cut_left())
    page.top_bar()
    page.buttons()
    _verdict(page)
    px, told = metrics.secondary_px, QRectF()
    if view.message and not metrics.portrait:
        # what happens next is said even where a long correction leaves little room
        told = page.cut_bottom(px * 1.25)
    if view.cue is not None:
        cue_plate(page, view.cue, fit=True)
    if view.message and metrics.portrait:
        told = page.cut_top(page.text_height(view.message, px, page.area.width(), 2))
    page.words(
        told, view.message, px, colour=QUIET, max_lines=2, align=CENTRE, least_px=int(px * 0.8)
    )  # fmt: skip
    if metrics.portrait:
        if view.rows:
            share = 0.42 if view.cue is not None else 0.5
            # the mirror keeps its third of the screen
            most = page.area.height() - page.gap - page.u(500)
            trial = QRectF(0, 0, page.area.width(), min(page.area.height() * share, most))
            _, height = RowPanel(page, trial).plan(view.rows)
            RowPanel(page, page.cut_bottom(height)).compose(view.rows)
        page.mirror(page.area)
    else:
        RowPanel(page, page.area).compose(view.rows)
    return page.done()


def _verdict(page: Page) -> None:
    """Glyph and word on the outcome's colour; larger where nothing else has to be said."""
    view, metrics = page.view, page.metrics
    outcome = view.outcome or Outcome.UNCLEAR
    fill = OUTCOME_FILL[outcome]
    ink = text_on(fill)
    large = 1.3 if view.cue is None and metrics.portrait else 1.0
    px = int(metrics.primary_px * large)
    rect = page.cut_top(px * (1.75 if metrics.portrait else 1.5))
    page.elements.append(Fill(rect, fill, page.radius))
    text = view.headline or outcome_word(page, outcome)
    size = px * 1.12
    room = page.inset(rect, 32, 0)
    text_width = min(typeface.text_width(text, px, True) + 4, room.width() - size - page.u(32))
    left = room.center().x() - (size + page.u(32) + text_width) / 2
    disc = QRectF(left, rect.center().y() - size / 2, size, size)
    page.elements.append(Glyph(disc, outcome, INK if ink == INK else PAPER))
    words = QRectF(disc.right() + page.u(32), rect.top(), text_width, rect.height())
    page.words(
        words, text, px, colour=ink, ground=fill, bold=True, least_px=metrics.secondary_px, max_lines=1
    )  # fmt: skip
