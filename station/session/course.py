"""One person's check from the first part to the accepted result: rounds, evidence, verdicts, answers, disputes.

No clock and no screen: the runtime passes the time in and reads what stands.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from checklists.evaluation import STATION_LACKS, evaluate, evaluate_clause
from checklists.hold import VerdictHold
from checklists.model import Checklist
from checklists.parts import Variant, parts_for
from checklists.reasons import JudgingReason
from checklists.remedies import remedy_for_reason
from checklists.session_part import SessionPart
from checklists.severity import worst_first
from checklists.verdict import Mode, Outcome, Verdict, Wearer
from station.identify.subject import Subject
from station.log.record import Event as LoggedEvent
from station.log.record import EventKind
from station.session.evidence import PartEvidence
from station.session.pacing import Budget, Doubts
from station.session.stops import Stop, measures_of, stops_of
from vision.measure import Measures
from vision.observation import Observation
from vision.reason import Reason

MIN_PART_S = 1.0
"""A part is never shorter, so that the person has come to rest."""
SETTLED_S = 0.6
"""How long a part's end has to hold true before it ends."""
JUDGE_EVERY_S = 0.15
"""Verdicts hold 0.5 s on the screen, so judging every single frame would only warm the room."""
PATIENCE_S = 1.2
"""How long a part looks before it says that it cannot see."""
MAX_ROUNDS = 4


