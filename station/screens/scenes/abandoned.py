"""Abandoned: the person left half-way; nothing of theirs is shown."""

from PySide6.QtCore import QSizeF

from station.screens.elements import Elements
from station.screens.metrics import Metrics
from station.screens.palette import GREY
from station.screens.scenes.statement import compose_statement
from station.view_state import ViewState


def compose(size: QSizeF, view: ViewState, metrics: Metrics) -> Elements:
    """A quiet grey sign."""
    return compose_statement(size, view, metrics, fill=GREY, sign="leave")
