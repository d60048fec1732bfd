from pathlib import Path

import pytest

from checklists.faults import ChecklistError, Fault
from checklists.loader import load_file, load_shipped
from vision.errors import TongjingError

from .samples import CLAUSE, HEADER, sound_file, write

BROKEN = """schema_version = 1
id = "wrong_name"
version = "1"
name = { zh = "坏", en = "" }
colour = "red"

[[clauses]]
id = "a.b"
wearer = "mens"
mode = "measured"
title = { zh = "这个标题在屏幕上实在是放不下的", en = "Long" }
says = { zh = "好" }
parts = ["front", "sideways"]

[[clauses.rules]]
measure = "shoulder_tilt_degs"
high = "three"

[[clauses.rules]]
measure = "head_roll_deg"
low = 5
high = 3
remedy = { low = { zh = "抬{amont}", en = "up {amount}" } }

[[clauses.rules]]
measure = "hands_pose"
any_of = ["side", 4]

[[clauses]]
id = "a.c"
wearer = "all"
mode = "assisted"
group = "lonely"
title = { zh = "一", en = "One" }
says = { zh = "好", en = "Good" }
rulez = []

[[clauses]]
id = "a.c"
wearer = "all"
mode = "attested"
parts = ["attest"]
title = { zh = "一", en = "One" }
says = { zh = "好", en = "Good" }
"""


def faults_of(path: Path) -> tuple[Fault, ...]:
    with pytest.raises(ChecklistError) as caught:
        load_file(path)
    return caught.value.faults


def one_fault(path: Path) -> Fault:
    (fault,) = faults_of(path)
    return fault


def test_every_fault_of_a_file_is_told_at_once_with_its_line(tmp_path: Path) -> None:
    faults = faults_of(write(tmp_path, "broken", BROKEN))
    assert [(fault.line, fault.path) for fault in faults] == [
        (2, "id"),
        (4, "name.en"),
        (5, "colour"),
        (9, "clauses[0] (a.b) wearer"),
        (11, "clauses[0] (a.b) title.zh"),
        (12, "clauses[0] (a.b) says.en"),
        (13, "clauses[0] (a.b) parts[1]"),
        (16, "clauses[0] (a.b) rules[0].measure"),
        (17, "clauses[0] (a.b) rules[0].high"),
        (21, "clauses[0] (a.b) rules[1].low"),
        (23, "clauses[0] (a.b) rules[1].remedy.low.zh"),
        (27, "clauses[0] (a.b) rules[2].any_of[1]"),
        (27, "clauses[0] (a.b) rules[2].any_of[0]"),
        (32, "clauses[1] (a.c) mode"),
        (33, "clauses[1] (a.c) group"),
        (36, "clauses[1] (a.c) rulez"),
        (39, "clauses[2] (a.c) id"),
    ]


def test_every_fault_says_what_is_expected(tmp_path: Path) -> None:
    path = write(tmp_path, "broken", BROKEN)
    for fault in faults_of(path):
        assert any(word in fault.message for word in ("expected", "needs", "missing"))
        assert str(fault).startswith(f"{path}:{fault.line}: ")
        assert "\n" not in str(fault)


def test_a_near_miss_is_named() -> None:
    shipped = load_shipped()
    assert shipped
    assert "did you mean 'shoulder_tilt_deg'" in _told("shoulder_tilt_degs")


def _told(measure: str) -> str:
    from checklists.cross_checks import check_bounds
    from checklists.model import Bounds

    return " ".join(message for _, message in check_bounds(Bounds(measure=measure, low=0.0)))


def test_a_misspelt_extends_is_named(tmp_path: Path) -> None:
    text = sound_file(tmp_path).read_text(encoding="utf-8")
    path = write(tmp_path, "own", text.replace("id =", 'extnds = "bank_branch"\nid =', 1))
    with pytest.raises(ChecklistError) as caught:
        load_file(path)
    said = next(fault.message for fault in caught.value.faults if fault.path == "extnds")
    assert said.startswith("unknown key 'extnds' (did you mean 'extends'?)")
    assert said.endswith("extends, omit.")


def test_the_error_is_of_the_house_and_lists_the_faults(tmp_path: Path) -> None:
    with pytest.raises(TongjingError, match=r"broken\.toml:5: colour: unknown key"):
        load_file(write(tmp_path, "broken", BROKEN))


@pytest.mark.parametrize(
    ("change", "path", "said"),
    [
        (("high = 3", "high = -4"), "rules[0].low", "low <= high"),
        (("high = 3", 'high = "3"'), "rules[0].high", "expected a valid number, found '3'"),
        (("high = 3", "high = inf"), "rules[0].high", "finite"),
        (("high = 3", "abs = 2"), "rules[0].abs", "abs excludes low and high"),
        (("high = 3", "target = -9"), "rules[0].target", "outside the limits"),
        (("high = 3", 'any_of = ["a"]'), "rules[0].any_of", "is a number"),
        (("high = 3", 'parts = ["close_up"]'), "rules[0].parts[0]", "yields no measures"),
        (("high = 3", 'instead = { measure = "legs_crossed" }'), "rules[0].instead.measure", "no limits"),
        (("high = 3", 'instead = { measure = "shoulder_tilt_deg", low = 0 }'), "rules[0].instead.measure", "again"),
        (("high = 3", "hold_s = 0"), "rules[0].hold_s", "greater than 0"),
        (('parts = ["front"]', ""), "rules[0]", "when shoulder_tilt_deg is taken"),
        (('mode = "measured"', 'mode = "drill"'), "drill", "drill table"),
        (('mode = "measured"', 'mode = "attested"'), "rules", "nothing to measure"),
        (('wearer = "all"', "weight = 0"), "weight", "greater than 0"),
        (('mode = "measured"', 'mode = "measured"\nremedy = { zh = "{x}", en = "a" }'), "remedy.zh", "plain words"),
    ],
)
def test_a_rule_that_cannot_be_right_is_a_fault(
    tmp_path: Path, change: tuple[str, str], path: str, said: str
) -> None:
    text = HEADER.format(id="own") + CLAUSE.format(id="stand.shoulders", high=3).replace(*change)
    faults = [fault for fault in faults_of(write(tmp_path, "own", text)) if not fault.path.endswith("wearer")]
    assert [fault.path for fault in faults] == [f"clauses[0] (stand.shoulders) {path}"]
    assert said in faults[0].message


