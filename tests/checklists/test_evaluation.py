import dataclasses
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklists.evaluation import evaluate, evaluate_clause
from checklists.loader import load_shipped
from checklists.model import Checklist
from checklists.reasons import JudgingReason
from checklists.session_part import SessionPart
from checklists.verdict import Mode, Outcome, Verdict, Wearer, overall
from vision.glossary import GLOSSARY, Kind
from vision.measure import Measure, View
from vision.reason import Reason

from .samples import WORDS, checklist, clause, measures

SHOULDERS = checklist(clause())
STANDARDS = load_shipped()
PAIRS = [(standard, wearer) for standard in STANDARDS.values() for wearer in (Wearer.MEN, Wearer.WOMEN)]


def judged(of: Checklist, *args: Any, wearer: Wearer = Wearer.MEN, **keys: Any) -> Verdict:
    (verdict,) = evaluate(of, wearer, *args, **keys)
    return verdict


def shoulders(value: float, sigma: float) -> Verdict:
    return judged(SHOULDERS, measures(sigma, shoulder_tilt_deg=value))


def test_well_inside_passes_and_well_outside_fails() -> None:
    assert shoulders(0.5, 1.0).outcome is Outcome.PASS
    failed = shoulders(5.0, 1.0)
    assert (failed.outcome, failed.reason) == (Outcome.FAIL, JudgingReason.OUTSIDE_LIMITS)


@pytest.mark.parametrize("value", [2.5, 3.5, -2.5, -3.5])
def test_a_value_closer_to_a_limit_than_its_sigma_is_unclear(value: float) -> None:
    verdict = shoulders(value, 1.0)
    assert (verdict.outcome, verdict.reason) == (Outcome.UNCLEAR, Reason.NEAR_LIMIT)
    assert verdict.remedy is not None
    assert verdict.value == value


def test_a_verdict_shows_value_sigma_limits_view_and_frames() -> None:
    verdict = shoulders(0.5, 1.0)
    assert verdict.limits is not None
    assert (verdict.value, verdict.sigma, verdict.limits.low, verdict.limits.high) == (0.5, 1.0, -3.0, 3.0)
    assert (verdict.measure, verdict.view, verdict.frames) == ("shoulder_tilt_deg", View.FRONT, 9)


def test_how_sure_a_verdict_must_be_can_be_set_for_all_and_for_one_clause() -> None:
    near = measures(1.0, shoulder_tilt_deg=1.5)
    assert judged(SHOULDERS, near).outcome is Outcome.PASS
    assert judged(checklist(clause(), pass_sigmas=2.0), near).outcome is Outcome.UNCLEAR
    assert judged(checklist(clause(pass_sigmas=0.5), pass_sigmas=2.0), near).outcome is Outcome.PASS
    outside = measures(1.0, shoulder_tilt_deg=4.5)
    assert judged(SHOULDERS, outside).outcome is Outcome.FAIL
    assert judged(checklist(clause(fail_sigmas=2.0)), outside).outcome is Outcome.UNCLEAR


@given(value=st.floats(-50, 50), sigma=st.floats(0, 50), wider=st.floats(0, 50))
def test_widening_sigma_never_turns_a_verdict_into_pass_or_fail(value: float, sigma: float, wider: float) -> None:
    narrow, wide = shoulders(value, sigma).outcome, shoulders(value, sigma + wider).outcome
    assert wide in (narrow, Outcome.UNCLEAR)


@given(value=st.floats(allow_nan=True, allow_infinity=True), sigma=st.floats(0, allow_infinity=True))
def test_odd_numbers_never_pass(value: float, sigma: float) -> None:
    if math.isfinite(value) and math.isfinite(sigma):
        return
    assert shoulders(value, sigma).outcome is not Outcome.PASS


@pytest.mark.parametrize("sigma", [0.0, 5.0])
def test_a_value_that_passes_lies_inside(sigma: float) -> None:
    assert shoulders(3.0, 0.0).outcome is Outcome.PASS
    assert shoulders(math.nextafter(3.0, 4.0), sigma).outcome is not Outcome.PASS


