"""Stand-ins for camera and session, so that the shell is tested without either."""

import numpy as np

from station.capture.live import LatestFrame
from station.capture.status import CameraStatus
from station.view_state import Screen, Target, ViewState
from vision.frame import Frame
from vision.observation import Observation


def frame(index: int, time_s: float | None = None) -> Frame:
    """A small frame whose grey tells its number."""
    return Frame(np.full((36, 64, 3), 40 + index % 200, np.uint8), index, index / 30.0 if time_s is None else time_s)


class ScriptedFeed:
    """Delivers what the test puts in."""

    def __init__(self) -> None:
        self.frames = LatestFrame()
        self.status = CameraStatus.OK
        self.running = False

    def start(self) -> None:
        self.running = True

    def stop(self) -> None:
        self.running = False


class ScriptedSession:
    """Remembers what it is told; shows what the test asks for."""

    def __init__(self, shown: ViewState) -> None:
        self.shown = shown
        self.actions: list[str] = []
        self.payloads: list[str | None] = []
        self.keys: list[str] = []
        self.badges: list[str] = []
        self.observations: list[Observation] = []
        self.statuses: list[CameraStatus] = []
        self.ticks: list[float] = []
        self.wants_codes = False
        self.wanted: frozenset[str] | None = None

    def on_observation(self, observation: Observation, now_s: float) -> None:
        self.observations.append(observation)

    def on_action(self, action: str, payload: str | None, now_s: float) -> None:
        self.actions.append(action)
        self.payloads.append(payload)

    def on_key(self, text: str, now_s: float) -> None:
        self.keys.append(text)

    def on_badge(self, text: str, now_s: float) -> None:
        self.badges.append(text)

    def on_camera(self, status: CameraStatus, now_s: float) -> None:
        self.statuses.append(status)

    def tick(self, now_s: float) -> None:
        self.ticks.append(now_s)

    def view(self) -> ViewState:
        return self.shown

    def account(self) -> str:
        return ""


GUEST = Target("guest", "Guest", "bottom_left", primary=True)
IDENTIFY = ViewState(Screen.IDENTIFY, "en", headline="Show your badge", keypad=True, targets=(GUEST,))
IDLE = ViewState(Screen.IDLE, "en", instruction="Step on the footprints")


class RecordingPlayer:
    """Remembers the cues."""

    def __init__(self) -> None:
        self.played: list[str] = []

    def play(self, sound: str) -> None:
        self.played.append(sound)


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s
