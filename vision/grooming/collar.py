"""Hair at the collar, seen from the side: how far above the clothes the hair ends at the nape."""

import numpy as np

from vision.grooming.chart import SPAN
from vision.grooming.parts import CELLS, HeadParts, Part
from vision.reason import Reason

SMALLEST_YAW_DEG = 48.0
FACE_CM = 17.7
"""Forehead to chin of MediaPipe's canonical face: a unit of the chart."""
NAPE = (0.06, 0.62)
"""From where to where the nape lies behind the ears, units."""
ROUND_NECK = -0.25
"""Clothes from here back to the nape show how high the collar reaches."""
FROM = 0.1
"""Units below the eyes at which the search for the hair's end starts."""
FEWEST_COLUMNS = 3
NARROWEST = 15.0
"""Percentile of the columns' gaps that counts: the closest place, but not a single cell."""


def collar_gap(head: HeadParts) -> tuple[float, float] | Reason:
    """From the lowest hair at the nape to the clothes below it, cm; negative where hair lies on the clothes.

    The second number is what the mask leaves open: how far the nape's columns differ.
    """
    if abs(head.yaw_deg) < SMALLEST_YAW_DEG:
        return Reason.NEEDS_SIDE_VIEW
    labels = head.belief.argmax(0)
    labels[~head.inside] = -1
    # the nape lies to the right of the ears where the wearer's left side is seen
    behind = (head.columns() - head.chart.shift) * (1.0 if head.yaw_deg > 0 else -1.0)
    first = int(np.searchsorted(head.rows(), FROM))
    clothes = np.flatnonzero((labels[first:, (behind > ROUND_NECK) & (behind < NAPE[1])] == Part.CLOTH).any(1))
    gaps = []
    for column in np.flatnonzero((behind > NAPE[0]) & (behind < NAPE[1])):
        below = labels[first:, column]
        hair, cloth = np.flatnonzero(below == Part.HAIR), np.flatnonzero(below == Part.CLOTH)
        if not len(hair):
            continue
        under = cloth[cloth > hair[-1]]
        if len(clothes) and hair[-1] >= clothes[0]:
            # the collar begins higher up: hair lies over it
            gaps.append(float(clothes[0] - hair[-1] - 1))
        elif len(under) and not np.any(below[hair[-1] + 1 : under[0]] == Part.BACKGROUND):
            # with the room between them, hair and shoulder lie one behind the other: that is no nape
            gaps.append(float(under[0] - hair[-1] - 1))
    if len(gaps) < FEWEST_COLUMNS:
        return Reason.AMBIGUOUS
    cell_cm = SPAN / CELLS * FACE_CM
    narrow, middle = np.percentile(gaps, [NARROWEST, 50.0])
    return float(narrow) * cell_cm, max(0.5, float(middle - narrow)) * cell_cm
