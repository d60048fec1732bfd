"""What is wrong with a log, in words."""

from dataclasses import dataclass
from enum import StrEnum

from checklists.verdict import Text


class FaultKind(StrEnum):
    """How a log can be bad."""

    EDITED = "edited"
    MISSING = "missing"
    INSERTED = "inserted"
    NOT_SIGNED = "not_signed"
    MOVED = "moved"
    BROKEN_LINK = "broken_link"
    UNREADABLE = "unreadable"
    PAYLOAD_EDITED = "payload_edited"
    PAYLOAD_GONE = "payload_gone"
    PAYLOAD_INSERTED = "payload_inserted"
    PAYLOAD_BACK = "payload_back"
    CUT_TAIL = "cut_tail"
    REWRITTEN = "rewritten"
    OTHER_KEY = "other_key"
    REPLACED_KEY = "replaced_key"
    KEY_FILE = "key_file"
    KEY_SPOILT = "key_spoilt"
    HEAD_MISSING = "head_missing"
    HEAD_FORGED = "head_forged"
    HEAD_OLD = "head_old"
    CHECKPOINT_FORGED = "checkpoint_forged"
    CHECKPOINT_MISSING = "checkpoint_missing"


_WORDS: dict[FaultKind, tuple[str, str]] = {
    FaultKind.EDITED: (
        "第 {sequence} 条记录被改动：{what} 与签名时不符。",
        "Record {sequence} was changed: its {what} is not what was signed.",
    ),
    FaultKind.MISSING: ("第 {sequence} 条记录被删除。", "Record {sequence} has been removed."),
    FaultKind.INSERTED: (
        "第 {sequence} 条记录处多出一条不属于本日志的记录。",
        "At record {sequence} there is a record too many, which does not belong to the chain.",
    ),
    FaultKind.NOT_SIGNED: (
        "第 {sequence} 条记录不是本站签名的：内容被改动或被插入。",
        "Record {sequence} was not signed by this station: it was rewritten or inserted.",
    ),
    FaultKind.MOVED: (
        "第 {sequence} 条记录的位置上是签名为 {what} 的记录：顺序被调换。",
        "At the place of record {sequence} stands what was signed as {what}: records were swapped.",
    ),
    FaultKind.BROKEN_LINK: (
        "第 {sequence} 条记录不接在前一条之后：前一条被替换。",
        "Record {sequence} does not follow the record before it: that one was replaced.",
    ),
    FaultKind.UNREADABLE: (
        "第 {sequence} 条记录无法读取：{what} 不是日志写入的内容。",
        "Record {sequence} cannot be read: its {what} is nothing the log has written.",
    ),
    FaultKind.PAYLOAD_EDITED: (
        "第 {sequence} 条记录的个人数据（{what}）被改动。",
        "The personal part ({what}) of record {sequence} was changed.",
    ),
    FaultKind.PAYLOAD_GONE: (
        "第 {sequence} 条记录的个人数据（{what}）不见了，且没有删除登记。",
        "The personal part ({what}) of record {sequence} is gone, and no erasure of it is logged.",
    ),
    FaultKind.PAYLOAD_INSERTED: (
        "第 {sequence} 条记录处多出个人数据（{what}），记录中并未登记。",
        "Record {sequence} has a personal part ({what}) that it never had.",
    ),
    FaultKind.PAYLOAD_BACK: (
        "第 {sequence} 条记录已删除的个人数据（{what}）又出现了。",
        "The personal part ({what}) of record {sequence} was erased and is there again.",
    ),
    FaultKind.CUT_TAIL: (
        "日志尾部被截断：第 {sequence} 条起的记录不见了（{what}）。",
        "The end of the log was cut off: the records from {sequence} on are gone ({what}).",
    ),
    FaultKind.REWRITTEN: (
        "截至第 {sequence} 条的日志被整体改写：与 {what} 所记的链头不符。",
        "The log up to record {sequence} was rewritten: it is not the one that {what} has anchored.",
    ),
    FaultKind.OTHER_KEY: (
        "第 {sequence} 条记录属于另一把密钥 {what}。",
        "Record {sequence} belongs to another key, {what}.",
    ),
    FaultKind.REPLACED_KEY: (
        "密钥被更换：日志由密钥 {what} 签名，而不是您所信任的密钥，整份日志可能是重写的。",
        "The key was replaced: the log is signed by key {what} and not by the trusted one, "
        "so that all of it may have been rewritten.",
    ),
    FaultKind.KEY_FILE: (
        "文件夹中的密钥是 {what}，不是签署日志的密钥：密钥文件被更换。",
        "The key in the folder is {what}, not the one that has signed the log: the key file was replaced.",
    ),
    FaultKind.KEY_SPOILT: (
        "文件 {what} 不是签署日志的密钥：该文件被改动或损坏。",
        "The file {what} is not the key that has signed the log: it was changed or damaged.",
    ),
    FaultKind.HEAD_MISSING: (
        "链头文件 head.json 不见了：无法证明第 {sequence} 条之后没有被截断。",
        "The head file head.json is gone: nothing proves that no record was cut off after record {sequence}.",
    ),
    FaultKind.HEAD_FORGED: (
        "链头文件 head.json 不是本站签名的（日志现止于第 {sequence} 条）。",
        "The head file head.json was not signed by this station (the log now ends with record {sequence}).",
    ),
    FaultKind.HEAD_OLD: (
        "链头文件 head.json 过旧：它止于第 {sequence} 条，其后不止一次写入。",
        "The head file head.json is an old one: it ends with record {sequence}, and more than one batch follows.",
    ),
    FaultKind.CHECKPOINT_FORGED: (
        "检查点文件 {what} 是伪造的或被改动。",
        "The checkpoint file {what} is forged or was changed.",
    ),
    FaultKind.CHECKPOINT_MISSING: (
        "第 {sequence} 条记录（每日检查点）的文件 {what} 不见了。",
        "The file {what} of the daily checkpoint in record {sequence} is gone.",
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong, and the record it is wrong at (the last one, for what lies beside the chain)."""

    kind: FaultKind
    sequence: int
    what: str = ""

    @property
    def text(self) -> Text:
        """The fault as a sentence in both languages."""
        zh, en = _WORDS[self.kind]
        return Text(
            zh=zh.format(sequence=self.sequence, what=self.what), en=en.format(sequence=self.sequence, what=self.what)
        )
