"""Every fault can be said in Chinese, with the same names and figures."""

import io
import re
from pathlib import Path

import pytest

from checklists import fault_words
from checklists.fault_words import in_language
from station.checklist_commands import validate_checklist

from .samples import sound_file, write

SOURCES = Path(fault_words.__file__).parent
FAULTY = [
    ("high = 3", "high = -9", "low（-3）大于high（-9）；应为low <= high。"),
    ("shoulder_tilt_deg", "shoulder_tilt", "应为术语表中的测量项。"),
    ('parts = ["front"]', 'parts = ["attest"]', "应为其中之一"),
    ('mode = "measured"', 'mode = "attested"', "本人确认类条目没有测量"),
    ('wearer = "all"', 'wearer = "all"\nweigth = 2', "不认识的键"),
    ('version = "1"', "version = 1", "应为文字"),
    ("schema_version = 1", "schema_version = 9", "本版本要求schema_version为1，文件中是9。"),
    ('wearer = "all"\n', "", "缺少，必须填写。"),
    ('mode = "measured"', 'mode = "measured"\ngroup = "feet"', "组feet只有一条"),
    ('wearer = "all"', 'wearer = "everyone"', "应为：'all', 'men'或'women'，写的是'everyone'。"),
    ('"shoulder_tilt_deg"', '"shoulder_tilt_degs"', "'shoulder_tilt_degs'未定义（是不是'shoulder_tilt_deg'？）"),
]


@pytest.fixture(autouse=True)
def _no_own_checklists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGJING_DATA", str(tmp_path / "data"))


@pytest.mark.parametrize(("right", "wrong", "said"), FAULTY, ids=[each[2] for each in FAULTY])
def test_a_fault_is_told_in_chinese_or_english(tmp_path: Path, right: str, wrong: str, said: str) -> None:
    text = sound_file(tmp_path).read_text(encoding="utf-8")
    assert right in text
    path = write(tmp_path, "own", text.replace(right, wrong))
    told = {}
    for language in ("zh_CN", "en"):
        err = io.StringIO()
        assert validate_checklist(path, io.StringIO(), err, language=language) == 2
        told[language] = err.getvalue()
    assert said in told["zh_CN"]
    assert len(told["zh_CN"].splitlines()) == len(told["en"].splitlines())
    assert not re.search(r"[一-鿿]", told["en"].replace("字", ""))


def test_a_right_file_is_told_in_both_languages(tmp_path: Path) -> None:
    for language, counted in (("zh_CN", "1条"), ("en", "1 clauses")):
        out = io.StringIO()
        assert validate_checklist(sound_file(tmp_path), out, io.StringIO(), language=language) == 0
        assert counted in out.getvalue()


def test_every_sentence_of_the_cross_checks_has_a_fellow() -> None:
    """The literal sentences of the source, with a word in each gap."""
    text = (SOURCES / "cross_checks.py").read_text(encoding="utf-8")
    sentences = re.findall(r'f?"([^"\n]*; (?:expected|keep)[^"\n]*)"', text)
    assert len(sentences) > 20
    for sentence in sentences:
        filled = re.sub(r"(?<!\{)\{[^{}]+\}(?!\})", "7", sentence).replace("{{", "{").replace("}}", "}")
        said = in_language(f"{filled}.", "zh_CN")
        assert re.search(r"[一-鿿]", said), sentence
        assert not re.search(r"\bexpected\b", said), sentence


def test_a_sentence_without_a_fellow_is_handed_on() -> None:
    assert in_language("something new.", "zh_CN") == "something new."
    assert in_language("expected a list.", "en") == "expected a list."
