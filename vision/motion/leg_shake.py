"""Shaking of a seated person's legs: how fast and how far a knee or ankle swings to and fro.

Two seconds of each point's height are freed from their trend and looked at by a least-squares fit of a sine at every
frequency (Lomb 1976), which needs no even frames. What stands out between 2 and 8 Hz from the point's own noise
counts. Centimetres come from the shank's length in the picture.

Slow frames: fewer than `HONEST_RATE_FPS` a second show a fast swing as a slower one, but as wide as it is. So a swing
that was found is told all the same, without its frequency; that there is none is never told.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

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
HONEST_RATE_FPS = 2.1 * HIGHEST_HZ
"""Fewer frames than this a second cannot show the fastest shaking (Nyquist)."""
_SLOWEST_RATE_FPS = 6.0
_MOST_GAP_S = 0.25
_SHANK_CM = 40.0
_SHANK_SPREAD = 0.08
_QUIET_CM = 0.35
"""What counts as still at least."""
_STANDS_OUT = 4.0
"""A swing is this many times as wide as its point's middle noise between 2 and 8 Hz: noise alone stays below in 99 %
of windows (rendered seated people who keep still: 0.2-0.6 cm a frame at the ankles, 0.3-2 cm at the knees)."""
_STEP_HZ = 0.2
_STRONGEST_OF_NOISE, _NOISE_SIGMA = 0.55, 0.3
"""Where noise's own strongest swing usually lies below the bar, and how far it scatters, in shares of the bar."""
_FILTER_HZ, _FILTER_HZ_PER_CM = 2.1, 1.8
"""Cutoff of the landmarks' smoothing for a swing of so many centimetres (decision 0012, measured on sines)."""
_POINTS = (BodyPoint.LEFT_KNEE, BodyPoint.RIGHT_KNEE, BodyPoint.LEFT_ANKLE, BodyPoint.RIGHT_ANKLE)

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Swing:
    """The strongest swing among the points."""

    frequency_hz: float
    amplitude_cm: float
    """From the middle to one end."""
    noise_cm: float
    """The bar: noise alone hardly ever swings as far."""

    @property
    def stands_out(self) -> bool:
        """True where it is no noise."""
        return self.amplitude_cm > max(self.noise_cm, 2.0 * _QUIET_CM)


class LegShakeTracker:
    """`leg_shake_hz` and `leg_shake_cm` (amplitude, peak to middle). State: the last two seconds."""

    def __init__(self) -> None:
        self._rows: deque[tuple[float, float, Array]] = deque()
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
        self._rows.append((time_s, shank, level[list(_POINTS), 1]))
        while time_s - self._rows[0][0] > WINDOW_S:
            self._rows.popleft()
        times = np.array([row[0] for row in self._rows])
        if times[-1] - times[0] < 0.9 * WINDOW_S:
            return _missing(Reason.TOO_FEW_FRAMES)
        rate_fps = (len(times) - 1) / (times[-1] - times[0])
        if rate_fps < _SLOWEST_RATE_FPS:
            return _missing(Reason.FRAMES_TOO_SLOW)
        # one length for the whole window: a height is many shanks, and a shank that jitters would shake it
        scale = _SHANK_CM / float(np.median([row[1] for row in self._rows]))
        return _measures(strongest_swing(times, scale * np.stack([row[2] for row in self._rows])), rate_fps)


def strongest_swing(times_s: Array, heights_cm: Array) -> Swing:
    """The swing of 2..8 Hz that stands out most. `times_s`: T, rising; `heights_cm`: T x P, P points."""
    middle_s = times_s - times_s.mean()
    fits = np.polynomial.polynomial.polyfit(middle_s, heights_cm, 2)
    swinging = heights_cm - np.polynomial.polynomial.polyval(middle_s, fits).T
    fastest = min(HIGHEST_HZ, 0.48 * (len(times_s) - 1) / float(times_s[-1] - times_s[0]))
    frequencies = np.arange(LOWEST_HZ, fastest + 1e-9, _STEP_HZ)
    widths = _widths(frequencies, middle_s, swinging)
    noise = _STANDS_OUT * np.median(widths, axis=0)
    tops = widths.max(axis=0)
    point = int(np.argmax(tops - noise))
    place = int(widths[:, point].argmax())
    return Swing(float(frequencies[place]), float(tops[point]), float(noise[point]))


def _widths(frequencies_hz: Array, times_s: Array, swinging: Array) -> Array:
    """F x P amplitudes of the sines that fit best, frames at the window's ends weighing less."""
    turns = 2.0 * np.pi * np.outer(frequencies_hz, times_s)
    weight = 0.5 + 0.5 * np.cos(np.pi * times_s / np.abs(times_s).max() / 1.05)
    cosine, sine = np.cos(turns), np.sin(turns)
    cc, ss, cs = cosine**2 @ weight, sine**2 @ weight, (cosine * sine) @ weight
    weighted = weight[:, None] * swinging
    along, across = cosine @ weighted, sine @ weighted
    scale = np.maximum(cc * ss - cs**2, 1e-9)[:, None]
    a = (ss[:, None] * along - cs[:, None] * across) / scale
    b = (cc[:, None] * across - cs[:, None] * along) / scale
    return np.asarray(np.hypot(a, b), dtype=np.float64)


def _measures(swing: Swing, rate_fps: float) -> tuple[Measure, ...]:
    slow = rate_fps < HONEST_RATE_FPS
    if slow and not swing.stands_out:
        return _missing(Reason.FRAMES_TOO_SLOW)
    width = swing.amplitude_cm
    if not swing.stands_out:
        width = float(np.sqrt(max(width**2 - (_STRONGEST_OF_NOISE * swing.noise_cm) ** 2, 0.0)))
    if not slow:
        width = _unsmoothed_cm(width, swing.frequency_hz)
    sigma = float(np.hypot(max(_QUIET_CM, _NOISE_SIGMA * swing.noise_cm), _SHANK_SPREAD * width))
    # a swing that drowns in the tracker's own noise has no frequency worth naming: 0 Hz, still
    hertz = Measure("leg_shake_hz", swing.frequency_hz if swing.stands_out else 0.0, 0.3)
    if slow:
        hertz = Measure.missing("leg_shake_hz", Reason.FRAMES_TOO_SLOW)
    return hertz, Measure("leg_shake_cm", width, sigma)


def _unsmoothed_cm(width_cm: float, frequency_hz: float) -> float:
    """How wide a swing was before the landmarks were smoothed: a fast one loses up to half."""
    true_cm = width_cm
    for _ in range(6):
        true_cm = width_cm * float(np.hypot(1.0, frequency_hz / (_FILTER_HZ + _FILTER_HZ_PER_CM * true_cm)))
    return true_cm


def _missing(reason: Reason) -> tuple[Measure, ...]:
    return tuple(Measure.missing(name, reason) for name in NAMES)
