"""Both languages complete, every key used, every used key there."""

import ast
import re
import string
from functools import cache
from pathlib import Path

import pytest

from station.i18n import texts
from station.i18n.texts import LANGUAGES, all_texts, other, tables, tr
from vision.reason import Reason

ROOT = Path(__file__).resolve().parents[2]
CHINESE = re.compile(r"[一-鿿]")
KEY = re.compile(r"^[a-z0-9_]+\.[a-z0-9_]+(\.[a-z0-9_]+)*$")
TEXTS = sorted(all_texts().items())
SAME_IN_BOTH = {"action.language", "language.name"}
"""The names of the languages themselves stand in the other one."""


def code_files() -> list[Path]:
    return sorted(path for folder in ("station", "calibration") for path in (ROOT / folder).rglob("*.py"))


@cache
def written_in_code() -> tuple[frozenset[str], frozenset[str]]:
    """String constants of the code outside the tables, and the fixed beginnings of its f-strings."""
    constants, beginnings = set(), set()
    for path in code_files():
        if path.name.startswith("texts_"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                constants.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                first = node.values[0]
                if isinstance(first, ast.Constant) and "." in str(first.value):
                    beginnings.add(str(first.value))
                elif isinstance(first, ast.FormattedValue) and len(node.values) > 1:
                    rest = node.values[1]
                    if isinstance(rest, ast.Constant) and str(rest.value).startswith("."):
                        beginnings.add("*" + str(rest.value))
    return frozenset(constants), frozenset(beginnings)


def is_used(key: str) -> bool:
    constants, beginnings = written_in_code()
    return (
        key in constants
        or any(key.startswith(begin) for begin in beginnings if not begin.startswith("*"))
        or any(key.endswith(ending[1:]) for ending in beginnings if ending.startswith("*"))
    )


def called_with() -> set[str]:
    """Literal keys that `tr` (second argument) and the pages' `say` (first argument) are called with."""
    keys = set()
    for path in code_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            place = {"tr": 1, "say": 0}.get(name)
            if place is not None and len(node.args) > place and isinstance(node.args[place], ast.Constant):
                keys.add(str(node.args[place].value))
    return keys


@pytest.mark.parametrize(("key", "pair"), TEXTS, ids=[key for key, _ in TEXTS])
def test_a_text_is_there_in_both_languages(key, pair):
    chinese, english = pair
    assert KEY.match(key)
    assert chinese.strip()
    assert english.strip()
    assert chinese == chinese.strip()
    assert english == english.strip()
    if key not in SAME_IN_BOTH:
        assert not CHINESE.search(english), english


@pytest.mark.parametrize(("key", "pair"), TEXTS, ids=[key for key, _ in TEXTS])
def test_placeholders_are_the_same_in_both_languages(key, pair):
    fields = [
        sorted(field for _, field, _, _ in string.Formatter().parse(text) if field is not None) for text in pair
    ]
    assert fields[0] == fields[1]
    assert all(field.isidentifier() for field in fields[0])


@pytest.mark.parametrize("key", [key for key, _ in TEXTS])
def test_no_text_is_left_over(key):
    assert is_used(key), f"{key} is used nowhere: remove it"


@pytest.mark.parametrize("key", sorted(called_with()))
def test_every_text_asked_for_exists(key):
    assert key in all_texts()


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_is_told_with_what_to_do(reason):
    for language in LANGUAGES:
        said, remedy = tr(language, f"reason.{reason.value}"), tr(language, f"remedy.{reason.value}")
        assert said != remedy
        assert len(remedy.split()) <= 10, "a remedy is read in one glance"


def test_no_reason_is_explained_that_does_not_exist():
    known = {reason.value for reason in Reason}
    told = {key.removeprefix("remedy.") for key in tables()["reasons"] if key.startswith("remedy.")}
    assert told == known


def test_what_is_said_large_is_short():
    """7 to 10 words at a time."""
    for key, (chinese, english) in all_texts().items():
        if key.endswith((".headline", ".instruction")) or key.startswith("outcome."):
            assert len(english.split()) <= 11, key
            assert len(chinese) <= 18, key


def test_languages_switch_back_and_forth():
    assert other("zh_CN") == "en"
    assert other(other("zh_CN")) == "zh_CN"
    assert tr("en_GB", "outcome.pass") == tr("en", "outcome.pass")
    assert tr("de", "outcome.pass") == tr("zh_CN", "outcome.pass")


def test_an_unknown_key_is_an_error_and_not_a_blank_screen():
    with pytest.raises(KeyError):
        tr("en", "no.such.text")


def test_two_domains_cannot_claim_one_key(monkeypatch):
    all_texts.cache_clear()
    monkeypatch.setattr(texts, "tables", lambda: {"one": {"a.b": ("甲", "a")}, "two": {"a.b": ("乙", "b")}})
    with pytest.raises(ValueError, match=r"a\.b"):
        all_texts()
    monkeypatch.undo()
    all_texts.cache_clear()
