"""Rendered people as training and check samples: what the landmark models found in them, and the exact truth.

The data set is made by `training.render.dataset`; avatars marked `held_out` serve for checking only.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.bow.simulate import Samples
from vision.body.bow_features import POINTS, Stances
from vision.body.view import POINTS as VIEW_POINTS
from vision.camera import ASSUMED_HFOV_DEG

Array = NDArray[np.float64]
_KEPT = (
    "avatar", "held_out", "kind", "series", "number", "image_size", "camera", "truth", "seated", "people",
    "body_xy", "body_visibility", "body_provenance", "body_world", "body_score",
)  # fmt: skip


CHEST_SHARE = 0.1
"""By how much of the bow the rig's chest turns farther than its mid-hip -> neck line, at its usual spine rounding."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """N pictures; `columns` as described by the data set's README."""

    columns: dict[str, NDArray[np.generic]]
    truth_names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.columns["kind"])

    def truth(self, name: str) -> Array:
        """N values of one truth."""
        return np.asarray(self.columns["truth"][:, self.truth_names.index(name)], dtype=np.float64)

    def camera(self, name: str) -> Array:
        """N values of one camera parameter."""
        names = (
            "hfov_deg",
            "focal_px",
            "height_m",
            "distance_m",
            "pitch_deg",
            "roll_deg",
            "azimuth_deg",
            "lateral_m",
        )
        return np.asarray(self.columns["camera"][:, names.index(name)], dtype=np.float64)

    def rows(self, index: NDArray[np.generic]) -> "Rendered":
        """The pictures of an index or mask."""
        return Rendered({name: column[index] for name, column in self.columns.items()}, self.truth_names)


def load(*folders: Path, settled: Sequence[Path] = ()) -> Rendered:
    """Every finished part of the data sets, pictures with a person in them only.

    `settled`: folders whose bows are means of several looks (`training.bow.bow_series`); their column says so.
    """
    everywhere = [path for folder in (*folders, *settled) for path in folder.glob("part_*.npz")]
    parts = sorted(path for path in everywhere if ".part" not in path.name)
    if not parts:
        raise SystemExit(f"{folders[0]}: no data set; make it with python -m training.render.dataset")
    columns: dict[str, list[NDArray[np.generic]]] = {name: [] for name in (*_KEPT, "settled")}
    names: tuple[str, ...] = ()
    for path in parts:
        with np.load(path, allow_pickle=False) as archive:
            names = tuple(str(name) for name in archive["truth_names"])
            for name in _KEPT:
                columns[name].append(archive[name])
            columns["settled"].append(np.full(len(archive["avatar"]), path.parent in settled))
    everything = Rendered({name: np.concatenate(rows) for name, rows in columns.items()}, names)
    return everything.rows(np.asarray(everything.columns["body_score"]) > 0)


def _level(xy: Array, size: Array, focal: Array, pitch: Array, roll: Array) -> Array:
    """`vision.body.level_view.level_points` for many cameras: N x K x 2 px -> N x K x 2. Angles in radians."""
    x = (xy[..., 0] - size[:, None, 0] / 2) / focal[:, None]
    y = -(xy[..., 1] - size[:, None, 1] / 2) / focal[:, None]
    cr, sr = np.cos(roll)[:, None], np.sin(roll)[:, None]
    x, y = cr * x - sr * y, sr * x + cr * y
    c, s = np.cos(pitch)[:, None], np.sin(pitch)[:, None]
    depth = np.maximum(c - s * y, 0.02)
    return np.stack([x / depth, -(s + c * y) / depth], axis=-1)


@dataclass(frozen=True, slots=True)
class Disturbance:
    """What training adds to a picture: jitter in torso lengths, errors of the calibration and of the view."""

    jitter: float = 0.0
    azimuth_deg: float = 0.0
    pitch_deg: float = 0.0
    roll_deg: float = 0.0
    focal: float = 0.0
    height_m: float = 0.0


TRAINING = Disturbance(0.008, 5.0, 0.4, 0.25, 0.01, 0.015)
CHECKING = Disturbance(azimuth_deg=4.0)


def stances(data: Rendered, rng: np.random.Generator, by: Disturbance, shared: Array, *, calibrated: bool) -> Stances:
    """The pictures as stances. `shared` N x 5 standard normals: the errors that a pair has in common."""
    size = np.asarray(data.columns["image_size"], dtype=np.float64)
    xy = np.asarray(data.columns["body_xy"][:, list(POINTS)], dtype=np.float64)
    torso = np.maximum(np.linalg.norm(xy[:, 7:9].mean(1) - xy[:, 9:11].mean(1), axis=1), 20.0)
    noise = rng.uniform(0.3, 1.5, (len(xy), 1, 1)) * by.jitter
    xy = xy + rng.normal(0, 1, xy.shape) * torso[:, None, None] * noise
    seen = np.asarray(data.columns["body_provenance"][:, list(POINTS)]) > 0
    azimuth = (data.camera("azimuth_deg") + by.azimuth_deg * shared[:, 0] + 180) % 360 - 180
    if calibrated:
        focal = data.camera("focal_px") * (1 + by.focal * shared[:, 1])
        pitch = np.radians(data.camera("pitch_deg") + by.pitch_deg * shared[:, 2])
        roll = np.radians(data.camera("roll_deg") + by.roll_deg * shared[:, 3])
        return Stances(
            _level(xy, size, focal, pitch, roll), seen, azimuth, data.camera("height_m") + by.height_m * shared[:, 4]
        )
    focal = size.max(axis=1) / 2 / math.tan(math.radians(ASSUMED_HFOV_DEG) / 2)
    zero = np.zeros(len(xy))
    return Stances(_level(xy, size, focal, zero, zero), seen, azimuth, np.full(len(xy), np.nan))


@dataclass(frozen=True, slots=True)
class Pairs:
    """Rows of a data set: each picture of a bow series with its series' upright one."""

    before: NDArray[np.int64]
    now: NDArray[np.int64]


