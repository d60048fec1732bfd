"""The session as data: states, events, one table of transitions, one table of time-outs.

Nothing here knows a clock, a camera or a widget. Time is passed in; what has to be done on a transition is named by
`Effect`s that the runtime carries out. Every (state, event) pair is either in `TABLE` or in `IGNORED`, so that a new
event cannot be forgotten somewhere (tests/session/test_machine.py holds this).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from station.session.states import Effect, Event, State

__all__ = [
    "IGNORED",
    "INTERRUPTIONS",
    "TABLE",
    "TIMEOUT_S",
    "Effect",
    "Event",
    "Machine",
    "State",
    "Step",
    "Transition",
]


@dataclass(frozen=True, slots=True)
class Transition:
    """Where to go and what to do on the way. `target` None: back to the state that was interrupted."""

    target: State | None
    effects: tuple[Effect, ...] = ()
    forget_interrupted: bool = False
    """The interrupted state is given up: the way back leads to IDLE."""


def _to(target: State | None, *effects: Effect, forget: bool = False) -> Transition:
    return Transition(target, effects, forget)


_PAUSE = {Event.SECOND_PERSON: _to(State.PAUSED), Event.CAMERA_LOST: _to(State.NO_CAMERA)}
_ABANDON = _to(State.ABANDONED, Effect.RECORD_ABANDONED, Effect.WIPE)
_WAYS_OUT = {
    Event.LEFT: _ABANDON,
    Event.STOPPED: _to(State.RECORDING, Effect.RECORD_STOPPED),
    Event.HUMAN_CHECK: _to(State.RECORDING, Effect.RECORD_HUMAN_CHECK),
}
_NEXT = {
    Event.NEXT_CAMERA: _to(State.PART),
    Event.NEXT_CLOSE_UP: _to(State.ASSIST),
    Event.NEXT_ATTEST: _to(State.ATTEST),
    Event.PARTS_DONE: _to(State.RESULT),
}
_FORGET = _to(State.IDLE, Effect.WIPE)
_BEGIN = _to(State.PART, Effect.BEGIN_SESSION)

_ROWS: dict[State, dict[Event, Transition]] = {
    State.IDLE: {
        Event.ARRIVED: _to(State.NOTICE),
        Event.CAMERA_LOST: _to(State.NO_CAMERA),
        Event.DRILL_STARTED: _to(State.DRILL, Effect.BEGIN_DRILL),
        Event.DRILLS_OPENED: _to(State.DRILLS),
        Event.TIMED_OUT: _FORGET,
    },
    State.NOTICE: {
        Event.NOTICE_ACCEPTED: _to(State.IDENTIFY),
        Event.KNOWN: _BEGIN,
        Event.NEEDS_CHOICE: _to(State.CHOOSE),
        Event.DECLINED: _to(State.RECORDING, Effect.RECORD_DECLINED),
        Event.STOPPED: _to(State.RECORDING, Effect.RECORD_DECLINED),
        # nothing was begun: nobody is abandoned by walking past
        Event.AWAY: _FORGET,
        Event.LEFT: _FORGET,
        Event.TIMED_OUT: _FORGET,
        Event.CAMERA_LOST: _to(State.NO_CAMERA),
        Event.DRILL_STARTED: _to(State.DRILL, Effect.BEGIN_DRILL),
        Event.DRILLS_OPENED: _to(State.DRILLS),
    },
    State.IDENTIFY: {
        **_PAUSE,
        Event.KNOWN: _BEGIN,
        Event.NEEDS_CHOICE: _to(State.CHOOSE),
        Event.HUMAN_CHECK: _to(State.RECORDING, Effect.RECORD_HUMAN_CHECK),
        Event.STOPPED: _to(State.RECORDING, Effect.RECORD_STOPPED),
        Event.LEFT: _FORGET,
        Event.TIMED_OUT: _FORGET,
    },
    State.CHOOSE: {**_PAUSE, **_WAYS_OUT, Event.CHOSEN: _BEGIN, Event.TIMED_OUT: _ABANDON},
    State.PART: {**_PAUSE, **_WAYS_OUT, **_NEXT, Event.TIMED_OUT: _to(State.PART, Effect.CLOSE_PART)},
    State.ASSIST: {**_PAUSE, **_WAYS_OUT, **_NEXT, Event.TIMED_OUT: _to(State.ASSIST, Effect.CLOSE_PART)},
    State.ATTEST: {**_PAUSE, **_WAYS_OUT, **_NEXT, Event.TIMED_OUT: _to(State.ATTEST, Effect.CLOSE_PART)},
    State.RESULT: {
        **_PAUSE,
        **_WAYS_OUT,
        Event.RECHECK: _to(State.PART, Effect.BEGIN_RECHECK),
        Event.ACCEPTED: _to(State.RECORDING, Effect.RECORD_RESULT),
        Event.DISPUTED: _to(State.RESULT, Effect.MARK_DISPUTE),
        # not accepted by anybody: not a result
        Event.TIMED_OUT: _ABANDON,
    },
    State.RECORDING: {
        Event.LOGGED: _to(State.LOGGED),
        Event.LOG_FAILED: _to(State.CANNOT_LOG),
        Event.TIMED_OUT: _to(State.CANNOT_LOG),
    },
    State.LOGGED: {
        Event.AWAY: _FORGET,
        Event.LEFT: _FORGET,
        Event.STOPPED: _FORGET,
        Event.TIMED_OUT: _FORGET,
    },
    State.ABANDONED: {
        Event.LOG_FAILED: _to(State.CANNOT_LOG),
        Event.ARRIVED: _to(State.NOTICE, Effect.WIPE),
        Event.STOPPED: _FORGET,
        Event.TIMED_OUT: _FORGET,
    },
    State.PAUSED: {
        Event.ALONE: _to(None),
        Event.LEFT: _ABANDON,
        Event.TIMED_OUT: _ABANDON,
        Event.STOPPED: _to(State.RECORDING, Effect.RECORD_STOPPED),
        Event.CAMERA_LOST: _to(State.NO_CAMERA),
    },
    State.NO_CAMERA: {
        Event.CAMERA_BACK: _to(None),
        Event.LOG_FAILED: _to(State.CANNOT_LOG),
        # still no camera, but nobody's session waits any longer behind the message
        Event.TIMED_OUT: _to(State.NO_CAMERA, Effect.RECORD_ABANDONED, Effect.WIPE, forget=True),
    },
    State.CANNOT_LOG: {
        Event.RETRY: _to(State.RECORDING, Effect.RETRY_RECORD),
        Event.STOPPED: _to(State.IDLE, Effect.GIVE_UP_RECORD, Effect.WIPE),
        Event.TIMED_OUT: _to(State.IDLE, Effect.GIVE_UP_RECORD, Effect.WIPE),
    },
    State.DRILL: {
        **_PAUSE,
        Event.DRILL_DONE: _to(State.DRILL_SUMMARY, Effect.CLOSE_DRILL),
        Event.STOPPED: _FORGET,
        Event.LEFT: _FORGET,
        Event.TIMED_OUT: _to(State.DRILL_SUMMARY, Effect.CLOSE_DRILL),
    },
    State.DRILLS: {
        Event.DRILLS_OPENED: _to(State.DRILLS),
        Event.DRILL_STARTED: _to(State.DRILL, Effect.BEGIN_DRILL),
        Event.STOPPED: _FORGET,
        # a trainer at the screen stands too near to be seen: only the time ends it
        Event.TIMED_OUT: _FORGET,
        Event.CAMERA_LOST: _to(State.NO_CAMERA),
    },
    State.DRILL_SUMMARY: {
        Event.DRILL_STARTED: _to(State.DRILL, Effect.BEGIN_DRILL),
        Event.DRILLS_OPENED: _to(State.DRILLS),
        Event.STOPPED: _FORGET,
        Event.LEFT: _FORGET,
        Event.TIMED_OUT: _FORGET,
        Event.CAMERA_LOST: _to(State.NO_CAMERA),
    },
}

TABLE: Mapping[tuple[State, Event], Transition] = {
    (state, event): transition for state, row in _ROWS.items() for event, transition in row.items()
}
"""(state, event) -> what happens."""

_QUEUE = {Event.NEXT_CAMERA, Event.NEXT_CLOSE_UP, Event.NEXT_ATTEST, Event.PARTS_DONE}
_LOG = {Event.LOGGED, Event.LOG_FAILED, Event.RETRY}
_DRILL = {Event.DRILLS_OPENED, Event.DRILL_STARTED, Event.DRILL_DONE}
_PRESENCE = {Event.ARRIVED, Event.AWAY, Event.LEFT, Event.SECOND_PERSON, Event.ALONE}
_ENTRY = {Event.NOTICE_ACCEPTED, Event.DECLINED, Event.KNOWN, Event.NEEDS_CHOICE, Event.CHOSEN}
_RESULT = {Event.RECHECK, Event.ACCEPTED, Event.DISPUTED}
_CAMERA = {Event.CAMERA_LOST, Event.CAMERA_BACK}
_ASKS = {Event.HUMAN_CHECK, Event.STOPPED}
_RUNNING = {Event.ARRIVED, Event.AWAY, Event.ALONE, Event.CAMERA_BACK} | _LOG | _DRILL

IGNORED: Mapping[State, frozenset[Event]] = {
    # presses that come too late, and levels that are reported again, change nothing
    State.IDLE: frozenset(
        (_PRESENCE | _ENTRY | _QUEUE | _RESULT | _LOG | _ASKS | {Event.CAMERA_BACK, Event.DRILL_DONE})
        - {Event.ARRIVED}
    ),
    State.NOTICE: frozenset(
        {Event.ARRIVED, Event.SECOND_PERSON, Event.ALONE, Event.CHOSEN, Event.HUMAN_CHECK, Event.CAMERA_BACK}
        | {Event.DRILL_DONE} | _QUEUE | _RESULT | _LOG
    ),
    State.IDENTIFY: frozenset(
        _RUNNING | _QUEUE | _RESULT | {Event.NOTICE_ACCEPTED, Event.DECLINED, Event.CHOSEN}
    ),
    State.CHOOSE: frozenset(_RUNNING | _QUEUE | _RESULT | (_ENTRY - {Event.CHOSEN})),
    State.PART: frozenset(_RUNNING | _RESULT | _ENTRY),
    State.ASSIST: frozenset(_RUNNING | _RESULT | _ENTRY),
    State.ATTEST: frozenset(_RUNNING | _RESULT | _ENTRY),
    State.RESULT: frozenset(_RUNNING | _QUEUE | _ENTRY),
    State.RECORDING: frozenset(
        _PRESENCE | _ENTRY | _QUEUE | _RESULT | _ASKS | _CAMERA | _DRILL | {Event.RETRY}
    ),
    State.LOGGED: frozenset(
        {Event.ARRIVED, Event.SECOND_PERSON, Event.ALONE, Event.HUMAN_CHECK}
        | _ENTRY | _QUEUE | _RESULT | _LOG | _CAMERA | _DRILL
    ),
    State.ABANDONED: frozenset(
        {Event.AWAY, Event.LEFT, Event.SECOND_PERSON, Event.ALONE, Event.HUMAN_CHECK, Event.LOGGED, Event.RETRY}
        | _ENTRY | _QUEUE | _RESULT | _CAMERA | _DRILL
    ),
    State.PAUSED: frozenset(
        {Event.ARRIVED, Event.AWAY, Event.SECOND_PERSON, Event.HUMAN_CHECK, Event.CAMERA_BACK}
        | _ENTRY | _QUEUE | _RESULT | _LOG | _DRILL
    ),
    State.NO_CAMERA: frozenset(
        _PRESENCE | _ENTRY | _QUEUE | _RESULT | _ASKS | _DRILL | {Event.LOGGED, Event.RETRY, Event.CAMERA_LOST}
    ),
    State.CANNOT_LOG: frozenset(
        _PRESENCE | _ENTRY | _QUEUE | _RESULT | _CAMERA | _DRILL
        | {Event.HUMAN_CHECK, Event.LOGGED, Event.LOG_FAILED}
    ),
    State.DRILL: frozenset(
        {Event.ARRIVED, Event.AWAY, Event.ALONE, Event.HUMAN_CHECK, Event.CAMERA_BACK, Event.DRILL_STARTED}
        | {Event.DRILLS_OPENED} | _ENTRY | _QUEUE | _RESULT | _LOG
    ),
    State.DRILLS: frozenset(
        {Event.DRILL_DONE, Event.HUMAN_CHECK, Event.CAMERA_BACK}
        | _PRESENCE | _ENTRY | _QUEUE | _RESULT | _LOG
    ),
    State.DRILL_SUMMARY: frozenset(
        {Event.ARRIVED, Event.AWAY, Event.SECOND_PERSON, Event.ALONE, Event.HUMAN_CHECK, Event.CAMERA_BACK}
        | {Event.DRILL_DONE} | _ENTRY | _QUEUE | _RESULT | _LOG
    ),
}  # fmt: skip
"""State -> events that are meant to change nothing there."""

TIMEOUT_S: Mapping[State, float] = {
    State.IDLE: 3600.0,
    State.NOTICE: 30.0,
    State.IDENTIFY: 60.0,
    State.CHOOSE: 30.0,
    State.PART: 20.0,
    State.ASSIST: 30.0,
    State.ATTEST: 30.0,
    State.RESULT: 60.0,
    State.RECORDING: 10.0,
    State.LOGGED: 6.0,
    State.ABANDONED: 4.0,
    State.PAUSED: 60.0,
    State.NO_CAMERA: 60.0,
    State.CANNOT_LOG: 60.0,
    State.DRILL: 180.0,
    State.DRILL_SUMMARY: 60.0,
    State.DRILLS: 90.0,
}
"""How long each state may last before it ends by itself, s. A part's own time budget may be shorter."""