@pytest.mark.parametrize("reason", list(Reason))
def test_a_missing_measure_never_passes_and_says_why(reason: Reason) -> None:
    verdict = judged(SHOULDERS, {"shoulder_tilt_deg": Measure.missing("shoulder_tilt_deg", reason)})
    assert (verdict.outcome, verdict.reason) == (Outcome.UNCLEAR, reason)
    assert verdict.remedy is not None
    assert verdict.remedy.zh
    assert verdict.remedy.en


def test_a_head_covering_makes_hair_clauses_not_applicable_never_a_fail_and_no_other_clause() -> None:
    covered = {name: Measure.missing(name, Reason.HEAD_COVERED) for name in GLOSSARY}
    for standard, wearer in PAIRS:
        for verdict in evaluate(standard, wearer, covered):
            rules = standard.clause(verdict.clause).rules
            about_hair = bool(rules) and all(GLOSSARY[rule.measure].part == "hair" for rule in rules)
            if verdict.mode is Mode.MEASURED and about_hair:
                assert (verdict.outcome, verdict.reason) == (Outcome.NOT_APPLICABLE, Reason.HEAD_COVERED)
            else:
                assert verdict.reason is not Reason.HEAD_COVERED or verdict.outcome is Outcome.UNCLEAR


def test_a_measure_that_nobody_takes_is_not_yet_measured() -> None:
    verdict = judged(SHOULDERS, {})
    assert (verdict.outcome, verdict.reason) == (Outcome.UNCLEAR, Reason.NOT_YET_MEASURED)


@pytest.mark.parametrize("reason", [Reason.TOO_DARK, Reason.SEVERAL_PEOPLE, Reason.FROZEN])
def test_a_picture_unfit_to_judge_neither_passes_nor_fails(reason: Reason) -> None:
    for value in (0.0, 20.0):
        verdict = judged(SHOULDERS, measures(shoulder_tilt_deg=value), quality_reasons=[reason])
        assert (verdict.outcome, verdict.reason) == (Outcome.UNCLEAR, reason)


HANDS = checklist(clause(rules=[{"measure": "hands_pose", "any_of": ["front_right_over_left"]}]))
FOLDED = checklist(clause(rules=[{"measure": "hands_pose", "none_of": ["akimbo", "crossed"]}]))


def hands(of: Checklist, pose: str, wrong: float = 0.02) -> Outcome:
    return judged(of, {"hands_pose": Measure("hands_pose", pose, wrong)}).outcome


def test_a_category_decides_only_where_it_is_hardly_wrong() -> None:
    assert hands(HANDS, "front_right_over_left") is Outcome.PASS
    assert hands(HANDS, "front_left_over_right") is Outcome.FAIL
    for pose in ("front_right_over_left", "front_left_over_right"):
        assert hands(HANDS, pose, 0.2) is Outcome.UNCLEAR


def test_hands_that_cannot_be_told_apart_are_unclear_only_where_it_matters() -> None:
    assert hands(HANDS, "front_clasped_unclear") is Outcome.UNCLEAR
    assert hands(FOLDED, "front_clasped_unclear") is Outcome.PASS
    sides = checklist(clause(rules=[{"measure": "hands_pose", "any_of": ["sides"]}]))
    assert hands(sides, "front_clasped_unclear") is Outcome.FAIL


def test_a_flag_must_be_what_the_clause_wants() -> None:
    tie = checklist(clause(rules=[{"measure": "tie_present", "any_of": [True]}]))
    assert judged(tie, measures(tie_present=True)).outcome is Outcome.PASS
    assert judged(tie, measures(tie_present=False)).outcome is Outcome.FAIL
    assert judged(tie, {"tie_present": Measure("tie_present", True, 0.4)}).outcome is Outcome.UNCLEAR


def test_a_value_of_the_wrong_kind_decides_nothing() -> None:
    for value in (True, "sides"):
        assert judged(SHOULDERS, {"shoulder_tilt_deg": Measure("shoulder_tilt_deg", value, 0.0)}).outcome is (
            Outcome.UNCLEAR
        )


