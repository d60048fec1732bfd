"""What stands behind the screen: checklists, staff, log, models and the session, opened from the data folder."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from calibration.camera import CAMERA_FILE, load_camera
from calibration.chair import CHAIR_FILE, load_chair
from calibration.scenery import Movement, Standing
from calibration.scenery_file import SCENERY_FILE, load_scenery
from calibration.uniform import UNIFORM_FILE, load_uniform
from checklists.folder import keep_last_good
from station.badge_text import CardWatch, card_reader
from station.i18n.texts import tr
from station.identify.codes import CodeReader
from station.log import ComplianceLog, ModelId
from station.log.draft import Policy
from station.own_checklists import LAST_GOOD_FOLDER, checklists_in_force
from station.own_files import OwnFiles
from station.pipeline import SetupFiles, demo_files, make_backend, setup_for
from station.session.runtime import SessionRuntime
from station.settings import Settings, data_folder
from station.staff.members import FILE_NAME as STAFF_FILE
from station.staff.members import StaffList, load_staff
from station.staff.notices import FILE_NAME as NOTICES_FILE
from station.staff.notices import NoticeBook
from station.standing import CameraWatch, StandingObserver, keep_check, movement_words
from vision.camera import Camera
from vision.errors import TongjingError
from vision.frame import Frame
from vision.models.manifest import load_manifest
from vision.models.text import INSTALL
from vision.observer import Observer
from vision.setup import Setup

_log = logging.getLogger(__name__)


class Assembly:
    """Opens what a session needs. Raises TongjingError in one sentence where something is broken."""

    def __init__(
        self, settings: Settings, checklist: str | None, drill: str | None, backend: str, *, demo: bool = False
    ) -> None:
        self._settings, self._checklist, self._drill, self._backend = settings, checklist, drill, backend
        folder = data_folder()
        loaded = checklists_in_force()
        for fault in loaded.faults:
            _log.error("checklist: %s", fault)
        try:
            keep_last_good(loaded, folder / LAST_GOOD_FOLDER)
        except OSError as error:
            _log.error("checklist: the last good versions cannot be kept (%s)", error.strerror)
        self._checklists = loaded.checklists
        if checklist is not None and checklist not in self._checklists:
            there = ", ".join(sorted(self._checklists))
            raise TongjingError(f"There is no checklist '{checklist}'; there are: {there}.")
        own = OwnFiles(folder)
        self._staff = own.load(STAFF_FILE, load_staff) or StaffList.of(())
        self._notices = NoticeBook(folder / NOTICES_FILE)
        self._files = demo_files() if demo else _calibration(own, folder)
        self._room = None if demo else own.load(SCENERY_FILE, load_scenery)
        for name, fault in own.faults.items():
            _log.error("%s: its last good version is in force; %s", name, fault)
        self._broken = tuple(dict.fromkeys((*own.faults, *(Path(fault.file).name for fault in loaded.faults))))
        self._moved: Movement | None = None
        self._codes = CodeReader()

    def session(self, reset_observer: Callable[[], None], now_s: float) -> SessionRuntime:
        """The session with its log open. `reset_observer` is called when another body may stand there."""
        settings = self._settings
        log = ComplianceLog.open(
            data_folder(),
            station=settings.station.id,
            branch=settings.station.branch,
            policy=Policy(smile=settings.checks.smile_in_records),
            keep_days=settings.log.retention_days,
        )
        # one thread: records and the daily purge come one after the other, and a slow disk stops no picture
        writer = ThreadPoolExecutor(1, thread_name_prefix="log")
        return SessionRuntime(
            checklists=self._checklists,
            log=log,
            settings=settings,
            staff=self._staff,
            notices=self._notices,
            models=_model_ids(),
            has_chair=self._files.chair is not None,
            checklist=self._checklist,
            drill=self._drill,
            reset_observer=reset_observer,
            executor=writer,
            upkeep=lambda: log.purge(settings.log.retention_days),
            now_s=now_s,
        )

    def observer(self, frame: Frame) -> Observer | StandingObserver | CardWatch:
        """The vision core with its models loaded, for frames of that size. Takes a second or two.

        Cards are read as well where the owner wants it; without the optional reader the log of the program says so.
        """
        observer = self._plain_observer(frame)
        if not self._settings.checks.badge_text:
            return observer
        reader = card_reader()
        if reader is None:
            _log.error("text on badges: the optional reader is not installed; %s", INSTALL)
            return observer
        return CardWatch(observer, reader)

    def _plain_observer(self, frame: Frame) -> Observer | StandingObserver:
        """Where the room of the calibration is kept, the calibration counts only while the camera stands unmoved."""
        backend = make_backend(self._backend)
        setup = setup_for(self._files, frame, backend)
        if self._room is None or (setup.camera is None and setup.chair is None):
            return Observer(backend, setup)
        camera = setup.camera or Camera.assumed(frame.width_px, frame.height_px)
        return StandingObserver(
            CameraWatch(self._room, camera),
            lambda: Observer(backend, setup),
            lambda: Observer(backend, Setup(baseline=setup.baseline, uniform=setup.uniform)),
            self._told,
        )

    def _told(self, movement: Movement | None) -> None:
        """From the observing thread: the camera has moved, or stands right again."""
        self._moved = movement
        keep_check(data_folder(), movement or Movement(Standing.UNMOVED))

    def advice(self, language: str) -> str:
        """What the person in charge of the station must know; empty where all is well."""
        moved = self._moved
        if moved is not None:
            return movement_words(moved, language)
        return tr(language, "own.broken", name=self._broken[0]) if self._broken else ""

    def read_codes(self, frame: Frame, now_s: float) -> tuple[str, ...]:
        """Badges held to the camera."""
        return self._codes.look(frame, now_s)


def _calibration(own: OwnFiles, folder: Path) -> SetupFiles:
    return SetupFiles(
        camera=own.load(CAMERA_FILE, load_camera),
        chair=own.load(CHAIR_FILE, load_chair),
        uniform=own.load(UNIFORM_FILE, load_uniform),
        place=str(folder),
    )


def _model_ids() -> tuple[ModelId, ...]:
    """The models as they stand in every record."""
    return tuple(ModelId(entry.name, entry.sha256) for entry in load_manifest().models.values())
