"""The three things that are learned: view, trunk, bow. Each as features and targets from samples."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from training.bow.rendered import Disturbance, Pairs, Rendered, bow_pairs, samples, view_rows
from training.bow.simulate import Samples, simulate
from vision.body.bow_features import pair_features, still_features
from vision.body.view import view_features

Array = NDArray[np.float64]
WIDEST_DEG = 125.0
"""Views from farther behind are not read."""


@dataclass(frozen=True, slots=True)
class Table:
    """N rows of features and targets; `rest` the features of the same people unmoved, where the task has them."""

    x: Array
    y: Array
    azimuth_deg: Array
    rest: Array | None = None

    def take(self, index: NDArray[np.generic]) -> "Table":
        """The rows of an index or mask."""
        rest = None if self.rest is None else self.rest[index]
        return Table(self.x[index], self.y[index], self.azimuth_deg[index], rest)


def joined(tables: list[Table]) -> Table:
    """All rows of tables of the same task."""
    rest = [table.rest for table in tables if table.rest is not None]
    return Table(
        np.concatenate([table.x for table in tables]),
        np.concatenate([table.y for table in tables]),
        np.concatenate([table.azimuth_deg for table in tables]),
        np.concatenate(rest) if rest else None,
    )


def bow_table(s: Samples) -> Table:
    """The bow's angle and the neck's bend from pairs."""
    rest = pair_features(s.before, s.before)
    truth = np.stack([s.bow_deg, s.neck_deg], axis=1)
    return Table(pair_features(s.before, s.now), truth, s.before.azimuth_deg, rest)


def mirror_signs(azimuth_deg: Array) -> Array:
    """N x 3 signs that turn the still reader's answers back: inclination keeps its sign, lateral lean and shoulder
    tilt change it where the picture was mirrored."""
    flip = np.where(np.asarray(azimuth_deg) < 0, -1.0, 1.0)
    return np.stack([np.ones_like(flip), flip, flip], axis=1)


def trunk_table(s: Samples) -> Table:
    """Inclination, lateral lean and shoulder tilt from single stances."""
    truth = np.stack([s.inclination_deg, s.lateral_deg, s.shoulder_tilt_deg], axis=1)
    azimuth = s.now.azimuth_deg
    return Table(still_features(s.now), truth * mirror_signs(azimuth), azimuth)


@dataclass(frozen=True, slots=True)
class Task:
    """How to make one reader's tables."""

    name: str
    unit: float
    floor: Array
    simulated: Callable[[np.random.Generator, int], Table] | None
    rendered: Callable[[Rendered, np.random.Generator, Disturbance], Table]
    pictures: Callable[[Rendered], Rendered]
    """The pictures that `rendered` reads, row by row."""


def _trunk_pairs(data: Rendered) -> Pairs:
    """Every picture that shows the trunk from the front half, by itself."""
    trunk = np.asarray(data.columns["body_provenance"][:, [11, 12, 23, 24]]) > 0
    ahead = np.abs(data.camera("azimuth_deg")) <= WIDEST_DEG
    index = np.flatnonzero(trunk.all(axis=1) & ahead & np.isfinite(data.truth("bow_angle_deg")))
    return Pairs(index, index)


def bow_task(*, calibrated: bool) -> Task:
    """The bow's angle and the neck's bend."""
    return Task(
        f"bow_angle_{'calibrated' if calibrated else 'assumed'}", 15.0, np.array([0.5, 1.5]),
        lambda rng, n: bow_table(simulate(rng, n, calibrated=calibrated)),
        lambda data, rng, by: bow_table(samples(data, bow_pairs(data), rng, by, calibrated=calibrated)),
        lambda data: data.rows(bow_pairs(data).now),
    )  # fmt: skip


def trunk_task(*, calibrated: bool) -> Task:
    """The trunk in one picture."""
    return Task(
        f"trunk_{'calibrated' if calibrated else 'assumed'}", 10.0, np.array([0.8, 0.6, 0.5]),
        lambda rng, n: trunk_table(simulate(rng, n, calibrated=calibrated)),
        lambda data, rng, by: trunk_table(samples(data, _trunk_pairs(data), rng, by, calibrated=calibrated)),
        lambda data: data.rows(_trunk_pairs(data).now),
    )  # fmt: skip


def _view_table(data: Rendered, rng: np.random.Generator, by: Disturbance) -> Table:
    xy, world, visibility, inside, centre = view_rows(data)
    torso = np.maximum(np.linalg.norm(xy[:, 7:9].mean(1) - xy[:, 13:15].mean(1), axis=1), 20.0)
    xy = xy + rng.normal(0, 1, xy.shape) * torso[:, None, None] * 2 * by.jitter
    world = world + rng.normal(0, 1, world.shape) * 2 * by.jitter
    visibility = np.clip(visibility + rng.normal(0, 1, visibility.shape) * 5 * by.jitter, 0, 1)
    turn = np.radians(data.camera("azimuth_deg"))
    truth = np.stack([np.sin(turn), np.cos(turn), np.asarray(data.columns["seated"], dtype=float)], axis=1)
    x = view_features(xy, world, visibility, inside, centre * rng.uniform(0.85, 1.15, len(centre)))
    return Table(x, truth, np.zeros(len(x)))


def mirrored_view(table: Table, points: int = 23) -> Table:
    """The same people in a mirror: left and right change places, the azimuth its sign."""
    n = len(table.x)
    pairs = np.array([0, 2, 1, 4, 3, 6, 5, 8, 7, 10, 9, 12, 11, 14, 13, 16, 15, 18, 17, 20, 19, 22, 21])
    picture, world, rest = np.split(table.x, [2 * points, 5 * points], axis=1)
    picture = picture.reshape(n, points, 2)[:, pairs] * np.array([-1.0, 1.0])
    world = world.reshape(n, points, 3)[:, pairs] * np.array([-1.0, 1.0, 1.0])
    flags = [part[:, pairs] for part in np.split(rest[:, : 2 * points], 2, axis=1)]
    x = np.concatenate([picture.reshape(n, -1), world.reshape(n, -1), *flags, -rest[:, 2 * points :]], axis=1)
    return Table(x, table.y * np.array([-1.0, 1.0, 1.0]), table.azimuth_deg)


def view_task() -> Task:
    """Azimuth (as sine and cosine) and whether the person sits; from rendered people only."""
    return Task("view", 1.0, np.array([0.02, 0.02, 0.05]), None, _view_table, lambda data: data)
