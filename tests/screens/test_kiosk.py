"""The kiosk as a whole, unseen: the mirror before the models, a sentence where something is broken, a clean end."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from station import assembly
from station.kiosk import Kiosk
from station.log.errors import Trouble, trouble_at
from station.view_state import Screen
from tests.screens.scripted import IDLE, ScriptedSession
from vision.errors import TongjingError


class SilentObserver:
    """Measures nothing."""

    def observe(self, frame):
        return frame

    def reset(self):
        pass


class ScriptedAssembly:
    """Stands in for checklists, log and models."""

    fault = ""

    def __init__(self, *settings: object, demo: bool = False) -> None:
        if self.fault:
            raise TongjingError(self.fault)

    def session(self, reset_observer, now_s):
        return ScriptedSession(IDLE)

    def observer(self, frame):
        return SilentObserver()

    def advice(self, language):
        return ""

    def read_codes(self, frame, now_s):
        return ()


@pytest.fixture
def still(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TONGJING_DATA", str(tmp_path / "data"))
    monkeypatch.setattr(assembly, "Assembly", ScriptedAssembly)
    path = tmp_path / "still.png"
    cv2.imwrite(str(path), np.full((72, 128, 3), 120, np.uint8))
    return path


def kiosk_of(source: Path, **changes: object) -> Kiosk:
    asked: dict[str, object] = {
        "checklist": None,
        "windowed": True,
        "language": "en",
        "backend": "onnx",
        "until": None,
        "until_limit_s": 60.0,
        "screenshots": None,
        "drill": None,
    }
    return Kiosk(str(source), **{**asked, **changes})  # type: ignore[arg-type]


def test_the_mirror_is_there_first_and_the_session_follows(qtbot, still):
    kiosk = kiosk_of(still)
    qtbot.addWidget(kiosk.surface)
    assert kiosk.surface.view.instruction == "Getting ready, one moment"
    with qtbot.waitSignal(kiosk.surface.painted, timeout=5000):
        kiosk.start()
    assert kiosk.shell.session is None
    qtbot.waitUntil(lambda: kiosk.shell.session is not None, timeout=5000)
    qtbot.waitUntil(lambda: kiosk.surface.view == IDLE, timeout=5000)
    qtbot.waitUntil(lambda: len(kiosk.shell.session.observations) > 0, timeout=5000)
    kiosk.stop()
    assert kiosk.fault is None


def test_what_cannot_be_opened_stands_on_the_screen_in_its_own_words(qtbot, still, monkeypatch):
    monkeypatch.setattr(ScriptedAssembly, "fault", "staff.json: line 3 is damaged; import the staff list again.")
    kiosk = kiosk_of(still)
    qtbot.addWidget(kiosk.surface)
    kiosk.start()
    qtbot.waitUntil(lambda: kiosk.surface.view.screen is Screen.FAULT, timeout=5000)
    kiosk.stop()
    assert "line 3 is damaged" in kiosk.surface.view.message
    assert kiosk.fault == kiosk.surface.view.message


@pytest.mark.parametrize(("language", "said"), [("zh_CN", "磁盘已满"), ("en", "The disk is full")])
def test_a_log_that_cannot_be_opened_is_said_in_the_stations_language(qtbot, still, monkeypatch, language, said):
    def refused(*_: object) -> None:
        raise trouble_at(Trouble.DISK_FULL, still.parent)

    monkeypatch.setattr(ScriptedAssembly, "session", refused)
    kiosk = kiosk_of(still, language=language)
    qtbot.addWidget(kiosk.surface)
    kiosk.start()
    qtbot.waitUntil(lambda: kiosk.surface.view.screen is Screen.FAULT, timeout=5000)
    kiosk.stop()
    assert said in kiosk.surface.view.message


def test_pictures_are_taken_of_each_screen(qtbot, still, tmp_path):
    folder = tmp_path / "pictures"
    kiosk = kiosk_of(still, screenshots=folder)
    qtbot.addWidget(kiosk.surface)
    kiosk.start()
    qtbot.waitUntil(lambda: bool(list(folder.glob("*.png"))), timeout=8000)
    kiosk.stop()
    picture = cv2.imread(str(folder / "01_idle.png"))
    assert picture.shape == (1920, 1080, 3)


def test_a_source_that_leads_nowhere_is_told_before_a_window_opens(qtbot, still):
    with pytest.raises(TongjingError, match=r"nowhere\.mp4"):
        kiosk_of(still.with_name("nowhere.mp4"))
