"""The posture data set's pictures as the product's own contexts: landmarks, view, camera, chair and the shoes.

The data set keeps no pictures, but cut-outs of the feet: these are laid back into a grey picture, so that the
product's measures run on it as they stand.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from training.render.shards import files
from vision.body.view import read_view
from vision.camera import Camera
from vision.chair import Chair
from vision.families import MeasureContext
from vision.frame import Frame
from vision.landmarks.points import Body, Landmarks, Person, Points, Side
from vision.observation import Quality
from vision.setup import Setup

Arrays = dict[str, NDArray[Any]]
FOOT_PX = 128
_CAMERA = ("hfov_deg", "focal_px", "height_m", "distance_m", "pitch_deg", "roll_deg", "azimuth_deg", "lateral_m")


@dataclass(frozen=True, slots=True)
class Look:
    """One picture; lengths in metres, angles in degrees."""

    context: MeasureContext
    avatar: str
    series: str
    azimuth_deg: float
    true: dict[str, float]
    floor_m: NDArray[np.float64]
    """6 x 2: left heel, toe, inner heel, then right."""
    joints_px: dict[str, NDArray[np.float64]]
    """Where the joints truly are in the picture."""


def looks(
    folders: list[Path], wanted: Callable[[Arrays, int], bool], *, calibrated: bool, feet: bool = False
) -> Iterator[Look]:
    """The wanted pictures; `wanted` is given a file's arrays and the row. `feet`: with the pixels of the shoes."""
    for path in (path for folder in folders for path in files(folder)):
        with np.load(path, allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        for row in range(len(arrays["avatar"])):
            if wanted(arrays, row):
                yield _look(arrays, row, calibrated=calibrated, feet=feet)


def camera_number(arrays: Arrays, row: int, name: str) -> float:
    """One number of the row's camera."""
    return float(arrays["camera"][row, _CAMERA.index(name)])


def _look(arrays: Arrays, row: int, *, calibrated: bool, feet: bool) -> Look:
    width, height = (int(value) for value in arrays["image_size"][row])
    names = [str(name) for name in arrays["truth_names"]]
    true = {name: float(value) for name, value in zip(names, arrays["truth"][row], strict=True)}
    person = _person(arrays, row)
    camera = Camera.assumed(width, height)
    if calibrated:
        number = {name: camera_number(arrays, row, name) for name in _CAMERA}
        camera = Camera.from_hfov(
            width, height, number["hfov_deg"], height_m=number["height_m"], pitch_deg=number["pitch_deg"],
            roll_deg=number["roll_deg"],
        )  # fmt: skip
    pixels = _shoes(arrays, row, (width, height)) if feet else np.zeros((2, 2, 3), np.uint8)
    joint_names = (str(name) for name in arrays["joint_names"])
    joints = dict(zip(joint_names, np.asarray(arrays["joints_px"][row], dtype=np.float64), strict=True))
    view = read_view(person, camera)
    context = MeasureContext(
        Frame(pixels), Landmarks(0, 0.0, (width, height), 1, person), person, view.view, view.azimuth_deg,
        view.sigma_deg, camera, Setup(camera=camera, chair=_chair(arrays, row, true)), Quality(),
        view.seated_probability,
    )  # fmt: skip
    return Look(
        context, str(arrays["avatar"][row]), str(arrays["series"][row]), camera_number(arrays, row, "azimuth_deg"),
        true, np.asarray(arrays["floor_m"][row], dtype=np.float64), joints,
    )  # fmt: skip


def _person(arrays: Arrays, row: int) -> Person:
    points = Points(
        np.asarray(arrays["body_xy"][row], np.float32),
        np.asarray(arrays["body_z"][row], np.float32),
        np.asarray(arrays["body_visibility"][row], np.float32),
        arrays["body_provenance"][row],
    )
    world = np.asarray(arrays["body_world"][row], np.float32)
    return Person(Body(points, world, float(arrays["body_score"][row])), None, None, None)


def _chair(arrays: Arrays, row: int, true: dict[str, float]) -> Chair | None:
    corners = np.asarray(arrays["chair_px"][row], dtype=np.float64)
    if not np.isfinite(corners).all():
        return None
    ends = [(float(x), float(y)) for x, y in corners]
    return Chair((ends[0], ends[1]), (ends[2], ends[3]), true["seat_height_m"], true["seat_depth_m"])


def _shoes(arrays: Arrays, row: int, size: tuple[int, int]) -> NDArray[np.uint8]:
    """A grey picture with both feet's cut-outs where they were cut out."""
    picture = np.full((size[1], size[0], 3), 128, np.uint8)
    for side in Side:
        ends = arrays[f"{side.value}_foot_jpeg_end"]
        start = 0 if row == 0 else int(ends[row - 1])
        cut = cv2.imdecode(arrays[f"{side.value}_foot_jpeg"][start : int(ends[row])], cv2.IMREAD_COLOR)
        x0, y0, width = (float(value) for value in arrays[f"{side.value}_foot_window"][row])
        place = np.array([[width / FOOT_PX, 0.0, x0], [0.0, width / FOOT_PX, y0]])
        laid = cv2.warpAffine(cut, place, size, flags=cv2.INTER_LINEAR)
        where = cv2.warpAffine(np.full(cut.shape[:2], 255, np.uint8), place, size, flags=cv2.INTER_NEAREST) > 0
        picture[where] = laid[where]
    return picture
