"""A close-up: the zoomed mirror, what to look for, the person's answer."""

from PySide6.QtCore import QSizeF

from station.screens.elements import Elements
from station.screens.metrics import Metrics
from station.screens.scenes.questions import compose_questions
from station.view_state import ViewState


def compose(size: QSizeF, view: ViewState, metrics: Metrics) -> Elements:
    """Questions, mirror and the two answers."""
    return compose_questions(size, view, metrics)
