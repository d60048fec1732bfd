"""How the person stands in the picture: on the head, or inside another picture."""

import math

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.landmarks.points import BodyPoint, Box, Floats, Person, Provenance
from vision.quality.region import Luma, shrunk

TURNED_DEG = 70.0
"""Trunk and legs both further than this from upright: the picture is turned, not the person bowing or reclining."""
SEARCH_WIDTH_PX = 480
EDGE_REACH_PX = 4
"""How far a straight edge may bend, in the shrunk picture."""
EDGE_SUPPORT = 0.6
"""Share of a side's length that must carry an edge."""
SMALLEST_SHARE, LARGEST_SHARE = 0.04, 0.92
"""Of the picture's area, for a print or a screen that is held into it."""


def _direction_deg(start: Floats, end: Floats) -> float:
    """Angle of start -> end to the picture's upward direction, 0..180."""
    return abs(math.degrees(math.atan2(float(end[0] - start[0]), -float(end[1] - start[1]))))


def is_upside_down(person: Person) -> bool:
    """True where the skeleton hangs head down or lies across: the camera or the file is turned."""
    xy = person.body.points.xy
    hips = xy[[BodyPoint.LEFT_HIP, BodyPoint.RIGHT_HIP]].mean(axis=0)
    shoulders = xy[[BodyPoint.LEFT_SHOULDER, BodyPoint.RIGHT_SHOULDER]].mean(axis=0)
    head = xy[: BodyPoint.LEFT_SHOULDER].mean(axis=0)
    knees = xy[[BodyPoint.LEFT_KNEE, BodyPoint.RIGHT_KNEE]].mean(axis=0)
    trunk = _direction_deg(hips, shoulders)
    neck = _direction_deg(shoulders, head)
    return trunk > TURNED_DEG and neck > TURNED_DEG and (_direction_deg(knees, hips) > TURNED_DEG or trunk > 130.0)


def is_cut_by_a_frame(luma: Luma, person: Person) -> bool:
    """True where a rectangle round the person ends the body although the picture goes on: a print or a screen.

    Looks for four straight edges that enclose all that is seen of the body while legs or trunk end at the lower one.
    A whole figure within a doorway, or a person behind a counter, has no such rectangle. A print that fills the
    picture, or one held so that its edges are not seen, is not found here.
    """
    points = person.body.points
    seen = points.provenance == Provenance.MEASURED
    ends_early = bool(np.any(~seen[BodyPoint.LEFT_HIP :]))
    if int(seen.sum()) < 5 or not ends_early:
        return False
    scale = SEARCH_WIDTH_PX / max(luma.shape)
    gray = cv2.GaussianBlur(shrunk(luma, SEARCH_WIDTH_PX), (0, 0), 1.0)
    edges = np.asarray(cv2.dilate(cv2.Canny(gray, 40, 110), np.ones((3, 3), np.uint8)), dtype=np.uint8)
    xy = points.xy[seen] * scale
    box = Box(float(xy[:, 0].min()), float(xy[:, 1].min()), float(xy[:, 0].max()), float(xy[:, 1].max()))
    return any(_encloses(quad, box) for quad in _quads(edges))


def _quads(edges: NDArray[np.uint8]) -> list[Floats]:
    """Convex four-cornered outlines in an edge picture, each 4 x 2 px."""
    area = float(edges.shape[0] * edges.shape[1])
    outlines, _ = cv2.findContours(edges, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    quads = []
    for outline in outlines:
        around = cv2.convexHull(outline)
        share = cv2.contourArea(around) / area
        if not SMALLEST_SHARE < share < LARGEST_SHARE:
            continue
        corners = cv2.approxPolyDP(around, 0.03 * cv2.arcLength(around, True), True)
        if len(corners) == 4 and cv2.contourArea(corners) > 0.9 * cv2.contourArea(around):
            quads.append(corners.reshape(4, 2).astype(np.float32))
    return [quad for quad in quads if _has_sides(edges, quad)]


def _has_sides(edges: NDArray[np.uint8], quad: Floats) -> bool:
    """True where every side of the quad carries an edge over most of its length and none is the picture's border."""
    height, width = edges.shape
    for start, end in zip(quad, np.roll(quad, -1, axis=0), strict=True):
        middle = (start + end) / 2.0
        if not (3 < middle[0] < width - 4 and 3 < middle[1] < height - 4):
            return False
        steps = np.linspace(0.05, 0.95, 40)[:, None]
        places = (start + (end - start) * steps).astype(int)
        x, y = np.clip(places[:, 0], 0, width - 1), np.clip(places[:, 1], 0, height - 1)
        if float((edges[y, x] > 0).mean()) < EDGE_SUPPORT:
            return False
    return True


def _encloses(quad: Floats, box: Box) -> bool:
    """True where the quad holds the whole box and is not much larger than what a portrait leaves around a person."""
    corners = [(box.x0, box.y0), (box.x1, box.y0), (box.x1, box.y1), (box.x0, box.y1)]
    inside = all(cv2.pointPolygonTest(quad, corner, True) > -EDGE_REACH_PX for corner in corners)
    gap = float(quad[:, 1].max()) - box.y1
    return inside and gap < 0.35 * max(box.height, 1.0)
