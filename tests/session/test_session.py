import pytest

from checklists.verdict import Outcome
from station.log import ComplianceLog
from station.log.errors import Trouble, trouble_at
from station.log.record import EventKind, IdentifiedBy, SessionOutcome
from station.log.verification import verify
from station.session.looking import REGION_S
from station.session.machine import State
from station.view_state import Pose, Screen
from tests.session.actor import CHECKLIST, GOOD, Stage, settings
from vision.landmarks.points import BodyPoint
from vision.measure import View
from vision.reason import Reason

TILTED = {**GOOD, "shoulder_tilt_deg": 8.0}


def outcomes(record):
    return {clause.clause: clause.final.outcome for clause in record.clauses}


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_session_runs_from_idle_to_a_real_log_in_both_languages(tmp_path, language):
    with_log = ComplianceLog.open(tmp_path, station="east-1", branch="East")
    try:
        stage = Stage(with_log)
        assert stage.view.screen is Screen.IDLE
        stage.step_on()
        if language == "en":
            stage.press("language")
        assert stage.view.language == language
        stage.press("accept_notice")
        stage.type("1001")
        stage.type("2468")
        assert stage.state is State.PART
        stage.to_result()
        assert stage.view.outcome is Outcome.PASS
        stage.stand_until(State.LOGGED, limit_s=8)
        assert stage.view.headline == {"zh_CN": "已记录", "en": "Logged"}[language]
    finally:
        with_log.close()
    assert verify(tmp_path).valid


@pytest.mark.parametrize(("language", "said"), [("zh_CN", "请一次只站一位"), ("en", "One person at a time")])
def test_two_who_wait_for_a_check_read_why_it_does_not_begin(language, said):
    stage = Stage()
    if language == "en":
        stage.press("language")
    stage.leave(2.0)
    stage.stand(1.5, GOOD, people=2)
    assert stage.state is State.IDLE
    assert stage.view.instruction == said
    stage.leave(2.0)
    assert stage.view.instruction != said
    stage.stand(1.5, GOOD)
    assert stage.state is State.NOTICE


def test_the_parts_come_in_their_order_and_each_ends_by_itself():
    stage = Stage()
    stage.enter()
    seen = []
    while stage.state is not State.RESULT:
        stage.frame()
        if stage.state in (State.ASSIST, State.ATTEST):
            stage.press("confirm")
        if stage.view.pose and stage.view.pose not in seen:
            seen.append(stage.view.pose)
    assert seen == [Pose.FRONT, Pose.TURN_LEFT, Pose.TURN_RIGHT]
    assert stage.now_s < 20


def test_ties_and_hair_are_looked_for_while_somebody_is_checked_and_not_before_or_after():
    stage = Stage()
    assert stage.runtime.wanted == frozenset()
    stage.enter()
    assert stage.state is State.PART
    assert stage.runtime.wanted == {"shoulder_tilt_deg", "hands_pose"}, "what the front is there for"
    stage.to_result()
    assert stage.runtime.wanted is None, "what is corrected is marked on the mirror"
    stage.press("accept")
    stage.stand_until(State.LOGGED)
    assert stage.runtime.wanted == frozenset()


def test_a_fault_is_corrected_on_the_spot_and_both_results_are_kept():
    stage = Stage()
    stage.enter()
    stage.to_result(TILTED)
    view = stage.view
    assert view.outcome is Outcome.FAIL
    assert view.cue is not None
    assert view.cue.direction == (0.0, 1.0)
    assert view.cue.anchor == pytest.approx((700 / 1280, 200 / 720))
    assert "8" in view.cue.text
    assert view.cue.amount == "", "one figure, not two that differ"
    stage.press("recheck")
    assert stage.view.steps == 1
    assert [row.clause for row in stage.view.rows] == ["stand.shoulders"]
    stage.to_result(GOOD)
    stage.press("accept")
    stage.frame()
    (record,) = stage.log.records
    assert record.outcome is SessionOutcome.PASS
    corrected = {clause.clause: clause for clause in record.clauses}["stand.shoulders"]
    assert corrected.corrected
    assert corrected.first.outcome is Outcome.FAIL
    assert corrected.final.outcome is Outcome.PASS
    assert sum(clause.corrected for clause in record.clauses) == 1


