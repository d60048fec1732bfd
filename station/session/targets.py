"""The buttons of each state. A right-hand corner is the wearer's raised right hand, a left-hand one the left hand."""

from station.i18n.texts import tr
from station.session.dwell import BOTH_HANDS, BY_HAND, Dwell
from station.session.machine import State
from station.trainer.catalogue import Shelf
from station.view_state import Target

_Button = tuple[str, str, bool]
"""Action, place, primary."""

_STOP: _Button = ("stop", "top_left", False)
_LANGUAGE: _Button = ("language", "top_right", False)
_ASK: _Button = ("human_check", "list", False)
_DRILLS: _Button = ("drills", "top_left", False)

_BUTTONS: dict[State, tuple[_Button, ...]] = {
    State.IDLE: (("start", "bottom_right", True), _DRILLS, _LANGUAGE),
    State.NOTICE: (("accept_notice", "bottom_right", True), ("decline", "bottom_left", False), _DRILLS, _LANGUAGE),
    State.IDENTIFY: (("guest", "list", False), _ASK, _LANGUAGE, _STOP),
    State.CHOOSE: (("women", "bottom_right", True), ("men", "bottom_left", True), _STOP, _LANGUAGE),
    State.PART: (_STOP, _ASK),
    State.ASSIST: (("confirm", "bottom_right", True), ("deny", "bottom_left", False), _ASK, _STOP),
    State.ATTEST: (("confirm", "bottom_right", True), ("deny", "bottom_left", False), _ASK, _STOP),
    State.LOGGED: (("done", "list", False),),
    State.PAUSED: (_STOP,),
    State.CANNOT_LOG: (("retry", "bottom_right", True), ("give_up", "bottom_left", False)),
    State.DRILL: (_STOP,),
    State.DRILL_SUMMARY: (
        ("again", "bottom_right", True),
        ("done", "bottom_left", False),
        _DRILLS,
    ),
}
_RECHECK: tuple[_Button, ...] = (("recheck", "bottom_right", True), ("accept", "bottom_left", False))
_ACCEPT: tuple[_Button, ...] = (("accept", "bottom_right", True),)
_DISPUTE: _Button = ("dispute", "list", False)
_PICK: tuple[_Button, ...] = (("take", "bottom_right", True), ("next_choice", "bottom_left", False))
_TO_LIST: _Button = ("drills", "bottom_left", False)
_SHELF: dict[Shelf, tuple[_Button, ...]] = {
    Shelf.ONE_PAGE: (*_PICK, _STOP, _LANGUAGE),
    Shelf.PAGES: (*_PICK, ("more_drills", "list", False), _STOP, _LANGUAGE),
    Shelf.SHEET: (_TO_LIST, _STOP, _LANGUAGE),
    Shelf.SHEET_TO_RUN: (("start_drill", "bottom_right", True), _TO_LIST, _STOP, _LANGUAGE),
}
"""What a trainer can press in the list of drills, and on the sheet of one."""


def targets_for(
    state: State,
    language: str,
    dwell: Dwell,
    *,
    open_clauses: bool,
    curable: bool,
    facing: bool = True,
    marked: bool = False,
    shelf: Shelf = Shelf.ONE_PAGE,
) -> tuple[Target, ...]:
    """The buttons of the state with their rings. `open_clauses` and `curable` are about the result.

    `facing` False: nothing is asked yet, the person looks elsewhere. `marked`: some questions are answered with no.
    `shelf`: what of the drills lies open.
    """
    buttons = _BUTTONS.get(state if facing else State.PART, ())
    if state is State.RESULT:
        buttons = (*(_RECHECK if curable else _ACCEPT), *((_DISPUTE,) if open_clauses else ()), _ASK, _STOP)
    if state is State.DRILLS:
        buttons = _SHELF[shelf]
    labels = {action: tr(language, _label(action, marked)) for action, _, _ in buttons}
    return tuple(
        Target(
            action,
            labels[action],
            place,
            dwell.progress(action),
            primary,
            by_hand=_by_hand(action, place, state),
            both_hands=_by_hand(action, place, state) and not place.startswith("bottom"),
        )
        for action, place, primary in buttons
    )


def _by_hand(action: str, place: str, state: State) -> bool:
    """Whether a raised hand, or two, press it there. Before an empty mark there is nobody to raise a hand."""
    if place.startswith("bottom"):
        return action in BY_HAND
    return action in BOTH_HANDS and state is not State.IDLE


def _label(action: str, marked: bool) -> str:
    return "action.confirm_rest" if action == "confirm" and marked else f"action.{action}"
