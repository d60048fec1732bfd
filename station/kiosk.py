"""The kiosk put together: what is opened when, what is shown meanwhile, and when it ends.

Order: window, feed and first mirrored frame; then checklists, staff list and log in a thread beside them, and the
models in the observing thread. Until the session stands, the screen says so over the live mirror.
"""

import logging
import sys
import threading
import time
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from station.i18n.texts import tr
from station.screens.demo_presser import DemoPresser
from station.screens.feeds import open_feed
from station.screens.metrics import ScreenGeometry
from station.screens.observing import ObservingThread
from station.screens.screenshots import Screenshots
from station.screens.shell import Session, Shell
from station.screens.surface import Surface
from station.settings import Settings, load_settings
from station.sound.player import CuePlayer
from station.view_state import Pose, Screen, ViewState
from vision.errors import TongjingError

_log = logging.getLogger(__name__)
_PREPARE_WITHOUT_PICTURE_MS = 3000
FAULT_STANDS_MS = 30_000
_WINDOW_SHARE = 0.85
_UNSEEN_SIZE = QSize(1080, 1920)


class Kiosk(QObject):
    """One running kiosk. `start` returns at once; `fault` says what ended or blocks it."""

    def __init__(
        self,
        source: str | None,
        *,
        checklist: str | None,
        windowed: bool,
        language: str | None,
        backend: str,
        until: Screen | None,
        until_limit_s: float,
        screenshots: Path | None,
        drill: str | None,
    ) -> None:
        """Raises TongjingError on broken settings or a source that leads nowhere, before anything is shown."""
        super().__init__()
        self._settings = _in_language(load_settings(), language)
        self._checklist, self._backend, self._drill = checklist, backend, drill
        self._windowed = windowed
        self.fault: str | None = None
        self._feed = open_feed(source, self._settings)
        self._surface = Surface(_geometry(self._settings, windowed))
        self._shell = Shell(
            self._surface,
            self._feed.feed,
            time.monotonic,
            self._starting_view(),
            presser=DemoPresser.for_wearer(self._feed.demo.story.wearer) if self._feed.demo else None,
        )
        self._preparing: threading.Thread | None = None
        self._built: tuple[Session, ObservingThread] | None = None
        self._build_fault: str | None = None
        self._surface.painted.connect(self._prepare)
        self._surface.closed.connect(self._quit)
        self._watch = QTimer(self, interval=100)
        self._watch.timeout.connect(self._look_after)
        self._pictures = Screenshots(self._surface, screenshots, until, self._quit)
        self._shell.view_shown.connect(self._pictures.look)
        self._shell.view_shown.connect(self._direct_demo)
        self._until_limit_s = until_limit_s if until else None

    @property
    def surface(self) -> Surface:
        """The window."""
        return self._surface

    @property
    def shell(self) -> Shell:
        """What drives the window."""
        return self._shell

    def start(self) -> None:
        """Show the window and start the feed."""
        _show(self._surface, self._windowed)
        self._before = sys.excepthook
        sys.excepthook = self._unexpected
        self._shell.start()
        self._watch.start()
        QTimer.singleShot(_PREPARE_WITHOUT_PICTURE_MS, self._prepare)
        if self._until_limit_s is not None:
            QTimer.singleShot(int(self._until_limit_s * 1000), self._give_up_waiting)

    def stop(self) -> None:
        """End inference, feed and window."""
        self._watch.stop()
        self._shell.stop()
        self._surface.close()
        sys.excepthook = self._before

    def _direct_demo(self) -> None:
        """The demo person does what the screen asks."""
        if self._feed.demo is not None:
            self._feed.demo.director.follow(self._surface.view)

    def _starting_view(self) -> ViewState:
        language = self._settings.station.language
        return ViewState(Screen.IDLE, language, instruction=tr(language, "shell.preparing"), pose=Pose.WAIT)

    def _prepare(self) -> None:
        """Build everything that the mirror itself does not need, beside it; once."""
        if self._preparing is None:
            self._preparing = threading.Thread(target=self._build, name="preparing", daemon=True)
            self._preparing.start()

    def _build(self) -> None:
        """In a thread of its own: imports and opening the log take seconds on a small machine."""
        try:
            from station.assembly import Assembly

            assembly = Assembly(
                self._settings, self._checklist, self._drill, self._backend, demo=self._feed.demo is not None
            )
            self._shell.advice = assembly.advice
            observing = ObservingThread(self._feed.feed.frames, assembly.observer, assembly.read_codes)
            self._built = (assembly.session(observing.reset, time.monotonic()), observing)
        except TongjingError as error:
            self._build_fault = _said(error, self._settings.station.language)
        except Exception as error:
            # the thread's last words: without them the screen would go on "getting ready" for ever
            _log.exception("the session could not be built")
            self._build_fault = f"The kiosk cannot start ({type(error).__name__}: {error}); see its log."

    def _attach_when_built(self) -> None:
        """On Qt's thread again: hand the finished session to the shell."""
        if self._built is None or self._shell.session is not None or self.fault is not None:
            return
        session, observing = self._built
        self._shell.player = CuePlayer(on=self._settings.sound.on, volume=self._settings.sound.volume)
        self._shell.attach(session, observing)

    def _unexpected(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """An error nobody expected, out of any of Qt's calls: into the log, and a sentence for the person."""
        _log.error("unexpected", exc_info=(kind, error, trace))
        if self.fault is None:
            self._fail(f"The kiosk has met an error ({kind.__name__}: {error}); restart it, and see its log.")

    def _look_after(self) -> None:
        """A few times a second: is the session built, is anything broken?"""
        self._attach_when_built()
        observing = self._shell.observing
        fault = self._build_fault or self._feed.fault() or (observing.fault if observing else None)
        if fault and self.fault is None:
            self._fail(fault)

    def _fail(self, sentence: str) -> None:
        """Say on the screen what is wrong; nothing is checked any more."""
        _log.info("the kiosk cannot check: %s", sentence)  # told once on standard error, when the kiosk ends
        self.fault = sentence
        language = self._settings.station.language
        self._shell.detach(
            ViewState(
                Screen.FAULT,
                language,
                headline=tr(language, "shell.stopped"),
                instruction=tr(language, "shell.restart"),
                message=sentence,
            )
        )
        # the service starts the kiosk anew: a repaired station comes back without anybody pressing a key
        QTimer.singleShot(0 if self._until_limit_s is not None else FAULT_STANDS_MS, self._quit)

    def account(self) -> str:
        """Where the time of the session went that was asked for with `until`; empty without one."""
        session = self._shell.session
        return session.account() if session is not None and self._until_limit_s is not None else ""

    def _give_up_waiting(self) -> None:
        self.fault = f"The screen asked for did not come within {self._until_limit_s:.0f} s."
        self._quit()

    def _quit(self) -> None:
        application = QApplication.instance()
        if application is not None:
            application.quit()


def _said(error: TongjingError, language: str) -> str:
    """The error's sentence, in the station's language where it has one."""
    from station.log.errors import LogError

    return error.text.of(language) if isinstance(error, LogError) else str(error)


def _in_language(settings: Settings, language: str | None) -> Settings:
    if language is None:
        return settings
    station = settings.station.model_copy(update={"language": language})
    return settings.model_copy(update={"station": station})


def _geometry(settings: Settings, windowed: bool) -> ScreenGeometry:
    """The physical screen: its millimetres from the settings, its pixels from Qt."""
    screen = QGuiApplication.primaryScreen()
    size = screen.size() * screen.devicePixelRatio() if screen is not None else _UNSEEN_SIZE
    if QGuiApplication.platformName() == "offscreen":
        size = _UNSEEN_SIZE
    width_mm, height_mm = settings.screen.width_mm, settings.screen.height_mm
    diagonal_in = (width_mm**2 + height_mm**2) ** 0.5 / 25.4
    return ScreenGeometry(size.width(), size.height(), diagonal_in, settings.screen.mark_distance_m)


def _show(surface: Surface, windowed: bool) -> None:
    if QGuiApplication.platformName() == "offscreen":
        surface.resize(_UNSEEN_SIZE)
        surface.show()
        return
    if not windowed:
        surface.setCursor(Qt.CursorShape.BlankCursor)
        surface.showFullScreen()
        return
    room = QGuiApplication.primaryScreen().availableSize()
    height = int(room.height() * _WINDOW_SHARE)
    surface.resize(min(int(height * 9 / 16), room.width()), height)
    surface.show()
