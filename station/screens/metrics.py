"""How large things must be to be read from where the person stands.

Cap height of a verdict, an instruction or a countdown: at least 0.7 deg of sight; of anything else: at least 22
minutes of arc. The pixels follow from the screen's size and the distance to the standing mark.
"""

import math
from dataclasses import dataclass

from station.screens import typeface

PRIMARY_SIGHT_DEG = 0.7
SECONDARY_SIGHT_DEG = 22.0 / 60.0
_DESIGN_SHORT_PX, _DESIGN_LONG_PX = 1080.0, 1920.0
_DESIGN_PRIMARY_PX, _DESIGN_SECONDARY_PX = 115.0, 60.0
_MOST_GROWTH = 1.3
"""Larger letters than this would leave four words to a line: the screen is too small for its distance instead."""


@dataclass(frozen=True, slots=True)
class ScreenGeometry:
    """The whole physical screen and how far from it a person stands."""

    width_px: int = 1080
    height_px: int = 1920
    diagonal_in: float = 32.0
    distance_m: float = 2.5

    @property
    def px_per_m(self) -> float:
        """Pixels to a metre of screen."""
        return math.hypot(self.width_px, self.height_px) / (self.diagonal_in * 0.0254)

    def px_of_sight(self, angle_deg: float) -> float:
        """Pixels that an upright stroke needs to be seen under `angle_deg` from the standing mark."""
        return 2.0 * self.distance_m * math.tan(math.radians(angle_deg) / 2.0) * self.px_per_m


@dataclass(frozen=True, slots=True)
class Metrics:
    """Sizes for one painted surface. `u` scales a length that was designed for a 1080 x 1920 screen."""

    width_px: int
    height_px: int
    scale: float
    primary_px: int
    """Em of verdict words, instructions, countdowns."""
    secondary_px: int
    legible_distance_m: float
    """From how far the primary text still meets its angle of sight."""

    @property
    def portrait(self) -> bool:
        """True where the surface is higher than wide."""
        return self.height_px >= self.width_px

    def u(self, design_px: float) -> float:
        """A designed length in pixels of this surface."""
        return design_px * self.scale

    @classmethod
    def of(cls, width_px: int, height_px: int, geometry: ScreenGeometry | None = None) -> "Metrics":
        """Sizes for a surface. A surface smaller than the screen (a window, a print) is scaled down as a whole.

        Letters never fall below the design's proportion, and grow by at most 30 % where the screen is small for its
        distance; `legible_distance_m` then says what was reached.
        """
        whole = geometry or ScreenGeometry()
        short, long = sorted((width_px, height_px))
        scale = min(short / _DESIGN_SHORT_PX, long / _DESIGN_LONG_PX)
        screen_short, screen_long = sorted((whole.width_px, whole.height_px))
        # in a window the letters shrink with it, as if the whole screen were seen from further away
        share = min(short / screen_short, long / screen_long, 1.0)
        cap = typeface.cap_height_ratio()

        def em(sight_deg: float, design_px: float) -> int:
            needed = whole.px_of_sight(sight_deg) / cap * share
            return math.ceil(min(max(needed, design_px * scale), design_px * scale * _MOST_GROWTH))

        primary = em(PRIMARY_SIGHT_DEG, _DESIGN_PRIMARY_PX)
        secondary = em(SECONDARY_SIGHT_DEG, _DESIGN_SECONDARY_PX)
        reached_m = primary * cap / whole.px_per_m / (2.0 * math.tan(math.radians(PRIMARY_SIGHT_DEG) / 2.0))
        return cls(width_px, height_px, scale, primary, secondary, reached_m)