def test_a_correction_is_looked_at_again_by_itself():
    stage = Stage()
    stage.enter()
    stage.to_result(TILTED)
    stage.stand_until(State.PART, TILTED, limit_s=9)


def test_a_correction_round_waits_for_the_correction_and_then_ends():
    stage = Stage()
    stage.enter()
    stage.to_result(TILTED)
    stage.press("recheck")
    stage.stand(5.0, TILTED)
    assert stage.state is State.PART
    assert stage.view.cue is not None
    stage.stand_until(State.RESULT, GOOD, limit_s=6)
    assert stage.view.outcome is Outcome.PASS


def test_what_was_in_order_is_not_judged_again_in_a_correction():
    stage = Stage()
    stage.enter()
    stage.to_result(TILTED)
    stage.press("recheck")
    stage.to_result({**GOOD, "hands_pose": "akimbo"})
    assert stage.view.outcome is Outcome.PASS


def test_a_hidden_hand_never_passes():
    stage = Stage()
    stage.enter()
    stage.to_result({k: v for k, v in GOOD.items() if k != "hands_pose"})
    rows = {row.clause: row for row in stage.view.rows}
    assert rows["stand.hands"].outcome is Outcome.UNCLEAR
    assert stage.view.outcome is Outcome.UNCLEAR
    stage.press("accept")
    stage.frame()
    assert outcomes(stage.log.records[0])["stand.hands"] is Outcome.UNCLEAR
    assert stage.log.records[0].outcome is SessionOutcome.UNCLEAR


@pytest.mark.parametrize(
    "reason",
    [
        Reason.TOO_DARK, Reason.BLURRED, Reason.FROZEN, Reason.COVERED_LENS, Reason.PICTURE_OF_A_PICTURE,
        Reason.TURNED_AWAY, Reason.UPSIDE_DOWN,
    ],
)  # fmt: skip
def test_a_picture_that_is_not_fit_passes_nothing(reason):
    stage = Stage()
    stage.enter()
    end_s = stage.now_s + 90
    while stage.state is not State.RESULT and stage.now_s < end_s:
        stage.frame(GOOD, quality=(reason,))
        if stage.state in (State.ASSIST, State.ATTEST):
            stage.press("confirm")
    rows = {row.clause: row.outcome for row in stage.view.rows}
    for clause in ("stand.shoulders", "stand.hands", "hair.sides"):
        assert rows[clause] is Outcome.UNCLEAR


def test_a_part_that_cannot_see_says_why_and_what_to_do():
    stage = Stage()
    stage.enter()
    stage.stand(2.5, {"shoulder_tilt_deg": 0.0}, missing=Reason.FEET_OUTSIDE)
    view = stage.view
    assert view.instruction == "请后退一步"
    assert view.message == "双脚在画面外"
    assert view.pose is Pose.STEP_BACK


def test_a_part_that_never_sees_enough_ends_with_its_budget():
    stage = Stage()
    stage.enter()
    began_s = stage.now_s
    stage.stand_until(State.ASSIST, {}, limit_s=60)
    assert stage.now_s - began_s <= 3 * 10 + 1


def test_a_part_does_not_wait_for_what_stays_unclear():
    stage = Stage()
    stage.enter()
    began_s = stage.now_s
    while stage.view.step == 1:
        stage.frame({**GOOD, "hands_pose": None}, missing=Reason.HANDS_HIDDEN)
    assert 4.0 < stage.now_s - began_s < 6.0


def test_a_correction_waits_longer_for_a_fault_than_for_what_stays_unclear():
    stage = Stage()
    stage.enter()
    stage.to_result(TILTED)
    stage.press("recheck")
    stage.stand(9.0, TILTED)
    assert stage.state is State.PART


def test_what_was_seen_in_a_part_stays_seen_when_a_step_closer_hides_it():
    stage = Stage()
    stage.enter()
    stage.stand(1.5, {**GOOD, "hands_pose": None}, missing=Reason.TOO_FAR)
    while stage.view.step == 1:
        stage.frame({"hands_pose": "sides"}, missing=Reason.FEET_OUTSIDE)
    stage.to_result()
    rows = {row.clause: row.outcome for row in stage.view.rows}
    assert rows["stand.shoulders"] is Outcome.PASS
    assert rows["stand.hands"] is Outcome.PASS


