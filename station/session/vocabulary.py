"""The ids that the session shares with buttons and speaker: which press is which event, which moment sounds how."""

from checklists.verdict import Outcome
from station.log.record import EventKind
from station.session.minutes import LEFT, STOPPED
from station.session.states import Effect, Event, State

PRESSES = {
    "start": Event.ARRIVED,
    "decline": Event.DECLINED,
    "human_check": Event.HUMAN_CHECK,
    "stop": Event.STOPPED,
    "give_up": Event.STOPPED,
    "done": Event.STOPPED,
    "accept": Event.ACCEPTED,
    "retry": Event.RETRY,
}
"""Actions that are one event, whatever stands."""

ENDINGS: dict[Effect, tuple[EventKind, str, str | None]] = {
    Effect.RECORD_RESULT: (EventKind.ACCEPTED, "accepted", None),
    Effect.RECORD_DECLINED: (EventKind.DECLINED, "declined", None),
    Effect.RECORD_STOPPED: (EventKind.ABANDONED, "stopped", STOPPED),
    Effect.RECORD_HUMAN_CHECK: (EventKind.HUMAN_CHECK, "human_check", None),
    Effect.RECORD_ABANDONED: (EventKind.ABANDONED, "abandoned", LEFT),
}
"""How a session ends: for the record, for the screen, and why."""

SOUNDS = {
    State.IDENTIFY: "step",
    State.PART: "step",
    State.ASSIST: "step",
    State.ATTEST: "step",
    State.LOGGED: "logged",
    State.ABANDONED: "attention",
    State.PAUSED: "attention",
    State.NO_CAMERA: "attention",
    State.CANNOT_LOG: "attention",
}
"""What is heard when a state begins; a result sounds like its outcome."""


def sound_of(state: State, result: Outcome | None) -> str:
    """The cue sound of a state that begins; empty for none."""
    if state is State.RESULT and result is not None:
        return {Outcome.PASS: "pass", Outcome.FAIL: "fail"}.get(result, "attention")
    return SOUNDS.get(state, "")
