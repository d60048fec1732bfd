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


_TURNS_DEG, _LOOK_SIGMAS_DEG = (0.0, 45.0, 90.0), (1.7, 1.15, 1.3)
"""What one look at a person who stands still adds by chance: single looks against means of four, rendered people whom
the reader had not seen (decision 145)."""

_UNLIKE_AT_DEG, _UNLIKE_SIGMAS_DEG = (20.0, 45.0, 70.0), (1.5, 0.5, 0.0)
"""What real people may add to rendered ones. A jointed figure without any landmark error reads 5 degrees too little
head-on, 1 to 3 aslant, none from the side: the landmark model's own errors in a bow are part of what is learned, and
on real people they may be others. A third of that is allowed for."""


@dataclass(frozen=True, slots=True)
class BowReading:
    """Degrees, each with one sigma: of what a person and a view add to every look alike."""

    value_deg: float
    """The trunk, + forward."""
    sigma_deg: float
    neck_deg: float
    """How far the neck has bent against the trunk, + forward: 0 keeps neck and back in one line."""
    neck_sigma_deg: float


def look_sigma_deg(azimuth_deg: float) -> float:
    """One sigma of the chance in a single look's angle, degrees."""
    return float(np.interp(abs(azimuth_deg), _TURNS_DEG, _LOOK_SIGMAS_DEG))


def _facing_deg(stance: Stances) -> float:
    return abs(float(stance.azimuth_deg[0]))


def reader_name(kind: str, stances: Stances) -> str:
    """The model file of `kind` for these stances: with or without a camera of known height and tilt."""
    return f"{kind}_calibrated" if bool(np.isfinite(stances.height_m).all()) else f"{kind}_assumed"


def read_bow_angles(before: Stances, now: Stances) -> list[BowReading]:
    """The rotation (+ forward) from the one stance `before` to each of the N stances `now`."""
    base = repeated(before, len(now.azimuth_deg) + 1)
    reader = load_reader(reader_name("bow_angle", before))
    features = pair_features(base, joined([now, before]))
    # no movement is no bow: what the reader sees in the stance itself is taken off, as in its training
    values, sigmas = reader.read(features[:-1], base.azimuth_deg[:-1], rest=features[-1])
    sigmas[:, 0] = np.hypot(sigmas[:, 0], np.interp(_facing_deg(before), _UNLIKE_AT_DEG, _UNLIKE_SIGMAS_DEG))
    return [
        BowReading(float(v[0]), float(s[0]), float(v[1]), float(s[1])) for v, s in zip(values, sigmas, strict=True)
    ]


def read_bow_angle(before: Stances, now: Stances) -> BowReading:
    """The rotation (+ forward) between two single stances."""
    return read_bow_angles(before, now)[0]
