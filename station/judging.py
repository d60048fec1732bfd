"""A picture or a recording against a checklist: the evidence of each view, and the verdicts on it."""

from collections.abc import Mapping
from dataclasses import dataclass

from checklists.evaluation import evaluate
from checklists.model import Checklist
from checklists.session_part import SessionPart
from checklists.verdict import Verdict, Wearer
from station.capture.sources import Source, SourceKind
from station.own_checklists import checklists_in_force
from station.pipeline import SetupFiles, observe_source
from station.session.facing import is_standing
from vision.errors import TongjingError
from vision.landmarks.backend import LandmarkBackend
from vision.measure import Measures, View
from vision.motion.pooling import MeasurePool
from vision.observation import ClipSummary, Observation

_WHOLE_CLIP_S = 1e9
_PART_OF_VIEW: Mapping[View, SessionPart] = {
    View.FRONT: SessionPart.FRONT,
    View.THREE_QUARTER: SessionPart.FRONT,
    # who turns to the own left shows the right side
    View.RIGHT: SessionPart.TURN_LEFT,
    View.LEFT: SessionPart.TURN_RIGHT,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdicts on one source, and the frame that shows best what they were taken from."""

    verdicts: tuple[Verdict, ...]
    shown: Observation | None


def checklist_named(identifier: str) -> Checklist:
    """A checklist in force; raises TongjingError naming those there are."""
    known = checklists_in_force().checklists
    if identifier not in known:
        raise TongjingError(f"There is no checklist '{identifier}'; there are: {', '.join(sorted(known))}.")
    return known[identifier]


def wearer_named(text: str) -> Wearer:
    """men or women; raises TongjingError for anything else."""
    if text not in (Wearer.MEN.value, Wearer.WOMEN.value):
        raise TongjingError(f"--wearer is '{text}'; give men or women: whose rules apply is never guessed.")
    return Wearer(text)


def judge_source(
    source: Source, files: SetupFiles, checklist: Checklist, wearer: Wearer, backend: LandmarkBackend
) -> Judged:
    """Every clause of the checklist for that wearer, from one picture or one recording of one person."""
    if source.kind is SourceKind.PICTURE:
        (observation,) = [each for each in observe_source(source, files, backend) if isinstance(each, Observation)]
        return Judged(
            evaluate(checklist, wearer, observation.measures, quality_reasons=observation.quality.reasons),
            observation,
        )
    return _judge_clip(source, files, checklist, wearer, backend)


def _part_of(observation: Observation) -> SessionPart | None:
    """Which part of a check the frame would be evidence for; None: for none."""
    if observation.people == 1 and not is_standing(observation):
        return SessionPart.SEATED
    return _PART_OF_VIEW.get(observation.view)


def _judge_clip(
    source: Source, files: SetupFiles, checklist: Checklist, wearer: Wearer, backend: LandmarkBackend
) -> Judged:
    pools: dict[SessionPart, MeasurePool] = {}
    shown: Observation | None = None
    summary: ClipSummary | None = None
    last: Observation | None = None
    for result in observe_source(source, files, backend):
        if isinstance(result, ClipSummary):
            summary = result
            continue
        last = result
        part = _part_of(result)
        if part is not None:
            pools.setdefault(part, MeasurePool(_WHOLE_CLIP_S)).add(result)
            if part in (SessionPart.FRONT, SessionPart.SEATED) and (shown is None or result.quality.fit):
                shown = result
    evidence: dict[SessionPart, Measures] = {part: pool.measures() for part, pool in pools.items()}
    if summary is not None and summary.bows:
        evidence[SessionPart.BOW] = summary.measures
    if not evidence and last is not None:
        return Judged(evaluate(checklist, wearer, last.measures, quality_reasons=last.quality.reasons), last)
    return Judged(evaluate(checklist, wearer, evidence), shown or last)
