"""An extract as a file: CSV, XLSX, PDF or JSON lines, the same rows in each."""

import csv
import json
import os
import unicodedata
from collections.abc import Callable
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path

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
) -> None:
    """Writes the extract to `path`, whole or not at all. `LogError` where it cannot be written."""
    if form is Format.CSV:
        writing(path, lambda part: _write_csv(extract, part))
    elif form is Format.JSONL:
        writing(path, lambda part: _write_jsonl(extract, part))
    elif form is Format.XLSX:
        writing(path, lambda part: _write_xlsx(extract, part, language, smallest_shown))
    else:
        from station.log.pdf import write_pdf  # Qt is loaded for this format only

        writing(path, lambda part: write_pdf(extract, part, language))


def writing(path: Path, write_part: Callable[[Path], None]) -> None:
    """Lets `write_part` write beside `path` and puts the whole file in its place."""
    part = path.with_name(f".{path.name}.part")
    try:
        write_part(part)
        os.replace(part, path)
    except (OSError, xlsxwriter.exceptions.XlsxWriterException) as error:
        said = getattr(error, "strerror", None) or str(error)
        raise LogError(
            Trouble.CANNOT_WRITE,
            Text(
                zh=f"无法写入导出文件 {path}（{said}）：请换一个位置。",
                en=f"The export {path} cannot be written ({said}): choose another place.",
            ),
        ) from error
    finally:
        part.unlink(missing_ok=True)


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


def _write_xlsx(extract: Extract, path: Path, language: str, smallest_shown: int) -> None:
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    bold = book.add_format({"bold": True})
    log = book.add_worksheet("log")
    log.write_row(0, 0, COLUMNS, bold)
    log.freeze_panes(1, 2)
    rows = extract.rows
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row.cells()):
            _write_cell(log, number, column, cell)
    log.autofilter(0, 0, len(rows), len(COLUMNS) - 1)
    summary = book.add_worksheet("summary")
    titles = [Text("标准", "checklist"), Text("条款", "clause"), *FATES.values()]
    summary.write_row(0, 0, [title.of(language) for title in titles], bold)
    for number, count in enumerate(count_clauses(rows), start=1):
        for column, cell in enumerate([count.checklist, count.clause, *count.shown(smallest_shown)]):
            _write_cell(summary, number, column, cell)
    by_day = book.add_worksheet("by_day")
    by_day.write_row(0, 0, [Text("网点", "branch").of(language), Text("日期", "day").of(language)], bold)
    by_day.write_row(0, 2, [title.of(language) for title in titles], bold)
    days = count_days(rows)
    for number, (day, counts) in enumerate(zip(days, shown_days(days, smallest_shown), strict=True), start=1):
        for column, cell in enumerate([day.branch, day.day, day.checklist, day.clause, *counts]):
            _write_cell(by_day, number, column, cell)
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
    book.close()


def _write_cell(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, cell: Cell) -> None:
    shown = defused(cell)
    if isinstance(shown, str):
        if shown:
            sheet.write_string(row, column, shown)
    elif shown is not None:
        sheet.write_number(row, column, shown)
