"""The export and the notice-board page as PDF. The only module of the log that loads Qt."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)

from checklists.verdict import Text
from station.log.export import readable
from station.log.extract import Extract
from station.log.printed import TITLES, cells, word
from station.log.rows import CHAIN_HEAD, Row
from station.log.summary import FATES, SMALLEST_SHOWN, WITHHELD, count_clauses, count_sessions, withhold
from station.screens.paper import DPI, paper_font, require_application

_MM = DPI / 25.4
_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignLeft)
_BETWEEN_WORDS = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft)
_LEAST_WHOLE_PT = 8.0
"""Smaller letters than these are not set for the sake of a title's words."""
_FOOT_MM = 9.0


def write_pdf(extract: Extract, path: Path, language: str) -> None:
    """All rows of the extract on A4 pages, each with the chain's head at its foot. `OSError` where not writable."""
    require_application()
    page = _Page(path, QPageLayout.Orientation.Landscape, _foot(extract, language))
    try:
        page.heading(Text("合规日志", "Compliance log").of(language), _scope(extract, language))
        titles = [title.of(language) for title, _ in TITLES]
        shares = [share for _, share in TITLES]
        page.table(titles, [cells(row, language) for row in extract.rows], shares, size_pt=6.5)
    finally:
        page.close()


def write_notice_board(
    extract: Extract,
    path: Path,
    language: str,
    *,
    titles: Mapping[str, str] | None = None,
    smallest_shown: int = SMALLEST_SHOWN,
) -> None:
    """One page for the notice board: counts only, no names, no single sessions, small numbers withheld.

    `titles`: the names of checklists and clauses by their ids; one without is shown by its id.
    """
    require_application()
    names = titles or {}
    page = _Page(path, QPageLayout.Orientation.Portrait, _foot(extract, language))
    try:
        page.heading(
            Text("仪容仪表检查汇总", "Appearance and posture: counts").of(language), _scope(extract, language)
        )
        sessions = _session_table(extract.rows, names, language, smallest_shown)
        sessions_head = [Text("标准", "checklist"), Text("会话结果", "sessions ended"), Text("次数", "count")]
        page.table([title.of(language) for title in sessions_head], sessions, [3, 3, 1], size_pt=9)
        counts = _clause_table(extract.rows, names, language, smallest_shown)
        head = [Text("标准", "checklist"), Text("条款", "clause"), *FATES.values()]
        page.gap(4.0)
        page.fitted_table([title.of(language) for title in head], counts, [3.4, 5, *([2.4] * len(FATES))], language)
        page.note(
            Text(
                f"“–”：次数少于 {smallest_shown} 次或可据此推算，不予显示。不含姓名。",
                f'"–": fewer than {smallest_shown}, or would give such a number away. No names are shown.',
            ).of(language)
        )
    finally:
        page.close()


def _session_table(
    rows: Sequence[Row], names: Mapping[str, str], language: str, smallest_shown: int
) -> list[list[str]]:
    counted = count_sessions(rows)
    by_checklist: dict[str, dict[str, int]] = {}
    for name, count in counted.items():
        checklist, _, outcome = name.rpartition(" ")
        by_checklist.setdefault(checklist, {})[outcome] = count
    table: list[list[str]] = []
    for checklist, outcomes in by_checklist.items():
        name = names.get(checklist, checklist)
        if sum(outcomes.values()) < smallest_shown:
            # how few checks ended would be how somebody's did
            table.append([name, _too_few(smallest_shown, language), WITHHELD])
            continue
        shown = withhold(list(outcomes.values()), smallest_shown)
        table += [[name, word(outcome, language), str(seen)] for outcome, seen in zip(outcomes, shown, strict=True)]
    return table


