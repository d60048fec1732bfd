"""The parts of a head: hair, skin, ears, beard, glasses and headwear, found in its chart by a small model of ours.

The model was trained on rendered people and drawn hair, beards, glasses and hats (`training/grooming`, card
`assets/models/own/head_items.md`). It answers for any picture: whether there is a head fit to be judged is decided
here, from the landmarks.
"""

import math
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cache

import cv2
import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from vision.face import mesh
from vision.families import MeasureContext
from vision.frame import Frame, Picture
from vision.grooming.chart import SPAN, TOP, HeadChart, chart_of
from vision.grooming.outline import outline, share_of_face
from vision.landmarks.points import BodyPoint, Floats, Person
from vision.measure import View
from vision.models.sessions import load_session
from vision.reason import Reason
from vision.upright_chart import model_input

MODEL = "head_items"
CELLS = 80
"""Cells of the mask's side; one is two chart px."""
SMALLEST_UNIT_PX = 26.0
"""A face of fewer px from forehead to chin shows neither hair nor beard."""
NOSE_AND_EARS = (BodyPoint.NOSE, BodyPoint.LEFT_EAR, BodyPoint.RIGHT_EAR)
NOSE_REACH, EARS_APART = 0.42, 0.68
"""How far the nose lies before the middle of the ears, and these apart, as the body's points lie; face heights."""
NO_PERSON, PERSON = 0.15, 0.5
"""Belief in the person's outline up to which a cell is none of theirs, and from which it is wholly."""
ABOVE_BROWS = -0.3
"""Units below the eyes: from here up a bare head is hair and forehead."""
LEAST_FACE = 0.5
"""Share of the head's middle that must lie in a person's outline: elsewhere the landmarks have found no head."""


class Part(IntEnum):
    """The mask's classes, in the model's order."""

    BACKGROUND = 0
    SKIN = 1
    EAR = 2
    HAIR = 3
    CLOTH = 4
    BEARD = 5
    GLASSES = 6
    HEADWEAR = 7


@dataclass(frozen=True, slots=True)
class HeadParts:
    """The model's answer for one head."""

    chart: HeadChart
    belief: Floats
    """8 x CELLS x CELLS: for every cell how much it belongs to each `Part`; sums to 1. Outside the person's outline
    all but headwear is background."""
    headwear: float
    """0..1: the belief that something is worn over the hair."""
    yaw_deg: float
    """Turn of the head against the camera, + when the wearer's left side is seen."""
    inside: NDArray[np.bool_]
    """CELLS x CELLS: what lies in the picture; the rest of the chart is guessed from the rim."""
    pixels: Picture
    """The chart, SIDE_PX x SIDE_PX x 3 blue-green-red."""
    unexplained: float = 0.0
    """0..1: how much of the person above the brows is neither hair nor skin: a hat, if it is not a bowed head."""

    def is_(self, *parts: Part) -> Floats:
        """CELLS x CELLS: belief in any of the parts."""
        return np.asarray(self.belief[[int(part) for part in parts]].sum(0), np.float32)

    def cells(self, units: NDArray[np.floating]) -> NDArray[np.float64]:
        """N x 2 units of the chart -> N x 2 cells, 0 = the outer edge of the first."""
        return np.asarray((np.asarray(units, np.float64) - (self.chart.shift - SPAN / 2, TOP)) * (CELLS / SPAN))

    def region(self, units: NDArray[np.floating]) -> Floats:
        """CELLS x CELLS 0..1: coverage of a polygon in units of the chart."""
        mask = np.zeros((CELLS, CELLS), np.uint8)
        fixed = np.round((self.cells(units) - 0.5) * 16).astype(np.int32)
        cv2.fillPoly(mask, [fixed], 255, cv2.LINE_AA, 4)
        return np.asarray(mask, np.float32) / np.float32(255.0)

    def rows(self) -> NDArray[np.float64]:
        """Height of each row of cells, units, + down from the eyes."""
        return np.asarray((np.arange(CELLS) + 0.5) * (SPAN / CELLS) + TOP)

    def columns(self) -> NDArray[np.float64]:
        """Place of each column of cells, units, + to the right of the eyes' middle as the camera sees it."""
        return np.asarray((np.arange(CELLS) + 0.5) * (SPAN / CELLS) + self.chart.shift - SPAN / 2)


