"""What an export holds: the rows of some days, where the chain ended, and whether it was valid."""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select

from checklists.verdict import Text
from station.log.errors import LogError, Trouble
from station.log.reader import Snapshot, require_intact, snapshot
from station.log.rows import CHAIN_HEAD, Line, Row, read_lines
from station.log.schema import chain
from station.log.verification import Verification, verify_snapshot


@dataclass(frozen=True, slots=True)
class Extract:
    """A cut out of the log, taken and verified at one moment."""

    first_day: str
    last_day: str
    branch: str | None
    lines: tuple[Line, ...]
    verification: Verification

    @property
    def head(self) -> Row:
        """The last row of every export: sequence number, hash and key of the chain's head, and the proof's result."""
        return Row(
            sequence=self.verification.head_sequence,
            kind=CHAIN_HEAD,
            verdict="valid" if self.verification.valid else "tampered",
            reason="" if self.verification.valid else self.verification.text.en,
            key_id=self.verification.key_id,
            hash=self.verification.head_hash,
        )

    @property
    def rows(self) -> list[Row]:
        """The rows of all formats, the chain's head last."""
        return [*(line.row for line in self.lines), self.head]


def extract(
    data_dir: Path,
    first_day: str | None = None,
    last_day: str | None = None,
    branch: str | None = None,
    *,
    trusted_key: str | None = None,
) -> Extract:
    """Reads and verifies the log of these local days (YYYY-MM-DD, ends included; None: from its beginning, to its
    end). A log that was tampered with is handed out all the same, and says so in its last row.
    """
    _require_days(first_day, last_day)
    with snapshot(data_dir) as found:
        require_intact(found)
        verification = verify_snapshot(found, trusted_key=trusted_key)
        lines = _lines(found, first_day, last_day, branch)
    days = [line.row.day for line in lines if line.row.day]
    return Extract(
        first_day=first_day or min(days, default=""),
        last_day=last_day or max(days, default=""),
        branch=branch,
        lines=tuple(lines),
        verification=verification,
    )


def rows_as_they_stand(
    data_dir: Path, first_day: str | None = None, last_day: str | None = None, branch: str | None = None
) -> list[Row]:
    """The rows of those days without a proof: for looking something up, at once even in a log of many years."""
    _require_days(first_day, last_day)
    with snapshot(data_dir) as found:
        return [line.row for line in _lines(found, first_day, last_day, branch)]


def _lines(found: Snapshot, first_day: str | None, last_day: str | None, branch: str | None) -> list[Line]:
    lines = read_lines(found.connection, first_day or "", last_day or "9999-99-99", branch)
    if branch is not None and not lines:
        known = found.connection.execute(select(chain.c.branch).distinct()).scalars()
        _require_branch(sorted(map(str, known)), branch)
    return lines


def _require_days(first_day: str | None, last_day: str | None) -> None:
    for day in (first_day, last_day):
        if day is not None:
            _require_day(day)
    if first_day is not None and last_day is not None and first_day > last_day:
        raise LogError(
            Trouble.BAD_REQUEST,
            Text(
                zh=f"起始日期 {first_day} 晚于结束日期 {last_day}：请交换两者。",
                en=f"The first day {first_day} lies after the last day {last_day}: exchange them.",
            ),
        )


def _require_day(day: str) -> None:
    try:
        right = re.fullmatch(r"\d{4}-\d\d-\d\d", day) is not None and bool(date.fromisoformat(day))
    except ValueError:
        right = False
    if not right:
        raise LogError(
            Trouble.BAD_REQUEST,
            Text(zh=f"{day} 不是日期：请写成 2026-03-02 的形式。", en=f"{day} is no date: write it like 2026-03-02."),
        )


def _require_branch(known: list[str], branch: str) -> None:
    if branch not in known:
        raise LogError(
            Trouble.BAD_REQUEST,
            Text(
                zh=f"日志中没有网点“{branch}”：现有 {'、'.join(known)}。",
                en=f"The log knows no branch {branch!r}: there are {', '.join(map(repr, known))}.",
            ),
        )
