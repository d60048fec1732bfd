"""The person's own skin colour, from the cheeks, and what else in the picture has it.

No tone of skin is taken as the normal one: the reference is always the same person's face in the same light. Shade
multiplies all channels alike, so likeness is judged on the ratios of the channels, with the spread that this very
skin shows, and only loosely on brightness.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.colour.cielab import Array, linear_of
from vision.frame import Picture
from vision.landmarks.points import Face

CHEEKS = (50, 280, 101, 330, 205, 425, 118, 347)
"""Points of the face mesh on both cheeks, where neither hair nor beard reaches."""
_PATCH = 0.035
"""Half side of the patch around each point, in face sizes."""
_SMALLEST_FACE_PX = 24.0
_LEAST_SPREAD = 0.13
_WITHIN = 2.6
"""Spreads."""
_DARKER, _BRIGHTER = 1.7, 1.0
"""Natural log of how much darker or brighter than the cheeks skin elsewhere may be."""


@dataclass(frozen=True, slots=True)
class SkinTone:
    """The cheeks' colour."""

    linear: Array
    """3, median linear red-green-blue."""
    log_ratios: Array
    """2, natural log of red over green and of blue over green."""
    spread: Array
    """2, one sigma of these over the cheeks."""

    def like(self, linear: Array) -> NDArray[np.bool_]:
        """... x 3 linear pixels -> ... True where they have this skin's colour."""
        safe = np.maximum(linear, 1e-4)
        ratios = np.log(safe[..., [0, 2]] / safe[..., 1:2])
        off = (ratios - self.log_ratios) / self.spread
        brighter = np.log(safe.sum(axis=-1) / float(self.linear.sum()))
        near = (off**2).sum(axis=-1) < _WITHIN**2
        return np.asarray(near & (brighter < _BRIGHTER) & (brighter > -_DARKER))


def skin_of(picture: Picture, face: Face | None) -> SkinTone | None:
    """The skin colour of a face, None where there is no face or it is too small."""
    if face is None or face.size_px < _SMALLEST_FACE_PX:
        return None
    half = max(1, round(_PATCH * face.size_px))
    patches = []
    for point in CHEEKS:
        x, y = (int(v) for v in face.points.xy[point])
        patch = picture[max(y - half, 0) : max(y + half + 1, 0), max(x - half, 0) : max(x + half + 1, 0)]
        if patch.size:
            patches.append(linear_of(patch.reshape(-1, 3)))
    if len(patches) < len(CHEEKS) // 2:
        return None
    pixels = np.maximum(np.concatenate(patches), 1e-4)
    ratios = np.log(pixels[:, [0, 2]] / pixels[:, 1:2])
    spread = (np.percentile(ratios, 84, axis=0) - np.percentile(ratios, 16, axis=0)) / 2.0
    return SkinTone(np.median(pixels, axis=0), np.median(ratios, axis=0), np.maximum(spread, _LEAST_SPREAD))
