"""The bow: how far the trunk has turned from the same person's own upright stance.

From the side the hip-shoulder line shows it; from the front the shoulders and the face come nearer and go down while
the hips go back. One learned reader takes both stances, the view and the camera, and gives the angle with its sigma
(decision 0020); the constant errors of the landmarks cancel between the two stances.
"""

from dataclasses import dataclass

import numpy as np

from vision.body.bow_features import Stances, line_angles_deg, pair_features
from vision.body.reader import load_reader
from vision.body.stance import repeated

TURNED_AWAY_DEG = 120.0
"""Seen from farther behind than this, a bow is not read."""


@dataclass(frozen=True, slots=True)
class AngleReading:
    """Degrees, and one sigma."""

    value_deg: float
    sigma_deg: float


def reader_name(kind: str, stances: Stances) -> str:
    """The model file of `kind` for these stances: with or without a camera of known height and tilt."""
    return f"{kind}_calibrated" if bool(np.isfinite(stances.height_m).all()) else f"{kind}_assumed"


def read_bow_angles(before: Stances, now: Stances) -> list[AngleReading]:
    """The rotation (+ forward) from the one stance `before` to each of the N stances `now`."""
    n = len(now.azimuth_deg)
    base = repeated(before, n)
    reader = load_reader(reader_name("bow_angle", before))
    values, sigmas = reader.read(pair_features(base, now), base.azimuth_deg)
    # no movement is no bow: what the reader sees in the stance itself is taken off, as in its training
    unmoved, _ = reader.read(pair_features(before, before), before.azimuth_deg)
    return [AngleReading(float(v), float(s)) for v, s in zip(values[:, 0] - unmoved[0, 0], sigmas[:, 0], strict=True)]


def read_bow_angle(before: Stances, now: Stances) -> AngleReading:
    """The rotation (+ forward) between two single stances."""
    return read_bow_angles(before, now)[0]


def neck_bend_deg(before: Stances, now: Stances) -> AngleReading | None:
    """How far the neck has bent against the trunk since `before`, + forward; None unless seen from the side.

    The ear-shoulder line against the hip-shoulder line in the level picture, foreshortening divided out. The ear
    turns about the neck less than the head does: see decision 0022 for the gain and the sigma.
    """
    turn = abs(float(before.azimuth_deg[0]))
    if not NECK_VIEW_DEG[0] <= turn <= NECK_VIEW_DEG[1] or not bool((before.seen & now.seen)[:, :11].all()):
        return None
    sign = 1.0 if before.azimuth_deg[0] >= 0 else -1.0
    bend = sign * float(_neck_angle(now) - _neck_angle(before)) / np.sin(np.radians(turn))
    return AngleReading(NECK_GAIN * bend, NECK_SIGMA_DEG / np.sin(np.radians(turn)))


NECK_VIEW_DEG = (55.0, 125.0)
NECK_GAIN = 1.0
NECK_SIGMA_DEG = 4.0


def _neck_angle(stance: Stances) -> float:
    """Angle of the mid-shoulder -> ears line against the trunk line, degrees, + towards the picture's left."""
    uv = stance.uv[0]
    ears, shoulders = uv[3:5].mean(axis=0), uv[7:9].mean(axis=0)
    line = ears - shoulders
    return float(np.degrees(np.arctan2(-line[0], -line[1])) - line_angles_deg(stance.uv)[0])
