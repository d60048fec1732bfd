"""`tongjing log list | export | verify | purge | erase | notice`: plain functions that print and return a code.

0: done, and for `verify` the log is valid; 1: the log was tampered with; 2: wrong input, or the log cannot be read or
written, with one sentence on `err`. `data_dir` None means the station's data folder (`TONGJING_DATA`).
"""

import json
import re
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ParamSpec, TextIO, TypedDict, Unpack, cast

from checklists.verdict import Text
from station.log.compliance import ComplianceLog
from station.log.database import DATABASE_FILE
from station.log.draft import Kind
from station.log.errors import LogError, Trouble
from station.log.export import Format, write, writing
from station.log.extract import Extract, extract, rows_as_they_stand
from station.log.printed import word
from station.log.retention import DEFAULT_KEEP_DAYS
from station.log.summary import SMALLEST_SHOWN
from station.log.verification import Known, Verification, verify
from station.output import STANDARD_OUTPUT
from station.settings import data_folder, load_settings
from vision.errors import TongjingError

VALID, TAMPERED, UNREADABLE = 0, 1, 2
_TEXTS = (Format.CSV, Format.JSONL)

_Given = ParamSpec("_Given")


class Scope(TypedDict, total=False):
    """Which records a command is about; what is not given is not narrowed down."""

    data_dir: Path | None
    date: str | None
    """One day, YYYY-MM-DD; or the first and the last one."""
    from_day: str | None
    to_day: str | None
    branch: str | None


def in_words(command: Callable[_Given, int]) -> Callable[_Given, int]:
    """Prints an error as its one sentence, a `LogError` in the language asked for, and returns 2."""

    @wraps(command)
    def guarded(*args: _Given.args, **given: _Given.kwargs) -> int:
        try:
            return command(*args, **given)
        except TongjingError as error:
            language = str(given.get("language", "zh_CN"))
            said = error.text.of(language) if isinstance(error, LogError) else str(error)
            print(said, file=cast(TextIO, given.get("err") or sys.stderr))
            return UNREADABLE

    return guarded


@in_words
def log_list(
    out: TextIO,
    *,
    language: str = "zh_CN",
    err: TextIO | None = None,
    **scope: Unpack[Scope],
) -> int:
    """One line per session: time, id, person, checklist, outcome. Shows what stands there; `log_verify` proves it."""
    rows = rows_as_they_stand(*_records(scope))
    sessions = [row for row in rows if row.kind == Kind.SESSION]
    for row in sessions:
        who = word(row.who, language) or word(row.identified_by, language)
        print(
            f"{row.local}  {row.session_id}  {row.branch}  {who}  {row.checklist} {row.checklist_version}  "
            f"{word(row.verdict, language)}",
            file=out,
        )
    print(Text(f"共 {len(sessions)} 次会话。", f"{len(sessions)} sessions.").of(language), file=out)
    return VALID


@in_words
def log_export(
    out: TextIO,
    *,
    output: Path | None,
    form: str,
    smallest_shown: int = SMALLEST_SHOWN,
    language: str = "zh_CN",
    err: TextIO | None = None,
    **scope: Unpack[Scope],
) -> int:
    """Writes the rows of those days as csv, xlsx, pdf or jsonl. A log that was tampered with is written all the same,
    with the fault in its last row, and gives exit code 1.

    `output` None or -: rows of text go to `out`, a workbook or a PDF into the current folder under the days' name.
    """
    if form not in set(Format):
        raise LogError(
            Trouble.BAD_REQUEST,
            Text(
                zh=f"不支持的格式 {form}：请用 csv、xlsx、pdf 或 jsonl。",
                en=f"There is no format {form}: use csv, xlsx, pdf or jsonl.",
            ),
        )
    records = _records(scope)
    taken = extract(*records)
    titles = _titles(language) if form == Format.XLSX else None
    if output is None or str(output) == STANDARD_OUTPUT:
        if form in _TEXTS:
            out.write(_as_text(taken, Format(form)))
            return _say_if_tampered(taken.verification, language, err)
        output = _named_by_days(form, *records[1:3])
    write(taken, output, Format(form), language=language, smallest_shown=smallest_shown, titles=titles)
    count = len(taken.lines)
    print(Text(f"已写入 {output}：{count} 条记录。", f"{output}: {count} records.").of(language), file=out)
    return _say_if_tampered(taken.verification, language, err)


