"""Fault: the station cannot see or cannot log; it says so in plain words and what to do."""

from PySide6.QtCore import QSizeF

from station.screens.elements import Elements
from station.screens.metrics import Metrics
from station.screens.palette import ORANGE
from station.screens.scenes.statement import compose_statement
from station.view_state import ViewState


def compose(size: QSizeF, view: ViewState, metrics: Metrics) -> Elements:
    """An exclamation mark in orange."""
    return compose_statement(size, view, metrics, fill=ORANGE, sign="adjust")