TWO = checklist(clause(rules=[{"measure": "head_roll_deg", "abs": 5.0}, {"measure": "head_yaw_deg", "abs": 10.0}]))


def test_all_rules_must_hold() -> None:
    assert judged(TWO, measures(head_roll_deg=0.0, head_yaw_deg=0.0)).outcome is Outcome.PASS
    assert judged(TWO, measures(head_roll_deg=0.0)).outcome is Outcome.UNCLEAR
    assert judged(TWO, measures(head_roll_deg=9.0)).outcome is Outcome.FAIL
    worst = judged(TWO, measures(head_roll_deg=7.0, head_yaw_deg=40.0))
    assert (worst.outcome, worst.measure) == (Outcome.FAIL, "head_yaw_deg")
    tightest = judged(TWO, measures(head_roll_deg=0.0, head_yaw_deg=9.0))
    assert (tightest.outcome, tightest.measure) == (Outcome.PASS, "head_yaw_deg")


def test_a_fallback_serves_only_where_the_measure_could_not_be_taken() -> None:
    heels = checklist(
        clause(rules=[{"measure": "heel_gap_cm", "high": 5.0, "instead": {"measure": "heel_gap_ratio", "high": 0.2}}])
    )
    missing = {"heel_gap_cm": Measure.missing("heel_gap_cm", Reason.NEEDS_CAMERA)}
    assert judged(heels, {**missing, **measures(0.01, heel_gap_ratio=0.1)}).measure == "heel_gap_ratio"
    assert judged(heels, {**missing, **measures(0.01, heel_gap_ratio=0.1)}).outcome is Outcome.PASS
    assert judged(heels, {**measures(heel_gap_cm=9.0), **measures(0.01, heel_gap_ratio=0.1)}).outcome is Outcome.FAIL
    assert judged(heels, missing).reason is Reason.NEEDS_CAMERA


def test_a_clause_about_something_not_worn_does_not_apply() -> None:
    centred = checklist(
        clause(when=[{"measure": "tie_present", "any_of": [True]}], rules=[{"measure": "tie_tilt_deg", "abs": 5.0}])
    )
    without = judged(centred, measures(tie_present=False))
    assert (without.outcome, without.reason) == (Outcome.NOT_APPLICABLE, JudgingReason.CONDITION_NOT_MET)
    assert judged(centred, measures(tie_tilt_deg=9.0, tie_present=True)).outcome is Outcome.FAIL
    unsure = {"tie_present": Measure("tie_present", False, 0.4)}
    assert judged(centred, unsure).outcome is Outcome.UNCLEAR
    dark = judged(centred, measures(tie_present=False), quality_reasons=[Reason.TOO_DARK])
    assert dark.outcome is Outcome.UNCLEAR


def test_where_the_badge_is_missing_only_the_missing_badge_is_told() -> None:
    verdicts = {v.clause: v for v in evaluate(STANDARDS["bank_branch"], Wearer.WOMEN, measures(badge_present=False))}
    badge = {name: verdict.outcome for name, verdict in verdicts.items() if name.startswith("uniform.badge")}
    assert badge.pop("uniform.badge_present") is Outcome.FAIL
    assert set(badge.values()) == {Outcome.NOT_APPLICABLE}


def test_a_pin_needs_no_front_and_a_card_no_place_on_the_chest() -> None:
    for kind, applies in (("pin", "uniform.badge_level"), ("lanyard", "uniform.badge_face")):
        worn = measures(badge_present=True, badge_kind=kind)
        verdicts = {v.clause: v for v in evaluate(STANDARDS["bank_branch"], Wearer.WOMEN, worn)}
        about = {name: verdicts[name].outcome for name in ("uniform.badge_level", "uniform.badge_face")}
        assert about.pop(applies) is Outcome.UNCLEAR
        assert set(about.values()) == {Outcome.NOT_APPLICABLE}


