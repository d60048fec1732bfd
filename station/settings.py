"""The station's settings: one TOML file in the data folder, checked as a whole, with versions.

Every fault is named at once, each with its place in the file and what is expected there. A file of an older version
is migrated in memory; the file itself is only written by `save_settings`.
"""

import os
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import platformdirs
import tomlkit
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from calibration.faults import worded
from vision.errors import TongjingError

VERSION = 1
FILE_NAME = "settings.toml"
DATA_VARIABLE = "TONGJING_DATA"

Document = dict[str, Any]
Migration = Callable[[Document], Document]
MIGRATIONS: Mapping[int, Migration] = {}
"""Version n -> function that brings a document of version n to n + 1."""

Name = Annotated[str, Field(min_length=1, max_length=64)]


class SettingsError(TongjingError):
    """The settings file cannot be used; the message names every fault."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class StationSettings(_Section):
    """Which station this is, as it stands in every record."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]{1,32}$")] = "station-1"
    branch: Name = "main"
    language: Literal["zh_CN", "en"] = "zh_CN"


class CheckSettings(_Section):
    """What is checked, and for whom."""

    checklist: Name = "service_center"
    """For guests and for roles that are not named below."""
    by_role: dict[str, Name] = Field(default_factory=dict)
    kind: Literal["quick", "full"] = "full"
    smile_in_records: bool = False
    chair: bool = True
    """False: the seated part is left out even where a chair is calibrated."""
    attest: bool = True
    """False: what only the person can tell is not asked."""
    badge_text: bool = False
    """True: text on a staff card is read as evidence that it shows its front; needs the optional reader."""
    questionnaires: bool = True
    """False: self-assessments are not asked, even where the checklist has them."""


class SessionSettings(_Section):
    """Times of a session, s."""

    leave_s: Annotated[float, Field(ge=20, le=30)] = 25.0
    quick_budget_s: Annotated[float, Field(ge=4, le=30)] = 8.0
    full_budget_s: Annotated[float, Field(ge=8, le=90)] = 20.0
    dwell_s: Annotated[float, Field(ge=0.8, le=1.0)] = 0.9


class NoticeSettings(_Section):
    """The notice that everybody sees before anything is measured."""

    version: Name = "1"
    every_session: bool = False
    """True: shown again even to staff who have accepted this version."""


class LogSettings(_Section):
    """What is kept for how long."""

    retention_days: Annotated[int, Field(ge=1, le=3650)] = 30


class SoundSettings(_Section):
    """Cue sounds."""

    on: bool = True
    volume: Annotated[float, Field(ge=0, le=1)] = 0.7


class CameraSettings(_Section):
    """Which camera, by its stable name, and what to ask of it."""

    id: str = ""
    """Name under /dev/v4l/by-id, a device path or a number; empty: the first camera found."""
    width_px: Annotated[int, Field(ge=320, le=7680)] = 1280
    height_px: Annotated[int, Field(ge=240, le=4320)] = 720
    fps: Annotated[float, Field(ge=5, le=120)] = 30.0
    quarter_turns: Annotated[int, Field(ge=0, le=3)] = 0
    """Clockwise quarter turns that bring the picture upright, for a camera mounted on its side."""


class ScreenSettings(_Section):
    """Size of the visible screen and the distance of the standing mark."""

    width_mm: Annotated[float, Field(ge=100, le=3000)] = 400.0
    height_mm: Annotated[float, Field(ge=100, le=3000)] = 710.0
    mark_distance_m: Annotated[float, Field(ge=0.5, le=6)] = 2.5


class Settings(_Section):
    """Everything that the owner sets."""

    version: Literal[1] = 1
    station: StationSettings = Field(default_factory=StationSettings)
    checks: CheckSettings = Field(default_factory=CheckSettings)
    session: SessionSettings = Field(default_factory=SessionSettings)
    notice: NoticeSettings = Field(default_factory=NoticeSettings)
    log: LogSettings = Field(default_factory=LogSettings)
    sound: SoundSettings = Field(default_factory=SoundSettings)
    camera: CameraSettings = Field(default_factory=CameraSettings)
    screen: ScreenSettings = Field(default_factory=ScreenSettings)

    def checklist_for(self, role: str) -> str:
        """The id of the checklist for people of this role."""
        return self.checks.by_role.get(role, self.checks.checklist)


def data_folder() -> Path:
    """Where the station keeps its files: `TONGJING_DATA`, otherwise the user's data folder. Not created here."""
    given = os.environ.get(DATA_VARIABLE, "").strip()
    return Path(given) if given else Path(platformdirs.user_data_dir("tongjing", appauthor=False))


def load_settings(path: Path | None = None) -> Settings:
    """The settings of that file (default: the data folder's). A file that is not there means the defaults.

    Raises SettingsError naming every fault with its place.
    """
    path = path or data_folder() / FILE_NAME
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Settings()
    except UnicodeDecodeError:
        raise SettingsError(f"{path}: the settings are not UTF-8 text; save the file as UTF-8.") from None
    except OSError as error:
        raise SettingsError(f"{path}: the settings cannot be read ({error.strerror}).") from None
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: this is not valid TOML: {error}.") from None
    return parse_settings(document, str(path))


def parse_settings(
    document: Document,
    place: str = FILE_NAME,
    migrations: Mapping[int, Migration] = MIGRATIONS,
    current: int = VERSION,
) -> Settings:
    """A document of any known version into settings. Raises SettingsError naming every fault."""
    document = migrate(document, place, migrations, current)
    try:
        return Settings.model_validate(document)
    except ValidationError as error:
        raise SettingsError(f"{place}: {worded(error)}.") from None


def migrate(
    document: Document, place: str, migrations: Mapping[int, Migration] = MIGRATIONS, current: int = VERSION
) -> Document:
    """The document brought to version `current`. Raises SettingsError where no way leads there."""
    version = document.get("version", current)
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise SettingsError(f"{place}: version: expected a whole number from 1 to {current}, found {version!r}.")
    if version > current:
        raise SettingsError(
            f"{place}: these settings are of version {version}, this program knows up to {current}; update Tongjing."
        )
    for step in range(version, current):
        if step not in migrations:
            raise SettingsError(
                f"{place}: settings of version {version} can no longer be read; start from a new file."
            )
        document = {**migrations[step](document), "version": step + 1}
    return document


def save_settings(settings: Settings, path: Path | None = None) -> None:
    """Write the settings, keeping the comments of the file that is there; the old file stays whole until the end."""
    path = path or data_folder() / FILE_NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    document = tomlkit.parse(path.read_text(encoding="utf-8-sig")) if path.exists() else tomlkit.document()
    _merge(document, settings.model_dump())
    fresh = path.with_suffix(".new")
    with fresh.open("w", encoding="utf-8", newline="\n") as handle:
        handle.write(tomlkit.dumps(document))
        handle.flush()
        os.fsync(handle.fileno())
    fresh.replace(path)


def _merge(document: Any, values: Document) -> None:
    for key, value in values.items():
        if isinstance(value, dict) and key in document:
            for stale in set(document[key]) - set(value):
                del document[key][stale]
            _merge(document[key], value)
        else:
            document[key] = value
