"""A whole session played from pictures: the station's own session, an obedient person, a clock that only counts.

The person does what the screen asks: shows the picture or plays the recording of that part, reads for a while, then
presses. Everything else is what runs live: observer, session, evidence, verdicts, record. Time is counted and not
waited for, so that the report says how long a check takes a person, whatever the machine.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np

from checklists.model import Checklist
from checklists.session_part import SessionPart
from checklists.verdict import Verdict, Wearer
from station.log.record import SessionRecord
from station.session.dwell import HOLD_S, until_raised_s
from station.session.runtime import SessionRuntime
from station.session.states import State
from station.settings import CheckSettings, Settings
from station.staff.members import StaffList
from vision.errors import TongjingError
from vision.frame import Frame, Picture
from vision.landmarks.backend import LandmarkBackend
from vision.observation import Observation
from vision.observer import Observer
from vision.setup import Setup

FRAMES_PER_S = 10.0
SEATED_FRAMES_PER_S = 20.0
"""Fewer cannot show the fastest shaking of legs."""
READING_S = 2.5
"""Notice, number, choice and result, from the screen to the press: read, then the ring. No part of the check."""
POINTING_S = 0.8
"""For every clause of a close-up that is touched because it is not met."""
REACTION_S: Mapping[SessionPart, float] = {
    SessionPart.FRONT: 1.1,
    SessionPart.TURN_LEFT: 1.1,
    SessionPart.TURN_RIGHT: 1.5,
    SessionPart.BOW: 0.9,
    SessionPart.SEATED: 3.0,
}
"""From what is asked to the person doing it: a quarter turn, a half turn, half a quarter turn, sitting down."""
GLANCE_S = 0.9
"""Outside the parts that measure one look a second is enough: whether somebody stands there."""
LONGEST_S = 180.0
SENSOR_NOISE_LEVELS = 1.5
"""A living camera's noise, grey levels: a still shown twice would otherwise be a frozen picture."""

NAMES: Mapping[SessionPart, str] = {
    SessionPart.FRONT: "front",
    SessionPart.TURN_LEFT: "left",
    SessionPart.TURN_RIGHT: "right",
    SessionPart.SEATED: "seated",
    SessionPart.BOW: "bow",
}
"""What a part's picture is called; a bow also by its clause ("bow.30")."""


@dataclass(frozen=True, slots=True)
class Act:
    """What the person shows in one part: one picture, or a motion that is played once and then held."""

    pictures: tuple[Picture, ...]
    fps: float = FRAMES_PER_S

    def at(self, seconds: float) -> Picture:
        """The picture so long after the beginning."""
        return self.pictures[min(int(max(seconds, 0.0) * self.fps), len(self.pictures) - 1)]


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """One session, from the notice to the log."""

    verdicts: tuple[Verdict, ...]
    """At the end of the first round, before anything was corrected."""
    record: SessionRecord
    spent_s: Mapping[str, float]
    """Seconds by part or state."""


class _Minutes:
    """A log that only keeps the last record in memory."""

    def __init__(self) -> None:
        self.last: SessionRecord | None = None

    def append_session(self, record: SessionRecord) -> object:
        self.last = record
        return record.session_id


def rehearse(
    acts: Mapping[str, Act],
    checklist: Checklist,
    wearer: Wearer,
    backend: LandmarkBackend,
    *,
    setup: Setup | None = None,
    denied: Collection[str] = (),
    quick: bool = False,
    frames_per_s: float = FRAMES_PER_S,
) -> Rehearsed:
    """Play one session. `acts`: by the names of `NAMES`; what is not there the person does not do.

    `denied`: the clauses to which the person answers no. Raises TongjingError where the session does not come to an
    end, or nothing is there to show from the front.
    """
    if "front" not in acts:
        raise TongjingError("A rehearsal needs at least the picture 'front': the person as they step on the mark.")
    stage = _Stage(acts, checklist, wearer, Observer(backend, setup), setup or Setup(), frozenset(denied), quick)
    return stage.play(1.0 / frames_per_s)


