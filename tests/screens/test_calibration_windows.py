"""The installer's windows by mouse and keys, as a person uses them."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from calibration.collector import BoardCollector
from calibration.seat_outline import FRONT_LEFT, FRONT_RIGHT, REAR_LEFT, REAR_RIGHT, SeatOutline
from station.screens.calibration.board_window import BoardWindow
from station.screens.calibration.chair_window import ChairWindow
from tests.calibration.boards import SQUARE_M, PlayedCamera, handheld
from vision.frame import Frame

PICTURE = np.full((720, 960, 3), 90, np.uint8)


@pytest.fixture
def window(qtbot):
    made = ChairWindow(PICTURE)
    qtbot.addWidget(made)
    made.ended = []
    made.finished.connect(made.ended.append)
    made.begin()
    return made


def place(window: ChairWindow, x: float, y: float) -> QPoint:
    return window.pane.on_widget(x, y).toPoint()


def drag(window: ChairWindow, corner: int, x: float, y: float) -> None:
    start = place(window, *window.outline.corners[corner])
    QTest.mousePress(window.pane, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(window.pane, place(window, x, y))
    QTest.mouseRelease(window.pane, Qt.MouseButton.LeftButton, pos=place(window, x, y))


def test_a_corner_follows_the_mouse_to_the_pixel(window):
    pixel = 1.0 / window.pane.scale
    drag(window, REAR_LEFT, 402.0, 388.0)
    assert window.outline.corners[REAR_LEFT] == pytest.approx((402.0, 388.0), abs=pixel)
    assert window.outline.corners[FRONT_LEFT] == SeatOutline.middle(960, 720).corners[FRONT_LEFT]


def test_the_mouse_moves_nothing_that_it_has_not_taken(window):
    before = window.outline
    QTest.mousePress(window.pane, Qt.MouseButton.LeftButton, pos=place(window, 30, 30))
    QTest.mouseMove(window.pane, place(window, 300, 300))
    QTest.mouseRelease(window.pane, Qt.MouseButton.LeftButton, pos=place(window, 300, 300))
    assert window.outline == before


def test_a_corner_that_was_let_go_stays(window):
    drag(window, FRONT_RIGHT, 600.0, 520.0)
    held = window.outline
    QTest.mouseMove(window.pane, place(window, 700, 600))
    assert window.outline == held


def test_arrows_move_by_one_pixel_and_tab_takes_the_next_corner(window):
    x, y = window.outline.corners[FRONT_LEFT]
    QTest.keyClick(window, Qt.Key.Key_Right)
    QTest.keyClick(window, Qt.Key.Key_Down)
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert window.outline.corners[FRONT_LEFT] == pytest.approx((x - 9, y + 1))
    QTest.keyClick(window, Qt.Key.Key_Tab)
    QTest.keyClick(window, Qt.Key.Key_Up)
    assert window.chosen == FRONT_RIGHT
    QTest.keyClick(window, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert window.chosen == FRONT_LEFT


def test_a_corner_cannot_leave_the_picture(window):
    drag(window, REAR_RIGHT, 3000.0, -50.0)
    x, y = window.outline.corners[REAR_RIGHT]
    assert 0 <= x <= 959
    assert 0 <= y <= 719


@pytest.mark.parametrize(("key", "saved"), [(Qt.Key.Key_Return, True), (Qt.Key.Key_Escape, False)])
def test_enter_saves_and_escape_cancels(window, key, saved):
    QTest.keyClick(window, key)
    assert window.ended == [saved]
    assert not window.isVisible()


@pytest.mark.parametrize(("button", "saved"), [("save", True), ("cancel", False)])
def test_the_buttons_save_and_cancel(window, button, saved):
    QTest.mouseClick(getattr(window, button), Qt.MouseButton.LeftButton)
    assert window.ended == [saved]


def test_the_windows_own_cross_cancels(window):
    window.close()
    assert window.ended == [False]


def test_what_can_be_no_seat_cannot_be_saved_and_is_said_in_both_languages(window):
    x, y = window.outline.corners[FRONT_RIGHT]
    drag(window, FRONT_LEFT, x + 60, y)
    assert not window.save.isEnabled()
    assert "交叉" in window.state.text()
    assert "cross" in window.state.text()
    QTest.keyClick(window, Qt.Key.Key_Return)
    assert window.ended == []


def test_a_live_picture_goes_on_while_the_corners_stay(qtbot):
    camera = PlayedCamera([PICTURE, PICTURE + 40], repeat=2)
    window = ChairWindow(None, camera.get)
    qtbot.addWidget(window)
    assert not window.save.isEnabled()
    window.begin()
    qtbot.waitUntil(lambda: window.outline is not None, timeout=3000)
    drag(window, FRONT_LEFT, 380.0, 500.0)
    held = window.outline
    qtbot.waitUntil(lambda: int(window.pane.picture[0, 0, 0]) == 130, timeout=3000)
    assert window.outline == held
    window.end(False)


def test_the_picture_is_painted_with_its_outline(window):
    shown = window.grab().toImage()
    ratio = shown.devicePixelRatio()
    corner = window.pane.mapTo(window, place(window, *window.outline.corners[FRONT_LEFT]))
    colour = shown.pixelColor(int((corner.x() + 8) * ratio), int(corner.y() * ratio))
    assert colour.red() > 180
    assert colour.blue() < 80


def test_the_board_is_collected_by_itself_and_the_window_ends(qtbot):
    collector = BoardCollector(5)
    window = BoardWindow(collector, SQUARE_M, lambda: None)
    qtbot.addWidget(window)
    ended = []
    window.finished.connect(ended.append)
    window.begin()
    assert "0 / 5" in window.state.text()
    index = 0
    for picture in handheld():
        for _ in range(4):
            if not ended:
                window.take(Frame(picture, index, 0.2 * index))
                window.grab()
            index += 1
    assert ended == [True]
    assert len(collector.views) == 5
    assert collector.coverage().sum() >= 4
    assert "5 of 5" in window.state.text()


def test_without_a_board_nothing_is_taken(qtbot):
    window = BoardWindow(BoardCollector(5), SQUARE_M, lambda: None)
    qtbot.addWidget(window)
    window.take(Frame(PICTURE, 0, 0.0))
    assert "看不到" in window.state.text()
    assert "not seen" in window.state.text()


def test_an_outline_that_is_too_small_is_no_seat():
    outline = SeatOutline.middle(960, 720)
    assert outline.fault is None
    for corner in range(4):
        outline = outline.moved(corner, 400 + corner, 400 + corner % 2)
    assert outline.fault is not None


def test_the_nearest_corner_is_taken_only_within_reach():
    outline = SeatOutline.middle(960, 720)
    x, y = outline.corners[REAR_RIGHT]
    assert outline.nearest(x + 3, y - 2, 10) == REAR_RIGHT
    assert outline.nearest(5, 5, 10) is None