@cache
def _session() -> ort.InferenceSession:
    return load_session(MODEL)


def ask(pixels: Picture) -> tuple[Floats, float]:
    """The model's answer for a chart: belief 8 x 40 x 40, and the belief in headwear."""
    mask, headwear = _session().run(None, {"chart": model_input(pixels)})
    return np.asarray(mask, np.float32)[0], float(np.asarray(headwear)[0, 0])


def parts_of(frame: Frame, person: Person) -> HeadParts | Reason:
    """The head of a person, or why it cannot be judged."""
    chart = chart_of(person)
    if chart is None or not person.body.points.measured(BodyPoint.NOSE):
        return Reason.HEAD_OUTSIDE
    if chart.unit_px < SMALLEST_UNIT_PX:
        return Reason.TOO_FAR
    theirs = outline(frame, chart, CELLS)
    if share_of_face(theirs, chart) < LEAST_FACE:
        return Reason.AMBIGUOUS
    inside = _inside(chart, frame.width_px, frame.height_px)
    pixels = chart.cut(frame.pixels)
    mask, headwear = ask(pixels)
    large = np.stack([cv2.resize(one, (CELLS, CELLS), interpolation=cv2.INTER_LINEAR) for one in mask])
    head = HeadParts(chart, within(large, theirs), headwear, yaw_deg(chart, person), inside, pixels)
    return replace(head, unexplained=unexplained(head, theirs))


def within(belief: Floats, person: Floats) -> Floats:
    """The belief with everything outside the person's outline given to the background.

    Headwear stays: a hat is not always known to be part of a person, and a hat unseen would let hair be judged.
    """
    share = np.clip((person - NO_PERSON) / (PERSON - NO_PERSON), 0.0, 1.0)
    kept = belief * share
    kept[Part.HEADWEAR] = belief[Part.HEADWEAR]
    kept[Part.BACKGROUND] += 1.0 - kept.sum(0)
    return np.asarray(kept, np.float32)


def unexplained(head: HeadParts, person: Floats) -> float:
    """Share of a person's outline above the brows that the mask calls neither hair nor anything else of a head."""
    above = (head.rows() < ABOVE_BROWS)[:, None] & head.inside
    theirs = np.clip((person - PERSON) / (1.0 - PERSON), 0.0, 1.0) * above
    other = theirs * head.is_(Part.BACKGROUND, Part.CLOTH, Part.HEADWEAR)
    return float(other.sum()) / max(float(theirs.sum()), 1.0)


def yaw_deg(chart: HeadChart, person: Person) -> float:
    """Turn of the head against the camera, + when the wearer's left side is seen.

    From the depth of the mesh's sides; without a mesh from how far the nose lies before the ears, and the ears apart.
    """
    if person.face is not None:
        points = person.face.points
        right, left = chart.to_units(points.xy[[mesh.RIGHT_SIDE, mesh.LEFT_SIDE]])
        deeper = float(points.z[mesh.LEFT_SIDE] - points.z[mesh.RIGHT_SIDE]) / chart.unit_px
        return math.degrees(math.atan2(-deeper, float(left[0] - right[0])))
    nose, left, right = chart.to_units(person.body.points.xy[list(NOSE_AND_EARS)])
    before = float((left[0] + right[0]) / 2.0 - nose[0]) / NOSE_REACH
    return math.degrees(math.atan2(before, max(float(left[0] - right[0]), 0.0) / EARS_APART))


def _inside(chart: HeadChart, width_px: int, height_px: int) -> NDArray[np.bool_]:
    middle = (np.arange(CELLS) + 0.5) * (SPAN / CELLS)
    u, v = np.meshgrid(middle + chart.shift - SPAN / 2, middle + TOP)
    xy = chart.to_picture(np.column_stack([u.ravel(), v.ravel()]))
    seen = (xy >= 0).all(1) & (xy[:, 0] <= width_px) & (xy[:, 1] <= height_px)
    return np.asarray(seen.reshape(CELLS, CELLS))


def head_parts(context: MeasureContext) -> HeadParts | Reason:
    """The head of the context's person, or why it cannot be judged."""
    if context.view is View.BACK:
        return Reason.TURNED_AWAY
    return parts_of(context.frame, context.person)
