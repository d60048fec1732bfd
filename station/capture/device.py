"""Which device a camera's name means, by its stable id, and how it is opened. Nothing else opens cameras."""

from pathlib import Path
from typing import Protocol

import cv2
import numpy as np

from station.capture.status import CameraStatus
from station.settings import CameraSettings
from vision.frame import Picture

DEVICES = Path("/dev")


class DeviceError(Exception):
    """The camera could not be opened or stopped delivering; `status` says why."""

    def __init__(self, status: CameraStatus) -> None:
        super().__init__(status.value)
        self.status = status


class Device(Protocol):
    """An opened camera."""

    def read(self) -> Picture | None:
        """The next picture, H x W x 3 BGR; None where there is none. May block for long."""

    def release(self) -> None:
        """Give the camera back."""


def find_device(name: str, devices: Path = DEVICES) -> Path | None:
    """The device that the settings' camera id means now, or None where it is not plugged in.

    A number or a /dev/videoN is followed to its stable name, so that a camera that comes back under another number
    is found again: call it once at the start and keep the answer's name.
    """
    by_id = devices / "v4l" / "by-id"
    if not name:
        stable = sorted(by_id.glob("*-video-index0")) if by_id.is_dir() else []
        if stable:
            return stable[0]
        plain = sorted(devices.glob("video[0-9]*"), key=lambda path: (len(path.name), path.name))
        return plain[0] if plain else None
    if name.isdigit():
        name = str(devices / f"video{name}")
    path = Path(name) if name.startswith("/") else by_id / name
    return path if path.exists() else None


def stable_name(path: Path, devices: Path = DEVICES) -> str:
    """The name under v4l/by-id that leads to this device, or its path where it has none."""
    by_id = devices / "v4l" / "by-id"
    if by_id.is_dir() and path.parent != by_id:
        for link in sorted(by_id.iterdir()):
            if link.resolve() == path.resolve():
                return str(link)
    return str(path)


class VideoDevice:
    """A V4L2 camera through OpenCV."""

    def __init__(self, path: Path, settings: CameraSettings) -> None:
        """Raises DeviceError where the device does not deliver a first picture: another program has it."""
        self._turns = settings.quarter_turns
        self._capture = cv2.VideoCapture(str(path), cv2.CAP_V4L2)
        if not self._capture.isOpened():
            self._capture.release()
            raise DeviceError(CameraStatus.BUSY if path.exists() else CameraStatus.MISSING)
        # compressed pictures first: raw ones of this size do not fit through USB 2 at 30 a second
        self._capture.set(cv2.CAP_PROP_FOURCC, float(cv2.VideoWriter.fourcc(*"MJPG")))
        self._capture.set(cv2.CAP_PROP_FRAME_WIDTH, float(settings.width_px))
        self._capture.set(cv2.CAP_PROP_FRAME_HEIGHT, float(settings.height_px))
        self._capture.set(cv2.CAP_PROP_FPS, settings.fps)
        self._capture.set(cv2.CAP_PROP_BUFFERSIZE, 1.0)
        if self.read() is None:
            self.release()
            raise DeviceError(CameraStatus.BUSY if path.exists() else CameraStatus.UNPLUGGED)

    def read(self) -> Picture | None:
        """See `Device`."""
        found, pixels = self._capture.read()
        if not found or pixels is None or pixels.ndim != 3:
            return None
        turned = np.rot90(pixels, -self._turns) if self._turns else pixels
        return np.ascontiguousarray(turned, dtype=np.uint8)

    def release(self) -> None:
        """See `Device`."""
        self._capture.release()


def open_device(path: Path, settings: CameraSettings) -> Device:
    """Open the camera at this path. Raises DeviceError with the reason."""
    return VideoDevice(path, settings)
