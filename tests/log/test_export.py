"""Every format holds the same rows, the chain's head, and nothing that a spreadsheet would run."""

import csv
import json
import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from checklists.verdict import Outcome
from station.log import ClauseRecord, ComplianceLog, Event, EventKind, LogError, Person
from station.log.encoding import sha256
from station.log.export import Format, defused, write
from station.log.extract import Extract, extract
from station.log.key import PublicKey
from station.log.printed import cells
from station.log.rows import COLUMNS, Cell, Row
from station.log.summary import FATES, count_clauses, withhold
from vision.glossary import GLOSSARY

from .sessions import LIN, MORNING, Clock, session, verdict
from .tampering import build, copy_of, tamper

pytestmark = pytest.mark.usefixtures("qapp")  # the PDF needs an application, and there can be only one

EVIL = Person("=cmd|'/C calc'!A0", staff_number="+1", display_name="@SUM(1)")


@pytest.fixture(scope="module")
def station() -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        data_dir = Path(folder) / "log"
        build(data_dir)
        log = ComplianceLog.open(data_dir, station="kiosk-1", branch="浦东支行", clock=Clock(MORNING.replace(day=6)))
        log.append_session(session(50, wearer=EVIL, branch="虹口支行"))
        log.append_event(
            "session-00050",
            Event(EventKind.OVERRIDDEN, MORNING, "uniform.badge_level", Outcome.PASS, by="-2+3", why="\t＝1\n第二行"),
        )
        log.close()
        yield data_dir


@pytest.fixture(scope="module")
def taken(station: Path) -> Extract:
    return extract(station)


def shown(row: Row) -> list[Cell]:
    """The row as a spreadsheet holds it; nothing and an empty text look alike there."""
    return [None if cell == "" else defused(cell) for cell in row.cells()]


def test_csv_holds_the_rows_one_for_one(taken: Extract, tmp_path: Path) -> None:
    write(taken, tmp_path / "day.csv", Format.CSV)
    assert (tmp_path / "day.csv").read_bytes().startswith(b"\xef\xbb\xbf"), "spreadsheets need the BOM for Chinese"
    with (tmp_path / "day.csv").open(encoding="utf-8-sig", newline="") as file:
        header, *found = list(csv.reader(file))
    assert tuple(header) == COLUMNS
    assert found == [["" if cell is None else str(cell) for cell in shown(row)] for row in taken.rows]


def test_xlsx_holds_the_rows_one_for_one(taken: Extract, tmp_path: Path) -> None:
    write(taken, tmp_path / "day.xlsx", Format.XLSX)
    book = openpyxl.load_workbook(tmp_path / "day.xlsx")
    header, *found = list(book["log"].iter_rows(values_only=True))
    assert header == COLUMNS
    assert [list(row) for row in found] == [shown(row) for row in taken.rows]
    facts = dict(book["head"].iter_rows(values_only=True))
    assert facts["head_hash"] == taken.verification.head_hash
    assert facts["key_id"] == taken.verification.key_id
    book.close()


