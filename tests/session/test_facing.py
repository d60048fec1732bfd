"""A part takes only what is seen from where it has to be seen, and a close-up waits for who looks."""

import pytest

from checklists.model import Checklist
from checklists.session_part import SessionPart
from station.session.facing import turned_away
from station.session.machine import State
from station.view_state import Pose, Screen
from tests.session.actor import GOOD, Stage, observation
from vision.reason import Reason

SIDE_ON = {"hair_ear_cover_left_ratio": 0.1, "hair_ear_cover_right_ratio": 0.1}


@pytest.mark.parametrize(
    ("part", "azimuth_deg", "counts"),
    [
        (SessionPart.FRONT, 30.0, True), (SessionPart.FRONT, -80.0, False),
        (SessionPart.TURN_LEFT, -80.0, True), (SessionPart.TURN_LEFT, 80.0, False),
        (SessionPart.TURN_LEFT, -50.0, False), (SessionPart.TURN_RIGHT, 80.0, True),
        (SessionPart.TURN_RIGHT, 130.0, False), (SessionPart.BOW, 80.0, True), (SessionPart.BOW, 0.0, True),
    ],
)  # fmt: skip
def test_a_frame_counts_for_a_part_only_from_its_side(part, azimuth_deg, counts):
    assert (turned_away(part, observation(0.0, azimuth_deg=azimuth_deg)) is None) is counts


def test_a_seat_is_taken_as_the_chair_stands_but_not_from_a_standing_person():
    standing = observation(0.0, {}, missing=Reason.NOT_SEATED)
    assert turned_away(SessionPart.SEATED, standing) is Reason.NOT_SEATED
    for azimuth_deg in (0.0, 20.0, 45.0, 70.0):
        seated = observation(0.0, {"knee_gap_ratio": 0.8}, azimuth_deg=azimuth_deg)
        assert turned_away(SessionPart.SEATED, seated) is None


def test_what_is_seen_before_the_turn_is_no_evidence_for_the_turned_part():
    stage = Stage()
    stage.enter()
    while stage.view.pose is not Pose.TURN_LEFT:
        stage.frame()
    left = {**GOOD, "hair_ear_cover_right_ratio": 0.9}
    stage.stand(4.0, left, azimuth_deg=0.0)
    assert stage.view.pose is Pose.TURN_LEFT, "the part waits for the turn"
    assert stage.view.countdown == pytest.approx(1.0, abs=0.05)
    while stage.view.pose is Pose.TURN_LEFT:
        stage.frame(GOOD)
    rows = {row.clause: row.outcome for row in stage.view.rows}
    assert "fail" not in rows.values()


def test_who_never_turns_is_not_waited_for_for_ever():
    stage = Stage()
    stage.enter()
    while stage.view.pose is not Pose.TURN_LEFT:
        stage.frame()
    began_s = stage.now_s
    while stage.view.pose is Pose.TURN_LEFT:
        stage.frame(azimuth_deg=0.0)
    assert stage.now_s - began_s < 14
    stage.to_result()
    outcomes = {row.clause: row.outcome for row in stage.view.rows}
    assert outcomes["hair.sides"] == "unclear"


def test_a_close_up_is_shown_to_who_faces_the_mirror_and_nothing_is_confirmed_before():
    stage = Stage()
    stage.enter()
    stage.stand_until(State.ASSIST)
    stage.stand(1.0, azimuth_deg=80.0)
    assert stage.view.screen is Screen.PART
    assert stage.view.pose is Pose.FRONT
    assert stage.view.headline == "请面向镜子"
    assert "confirm" not in {target.action for target in stage.view.targets}
    stage.press("confirm")
    assert stage.state is State.ASSIST
    stage.frame(azimuth_deg=0.0)
    assert stage.view.screen is Screen.ASSIST
    stage.press("confirm")
    assert stage.state is State.RESULT


def test_a_person_whose_side_cannot_be_told_gets_the_close_up_in_the_end():
    stage = Stage()
    stage.enter()
    stage.stand_until(State.ASSIST)
    stage.stand(7.0, azimuth_deg=80.0)
    assert stage.view.screen is Screen.ASSIST


SIT = Checklist.model_validate(
    {
        "id": "house", "version": "1", "name": {"zh": "坐姿", "en": "Sitting"},
        "clauses": [
            {
                "id": name, "wearer": "all", "mode": "measured", "parts": ["seated"], "posture": "seated",
                "title": {"zh": "坐", "en": name}, "says": {"zh": "坐。", "en": "Sit."},
                "rules": [{"measure": measure, **limits}],
            }
            for name, measure, limits in (
                ("sit.knees", "knee_gap_ratio", {"high": 1.8}),
                ("sit.legs", "shank_inclination_deg", {"abs": 12}),
                ("sit.head", "head_roll_deg", {"abs": 5}),
            )
        ],
    }
)  # fmt: skip


def test_a_seated_part_waits_for_who_sits_down_and_asks_for_no_side_that_the_chair_does_not_show():
    stage = Stage(checklists={"house": SIT}, has_chair=True)
    stage.enter()
    stage.stand(3.0, {"head_roll_deg": 9.0}, missing=Reason.NOT_SEATED)
    assert stage.view.pose is Pose.SIT
    assert stage.view.countdown == pytest.approx(1.0, abs=0.05)
    began_s = stage.now_s
    seen = []
    while stage.state is State.PART:
        stage.frame(
            {"shank_inclination_deg": 3.0, "head_roll_deg": 1.0}, missing=Reason.NEEDS_FRONT_VIEW, azimuth_deg=50.0
        )
        seen.append(stage.view.message if stage.state is State.PART else "")
    assert stage.now_s - began_s < 4, "all that can be seen from here has been seen"
    assert not any(seen), "nobody carries the chair round"
    outcomes = {row.clause: row.outcome for row in stage.view.rows}
    assert outcomes == {"sit.knees": "unclear", "sit.legs": "pass", "sit.head": "pass"}
    assert "recheck" not in {target.action for target in stage.view.targets}
