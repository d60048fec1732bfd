"""When each family looks: the dear ones a few times a second, all others in every frame."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from vision.carried import TrunkMotion, carried
from vision.families import Family, Finding, Follower, MeasureContext, Sampled
from vision.landmarks.points import Floats, Points, Provenance
from vision.landmarks.smoothing import trunk_of
from vision.measure import Measure, View
from vision.reason import Reason

MOVED_TORSO = 0.05
"""Any measured point of the body that is this many torso lengths away from where it was: the body has moved."""
BURST, BURST_S = 3, 0.2
"""A body that has come to rest gets its first looks this fast: three make a value, and a person waits for it."""
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
    number: int = 0
    """How many looks at this stance, with this one, found the body still and left nothing to be done; 0: it moved."""


class FamilyRota:
    """Asks every family for its findings of a frame. State: the last look of every sampled family; `reset` forgets.

    It goes by the frames' own times alone. On a first frame every family looks. Afterwards one sampled family looks
    per frame, the one whose turn is longest past: the dear ones do not all fall on the same frame, except for the
    first few looks at a body that has come to rest.
    """

    def __init__(self, families: Sequence[Family], *, stills: bool = False) -> None:
        """`families` in the order of their findings. `stills`: frames are unrelated, nothing is followed."""
        self._families = tuple(families)
        self._followers: dict[Sampled, Follower] = {}
        for family in () if stills else self._families:
            if isinstance(family, Sampled) and family.follower is not None:
                self._followers[family] = family.follower()
        self._looks: dict[Sampled, _Look] = {}
        self.wanted: frozenset[str] | None = None
        """Measures that somebody waits for: a sampled family that gives none of them looks once and no more. None:
        all of them."""

    def reset(self) -> None:
        """Forget the person: what was found is nobody's any more."""
        self._looks.clear()
        for follower in self._followers.values():
            follower.reset()

    def findings(self, context: MeasureContext) -> list[Finding]:
        """Everything that is found in this frame or still stands from an earlier one."""
        due = self._due(context)
        found: list[Finding] = []
        for family in self._families:
            if not isinstance(family, Sampled):
                found += family(context)
            elif family in due:
                look = self._looks[family] = self._looked(family, context)
                found += look.findings
            else:
                found += _standing(self._looks[family], context)
        return found

    def _due(self, context: MeasureContext) -> set[Sampled]:
        """Who looks in this frame."""
        time_s, still = context.frame.time_s, context.still
        due: set[Sampled] = set()
        waiting: list[tuple[float, bool, Sampled]] = []
        for family in self._families:
            if not isinstance(family, Sampled):
                continue
            last = self._looks.get(family)
            if last is None or time_s < last.time_s:
                due.add(family)
                continue
            if self.wanted is not None and not any(name in self.wanted for name in _names(last)):
                continue
            waited_s, soonest_s = time_s - last.time_s, min(family.every_s, BURST_S)
            if waited_s < soonest_s - _EARLY_S:
                continue
            # a body on its way somewhere is not looked at more often: what it shows counts for nothing
            fresh = still and (last.number < BURST or not _stands(last, context))
            every_s = soonest_s if fresh else family.every_s
            if waited_s >= every_s - _EARLY_S:
                waiting.append((waited_s / every_s, fresh, family))
        waiting.sort(key=lambda one: -one[0])
        for rank, (wait, fresh, family) in enumerate(waiting):
            if rank == 0 or fresh or wait >= LONGEST_WAIT:
                due.add(family)
        return due

    def _looked(self, family: Sampled, context: MeasureContext) -> _Look:
        points = context.person.body.points
        torso_px = trunk_of(context.person)[1]
        last = self._looks.get(family)
        before = last.number if last is not None and _stands(last, context) else 0
        follower, complete = self._followers.get(family), True
        if follower is None:
            findings = tuple(family(context))
        else:
            findings = tuple(follower.look(context, at_rest=context.still))
            complete = follower.complete
        held = tuple(replace(one, held=True) if isinstance(one, Measure) else one for one in findings)
        number = before + int(complete) if context.still else 0
        return _Look(
            findings, held, context.frame.time_s, context.view, points, torso_px, context.quality.fit, number
        )


def _standing(look: _Look, context: MeasureContext) -> Sequence[Finding]:
    """What an earlier look says about this frame: its measures of a body at rest, none of one that has moved.

    Dress items go where the trunk has gone, so that what is drawn round them does not lag. What was found in a
    picture that is not fit to judge is not carried into one that is.
    """
    stands, items = _stands(look, context), _items(look, context)
    if stands:
        return [*(one for one in look.held if isinstance(one, Measure)), *items]
    measures = [one for one in look.findings if isinstance(one, Measure)]
    missing = [Measure(one.name, None, reason=Reason.NOT_STILL, view=context.view, held=True) for one in measures]
    return [*missing, *items]


def _names(look: _Look) -> list[str]:
    return [one.name for one in look.findings if isinstance(one, Measure)]


def _items(look: _Look, context: MeasureContext) -> list[Finding]:
    found = [one for one in look.findings if not isinstance(one, Measure)]
    if not found or not _same(look, context):
        return []
    motion = TrunkMotion.between(look.points, context.person.body.points)
    return [] if motion is None else [carried(one, motion) for one in found]


def _same(look: _Look, context: MeasureContext) -> bool:
    return look.view is context.view and (look.fit or not context.quality.fit)


def _stands(look: _Look, context: MeasureContext) -> bool:
    far_px = MOVED_TORSO * look.torso_px
    return _same(look, context) and not _moved(look.points, context.person.body.points, far_px)


def _moved(before: Points, now: Points, far_px: float) -> bool:
    """True where a point that was measured both times has gone farther than that, or none was."""
    both = (before.provenance == Provenance.MEASURED) & (now.provenance == Provenance.MEASURED)
    if not both.any():
        return True
    away: Floats = now.xy - before.xy
    return float(np.einsum("nd,nd->n", away, away)[both].max()) > far_px**2