SEATED = checklist(
    clause(posture="seated", parts=["seated"], rules=[{"measure": "trunk_inclination_deg", "low": 0.0, "high": 12.0}])
)
STANDING = checklist(clause(posture="standing", rules=[{"measure": "trunk_inclination_deg", "abs": 6.0}]))
SITS = measures(knee_gap_ratio=0.2, trunk_inclination_deg=3.0)
STANDS = {
    **measures(trunk_inclination_deg=3.0),
    "knee_gap_ratio": Measure.missing("knee_gap_ratio", Reason.NOT_SEATED),
}


def test_an_upright_trunk_of_someone_standing_never_passes_a_seated_clause() -> None:
    assert judged(SEATED, SITS).outcome is Outcome.PASS
    for standing in (STANDS, measures(trunk_inclination_deg=3.0)):
        verdict = judged(SEATED, standing)
        assert (verdict.outcome, verdict.reason) == (Outcome.UNCLEAR, Reason.NOT_SEATED)


def test_a_seated_clause_says_its_measures_own_reason_unless_the_person_surely_stands() -> None:
    hidden = {"trunk_inclination_deg": Measure.missing("trunk_inclination_deg", Reason.TRUNK_OUTSIDE)}
    assert judged(SEATED, hidden).reason is Reason.TRUNK_OUTSIDE
    assert judged(SEATED, STANDS | hidden).reason is Reason.NOT_SEATED
    assert judged(SEATED, {}).reason is Reason.NOT_YET_MEASURED


def test_someone_seated_never_passes_a_standing_clause() -> None:
    assert judged(STANDING, STANDS).outcome is Outcome.PASS
    assert judged(STANDING, SITS).reason is Reason.NOT_STANDING


EARS = checklist(
    clause(
        parts=None,
        rules=[
            {"measure": "hair_ear_cover_left_ratio", "high": 0.3, "parts": ["turn_right"]},
            {"measure": "hair_ear_cover_right_ratio", "high": 0.3, "parts": ["turn_left"]},
        ],
    )
)


def test_evidence_of_a_clause_may_come_from_several_parts() -> None:
    left, right = measures(0.05, hair_ear_cover_left_ratio=0.1), measures(0.05, hair_ear_cover_right_ratio=0.1)
    both = {SessionPart.TURN_RIGHT: left, SessionPart.TURN_LEFT: right}
    assert judged(EARS, both).outcome is Outcome.PASS
    swapped = {SessionPart.TURN_RIGHT: right, SessionPart.TURN_LEFT: left}
    assert judged(EARS, swapped).outcome is Outcome.UNCLEAR
    assert judged(EARS, {SessionPart.TURN_RIGHT: left}).reason is JudgingReason.PART_NOT_TAKEN
    assert judged(EARS, {**left, **right}).outcome is Outcome.PASS


def test_the_most_certain_part_decides() -> None:
    trunk = checklist(
        clause(rules=[{"measure": "trunk_inclination_deg", "abs": 6.0, "parts": ["front", "turn_left"]}])
    )
    evidence = {
        SessionPart.FRONT: measures(5.0, trunk_inclination_deg=2.0),
        SessionPart.TURN_LEFT: measures(0.5, trunk_inclination_deg=9.0),
    }
    assert judged(trunk, evidence).outcome is Outcome.FAIL
    fogged = {SessionPart.TURN_LEFT: [Reason.BLURRED]}
    assert judged(trunk, evidence, quality_reasons=fogged).reason is Reason.NEAR_LIMIT
    bow = {SessionPart.BOW: measures(0.1, trunk_inclination_deg=0.0), SessionPart.FRONT: {}}
    assert judged(trunk, bow).outcome is Outcome.UNCLEAR


def test_a_value_from_another_view_does_not_count() -> None:
    collar = checklist(clause(rules=[{"measure": "hair_collar_gap_cm", "low": 0.0, "views": ["left", "right"]}]))
    assert judged(collar, measures(view=View.LEFT, hair_collar_gap_cm=2.0)).outcome is Outcome.PASS
    assert judged(collar, measures(view=View.FRONT, hair_collar_gap_cm=2.0)).reason is Reason.NEEDS_SIDE_VIEW
    tie = checklist(clause(rules=[{"measure": "tie_tilt_deg", "abs": 5.0, "views": ["front"]}]))
    assert judged(tie, measures(view=View.LEFT, tie_tilt_deg=0.0)).reason is Reason.NEEDS_FRONT_VIEW


