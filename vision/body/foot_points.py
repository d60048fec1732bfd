"""Heel, toe and inner edge of the heel of each foot, found in a full-resolution cut-out by a small model of ours.

BlazePose's heel and toe come from a crop of the whole body and are a shoe's width off. Trained on rendered people
(`training/feet`, card `assets/models/own/foot_points.md`), whose points are known exactly, also where the shoe hides
them.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from vision.frame import Picture
from vision.landmarks.crop import Crop, cut
from vision.landmarks.points import BodyPoint, Floats, Landmarks, Provenance, Side
from vision.models.sessions import load_session

MODEL = "foot_points"
CROP_PX = 96
CROP_SIDE = 1.2
"""Side of a foot's cut-out in shanks (knee to ankle)."""
SMALLEST_SHANK_PX = 24.0
LARGEST_SIGMA = 0.12
"""Points less certain than this share of the cut-out's side are not given."""
_HEELS_ACROSS, _HEELS_UP, _HEEL_AND_TOE_UP = 0.66, 0.92, 0.2
_FEET_UP, _TOES_UP, _INNER_ACROSS = 0.42, 0.2, 0.2
"""How the points' errors go together: heel and inner heel of one foot, heel and toe, and both feet's heels, toes and
inner heels (correlations over 300 rendered pairs of feet of people never trained on)."""
LEG = ("KNEE", "ANKLE", "HEEL", "FOOT_INDEX")


@dataclass(frozen=True, slots=True)
class FootPoints:
    """One foot's points as they would stand on the floor, picture px; each with one sigma, px, as x, y."""

    heel: Floats
    """Rear end of the shoe, put down to the floor."""
    toe: Floats
    """Tip of the shoe, put down to the floor."""
    inner_heel: Floats
    """The point of the heel nearest the other foot, put down to the floor."""
    heel_sigma_px: Floats
    toe_sigma_px: Floats
    inner_heel_sigma_px: Floats


@cache
def _session() -> ort.InferenceSession:
    return load_session(MODEL)


def find_feet(
    picture: Picture, landmarks: Landmarks, session: ort.InferenceSession | None = None
) -> dict[Side, FootPoints | None]:
    """Both feet's points; None for a foot outside the picture, too small, or too uncertain."""
    person = landmarks.person
    if person is None:
        return dict.fromkeys(Side)
    points = person.body.points
    found: dict[Side, FootPoints | None] = dict.fromkeys(Side)
    sides = [side for side in Side if _can_look(points.xy, points.provenance, side)]
    if not sides:
        return found
    crops = {side: foot_crop(points.xy, side) for side in sides}
    pixels = np.concatenate([_mirrored(cut(picture, crops[side], CROP_PX), side) for side in sides])
    legs = np.stack([leg_features(points.xy, crops[side], side) for side in sides])
    places, sigmas = (session or _session()).run(None, {"crop": pixels, "legs": legs})
    size = np.array([picture.shape[1], picture.shape[0]], np.float32)
    for side, place, sigma in zip(sides, places, sigmas, strict=True):
        found[side] = _in_picture(place, sigma, crops[side], side, size)
    return found


def foot_crop(xy: NDArray[np.floating], side: Side) -> Crop:
    """The window around ankle, heel and toe, from 33 x 2 body points in px."""
    knee, ankle, heel, toe = (xy[BodyPoint[f"{side.name}_{part}"]] for part in LEG)
    shank = max(float(np.linalg.norm(knee - ankle)), 1.2 * float(np.linalg.norm(heel - toe)), 1.0)
    centre = (ankle + heel + toe) / 3.0
    return Crop(float(centre[0]), float(centre[1]), CROP_SIDE * shank)


def leg_features(xy: NDArray[np.floating], crop: Crop, side: Side) -> Floats:
    """16 numbers: knee, ankle, heel, toe of this leg and of the other, in window units from its middle.

    A right foot is mirrored, so that the model only ever sees left feet.
    """
    other = Side.RIGHT if side is Side.LEFT else Side.LEFT
    index = [BodyPoint[f"{which.name}_{part}"] for which in (side, other) for part in LEG]
    unit = crop.to_unit(xy[index]) - 0.5
    if side is Side.RIGHT:
        unit[:, 0] *= -1.0
    return np.asarray(np.clip(unit, -3.0, 3.0).reshape(-1), dtype=np.float32)


def alike(noise: NDArray[np.float64]) -> NDArray[np.float64]:
    """S x 6 x 2 independent standard normal numbers -> the same with the correlations of the two feet's errors.

    The order is left heel, toe, inner heel, then right; what moves a left foot outward moves a right one outward.
    """
    mixed = np.asarray(noise.reshape(len(noise), 12) @ _mixing().T, dtype=np.float64).reshape(-1, 6, 2)
    mixed[:, 3:, 0] *= -1.0
    return mixed


@cache
def _mixing() -> NDArray[np.float64]:
    """12 x 12 Cholesky factor of the correlations, x and y of the six points in turn."""
    together = np.eye(12)
    for foot in (0, 6):
        together[foot, foot + 4] = _HEELS_ACROSS
        together[foot + 1, foot + 5] = _HEELS_UP
        together[[foot + 1, foot + 3], [foot + 3, foot + 5]] = _HEEL_AND_TOE_UP
    together[1, 7], together[[1, 5, 5], [11, 7, 11]] = _FEET_UP, 0.95 * _FEET_UP
    together[3, 9], together[4, 10] = _TOES_UP, _INNER_ACROSS
    return np.asarray(np.linalg.cholesky(together + np.triu(together, 1).T), dtype=np.float64)


def _can_look(xy: NDArray[np.floating], provenance: NDArray[np.uint8], side: Side) -> bool:
    """True where the ankle and one end of the foot lie in the picture and the leg is large enough."""
    ankle, heel, toe = (BodyPoint[f"{side.name}_{part}"] for part in LEG[1:])
    inside = provenance != Provenance.MISSING
    large = foot_crop(xy, side).side >= CROP_SIDE * SMALLEST_SHANK_PX
    return bool(large and inside[ankle] and (inside[heel] or inside[toe]))


def _mirrored(pixels: Floats, side: Side) -> Floats:
    return pixels if side is Side.LEFT else np.ascontiguousarray(pixels[:, :, ::-1])


def _in_picture(place: Floats, sigma: Floats, crop: Crop, side: Side, size: Floats) -> FootPoints | None:
    """The model's answer (3 x 2 in units of the window) in picture px, or None where it is no evidence."""
    if float(sigma.max()) > LARGEST_SIGMA:
        return None
    unit = place.copy()
    if side is Side.RIGHT:
        unit[:, 0] = 1.0 - unit[:, 0]
    xy = crop.to_picture(unit)
    if (xy < 0).any() or (xy > size).any():
        return None
    spread = (sigma * crop.side).astype(np.float32)
    return FootPoints(xy[0], xy[1], xy[2], spread[0], spread[1], spread[2])
