"""Whatever happens in whatever order: the screen always has something to say, and never says more than is true."""

import random

import pytest

from station.capture.status import CameraStatus
from station.log.errors import Trouble, trouble_at
from station.session.machine import State
from station.view_state import Screen
from tests.session.actor import GOOD, Stage
from vision.landmarks.points import BodyPoint
from vision.measure import View
from vision.reason import Reason

ACTIONS = (
    "start", "accept_notice", "decline", "guest", "men", "women", "confirm", "deny", "accept", "recheck", "dispute",
    "human_check", "stop", "retry", "give_up", "done", "again", "row", "language", "drill", "key", "nonsense",
)  # fmt: skip
PAYLOADS = (None, "stand.shoulders", "bow.15", "7", "Enter")
SIGHTS = (
    {}, {"people": 0}, {"people": 2}, {"quality": (Reason.TOO_DARK,)}, {"view": View.LEFT},
    {"moved": {BodyPoint.RIGHT_WRIST: (520.0, 120.0)}},
)  # fmt: skip


def something(stage, dice, broken):
    kind = dice.random()
    if kind < 0.35:
        stage.press(dice.choice(ACTIONS), dice.choice(PAYLOADS))
    elif kind < 0.45:
        stage.runtime.on_badge(dice.choice(["1001", "1002", "x"]), stage.now_s)
    elif kind < 0.5:
        stage.runtime.on_camera(dice.choice(list(CameraStatus)), stage.now_s)
    elif kind < 0.55:
        stage.log.error = dice.choice([None, None, broken])
    elif kind < 0.6:
        stage.now_s += dice.choice([5.0, 30.0, 90.0])
        stage.runtime.tick(stage.now_s)
    else:
        values = dice.choice([GOOD, {**GOOD, "shoulder_tilt_deg": 9.0}, {"bow_angle_deg": 15.0}, {}])
        stage.stand(dice.choice([0.3, 1.0, 3.0]), values, **dice.choice(SIGHTS))


@pytest.mark.parametrize("seed", range(12))
def test_every_order_of_events_leaves_a_screen_and_never_a_false_logged(seed, tmp_path):
    dice = random.Random(seed)
    broken = trouble_at(Trouble.DISK_FULL, tmp_path)
    stage = Stage()
    logged_before, was_logged = 0, False
    for _ in range(120):
        something(stage, dice, broken)
        view = stage.view
        assert view.screen in set(Screen)
        assert view.headline
        is_logged = view.screen is Screen.LOGGED
        if is_logged and not was_logged:
            assert len(stage.log.records) > logged_before
        logged_before, was_logged = len(stage.log.records) if not is_logged else logged_before, is_logged
        if stage.state in (State.IDLE, State.ABANDONED, State.CANNOT_LOG):
            assert view.rows == ()
        if stage.state in (State.IDLE, State.ABANDONED):
            assert view.wearer_name == ""
    for record in stage.log.records:
        assert all(clause.final.value != 9.0 or clause.final.outcome != "pass" for clause in record.clauses)


def test_an_abandonment_that_is_logged_after_all_says_so(tmp_path):
    stage = Stage()
    stage.enter()
    stage.log.error = trouble_at(Trouble.LOCKED, tmp_path)
    stage.leave(27.0)
    stage.log.error = None
    stage.press("retry")
    stage.frame()
    assert stage.view.headline == "已记录"
    assert stage.view.instruction == "中途离开，已记下"
