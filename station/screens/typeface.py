"""The type on the screens: which family speaks Chinese here, and how a text is broken into lines."""

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF, QTextLayout, QTextOption

from vision.errors import TongjingError

PREFERRED_FAMILIES = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Droid Sans Fallback",
)
MISSING_FONT = (
    "No font with Chinese characters is installed, so that the screens cannot be read: "
    "install one, for example with: sudo apt-get install fonts-noto-cjk"
)


@lru_cache(maxsize=1)
def chinese_family() -> str:
    """The family that every screen is set in. Raises `TongjingError` where none on this machine has Chinese."""
    installed = set(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))
    every = set(QFontDatabase.families())
    for family in PREFERRED_FAMILIES:
        if family in installed or family in every:
            return family
    if installed:
        return sorted(installed)[0]
    raise TongjingError(MISSING_FONT)


@lru_cache(maxsize=256)
def font(px: int, bold: bool = False) -> QFont:
    """The house's font with an em of `px` pixels."""
    made = QFont(chinese_family())
    made.setPixelSize(max(px, 1))
    made.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    return made


@lru_cache(maxsize=1)
def cap_height_ratio() -> float:
    """Height of a capital letter as a share of the em."""
    return QFontMetricsF(font(1000)).capHeight() / 1000.0


def text_width(text: str, px: int, bold: bool = False) -> float:
    """Advance of `text` on one line, px."""
    return QFontMetricsF(font(px, bold)).horizontalAdvance(text)


_JOINER = "\u2060"
_KEPT_WHOLE = """
    摄像头 管理员 人工 画面 镜子 脚印 脚尖 脚跟 双脚 双手 双肩 双膝 工牌 工号
    领带 头发 衣领 身体 检查 确认 记录 改正 调整 站直 站稳 鞠躬 侧面 正面
    后退 同事 通知 安装 人员 恢复 自动 继续 标定 登记 制服 左脚 右脚 左手
    右手 转身 面向 误差 界限 异议 结果 离开 清除 保持 重新 连线 标准 一步
    一点 看看 再看 语速 客户 问候 说话 解释 称呼 时间 原因 交接 重复 服务 数据 预约
    收费 隐私 意见 答复 中心 每月 微笑 回答 致歉 解决 离开 需要 情况 座位 入口 进门
    侧身 招呼 开始 讲清 行动 不便 顺利 到达 各处
"""
WORDS_KEPT_WHOLE = tuple(_KEPT_WHOLE.split())
"""Chinese words that a line end must not cut in two: Qt may break between any two characters."""


def _with_joiners(text: str) -> str:
    for word in WORDS_KEPT_WHOLE:
        if word in text:
            text = text.replace(word, _JOINER.join(word))
    return text


def _break(text: str, px: int, bold: bool, width: float) -> list[str]:
    lines: list[str] = []
    for paragraph in text.split("\n"):
        paragraph = _with_joiners(paragraph)
        layout = QTextLayout(paragraph, font(px, bold))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width)
            start, length = line.textStart(), line.textLength()
            lines.append(paragraph[start : start + length].replace(_JOINER, "").strip())
        layout.endLayout()
        if not paragraph:
            lines.append("")
    return lines


def _balance(text: str, px: int, bold: bool, width: float, lines: list[str]) -> list[str]:
    """The same number of lines with the most even lengths, so that no single character stands alone."""
    narrow, wide, best = width / len(lines), width, lines
    for _ in range(6):
        middle = (narrow + wide) / 2.0
        tried = _break(text, px, bold, middle)
        whole = not text.isascii() or " ".join(tried).split() == text.split()
        if whole and len(tried) <= len(lines):
            wide, best = middle, tried
        else:
            narrow = middle
    return best


@lru_cache(maxsize=2048)
def broken(
    text: str, px: int, width: float, max_lines: int, *, bold: bool = False, balanced: bool = False
) -> tuple[str, ...]:
    """`text` in at most `max_lines` lines of at most `width` px; what does not fit ends in an ellipsis."""
    lines = _break(text, px, bold, width)
    if len(lines) > max_lines:
        rest = " ".join(lines[max_lines - 1 :])
        last = QFontMetricsF(font(px, bold)).elidedText(rest, Qt.TextElideMode.ElideRight, width)
        return (*lines[: max_lines - 1], last)
    if balanced and len(lines) > 1 and "\n" not in text:
        lines = _balance(text, px, bold, width, lines)
    return tuple(lines)


def lines_in(height: float, px: int, leading: float, most: int) -> int:
    """How many lines of that size stand in `height`, at least one, at most `most`."""
    return max(1, min(most, int((height + 1.0) // (px * leading))))


def fitted_px(
    text: str,
    px: int,
    least_px: int,
    room: tuple[float, float],
    max_lines: int,
    *,
    bold: bool = False,
    leading: float = 1.22,
) -> int:
    """The largest size from `px` down to `least_px` at which all of `text` stands in `room` (width, height)."""
    size = px
    while size > least_px:
        lines = _break(text, size, bold, room[0])
        # a Latin word that is wider than the room would be broken inside
        whole_words = not text.isascii() or all(text_width(word, size, bold) <= room[0] for word in text.split())
        if whole_words and len(lines) <= lines_in(room[1], size, leading, max_lines):
            return size
        size = max(least_px, int(size * 0.94))
    return least_px
