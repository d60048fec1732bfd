"""Plays the cue sounds by id. Without a loudspeaker or Qt's multimedia module everything is silent."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from station.sound.make_sounds import CUES, FOLDER

_log = logging.getLogger(__name__)


@contextmanager
def _messages_to_log() -> Iterator[None]:
    """Qt's search for a sound server talks on stderr even where there simply is none."""
    from PySide6.QtCore import qInstallMessageHandler

    before = qInstallMessageHandler(lambda _kind, _context, text: _log.debug("%s", text))
    try:
        yield
    finally:
        qInstallMessageHandler(before)


class CuePlayer:
    """Holds one loaded effect per cue; effects are loaded when the player is made, so that a cue starts at once."""

    def __init__(self, folder: Path = FOLDER, *, on: bool = True, volume: float = 0.7) -> None:
        """`volume` 0..1. Needs a QApplication."""
        self._effects: dict[str, Any] = {}
        if on:
            self._load(folder, volume)

    @property
    def audible(self) -> bool:
        """True where a cue would be heard."""
        return bool(self._effects)

    def _load(self, folder: Path, volume: float) -> None:
        try:
            with _messages_to_log():
                from PySide6.QtCore import QUrl
                from PySide6.QtMultimedia import QMediaDevices, QSoundEffect

                outputs = QMediaDevices.audioOutputs()
        except ImportError as error:
            _log.info("no sound: Qt's multimedia module cannot be loaded (%s)", error)
            return
        if not outputs:
            _log.info("no sound: there is no audio output")
            return
        for name in CUES:
            path = folder / f"{name}.wav"
            if path.is_file():
                effect = QSoundEffect()
                effect.setSource(QUrl.fromLocalFile(str(path)))
                effect.setVolume(volume)
                self._effects[name] = effect

    def play(self, sound: str) -> None:
        """Play `sound` once; an id that is not known is silent."""
        effect = self._effects.get(sound)
        if effect is not None:
            effect.play()
