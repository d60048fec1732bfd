"""The dress family: everything on the chest from one run of the model."""

from collections.abc import Iterable

from vision.dress import badge, scarf, tie
from vision.dress.items import measure_items
from vision.families import Finding, MeasureContext

NAMES = (*tie.NAMES, *badge.NAMES, *scarf.NAMES)
READINGS = (tie.read_tie, badge.read_badge, scarf.read_scarf)


def measure_dress(context: MeasureContext) -> Iterable[Finding]:
    """Tie, badge and scarf, or why they cannot be told."""
    return measure_items(context, NAMES, READINGS)


def measure_tie(context: MeasureContext) -> Iterable[Finding]:
    """The tie alone."""
    return measure_items(context, tie.NAMES, (tie.read_tie,))


def measure_badge(context: MeasureContext) -> Iterable[Finding]:
    """The badge alone."""
    return measure_items(context, badge.NAMES, (badge.read_badge,))
