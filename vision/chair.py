"""The calibrated chair as the camera sees it."""

from dataclasses import dataclass

Pixel = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Chair:
    """The seat's upper front and rear edge, each by its two ends in picture pixels, and its real size."""

    front_edge_px: tuple[Pixel, Pixel]
    rear_edge_px: tuple[Pixel, Pixel]
    seat_height_m: float
    seat_depth_m: float
