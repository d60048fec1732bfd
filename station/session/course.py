"""One person's check from the first part to the accepted result: rounds, evidence, verdicts, answers, disputes.

No clock and no screen: the runtime passes the time in and reads what stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from checklists.evaluation import evaluate
from checklists.hold import VerdictHold
from checklists.model import Checklist
from checklists.parts import Variant, parts_for
from checklists.session_part import SessionPart
from checklists.severity import worst_first
from checklists.verdict import Mode, Outcome, Verdict, Wearer
from station.identify.subject import Subject
from station.log.record import Event as LoggedEvent
from station.log.record import EventKind
from station.session.enough import comes_in, is_lasting, is_told
from station.session.evidence import drill_verdict
from station.session.facing import TURNING_S, sees_the_mirror
from station.session.inquiry import Inquiry
from station.session.outlook import (
    IN_ORDER,
    is_curable,
    is_hidden_and_confirmed,
    is_left_out,
    is_open,
    is_unseen,
    lacking_measures,
    was_looked_at,
)
from station.session.pacing import Budget
from station.session.part_watch import PartWatch
from station.session.stops import Stop, stops_of
from vision.measure import Measures
from vision.observation import Observation
from vision.reason import Reason

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
    attest: bool = True
    """False: the owner does not want to have asked what only the person can tell."""
    questionnaires: bool = True
    round: int = 0
    stops: tuple[Stop, ...] = ()
    position: int = 0
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
    _asked: frozenset[str] = frozenset()
    """Clauses that this session asks the person about; what it does not ask it does not miss."""
    _missing: set[str] = field(default_factory=set)
    _drilled: dict[str, Verdict] = field(default_factory=dict)
    _taken: dict[SessionPart, Measures] = field(default_factory=dict)
    _quality: dict[SessionPart, tuple[Reason, ...]] = field(default_factory=dict)
    _hold: VerdictHold = field(default_factory=VerdictHold)
    _failed: dict[str, Verdict] = field(default_factory=dict)
    _watch: PartWatch = field(default_factory=PartWatch)
    _sees_mirror: bool = True
    inquiry: Inquiry = field(init=False)

    def __post_init__(self) -> None:
        self.inquiry = Inquiry(self.checklist)

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
            attest=self.attest,
            questionnaires=self.questionnaires,
        )
        self._parts = frozenset(planned.part for planned in plan)
        asked = (planned.clauses for planned in plan if planned.part is SessionPart.ATTEST)
        self._asked = frozenset(clause for clauses in asked for clause in clauses)
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
        self.inquiry.forget(stop)

    def _enter(self, now_s: float) -> None:
        self._hold.reset()
        self._watch.begin(now_s)
        self.inquiry.begin(self.stop)
        self._judge()

    def open_verdicts(self) -> tuple[Verdict, ...]:
        """Clauses that are neither in order nor exempt."""
        return tuple(verdict for verdict in self.verdicts.values() if is_open(verdict))

    def look(self, observation: Observation) -> None:
        """Take one observation while nothing is measured: whether the person sees the mirror."""
        self._sees_mirror = sees_the_mirror(observation)

    def observe(self, observation: Observation, now_s: float) -> bool:
        """Take one observation for the part that runs; True where the part is over."""
        stop = self.stop
        self.look(observation)
        if stop is None or not stop.by_camera:
            return False
        if self._watch.take(stop.part, observation, now_s):
            self._weigh(stop, now_s)
        return self._watch.over or self.remaining(now_s) <= 0.0

    def _weigh(self, stop: Stop, now_s: float) -> None:
        """Judge what the part has seen by now, and whether it has seen enough.

        What ends a part is the newest evidence; what the screen shows of it holds for a while (`VerdictHold`).
        """
        measures, quality = self._watch.measures(), self._watch.forbidden()
        if stop.drill is not None:
            self._drilled[stop.drill] = drill_verdict(self.checklist, stop.drill, stop.part, measures, quality)
        else:
            self._taken[stop.part] = measures
            self._quality[stop.part] = quality
        newest = self._judge(now_s)
        self._watch.note(newest.values(), now_s)
        told = {
            clause: not quality and (self._watch.stuck(clause) or self._is_over(clause, stop, measures, newest))
            for clause in stop.clauses
        }
        self._watch.settle(told, now_s, [one for one in stop.clauses if is_lasting(self.checklist, one, stop.part)])

    def _is_over(self, clause: str, stop: Stop, measures: Measures, newest: Mapping[str, Verdict]) -> bool:
        """First round: what this part can tell about it is told. Correcting: it is in order."""
        verdict = newest.get(clause)
        if self.correcting:
            return self._in_order(clause, verdict)
        evidence = {stop.part: measures} if stop.drill is not None else self._taken
        again = comes_in(self.stops[self.position + 1 :], clause)
        return self._is_asked_later(clause, verdict) or is_told(
            self.checklist, clause, stop, verdict, evidence, comes_again=again
        )

    def _in_order(self, clause: str, verdict: Verdict | None) -> bool:
        return verdict is not None and (not is_open(verdict) or self._is_asked_later(clause, verdict))

    def _is_asked_later(self, clause: str, verdict: Verdict | None) -> bool:
        """True where the part does not wait: what it measures by the way may fail the clause, the rest is asked."""
        failed = verdict is not None and verdict.outcome is Outcome.FAIL
        return self.checklist.clause(clause).left_to_eyes and not failed

    def remaining(self, now_s: float) -> float:
        """1..0: the share of the part's time budget that is left; a stop without the camera has no budget."""
        if self.stop is None or not self.stop.by_camera:
            return 0.0
        budget_s = self.budget.of(self.stop.part, self.stops, self.correcting)
        return min(1.0, max(0.0, 1.0 - self._watch.clock.elapsed_s(now_s) / budget_s))

    def answer(self, met: bool, clause: str | None = None) -> None:
        """What the person said about one clause, or about all that are asked."""
        self.inquiry.answer(met, clause)
        self._judge()

    def mark(self, clause: str) -> None:
        """The person points at a clause of this stop that is not met; a second time takes it back."""
        self.inquiry.mark(clause)
        self._judge()

    def asked_s(self, now_s: float) -> float:
        """How long the stop has been running."""
        return self._watch.clock.elapsed_s(now_s)

    def must_face(self, now_s: float) -> bool:
        """True where a close-up waits for the person to face the mirror; it does not wait for ever."""
        looks = self.stop is not None and bool(self.stop.regions)
        return looks and not self._sees_mirror and self._watch.clock.elapsed_s(now_s) < TURNING_S

    def advance(self, now_s: float) -> Stop | None:
        """Close this stop with what was seen or said; the next one, or None where the round is over."""
        self.inquiry.close()
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
            if now is not None and (is_unseen(now) or is_hidden_and_confirmed(before, now)):
                # a fault that was measured is not undone by hiding it
                self.verdicts[clause] = before
        self._failed = {c: v for c, v in self.verdicts.items() if v.outcome is Outcome.FAIL}
        if not self.complete:
            self.first = dict(self.verdicts)
            self.complete = True

    def _learn_what_lacks(self) -> None:
        """Plan the close-ups that come after this camera part anew where the station turns out to lack a measure."""
        lacking = lacking_measures(self.verdicts.values())
        if lacking <= self._missing:
            return
        self._missing |= lacking
        done = self.stops[: self.position + 1]
        wanted = None if not self.correcting else self._to_correct()
        camera = tuple(stop for stop in self.stops[self.position + 1 :] if stop.by_camera)
        self.stops = done + camera + tuple(stop for stop in self._planned(wanted) if not stop.by_camera)

    def _judge(self, now_s: float | None = None) -> Mapping[str, Verdict]:
        """Judge all clauses on all that was taken; the newest verdicts, by clause.

        Live verdicts (`now_s`) pass the hold before they are shown, so that nothing flickers.
        """
        judged = evaluate(
            self.checklist,
            self.wearer,
            self._taken,
            quality_reasons=self._quality,
            exemptions=self.subject.exempt,
            confirmations=self.inquiry.answers,
            parts=self._parts,
        )
        own = {**self._drilled, **self.inquiry.verdicts, **self._kept}
        verdicts = tuple(own.get(verdict.clause, verdict) for verdict in judged if not self._unasked(verdict))
        shown = verdicts if now_s is None else self._hold.update(verdicts, now_s)
        self.verdicts = {verdict.clause: verdict for verdict in shown if not is_left_out(verdict)}
        return {verdict.clause: verdict for verdict in verdicts if not is_left_out(verdict)}

    def _unasked(self, verdict: Verdict) -> bool:
        """True for what only the person could tell and is not asked here: it is no part of this check."""
        return (
            verdict.mode is Mode.ATTESTED and verdict.outcome is Outcome.UNCLEAR and verdict.clause not in self._asked
        )

    def begin_stop_again(self) -> None:
        """Another body may stand there: what was answered at this stop is forgotten, nothing else."""
        if self.stop is not None and not self.stop.by_camera:
            self.inquiry.forget(self.stop)
            self.inquiry.begin(self.stop)
            self._judge()

    def looked_at(self, clause: str) -> bool:
        """True where a part or an answer has told something about the clause."""
        verdict = self.verdicts.get(clause)
        return verdict is not None and was_looked_at(verdict)

    def dispute(self, clause: str, at: datetime) -> None:
        """The person does not agree with this verdict; noted once."""
        if clause in self.verdicts and clause not in self.disputed:
            self.disputed.add(clause)
            self.events.append(LoggedEvent(EventKind.DISPUTED, at, clause=clause))

    @property
    def last_disputed(self) -> str:
        """The clause that the person objected to last. LookupError where there is none."""
        clauses = [event.clause for event in self.events if event.kind is EventKind.DISPUTED and event.clause]
        return clauses[-1]

    def worst(self) -> tuple[Verdict, ...]:
        """What is not in order, worst first."""
        return worst_first(self.open_verdicts(), self.checklist)

    def wait(self, now_s: float) -> None:
        """Nobody is there: the part's time stands still."""
        self._watch.clock.stand_still(now_s)

    def curable(self) -> tuple[Verdict, ...]:
        """What another look may put in order."""
        return tuple(verdict for verdict in self.verdicts.values() if is_curable(verdict, self.checklist))

    def blocking_reason(self) -> Reason | None:
        """Why the part that runs cannot see what it needs, the most frequent reason; None where it can."""
        stop = self.stop
        if stop is None or not stop.by_camera:
            return None
        return self._watch.obstacle(stop.part, [self.verdicts.get(clause) for clause in stop.clauses])

    def first_of(self, clause: str) -> Verdict | None:
        """What was found first, where a correction has changed it."""
        before, now = self.first.get(clause), self.verdicts.get(clause)
        return before if before and now and before.outcome is not now.outcome else None

    def corrected(self, clause: str) -> bool:
        """True where the clause failed at first and is in order now."""
        before, now = self.first.get(clause), self.verdicts.get(clause)
        return bool(before and now and before.outcome is Outcome.FAIL and now.outcome in IN_ORDER)
