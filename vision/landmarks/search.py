"""Finding bodies in a picture that nothing is known about."""

import math
from collections.abc import Iterator

from vision.frame import Picture
from vision.landmarks.crop import Crop
from vision.landmarks.detector import Detection, Detector, whole_picture

ZOOMED_OUT = 1.5
"""A head that fills the picture is found when it is shown smaller."""
CLOSE_UP = 0.6
"""Side of the enlarged windows, in short sides of the picture."""


def windows(picture: Picture) -> Iterator[Crop]:
    """Where to look, in this order: everything, squares along the long side, smaller squares, from further off."""
    height, width = picture.shape[:2]
    whole = whole_picture(picture)
    yield whole
    short = float(min(width, height))
    if max(width, height) > 1.2 * short:
        yield from _tiles(width, height, short)
    yield Crop(whole.cx, whole.cy, whole.side * ZOOMED_OUT)
    yield from _tiles(width, height, CLOSE_UP * short)
    # last of all a picture that stands on its head: quality then says so
    yield Crop(whole.cx, whole.cy, whole.side, math.pi)


def _tiles(width: int, height: int, side: float) -> Iterator[Crop]:
    """Half-overlapping squares over the picture, the middle ones first."""
    columns, rows = _centres(width, side), _centres(height, side)
    places = [(x, y) for y in rows for x in columns]
    places.sort(key=lambda place: math.hypot(place[0] - width / 2.0, place[1] - height / 2.0))
    for x, y in places:
        yield Crop(x, y, side)


def _centres(length: int, side: float) -> list[float]:
    steps = max(0, math.ceil((length - side) / (side / 2.0) - 1e-6))
    if steps == 0:
        return [length / 2.0]
    return [side / 2.0 + index * (length - side) / steps for index in range(steps + 1)]


def find_bodies(detector: Detector, picture: Picture, threshold: float, turn: int = 0) -> Iterator[list[Detection]]:
    """The detector's answers window by window; the caller stops as soon as one of them turns out to be a person.

    `turn` 0 looks everywhere. In a stream of pictures without anybody that would cost 0.4 s each: turn 1, 2, 3 ...
    looks at the whole picture and at one further window, so that after as many pictures every window had its turn.
    """
    for window in windows(picture) if turn == 0 else _in_turn(picture, turn):
        found = detector.detect(picture, threshold, window)
        if found:
            yield found


def _in_turn(picture: Picture, turn: int) -> list[Crop]:
    whole, *others = windows(picture)
    return [whole, others[(turn - 1) % len(others)]]