def test_clauses_of_parts_that_were_not_planned_do_not_apply() -> None:
    planned = {SessionPart.FRONT}
    assert judged(SHOULDERS, measures(shoulder_tilt_deg=0.0), parts=planned).outcome is Outcome.PASS
    for of in (EARS, SEATED):
        verdict = judged(of, measures(shoulder_tilt_deg=0.0), parts=planned)
        assert (verdict.outcome, verdict.reason) == (Outcome.NOT_APPLICABLE, JudgingReason.PART_NOT_TAKEN)


ASSISTED = checklist(clause(mode="assisted", rules=None, close_up="hands", parts=["close_up"]))
ATTESTED = checklist(clause(mode="attested", rules=None, parts=["attest"], remedy=WORDS))


@pytest.mark.parametrize("of", [ASSISTED, ATTESTED])
def test_what_the_person_must_confirm_is_unclear_until_answered(of: Checklist) -> None:
    open_ = judged(of, {})
    assert (open_.outcome, open_.reason) == (Outcome.UNCLEAR, JudgingReason.NEEDS_CONFIRMATION)
    assert judged(of, {}, confirmations={"stand.shoulders": True}).outcome is Outcome.ATTESTED
    refused = judged(of, {}, confirmations={"stand.shoulders": False})
    assert (refused.outcome, refused.reason) == (Outcome.FAIL, JudgingReason.ANSWERED_NO)
    assert refused.remedy is not None
    assert judged(of, {}, confirmations={"another": True}).outcome is Outcome.UNCLEAR


def test_a_confirmation_does_not_outweigh_what_was_measured() -> None:
    yes = {"stand.shoulders": True}
    both = checklist(clause(mode="assisted", close_up="chest"))
    assert judged(both, measures(shoulder_tilt_deg=9.0), confirmations=yes).outcome is Outcome.FAIL
    assert judged(both, measures(shoulder_tilt_deg=0.0)).outcome is Outcome.UNCLEAR
    assert judged(both, measures(shoulder_tilt_deg=0.0), confirmations=yes).outcome is Outcome.ATTESTED
    measured = checklist(clause(close_up="chest"))
    assert judged(measured, measures(shoulder_tilt_deg=9.0), confirmations=yes).outcome is Outcome.FAIL
    hidden = {"shoulder_tilt_deg": Measure.missing("shoulder_tilt_deg", Reason.TRUNK_OUTSIDE)}
    assert judged(measured, hidden, confirmations=yes).outcome is Outcome.UNCLEAR


def test_where_the_station_has_no_instrument_the_close_up_is_confirmed_instead() -> None:
    waiting = checklist(clause(rules=None, awaits=["shoe_class"], close_up="shoes"))
    assert judged(waiting, {}).reason is Reason.NOT_YET_MEASURED
    confirmed = judged(waiting, {}, confirmations={"stand.shoulders": True})
    assert (confirmed.outcome, confirmed.mode) == (Outcome.ATTESTED, Mode.MEASURED)
    assert judged(SHOULDERS, {}, confirmations={"stand.shoulders": True}).outcome is Outcome.UNCLEAR


SHOES = clause(
    rules=[{"measure": "shoe_darkness", "low": 0.5, "source": "default"}],
    awaits=["shoe_class"], close_up="shoes", fail_sigmas=2.0, parts=["front"],
)  # fmt: skip


def shoe(value: float, sigma: float = 0.05, **keys: Any) -> Verdict:
    return judged(checklist(SHOES), measures(sigma, shoe_darkness=value), **keys)


@given(value=st.floats(0.0, 1.0), sigma=st.floats(0.0, 0.5))
def test_a_clause_that_waits_for_a_measure_never_passes_by_what_is_measured(value: float, sigma: float) -> None:
    assert shoe(value, sigma).outcome in (Outcome.FAIL, Outcome.UNCLEAR)
    assert shoe(value, sigma, confirmations={"stand.shoulders": True}).outcome in (Outcome.FAIL, Outcome.ATTESTED)


