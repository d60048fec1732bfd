"""One rule against the evidence: inside by enough, outside by enough, or neither.

With a value v, one sigma s and limits low..high, the rule holds if the whole interval v +/- k s lies inside, fails
if it lies outside, and is open in between. k is `pass_sigmas` or `fail_sigmas`. With k = 1 and a normal error a
value that truly sits ON a one-sided limit passes in 16 % of the looks and fails in 16 %; one that truly lies one
sigma beyond it passes in 2 %. For a category or a flag sigma is the chance of being wrong: it decides nothing above
`wrong_category`.
"""

import math
from dataclasses import dataclass, replace
from typing import Literal

from checklists.evidence import Take, find
from checklists.model import Bounds, Checklist, Clause, Rule
from checklists.reasons import JudgingReason
from checklists.verdict import Limits, Outcome
from vision.measure import Measure, Value
from vision.reason import Reason

Deviation = Literal["low", "high", "other"]

STANDS_FOR: dict[tuple[str, Value], tuple[str, ...]] = {
    ("hands_pose", "front_clasped_unclear"): ("front_right_over_left", "front_left_over_right"),
}
"""Categories that say "one of these, not known which"."""

_DEGREES_AS_ONE = 10.0
_RATIO_AS_ONE = 0.25


@dataclass(frozen=True, slots=True)
class Certainty:
    """How sure a value must be to decide a clause."""

    pass_sigmas: float
    fail_sigmas: float
    wrong_category: float

    @classmethod
    def of(cls, checklist: Checklist, clause: Clause) -> "Certainty":
        """The clause's own figures, else those of its checklist."""
        return cls(
            checklist.pass_sigmas if clause.pass_sigmas is None else clause.pass_sigmas,
            checklist.fail_sigmas if clause.fail_sigmas is None else clause.fail_sigmas,
            checklist.wrong_category,
        )


@dataclass(frozen=True, slots=True)
class Judgement:
    """One rule, judged."""

    bounds: Bounds
    outcome: Outcome
    measure: Measure | None = None
    reason: Reason | JudgingReason | None = None
    deviation: Deviation | None = None
    """On which side of the limits the value lies; for an open rule the side of the nearer limit."""
    excess: float = 0.0
    """How far outside, in half widths of the limits; negative inside."""
    rule: Rule | None = None


def judge_rule(rule: Rule, clause: Clause, takes: tuple[Take, ...], certainty: Certainty) -> Judgement:
    """The rule against the best evidence; against its fallback where its own measure could not be taken."""
    judgement = _judge_from(rule, rule, clause, takes, certainty)
    if judgement.measure is None and rule.instead is not None:
        fallback = _judge_from(rule.instead, rule, clause, takes, certainty)
        if fallback.measure is not None:
            return fallback
    return judgement


def _judge_from(
    bounds: Bounds, rule: Rule, clause: Clause, takes: tuple[Take, ...], certainty: Certainty
) -> Judgement:
    measure, reason = find(takes, bounds.measure, clause.parts_of(rule), rule.views, clause.posture)
    if measure is None:
        return Judgement(bounds, Outcome.UNCLEAR, reason=reason, rule=rule)
    return replace(judge_value(bounds, measure, certainty), rule=rule)


def judge_value(bounds: Bounds, measure: Measure, certainty: Certainty) -> Judgement:
    """A value that was measured against its limits."""
    value = measure.value
    if bounds.is_number and isinstance(value, int | float) and not isinstance(value, bool):
        return _judge_number(bounds, measure, float(value), certainty)
    if not bounds.is_number and isinstance(value, bool | str):
        return _judge_category(bounds, measure, value, certainty)
    return Judgement(bounds, Outcome.UNCLEAR, measure, Reason.AMBIGUOUS)


def _judge_number(bounds: Bounds, measure: Measure, value: float, certainty: Certainty) -> Judgement:
    if not math.isfinite(value):
        return Judgement(bounds, Outcome.UNCLEAR, measure, Reason.AMBIGUOUS)
    limits = bounds.limits
    low = -math.inf if limits.low is None else limits.low
    high = math.inf if limits.high is None else limits.high
    sigma = math.inf if measure.sigma is None else measure.sigma
    below, above = (low - value) / scale_of(limits, bounds.measure), (value - high) / scale_of(limits, bounds.measure)
    deviation: Deviation = "low" if below >= above else "high"
    excess = max(below, above)
    to_pass, to_fail = certainty.pass_sigmas * sigma, certainty.fail_sigmas * sigma
    if value - to_pass >= low and value + to_pass <= high:
        return Judgement(bounds, Outcome.PASS, measure, None, deviation, excess)
    if value + to_fail < low or value - to_fail > high:
        return Judgement(bounds, Outcome.FAIL, measure, JudgingReason.OUTSIDE_LIMITS, deviation, excess)
    return Judgement(bounds, Outcome.UNCLEAR, measure, Reason.NEAR_LIMIT, deviation, excess)


def _judge_category(bounds: Bounds, measure: Measure, value: bool | str, certainty: Certainty) -> Judgement:
    allowed = bounds.limits.any_of
    complies = value in allowed
    meanings = STANDS_FOR.get((bounds.measure, value), ())
    excess = -1.0 if complies else _category_distance(value, allowed)
    if not complies and meanings:
        fitting = sum(meaning in allowed for meaning in meanings)
        complies = fitting == len(meanings)
        if 0 < fitting < len(meanings):
            return Judgement(bounds, Outcome.UNCLEAR, measure, Reason.AMBIGUOUS, "other", excess)
    if measure.sigma is None or measure.sigma > certainty.wrong_category:
        return Judgement(bounds, Outcome.UNCLEAR, measure, Reason.AMBIGUOUS, "other", excess)
    if complies:
        return Judgement(bounds, Outcome.PASS, measure, None, None, -1.0)
    return Judgement(bounds, Outcome.FAIL, measure, JudgingReason.OUTSIDE_LIMITS, "other", excess)


def _category_distance(value: Value, allowed: tuple[Value, ...]) -> float:
    """2 for a quite different category, 1 for one of the same family ("front_..." for "front_...").

    2, because taking another stance is more than shifting a foot: toes up to a full half width too far open are still
    the V that is to be put right, not a T that went wrong.
    """
    family = str(value).split("_")[0]
    return 1.0 if any(str(other).split("_")[0] == family for other in allowed) else 2.0


def scale_of(limits: Limits, measure: str) -> float:
    """What counts as "one" outside the limits: half their width, or for one limit its size, or 10 deg, 0.25 ..."""
    if limits.low is not None and limits.high is not None and limits.high > limits.low:
        return (limits.high - limits.low) / 2.0
    size = max(abs(limit) for limit in (limits.low, limits.high, 0.0) if limit is not None)
    if size > 0.0:
        return size
    return _DEGREES_AS_ONE if measure.endswith("_deg") else _RATIO_AS_ONE if measure.endswith("_ratio") else 1.0
