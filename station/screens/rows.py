"""The checklist on the screen: what is not right first and whole, the rest as far as it fits, then in numbers."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF

from checklists.verdict import Outcome
from station.screens import typeface
from station.screens.elements import Glyph, RowPlate
from station.screens.page import RIGHT, Page
from station.screens.palette import NIGHT, OUTCOME_FILL, PAPER, PLATE, QUIET
from station.view_state import Row

_ORDER: tuple[Outcome | None, ...] = (
    Outcome.FAIL,
    Outcome.UNCLEAR,
    None,
    Outcome.ATTESTED,
    Outcome.PASS,
    Outcome.NOT_APPLICABLE,
)
_OPEN = (Outcome.FAIL, Outcome.UNCLEAR)


def worst_first(rows: Sequence[Row]) -> list[Row]:
    """Fail, unclear, not yet judged, attested, pass, not applicable; the checklist's order within each."""
    return sorted(rows, key=lambda row: _ORDER.index(row.outcome))


def count_by_outcome(rows: Sequence[Row]) -> list[tuple[Outcome | None, int]]:
    """How many rows have each outcome, worst first, without zeros."""
    counts = [(outcome, sum(row.outcome is outcome for row in rows)) for outcome in _ORDER]
    return [(outcome, count) for outcome, count in counts if count]


def outcome_word(page: Page, outcome: Outcome | None) -> str:
    """The word that stands beside the glyph."""
    return page.say(f"outcome.{outcome.value}" if outcome is not None else "outcome.pending")


class RowPanel:
    """Lays rows into a rectangle of a page."""

    def __init__(self, page: Page, rect: QRectF, *, questions: bool = False) -> None:
        """`questions`: rows that are to be answered all together, so texts only and as many as possible."""
        self._page = page
        self._questions = questions
        self._gap = page.u(8 if questions else 12)
        self._inset = page.u(7 if questions else 12)
        self._rect = rect
        self._px = page.metrics.secondary_px
        self._pad = page.u(20)
        self._glyph = self._px * 1.15
        self._text_width = rect.width() - 2 * self._pad - self._glyph - page.u(22)

    def plan(self, rows: Sequence[Row]) -> tuple[int, float]:
        """How many rows fit one by one, and the height that they need together with the counts of the rest."""
        heights = [self._height(row) for row in self._ordered(rows)]
        gap, room, strip = self._gap, self._rect.height(), self._px * 1.7
        shown = _fitting(heights, gap, room)
        if shown == len(heights):
            return shown, sum(heights) + gap * max(shown - 1, 0)
        shown = _fitting(heights, gap, room - strip - gap)
        return shown, min(sum(heights[:shown]) + gap * shown + strip, room)

    def compose(self, rows: Sequence[Row]) -> int:
        """Add the rows that fit; returns how many were shown one by one."""
        ordered = self._ordered(rows)
        shown, _ = self.plan(rows)
        gap, top = self._gap, self._rect.top()
        for row in ordered[:shown]:
            height = self._height(row)
            self._row(row, QRectF(self._rect.left(), top, self._rect.width(), height))
            top += height + gap
        strip = QRectF(self._rect.left(), top, self._rect.width(), min(self._px * 1.7, self._rect.bottom() - top))
        if shown < len(ordered) and strip.height() >= self._px * 1.1:
            count_strip(self._page, strip, ordered[shown:], more=shown > 0)
        return shown

    def _ordered(self, rows: Sequence[Row]) -> list[Row]:
        """Questions keep their places: what is marked with no must not jump from under the finger."""
        return list(rows) if self._questions else worst_first(rows)

    def _tells(self, row: Row) -> bool:
        """True where the row gets its detail on lines of its own."""
        return not self._questions and (row.outcome in _OPEN or row.disputed)

    def _detail(self, row: Row) -> str:
        marks = [self._page.say("row.disputed")] if row.disputed else []
        return " · ".join([part for part in (row.detail, *marks) if part])

    def _height(self, row: Row) -> float:
        height = self._page.text_height(row.text, self._px, self._text_width, 2, bold=self._tells(row))
        if self._tells(row):
            height += self._page.text_height(self._detail(row), self._px, self._text_width, 2)
        return height + 2 * self._inset

    def _row(self, row: Row, rect: QRectF) -> None:
        page, px = self._page, self._px
        page.elements.append(RowPlate(rect, row.clause, PLATE, page.u(18)))
        text = QRectF(rect.right() - self._pad - self._text_width, rect.top() + self._inset, self._text_width, 1e4)
        text.setBottom(rect.bottom() - self._inset)
        glyph_top = text.top() + px * 0.61 - self._glyph / 2
        disc = QRectF(rect.left() + self._pad, glyph_top, self._glyph, self._glyph)
        page.elements.append(Glyph(disc, row.outcome, OUTCOME_FILL[row.outcome]))
        detail = "" if self._questions else self._detail(row)
        if not self._tells(row):
            self._one_line(row.text, detail, text)
            return
        used = page.words(text, row.text, px, ground=PLATE, bold=True, max_lines=2, top=True)
        below = QRectF(text.left(), text.top() + used, text.width(), text.height() - used)
        page.words(below, detail, px, colour=QUIET, ground=PLATE, max_lines=2, top=True)

    def _one_line(self, text: str, detail: str, rect: QRectF) -> None:
        """Text at the left and, where both fit, the value at the right."""
        page, px = self._page, self._px
        line = QRectF(rect)
        width = typeface.text_width(detail, px)
        if detail and typeface.text_width(text, px) + width + px * 0.6 <= rect.width():
            page.words(line, detail, px, colour=QUIET, ground=PLATE, align=RIGHT)
            line.setWidth(rect.width() - width - px * 0.5)
        page.words(line, text, px, colour=PAPER, ground=PLATE, max_lines=2)


