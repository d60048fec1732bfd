"""BlazePose: 33 body points from a turned window around one person.

Bazarevsky et al. 2020, "BlazePose: On-device Real-time Body Pose Tracking". The model's 34th and 35th point (the
circle round the body) place the window of the next frame.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.frame import Picture
from vision.landmarks.crop import Crop, crop_by_radius, cut, turn_of
from vision.landmarks.detector import Detection, Loader, Session
from vision.landmarks.points import BodyPoint, Floats

INPUT_PX = 256
HEAT_CELLS = 64
HEAT_REACH = 3
"""Cells on each side of a point that refine it: a 7 x 7 kernel, as MediaPipe's own graph uses."""
BODY_POINTS = 33
HEAD_POINTS = 11
"""Body points 0-10 lie on the head."""
ALL_POINTS = 39
WINDOW_SCALE = 1.25
UPRIGHT_RAD = math.pi / 2.0


def sigmoid(x: NDArray[np.floating]) -> Floats:
    """Logistic function, safe for any input."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(x, -60.0, 60.0))), dtype=np.float32)


@dataclass(frozen=True, slots=True)
class PoseAnswer:
    """What the model says about one window."""

    xy: Floats
    """33 x 2, picture px."""
    z: Floats
    visibility: Floats
    """33, 0..1: not occluded and in the picture."""
    presence: Floats
    """33, 0..1: in the window."""
    world: Floats
    """33 x 3, m, in the picture's axes."""
    score: float
    window: Crop
    """The window it came from."""
    following: Crop
    """The window for the next look at the same person."""
    mask_logits: Floats | None = None
    """256 x 256 of the window, where asked for."""


def window_of(person: Detection) -> Crop:
    """Where to look for the body that the detector announced."""
    return crop_by_radius(person.keypoints[0], person.keypoints[1], UPRIGHT_RAD, WINDOW_SCALE)


def window_of_points(xy: Floats) -> Crop:
    """A window that holds all 33 points, centred on the hips and turned with the trunk, as the model likes it."""
    hips = xy[[BodyPoint.LEFT_HIP, BodyPoint.RIGHT_HIP]].mean(axis=0)
    shoulders = xy[[BodyPoint.LEFT_SHOULDER, BodyPoint.RIGHT_SHOULDER]].mean(axis=0)
    reach = float(np.linalg.norm(xy - hips, axis=1).max())
    return Crop(
        float(hips[0]), float(hips[1]), max(2.0 * reach * WINDOW_SCALE, 1.0), turn_of(hips, shoulders, UPRIGHT_RAD)
    )


def refined(unit: Floats, heat: Floats) -> Floats:
    """Points moved to the centre of mass of their heat map's neighbourhood.

    `unit`: N x 2 in window units; `heat`: 64 x 64 x N logits. A point without a confident cell nearby stays.
    """
    out = unit.copy()
    cells = (unit * HEAT_CELLS).astype(int)
    inside = np.flatnonzero(np.all((cells >= 0) & (cells < HEAT_CELLS), axis=1))
    if not len(inside):
        return out
    offsets = np.arange(-HEAT_REACH, HEAT_REACH + 1)
    columns = cells[inside, 0][:, None] + offsets
    rows = cells[inside, 1][:, None] + offsets
    known = ((rows >= 0) & (rows < HEAT_CELLS))[:, :, None] & ((columns >= 0) & (columns < HEAT_CELLS))[:, None, :]
    patch = heat[
        np.clip(rows, 0, HEAT_CELLS - 1)[:, :, None],
        np.clip(columns, 0, HEAT_CELLS - 1)[:, None, :],
        inside[:, None, None],
    ]
    weights = np.where(known, sigmoid(patch), 0.0)
    total = weights.sum(axis=(1, 2))
    sure = weights.max(axis=(1, 2)) >= 0.5
    total = np.where(sure, total, 1.0)
    x = (weights.sum(axis=1) * columns).sum(axis=1) / total / HEAT_CELLS
    y = (weights.sum(axis=2) * rows).sum(axis=1) / total / HEAT_CELLS
    out[inside[sure], 0] = x[sure]
    out[inside[sure], 1] = y[sure]
    return out


class PoseModel:
    """The landmark model, with and without its costly mask branch. Keeps no state between pictures."""

    def __init__(self, load: Loader) -> None:
        """Each of the two models is loaded at its first use."""
        self._load = load
        self._plain: Session | None = None
        self._masking: Session | None = None

    def look(self, picture: Picture, window: Crop, *, with_mask: bool = False) -> PoseAnswer:
        """Body points of the person in the window. The caller judges `score`."""
        patch = cut(picture, window, INPUT_PX)
        mask: Floats | None = None
        if with_mask:
            if self._masking is None:
                self._masking = self._load("pose_landmark_full")
            points, score, mask, heat, world = self._masking.run(
                ["out0", "out1", "out2", "out3", "out4"], {"input": patch}
            )
            mask = mask.reshape(INPUT_PX, INPUT_PX)
        else:
            if self._plain is None:
                self._plain = self._load("pose_landmark_full__nomask")
            points, score, heat, world = self._plain.run(["out0", "out1", "out3", "out4"], {"input": patch})
        rows = points.reshape(ALL_POINTS, 5)
        unit = refined(rows[:, :2] / np.float32(INPUT_PX), heat.reshape(HEAT_CELLS, HEAT_CELLS, ALL_POINTS))
        xy = window.to_picture(unit)
        return PoseAnswer(
            xy=xy[:BODY_POINTS],
            z=rows[:BODY_POINTS, 2] * np.float32(window.side / INPUT_PX),
            visibility=sigmoid(rows[:BODY_POINTS, 3]),
            presence=sigmoid(rows[:BODY_POINTS, 4]),
            world=window.turned_to_picture(world.reshape(ALL_POINTS, 3)[:BODY_POINTS]),
            score=float(score.reshape(-1)[0]),
            window=window,
            following=crop_by_radius(xy[33], xy[34], UPRIGHT_RAD, WINDOW_SCALE),
            mask_logits=mask,
        )
