"""One row per clause and session; counts by branch and day that give nobody away."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.verdict import Outcome
from station.log import ClauseRecord, ComplianceLog, Event, EventKind
from station.log.draft import Kind
from station.log.export import Format, write
from station.log.extract import Extract, extract
from station.log.summary import FATES, WITHHELD, DayCount, count_clauses, count_days, shown_days

from .sessions import MORNING, Clock, session, verdict

PUDONG, HONGKOU = "浦东支行", "虹口支行"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two days, two branches, two clauses: who stands badly in the morning is corrected."""
    place = tmp_path_factory.mktemp("log")
    number = 0
    for day in range(2):
        clock = Clock(MORNING + timedelta(days=day))
        log = ComplianceLog.open(place, station="kiosk-1", branch=PUDONG, clock=clock)
        for branch, passes, fails in ((PUDONG, 8, 6), (HONGKOU, 7, 2 * day)):
            for outcome in (*[Outcome.PASS] * passes, *[Outcome.FAIL] * fails):
                number += 1
                records = tuple(
                    ClauseRecord.from_verdict(verdict(name, outcome)) for name in ("stand.head", "bow.15")
                )
                log.append_session(session(number, branch=branch, with_clauses=records, events=()))
        log.close()
    return place


@pytest.fixture(scope="module")
def taken(folder: Path) -> Extract:
    return extract(folder)


def test_the_export_has_one_row_for_each_clause_of_each_session(taken: Extract) -> None:
    rows = [row for row in taken.rows if row.kind == Kind.CLAUSE]
    assert set(Counter((row.session_id, row.clause) for row in rows).values()) == {1}
    assert len(rows) == 2 * len({row.session_id for row in rows}) == 2 * (14 + 14 + 7 + 9)
    assert all(row.branch and row.day and row.checklist and row.verdict for row in rows)


def test_counts_by_branch_and_day_add_up_to_the_summary(taken: Extract) -> None:
    days = count_days(taken.rows)
    assert {(each.branch, each.day) for each in days} == {
        (branch, day) for branch in (PUDONG, HONGKOU) for day in ("2026-03-02", "2026-03-03")
    }
    for whole in count_clauses(taken.rows):
        parts = [each.counts for each in days if (each.checklist, each.clause) == (whole.checklist, whole.clause)]
        assert tuple(map(sum, zip(*parts, strict=True))) == whole.counts


def test_the_workbook_shows_them_with_small_numbers_withheld(taken: Extract, tmp_path: Path) -> None:
    write(taken, tmp_path / "days.xlsx", Format.XLSX, language="en")
    book = openpyxl.load_workbook(tmp_path / "days.xlsx")
    assert book.sheetnames == ["log", "summary", "by_day", "head"]
    head, *lines = book["by_day"].iter_rows(values_only=True)
    assert head[:6] == ("branch", "day", "checklist", "clause", "name", "passed")
    table = {line[:4]: line[5:] for line in lines}
    plain = (8, 0, 6, 0, 0, 0)
    assert table[(PUDONG, "2026-03-02", "bank_branch", "bow.15")] == plain
    # two fails on one day are withheld with their line, and the smallest other line hides them
    assert set(table[(HONGKOU, "2026-03-03", "bank_branch", "bow.15")]) == {WITHHELD}
    assert set(table[(HONGKOU, "2026-03-02", "bank_branch", "bow.15")]) == {WITHHELD}
    book.close()


def test_an_override_on_a_later_day_counts_where_the_session_was(tmp_path: Path) -> None:
    log = ComplianceLog.open(tmp_path, clock=Clock())
    failed = (ClauseRecord.from_verdict(verdict("stand.head", Outcome.FAIL)),)
    log.append_session(session(1, with_clauses=failed, events=()))
    log.close()
    later = ComplianceLog.open(tmp_path, clock=Clock(MORNING + timedelta(days=1)))
    later.append_event(
        "session-00001", Event(EventKind.OVERRIDDEN, MORNING, "stand.head", Outcome.PASS, "B-1", "石膏")
    )
    later.close()
    (count,) = count_days(extract(tmp_path).rows)
    assert (count.day, dict(zip(FATES, count.counts, strict=True))["passed"]) == ("2026-03-02", 1)


@given(st.lists(st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=1, max_size=5))
def test_no_small_count_is_shown_or_stands_alone(table: list[list[int]]) -> None:
    days = [DayCount("b", f"2026-03-{n + 1:02d}", "c", "x", tuple(counts)) for n, counts in enumerate(table)]
    shown = shown_days(days)
    for line, counts in zip(shown, table, strict=True):
        assert all(cell in (count, WITHHELD) for cell, count in zip(line, counts, strict=True))
        assert not any(0 < cell < 5 for cell in line if isinstance(cell, int))
    hidden = [line for line in shown if WITHHELD in line]
    assert len(table) == 1 or len(hidden) != 1