def _fitting(heights: Sequence[float], gap: float, room: float) -> int:
    used = 0.0
    for number, height in enumerate(heights):
        used += height + (gap if number else 0.0)
        if used > room + 0.5:
            return number
    return len(heights)


def count_strip(page: Page, rect: QRectF, rows: Sequence[Row], *, more: bool = False, ground: str = NIGHT) -> None:
    """Glyph, number and (where there is room) word for each outcome, on one line that always fits."""
    px, counts = page.metrics.secondary_px, count_by_outcome(rows)
    glyph, brief = px * 1.05, [str(count) for _, count in counts]
    leads: tuple[str, ...] = ("",)
    full = [page.say("rows.count", word=outcome_word(page, outcome), count=count) for outcome, count in counts]
    if more:
        leads = (page.say("rows.more", count=len(rows)), f"+{len(rows)}", "")
    tries = [(full, leads[0], page.u(36)), *((brief, lead, page.u(gap)) for lead in leads for gap in (36, 20))]
    for texts, lead, between in tries:
        widths = [typeface.text_width(text, px) for text in texts]
        lead_width = typeface.text_width(lead, px) + between if lead else 0.0
        total = lead_width + sum(widths) + len(texts) * (glyph + page.u(12) + 2) + between * max(len(texts) - 1, 0)
        if total <= rect.width():
            break
    left = rect.left()
    if lead:
        page.words(QRectF(left, rect.top(), lead_width, rect.height()), lead, px, colour=QUIET, ground=ground)
        left += lead_width
    for (outcome, _), text, width in zip(counts, texts, widths, strict=True):
        disc = QRectF(left, rect.center().y() - glyph / 2, glyph, glyph)
        page.elements.append(Glyph(disc, outcome, OUTCOME_FILL[outcome]))
        place = QRectF(disc.right() + page.u(12), rect.top(), width + 2, rect.height())
        page.words(place, text, px, ground=ground)
        left = place.right() + between
