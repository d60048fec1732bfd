"""The evidence that a verdict rests on: flat (one still or clip), or one set of measures per part of a session."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Literal

from checklists.reasons import JudgingReason
from checklists.session_part import SessionPart
from vision.glossary import GLOSSARY, Part
from vision.measure import Measure, Measures, View
from vision.reason import Reason

PartMeasures = Mapping[SessionPart, Measures]
QualityReasons = Collection[Reason] | Mapping[SessionPart, Collection[Reason]]

_ONLY_SEATED = tuple(name for name, quantity in GLOSSARY.items() if quantity.part in (Part.SEAT, Part.LEGS))


@dataclass(frozen=True, slots=True)
class Take:
    """What one look at the person gave. `part` is None for flat evidence, which serves every part."""

    part: SessionPart | None
    measures: Measures
    quality: tuple[Reason, ...]

    @property
    def posture(self) -> Literal["standing", "seated"] | None:
        """Seated where a measure exists that only a sitting person has; None where nothing tells."""
        found = [self.measures[name] for name in _ONLY_SEATED if name in self.measures]
        if any(measure.value is not None for measure in found):
            return "seated"
        return "standing" if any(measure.reason is Reason.NOT_SEATED for measure in found) else None


def takes_of(evidence: Measures | PartMeasures, quality: QualityReasons) -> tuple[Take, ...]:
    """The same form for flat evidence and for evidence per part."""
    by_part = {part: measures for part, measures in evidence.items() if isinstance(measures, Mapping)}
    if by_part:
        return tuple(
            Take(SessionPart(part), measures, tuple(_quality_of(quality, SessionPart(part))))
            for part, measures in by_part.items()
        )
    flat = {str(name): measure for name, measure in evidence.items() if isinstance(measure, Measure)}
    return (Take(None, flat, tuple(dict.fromkeys(_quality_of(quality, None)))),)


def _quality_of(quality: QualityReasons, part: SessionPart | None) -> list[Reason]:
    """The reasons for one part; for flat evidence those of all parts."""
    if not isinstance(quality, Mapping):
        return list(quality)
    if part is None:
        return [reason for reasons in quality.values() for reason in reasons]
    return list(quality.get(part, ()))


def find(
    takes: tuple[Take, ...],
    name: str,
    parts: tuple[SessionPart, ...],
    views: tuple[View, ...] = (),
    posture: Literal["standing", "seated"] | None = None,
) -> tuple[Measure | None, Reason | JudgingReason]:
    """The most certain value of a measure that may count, or None and why there is none.

    A value counts if its take belongs to one of `parts`, the picture was fit, it was taken from one of `views`
    (empty: any), and the person sat or stood as the clause is about.
    """
    asked = [take for take in takes if take.part is None or take.part in parts]
    reasons: list[Reason | JudgingReason] = []
    usable: list[Measure] = []
    for take in asked:
        measure = take.measures.get(name)
        reason = _why_not(take, measure, views, posture)
        if measure is None or reason is not None:
            reasons.append(reason or Reason.NOT_YET_MEASURED)
        else:
            usable.append(measure)
    if usable:
        return min(usable, key=_uncertainty), Reason.AMBIGUOUS
    telling = [reason for reason in reasons if reason is not Reason.NOT_YET_MEASURED]
    return None, (telling or reasons or [JudgingReason.PART_NOT_TAKEN])[0]


def _why_not(
    take: Take,
    measure: Measure | None,
    views: tuple[View, ...],
    posture: Literal["standing", "seated"] | None,
) -> Reason | None:
    """Why the measure of this take must not count; None where it may."""
    if take.quality:
        return take.quality[0]
    if posture == "seated" and take.posture == "standing":
        return Reason.NOT_SEATED
    if posture == "standing" and take.posture == "seated":
        return Reason.NOT_STANDING
    if measure is None:
        return Reason.NOT_YET_MEASURED
    if measure.value is None:
        return measure.reason or Reason.AMBIGUOUS
    if posture == "seated" and take.posture is None:
        return Reason.NOT_SEATED  # nothing says that the person sits
    if views and measure.view not in views:
        return Reason.NEEDS_FRONT_VIEW if View.FRONT in views else Reason.NEEDS_SIDE_VIEW
    return None


def _uncertainty(measure: Measure) -> float:
    return math.inf if measure.sigma is None else measure.sigma
