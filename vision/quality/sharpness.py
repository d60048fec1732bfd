"""Blur, measured against the size of the person: what matters is whether the person's edges can be placed."""

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.quality.region import Luma

TORSO_PX = 100.0
"""Pictures are shrunk to this torso length first: noise averages out, and blur is judged against the body."""
BLURRED = 0.66
"""Sharp photographs and renders reach 0.54; a blur of 1 % of the torso gives 0.59, of 2 % 0.76 (decision 0013)."""
REFERENCE_WIDTH_PX = 640.0
KERNEL = 9
GRAIN = 4.0
GRAIN_SIGMA_PX = 0.8


def blur_effect(luma: NDArray[np.uint8]) -> float:
    """0 sharp .. 1 blurred: how much of the picture's small differences survives another blur.

    Crete, Dolmiere, Ladret, Nicolas 2007, "The blur effect: perception and estimation with a new no-reference
    perceptual blur metric". It depends on neither contrast nor brightness.
    """
    values = cv2.GaussianBlur(luma.astype(np.float32), (0, 0), GRAIN_SIGMA_PX)
    along, down = cv2.blur(values, (KERNEL, 1)), cv2.blur(values, (1, KERNEL))
    return max(
        _kept(cv2.absdiff(values[:, 1:], values[:, :-1]), cv2.absdiff(along[:, 1:], along[:, :-1])),
        _kept(cv2.absdiff(values[1:], values[:-1]), cv2.absdiff(down[1:], down[:-1])),
    )


def _kept(before: cv2.typing.MatLike, after: cv2.typing.MatLike) -> float:
    """The share of the differences `before` that is left `after` the blur, 1 where there are none."""
    # grain is sharp in any picture: only differences that stand out of it say how sharp the lens was
    grain = GRAIN * _median(before[::2, ::2]) + 1.0
    edges = cv2.threshold(before, grain, 0.0, cv2.THRESH_TOZERO)[1]
    total = cv2.sumElems(edges)[0]
    lost = cv2.sumElems(cv2.threshold(cv2.subtract(edges, after), 0.0, 0.0, cv2.THRESH_TOZERO)[1])[0]
    return (total - lost) / total if total > 0.0 else 1.0


def _median(values: cv2.typing.MatLike) -> float:
    """`np.median` without its checks, which cost ten times as much."""
    ranked = values.flatten()
    middle = ranked.size // 2
    ranked.partition(middle)
    upper = float(ranked[middle])
    return upper if ranked.size % 2 else (float(ranked[:middle].max()) + upper) / 2.0


def is_blurred(person: Luma, torso_px: float) -> bool:
    """True where the person's edges are smeared over more than about 1.5 % of the torso."""
    return blur_effect(at_body_scale(person, torso_px)) > BLURRED


def at_body_scale(person: Luma, torso_px: float) -> Luma:
    """The person shrunk to a torso of 100 px; a smaller one stays as it is."""
    scale = TORSO_PX / max(torso_px, 1.0)
    if scale >= 1.0 or min(person.shape) * scale < 2 * KERNEL:
        return person
    return np.asarray(cv2.resize(person, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def laplacian_variance(person: Luma, picture_width_px: int) -> float:
    """Variance of the Laplacian, the picture scaled to 640 px width (Pech-Pacheco et al. 2000)."""
    scale = REFERENCE_WIDTH_PX / picture_width_px
    if abs(scale - 1.0) > 0.01 and min(person.shape) * scale >= 3:
        how = cv2.INTER_AREA if scale < 1.0 else cv2.INTER_LINEAR
        person = np.asarray(cv2.resize(person, None, fx=scale, fy=scale, interpolation=how), dtype=np.uint8)
    return float(cv2.meanStdDev(cv2.Laplacian(person, cv2.CV_32F))[1][0, 0]) ** 2
