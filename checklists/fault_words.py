"""What is said about a faulty checklist file, in Chinese: the English sentences with their Chinese fellows.

The faults are made in English where they are found; here each sentence has its fellow, with the same names and
figures in it. A sentence without one (a TOML parser's own words) is handed on as it is.
"""

import re

_FELLOWS: tuple[tuple[str, str], ...] = (
    (r"is too large for a checklist; expected at most 2 MB", "文件过大；清单文件不超过2 MB"),
    (r"there is no such file; give the path of a checklist", "没有这个文件；请给出清单文件的路径"),
    (r"byte (\d+) is not UTF-8; save the file as UTF-8 text", r"第\1个字节不是UTF-8；请把文件存为UTF-8文本"),
    (r"cannot be read \((.*)\); check the path and its rights", r"无法读取（\1）；请检查路径和权限"),
    (r"is not valid TOML: (.*); mend this line first", r"不是有效的TOML：\1；请先改正这一行"),
    (r"is (.*); expected the file's own name, (.*)", r"写的是\1；应与文件名相同：\2"),
    (r"is (.*) again; expected another measure to fall back on", r"仍是\1；请写另一个备用测量项"),
    (r"is missing and must be given", "缺少，必须填写"),
    (r"this is no checklist: schema_version is missing and must be (.*)",
     r"这不是清单：缺少schema_version，应为\1"),
    (r"schema_version must be (.*) for this version of the product, found (.*)",
     r"本版本要求schema_version为\1，文件中是\2"),
    (r"unknown key (.*?)( \(.*\))?; expected one of (.*)", r"不认识的键\1\2；应为其中之一：\3"),
    (r"(.*); expected a measure of the glossary", r"\1；应为术语表中的测量项"),
    (r"(\w+) is a number; expected low, high or abs instead of any_of or none_of",
     r"\1是数值；应写low、high或abs，而不是any_of或none_of"),
    (r"(\w+) is not a number; expected any_of instead of low, high or abs",
     r"\1不是数值；应写any_of，而不是low、high或abs"),
    (r"(\w+) has no limits; expected any_of = \[...\]", r"\1没有界限；应写any_of = [...]"),
    (r"(\w+) has no limits; expected low, high or abs", r"\1没有界限；应写low、high或abs"),
    (r"any_of and none_of exclude each other; keep one of them", "any_of和none_of不能同时使用；请只留一个"),
    (r"abs excludes low and high; keep one of the two forms", "abs不能与low、high同时使用；请只留一种写法"),
    (r"low \((.*)\) lies above high \((.*)\); expected low <= high", r"low（\1）大于high（\2）；应为low <= high"),
    (r"(\w+) is a flag; expected any_of = \[true\] or any_of = \[false\]",
     r"\1只有是或否；应写any_of = [true]或any_of = [false]"),
    (r"(.*); expected a value of (\w+)", r"\1；应为\2的取值"),
    (r"the target (.*) lies outside the limits; expected a value that complies",
     r"目标值\1在界限之外；应为合格的数值"),
    (r"(\w+) yields no measures; expected one of (.*)", r"\1环节不产生测量值；应为其中之一：\2"),
    (r"expected low and high for a number, other for a category or a flag",
     "数值应写low和high，类别或是否应写other"),
    (r"(\{.*\}) is no placeholder; expected (.*)", r"\1不是占位符；应为\2"),
    (r"nothing says when (\w+) is taken; expected parts on the rule or clause",
     r"没有写明\1在哪个环节测量；请在规则或条目上写parts"),
    (r"(\{.*\}) is not possible here; expected plain words", r"这里不能用\1；请只写文字"),
    (r"a measured clause needs rules, or awaits = \[...\] where its measure does not exist yet",
     "测量类条目需要rules；测量项尚不存在时写awaits = [...]"),
    (r"an assisted clause needs close_up, the region that the zoomed mirror shows",
     "放大确认类条目需要close_up，即放大显示的部位"),
    (r"an attested clause has nothing to measure; expected no rules, or another mode",
     "本人确认类条目没有测量；请去掉rules，或改用其他mode"),
    (r"expected a drill table exactly where mode is drill", "只有mode为drill时才写drill表，也必须写"),
    (r"a questionnaire belongs to an attested clause; expected mode = attested",
     "问卷属于本人确认类条目；应写mode = attested"),
    (r"(\w+) does not fit this clause; expected one of (.*)", r"\1不适合此条目；应为其中之一：\2"),
    (r"two answers have the same score; expected one score for each answer",
     "两个答案分值相同；每个答案应有自己的分值"),
    (r"runs from (\d+) to (\d+); expected it to start at (\d+), without gap or overlap",
     r"从\1到\2；应从\3开始，不留空档也不重叠"),
    (r"ends at (-?\d+); expected the highest possible score, (\d+)", r"止于\1；应为可能的最高分\2"),
    (r"(\S+) stands here twice \(first as (.*)\); expected each id once",
     r"\1重复出现（首次在\2）；每个id只能出现一次"),
    (r"the group (\w+) has one clause only; expected at least two alternatives for the same wearer",
     r"组\1只有一条；同一适用对象至少要有两个可选条目"),
    (r"the group (\w+) mixes (\w+) and (\w+); expected one mode for all alternatives",
     r"组\1混用了\2和\3；可选条目的mode应相同"),
    (r"the group (\w+) mixes postures; expected (.*) as in (\S+)", r"组\1的姿态不一致；应与\3相同：\2"),
    (r"(\w+) is not looked at; expected one of (.*)", r"\1不是摄像头环节；应为其中之一：\2"),
    (r"is (.*); expected one of (.*)", r"写的是\1；应为其中之一：\2"),
    (r"expected a list of clause ids", "应为条目id的列表"),
    (r"expected a table(.*)", r"应为表\1"),
    (r"expected a list(.*)", r"应为列表\1"),
    (r"expected a text or true or false(.*)", r"应为文字、true或false\1"),
    (r"expected a valid string(.*)", r"应为文字\1"),
    (r"expected (.*)", r"应为：\1"),
)  # fmt: skip
_PIECES: tuple[tuple[str, str], ...] = (
    (r", found (.*?)(?=[；。]|$)", r"，写的是\1"),
    (r" or (?=['\w])", "或"),
    (r"(\S+) is not known", r"\1未定义"),
    (r" ?\(did you mean (.*?)\?\)", r"（是不是\1？）"),
)
"""What the sentences above carry over from the English ones."""
_COMPILED = tuple((re.compile(english, re.DOTALL), chinese) for english, chinese in _FELLOWS)


def in_language(message: str, language: str) -> str:
    """A fault's sentence in `language`; as it stands where it has no fellow there."""
    if language.startswith("en"):
        return message
    said = message.removesuffix(".")
    for english, chinese in _COMPILED:
        found = english.fullmatch(said)
        if found is not None:
            fellow = found.expand(chinese)
            for piece, ours in _PIECES:
                fellow = re.sub(piece, ours, fellow)
            return fellow + "。"
    return message
