"""One bow read from its angle over time: start, bottom, hold, end, peak. Pure functions for live and for replay."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.motion.chance import independent_looks

Array = NDArray[np.float64]

BOTTOM_SHARE = 0.8
"""Above this share of the peak counts as the bottom (the contract of `bow_hold_s`)."""
PLATEAU_SHARE = 0.93
EDGE_SHARE = 0.06
SMOOTHING_S = 0.06


@dataclass(frozen=True, slots=True)
class BowShape:
    """Times in seconds of the source, angles in degrees."""

    start_s: float
    bottom_start_s: float
    bottom_end_s: float
    end_s: float
    peak_deg: float
    sigma_deg: float

    @property
    def hold_s(self) -> float:
        """Time above 80 % of the peak."""
        return self.bottom_end_s - self.bottom_start_s

    @property
    def down_s(self) -> float:
        """From the first movement (6 % of the peak) to the bottom."""
        return self.bottom_start_s - self.start_s

    @property
    def up_s(self) -> float:
        """From the bottom to upright (6 % of the peak)."""
        return self.end_s - self.bottom_end_s


def smoothed(times_s: Array, values: Array, width_s: float = SMOOTHING_S) -> Array:
    """Gaussian smoothing over time, for any frame rate; sums to one at the ends as well."""
    distance = (times_s[:, None] - times_s[None, :]) / width_s
    weight = np.exp(-0.5 * distance**2)
    return np.asarray((weight @ values) / weight.sum(axis=1), dtype=np.float64)


def bow_shape(times_s: Array, angles_deg: Array, sigmas_deg: Array, look_sigma_deg: float = 0.0) -> BowShape:
    """The shape of the one bow in these frames (at least 3, times rising), from upright to upright.

    `sigmas_deg`: of what the frames of one bow have in common, a person and a view; `look_sigma_deg`: the chance that
    every look adds, which shrinks with the looks at the bottom. The peak is the upper part of the plateau, not the
    single largest reading, so that jitter does not deepen a bow.
    """
    curve = smoothed(times_s, angles_deg)
    top = int(curve.argmax())
    plateau = curve >= PLATEAU_SHARE * curve[top]
    peak = float(np.percentile(curve[plateau], 75))
    first, last = _crossings(times_s, curve, BOTTOM_SHARE * peak, top)
    start, end = _crossings(times_s, curve, EDGE_SHARE * peak, top)
    sigma = float(np.median(sigmas_deg[plateau]))
    looks = independent_looks(int(plateau.sum()), float(np.ptp(times_s[plateau])))
    return BowShape(start, first, last, end, peak, float(np.hypot(sigma, look_sigma_deg / np.sqrt(looks))))


def _crossings(times_s: Array, curve: Array, level: float, top: int) -> tuple[float, float]:
    """The first moment from which the curve stays above `level` before `top`, and the last one after it."""
    before, after = top, top
    for k in range(top + 1):
        if curve[k] >= level:
            before = k
            break
    for k in range(len(curve) - 1, top - 1, -1):
        if curve[k] >= level:
            after = k
            break
    return _between(times_s, curve, before - 1, before, level), _between(times_s, curve, after, after + 1, level)


def _between(times_s: Array, curve: Array, a: int, b: int, level: float) -> float:
    """The moment between frames a and b where the curve is at `level`, or an end of the frames."""
    if a < 0:
        return float(times_s[b])
    if b >= len(curve):
        return float(times_s[a])
    rise = curve[b] - curve[a]
    share = 0.5 if rise == 0 else float(np.clip((level - curve[a]) / rise, 0.0, 1.0))
    return float(times_s[a] + share * (times_s[b] - times_s[a]))
