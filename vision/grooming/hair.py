"""Where the hair is: over forehead, brows and ears, below the chin, at the collar, and how much of it there is.

All are read from the mask of the head's parts, against places that the face mesh or the body's points give. A head
covering makes all of them impossible: `Reason.HEAD_COVERED`, on which the clauses about hair do not apply.
"""

import math
from collections.abc import Iterable

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.colour import hair_colour
from vision.families import MeasureContext
from vision.grooming import regions
from vision.grooming.chart import SPAN
from vision.grooming.collar import collar_gap
from vision.grooming.parts import CELLS, HeadParts, Part
from vision.landmarks.points import Face, Floats, Side
from vision.measure import Measure
from vision.reason import Reason

NAMES = (
    "hair_forehead_cover_ratio",
    "hair_brow_cover_ratio",
    "hair_ear_cover_left_ratio",
    "hair_ear_cover_right_ratio",
    "hair_below_chin_ratio",
    "hair_area_ratio",
    "hair_collar_gap_cm",
)
COVERED, BARE = 0.95, 0.35
"""Belief in headwear from which hair is not judged, and up to which it is; between them nothing is said."""
COVERED_AREA = 0.06
"""Share of the chart that headwear must cover before it is believed."""
MOSTLY_WORN, WORN_ODDS = 0.5, 30.0
"""Above this share something is worn: 9 in 10 of drawn hats against 1 in 100 of bare heads read so. The belief's odds
grow by less than that ratio, because photographs hold more that is no hair than rooms that were drawn."""
LARGEST_FRONT_YAW_DEG = 32.0
SIDE_EAR_SIGMA = 0.1
"""More of the ear's sigma where its place and size are taken from other people."""
EAR_STEEPNESS, EAR_BETWEEN = 4.0, 1.5
"""The mask takes the hollow and the rim of a free ear for hair, on up to half of it, and leaves nothing of a covered
one: an ear's cover is this power of hair's share, and what lies between none and all is doubtful by so much."""
WORN = 0.15
"""Share of the person above the brows that may be neither hair nor skin before something may be worn there."""
LARGEST_TURN_DEG = 52.0
SMALLEST_EAR_YAW_DEG = 24.0
SMALLEST_UNIT_PX = 40.0
"""A face of fewer px from forehead to chin shows no hair's edge."""
SIGMAS = {
    "hair_forehead_cover_ratio": 0.08,
    "hair_brow_cover_ratio": 0.13,
    "hair_ear_cover_left_ratio": 0.1,
    "hair_ear_cover_right_ratio": 0.1,
    "hair_below_chin_ratio": 0.035,
    "hair_area_ratio": 0.04,
    "hair_collar_gap_cm": 0.4,
}
"""One sigma on rendered people who were not trained on, beside what the mask leaves open (see the model card)."""
SMALL_FACE_PX = 60.0
"""Below this the sigmas grow."""
LOWEST_COLOUR = 0.4
"""Units below the eyes down to which hair's colour is read: farther down clothes shine through."""
BELOW_CHIN = 0.09
"""Units (1.6 cm) below the chin at which hair starts to count: short hair at the nape reaches lower than the chin."""
BLOWN_OUT, BLOWN_OUT_SHARE = 235, 0.25
"""Level of the darkest channel from which skin and fair hair look alike, and how much of a forehead may have it."""
NECK = 0.3
"""Units below the chin that must lie in the picture."""
NECK_HALF_WIDTH = 0.3
HEAD = (Part.HAIR, Part.SKIN, Part.EAR, Part.BEARD, Part.GLASSES)

Read = tuple[float, float] | Reason
"""Value and what the mask leaves open of it, or why there is none."""


