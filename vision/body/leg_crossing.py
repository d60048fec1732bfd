"""How a seated person's legs lie over each other, read from a cut-out of the legs and their points by a small model.

Points alone cannot tell: a hidden ankle is guessed where an ankle usually stands. Trained on rendered people
(`training/legs`, card `assets/models/own/leg_crossing.md`). One calibrated probability per class comes out.
"""

from functools import cache

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from vision.frame import Picture
from vision.landmarks.crop import Crop, cut
from vision.landmarks.points import BodyPoint, Floats, trunk_px
from vision.models.sessions import load_session

MODEL = "leg_crossing"
CLASSES = ("side_by_side", "knee_over_knee", "figure_four", "ankles_crossed", "cannot_be_told")
"""In the order of the model's output."""
CROSSED = ("knee_over_knee", "figure_four", "ankles_crossed")
SURE_CROSSED, SURE_APART = 0.9, 0.95
"""Legs are told to be crossed, or not, from this probability on; chosen on people who were not trained on."""
CROP_PX = 128
CROP_SIDE = 1.25
"""Side of the cut-out in lengths of the box around hips, knees and feet."""
SMALLEST_TRUNKS = 0.9
"""Shorter legs than this many trunks (mid-shoulders to mid-hips) are not believed: they were guessed."""
SMALLEST_PX = 40.0
LEG_POINTS = tuple(
    BodyPoint[f"{side}_{part}"]
    for part in ("HIP", "KNEE", "ANKLE", "HEEL", "FOOT_INDEX")
    for side in ("LEFT", "RIGHT")
)
FEATURES = 3 * len(LEG_POINTS) + 2


@cache
def _session() -> ort.InferenceSession:
    return load_session(MODEL)


def leg_chances(
    picture: Picture,
    xy: NDArray[np.floating],
    visibility: NDArray[np.floating],
    azimuth_deg: float,
    session: ort.InferenceSession | None = None,
) -> dict[str, float] | None:
    """Probability of every class (sum 1); None where the legs are too few pixels.

    `xy`: 33 x 2 px, `visibility`: 33, `azimuth_deg`: where the camera stands around the body.
    """
    crop = legs_crop(xy)
    if crop.side < SMALLEST_PX:
        return None
    pixels = cut(picture, crop, CROP_PX)
    mirrored = azimuth_deg < 0
    if mirrored:
        pixels = np.ascontiguousarray(pixels[:, :, ::-1])
    points = leg_features(xy, visibility, azimuth_deg, crop, mirrored=mirrored)
    answer = (session or _session()).run(None, {"legs": pixels, "points": points[None]})
    chances = np.asarray(answer[0], dtype=np.float64).reshape(-1)
    return {name: float(value) for name, value in zip(CLASSES, chances, strict=True)}


def crossed_of(chances: NDArray[np.floating]) -> bool | None:
    """Crossed in whichever way, not crossed, or None where neither is plain. `chances` in the order of `CLASSES`."""
    if float(chances[1:4].sum()) >= SURE_CROSSED:
        return True
    return False if float(chances[0]) >= SURE_APART else None


def legs_crop(xy: NDArray[np.floating]) -> Crop:
    """The window around hips, knees and feet, from 33 x 2 body points in px."""
    legs = xy[list(LEG_POINTS)]
    low, high = legs.min(axis=0), legs.max(axis=0)
    side = max(float((high - low).max()), SMALLEST_TRUNKS * trunk_px(xy), 1.0)
    centre = (low + high) / 2.0
    return Crop(float(centre[0]), float(centre[1]), CROP_SIDE * side)


def leg_features(
    xy: NDArray[np.floating],
    visibility: NDArray[np.floating],
    azimuth_deg: float,
    crop: Crop,
    *,
    mirrored: bool,
) -> Floats:
    """32 numbers: x, y in window units from its middle and visibility of the leg points, sine and cosine of the view.

    `mirrored`: of the picture seen in a mirror, where left legs are right ones.
    """
    index = list(LEG_POINTS)
    unit, seen, azimuth = crop.to_unit(xy[index]) - 0.5, np.asarray(visibility[index]), azimuth_deg
    if mirrored:
        unit = unit * np.array([-1.0, 1.0], np.float32)
        swapped = np.arange(len(index)).reshape(-1, 2)[:, ::-1].reshape(-1)
        unit, seen, azimuth = unit[swapped], seen[swapped], -azimuth
    turn = np.radians([azimuth])
    parts = [np.clip(unit, -1.5, 1.5).reshape(-1), seen, np.sin(turn), np.cos(turn)]
    return np.concatenate(parts).astype(np.float32)
