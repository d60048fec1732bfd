"""Puts the pieces together on Qt's thread: newest frame to the surface, observations to the session, its view back.

Frames come from a feed with its own thread and are polled, so that no signal ever crosses a thread; the session lives
on Qt's thread alone and needs no locks.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from station.capture.live import LiveSource
from station.capture.status import CameraStatus
from station.screens.demo_presser import DemoPresser
from station.screens.observing import ObservingThread
from station.screens.surface import Surface
from station.view_state import Screen, ViewState
from vision.frame import Frame
from vision.observation import Observation

_DARK = frozenset({CameraStatus.MISSING, CameraStatus.BUSY, CameraStatus.UNPLUGGED})
"""No picture at all: the last one must not stand there as if it were live."""
FRAME_POLL_MS = 8
TICK_MS = 50


class Session(Protocol):
    """The session as the shell sees it."""

    @property
    def wants_codes(self) -> bool:
        """True while a badge held to the camera means something."""

    @property
    def wanted(self) -> frozenset[str] | None:
        """Measures that somebody waits for just now; None: all."""

    def on_observation(self, observation: Observation, now_s: float) -> None:
        """One measured frame."""

    def on_action(self, action: str, payload: str | None, now_s: float) -> None:
        """A target was pressed."""

    def on_key(self, text: str, now_s: float) -> None:
        """A key of a keyboard, a reader or the keypad."""

    def on_badge(self, text: str, now_s: float) -> None:
        """The text of a badge that the camera read."""

    def on_camera(self, status: CameraStatus, now_s: float) -> None:
        """The camera's state has changed."""

    def tick(self, now_s: float) -> None:
        """Time passes."""

    def view(self) -> ViewState:
        """What is to be shown."""

    def account(self) -> str:
        """Where the time of this session, or of the last one, has gone, in one sentence."""


class Player(Protocol):
    """Plays cue sounds by id."""

    def play(self, sound: str) -> None:
        """Play once; unknown ids and missing devices are silent."""


class Shell(QObject):
    """Drives one surface from one feed and one session."""

    view_shown = Signal()
    """Another view has been handed to the surface."""

    def __init__(
        self,
        surface: Surface,
        feed: LiveSource,
        clock: Callable[[], float],
        starting: ViewState,
        player: Player | None = None,
        presser: DemoPresser | None = None,
    ) -> None:
        """`clock` gives the seconds of `Session.tick`; `starting` is shown until a session is attached."""
        super().__init__()
        self._surface = surface
        self._feed = feed
        self._clock = clock
        self.player = player
        self.advice: Callable[[str], str] = _silent
        """Language -> what the person in charge must know; shown while nobody is being checked."""
        self._presser = presser
        self._session: Session | None = None
        self._observing: ObservingThread | None = None
        self._shown: Frame | None = None
        self._plain = starting
        self._status = CameraStatus.STARTING
        surface.show_view(starting)
        surface.action.connect(self.press)
        surface.row.connect(self.point_at)
        surface.key.connect(self.type)
        self._frames = QTimer(self, interval=FRAME_POLL_MS, timerType=Qt.TimerType.PreciseTimer)
        self._frames.timeout.connect(self.poll_frame)
        self._ticks = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._ticks.timeout.connect(self.tick)

    def start(self) -> None:
        """Start the camera first: the mirror comes before everything else."""
        self._feed.start()
        self._frames.start()
        self._ticks.start()

    def stop(self) -> None:
        """Stop timers, inference and camera, in this order."""
        self._frames.stop()
        self._ticks.stop()
        if self._observing is not None:
            self._observing.stop()
        self._feed.stop()

    def attach(self, session: Session, observing: ObservingThread) -> None:
        """From now on `session` says what is shown. Starts the inference thread."""
        self._session = session
        self._observing = observing
        observing.start()

    def detach(self, last: ViewState) -> None:
        """Take the session away and leave `last` on the screen."""
        self._session = None
        self._surface.show_view(last)
        self.view_shown.emit()

    @property
    def session(self) -> Session | None:
        """The attached session."""
        return self._session

    @property
    def observing(self) -> ObservingThread | None:
        """The inference thread."""
        return self._observing

    def poll_frame(self) -> None:
        """Hand the newest frame to the surface, if there is one that it does not have."""
        frame = self._feed.frames.get()
        if frame is not None and frame is not self._shown:
            self._shown = frame
            self._surface.show_frame(frame)

    def tick(self) -> None:
        """Give the session what was observed and the time, then show its view."""
        if self._session is None:
            return
        now_s = self._clock()
        status = self._feed.status
        if status is not self._status:
            self._status = status
            self._session.on_camera(status, now_s)
            if status in _DARK:
                self._surface.forget_frame()
        if self._observing is not None:
            for observation in self._observing.collect():
                self._session.on_observation(observation, now_s)
            self._observing.wants_codes = self._session.wants_codes
            self._observing.wanted = self._session.wanted
            for text in self._observing.collect_codes():
                self._session.on_badge(text, now_s)
        self._session.tick(now_s)
        self.refresh()

    def refresh(self) -> None:
        """Show the session's view, with the demo's hand on it where the demo plays; sound its cue once."""
        if self._session is None:
            return
        plain = self._advised(self._session.view())
        if self._presser is not None:
            dwelling, action = self._presser.update(plain, self._clock())
            if action is not None:
                self._session.on_action(action, None, self._clock())
                plain = dwelling = self._advised(self._session.view())
        else:
            dwelling = plain
        new_sound = plain.sound and (plain.screen, plain.sound) != (self._plain.screen, self._plain.sound)
        if new_sound and self.player is not None:
            self.player.play(plain.sound)
        self._plain = plain
        self._surface.show_view(dwelling)
        self.view_shown.emit()

    def _advised(self, view: ViewState) -> ViewState:
        """The session's own words come before the advice."""
        if view.screen is not Screen.IDLE or view.footer:
            return view
        return replace(view, footer=self.advice(view.language))

    def press(self, action: str) -> None:
        """A target was touched or clicked."""
        if self._session is not None:
            self._session.on_action(action, None, self._clock())
            self.refresh()

    def point_at(self, clause: str) -> None:
        """A clause's row was touched or clicked."""
        if self._session is not None:
            self._session.on_action("row", clause, self._clock())
            self.refresh()

    def type(self, key: str) -> None:
        """A key arrived."""
        if self._session is not None:
            self._session.on_key(key, self._clock())
            self.refresh()


def _silent(language: str) -> str:
    return ""
