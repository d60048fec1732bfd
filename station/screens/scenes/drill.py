"""A drill: the mirror, the dial with its band, the hold, the count, the angle over time; then the summary."""

from PySide6.QtCore import QRectF, QSizeF

from checklists.verdict import Outcome
from station.i18n.numbers import number as number_text
from station.screens.dial import AngleDial, AngleTrace, band_state
from station.screens.elements import Elements, Fill, Glyph, Ring, Sign
from station.screens.metrics import Metrics
from station.screens.page import CENTRE, RIGHT, Page
from station.screens.palette import GREEN, GREY, INK, ORANGE, OUTCOME_FILL, PAPER, PLATE, QUIET, RAISED, SKY, text_on
from station.screens.rows import count_strip
from station.view_state import Dial, ViewState

_FEEDBACK = {
    "in_band": (GREEN, "tick", "dial.in_band"),
    "too_low": (SKY, "arrow_down", "dial.too_low"),
    "too_high": (SKY, "arrow_up", "dial.too_high"),
    "none": (GREY, "question", "dial.no_angle"),
}


_LEAST_TRACE_PX = 90.0
_TOLD = {Outcome.PASS: (GREEN, "tick"), Outcome.FAIL: (ORANGE, "adjust")}
"""How a repetition was told that has just ended: what is to be changed is no verdict on a person."""


def compose(size: QSizeF, view: ViewState, metrics: Metrics) -> Elements:
    """Portrait: dial over mirror over trace; landscape: mirror left, dial and trace right. No mirror in a summary."""
    page = Page(size, view, metrics)
    dial = view.dial
    if not metrics.portrait and not (dial is not None and dial.summary):
        page.mirror(page.cut_left(0.40), pictogram=False)
    page.top_bar(view.headline)
    page.buttons()
    if dial is not None and dial.summary:
        _summary(page, dial)
        return page.done()
    _feedback(page, dial)
    if dial is not None:
        panel = page.cut_top(page.u(470 if metrics.portrait else 370))
        _panel(page, panel, dial)
        trace = page.cut_bottom(page.u(230)) if metrics.portrait else page.area
        if trace.height() >= page.u(_LEAST_TRACE_PX):
            _trace(page, trace, dial)
    if metrics.portrait:
        page.mirror(page.area, pictogram=False)
    return page.done()


def _feedback(page: Page, dial: Dial | None) -> None:
    """What to do now, in words: the session's instruction, or where the angle stands against the band."""
    view, metrics = page.view, page.metrics
    fill, sign, key = _FEEDBACK[band_state(dial) if dial is not None and dial.trace else "none"]
    text = view.instruction or page.say(key)
    if view.instruction and (dial is None or band_state(dial) == "none"):
        fill, sign = PLATE, ""
    if view.outcome is not None:
        fill, sign = _TOLD.get(view.outcome, (GREY, "question"))
    if view.cue is not None:
        fill, sign, text = SKY, "adjust", view.cue.text
    two_lines = metrics.primary_px * 1.12 * 2 + page.u(40)
    fit = min(page.head_height(text, page.area.width() - metrics.primary_px * 1.3), two_lines)
    rect = page.cut_top(two_lines if metrics.portrait else fit)
    page.elements.append(Fill(rect, fill, page.radius))
    room = page.inset(rect, 32, 16)
    if sign:
        side = metrics.primary_px * 1.05
        page.elements.append(Sign(QRectF(room.left(), room.center().y() - side / 2, side, side), sign, INK))
        room.setLeft(room.left() + side + page.u(24))
    page.words(
        room, text, metrics.primary_px, colour=text_on(fill), ground=fill, bold=True, max_lines=2, leading=1.12,
        least_px=metrics.secondary_px,
    )  # fmt: skip


def _panel(page: Page, rect: QRectF, dial: Dial) -> None:
    """The dial at the left, the hold ring and the count at the right."""
    view, metrics = page.view, page.metrics
    page.plate(rect)
    px = metrics.secondary_px
    side = rect.width() * 0.36
    right = QRectF(rect.right() - side, rect.top(), side, rect.height())
    face = QRectF(rect.left(), rect.top(), rect.width() - side, rect.height())
    page.elements.append(AngleDial(face.adjusted(page.u(28), page.u(28), 0, -px * 1.7), dial))
    value = "—" if dial.angle_deg is None else f"{number_text(view.language, dial.angle_deg, 0)}°"
    big = int(metrics.primary_px * 1.15)
    low = face.bottom() - px * 1.5
    middle = QRectF(face.left() + page.u(28), low - big * 1.22, face.width() - page.u(28), big * 1.1)
    page.words(middle, value, big, ground=PLATE, bold=True, align=CENTRE)
    band = page.say(
        "dial.target",
        low=number_text(view.language, dial.low_deg, 0),
        high=number_text(view.language, dial.high_deg, 0),
    )
    if dial.sigma_deg is not None and dial.angle_deg is not None:
        band = f"±{number_text(view.language, dial.sigma_deg, 1)}°  {band}"
    page.words(
        QRectF(face.left() + page.u(28), low, face.width() - page.u(28), px * 1.3), band, px, colour=QUIET,
        ground=PLATE, align=CENTRE, least_px=int(px * 0.8),
    )  # fmt: skip
    _hold(page, right, dial)