def test_hiding_a_fault_does_not_undo_it():
    stage = Stage()
    stage.enter()
    stage.to_result(TILTED)
    stage.press("recheck")
    stage.to_result({"hands_pose": "sides"})
    rows = {row.clause: row.outcome for row in stage.view.rows}
    assert rows["stand.shoulders"] is Outcome.FAIL


def test_a_part_waits_while_nobody_is_there_and_judges_nothing():
    stage = Stage()
    stage.enter()
    stage.to_result(TILTED)
    stage.press("recheck")
    stage.stand(1.0, TILTED)
    stage.leave(20.0)
    assert stage.state is State.PART
    stage.to_result(GOOD)
    assert stage.view.outcome is Outcome.PASS


def test_a_second_person_pauses_and_the_part_starts_over_when_alone():
    stage = Stage()
    stage.enter()
    stage.stand(0.5)
    stage.stand(1.0, people=2)
    assert stage.state is State.PAUSED
    assert stage.view.screen is Screen.PAUSED
    resets = stage.resets
    stage.stand(1.0)
    assert stage.state is State.PART
    assert stage.resets > resets
    assert all(row.outcome is None for row in stage.view.rows) or stage.view.countdown > 0.9


def test_a_second_person_who_stays_ends_the_session_as_abandoned():
    stage = Stage()
    stage.enter()
    stage.stand_until(State.ABANDONED, people=2, limit_s=70)
    assert stage.log.records[0].outcome is SessionOutcome.ABANDONED


def test_who_leaves_half_way_is_logged_as_abandoned_and_the_screen_is_wiped():
    stage = Stage()
    stage.enter()
    stage.stand(1.0)
    assert stage.view.wearer_name == "李雷"
    stage.leave(20.0)
    assert stage.state is not State.IDLE
    stage.leave(8.0)
    assert stage.log.records[0].outcome is SessionOutcome.ABANDONED
    assert stage.log.records[0].events[-1].kind is EventKind.ABANDONED
    view = stage.view
    assert (view.wearer_name, view.rows, view.skeleton, view.typed, view.cue) == ("", (), (), "", None)
    stage.leave(6.0)
    assert stage.state is State.IDLE


def test_who_comes_back_starts_the_round_over_because_it_may_be_another_body():
    stage = Stage()
    stage.enter()
    stage.stand_until(State.ASSIST)
    stage.press("confirm")
    stage = Stage()
    stage.enter()
    while stage.view.step < 2:
        stage.frame()
    stage.leave(3.0)
    assert stage.view.instruction == "请回到脚印上"
    stage.frame()
    assert stage.view.step == 1


def test_a_walk_past_is_neither_a_session_nor_logged():
    stage = Stage()
    stage.step_on()
    stage.leave(3.0)
    assert stage.state is State.IDLE
    assert stage.log.records == []


def test_declining_is_possible_and_logged_without_a_person():
    stage = Stage()
    stage.step_on()
    stage.press("decline")
    stage.frame()
    assert stage.state is State.LOGGED
    (record,) = stage.log.records
    assert record.outcome is SessionOutcome.DECLINED
    assert record.identified_by is IdentifiedBy.NOBODY
    assert record.clauses == ()
    assert stage.view.instruction == "已记下您不参加检查"


@pytest.mark.parametrize(("action", "outcome"), [("stop", "abandoned"), ("human_check", "human_check")])
def test_stopping_and_asking_for_a_person_are_logged(action, outcome):
    stage = Stage()
    stage.enter()
    stage.stand(1.0)
    stage.press(action)
    stage.frame()
    assert stage.state is State.LOGGED
    assert stage.log.records[0].outcome == outcome


def test_a_clause_can_be_disputed_and_the_log_says_so():
    stage = Stage()
    stage.enter()
    stage.to_result(TILTED)
    stage.press("dispute", "stand.shoulders")
    rows = {row.clause: row for row in stage.view.rows}
    assert rows["stand.shoulders"].disputed
    stage.stand(20.0, TILTED)
    assert stage.state is State.RESULT
    stage.press("accept")
    stage.frame()
    (record,) = stage.log.records
    assert [clause.clause for clause in record.clauses if clause.disputed] == ["stand.shoulders"]
    assert EventKind.DISPUTED in [event.kind for event in record.events]