def test_jsonl_holds_the_rows_one_for_one_and_can_be_checked_by_itself(taken: Extract, tmp_path: Path) -> None:
    write(taken, tmp_path / "day.jsonl", Format.JSONL)
    *found, head = [
        json.loads(line) for line in (tmp_path / "day.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    ]
    assert [{name: line[name] for name in COLUMNS} for line in found] == [asdict(line.row) for line in taken.lines]
    assert head == asdict(taken.head)
    key = PublicKey(json.loads(found[0]["record"])["data"]["public_key"])
    assert key.id == head["key_id"]
    before = "0" * 64
    for line in found:
        assert sha256(line["record"]) == line["hash"]
        assert json.loads(line["record"])["previous"] == before
        assert key.verifies("record", line["hash"], line["signature"])
        before = line["hash"]
    assert before == head["hash"]


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_pdf_holds_the_rows_one_for_one_in_readable_chinese(taken: Extract, tmp_path: Path, language: str) -> None:
    write(taken, tmp_path / "day.pdf", Format.PDF, language=language)
    reader = PdfReader(tmp_path / "day.pdf")
    pages = [_plain(page.extract_text()) for page in reader.pages]
    assert len(pages) > 1
    for page in pages:
        assert taken.verification.head_hash in page
    text, place = "".join(pages), 0
    for row in taken.rows:
        wanted = "".join(_plain(cell) for cell in cells(row, language))
        place = text.find(wanted, place)
        assert place >= 0, wanted
        place += len(wanted)
    assert ("未通过" in text) == (language == "zh_CN")


def _plain(text: str) -> str:
    """Without blanks; Chinese radicals, which share their glyph with a character, as that character."""
    return "".join(
        letter for letter in unicodedata.normalize("NFKC", text) if unicodedata.category(letter)[0] not in "ZC"
    ).replace("\ufffd", "")


def test_no_cell_is_a_formula(taken: Extract, tmp_path: Path) -> None:
    for form in (Format.CSV, Format.XLSX):
        write(taken, tmp_path / f"day.{form}", form)
    with (tmp_path / "day.csv").open(encoding="utf-8-sig", newline="") as file:
        texts = [cell for row in csv.reader(file) for cell in row if not _is_number(cell)]
    assert any("cmd|" in text for text in texts)
    assert not [text for text in texts if text.strip()[:1] in set("=+-@＝＋－＠")]
    with zipfile.ZipFile(tmp_path / "day.xlsx") as book:
        for name in book.namelist():
            assert b"<f>" not in book.read(name)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


@given(st.text(max_size=20))
def test_a_text_is_never_taken_for_a_formula(text: str) -> None:
    found = str(defused(text))
    assert found.lstrip("\t\r\n \xa0\u3000")[:1] not in set("=+-@＝＋－＠") or not found
    assert "\n" not in found
    assert "\x00" not in found


def test_numbers_stay_numbers() -> None:
    assert defused(-9.0) == -9.0
    assert defused(None) is None


def test_every_row_says_who_where_when_what_and_by_which_models(taken: Extract) -> None:
    row = next(line.row for line in taken.lines if line.row.clause == "stand.shoulders")
    assert (row.who, row.station, row.branch, row.local) == (
        LIN.pseudonym,
        "kiosk-1",
        "浦东支行",
        "2026-03-02T08:00:02+08:00",
    )
    assert row.utc == "2026-03-02T00:00:02.000000Z"
    assert (row.checklist, row.checklist_version, row.checklist_hash) == ("bank_branch", "2.1", "ab" * 32)
    assert row.models == "pose_landmark_full:" + "cd" * 32
    assert (row.verdict, row.value, row.sigma, row.limits, row.corrected) == ("pass", 0.75, 0.5, "-3..3", "yes")
    assert (row.first_verdict, row.first_value) == ("fail", 4.5)
    overridden = next(line.row for line in taken.lines if line.row.overridden_by)
    assert (overridden.overridden_by, overridden.why) == ("B-0042", "=支撑带")


def test_what_was_erased_is_said_to_be_erased(taken: Extract) -> None:
    rows = [line.row for line in taken.lines if line.row.session_id == "session-00002"]
    assert {row.who for row in rows} == {"(erased)"}
    assert all(row.value is None for row in rows)
    assert "values" in next(row for row in rows if row.clause == "stand.head").erased


def test_a_day_and_a_branch_can_be_cut_out(station: Path) -> None:
    day = extract(station, "2026-03-03", "2026-03-03")
    assert {line.row.day for line in day.lines} == {"2026-03-03"}
    assert len({line.row.session_id for line in day.lines} - {""}) == 3
    other = extract(station, branch="虹口支行")
    assert {line.row.session_id for line in other.lines} == {"session-00050"}
    assert extract(station, "2030-01-01").lines == ()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"first_day": "2026-02-30"}, "is no date"),
        ({"first_day": "20260301"}, "is no date"),
        ({"first_day": "2026-03-02", "last_day": "2026-03-01"}, "exchange them"),
        ({"branch": "nowhere"}, "knows no branch 'nowhere'"),
    ],
)
def test_a_wrong_wish_is_said_in_words(station: Path, given: dict[str, str], said: str) -> None:
    with pytest.raises(LogError, match=said):
        extract(station, **given)


