"""The rendered seated people as the look at their legs sees them, with random variation."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from training.hands.variation import degraded, photographed, recoloured, retextured
from training.legs.poses import ANKLES_CROSSED, CROSSED
from training.render.shards import cutouts, joined, load
from vision.body.leg_crossing import CLASSES, CROP_PX, leg_features, legs_crop
from vision.body.view import read_view
from vision.camera import Camera
from vision.landmarks.crop import Crop, cut
from vision.landmarks.points import Body, BodyPoint, Person, Points

RECOLOURED_SHARE, RETEXTURED_SHARE, ANOTHER_FLOOR_SHARE = 0.5, 0.35, 0.3
FRONTAL_DEG = 10.0
"""Spread of the view that decides which way the cut-out is mirrored: near the front both ways are learned."""
CHOOSING = ("Asian_M_1_Busi", *(f"Anny_{n:02d}_{'F' if n % 2 else 'M'}" for n in range(7, 65, 10)))
"""People who are not trained on but choose temperatures and limits."""
LIMBS = (("HIP", "KNEE", 0.34), ("KNEE", "ANKLE", 0.26), ("ANKLE", "HEEL", 0.2), ("HEEL", "FOOT_INDEX", 0.2))
"""Lines of a leg and how wide it is around them, shares of the cut-out's side: trousers and skirts included."""
Image = NDArray[np.float32]


@dataclass(slots=True)
class Examples:
    """N pictures."""

    legs: NDArray[np.uint8]
    """N x 176 x 176 x 3, blue-green-red."""
    windows: NDArray[np.float32]
    body_xy: NDArray[np.float32]
    visibility: NDArray[np.float32]
    azimuth_deg: NDArray[np.float32]
    """As the product reads it from the points without a calibrated camera."""
    true_azimuth_deg: NDArray[np.float32]
    label: NDArray[np.int64]
    """Number in `CLASSES`."""
    kind: NDArray[Any]
    """The drawn pose, also where it cannot be told."""
    person: NDArray[Any]
    held_out: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.label)


def read_examples(folders: Sequence[Path]) -> Examples:
    """All pictures of the folders."""
    return joined([_read(folder) for folder in folders])


def _read(folder: Path) -> Examples:
    names = ("body_xy", "body_visibility", "window", "kind", "avatar", "held_out", "hidden", "camera")
    stored = load(folder, names)
    people = people_of(folder)
    turns = [read_view(person, Camera.assumed(*size)).azimuth_deg for person, size in people]
    return Examples(
        legs=np.stack(list(cutouts(folder, "legs"))),
        windows=stored["window"].astype(np.float32),
        body_xy=stored["body_xy"].astype(np.float32),
        visibility=stored["body_visibility"].astype(np.float32),
        azimuth_deg=np.array(turns, np.float32),
        true_azimuth_deg=stored["camera"][:, 6].astype(np.float32),
        label=np.array(
            [label_of(kind, hidden) for kind, hidden in zip(stored["kind"], stored["hidden"], strict=True)]
        ),
        kind=stored["kind"],
        person=stored["avatar"],
        held_out=stored["held_out"],
    )


def people_of(folder: Path) -> list[tuple[Person, tuple[int, int]]]:
    """Every picture's person as the landmarks had it, and the picture's size."""
    names = ("body_xy", "body_z", "body_visibility", "body_provenance", "body_world", "body_score", "image_size")
    stored = load(folder, names)
    people = []
    for row in range(len(stored["body_xy"])):
        xy, z, seen, provenance, world, score, size = (stored[name][row] for name in names)
        points = Points(xy.astype(np.float32), z.astype(np.float32), seen.astype(np.float32), provenance)
        body = Body(points, world.astype(np.float32), float(score))
        people.append((Person(body, None, None, None), (int(size[0]), int(size[1]))))
    return people