def test_a_log_that_refuses_is_said_plainly_and_never_called_logged(tmp_path):
    stage = Stage()
    stage.log.error = trouble_at(Trouble.DISK_FULL, tmp_path)
    stage.enter()
    stage.to_result()
    screens = set()
    for _ in range(400):
        stage.frame()
        screens.add(stage.view.screen)
        assert stage.view.screen is not Screen.LOGGED
        assert "已记录" not in stage.view.headline
        if stage.state is State.CANNOT_LOG:
            break
    view = stage.view
    assert view.screen is Screen.FAULT
    assert view.headline == "无法记录"
    assert "磁盘已满" in view.message
    stage.log.error = None
    stage.press("retry")
    stage.frame()
    assert stage.state is State.LOGGED
    assert len(stage.log.records) == 1


def test_a_record_that_is_given_up_is_told_on_the_idle_screen(tmp_path):
    stage = Stage()
    stage.log.error = trouble_at(Trouble.DISK_FULL, tmp_path)
    stage.enter()
    stage.to_result()
    stage.stand_until(State.CANNOT_LOG, limit_s=10)
    stage.press("give_up")
    assert stage.state is State.IDLE
    assert stage.view.footer == "上一次检查未能记录，请通知管理员"


def test_an_abandonment_that_cannot_be_logged_is_a_fault_too(tmp_path):
    stage = Stage()
    stage.enter()
    stage.log.error = trouble_at(Trouble.LOCKED, tmp_path)
    stage.leave(27.0)
    assert stage.state is State.CANNOT_LOG
    assert stage.view.wearer_name == ""


def test_an_exemption_is_not_applicable_without_a_reason_in_the_log():
    stage = Stage()
    stage.enter("1002")
    stage.to_result({**GOOD, "hands_pose": "behind"})
    stage.press("accept")
    stage.frame()
    clause = next(c for c in stage.log.records[0].clauses if c.clause == "stand.hands")
    assert clause.final.outcome is Outcome.NOT_APPLICABLE
    assert clause.final.reason is None


def test_a_guest_chooses_the_rules_and_is_logged_without_a_person():
    stage = Stage()
    stage.step_on()
    stage.press("accept_notice")
    stage.press("guest")
    assert stage.state is State.CHOOSE
    stage.press("women")
    stage.to_result()
    stage.press("accept")
    stage.frame()
    (record,) = stage.log.records
    assert record.identified_by is IdentifiedBy.GUEST
    assert record.wearer is None
    assert "hair.sides" not in outcomes(record)


def test_saying_no_to_a_close_up_fails_it():
    stage = Stage()
    stage.enter()
    stage.to_result(met=False)
    rows = {row.clause: row.outcome for row in stage.view.rows}
    assert rows["hands.nails"] is Outcome.FAIL
    assert rows["body.clean"] is Outcome.FAIL


def test_silence_in_a_close_up_is_no_confirmation():
    stage = Stage()
    stage.enter()
    stage.stand_until(State.RESULT, limit_s=120)
    rows = {row.clause: row.outcome for row in stage.view.rows}
    assert rows["hands.nails"] is Outcome.UNCLEAR
    assert rows["body.clean"] is Outcome.UNCLEAR


def test_a_close_up_zooms_to_one_hand_and_then_to_the_other():
    stage = Stage()
    stage.enter()
    stage.stand_until(State.ASSIST)
    for hand_x in (562 / 1280, 718 / 1280):
        stage.frame()
        x0, y0, x1, y1 = stage.view.crop
        assert x0 < hand_x < x1
        assert y0 < 370 / 720 < 395 / 720 < y1
        stage.stand(REGION_S)


def test_a_raised_right_hand_confirms():
    stage = Stage()
    stage.enter()
    stage.stand_until(State.ASSIST)
    stage.stand(0.5)
    raised = {BodyPoint.RIGHT_WRIST: (520.0, 120.0)}
    stage.stand(0.6, moved=raised)
    assert 0 < next(t.dwell for t in stage.view.targets if t.action == "confirm") < 1
    stage.stand(0.8, moved=raised)
    assert stage.state is State.RESULT
    stage.stand(2.0, moved=raised)
    assert stage.state is State.RESULT, "the same raised hand must not press twice"


