"""478 face points from a window that the pose places: a face detector misses a full-body figure's small face."""

import math
from dataclasses import dataclass

import numpy as np

from vision.frame import Picture
from vision.landmarks.crop import Crop, crop_around, cut, turn_of, wrapped
from vision.landmarks.detector import Detection, Loader, Session
from vision.landmarks.points import BodyPoint, Floats
from vision.landmarks.pose import HEAD_POINTS, PoseAnswer, sigmoid

INPUT_PX = 256
FACE_POINTS = 478
RIGHT_EYE_OUTER = 33
LEFT_EYE_OUTER = 263
WINDOW_SCALE = 1.5

BLENDSHAPE_INPUT = np.array(
    [0, 1, 4, 5, 6, 7, 8, 10, 13, 14, 17, 21, 33, 37, 39, 40, 46, 52, 53, 54, 55, 58, 61, 63, 65, 66, 67, 70, 78,
     80, 81, 82, 84, 87, 88, 91, 93, 95, 103, 105, 107, 109, 127, 132, 133, 136, 144, 145, 146, 148, 149, 150, 152,
     153, 154, 155, 157, 158, 159, 160, 161, 162, 163, 168, 172, 173, 176, 178, 181, 185, 191, 195, 197, 234, 246,
     249, 251, 263, 267, 269, 270, 276, 282, 283, 284, 285, 288, 291, 293, 295, 296, 297, 300, 308, 310, 311, 312,
     314, 317, 318, 321, 323, 324, 332, 334, 336, 338, 356, 361, 362, 365, 373, 374, 375, 377, 378, 379, 380, 381,
     382, 384, 385, 386, 387, 388, 389, 390, 397, 398, 400, 402, 405, 409, 415, 454, 466, 468, 469, 470, 471, 472,
     473, 474, 475, 476, 477]
)  # fmt: skip
"""The 146 mesh points that MediaPipe's blendshape model reads, in its order."""


@dataclass(frozen=True, slots=True)
class FaceAnswer:
    """What the model says about one window."""

    xy: Floats
    """478 x 2, picture px."""
    z: Floats
    score: float
    following: Crop
    blendshapes: Floats | None = None


def window_from_pose(pose: PoseAnswer) -> Crop | None:
    """Where the face must be by the body's head points; None where the head itself is a guess."""
    head = pose.xy[:HEAD_POINTS]
    if float(pose.visibility[:HEAD_POINTS].mean()) < 0.5:
        return None
    ears = float(np.linalg.norm(head[BodyPoint.LEFT_EAR] - head[BodyPoint.RIGHT_EAR]))
    eyes = (head[BodyPoint.LEFT_EYE] + head[BodyPoint.RIGHT_EYE]) / 2.0
    mouth = (head[BodyPoint.MOUTH_LEFT] + head[BodyPoint.MOUTH_RIGHT]) / 2.0
    drop = float(np.linalg.norm(eyes - mouth))
    across = head[BodyPoint.LEFT_EYE] - head[BodyPoint.RIGHT_EYE]
    if float(np.linalg.norm(across)) > 0.35 * drop and float(across @ np.array([1.0, 0.0])) > 0.0:
        angle = math.atan2(float(across[1]), float(across[0]))
    else:
        # side-on the eyes fall together and their line says nothing: take the line from the mouth up to the eyes
        angle = turn_of(mouth, eyes, math.pi / 2.0)
    return Crop(float(head[:, 0].mean()), float(head[:, 1].mean()), max(ears * 1.9, drop * 4.2, 8.0), wrapped(angle))


def window_from_detection(face: Detection) -> Crop:
    """The window around a detected face, turned so that the eyes are level."""
    x, y = face.centre
    return Crop(x, y, WINDOW_SCALE * face.size_px, turn_of(face.keypoints[0], face.keypoints[1], 0.0))


class FaceModel:
    """The mesh model and, where wanted, the blendshapes. Keeps no state between pictures."""

    def __init__(self, load: Loader, *, blendshapes: bool = False) -> None:
        """Models are loaded at their first use."""
        self._load = load
        self._mesh: Session | None = None
        self._shapes: Session | None = None
        self._with_shapes = blendshapes

    def look(self, picture: Picture, window: Crop) -> FaceAnswer:
        """Face points in the window. The caller judges `score`."""
        if self._mesh is None:
            self._mesh = self._load("task_face_landmarks_detector")
        points, score = self._mesh.run(["out0", "out1"], {"input": cut(picture, window, INPUT_PX)})
        rows = points.reshape(FACE_POINTS, 3)
        xy = window.to_picture(rows[:, :2] / np.float32(INPUT_PX))
        turn = turn_of(xy[RIGHT_EYE_OUTER], xy[LEFT_EYE_OUTER], 0.0)
        return FaceAnswer(
            xy=xy,
            z=rows[:, 2] * np.float32(window.side / INPUT_PX),
            score=float(sigmoid(score.reshape(-1))[0]),
            following=crop_around(xy, turn, WINDOW_SCALE),
            blendshapes=self._blendshapes(xy),
        )

    def _blendshapes(self, xy: Floats) -> Floats | None:
        if not self._with_shapes:
            return None
        if self._shapes is None:
            self._shapes = self._load("task_face_blendshapes")
        values = self._shapes.run(["out0"], {"input": np.ascontiguousarray(xy[BLENDSHAPE_INPUT][None])})[0]
        return np.asarray(values.reshape(-1), dtype=np.float32)
