"""`tongjing log override`: what a person decides after a session, in the log beside what the station found."""

from pathlib import Path
from typing import TextIO

from checklists.verdict import Outcome, Text
from station.log.chain import local_now
from station.log.errors import LogError, Trouble
from station.log.printed import word
from station.log.record import Event, EventKind
from station.log_commands import VALID, in_words, open_for_writing


@in_words
def log_override(
    out: TextIO,
    *,
    session: str,
    clause: str,
    outcome: str,
    by: str,
    why: str,
    data_dir: Path | None = None,
    language: str = "zh_CN",
    err: TextIO | None = None,
) -> int:
    """Adds who has decided a clause otherwise after a session, and why; the station's own verdict stays as it was."""
    if not (by.strip() and why.strip()):
        raise LogError(
            Trouble.BAD_REQUEST,
            Text(
                zh="请写明由谁更改（--by）以及原因（--why）。",
                en="Say who decides (--by) and for what reason (--why).",
            ),
        )
    log = open_for_writing(data_dir)
    try:
        judged = log.clauses_of(session)
        if clause not in judged:
            raise LogError(
                Trouble.BAD_REQUEST,
                Text(
                    zh=f"会话 {session} 没有检查条款 {clause}；检查过的有：{'、'.join(judged)}。",
                    en=f"Session {session} did not judge {clause}; it judged: {', '.join(judged)}.",
                ),
            )
        decided = Event(EventKind.OVERRIDDEN, local_now(), clause, Outcome(outcome), by.strip(), why.strip())
        sequence = log.append_event(session, decided).first_sequence
    finally:
        log.close()
    said = Text(zh=f"已记录为第 {sequence} 条：{clause} 改为 ", en=f"Logged as record {sequence}: {clause} is now ")
    print(f"{said.of(language)}{word(outcome, language)}", file=out)
    return VALID