def test_plainly_white_shoes_fail_although_leather_cannot_be_told() -> None:
    white = shoe(0.15)
    assert (white.outcome, white.reason, white.value, white.sigma) == (
        Outcome.FAIL, JudgingReason.OUTSIDE_LIMITS, 0.15, 0.05,
    )  # fmt: skip
    assert white.limits is not None
    assert white.limits.low == 0.5
    # a person's word does not undo what was plainly seen
    assert shoe(0.15, confirmations={"stand.shoulders": True}).outcome is Outcome.FAIL


@pytest.mark.parametrize("value", [0.42, 0.95])
def test_doubtful_and_dark_shoes_are_asked_about_with_the_figure_beside_the_question(value: float) -> None:
    asked = shoe(value)
    assert (asked.outcome, asked.reason) == (Outcome.UNCLEAR, Reason.NOT_YET_MEASURED)
    assert (asked.measure, asked.value, asked.sigma) == ("shoe_darkness", value, 0.05)
    confirmed = shoe(value, confirmations={"stand.shoulders": True})
    assert (confirmed.outcome, confirmed.value) == (Outcome.ATTESTED, value)
    assert shoe(value, confirmations={"stand.shoulders": False}).outcome is Outcome.FAIL


def test_an_assisted_clause_carries_the_figure_that_did_not_decide_it() -> None:
    cuffs = clause(
        mode="assisted", close_up="cuffs", rules=[{"measure": "cuff_show_cm", "high": 2.5, "parts": ["front"]}]
    )
    asked = judged(checklist(cuffs), measures(0.3, cuff_show_cm=1.2))
    assert (asked.outcome, asked.reason, asked.value) == (Outcome.UNCLEAR, JudgingReason.NEEDS_CONFIRMATION, 1.2)
    assert judged(checklist(cuffs), measures(0.3, cuff_show_cm=4.0)).outcome is Outcome.FAIL


@pytest.mark.parametrize(("standard", "wearer"), PAIRS, ids=lambda each: getattr(each, "id", each))
@pytest.mark.parametrize("name", ["shoe_darkness", "nail_colour_difference", "cuff_show_cm"])
def test_no_shipped_standard_passes_a_colour_by_itself(standard: Checklist, wearer: Wearer, name: str) -> None:
    for value in (0.0, 0.5, 1.0, 5.0, 40.0):
        for verdict in evaluate(standard, wearer, measures(0.01, **{name: value})):
            assert not (verdict.measure == name and verdict.outcome is Outcome.PASS)


def test_an_exemption_is_not_applicable_and_gives_no_ground() -> None:
    verdict = judged(SHOULDERS, measures(shoulder_tilt_deg=9.0), exemptions=["stand.shoulders"])
    assert verdict == Verdict("stand.shoulders", Outcome.NOT_APPLICABLE, Mode.MEASURED, reason=JudgingReason.EXEMPT)


def test_a_drill_is_judged_only_where_it_was_done() -> None:
    dealer = STANDARDS["auto_dealer"]
    still = {v.clause: v for v in evaluate(dealer, Wearer.WOMEN, measures(hands_pose="sides", bow_angle_deg=15.0))}
    assert still["bow.15"].reason is JudgingReason.DRILL
    bowed = measures(bow_peak_deg=15.2, bow_back_bend_deg=5.0, bow_hold_s=2.0, hands_pose="front_clasped_unclear")
    done = {v.clause: v for v in evaluate(dealer, Wearer.WOMEN, bowed)}
    assert done["bow.15"].outcome is Outcome.PASS
    assert done["bow.30"].reason is JudgingReason.ALTERNATIVE_MET
    assert evaluate_clause(dealer, "bow.30", bowed).outcome is Outcome.FAIL


