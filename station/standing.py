"""Whether the calibration may be trusted: the room is recognised first, and looked at again now and then."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import tomlkit

from calibration.faults import CalibrationError, read_toml
from calibration.scenery import (
    PAN_LIMIT_DEG,
    ROLL_LIMIT_DEG,
    TILT_LIMIT_DEG,
    ZOOM_LIMIT,
    Doubt,
    Movement,
    Scenery,
    Standing,
    compare,
    scenery_of,
)
from station.i18n.texts import tr
from vision.camera import Camera
from vision.frame import Frame
from vision.observation import Observation
from vision.observer import Observer

_log = logging.getLogger(__name__)

CHECK_FILE = "camera_check.toml"
UNDECIDED_EVERY_S, UNTRUSTED_EVERY_S, TRUSTED_EVERY_S = 1.0, 10.0, 600.0
MOVED_LOOKS, DOUBTFUL_LOOKS = 2, 5
"""So many looks in a row must say the same before the screen says it."""


def movement_words(movement: Movement, language: str) -> str:
    """One sentence, without its full stop."""
    if movement.standing is Standing.UNMOVED:
        return tr(language, "standing.unmoved")
    if movement.doubt is not None:
        return tr(language, f"standing.{movement.doubt.value}")
    return tr(language, "standing.moved", amount=_amounts(movement, language))


def _amounts(movement: Movement, language: str) -> str:
    """The largest part of the movement against what matters."""
    zoom = movement.zoom_ratio - 1.0
    parts = (
        (abs(movement.pan_deg) / PAN_LIMIT_DEG, movement.pan_deg, "pan_right", "pan_left", 1.0),
        (abs(movement.tilt_deg) / TILT_LIMIT_DEG, movement.tilt_deg, "tilt_up", "tilt_down", 1.0),
        (abs(movement.roll_deg) / ROLL_LIMIT_DEG, movement.roll_deg, "roll_left", "roll_right", 1.0),
        (abs(zoom) / ZOOM_LIMIT, zoom, "zoom_in", "zoom_out", 100.0),
    )
    _, value, plus, minus, unit = max(parts)
    amount = f"{abs(value) * unit:.1f}" if abs(value) * unit < 9.95 else f"{abs(value) * unit:.0f}"
    return tr(language, f"standing.{plus if value > 0 else minus}", amount=amount)


class CameraWatch:
    """Compares frames with the room of the calibration. State: what the last looks said.

    `trusted` is False until the room is recognised. `told` is what a person must be told, None where nothing is wrong
    or nothing is certain yet. A dark room is told by the picture's quality, not here.
    """

    def __init__(self, stored: Scenery, camera: Camera) -> None:
        self._stored, self._camera = stored, camera
        self.reset()

    def reset(self) -> None:
        """Nothing has been seen."""
        self.trusted = False
        self.told: Movement | None = None
        self._last_s: float | None = None
        self._alike = 0
        self._before: Standing | None = None

    def due(self, time_s: float, *, empty: bool) -> bool:
        """Is it time for another look? A trusted camera is looked at only while nobody is there (`empty`)."""
        if self._last_s is None or time_s < self._last_s:
            return True
        settled = self.trusted and self._before is Standing.UNMOVED
        if settled and not empty:
            return False
        every_s = TRUSTED_EVERY_S if settled else UNTRUSTED_EVERY_S if self.told else UNDECIDED_EVERY_S
        return time_s - self._last_s >= every_s

    def look(self, frame: Frame) -> Movement:
        """Compare this frame; `trusted` and `told` follow."""
        movement = compare(self._stored, scenery_of(frame.pixels), self._camera)
        self._last_s = frame.time_s
        self._alike = self._alike + 1 if movement.standing is self._before else 1
        self._before = movement.standing
        if movement.standing is Standing.UNMOVED:
            self.trusted, self.told = True, None
        elif movement.standing is Standing.MOVED and self._alike >= MOVED_LOOKS:
            self.trusted, self.told = False, movement
        elif movement.doubt is Doubt.TOO_DARK:
            self._alike = 0
        elif movement.standing is Standing.CANNOT_TELL and self._alike >= DOUBTFUL_LOOKS and not self.trusted:
            self.told = movement
        return movement


class StandingObserver:
    """The vision core with the calibration as long as the camera stands where it was, and without it otherwise."""

    def __init__(
        self,
        watch: CameraWatch,
        calibrated: Callable[[], Observer],
        uncalibrated: Callable[[], Observer],
        on_told: Callable[[Movement | None], None],
    ) -> None:
        """`calibrated`, `uncalibrated` make the observer; `on_told` hears what a person must be told now."""
        self._watch, self._make, self._on_told = watch, {True: calibrated, False: uncalibrated}, on_told
        self._trusted: bool | None = None
        self._told: Movement | None = None
        self._empty = True
        self._observer: Observer | None = None

    def observe(self, frame: Frame) -> Observation:
        """Measure one frame, with a look at the room first where one is due."""
        if self._watch.due(frame.time_s, empty=self._empty):
            movement = self._watch.look(frame)
            _log.info("camera: %s", movement_words(movement, "en"))
        if self._watch.told is not self._told:
            self._told = self._watch.told
            self._on_told(self._told)
        observer = self._observer
        if observer is None or self._trusted is not self._watch.trusted:
            # another set-up means other measures: nothing of the frames before may be mixed with them
            self._trusted = self._watch.trusted
            observer = self._observer = self._make[self._trusted]()
            observer.reset()
        observation = observer.observe(frame)
        self._empty = observation.people == 0
        return observation

    def reset(self) -> None:
        """Another body may stand there. The camera is still where it is."""
        if self._observer is not None:
            self._observer.reset()


@dataclass(frozen=True, slots=True)
class LastCheck:
    """What the last comparison said, for `doctor`."""

    when: str
    standing: Standing
    words: str


def keep_check(folder: Path, movement: Movement) -> None:
    """Note the comparison beside the camera file. A disk that is full must not stop the mirror: it is only logged."""
    document = tomlkit.document()
    document.add("when", datetime.now().astimezone().isoformat(timespec="minutes"))
    document.add("standing", movement.standing.value)
    document.add("words", movement_words(movement, "en"))
    try:
        (folder / CHECK_FILE).write_text(tomlkit.dumps(document), encoding="utf-8")
    except OSError as error:
        _log.error("camera: the check cannot be noted (%s)", error.strerror)


def last_check(folder: Path) -> LastCheck | None:
    """The last comparison, None where there was none or its note is broken."""
    try:
        held = read_toml(folder / CHECK_FILE)
        return LastCheck(str(held["when"]), Standing(held["standing"]), str(held["words"]))
    except (CalibrationError, KeyError, ValueError):
        return None
