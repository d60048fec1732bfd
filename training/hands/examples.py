"""Examples for the hands classifier from the posture data set, with random variation."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from training.render.arm_poses import OWN_POSES
from training.render.shards import cutouts, load, set_aside
from vision.hands.crop_classifier import (
    ARM_POINTS,
    CLASSES,
    CROP_PX,
    FEATURES,
    HAND_POINTS,
    TORSO_PX,
    WRISTS_SIDE,
    arm_features,
    torso_crop,
    wrists_crop,
)
from vision.landmarks.crop import Crop, cut
from vision.landmarks.points import BodyPoint

TRUNK_RATIO = (1.05, 0.07)
WRIST_SHIFT = (0.0, -0.03)
CLASS_OF = {
    **{name: name for name in CLASSES},
    **{own: ours for ours, own in OWN_POSES.items() if not ours.startswith("on_lap")},
    "one_akimbo": "akimbo",
    "front_apart": "other",
    "fig_leaf_low": "other",
    "one_raised": "other",
    "one_pocket": "other",
    "pockets": "other",
}
"""The product's name of every drawn pose; folded hands of seated people lie on the lap."""


@dataclass(slots=True)
class Examples:
    """The data set's pictures as the classifier sees them."""

    wrists: NDArray[np.uint8]
    """N x 128 x 128 x 3, blue-green-red."""
    windows: NDArray[np.float32]
    torso: NDArray[np.uint8]
    """N x 160 x 160 x 3."""
    torso_windows: NDArray[np.float32]
    body_xy: NDArray[np.float32]
    features: NDArray[np.float32]
    """N x FEATURES."""
    label: NDArray[np.int64]
    """Number in `CLASSES`."""
    held_out: NDArray[np.bool_]
    seated: NDArray[np.bool_]
    azimuth_deg: NDArray[np.float32]
    person: NDArray[Any]
    series: NDArray[Any]

    def __len__(self) -> int:
        return len(self.label)


def read_examples(folders: Sequence[Path]) -> Examples:
    """All pictures of the data sets but those whose hands lie outside the picture."""
    parts = [_read(folder) for folder in folders]
    return Examples(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in Examples.__slots__})


def _read(folder: Path) -> Examples:
    names = ("body_xy", "body_visibility", "hands_xy", "arms", "held_out", "camera", "wrists_window", "series")
    names += ("torso_window", "seated", "avatar", "joints_px", "joint_names", "image_size")
    stored = load(folder, names)
    joints = list(stored["joint_names"])
    hands = stored["joints_px"][:, [joints.index(f"{side}_hand_center") for side in ("left", "right")]]
    size = stored["image_size"][:, None]
    inside = ((hands > 0) & (hands < size)).all((1, 2))
    visibility = stored["body_visibility"].astype(np.float32)
    features = [
        arm_features(xy, seen, [None if np.isnan(hand).any() else hand for hand in pair])
        for xy, seen, pair in zip(stored["body_xy"], visibility, stored["hands_xy"], strict=True)
    ]
    examples = Examples(
        wrists=np.stack(list(cutouts(folder, "wrists"))),
        windows=stored["wrists_window"],
        torso=np.stack(list(cutouts(folder, "torso"))),
        torso_windows=stored["torso_window"],
        body_xy=stored["body_xy"],
        features=np.stack(features),
        label=np.array([_label(*pose) for pose in zip(stored["arms"], stored["seated"], strict=True)]),
        held_out=stored["held_out"],
        seated=stored["seated"],
        azimuth_deg=stored["camera"][:, 6],
        person=stored["avatar"],
        series=stored["series"],
    )
    return chosen(examples, np.flatnonzero(inside))


def _label(arms: str, seated: bool) -> int:
    name = CLASS_OF[arms]
    return CLASSES.index(name.replace("front_", "on_lap_") if seated else name)


@dataclass(frozen=True, slots=True)
class Closeups:
    """Close-ups of folded hands, one trunk length wide around the true wrists."""

    pixels: NDArray[np.uint8]
    right: NDArray[np.float32]
    """1 where the right hand lies on top."""

    def __len__(self) -> int:
        return len(self.right)


def read_closeups(folder: Path | None) -> Closeups:
    """The close-ups in a folder, less the series set aside; none without a folder."""
    pixels, right = [np.zeros((0, 112, 112, 3), np.uint8)], [np.zeros(0, np.float32)]
    for path in sorted(folder.glob("hands_*.npz")) if folder else []:
        with np.load(path) as stored:
            used = ~set_aside(stored["series"])
            pixels.append(stored["pixels"][used])
            right.append(stored["right"][used].astype(np.float32))
    return Closeups(np.concatenate(pixels), np.concatenate(right))


def closeup_of(closeups: Closeups, number: int, rng: np.random.Generator) -> NDArray[np.float32]:
    """A cut-out as the body model's wrists and trunk would have placed it.

    On the posture data set BlazePose's trunk is 1.05 (0.95..1.15) of the true one and its wrists lie 0.03 of a trunk
    higher (-0.02..0.17) and within 0.08 sideways.
    """
    side = closeups.pixels.shape[1]
    scale = float(np.clip(rng.normal(*TRUNK_RATIO), 0.75, 1.25))
    shift = np.clip(rng.normal(WRIST_SHIFT, 0.05), -0.15, 0.15) * side
    middle = side / 2
    crop = Crop(middle + shift[0], middle + shift[1], WRISTS_SIDE * scale * side, float(rng.normal(0, 0.12)))
    return photographed(recoloured(cut(closeups.pixels[number], crop, CROP_PX)[0], rng), rng)


