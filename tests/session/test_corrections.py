import pytest

from checklists.verdict import Limits, Mode, Outcome, Verdict
from station.session.correction import DOWN, TO_LEFT, TO_RIGHT, UP, cue_for, skeleton
from station.session.wording import amount_text, detail_text
from tests.session.actor import observation
from vision.landmarks.points import BodyPoint as B
from vision.landmarks.points import Box, Provenance
from vision.measure import View
from vision.observation import BadgeItem, Items, TieItem
from vision.reason import Reason


def fail(measure, value, low=None, high=None, sigma=0.5):
    return Verdict(
        "c", Outcome.FAIL, Mode.MEASURED, measure=measure, value=value, sigma=sigma, limits=Limits(low, high)
    )


@pytest.mark.parametrize(
    ("measure", "value", "direction", "point"),
    [
        ("shoulder_tilt_deg", 6.0, DOWN, B.LEFT_SHOULDER),
        ("shoulder_tilt_deg", -6.0, DOWN, B.RIGHT_SHOULDER),
        ("head_roll_deg", 9.0, UP, B.LEFT_EAR),
        ("head_yaw_deg", 9.0, TO_RIGHT, B.NOSE),
        ("left_toe_out_deg", -9.0, TO_LEFT, B.LEFT_FOOT_INDEX),
        ("right_toe_out_deg", -9.0, TO_RIGHT, B.RIGHT_FOOT_INDEX),
    ],
)
def test_the_arrow_stands_on_the_body_and_points_the_way_to_go(measure, value, direction, point):
    seen = observation(0.0)
    cue = cue_for(fail(measure, value, -3.0, 3.0), "words", "en", seen)
    x, y = seen.landmarks.person.body.points.xy[point]
    assert cue.direction == direction
    assert cue.anchor == pytest.approx((x / 1280, y / 720))
    assert cue.outcome is Outcome.FAIL


def test_a_sideways_arrow_is_only_drawn_from_the_front():
    verdict = fail("head_yaw_deg", 9.0, -3.0, 3.0)
    assert cue_for(verdict, "words", "en", observation(0.0, view=View.LEFT)).direction is None
    up = fail("head_pitch_deg", 9.0, -3.0, 3.0)
    assert cue_for(up, "words", "en", observation(0.0, view=View.LEFT)).direction == UP


def test_without_a_body_there_are_words_only():
    cue = cue_for(fail("head_yaw_deg", 9.0, -3.0, 3.0), "words", "en", observation(0.0, people=0))
    assert (cue.text, cue.anchor, cue.direction) == ("words", None, None)


def test_a_guessed_point_carries_no_arrow_and_no_line():
    seen = observation(0.0)
    before = len(skeleton(seen.landmarks))
    seen.landmarks.person.body.points.provenance[B.LEFT_WRIST] = Provenance.HELD
    assert len(skeleton(seen.landmarks)) == before - 1
    seen.landmarks.person.body.points.provenance[:] = Provenance.MISSING
    assert skeleton(seen.landmarks) == ()
    assert cue_for(fail("shoulder_tilt_deg", 6.0, -3.0, 3.0), "w", "en", seen).anchor is None


def test_badge_and_tie_are_outlined_where_they_sit():
    from dataclasses import replace

    badge = BadgeItem(0.9, "pin", ((700, 240), (720, 240), (720, 250), (700, 250)), 8.0)
    tie = TieItem(0.9, Box(630, 200, 650, 360), knot=(640, 205), tip=(642, 358))
    seen = replace(observation(0.0), items=Items(tie, badge))
    cue = cue_for(fail("badge_tilt_deg", 8.0, -5.0, 5.0), "w", "en", seen)
    # its left end is the lower one: the arrow stands there and points up
    assert cue.anchor == pytest.approx((720 / 1280, 245 / 720))
    assert cue.direction is not None
    assert cue.direction[1] < -0.9
    assert len(cue.outline) == 4
    long = cue_for(fail("tie_tip_ratio", 0.3, -0.05, 0.05), "w", "en", seen)
    assert len(long.outline) == 5
    assert long.anchor is not None
    assert long.anchor[1] == pytest.approx(358 / 720)


def test_value_uncertainty_and_limits_stand_together():
    verdict = fail("shoulder_tilt_deg", 6.2, -3.0, 3.0, sigma=1.1)
    assert detail_text(verdict, "zh_CN") == "6° ±1°（要求 ±3°）"
    assert detail_text(verdict, "en") == "6° ±1° (limits ±3°)"
    assert amount_text(verdict, "en") == "3°"
    assert detail_text(fail("heel_gap_cm", 4.0, None, 2.0, 0.5), "en") == "4.0 cm ±0.5 cm (limits ≤ 2.0 cm)"


def test_an_unclear_clause_says_why_and_an_exempt_one_nothing():
    unclear = Verdict("c", Outcome.UNCLEAR, Mode.MEASURED, measure="hands_pose", reason=Reason.HANDS_HIDDEN)
    assert detail_text(unclear, "zh_CN") == "看不到双手"
    exempt = Verdict("c", Outcome.NOT_APPLICABLE, Mode.MEASURED, reason="exempt")
    assert detail_text(exempt, "en") == ""


def test_a_category_is_told_in_words():
    allowed = Limits(any_of=("sides",))
    akimbo = Verdict(
        "c", Outcome.FAIL, Mode.MEASURED, measure="hands_pose", value="akimbo", sigma=0.02, limits=allowed
    )  # fmt: skip
    assert detail_text(akimbo, "zh_CN") == "叉腰"
    assert amount_text(akimbo, "en") == ""
