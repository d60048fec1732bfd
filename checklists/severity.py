"""Worst first: in which order a person is told what to correct."""

from collections.abc import Iterable

from checklists.judgement import scale_of
from checklists.model import Checklist
from checklists.verdict import Outcome, Verdict
from vision.glossary import GLOSSARY, Kind

_ORDER = (Outcome.FAIL, Outcome.UNCLEAR, Outcome.ATTESTED, Outcome.PASS, Outcome.NOT_APPLICABLE)
_MOST = 3.0
"""Beyond three half widths outside, the weight alone tells: a tie that hangs to the knees does not outrank all."""


def worst_first(verdicts: Iterable[Verdict], checklist: Checklist | None = None) -> tuple[Verdict, ...]:
    """Fails by how far outside times the clause's weight, then the unclear by weight, then the rest as they stood."""
    weights = {} if checklist is None else {clause.id: clause.weight for clause in checklist.clauses}
    return tuple(
        sorted(
            verdicts,
            key=lambda verdict: (_ORDER.index(verdict.outcome), -severity(verdict, weights.get(verdict.clause, 1.0))),
        )
    )


def severity(verdict: Verdict, weight: float = 1.0) -> float:
    """How much a verdict asks for a correction: 0 where nothing does, `weight` for an open one, more for a fail."""
    if verdict.outcome is Outcome.UNCLEAR:
        return weight
    if verdict.outcome is not Outcome.FAIL:
        return 0.0
    return weight * (1.0 + min(_excess(verdict), _MOST))


def _excess(verdict: Verdict) -> float:
    """How far outside the limits, in half widths; 1 for a category, a flag or an answer."""
    limits, value = verdict.limits, verdict.value
    number = verdict.measure is not None and GLOSSARY[verdict.measure].kind is Kind.NUMBER
    if limits is None or not number or not isinstance(value, int | float):
        return 1.0
    below = 0.0 if limits.low is None else limits.low - value
    above = 0.0 if limits.high is None else value - limits.high
    return max(below, above, 0.0) / scale_of(limits, verdict.measure or "")
