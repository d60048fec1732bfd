"""One source through the core: what `measure`, `inspect`, `drill` and the tests all run."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from calibration.camera import CameraFile, camera_for, read_camera
from calibration.chair import ChairFile, chair_for
from calibration.faults import read_toml
from calibration.uniform import UniformFile, uniform_for
from station.capture.pictures import read_picture
from station.capture.sources import DEMO_CLIP, Source, SourceKind, frames_of
from station.capture.take import take
from vision.body.view import read_view
from vision.camera import Camera
from vision.errors import TongjingError
from vision.frame import Frame
from vision.landmarks.backend import LandmarkBackend
from vision.landmarks.points import Landmarks
from vision.observation import ClipSummary, Observation
from vision.observer import Observer
from vision.setup import Setup

BACKENDS = ("onnx", "mediapipe")
_SURELY_SEATED = 0.9
"""0.38 at most over the rendered people who stand, bow or sit frontally; 1.0 for one who sits sideways."""
DEMO_STORY = DEMO_CLIP.with_name("demo.toml")


@dataclass(frozen=True, slots=True)
class SetupFiles:
    """The calibration that goes with a source, before the picture's size is known."""

    camera: CameraFile | None = None
    chair: ChairFile | None = None
    baseline: Path | None = None
    uniform: UniformFile | None = None
    place: str = "set-up"
    """Where it was given, for messages."""


def make_backend(name: str = "onnx") -> LandmarkBackend:
    """The landmark runtime of that name. Raises TongjingError where it is not known or not installed."""
    if name == "onnx":
        from vision.landmarks.onnx_backend import OnnxBackend

        return OnnxBackend()
    if name == "mediapipe":
        try:
            from vision.landmarks.mediapipe_backend import MediapipeBackend
        except ModuleNotFoundError as error:
            raise TongjingError(
                f"The mediapipe backend is not installed here ({error.name} is missing); leave --backend out, or run"
                " ./tongjing setup --with-mediapipe and start .venv-mediapipe/bin/tongjing."
            ) from None
        return MediapipeBackend()
    raise TongjingError(f"There is no landmark backend called '{name}'; choose one of {', '.join(BACKENDS)}.")


def demo_files() -> SetupFiles:
    """The camera that the bundled demo person was rendered with. Raises TongjingError where its file is broken."""
    content = read_toml(DEMO_STORY).get("camera", {})
    # the story also tells how far the person stands, which is no property of a camera
    keys = {key: value for key, value in content.items() if key in CameraFile.model_fields}
    return SetupFiles(camera=read_camera(keys, str(DEMO_STORY)), place=str(DEMO_STORY))


def setup_for(files: SetupFiles, frame: Frame, backend: LandmarkBackend) -> Setup:
    """The set-up for pictures of this frame's size. Raises TongjingError where file and picture contradict."""
    width_px, height_px = frame.width_px, frame.height_px
    camera = camera_for(files.camera, width_px, height_px, files.place) if files.camera else None
    chair = chair_for(files.chair, width_px, height_px, files.place) if files.chair else None
    baseline = _baseline(files.baseline, backend, frame, camera) if files.baseline else None
    uniform = uniform_for(files.uniform) if files.uniform else None
    return Setup(camera=camera, chair=chair, baseline=baseline, uniform=uniform)


def _baseline(path: Path, backend: LandmarkBackend, frame: Frame, camera: Camera | None) -> Landmarks:
    """The person of the baseline picture in pixels of `frame`'s size. Raises TongjingError where it cannot serve."""
    pixels = read_picture(path)
    height_px, width_px = pixels.shape[:2]
    if (width_px, height_px) != (frame.width_px, frame.height_px):
        same_shape = abs(height_px * frame.width_px / width_px - frame.height_px) <= 2.0
        if camera is not None and not same_shape:
            raise TongjingError(
                f"{path}: this baseline has {width_px}x{height_px} pixels and {frame.source} has"
                f" {frame.width_px}x{frame.height_px}; give one from the same camera at the same setting."
            )
        if same_shape:
            # one camera's stances are compared in one camera's pixels
            pixels = np.asarray(cv2.resize(pixels, (frame.width_px, frame.height_px)), dtype=np.uint8)
    backend.reset()
    landmarks = backend.track(Frame(pixels, source=str(path)))
    backend.reset()
    if landmarks.person is None:
        raise TongjingError(
            f"{path}: nobody is found in this baseline picture; give one of the person standing upright."
        )
    seen_by = camera or Camera.assumed(pixels.shape[1], pixels.shape[0])
    if read_view(landmarks.person, seen_by).seated_probability > _SURELY_SEATED:
        raise TongjingError(f"{path}: the person in this baseline picture sits; give one of the person upright.")
    return landmarks


def observe_source(
    source: Source, files: SetupFiles, backend: LandmarkBackend, *, stills: bool = False, seconds: float = 5.0
) -> Iterator[Observation | ClipSummary]:
    """Every frame of the source measured; a clip ends with its summary. Raises TongjingError on unreadable input.

    A camera is looked at for so many seconds.
    """
    if source.path == DEMO_CLIP and files.camera is None:
        files = demo_files()
    observer: Observer | None = None
    for frame in _frames(source, seconds):
        if observer is None:
            single = stills or source.kind is SourceKind.PICTURE
            observer = Observer(backend, setup_for(files, frame, backend), stills=single)
            observer.reset()
        yield observer.observe(frame)
    if observer is not None and source.kind is not SourceKind.PICTURE:
        yield observer.summary()


def _frames(source: Source, seconds: float) -> Iterator[Frame]:
    if source.kind is not SourceKind.CAMERA:
        return frames_of(source)
    from station.calibration_source import open_live

    return take(open_live(source), source.name, seconds)
