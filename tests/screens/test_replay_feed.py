"""A picture or a clip as a live feed."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from station.capture.camera import Camera
from station.capture.sources import resolve
from station.capture.status import CameraStatus
from station.screens.feeds import open_feed
from station.screens.replay_feed import ReplayFeed
from station.settings import Settings
from vision.errors import TongjingError


@pytest.fixture
def still(tmp_path: Path) -> Path:
    path = tmp_path / "still.png"
    cv2.imwrite(str(path), np.full((48, 64, 3), 120, np.uint8))
    return path


def test_a_picture_plays_on_as_a_camera_would(qtbot, still):
    feed = ReplayFeed(resolve(str(still)))
    assert feed.status is CameraStatus.STARTING
    feed.start()
    times = []
    for index in range(4):
        shown = feed.frames.wait_newer(index - 1, 5.0)
        assert shown is not None
        times.append(shown.time_s)
    feed.stop()
    assert feed.status is CameraStatus.OK
    assert times == sorted(times)
    assert feed.fault is None


def test_a_file_that_cannot_be_read_is_a_sentence_and_not_a_crash(qtbot, tmp_path):
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    feed = ReplayFeed(resolve(str(broken)))
    feed.start()
    qtbot.waitUntil(lambda: feed.fault is not None, timeout=5000)
    feed.stop()
    assert feed.fault is not None
    assert "broken.png" in feed.fault
    assert feed.status is CameraStatus.MISSING


def test_sources_open_the_feed_that_they_mean(still):
    assert isinstance(open_feed(str(still), Settings()).feed, ReplayFeed)
    assert open_feed(str(still), Settings()).demo is None
    assert isinstance(open_feed("0", Settings()).feed, Camera)
    with pytest.raises(TongjingError):
        open_feed(str(still.with_name("nowhere.png")), Settings())
