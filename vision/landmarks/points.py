"""Landmarks of one picture: frozen values that every backend delivers and every measure reads.

Index conventions are MediaPipe's: 33 body points (BlazePose), 478 face points (468 mesh + 10 iris), 21 points a
hand. Pixels are of the original, unmirrored picture, x right, y down. Left and right are the wearer's.
"""

import math
from dataclasses import dataclass
from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class BodyPoint(IntEnum):
    """BlazePose's body points."""

    NOSE = 0
    LEFT_EYE_INNER = 1
    LEFT_EYE = 2
    LEFT_EYE_OUTER = 3
    RIGHT_EYE_INNER = 4
    RIGHT_EYE = 5
    RIGHT_EYE_OUTER = 6
    LEFT_EAR = 7
    RIGHT_EAR = 8
    MOUTH_LEFT = 9
    MOUTH_RIGHT = 10
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_PINKY = 17
    RIGHT_PINKY = 18
    LEFT_INDEX = 19
    RIGHT_INDEX = 20
    LEFT_THUMB = 21
    RIGHT_THUMB = 22
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_FOOT_INDEX = 31
    RIGHT_FOOT_INDEX = 32


class Side(StrEnum):
    """The wearer's side."""

    LEFT = "left"
    RIGHT = "right"


class Provenance(IntEnum):
    """Where a point's position comes from."""

    MISSING = 0
    """Outside the picture, or no model saw it: the coordinates are not to be used."""
    HELD = 1
    """Carried over from an earlier frame or guessed by the model behind something: never evidence for a pass."""
    MEASURED = 2


@dataclass(frozen=True, slots=True)
class Points:
    """N points of one model in picture pixels."""

    xy: Floats
    """N x 2, px."""
    z: Floats
    """N, px-scaled depth relative to the model's own origin, negative towards the camera. Unreliable head-on."""
    visibility: Floats
    """N, 0..1: the model's belief that the point is in the picture and not occluded."""
    provenance: NDArray[np.uint8]
    """N values of `Provenance`."""

    def measured(self, *indices: int) -> bool:
        """True where every named point was measured in this very picture."""
        return all(self.provenance[index] == Provenance.MEASURED for index in indices)


@dataclass(frozen=True, slots=True)
class Body:
    """33 body points and their metric estimate."""

    points: Points
    world: Floats
    """33 x 3, metres, origin between the hips, x right in the picture, y down, z away from the camera."""
    score: float
    """0..1: the model's belief that a person is in the crop."""


@dataclass(frozen=True, slots=True)
class Face:
    """478 face points from a crop that the pose placed."""

    points: Points
    score: float
    size_px: float
    """Side of the face's bounding square in the picture."""
    blendshapes: Floats | None = None
    """52 values 0..1, a cross-check only; None where the model is not installed."""


@dataclass(frozen=True, slots=True)
class Hand:
    """21 points of one hand; the side is decided by the pose, never by the hand model."""

    side: Side
    points: Points
    world: Floats
    """21 x 3, metres, origin at the hand's centre."""
    score: float
    right_probability: float
    """The hand model's own word on the side: a cross-check only."""


@dataclass(frozen=True, slots=True)
class Box:
    """An axis-aligned box in picture pixels."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def height(self) -> float:
        """Height in px."""
        return self.y1 - self.y0

    @property
    def width(self) -> float:
        """Width in px."""
        return self.x1 - self.x0


@dataclass(frozen=True, slots=True)
class Person:
    """The person on the mark."""

    body: Body
    face: Face | None
    left_hand: Hand | None
    right_hand: Hand | None


@dataclass(frozen=True, slots=True)
class Landmarks:
    """All that the models saw in one picture."""

    frame_index: int
    time_s: float
    image_size: tuple[int, int]
    """Width, height in px."""
    people: int
    """How many people are in the picture, the one on the mark included."""
    person: Person | None
    bystanders: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonMask:
    """Which pixels belong to the person, asked for on demand."""

    coverage: Floats
    """H x W of the picture, 0..1."""


_TRUNK = (BodyPoint.LEFT_SHOULDER, BodyPoint.RIGHT_SHOULDER, BodyPoint.LEFT_HIP, BodyPoint.RIGHT_HIP)


def trunk_px(xy: NDArray[np.floating]) -> float:
    """Mid-shoulders to mid-hips of 33 x 2 body points, px."""
    left, right, left_hip, right_hip = xy[list(_TRUNK)].astype(np.float64)
    across, down = (left + right - left_hip - right_hip) / 2.0
    return math.hypot(across, down)
