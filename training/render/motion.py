"""Smooth motion between key values."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray


def minimum_jerk(fraction: float) -> float:
    """Position of a smooth reach at a fraction 0..1 of its time (Flash and Hogan 1985)."""
    x = min(max(fraction, 0.0), 1.0)
    return x**3 * (10.0 - 15.0 * x + 6.0 * x * x)


def along(keys: Sequence[tuple[float, float]], time_s: float) -> float:
    """Value at `time_s` of a curve through (time_s, value) keys, every piece a minimum-jerk reach."""
    if time_s <= keys[0][0]:
        return keys[0][1]
    for (start, before), (end, after) in pairwise(keys):
        if time_s <= end:
            return before + (after - before) * minimum_jerk((time_s - start) / (end - start))
    return keys[-1][1]


def shuffle_walk(distance_m: float, step_m: float) -> float:
    """Lead of the left foot over the right, metres, after walking `distance_m`.

    The foot on the floor stays where it is while the body moves over it, so the lead changes by twice the body's way:
    a triangle wave whose peaks are half a step.
    """
    phase = (2.0 * distance_m / step_m + 0.5) % 2.0
    return step_m * 0.5 * (1.0 - 2.0 * phase if phase < 1.0 else 2.0 * phase - 3.0)


def blend_rotations(first: NDArray[Any], second: NDArray[Any], share: float) -> NDArray[np.float64]:
    """Rotation matrix at a share 0..1 of the shortest turn from one rotation to another."""
    turn = np.asarray(second, float) @ np.asarray(first, float).T
    angle = float(np.arccos(np.clip((np.trace(turn) - 1.0) / 2.0, -1.0, 1.0)))
    if angle < 1e-6:
        return np.asarray(second, float)
    axis = np.array([turn[2, 1] - turn[1, 2], turn[0, 2] - turn[2, 0], turn[1, 0] - turn[0, 1]])
    length = float(np.linalg.norm(axis))
    if length < 1e-9:
        return np.asarray(second if share >= 0.5 else first, float)
    axis = axis / length
    cross = np.array([[0, -axis[2], axis[1]], [axis[2], 0, -axis[0]], [-axis[1], axis[0], 0]])
    part = angle * share
    step = np.eye(3) + np.sin(part) * cross + (1.0 - np.cos(part)) * cross @ cross
    result: NDArray[np.float64] = step @ np.asarray(first, float)
    return result
