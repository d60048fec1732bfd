"""`tongjing calibrate`: camera, floor and screen, each into its file in the data folder, and the check afterwards."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

import numpy as np

from calibration.board import SQUARE_MM, BoardView, find_board, find_small_board
from calibration.camera import CAMERA_FILE, CameraFile, camera_for, load_camera, save_camera
from calibration.collector import BoardCollector
from calibration.lens import FEWEST_VIEWS, NOTABLE_BEND_PX, calibrate_lens, place_by_stature, place_on_floor
from calibration.scenery import Standing, compare, scenery_of
from calibration.scenery_file import SCENERY_FILE, load_scenery
from station.calibrate_room import keep_room
from station.calibration_source import running, still
from station.capture.sources import Source, SourceKind, frames_of, resolve
from station.own_files import keep_good
from station.pipeline import make_backend
from station.settings import ScreenSettings, data_folder, load_settings, save_settings
from station.standing import keep_check, movement_words
from vision.camera import Camera
from vision.errors import TongjingError
from vision.frame import Frame, Picture
from vision.landmarks.points import BodyPoint, Box

_CLIP_STEP_S = 0.5
"""Of a clip of the board, one frame each half second is looked at."""
_SITES = ("4 pictures in the corners", "2 slanted to the left and right", "2 slanted up and down")
CHECK_CODES = {Standing.UNMOVED: 0, Standing.MOVED: 1, Standing.CANNOT_TELL: 3}


def print_board(file: Path, paper: str, out: TextIO) -> int:
    """Write the board as a PDF in true size."""
    from station.board_sheet import write_board_pdf

    write_board_pdf(file, _paper(paper))
    out.write(
        f"{file}: print it at 100 % on {paper.upper()}; a square must measure {SQUARE_MM[_paper(paper)]:.0f} mm;"
        f" glue it on something flat, and photograph it with the station's camera: {', '.join(_SITES)}.\n"
    )
    return 0


def calibrate_camera(
    sources: Sequence[str],
    paper: str,
    floor: str | None,
    output: Path | None,
    out: TextIO,
    *,
    wanted: int = 0,
    wait_s: float = 0.0,
) -> int:
    """Lens from pictures of the board, or live from the camera; with `floor` also height and tilt.

    `wanted`: how many views a live camera collects, 0 for the usual number. `wait_s`: see `still`.
    """
    square_m = SQUARE_MM[_paper(paper)] / 1000.0
    live = [source for text in sources for source in resolve(text) if source.kind is SourceKind.CAMERA]
    if live and len(sources) > 1:
        raise TongjingError("Give either pictures of the board or one camera, not both.")
    if live:
        views = _collected(live[0], square_m, wanted)
    else:
        views = [view for picture in _pictures(sources) if (view := find_board(picture, square_m)) is not None]
    lens = calibrate_lens(views)
    out.write(f"lens: {len(views)} views of the board agree within {lens.error_px:.2f} px\n")
    if lens.bend_px > NOTABLE_BEND_PX:
        out.write(
            f"this lens bends straight lines by {lens.bend_px:.0f} px in the corners; every angle allows for that\n"
        )
    if floor is None:
        return _keep(lens.file, output, out)
    return _keep_on_floor(lens.file, still(floor, wait_s, out), floor, square_m, output, out)


def calibrate_floor(
    picture: str, paper: str, camera: Path | None, output: Path | None, out: TextIO, *, wait_s: float = 0.0
) -> int:
    """Height and tilt anew from one picture of the board on the floor, for a lens that is already calibrated."""
    lens = load_camera(camera or data_folder() / CAMERA_FILE)
    square_m = SQUARE_MM[_paper(paper)] / 1000.0
    return _keep_on_floor(lens, still(picture, wait_s, out), picture, square_m, output, out)


def calibrate_quickly(
    picture: str,
    stature_cm: float,
    height_cm: float,
    hfov_deg: float,
    output: Path | None,
    out: TextIO,
    *,
    wait_s: float = 0.0,
) -> int:
    """Without a board: one upright person of known stature on the mark, the lens's height by tape."""
    pixels = still(picture, wait_s, out)
    backend = make_backend()
    backend.reset()
    landmarks = backend.track(Frame(pixels, source=picture))
    feet = (BodyPoint.LEFT_ANKLE, BodyPoint.RIGHT_ANKLE)
    eyes = (BodyPoint.LEFT_EYE, BodyPoint.RIGHT_EYE)
    if landmarks.person is None or not landmarks.person.body.points.measured(*feet, *eyes):
        raise TongjingError(f"{picture}: the whole body of one person must be seen, from the eyes to the feet.")
    xy = landmarks.person.body.points.xy
    rows = [float(np.mean(xy[list(pair), 1])) for pair in (eyes, feet)]
    size = (pixels.shape[1], pixels.shape[0])
    file = place_by_stature(hfov_deg, size, stature_cm / 100.0, height_cm / 100.0, rows[0], rows[1])
    code = _keep(file, output, out)
    keep_room(pixels, camera_for(file, *size), output or data_folder() / CAMERA_FILE, out, backend=backend)
    return code


