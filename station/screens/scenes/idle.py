"""Idle: the house's mark, the mirror, one invitation. Nothing of the last person is left."""

from PySide6.QtCore import QRectF, QSizeF

from station.screens.elements import Elements, Figure, Fill
from station.screens.metrics import Metrics
from station.screens.page import CENTRE, Page
from station.screens.palette import BRONZE, QUIET
from station.view_state import ViewState


def compose(size: QSizeF, view: ViewState, metrics: Metrics) -> Elements:
    """Portrait: invitation over the mirror; landscape: beside it."""
    page = Page(size, view, metrics)
    if not metrics.portrait:
        page.mirror(page.cut_left(), overlays=False, pictogram=False)
    page.top_bar()
    page.buttons()
    if view.footer:
        foot = page.cut_bottom(metrics.secondary_px * 2.5)
        page.words(foot, view.footer, metrics.secondary_px, colour=QUIET, align=CENTRE, max_lines=2)
    if metrics.portrait:
        _invitation(page, page.cut_top(page.head_height() + metrics.secondary_px * 1.5))
        page.mirror(page.area, overlays=False)
    else:
        _invitation(page, page.area)
    return page.done()


def _invitation(page: Page, rect: QRectF) -> None:
    view, metrics = page.view, page.metrics
    text = view.instruction or view.headline
    secondary = view.message or (view.headline if view.instruction else page.say("brand.name"))
    low = metrics.secondary_px * 1.5
    if metrics.portrait:
        words = QRectF(rect.left(), rect.top(), rect.width(), rect.height() - low)
        below = QRectF(rect.left(), words.bottom(), rect.width(), low)
    else:
        tall = min(page.head_height() * 1.2, rect.height() - low)
        words = QRectF(rect.left(), rect.center().y() - (tall + low) / 2, rect.width(), tall)
        below = QRectF(rect.left(), words.bottom(), rect.width(), low)
        if view.pose is not None and words.top() - rect.top() > page.u(180):
            figure = QRectF(0, 0, page.u(200), min(page.u(230), words.top() - rect.top()))
            figure.moveCenter(QRectF(rect.left(), rect.top(), rect.width(), words.top() - rect.top()).center())
            page.elements.append(Figure(figure, view.pose))
    page.words(
        words, text, metrics.primary_px, bold=True, align=CENTRE, max_lines=3, leading=1.15,
        least_px=metrics.secondary_px,
    )  # fmt: skip
    rule = QRectF(0, 0, page.u(120), page.u(5))
    rule.moveCenter(below.center())
    rule.moveTop(below.top() - page.u(6))
    page.elements.append(Fill(rule, BRONZE, page.u(2.5)))
    page.words(
        below.adjusted(0, page.u(8), 0, page.u(8)), secondary, metrics.secondary_px, colour=QUIET, align=CENTRE,
        least_px=int(metrics.secondary_px * 0.8),
    )  # fmt: skip