def test_a_tampered_log_is_exported_and_says_so_in_every_format(station: Path, tmp_path: Path) -> None:
    with copy_of(station) as folder:
        tamper(folder, "UPDATE chain SET body = '{}' WHERE sequence = 5")
        taken = extract(folder)
    assert taken.lines[4].row.kind == "unreadable"
    assert taken.head.verdict == "tampered"
    for form in Format:
        write(taken, tmp_path / f"day.{form}", form)
    assert "Record 5" in (tmp_path / "day.csv").read_text(encoding="utf-8-sig")
    assert "Record 5" in (tmp_path / "day.jsonl").read_text(encoding="utf-8")
    assert "日志被篡改" in _plain(PdfReader(tmp_path / "day.pdf").pages[0].extract_text())


@pytest.mark.parametrize("form", list(Format))
def test_a_place_that_cannot_be_written_is_said_in_words(taken: Extract, tmp_path: Path, form: Format) -> None:
    with pytest.raises(LogError, match="choose another place"):
        write(taken, tmp_path / "missing" / f"day.{form}", form)


def test_the_summary_counts_each_clause_once_with_its_last_outcome(station: Path, tmp_path: Path) -> None:
    log = ComplianceLog.open(tmp_path, clock=Clock())
    fates = [Outcome.PASS] * 9 + [Outcome.FAIL] * 6 + [Outcome.UNCLEAR] * 5 + [Outcome.NOT_APPLICABLE] * 7
    for number, outcome in enumerate(fates):
        found = verdict("stand.head", outcome)
        record = ClauseRecord.from_verdict(found)
        if number < 3:
            record = ClauseRecord.from_verdict(found, corrected=True, first=verdict("stand.head", Outcome.FAIL))
        log.append_session(session(number, with_clauses=(record,), events=()))
    log.append_event(
        "session-00009", Event(EventKind.OVERRIDDEN, MORNING, "stand.head", Outcome.PASS, by="B-0042", why="石膏")
    )
    log.close()
    taken = extract(tmp_path)
    (count,) = count_clauses(taken.rows)
    assert dict(zip(FATES, count.counts, strict=True)) == {
        "passed": 7,
        "corrected": 3,
        "failed": 5,
        "unclear": 5,
        "attested": 0,
        "not_applicable": 7,
    }
    assert count.shown() == [7, "–", "–", 5, 0, 7], "a single withheld count could be worked out from the others"
    write(taken, tmp_path / "day.xlsx", Format.XLSX, language="en", titles={"stand.head": "Head straight"})
    rows = list(openpyxl.load_workbook(tmp_path / "day.xlsx")["summary"].iter_rows(values_only=True))
    assert rows[1] == ("bank_branch", "stand.head", "Head straight", 7, "–", "–", 5, 0, 7)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=6))
def test_a_withheld_count_cannot_be_worked_out(counts: list[int]) -> None:
    found = withhold(counts)
    for count, seen in zip(counts, found, strict=True):
        assert seen in (count, "–")
        assert seen == "–" or not 0 < count < 5
    if 0 < sum(counts) < 5:
        assert set(found) == {"–"}, "zeros beside it would say what became of everybody"
    if found.count("–") == 1:
        assert sum(counts) == 0 or len(counts) == 1