def bow_pairs(data: Rendered) -> Pairs:
    """Every picture of every bow series against the series' own number 0."""
    series, number = data.columns["series"], np.asarray(data.columns["number"])
    bows = np.asarray(data.columns["kind"]) == "bow"
    base = {str(series[k]): int(k) for k in np.flatnonzero(bows & (number == 0))}
    rows = [(base[str(series[k])], int(k)) for k in np.flatnonzero(bows & (number > 0)) if str(series[k]) in base]
    index = np.array(rows, dtype=np.int64).reshape(-1, 2)
    return Pairs(index[:, 0], index[:, 1])


def samples(data: Rendered, pairs: Pairs, rng: np.random.Generator, by: Disturbance, *, calibrated: bool) -> Samples:
    """The pairs, disturbed; the truth is exact."""
    shared = rng.normal(0, 1, (len(pairs.now), 5))
    a, b = data.rows(pairs.before), data.rows(pairs.now)
    before = stances(a, rng, by, shared, calibrated=calibrated)
    now = stances(b, rng, by, shared, calibrated=calibrated)
    bow, flexion = b.truth("bow_angle_deg"), "neck_flexion_rel_trunk_deg"
    turned = bow - a.truth("bow_angle_deg")
    # the rig's neck is told against the chest, which turns a little more than the whole trunk does
    neck = b.truth(flexion) - a.truth(flexion) + CHEST_SHARE * turned
    return Samples(
        before, now, turned, neck, bow, b.truth("trunk_lateral_deg"), b.truth("shoulder_tilt_deg"),
        np.asarray(b.columns["seated"]),
    )  # fmt: skip


def view_rows(data: Rendered) -> tuple[Array, Array, Array, NDArray[np.bool_], Array]:
    """What `vision.body.view.view_features` takes: xy, world, visibility, inside, the hips' place (65 deg lens)."""
    index = list(VIEW_POINTS)
    xy = np.asarray(data.columns["body_xy"][:, index], dtype=np.float64)
    size = np.asarray(data.columns["image_size"], dtype=np.float64)
    centre = (xy[:, 13:15, 0].mean(axis=1) - size[:, 0] / 2) / data.camera("focal_px")
    return (
        xy,
        np.asarray(data.columns["body_world"][:, index], dtype=np.float64),
        np.asarray(data.columns["body_visibility"][:, index], dtype=np.float64),
        np.asarray(data.columns["body_provenance"][:, index]) > 0,
        centre,
    )
