"""A sheet or a screen held to the camera: four straight edges that close around the whole visible person.

A door, a window or a poster stands behind a person, who overlaps its edges and stands with the feet below it; a
print or a telephone encloses its person on all four sides. Straight segments (probabilistic Hough transform) on each
side of the person are joined to quadrangles, and an edge must be seen along each side.
"""

from collections import deque
from itertools import product

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.landmarks.points import Landmarks, Provenance
from vision.quality.region import Luma, shrunk

WIDTH_PX = 360
FEWEST_POINTS = 8
SHORTEST_SHARE = 0.5
"""A segment must be this long, in heights (for upright ones) or widths of the person's box."""
MOST_TILT_DEG = 20.0
CANDIDATES = 5
"""Segments that are tried on each side."""
SUPPORT = 0.93
"""Share of each side along which the edge must be seen."""
MARGIN_SHARE = 0.015
"""Of the longer side: edges nearer to the picture's border are its own."""
LARGEST_SHARE = 0.85

EVERY_S = 0.6
LOOKS, NEEDED = 4, 2
"""Of the last four looks two must find the sheet: one alone may be a chance of doors and tiles."""

Segment = NDArray[np.float64]
"""2 x 2, px."""


class SheetWatch:
    """Looks for a sheet now and then. `reset` forgets."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget the source."""
        self._looks: deque[bool] = deque(maxlen=LOOKS)
        self._last_s: float | None = None

    def update(self, time_s: float, luma: Luma, landmarks: Landmarks) -> bool:
        """True while the last looks found the person enclosed."""
        if self._last_s is None or time_s - self._last_s >= EVERY_S:
            self._last_s = time_s
            self._looks.append(encloses_person(luma, landmarks))
        return sum(self._looks) >= NEEDED


def encloses_person(luma: Luma, landmarks: Landmarks) -> bool:
    """True where a quadrangle of straight edges encloses every point of the person that lies in the picture."""
    person = landmarks.person
    if person is None:
        return False
    points = person.body.points
    scale = WIDTH_PX / max(luma.shape)
    seen = points.xy[points.provenance != Provenance.MISSING].astype(np.float64) * scale
    if len(seen) < FEWEST_POINTS:
        return False
    edges = np.asarray(cv2.Canny(shrunk(luma, WIDTH_PX), 30, 90), dtype=np.uint8)
    low, high = seen.min(axis=0), seen.max(axis=0)
    sides = _sides(edges, low, high)
    if not all(sides):
        return False
    near = np.asarray(cv2.dilate(edges, np.ones((3, 3), np.uint8)), dtype=np.uint8)
    return any(_closed(near, chosen) for chosen in product(*sides))


def _sides(edges: NDArray[np.uint8], low: NDArray[np.float64], high: NDArray[np.float64]) -> list[list[Segment]]:
    """The longest segments left of, right of, above and below the person's points."""
    height, width = edges.shape
    shortest = SHORTEST_SHARE * float(min(high - low))
    lines = cv2.HoughLinesP(edges, 1.0, np.pi / 360.0, 30, minLineLength=max(shortest, 20.0), maxLineGap=4)
    sides: list[list[Segment]] = [[], [], [], []]
    if lines is None:
        return sides
    margin = MARGIN_SHARE * max(width, height)
    for segment in lines.reshape(-1, 2, 2).astype(np.float64):
        run = np.abs(segment[1] - segment[0])
        middle = segment.mean(axis=0)
        if not (margin < middle[0] < width - margin and margin < middle[1] < height - margin):
            continue
        tilt = np.degrees(np.arctan2(min(run), max(run)))
        if tilt > MOST_TILT_DEG:
            continue
        if run[1] > run[0] and run[1] >= SHORTEST_SHARE * (high - low)[1]:
            if segment[:, 0].max() < low[0]:
                sides[0].append(segment)
            elif segment[:, 0].min() > high[0]:
                sides[1].append(segment)
        elif run[0] > run[1] and run[0] >= SHORTEST_SHARE * (high - low)[0]:
            if segment[:, 1].max() < low[1]:
                sides[2].append(segment)
            elif segment[:, 1].min() > high[1]:
                sides[3].append(segment)
    return [sorted(side, key=lambda s: -float(np.linalg.norm(s[1] - s[0])))[:CANDIDATES] for side in sides]


def _closed(near: NDArray[np.uint8], chosen: tuple[Segment, ...]) -> bool:
    """Whether an edge is seen along all four sides between the corners in which the segments' lines meet."""
    left, right, top, bottom = chosen
    corners = [_meet(a, b) for a, b in ((left, top), (right, top), (right, bottom), (left, bottom))]
    if any(corner is None for corner in corners):
        return False
    quadrangle = np.array(corners, dtype=np.float64)
    height, width = near.shape
    area = float(cv2.contourArea(quadrangle.astype(np.float32)))
    outside = (quadrangle < 1).any() or (quadrangle > [width - 2, height - 2]).any()
    if outside or area > LARGEST_SHARE * width * height:
        return False
    return all(_support(near, quadrangle[i], quadrangle[(i + 1) % 4]) >= SUPPORT for i in range(4))


def _support(near: NDArray[np.uint8], start: NDArray[np.float64], end: NDArray[np.float64]) -> float:
    steps = max(int(np.linalg.norm(end - start)), 2)
    places = np.rint(start + np.linspace(0.03, 0.97, steps)[:, None] * (end - start)).astype(int)
    return float(np.mean(near[places[:, 1], places[:, 0]] > 0))


def _meet(a: Segment, b: Segment) -> NDArray[np.float64] | None:
    """Where two segments' lines cross; None where they run alongside."""
    da, db = a[1] - a[0], b[1] - b[0]
    cross = da[0] * db[1] - da[1] * db[0]
    if abs(cross) < 1e-6:
        return None
    t = ((b[0] - a[0])[0] * db[1] - (b[0] - a[0])[1] * db[0]) / cross
    return np.asarray(a[0] + t * da, dtype=np.float64)
