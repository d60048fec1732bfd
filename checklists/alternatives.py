"""Clauses of a group are alternatives: a person who keeps one of them must not fail another."""

from collections import defaultdict
from collections.abc import Sequence

from checklists.model import Clause
from checklists.reasons import JudgingReason
from checklists.verdict import Outcome, Verdict

_MET = (Outcome.PASS, Outcome.ATTESTED)


def settle_groups(clauses: Sequence[Clause], judged: Sequence[tuple[Verdict, float]]) -> tuple[Verdict, ...]:
    """The verdicts after the groups have spoken; `judged` holds each clause's own verdict and its excess.

    Of each group: where a clause holds, the others do not apply. Else, where a clause is still open, the failing ones
    do not apply and the open one nearest to its limits stays unclear. Else the nearest failing one is corrected.
    """
    members: dict[str, list[int]] = defaultdict(list)
    for index, clause in enumerate(clauses):
        if clause.group is not None and judged[index][0].outcome is not Outcome.NOT_APPLICABLE:
            members[clause.group].append(index)
    verdicts = [verdict for verdict, _ in judged]
    for indices in members.values():
        if len(indices) > 1:
            kept, reason = _kept(indices, judged)
            for index in indices:
                if index not in kept:
                    verdicts[index] = _set_aside(verdicts[index], reason)
    return tuple(verdicts)


def _kept(indices: list[int], judged: Sequence[tuple[Verdict, float]]) -> tuple[set[int], JudgingReason]:
    met = {index for index in indices if judged[index][0].outcome in _MET}
    if met:
        return met, JudgingReason.ALTERNATIVE_MET
    waiting = [index for index in indices if judged[index][0].outcome is Outcome.UNCLEAR]
    if waiting:
        return {min(waiting, key=lambda index: _nearness(judged[index]))}, JudgingReason.ALTERNATIVE_OPEN
    return {min(indices, key=lambda index: judged[index][1])}, JudgingReason.ALTERNATIVE_NEARER


def _nearness(judged: tuple[Verdict, float]) -> tuple[bool, float]:
    """Clauses with a value come before those that nothing is known about."""
    verdict, excess = judged
    return verdict.value is None, excess


def _set_aside(verdict: Verdict, reason: JudgingReason) -> Verdict:
    return Verdict(verdict.clause, Outcome.NOT_APPLICABLE, verdict.mode, reason=reason)
