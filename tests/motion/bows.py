"""Figures in motion: what the tests of the bow tracker follow."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from tests.body.figure import CAMERA, Figure, landmarks
from vision.body.bow_features import Stances
from vision.body.stance import stance_of
from vision.landmarks.points import Landmarks
from vision.motion.bow_events import BowTracker

FPS = 15
Motion = Callable[[float], Figure]


def minimum_jerk(x: float) -> float:
    x = min(max(x, 0.0), 1.0)
    return x**3 * (10 - 15 * x + 6 * x * x)


def bow_curve(time_s: float, peak: float, start: float = 1.0, down: float = 1.0, hold: float = 1.0) -> float:
    """The angle of one bow, a second down, held, a second up."""
    return peak * (minimum_jerk((time_s - start) / down) - minimum_jerk((time_s - start - down - hold) / down))


def film(motion: Motion, seconds: float, fps: int = FPS, jitter: float = 0.003, seed: int = 0) -> list[Landmarks]:
    """The figure in motion with a tracker's jitter, in torso lengths."""
    rng = np.random.default_rng(seed)
    rows = []
    for k in range(round(seconds * fps)):
        seen = landmarks(motion(k / fps), time_s=k / fps, index=k)
        assert seen.person is not None
        points = seen.person.body.points
        torso = float(np.linalg.norm(points.xy[11:13].mean(axis=0) - points.xy[23:25].mean(axis=0)))
        xy = points.xy + rng.normal(0, jitter * torso, points.xy.shape)
        body = replace(seen.person.body, points=replace(points, xy=xy.astype(np.float32)))
        rows.append(replace(seen, person=replace(seen.person, body=body)))
    return rows


def stances(rows: list[Landmarks], azimuth: float) -> list[tuple[float, Stances]]:
    found = []
    for row in rows:
        assert row.person is not None
        found.append((row.time_s, stance_of(row.person, CAMERA, azimuth)))
    return found


def followed(motion: Motion, seconds: float, azimuth: float, fps: int = FPS, *, fit: bool = True) -> BowTracker:
    """A tracker that has seen the whole film."""
    tracker = BowTracker()
    for time_s, stance in stances(film(motion, seconds, fps), azimuth):
        tracker.update(time_s, stance, fit=fit)
    return tracker
