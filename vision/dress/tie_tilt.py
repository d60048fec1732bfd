"""How far a worn tie hangs aslant: its blade against the body's midline, in the same pixels.

Seen from aside, from near or by a camera that leans, a straight tie leans in the picture; so does the midline that
it hangs on: front of the neck, placket, lapels, buttons. What turns both alike does not count. How the midline would
lie by the landmarks alone (the trunk's axis, and the chest's slope as it shows from where the chest is seen) is the
second witness: it counts by its sigma, and where the two contradict each other nothing is as sure.
"""

import math

from vision.dress.items import Chest
from vision.dress.tie_place import LEAST_FOCUS, TiePlace, slope_deg
from vision.families import MeasureContext
from vision.measure import Measure
from vision.reason import Reason

LEAST_LENGTH = 0.15
"""Units between knot and end: a shorter piece shows no tilt."""
BEND_SIGMA_DEG = 4.0
"""A bend between knot and blade that is read smaller than this is more noise than bend."""
STRETCH = 1.1
"""A slanted tie is drawn a little straighter by the heat maps than it is, and draws the midline towards itself."""
SEEN_SIGMA_SCALE, SEEN_FLOOR_DEG = 0.7, 1.5
"""The second look's own doubt of slope against midline, against its errors, and what remains however sure it is."""

SEAT_BEFORE_SHOULDERS = 0.216
"""Where a tie belongs lies this far before the shoulders' middle, units: it moves across the chart with the view."""
SEAT_TELLS_SIGMA_DEG = 6.0
"""One sigma of the view that the seat's place tells: two centimetres beside the body's middle."""
SLOPE_OF_CHEST_DEG = 12.0
"""The chest falls forward from the collar: seen from the wearer's left the midline leans this much to the left of the
picture, times the sine of the view. Fitted on rendered ties, as the other constants here."""
AXIS_SIGMA_DEG = 2.7
"""Of the trunk's axis as a midline, beside what the view leaves open."""


def measure_tilt(context: MeasureContext, chest: Chest, place: TiePlace) -> Measure:
    """`tie_tilt_deg`, + = the tip to the wearer's left; `chest` with the knot and end that both looks agree on."""
    if float((chest.tip - chest.knot)[1]) < LEAST_LENGTH:
        return Measure.missing("tie_tilt_deg", Reason.AMBIGUOUS, context.view)
    midline, sigma = midline_deg(context, place)
    tilt = STRETCH * (hanging_deg(chest, place) - midline)
    return Measure("tie_tilt_deg", tilt, sigma, view=context.view)


def hanging_deg(chest: Chest, place: TiePlace) -> float:
    """The blade's slope in the chart: the line's from knot to end, and its bend as the second look has it.

    A knot pulled aside bends the tie above its blade; the line from it to the end leans where the blade does not. A
    blade alone is short and read less surely than the whole line: the bend counts by how surely it is one.
    """
    bend = slope_deg(place.end - place.blade) - slope_deg(place.end - place.knot)
    return slope_deg(chest.tip - chest.knot) + bend**3 / (bend**2 + BEND_SIGMA_DEG**2)


def midline_deg(context: MeasureContext, place: TiePlace) -> tuple[float, float]:
    """How the body's midline leans in the chart, + to the right the lower, and the sigma of a tilt against it."""
    view_deg, view_sigma_deg = _view(context, float(place.seat[0]))
    guessed = -SLOPE_OF_CHEST_DEG * math.sin(math.radians(view_deg))
    guess_sigma = math.hypot(AXIS_SIGMA_DEG, SLOPE_OF_CHEST_DEG * math.radians(view_sigma_deg))
    seen, seen_sigma = place.midline_deg, math.hypot(SEEN_FLOOR_DEG, SEEN_SIGMA_SCALE * place.slant_sigma_deg)
    if place.focus[-1] < LEAST_FOCUS:
        return guessed, math.hypot(guess_sigma, seen_sigma)
    weights = seen_sigma**-2, guess_sigma**-2
    midline = (weights[0] * seen + weights[1] * guessed) / sum(weights)
    apart = (seen - guessed) / math.hypot(seen_sigma, guess_sigma)
    return midline, seen_sigma * max(1.0, abs(apart) / 2.0)


def _view(context: MeasureContext, seat_u: float) -> tuple[float, float]:
    """From where the chest is seen, degrees, and one sigma: what the landmarks say and what the seat's place says.

    The front of the neck lies before the middle of the body: seen from the wearer's left it moves to the left of the
    shoulders' middle, more surely than a near trunk without legs tells its own azimuth.
    """
    told = math.degrees(math.asin(max(-0.7, min(0.7, -seat_u / SEAT_BEFORE_SHOULDERS))))
    weights = max(context.azimuth_sigma_deg, 3.0) ** -2, SEAT_TELLS_SIGMA_DEG**-2
    view = (weights[0] * context.azimuth_deg + weights[1] * told) / sum(weights)
    return view, sum(weights) ** -0.5
