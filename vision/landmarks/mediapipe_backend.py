"""MediaPipe itself behind the same protocol: the reference of the agreement test and of the benchmark.

The one module that imports mediapipe (0.10.21: it ships its models and makes no network attempt). It follows one
person and counts nobody else, so that it is no substitute for the kiosk's own runtime.
"""

from typing import Any

import mediapipe as mp
import numpy as np

from vision.frame import Frame, Picture
from vision.landmarks.crop import Crop
from vision.landmarks.face import FaceAnswer
from vision.landmarks.hand import HandAnswer
from vision.landmarks.person import assembled
from vision.landmarks.points import Floats, Landmarks, PersonMask, Side
from vision.landmarks.pose import PoseAnswer

NOWHERE = Crop(0.0, 0.0, 1.0)
"""MediaPipe keeps its windows to itself."""


class MediapipeBackend:
    """MediaPipe Holistic, model complexity 1, with irises. Implements `LandmarkBackend`."""

    name = "mediapipe"

    def __init__(self) -> None:
        """The graphs are built at once (about a second)."""
        self._graph = self._holistic(stills=False, mask=False)
        self._mask_graph: Any = None

    @staticmethod
    def _holistic(*, stills: bool, mask: bool) -> Any:
        return mp.solutions.holistic.Holistic(
            static_image_mode=stills,
            model_complexity=1,
            smooth_landmarks=False,
            enable_segmentation=mask,
            refine_face_landmarks=True,
        )

    def track(self, frame: Frame) -> Landmarks:
        """Find one person and its points. `people` is 0 or 1: nobody else is counted."""
        size = (frame.width_px, frame.height_px)
        found = self._graph.process(_rgb(frame.pixels))
        if found.pose_landmarks is None:
            return Landmarks(frame.index, frame.time_s, size, 0, None)
        rows = _rows(found.pose_landmarks, size)
        visibility = np.array([point.visibility for point in found.pose_landmarks.landmark], dtype=np.float32)
        world = found.pose_world_landmarks.landmark
        pose = PoseAnswer(
            xy=rows[:, :2],
            z=rows[:, 2],
            visibility=visibility,
            presence=np.ones_like(visibility),
            world=np.array([(point.x, point.y, point.z) for point in world], dtype=np.float32),
            score=1.0,
            window=NOWHERE,
            following=NOWHERE,
        )
        hands = {
            side: _hand(points, size)
            for side, points in ((Side.LEFT, found.left_hand_landmarks), (Side.RIGHT, found.right_hand_landmarks))
            if points is not None
        }
        face = None
        if found.face_landmarks is not None:
            mesh = _rows(found.face_landmarks, size)
            face = FaceAnswer(xy=mesh[:, :2], z=mesh[:, 2], score=1.0, following=NOWHERE)
        return Landmarks(frame.index, frame.time_s, size, 1, assembled(pose, face, hands, size))

    def mask(self, frame: Frame, landmarks: Landmarks) -> PersonMask | None:
        """The person's mask from a second graph that looks at each frame anew."""
        if landmarks.person is None:
            return None
        if self._mask_graph is None:
            self._mask_graph = self._holistic(stills=True, mask=True)
        found = self._mask_graph.process(_rgb(frame.pixels))
        if found.segmentation_mask is None:
            return None
        return PersonMask(np.asarray(found.segmentation_mask, dtype=np.float32))

    def reset(self) -> None:
        """Forget the person and every crop."""
        self._graph.reset()

    def close(self) -> None:
        """Free the graphs. The backend must not be used afterwards."""
        self._graph.close()
        if self._mask_graph is not None:
            self._mask_graph.close()


def _rgb(picture: Picture) -> Picture:
    return np.ascontiguousarray(picture[:, :, ::-1])


def _rows(points: Any, size: tuple[int, int]) -> Floats:
    """N x 3, px; MediaPipe scales depth by the picture's width."""
    width, height = size
    return np.array([(p.x * width, p.y * height, p.z * width) for p in points.landmark], dtype=np.float32)


def _hand(points: Any, size: tuple[int, int]) -> HandAnswer:
    rows = _rows(points, size)
    # Holistic gives neither a score nor metric points for hands
    return HandAnswer(
        xy=rows[:, :2],
        z=rows[:, 2],
        world=np.full((len(rows), 3), np.nan, dtype=np.float32),
        score=1.0,
        right_probability=0.5,
        following=NOWHERE,
    )