def chosen(examples: Examples, index: NDArray[np.integer]) -> Examples:
    """The numbered examples."""
    return Examples(**{name: getattr(examples, name)[index] for name in Examples.__slots__})


def wrists_of(examples: Examples, number: int, rng: np.random.Generator | None) -> NDArray[np.float32]:
    """The run time's cut-out of one example from the stored, larger one; moved and photographed anew with `rng`."""
    crop = wrists_crop(examples.body_xy[number])
    x0, y0, side = (float(value) for value in examples.windows[number])
    scale = examples.wrists.shape[1] / side
    inner = Crop((crop.cx - x0) * scale, (crop.cy - y0) * scale, WRISTS_SIDE / 1.1 * examples.wrists.shape[1])
    if rng is not None:
        shift = rng.normal(0, 0.06, 2) * inner.side
        grown = inner.side * float(np.exp(rng.normal(0, 0.1)))
        inner = Crop(inner.cx + shift[0], inner.cy + shift[1], grown, float(rng.normal(0, 0.12)))
    pixels = cut(examples.wrists[number], inner, CROP_PX)[0]
    return pixels if rng is None else photographed(recoloured(pixels, rng), rng)


def torso_of(examples: Examples, number: int, rng: np.random.Generator | None) -> NDArray[np.float32]:
    """The run time's cut-out of trunk and arms; moved and photographed anew with `rng`."""
    window = examples.torso_windows[number]
    crop = torso_crop(examples.body_xy[number])
    scale = examples.torso.shape[1] / float(window[2])
    inner = Crop((crop.cx - window[0]) * scale, (crop.cy - window[1]) * scale, crop.side * scale)
    if rng is not None:
        shift = rng.normal(0, 0.03, 2) * inner.side
        grown = inner.side * float(np.exp(rng.normal(0, 0.05)))
        inner = Crop(inner.cx + shift[0], inner.cy + shift[1], grown, float(rng.normal(0, 0.06)))
    pixels = cut(examples.torso[number], inner, TORSO_PX)[0]
    return pixels if rng is None else photographed(pixels, rng)


def cut_off(torso: NDArray[np.float32], features: NDArray[np.float32], low: float, rng: np.random.Generator) -> None:
    """Let the picture end somewhere below the hands, in place, as a camera for half-length portraits would.

    `low`: the lowest hand's row, 0..1 of the cut-out. What the body model says of knees it cannot see is a guess.
    """
    row = int(rng.uniform(min(low + 0.08, 0.98), 1.0) * len(torso))
    torso[row:] = torso[row - 1]
    knees = [ARM_POINTS.index(point) for point in (BodyPoint.LEFT_KNEE, BodyPoint.RIGHT_KNEE)]
    for knee in knees:
        features[2 * knee : 2 * knee + 2] += rng.normal(0, (0.1, 0.2))
        features[2 * len(ARM_POINTS) + knee] = rng.uniform(0, 0.15)


def varied_features(features: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """N x F arm features with other landmark errors, a small turn and size, and hands sometimes not found."""
    count, hand = len(ARM_POINTS), 2 * len(HAND_POINTS) + 1
    out = features.copy()
    rows = len(out)
    turn, size = rng.normal(0, 0.05, rows), np.exp(rng.normal(0, 0.05, rows))
    c, s = size * np.cos(turn), size * np.sin(turn)
    starts = (0, 3 * count, 3 * count + hand)
    for start, points in zip(starts, (count, len(HAND_POINTS), len(HAND_POINTS)), strict=True):
        block = out[:, start : start + 2 * points].reshape(rows, points, 2)
        x, y = block[..., 0].copy(), block[..., 1].copy()
        block[..., 0] = x * c[:, None] - y * s[:, None]
        block[..., 1] = x * s[:, None] + y * c[:, None]
        out[:, start : start + 2 * points] = block.reshape(rows, -1)
    out[:, : 2 * count] += rng.normal(0, 0.025, (rows, 2 * count))
    for start in starts[1:]:
        out[:, start : start + hand - 1] += rng.normal(0, 0.015, (rows, hand - 1))
        missing = (rng.random(rows) < 0.2) | (out[:, start + hand - 1] == 0)
        out[missing, start : start + hand] = 0.0
    return out


def recoloured(pixels: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Skin and cloth of other colours: seven people are few."""
    return np.clip(pixels * np.exp(rng.normal(0, 0.15, 3)), 0, 1).astype(np.float32)


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
        side = int(rng.integers(8, out.shape[0] // 4))
        y, x = rng.integers(0, out.shape[0] - side, 2)
        out[y : y + side, x : x + side] = rng.uniform(0, 1, 3)
    grain = cv2.randn(np.empty(out.shape, np.float32), 0.0, float(rng.uniform(0, 0.04)))
    return np.clip(out + grain, 0, 1).astype(np.float32)


def mirror_matrix() -> NDArray[np.float32]:
    """FEATURES x FEATURES: arm features times this are those of the mirrored picture."""
    basis = np.eye(FEATURES, dtype=np.float32)
    return np.stack([mirrored_features(row) for row in basis])


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
