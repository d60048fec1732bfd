"""The session's runtime: observations, presses, keys and the clock in; verdicts, a logged record and a view out.

Free of Qt and of threads: one caller feeds it, in the order of time. `now_s` is a clock that only goes forward and is
the caller's (tests bring their own); local time is asked for only where a record needs it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from checklists.model import Checklist
from checklists.verdict import Wearer, overall
from station.capture.status import CameraStatus
from station.i18n.texts import other
from station.identify.subject import GUEST, Subject
from station.identify.wedge import Scan
from station.log.record import EventKind, ModelId
from station.session.desk import Desk
from station.session.dwell import Dwell
from station.session.machine import Effect, Event, Machine, State, Step
from station.session.minutes import LEFT, STOPPED
from station.session.offer import Offer
from station.session.presence import Presence, PresenceTimes
from station.session.presenter import Situation, present
from station.session.scribe import Scribe, SessionLog
from station.session.targets import targets_for
from station.session.visit import ACCEPT_AFTER_S, RECHECK_AFTER_S, Visit
from station.session.vocabulary import PRESSES, sound_of
from station.settings import Settings
from station.staff.members import StaffList
from station.staff.notices import NoticeBook
from station.trainer.bow_session import BANDS, BowSession
from station.view_state import Target, ViewState
from vision.observation import Observation


def _nothing() -> None:
    return None


def _local_now() -> datetime:
    return datetime.now().astimezone()


class SessionRuntime:
    """One station's sessions, one after another."""

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
        now_s: float = 0.0,
    ) -> None:
        """`checklist` overrides what the settings say for every role; `drill` makes this a drill station.

        `reset_observer` is called whenever another body may stand there. Raises TongjingError for an unknown
        checklist or drill.
        """
        self._checklists, self._settings = dict(checklists), settings
        self._offer = Offer(checklists, settings, checklist, has_chair)
        self._desk = Desk(staff, notices or NoticeBook(), settings.notice)
        self._scribe = Scribe(log, settings, models, local_now)
        self._reset_observer = reset_observer
        self._machine = Machine()
        self._machine.reset(now_s)
        self._presence = Presence(PresenceTimes(leave_s=settings.session.leave_s))
        self._dwell = Dwell(settings.session.dwell_s)
        self._camera = CameraStatus.OK
        self._drill = BowSession(drill, self._checklists) if drill else None
        self._drill_station = drill is not None
        self._sound = ""
        self._now_s = now_s
        self._forget()

    # ---- what comes in

    def on_observation(self, observation: Observation, now_s: float) -> None:
        """Take the newest measured frame."""
        self._now_s = now_s
        self._visit.observation = observation
        if self._camera is not CameraStatus.OK:
            return
        for event in self._presence.update(observation, now_s):
            self._on_presence(event, now_s)
        if self._presence.returned and self._machine.state is State.PART and self._visit.course:
            # whoever comes back is not known to be the same body
            self._reset_observer()
            self._visit.course.restart_round(now_s)
            self._machine.touch(now_s)
        action = self._dwell.update(observation.landmarks, self._targets(), now_s)
        if action is not None:
            self.on_action(action, None, now_s)
        if self._machine.state is State.PART and self._visit.course and not self._presence.away:
            if self._visit.course.observe(observation, now_s):
                self._next(now_s)
        elif self._machine.state is State.DRILL and self._drill:
            self._sound = self._drill.observe(observation) or self._sound
            if self._drill.finished:
                self._fire(Event.DRILL_DONE, now_s)

    def on_action(self, action: str, payload: str | None, now_s: float) -> None:
        """A press, a touch or a dwelt hand on the target `action`. Actions that mean nothing now are ignored."""
        self._now_s = now_s
        state = self._machine.state
        if action == "language":
            self._visit.language = other(self._visit.language)
        elif action == "accept_notice" and state is State.NOTICE:
            self._accept_notice(now_s)
        elif action == "guest" and state is State.IDENTIFY:
            self._identified(GUEST, now_s)
        elif action in ("men", "women") and state is State.CHOOSE:
            self._visit.wearer = Wearer(action)
            self._fire(Event.CHOSEN, now_s)
        elif action in ("confirm", "deny") and state in (State.ASSIST, State.ATTEST):
            self._answer(action == "confirm", payload, now_s)
        elif action == "recheck" and self._visit.may_recheck:
            self._fire(Event.RECHECK, now_s)
        elif action == "dispute" and state is State.RESULT:
            self._visit.dispute_clause = payload
            self._fire(Event.DISPUTED, now_s)
        elif action == "key" and payload:
            self.on_key(payload, now_s)
        elif action == "drill" and payload in BANDS:
            self._drill = BowSession(payload, self._checklists)
            self._fire(Event.DRILL_STARTED, now_s)
        elif action == "start" and self._drill_station:
            self._fire(Event.DRILL_STARTED, now_s)
        elif action in PRESSES:
            self._fire(PRESSES[action], now_s)

    def on_key(self, text: str, now_s: float) -> None:
        """One key of a keyboard, the screen's keypad or a badge reader: a character, "Backspace" or "Enter"."""
        self._now_s = now_s
        for one in self._desk.key(text, now_s):
            if isinstance(one, Scan):
                self.on_badge(one.text, now_s)
            else:
                self._typed(one.key, now_s)

    def on_badge(self, text: str, now_s: float) -> None:
        """The text of a badge, from the camera or a reader."""
        if self._machine.state is State.IDLE and not self._drill_station:
            self._fire(Event.ARRIVED, now_s)
        if self._machine.state not in (State.NOTICE, State.IDENTIFY):
            return
        subject = self._desk.entry.badge(text)
        self._dwell.reset()  # a hand that holds up a badge presses nothing
        if subject is not None:
            self._identified(subject, now_s)

    def on_camera(self, status: CameraStatus, now_s: float) -> None:
        """How the camera is doing; call it when it changes."""
        self._now_s = now_s
        self._camera = status
        self._watch_camera(now_s)

    def tick(self, now_s: float) -> None:
        """Let time pass; call it some ten times a second, also without observations."""
        self._now_s = now_s
        for typed in self._desk.tick(now_s):
            self._typed(typed.key, now_s)
        self._watch_camera(now_s)
        state = self._machine.state
        if state is State.PART and self._presence.away and self._visit.course:
            # nobody to look at: the part waits, until the person is back or has left for good
            self._visit.course.wait(now_s)
            return
        if state is State.RECORDING:
            self._append(now_s)
        elif state is State.PART and self._visit.course and self._visit.course.remaining(now_s) <= 0.0:
            self._next(now_s)
        elif state is State.RESULT:
            self._go_on_by_itself(now_s)
        if self._machine.timed_out(now_s):
            self._fire(Event.TIMED_OUT, now_s)

    # ---- what goes out

    @property
    def state(self) -> State:
        """Where the session is."""
        return self._machine.state

    @property
    def wants_codes(self) -> bool:
        """True while a badge held to the camera means something."""
        return self._machine.state in (State.NOTICE, State.IDENTIFY)

    def view(self) -> ViewState:
        """What the screen shows now."""
        entry, fault = self._desk.entry, self._scribe.fault
        return present(
            Situation(
                state=self._machine.state,
                language=self._visit.language,
                now_s=self._now_s,
                targets=self._targets(),
                course=self._visit.course,
                subject=self._visit.subject,
                observation=self._visit.observation,
                typed=entry.shown,
                wants_pin=entry.wants_pin,
                entry_fault=entry.fault,
                notice_version=self._settings.notice.version,
                camera=self._camera,
                away=self._presence.away,
                ending=self._scribe.ending,
                log_fault=fault.text.of(self._visit.language) if fault else "",
                cannot_log=self._scribe.lost,
                recheck_soon=self._share_left(RECHECK_AFTER_S) if self._visit.will_recheck else None,
                accept_soon=self._share_left(ACCEPT_AFTER_S) if self._visit.will_accept else None,
                disputed=bool(self._visit.course and self._visit.course.disputed),
                dial=self._drill.dial(self._visit.language) if self._drill else None,
                drill_words=self._drill.words(self._visit.language) if self._drill else ("", "", ""),
                sound=self._sound,
            )
        )

    def _targets(self) -> tuple[Target, ...]:
        open_clauses = bool(self._visit.course and self._visit.course.open_verdicts())
        return targets_for(
            self._machine.state,
            self._visit.language,
            self._dwell,
            open_clauses=open_clauses,
            curable=self._visit.may_recheck,
        )

    # ---- transitions

    def _fire(self, event: Event, now_s: float) -> Step:
        step = self._machine.fire(event, now_s)
        if step.moved:
            self._dwell.reset()
            course = self._visit.course
            self._sound = sound_of(step.after, overall(tuple(course.verdicts.values())) if course else None)
            if step.after is State.IDENTIFY:
                self._desk.reset()
        for effect in step.effects:
            self._carry_out(effect, now_s)
        return step

    def _carry_out(self, effect: Effect, now_s: float) -> None:
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
            case Effect.RECORD_RESULT:
                self._draft(EventKind.ACCEPTED, "accepted")
            case Effect.RECORD_DECLINED:
                self._draft(EventKind.DECLINED, "declined")
            case Effect.RECORD_STOPPED:
                self._draft(EventKind.ABANDONED, "stopped", STOPPED)
            case Effect.RECORD_HUMAN_CHECK:
                self._draft(EventKind.HUMAN_CHECK, "human_check")
            case Effect.RECORD_ABANDONED:
                if self._visit.began:
                    self._draft(EventKind.ABANDONED, "abandoned", LEFT)
                    if not self._scribe.append():
                        self._fire(Event.LOG_FAILED, now_s)
            case Effect.RETRY_RECORD:
                pass  # the next tick appends what waits
            case Effect.GIVE_UP_RECORD:
                self._scribe.give_up()
            case Effect.BEGIN_DRILL:
                self._begin_drill()
            case Effect.WIPE:
                self._forget()

    def _forget(self) -> None:
        """Nothing of the person stays: not on the screen, not in the memory."""
        self._visit = Visit(self._settings.station.language, self._scribe.local_now())
        self._desk.reset()
        self._dwell.reset()
        self._reset_observer()

    # ---- who it is

    def _on_presence(self, event: Event, now_s: float) -> None:
        if event is Event.ARRIVED and self._machine.state is State.IDLE:
            self._visit.started = self._scribe.local_now()
            if self._drill_station:
                event = Event.DRILL_STARTED
        self._fire(event, now_s)

    def _accept_notice(self, now_s: float) -> None:
        self._visit.notice_accepted = True
        if self._visit.subject is None:
            self._fire(Event.NOTICE_ACCEPTED, now_s)
        else:
            self._identified(self._visit.subject, now_s)

    def _typed(self, key: str, now_s: float) -> None:
        if self._machine.state is State.IDENTIFY:
            subject = self._desk.entry.key(key, now_s)
            if subject is not None:
                self._identified(subject, now_s)

    def _identified(self, subject: Subject, now_s: float) -> None:
        """Go on with this person, unless the notice still has to be accepted."""
        self._visit.subject = subject
        if self._desk.may_begin(subject, self._visit.notice_accepted):
            self._visit.wearer = subject.wearer
            self._fire(Event.KNOWN if subject.wearer is not None else Event.NEEDS_CHOICE, now_s)

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
        stop = self._visit.course.stop if self._visit.course else None
        if stop is None:
            if self._visit.course:
                self._visit.course.close_round()
            self._fire(Event.PARTS_DONE, now_s)
        elif stop.by_camera:
            self._sound = "step"
            self._fire(Event.NEXT_CAMERA, now_s)
        elif stop.close_up is not None:
            self._fire(Event.NEXT_CLOSE_UP, now_s)
        else:
            self._fire(Event.NEXT_ATTEST, now_s)

    def _answer(self, met: bool, clause: str | None, now_s: float) -> None:
        """The answer to one clause (`clause`), or to all that are still unanswered here."""
        if self._visit.course is None:
            return
        open_here = self._visit.course.unanswered()
        asked = (clause,) if clause in open_here and clause is not None else open_here
        self._visit.course.answer(asked, met)
        if not self._visit.course.unanswered():
            self._next(now_s)

    def _share_left(self, after_s: float) -> float:
        return max(0.0, 1.0 - (self._now_s - self._machine.entered_s) / after_s)

    def _go_on_by_itself(self, now_s: float) -> None:
        """Hands free: a result in order is accepted, a correction is looked at again."""
        if self._presence.away:
            return
        lasted_s = now_s - self._machine.entered_s
        if self._visit.will_accept and lasted_s >= ACCEPT_AFTER_S:
            self._fire(Event.ACCEPTED, now_s)
        elif self._visit.will_recheck and lasted_s >= RECHECK_AFTER_S:
            self._fire(Event.RECHECK, now_s)

    def _begin_drill(self) -> None:
        self._reset_observer()
        if self._drill is None:
            self._drill = BowSession(next(iter(BANDS)), self._checklists)
        self._drill.reset()

    # ---- the log and the camera

    def _draft(self, ending: EventKind, words: str, why: str | None = None) -> None:
        self._scribe.draft(
            ending,
            words,
            subject=self._visit.subject,
            course=self._visit.course,
            started=self._visit.started,
            language=self._visit.language,
            why=why,
        )

    def _append(self, now_s: float) -> None:
        self._fire(Event.LOGGED if self._scribe.append() else Event.LOG_FAILED, now_s)

    def _watch_camera(self, now_s: float) -> None:
        if self._camera in (CameraStatus.OK, CameraStatus.STARTING):
            if self._machine.state is State.NO_CAMERA and self._camera is CameraStatus.OK:
                # whoever stands there now may have come while nothing was seen
                self._presence.reset()
                self._fire(Event.CAMERA_BACK, now_s)
        elif self._machine.state is not State.NO_CAMERA:
            self._fire(Event.CAMERA_LOST, now_s)
