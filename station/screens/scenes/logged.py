"""Logged: shown only after the record is on the disk. The large tick says that; the verdict stands below, smaller."""

from PySide6.QtCore import QSizeF

from station.screens.elements import Elements
from station.screens.metrics import Metrics
from station.screens.palette import PAPER
from station.screens.scenes.statement import compose_statement
from station.view_state import ViewState


def compose(size: QSizeF, view: ViewState, metrics: Metrics) -> Elements:
    """A tick on paper white: even a check with something to fix is logged well."""
    return compose_statement(size, view, metrics, fill=PAPER, sign="tick", verdict=view.outcome)