def label_of(kind: str, hidden: NDArray[np.bool_]) -> int:
    """The class of a drawn pose. `hidden` 2 x 5: left and right hip, knee, ankle, heel, toe are not to be seen."""
    knees, ankles = int(hidden[:, 1].sum()), int(hidden[:, 2].sum())
    # a leg that rests on the other shows it by what is seen of either shank; feet side by side need both
    needs_both = kind not in CROSSED or kind == ANKLES_CROSSED
    if knees == 2 or ankles == 2 or (knees and ankles) or (ankles and needs_both):
        return CLASSES.index("cannot_be_told")
    return CLASSES.index(kind if kind in CROSSED else "side_by_side")


def seen_as(examples: Examples, number: int, rng: np.random.Generator | None) -> tuple[Image, NDArray[np.float32]]:
    """Cut-out and points of one example as at run time; moved, repainted and photographed anew with `rng`."""
    x0, y0, side = (float(value) for value in examples.windows[number])
    scale = examples.legs.shape[1] / side
    xy = (examples.body_xy[number] - np.array([x0, y0])) * scale
    crop, azimuth = legs_crop(xy), float(examples.azimuth_deg[number])
    seen = examples.visibility[number]
    if rng is not None:
        xy = xy + rng.normal(0, 0.012 * crop.side, xy.shape)
        azimuth += float(rng.normal(0, FRONTAL_DEG))
        shift, grown = rng.normal(0, 0.03, 2) * crop.side, float(np.exp(rng.normal(0, 0.06)))
        crop = Crop(crop.cx + shift[0], crop.cy + shift[1], crop.side * grown, float(rng.normal(0, 0.05)))
        seen = np.clip(seen + rng.normal(0, 0.05, seen.shape), 0, 1)
    pixels = cut(examples.legs[number], crop, CROP_PX)[0]
    mirrored = azimuth < 0
    features = leg_features(xy, seen, azimuth, crop, mirrored=mirrored)
    if rng is not None:
        pixels = _varied(pixels, crop.to_unit(xy) * CROP_PX, rng)
    return (pixels[:, ::-1].copy() if mirrored else pixels), features


def _varied(pixels: Image, body_px: NDArray[np.floating], rng: np.random.Generator) -> Image:
    if rng.random() < ANOTHER_FLOOR_SHARE:
        pixels = _on_another_floor(pixels, body_px, rng)
    if rng.random() < RECOLOURED_SHARE:
        pixels = recoloured(pixels, rng)
    if rng.random() < RETEXTURED_SHARE:
        pixels = retextured(pixels, rng)
    return photographed(degraded(pixels, rng), rng)


def _on_another_floor(pixels: Image, body_px: NDArray[np.floating], rng: np.random.Generator) -> Image:
    """What lies far from the legs painted over with a slope of two colours and bars, as floors and furniture are."""
    side = pixels.shape[0]
    outline = np.zeros((side, side), np.float32)
    points = np.clip(body_px, -side, 2 * side).round().astype(np.int32)
    for left in ("LEFT", "RIGHT"):
        for start, end, width in LIMBS:
            ends = points[BodyPoint[f"{left}_{start}"]].tolist(), points[BodyPoint[f"{left}_{end}"]].tolist()
            cv2.line(outline, *ends, 1.0, round(width * side))
    hips = points[[BodyPoint.LEFT_HIP, BodyPoint.RIGHT_HIP]].mean(0).round().astype(int)
    cv2.circle(outline, hips.tolist(), round(0.22 * side), 1.0, -1)
    outline = cv2.GaussianBlur(outline, (0, 0), 2.0)[..., None]
    slope = np.linspace(0, 1, side, dtype=np.float32)[:, None, None]
    first, second = np.clip(rng.uniform(0, 1, (2, 1)) + rng.normal(0, 0.12, (2, 3)), 0, 1)
    other = np.ascontiguousarray(first * slope + second * (1 - slope) + np.zeros((1, side, 1)), np.float32)
    for _ in range(int(rng.integers(0, 7))):
        ends = rng.integers(-side // 4, side + side // 4, (2, 2)).tolist()
        cv2.line(other, *ends, rng.uniform(0, 1, 3).tolist(), int(rng.integers(1, side // 8)))
    return np.asarray(outline * pixels + (1 - outline) * other, np.float32)
