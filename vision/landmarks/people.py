"""Who is the person on the mark: chosen explicitly among all that the detector found."""

import math
from collections.abc import Sequence

import numpy as np

from vision.landmarks.crop import Crop
from vision.landmarks.detector import Detection
from vision.landmarks.face import FaceAnswer
from vision.landmarks.points import BodyPoint, Box, Floats
from vision.landmarks.pose import HEAD_POINTS, PoseAnswer, window_of

BODY_THRESHOLD = 0.4
"""Of the pose detector, for the person on the mark."""
MARK_REACH = 0.3
"""How fast interest falls with the distance from the mark, in picture widths."""
TRUNK = [
    BodyPoint.NOSE,
    BodyPoint.LEFT_SHOULDER,
    BodyPoint.RIGHT_SHOULDER,
    BodyPoint.LEFT_HIP,
    BodyPoint.RIGHT_HIP,
]


def interest(window: Crop, score: float, mark: tuple[float, float], image_size: tuple[int, int]) -> float:
    """How much a candidate looks like the person on the mark: large, near the mark, sure. 0..about 1.5."""
    width, height = image_size
    away = math.hypot(window.cx / width - mark[0], 0.5 * (window.cy / height - mark[1]))
    size = min(window.side / max(width, height), 1.5)
    return score * size * math.exp(-((away / MARK_REACH) ** 2) / 2.0)


def ranked(
    bodies: Sequence[Detection],
    mark: tuple[float, float],
    image_size: tuple[int, int],
    previous: Crop | None,
) -> list[Crop]:
    """Windows of the candidates, the person on the mark first.

    Somebody who stands where the person was a frame ago is that person, whoever else walks through the picture.
    """

    def key(body: Detection) -> tuple[bool, float]:
        window = window_of(body)
        return previous is not None and window.near(previous), interest(window, body.score, mark, image_size)

    return [window_of(body) for body in sorted(bodies, key=key, reverse=True)]


def trunk_length(pose: PoseAnswer) -> float:
    """Shoulder-line middle to hip-line middle, px; a foreshortened trunk falls back on the shoulder width."""
    shoulders = pose.xy[[BodyPoint.LEFT_SHOULDER, BodyPoint.RIGHT_SHOULDER]]
    hips = pose.xy[[BodyPoint.LEFT_HIP, BodyPoint.RIGHT_HIP]]
    along = float(np.linalg.norm(shoulders.mean(axis=0) - hips.mean(axis=0)))
    across = float(np.linalg.norm(shoulders[0] - shoulders[1]))
    return max(along, 1.2 * across, 1.0)


def head_centre(pose: PoseAnswer) -> Floats:
    """Middle of the head's points, px."""
    return np.asarray(pose.xy[:HEAD_POINTS].mean(axis=0), dtype=np.float32)


def head_size(pose: PoseAnswer) -> float:
    """About the width of the head, px: the extent of its points, at least a third of the trunk."""
    head = pose.xy[:HEAD_POINTS]
    return max(float(np.ptp(head[:, 0])), float(np.ptp(head[:, 1])), 0.33 * trunk_length(pose))


def face_on_head(face: FaceAnswer, pose: PoseAnswer) -> bool:
    """True where the face lies on this body's head and not on a neighbour's."""
    apart = float(np.linalg.norm(face.xy.mean(axis=0) - head_centre(pose)))
    return apart < head_size(pose)


def same_body(a: PoseAnswer, b: PoseAnswer) -> bool:
    """True where two answers show one person: trunk and head fall together."""
    apart = float(np.median(np.linalg.norm(a.xy[TRUNK] - b.xy[TRUNK], axis=1)))
    return apart < 0.35 * min(trunk_length(a), trunk_length(b))


def box_of(pose: PoseAnswer, image_size: tuple[int, int]) -> Box:
    """The box of the body's points within the picture, a third of a head's width added all round."""
    margin = head_size(pose) / 3.0
    x0, y0 = pose.xy.min(axis=0) - margin
    x1, y1 = pose.xy.max(axis=0) + margin
    width, height = image_size
    return Box(max(float(x0), 0.0), max(float(y0), 0.0), min(float(x1), width), min(float(y1), height))
