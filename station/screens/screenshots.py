"""Pictures of the screens of a real run, one of each, and the end of a run that was only to get somewhere."""

import time
from collections.abc import Callable
from pathlib import Path

from station.screens.surface import Surface
from station.view_state import Screen, ViewState
from vision.errors import TongjingError

SETTLE_S = 0.7
"""A screen is pictured after it has stood for so long."""


class Screenshots:
    """State: which screen is up since when, and which were pictured."""

    def __init__(self, surface: Surface, folder: Path | None, until: Screen | None, done: Callable[[], None]) -> None:
        """`folder` None: no pictures. `done` is called once `until` has stood for its moment."""
        self._surface = surface
        self._folder = folder
        self._until = until
        self._done = done
        self._up: str = ""
        self._since_s = 0.0
        self._pictured: list[str] = []
        if folder is not None:
            try:
                folder.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise TongjingError(f"{folder}: cannot hold pictures ({error.strerror}).") from None

    def look(self) -> None:
        """Call after every view."""
        view = self._surface.view
        name = _name(view)
        now_s = time.monotonic()
        if name != self._up:
            self._up, self._since_s = name, now_s
            return
        if now_s - self._since_s < SETTLE_S:
            return
        if name not in self._pictured:
            self._pictured.append(name)
            if self._folder is not None:
                self._surface.grab().save(str(self._folder / f"{len(self._pictured):02d}_{name}.png"))
        if view.screen is self._until:
            self._until = None
            self._done()


def _name(view: ViewState) -> str:
    """Screens of one kind that look different get names of their own."""
    parts = [view.screen.value]
    if view.screen is Screen.PART and view.pose is not None:
        parts.append(view.pose.value)
    if view.cue is not None:
        parts.append("correction")
    if view.screen is Screen.IDENTIFY and not view.keypad:
        parts.append("choice")
    if view.screen is Screen.QUESTIONNAIRE and view.outcome is not None:
        parts.append("band")
    if view.dial is not None and view.dial.summary:
        parts.append("summary")
    return "_".join(parts)
