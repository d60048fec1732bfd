"""An extract as a file: CSV, XLSX, PDF or JSON lines, the same rows in each."""

import csv
import json
import os
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

import xlsxwriter  # type: ignore[import-untyped]

from checklists.verdict import Text
from station.log.errors import LogError, Trouble
from station.log.extract import Extract
from station.log.rows import COLUMNS, Cell
from station.log.summary import FATES, SMALLEST_SHOWN, count_clauses, count_days, shown_days


class Format(StrEnum):
    """The formats of an export."""

    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"
    JSONL = "jsonl"


_WIDE: Mapping[str, float] = {"utc": 27, "local": 26, "session_id": 38, "clause": 32, "measure": 24, "reason": 22}
_LOG_WIDTHS = tuple(_WIDE.get(name, 13.0) for name in COLUMNS)
"""In letters: what is read is read whole, hashes and model lists are not."""
_FORMULA_STARTS = frozenset("=+-@＝＋－＠")


def readable(cell: Cell) -> Cell:
    """A cell as it can be printed: control characters, which some programs obey, become U+FFFD."""
    if not isinstance(cell, str):
        return cell
    return "".join("\ufffd" if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter for letter in cell)


def defused(cell: Cell) -> Cell:
    """A cell as a spreadsheet may have it: a text that would be taken for a formula gets an apostrophe in front."""
    shown = readable(cell)
    if isinstance(shown, str) and shown.lstrip("\ufffd '\u3000\xa0")[:1] in _FORMULA_STARTS:
        return f"'{shown}"
    return shown


def write(
    extract: Extract,
    path: Path,
    form: Format,
    *,
    language: str = "zh_CN",
    smallest_shown: int = SMALLEST_SHOWN,
    titles: Mapping[str, str] | None = None,
) -> None:
    """Writes the extract to `path`, whole or not at all. `LogError` where it cannot be written.

    `titles`: the names of clauses by their ids, for the counts.
    """
    if form is Format.CSV:
        writing(path, lambda part: _write_csv(extract, part))
    elif form is Format.JSONL:
        writing(path, lambda part: _write_jsonl(extract, part))
    elif form is Format.XLSX:
        writing(path, lambda part: _write_xlsx(extract, part, language, smallest_shown, titles or {}))
    else:
        from station.log.pdf import write_pdf  # Qt is loaded for this format only

        writing(path, lambda part: write_pdf(extract, part, language))


def writing(path: Path, write_part: Callable[[Path], None]) -> None:
    """Lets `write_part` write beside `path` and puts the whole file in its place; a device or pipe gets its bytes."""
    try:
        if path.exists() and not path.is_file():
            _poured(path, write_part)
        else:
            _replaced(path, write_part)
    except (OSError, xlsxwriter.exceptions.XlsxWriterException) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise LogError(
            Trouble.CANNOT_WRITE,
            Text(
                zh=f"无法写入导出文件 {path}（{said}）：请换一个位置。",
                en=f"The export {path} cannot be written ({said}): choose another place.",
            ),
        ) from error


def _replaced(path: Path, write_part: Callable[[Path], None]) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        part.touch()  # what cannot be written is told by the system, before Qt or the workbook say it in their words
        write_part(part)
        os.replace(part, path)
    finally:
        part.unlink(missing_ok=True)


def _poured(path: Path, write_part: Callable[[Path], None]) -> None:
    """/dev/null and its like stay what they are."""
    with TemporaryDirectory() as folder:
        part = Path(folder) / "export"
        write_part(part)
        path.write_bytes(part.read_bytes())


def _write_csv(extract: Extract, path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for row in extract.rows:
            writer.writerow([defused(cell) for cell in row.cells()])


def _write_jsonl(extract: Extract, path: Path) -> None:
    """One object per row. A record's object also has its signed text and signature: an auditor, or a fleet's
    database, can check and take over the chain from these lines alone.
    """
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for line in extract.lines:
            found = {**asdict(line.row), "record": line.record, "signature": line.signature}
            file.write(json.dumps(found, ensure_ascii=False) + "\n")
        file.write(json.dumps(asdict(extract.head), ensure_ascii=False) + "\n")


def _write_xlsx(extract: Extract, path: Path, language: str, smallest_shown: int, names: Mapping[str, str]) -> None:
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True})
    rows = extract.rows
    log = _sheet(book, "log", list(COLUMNS), [row.cells() for row in rows], _LOG_WIDTHS)
    log.freeze_panes(1, 2)
    counted = [Text("标准", "checklist"), Text("条款", "clause"), Text("名称", "name"), *FATES.values()]
    titles = [title.of(language) for title in counted]
    clauses: list[list[Cell]] = [
        [count.checklist, count.clause, names.get(count.clause, ""), *count.shown(smallest_shown)]
        for count in count_clauses(rows)
    ]
    _sheet(book, "summary", titles, clauses, [18, 32, 30])
    days = count_days(rows)
    by_day: list[list[Cell]] = [
        [day.branch, day.day, day.checklist, day.clause, names.get(day.clause, ""), *counts]
        for day, counts in zip(days, shown_days(days, smallest_shown), strict=True)
    ]
    branch_and_day = [Text("网点", "branch").of(language), Text("日期", "day").of(language)]
    _sheet(book, "by_day", [*branch_and_day, *titles], by_day, [16, 12, 18, 32, 30])
    head = book.add_worksheet("head")
    facts: list[tuple[str, Cell]] = [
        ("head_sequence", extract.head.sequence),
        ("head_hash", extract.head.hash),
        ("key_id", extract.head.key_id),
        ("verification", extract.head.verdict),
        ("fault", extract.head.reason),
        ("first_day", extract.first_day),
        ("last_day", extract.last_day),
        ("branch", extract.branch or "*"),
        ("records", len(extract.lines)),
        ("counts_withheld_below", smallest_shown),
    ]
    for number, (name, cell) in enumerate(facts):
        head.write_string(number, 0, name, bold)
        _write_cell(head, number, 1, cell)
    head.set_column(0, 0, 22)
    head.set_column(1, 1, 68)
    book.close()


def _sheet(
    book: xlsxwriter.Workbook, name: str, titles: list[str], lines: list[list[Cell]], widths: Sequence[float]
) -> xlsxwriter.worksheet.Worksheet:
    """A table with its titles in sight, ready to be filtered; `widths` of the first columns, in letters."""
    sheet = book.add_worksheet(name)
    sheet.write_row(0, 0, titles, book.add_format({"bold": True}))
    sheet.freeze_panes(1, 0)
    for number, line in enumerate(lines, start=1):
        for column, cell in enumerate(line):
            _write_cell(sheet, number, column, cell)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.autofilter(0, 0, max(len(lines), 1), len(titles) - 1)
    return sheet


def _write_cell(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Cell) -> None:
    shown = defused(cell)
    if isinstance(shown, str):
        if shown:
            sheet.write_string(row, column, shown)
    elif shown is not None:
        sheet.write_number(row, column, shown)
