"""When each family looks: the dear ones a few times a second, all others in every frame."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from vision.families import Family, Finding, MeasureContext, Sampled
from vision.landmarks.points import Floats, Points, Provenance
from vision.landmarks.smoothing import trunk_of
from vision.measure import Measure, View
from vision.reason import Reason

MOVED_TORSO = 0.05
"""Any measured point of the body that is this many torso lengths away from where it was: the body has moved."""
LONGEST_WAIT = 1.5
"""In cadences: a family that has waited for so long looks in the same frame as another one."""
_EARLY_S = 0.005
"""Cameras do not keep time to the millisecond."""


@dataclass(frozen=True, slots=True)
class _Look:
    """What a family found, when, and how the body stood."""

    findings: tuple[Finding, ...]
    held: tuple[Finding, ...]
    """The same, for the frames that follow."""
    time_s: float
    view: View
    points: Points
    torso_px: float
    fit: bool


class FamilyRota:
    """Asks every family for its findings of a frame. State: the last look of every sampled family; `reset` forgets.

    It goes by the frames' own times alone. On a first frame every family looks. Afterwards one sampled family looks
    per frame, the one whose turn is longest past: the dear ones do not all fall on the same frame.
    """

    def __init__(self, families: Sequence[Family]) -> None:
        """`families` in the order of their findings."""
        self._families = tuple(families)
        self._looks: dict[Sampled, _Look] = {}

    def reset(self) -> None:
        """Forget the person: what was found is nobody's any more."""
        self._looks.clear()

    def findings(self, context: MeasureContext) -> list[Finding]:
        """Everything that is found in this frame or still stands from an earlier one."""
        due = self._due(context.frame.time_s)
        found: list[Finding] = []
        for family in self._families:
            if not isinstance(family, Sampled):
                found += family(context)
            elif family in due:
                look = _looked(family, context)
                self._looks[family] = look
                found += look.findings
            else:
                found += _standing(self._looks[family], context)
        return found

    def _due(self, time_s: float) -> set[Sampled]:
        """Who looks at `time_s`."""
        due: set[Sampled] = set()
        waiting: list[tuple[float, Sampled]] = []
        for family in self._families:
            if not isinstance(family, Sampled):
                continue
            last = self._looks.get(family)
            if last is None or time_s < last.time_s:
                due.add(family)
            elif time_s - last.time_s >= family.every_s - _EARLY_S:
                waiting.append(((time_s - last.time_s) / family.every_s, family))
        waiting.sort(key=lambda one: -one[0])
        return due | {family for rank, (wait, family) in enumerate(waiting) if rank == 0 or wait >= LONGEST_WAIT}


def _looked(family: Sampled, context: MeasureContext) -> _Look:
    points = context.person.body.points
    torso_px = trunk_of(context.person)[1]
    findings = tuple(family(context))
    held = tuple(replace(one, held=True) if isinstance(one, Measure) else one for one in findings)
    return _Look(findings, held, context.frame.time_s, context.view, points, torso_px, context.quality.fit)


def _standing(look: _Look, context: MeasureContext) -> Sequence[Finding]:
    """What an earlier look says about this frame: all of it about a body at rest, nothing about one that has moved.

    What was found in a picture that is not fit to judge is not carried into one that is.
    """
    same = look.view is context.view and (look.fit or not context.quality.fit)
    if same and not _moved(look, context.person.body.points):
        return look.held
    measures = [one for one in look.findings if isinstance(one, Measure)]
    return [Measure(one.name, None, reason=Reason.NOT_STILL, view=context.view, held=True) for one in measures]


def _moved(look: _Look, now: Points) -> bool:
    """True where a point that was measured both times has gone too far, or hardly any was."""
    both = (look.points.provenance == Provenance.MEASURED) & (now.provenance == Provenance.MEASURED)
    if not both.any():
        return True
    away: Floats = now.xy[both] - look.points.xy[both]
    return float(np.square(away).sum(axis=1).max()) > (MOVED_TORSO * look.torso_px) ** 2
