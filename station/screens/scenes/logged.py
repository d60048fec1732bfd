"""Logged: shown only after the record is on the disk."""

from PySide6.QtCore import QSizeF

from checklists.verdict import Outcome
from station.screens.elements import Elements
from station.screens.metrics import Metrics
from station.screens.palette import OUTCOME_FILL
from station.screens.scenes.statement import compose_statement
from station.view_state import ViewState


def compose(size: QSizeF, view: ViewState, metrics: Metrics) -> Elements:
    """The overall outcome's glyph; a plain tick on paper white where nothing was judged (declined, stopped)."""
    outcome = view.outcome or Outcome.ATTESTED
    return compose_statement(size, view, metrics, fill=OUTCOME_FILL[outcome], outcome=outcome)
