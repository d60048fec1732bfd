"""The seat's four corners while a person drags them: a frozen value, moved into the next one."""

from dataclasses import dataclass, replace

from vision.chair import Pixel

FRONT_LEFT, FRONT_RIGHT, REAR_RIGHT, REAR_LEFT = range(4)
"""Left and right as the picture shows them."""
_SMALLEST_SHARE = 0.0006
"""Of the picture's area; a seat fills ten times as much at the farthest place that is of use."""
_SHORTEST_SHARE = 0.015
"""Of the picture's longer side, for the front and the rear edge."""


@dataclass(frozen=True, slots=True)
class SeatOutline:
    """Corners in px of the picture, in the order of the names above."""

    corners: tuple[Pixel, Pixel, Pixel, Pixel]
    size: tuple[int, int]
    """Width, height of the picture."""

    @classmethod
    def middle(cls, width_px: int, height_px: int) -> "SeatOutline":
        """A seat in the lower middle of the picture, to begin with."""
        front_y, rear_y = 0.68 * height_px, 0.60 * height_px
        half_front, half_rear = 0.09 * width_px, 0.075 * width_px
        middle = width_px / 2.0
        return cls(
            (
                (middle - half_front, front_y),
                (middle + half_front, front_y),
                (middle + half_rear, rear_y),
                (middle - half_rear, rear_y),
            ),
            (width_px, height_px),
        )

    @property
    def front_edge_px(self) -> tuple[Pixel, Pixel]:
        """Left end, right end."""
        return self.corners[FRONT_LEFT], self.corners[FRONT_RIGHT]

    @property
    def rear_edge_px(self) -> tuple[Pixel, Pixel]:
        """Left end, right end."""
        return self.corners[REAR_LEFT], self.corners[REAR_RIGHT]

    def moved(self, corner: int, x: float, y: float) -> "SeatOutline":
        """The same with one corner at (x, y), kept inside the picture."""
        width_px, height_px = self.size
        place = (min(max(x, 0.0), width_px - 1.0), min(max(y, 0.0), height_px - 1.0))
        corners = list(self.corners)
        corners[corner] = place
        return replace(self, corners=(corners[0], corners[1], corners[2], corners[3]))

    def nearest(self, x: float, y: float, within_px: float) -> int | None:
        """The corner nearest to (x, y), None where all are farther than `within_px`."""
        squares = [(cx - x) ** 2 + (cy - y) ** 2 for cx, cy in self.corners]
        best = min(range(4), key=squares.__getitem__)
        return best if squares[best] <= within_px**2 else None

    @property
    def fault(self) -> str | None:
        """Why this can be no seat: "crossed" or "too_small"; None where it can be one."""
        a, b, c, d = self.corners
        turns = [_turn(a, b, c), _turn(b, c, d), _turn(c, d, a), _turn(d, a, b)]
        area = abs(_turn(a, b, c) + _turn(a, c, d)) / 2.0
        shortest = _SHORTEST_SHARE * max(self.size)
        if area < _SMALLEST_SHARE * self.size[0] * self.size[1] and not (min(turns) < 0.0 < max(turns)):
            return "too_small"
        if min(turns) < 0.0 < max(turns):
            return "crossed"
        edges = (self.front_edge_px, self.rear_edge_px)
        if any((p[0] - q[0]) ** 2 + (p[1] - q[1]) ** 2 < shortest**2 for p, q in edges):
            return "too_small"
        return None


def _turn(a: Pixel, b: Pixel, c: Pixel) -> float:
    """Twice the signed area of the triangle."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
