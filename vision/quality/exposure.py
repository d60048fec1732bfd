"""Light: too little, too much, or none because something lies on the lens."""

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.frame import Picture
from vision.quality.region import Luma
from vision.reason import Reason

DARK_BRIGHTEST = 75.0
"""Where 95 of 100 pixels of the person and the surroundings lie below this, the brightest things get 7 % of the light
that the sensor can take (sRGB), and a dark suit less than its noise."""
CLIPPED_LEVEL = 250
CLIPPED_SHARE = 0.20
"""Of the head: burnt-out skin has no edges left. A white wall behind the person does no harm."""
UNIFORM_SPREAD = 9.0
"""Between the blocks of a picture of any room there is more contrast than this (luma levels, 5th-95th percentile)."""
UNIFORM_DETAIL = 4.0
BLOCKS = (16, 9)


def level_at(luma: Luma, share: float) -> int:
    """The luma level that `share` of the pixels do not exceed (from the histogram: a sort would cost ten times)."""
    samples = np.ascontiguousarray(luma[::2, ::2])
    counts = cv2.calcHist([samples], [0], None, [256], [0.0, 256.0]).ravel()
    return int(np.searchsorted(np.cumsum(counts, dtype=np.float64), share * samples.size))


def is_dark(luma: Luma) -> bool:
    """True where even the bright parts are dark."""
    return level_at(luma, 0.95) < DARK_BRIGHTEST


def is_over_exposed(head: Picture) -> bool:
    """True where the head (B, G, R pixels) has lost its skin to clipping in every channel."""
    burnt = np.all(head >= CLIPPED_LEVEL, axis=-1)
    return float(burnt.mean()) > CLIPPED_SHARE


def is_covered(luma: Luma) -> bool:
    """True for a picture without structure, coarse or fine: a finger, a cap, a sticker, no signal."""
    luma = small_copy(luma)
    blocks: NDArray[np.uint8] = np.asarray(cv2.resize(luma, BLOCKS, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    low, high = np.percentile(blocks, [5, 95])
    if high - low >= UNIFORM_SPREAD:
        # a finger lets light in from one edge: coarse shading, but not a single edge anywhere
        return high - low < 6.0 * UNIFORM_SPREAD and _detail(luma) < UNIFORM_DETAIL / 2.0
    return _detail(luma) < UNIFORM_DETAIL


def small_copy(luma: Luma, longer_px: int = 240) -> Luma:
    """The picture shrunk to `longer_px` on its longer side."""
    step = max(1, max(luma.shape) // longer_px)
    height, width = luma.shape[0] // step, luma.shape[1] // step
    # whole-number blocks by strides: an exact area resize would cost four times as much
    rows = luma[: height * step : step, : width * step : step]
    between = luma[step // 2 : height * step : step, step // 2 : width * step : step]
    return np.asarray(cv2.addWeighted(rows.copy(), 0.5, between[:height, :width].copy(), 0.5, 0.0), dtype=np.uint8)


def _detail(luma: Luma) -> float:
    """99.5th percentile of the gradient of the smoothed picture, luma levels a pixel."""
    small = cv2.GaussianBlur(luma, (0, 0), 1.0).astype(np.float32)
    across = np.abs(np.diff(small, axis=1))
    down = np.abs(np.diff(small, axis=0))
    return float(max(np.percentile(across, 99.5), np.percentile(down, 99.5)))


def light_reasons(luma: Luma, person: Luma, head: Picture | None) -> list[Reason]:
    """What is wrong with the light; `person` is the part of `luma` around the person (or all of it)."""
    reasons = []
    if is_covered(luma):
        reasons.append(Reason.COVERED_LENS)
    if is_dark(person):
        # in the dark a picture has no structure either; a lens in which somebody is found is not covered first of all
        reasons.insert(0 if head is not None else len(reasons), Reason.TOO_DARK)
    burnt = is_over_exposed(head) if head is not None else level_at(person, 0.10) >= CLIPPED_LEVEL
    if burnt:
        reasons.append(Reason.OVER_EXPOSED)
    return reasons
