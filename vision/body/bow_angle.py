"""The bow: how far the trunk has turned from the same person's own upright stance.

From the side the hip-shoulder line shows it; from the front the shoulders and the face come nearer and go down while
the hips go back. One learned reader takes both stances, the view and the camera, and gives the angle with its sigma
(decision 0020); the constant errors of the landmarks cancel between the two stances.
"""

from dataclasses import dataclass

import numpy as np

from vision.body.bow_features import Stances, pair_features
from vision.body.reader import load_reader
from vision.body.stance import joined, repeated

TURNED_AWAY_DEG = 120.0
"""Seen from farther behind than this, a bow is not read."""


@dataclass(frozen=True, slots=True)
class BowReading:
    """Degrees, each with one sigma."""

    value_deg: float
    """The trunk, + forward."""
    sigma_deg: float
    neck_deg: float
    """How far the neck has bent against the trunk, + forward: 0 keeps neck and back in one line."""
    neck_sigma_deg: float


def reader_name(kind: str, stances: Stances) -> str:
    """The model file of `kind` for these stances: with or without a camera of known height and tilt."""
    return f"{kind}_calibrated" if bool(np.isfinite(stances.height_m).all()) else f"{kind}_assumed"


def read_bow_angles(before: Stances, now: Stances) -> list[BowReading]:
    """The rotation (+ forward) from the one stance `before` to each of the N stances `now`."""
    n = len(now.azimuth_deg)
    base = repeated(before, n + 1)
    reader = load_reader(reader_name("bow_angle", before))
    values, sigmas = reader.read(pair_features(base, joined([now, before])), base.azimuth_deg)
    # no movement is no bow: what the reader sees in the stance itself is taken off, as in its training
    values = values[:n] - values[n]
    return [
        BowReading(float(v[0]), float(s[0]), float(v[1]), float(s[1]))
        for v, s in zip(values, sigmas[:n], strict=True)
    ]


def read_bow_angle(before: Stances, now: Stances) -> BowReading:
    """The rotation (+ forward) between two single stances."""
    return read_bow_angles(before, now)[0]
