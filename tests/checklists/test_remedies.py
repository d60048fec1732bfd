"""The words, held as a list that a person can read through: what is measured -> what is said."""

import pytest

from checklists.cross_checks import check_bounds
from checklists.evaluation import evaluate, evaluate_clause
from checklists.loader import load_shipped
from checklists.model import Rule
from checklists.reasons import JudgingReason
from checklists.remedies import remedy_for_no, spoken_amount
from checklists.remedy_words import PLACEHOLDERS, remedy_words, unknown_placeholders
from checklists.verdict import Mode, Outcome, Text, Wearer
from vision.glossary import GLOSSARY, Kind
from vision.measure import Measure, Value
from vision.reason import Reason

from .samples import checklist, clause, measures

STANDARDS = load_shipped()

CENTRE, DEALER = "service_center", "auto_dealer"

GOLDEN: list[tuple[str, str, dict[str, Value], str, str]] = [
    (DEALER, "bow.15", {"bow_peak_deg": 8.6}, "鞠躬再深6度", "Bow 6 degrees deeper"),
    (DEALER, "bow.15", {"bow_peak_deg": 23.0}, "鞠躬浅8度", "Bow 8 degrees less deep"),
    (DEALER, "bow.30", {"bow_peak_deg": 22.0}, "鞠躬再深8度", "Bow 8 degrees deeper"),
    (DEALER, "bow.30", {"bow_peak_deg": 30.0, "bow_back_bend_deg": 3.0, "bow_hold_s": 0.2}, "在最低处多停0.8秒",
     "Hold the bow 0.8 s longer"),
    (CENTRE, "uniform.badge_level", {"badge_tilt_deg": 6.0}, "工牌左端抬高6度", "Badge 6 degrees up on your left"),
    (CENTRE, "uniform.badge_level", {"badge_tilt_deg": -6.2}, "工牌右端抬高6度", "Badge 6 degrees up on your right"),
    (CENTRE, "uniform.badge_left_chest", {"badge_x_ratio": -0.5}, "工牌向左移约18厘米到左胸",
     "Move the badge about 18 cm to your left, onto the left chest"),
    (CENTRE, "stand.shoulders", {"shoulder_tilt_deg": 5.0}, "左肩放低5度", "Lower your left shoulder by 5 degrees"),
    (CENTRE, "stand.shoulders", {"shoulder_tilt_deg": -4.6}, "右肩放低5度", "Lower your right shoulder by 5 degrees"),
    (CENTRE, "stand.head", {"head_pitch_deg": 9.0}, "下巴抬9度", "Raise your chin by 9 degrees"),
    (CENTRE, "stand.head", {"head_yaw_deg": 14.0}, "脸向右转14度", "Turn your face 14 degrees to the right"),
    (CENTRE, "stand.trunk", {"trunk_lateral_deg": 5.0}, "身体向左摆正5度", "Lean 5 degrees back to your left"),
    (CENTRE, "stand.trunk", {"trunk_inclination_deg": 9.0}, "上身向后挺直9度", "Straighten up by 9 degrees"),
    (CENTRE, "stand.feet_v", {"heel_gap_cm": 8.0}, "脚跟再靠拢3厘米", "Bring your heels 3 cm closer"),
    (CENTRE, "stand.feet_v", {"toe_gap_cm": 4.5}, "脚尖再分开4厘米", "Open your toes by 4 cm"),
    (CENTRE, "stand.feet_v", {"feet_splay_deg": 14.0}, "双脚脚尖稍微向外打开", "Turn your toes out a little"),
    (CENTRE, "stand.feet_v", {"feet_splay_deg": 14.0, "left_toe_out_deg": 2.0, "right_toe_out_deg": 12.0},
     "左脚脚尖稍微向外打开", "Turn your left foot out a little"),
    (CENTRE, "stand.feet_v", {"feet_splay_deg": 75.0, "left_toe_out_deg": 30.0, "right_toe_out_deg": 45.0},
     "右脚脚尖稍微向内收", "Turn your right foot in a little"),
    (CENTRE, "stand.hands_front_right_over_left", {"hands_pose": "front_left_over_right"},
     "请双手叠放小腹前，右手在上", "Lay your hands before the lower belly, the right one on top"),
    (CENTRE, "stand.no_akimbo", {"hands_pose": "akimbo"}, "请放下双手，不叉腰不抱臂",
     "Take your hands off your hips, unfold your arms"),
    (CENTRE, "uniform.tie_centred", {"tie_tilt_deg": 8.0}, "领带尖向右摆正8度",
     "Swing the tip of your tie 8 degrees to your right"),
    (CENTRE, "uniform.tie_length", {"tie_tip_ratio": 0.1}, "领带系短约5厘米，到皮带扣",
     "Tie it about 5 cm shorter, to the belt buckle"),
    (CENTRE, "uniform.tie_centred", {"tie_knot_offset_ratio": -0.07}, "领结向左移约2厘米到正中",
     "Move the knot about 2 cm to your left, to the middle"),
    (CENTRE, "uniform.tie_snug", {"tie_knot_gap_ratio": 0.11}, "领结向上推紧约3厘米",
     "Push the knot up by about 3 cm"),
    (CENTRE, "uniform.scarf", {"scarf_present": True, "scarf_offset_ratio": 0.12}, "丝巾结向右移约4厘米到正中",
     "Move the scarf knot about 4 cm to your right, to the middle"),
    (CENTRE, "uniform.tie_present", {"tie_present": False}, "请系上领带", "Put on a tie"),
    (CENTRE, "face.shaven", {"facial_hair_probability": 0.98}, "请刮净胡须", "Please shave"),
    (CENTRE, "hair.sides", {"hair_ear_cover_left_ratio": 0.9}, "露出左耳", "Free your left ear of hair"),
    (CENTRE, "sit.depth", {"seat_depth_ratio": 0.95, "knee_gap_ratio": 0.1}, "再往前坐，坐到三分之二",
     "Sit a lot further forward, to two thirds of the seat"),
]  # fmt: skip


