"""No evidence never passes: the fault set against every shipped standard."""

from collections.abc import Iterable

import pytest

from checklists.evaluation import evaluate
from checklists.loader import load_shipped
from checklists.verdict import Outcome, Verdict, Wearer
from tests.faults.fault_set import EVERYTHING, FAULTS, Fault
from vision.glossary import GLOSSARY
from vision.landmarks.onnx_backend import OnnxBackend
from vision.measure import Measures
from vision.motion.pooling import MeasurePool
from vision.observation import Observation
from vision.observer import Observer
from vision.reason import Reason

RECHECK_S = 1.0
"""How much of the end of a clip is pooled: what the station would judge at that moment."""


@pytest.fixture(scope="module")
def backend() -> OnnxBackend:
    return OnnxBackend()


def observed(fault: Fault, backend: OnnxBackend) -> tuple[Observation, Measures]:
    """The last observation, and the evidence that a verdict would rest on."""
    frames = list(fault.as_frames())
    observer = Observer(backend, stills=len(frames) == 1)
    observer.reset()
    pool = MeasurePool(RECHECK_S)
    for frame in frames:
        observation = observer.observe(frame)
        pool.add(observation)
    return observation, observation.measures if len(frames) == 1 else pool.measures()


def verdicts_of(observation: Observation, measures: Measures) -> Iterable[Verdict]:
    for checklist in load_shipped().values():
        for wearer in (Wearer.MEN, Wearer.WOMEN):
            yield from evaluate(checklist, wearer, measures, quality_reasons=observation.quality.reasons)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_what_cannot_be_seen_never_passes_and_is_told_why(fault: Fault, backend: OnnxBackend) -> None:
    observation, measures = observed(fault, backend)
    passed = {
        verdict.measure
        for verdict in verdicts_of(observation, measures)
        if verdict.outcome is Outcome.PASS and verdict.measure and GLOSSARY[verdict.measure].part in fault.hidden
    }
    assert not passed, "these passed without evidence"
    assert told(fault, observation, measures) & fault.reasons


def told(fault: Fault, observation: Observation, measures: Measures) -> set[Reason]:
    """Every reason given for the picture, or for a measure whose part is hidden."""
    of_measures = {
        measure.reason
        for name, measure in measures.items()
        if measure.reason is not None and GLOSSARY[name].part in fault.hidden
    }
    return {*observation.quality.reasons, *of_measures}


def test_the_set_holds_every_kind_of_fault() -> None:
    assert len(FAULTS) >= 40
    assert sum(fault.hidden == EVERYTHING for fault in FAULTS) >= 20
    named = {reason for fault in FAULTS for reason in fault.reasons}
    assert {
        Reason.NOBODY,
        Reason.TURNED_AWAY,
        Reason.SEVERAL_PEOPLE,
        Reason.TOO_DARK,
        Reason.OVER_EXPOSED,
        Reason.BLURRED,
        Reason.COVERED_LENS,
        Reason.FROZEN,
        Reason.HANDS_HIDDEN,
        Reason.PICTURE_OF_A_PICTURE,
        Reason.UPSIDE_DOWN,
        Reason.FEET_OUTSIDE,
    } <= named
