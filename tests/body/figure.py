"""A jointed figure before a camera, as perfect landmarks: what the tests of body and motion measure."""

import math
from dataclasses import dataclass, replace

import numpy as np

from vision.camera import Camera
from vision.frame import Frame
from vision.landmarks.points import Body, BodyPoint, Box, Landmarks, Person, PersonMask, Points, Provenance

CAMERA = Camera.from_hfov(960, 720, 66.0, height_m=1.4, pitch_deg=-9.0)


@dataclass(frozen=True)
class Figure:
    """A person of 1.72 m. Angles in degrees, lengths in metres; the body frame is x to the left, y up, z forward."""

    bow_deg: float = 0.0
    azimuth_deg: float = 0.0
    nod_deg: float = 0.0
    crouch_m: float = 0.0
    lateral_deg: float = 0.0
    shoulder_tilt_deg: float = 0.0
    step_m: float = 0.0
    distance_m: float = 2.8
    seated: bool = False


def joints(figure: Figure) -> np.ndarray:
    """33 x 3 body points in the body frame."""
    points = np.zeros((33, 3))
    back = 0.13 * math.sin(math.radians(max(figure.bow_deg, 0)))
    hip_y = 0.47 + 0.09 if figure.seated else 0.90 - figure.crouch_m
    hip = np.array([0.0, hip_y, -0.1 if figure.seated else -back])
    tilt = 0.18 * math.tan(math.radians(figure.shoulder_tilt_deg))
    for side, x in ((0, 1.0), (1, -1.0)):
        upper = {
            BodyPoint.LEFT_SHOULDER: (0.18 * x, 0.48 + x * tilt, -0.045),
            BodyPoint.LEFT_ELBOW: (0.24 * x, 0.20, -0.05),
            BodyPoint.LEFT_WRIST: (0.25 * x, -0.04, 0.03),
            BodyPoint.LEFT_PINKY: (0.26 * x, -0.12, 0.04),
            BodyPoint.LEFT_INDEX: (0.25 * x, -0.13, 0.06),
            BodyPoint.LEFT_THUMB: (0.24 * x, -0.09, 0.07),
        }
        head = {
            BodyPoint.LEFT_EAR: (0.075 * x, 0.68, -0.02),
            BodyPoint.MOUTH_LEFT: (0.025 * x, 0.62, 0.075),
        }
        for point, place in upper.items():
            points[point + side] = _bowed(np.array(place), figure)
        for point, place in head.items():
            points[point + side] = _nodded(np.array(place), figure)
        for k, out in enumerate((0.02, 0.033, 0.045)):
            points[BodyPoint.LEFT_EYE_INNER + 3 * side + k] = _nodded(np.array((out * x, 0.70, 0.075)), figure)
        points[BodyPoint.LEFT_HIP + side] = (0.09 * x, 0.0, 0.0)
    points[BodyPoint.NOSE] = _nodded(np.array((0.0, 0.66, 0.105)), figure)
    points[:23] += hip
    points[23:25] += hip
    for side, x in ((0, 1.0), (1, -1.0)):
        forward = 0.42 if figure.seated else 0.0
        ankle = np.array([0.07 * x, 0.08, forward - 0.1 if figure.seated else 0.0])
        top = points[BodyPoint.LEFT_HIP + side]
        knee = (top + ankle) / 2 + np.array([0.0, 0.0, 0.5 * figure.crouch_m + 0.01])
        if figure.seated:
            knee = np.array([0.09 * x, 0.50, forward - 0.08])
        points[BodyPoint.LEFT_KNEE + side] = knee
        points[BodyPoint.LEFT_ANKLE + side] = ankle
        points[BodyPoint.LEFT_HEEL + side] = ankle + np.array((0.0, -0.05, -0.05))
        points[BodyPoint.LEFT_FOOT_INDEX + side] = ankle + np.array((0.03 * x, -0.06, 0.15))
    points[:, 2] += figure.step_m
    return points


def _turn(place: np.ndarray, angle_deg: float) -> np.ndarray:
    c, s = math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
    return np.array([place[0], c * place[1] - s * place[2], s * place[1] + c * place[2]])


def _bowed(place: np.ndarray, figure: Figure) -> np.ndarray:
    turned = _turn(place, figure.bow_deg)
    c, s = math.cos(math.radians(figure.lateral_deg)), math.sin(math.radians(figure.lateral_deg))
    return np.array([c * turned[0] - s * turned[1], s * turned[0] + c * turned[1], turned[2]])


def _nodded(place: np.ndarray, figure: Figure) -> np.ndarray:
    neck = np.array([0.0, 0.54, -0.03])
    return _bowed(_turn(place - neck, figure.nod_deg) + neck, figure)


def landmarks(figure: Figure, camera: Camera = CAMERA, *, time_s: float = 0.0, index: int = 0) -> Landmarks:
    """The figure on the mark before the camera, every point measured where it lies in the picture."""
    turn = math.radians(-figure.azimuth_deg)
    c, s = math.cos(turn), math.sin(turn)
    body = joints(figure)
    # the camera looks along z of its world; a person who faces it has the left hand at the picture's right
    world = np.stack(
        [c * body[:, 0] + s * body[:, 2], body[:, 1], figure.distance_m + s * body[:, 0] - c * body[:, 2]], axis=1
    )
    local = (world - [0.0, camera.height_m or 1.4, 0.0]) @ camera.rotation()
    xy = local[:, :2] / local[:, 2:] * [camera.fx, camera.fy] + [camera.cx, camera.cy]
    size = (camera.width_px, camera.height_px)
    inside = ((xy >= 0) & (xy < size)).all(axis=1)
    hips = world[23:25].mean(axis=0)
    metric = (world - hips) * [1.0, -1.0, 1.0]
    points = Points(
        xy=xy.astype(np.float32),
        z=np.zeros(33, dtype=np.float32),
        visibility=np.where(inside, 0.99, 0.1).astype(np.float32),
        provenance=np.where(inside, Provenance.MEASURED, Provenance.MISSING).astype(np.uint8),
    )
    person = Person(Body(points, metric.astype(np.float32), 0.99), None, None, None)
    return Landmarks(index, time_s, size, 1, person)


def two_people(one: Landmarks) -> Landmarks:
    """The same with somebody else in the picture."""
    return replace(one, people=2, bystanders=(Box(0, 0, 50, 200),))


def nobody(one: Landmarks) -> Landmarks:
    """The same picture without anybody."""
    return replace(one, people=0, person=None)


class ReplayBackend:
    """Gives out prepared landmarks, frame by frame."""

    name = "replay"

    def __init__(self, rows: list[Landmarks]) -> None:
        self.rows = rows
        self.resets = 0

    def track(self, frame: Frame) -> Landmarks:
        return self.rows[frame.index]

    def mask(self, frame: Frame, landmarks: Landmarks) -> PersonMask | None:
        return None

    def reset(self) -> None:
        self.resets += 1


def noisy_picture(camera: Camera = CAMERA, seed: int = 0) -> np.ndarray:
    """A bright, sharp, living picture without content."""
    rng = np.random.default_rng(seed)
    return rng.integers(60, 200, (camera.height_px, camera.width_px, 3), dtype=np.uint8)