INTERRUPTIONS = frozenset({State.PAUSED, State.NO_CAMERA})
"""States that lead back to the state they interrupted."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one event did."""

    event: Event
    before: State
    after: State
    effects: tuple[Effect, ...] = ()

    @property
    def moved(self) -> bool:
        """True where the state is another one now."""
        return self.before is not self.after


class Machine:
    """The current state, since when, and what an interruption will lead back to."""

    def __init__(self, timeouts_s: Mapping[State, float] | None = None) -> None:
        """`timeouts_s` replaces single entries of `TIMEOUT_S`."""
        self._timeouts_s = {**TIMEOUT_S, **(timeouts_s or {})}
        self.reset()

    def reset(self, now_s: float = 0.0) -> None:
        """Back to idle, with nothing interrupted."""
        self.state = State.IDLE
        self.entered_s = now_s
        self.interrupted: State | None = None

    def fire(self, event: Event, now_s: float) -> Step:
        """Take one event. Events that the state ignores come back with nothing moved and no effects."""
        before = self.state
        transition = TABLE.get((before, event))
        if transition is None:
            if event not in IGNORED[before]:
                raise LookupError(f"event {event} is neither defined nor ignored in state {before}")
            return Step(event, before, before)
        target = transition.target if transition.target is not None else (self.interrupted or State.IDLE)
        if target in INTERRUPTIONS:
            if before not in INTERRUPTIONS:
                self.interrupted = before
        else:
            self.interrupted = None
        if transition.forget_interrupted:
            self.interrupted = None
        effects = transition.effects
        if before in INTERRUPTIONS and transition.target is None and target is State.PART:
            effects = (Effect.RESTART_ROUND, *effects)
        self.state = target
        self.entered_s = now_s
        return Step(event, before, target, effects)

    def touch(self, now_s: float) -> None:
        """The state's time begins anew."""
        self.entered_s = now_s

    def timed_out(self, now_s: float) -> bool:
        """True where the state has lasted its time."""
        return now_s - self.entered_s >= self.timeout_s

    @property
    def timeout_s(self) -> float:
        """How long the current state may last."""
        return self._timeouts_s[self.state]