def _clause_table(
    rows: Sequence[Row], names: Mapping[str, str], language: str, smallest_shown: int
) -> list[list[str]]:
    """The clauses that were not in order every time, most first, and one line for all the others of a checklist: a
    page that hangs on a wall must be readable from where people stand.
    """
    told: list[tuple[str, int, list[str]]] = []
    quiet: dict[str, int] = {}
    few = _checklists_with_few(rows, smallest_shown)
    for count in count_clauses(rows):
        if count.checklist in few:
            quiet.setdefault(count.checklist, 0)
            continue
        fates = dict(zip(FATES, count.shown(smallest_shown), strict=True))
        amiss = [fates[name] for name in ("corrected", "failed", "unclear")]
        quiet.setdefault(count.checklist, 0)
        if not any(amiss):
            quiet[count.checklist] += 1
            continue
        shown = sum(cell for cell in amiss if isinstance(cell, int))
        checklist = names.get(count.checklist, count.checklist)
        line = [checklist, names.get(count.clause, count.clause), *(str(cell) for cell in fates.values())]
        told.append((count.checklist, shown, line))
    table: list[list[str]] = []
    for checklist, number in quiet.items():
        if checklist in few:
            told_few = [names.get(checklist, checklist), _too_few(smallest_shown, language)]
            table.append([*told_few, *([WITHHELD] * len(FATES))])
            continue
        own = [(shown, line) for name, shown, line in told if name == checklist]
        table += [line for _, line in sorted(own, key=lambda one: -one[0])]
        if number:
            others = Text(
                f"其余 {number} 条：每次都合格或不适用",
                f"the other {number} clauses: in order every time, or not applicable",
            )
            table.append([names.get(checklist, checklist), others.of(language), *([""] * len(FATES))])
    return table


def _checklists_with_few(rows: Sequence[Row], smallest_shown: int) -> set[str]:
    """Checklists after which so few were checked that what is said of a clause is said of a person."""
    sessions: dict[str, int] = {}
    for name, count in count_sessions(rows).items():
        checklist, _, _ = name.rpartition(" ")
        sessions[checklist] = sessions.get(checklist, 0) + count
    return {checklist for checklist, count in sessions.items() if count < smallest_shown}


def _too_few(smallest_shown: int, language: str) -> str:
    return Text(f"检查少于 {smallest_shown} 次，不列明细", f"fewer than {smallest_shown} checks: not told apart").of(
        language
    )


def _scope(extract: Extract, language: str) -> str:
    days = extract.first_day if extract.first_day == extract.last_day else f"{extract.first_day} – {extract.last_day}"
    branch = extract.branch or Text("全部网点", "all branches").of(language)
    return f"{days} · {branch}"


def _foot(extract: Extract, language: str) -> str:
    head = extract.head
    return (
        f"{word(head.verdict, language)} · {word(CHAIN_HEAD, language)} {head.sequence} {head.hash} · "
        f"{Text('密钥', 'key').of(language)} {head.key_id}"
    )