class _Stage:
    """State of one rehearsal: the clock, what is shown, what was asked since when."""

    def __init__(
        self,
        acts: Mapping[str, Act],
        checklist: Checklist,
        wearer: Wearer,
        observer: Observer,
        setup: Setup,
        denied: frozenset[str],
        quick: bool,
    ) -> None:
        self._acts, self._wearer, self._denied, self._observer = acts, wearer, denied, observer
        self._now_s = 0.0
        self._frames = 0
        self._noise = np.random.default_rng(20)
        self._shown, self._shown_s = "front", 0.0
        self._asked: tuple[object, ...] = ()
        self._asked_s = 0.0
        self._seen: Observation | None = None
        self._minutes = _Minutes()
        began = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
        # self-assessments take minutes and say nothing about how the person stands there
        checks = CheckSettings(checklist=checklist.id, kind="quick" if quick else "full", questionnaires=False)
        self._runtime = SessionRuntime(
            checklists={checklist.id: checklist},
            log=self._minutes,
            settings=Settings(checks=checks),
            staff=StaffList.of([], salt=bytes(16)),
            has_chair=setup.chair is not None,
            local_now=lambda: began + timedelta(seconds=self._now_s),
            reset_observer=observer.reset,
        )

    def play(self, step_s: float) -> Rehearsed:
        """To the logged record."""
        verdicts: tuple[Verdict, ...] = ()
        while self._runtime.state is not State.LOGGED:
            if self._now_s > LONGEST_S:
                raise TongjingError(
                    f"The rehearsal hangs: after {LONGEST_S:.0f} s the session is still at '{self._runtime.state}'."
                )
            self._now_s += self._step_s(step_s)
            self._runtime.tick(self._now_s)
            self._note_what_is_asked()
            self._runtime.on_observation(self._observed(), self._now_s)
            if self._runtime.state is State.RESULT and not verdicts:
                verdicts = self._runtime.verdicts
            self._note_what_is_asked()
            self._press()
        assert self._minutes.last is not None
        return Rehearsed(verdicts, self._minutes.last, self._runtime.spent_s)

    def _step_s(self, step_s: float) -> float:
        """To the next frame: while somebody sits they come faster."""
        sits = self._shown == NAMES[SessionPart.SEATED] and self._runtime.state is State.PART
        return min(step_s, 1.0 / SEATED_FRAMES_PER_S) if sits else step_s

    def _note_what_is_asked(self) -> None:
        asked = (self._runtime.state, self._runtime.stop)
        if asked != self._asked:
            self._asked, self._asked_s = asked, self._now_s

    # ---- what the camera sees

    def _observed(self) -> Observation:
        self._turn()
        measuring = self._runtime.state is State.PART
        before = self._seen
        if before is not None and not measuring and self._now_s - before.time_s < GLANCE_S:
            return before
        frame = Frame(self._picture(), self._frames, self._now_s, f"rehearsal:{self._shown}")
        self._frames += 1
        self._observer.wanted = self._runtime.wanted
        self._seen = self._observer.observe(frame)
        return self._seen

    def _turn(self) -> None:
        """Once the person has understood and turned, the next act is on."""
        stop = self._runtime.stop
        wanted, after_s = "front", REACTION_S[SessionPart.FRONT]
        if self._runtime.state is State.PART and stop is not None:
            wanted, after_s = self._act_of(stop.part, stop.drill), REACTION_S[stop.part]
            if wanted.split(".")[0] == self._shown.split(".")[0]:
                after_s = 0.0  # stands so already, and reads the new line while the recording still stands
        if wanted == self._shown:
            return
        if self._now_s - self._asked_s >= after_s:
            self._shown, self._shown_s, self._seen = wanted, self._now_s, None

    def _act_of(self, part: SessionPart, drill: str | None) -> str:
        names = [name for name in (drill, NAMES[part]) if name is not None and name in self._acts]
        return names[0] if names else "front"

    def _picture(self) -> Picture:
        pixels = self._acts[self._shown].at(self._now_s - self._shown_s)
        noise = self._noise.normal(0.0, SENSOR_NOISE_LEVELS, pixels.shape[:2])
        noisy = pixels.astype(np.int16) + np.rint(noise).astype(np.int16)[:, :, None]
        return np.asarray(np.clip(noisy, 0, 255), dtype=np.uint8)

    # ---- what the person presses

    def _press(self) -> None:
        waited_s = self._now_s - self._asked_s
        state, stop = self._runtime.state, self._runtime.stop
        action = {
            State.NOTICE: "accept_notice",
            State.IDENTIFY: "guest",
            State.CHOOSE: self._wearer.value,
            State.ASSIST: "confirm",
            State.ATTEST: "confirm",
            State.RESULT: "accept",
        }.get(state)
        if action is None:
            return
        not_met = [clause for clause in (stop.clauses if stop else ()) if clause in self._denied]
        takes_s = READING_S
        if stop is not None and state in (State.ASSIST, State.ATTEST):
            takes_s = until_raised_s(len(stop.asked)) + HOLD_S
        if waited_s < takes_s + POINTING_S * len(not_met):
            return
        for clause in not_met:
            self._runtime.on_action("row", clause, self._now_s)
        if (self._runtime.state, self._runtime.stop) == (state, stop):
            self._runtime.on_action(action, None, self._now_s)


def spent_lines(rehearsed: Rehearsed) -> list[str]:
    """Where the person's time went: looking, confirming, the rest; seconds."""
    spent = dict(rehearsed.spent_s)
    looked = {part.value: spent.pop(part.value) for part in NAMES if part.value in spent}
    asked = {
        part.value: spent.pop(part.value)
        for part in (SessionPart.CLOSE_UP, SessionPart.ATTEST)
        if part.value in spent
    }
    lines = []
    for word, those in (("looked", looked), ("asked", asked), ("else", spent)):
        each = ", ".join(f"{name} {seconds:.1f}" for name, seconds in those.items() if seconds >= 0.05)
        lines.append(f"{word:<7}{sum(those.values()):6.1f} s  {each}".rstrip())
    lines.append(f"{'check':<7}{sum(looked.values()) + sum(asked.values()):6.1f} s  looked and asked together")
    return lines
