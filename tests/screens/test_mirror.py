"""The mirror: left is left, the whole body stays, marks fade, no copy is made."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QImage, QPainter

from station.screens import mirror, scenes
from station.screens.metrics import Metrics
from station.screens.mirror import MirrorPane, MirrorTransform
from station.view_state import Screen, ViewState

SIDE = st.floats(200, 2000)


def test_the_wearers_left_hand_is_on_the_left_of_the_screen():
    """The camera sees the wearer's left hand on the right of its picture."""
    transform = MirrorTransform.fit(QSizeF(1280, 720), QRectF(0, 0, 1000, 1000), None)
    assert transform.map((0.6, 0.5)).x() < transform.map((0.4, 0.5)).x()
    assert transform.map((0.5, 0.5)) == QPointF(500, 500)


@given(width=SIDE, height=SIDE, rect_width=SIDE, rect_height=SIDE)
def test_head_and_feet_stay_in_the_mirror_whatever_the_camera(width, height, rect_width, rect_height):
    rect = QRectF(10, 20, rect_width, rect_height)
    transform = MirrorTransform.fit(QSizeF(width, height), rect, None)
    assert transform.map((0.5, 0.0)).y() == pytest.approx(rect.top())
    assert transform.map((0.5, 1.0)).y() == pytest.approx(rect.bottom())
    assert transform.map((0.5, 0.5)).x() == pytest.approx(rect.center().x())
    across = transform.target.width() / transform.source.width()
    down = transform.target.height() / transform.source.height()
    assert across == pytest.approx(down, rel=1e-6)
    assert transform.target.width() <= rect.width() + 1e-6


@given(
    x=st.floats(0.0, 0.8), y=st.floats(0.0, 0.8), wide=st.floats(0.05, 0.2), high=st.floats(0.05, 0.2),
    rect_width=SIDE, rect_height=SIDE,
)  # fmt: skip
def test_a_close_up_shows_the_asked_part_undistorted(x, y, wide, high, rect_width, rect_height):
    rect = QRectF(0, 0, rect_width, rect_height)
    transform = MirrorTransform.fit(QSizeF(1280, 720), rect, (x, y, x + wide, y + high))
    middle = transform.map((x + wide / 2, y + high / 2))
    assert rect.adjusted(-1, -1, 1, 1).contains(middle)
    assert transform.source.left() >= -1e-6
    assert transform.source.right() <= 1280 + 1e-6
    ratio = (transform.target.width() / transform.source.width()) / (
        transform.target.height() / transform.source.height()
    )
    assert ratio == pytest.approx(1.0, rel=1e-3)


@pytest.mark.parametrize(("age_s", "opacity"), [(0.0, 1.0), (0.3, 1.0), (0.4, 0.5), (0.5, 0.0), (9.0, 0.0)])
def test_marks_older_than_three_tenths_of_a_second_fade(age_s, opacity):
    assert mirror.overlay_opacity(age_s) == pytest.approx(opacity)


def test_a_frame_is_wrapped_and_not_copied():
    pixels = np.zeros((6, 8, 3), np.uint8)
    image = mirror.wrap(pixels)
    pixels[2, 3] = (255, 0, 0)
    assert image.pixelColor(3, 2) == QColor(0, 0, 255)


def test_a_view_into_a_larger_picture_keeps_its_rows():
    whole = np.zeros((10, 20, 3), np.uint8)
    whole[4, 7] = (0, 0, 255)
    image = mirror.wrap(whole[2:8, 5:15])
    assert image.pixelColor(2, 2) == QColor(255, 0, 0)


def test_the_picture_is_painted_mirrored():
    pixels = np.zeros((720, 1280, 3), np.uint8)
    pixels[:, 640:] = (255, 255, 255)
    metrics = Metrics.of(1080, 1920)
    view = ViewState(Screen.PART, headline="x")
    pane = next(e for e in scenes.compose(QSizeF(1080, 1920), view, metrics) if isinstance(e, MirrorPane))
    canvas = QImage(1080, 1920, QImage.Format.Format_RGB32)
    painter = QPainter(canvas)
    scenes.paint(painter, QSizeF(1080, 1920), view, mirror.wrap(pixels), metrics)
    painter.end()
    middle = int(pane.rect.center().y())
    assert canvas.pixelColor(int(pane.rect.left()) + 60, middle).lightness() > 200
    assert canvas.pixelColor(int(pane.rect.right()) - 60, middle).lightness() < 60
