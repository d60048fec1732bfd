import threading
import time

import cv2
import numpy as np
import pytest

from station.capture.inference import InferenceWorker
from station.capture.live import LatestFrame
from station.capture.played import PlayedSource, played
from station.capture.sources import resolve
from station.capture.status import CameraStatus
from tests.session.actor import observation
from vision.errors import TongjingError
from vision.frame import Frame

PIXELS = np.zeros((8, 8, 3), np.uint8)


def frame(index):
    return Frame(PIXELS, index, index / 10)


def until(condition, within_s=5.0):
    end = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < end, "did not come true in time"
        time.sleep(0.005)


class SlowObserver:
    def __init__(self):
        self.seen, self.resets = [], 0
        self.go = threading.Event()
        self.go.set()

    def observe(self, frame):
        self.go.wait(5)
        self.seen.append(frame.index)
        return observation(frame.time_s)

    def reset(self):
        self.resets += 1


@pytest.fixture
def slot():
    return LatestFrame()


@pytest.fixture
def observer():
    return SlowObserver()


@pytest.fixture
def worker(slot, observer):
    made = InferenceWorker(slot, lambda: observer)
    made.start()
    yield made
    observer.go.set()
    made.stop()
    slot.close()
    assert not made.running


def test_the_newest_frame_is_measured_and_older_ones_are_left_out(worker, slot, observer):
    observer.go.clear()
    slot.put(frame(0))
    until(lambda: worker.ready)
    time.sleep(0.05)
    for index in range(1, 6):
        slot.put(frame(index))
    observer.go.set()
    until(lambda: 5 in observer.seen)
    assert len(observer.seen) <= 3


def test_an_observation_is_handed_out_once(worker, slot):
    slot.put(frame(0))
    taken = []
    until(lambda: bool(taken.append(worker.take()) or taken[-1]))
    assert worker.take() is None


def test_what_was_measured_before_a_reset_is_not_handed_out(worker, slot, observer):
    observer.go.clear()
    slot.put(frame(0))
    until(lambda: worker.ready)
    time.sleep(0.05)
    worker.reset_observer()
    observer.go.set()
    until(lambda: observer.seen)
    time.sleep(0.05)
    assert worker.take() is None
    slot.put(frame(1))
    until(lambda: observer.resets == 1 and 1 in observer.seen)
    until(lambda: worker.take() is not None)


def test_missing_models_are_said_and_end_the_worker(slot):
    def no_models():
        raise TongjingError("pose.onnx is missing; run tongjing setup.")

    worker = InferenceWorker(slot, no_models)
    worker.start()
    until(lambda: not worker.running)
    assert worker.error == "pose.onnx is missing; run tongjing setup."
    worker.stop()


def test_a_broken_worker_says_so(slot):
    class Broken(SlowObserver):
        def observe(self, frame):
            raise ZeroDivisionError

    worker = InferenceWorker(slot, Broken)
    worker.start()
    slot.put(frame(0))
    until(lambda: not worker.running)
    assert "Measuring has stopped" in worker.error
    worker.stop()


def test_every_measured_frame_is_looked_at_for_codes(slot, observer):
    seen = []
    worker = InferenceWorker(slot, lambda: observer, look=lambda one: seen.append(one.index))
    worker.start()
    slot.put(frame(3))
    until(lambda: seen == [3])
    worker.stop()


@pytest.fixture
def clip(tmp_path):
    path = tmp_path / "tiny.mp4"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 25.0, (64, 48))
    for level in (20, 90, 160, 230):
        writer.write(np.full((48, 64, 3), level, np.uint8))
    writer.release()
    return path


def test_a_clip_plays_in_real_time_again_and_again(clip):
    source = played(resolve(str(clip)))
    source.start()
    seen, last = [], -1
    while len(seen) < 9:
        newest = source.frames.wait_newer(last, 5.0)
        assert newest is not None
        last = newest.index
        seen.append(newest)
    assert source.status is CameraStatus.OK
    source.stop()
    times = [one.time_s for one in seen]
    assert times == sorted(times)
    assert seen[-1].index >= 8
    assert not [thread for thread in threading.enumerate() if thread.name == "played-source"]


def test_a_rewound_clip_begins_with_its_first_frame(clip):
    source = played(resolve(str(clip)))
    source.start()
    until(lambda: source.frames.get() is not None)
    source.rewind()
    until(lambda: source.frames.get().pixels.mean() < 40)
    source.stop()


def test_a_picture_stands_for_a_while(tmp_path):
    cv2.imwrite(str(tmp_path / "a.png"), np.full((48, 64, 3), 50, np.uint8))
    source = played(resolve(str(tmp_path)), loop=False)
    source.start()
    first = source.frames.wait_newer(-1, 5.0)
    later = source.frames.wait_newer(first.index + 1, 5.0)
    source.stop()
    assert later.time_s > first.time_s
    assert np.array_equal(first.pixels, later.pixels)


def test_an_unreadable_source_is_said_and_not_raised_into_nothing(tmp_path):
    def broken():
        raise TongjingError("no.mp4: there is no such file.")
        yield  # pragma: no cover

    source = PlayedSource(broken)
    source.start()
    until(lambda: source.error is not None)
    assert source.status is CameraStatus.MISSING
    source.stop()


def test_a_closed_slot_lets_nobody_wait(slot):
    slot.close()
    assert slot.wait_newer(-1, 10.0) is None
