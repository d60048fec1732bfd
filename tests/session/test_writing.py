"""The log is written beside the mirror, and nothing is called logged before the receipt."""

from concurrent.futures import Executor, Future
from datetime import date, timedelta

import pytest

from station.log.errors import Trouble, trouble_at
from station.session.at_once import AtOnce
from station.session.machine import State
from station.session.upkeep import DailyUpkeep
from station.view_state import Screen
from tests.session.actor import LogInMemory, Stage


class Later(Executor):
    """Does the work when the test says so."""

    def __init__(self):
        self.jobs = []

    def submit(self, fn, /, *args, **kwargs):
        future = Future()
        self.jobs.append((future, fn, args))
        return future

    def work(self):
        for future, fn, args in self.jobs:
            try:
                future.set_result(fn(*args))
            except Exception as error:
                future.set_exception(error)
        self.jobs = []


def accepted(stage):
    stage.enter()
    stage.to_result()
    stage.press("accept")
    stage.frame()


def test_the_mirror_goes_on_while_the_disk_is_slow_and_logged_comes_with_the_receipt():
    disk = Later()
    stage = Stage(executor=disk)
    accepted(stage)
    stage.stand(2.0)
    assert stage.state is State.RECORDING
    assert stage.view.screen is Screen.RESULT
    assert stage.log.records == []
    disk.work()
    stage.frame()
    assert stage.state is State.LOGGED
    assert len(stage.log.records) == 1


def test_a_refusal_that_comes_late_is_still_told_and_can_be_tried_again(tmp_path):
    disk, log = Later(), LogInMemory(error=trouble_at(Trouble.DISK_FULL, tmp_path))
    stage = Stage(log, executor=disk)
    accepted(stage)
    disk.work()
    stage.frame()
    assert stage.state is State.CANNOT_LOG
    log.error = None
    stage.press("retry")
    stage.frame()
    assert stage.state is State.RECORDING
    disk.work()
    stage.frame()
    assert stage.state is State.LOGGED
    assert len(log.records) == 1


def test_a_record_that_fails_when_nobody_is_there_any_more_is_told_on_the_idle_screen(tmp_path):
    disk, log = Later(), LogInMemory(error=trouble_at(Trouble.DISK_FULL, tmp_path))
    stage = Stage(log, executor=disk)
    stage.enter()
    stage.leave(32.0)
    assert stage.state is State.IDLE
    disk.work()
    stage.frame({}, people=0)
    assert "未能记录" in stage.view.footer


def test_the_time_line_says_where_the_time_went():
    stage = Stage()
    accepted(stage)
    stage.frame()
    line = stage.runtime.account()
    assert line.startswith("Looked ")
    for word in ("front", "turn_left", "turn_right", "asked", "close_up", "recording", "(seconds)"):
        assert word in line


@pytest.mark.parametrize(("days", "runs"), [(0, 0), (1, 1), (3, 1), (400, 0), (-2, 0)])
def test_the_daily_upkeep_runs_once_a_day_and_not_for_a_clock_that_leaps(days, runs):
    done, today = [], date(2026, 3, 2)
    upkeep = DailyUpkeep(lambda: done.append(1), AtOnce(), today)
    for _ in range(3):
        upkeep.look(today + timedelta(days=days))
    assert len(done) == runs


def test_an_upkeep_that_fails_does_not_end_the_station():
    def refuse():
        raise OSError("disk")

    DailyUpkeep(refuse, AtOnce(), date(2026, 3, 2)).look(date(2026, 3, 3))


def test_the_log_is_purged_at_night_while_nobody_is_there():
    done = []
    stage = Stage(upkeep=lambda: done.append(stage.state))
    stage.leave(1.0)
    stage.began += timedelta(days=1)
    stage.leave(1.0)
    assert done == [State.IDLE]
