"""Paused: a second person is in the picture, or the person has stepped away."""

from PySide6.QtCore import QSizeF

from station.screens.elements import Elements
from station.screens.metrics import Metrics
from station.screens.palette import SKY
from station.screens.scenes.statement import compose_statement
from station.view_state import ViewState


def compose(size: QSizeF, view: ViewState, metrics: Metrics) -> Elements:
    """Two bars, and what to do."""
    return compose_statement(size, view, metrics, fill=SKY, sign="pause")