@pytest.mark.parametrize(("standard", "clause_id", "values", "zh", "en"), GOLDEN)
def test_a_remedy_gives_direction_and_amount(
    standard: str, clause_id: str, values: dict[str, Value], zh: str, en: str
) -> None:
    sigma = 0.01 if any(name.endswith(("_ratio", "_probability", "_s")) for name in values) else 0.5
    verdict = evaluate_clause(STANDARDS[standard], clause_id, measures(sigma, **values))
    assert verdict.outcome is Outcome.FAIL
    assert verdict.remedy == Text(zh=zh, en=en)


def test_a_foot_is_named_only_where_it_is_clearly_the_one() -> None:
    look = measures(3.0, feet_splay_deg=12.0, left_toe_out_deg=5.0, right_toe_out_deg=7.0)
    remedy = evaluate_clause(STANDARDS["service_center"], "stand.feet_v", look).remedy
    assert remedy is not None
    assert "left" not in remedy.en
    assert "right" not in remedy.en


def test_near_a_limit_the_remedy_asks_for_a_better_view() -> None:
    remedy = evaluate_clause(STANDARDS["auto_dealer"], "stand.trunk", measures(3.0, trunk_inclination_deg=5.0)).remedy
    assert remedy == Text(zh="请侧身再看一次", en="Make a quarter turn so that it shows from the side")


def test_a_rule_may_bring_its_own_words() -> None:
    own = {
        "measure": "shoulder_tilt_deg",
        "abs": 3.0,
        "remedy": {"high": {"zh": "低{amount}", "en": "{amount} lower"}},
    }
    (verdict,) = evaluate(checklist(clause(rules=[own])), Wearer.MEN, measures(shoulder_tilt_deg=7.0))
    assert verdict.remedy == Text(zh="低7度", en="7 degrees lower")


