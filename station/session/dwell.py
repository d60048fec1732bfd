"""The raised hand as a button: held up on one side it fills the ring of the lower target on that side of the mirror.

The mirror shows the wearer's right hand on the right of the screen, so a raised right hand means a right-hand target.
What counts is where the hand is against the person's own shoulders, not where the picture happens to be cut.
"""

import numpy as np

from station.view_state import Target
from vision.landmarks.points import Body, BodyPoint, Landmarks, Provenance, Side

HOLD_S = 0.9
LINE_S = 0.35
"""For every line of a list of questions that the person knows: one look, one word recognised, one assent (30 + 290 +
50 ms for moving the eyes, perceiving a word of six letters and deciding: John and Gray, CPM-GOMS, CHI 1995). Who
reads the list for the first time takes some 1 s a line."""
RAISING_S = 0.6
"""From the decision to a hand held up; the ring then takes `HOLD_S`."""
GRACE_S = 0.25
"""A hand may be lost for this long without the ring starting over."""
RAISED_RATIO = 0.12
"""The wrist is at least this much of the trunk's length above the shoulder."""
MIN_VISIBILITY = 0.5

REPEATS = frozenset({"next_choice"})
"""Actions that come again and again while the hand stays up."""
BY_HAND = REPEATS | {
    "start", "accept_notice", "men", "women", "confirm", "deny", "accept", "recheck", "retry", "again", "done",
    "take", "back", "start_drill", "drills",
}  # fmt: skip
"""Actions that a raised hand may press. Declining, stopping and giving up take a touch, or walking away: a hand that
holds up a badge or smooths the hair must not end a session."""
BOTH_HANDS = frozenset({"drills"})
"""Those of them that two hands press from anywhere on the screen: whoever holds up a badge has one hand up."""

_ARMS = {
    Side.LEFT: (BodyPoint.LEFT_WRIST, BodyPoint.LEFT_SHOULDER, BodyPoint.LEFT_HIP),
    Side.RIGHT: (BodyPoint.RIGHT_WRIST, BodyPoint.RIGHT_SHOULDER, BodyPoint.RIGHT_HIP),
}


def until_raised_s(lines: int) -> float:
    """How long a person who knows it reads a list of so many lines under a heading and raises a hand."""
    return LINE_S * (1 + lines) + RAISING_S


def raised_hands(landmarks: Landmarks | None) -> frozenset[Side]:
    """The hands that are held up and out; not a hand at the head, nor a guessed wrist."""
    if landmarks is None or landmarks.person is None:
        return frozenset()
    body = landmarks.person.body
    return frozenset(side for side in Side if _is_raised(body, side))


def _is_raised(body: Body, side: Side) -> bool:
    points = body.points
    wrist, shoulder, hip = _ARMS[side]
    used = [wrist, BodyPoint.LEFT_SHOULDER, BodyPoint.RIGHT_SHOULDER]
    if points.provenance[wrist] != Provenance.MEASURED or np.any(points.visibility[used] < MIN_VISIBILITY):
        return False
    trunk_px = float(points.xy[hip, 1] - points.xy[shoulder, 1])
    if trunk_px <= 0:
        return False
    above = float(points.xy[shoulder, 1] - points.xy[wrist, 1]) >= RAISED_RATIO * trunk_px
    middle_x = float(points.xy[[BodyPoint.LEFT_SHOULDER, BodyPoint.RIGHT_SHOULDER], 0].mean())
    half_width = abs(float(points.xy[shoulder, 0]) - middle_x)
    out = abs(float(points.xy[wrist, 0]) - middle_x)
    same_side = (points.xy[wrist, 0] - middle_x) * (points.xy[shoulder, 0] - middle_x) > 0
    # a hand at the hair or the tie stays inside the shoulder
    return bool(above and same_side and out >= half_width)


def target_for(hands: frozenset[Side], targets: tuple[Target, ...]) -> Target | None:
    """The lower corner target on the side of the one raised hand, if a hand may press it; of two hands, theirs."""
    if len(hands) > 1:
        return next((target for target in targets if target.both_hands), None)
    corner = "".join(f"bottom_{side.value}" for side in hands)
    return next((target for target in targets if target.corner == corner and target.action in BY_HAND), None)


class Dwell:
    """How long the hand has been held over one target. `reset` lets go."""

    def __init__(self, hold_s: float = HOLD_S) -> None:
        self.hold_s = hold_s
        self.reset()

    def reset(self) -> None:
        """Nothing is held; a hand that is already up has to come down first."""
        self._action: str | None = None
        self._since_s = 0.0
        self._down_since_s: float | None = None
        self._now_s = 0.0
        self._spent = True

    def update(self, landmarks: Landmarks | None, targets: tuple[Target, ...], now_s: float) -> str | None:
        """Take one frame; give the action once when its ring is full. The hand must come down before the next.

        What repeats fills its ring anew while the hand stays up.
        """
        self._now_s = now_s
        hands = raised_hands(landmarks)
        target = target_for(hands, targets)
        if not hands or (target is None and len(hands) > 1):
            self._lower(now_s)
            return None
        self._down_since_s = None
        if self._spent or target is None:
            return None
        if target.action != self._action:
            self._action, self._since_s = target.action, now_s
        if now_s - self._since_s < self.hold_s:
            return None
        if target.action in REPEATS:
            self._since_s = now_s
        else:
            self._action, self._spent = None, True
        return target.action

    def _lower(self, now_s: float) -> None:
        if self._down_since_s is None:
            self._down_since_s = now_s
        if now_s - self._down_since_s >= GRACE_S:
            self._action, self._spent = None, False

    def progress(self, action: str) -> float:
        """0..1 of the target's ring."""
        if self._spent or action != self._action:
            return 0.0
        return min(1.0, max(0.0, (self._now_s - self._since_s) / self.hold_s))
