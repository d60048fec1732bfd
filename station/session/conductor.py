"""What a session does on the way from state to state; `SessionRuntime` tells it what comes in.

Free of Qt and of threads of its own. `now_s` is the caller's clock, which only goes forward.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from datetime import datetime

from checklists.model import Checklist
from checklists.verdict import Wearer, overall
from station.capture.status import CameraStatus
from station.identify.subject import GUEST
from station.log.record import ModelId
from station.questionnaires.answering import Answering
from station.questionnaires.screen import FINISH, MOVES, SKIP
from station.session.at_once import AtOnce
from station.session.course import Course
from station.session.desk import Desk
from station.session.dwell import Dwell
from station.session.exercise import Exercise
from station.session.machine import Effect, Event, Machine, State, Step
from station.session.offer import Offer
from station.session.presence import Presence, PresenceTimes
from station.session.scribe import Scribe, SessionLog
from station.session.timeline import Timeline
from station.session.upkeep import DailyUpkeep
from station.session.visit import Visit
from station.session.vocabulary import ENDINGS, sound_of
from station.settings import Settings
from station.staff.members import StaffList
from station.staff.notices import NoticeBook

_log = logging.getLogger(__name__)


def _nothing() -> None:
    return None


def _local_now() -> datetime:
    return datetime.now().astimezone()


WRITING = frozenset({State.RECORDING, State.ABANDONED, State.NO_CAMERA})
"""States in which a record may be on its way, and a refusal of the log is told at once."""


class Conductor:
    """Carries a session from state to state: the machine, the check on the way, the record at its end."""

    def __init__(
        self,
        *,
        checklists: Mapping[str, Checklist],
        log: SessionLog,
        settings: Settings,
        staff: StaffList,
        notices: NoticeBook | None = None,
        models: Sequence[ModelId] = (),
        has_chair: bool = False,
        checklist: str | None = None,
        drill: str | None = None,
        local_now: Callable[[], datetime] = _local_now,
        reset_observer: Callable[[], None] = _nothing,
        executor: Executor | None = None,
        upkeep: Callable[[], object] = _nothing,
        now_s: float = 0.0,
    ) -> None:
        """`checklist` overrides what the settings say for every role; `drill` makes this a drill station.

        `reset_observer` is called whenever another body may stand there. `executor` writes the records, one thread
        of it (default: where it is asked to); `upkeep` runs there once a day while nobody is there. Raises
        TongjingError for an unknown checklist or drill.
        """
        self._settings = settings
        executor = executor or AtOnce()
        self._offer = Offer(checklists, settings, checklist, has_chair)
        self._desk = Desk(staff, notices or NoticeBook(), settings.notice)
        self._scribe = Scribe(log, settings, models, local_now, executor)
        self._upkeep = DailyUpkeep(upkeep, executor, local_now().date())
        self._reset_observer = reset_observer
        self._machine = Machine()
        self._machine.reset(now_s)
        self._presence = Presence(PresenceTimes(leave_s=settings.session.leave_s))
        self._dwell = Dwell(settings.session.dwell_s)
        self._camera = CameraStatus.OK
        self._exercise = Exercise(checklists, checklist, drill)
        self._timeline = Timeline()
        self._sound = ""
        self._now_s = now_s
        self._forget()

    def _must_face(self) -> bool:
        """True where a close-up waits for the person to turn to the mirror."""
        course = self._visit.course if self._machine.state is State.ASSIST else None
        return course is not None and course.must_face(self._now_s)

    def account(self) -> str:
        """Where the time of this session, or of the last one, has gone, in one sentence."""
        return self._timeline.sentence()

    # ---- transitions

    def _fire(self, event: Event, now_s: float) -> Step:
        step = self._machine.fire(event, now_s)
        if step.before is State.IDLE and step.moved:
            self._timeline.reset()
        if step.moved:
            self._mark_time(now_s)
            self._dwell.reset()
            course = self._visit.course
            self._sound = sound_of(step.after, overall(tuple(course.verdicts.values())) if course else None)
            if step.after is State.IDENTIFY:
                self._desk.reset()
        for effect in step.effects:
            self._carry_out(effect, now_s)
        return step

    def _carry_out(self, effect: Effect, now_s: float) -> None:
        if effect in ENDINGS:
            self._end(effect, now_s)
        match effect:
            case Effect.BEGIN_SESSION:
                self._begin(now_s)
            case Effect.RESTART_ROUND:
                self._reset_observer()
                if self._visit.course:
                    self._visit.course.restart_round(now_s)
            case Effect.BEGIN_RECHECK:
                if self._visit.course:
                    self._visit.course.begin_round(now_s)
                    self._go_to_stop(now_s)
            case Effect.CLOSE_PART:
                self._next(now_s)
            case Effect.MARK_DISPUTE:
                self._visit.dispute(self._scribe.local_now())
            case Effect.GIVE_UP_RECORD:
                self._scribe.give_up()
            case Effect.BEGIN_DRILL:
                self._begin_drill()
            case Effect.CLOSE_DRILL:
                self._exercise.close()
            case Effect.WIPE:
                self._forget()

    def _forget(self) -> None:
        """Nothing of the person stays: not on the screen, not in the memory."""
        self._visit = Visit(self._settings.station.language, self._scribe.local_now())
        self._desk.reset()
        self._dwell.reset()
        self._exercise.wipe()
        self._reset_observer()

    # ---- the check

    def _begin(self, now_s: float) -> None:
        visit = self._visit
        visit.course = self._offer.course_for(visit.subject or GUEST, visit.wearer or Wearer.ALL, visit.started)
        self._reset_observer()
        visit.course.begin_round(now_s)
        self._go_to_stop(now_s)

    def _next(self, now_s: float) -> None:
        if self._visit.course:
            self._visit.course.advance(now_s)
            self._go_to_stop(now_s)

    def _go_to_stop(self, now_s: float) -> None:
        event = self._visit.next_event()
        if event is Event.PARTS_DONE and self._visit.course:
            self._visit.course.close_round()
        if event is Event.NEXT_CAMERA:
            self._sound = "step"
        self._fire(event, now_s)
        self._mark_time(now_s)

    def _mark_time(self, now_s: float) -> None:
        stop = self._visit.course.stop if self._visit.course else None
        self._timeline.enter(self._machine.state, stop, now_s)
        if self._machine.state is State.LOGGED:
            _log.info("%s", self._timeline.sentence())

    def _answer(self, met: bool, clause: str | None, now_s: float) -> None:
        """The answer to one clause (`clause`), or to all that are still unanswered here."""
        if self._visit.course is None or self._must_face():
            return
        self._visit.course.answer(met, clause)
        self._answered(self._visit.course, now_s)

    def _answered(self, course: Course, now_s: float) -> None:
        self._machine.touch(now_s)
        self._dwell.reset()
        if course.inquiry.finished:
            self._next(now_s)

    @property
    def _answering(self) -> Answering | None:
        """The self-assessment that is being answered."""
        course = self._visit.course if self._machine.state is State.ATTEST else None
        return course.inquiry.answering if course is not None else None

    def _fill_in(self, answering: Answering, action: str, now_s: float) -> None:
        """A press on the screen of a self-assessment: an answer, one back, or the end."""
        if self._visit.course is None:
            return
        self._machine.touch(now_s)
        if action not in MOVES:
            # the hand that moves the mark may stay up; the one that has answered comes down first
            self._dwell.reset()
        if action == SKIP or (action == FINISH and answering.done):
            self._next(now_s)
        else:
            self._visit.course.inquiry.press(action)

    def _point_at(self, clause: str, now_s: float) -> None:
        """A clause's row was touched: an objection to its verdict, or "this one is not met"."""
        course = self._visit.course
        if course is None:
            return
        if self._machine.state in (State.ASSIST, State.ATTEST):
            course.mark(clause)
            self._answered(course, now_s)
        elif self._machine.state is State.RESULT and any(clause == one.clause for one in course.open_verdicts()):
            self._dispute(clause, now_s)

    def _dispute(self, clause: str | None, now_s: float) -> None:
        self._visit.dispute_clause = clause
        self._fire(Event.DISPUTED, now_s)

    def _share_left(self, after_s: float) -> float:
        return max(0.0, 1.0 - (self._now_s - self._machine.entered_s) / after_s)

    def _go_on_by_itself(self, now_s: float) -> None:
        event = self._visit.by_itself(now_s - self._machine.entered_s)
        if event is not None and not self._presence.away:
            self._fire(event, now_s)

    def _begin_drill(self) -> None:
        self._reset_observer()
        self._exercise.begin()

    # ---- the log and the camera

    def _end(self, effect: Effect, now_s: float) -> None:
        """The session ends this way: its record is drafted; who only walked past leaves none."""
        visit, (ending, words, why) = self._visit, ENDINGS[effect]
        left = effect is Effect.RECORD_ABANDONED
        if left and not visit.began:
            return
        self._scribe.draft(
            ending,
            words,
            subject=visit.subject,
            course=visit.course,
            started=visit.started,
            language=visit.language,
            why=why,
        )
        if left:
            self._append(now_s)

    def _append(self, now_s: float) -> None:
        """Send what waits, and go on when the log has answered: logged is what lies on the disk, nothing earlier."""
        on_disk = self._scribe.poll()
        if on_disk is None:
            return
        if not on_disk and self._machine.state not in WRITING:
            self._scribe.give_up()  # nobody stands there any more who could try again
        else:
            self._fire(Event.LOGGED if on_disk else Event.LOG_FAILED, now_s)

    def _watch_camera(self, now_s: float) -> None:
        if self._camera in (CameraStatus.OK, CameraStatus.STARTING):
            if self._machine.state is State.NO_CAMERA and self._camera is CameraStatus.OK:
                # whoever stands there now may have come while nothing was seen
                self._presence.reset()
                self._fire(Event.CAMERA_BACK, now_s)
        elif self._machine.state is not State.NO_CAMERA:
            self._fire(Event.CAMERA_LOST, now_s)
