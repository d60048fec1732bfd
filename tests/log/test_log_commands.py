"""The log commands: what they print, and their exit codes."""

import io
import json
import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from station.log.verification import verify
from station.log_commands import log_erase, log_export, log_list, log_notice, log_purge, log_verify
from station.log_override import log_override

from .tampering import build, tamper

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(scope="module")
def built() -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        build(Path(folder) / "log")
        yield Path(folder) / "log"


@pytest.fixture
def station(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "log"))


@pytest.fixture
def out() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def err() -> io.StringIO:
    return io.StringIO()


def test_list_prints_a_line_per_session(station: Path, out: io.StringIO) -> None:
    assert log_list(out, data_dir=station, date="2026-03-03", language="en") == 0
    lines = out.getvalue().splitlines()
    assert len(lines) == 4
    assert "session-00004" in lines[0]
    assert "P-7f3a" in lines[0]
    assert lines[-1] == "3 sessions."


def test_the_data_folder_is_the_station_s_own(
    station: Path, out: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TONGJING_DATA", str(station))
    assert log_list(out) == 0
    assert "共 10 次会话。" in out.getvalue()


@pytest.mark.parametrize("form", ["csv", "xlsx", "pdf", "jsonl"])
def test_export_writes_a_file(station: Path, out: io.StringIO, tmp_path: Path, form: str) -> None:
    output = tmp_path / f"day.{form}"
    assert log_export(out, data_dir=station, output=output, form=form, date="2026-03-02", language="en") == 0
    assert output.stat().st_size > 1000
    assert "34 records" in out.getvalue()


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_rows_of_text_go_to_standard_output_where_no_file_is_named(
    station: Path, out: io.StringIO, tmp_path: Path, form: str
) -> None:
    file = tmp_path / f"day.{form}"
    assert log_export(io.StringIO(), data_dir=station, output=file, form=form, date="2026-03-02") == 0
    assert log_export(out, data_dir=station, output=None, form=form, date="2026-03-02") == 0
    assert out.getvalue() == file.read_bytes().decode("utf-8-sig")


@pytest.mark.parametrize("form", ["xlsx", "pdf"])
def test_a_workbook_or_pdf_is_named_by_its_days_where_no_file_is_named(
    station: Path, out: io.StringIO, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert log_export(out, data_dir=station, output=Path("-"), form=form, date="2026-03-02", language="en") == 0
    assert out.getvalue() == f"tongjing_log_2026-03-02.{form}: 34 records.\n"
    assert (tmp_path / f"tongjing_log_2026-03-02.{form}").stat().st_size > 1000


def test_an_export_into_a_pipe_leaves_the_pipe_what_it_is(station: Path, out: io.StringIO, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    assert log_export(out, data_dir=station, output=pipe, form="csv") == 0
    reader.join(timeout=10.0)
    assert pipe.is_fifo()
    assert got[0].startswith(b"\xef\xbb\xbf")


def test_verify_says_valid_and_how_to_be_surer(station: Path, out: io.StringIO) -> None:
    assert log_verify(out, data_dir=station, language="en") == 0
    assert "The log is valid" in out.getvalue()
    assert "--key" in out.getvalue()


def test_verify_names_the_first_bad_record_in_both_languages(station: Path) -> None:
    tamper(station, "UPDATE chain SET branch = '别处' WHERE sequence = 20")
    for language, said in (("en", "Record 20 was changed: its branch"), ("zh_CN", "第 20 条记录被改动")):
        out = io.StringIO()
        assert log_verify(out, data_dir=station, language=language) == 1
        assert out.getvalue().startswith(said)


def test_verify_against_an_export_a_checkpoint_and_a_noted_head(
    station: Path, out: io.StringIO, tmp_path: Path
) -> None:
    export = tmp_path / "all.jsonl"
    log_export(out, data_dir=station, output=export, form="jsonl")
    head = json.loads((station / "head.json").read_text(encoding="utf-8"))
    checkpoint = sorted((station / "checkpoints").iterdir())[0]
    known = (str(export), str(checkpoint), f"{head['sequence']}:{head['hash']}")
    assert log_verify(out, data_dir=station, known=known, trusted_key=head["chain"]) == 0
    assert log_verify(out, data_dir=station, known=(f"{head['sequence']}:{'0' * 64}",)) == 1
    assert log_verify(out, data_dir=station, trusted_key="0" * 32) == 1


def test_a_disputed_clause_can_be_decided_otherwise_by_name_and_with_a_reason(
    station: Path, out: io.StringIO, tmp_path: Path
) -> None:
    decided = {"session": "session-00004", "clause": "stand.head", "by": "B-0042", "why": "the head was bent"}
    assert log_override(out, data_dir=station, outcome="fail", language="en", **decided) == 0
    assert "stand.head is now" in out.getvalue()
    assert verify(station).valid
    export = tmp_path / "all.jsonl"
    assert log_export(io.StringIO(), data_dir=station, output=export, form="jsonl") == 0
    rows = [json.loads(line) for line in export.read_text(encoding="utf-8").splitlines()]
    about = [row for row in rows if row.get("session_id") == "session-00004" and row.get("clause") == "stand.head"]
    first, last = about
    assert (first["kind"], first["verdict"]) == ("clause", "pass"), "the station's own verdict stays"
    assert (last["kind"], last["verdict"], last["overridden_by"]) == ("event", "fail", "B-0042")
    assert "the head was bent" in last.values()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"session": "session-77777"}, "holds no session"),
        ({"clause": "stand.ears"}, "it judged: stand.head"),
        ({"why": "  "}, "--why"),
        ({"by": ""}, "--by"),
    ],
)
def test_nothing_is_decided_without_a_name_a_reason_and_a_clause_that_was_judged(
    station: Path, out: io.StringIO, err: io.StringIO, change: dict[str, str], said: str
) -> None:
    before = verify(station).head_hash
    decided = {
        "session": "session-00004",
        "clause": "stand.head",
        "by": "B-0042",
        "why": "the head was bent",
    } | change
    assert log_override(out, data_dir=station, outcome="pass", language="en", err=err, **decided) == 2
    assert said in err.getvalue()
    assert verify(station).head_hash == before


