"""Camera files: the lens and where the camera hangs, as TOML or as the same keys inline in a manifest."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Self

import tomlkit
from pydantic import BaseModel, ConfigDict, Field, model_validator

from calibration.faults import CalibrationError, parse, read_toml
from vision.camera import Camera

CURRENT_VERSION = 1
CAMERA_FILE = "camera.toml"
"""In the data folder."""

_Focal = Annotated[float, Field(gt=1.0, lt=1e5)]
_Centre = Annotated[float, Field(ge=0.0, lt=1e5)]
_Pixels = Annotated[int, Field(ge=16, le=20000)]
_Bend = Annotated[float, Field(ge=-1.0, le=1.0)]


class CameraFile(BaseModel):
    """What a camera file holds. Either hfov_deg or all of fx, fy, cx, cy."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int = Field(default=CURRENT_VERSION, ge=1, le=CURRENT_VERSION)
    hfov_deg: Annotated[float, Field(ge=20.0, le=150.0)] | None = None
    """Across the picture's width."""
    fx: _Focal | None = None
    fy: _Focal | None = None
    cx: _Centre | None = None
    cy: _Centre | None = None
    k1: _Bend | None = None
    """How the lens bends straight lines (OpenCV's radial k1 and k2)."""
    k2: _Bend | None = None
    width_px: _Pixels | None = None
    """Of the picture the lens was calibrated for; where given, other pictures must have the same shape."""
    height_px: _Pixels | None = None
    height_m: Annotated[float, Field(gt=0.1, lt=5.0)] | None = None
    pitch_deg: Annotated[float, Field(ge=-80.0, le=80.0)] | None = None
    roll_deg: Annotated[float, Field(ge=-45.0, le=45.0)] = 0.0

    @property
    def bend(self) -> tuple[float, float]:
        """k1 and k2; 0 where the file is silent about them."""
        return self.k1 or 0.0, self.k2 or 0.0

    @model_validator(mode="after")
    def _one_lens(self) -> Self:
        focal = (self.fx, self.fy, self.cx, self.cy)
        if self.hfov_deg is None and any(value is None for value in focal):
            raise ValueError("give hfov_deg, or all of fx, fy, cx and cy")
        if (self.width_px is None) != (self.height_px is None):
            raise ValueError("give width_px and height_px together or neither")
        return self


def camera_for(file: CameraFile, width_px: int, height_px: int, place: str = "camera") -> Camera:
    """The camera for pictures of this size; raises CalibrationError where file and picture contradict each other."""
    scale = 1.0
    if file.width_px is not None and file.height_px is not None:
        scale = width_px / file.width_px
        if abs(height_px - file.height_px * scale) > 2.0:
            raise CalibrationError(
                f"{place}: the camera file was made for {file.width_px}x{file.height_px} pictures, this one is"
                f" {width_px}x{height_px}; calibrate again at this size."
            )
    if file.fx is None or file.fy is None or file.cx is None or file.cy is None:
        assert file.hfov_deg is not None
        return Camera.from_hfov(
            width_px,
            height_px,
            file.hfov_deg,
            height_m=file.height_m,
            pitch_deg=file.pitch_deg,
            roll_deg=file.roll_deg,
            bend=file.bend,
        )
    fx, fy, cx, cy = (value * scale for value in (file.fx, file.fy, file.cx, file.cy))
    if not (cx < width_px and cy < height_px):
        raise CalibrationError(
            f"{place}: the lens centre ({cx:.0f}, {cy:.0f}) lies outside the {width_px}x{height_px} picture;"
            " calibrate again at this picture size."
        )
    return Camera(width_px, height_px, fx, fy, cx, cy, file.height_m, file.pitch_deg, file.roll_deg, bend=file.bend)


def read_camera(content: Mapping[str, Any], place: str) -> CameraFile:
    """Camera keys as they stand inline in a manifest; raises CalibrationError with every fault."""
    return parse(CameraFile, content, place)


def load_camera(path: Path) -> CameraFile:
    """A camera file; raises CalibrationError with every fault."""
    return read_camera(read_toml(path), str(path))


def save_camera(file: CameraFile, path: Path, comment: str = "") -> None:
    """Write the file so that a person can read and edit it."""
    document = tomlkit.document()
    if comment:
        document.add(tomlkit.comment(comment))
    for key, value in file.model_dump(exclude_none=True).items():
        document.add(key, value)
    path.write_text(tomlkit.dumps(document), encoding="utf-8")
