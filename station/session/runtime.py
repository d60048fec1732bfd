"""The session's runtime: observations, presses, keys and the clock in; verdicts, a logged record and a view out.

Free of Qt and of threads: one caller feeds it, in the order of time. `now_s` is a clock that only goes forward and is
the caller's (tests bring their own); local time is asked for only where a record needs it.
"""

from collections.abc import Mapping

from checklists.verdict import Verdict, Wearer
from station.capture.status import CameraStatus
from station.i18n.texts import other
from station.identify.subject import GUEST, Subject
from station.identify.wedge import Scan
from station.questionnaires.screen import ANSWER
from station.questionnaires.screen import PRESSES as FORM_PRESSES
from station.questionnaires.screen import targets as form_targets
from station.session.conductor import WRITING, Conductor
from station.session.keyboard import STROKES, meaning
from station.session.machine import Event, State
from station.session.presenter import present
from station.session.situation import Situation
from station.session.stops import Stop
from station.session.targets import targets_for
from station.session.visit import ACCEPT_AFTER_S, RECHECK_AFTER_S
from station.session.vocabulary import PRESSES
from station.view_state import Target, ViewState
from vision.observation import Observation

_DRILLS_BEGIN = frozenset({State.IDLE, State.NOTICE, State.DRILLS, State.DRILL_SUMMARY})
_LOOKED = frozenset({State.ASSIST, State.ATTEST, State.RESULT})
"""States that show whatever is measured."""
_POINTABLE = frozenset({State.ASSIST, State.ATTEST, State.DRILLS})
"""States in which a digit points at a row, as a finger would."""


