"""Each of the eight standards lived through: who keeps it passes, three planted faults are found, and only these."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from checklists.evaluation import evaluate
from checklists.loader import load_shipped
from checklists.session_part import SessionPart
from checklists.verdict import Mode, Outcome, Text, Verdict, Wearer, overall

from .people import BOW, FRONT, LEFT, RIGHT, SEATED, Values, confirmed, session

STANDARDS = load_shipped()
MEN, WOMEN = Wearer.MEN, Wearer.WOMEN
PAIRS = [(name, wearer) for name in STANDARDS for wearer in (MEN, WOMEN)]


@dataclass(frozen=True)
class Planted:
    """Faults of one person: the values that are wrong, what is answered with no, and what must come of it."""

    standard: str
    wearer: Wearer
    expected: Mapping[str, tuple[str, str]]
    """Clause -> the correction in Chinese and English."""
    faults: Mapping[SessionPart, Values] = field(default_factory=dict)
    denied: tuple[str, ...] = ()


PLANTED = [
    Planted(
        "service_center", MEN,
        {
            "stand.shoulders": ("左肩放低7度", "Lower your left shoulder by 7 degrees"),
            "uniform.badge_level": ("工牌左端抬高9度", "Badge 9 degrees up on your left"),
            "sit.depth": ("再往前坐，坐到三分之二", "Sit a lot further forward, to two thirds of the seat"),
        },
        {
            FRONT: {"shoulder_tilt_deg": (7.0, 1.0), "badge_tilt_deg": (9.0, 1.3)},
            SEATED: {"seat_depth_ratio": (0.97, 0.05)},
        },
    ),
    Planted(
        "service_center", WOMEN,
        {
            "stand.hands_front_right_over_left": (
                "请双手叠放小腹前，右手在上", "Lay your hands before the lower belly, the right one on top",
            ),
            "hair.short_behind_ears": ("露出左耳", "Free your left ear of hair"),
            "stand.feet_v": ("脚尖收拢10厘米", "Close your toes by 10 cm"),
        },
        {
            FRONT: {
                "hands_pose": ("front_left_over_right", 0.06), "toe_gap_cm": (19.0, 1.7),
                "feet_splay_deg": (68.0, 6.0),
            },
            RIGHT: {"hair_ear_cover_left_ratio": (0.8, 0.1)},
        },
    ),
    Planted(
        "bank_branch", MEN,
        {
            "hair.collar": ("后面的头发需要修短", "The hair at the back needs trimming"),
            "uniform.tie_length": ("领带放长约9厘米，到皮带扣", "Tie it about 9 cm longer, to the belt buckle"),
            "uniform.badge_level": ("工牌右端抬高8度", "Badge 8 degrees up on your right"),
        },
        {
            FRONT: {"tie_tip_ratio": (-0.2, 0.03), "badge_tilt_deg": (-8.0, 1.2)},
            LEFT: {"hair_collar_gap_cm": (-2.0, 0.6)},
        },
    ),
    Planted(
        "bank_branch", WOMEN,
        {
            "hair.natural_colour": (
                "发色太显眼，请染回自然色", "The hair colour is too vivid: return to a natural one",
            ),
            "uniform.badge_left_chest": (
                "工牌向左移约18厘米到左胸", "Move the badge about 18 cm to your left, onto the left chest",
            ),
            "hands.nails": ("请修剪指甲", "Cut your nails"),
        },
        {FRONT: {"hair_chroma": (46.0, 5.0), "badge_x_ratio": (-0.5, 0.06)}},
        ("hands.nails",),
    ),
    Planted(
        "field_service", MEN,
        {
            "face.shaven": ("请刮净胡须", "Please shave"),
            "uniform.badge_present": ("请戴上工牌", "Put on your badge"),
            "shift.ready": ("请补齐后再上岗", "Complete what is missing before you start"),
        },
        {FRONT: {"facial_hair_probability": (0.97, 0.1), "badge_present": (False, 0.03)}},
        ("shift.ready",),
    ),
    Planted(
        "field_service", WOMEN,
        {
            "face.smile": ("嘴角再上扬一些", "Smile a little more"),
            "uniform.worn": ("请换上统一制服", "Change into the house uniform"),
            "uniform.badge_present": ("请戴上工牌", "Put on your badge"),
        },
        {
            FRONT: {
                "smile_ratio": (0.05, 0.1), "uniform_colour_distance": (31.0, 4.0), "badge_present": (False, 0.03),
            },
        },
    ),
    Planted(
        "auto_training", MEN,
        {
            "stand.arms_sides": ("请把双臂垂到身体两侧", "Let your arms hang at your sides"),
            "stand.trunk": ("身体向左摆正8度", "Lean 8 degrees back to your left"),
            "sit.depth": ("再往后坐，坐到三分之二", "Sit a little further back, to two thirds of the seat"),
        },
        {
            FRONT: {"hands_pose": ("behind", 0.05), "trunk_lateral_deg": (8.0, 1.2)},
            SEATED: {"seat_depth_ratio": (0.42, 0.05)},
        },
    ),
    Planted(
        "auto_training", WOMEN,
        {
            "stand.head": ("下巴抬14度", "Raise your chin by 14 degrees"),
            "stand.feet_v": ("脚跟再靠拢9厘米", "Bring your heels 9 cm closer"),
            "sit.knees_women": ("双膝稍微并拢", "Bring your knees a little closer"),
        },
        {
            FRONT: {"head_pitch_deg": (14.0, 3.0), "heel_gap_cm": (14.0, 1.5)},
            SEATED: {"knee_gap_ratio": (1.7, 0.12)},
        },
    ),
    Planted(
        "call_center", WOMEN,
        {
            "face.smile": ("嘴角再上扬一些", "Smile a little more"),
            "uniform.neat": ("请整理或更换衣服", "Smooth or change your clothes"),
        },
        {FRONT: {"smile_ratio": (0.1, 0.1)}},
        ("uniform.neat",),
    ),
    Planted(
        "insurance_counter", MEN,
        {
            "stand.no_leaning": ("身体向左摆正11度", "Lean 11 degrees back to your left"),
            "uniform.tie_present": ("请系上领带", "Put on a tie"),
            "uniform.badge_face": ("把工作证翻到正面", "Turn your card so that its front shows"),
        },
        {
            FRONT: {
                "trunk_lateral_deg": (11.0, 1.5), "tie_present": (False, 0.03), "badge_face_out": (False, 0.05),
            },
        },
    ),
    Planted(
        "insurance_counter", WOMEN,
        {
            "hair.tied": ("把下巴以下的头发收好", "Put up the hair that hangs below your chin"),
            "uniform.scarf": (
                "丝巾结向左移约5厘米到正中", "Move the scarf knot about 5 cm to your left, to the middle",
            ),
            "stand.steady": ("站稳三秒，不要晃", "Stand still for three seconds"),
        },
        {
            FRONT: {
                "hair_below_chin_ratio": (0.4, 0.06), "scarf_offset_ratio": (-0.16, 0.03), "sway_cm": (3.4, 0.4),
            },
        },
    ),
    Planted(
        "clinic_service", WOMEN,
        {
            "face.smile": ("嘴角再上扬一些", "Smile a little more"),
            "face.gaze": ("请看镜中自己的眼睛", "Look yourself in the eyes in the mirror"),
            "hair.neat": ("请把头发梳整齐，掸净双肩", "Comb your hair and brush off your shoulders"),
        },
        {FRONT: {"smile_ratio": (0.1, 0.1), "gaze_offset_deg": (24.0, 4.0)}},
        ("hair.neat",),
    ),
    Planted(
        "auto_dealer", MEN,
        {
            "stand.shoulders": ("右肩放低6度", "Lower your right shoulder by 6 degrees"),
            "bow.15": ("鞠躬浅7度", "Bow 7 degrees less deep"),
            "sit.legs_upright": ("小腿摆直，脚往回收", "Lower legs upright: draw your feet back"),
        },
        {
            FRONT: {"shoulder_tilt_deg": (-6.0, 1.0)},
            BOW: {"bow_peak_deg": (21.6, 1.2)},
            SEATED: {"shank_inclination_deg": (25.0, 4.5)},
        },
    ),
    Planted(
        "auto_dealer", WOMEN,
        {
            "stand.hands_front_left_over_right": (
                "请在小腹前用左手轻握右手手指",
                "Take the fingers of your right hand in your left, before the lower belly",
            ),
            "bow.30": ("在最低处多停0.6秒", "Hold the bow 0.6 s longer"),
            "hair.fringe_brows": ("把刘海拨到眉上", "Bring your fringe above the brows"),
        },
        {
            FRONT: {"hands_pose": ("front_right_over_left", 0.06), "hair_brow_cover_ratio": (0.5, 0.08)},
            BOW: {"bow_hold_s": (0.4, 0.1)},
        },
    ),
]  # fmt: skip


def judged(person: Planted) -> tuple[Verdict, ...]:
    checklist = STANDARDS[person.standard]
    return evaluate(
        checklist,
        person.wearer,
        session(person.standard, person.wearer, person.faults),
        confirmations=confirmed(checklist, person.wearer, *person.denied),
    )


def name_of(person: Planted) -> str:
    return f"{person.standard}-{person.wearer}"


@pytest.mark.parametrize(("standard", "wearer"), PAIRS)
def test_who_keeps_a_standard_passes_it_whole(standard: str, wearer: Wearer) -> None:
    verdicts = judged(Planted(standard, wearer, {}))
    open_ = {each.clause: each.reason for each in verdicts if each.outcome in (Outcome.FAIL, Outcome.UNCLEAR)}
    assert open_ == {}
    assert overall(verdicts) is Outcome.PASS
    measured = [each for each in verdicts if each.mode is Mode.MEASURED and each.outcome is Outcome.PASS]
    assert all(each.value is not None and each.sigma is not None and each.limits is not None for each in measured)
    assert measured or standard == "call_center"


@pytest.mark.parametrize("person", PLANTED, ids=name_of)
def test_the_planted_faults_are_found_and_nothing_else(person: Planted) -> None:
    verdicts = judged(person)
    failed = {each.clause for each in verdicts if each.outcome is Outcome.FAIL}
    assert failed == set(person.expected)
    assert not [each.clause for each in verdicts if each.outcome is Outcome.UNCLEAR]
    assert overall(verdicts) is Outcome.FAIL


@pytest.mark.parametrize("person", PLANTED, ids=name_of)
def test_each_planted_fault_is_told_in_the_right_words(person: Planted) -> None:
    told = {each.clause: each.remedy for each in judged(person) if each.outcome is Outcome.FAIL}
    assert told == {clause: Text(zh=zh, en=en) for clause, (zh, en) in person.expected.items()}


def test_three_faults_are_planted_in_every_standard_that_decides_so_many() -> None:
    assert {person.standard for person in PLANTED} == set(STANDARDS)
    for person in PLANTED:
        decided = [
            clause for clause in STANDARDS[person.standard].clauses_for(person.wearer)
            if clause.mode is not Mode.DRILL and clause.questionnaire is None
        ]  # fmt: skip
        assert len(person.expected) == min(3, len(decided))


def test_what_one_standard_asks_for_is_a_fault_in_another() -> None:
    """Which hand is on top: the service centre says the right one, the dealership the left one."""
    for standard, pose in (("service_center", "front_left_over_right"), ("auto_dealer", "front_right_over_left")):
        faults: Mapping[SessionPart, Values] = {FRONT: {"hands_pose": (pose, 0.06)}}
        failed = [each for each in judged(Planted(standard, WOMEN, {}, faults)) if each.outcome is Outcome.FAIL]
        assert [each.measure for each in failed] == ["hands_pose"]


@pytest.mark.parametrize(("standard", "wearer"), PAIRS)
def test_nobody_passes_without_having_been_seen(standard: str, wearer: Wearer) -> None:
    checklist = STANDARDS[standard]
    verdicts = evaluate(checklist, wearer, {part: {} for part in (FRONT, LEFT, RIGHT, BOW, SEATED)})
    assert not [each.clause for each in verdicts if each.outcome in (Outcome.PASS, Outcome.ATTESTED)]