def calibrate_screen(width_mm: float, height_mm: float, distance_m: float, out: TextIO) -> int:
    """Size of the visible screen and distance of the mark: letters are sized by them."""
    settings = load_settings()
    screen = ScreenSettings(width_mm=width_mm, height_mm=height_mm, mark_distance_m=distance_m)
    save_settings(settings.model_copy(update={"screen": screen}))
    out.write(f"screen: {width_mm:.0f} x {height_mm:.0f} mm, read from {distance_m:.1f} m\n")
    return 0


def check(source: str, out: TextIO) -> int:
    """Does the camera stand as it was calibrated? 0 it does, 1 it has moved, 3 that cannot be told."""
    folder = data_folder()
    room = folder / SCENERY_FILE
    if not room.exists():
        raise TongjingError(
            f"{room}: no room is kept to compare with; run tongjing calibrate floor (or the quick way) first."
        )
    stored = load_scenery(room)
    pixels = still(source, 0.0, out)
    height_px, width_px = pixels.shape[:2]
    file = folder / CAMERA_FILE
    if file.exists():
        camera = camera_for(load_camera(file), width_px, height_px, str(file))
    else:
        camera = Camera.assumed(width_px, height_px)
    movement = compare(stored, scenery_of(pixels), camera)
    keep_check(folder, movement)
    out.write(f"{movement_words(movement, 'en')}\n")
    if movement.doubt is None:
        out.write(
            f"pan {movement.pan_deg:+.1f} deg, tilt {movement.tilt_deg:+.1f} deg, roll {movement.roll_deg:+.1f} deg,"
            f" zoom {movement.zoom_ratio:.3f}, from {movement.fitting} corners of the room\n"
        )
    return CHECK_CODES[movement.standing]


def _keep(file: CameraFile, output: Path | None, out: TextIO) -> int:
    path = output or data_folder() / CAMERA_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    save_camera(file, path)
    keep_good(path)
    if file.height_m is None or file.pitch_deg is None:
        # the room of the calibration before says nothing about this one
        path.with_name(SCENERY_FILE).unlink(missing_ok=True)
        out.write("height and tilt are not known yet: lay the board on the floor and run tongjing calibrate floor\n")
    else:
        out.write(f"height {file.height_m:.2f} m, pitch {file.pitch_deg:+.1f} deg, roll {file.roll_deg:+.1f} deg\n")
    out.write(f"camera: written to {path}\n")
    return 0


def _keep_on_floor(
    lens: CameraFile, pixels: Picture, name: str, square_m: float, output: Path | None, out: TextIO
) -> int:
    height_px, width_px = pixels.shape[:2]
    # before anything else: a lens for pictures of another shape would give a wrong height without a word
    camera_for(lens, width_px, height_px, name)
    view = find_small_board(pixels, square_m)
    if view is None:
        raise TongjingError(
            f"{name}: the board is not found; lay it flat on the floor before the mark, as near to the camera as the"
            " picture still shows all of it, in good light."
        )
    file = place_on_floor(lens, view)
    code = _keep(file, output, out)
    path = output or data_folder() / CAMERA_FILE
    keep_room(pixels, camera_for(file, width_px, height_px), path, out, also=(_box_of(view),))
    return code


def _box_of(view: BoardView) -> Box:
    """The board with its rim: it will not lie there tomorrow."""
    (x0, y0), (x1, y1) = view.corners_px.min(axis=0), view.corners_px.max(axis=0)
    rim_x, rim_y = 0.4 * (x1 - x0), 0.5 * (y1 - y0)
    return Box(float(x0 - rim_x), float(y0 - rim_y), float(x1 + rim_x), float(y1 + rim_y))


def _paper(name: str) -> str:
    if name.upper() not in SQUARE_MM:
        raise TongjingError(f"--paper is '{name}'; give {' or '.join(sorted(SQUARE_MM))}.")
    return name.upper()


def _collected(source: Source, square_m: float, wanted: int) -> list[BoardView]:
    """Views that the camera collects by itself while the board is carried through the picture."""
    from station.app import make_application

    make_application()
    from station.screens.calibration.board_window import BoardWindow

    collector = BoardCollector(max(wanted, FEWEST_VIEWS)) if wanted else BoardCollector()
    with running(source) as live:
        if not BoardWindow(collector, square_m, live.frames.get).run():
            raise TongjingError(f"Cancelled after {len(collector.views)} views of the board: nothing was changed.")
    return collector.views


def _pictures(sources: Sequence[str]) -> Iterator[Picture]:
    for text in sources:
        for source in resolve(text):
            last_s = -_CLIP_STEP_S
            for frame in frames_of(source):
                if frame.time_s - last_s >= _CLIP_STEP_S:
                    last_s = frame.time_s
                    yield frame.pixels
