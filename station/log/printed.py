"""What an export says on paper: words in the reader's language, one list of cells per row."""

from checklists.names import value_name
from checklists.verdict import Text
from station.i18n.texts import all_texts, tr
from station.log.draft import Kind
from station.log.rows import CHAIN_HEAD, Cell, Row
from vision.glossary import GLOSSARY
from vision.glossary import Kind as Quantity

TITLES: tuple[tuple[Text, float], ...] = (
    (Text("序号", "no."), 5.0),
    (Text("时间", "time"), 13.0),
    (Text("类别", "kind"), 8.0),
    (Text("人员", "who"), 9.0),
    (Text("内容", "what"), 22.0),
    (Text("结论", "verdict"), 9.0),
    (Text("测量值", "value"), 13.0),
    (Text("限值", "limits"), 9.0),
    (Text("说明", "remarks"), 25.0),
    (Text("哈希", "hash"), 9.0),
)
"""The columns and their share of the width."""

_UNITS = {"deg": "°", "cm": " cm", "s": " s", "hz": " Hz", "m": " m"}
_WORDS: dict[str, Text] = {
    "genesis": Text("日志开始", "log begins"),
    "session": Text("会话", "session"),
    "clause": Text("条款", "clause"),
    "event": Text("事件", "event"),
    "checkpoint": Text("每日检查点", "checkpoint"),
    "erasure": Text("个人删除", "erasure"),
    "purge": Text("到期清除", "purge"),
    CHAIN_HEAD: Text("链头", "chain head"),
    "unreadable": Text("无法读取", "unreadable"),
    "pass": Text("通过", "pass"),
    "fail": Text("未通过", "fail"),
    "unclear": Text("无法判断", "unclear"),
    "attested": Text("自我确认", "attested"),
    "not_applicable": Text("不适用", "n/a"),
    "abandoned": Text("中途离开", "abandoned"),
    "declined": Text("拒绝检查", "declined"),
    "human_check": Text("人工检查", "human check"),
    "badge": Text("工牌", "badge"),
    "pin": Text("工号", "PIN"),
    "guest": Text("访客", "guest"),
    "nobody": Text("未识别", "not identified"),
    "started": Text("开始", "started"),
    "disputed": Text("提出异议", "disputed"),
    "accepted": Text("接受结果", "accepted"),
    "overridden": Text("人工改判", "overridden"),
    "valid": Text("日志完好", "log valid"),
    "tampered": Text("日志被篡改", "LOG TAMPERED"),
    "(erased)": Text("（已删除）", "(erased)"),
}


def word(code: str, language: str) -> str:
    """A code in words; the code itself where there are none."""
    return _WORDS[code].of(language) if code in _WORDS else code


def reason_words(code: str, language: str) -> str:
    """A reason code as the screens word it; anything else is shown as it stands."""
    key = f"reason.{code}"
    return tr(language, key) if key in all_texts() else code


def cells(row: Row, language: str) -> list[str]:
    """The row as it is printed, in the order of `TITLES`."""
    return [
        str(row.sequence),
        row.local.replace("T", " "),
        word(row.kind, language),
        word(row.who, language),
        _what(row, language),
        word(row.verdict, language),
        _measured(row.measure, row.value, row.sigma, language),
        _limits(row.measure, row.limits, language),
        _remarks(row, language),
        row.hash if row.kind == CHAIN_HEAD else row.hash[:12],
    ]


def _what(row: Row, language: str) -> str:
    if row.kind == CHAIN_HEAD:
        return f"{Text('密钥', 'key').of(language)} {row.key_id}"
    if row.kind == Kind.SESSION:
        return f"{row.checklist} {row.checklist_version} · {row.session_id}"
    event = word(row.event, language)
    session = row.session_id if row.kind == Kind.EVENT else ""
    return " · ".join(part for part in (row.clause, event, session) if part)


def _measured(measure: str, value: Cell, sigma: float | None, language: str) -> str:
    """A number with its unit and one sigma; a category or a flag in words."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _named(value, language)
    unit = _UNITS.get(measure.rpartition("_")[2], "")
    shown = f"{value:.4g}" if isinstance(value, float) else str(value)
    return f"{shown}{unit}" if sigma is None else f"{shown} ± {sigma:.2g}{unit}"


def _limits(measure: str, limits: str, language: str) -> str:
    """Limits of a number as they stand; of a category in words, or what is not allowed where that is shorter."""
    quantity = GLOSSARY.get(measure)
    if quantity is None or quantity.kind is Quantity.NUMBER or not limits:
        return limits
    allowed = limits.split("|")
    others = [name for name in quantity.categories if name not in allowed]
    comma = Text("、", ", ").of(language)
    if 0 < len(others) < len(allowed):
        return Text("不可：", "not: ").of(language) + comma.join(_named(name, language) for name in others)
    return comma.join(_named(name, language) for name in allowed)


def _named(value: str, language: str) -> str:
    """A category or a flag; anything else as it stands."""
    return value_name({"yes": True, "no": False}.get(value, value)).of(language)


def _remarks(row: Row, language: str) -> str:
    remarks: list[str] = []
    if row.reason:
        remarks.append(reason_words(row.reason, language))
    if row.corrected == "yes":
        remarks.append(Text("已纠正", "corrected").of(language))
    if row.first_verdict:
        value = _measured(row.measure, row.first_value, row.first_sigma, language)
        first = f"{word(row.first_verdict, language)} {value}".strip()
        remarks.append(f"{Text('首次', 'first').of(language)}: {first}")
    if row.disputed == "yes":
        remarks.append(word("disputed", language))
    if row.overridden_by:
        remarks.append(f"{word('overridden', language)}: {word(row.overridden_by, language)}")
    if row.why:
        remarks.append(word(row.why, language))
    if row.erased and row.kind == Kind.CLAUSE and "values" in row.erased.split():
        remarks.append(word("(erased)", language))
    if row.clock_set_back_s is not None and row.kind == Kind.SESSION:
        remarks.append(Text("时钟曾被拨回", "clock was set back").of(language) + f" {row.clock_set_back_s:.0f} s")
    return "; ".join(remarks)
