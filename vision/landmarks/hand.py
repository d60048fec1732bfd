"""21 points of one hand from a window that the pose's wrist, little finger and index place.

Zhang et al. 2020, "MediaPipe Hands: On-device Real-time Hand Tracking". Which hand it is comes from the arm.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from vision.frame import Picture
from vision.landmarks.crop import Crop, crop_around, crop_by_radius, cut, extent, turn_of
from vision.landmarks.detector import Loader, Session
from vision.landmarks.points import BodyPoint, Floats, Side
from vision.landmarks.pose import PoseAnswer

INPUT_PX = 224
RECROP_PX = 256
HAND_POINTS = 21
DEPTH_SCALE = 0.4
"""The hand model's depth is in its window's units times this (MediaPipe's graph)."""
WINDOW_SCALE = 2.0
PLAIN_SCALE = 2.2
WRIST_VISIBILITY = 0.25
PALM = [0, 1, 2, 3, 5, 6, 9, 10, 13, 14, 17, 18]
WRIST, INDEX_JOINT, MIDDLE_JOINT, RING_JOINT = 0, 6, 10, 14
UPRIGHT_RAD = math.pi / 2.0

ARM = {
    Side.LEFT: (BodyPoint.LEFT_WRIST, BodyPoint.LEFT_PINKY, BodyPoint.LEFT_INDEX),
    Side.RIGHT: (BodyPoint.RIGHT_WRIST, BodyPoint.RIGHT_PINKY, BodyPoint.RIGHT_INDEX),
}


@dataclass(frozen=True, slots=True)
class HandAnswer:
    """What the model says about one window."""

    xy: Floats
    """21 x 2, picture px."""
    z: Floats
    world: Floats
    score: float
    right_probability: float
    following: Crop

    @property
    def size_px(self) -> float:
        """Longer side of the points' box."""
        return extent(self.xy)

    def moved(self, by: Floats) -> "HandAnswer":
        """The same hand, 2 px values farther on in the picture."""
        window = self.following
        window = replace(window, cx=window.cx + float(by[0]), cy=window.cy + float(by[1]))
        return replace(self, xy=self.xy + by.astype(self.xy.dtype), following=window)


class HandModel:
    """The re-crop model and the landmark model. Keeps no state between pictures."""

    def __init__(self, load: Loader) -> None:
        """Models are loaded at their first use."""
        self._load = load
        self._recrop: Session | None = None
        self._points: Session | None = None

    def windows_from_pose(self, picture: Picture, pose: PoseAnswer, side: Side) -> list[Crop]:
        """Where the hand must be by the arm: made exact by the re-crop model, then as the arm alone says.

        Empty where the wrist itself is a guess.
        """
        wrist, pinky, index = (pose.xy[point] for point in ARM[side])
        if pose.visibility[ARM[side][0]] < WRIST_VISIBILITY:
            return []
        middle = (2.0 * index + pinky) / 3.0
        reach = float(np.linalg.norm(middle - wrist))
        turn = turn_of(wrist, middle, UPRIGHT_RAD)
        rough = Crop(float(middle[0]), float(middle[1]), max(2.0 * reach * 2.7, 8.0), turn)
        rough = rough.moved(0.0, -0.1 * 2.0 * reach)
        if self._recrop is None:
            self._recrop = self._load("hand_recrop")
        circle = self._recrop.run(["out0"], {"input": cut(picture, rough, RECROP_PX)})[0]
        ends = rough.to_picture(circle.reshape(2, 2) / np.float32(RECROP_PX))
        window = crop_by_radius(ends[0], ends[1], -UPRIGHT_RAD, 1.0)
        plain = Crop(float(middle[0]), float(middle[1]), max(2.0 * reach * PLAIN_SCALE, 8.0), turn)
        return [window.moved(0.0, -0.1 * window.side), plain]

    def look(self, picture: Picture, window: Crop) -> HandAnswer:
        """Hand points in the window. The caller judges `score`."""
        if self._points is None:
            self._points = self._load("hand_landmark_full")
        points, score, right, world = self._points.run(
            ["out0", "out1", "out2", "out3"], {"input": cut(picture, window, INPUT_PX)}
        )
        rows = points.reshape(HAND_POINTS, 3)
        xy = window.to_picture(rows[:, :2] / np.float32(INPUT_PX))
        knuckles = ((xy[INDEX_JOINT] + xy[RING_JOINT]) / 2.0 + xy[MIDDLE_JOINT]) / 2.0
        return HandAnswer(
            xy=xy,
            z=rows[:, 2] * np.float32(DEPTH_SCALE * window.side / INPUT_PX),
            world=window.turned_to_picture(world.reshape(HAND_POINTS, 3)),
            score=float(score.reshape(-1)[0]),
            right_probability=float(right.reshape(-1)[0]),
            following=crop_around(xy[PALM], turn_of(xy[WRIST], knuckles, UPRIGHT_RAD), WINDOW_SCALE, -0.1),
        )
