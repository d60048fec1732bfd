"""Examples for the foot points from the posture data set, with random variation. Right feet are mirrored."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.hands.examples import photographed
from training.render.shards import cutouts, joined, load
from vision.body.foot_points import CROP_PX, foot_crop, leg_features
from vision.landmarks.crop import Crop, cut
from vision.landmarks.points import BodyPoint, Provenance, Side


@dataclass(slots=True)
class Feet:
    """One row a foot."""

    pixels: NDArray[np.uint8]
    """N x 128 x 128 x 3, blue-green-red, as in the picture."""
    windows: NDArray[np.float32]
    body_xy: NDArray[np.float32]
    floor_px: NDArray[np.float32]
    """N x 3 x 2: heel, toe, inner heel."""
    side: NDArray[Any]
    picture: NDArray[np.int64]
    """Which picture of the data set the foot is of."""

    def __len__(self) -> int:
        return len(self.side)


@dataclass(slots=True)
class Pictures:
    """What is known of every picture."""

    held_out: NDArray[np.bool_]
    kind: NDArray[Any]
    series: NDArray[Any]
    camera: NDArray[np.float32]
    image_size: NDArray[np.int64]
    truth: NDArray[np.float32]
    truth_names: list[str]
    body_xy: NDArray[np.float32]

    def true(self, name: str) -> NDArray[np.float32]:
        """One column of the truth."""
        return self.truth[:, self.truth_names.index(name)]


def read_feet(folders: Sequence[Path]) -> tuple[Feet, Pictures]:
    """All feet of the folders whose three points lie in the picture and that the body model placed in it."""
    parts = [_read(folder) for folder in folders]
    before = 0
    for feet, pictures in parts:
        feet.picture += before
        before += len(pictures.kind)
    feet = joined([part for part, _ in parts])
    names = [name for name in Pictures.__slots__ if name != "truth_names"]
    pictures = {name: np.concatenate([getattr(part, name) for _, part in parts]) for name in names}
    return feet, Pictures(**pictures, truth_names=parts[0][1].truth_names)


def _read(folder: Path) -> tuple[Feet, Pictures]:
    names = ("body_xy", "body_provenance", "floor_px", "image_size", "held_out", "kind", "series", "camera", "truth")
    stored = load(folder, (*names, "truth_names", "left_foot_window", "right_foot_window"))
    rows: dict[str, list[Any]] = {name: [] for name in Feet.__slots__}
    size = stored["image_size"]
    for side in Side:
        first = 0 if side is Side.LEFT else 3
        floor = stored["floor_px"][:, first : first + 3]
        inside = ((floor > 0) & (floor < size[:, None])).all((1, 2))
        placed = stored["body_provenance"][:, BodyPoint[f"{side.name}_ANKLE"]] != Provenance.MISSING
        for number, pixels in enumerate(cutouts(folder, f"{side.value}_foot")):
            if inside[number] and placed[number]:
                rows["pixels"].append(pixels)
                rows["windows"].append(stored[f"{side.value}_foot_window"][number])
                rows["body_xy"].append(stored["body_xy"][number])
                rows["floor_px"].append(floor[number])
                rows["side"].append(side.value)
                rows["picture"].append(number)
    feet = Feet(**{name: np.asarray(values) for name, values in rows.items()})
    kept = ("held_out", "kind", "series", "camera", "image_size", "truth", "body_xy")
    pictures = Pictures(**{name: stored[name] for name in kept}, truth_names=list(stored["truth_names"]))
    return feet, pictures


def inputs_of(
    feet: Feet, number: int, rng: np.random.Generator | None
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Pixels, leg numbers and the three true points in units of the window; the window moves about with `rng`."""
    side = Side(str(feet.side[number]))
    xy = feet.body_xy[number].copy()
    x0, y0, stored_side = (float(value) for value in feet.windows[number])
    crop = foot_crop(xy, side)
    if rng is not None:
        legs = slice(BodyPoint.LEFT_KNEE, BodyPoint.RIGHT_FOOT_INDEX + 1)
        xy[legs] += rng.normal(0, 0.02 * crop.side, xy[legs].shape)
        crop = foot_crop(xy, side)
        shift = rng.normal(0, 0.04, 2) * crop.side
        grown = crop.side * float(np.exp(rng.normal(0, 0.08)))
        crop = Crop(crop.cx + shift[0], crop.cy + shift[1], grown, float(rng.normal(0, 0.05)))
    scale = feet.pixels.shape[1] / stored_side
    inner = Crop((crop.cx - x0) * scale, (crop.cy - y0) * scale, crop.side * scale, crop.angle_rad)
    pixels = cut(feet.pixels[number], inner, CROP_PX)[0]
    place = crop.to_unit(feet.floor_px[number])
    features = leg_features(xy, crop, side)
    if side is Side.RIGHT:
        pixels = np.ascontiguousarray(pixels[:, ::-1])
        place[:, 0] = 1.0 - place[:, 0]
    if rng is not None:
        pixels = photographed(pixels, rng)
    return pixels, features, place
