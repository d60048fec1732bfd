"""Keeping the room beside the camera file, so that the station sees when the camera has moved."""

from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from calibration.chair import CHAIR_FILE
from calibration.faults import CalibrationError
from calibration.scenery import Standing, compare, occupied_by, scenery_of
from calibration.scenery_file import SCENERY_FILE, load_scenery, save_scenery
from station.own_files import keep_good
from station.pipeline import make_backend
from station.standing import CHECK_FILE
from vision.camera import Camera
from vision.errors import TongjingError
from vision.frame import Frame, Picture
from vision.landmarks.backend import LandmarkBackend
from vision.landmarks.points import Box


def keep_room(
    pixels: Picture,
    camera: Camera,
    camera_path: Path,
    out: TextIO,
    *,
    backend: LandmarkBackend | None = None,
    also: Sequence[Box] = (),
) -> None:
    """Write the room's corners beside the camera file; people and the boxes `also` are cut out first.

    Says on `out` what was kept, why nothing could be, and when the chair must be calibrated anew.
    """
    path = camera_path.with_name(SCENERY_FILE)
    try:
        people = _people_in(pixels, backend)
    except TongjingError as error:
        # without the models a person in the picture would be kept with it
        path.unlink(missing_ok=True)
        out.write(f"room: not kept, because people cannot be cut out ({error})\n")
        return
    room = scenery_of(pixels, (*people, *also))
    camera_path.with_name(CHECK_FILE).unlink(missing_ok=True)
    if camera_path.with_name(CHAIR_FILE).exists() and _stood_otherwise(pixels, camera, path):
        out.write("chair: the camera stands otherwise than before; run tongjing calibrate chair again\n")
    if not room.telling:
        path.unlink(missing_ok=True)
        out.write(
            "room: too dark or too plain to tell later whether the camera has moved; hang a picture on the wall"
            " behind the mark\n"
        )
        return
    save_scenery(room, path)
    keep_good(path)
    out.write(f"room: {len(room.points_px)} corners kept in {path}; no picture is stored\n")


def _people_in(pixels: Picture, backend: LandmarkBackend | None) -> tuple[Box, ...]:
    looking = backend or make_backend()
    looking.reset()
    boxes = occupied_by(looking.track(Frame(pixels)))
    looking.reset()
    return boxes


def _stood_otherwise(pixels: Picture, camera: Camera, path: Path) -> bool:
    """Did the room kept before show another place of the camera? Not known counts as another."""
    try:
        return compare(load_scenery(path), scenery_of(pixels), camera).standing is not Standing.UNMOVED
    except CalibrationError:
        return True
