"""Painted scenes: one module per screen, each composing a display list from a `ViewState`.

`paint` is the one way to a picture: the kiosk's window, the golden tests and a PDF page all call it.
"""

from collections.abc import Callable

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage, QPainter

from station.screens.elements import Elements, Live
from station.screens.metrics import Metrics
from station.screens.scenes import (
    abandoned,
    assist,
    attest,
    drill,
    drills,
    fault,
    identify,
    idle,
    logged,
    notice,
    part,
    paused,
    questionnaire,
    result,
)
from station.view_state import Screen, ViewState

COMPOSERS: dict[Screen, Callable[[QSizeF, ViewState, Metrics], Elements]] = {
    Screen.IDLE: idle.compose,
    Screen.NOTICE: notice.compose,
    Screen.IDENTIFY: identify.compose,
    Screen.PART: part.compose,
    Screen.ASSIST: assist.compose,
    Screen.ATTEST: attest.compose,
    Screen.QUESTIONNAIRE: questionnaire.compose,
    Screen.RESULT: result.compose,
    Screen.LOGGED: logged.compose,
    Screen.ABANDONED: abandoned.compose,
    Screen.PAUSED: paused.compose,
    Screen.FAULT: fault.compose,
    Screen.DRILL: drill.compose,
    Screen.DRILLS: drills.compose,
}


def compose(size: QSizeF, view: ViewState, metrics: Metrics) -> Elements:
    """The display list of `view` on a surface of `size` pixels."""
    return COMPOSERS[view.screen](size, view, metrics)


def paint_elements(painter: QPainter, elements: Elements, live: Live) -> None:
    """Paint a display list."""
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    for element in elements:
        element.paint(painter, live)


def paint(
    painter: QPainter,
    size: QSizeF,
    view: ViewState,
    picture: QImage | None,
    metrics: Metrics,
    overlay_opacity: float = 1.0,
) -> None:
    """Paint `view` with the unmirrored `picture` as the mirror. `overlay_opacity` 0..1 fades what is on the body."""
    paint_elements(painter, compose(size, view, metrics), Live(view, picture, overlay_opacity))
