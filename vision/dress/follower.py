"""The dress family for one source: a doubtful item is asked about bit by bit while the person stands."""

from collections.abc import Iterable

from vision.dress.chart import chart_of
from vision.dress.doubts import WITNESS, Doubts
from vision.dress.items import measure_items
from vision.dress.measures import NAMES, READINGS
from vision.families import Finding, MeasureContext

MOST = WITNESS
"""Looks of our own model beside the first in one run: two, or the witness, or none for a body that moves."""


class DressFollower:
    """State: what other looks and the witness have said about this chest; `reset` forgets them."""

    def __init__(self) -> None:
        """Nothing is known."""
        self._doubts = Doubts()

    @property
    def complete(self) -> bool:
        """Whether the last look left nothing to be asked."""
        return not self._doubts.open

    def look(self, context: MeasureContext, *, at_rest: bool) -> Iterable[Finding]:
        """Tie, badge and scarf; a tie or scarf in doubt is unclear until all that was wanted has been asked."""
        chart = chart_of(context.person.body.points.xy)
        self._doubts.begin(chart, context.frame.time_s, MOST if at_rest else 0)
        return measure_items(context, NAMES, READINGS, self._doubts)

    def reset(self) -> None:
        """Another person or another source."""
        self._doubts.forget()
