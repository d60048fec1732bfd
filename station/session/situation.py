"""Everything that a view depends on, and which state shows which screen."""

from dataclasses import dataclass

from checklists.verdict import Outcome
from station.capture.status import CameraStatus
from station.identify.subject import Subject
from station.session.course import Course
from station.session.machine import State
from station.trainer.catalogue import DrillPage
from station.view_state import Dial, Screen, Target
from vision.observation import Observation

SCREENS: dict[State, Screen] = {
    State.IDLE: Screen.IDLE,
    State.NOTICE: Screen.NOTICE,
    State.IDENTIFY: Screen.IDENTIFY,
    State.CHOOSE: Screen.IDENTIFY,
    State.PART: Screen.PART,
    State.ASSIST: Screen.ASSIST,
    State.ATTEST: Screen.ATTEST,
    State.RESULT: Screen.RESULT,
    State.RECORDING: Screen.RESULT,
    State.LOGGED: Screen.LOGGED,
    State.ABANDONED: Screen.ABANDONED,
    State.PAUSED: Screen.PAUSED,
    State.NO_CAMERA: Screen.FAULT,
    State.CANNOT_LOG: Screen.FAULT,
    State.DRILL: Screen.DRILL,
    State.DRILL_SUMMARY: Screen.DRILL,
    State.DRILLS: Screen.DRILLS,
}


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything that a view depends on."""

    state: State
    language: str
    now_s: float
    targets: tuple[Target, ...] = ()
    course: Course | None = None
    subject: Subject | None = None
    observation: Observation | None = None
    typed: str = ""
    wants_pin: bool = False
    entry_fault: tuple[str, dict[str, object]] | None = None
    notice_version: str = ""
    camera: CameraStatus = CameraStatus.OK
    away: bool = False
    several: bool = False
    """Somebody stands near the mark, and not alone."""
    ending: str = "accepted"
    """How the session that is being logged ended: accepted, declined, human_check, stopped."""
    log_fault: str = ""
    cannot_log: bool = False
    """The last session could not be logged."""
    recheck_soon: float | None = None
    """1..0 of the time until the next round begins by itself."""
    accept_soon: float | None = None
    disputed: bool = False
    dial: Dial | None = None
    drill_words: tuple[str, str, str] = ("", "", "")
    """Headline, instruction and message of the drill."""
    drill_side_on: bool = False
    """True: the trainee is to turn aside for the next repetition."""
    drill_told: Outcome | None = None
    """How the repetition came out that the screen tells about just now."""
    drills: DrillPage | None = None
    """What of the drills lies open before the trainer."""
    sound: str = ""
