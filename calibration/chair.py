"""Chair files: the seat's two edges as the camera sees them, and its real size."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import tomlkit
from pydantic import BaseModel, ConfigDict, Field

from calibration.faults import CalibrationError, parse, read_toml
from vision.chair import Chair

CURRENT_VERSION = 1
CHAIR_FILE = "chair.toml"
"""In the data folder."""

_Pixel = tuple[float, float]


class ChairFile(BaseModel):
    """What a chair file holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: int = Field(default=CURRENT_VERSION, ge=1, le=CURRENT_VERSION)
    front_edge_px: tuple[_Pixel, _Pixel]
    rear_edge_px: tuple[_Pixel, _Pixel]
    seat_height_m: Annotated[float, Field(ge=0.2, le=1.2)]
    seat_depth_m: Annotated[float, Field(ge=0.2, le=1.0)]


def chair_for(file: ChairFile, width_px: int, height_px: int, place: str = "chair") -> Chair:
    """The chair for pictures of this size; raises CalibrationError where it lies outside the picture."""
    corners = [*file.front_edge_px, *file.rear_edge_px]
    inside = sum(
        -0.05 * width_px <= x <= 1.05 * width_px and -0.05 * height_px <= y <= 1.05 * height_px for x, y in corners
    )
    if inside < 2:
        raise CalibrationError(
            f"{place}: the chair's edges lie outside the {width_px}x{height_px} picture; calibrate the chair with"
            " this camera and picture size."
        )
    return Chair(file.front_edge_px, file.rear_edge_px, file.seat_height_m, file.seat_depth_m)


def read_chair(content: Mapping[str, Any], place: str) -> ChairFile:
    """Chair keys as they stand inline in a manifest; raises CalibrationError with every fault."""
    return parse(ChairFile, content, place)


def load_chair(path: Path) -> ChairFile:
    """A chair file; raises CalibrationError with every fault."""
    return read_chair(read_toml(path), str(path))


def save_chair(file: ChairFile, path: Path) -> None:
    """Write the file so that a person can read and edit it."""
    document = tomlkit.document()
    for key, value in file.model_dump().items():
        document.add(key, [list(edge) for edge in value] if key.endswith("_px") else value)
    path.write_text(tomlkit.dumps(document), encoding="utf-8")
