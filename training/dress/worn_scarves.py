"""Stored charts of people with and without a scarf, and what is true in them."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.dress.bases import CARD_MASK, SCARF, SCARF_MASK, TIE_MASK, UNKNOWN, Truth
from training.dress.coded import coded, decoded
from training.dress.drawing import Canvas


@dataclass(frozen=True, slots=True)
class WornScarf:
    """A stored chart; places in units of the chart."""

    canvas: Canvas
    scarf: bool
    tie: bool
    """A tie is worn; where it lies is not stored."""
    knot: NDArray[np.float64]
    """The scarf's knot or the middle of its front; nan without one."""
    seat: NDArray[np.float64]
    """The body's middle at the height of the knot."""
    mask: NDArray[np.uint8]
    """255 where the scarf is seen."""

    def truth(self) -> Truth:
        """What is true, as for examples that are drawn."""
        truth = Truth(tie=UNKNOWN if self.tie else 0.0, badge=UNKNOWN, scarf=float(self.scarf))
        truth.places[SCARF], truth.masks[..., SCARF_MASK] = self.knot, self.mask
        truth.masks_known[[TIE_MASK, CARD_MASK]] = float(not self.tie), 0.0
        return truth


def write(path: Path, scarves: list[WornScarf]) -> None:
    """Store them."""
    pictures = coded([one.canvas for one in scarves], [one.mask for one in scarves])
    flags = np.array([(one.scarf, one.tie) for one in scarves])
    np.savez(path, **pictures, flags=flags, places=np.stack([(s.knot, s.seat) for s in scarves]))


def read(path: Path) -> list[WornScarf]:
    """What `write` stored."""
    with np.load(path) as stored:
        rows = zip(decoded(stored), stored["flags"], stored["places"].astype(np.float64), strict=True)
        return [
            WornScarf(picture, bool(scarf), bool(tie), knot, seat, mask)
            for (picture, mask), (scarf, tie), (knot, seat) in rows
        ]
