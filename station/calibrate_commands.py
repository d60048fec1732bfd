"""`tongjing calibrate`: camera, floor, chair and screen, each into its file in the data folder."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TextIO

import numpy as np

from calibration.board import SQUARE_MM, BoardView, find_board
from calibration.camera import CameraFile, load_camera, save_camera
from calibration.chair import ChairFile, chair_for, save_chair
from calibration.lens import NOTABLE_BEND_PX, calibrate_lens, place_by_stature, place_on_floor
from station.assembly import CAMERA_FILE, CHAIR_FILE
from station.capture.pictures import read_picture
from station.capture.sources import SourceKind, frames_of, resolve
from station.pipeline import make_backend
from station.settings import ScreenSettings, data_folder, load_settings, save_settings
from vision.errors import TongjingError
from vision.frame import Frame, Picture
from vision.landmarks.points import BodyPoint

_CLIP_STEP_S = 0.5
"""Of a clip of the board, one frame each half second is looked at."""
_SITES = ("4 pictures in the corners", "2 slanted to the left and right", "2 slanted up and down")


def print_board(file: Path, paper: str, out: TextIO) -> int:
    """Write the board as a PDF in true size."""
    from station.board_sheet import write_board_pdf

    write_board_pdf(file, _paper(paper))
    out.write(
        f"{file}: print it at 100 % on {paper.upper()}; a square must measure {SQUARE_MM[_paper(paper)]:.0f} mm;"
        f" glue it on something flat, and photograph it with the station's camera: {', '.join(_SITES)}.\n"
    )
    return 0


def calibrate_camera(sources: Sequence[str], paper: str, floor: str | None, output: Path | None, out: TextIO) -> int:
    """Lens from pictures of the board; with `floor` (a picture of the board on the floor) also height and tilt."""
    square_m = SQUARE_MM[_paper(paper)] / 1000.0
    views = [view for picture in _pictures(sources) if (view := find_board(picture, square_m)) is not None]
    lens = calibrate_lens(views)
    out.write(f"lens: {len(views)} views of the board agree within {lens.error_px:.2f} px\n")
    if lens.bend_px > NOTABLE_BEND_PX:
        out.write(
            f"this lens bends straight lines by {lens.bend_px:.0f} px in the corners: keep people in the middle\n"
        )
    file = lens.file if floor is None else place_on_floor(lens.file, _board_in(floor, square_m))
    return _keep(file, output, out)


def calibrate_floor(picture: str, paper: str, camera: Path | None, output: Path | None, out: TextIO) -> int:
    """Height and tilt anew from one picture of the board on the floor, for a lens that is already calibrated."""
    lens = load_camera(camera or data_folder() / CAMERA_FILE)
    square_m = SQUARE_MM[_paper(paper)] / 1000.0
    return _keep(place_on_floor(lens, _board_in(picture, square_m)), output, out)


def calibrate_quickly(
    picture: str, stature_cm: float, height_cm: float, hfov_deg: float, output: Path | None, out: TextIO
) -> int:
    """Without a board: one upright person of known stature on the mark, the lens's height by tape."""
    pixels = read_picture(Path(picture))
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
    return _keep(file, output, out)


def calibrate_chair(
    picture: str,
    front: tuple[str, str],
    rear: tuple[str, str],
    seat_height_cm: float,
    seat_depth_cm: float,
    output: Path | None,
    out: TextIO,
) -> int:
    """The seat's upper edges by the pixels of their ends."""
    pixels = read_picture(Path(picture))
    file = ChairFile(
        front_edge_px=(_pixel(front[0]), _pixel(front[1])),
        rear_edge_px=(_pixel(rear[0]), _pixel(rear[1])),
        seat_height_m=seat_height_cm / 100.0,
        seat_depth_m=seat_depth_cm / 100.0,
    )
    chair_for(file, pixels.shape[1], pixels.shape[0], picture)
    path = output or data_folder() / CHAIR_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    save_chair(file, path)
    out.write(f"chair: written to {path}\n")
    return 0


def calibrate_screen(width_mm: float, height_mm: float, distance_m: float, out: TextIO) -> int:
    """Size of the visible screen and distance of the mark: letters are sized by them."""
    settings = load_settings()
    screen = ScreenSettings(width_mm=width_mm, height_mm=height_mm, mark_distance_m=distance_m)
    save_settings(settings.model_copy(update={"screen": screen}))
    out.write(f"screen: {width_mm:.0f} x {height_mm:.0f} mm, read from {distance_m:.1f} m\n")
    return 0


def _keep(file: CameraFile, output: Path | None, out: TextIO) -> int:
    path = output or data_folder() / CAMERA_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    save_camera(file, path)
    if file.height_m is None or file.pitch_deg is None:
        out.write("height and tilt are not known yet: lay the board on the floor and run `calibrate floor`\n")
    else:
        out.write(f"height {file.height_m:.2f} m, pitch {file.pitch_deg:+.1f} deg, roll {file.roll_deg:+.1f} deg\n")
    out.write(f"camera: written to {path}\n")
    return 0


def _paper(name: str) -> str:
    if name.upper() not in SQUARE_MM:
        raise TongjingError(f"--paper is '{name}'; give {' or '.join(sorted(SQUARE_MM))}.")
    return name.upper()


def _pictures(sources: Sequence[str]) -> Iterator[Picture]:
    for text in sources:
        for source in resolve(text):
            if source.kind is SourceKind.CAMERA:
                raise TongjingError(f"{text}: record a clip of the board first, then give the clip.")
            last_s = -_CLIP_STEP_S
            for frame in frames_of(source):
                if frame.time_s - last_s >= _CLIP_STEP_S:
                    last_s = frame.time_s
                    yield frame.pixels


def _board_in(picture: str, square_m: float) -> BoardView:
    view = find_board(read_picture(Path(picture)), square_m)
    if view is None:
        raise TongjingError(f"{picture}: the board is not found; lay it flat on the mark, in good light, unfolded.")
    return view


def _pixel(text: str) -> tuple[float, float]:
    try:
        x, y = (float(part) for part in text.split(","))
    except ValueError:
        raise TongjingError(f"'{text}' is no pixel; give it as x,y, for example 512,640.") from None
    return x, y