def _hold(page: Page, rect: QRectF, dial: Dial) -> None:
    """The ring with the seconds held; under it how long is asked for, and which repetition this is."""
    view, metrics = page.view, page.metrics
    px = metrics.secondary_px
    size = min(rect.width() - page.u(48), rect.height() - px * 2.5 - page.u(56))
    ring = QRectF(rect.center().x() - size / 2, rect.top() + page.u(28), size, size)
    share = dial.held_s / dial.hold_target_s if dial.hold_target_s > 0 else 0.0
    page.elements.append(Ring(ring, share, GREEN if share >= 1.0 else SKY, RAISED, size * 0.11))
    inner = ring.adjusted(size * 0.14, 0, -size * 0.14, 0)
    held = number_text(view.language, dial.held_s, 1)
    big = int(min(metrics.primary_px, size * 0.42))
    page.words(inner, held, big, ground=PLATE, bold=True, align=CENTRE)
    lines = (
        (page.say("dial.hold", target=number_text(view.language, dial.hold_target_s, 1)), QUIET, False),
        (page.say("dial.repetition", count=dial.repetition, total=dial.repetitions), PAPER, True),
    )
    top = ring.bottom() + page.u(10)
    for text, colour, bold in lines:
        place = QRectF(rect.left() + page.u(4), top, rect.width() - page.u(20), px * 1.25)
        page.words(
            place, text, px, colour=colour, ground=PLATE, bold=bold, align=CENTRE, least_px=int(px * 0.8)
        )  # fmt: skip
        top = place.bottom()


def _trace(page: Page, rect: QRectF, dial: Dial) -> None:
    page.plate(rect)
    page.elements.append(AngleTrace(page.inset(rect, 28, 24), dial, page.u(7)))


def _summary(page: Page, dial: Dial) -> None:
    """How many were in order; every repetition; the angle over the whole set against the band."""
    page.head(dial.summary[0], "  ".join(dial.summary[1:]), fit=True)
    plot = QRectF(page.area)
    if page.metrics.portrait:
        bottom = _repetitions(page, page.area, dial, page.area.bottom() - page.u(420))
        plot.setTop(bottom + page.gap)
        plot.setHeight(min(plot.height(), page.u(760)))
    else:
        left = QRectF(page.area)
        left.setWidth((page.area.width() - page.gap) * 0.52)
        _repetitions(page, left, dial, left.bottom())
        plot.setLeft(left.right() + page.gap)
    if dial.trace:
        _plot(page, plot, dial)


def _repetitions(page: Page, rect: QRectF, dial: Dial, bottom: float) -> float:
    """The repetitions in their order, as many as end above `bottom`, then the others in numbers; where they end."""
    px, gap, top = page.metrics.secondary_px, page.u(12), rect.top()
    glyph = px * 1.15
    for shown, row in enumerate(dial.done):
        width = rect.width() - glyph - page.u(62)
        lines = [text for text in (row.text, row.detail) if text]
        heights = [page.text_height(text, px, width, 2, bold=number == 0) for number, text in enumerate(lines)]
        height = sum(heights) + page.u(24)
        rest = len(dial.done) - shown > 1
        if top + height + (px * 1.7 if rest else 0.0) > bottom + 1.0:
            strip = QRectF(rect.left(), top, rect.width(), px * 1.6)
            count_strip(page, strip, dial.done[shown:], more=shown > 0)
            return strip.bottom()
        place = QRectF(rect.left(), top, rect.width(), height)
        page.plate(place)
        text = QRectF(place.left() + glyph + page.u(42), top + page.u(12), width, heights[0])
        disc = QRectF(place.left() + page.u(20), text.top() + px * 0.61 - glyph / 2, glyph, glyph)
        page.elements.append(Glyph(disc, row.outcome, OUTCOME_FILL[row.outcome]))
        for number, words in enumerate(lines):
            text.setHeight(heights[number])
            page.words(
                text, words, px, ground=PLATE, bold=number == 0, colour=PAPER if number == 0 else QUIET, max_lines=2,
                top=True,
            )  # fmt: skip
            text.moveTop(text.top() + heights[number])
        top = place.bottom() + gap
    return top - gap


def _plot(page: Page, rect: QRectF, dial: Dial) -> None:
    """The angle over time with the target band, the band's limits and the length of the set in words."""
    view, px = page.view, page.metrics.secondary_px
    page.plate(rect)
    room = page.inset(rect, 28, 24)
    foot = QRectF(room.left(), room.bottom() - px * 1.25, room.width(), px * 1.25)
    room.setBottom(foot.top() - page.u(8))
    page.elements.append(AngleTrace(room, dial, page.u(7)))
    span_s = dial.trace[-1][0] - dial.trace[0][0]
    target = page.say(
        "dial.target",
        low=number_text(view.language, dial.low_deg, 0),
        high=number_text(view.language, dial.high_deg, 0),
    )
    span = page.say("dial.span", seconds=number_text(view.language, span_s, 0))
    page.words(foot, span, px, colour=QUIET, ground=PLATE, align=RIGHT)
    page.words(foot, target, px, colour=PAPER, ground=PLATE)