def read_hair(context: MeasureContext, head: HeadParts) -> Iterable[Measure]:
    """Every measure of `NAMES`, each with a sigma, or why not."""
    hindrance = _hindrance(head, context.person.face)
    if hindrance is not None:
        return [Measure.missing(name, hindrance, context.view) for name in NAMES]
    face = context.person.face
    ahead, seen = _facing(head, face), _near_front(head, face)
    found: dict[str, Read] = {
        "hair_forehead_cover_ratio": ahead if isinstance(ahead, Reason) else _forehead(head, ahead),
        "hair_brow_cover_ratio": ahead if isinstance(ahead, Reason) else _brows(head, ahead),
        "hair_below_chin_ratio": seen if isinstance(seen, Reason) else _below_chin(head, seen),
        "hair_area_ratio": seen if isinstance(seen, Reason) else _area(head, seen),
        "hair_collar_gap_cm": collar_gap(head),
    }
    for side in Side:
        found[f"hair_ear_cover_{side.value}_ratio"] = _ear(context, head, side)
    grown = max(1.0, SMALL_FACE_PX / head.chart.unit_px)
    return [_measure(context, name, found[name], grown) for name in NAMES]


def read_hair_colour(context: MeasureContext, head: HeadParts) -> Iterable[Measure]:
    """hair_chroma of the hair in the mask; loose ends are left out."""
    hindrance = _hindrance(head, context.person.face)
    if hindrance is None and abs(head.yaw_deg) > LARGEST_TURN_DEG:
        hindrance = Reason.NEEDS_FRONT_VIEW
    if hindrance is not None:
        return [Measure.missing(hair_colour.NAME, hindrance, context.view)]
    above = (head.rows() < LOWEST_COLOUR)[:, None] & head.inside
    return [hair_colour.measure_of_hair(context, head.pixels, head.belief[Part.HAIR] * above)]


def _measure(context: MeasureContext, name: str, found: Read, grown: float) -> Measure:
    if isinstance(found, Reason):
        return Measure.missing(name, found, context.view)
    value, left_open = found
    return Measure(name, value, math.hypot(SIGMAS[name] * grown, left_open), view=context.view)


def _hindrance(head: HeadParts, face: Face | None) -> Reason | None:
    if head.chart.unit_px < SMALLEST_UNIT_PX:
        return Reason.TOO_FAR
    area = float(head.is_(Part.HEADWEAR).mean())
    if _worn(head, face) >= COVERED and area >= COVERED_AREA:
        return Reason.HEAD_COVERED
    if head.headwear > BARE or head.unexplained > WORN:
        return Reason.AMBIGUOUS
    return None


def _worn(head: HeadParts, face: Face | None) -> float:
    """Belief in headwear, from the model and from what is neither hair nor skin above the brows.

    The crown of a bowed head is seen without its face: there the second says nothing.
    """
    bowed = face is None and abs(head.yaw_deg) < LARGEST_TURN_DEG
    if bowed or head.unexplained < MOSTLY_WORN:
        return head.headwear
    odds = WORN_ODDS * head.headwear
    return odds / (odds + 1.0 - head.headwear)


def _share(head: HeadParts, region: Floats) -> Read:
    """Share of a region that is hair, of what is part of the head there."""
    if float(region.sum()) < 2.0 or float((region * head.inside).sum()) < 0.95 * float(region.sum()):
        return Reason.HEAD_OUTSIDE
    of_head = region * head.is_(*HEAD)
    total = float(of_head.sum())
    if total < 0.5 * float(region.sum()):
        return Reason.AMBIGUOUS
    hair = head.belief[Part.HAIR]
    open_ = region * np.minimum(hair, 1.0 - hair)
    # soft edges of the mask are nobody's hair: what is less than half believed counts little
    firm = hair**2 / (hair**2 + (1.0 - hair) ** 2)
    return min(float((region * firm).sum()) / total, 1.0), 0.5 * float(open_.sum()) / total


def _facing(head: HeadParts, face: Face | None) -> Face | Reason:
    """The face where its forehead can be read, or why it cannot."""
    if face is None or abs(head.yaw_deg) > LARGEST_FRONT_YAW_DEG:
        return Reason.NEEDS_FRONT_VIEW
    return Reason.OVER_EXPOSED if _blown_out(head, face) else face


def _near_front(head: HeadParts, face: Face | None) -> Face | Reason:
    """The face where the whole head can be read against its chin, or why it cannot: only a face tells the chin."""
    if abs(head.yaw_deg) > LARGEST_TURN_DEG:
        return Reason.NEEDS_FRONT_VIEW
    return Reason.FACE_HIDDEN if face is None else face


