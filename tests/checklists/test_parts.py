import pytest

from checklists.evaluation import evaluate
from checklists.loader import load_shipped
from checklists.model import Checklist, CloseUp
from checklists.parts import PlannedPart, Variant, parts_for
from checklists.reasons import JudgingReason
from checklists.session_part import SessionPart
from checklists.verdict import Mode, Outcome, Wearer

from .samples import checklist, clause

STANDARDS = load_shipped()
EACH = [(standard, wearer) for standard in STANDARDS.values() for wearer in (Wearer.MEN, Wearer.WOMEN)]


def order(plan: tuple[PlannedPart, ...]) -> list[SessionPart]:
    return list(dict.fromkeys(planned.part for planned in plan))


def test_the_full_check_goes_through_the_parts_in_order() -> None:
    centre, dealer = STANDARDS["service_center"], STANDARDS["auto_dealer"]
    assert order(parts_for(centre, Wearer.MEN)) == [
        SessionPart.FRONT,
        SessionPart.TURN_LEFT,
        SessionPart.TURN_RIGHT,
        SessionPart.SEATED,
        SessionPart.CLOSE_UP,
    ]
    assert order(parts_for(dealer, Wearer.MEN)) == [
        SessionPart.FRONT,
        SessionPart.TURN_LEFT,
        SessionPart.TURN_RIGHT,
        SessionPart.BOW,
        SessionPart.SEATED,
        SessionPart.CLOSE_UP,
        SessionPart.ATTEST,
    ]
    assert order(parts_for(STANDARDS["call_center"], Wearer.WOMEN)) == [SessionPart.FRONT, SessionPart.CLOSE_UP]
    assert order(parts_for(STANDARDS["auto_training"], Wearer.WOMEN)) == [SessionPart.FRONT, SessionPart.SEATED]


def test_no_turn_is_asked_for_where_one_side_or_none_suffices() -> None:
    assert SessionPart.TURN_LEFT not in order(parts_for(STANDARDS["field_service"], Wearer.MEN))
    rule = {"measure": "hair_collar_gap_cm", "low": 0.0, "parts": ["turn_left", "turn_right"]}
    other = {"measure": "trunk_inclination_deg", "abs": 6.0, "parts": ["front", "turn_right"]}
    one = checklist(clause("collar", rules=[rule]), clause("trunk", rules=[other]))
    assert order(parts_for(one, Wearer.MEN)) == [SessionPart.TURN_RIGHT]


def test_a_part_names_its_clauses_and_measures() -> None:
    plan = {planned.part: planned for planned in parts_for(STANDARDS["service_center"], Wearer.MEN)}
    left = plan[SessionPart.TURN_LEFT]
    assert left.clauses == ("hair.sides", "hair.collar", "stand.trunk")
    assert "hair_ear_cover_right_ratio" in left.measures
    assert "badge_kind" in plan[SessionPart.FRONT].measures


def test_without_a_calibrated_chair_nobody_is_asked_to_sit() -> None:
    plan = parts_for(STANDARDS["service_center"], Wearer.MEN, has_chair=False)
    assert SessionPart.SEATED not in order(plan)
    verdicts = evaluate(STANDARDS["service_center"], Wearer.MEN, {}, parts=order(plan))
    seated = [verdict for verdict in verdicts if verdict.clause == "sit.depth"]
    assert [(v.outcome, v.reason) for v in seated] == [(Outcome.NOT_APPLICABLE, JudgingReason.PART_NOT_TAKEN)]


@pytest.mark.parametrize(("standard", "wearer"), EACH, ids=lambda each: getattr(each, "id", each))
def test_the_quick_check_is_one_look_without_questions(standard: Checklist, wearer: Wearer) -> None:
    plan = parts_for(standard, wearer, variant=Variant.QUICK)
    assert order(plan) in ([SessionPart.FRONT], [])
    verdicts = evaluate(standard, wearer, {}, parts=order(plan))
    asked = {verdict.clause for verdict in verdicts if verdict.outcome is Outcome.UNCLEAR}
    assert asked <= {name for planned in plan for name in planned.clauses}


@pytest.mark.parametrize(("standard", "wearer"), EACH, ids=lambda each: getattr(each, "id", each))
def test_every_clause_of_the_full_check_has_its_part(standard: Checklist, wearer: Wearer) -> None:
    plan = parts_for(standard, wearer)
    planned = {name for part in plan for name in part.clauses}
    for each in standard.clauses_for(wearer):
        if each.mode is Mode.DRILL:
            assert each.drill is not None
            assert (each.id in planned) == each.drill.run_by_station
        else:
            assert each.id in planned
    verdicts = evaluate(standard, wearer, {}, parts=order(plan))
    assert JudgingReason.PART_NOT_TAKEN not in {v.reason for v in verdicts if v.outcome is Outcome.NOT_APPLICABLE}


def test_close_ups_are_one_part_for_each_region() -> None:
    plan = parts_for(STANDARDS["auto_dealer"], Wearer.WOMEN)
    regions = {planned.close_up: planned.clauses for planned in plan if planned.part is SessionPart.CLOSE_UP}
    assert regions[CloseUp.SHOES] == ("uniform.socks", "uniform.shoes")
    assert regions[CloseUp.HANDS] == ("hands.nails", "hands.no_polish", "uniform.jewellery")
    assert len(regions) == len([planned for planned in plan if planned.part is SessionPart.CLOSE_UP])


def test_what_this_station_cannot_measure_is_looked_at_instead() -> None:
    plan = parts_for(STANDARDS["field_service"], Wearer.MEN, missing=["uniform_colour_distance"])
    whole = next(planned for planned in plan if planned.close_up is CloseUp.WHOLE)
    assert whole.clauses == ("uniform.worn", "uniform.neat")


def test_exempt_clauses_are_not_asked_for() -> None:
    plan = parts_for(STANDARDS["call_center"], Wearer.MEN, exemptions=["face.smile"])
    assert order(plan) == [SessionPart.CLOSE_UP]


def test_a_self_assessment_is_a_part_of_its_own_after_all_that_is_answered_together() -> None:
    plan = parts_for(load_shipped()["clinic_service"], Wearer.WOMEN)
    asked = [(part.clauses, part.form) for part in plan if part.part is SessionPart.ATTEST]
    assert [form for _, form in asked] == [False, True, True]
    assert [clauses for clauses, form in asked if form] == [
        ("self_assessment.individual",), ("self_assessment.centre",),
    ]  # fmt: skip


def test_the_owner_decides_whether_the_person_is_asked() -> None:
    clinic, dealer = load_shipped()["clinic_service"], load_shipped()["auto_dealer"]
    without = parts_for(clinic, Wearer.WOMEN, questionnaires=False)
    assert not any(part.form for part in without)
    silent = parts_for(dealer, Wearer.MEN, attest=False, questionnaires=False)
    assert SessionPart.ATTEST not in {part.part for part in silent}
    assert not any(part.form for part in parts_for(clinic, Wearer.WOMEN, variant=Variant.QUICK))