@pytest.mark.parametrize(
    ("amount", "unit", "zh", "en"),
    [
        (0.2, "deg", "1度", "1 degree"),
        (3.6, "deg", "4度", "4 degrees"),
        (0.1, "cm", "0.5厘米", "0.5 cm"),
        (1.4, "cm", "1.5厘米", "1.5 cm"),
        (7.3, "cm", "7厘米", "7 cm"),
        (0.44, "s", "0.4秒", "0.4 s"),
        (1.26, "m", "1.3米", "1.3 m"),
        (0.123, "ratio", "12%", "12 %"),
        (13.4, "", "13", "13"),
    ],
)
def test_amounts_are_rounded_to_what_a_person_can_do(amount: float, unit: str, zh: str, en: str) -> None:
    assert spoken_amount(amount, unit) == Text(zh=zh, en=en)


@pytest.mark.parametrize("reason", [*Reason, JudgingReason.NEEDS_CONFIRMATION, JudgingReason.PART_NOT_TAKEN])
def test_every_reason_has_words(reason: str) -> None:
    assert remedy_words().reasons[str(reason)].zh


def test_the_codes_of_judging_and_of_seeing_are_different() -> None:
    assert not {str(reason) for reason in Reason} & {str(reason) for reason in JudgingReason}


def _all_rules() -> list[tuple[str, Rule]]:
    return [
        (f"{standard.id}:{each.id}", rule)
        for standard in STANDARDS.values()
        for each in standard.clauses
        if each.mode in (Mode.MEASURED, Mode.DRILL)
        for rule in each.rules
    ]


@pytest.mark.parametrize(("where", "rule"), _all_rules(), ids=lambda each: each if isinstance(each, str) else "")
def test_every_way_a_shipped_rule_can_fail_has_words(where: str, rule: Rule) -> None:
    for bounds in (rule, rule.instead):
        if bounds is None:
            continue
        words = remedy_words().measures[bounds.measure]
        limits = bounds.limits
        if bounds.is_number:
            assert limits.low is None or words.low is not None
            assert limits.high is None or words.high is not None
        else:
            assert words.other is not None
        assert words.near is not None
        assert list(check_bounds(bounds)) == []


def test_the_words_name_real_measures_and_use_real_placeholders() -> None:
    for name, words in remedy_words().measures.items():
        assert name in GLOSSARY
        for key in ("low", "high", "other", "near", "low_side", "high_side"):
            template = getattr(words, key)
            for text in () if template is None else (template.zh, template.en):
                assert unknown_placeholders(text) == []
                if key in ("near", "other"):
                    assert unknown_placeholders(text, ()) == []
                if not key.endswith("_side"):
                    assert "{side}" not in text
        assert words.other is None or GLOSSARY[name].kind is not Kind.NUMBER
    assert set(PLACEHOLDERS) == {"amount", "bit", "side"}


def test_english_words_hold_no_chinese_and_the_other_way_round() -> None:
    every = [*remedy_words().reasons.values()]
    for words in remedy_words().measures.values():
        every += [
            each for each in (words.low, words.high, words.other, words.near, words.low_side) if each is not None
        ]
    for each in every:
        assert each.en.isascii()
        assert any("\u4e00" <= char <= "\u9fff" for char in each.zh)
        assert len(each.zh) <= 24
        assert len(each.en) <= 70


def test_a_missing_category_leads_to_showing_it() -> None:
    hidden = {"hands_pose": Measure.missing("hands_pose", Reason.HANDS_HIDDEN)}
    verdict = evaluate_clause(STANDARDS["service_center"], "stand.arms_sides", hidden)
    assert verdict.remedy is not None
    assert verdict.remedy.en == "Your hands are hidden: show both of them"


@pytest.mark.parametrize(
    ("name", "zh", "en"),
    [
        ("face.shaven", "请刮净胡须", "Please shave"),
        ("uniform.scarf", "请系上丝巾", "Put on the scarf"),
        # which of the two ears, nobody has said
        ("hair.sides", "两侧的头发不要盖住耳朵。", "The hair at the sides leaves both ears open."),
    ],
)
def test_a_no_to_what_would_be_measured_gets_the_words_of_the_measure(name: str, zh: str, en: str) -> None:
    assert remedy_for_no(load_shipped()["service_center"].clause(name)) == Text(zh=zh, en=en)