def test_a_fingerprint_may_be_typed_as_it_was_noted(station: Path, out: io.StringIO, err: io.StringIO) -> None:
    key = json.loads((station / "head.json").read_text(encoding="utf-8"))["chain"]
    noted = " ".join(key[start : start + 4] for start in range(0, 32, 4)).upper()
    assert log_verify(out, data_dir=station, trusted_key=noted) == 0
    assert log_verify(out, data_dir=station, trusted_key=key[:-1], language="en", err=err) == 2
    assert "no fingerprint" in err.getvalue()


@pytest.mark.parametrize("form", ["csv", "xlsx", "pdf", "jsonl"])
def test_an_export_into_a_folder_that_is_not_there_is_one_sentence(
    station: Path, out: io.StringIO, err: io.StringIO, tmp_path: Path, form: str, capfd: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "nowhere" / f"day.{form}"
    assert log_export(out, data_dir=station, output=output, form=form, language="en", err=err) == 2
    assert (
        err.getvalue()
        == f"The export {output} cannot be written (No such file or directory): choose another place.\n"
    )
    assert capfd.readouterr().err == ""


def test_a_tampered_log_is_exported_with_exit_code_1(
    station: Path, out: io.StringIO, err: io.StringIO, tmp_path: Path
) -> None:
    tamper(station, "DELETE FROM chain WHERE sequence = 7")
    assert log_export(out, data_dir=station, output=tmp_path / "day.csv", form="csv", language="en", err=err) == 1
    assert err.getvalue() == "Record 7 has been removed.\n"
    assert (tmp_path / "day.csv").exists()


def test_purge_and_erase_say_what_they_did(station: Path, out: io.StringIO) -> None:
    assert log_erase(out, person="0815", data_dir=station, language="en") == 0
    assert log_purge(out, data_dir=station, keep_days=30, language="en") == 0
    assert "Erased: " in out.getvalue()
    assert verify(station).valid


def test_the_notice_board_is_written(station: Path, out: io.StringIO, tmp_path: Path) -> None:
    assert log_notice(out, data_dir=station, output=tmp_path / "notice.pdf") == 0
    assert (tmp_path / "notice.pdf").read_bytes().startswith(b"%PDF")


def test_wrong_input_is_one_sentence_and_exit_code_2(station: Path, out: io.StringIO, tmp_path: Path) -> None:
    somewhere = tmp_path / "nothing"
    csv = tmp_path / "day.csv"
    attempts = (
        lambda err: log_verify(out, data_dir=somewhere, language="en", err=err),
        lambda err: log_purge(out, data_dir=somewhere, language="en", err=err),
        lambda err: log_erase(out, person="x", data_dir=somewhere, language="en", err=err),
        lambda err: log_erase(out, person="x", data_dir=station, language="en", err=err),
        lambda err: log_list(out, data_dir=station, date="tomorrow", language="en", err=err),
        lambda err: log_list(out, data_dir=station, date="2026-03-02", to_day="2026-03-02", language="en", err=err),
        lambda err: log_export(out, data_dir=station, output=csv, form="doc", language="en", err=err),
        lambda err: log_export(out, data_dir=station, output=somewhere / "a.csv", form="csv", language="en", err=err),
        lambda err: log_verify(out, data_dir=station, known=("nothing",), language="en", err=err),
    )
    for attempt in attempts:
        err = io.StringIO()
        assert attempt(err) == 2
        assert err.getvalue().count("\n") == 1
        assert err.getvalue().endswith(".\n")
    assert not somewhere.exists(), "asking about a log does not begin one"


def test_errors_come_in_chinese_by_default(err: io.StringIO, out: io.StringIO, tmp_path: Path) -> None:
    assert log_verify(out, data_dir=tmp_path, err=err) == 2
    assert "没有日志" in err.getvalue()
