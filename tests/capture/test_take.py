"""Some seconds of a live source, as `measure` and `calibrate` take them."""

import numpy as np
import pytest

from station.capture.live import LatestFrame
from station.capture.status import CameraStatus
from station.capture.take import take
from vision.errors import TongjingError
from vision.frame import Frame

PICTURE = np.zeros((32, 48, 3), np.uint8)


class Feed:
    """A live source that delivers a frame every tenth of a second of its own clock, whenever it is asked."""

    def __init__(self, status: CameraStatus = CameraStatus.OK) -> None:
        self.frames = Slot(self)
        self.status = status
        self.started = self.stopped = False

    def start(self) -> None:
        self.started = True

    def stop(self) -> None:
        self.stopped = True


class Slot(LatestFrame):
    def __init__(self, feed: Feed) -> None:
        super().__init__()
        self.feed, self.count = feed, 0

    def wait_newer(self, than_index: int, timeout_s: float) -> Frame | None:
        if self.feed.status is not CameraStatus.OK:
            return None
        self.count += 1
        return Frame(PICTURE, self.count, 5.0 + 0.1 * self.count, "camera")


def test_a_take_lasts_as_long_as_it_was_asked_to_and_lets_the_camera_go() -> None:
    feed = Feed()
    frames = list(take(feed, "0", 1.0))
    assert len(frames) == 11
    assert frames[0].time_s == 0.0
    assert frames[-1].time_s == pytest.approx(1.0)
    assert frames[0].source == "0"
    assert feed.started
    assert feed.stopped


@pytest.mark.parametrize("status", [status for status in CameraStatus if status is not CameraStatus.OK])
def test_a_camera_without_pictures_is_told_in_words_and_let_go(status: CameraStatus) -> None:
    feed = Feed(status)
    with pytest.raises(TongjingError, match="0: the") as caught:
        list(take(feed, "0", 1.0))
    assert "\n" not in str(caught.value)
    assert feed.stopped
