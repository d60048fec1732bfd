"""The one-euro filter on many points at once: steady at rest, quick in motion.

Casiez, Roussel, Vogel 2012, "1 EUR Filter: A Simple Speed-based Low-pass Filter for Noisy Input in Interactive
Systems", CHI '12. The cutoff rises with the filtered speed: f_c = min_cutoff + beta * |speed|.
"""

import math

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]

MAX_GAP_S = 0.5
"""After a longer gap the past says nothing about the present: the filter starts anew."""


def smoothing_factor(cutoff_hz: NDArray[np.floating] | float, step_s: float) -> Values:
    """Weight of the new value, 0..1, of a first-order low-pass at `cutoff_hz` sampled every `step_s`."""
    r = 2.0 * math.pi * np.asarray(cutoff_hz, dtype=np.float64) * step_s
    return np.asarray(r / (r + 1.0), dtype=np.float64)


class OneEuro:
    """Filters N points of D coordinates; each point has its own speed and its own validity.

    A point that is not valid keeps no memory: it starts anew, unfiltered, when it comes back. All coordinates of a
    point share one cutoff, so that the filter bends no path.
    """

    def __init__(self, min_cutoff_hz: float, beta: float, speed_cutoff_hz: float = 1.0) -> None:
        """`beta`: Hz per unit of speed (unit/s); `speed_cutoff_hz` smooths the speed itself."""
        if min_cutoff_hz <= 0.0 or beta < 0.0 or speed_cutoff_hz <= 0.0:
            raise ValueError("cutoffs must be positive and beta not negative")
        self._min_cutoff_hz = min_cutoff_hz
        self._beta = beta
        self._speed_cutoff_hz = speed_cutoff_hz
        self.reset()

    def reset(self) -> None:
        """Forget every point."""
        self._values: Values | None = None
        self._speeds: Values | None = None
        self._known: NDArray[np.bool_] | None = None
        self._time_s = 0.0

    def filter(self, values: NDArray[np.floating], time_s: float, valid: NDArray[np.bool_] | None = None) -> Values:
        """N x D values at `time_s` -> the filtered values; points that are not valid are returned as they came.

        A time that does not advance returns the last answer for points that were known then; a change of N, or a
        gap of more than 0.5 s, starts anew.
        """
        raw = np.asarray(values, dtype=np.float64)
        seen = np.ones(len(raw), dtype=bool) if valid is None else np.asarray(valid, dtype=bool)
        step_s = time_s - self._time_s
        if self._values is None or self._speeds is None or self._known is None or self._values.shape != raw.shape:
            return self._start(raw, seen, time_s)
        if step_s > MAX_GAP_S or step_s < 0.0:
            return self._start(raw, seen, time_s)
        going_on = seen & self._known
        if step_s == 0.0:
            return np.where(going_on[:, None], self._values, raw)
        with np.errstate(invalid="ignore"):
            away = raw - self._values
            weight = float(smoothing_factor(self._speed_cutoff_hz, step_s))
            speeds = self._speeds + weight * (away / step_s - self._speeds)
            cutoff = self._min_cutoff_hz + self._beta * np.sqrt(np.einsum("nd,nd->n", speeds, speeds))
            moved = self._values + smoothing_factor(cutoff, step_s)[:, None] * away
        if not going_on.all():
            moved = np.where(going_on[:, None], moved, raw)
            speeds = np.where(going_on[:, None], speeds, 0.0)
        self._values, self._speeds, self._known, self._time_s = moved, speeds, seen, time_s
        return moved.copy()

    def _start(self, raw: Values, seen: NDArray[np.bool_], time_s: float) -> Values:
        self._values = raw.copy()
        self._speeds = np.zeros_like(raw)
        self._known = seen
        self._time_s = time_s
        return raw.copy()
