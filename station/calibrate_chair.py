"""`tongjing calibrate chair`: the seat's upper edges, by the pixels of their ends or by dragging them in a window."""

from pathlib import Path
from typing import TextIO

from calibration.camera import CAMERA_FILE, camera_for, load_camera
from calibration.chair import CHAIR_FILE, ChairFile, chair_for, load_chair, save_chair
from calibration.faults import CalibrationError
from calibration.scenery import Standing, compare, scenery_of
from calibration.scenery_file import SCENERY_FILE, load_scenery
from calibration.seat_outline import SeatOutline
from station.calibration_source import one_of, running, still
from station.capture.sources import SourceKind
from station.own_files import keep_good
from station.settings import data_folder
from vision.camera import Camera
from vision.chair import Pixel
from vision.errors import TongjingError
from vision.frame import Picture

Edge = tuple[Pixel, Pixel]


def calibrate_chair(
    source: str,
    front: tuple[str, str] | None,
    rear: tuple[str, str] | None,
    seat_height_cm: float,
    seat_depth_cm: float,
    output: Path | None,
    out: TextIO,
) -> int:
    """Write the chair file. Without `front` and `rear` a window is opened over the picture or the live camera."""
    path = output or data_folder() / CHAIR_FILE
    if (front is None) != (rear is None):
        raise TongjingError("Give both --front and --rear, or neither to drag the corners in a window.")
    if front is not None and rear is not None:
        pixels = still(source, 0.0, out)
        front_edge, rear_edge = _given(front, rear)
    else:
        pixels, front_edge, rear_edge = _drawn(source, path, out)
    height_px, width_px = pixels.shape[:2]
    file = ChairFile(
        front_edge_px=front_edge,
        rear_edge_px=rear_edge,
        seat_height_m=seat_height_cm / 100.0,
        seat_depth_m=seat_depth_cm / 100.0,
    )
    chair_for(file, width_px, height_px, source)
    _require_seat(front_edge, rear_edge, (width_px, height_px))
    path.parent.mkdir(parents=True, exist_ok=True)
    save_chair(file, path)
    keep_good(path)
    out.write(f"chair: written to {path}\n")
    if _camera_moved(pixels):
        out.write(
            "the camera has moved since it was calibrated: run tongjing calibrate floor, then the chair again\n"
        )
    return 0


def _given(front: tuple[str, str], rear: tuple[str, str]) -> tuple[Edge, Edge]:
    return (_pixel(front[0]), _pixel(front[1])), (_pixel(rear[0]), _pixel(rear[1]))


def _require_seat(front: Edge, rear: Edge, size: tuple[int, int]) -> None:
    """Raises TongjingError where no seat can have these edges, in whatever order their ends are named."""
    faults = [SeatOutline((*front, *ends), size).fault for ends in (rear, rear[::-1])]
    if all(faults):
        raise TongjingError(
            "No seat has these edges: they are too short, or cross each other; give the ends of its front and of its"
            f" rear edge as pixels of the {size[0]}x{size[1]} picture."
        )


def _drawn(source: str, path: Path, out: TextIO) -> tuple[Picture, Edge, Edge]:
    """The edges as a person drags them. Raises TongjingError where it is cancelled."""
    one = one_of(source)
    from station.app import make_application

    make_application()
    from station.screens.calibration.chair_window import ChairWindow

    if one.kind is SourceKind.CAMERA:
        with running(one) as live:
            first = live.frames.get()
            picture = first.pixels if first is not None else None
            window = ChairWindow(picture, live.frames.get, _before(path, picture))
            saved = window.run()
    else:
        picture = still(source, 0.0, out)
        window = ChairWindow(picture, None, _before(path, picture))
        saved = window.run()
    shown = window.pane.picture
    if not saved or window.outline is None or shown is None:
        raise TongjingError("Cancelled: the chair was not changed.")
    return shown, window.outline.front_edge_px, window.outline.rear_edge_px


def _before(path: Path, picture: Picture | None) -> SeatOutline | None:
    """The corners of the chair file that is there, where they lie in this picture."""
    if picture is None or not path.exists():
        return None
    size = (picture.shape[1], picture.shape[0])
    try:
        file = load_chair(path)
        chair_for(file, *size)
    except CalibrationError:
        return None
    outline = SeatOutline.middle(*size)
    corners = (*file.front_edge_px, file.rear_edge_px[1], file.rear_edge_px[0])
    for corner, (x, y) in enumerate(corners):
        outline = outline.moved(corner, x, y)
    return outline if outline.fault is None else None


def _camera_moved(pixels: Picture) -> bool:
    """True where the room of the calibration says that the camera stands elsewhere now."""
    folder = data_folder()
    room, file = folder / SCENERY_FILE, folder / CAMERA_FILE
    if not room.exists():
        return False
    height_px, width_px = pixels.shape[:2]
    if file.exists():
        camera = camera_for(load_camera(file), width_px, height_px, str(file))
    else:
        camera = Camera.assumed(width_px, height_px)
    return compare(load_scenery(room), scenery_of(pixels), camera).standing is Standing.MOVED


def _pixel(text: str) -> Pixel:
    try:
        x, y = (float(part) for part in text.split(","))
    except ValueError:
        raise TongjingError(f"'{text}' is no pixel; give it as x,y, for example 512,640.") from None
    return x, y