class SessionRuntime(Conductor):
    """One station's sessions, one after another."""

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
        elif self._presence.returned and self._visit.course:
            self._visit.course.begin_stop_again()
        action = self._dwell.update(observation.landmarks, self._targets(), now_s)
        if action is not None:
            self.on_action(action, None, now_s)
        if self._machine.state is State.PART and self._visit.course and not self._presence.away:
            if self._visit.course.observe(observation, now_s):
                self._next(now_s)
        elif self._visit.course:
            self._visit.course.look(observation)
        elif self._machine.state is State.DRILL:
            self._sound = self._exercise.observe(observation) or self._sound
            if self._exercise.finished:
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
        elif self._answering is not None and (action.startswith(ANSWER) or action in FORM_PRESSES):
            self._fill_in(self._answering, action, now_s)
        elif action in ("confirm", "deny") and state in (State.ASSIST, State.ATTEST):
            self._answer(action == "confirm", payload, now_s)
        elif action == "recheck" and self._visit.may_recheck:
            self._fire(Event.RECHECK, now_s)
        elif state is State.DRILLS and self._exercise.leaf(action, payload):
            self._machine.touch(now_s)
        elif action == "row" and payload:
            self._point_at(payload, now_s)
        elif action == "dispute" and state is State.RESULT:
            self._dispute(payload, now_s)
        elif action == "key" and payload:
            self.on_key(payload, now_s)
        elif action == "drills":
            self._open_drills(now_s)
        elif self._wants_drill(action, payload):
            self._fire(Event.DRILL_STARTED, now_s)
        elif action in PRESSES:
            self._fire(PRESSES[action], now_s)

    def _wants_drill(self, action: str, payload: str | None) -> bool:
        """True where a drill begins now; a known one that is named is chosen."""
        if action in ("start", "again"):
            return self._exercise.alone if action == "start" else self._exercise.ready
        if action == "start_drill":
            return self._machine.state is State.DRILLS and self._exercise.choose(self._exercise.opened)
        may = action == "drill" and payload is not None and self._machine.state in _DRILLS_BEGIN
        return may and self._exercise.choose(payload)

    def _open_drills(self, now_s: float) -> None:
        if self._fire(Event.DRILLS_OPENED, now_s).after is State.DRILLS:
            self._exercise.open_list()
            self._dwell.reset()

    def on_key(self, text: str, now_s: float) -> None:
        """One key of a keyboard, the screen's keypad or a badge reader: a character, "Backspace" or "Enter"."""
        self._now_s = now_s
        if text in STROKES:
            self._stroke(text, now_s)
            return
        for one in self._desk.key(text, now_s):
            if isinstance(one, Scan):
                self.on_badge(one.text, now_s)
            else:
                self._typed(one.key, now_s)

    def _stroke(self, key: str, now_s: float) -> None:
        """A key that stands for one of the buttons, or rows, that are up."""
        view = self.view()
        rows = tuple(row.clause for row in view.rows) if self._machine.state in _POINTABLE else ()
        meant = meaning(key, view.targets, rows)
        if meant is not None:
            self.on_action(*meant, now_s)

    def on_badge(self, text: str, now_s: float) -> None:
        """The text of a badge, from the camera or a reader."""
        if self._machine.state is State.IDLE and not self._exercise.alone:
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
        if state in WRITING or self._scribe.busy:
            self._append(now_s)
        elif state is State.IDLE:
            self._upkeep.look(self._scribe.local_now().date())
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
    def stop(self) -> Stop | None:
        """What of the check is under way; None outside of it."""
        return self._visit.course.stop if self._visit.course else None

    @property
    def verdicts(self) -> tuple[Verdict, ...]:
        """What stands now on the person's clauses; empty where nobody is checked."""
        return tuple(self._visit.course.verdicts.values()) if self._visit.course else ()

    @property
    def spent_s(self) -> Mapping[str, float]:
        """Seconds of this session, or of the last one, by part or state."""
        return self._timeline.spent_s

    @property
    def wants_codes(self) -> bool:
        """True while a badge held to the camera means something."""
        return self._machine.state in (State.NOTICE, State.IDENTIFY)

    @property
    def wanted(self) -> frozenset[str] | None:
        """Measures that somebody waits for just now; None: all.

        A small computer looks for ties and hair where they are judged or shown, and so has more pictures a second for
        a bow or for legs that may shake.
        """
        state, stop = self._machine.state, self.stop
        if state is State.DRILL:
            return self._exercise.measures
        if state is State.PART and stop is not None:
            return frozenset(stop.measures)
        return None if state in _LOOKED else frozenset()

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
                several=self._presence.several,
                ending=self._scribe.ending,
                log_fault=fault.text.of(self._visit.language) if fault else "",
                cannot_log=self._scribe.lost,
                recheck_soon=self._share_left(RECHECK_AFTER_S) if self._visit.will_recheck else None,
                accept_soon=self._share_left(ACCEPT_AFTER_S) if self._visit.will_accept else None,
                disputed=bool(self._visit.course and self._visit.course.disputed),
                dial=self._exercise.dial(self._visit.language),
                drill_words=self._exercise.words(self._visit.language),
                drill_side_on=self._exercise.side_on,
                drill_told=self._exercise.told,
                drills=self._exercise.page(self._visit.language) if self._machine.state is State.DRILLS else None,
                sound=self._sound,
            )
        )

    def _targets(self) -> tuple[Target, ...]:
        if self._answering is not None:
            language = self._visit.language
            plain = form_targets(self._answering, language, {})
            held = {target.action: self._dwell.progress(target.action) for target in plain}
            return form_targets(self._answering, language, held)
        open_clauses = bool(self._visit.course and self._visit.course.open_verdicts())
        return targets_for(
            self._machine.state,
            self._visit.language,
            self._dwell,
            open_clauses=open_clauses,
            curable=self._visit.may_recheck,
            facing=not self._must_face(),
            marked=bool(self._visit.course and self._visit.course.inquiry.marked),
            shelf=self._exercise.shelf,
        )

    # ---- who it is

    def _on_presence(self, event: Event, now_s: float) -> None:
        if event is Event.ARRIVED and self._machine.state is State.IDLE:
            self._visit.started = self._scribe.local_now()
            if self._exercise.alone:
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
        else:
            self._stroke(key, now_s)

    def _identified(self, subject: Subject, now_s: float) -> None:
        """Go on with this person, unless the notice still has to be accepted."""
        self._visit.subject = subject
        if self._desk.may_begin(subject, self._visit.notice_accepted):
            self._visit.wearer = subject.wearer
            self._fire(Event.KNOWN if subject.wearer is not None else Event.NEEDS_CHOICE, now_s)