class _Page:
    """A growing PDF: tables flow from page to page, the foot stands on each."""

    def __init__(self, path: Path, orientation: QPageLayout.Orientation, foot: str) -> None:
        self._writer = QPdfWriter(str(path))
        self._writer.setResolution(DPI)
        self._writer.setPageLayout(
            QPageLayout(
                QPageSize(QPageSize.PageSizeId.A4), orientation, QMarginsF(10, 10, 10, 8), QPageLayout.Unit.Millimeter
            )
        )
        self._writer.setCreator("Tongjing")
        self._painter = QPainter()
        if not self._painter.begin(self._writer):
            raise OSError(5, "the PDF cannot be written", str(path))
        self._width = float(self._writer.width())
        self._bottom = self._writer.height() - _FOOT_MM * _MM
        self._foot = foot
        self._number = 0
        self._y = 0.0
        self._begin_page()

    def close(self) -> None:
        """Finishes the file."""
        self._painter.end()

    def heading(self, title: str, scope: str) -> None:
        """The title and what the pages cover."""
        self._line(title, 15, bold=True)
        self._line(scope, 10)
        self.gap(2.0)

    def note(self, text: str) -> None:
        """A line of small print."""
        self.gap(1.5)
        self._line(text, 7)

    def gap(self, height_mm: float) -> None:
        """Leaves room."""
        self._y += height_mm * _MM

    def table(self, titles: list[str], rows: list[list[str]], shares: list[float], size_pt: float) -> None:
        """Titles and rows; a row is never split, titles are repeated on every page."""
        edges = _edges(shares, self._width)
        self._row(titles, edges, paper_font(size_pt, bold=True))
        plain = paper_font(size_pt)
        for row in rows:
            if self._y + self._height(row, edges, plain) > self._bottom:
                self._begin_page()
                self._row(titles, edges, paper_font(size_pt, bold=True))
            self._row(row, edges, plain)

    def fitted_table(self, titles: list[str], rows: list[list[str]], shares: list[float], language: str) -> None:
        """A table on what is left of this page: set smaller until it fits, and cut short, saying so, where it never
        does.
        """
        edges = _edges(shares, self._width)
        room = self._bottom - self._y - 8 * _MM
        for size_pt in (13.0, 11.5, 10.0, 9.0, 8.0, 7.0, 6.0, 5.0):
            font = paper_font(size_pt)
            heights = [self._height(row, edges, font) for row in (titles, *rows)]
            whole = all(
                _widest(cell.split(), QFontMetricsF(paper_font(size_pt, bold=True), self._writer))
                <= _inner(left, right)
                for cell, left, right in zip(titles, edges, edges[1:], strict=False)
            )
            # letters go down before a title's word is broken
            if sum(heights) <= room and (whole or size_pt <= _LEAST_WHOLE_PT):
                self.table(titles, rows, shares, size_pt)
                return
        shown = 0
        while sum(heights[: shown + 2]) <= room:
            shown += 1
        self.table(titles, rows[:shown], shares, size_pt)
        self._line(Text(f"另有 {len(rows) - shown} 项", f"and {len(rows) - shown} more").of(language), 7)

    def _begin_page(self) -> None:
        if self._number:
            self._writer.newPage()
        self._number += 1
        self._y = 0.0
        self._painter.setFont(paper_font(6.5))
        foot = QRectF(0, self._bottom + 2 * _MM, self._width, _FOOT_MM * _MM)
        self._painter.drawText(foot, _WRAPPED, f"{self._foot} · {self._number}")

    def _line(self, text: str, size_pt: float, *, bold: bool = False) -> None:
        font = paper_font(size_pt, bold=bold)
        self._painter.setFont(font)
        height = QFontMetricsF(font, self._writer).height()
        self._painter.drawText(QRectF(0, self._y, self._width, height), _WRAPPED, text)
        self._y += height

    def _height(self, row: list[str], edges: list[float], font: QFont) -> float:
        metrics = QFontMetricsF(font, self._writer)
        tallest = metrics.height()
        for cell, left, right in zip(row, edges, edges[1:], strict=False):
            if metrics.horizontalAdvance(cell) > _inner(left, right):
                room = QRectF(0, 0, _inner(left, right), 10_000)
                flags = _wrapped(cell, metrics, room.width())
                tallest = max(tallest, metrics.boundingRect(room, flags, str(readable(cell))).height())
        return tallest + 0.8 * _MM

    def _row(self, row: list[str], edges: list[float], font: QFont) -> None:
        height = self._height(row, edges, font)
        metrics = QFontMetricsF(font, self._writer)
        self._painter.setFont(font)
        for cell, left, right in zip(row, edges, edges[1:], strict=False):
            room = QRectF(left, self._y + 0.4 * _MM, _inner(left, right), height)
            self._painter.drawText(room, _wrapped(cell, metrics, room.width()), str(readable(cell)))
        self._y += height
        self._painter.drawLine(0, int(self._y), int(self._width), int(self._y))


def _edges(shares: Sequence[float], width: float) -> list[float]:
    edges, total = [0.0], sum(shares)
    for share in shares:
        edges.append(edges[-1] + width * share / total)
    return edges


def _widest(words: Sequence[str], metrics: QFontMetricsF) -> float:
    return max((metrics.horizontalAdvance(word) for word in words), default=0.0)


def _wrapped(text: str, metrics: QFontMetricsF, width: float) -> int:
    """Between words where they fit, else anywhere: a hash has no words."""
    words = [word for word in text.split() if word.isascii()]
    return _BETWEEN_WORDS if _widest(words, metrics) <= width else _WRAPPED


def _inner(left: float, right: float) -> float:
    return right - left - 1.2 * _MM
