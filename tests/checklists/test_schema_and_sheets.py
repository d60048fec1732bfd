import io
import json
import tomllib
from pathlib import Path

import pytest

from checklists.loader import load_shipped
from checklists.model import Checklist
from checklists.names import NAMES
from checklists.schema import SCHEMA_FILE, schema_text
from checklists.sheet import html_sheet, limits_text, text_sheet
from station.checklist_commands import list_checklists, show_checklist, validate_checklist
from station.own_checklists import checklists_in_force
from station.settings import data_folder
from vision.errors import TongjingError
from vision.glossary import GLOSSARY

from .samples import sound_file, write

STANDARDS = load_shipped()


@pytest.fixture(autouse=True)
def _no_own_checklists(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGJING_DATA", str(tmp_path_factory.mktemp("data")))


def test_the_exported_schema_is_current() -> None:
    assert SCHEMA_FILE.read_text(encoding="utf-8") == schema_text()


def test_the_schema_refuses_unknown_keys_and_knows_extends() -> None:
    schema = json.loads(schema_text())
    assert schema["additionalProperties"] is False
    assert {"extends", "omit", "clauses"} <= set(schema["properties"])
    assert schema["$defs"]["Clause"]["required"] == ["id"]
    assert "title" in schema["then"]["properties"]["clauses"]["items"]["required"]


@pytest.mark.parametrize("standard", STANDARDS.values(), ids=lambda each: each.id)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_sheet_says_every_clause_in_its_language(standard: Checklist, language: str) -> None:
    for sheet in (text_sheet(standard, language), html_sheet(standard, language)):
        for clause in standard.clauses:
            assert clause.id in sheet
            assert clause.title.text.of(language) in sheet
        assert standard.sha256 in sheet
        if language == "en":
            assert standard.name.zh not in sheet


def test_the_html_sheet_loads_nothing_from_outside() -> None:
    page = html_sheet(STANDARDS["auto_dealer"], "zh_CN")
    assert page.startswith("<!DOCTYPE html>")
    assert 'lang="zh-CN"' in page
    assert not any(word in page for word in ("http", "src=", "href=", "<script", "@import"))
    assert page.count("<tr>") == page.count("</tr>") == len(STANDARDS["auto_dealer"].clauses) + 1


def test_limits_are_shown_with_their_unit() -> None:
    shown = {
        rule.measure: limits_text(rule, "en") for rule in STANDARDS["service_center"].clause("stand.feet_v").rules
    }
    assert shown == {"heel_gap_cm": "<= 5 cm", "toe_gap_cm": "6..14 cm", "feet_splay_deg": "20..60 deg"}
    no_cross = STANDARDS["service_center"].clause("sit.no_cross").rules[0]
    assert (limits_text(no_cross, "zh_CN"), limits_text(no_cross, "en")) == ("否", "no")


def test_what_a_sheet_shows_has_a_name_in_words() -> None:
    names = tomllib.loads(NAMES.read_text(encoding="utf-8"))
    used = {
        bounds.measure
        for standard in STANDARDS.values()
        for clause in standard.clauses
        for bounds in (*clause.rules, *(clause.drill.targets if clause.drill is not None else ()))
    }
    assert used <= set(names["measures"]) <= set(GLOSSARY)
    categories = {value for quantity in GLOSSARY.values() for value in quantity.categories}
    assert set(names["values"]) == categories
    assert {quantity.unit for quantity in GLOSSARY.values()} - {"", "ratio"} == set(names["units"])


def test_commands_read_the_owners_checklists_of_the_station() -> None:
    own = data_folder() / "checklists"
    own.mkdir()
    sound_file(own, "tellers")
    out = io.StringIO()
    assert list_checklists(out) == 0
    assert "tellers" in out.getvalue()
    assert show_checklist("tellers", io.StringIO()) == 0
    assert "tellers" in checklists_in_force().checklists


def test_list_names_every_checklist() -> None:
    for language, name in (("zh_CN", "网点服务礼仪标准"), ("en", "Bank branch service")):
        out = io.StringIO()
        assert list_checklists(out, language=language) == 0
        assert len(out.getvalue().splitlines()) == 8
        assert name in out.getvalue()


def test_list_joins_the_owners_and_tells_their_faults(tmp_path: Path) -> None:
    sound_file(tmp_path, "tellers")
    out = io.StringIO()
    assert list_checklists(out, folder=tmp_path) == 0
    assert "tellers" in out.getvalue()
    write(tmp_path, "guards", "id = ")
    out = io.StringIO()
    assert list_checklists(out, folder=tmp_path) == 2
    assert "guards.toml:1" in out.getvalue()
    assert "tellers" in out.getvalue()


def test_show_prints_the_sheet_or_writes_a_page(tmp_path: Path) -> None:
    out = io.StringIO()
    assert show_checklist("call_center", out, language="en") == 0
    assert "A friendly smile" in out.getvalue()
    page = tmp_path / "sheet.html"
    assert show_checklist("call_center", io.StringIO(), html=page) == 0
    assert page.read_text(encoding="utf-8") == html_sheet(STANDARDS["call_center"], "zh_CN")


def test_show_of_an_unknown_checklist_says_which_there_are(tmp_path: Path) -> None:
    with pytest.raises(TongjingError, match="no such checklist; choose one of auto_dealer"):
        show_checklist("bank", io.StringIO())
    with pytest.raises(TongjingError, match="cannot be written"):
        show_checklist("call_center", io.StringIO(), html=tmp_path / "none" / "sheet.html")


def test_validate_prints_one_line_for_a_good_file(tmp_path: Path) -> None:
    out, err = io.StringIO(), io.StringIO()
    assert validate_checklist(sound_file(tmp_path), out, err) == 0
    assert out.getvalue().count("\n") == 1
    assert err.getvalue() == ""


def test_validate_prints_every_fault_and_returns_two(tmp_path: Path) -> None:
    text = sound_file(tmp_path).read_text(encoding="utf-8").replace("high = 3", "high = -9").replace('"1"', "1")
    out, err = io.StringIO(), io.StringIO()
    assert validate_checklist(write(tmp_path, "own", text), out, err) == 2
    assert out.getvalue() == ""
    assert [line.split(": ")[1] for line in err.getvalue().splitlines()] == [
        "version",
        "clauses[0] (stand.shoulders) rules[0].low",
    ]


def test_validate_knows_the_other_files_of_the_owners_folder(tmp_path: Path) -> None:
    sound_file(tmp_path, "base")
    child = write(tmp_path, "child", 'schema_version = 1\nid = "child"\nversion = "1"\nextends = "base"\n')
    assert validate_checklist(child, io.StringIO(), io.StringIO(), folder=tmp_path) == 0
    assert validate_checklist(child, io.StringIO(), io.StringIO()) == 2
    own = write(
        tmp_path, "bank_branch", 'schema_version = 1\nid = "bank_branch"\nversion = "2"\nextends = "bank_branch"\n'
    )
    assert validate_checklist(own, io.StringIO(), io.StringIO(), folder=tmp_path) == 0
