"""What the screen shows, as one frozen value: screens paint it, golden tests paint it, nothing else is on screen.

The session produces a `ViewState`; a screen never asks the session anything. All texts are already in the person's
language, so that a screen only lays out and paints. Positions are fractions of the unmirrored picture (x right,
y down, 0..1); the mirror flips them when it paints.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from checklists.verdict import Outcome

Fraction = tuple[float, float]


class Screen(StrEnum):
    """Which screen is up."""

    IDLE = "idle"
    NOTICE = "notice"
    IDENTIFY = "identify"
    PART = "part"
    ASSIST = "assist"
    ATTEST = "attest"
    QUESTIONNAIRE = "questionnaire"
    """One question of a self-assessment with its answers, or its band."""
    RESULT = "result"
    LOGGED = "logged"
    ABANDONED = "abandoned"
    PAUSED = "paused"
    FAULT = "fault"
    DRILL = "drill"
    DRILLS = "drills"
    """The list of drills, or the sheet of one that is listed and not run."""


class Pose(StrEnum):
    """What the person is asked to do, drawn as a pictogram."""

    FRONT = "front"
    TURN_LEFT = "turn_left"
    TURN_RIGHT = "turn_right"
    BOW = "bow"
    SIT = "sit"
    SHOW_HANDS = "show_hands"
    STEP_BACK = "step_back"
    STEP_CLOSER = "step_closer"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class Row:
    """One clause on the checklist panel. `outcome` None: not judged yet."""

    clause: str
    text: str
    outcome: Outcome | None
    detail: str = ""
    """The measured value with its limits, or the reason, in words."""
    disputed: bool = False
    live: bool = True
    """False: a drill that is listed, but that the station does not run."""
    chosen: bool = False
    """The mark stands on it, for hands and keys."""


@dataclass(frozen=True, slots=True)
class Cue:
    """The one correction shown now."""

    text: str
    amount: str = ""
    anchor: Fraction | None = None
    """Where on the body the arrow starts; None: words only."""
    direction: Fraction | None = None
    """Unit vector of the arrow in the unmirrored picture."""
    outline: tuple[Fraction, ...] = ()
    """Polygon around the item or the target box."""
    outcome: Outcome = Outcome.FAIL
    clause: str = ""
    """What it corrects: touching it is about this clause."""
    target: tuple[Fraction, ...] = ()
    """Where the item should be: two points are a line, more are a box."""
    tag: str = ""
    """The amount, written on the body at the arrow."""


@dataclass(frozen=True, slots=True)
class Target:
    """A big button: touched, clicked, or held with a raised hand until `dwell` reaches 1."""

    action: str
    """The event the session receives: "accept", "decline", "guest", "recheck", "language", "dispute", ..."""
    label: str
    corner: str = "bottom_right"
    """Where it sits: top_left, top_right, bottom_left, bottom_right, or list (stacked in the panel)."""
    dwell: float = 0.0
    primary: bool = False
    by_hand: bool = True
    """False: a corner target that only a touch presses; it shows no hand."""
    chosen: bool = False
    """Of several in a list, the one that the mark stands on, for hands and keys."""
    both_hands: bool = False
    """True: not one hand presses it but two, held up at once, wherever it stands."""


@dataclass(frozen=True, slots=True)
class Dial:
    """The drill's dial: the live angle against the target band."""

    angle_deg: float | None
    sigma_deg: float | None
    low_deg: float
    high_deg: float
    held_s: float
    hold_target_s: float
    repetition: int
    repetitions: int
    trace: tuple[tuple[float, float], ...] = ()
    """(time_s, angle_deg) of the last seconds; of the whole set where it is over."""
    summary: tuple[str, ...] = ()
    peak_deg: float | None = None
    """The deepest angle of the bow under way, or of the last one: the mark that stays on the dial."""
    done: tuple[Row, ...] = ()
    """The repetitions so far, each with its verdict."""


@dataclass(frozen=True, slots=True)
class ViewState:
    """Everything on the screen except the live picture itself."""

    screen: Screen
    language: str = "zh_CN"
    headline: str = ""
    instruction: str = ""
    message: str = ""
    """Smaller print: why it cannot see, what the notice says, what was logged."""
    pose: Pose | None = None
    step: int = 0
    steps: int = 0
    countdown: float | None = None
    """0..1 of the ring; None: no ring."""
    outcome: Outcome | None = None
    rows: tuple[Row, ...] = ()
    cue: Cue | None = None
    targets: tuple[Target, ...] = ()
    wearer_name: str = ""
    typed: str = ""
    """What the keypad shows; a PIN arrives here already as dots."""
    keypad: bool = False
    crop: tuple[float, float, float, float] | None = None
    """Close-up to zoom to, x0 y0 x1 y1 as fractions of the unmirrored picture."""
    caption: str = ""
    """What the close-up shows, with what was measured of it; written on the mirror."""
    skeleton: tuple[tuple[Fraction, Fraction], ...] = ()
    """Line segments drawn on the body."""
    overlay_time_s: float = 0.0
    """When the overlay was measured, on the capture clock; older than 0.3 s fades out."""
    dial: Dial | None = None
    sound: str = ""
    """Id of the cue sound to play once when this state first appears; empty: none."""
    footer: str = field(default="")
