"""Shaking of a seated person's legs: how fast and how far a knee or ankle swings to and fro.

Two seconds of each point's height are freed from their trend and looked at by a discrete Fourier transform; what
swings between 2 and 8 Hz with a clear peak counts. Centimetres come from the shank's length in the picture.
"""

from collections import deque
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from vision.body.level_view import level_points
from vision.families import MeasureContext
from vision.landmarks.points import BodyPoint
from vision.measure import Measure, Measures
from vision.reason import Reason

NAMES = ("leg_shake_hz", "leg_shake_cm")
LOWEST_HZ, HIGHEST_HZ = 2.0, 8.0
WINDOW_S = 2.0
_MOST_GAP_S = 0.25
_SLOWEST_RATE_FPS = 2.2 * HIGHEST_HZ
"""Fewer frames than this a second cannot show the fastest shaking (Nyquist)."""
_SHANK_CM = 40.0
_SHANK_SPREAD = 0.08
_QUIET_CM = 0.35
"""What the landmarks of still legs seem to swing."""
_POINTS = (BodyPoint.LEFT_KNEE, BodyPoint.RIGHT_KNEE, BodyPoint.LEFT_ANKLE, BodyPoint.RIGHT_ANKLE)

Array = NDArray[np.float64]


class LegShakeTracker:
    """`leg_shake_hz` and `leg_shake_cm` (amplitude, peak to middle). State: the last two seconds."""

    def __init__(self) -> None:
        self._rows: deque[tuple[float, Array]] = deque()
        self._last: tuple[Measure, ...] = ()
        self.reset()

    def reset(self) -> None:
        """Forget the person."""
        self._rows.clear()
        self._last = _missing(Reason.TOO_FEW_FRAMES)

    def update(self, context: MeasureContext, measures: Measures) -> Iterable[Measure]:
        """Take one frame; the shaking of the last two seconds, once there are so many."""
        self._last = self._read(context)
        return self._last

    def summary(self) -> Iterable[Measure]:
        """The shaking of the last two seconds of the source."""
        return self._last

    def _read(self, context: MeasureContext) -> tuple[Measure, ...]:
        if context.seated_probability < 0.5:
            self._rows.clear()
            return _missing(Reason.NOT_SEATED)
        points = context.person.body.points
        if not (points.measured(*_POINTS[::2]) or points.measured(*_POINTS[1::2])):
            self._rows.clear()
            return _missing(Reason.LEGS_HIDDEN)
        time_s = context.frame.time_s
        if self._rows and time_s - self._rows[-1][0] > _MOST_GAP_S:
            self._rows.clear()
        level = level_points(points.xy, context.camera)
        shank = max(float(np.linalg.norm(level[knee + 2] - level[knee])) for knee in _POINTS[:2])
        if shank < 1e-6:
            return _missing(Reason.TOO_FAR)
        self._rows.append((time_s, level[list(_POINTS), 1] / shank * _SHANK_CM))
        while time_s - self._rows[0][0] > WINDOW_S:
            self._rows.popleft()
        times = np.array([row[0] for row in self._rows])
        if times[-1] - times[0] < 0.9 * WINDOW_S:
            return _missing(Reason.TOO_FEW_FRAMES)
        if (len(times) - 1) / (times[-1] - times[0]) < _SLOWEST_RATE_FPS:
            return _missing(Reason.TOO_FEW_FRAMES)
        return _measures(*swing(times, np.stack([row[1] for row in self._rows])))


def swing(times_s: Array, heights_cm: Array) -> tuple[float, float]:
    """Frequency (Hz) and amplitude (cm) of the strongest swing of 2..8 Hz among P points.

    `times_s`: T, rising; `heights_cm`: T x P. Frames need not be evenly spaced: they are laid on an even grid first.
    """
    grid = np.linspace(times_s[0], times_s[-1], len(times_s))
    even = np.stack([np.interp(grid, times_s, column) for column in heights_cm.T], axis=1)
    trend = np.stack([np.polyval(np.polyfit(grid, column, 2), grid) for column in even.T], axis=1)
    window = np.hanning(len(grid))[:, None]
    spectrum = np.abs(np.fft.rfft((even - trend) * window, n=8 * len(grid), axis=0)) * 2.0 / window.sum()
    frequencies = np.fft.rfftfreq(8 * len(grid), grid[1] - grid[0])
    band = (frequencies >= LOWEST_HZ) & (frequencies <= HIGHEST_HZ)
    place, point = np.unravel_index(int(np.argmax(spectrum[band])), spectrum[band].shape)
    return float(frequencies[band][place]), float(spectrum[band][place, point])


def _measures(frequency_hz: float, amplitude_cm: float) -> tuple[Measure, ...]:
    sigma_cm = float(np.hypot(_QUIET_CM, _SHANK_SPREAD * amplitude_cm))
    # a swing that drowns in the tracker's own noise has no frequency worth naming: 0 Hz, still
    hz = frequency_hz if amplitude_cm > 2.0 * _QUIET_CM else 0.0
    return (
        Measure("leg_shake_hz", hz, 0.3),
        Measure("leg_shake_cm", amplitude_cm, sigma_cm),
    )


def _missing(reason: Reason) -> tuple[Measure, ...]:
    return tuple(Measure.missing(name, reason) for name in NAMES)
