"""The guide for owners: its examples are real files."""

import re
from pathlib import Path

import pytest

from checklists.folder import load_folder
from checklists.loader import load_shipped
from checklists.model import Bounds, Clause, CloseUp, Rule
from checklists.session_part import SessionPart
from station.settings import load_settings

GUIDE = (Path(__file__).parents[2] / "docs" / "checklists.md").read_text(encoding="utf-8")
EXAMPLES = {
    match["name"]: match["text"]
    for match in re.finditer(r"```toml\n(?P<text># (?P<name>\w+)\.toml\n.*?)```", GUIDE, flags=re.DOTALL)
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in EXAMPLES.items():
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    return tmp_path


def test_the_examples_of_the_guide_are_without_fault(folder: Path) -> None:
    assert set(EXAMPLES) == {"my_branch", "lobby_managers", "guards"}
    loaded = load_folder(folder)
    assert [str(fault) for fault in loaded.faults] == []
    assert set(loaded.checklists) == {*load_shipped(), *EXAMPLES}


def test_each_role_gets_what_the_guide_says(folder: Path) -> None:
    checklists = load_folder(folder).checklists
    guards = {clause.id for clause in checklists["guards"].clauses}
    assert "guard.equipment" in guards
    assert not any(name.startswith("uniform.badge") for name in guards)
    lobby = [clause.id for clause in checklists["lobby_managers"].clauses]
    assert lobby[-3:] == ["stand.shoulders", "stand.hands_front", "stand.arms_sides"]
    assert checklists["my_branch"].clause("uniform.badge_level").rules[0].limits.high == 3.0


def test_the_settings_of_the_guide_give_each_role_its_checklist(folder: Path) -> None:
    block = re.search(r"```\n(\[checks\]\n.*?)```", GUIDE, flags=re.DOTALL)
    assert block is not None
    (folder / "station.toml").write_text(block[1], encoding="utf-8")
    settings = load_settings(folder / "station.toml")
    given = {role: settings.checklist_for(role) for role in ("teller", "lobby_manager", "guard", "driver")}
    assert given == {
        "teller": "bank_branch", "lobby_manager": "lobby_managers", "guard": "guards", "driver": "bank_branch",
    }  # fmt: skip
    (folder / "station.toml").unlink()
    assert set(given.values()) <= set(load_folder(folder).checklists)


def test_the_guide_names_every_key_part_and_region() -> None:
    clause_keys = set(Clause.model_fields) - {"drill", "questionnaire"}
    rule_keys = set(Rule.model_fields) | set(Bounds.model_fields)
    for name in (*clause_keys, *rule_keys, *SessionPart, *CloseUp):
        assert re.search(rf"`[^`]*\b{name}\b[^`]*`", GUIDE), name
