"""Examples for the hands classifier from the posture data set, with random variation."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.hands.variation import degraded, in_another_room, photographed, recoloured, retextured
from training.render.arm_poses import OWN_POSES
from training.render.shards import chosen, cutouts, joined, load, set_aside
from vision.hands.crop_classifier import (
    ARM_POINTS,
    CLASSES,
    CROP_PX,
    FEATURES,
    HAND_POINTS,
    ON_LAP,
    TORSO_PX,
    TORSO_SIDE,
    WRISTS_SIDE,
    arm_features,
    torso_crop,
    wrists_crop,
)
from vision.landmarks.crop import Crop, cut

TRUNK_RATIO = (1.05, 0.07)
WRIST_SHIFT = (0.0, -0.03)
ANOTHER_ROOM_SHARE, RECOLOURED_SHARE, RETEXTURED_SHARE = 0.35, 0.5, 0.4
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
    drawn: NDArray[Any]
    """Name of the drawn pose; `other` has several."""
    held_out: NDArray[np.bool_]
    seated: NDArray[np.bool_]
    azimuth_deg: NDArray[np.float32]
    person: NDArray[Any]
    series: NDArray[Any]
    hands_shown: NDArray[np.bool_]
    """True where both hands truly lie in the cut-out around the wrists and one of them at least is seen: the body
    model loses those of a deep bow, and some hands are drawn inside the clothes or behind something."""
    bow_deg: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.label)


def read_examples(folders: Sequence[Path]) -> Examples:
    """All pictures of the data sets but those whose hands lie outside the picture or in the thighs they rest on."""
    return joined([_read(folder) for folder in folders])


def _read(folder: Path) -> Examples:
    names = ("body_xy", "body_visibility", "hands_xy", "arms", "held_out", "camera", "wrists_window", "series")
    names += ("torso_window", "seated", "avatar", "joints_px", "joint_names", "image_size", "truth", "truth_names")
    names += ("joints_visible",)
    stored = load(folder, names)
    joints = list(stored["joint_names"])
    places = [joints.index(f"{side}_hand_center") for side in ("left", "right")]
    hands, visible = stored["joints_px"][:, places], stored["joints_visible"][:, places].any(1)
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
        drawn=stored["arms"],
        held_out=stored["held_out"],
        seated=stored["seated"],
        azimuth_deg=stored["camera"][:, 6],
        person=stored["avatar"],
        series=stored["series"],
        hands_shown=_shown(hands, stored["body_xy"]) & visible,
        bow_deg=stored["truth"][:, list(stored["truth_names"]).index("bow_angle_deg")],
    )
    resting = np.isin(examples.label, [CLASSES.index(name) for name in ("on_knees", *ON_LAP)])
    return chosen(examples, np.flatnonzero(inside & (visible | ~resting)))


def _shown(hands_px: NDArray[np.floating], body_xy: NDArray[np.floating]) -> NDArray[np.bool_]:
    """N x 2 x 2 true middles of the hands: whether both lie in the cut-out around the wrists that were found."""
    units = [wrists_crop(xy).to_unit(pair) for pair, xy in zip(hands_px, body_xy, strict=True)]
    return np.abs(np.stack(units) - 0.5).max((1, 2)) < 0.5


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


def read_closeups(folders: Sequence[Path]) -> Closeups:
    """The close-ups in the folders, less the series set aside."""
    pixels, right = [np.zeros((0, 112, 112, 3), np.uint8)], [np.zeros(0, np.float32)]
    for path in [path for folder in folders for path in sorted(folder.glob("hands_*.npz"))]:
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
    return photographed(degraded(recoloured(cut(closeups.pixels[number], crop, CROP_PX)[0], rng), rng), rng)


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
    return pixels if rng is None else photographed(degraded(recoloured(pixels, rng), rng), rng)


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
    if rng is None:
        return pixels
    if rng.random() < ANOTHER_ROOM_SHARE:
        body_px = TORSO_PX * inner.to_unit((examples.body_xy[number] - window[:2]) * scale)
        pixels = in_another_room(pixels, body_px, TORSO_PX / TORSO_SIDE * crop.side * scale / inner.side, rng)
    if rng.random() < RECOLOURED_SHARE:
        pixels = recoloured(pixels, rng)
    if rng.random() < RETEXTURED_SHARE:
        pixels = retextured(pixels, rng)
    return photographed(degraded(pixels, rng), rng)


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
