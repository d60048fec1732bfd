"""What one part of a session has seen so far, pooled into one value a measure.

Only frames that are fit to judge count, with exactly one person in them. Where unfit frames prevail, the whole part
has their reason and no value (no evidence never passes).
"""

from collections import Counter, deque
from dataclasses import replace

from checklists.evaluation import evaluate_clause
from checklists.model import Checklist
from checklists.remedies import remedy_for_reason
from checklists.session_part import SessionPart
from checklists.verdict import Mode, Outcome, Verdict
from vision.glossary import GLOSSARY
from vision.measure import Measure, Measures
from vision.motion.pooling import MOVING_PARTS, WINDOW_S, MeasurePool
from vision.observation import Observation
from vision.reason import Reason


class PartEvidence:
    """Collects the observations of one part. `reset` forgets them."""

    def __init__(self, window_s: float = WINDOW_S) -> None:
        self._pool = MeasurePool(window_s)
        self._window_s = window_s
        self.reset()

    def reset(self) -> None:
        """Nothing has been seen in this part."""
        self._pool.reset()
        self._recent: deque[tuple[float, tuple[Reason, ...]]] = deque()
        self._before: Measures | None = None
        self._motion: dict[str, Measure] = {}
        self._told: dict[str, Measure] = {}

    def add(self, observation: Observation) -> None:
        """Take one observation, in the order of their times."""
        reasons = tuple(observation.quality.reasons)
        if observation.people != 1:
            crowd = Reason.NOBODY if observation.people < 1 else Reason.SEVERAL_PEOPLE
            reasons = tuple(dict.fromkeys((crowd, *reasons)))
        if self._before is None:
            self._before = observation.measures
        self._recent.append((observation.time_s, reasons))
        while observation.time_s - self._recent[0][0] > self._window_s:
            self._recent.popleft()
        self._pool.add(replace(observation, quality=replace(observation.quality, reasons=reasons)))
        if not reasons:
            self._note_motion(observation.measures)

    def _note_motion(self, measures: Measures) -> None:
        """A motion's quantity counts once it has changed in this part: what stood there before may be another's."""
        for name, measure in measures.items():
            if GLOSSARY[name].part in MOVING_PARTS and measure.value is not None:
                earlier = (self._before or {}).get(name)
                if earlier is None or earlier.value != measure.value:
                    self._motion[name] = measure

    def quality(self) -> tuple[Reason, ...]:
        """What is wrong with the pictures of the last moments, the most frequent reason first; empty: nothing."""
        if not self._recent:
            return (Reason.TOO_FEW_FRAMES,)
        unfit = [reasons for _, reasons in self._recent if reasons]
        if len(unfit) * 2 <= len(self._recent):
            return ()
        counted = Counter(reason for reasons in unfit for reason in reasons)
        return tuple(reason for reason, _ in counted.most_common())

    def forbidden(self) -> tuple[Reason, ...]:
        """Why nothing of this part may be judged: its pictures are unfit and no earlier ones told anything."""
        return () if self._told else self.quality()

    def measures(self) -> Measures:
        """One value for every measure, or the reason why there is none.

        What fit pictures of this part have told stays told when it goes out of sight: a step closer for the face
        hides the feet. A part belongs to one body; whatever may bring another one resets it.
        """
        found = {name: self._one(name, measure) for name, measure in self._pool.measures().items()}
        if not self.quality():
            self._told.update({name: measure for name, measure in found.items() if measure.value is not None})
        return {name: self._told.get(name, measure) for name, measure in found.items()}

    def _one(self, name: str, pooled: Measure) -> Measure:
        if GLOSSARY[name].part not in MOVING_PARTS:
            return pooled
        if name in self._motion:
            return self._motion[name]
        return pooled if pooled.value is None else Measure.missing(name, Reason.NEEDS_MOTION)


def drill_verdict(
    checklist: Checklist, clause: str, part: SessionPart, measures: Measures, quality: tuple[Reason, ...]
) -> Verdict:
    """One drill of a check: asked for in this session and not done is open, not exempt."""
    verdict = evaluate_clause(checklist, clause, {part: measures}, quality_reasons={part: quality})
    if verdict.outcome is not Outcome.NOT_APPLICABLE:
        return verdict
    reason = quality[0] if quality else Reason.NEEDS_MOTION
    return Verdict(clause, Outcome.UNCLEAR, Mode.DRILL, reason=reason, remedy=remedy_for_reason(reason))