def test_the_notice_board_is_one_page_without_a_name(station: Path, tmp_path: Path) -> None:
    from station.log.pdf import write_notice_board

    taken = extract(station)
    write_notice_board(taken, tmp_path / "notice.pdf", "zh_CN", titles={"uniform.badge_level": "工牌端正"})
    reader = PdfReader(tmp_path / "notice.pdf")
    assert len(reader.pages) == 1
    text = _plain(reader.pages[0].extract_text())
    assert "工牌端正" in text
    for name in (LIN.pseudonym, LIN.display_name, "P-91c2", "B-0042", "session-0", "cmd"):
        assert str(name) not in text


def test_the_notice_board_tells_what_went_wrong_first_and_the_rest_in_one_line(tmp_path: Path) -> None:
    from station.log.pdf import write_notice_board

    log = ComplianceLog.open(tmp_path, clock=Clock())
    for number in range(18):
        failed = {"c.seldom": number < 6, "c.often": number < 12}
        records = tuple(
            ClauseRecord.from_verdict(verdict(name, Outcome.FAIL if failed.get(name) else Outcome.PASS))
            for name in ("a.quiet", "b.quiet", "c.seldom", "c.often")
        )
        log.append_session(session(number, with_clauses=records, events=()))
    log.close()
    write_notice_board(extract(tmp_path), tmp_path / "notice.pdf", "en")
    text = _plain(PdfReader(tmp_path / "notice.pdf").pages[0].extract_text())
    assert text.index("c.often") < text.index("c.seldom") < text.index(_plain("the other 2 clauses"))
    assert "a.quiet" not in text


def test_where_few_were_checked_the_notice_board_does_not_say_how_they_fared(tmp_path: Path) -> None:
    from station.log.pdf import write_notice_board

    log = ComplianceLog.open(tmp_path, clock=Clock())
    for number in range(2):
        records = (ClauseRecord.from_verdict(verdict("stand.head", Outcome.FAIL)),)
        log.append_session(session(number, with_clauses=records, events=()))
    log.close()
    write_notice_board(extract(tmp_path), tmp_path / "notice.pdf", "en", titles={"stand.head": "Head straight"})
    text = _plain(PdfReader(tmp_path / "notice.pdf").pages[0].extract_text())
    assert _plain("fewer than 5 checks") in text
    assert _plain("Head straight") not in text
    assert "fail" not in text.replace("failed", "")


def test_the_notice_board_stays_one_page_with_a_hundred_and_fifty_clauses(tmp_path: Path) -> None:
    from station.log.pdf import write_notice_board

    log = ComplianceLog.open(tmp_path, clock=Clock())
    clauses = tuple(ClauseRecord.from_verdict(verdict(f"clause.{number:03d}", Outcome.FAIL)) for number in range(150))
    for number in range(5):
        log.append_session(session(number, with_clauses=clauses, events=()))
    log.close()
    write_notice_board(extract(tmp_path), tmp_path / "notice.pdf", "en")
    reader = PdfReader(tmp_path / "notice.pdf")
    assert len(reader.pages) == 1
    assert "more" in reader.pages[0].extract_text()


@pytest.mark.parametrize(
    ("measure", "value", "limits", "said"),
    [
        ("head_roll_deg", 4.5, "..5", ("4.5 ± 0.5°", "..5")),
        ("hands_pose", "akimbo", "sides", ("on the hips", "at the sides")),
        ("badge_present", "yes", "yes", ("yes", "yes")),
    ],
)
def test_values_and_limits_are_printed_in_words(
    measure: str, value: Cell, limits: str, said: tuple[str, str]
) -> None:
    printed = cells(Row(1, "clause", measure=measure, value=value, sigma=0.5, limits=limits), "en")
    assert (printed[6], printed[7]) == said


def test_a_long_list_of_what_is_allowed_is_printed_as_what_is_not() -> None:
    allowed = [name for name in GLOSSARY["hands_pose"].categories if name not in ("akimbo", "crossed")]
    row = Row(1, "clause", measure="hands_pose", value="sides", sigma=0.03, limits="|".join(allowed))
    assert cells(row, "en")[7].startswith("not: ")
    assert cells(row, "zh_CN")[7].startswith("不可：")
