"""The kiosk's start: sentences where Qt would abort, the mirror first, a clean end."""

import os
import signal

import pytest
from PySide6.QtCore import QTimer

from station import app
from station.view_state import Screen
from vision.errors import TongjingError


def test_without_a_screen_there_is_a_sentence():
    with pytest.raises(TongjingError, match="no screen"):
        app._require_screen({})
    with pytest.raises(TongjingError, match=r"DISPLAY=:97"):
        app._require_screen({"DISPLAY": ":97"})


@pytest.mark.parametrize("environment", [{"QT_QPA_PLATFORM": "offscreen"}, {"WAYLAND_DISPLAY": "wayland-1"}])
def test_a_screen_that_is_there_is_taken(environment):
    app._require_screen(environment)


def test_opencvs_plugins_are_forgotten_and_other_settings_kept(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM_PLUGIN_PATH", "/x/site-packages/cv2/qt/plugins")
    monkeypatch.setenv("QT_QPA_FONTDIR", "/usr/share/fonts")
    app.forget_opencv_plugins()
    assert "QT_QPA_PLATFORM_PLUGIN_PATH" not in os.environ
    assert os.environ["QT_QPA_FONTDIR"] == "/usr/share/fonts"


def test_an_unknown_screen_is_named_with_the_known_ones():
    with pytest.raises(TongjingError, match="logged"):
        app._screen_named("nowhere")
    assert app._screen_named("logged") is Screen.LOGGED


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_the_service_close_the_kiosk_as_a_person_would(qapp, sent):
    before = signal.getsignal(sent)
    with app.stopped_by_signals(qapp):
        QTimer.singleShot(0, lambda: os.kill(os.getpid(), sent))
        late = QTimer(singleShot=True, interval=5000)
        late.timeout.connect(lambda: pytest.fail("the kiosk goes on"))
        late.start()
        qapp.exec()
        late.stop()
    assert signal.getsignal(sent) is before
