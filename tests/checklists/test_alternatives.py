import pytest

from checklists.evaluation import evaluate
from checklists.loader import load_shipped
from checklists.reasons import JudgingReason
from checklists.verdict import Outcome, Verdict, Wearer
from vision.measure import Measures
from vision.reason import Reason

from .samples import measures

STANDARDS = load_shipped()
V = measures(0.4, heel_gap_cm=2.0, toe_gap_cm=9.0, stance_width_ratio=0.2, feet_stance="v") | measures(
    feet_splay_deg=40.0
)
PARALLEL = (
    measures(0.4, heel_gap_cm=20.0, toe_gap_cm=26.0, feet_stance="parallel")
    | measures(0.02, stance_width_ratio=0.7)
    | measures(feet_splay_deg=5.0)
)
T = (
    measures(0.4, heel_gap_cm=9.0, toe_gap_cm=20.0, feet_stance="t")
    | measures(0.02, stance_width_ratio=0.5)
    | measures(feet_splay_deg=70.0)
)


def stand(standard: str, wearer: Wearer, evidence: Measures) -> dict[str, Verdict]:
    verdicts = evaluate(STANDARDS[standard], wearer, evidence)
    return {verdict.clause: verdict for verdict in verdicts if verdict.clause.startswith("stand.")}


@pytest.mark.parametrize(
    ("wearer", "evidence", "kept", "other"),
    [
        (Wearer.MEN, V, "stand.feet_v", "stand.feet_parallel"),
        (Wearer.MEN, PARALLEL, "stand.feet_parallel", "stand.feet_v"),
        (Wearer.WOMEN, V, "stand.feet_v", "stand.feet_t"),
        (Wearer.WOMEN, T, "stand.feet_t", "stand.feet_v"),
    ],
)
def test_who_keeps_one_allowed_stance_does_not_fail_the_other(
    wearer: Wearer, evidence: Measures, kept: str, other: str
) -> None:
    verdicts = stand("service_center", wearer, evidence)
    assert verdicts[kept].outcome is Outcome.PASS
    assert (verdicts[other].outcome, verdicts[other].reason) == (
        Outcome.NOT_APPLICABLE,
        JudgingReason.ALTERNATIVE_MET,
    )


def test_where_no_stance_is_kept_only_the_nearest_is_corrected() -> None:
    wide = PARALLEL | measures(0.02, stance_width_ratio=1.3)
    verdicts = stand("service_center", Wearer.MEN, wide)
    assert verdicts["stand.feet_parallel"].outcome is Outcome.FAIL
    assert verdicts["stand.feet_v"].reason is JudgingReason.ALTERNATIVE_NEARER


def test_a_stance_that_may_still_be_kept_keeps_the_group_open() -> None:
    near = PARALLEL | measures(0.2, stance_width_ratio=1.05)
    verdicts = stand("service_center", Wearer.MEN, near)
    assert (verdicts["stand.feet_parallel"].outcome, verdicts["stand.feet_parallel"].reason) == (
        Outcome.UNCLEAR,
        Reason.NEAR_LIMIT,
    )
    assert verdicts["stand.feet_v"].reason is JudgingReason.ALTERNATIVE_OPEN


@pytest.mark.parametrize(
    ("pose", "wearer", "kept"),
    [
        ("sides", Wearer.MEN, "stand.arms_sides"),
        ("sides", Wearer.WOMEN, "stand.arms_sides"),
        ("behind", Wearer.MEN, "stand.hands_right_holds_left_wrist"),
        ("front_right_over_left", Wearer.MEN, "stand.hands_right_holds_left_wrist"),
        ("front_right_over_left", Wearer.WOMEN, "stand.hands_front_right_over_left"),
    ],
)
def test_each_allowed_pose_of_the_hands_is_enough(pose: str, wearer: Wearer, kept: str) -> None:
    verdicts = stand("service_center", wearer, measures(0.1, hands_pose=pose, hands_height_ratio=0.5))
    group = {name: verdict for name, verdict in verdicts.items() if "hands_" in name or name == "stand.arms_sides"}
    assert group.pop(kept).outcome is Outcome.PASS
    assert {verdict.outcome for verdict in group.values()} == {Outcome.NOT_APPLICABLE}


def test_standards_that_contradict_each_other_are_both_right() -> None:
    right_on_top = measures(0.1, hands_pose="front_right_over_left", hands_height_ratio=0.5)
    centre = stand("service_center", Wearer.WOMEN, right_on_top)
    dealer = stand("auto_dealer", Wearer.WOMEN, right_on_top)
    assert centre["stand.hands_front_right_over_left"].outcome is Outcome.PASS
    assert dealer["stand.hands_front_left_over_right"].outcome is Outcome.FAIL
    assert dealer["stand.arms_sides"].reason is JudgingReason.ALTERNATIVE_NEARER


def test_the_wrong_hand_on_top_is_corrected_rather_than_the_whole_pose() -> None:
    verdicts = stand("service_center", Wearer.WOMEN, measures(0.1, hands_pose="front_left_over_right"))
    assert verdicts["stand.hands_front_right_over_left"].outcome is Outcome.FAIL
    assert verdicts["stand.arms_sides"].outcome is Outcome.NOT_APPLICABLE


def test_hands_whose_order_is_unclear_are_unclear_and_hidden_hands_never_pass() -> None:
    clasped = stand("service_center", Wearer.WOMEN, measures(0.1, hands_pose="front_clasped_unclear"))
    assert clasped["stand.hands_front_right_over_left"].outcome is Outcome.UNCLEAR
    assert clasped["stand.arms_sides"].reason is JudgingReason.ALTERNATIVE_OPEN
    hidden = stand("service_center", Wearer.WOMEN, {})
    assert Outcome.PASS not in {verdict.outcome for verdict in hidden.values()}
    assert sum(verdict.outcome is Outcome.UNCLEAR for name, verdict in hidden.items() if "feet" in name) == 1


def test_exempting_a_group_exempts_all_its_alternatives() -> None:
    verdicts = {
        verdict.clause: verdict
        for verdict in evaluate(STANDARDS["service_center"], Wearer.MEN, PARALLEL, exemptions=["feet"])
    }
    assert {verdicts[name].reason for name in ("stand.feet_v", "stand.feet_parallel")} == {JudgingReason.EXEMPT}
    one = evaluate(STANDARDS["service_center"], Wearer.MEN, PARALLEL, exemptions=["stand.feet_v"])
    assert next(v for v in one if v.clause == "stand.feet_parallel").outcome is Outcome.PASS