@dataclass(slots=True)
class Course:
    """The state of one check. Made at its beginning, thrown away at its end."""

    subject: Subject
    checklist: Checklist
    wearer: Wearer
    started: datetime
    variant: Variant
    has_chair: bool
    budget: Budget
    round: int = 0
    stops: tuple[Stop, ...] = ()
    position: int = 0
    stop_since_s: float = 0.0
    answers: dict[str, bool] = field(default_factory=dict)
    first: dict[str, Verdict] = field(default_factory=dict)
    """The verdicts of the first round."""
    complete: bool = False
    """True once the first round is over."""
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    """What stands now, by clause."""
    disputed: set[str] = field(default_factory=set)
    events: list[LoggedEvent] = field(default_factory=list)
    _kept: dict[str, Verdict] = field(default_factory=dict)
    """What was in order before this round of correction; it is not judged again."""
    _parts: frozenset[SessionPart] = frozenset()
    _missing: set[str] = field(default_factory=set)
    _drilled: dict[str, Verdict] = field(default_factory=dict)
    _taken: dict[SessionPart, Measures] = field(default_factory=dict)
    _quality: dict[SessionPart, tuple[Reason, ...]] = field(default_factory=dict)
    _evidence: PartEvidence = field(default_factory=PartEvidence)
    _hold: VerdictHold = field(default_factory=VerdictHold)
    _settled_since_s: float | None = None
    _seen_enough: bool = False
    _judged_s: float = float("-inf")
    _doubts: Doubts = field(default_factory=Doubts)
    _failed: dict[str, Verdict] = field(default_factory=dict)
    _waiting: bool = False
    _waited_until_s: float = 0.0

    @property
    def stop(self) -> Stop | None:
        """Where the person is now; None before the first and after the last stop."""
        return self.stops[self.position] if self.position < len(self.stops) else None

    @property
    def correcting(self) -> bool:
        """True from the second round on."""
        return self.round > 1

    def begin_round(self, now_s: float) -> None:
        """Plan the next round: everything at first, then only what has not passed and the parts that it needs."""
        wanted = None
        if self.round > 0:
            wanted = self._to_correct()
            self._kept = {clause: verdict for clause, verdict in self.verdicts.items() if clause not in wanted}
        self.round += 1
        self.stops = self._planned(wanted)
        for stop in self.stops:
            self._forget(stop)
        self.position = 0
        self._enter(now_s)

    def _to_correct(self) -> set[str]:
        """What another look may put in order, with the alternatives that may be chosen instead."""
        wanted = {verdict.clause for verdict in self.curable()}
        groups = {self.checklist.clause(clause).group for clause in wanted} - {None}
        return wanted | {clause for clause in self.verdicts if self.checklist.clause(clause).group in groups}

    def _planned(self, wanted: set[str] | None) -> tuple[Stop, ...]:
        """`missing` is learned on the way: a clause the station cannot measure is confirmed by a look instead."""
        plan = parts_for(
            self.checklist,
            self.wearer,
            variant=self.variant,
            has_chair=self.has_chair,
            exemptions=self.subject.exempt,
            missing=self._missing,
        )
        self._parts = frozenset(planned.part for planned in plan)
        return stops_of(plan, self.checklist, wanted)

    def restart_round(self, now_s: float) -> None:
        """Another body may have stepped in: what this round has seen is forgotten."""
        for stop in self.stops:
            self._forget(stop)
        self.position = 0
        self._enter(now_s)

    def _forget(self, stop: Stop) -> None:
        self._taken.pop(stop.part, None)
        self._quality.pop(stop.part, None)
        for clause in stop.clauses:
            self._drilled.pop(clause, None)
        if not stop.by_camera:
            for clause in stop.clauses:
                self.answers.pop(clause, None)

    def _enter(self, now_s: float) -> None:
        self._evidence.reset()
        self._hold.reset()
        self._settled_since_s = None
        self._seen_enough = False
        self._judged_s = float("-inf")
        self._doubts.reset()
        self._waiting = False
        self.stop_since_s = now_s
        self._judge()

    def open_verdicts(self) -> tuple[Verdict, ...]:
        """Clauses that are neither in order nor exempt."""
        return tuple(v for v in self.verdicts.values() if v.outcome in (Outcome.FAIL, Outcome.UNCLEAR))

    def observe(self, observation: Observation, now_s: float) -> bool:
        """Take one observation for the part that runs; True where the part is over."""
        stop = self.stop
        if stop is None or not stop.by_camera:
            return False
        self._evidence.add(observation)
        self._waiting = False
        if now_s - self._judged_s < JUDGE_EVERY_S:
            return self.remaining(now_s) <= 0.0
        self._judged_s = now_s
        self._seen_enough = now_s - self.stop_since_s >= PATIENCE_S
        measures, quality = self._evidence.measures(), self._evidence.forbidden()
        if stop.drill is not None:
            self._drilled[stop.drill] = self._drill_verdict(stop.drill, stop.part, measures, quality)
        else:
            self._taken[stop.part] = measures
            self._quality[stop.part] = quality
        self._judge(now_s)
        self._doubts.note(self.verdicts.values(), now_s)
        return self._settled(not quality and self._enough(stop, measures), now_s) or self.remaining(now_s) <= 0.0

    def _drill_verdict(
        self, clause: str, part: SessionPart, measures: Measures, quality: tuple[Reason, ...]
    ) -> Verdict:
        verdict = evaluate_clause(self.checklist, clause, {part: measures}, quality_reasons={part: quality})
        if verdict.outcome is not Outcome.NOT_APPLICABLE:
            return verdict
        # asked for in this session and not done: open, not exempt
        reason = quality[0] if quality else Reason.NEEDS_MOTION
        return Verdict(clause, Outcome.UNCLEAR, Mode.DRILL, reason=reason, remedy=remedy_for_reason(reason))

    def _enough(self, stop: Stop, measures: Measures) -> bool:
        """First round: everything this part can tell is told. Correcting: everything it serves is in order."""
        if self.correcting:
            return all(self._in_order(clause) or self._doubts.stuck(clause) for clause in stop.clauses)
        return all(self._told(clause, stop.part, measures) for clause in stop.clauses)

    def _in_order(self, clause: str) -> bool:
        verdict = self.verdicts.get(clause)
        return verdict is not None and verdict.outcome not in (Outcome.FAIL, Outcome.UNCLEAR)

    def _told(self, clause: str, part: SessionPart, measures: Measures) -> bool:
        verdict = self.verdicts.get(clause)
        if (verdict is not None and verdict.outcome is not Outcome.UNCLEAR) or self._doubts.stuck(clause):
            return True
        if verdict is not None and verdict.reason is Reason.NEAR_LIMIT:
            return False  # more frames may still decide it
        found = [measures.get(name) for name in measures_of(self.checklist, clause, part)]
        return all(one is not None and (one.value is not None or one.reason in _HOPELESS) for one in found)

    def _settled(self, enough: bool, now_s: float) -> bool:
        if not enough:
            self._settled_since_s = None
            return False
        if self._settled_since_s is None:
            self._settled_since_s = now_s
        return now_s - self._settled_since_s >= SETTLED_S and now_s - self.stop_since_s >= MIN_PART_S

    def remaining(self, now_s: float) -> float:
        """1..0: the share of the part's time budget that is left; a stop without the camera has no budget."""
        if self.stop is None or not self.stop.by_camera:
            return 0.0
        budget_s = self.budget.of(self.stop.part, self.stops, self.correcting)
        return min(1.0, max(0.0, 1.0 - (now_s - self.stop_since_s) / budget_s))

    def answer(self, clauses: tuple[str, ...], met: bool) -> None:
        """What the person said about these clauses."""
        for clause in clauses:
            self.answers[clause] = met
        self._judge()

    def unanswered(self) -> tuple[str, ...]:
        """Clauses of this stop that the person has not answered yet."""
        return tuple(clause for clause in self.stop.clauses if clause not in self.answers) if self.stop else ()

    def advance(self, now_s: float) -> Stop | None:
        """Close this stop with what was seen; the next one, or None where the round is over."""
        self._judge()
        if self.stop is not None and self.stop.by_camera:
            self._learn_what_lacks()
        self.position += 1
        if self.stop is not None:
            self._enter(now_s)
        return self.stop

    def close_round(self) -> None:
        """The round is over; what the first one found is kept beside what a correction brings."""
        self._judge()
        for clause, before in self._failed.items():
            now = self.verdicts.get(clause)
            if now is not None and _unseen(now):
                # a fault that was measured is not undone by hiding it
                self.verdicts[clause] = before
        self._failed = {c: v for c, v in self.verdicts.items() if v.outcome is Outcome.FAIL}
        if not self.complete:
            self.first = dict(self.verdicts)
            self.complete = True

    def _learn_what_lacks(self) -> None:
        """Plan the close-ups that come after this camera part anew where the station turns out to lack a measure."""
        lacking = {
            verdict.measure
            for verdict in self.verdicts.values()
            if verdict.measure is not None and verdict.value is None and verdict.reason in STATION_LACKS
        }
        if lacking <= self._missing:
            return
        self._missing |= lacking
        done = self.stops[: self.position + 1]
        wanted = None if not self.correcting else self._to_correct()
        camera = tuple(stop for stop in self.stops[self.position + 1 :] if stop.by_camera)
        self.stops = done + camera + tuple(stop for stop in self._planned(wanted) if not stop.by_camera)

    def _judge(self, now_s: float | None = None) -> None:
        """Judge all clauses on all that was taken; live verdicts pass the hold so that nothing flickers."""
        judged = evaluate(
            self.checklist,
            self.wearer,
            self._taken,
            quality_reasons=self._quality,
            exemptions=self.subject.exempt,
            confirmations=self.answers,
            parts=self._parts,
        )
        verdicts = tuple(
            self._kept.get(verdict.clause) or self._drilled.get(verdict.clause, verdict) for verdict in judged
        )
        if now_s is not None:
            verdicts = self._hold.update(verdicts, now_s)
        self.verdicts = {verdict.clause: verdict for verdict in verdicts if not _left_out(verdict)}

    def looked_at(self, clause: str) -> bool:
        """True where a part or an answer has told something about the clause."""
        verdict = self.verdicts.get(clause)
        return verdict is not None and verdict.reason not in _NOT_LOOKED_AT

    def dispute(self, clause: str, at: datetime) -> None:
        """The person does not agree with this verdict; noted once."""
        if clause in self.verdicts and clause not in self.disputed:
            self.disputed.add(clause)
            self.events.append(LoggedEvent(EventKind.DISPUTED, at, clause=clause))

    def worst(self) -> tuple[Verdict, ...]:
        """What is not in order, worst first."""
        return worst_first(self.open_verdicts(), self.checklist)

    def wait(self, now_s: float) -> None:
        """Nobody is there: the part's time stands still."""
        self.stop_since_s += max(0.0, now_s - self._waited_until_s) if self._waiting else 0.0
        self._waiting, self._waited_until_s = True, now_s

    def curable(self) -> tuple[Verdict, ...]:
        """What another look may put in order: not what this station cannot measure at all."""
        return tuple(verdict for verdict in self.open_verdicts() if verdict.reason not in _HOPELESS)

    def blocking_reason(self) -> Reason | None:
        """Why the part that runs cannot see what it needs, the most frequent reason; None where it can."""
        stop = self.stop
        if stop is None or not stop.by_camera or not self._seen_enough:
            return None
        quality = self._evidence.quality()
        if quality:
            return quality[0]
        reasons = [self.verdicts[clause].reason for clause in stop.clauses if self._waits_for_a_view(clause)]
        counted = Counter(reason for reason in reasons if isinstance(reason, Reason))
        return counted.most_common(1)[0][0] if counted else None

    def _waits_for_a_view(self, clause: str) -> bool:
        verdict = self.verdicts.get(clause)
        return verdict is not None and verdict.outcome is Outcome.UNCLEAR and verdict.reason not in _PATIENCE

    def first_of(self, clause: str) -> Verdict | None:
        """What was found first, where a correction has changed it."""
        before, now = self.first.get(clause), self.verdicts.get(clause)
        return before if before and now and before.outcome is not now.outcome else None

    def corrected(self, clause: str) -> bool:
        """True where the clause failed at first and is in order now."""
        before, now = self.first.get(clause), self.verdicts.get(clause)
        return bool(before and now and before.outcome is Outcome.FAIL and now.outcome in _IN_ORDER)