def _as_text(taken: Extract, form: Format) -> str:
    """The rows as a file of that form holds them; the byte-order mark is for files only."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"log.{form}"
        write(taken, path, form)
        return path.read_bytes().decode("utf-8-sig")


def _named_by_days(form: str, first: str | None, last: str | None) -> Path:
    days = [day for day in dict.fromkeys((first, last)) if day is not None]
    return Path("_".join(["tongjing_log", *days]) + f".{form}")


@in_words
def log_notice(
    out: TextIO,
    *,
    output: Path,
    smallest_shown: int = SMALLEST_SHOWN,
    language: str = "zh_CN",
    err: TextIO | None = None,
    **scope: Unpack[Scope],
) -> int:
    """Writes the one-page PDF for the notice board: counts only, no names."""
    from station.log.pdf import write_notice_board

    taken = extract(*_records(scope))
    titles = _titles(language)
    writing(
        output,
        lambda part: write_notice_board(taken, part, language, titles=titles, smallest_shown=smallest_shown),
    )
    print(Text(f"已写入 {output}。", f"{output} is written.").of(language), file=out)
    return _say_if_tampered(taken.verification, language, err)


@in_words
def log_verify(
    out: TextIO,
    *,
    data_dir: Path | None = None,
    trusted_key: str | None = None,
    known: tuple[str, ...] = (),
    language: str = "zh_CN",
    err: TextIO | None = None,
) -> int:
    """Says whether the log is valid, and names the first bad record. `known`: heads noted elsewhere, each as
    SEQUENCE:HASH or as a checkpoint, head or JSON-lines file that was copied away.
    """
    heads = [head for given in known for head in _known(given)]
    trusted = None if trusted_key is None else _fingerprint(trusted_key)
    answer = verify(_folder(data_dir), trusted_key=trusted, known=heads)
    print(answer.text.of(language), file=out)
    for fault in answer.also:
        print(fault.text.of(language), file=out)
    for note in answer.notes:
        print(Text("提示：", "Note: ").of(language) + note.of(language), file=out)
    if answer.valid and trusted_key is None:
        hint = Text(
            zh="请与安装时记下的密钥指纹核对，或用 --key 给出。",
            en="Compare the key with the fingerprint noted at installation, or give it with --key.",
        )
        print(hint.of(language), file=out)
    return VALID if answer.valid else TAMPERED


@in_words
def log_purge(
    out: TextIO,
    *,
    data_dir: Path | None = None,
    keep_days: int = DEFAULT_KEEP_DAYS,
    language: str = "zh_CN",
    err: TextIO | None = None,
) -> int:
    """Erases the personal parts of all records older than `keep_days`."""
    log = open_for_writing(data_dir)
    try:
        erased = log.purge(keep_days)
    finally:
        log.close()
    said = Text(
        zh=f"已清除 {keep_days} 天以前的个人数据：{erased.records} 条记录，{erased.parts} 项。",
        en=f"Personal values older than {keep_days} days erased: {erased.parts} parts of {erased.records} records.",
    )
    print(said.of(language), file=out)
    return VALID


@in_words
def log_erase(
    out: TextIO,
    *,
    person: str,
    data_dir: Path | None = None,
    language: str = "zh_CN",
    err: TextIO | None = None,
) -> int:
    """Erases everything personal of one person, named by pseudonym, staff number or display name."""
    log = open_for_writing(data_dir)
    try:
        erased = log.erase(person)
    finally:
        log.close()
    said = Text(
        zh=f"已删除该人的个人数据：{erased.records} 条记录，{erased.parts} 项。已导出的文件需另行删除。",
        en=f"Erased: {erased.parts} personal parts of {erased.records} records. "
        "Files exported before are not reached.",
    )
    print(said.of(language), file=out)
    return VALID


def _folder(data_dir: Path | None) -> Path:
    return data_folder() if data_dir is None else data_dir


def open_for_writing(data_dir: Path | None) -> ComplianceLog:
    """The log for writing; a command never begins one, and leaves the daily purge to the kiosk."""
    folder = _folder(data_dir)
    if not (folder / DATABASE_FILE).exists():
        verify(folder)  # says in words that there is none
    station = load_settings(folder / "settings.toml").station
    return ComplianceLog.open(folder, station=station.id, branch=station.branch, keep_days=None)


def _records(scope: Scope) -> tuple[Path, str | None, str | None, str | None]:
    """The log's folder, the first and the last day, the branch."""
    date, from_day, to_day = scope.get("date"), scope.get("from_day"), scope.get("to_day")
    if date is not None and (from_day is not None or to_day is not None):
        raise LogError(
            Trouble.BAD_REQUEST,
            Text(zh="--date 不能与 --from、--to 同用。", en="Give either --date or --from and --to, not both."),
        )
    return _folder(scope.get("data_dir")), date or from_day, date or to_day, scope.get("branch")


def _say_if_tampered(verification: Verification, language: str, err: TextIO | None) -> int:
    if verification.valid:
        return VALID
    print(verification.text.of(language), file=err or sys.stderr)
    return TAMPERED


def _fingerprint(given: str) -> str:
    """A key's fingerprint as a person has noted it: blanks and capitals do not matter, a slip of the pen does."""
    found = "".join(given.split()).lower()
    if not re.fullmatch(r"[0-9a-f]{32}", found):
        raise LogError(
            Trouble.BAD_REQUEST,
            Text(
                zh=f"--key {given} 不是密钥指纹：应为32位十六进制数字。",
                en=f"--key {given} is no fingerprint: it has 32 digits from 0 to f.",
            ),
        )
    return found


def _known(given: str) -> list[Known]:
    """The head that an auditor noted; a file's last line that holds a sequence number and a hash is one."""
    sequence, colon, digest = given.partition(":")
    if colon and sequence.isdecimal() and len(digest) == 64:
        return [Known(int(sequence), digest.lower(), given)]
    try:
        last = Path(given).read_text(encoding="utf-8").strip().rpartition("\n")[2]
        found = json.loads(last)
        return [Known(int(found["sequence"]), str(found["hash"]), Path(given).name)]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LogError(
            Trouble.BAD_REQUEST,
            Text(
                zh=f"{given} 不是链头：请给出 序号:哈希，或检查点文件、head.json、导出的 JSON lines 文件。",
                en=f"{given} is no head: give SEQUENCE:HASH, a checkpoint file, head.json, or an exported JSON lines "
                "file.",
            ),
        ) from error


def _titles(language: str) -> dict[str, str]:
    """The names of the checklists in force and of their clauses, by id."""
    from station.own_checklists import checklists_in_force

    titles: dict[str, str] = {}
    for checklist in checklists_in_force().checklists.values():
        titles[checklist.id] = checklist.name.text.of(language)
        titles.update({clause.id: clause.title.text.of(language) for clause in checklist.clauses})
    return titles
