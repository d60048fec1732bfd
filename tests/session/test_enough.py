"""A part waits for what looking on can still bring, and for nothing else."""

import pytest

from checklists.evaluation import evaluate_clause
from checklists.loader import load_shipped
from checklists.session_part import SessionPart
from checklists.verdict import Mode, Outcome, Verdict
from station.session.enough import comes_in, is_lasting, is_told
from station.session.pacing import AMBIGUOUS_S, BLINK_S, NEAR_LIMIT_S, STUCK_S, TOO_FEW_S, Doubts
from station.session.part_watch import PartWatch
from station.session.stops import Stop
from vision.measure import Measure, View
from vision.reason import Reason

STANDARDS = load_shipped()
STANDARD = STANDARDS["service_center"]
FRONT = SessionPart.FRONT


def told(clause: str, *measures: Measure, comes_again: bool = False) -> bool:
    evidence = {FRONT: {measure.name: measure for measure in measures}}
    verdict = evaluate_clause(STANDARD, clause, evidence)
    return is_told(STANDARD, clause, Stop(FRONT, (clause,)), verdict, evidence, comes_again=comes_again)


def tilt(value: float, sigma: float, frames: int = 3) -> Measure:
    return Measure("shoulder_tilt_deg", value, sigma, view=View.FRONT, frames=frames)


def test_what_is_decided_is_told() -> None:
    assert told("stand.shoulders", tilt(0.0, 1.0))
    assert told("stand.shoulders", tilt(9.0, 1.0))


def test_a_number_that_no_more_looks_can_close_is_told() -> None:
    assert told("stand.shoulders", tilt(2.5, 2.0))
    assert told("stand.shoulders", tilt(3.0, 0.01))


def test_a_number_that_more_looks_may_close_is_waited_for() -> None:
    assert not told("stand.shoulders", tilt(1.1, 2.0))
    assert told("stand.shoulders", tilt(1.1, 2.0, frames=400)), "these have been the more looks"


def test_a_category_is_waited_for_and_what_comes_again_is_not() -> None:
    doubtful = Measure("hands_pose", "sides", 0.2, view=View.FRONT, frames=4)
    assert not told("stand.no_akimbo", doubtful)
    assert told("stand.no_akimbo", doubtful, comes_again=True)


def test_what_has_not_been_seen_is_waited_for_even_where_it_comes_again() -> None:
    missing = Measure.missing("shoulder_tilt_deg", Reason.NOT_STILL)
    assert not told("stand.shoulders", missing)
    assert not told("stand.shoulders", missing, comes_again=True)
    assert told("uniform.worn", Measure.missing("uniform_colour_distance", Reason.NEEDS_ENROLMENT))


def test_a_turn_does_not_wait_for_what_only_the_front_can_tell() -> None:
    """A lean to the side is seen from the front; what the turn shows, the inclination, is decided."""
    turn = SessionPart.TURN_RIGHT
    upright = Measure("trunk_inclination_deg", 0.0, 1.0, view=View.LEFT, frames=3)
    evidence = {
        FRONT: {"trunk_lateral_deg": Measure("trunk_lateral_deg", 1.3, 2.0, view=View.FRONT, frames=3)},
        turn: {upright.name: upright},
    }
    verdict = evaluate_clause(STANDARD, "stand.trunk", evidence)
    assert verdict.measure == "trunk_lateral_deg"
    at_turn = Stop(turn, ("stand.trunk",))
    assert is_told(STANDARD, "stand.trunk", at_turn, verdict, evidence, comes_again=False)


def test_a_motion_needs_no_moment_to_settle_and_everything_else_does() -> None:
    assert is_lasting(STANDARDS["auto_dealer"], "bow.30", SessionPart.BOW)
    assert is_lasting(STANDARD, "sit.no_shake", SessionPart.SEATED)
    assert not is_lasting(STANDARD, "stand.shoulders", FRONT)
    watch = PartWatch()
    for now_s, told_now in ((2.0, {"a": True, "sway": False}), (2.1, {"a": True, "sway": False})):
        watch.settle(told_now, now_s, ["sway"])
        assert not watch.over
    watch.settle({"a": True, "sway": True}, 2.2, ["sway"])
    assert not watch.over, "the other clause has been told for 0.2 s only"
    watch.settle({"a": True, "sway": True}, 2.3, ["sway"])
    assert watch.over
    watch.settle({"a": False, "sway": True}, 2.4, ["sway"])
    watch.settle({"a": True, "sway": True}, 2.5, ["sway"])
    assert not watch.over, "what blinked begins anew"


def test_only_a_later_look_of_the_camera_counts_as_coming_again() -> None:
    asked = Stop(SessionPart.CLOSE_UP, ("stand.trunk",), asked=("stand.trunk",))
    assert comes_in([Stop(SessionPart.TURN_LEFT, ("stand.trunk",))], "stand.trunk")
    assert not comes_in([asked, Stop(SessionPart.TURN_LEFT, ("hair.sides",))], "stand.trunk")


@pytest.mark.parametrize(
    ("reason", "longest_s"),
    [
        (Reason.NEAR_LIMIT, NEAR_LIMIT_S), (Reason.AMBIGUOUS, AMBIGUOUS_S), (Reason.TOO_FEW_FRAMES, TOO_FEW_S),
        (Reason.HANDS_HIDDEN, STUCK_S),
    ],
)  # fmt: skip
def test_a_doubt_that_lasts_is_given_up_and_one_that_blinks_counts_on(reason: Reason, longest_s: float) -> None:
    doubts, clause = Doubts(), "stand.shoulders"
    unclear = Verdict(clause, Outcome.UNCLEAR, Mode.MEASURED, reason=reason)
    passed = Verdict(clause, Outcome.PASS, Mode.MEASURED)
    for tick in range(int(longest_s * 10) - 1):
        doubts.note([passed if tick % 4 == 3 else unclear], tick / 10)
        assert not doubts.stuck(clause)
    doubts.note([unclear], longest_s + 0.05)
    assert doubts.stuck(clause)
    doubts.note([passed], longest_s + 0.1)
    doubts.note([unclear], longest_s + 0.1 + 2 * BLINK_S)
    assert not doubts.stuck(clause), "it had been away"