def _forehead(head: HeadParts, face: Face) -> Read:
    return _share(head, head.region(regions.forehead(face, head.chart)))


def _blown_out(head: HeadParts, face: Face) -> bool:
    """Whether the light has taken the edge of the hair from the forehead."""
    side = head.pixels.shape[0]
    forehead = cv2.resize(head.region(regions.forehead(face, head.chart)), (side, side)) > 0.5
    seen = head.pixels[forehead]
    return len(seen) > 0 and float((seen.min(1) >= BLOWN_OUT).mean()) > BLOWN_OUT_SHARE


def _brows(head: HeadParts, face: Face) -> Read:
    """The brow that is covered more.

    A brow is hair itself, and its shadow is dark: covered is one over which hair hangs all the way from the hairline.
    """
    worst = (0.0, 0.0)
    for side in Side:
        places = (regions.forehead_side, regions.above_brow, regions.brow)
        shares = [_share(head, head.region(place(face, head.chart, side))) for place in places]
        known = [share for share in shares if not isinstance(share, Reason)]
        if len(known) < len(shares):
            return Reason.HEAD_OUTSIDE
        worst = max(worst, min(known))
    return worst


def _ear(context: MeasureContext, head: HeadParts, side: Side) -> Read:
    seen = head.yaw_deg if side is Side.LEFT else -head.yaw_deg
    if seen < SMALLEST_EAR_YAW_DEG:
        return Reason.NEEDS_SIDE_VIEW
    place = (context.person, head.chart, side, head.yaw_deg)
    region = head.region(regions.ear(*place))
    shared = _share(head, region)
    if isinstance(shared, Reason):
        return shared
    share, doubt = shared[0], 0.0
    if context.person.face is None:
        # without a mesh the ear's place is not known well: what is seen of an ear about there is not covered
        about = head.region(regions.ear(*place, regions.EAR_REACH)) * head.belief[Part.EAR]
        hidden = 1.0 - float(about.sum()) * (SPAN / CELLS) ** 2 / regions.EAR_AREA
        share, doubt = float(np.clip(min(share, hidden), 0.0, 1.0)), SIDE_EAR_SIGMA
    cover = share**EAR_STEEPNESS
    return cover, math.hypot(EAR_BETWEEN * cover * (1.0 - cover), doubt)


def _hanging(head: HeadParts, chin: float) -> NDArray[np.bool_]:
    """Hair's cells that hang together with the hair of the head: dark cloth elsewhere is none."""
    hair = ((head.belief[Part.HAIR] > 0.5) & head.inside).astype(np.uint8)
    _, numbers = cv2.connectedComponents(hair, connectivity=4)
    rooted = np.unique(numbers[(head.rows() < chin - 0.1)[:, None] & (hair > 0)])
    return np.asarray(np.isin(numbers, rooted) & (hair > 0))


def _below_chin(head: HeadParts, face: Face) -> Read:
    """Share of all hair that hangs below the chin."""
    chin = regions.chin_height(face, head.chart)
    rows = (head.rows() > chin) & (head.rows() < chin + NECK)
    columns = np.abs(head.columns() - head.chart.shift) < NECK_HALF_WIDTH
    if float(head.inside[np.ix_(rows, columns)].mean()) < 0.9:
        return Reason.HEAD_OUTSIDE
    hair, low = _hanging(head, chin), (head.rows() > chin + BELOW_CHIN)[:, None]
    total = max(float(hair.sum()), 0.02 * CELLS * CELLS)
    belief = head.belief[Part.HAIR] * head.inside
    open_ = np.minimum(belief, 1.0 - belief) * low
    return float((hair & low).sum()) / total, 0.25 * float(open_.sum()) / total


def _area(head: HeadParts, face: Face) -> Read:
    """Share of the head above the chin that is hair."""
    if float(head.inside[head.rows() < -0.1].mean()) < 0.8:
        return Reason.HEAD_OUTSIDE
    above = (head.rows() < regions.chin_height(face, head.chart))[:, None]
    hair = head.belief[Part.HAIR] * above
    total = max(float((head.is_(*HEAD) * above).sum()), 1.0)
    return float(hair.sum()) / total, 0.3 * float(np.minimum(hair, 1.0 - hair).sum()) / total
