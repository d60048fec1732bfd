"""Dress items between two looks: they hang on the trunk, so they go where shoulders and hips have gone.

The motion is the similarity (shift, turn, scale) that takes the trunk's points from then to now with the least
squares (Umeyama 1991, in the plane). It serves drawing: what is carried is where an item was, nothing new.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from vision.landmarks.points import BodyPoint, Box, Points, Provenance
from vision.observation import BadgeItem, Item, Pixel, ScarfItem

TRUNK = (BodyPoint.LEFT_SHOULDER, BodyPoint.RIGHT_SHOULDER, BodyPoint.LEFT_HIP, BodyPoint.RIGHT_HIP)
FARTHEST_TRUNKS = 0.5
"""Beyond this many of its own sizes nobody goes between two looks: it is another body, or a turned one."""
LARGEST_SCALE = 1.25
WORST_FIT = 0.08
"""Of the trunk's size that a point may be off: what hangs on a trunk that bows deep or turns hangs elsewhere."""
_LEAST_PX = 1.0

Array = NDArray[np.float64]


class TrunkMotion:
    """From the picture of then to the picture of now."""

    def __init__(self, matrix: Array, shift: Array) -> None:
        self._matrix, self._shift = matrix, shift

    @classmethod
    def between(cls, before: Points, now: Points) -> "TrunkMotion | None":
        """None where fewer than two points were measured both times, or the trunk bowed, turned or went too far."""
        seen = Provenance.MEASURED
        both = [point for point in TRUNK if before.provenance[point] == now.provenance[point] == seen]
        if len(both) < 2:
            return None
        first, second = before.xy[both].astype(np.float64), now.xy[both].astype(np.float64)
        middle, went = first.mean(axis=0), second.mean(axis=0)
        # as complex numbers a turn with a scale is one factor
        start, end = _complex(first - middle), _complex(second - went)
        size = float(np.sqrt(np.mean(np.abs(start) ** 2)))
        if size < _LEAST_PX:
            return None
        factor = complex(np.vdot(start, end) / np.vdot(start, start))
        scale = abs(factor)
        if not 1.0 / LARGEST_SCALE <= scale <= LARGEST_SCALE:
            return None
        if float(np.linalg.norm(went - middle)) > FARTHEST_TRUNKS * 2.0 * size:
            return None
        if float(np.abs(end - factor * start).max()) > WORST_FIT * 2.0 * size:
            return None
        matrix = np.array([[factor.real, -factor.imag], [factor.imag, factor.real]])
        return cls(matrix, went - matrix @ middle)

    def of(self, pixel: Pixel) -> Pixel:
        """Where this place of the trunk is now."""
        x, y = self._matrix @ np.asarray(pixel) + self._shift
        return float(x), float(y)

    @property
    def turn_deg(self) -> float:
        """How far the trunk has turned in the picture, + = its right end is lower."""
        return float(np.degrees(np.arctan2(self._matrix[1, 0], self._matrix[0, 0])))


def carried(item: Item, motion: TrunkMotion) -> Item:
    """The item where it hangs now."""
    if isinstance(item, BadgeItem):
        first, second, third, fourth = (motion.of(corner) for corner in item.corners)
        return replace(item, corners=(first, second, third, fourth), tilt_deg=item.tilt_deg + motion.turn_deg)
    if isinstance(item, ScarfItem):
        return replace(item, knot=motion.of(item.knot))
    tip = None if item.tip is None else motion.of(item.tip)
    return replace(item, box=_moved(item.box, motion), knot=motion.of(item.knot), tip=tip)


def _moved(box: Box, motion: TrunkMotion) -> Box:
    """The upright box round the moved one's middle, scaled along: a small turn does not swell it."""
    x, y = motion.of(((box.x0 + box.x1) / 2.0, (box.y0 + box.y1) / 2.0))
    (left, top), (right, _) = motion.of((box.x0, box.y0)), motion.of((box.x1, box.y0))
    scale = float(np.hypot(right - left, motion.of((box.x1, box.y0))[1] - top)) / max(box.x1 - box.x0, 1e-6)
    across, down = (box.x1 - box.x0) * scale / 2.0, (box.y1 - box.y0) * scale / 2.0
    return Box(x - across, y - down, x + across, y + down)


def _complex(xy: Array) -> NDArray[np.complex128]:
    return np.asarray(xy[:, 0] + 1j * xy[:, 1])
