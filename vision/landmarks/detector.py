"""Single-shot detectors of MediaPipe: anchors, decoding and weighted suppression.

Source of the anchor layout and of the blending suppression: Bazarevsky et al. 2019, "BlazeFace: Sub-millisecond
Neural Face Detection on Mobile GPUs" (sections 3.1 and 3.3).
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from vision.frame import Picture
from vision.landmarks.crop import Crop, cut
from vision.landmarks.points import Box, Floats


class Session(Protocol):
    """What this package needs of a loaded model: named float inputs in, float outputs out."""

    def run(self, output_names: Sequence[str] | None, input_feed: dict[str, Floats]) -> list[Floats]:
        """Run once."""


Loader = Callable[[str], Session]
"""Model name -> loaded model."""


@dataclass(frozen=True, slots=True)
class DetectorSpec:
    """How one detector's input and output are laid out."""

    model: str
    input_px: int
    strides: tuple[int, ...]
    """One entry per layer of anchors; two anchors per cell and layer."""
    anchors_per_layer: int
    keypoints: int
    low: float
    """Value of black in the input."""


POSE = DetectorSpec("pose_detection", 224, (8, 16, 32, 32, 32), 2, 4, -1.0)
FACE_FAR = DetectorSpec("face_detection_full_range_sparse", 192, (4,), 1, 6, -1.0)


@dataclass(frozen=True, slots=True)
class Detection:
    """One thing found, in picture pixels."""

    box: Box
    keypoints: Floats
    """K x 2, px. Pose: mid-hip, full-body rim, mid-shoulder, upper-body rim. Face: right eye, left eye, nose tip,
    mouth, right ear, left ear (the wearer's)."""
    score: float

    @property
    def centre(self) -> tuple[float, float]:
        """Of the box, px."""
        return (self.box.x0 + self.box.x1) / 2.0, (self.box.y0 + self.box.y1) / 2.0

    @property
    def size_px(self) -> float:
        """Longer side of the box."""
        return max(self.box.width, self.box.height)


def anchor_centres(spec: DetectorSpec) -> Floats:
    """N x 2 anchor centres in units of the input (0..1), in the model's own order."""
    blocks = []
    for stride, layers in groupby(spec.strides):
        cells = math.ceil(spec.input_px / stride)
        repeats = spec.anchors_per_layer * len(list(layers))
        y, x = np.mgrid[:cells, :cells]
        centres = np.stack([(x + 0.5) / cells, (y + 0.5) / cells], axis=-1).reshape(-1, 2)
        blocks.append(np.repeat(centres, repeats, axis=0))
    return np.concatenate(blocks).astype(np.float32)


def overlap(box: NDArray[np.floating], others: NDArray[np.floating]) -> NDArray[np.float64]:
    """Intersection over union of one box (x0, y0, x1, y1, ...) with N others."""
    x0, y0 = np.maximum(box[0], others[:, 0]), np.maximum(box[1], others[:, 1])
    x1, y1 = np.minimum(box[2], others[:, 2]), np.minimum(box[3], others[:, 3])
    inter = np.clip(x1 - x0, 0, None) * np.clip(y1 - y0, 0, None)
    area = (box[2] - box[0]) * (box[3] - box[1])
    areas = (others[:, 2] - others[:, 0]) * (others[:, 3] - others[:, 1])
    return np.asarray(inter / np.maximum(area + areas - inter, 1e-9), dtype=np.float64)


def blended(values: Floats, scores: Floats, threshold: float = 0.3) -> list[tuple[Floats, float]]:
    """Weighted non-maximum suppression: overlapping answers are averaged by score, the best score is kept."""
    order = np.argsort(-scores, kind="stable")
    found = []
    while len(order):
        same = overlap(values[order[0]], values[order]) > threshold
        same[0] = True
        group = order[same]
        found.append((np.average(values[group], axis=0, weights=scores[group]), float(scores[order[0]])))
        order = order[~same]
    return found


class Detector:
    """One detector on a picture or on a window of it. Keeps no state between pictures."""

    def __init__(self, spec: DetectorSpec, load: Loader) -> None:
        """The model is loaded at the first picture."""
        self._spec = spec
        self._load = load
        self._session: Session | None = None
        self._anchors = anchor_centres(spec)

    def detect(self, picture: Picture, threshold: float = 0.5, window: Crop | None = None) -> list[Detection]:
        """Everything at or above `threshold`, best first; `window` defaults to the whole picture."""
        if self._session is None:
            self._session = self._load(self._spec.model)
        window = window or whole_picture(picture)
        spec = self._spec
        patch = cut(picture, window, spec.input_px, spec.low, repeat_edge=False)
        raw, logits = self._session.run(["out0", "out1"], {"input": patch})
        scores = 1.0 / (1.0 + np.exp(-np.clip(logits.reshape(-1), -60.0, 60.0)))
        kept = np.flatnonzero(scores >= threshold)
        if not len(kept):
            return []
        values = raw.reshape(len(self._anchors), -1)[kept] / spec.input_px
        anchors = self._anchors[kept]
        centre, extent = values[:, :2] + anchors, values[:, 2:4]
        points = values[:, 4 : 4 + 2 * spec.keypoints].reshape(-1, spec.keypoints, 2) + anchors[:, None]
        rows = np.concatenate([centre - extent / 2, centre + extent / 2, points.reshape(len(kept), -1)], axis=1)
        return [self._placed(row, score, window) for row, score in blended(rows, scores[kept].astype(np.float32))]

    @staticmethod
    def _placed(row: Floats, score: float, window: Crop) -> Detection:
        xy = window.to_picture(row.reshape(-1, 2))
        box = Box(float(xy[0, 0]), float(xy[0, 1]), float(xy[1, 0]), float(xy[1, 1]))
        return Detection(box, xy[2:], score)


def whole_picture(picture: Picture) -> Crop:
    """The square window that holds the whole picture."""
    height, width = picture.shape[:2]
    return Crop(width / 2.0, height / 2.0, float(max(width, height)))
