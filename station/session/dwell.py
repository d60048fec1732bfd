"""The raised hand as a button: held up on one side it fills the ring of the target on that side of the mirror.

The mirror shows the wearer's right hand on the right of the screen, so a raised right hand means a right-hand target.
What counts is where the hand is against the person's own shoulders, not where the picture happens to be cut.
"""

from dataclasses import dataclass

import numpy as np

from station.view_state import Target
from vision.landmarks.points import Body, BodyPoint, Landmarks, Provenance, Side

HOLD_S = 0.9
GRACE_S = 0.25
"""A hand may be lost for this long without the ring starting over."""
RAISED_RATIO = 0.12
"""The wrist is at least this much of the trunk's length above the shoulder."""
MIN_VISIBILITY = 0.5

_ARMS = {
    Side.LEFT: (BodyPoint.LEFT_WRIST, BodyPoint.LEFT_SHOULDER, BodyPoint.LEFT_HIP),
    Side.RIGHT: (BodyPoint.RIGHT_WRIST, BodyPoint.RIGHT_SHOULDER, BodyPoint.RIGHT_HIP),
}


@dataclass(frozen=True, slots=True)
class RaisedHand:
    """A hand held up beside the body. `side` is the wearer's own, which is the screen's side in a mirror."""

    side: Side
    above_eyes: bool


def raised_hand(landmarks: Landmarks | None) -> RaisedHand | None:
    """The one hand held up and out, or None: no hand, both hands, a hand at the head or a guessed wrist."""
    if landmarks is None or landmarks.person is None:
        return None
    body = landmarks.person.body
    raised = [side for side in Side if _is_raised(body, side)]
    if len(raised) != 1:
        return None
    wrist = _ARMS[raised[0]][0]
    eyes_y = float(body.points.xy[[BodyPoint.LEFT_EYE, BodyPoint.RIGHT_EYE], 1].mean())
    return RaisedHand(raised[0], float(body.points.xy[wrist, 1]) < eyes_y)


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


def target_for(hand: RaisedHand | None, targets: tuple[Target, ...]) -> Target | None:
    """The corner target that the hand means. Above the eyes is the upper corner, where there is one on that side."""
    if hand is None:
        return None
    column = [target for target in targets if target.corner.endswith(f"_{hand.side.value}")]
    row = "top" if hand.above_eyes else "bottom"
    exact = [target for target in column if target.corner.startswith(row)]
    chosen = exact or column
    return chosen[0] if chosen else None


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
        """Take one frame; give the action once when its ring is full. The hand must come down before the next."""
        self._now_s = now_s
        hand = raised_hand(landmarks)
        if hand is None:
            self._lower(now_s)
            return None
        self._down_since_s = None
        target = target_for(hand, targets)
        if self._spent or target is None:
            return None
        if target.action != self._action:
            self._action, self._since_s = target.action, now_s
        if now_s - self._since_s < self.hold_s:
            return None
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
