"""The shell: what comes in reaches the session, what the session shows reaches the screen, nothing waits."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from station.capture.status import CameraStatus
from station.screens.elements import Button, Key, RowPlate
from station.screens.observing import ObservingThread
from station.screens.shell import Shell
from station.screens.surface import Surface
from station.view_state import Screen, ViewState
from tests.screens.sample_views import NAMES, sample
from tests.screens.scripted import (
    GUEST,
    IDENTIFY,
    IDLE,
    Clock,
    RecordingPlayer,
    ScriptedFeed,
    ScriptedSession,
    frame,
)
from vision.errors import TongjingError

TOUCH_SCREEN = QTest.createTouchDevice()


class Station:
    """Surface, shell and stand-ins, ready to be driven."""

    def __init__(self, shown: ViewState) -> None:
        self.surface, self.feed, self.clock, self.player = Surface(), ScriptedFeed(), Clock(), RecordingPlayer()
        self.surface.resize(540, 960)
        self.shell = Shell(self.surface, self.feed, self.clock, IDLE, player=self.player)
        self.session = ScriptedSession(shown)
        self.built: list[object] = []
        self.observing = ObservingThread(self.feed.frames, self.refuse)
        self.surface.show()
        self.shell.start()
        self.shell.attach(self.session, self.observing)
        self.shell.tick()

    def refuse(self, first):
        raise TongjingError("The model file pose.onnx is missing; run: tongjing models install")

    def place(self, kind: type, name: str) -> QPoint:
        for element in self.surface.elements:
            if isinstance(element, kind) and name in (getattr(element, "key", None), _action(element)):
                return element.rect.center().toPoint()
        raise AssertionError(name)


def _action(element: object) -> str | None:
    return element.target.action if isinstance(element, Button) else None


@pytest.fixture
def station(qtbot):
    made = Station(IDENTIFY)
    qtbot.addWidget(made.surface)
    yield made
    made.shell.stop()


def test_five_thousand_signals_do_not_end_the_process(qtbot):
    surface = Surface()
    qtbot.addWidget(surface)
    got: list[str] = []
    surface.action.connect(got.append)
    for number in range(5000):
        surface.action.emit(str(number))
        surface.painted.emit()
    assert len(got) == 5000


def test_typed_keys_reach_the_session_in_order(station):
    QTest.keyClicks(station.surface, "1024")
    QTest.keyClick(station.surface, Qt.Key.Key_Backspace)
    QTest.keyClick(station.surface, Qt.Key.Key_Return)
    QTest.keyClick(station.surface, Qt.Key.Key_Escape)
    assert station.session.keys == ["1", "0", "2", "4", "Backspace", "Enter", "Escape"]


def test_the_keypad_on_the_screen_types_as_a_keyboard_does(station):
    for key in ("7", "0", "Backspace", "Enter"):
        QTest.mouseClick(station.surface, Qt.MouseButton.LeftButton, pos=station.place(Key, key))
    assert station.session.keys == ["7", "0", "Backspace", "Enter"]


def test_a_click_on_a_target_is_its_action_and_beside_it_is_nothing(station):
    QTest.mouseClick(station.surface, Qt.MouseButton.LeftButton, pos=station.place(Button, "guest"))
    QTest.mouseClick(station.surface, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert station.session.actions == ["guest"]


def test_a_touch_on_a_row_says_which_clause(station):
    station.surface.resize(1280, 720)
    station.session.shown = sample("result", "en")
    station.shell.tick()
    plate = next(element for element in station.surface.elements if isinstance(element, RowPlate))
    QTest.mouseClick(station.surface, Qt.MouseButton.LeftButton, pos=plate.rect.center().toPoint())
    assert station.session.actions == ["row"]
    assert station.session.payloads == [plate.clause]


def test_a_touch_on_the_correction_says_which_clause(station):
    shown = sample("result", "en")
    station.session.shown = replace(shown, cue=replace(shown.cue, clause="uniform.badge_level"))
    station.shell.tick()
    plate = next(element for element in station.surface.elements if isinstance(element, RowPlate))
    QTest.mouseClick(station.surface, Qt.MouseButton.LeftButton, pos=plate.rect.center().toPoint())
    assert (station.session.actions, station.session.payloads) == (["row"], ["uniform.badge_level"])


def test_a_touch_on_a_target_is_its_action_once(station):
    sequence = QTest.touchEvent(station.surface, TOUCH_SCREEN)
    sequence.press(0, station.place(Button, "guest"), station.surface).commit()
    sequence.release(0, station.place(Button, "guest"), station.surface).commit()
    assert station.session.actions == ["guest"]


def test_the_newest_frame_is_shown_and_an_old_one_is_never_shown_again(station):
    for number in range(5):
        station.feed.frames.put(frame(number))
    station.shell.poll_frame()
    assert station.surface._frame is not None
    assert station.surface._frame.index == 4
    before = station.surface._picture
    station.shell.poll_frame()
    assert station.surface._picture is before


def test_the_mirror_is_painted_before_any_session_is_there(qtbot):
    surface, feed = Surface(), ScriptedFeed()
    qtbot.addWidget(surface)
    surface.resize(540, 960)
    shell = Shell(surface, feed, Clock(), IDLE)
    surface.show()
    with qtbot.waitSignal(surface.painted, timeout=3000):
        feed.frames.put(frame(1))
        shell.poll_frame()
    assert shell.session is None
    shell.stop()


def test_marks_on_the_body_fade_when_inference_falls_behind(station):
    station.session.shown = replace(sample("part_cue", "en"), overlay_time_s=1.0)
    station.feed.frames.put(frame(1, time_s=1.1))
    station.shell.poll_frame()
    station.shell.tick()
    assert station.surface.overlay_opacity() == 1.0
    station.feed.frames.put(frame(2, time_s=1.9))
    station.shell.poll_frame()
    assert station.surface.overlay_opacity() == 0.0


def test_a_lost_camera_is_told_and_its_last_picture_is_wiped(station):
    station.feed.frames.put(frame(1))
    station.shell.poll_frame()
    station.feed.status = CameraStatus.UNPLUGGED
    station.shell.tick()
    assert station.session.statuses[-1] is CameraStatus.UNPLUGGED
    assert station.surface._picture is None


def test_a_cue_sounds_once_for_each_screen(station):
    station.session.shown = replace(IDLE, sound="step")
    for _ in range(4):
        station.shell.tick()
    station.session.shown = replace(sample("logged", "en"), sound="logged")
    for _ in range(4):
        station.shell.tick()
    assert station.player.played == ["step", "logged"]


def test_time_reaches_the_session(station):
    station.clock.now_s = 123.0
    station.shell.tick()
    assert station.session.ticks[-1] == 123.0


def test_a_missing_model_is_said_in_its_own_sentence(station, qtbot):
    station.feed.frames.put(frame(1))
    qtbot.waitUntil(lambda: station.observing.fault is not None, timeout=3000)
    assert station.observing.fault is not None
    assert "tongjing models install" in station.observing.fault
    assert not station.observing.ready


def test_every_screen_can_follow_every_other(station):
    station.feed.frames.put(frame(1))
    station.shell.poll_frame()
    for name in (*NAMES, *reversed(NAMES)):
        station.session.shown = sample(name, "zh_CN")
        station.shell.tick()
        station.surface.repaint()
        assert station.surface.view.screen is sample(name, "zh_CN").screen


def test_an_unchanged_view_is_not_composed_again(station):
    station.shell.tick()
    before = station.surface.elements
    station.session.shown = replace(IDENTIFY)
    station.shell.tick()
    assert station.surface.elements is before


def test_only_the_mirror_is_painted_for_a_new_frame(station):
    station.session.shown = sample("part", "en")
    station.shell.tick()
    station.surface.repaint()
    layer = station.surface._layer
    station.feed.frames.put(frame(9))
    station.shell.poll_frame()
    station.surface.repaint()
    assert station.surface._layer is layer
    station.session.shown = replace(sample("part", "en"), countdown=0.9)
    station.shell.tick()
    station.surface.repaint()
    assert station.surface._layer is layer, "a moving ring on the mirror must not repaint the panels"


def test_a_detached_shell_keeps_its_last_words(station):
    last = ViewState(Screen.FAULT, "en", headline="Checking has stopped")
    station.shell.detach(last)
    station.shell.tick()
    station.surface.action.emit(GUEST.action)
    assert station.surface.view is last
    assert station.session.actions == []


def test_the_observing_thread_takes_the_newest_frame_and_forgets_on_demand(qtbot):
    feed, seen, resets = ScriptedFeed(), [], []

    class Watcher:
        def observe(self, shown):
            seen.append(shown.index)
            return shown

        def reset(self):
            resets.append(len(seen))

    observing = ObservingThread(feed.frames, lambda first: Watcher(), lambda shown, now_s: (f"code{shown.index}",))
    observing.wants_codes = True
    observing.start()
    feed.frames.put(frame(0))
    qtbot.waitUntil(lambda: observing.ready, timeout=3000)
    for number in range(1, 4):
        feed.frames.put(frame(number))
        qtbot.waitUntil(lambda number=number: number in seen, timeout=3000)
    qtbot.waitUntil(lambda: len(observing._codes) == 3, timeout=3000)
    assert [one.index for one in observing.collect()] == [1, 2, 3]
    assert observing.collect_codes() == ["code1", "code2", "code3"]
    assert observing.collect() == []
    observing.reset()
    feed.frames.put(frame(4))
    qtbot.waitUntil(lambda: 4 in seen, timeout=3000)
    observing.stop()
    assert resets == [3]


def test_observations_reach_the_session(station):
    marker = object()
    station.observing._done.append(marker)
    station.shell.tick()
    assert station.session.observations == [marker]