_HOPELESS = frozenset({Reason.NOT_YET_MEASURED, Reason.NEEDS_CHAIR, Reason.NEEDS_CAMERA, Reason.NEEDS_ENROLMENT})
"""Reasons that no waiting cures."""
_PATIENCE = frozenset({Reason.NEAR_LIMIT, Reason.TOO_FEW_FRAMES, *_HOPELESS, *JudgingReason, Reason.NEEDS_MOTION})
"""Reasons that the person can do nothing about but wait, or that the part's own instruction already tells."""
_NOT_LOOKED_AT = (JudgingReason.PART_NOT_TAKEN, JudgingReason.NEEDS_CONFIRMATION)


def _unseen(verdict: Verdict) -> bool:
    """Open because nothing was measured, not because of what was."""
    return verdict.outcome is Outcome.UNCLEAR and verdict.value is None


def _left_out(verdict: Verdict) -> bool:
    return verdict.outcome is Outcome.NOT_APPLICABLE and verdict.reason in _NOT_OF_A_SESSION


_NOT_OF_A_SESSION = (JudgingReason.DRILL, JudgingReason.QUESTIONNAIRE, JudgingReason.PART_NOT_TAKEN)
"""Clauses that this session was never to decide: neither shown nor logged."""
_IN_ORDER = (Outcome.PASS, Outcome.ATTESTED)
