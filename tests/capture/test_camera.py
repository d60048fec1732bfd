import threading
import time

import numpy as np
import pytest

from station.capture.camera import BUDGET, RETRY_S, SLOW_RETRY_S, Camera, RestartBudget
from station.capture.device import DeviceError, find_device, stable_name
from station.capture.picture_watch import PictureWatch
from station.capture.status import CameraStatus
from station.settings import CameraSettings

RNG = np.random.default_rng(7)


def noisy(level=120):
    return np.clip(RNG.normal(level, 12, (96, 128, 3)), 0, 255).astype(np.uint8)


class Plug:
    """A camera on a cable that the test pulls; every opened device obeys it."""

    def __init__(self, path):
        self.path = path
        self.there = True
        self.busy = False
        self.hang = threading.Event()
        self.hang.set()
        self.picture = noisy
        self.opened = 0
        self.released = 0

    def find(self, name):
        return self.path if self.there else None

    def open(self, path, settings):
        if self.busy:
            raise DeviceError(CameraStatus.BUSY)
        if not self.there:
            raise DeviceError(CameraStatus.MISSING)
        self.opened += 1
        return Opened(self)


class Opened:
    def __init__(self, plug):
        self.plug = plug

    def read(self):
        self.plug.hang.wait(10)
        time.sleep(0.005)
        return self.plug.picture() if self.plug.there else None

    def release(self):
        self.plug.released += 1


@pytest.fixture
def plug(tmp_path):
    return Plug(tmp_path / "video0")


@pytest.fixture
def camera(plug):
    budget = RestartBudget()
    budget.delay_s = lambda now_s: 0.02
    made = Camera(
        CameraSettings(id="cam"),
        opener=plug.open,
        finder=plug.find,
        stall_s=0.3,
        open_s=0.5,
        retry_s=0.01,
        budget=budget,
    )
    yield made
    plug.hang.set()
    made.stop()
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("camera-")]


def until(condition, within_s=5.0):
    end = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < end, "did not come true in time"
        time.sleep(0.005)


def is_ok(camera):
    return lambda: camera.status is CameraStatus.OK and camera.frames.get() is not None


def test_frames_arrive_with_rising_index_and_time(camera):
    camera.start()
    until(is_ok(camera))
    first = camera.frames.get()
    second = camera.frames.wait_newer(first.index, 2.0)
    assert second.index > first.index
    assert second.time_s > first.time_s
    assert second.pixels.shape == (96, 128, 3)


def test_an_unplugged_camera_is_said_and_comes_back_by_itself(camera, plug):
    camera.start()
    until(is_ok(camera))
    plug.there = False
    until(lambda: camera.status is CameraStatus.UNPLUGGED)
    assert camera.frames.get() is None, "an old picture must not stand for a new one"
    plug.there = True
    until(is_ok(camera))
    assert plug.opened >= 2


def test_a_read_that_blocks_is_given_up_and_the_camera_reopened(camera, plug):
    camera.start()
    until(is_ok(camera))
    plug.hang.clear()
    until(lambda: camera.status is CameraStatus.FROZEN)
    plug.hang.set()
    until(is_ok(camera))
    until(lambda: plug.released >= 1)


def test_a_driver_that_repeats_the_last_picture_is_reopened(camera, plug):
    camera.start()
    until(is_ok(camera))
    last = noisy()
    plug.picture = lambda: last
    until(lambda: plug.opened >= 2)
    plug.picture = noisy
    until(is_ok(camera))


def test_a_black_picture_is_said_and_nothing_is_shown(camera, plug):
    camera.start()
    until(is_ok(camera))
    plug.picture = lambda: np.zeros((96, 128, 3), np.uint8)
    until(lambda: camera.status is CameraStatus.BLACK)
    assert camera.frames.get() is None
    plug.picture = noisy
    until(is_ok(camera))


def test_a_busy_camera_is_said_and_taken_when_it_is_free(camera, plug):
    plug.busy = True
    camera.start()
    until(lambda: camera.status is CameraStatus.BUSY)
    plug.busy = False
    until(is_ok(camera))


def test_no_camera_at_all_is_said(camera, plug):
    plug.there = False
    camera.start()
    until(lambda: camera.status is CameraStatus.MISSING)


def test_a_camera_can_be_stopped_before_its_first_picture(camera):
    camera.start()
    camera.stop()


def test_restarts_slow_down_after_five_in_a_minute():
    budget = RestartBudget()
    delays = [budget.delay_s(second) for second in range(BUDGET + 2)]
    assert delays == [RETRY_S] * BUDGET + [SLOW_RETRY_S] * 2
    assert budget.delay_s(200.0) == RETRY_S
    assert SLOW_RETRY_S < 5.0


def test_noise_keeps_a_still_scene_from_being_called_frozen():
    watch = PictureWatch()
    assert {watch.judge(noisy(), second / 10) for second in range(50)} == {CameraStatus.OK}


def test_a_dark_room_is_not_a_black_picture():
    watch = PictureWatch()
    assert {watch.judge(noisy(25), second / 10) for second in range(50)} == {CameraStatus.OK}


def test_a_picture_is_frozen_only_after_it_has_lasted():
    watch, still = PictureWatch(), noisy()
    judged = [watch.judge(still, second / 10) for second in range(30)]
    assert judged[10] is CameraStatus.OK
    assert judged[-1] is CameraStatus.FROZEN


def test_a_camera_is_found_by_its_stable_name_under_another_number(tmp_path):
    by_id = tmp_path / "v4l" / "by-id"
    by_id.mkdir(parents=True)
    for number in (0, 2):
        (tmp_path / f"video{number}").touch()
    (by_id / "usb-Cam-video-index0").symlink_to("../../video2")
    assert find_device("usb-Cam-video-index0", tmp_path).resolve() == tmp_path / "video2"
    assert find_device("", tmp_path).name == "usb-Cam-video-index0"
    assert find_device("0", tmp_path) == tmp_path / "video0"
    assert find_device("7", tmp_path) is None
    assert stable_name(tmp_path / "video2", tmp_path).endswith("usb-Cam-video-index0")
    assert stable_name(tmp_path / "video0", tmp_path) == str(tmp_path / "video0")
