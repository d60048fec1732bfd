"""The shipped standards themselves."""

import itertools
from pathlib import Path

import pytest

from checklists.loader import STANDARDS as FOLDER
from checklists.loader import load_shipped
from checklists.model import Checklist, Clause
from checklists.session_part import SessionPart
from checklists.verdict import Limits, Mode, Wearer

STANDARDS = load_shipped()
ALL = [(standard, clause) for standard in STANDARDS.values() for clause in standard.clauses]
LONGEST_SENTENCE_ZH, LONGEST_SENTENCE_EN = 40, 110


def test_there_is_one_file_for_each_of_the_eight_standards() -> None:
    assert sorted(STANDARDS) == [
        "auto_dealer", "auto_training", "bank_branch", "call_center",
        "clinic_service", "field_service", "insurance_counter", "service_center",
    ]  # fmt: skip
    assert {standard.sha256 for standard in STANDARDS.values()} == {
        standard.sha256 for standard in STANDARDS.values() if len(standard.sha256) == 64
    }
    assert len({standard.sha256 for standard in STANDARDS.values()}) == 8


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.stem)
def test_a_shipped_file_points_editors_at_its_schema(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith("#:schema ../schema.json\n")
    assert not any(line != line.rstrip() for line in text.split("\n"))


@pytest.mark.parametrize(("standard", "clause"), ALL, ids=lambda each: each.id)
def test_the_words_fit_the_screen_in_both_languages(standard: Checklist, clause: Clause) -> None:
    assert len(clause.title.zh) <= 14
    assert len(clause.says.zh) <= LONGEST_SENTENCE_ZH
    assert len(clause.says.en) <= LONGEST_SENTENCE_EN
    for words in (clause.title, clause.says, *clause.items):
        assert any("\u4e00" <= char <= "\u9fff" for char in words.zh)
        assert words.en.isascii()


@pytest.mark.parametrize(("standard", "clause"), ALL, ids=lambda each: each.id)
def test_what_a_person_confirms_has_a_remedy(standard: Checklist, clause: Clause) -> None:
    if clause.mode is Mode.ASSISTED or (clause.mode is Mode.ATTESTED and clause.questionnaire is None):
        assert clause.remedy is not None


@pytest.mark.parametrize(("standard", "clause"), ALL, ids=lambda each: each.id)
def test_standing_and_sitting_are_never_mixed_up(standard: Checklist, clause: Clause) -> None:
    family = clause.id.split(".")[0]
    if clause.mode is Mode.MEASURED and family in ("stand", "sit"):
        assert clause.posture == {"stand": "standing", "sit": "seated"}[family]
        seated = [SessionPart.SEATED in clause.parts_of(rule) for rule in clause.rules]
        assert all(seated) if family == "sit" else not any(seated)


def limits(standard: str, clause: str, measure: str) -> Limits:
    found = STANDARDS[standard].clause(clause)
    targets = found.drill.targets if found.drill is not None else ()
    return next(bounds.limits for bounds in (*found.rules, *targets) if bounds.measure == measure)


def test_contradictions_between_standards_stay() -> None:
    centre, dealer = "service_center", "auto_dealer"
    assert limits(centre, "stand.hands_front_right_over_left", "hands_pose").any_of == ("front_right_over_left",)
    assert limits(dealer, "stand.hands_front_left_over_right", "hands_pose").any_of == ("front_left_over_right",)
    assert limits(centre, "walk.swing", "arm_swing_deg") == Limits(30.0, 35.0)
    assert limits(dealer, "walk.swing", "arm_swing_deg") == Limits(10.0, 15.0)
    assert limits(centre, "stand.feet_parallel", "stance_width_ratio") == Limits(0.4, 1.0)
    assert limits(dealer, "stand.feet_shoulder_width", "stance_width_ratio") == Limits(0.8, 1.2)
    assert limits(centre, "stand.feet_t", "feet_stance").any_of == ("t", "y")
    assert limits(dealer, "stand.feet_y", "feet_stance").any_of == ("v", "y")
    assert limits(centre, "sit.depth", "seat_depth_ratio") == Limits(0.58, 0.75)
    assert limits("auto_training", "sit.depth", "seat_depth_ratio") == Limits(0.60, None)


def test_teeth_are_asked_for_only_by_the_dealership() -> None:
    asking = {standard.id for standard, clause in ALL for rule in clause.rules if rule.measure == "teeth_visible"}
    assert asking == {"auto_dealer"}
    smiles = [rule for _, clause in ALL if clause.id == "face.smile" for rule in clause.rules[:1]]
    assert {(rule.measure, rule.low, rule.hold_s) for rule in smiles} == {("smile_ratio", 0.4, 1.0)}


@pytest.mark.parametrize(
    ("clause", "measure", "expected"),
    [
        ("bow.15", "bow_peak_deg", Limits(11.0, 19.0)),
        ("bow.15", "bow_back_bend_deg", Limits(None, 12.0)),
        ("bow.15", "bow_hold_s", Limits(0.5, None)),
        ("bow.30", "bow_peak_deg", Limits(25.0, 35.0)),
        ("bow.30", "bow_hold_s", Limits(1.0, None)),
    ],
)
def test_the_bows_are_judged_as_the_standard_prints_them(clause: str, measure: str, expected: Limits) -> None:
    assert limits("auto_dealer", clause, measure) == expected


def test_only_the_bows_are_run_and_every_drill_has_its_steps() -> None:
    drills = [(clause.id, clause.drill) for _, clause in ALL if clause.drill is not None]
    assert {name for name, drill in drills if drill.run_by_station} == {"bow.15", "bow.30"}
    assert all(drill.steps and (drill.targets or drill.awaits) for _, drill in drills)


def test_alternatives_are_those_that_the_standards_allow() -> None:
    groups = {
        (standard.id, wearer, name): [clause.id for clause in members]
        for standard in STANDARDS.values()
        for wearer in (Wearer.MEN, Wearer.WOMEN)
        for name, members in itertools.groupby(
            sorted((c for c in standard.clauses_for(wearer) if c.group), key=lambda c: str(c.group)),
            key=lambda c: c.group,
        )
    }
    assert groups == {
        ("auto_dealer", Wearer.MEN, "bow"): ["bow.15", "bow.30"],
        ("auto_dealer", Wearer.WOMEN, "bow"): ["bow.15", "bow.30"],
        ("auto_dealer", Wearer.MEN, "feet"): ["stand.feet_v", "stand.feet_shoulder_width"],
        ("auto_dealer", Wearer.WOMEN, "feet"): ["stand.feet_v", "stand.feet_y"],
        ("auto_dealer", Wearer.MEN, "hands"): ["stand.arms_sides", "stand.hands_left_holds_right_wrist"],
        ("auto_dealer", Wearer.WOMEN, "hands"): ["stand.arms_sides", "stand.hands_front_left_over_right"],
        ("service_center", Wearer.MEN, "feet"): ["stand.feet_v", "stand.feet_parallel"],
        ("service_center", Wearer.WOMEN, "feet"): ["stand.feet_v", "stand.feet_t"],
        ("service_center", Wearer.MEN, "hands"): ["stand.arms_sides", "stand.hands_right_holds_left_wrist"],
        ("service_center", Wearer.WOMEN, "hands"): ["stand.arms_sides", "stand.hands_front_right_over_left"],
    }


@pytest.mark.parametrize(("name", "levels"), [("individual", 3), ("centre", 4)])
def test_the_self_assessments_have_ten_questions_and_their_bands(name: str, levels: int) -> None:
    questionnaire = STANDARDS["clinic_service"].clause(f"self_assessment.{name}").questionnaire
    assert questionnaire is not None
    assert len({question.zh for question in questionnaire.questions}) == 10
    assert [answer.score for answer in questionnaire.answers] == [0, 1, 2, 3]
    assert len(questionnaire.bands) == levels
    assert (questionnaire.bands[0].low, questionnaire.bands[-1].high) == (0, 30)


@pytest.mark.parametrize(
    ("total", "band"), [(0, "bronze"), (12, "bronze"), (13, "silver"), (22, "silver"), (23, "gold"), (30, "gold")]
)
def test_a_score_falls_into_its_band(total: int, band: str) -> None:
    questionnaire = STANDARDS["clinic_service"].clause("self_assessment.individual").questionnaire
    assert questionnaire is not None
    scores = tuple(min(3, max(0, total - 3 * place)) for place in range(10))
    assert questionnaire.band_of(scores).id == band


@pytest.mark.parametrize("scores", [(3,) * 9, (4, *(0,) * 9), (-1, *(0,) * 9)])
def test_scores_that_cannot_be_are_refused(scores: tuple[int, ...]) -> None:
    questionnaire = STANDARDS["clinic_service"].clause("self_assessment.individual").questionnaire
    assert questionnaire is not None
    with pytest.raises(ValueError, match="expected 10 scores"):
        questionnaire.band_of(scores)


def test_the_field_staff_carry_five_items() -> None:
    assert len(STANDARDS["field_service"].clause("shift.ready").items) == 5
