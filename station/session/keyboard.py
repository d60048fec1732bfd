"""What a key means on a screen with buttons: Enter the preferred one, digits the answers or rows, Escape to stop."""

from station.view_state import Target

ENTER, BACKSPACE = "\n", "\b"
"""As the reception's keys are called once they are known to be typed."""
STROKES = frozenset({"Escape", "Up", "Down"})
"""Keys that no badge and no number is made of."""
_MOVES = {"Down": "next_choice", "Up": "previous_choice"}

Meaning = tuple[str, str | None]
"""Action and payload, as a touch sends them."""


def meaning(key: str, targets: tuple[Target, ...], rows: tuple[str, ...]) -> Meaning | None:
    """What that key does where these buttons and rows are up; None: nothing.

    A digit is the answer of that number, or else it points at the row of that number as a finger would; `rows` is
    empty where nothing can be pointed at.
    """
    offered = {target.action: target for target in targets}
    answers = [target.action for target in targets if target.action.startswith("answer_")]
    if key in _MOVES:
        return (_MOVES[key], None) if answers or "next_choice" in offered else None
    if key == "Escape":
        return ("stop", None) if "stop" in offered else None
    if key == BACKSPACE:
        return next(((action, None) for action in ("back", "deny", "drills") if action in offered), None)
    if key == ENTER:
        preferred = next((target.action for target in targets if target.primary), None)
        taken = "take" if any(target.chosen for target in targets) else preferred
        return (taken, None) if taken is not None else None
    if not key.isdigit():
        return None
    place = int(key) - 1
    if answers:
        return (answers[place], None) if 0 <= place < len(answers) else None
    return ("row", rows[place]) if 0 <= place < len(rows) else None
