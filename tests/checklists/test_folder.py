from pathlib import Path

import pytest

from checklists.folder import keep_last_good, load_folder
from checklists.loader import load_shipped

from .samples import sound_file, write


def test_no_folder_means_the_shipped_standards(tmp_path: Path) -> None:
    loaded = load_folder(tmp_path / "none")
    assert dict(loaded.checklists) == load_shipped()
    assert loaded.faults == ()


def test_an_owners_file_joins_and_replaces(tmp_path: Path) -> None:
    sound_file(tmp_path, "tellers")
    sound_file(tmp_path, "bank_branch")
    loaded = load_folder(tmp_path)
    assert set(loaded.checklists) == {*load_shipped(), "tellers"}
    assert len(loaded.checklists["bank_branch"].clauses) == 1
    assert [path.stem for path in loaded.good_files] == ["bank_branch", "tellers"]


def test_a_broken_file_leaves_the_last_good_version_in_force(tmp_path: Path) -> None:
    own, kept = tmp_path / "own", tmp_path / "kept"
    own.mkdir()
    sound_file(own, "tellers", high=3)
    keep_last_good(load_folder(own), kept)
    write(own, "tellers", "id = \nhigh")
    loaded = load_folder(own, last_good=kept)
    assert loaded.checklists["tellers"].clauses[0].rules[0].high == 3.0
    assert loaded.held_back == ("tellers",)
    assert [fault.line for fault in loaded.faults] == [1]
    keep_last_good(loaded, kept)
    assert load_folder(own, last_good=kept).checklists["tellers"].clauses[0].rules[0].high == 3.0


def test_a_mended_file_is_taken_at_once_and_kept(tmp_path: Path) -> None:
    own, kept = tmp_path / "own", tmp_path / "kept"
    own.mkdir()
    for high in (3, 4):
        sound_file(own, "tellers", high=high)
        loaded = load_folder(own, last_good=kept)
        keep_last_good(loaded, kept)
    assert loaded.checklists["tellers"].clauses[0].rules[0].high == 4.0
    assert [path.name for path in kept.iterdir()] == ["tellers.toml"]
    assert (kept / "tellers.toml").read_bytes() == (own / "tellers.toml").read_bytes()


def test_a_broken_change_of_a_standard_leaves_the_standard(tmp_path: Path) -> None:
    write(tmp_path, "bank_branch", "schema_version = 1\nid = 3\n")
    loaded = load_folder(tmp_path, last_good=tmp_path / "none")
    assert loaded.checklists["bank_branch"] == load_shipped()["bank_branch"]
    assert loaded.held_back == ("bank_branch",)
    assert len(loaded.faults) > 1


def test_a_new_file_that_was_never_good_is_not_in_force(tmp_path: Path) -> None:
    write(tmp_path, "tellers", "schema_version = 1\n")
    loaded = load_folder(tmp_path)
    assert "tellers" not in loaded.checklists
    assert loaded.held_back == ()
    assert loaded.faults


@pytest.mark.parametrize(("base", "child"), [("a_base", "b_child"), ("z_base", "b_child")])
def test_an_owners_file_may_extend_another_one(tmp_path: Path, base: str, child: str) -> None:
    sound_file(tmp_path, base)
    header = f'schema_version = 1\nid = "{child}"\nversion = "2"\nextends = "{base}"\n'
    write(tmp_path, child, header + 'name = { zh = "子", en = "Child" }\n')
    loaded = load_folder(tmp_path)
    assert loaded.faults == ()
    assert loaded.checklists[child].clauses == loaded.checklists[base].clauses


def test_files_that_extend_each_other_are_both_told(tmp_path: Path) -> None:
    for name, other in (("one", "two"), ("two", "one")):
        write(tmp_path, name, f'schema_version = 1\nid = "{name}"\nversion = "1"\nextends = "{other}"\n')
    assert [fault.path for fault in load_folder(tmp_path).faults] == ["extends", "extends"]
