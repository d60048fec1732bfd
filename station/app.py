"""The kiosk's entry point: Qt, window, camera, models and session, in the order in which a person should see them.

The mirror comes first: nothing that is not needed for the first mirrored frame is imported or opened before it.
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from station.view_state import Screen
from vision.errors import TongjingError

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

SYSTEM_LIBRARIES = "libegl1 libgl1 libxkbcommon0 libdbus-1-3 libfontconfig1 libxcb-cursor0"
"""What the Qt wheel expects from a Debian or Ubuntu system."""
EXIT_DONE, EXIT_FAULT = 0, 2
UNTIL_LIMIT_S = 300.0


def run(
    source: str | None = None,
    checklist: str | None = None,
    windowed: bool = False,
    language: str | None = None,
    backend: str = "onnx",
    until: str | None = None,
    screenshots: Path | None = None,
    drill: str | None = None,
) -> int:
    """Start the kiosk and return when it is closed: 0, or 2 where it could not see or had to give up.

    `source` is a SOURCE of the command line, None for the first camera (the demo where there is none). `until` closes
    the kiosk once that screen has been up; `screenshots` is a folder for one picture of each screen. Raises
    TongjingError for wrong input, a missing screen or missing system libraries.
    """
    wanted = _screen_named(until) if until else None
    application = make_application()
    from station.kiosk import Kiosk

    kiosk = Kiosk(
        source,
        checklist=checklist,
        windowed=windowed,
        language=language,
        backend=backend,
        until=wanted,
        until_limit_s=UNTIL_LIMIT_S,
        screenshots=screenshots,
        drill=drill,
    )
    kiosk.start()
    try:
        with stopped_by_signals(application):
            application.exec()
    finally:
        kiosk.stop()
    account = kiosk.account()
    if account:
        sys.stdout.write(f"{account}\n")
    if kiosk.fault:
        sys.stderr.write(f"{kiosk.fault}\n")
        return EXIT_FAULT
    return EXIT_DONE


@contextmanager
def stopped_by_signals(application: "QApplication") -> Iterator[None]:
    """Ctrl-C, and the service's own request to end, close the kiosk as a person would; Qt would go on otherwise."""
    wanted = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(each, lambda *_: application.quit()) for each in wanted]
    try:
        yield
    finally:
        for each, handler in zip(wanted, before, strict=True):
            signal.signal(each, handler)


def run_drill(
    drill_id: str,
    checklist: str | None = None,
    source: str | None = None,
    windowed: bool = False,
    language: str | None = None,
) -> int:
    """The kiosk as a drill station; as `run` otherwise."""
    return run(source, checklist=checklist, windowed=windowed, language=language, drill=drill_id)


def _screen_named(name: str) -> Screen:
    try:
        return Screen(name)
    except ValueError:
        raise TongjingError(f"There is no screen called '{name}'; there are: {', '.join(Screen)}.") from None


def make_application() -> "QApplication":
    """The one QApplication. Raises TongjingError in a sentence where Qt would abort."""
    _require_screen(dict(os.environ))
    try:
        from PySide6.QtWidgets import QApplication
    except ImportError as error:
        raise TongjingError(
            f"Qt cannot start ({error}); install its system libraries: sudo apt-get install {SYSTEM_LIBRARIES}"
        ) from None
    forget_opencv_plugins()
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication(["tongjing"])
    application.setApplicationName("Tongjing")
    from station.screens.typeface import chinese_family

    chinese_family()
    return application


def forget_opencv_plugins() -> None:
    """OpenCV's wheel points Qt to its own plugins and fonts when it is imported; Qt must not look there."""
    for name in ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR"):
        if "cv2" in os.environ.get(name, ""):
            del os.environ[name]


def _require_screen(environment: dict[str, str]) -> None:
    """Qt ends the process where no display can be opened; say it before."""
    platform = environment.get("QT_QPA_PLATFORM", "")
    if not sys.platform.startswith("linux") or platform.split(":")[0] in (
        "offscreen",
        "minimal",
        "linuxfb",
        "eglfs",
        "vnc",
    ):
        return
    if environment.get("WAYLAND_DISPLAY"):
        return
    display = environment.get("DISPLAY", "")
    if not display:
        raise TongjingError(
            "There is no screen to show the kiosk on: log in on the station's own desktop, start it through the "
            "kiosk service, or set QT_QPA_PLATFORM=offscreen to run it unseen."
        )
    local = display.removeprefix("unix").startswith(":")
    number = display.rsplit(":", 1)[-1].split(".")[0]
    if local and not Path(f"/tmp/.X11-unix/X{number}").exists() and not environment.get("SSH_CONNECTION"):
        raise TongjingError(f"The screen DISPLAY={display} does not answer: start the desktop, or unset DISPLAY.")
