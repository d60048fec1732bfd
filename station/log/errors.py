"""What can go wrong between the log and its disk, in words for the person at the kiosk."""

import errno
import sqlite3
from enum import StrEnum
from pathlib import Path

from checklists.verdict import Text
from vision.errors import TongjingError


class Trouble(StrEnum):
    """The kind of trouble; a program decides by it, a person reads the sentence."""

    DISK_FULL = "disk_full"
    LOCKED = "locked"
    DAMAGED = "damaged"
    READ_ONLY = "read_only"
    CANNOT_WRITE = "cannot_write"
    NO_LOG = "no_log"
    NO_KEY = "no_key"
    OPEN_KEY = "open_key"
    WRONG_KEY = "wrong_key"
    CUT_TAIL = "cut_tail"
    DUPLICATE = "duplicate"
    BAD_RECORD = "bad_record"
    BAD_REQUEST = "bad_request"
    OLD_COPIES = "old_copies"


class LogError(TongjingError):
    """The log could not do what it was asked; nothing was half-written. `str()` is the English sentence."""

    def __init__(self, trouble: Trouble, text: Text) -> None:
        super().__init__(text.en)
        self.trouble = trouble
        self.text = text


_WORDS: dict[Trouble, tuple[str, str]] = {
    Trouble.DISK_FULL: (
        "磁盘已满，{where} 未能写入记录：请腾出空间后重试。",
        "The disk is full, so nothing was logged in {where}: free some space and try again.",
    ),
    Trouble.LOCKED: (
        "另一个程序占用日志 {where} 超过 5 秒，未写入记录：请关闭该程序后重试。",
        "Another program has held the log {where} for more than 5 s, so nothing was logged: "
        "close that program and try again.",
    ),
    Trouble.DAMAGED: (
        "日志 {where} 已损坏：请勿修改该文件夹，备份后运行 tongjing log verify。",
        "The log {where} is damaged: leave the folder as it is, copy it away and run tongjing log verify.",
    ),
    Trouble.READ_ONLY: (
        "日志 {where} 只能读取，未写入记录：请把该文件夹的写权限交给本程序。",
        "The log {where} is read-only, so nothing was logged: give this program the right to write to the folder.",
    ),
    Trouble.CANNOT_WRITE: (
        "无法读写日志 {where}，未写入记录：请检查磁盘。",
        "The log {where} cannot be read or written, so nothing was logged: check the disk.",
    ),
}


def trouble_at(trouble: Trouble, where: Path) -> LogError:
    """The error for a trouble whose sentence needs nothing but the place."""
    zh, en = _WORDS[trouble]
    return LogError(trouble, Text(zh=zh.format(where=where), en=en.format(where=where)))


def from_sqlite(error: BaseException | None, where: Path) -> LogError:
    """The error in words for what SQLite said; extended result codes fold into their primary code."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
    trouble = {
        sqlite3.SQLITE_FULL: Trouble.DISK_FULL,
        sqlite3.SQLITE_BUSY: Trouble.LOCKED,
        sqlite3.SQLITE_LOCKED: Trouble.LOCKED,
        sqlite3.SQLITE_CORRUPT: Trouble.DAMAGED,
        sqlite3.SQLITE_NOTADB: Trouble.DAMAGED,
        sqlite3.SQLITE_ERROR: Trouble.DAMAGED,
        sqlite3.SQLITE_CONSTRAINT: Trouble.DAMAGED,
        sqlite3.SQLITE_READONLY: Trouble.READ_ONLY,
        sqlite3.SQLITE_PERM: Trouble.READ_ONLY,
    }.get(code, Trouble.CANNOT_WRITE)
    return trouble_at(trouble, where)


def from_os(error: OSError, where: Path) -> LogError:
    """The error in words for what the operating system said."""
    trouble = {
        errno.ENOSPC: Trouble.DISK_FULL,
        errno.EDQUOT: Trouble.DISK_FULL,
        errno.EROFS: Trouble.READ_ONLY,
        errno.EACCES: Trouble.READ_ONLY,
        errno.EPERM: Trouble.READ_ONLY,
    }.get(error.errno or 0, Trouble.CANNOT_WRITE)
    return trouble_at(trouble, where)
