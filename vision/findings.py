"""Findings put in order: every measure under its name, every name of the glossary there, the dress items apart."""

from collections.abc import Iterable

from vision.families import Finding
from vision.glossary import GLOSSARY, Part
from vision.measure import Measure, Measures, View
from vision.observation import BadgeItem, Items, ScarfItem, TieItem
from vision.reason import Reason


def add_measures(measures: dict[str, Measure], found: Iterable[Measure]) -> None:
    """Put measures under their names; a name that is unknown or given twice is a programming error (ValueError)."""
    for measure in found:
        if measure.name not in GLOSSARY:
            raise ValueError(f"{measure.name} does not stand in the glossary")
        if measure.name in measures:
            raise ValueError(f"{measure.name} is measured twice")
        measures[measure.name] = measure


def in_order(findings: Iterable[Finding]) -> tuple[dict[str, Measure], Items]:
    """The measures by name, the dress items apart. Raises ValueError as `add_measures` does."""
    measures: dict[str, Measure] = {}
    tie: TieItem | None = None
    badge: BadgeItem | None = None
    scarf: ScarfItem | None = None
    for finding in findings:
        if isinstance(finding, TieItem):
            tie = finding
        elif isinstance(finding, BadgeItem):
            badge = finding
        elif isinstance(finding, ScarfItem):
            scarf = finding
        else:
            add_measures(measures, [finding])
    return measures, Items(tie=tie, badge=badge, scarf=scarf)


def all_names(measures: Measures, view: View, *, still: bool) -> Measures:
    """Every name of the glossary: as measured, otherwise missing; in a still, what lives in motion needs motion."""
    complete = {}
    for name, quantity in GLOSSARY.items():
        if name in measures:
            complete[name] = measures[name]
        else:
            reason = Reason.NEEDS_MOTION if still and quantity.part is Part.MOTION else Reason.NOT_YET_MEASURED
            complete[name] = Measure.missing(name, reason, view)
    return complete