@pytest.mark.parametrize(("standard", "wearer"), PAIRS, ids=lambda each: getattr(each, "id", each))
def test_every_clause_for_the_wearer_gets_exactly_one_verdict_in_order(standard: Checklist, wearer: Wearer) -> None:
    verdicts = evaluate(standard, wearer, {})
    assert [verdict.clause for verdict in verdicts] == [clause.id for clause in standard.clauses_for(wearer)]
    assert all(clause.wearer in (Wearer.ALL, wearer) for clause in standard.clauses_for(wearer))
    assert overall(verdicts) is Outcome.UNCLEAR


@pytest.mark.parametrize(("standard", "wearer"), PAIRS, ids=lambda each: getattr(each, "id", each))
def test_without_evidence_nothing_passes_or_fails(standard: Checklist, wearer: Wearer) -> None:
    missing = {name: Measure.missing(name, Reason.NOBODY) for name in GLOSSARY}
    for evidence in ({}, missing, {SessionPart.FRONT: missing}, {SessionPart.FRONT: {}}):
        outcomes = {verdict.outcome for verdict in evaluate(standard, wearer, evidence)}
        assert outcomes <= {Outcome.UNCLEAR, Outcome.NOT_APPLICABLE}


def _some_value(name: str) -> st.SearchStrategy[Measure]:
    quantity = GLOSSARY[name]
    if quantity.kind is Kind.NUMBER:
        return st.builds(lambda value, sigma: Measure(name, value, sigma), st.floats(-60, 60), st.floats(0, 20))
    values = st.booleans() if quantity.kind is Kind.FLAG else st.sampled_from(quantity.categories)
    return st.builds(lambda value, sigma: Measure(name, value, sigma), values, st.floats(0, 1))


looks = st.lists(st.sampled_from(sorted(GLOSSARY)), unique=True, max_size=25).flatmap(
    lambda names: st.fixed_dictionaries({name: _some_value(name) for name in names})
)


@given(evidence=looks, pair=st.sampled_from(PAIRS))
def test_whatever_is_measured_the_verdicts_are_sound(
    evidence: dict[str, Measure], pair: tuple[Checklist, Wearer]
) -> None:
    standard, wearer = pair
    for verdict in evaluate(standard, wearer, evidence):
        if verdict.outcome is Outcome.PASS:
            assert verdict.measure in evidence
            assert verdict.value is not None
        if verdict.outcome in (Outcome.FAIL, Outcome.UNCLEAR):
            assert verdict.reason is not None
            assert verdict.remedy is not None
            for text in (verdict.remedy.zh, verdict.remedy.en):
                assert text.strip()
                assert "{" not in text
        else:
            assert verdict.remedy is None


@given(evidence=looks, pair=st.sampled_from(PAIRS))
def test_less_certain_evidence_adds_no_fail_and_no_new_pass(
    evidence: dict[str, Measure], pair: tuple[Checklist, Wearer]
) -> None:
    standard, wearer = pair
    vague = {name: dataclasses.replace(measure, sigma=(measure.sigma or 0) * 3) for name, measure in evidence.items()}
    sure = {verdict.clause: verdict.outcome for verdict in evaluate(standard, wearer, evidence)}
    for verdict in evaluate(standard, wearer, vague):
        if verdict.outcome in (Outcome.PASS, Outcome.FAIL) and not standard.clause(verdict.clause).when:
            assert sure[verdict.clause] is verdict.outcome


def test_who_is_seen_from_the_side_or_from_behind_is_asked_to_turn_and_not_failed() -> None:
    centre = STANDARDS["service_center"]
    for view in (View.LEFT, View.RIGHT, View.BACK):
        away = measures(view=view, body_yaw_deg=90.0, trunk_lateral_deg=0.0)
        verdict = evaluate_clause(centre, "stand.no_leaning", away)
        assert (verdict.outcome, verdict.reason) == (Outcome.UNCLEAR, Reason.NEEDS_FRONT_VIEW)
    turned = measures(view=View.THREE_QUARTER, body_yaw_deg=35.0, trunk_lateral_deg=0.0)
    assert evaluate_clause(centre, "stand.no_leaning", turned).outcome is Outcome.FAIL
