"""Examples for the hands classifier from the posture data set, with random variation."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from training.render.shards import cutouts, load
from vision.hands.crop_classifier import (
    ARM_POINTS,
    CLASSES,
    CROP_PX,
    HAND_POINTS,
    TORSO_SIDE,
    WRISTS_SIDE,
    arm_features,
    torso_crop,
    wrists_crop,
)
from vision.landmarks.crop import Crop, cut

CLASS_OF = {
    **{name: name for name in CLASSES},
    "one_akimbo": "akimbo",
    "front_apart": "other",
    "one_raised": "other",
    "pockets": "other",
}
MIRRORED_CLASS = {
    "front_right_over_left": "front_left_over_right",
    "front_left_over_right": "front_right_over_left",
    "on_lap_right_over_left": "on_lap_left_over_right",
    "on_lap_left_over_right": "on_lap_right_over_left",
}
_MIRROR = np.array([CLASSES.index(MIRRORED_CLASS.get(name, name)) for name in CLASSES])


@dataclass(slots=True)
class Examples:
    """The data set's pictures as the classifier sees them."""

    torso: NDArray[np.uint8]
    """N x 160 x 160 x 3, blue-green-red."""
    wrists: NDArray[np.uint8]
    torso_windows: NDArray[np.float32]
    wrists_windows: NDArray[np.float32]
    body_xy: NDArray[np.float32]
    visibility: NDArray[np.float32]
    hands_xy: NDArray[np.float32]
    label: NDArray[np.int64]
    held_out: NDArray[np.bool_]
    azimuth_deg: NDArray[np.float32]
    kind: NDArray[Any]
    series: NDArray[Any]

    def __len__(self) -> int:
        return len(self.label)


def read_examples(folder: Path) -> Examples:
    """All pictures of the data set but those whose hands lie outside the picture."""
    names = ("body_xy", "body_visibility", "hands_xy", "hands_score", "arms", "held_out", "camera", "kind")
    names += ("torso_window", "wrists_window", "series", "joints_px", "joint_names", "image_size")
    stored = load(folder, names)
    joints = list(stored["joint_names"])
    hands = stored["joints_px"][:, [joints.index(f"{side}_hand_center") for side in ("left", "right")]]
    size = stored["image_size"][:, None]
    inside = ((hands > 0) & (hands < size)).all((1, 2))
    examples = Examples(
        torso=np.stack(list(cutouts(folder, "torso"))),
        wrists=np.stack(list(cutouts(folder, "wrists"))),
        torso_windows=stored["torso_window"],
        wrists_windows=stored["wrists_window"],
        body_xy=stored["body_xy"],
        visibility=stored["body_visibility"].astype(np.float32),
        hands_xy=stored["hands_xy"],
        label=np.array([CLASSES.index(CLASS_OF[name]) for name in stored["arms"]]),
        held_out=stored["held_out"],
        azimuth_deg=stored["camera"][:, 6],
        kind=stored["kind"],
        series=stored["series"],
    )
    return chosen(examples, np.flatnonzero(inside))


def chosen(examples: Examples, index: NDArray[np.integer]) -> Examples:
    """The numbered examples."""
    return Examples(**{name: getattr(examples, name)[index] for name in Examples.__slots__})


def inputs_of(
    examples: Examples, number: int, rng: np.random.Generator | None
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32], int]:
    """Torso pixels, wrist pixels, arm features and class of one example; varied and mirrored with `rng`."""
    xy = examples.body_xy[number]
    torso = _recut(examples.torso[number], examples.torso_windows[number], torso_crop(xy), TORSO_SIDE, rng)
    wrists = _recut(examples.wrists[number], examples.wrists_windows[number], wrists_crop(xy), WRISTS_SIDE, rng)
    hands: list[NDArray[Any] | None] = [
        None if np.isnan(hand).any() else np.asarray(hand) for hand in examples.hands_xy[number]
    ]
    visibility = examples.visibility[number]
    label = int(examples.label[number])
    if rng is not None:
        xy = xy + rng.normal(0, 0.012 * float(np.ptp(xy[:, 1])) * 0.3, xy.shape)
        hands = [None if rng.random() < 0.15 else hand for hand in hands]
    features = arm_features(xy, visibility, hands)
    if rng is not None:
        torso, wrists = photographed(torso, rng), photographed(wrists, rng)
        if rng.random() < 0.5:
            torso, wrists = np.ascontiguousarray(torso[:, ::-1]), np.ascontiguousarray(wrists[:, ::-1])
            features = mirrored_features(features)
            label = int(_MIRROR[label])
    return torso, wrists, features, label


def _recut(
    picture: NDArray[np.uint8],
    window: NDArray[np.floating],
    crop: Crop,
    trunks: float,
    rng: np.random.Generator | None,
) -> NDArray[np.float32]:
    """The run time's window cut from the stored, larger one."""
    x0, y0, side = (float(value) for value in window)
    scale = picture.shape[0] / side
    inner = Crop((crop.cx - x0) * scale, (crop.cy - y0) * scale, crop.side * scale)
    if rng is not None:
        shift = rng.normal(0, 0.05, 2) * inner.side
        turn = float(rng.normal(0, 0.07))
        grown = inner.side * float(np.exp(rng.normal(0, 0.08)))
        inner = Crop(inner.cx + shift[0], inner.cy + shift[1], grown, turn)
    return cut(picture, inner, CROP_PX)[0]


def photographed(pixels: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Another exposure, colour, sharpness and grain; sometimes a patch is covered."""
    out = pixels
    if rng.random() < 0.3:
        out = cv2.GaussianBlur(out, (0, 0), float(rng.uniform(0.5, 1.6)))
    if rng.random() < 0.15:
        out = np.repeat(out.mean(2, keepdims=True), 3, 2)
    out = np.clip(out, 0, 1) ** float(np.exp(rng.normal(0, 0.25)))
    out = out * rng.normal(1, 0.06, 3) * rng.uniform(0.75, 1.2) + rng.normal(0, 0.03)
    if rng.random() < 0.2:
        out = 0.5 + (out - 0.5) * rng.uniform(0.5, 0.9)
    if rng.random() < 0.2:
        side = int(rng.integers(8, 22))
        y, x = rng.integers(0, out.shape[0] - side, 2)
        out[y : y + side, x : x + side] = rng.uniform(0, 1, 3)
    out = out + rng.normal(0, rng.uniform(0, 0.04), out.shape)
    return np.clip(out, 0, 1).astype(np.float32)


def mirrored_features(features: NDArray[np.float32]) -> NDArray[np.float32]:
    """The same arms seen in a mirror: left and right change places, x changes its sign."""
    count, hand = len(ARM_POINTS), 2 * len(HAND_POINTS) + 1
    order = np.arange(count).reshape(-1, 2)[:, ::-1].reshape(-1)
    points = features[: 2 * count].reshape(count, 2)[order] * [-1, 1]
    visibility = features[2 * count : 3 * count][order]
    left, right = features[3 * count : 3 * count + hand].copy(), features[3 * count + hand :].copy()
    left[:-1:2] *= -1
    right[:-1:2] *= -1
    return np.concatenate([points.reshape(-1), visibility, right, left]).astype(np.float32)
