"""A checklist as a sheet that people read: plain text for the terminal, HTML for paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from checklists.model import Bounds, Checklist, Clause, Rule, Words
from checklists.names import measure_name, unit_name, value_name
from checklists.pictures import picture
from checklists.verdict import Mode, Text, Wearer
from vision.glossary import GLOSSARY

_MODE: dict[Mode, Text] = {
    Mode.MEASURED: Text("测量", "measured"),
    Mode.ASSISTED: Text("放大确认", "assisted"),
    Mode.ATTESTED: Text("本人确认", "attested"),
    Mode.DRILL: Text("练习", "drill"),
}
_WEARER: dict[Wearer, Text] = {
    Wearer.ALL: Text("全体", "all"),
    Wearer.MEN: Text("男士", "men"),
    Wearer.WOMEN: Text("女士", "women"),
}
_SOURCE = {"standard": Text("标准原文", "from the standard"), "default": Text("默认值", "default")}
_VERSION = Text("版本", "version")
_CLAUSES = Text("条", "clauses")
_FOR = Text("适用", "for")
_ONE_OF = Text("与同组任选其一", "one of the group")
_NO_INSTRUMENT = Text("暂无仪器，由本人确认", "no instrument yet, confirmed by the person")
_MAY_FAIL = Text(
    "测得明显不符即判不合格，其余由本人确认", "plainly wrong figures fail it, else confirmed by the person"
)
_NOT_RUN = Text("本机尚不能带练", "not yet run by the station")
_HEADINGS = (
    Text("图示", "picture"),
    Text("条目", "clause"),
    Text("要求", "what is asked"),
    Text("方式", "how"),
    Text("界限", "limits"),
)
_CERTAIN = Text(
    "测量值须在界限之内，且离界限至少{passes}倍测量误差才算通过；超出界限{fails}倍误差以上才算不通过；介于两者之间为无法判断。",
    "A value passes that lies inside the limits by at least {passes} of its uncertainty, fails where it lies "
    "outside by more than {fails}, and is unclear in between.",
)
_MIRROR = Text(
    "图示如照镜子：自己的左手在图的左边。", "The pictures are mirror images: your own left is on the left."
)

_STYLE = """body{font-family:"Noto Sans CJK SC","Noto Sans SC",sans-serif;margin:2em;color:#111}
h1{font-size:1.5em;margin-bottom:.1em}p.sub{color:#555;margin-top:0}
table{border-collapse:collapse;width:100%}th,td{border:1px solid #bbb;padding:.35em .5em;text-align:left;
vertical-align:top;font-size:.9em}th{background:#eee}span.id{font-family:monospace;font-size:.8em;color:#555}
tr{break-inside:avoid}thead{display:table-header-group}
footer{margin-top:1em;font-size:.75em;color:#555;word-break:break-all}"""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One clause as every printed form shows it, in one language."""

    clause: str
    picture: str
    """SVG without a name space."""
    title: str
    says: str
    how: str
    wearer: str
    details: tuple[str, ...]
    """Limits with unit, hold, source and a word on the tolerance; points, steps, targets, questions and bands."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A checklist as every printed form shows it, in one language."""

    name: str
    says: str
    rows: tuple[SheetRow, ...]
    legend: tuple[str, ...]
    foot: str
    headings: tuple[str, ...]


def sheet_of(checklist: Checklist, language: str) -> Sheet:
    """The content of the page and of the PDF."""
    certain = _CERTAIN.of(language).format(passes=f"{checklist.pass_sigmas:g}", fails=f"{checklist.fail_sigmas:g}")
    return Sheet(
        name=_of(checklist.name, language),
        says="" if checklist.says is None else _of(checklist.says, language),
        rows=tuple(
            SheetRow(
                clause.id,
                picture(clause, language),
                _of(clause.title, language),
                _of(clause.says, language),
                _how(clause, language),
                f"{_FOR.of(language)}: {_WEARER[clause.wearer].of(language)}",
                tuple(_details(clause, language)),
            )
            for clause in checklist.clauses
        ),
        legend=(certain, _MIRROR.of(language)),
        foot=f"{checklist.id} · {_VERSION.of(language)} {checklist.version} · sha256 {checklist.sha256}",
        headings=tuple(heading.of(language) for heading in _HEADINGS),
    )


def limits_text(bounds: Bounds, language: str) -> str:
    """The limits in words with their unit, like "-5..5 deg", "<= 0.35" or "at the sides | behind the back"."""
    limits = bounds.limits
    if not bounds.is_number:
        return " | ".join(value_name(value).of(language) for value in limits.any_of if not isinstance(value, float))
    unit = unit_name(GLOSSARY[bounds.measure].unit).of(language)
    unit = f" {unit}" if unit else ""
    if limits.low is not None and limits.high is not None:
        return f"{limits.low:g}..{limits.high:g}{unit}"
    return f">= {limits.low:g}{unit}" if limits.low is not None else f"<= {limits.high:g}{unit}"


def text_sheet(checklist: Checklist, language: str) -> str:
    """The sheet for the terminal."""
    lines = [
        f"{_of(checklist.name, language)}  [{checklist.id}]",
        f"{_VERSION.of(language)} {checklist.version}  sha256 {checklist.sha256}",
        f"{len(checklist.clauses)} {_CLAUSES.of(language)}",
    ]
    if checklist.says is not None:
        lines.insert(1, _of(checklist.says, language))
    for clause in checklist.clauses:
        facts = f"{_WEARER[clause.wearer].of(language)}, {_how(clause, language)}"
        lines += ["", f"{_of(clause.title, language)}  [{clause.id}]  ({facts})", f"  {_of(clause.says, language)}"]
        lines += [f"  - {detail}" for detail in _details(clause, language)]
    return "\n".join(lines) + "\n"


def html_sheet(checklist: Checklist, language: str) -> str:
    """The sheet as one HTML page without anything from outside."""
    sheet = sheet_of(checklist, language)
    name = escape(sheet.name)
    heads = "".join(f"<th>{heading}</th>" for heading in sheet.headings)
    rows = "\n".join(_html_row(row) for row in sheet.rows)
    legend = "<br>".join(escape(line) for line in sheet.legend)
    tag = "en" if language.startswith("en") else "zh-CN"
    return (
        f'<!DOCTYPE html>\n<html lang="{tag}">\n<head><meta charset="utf-8"><title>{name}</title>\n'
        f'<style>\n{_STYLE}\n</style></head>\n<body>\n<h1>{name}</h1>\n<p class="sub">{escape(sheet.says)}</p>\n'
        f'<p class="sub">{legend}</p>\n'
        f"<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>\n"
        f"<footer>{escape(sheet.foot)}</footer>\n</body>\n</html>\n"
    )


def _html_row(row: SheetRow) -> str:
    details = "<br>".join(escape(detail) for detail in row.details)
    return (
        f"<tr><td>{row.picture}</td>"
        f'<td><b>{escape(row.title)}</b><br><span class="id">{row.clause}</span></td>'
        f"<td>{escape(row.says)}</td><td>{row.how}<br>{row.wearer}</td><td>{details}</td></tr>"
    )


def _how(clause: Clause, language: str) -> str:
    how = _MODE[clause.mode].of(language)
    if clause.drill is not None and not clause.drill.run_by_station:
        how += f", {_NOT_RUN.of(language)}"
    if clause.left_to_eyes and clause.rules:
        how += f", {_MAY_FAIL.of(language)}"
    elif clause.mode is Mode.MEASURED and not clause.rules:
        how += f", {_NO_INSTRUMENT.of(language)}"
    if clause.group is not None:
        how += f", {_ONE_OF.of(language)} {clause.group}"
    return how


def _details(clause: Clause, language: str) -> Iterator[str]:
    for rule in clause.rules:
        yield _bounds_line(rule, language)
    for item in clause.items:
        yield _of(item, language)
    if clause.drill is not None:
        for number, step in enumerate(clause.drill.steps, start=1):
            yield f"{number}. {_of(step.says, language)}" + (
                f" ({step.seconds:g} {unit_name('s').of(language)})" if step.seconds else ""
            )
        for target in clause.drill.targets:
            yield _bounds_line(target, language)
    if clause.questionnaire is not None:
        for number, question in enumerate(clause.questionnaire.questions, start=1):
            yield f"{number}. {_of(question, language)}"
        for band in clause.questionnaire.bands:
            yield f"{band.low}..{band.high}: {_of(band.name, language)}. {_of(band.says, language)}"


def _bounds_line(bounds: Bounds, language: str) -> str:
    hold = f", {bounds.hold_s:g} {unit_name('s').of(language)}" if isinstance(bounds, Rule) and bounds.hold_s else ""
    note = "" if bounds.note is None else f" {_of(bounds.note, language)}"
    source = _SOURCE[bounds.source].of(language)
    return f"{measure_name(bounds.measure).of(language)} {limits_text(bounds, language)}{hold} ({source}){note}"


def _of(words: Words, language: str) -> str:
    return words.text.of(language)