def test_a_file_without_fault_loads(tmp_path: Path) -> None:
    loaded = load_file(sound_file(tmp_path))
    assert loaded.id == "own"
    assert loaded.clause("stand.shoulders").rules[0].high == 3.0


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = sound_file(tmp_path)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_file(path).id == "own"


def test_bad_syntax_is_told_with_its_line(tmp_path: Path) -> None:
    fault = one_fault(write(tmp_path, "own", HEADER.format(id="own") + "name = = 3\n"))
    assert fault.line == 5
    assert "not valid TOML" in fault.message


def test_what_is_no_text_and_what_is_not_there_is_told(tmp_path: Path) -> None:
    binary = tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in one_fault(binary).message
    assert "no such file" in one_fault(tmp_path / "missing.toml").message
    assert "cannot be read" in one_fault(tmp_path).message


def test_a_schema_of_the_future_is_refused_in_one_sentence(tmp_path: Path) -> None:
    fault = one_fault(write(tmp_path, "own", "schema_version = 99\nnew_things = true\n"))
    assert "schema_version must be 1" in fault.message


EXTENDING = """schema_version = 1
id = "guards"
version = "1"
extends = "bank_branch"
omit = ["uniform.tie_clip", "uniform.tie_length"]
name = { zh = "保安", en = "Guards" }

[[clauses]]
id = "uniform.tie_present"
weight = 3.0

[[clauses]]
id = "stand.shoulders"
wearer = "all"
mode = "measured"
title = { zh = "双肩齐平", en = "Shoulders level" }
says = { zh = "双肩一样高。", en = "Both shoulders at one height." }
parts = ["front"]
rules = [{ measure = "shoulder_tilt_deg", abs = 4 }]
"""


def test_a_file_may_say_only_what_differs_from_a_standard(tmp_path: Path) -> None:
    base = load_shipped()["bank_branch"]
    guards = load_file(write(tmp_path, "guards", EXTENDING))
    assert len(guards.clauses) == len(base.clauses) - 2 + 1
    changed = guards.clause("uniform.tie_present")
    assert changed.weight == 3.0
    assert changed.title == base.clause("uniform.tie_present").title
    assert guards.clauses[-1].id == "stand.shoulders"
    assert guards.sha256 != base.sha256


def test_faults_of_an_extending_file_keep_their_own_lines(tmp_path: Path) -> None:
    text = EXTENDING.replace("weight = 3.0", "weigth = 3.0").replace("abs = 4", "low = 9, high = 4")
    faults = faults_of(write(tmp_path, "guards", text.replace("tie_clip", "tie_klip")))
    assert [(fault.line, fault.path) for fault in faults] == [
        (5, "omit[0]"),
        (10, "clauses[0] (uniform.tie_present) weigth"),
        (19, "clauses[1] (stand.shoulders) rules[0].low"),
    ]


def test_an_unknown_base_does_not_hide_the_other_faults(tmp_path: Path) -> None:
    text = EXTENDING.replace("bank_branch", "bank").replace("weight = 3.0", "weigth = 3.0")
    assert [fault.path for fault in faults_of(write(tmp_path, "guards", text))] == [
        "extends",
        "clauses[0] (uniform.tie_present) weigth",
    ]


def test_the_same_clause_changed_twice_is_a_fault(tmp_path: Path) -> None:
    text = EXTENDING + '\n[[clauses]]\nid = "uniform.tie_present"\nweight = 2.0\n'
    assert "stands here twice" in one_fault(write(tmp_path, "guards", text)).message


def test_omit_without_extends_is_a_fault(tmp_path: Path) -> None:
    path = sound_file(tmp_path)
    path.write_text('omit = ["a"]\n' + path.read_text(encoding="utf-8"), encoding="utf-8")
    assert one_fault(path).path == "omit"


def test_the_hash_covers_the_content_and_not_the_layout(tmp_path: Path) -> None:
    first = load_file(sound_file(tmp_path))
    path = sound_file(tmp_path)
    path.write_text("# a note\n\n" + path.read_text(encoding="utf-8").replace("high = 3", "high  =  3.0"), "utf-8")
    assert load_file(path).sha256 == first.sha256
    assert load_file(sound_file(tmp_path, high=4)).sha256 != first.sha256
    assert len(first.sha256) == 64


def test_an_empty_file_is_no_checklist_and_said_so_in_both_languages(tmp_path: Path) -> None:
    path = tmp_path / "empty.toml"
    path.write_text("", encoding="utf-8")
    with pytest.raises(ChecklistError) as caught:
        load_file(path)
    (fault,) = caught.value.faults
    assert "this is no checklist" in fault.said("en")
    assert "这不是清单" in fault.said("zh_CN")
    assert "None" not in fault.said("zh_CN")