def test_the_notice_is_shown_once_to_staff_and_again_with_a_new_version():
    stage = Stage()
    stage.enter()
    stage.press("stop")
    stage.leave(10.0)
    assert stage.state is State.IDLE
    stage.step_on()
    stage.runtime.on_badge("1001", stage.now_s)
    assert stage.state is State.PART
    stage.press("stop")
    stage.leave(10.0)
    stage.step_on()
    stage.runtime.on_badge("1002", stage.now_s)
    assert stage.state is State.NOTICE
    stage.press("accept_notice")
    assert stage.state is State.PART


def test_five_wrong_pins_lock_the_number_for_a_minute():
    stage = Stage()
    stage.step_on()
    stage.press("accept_notice")
    for _ in range(5):
        stage.type("1001")
        stage.type("0000")
    assert "秒" in stage.view.message
    stage.type("1001")
    stage.type("2468")
    assert stage.state is State.IDENTIFY


def test_a_pin_is_only_ever_shown_as_dots():
    stage = Stage()
    stage.step_on()
    stage.press("accept_notice")
    stage.type("1001")
    for key in "24":
        stage.now_s += 0.2
        stage.runtime.on_key(key, stage.now_s)
    stage.now_s += 0.2
    stage.runtime.tick(stage.now_s)
    assert stage.view.typed == "••"


def test_a_badge_reader_that_types_is_a_badge():
    stage = Stage()
    stage.step_on()
    stage.press("accept_notice")
    for key in [*"1001", "Enter"]:
        stage.now_s += 0.01
        stage.runtime.on_key(key, stage.now_s)
    assert stage.state is State.PART


def test_an_unknown_badge_is_refused_in_words():
    stage = Stage()
    stage.step_on()
    stage.press("accept_notice")
    stage.runtime.on_badge("9999", stage.now_s)
    assert stage.state is State.IDENTIFY
    assert stage.view.message == "名单中没有这张工牌"


def test_a_camera_that_goes_away_pauses_and_the_session_goes_on_when_it_is_back():
    from station.capture.status import CameraStatus

    stage = Stage()
    stage.enter()
    stage.stand(0.5)
    stage.runtime.on_camera(CameraStatus.UNPLUGGED, stage.now_s)
    assert stage.view.screen is Screen.FAULT
    assert stage.view.message == "摄像头已断开，请检查连线"
    stage.now_s += 10
    stage.runtime.tick(stage.now_s)
    stage.runtime.on_camera(CameraStatus.OK, stage.now_s)
    assert stage.state is State.PART
    stage.to_result()
    assert stage.view.outcome is Outcome.PASS


def test_the_quick_check_looks_from_the_front_only():
    stage = Stage(settings=settings(kind="quick"))
    stage.enter()
    stage.stand_until(State.RESULT, limit_s=8)
    assert {row.clause for row in stage.view.rows} == {"stand.shoulders", "stand.hands"}
    assert stage.view.outcome is Outcome.PASS


def test_an_unknown_checklist_is_refused_at_the_start():
    from vision.errors import TongjingError

    with pytest.raises(TongjingError, match="no checklist 'palace'"):
        Stage(checklist="palace")


def test_a_left_or_right_view_is_not_mixed_into_the_front():
    stage = Stage()
    stage.enter()
    stage.stand(0.5, {**GOOD, "shoulder_tilt_deg": 9.0}, view=View.LEFT, azimuth_deg=85.0)
    stage.to_result(GOOD)
    assert stage.view.outcome is Outcome.PASS


@pytest.mark.parametrize(("in_records", "outcome"), [(False, SessionOutcome.PASS), (True, SessionOutcome.FAIL)])
def test_a_missing_smile_does_not_show_in_the_record_unless_the_owner_wants_it(in_records, outcome):
    document = CHECKLIST.model_dump(mode="json")
    document["clauses"] = [
        document["clauses"][0],
        {
            "id": "face.smile", "wearer": "all", "mode": "measured", "parts": ["front"],
            "title": {"zh": "面带微笑", "en": "Smile"}, "says": {"zh": "微笑。", "en": "Smile."},
            "rules": [{"measure": "smile_ratio", "low": 0.4}],
        },
    ]  # fmt: skip
    house = {"house": CHECKLIST.model_validate(document)}
    stage = Stage(checklists=house, settings=settings(smile_in_records=in_records))
    stage.enter()
    stage.to_result({**GOOD, "smile_ratio": 0.0})
    stage.press("accept")
    stage.frame()
    assert stage.log.records[0].outcome is outcome
