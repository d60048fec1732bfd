"""Hair at the collar, seen from the side: how far above the clothes the hair ends at the nape.

Column by column: where skin lies between hair and clothes, its height is the gap; where hair runs into the clothes it
touches them, and lies over them as far as it reaches below the collar's edge beside the neck.
"""

import numpy as np
from numpy.typing import NDArray

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
CLEAR, TOUCHED = 0.1, 0.4
"""Share of the nape's width on which hair touches the clothes up to which the collar is clear, and from which hair
lies on it; short hair that tapers towards a high collar comes between."""
OF_THE_GAP, BETWEEN_CM = 0.45, 1.0
"""Sigma as a share of the gap (fading hair has no end, hair on clothes hides their edge), and where neither holds."""

Labels = NDArray[np.int64]


def collar_gap(head: HeadParts) -> tuple[float, float] | Reason:
    """From the lowest hair at the nape to the clothes below it, cm; negative where hair lies on the clothes.

    The second number is what the mask leaves open.
    """
    if abs(head.yaw_deg) < SMALLEST_YAW_DEG:
        return Reason.NEEDS_SIDE_VIEW
    labels = head.belief.argmax(0)
    labels[~head.inside] = -1
    # the nape lies to the right of the ears where the wearer's left side is seen
    behind = (head.columns() - head.chart.shift) * (1.0 if head.yaw_deg > 0 else -1.0)
    below = labels[int(np.searchsorted(head.rows(), FROM)) :]
    edge = _collar_edge(below[:, (behind > ROUND_NECK) & (behind < NAPE[0])])
    columns = (behind > NAPE[0]) & (behind < NAPE[1])
    found = [_gap(column, edge) for column in below[:, columns].T]
    gaps = [gap for gap in found if gap is not None]
    if len(gaps) < FEWEST_COLUMNS:
        return Reason.AMBIGUOUS
    cell_cm = SPAN / CELLS * FACE_CM
    touching = sum(gap <= 0 for gap in gaps) / len(found)
    narrow = float(np.percentile(gaps, NARROWEST)) * cell_cm
    if touching >= TOUCHED:
        narrow = min(narrow, -cell_cm)
    open_cm = BETWEEN_CM if CLEAR < touching < TOUCHED else 0.0
    return narrow, float(np.hypot(OF_THE_GAP * narrow, open_cm))


def _collar_edge(beside: Labels) -> int | None:
    """Row of the collar's upper edge beside the neck, of clothes that reach down to the chart's edge."""
    tops = []
    for column in beside.T:
        other = np.flatnonzero((column != Part.CLOTH) & (column != -1))
        top = int(other[-1]) + 1 if len(other) else 0
        if top < len(column) and column[top] == Part.CLOTH:
            tops.append(top)
    return min(tops) if tops else None


def _gap(column: Labels, edge: int | None) -> float | None:
    """Cells between hair and clothes, 0 or less where they touch; None where nothing is told."""
    hair = np.flatnonzero(column == Part.HAIR)
    if not len(hair):
        return None
    last = int(hair[-1])
    over = 0.0 if edge is None else min(0.0, float(edge - last - 1))
    under = np.flatnonzero(column[last + 1 :] == Part.CLOTH)
    if not len(under):
        # hair down to where the chart or the picture ends
        return over if over < 0 else None
    between = column[last + 1 : last + 1 + int(under[0])]
    if np.any(between == Part.BACKGROUND):
        # with the room between them, hair and shoulder lie one behind the other: that is no nape
        return None
    skin = np.isin(between, (Part.SKIN, Part.EAR)).any()
    return float(len(between)) if skin else over
