"""From measures to verdicts: every clause of a checklist for one wearer, exactly once, by pure functions.

A clause passes only if all its rules surely hold; it fails if one surely does not; otherwise it is unclear, with the
reason and what to do. Nothing that was not seen, measured or confirmed ever passes. Rules of a clause that is left to
the person's eyes (assisted, or waiting for a measure that does not exist) may fail it and never pass it.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace

from checklists.alternatives import settle_groups
from checklists.evidence import PartMeasures, QualityReasons, Take, find, takes_of
from checklists.judgement import Certainty, Judgement, judge_rule, judge_value
from checklists.model import Checklist, Clause
from checklists.reasons import JudgingReason
from checklists.remedies import remedy_for, remedy_for_no, remedy_for_reason, spoken_correction
from checklists.session_part import CAMERA_PARTS, SessionPart
from checklists.verdict import Mode, Outcome, Verdict, Wearer
from vision.glossary import GLOSSARY, Part
from vision.measure import Measures
from vision.reason import Reason

STATION_LACKS = frozenset({Reason.NOT_YET_MEASURED, Reason.NEEDS_ENROLMENT})
"""Reasons that lie with the station: where a measured clause has a close-up, the person may confirm instead."""


def evaluate(
    checklist: Checklist,
    wearer: Wearer,
    evidence: Measures | PartMeasures,
    *,
    quality_reasons: QualityReasons = (),
    exemptions: Collection[str] = (),
    confirmations: Mapping[str, bool] | None = None,
    parts: Collection[SessionPart] | None = None,
) -> tuple[Verdict, ...]:
    """Judge every clause that stands for `wearer`, in the order of the checklist.

    `evidence`: measures of one still or clip, or measures per part of a session. `quality_reasons`: what is wrong
    with the picture (of all of it, or per part); any reason there forbids a verdict from it. `exemptions`: ids of
    clauses or names of groups. `confirmations`: what the person answered to assisted and attested clauses. `parts`:
    what the session was planned to take; clauses that need another part do not apply. Default: all of them.
    """
    judge = _Judge(takes_of(evidence, quality_reasons), checklist, frozenset(exemptions), confirmations or {}, parts)
    clauses = checklist.clauses_for(wearer)
    judged = [judge.verdict(clause) for clause in clauses]
    return settle_groups(clauses, judged)


def evaluate_clause(
    checklist: Checklist, clause_id: str, evidence: Measures | PartMeasures, *, quality_reasons: QualityReasons = ()
) -> Verdict:
    """Judge one clause by itself, for a drill: no alternatives, whoever the wearer is. KeyError: no such clause."""
    judge = _Judge(takes_of(evidence, quality_reasons), checklist, frozenset(), {}, None)
    verdict, _ = judge.verdict(checklist.clause(clause_id))
    return verdict


class _Judge:
    """What is the same for all clauses of one evaluation. Holds no state that changes."""

    def __init__(
        self,
        takes: tuple[Take, ...],
        checklist: Checklist,
        exemptions: frozenset[str],
        confirmations: Mapping[str, bool],
        parts: Collection[SessionPart] | None,
    ) -> None:
        self._takes = takes
        self._checklist = checklist
        self._exemptions = exemptions
        self._confirmations = confirmations
        self._parts = None if parts is None else frozenset(parts)
        self._by_mode: dict[Mode, Callable[[Clause], tuple[Verdict, float]]] = {
            Mode.MEASURED: self._measured,
            Mode.ASSISTED: self._assisted,
            Mode.ATTESTED: self._attested,
            Mode.DRILL: self._drill,
        }

    def verdict(self, clause: Clause) -> tuple[Verdict, float]:
        """The clause's verdict, and how far outside its limits it is."""
        if clause.id in self._exemptions or (clause.group is not None and clause.group in self._exemptions):
            return _not_applicable(clause, JudgingReason.EXEMPT)
        if not self._is_planned(clause):
            return _not_applicable(clause, JudgingReason.PART_NOT_TAKEN)
        if self._surely_not(clause):
            return _not_applicable(clause, JudgingReason.CONDITION_NOT_MET)
        return self._by_mode[clause.mode](clause)

    def _is_planned(self, clause: Clause) -> bool:
        """Whether the planned parts can decide the clause; drills and questionnaires say so for themselves."""
        if self._parts is None or clause.mode is Mode.DRILL or clause.questionnaire is not None:
            return True
        if clause.mode is Mode.ATTESTED:
            return SessionPart.ATTEST in self._parts
        if clause.left_to_eyes:
            return SessionPart.CLOSE_UP in self._parts
        return all(self._parts & set(clause.parts_of(rule)) for rule in clause.rules)

    def _surely_not(self, clause: Clause) -> bool:
        """Whether one of the clause's conditions is measured and surely does not hold."""
        certainty = Certainty.of(self._checklist, clause)
        for condition in clause.when:
            measure, _ = find(self._takes, condition.measure, CAMERA_PARTS)
            if measure is not None and judge_value(condition, measure, certainty).outcome is Outcome.FAIL:
                return True
        return False

    def _measured(self, clause: Clause) -> tuple[Verdict, float]:
        if clause.left_to_eyes:
            return self._by_eyes(clause, Reason.NOT_YET_MEASURED)
        verdict, excess = self._from_rules(clause)
        answer = self._confirmations.get(clause.id)
        if answer is None or clause.close_up is None or verdict.reason not in STATION_LACKS:
            return verdict, excess
        return self._answered(clause, answer), excess

    def _assisted(self, clause: Clause) -> tuple[Verdict, float]:
        return self._by_eyes(clause, JudgingReason.NEEDS_CONFIRMATION)

    def _by_eyes(self, clause: Clause, waits: Reason | JudgingReason) -> tuple[Verdict, float]:
        """What is measured may fail the clause; only the person's own look can meet it.

        What was measured without failing it stands in the verdict all the same, for the person and for the log.
        """
        measured, excess = self._from_rules(clause)
        if measured.outcome is Outcome.FAIL:
            return measured, excess
        answer = self._confirmations.get(clause.id) if clause.close_up is not None else None
        if answer is None:
            wanted = waits if clause.close_up is None else JudgingReason.NEEDS_CONFIRMATION
            verdict = Verdict(clause.id, Outcome.UNCLEAR, clause.mode, reason=waits, remedy=remedy_for_reason(wanted))
        else:
            verdict = self._answered(clause, answer)
        if measured.value is None:
            return verdict, 0.0
        figure = {name: getattr(measured, name) for name in ("measure", "value", "sigma", "limits", "view", "frames")}
        return replace(verdict, **figure), 0.0

    def _attested(self, clause: Clause) -> tuple[Verdict, float]:
        answer = self._confirmations.get(clause.id)
        if answer is not None:
            return self._answered(clause, answer), 0.0
        if clause.questionnaire is not None:
            return _not_applicable(clause, JudgingReason.QUESTIONNAIRE)
        reason = JudgingReason.NEEDS_CONFIRMATION
        unclear = Verdict(
            clause.id, Outcome.UNCLEAR, clause.mode, reason=reason, remedy=remedy_for_reason(reason), frames=0
        )
        return unclear, 0.0

    def _drill(self, clause: Clause) -> tuple[Verdict, float]:
        assert clause.drill is not None
        done = any(
            measure is not None and measure.value is not None
            for measure in (take.measures.get(clause.drill.done_if) for take in self._takes)
        )
        if not done or not clause.rules:
            return _not_applicable(clause, JudgingReason.DRILL)
        return self._from_rules(clause)

    def _answered(self, clause: Clause, answer: bool) -> Verdict:
        if answer:
            return Verdict(clause.id, Outcome.ATTESTED, clause.mode)
        return Verdict(
            clause.id, Outcome.FAIL, clause.mode, reason=JudgingReason.ANSWERED_NO, remedy=remedy_for_no(clause)
        )

    def _from_rules(self, clause: Clause) -> tuple[Verdict, float]:
        """The rule that decides: the worst failing one, else the first open one, else the one with least to spare."""
        certainty = Certainty.of(self._checklist, clause)
        judgements = [judge_rule(rule, clause, self._takes, certainty) for rule in clause.rules]
        if not judgements:
            reason = Reason.NOT_YET_MEASURED
            remedy = remedy_for_reason(reason)
            return Verdict(clause.id, Outcome.UNCLEAR, clause.mode, reason=reason, remedy=remedy), 0.0
        failing = [judgement for judgement in judgements if judgement.outcome is Outcome.FAIL]
        waiting = [judgement for judgement in judgements if judgement.outcome is Outcome.UNCLEAR]
        if failing:
            deciding = max(failing, key=lambda judgement: judgement.excess)
        elif waiting and all(_under_a_covering(judgement) for judgement in waiting):
            return _not_applicable(clause, Reason.HEAD_COVERED)
        elif waiting:
            deciding = next((open_ for open_ in waiting if open_.measure is not None), waiting[0])
        else:
            deciding = max(judgements, key=lambda judgement: judgement.excess)
        return self._verdict_of(clause, deciding), deciding.excess

    def _verdict_of(self, clause: Clause, judgement: Judgement) -> Verdict:
        bounds, measure = judgement.bounds, judgement.measure
        verdict = Verdict(
            clause.id,
            judgement.outcome,
            clause.mode,
            measure=bounds.measure,
            limits=bounds.limits,
            reason=judgement.reason,
            remedy=None if judgement.outcome is Outcome.PASS else remedy_for(clause, judgement, self._takes),
            amount=spoken_correction(judgement),
        )
        if measure is None:
            return verdict
        return replace(verdict, value=measure.value, sigma=measure.sigma, view=measure.view, frames=measure.frames)


def _under_a_covering(judgement: Judgement) -> bool:
    """Whether a rule about hair is open because something is worn over the hair."""
    return judgement.reason is Reason.HEAD_COVERED and GLOSSARY[judgement.bounds.measure].part is Part.HAIR


def _not_applicable(clause: Clause, reason: JudgingReason | Reason) -> tuple[Verdict, float]:
    return Verdict(clause.id, Outcome.NOT_APPLICABLE, clause.mode, reason=reason), 0.0
