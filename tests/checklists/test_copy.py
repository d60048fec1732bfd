"""A standard of one's own begins as a copy."""

import io
from pathlib import Path

import pytest

from checklists.folder import load_folder
from checklists.loader import load_shipped
from station.checklist_copy import copy_checklist
from vision.errors import TongjingError


@pytest.mark.parametrize("source", sorted(load_shipped()))
@pytest.mark.parametrize("extends", [False, True])
def test_a_copy_is_the_standard_under_another_id(tmp_path: Path, source: str, extends: bool) -> None:
    out = io.StringIO()
    assert copy_checklist(source, "my_own", out, extends=extends, language="en", folder=tmp_path) == 0
    assert str(tmp_path / "my_own.toml") in out.getvalue()
    loaded = load_folder(tmp_path)
    assert loaded.faults == ()
    mine, theirs = loaded.checklists["my_own"], load_shipped()[source]
    assert mine.clauses == theirs.clauses
    assert (mine.id, mine.sha256 == theirs.sha256) == ("my_own", False)


def test_a_copy_of_an_own_checklist_takes_the_own_one(tmp_path: Path) -> None:
    copy_checklist("call_center", "first", io.StringIO(), extends=True, folder=tmp_path)
    file = tmp_path / "first.toml"
    file.write_text(
        file.read_text(encoding="utf-8").replace("omit = []", 'omit = ["uniform.neat"]'), encoding="utf-8"
    )
    copy_checklist("first", "second", io.StringIO(), folder=tmp_path)
    clauses = {clause.id for clause in load_folder(tmp_path).checklists["second"].clauses}
    assert clauses == {clause.id for clause in load_shipped()["call_center"].clauses} - {"uniform.neat"}


@pytest.mark.parametrize(
    ("source", "new", "said"),
    [
        ("nowhere", "mine", "there is no such checklist"),
        ("call_center", "My Branch", "is no id"),
        ("call_center", "there", "is there already"),
    ],
)
def test_what_cannot_be_copied_is_told_in_one_sentence(tmp_path: Path, source: str, new: str, said: str) -> None:
    (tmp_path / "there.toml").write_text("", encoding="utf-8")
    with pytest.raises(TongjingError, match=said):
        copy_checklist(source, new, io.StringIO(), folder=tmp_path)
    assert not (tmp_path / "mine.toml").exists()
    assert (tmp_path / "there.toml").read_text(encoding="utf-8") == ""
