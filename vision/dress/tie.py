"""Is a tie worn, does its knot sit at the middle and at the collar, does it hang straight, where does it end."""

import math
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from vision.body.level_view import focal_px
from vision.dress.chart import Chart
from vision.dress.items import SHOULDERS, Array, Chest, ChestView, box_of, inside, why_not_absent
from vision.dress.tie_place import LEAST_FOCUS, TiePlace, find_place
from vision.dress.tie_tilt import LEAST_LENGTH, measure_tilt
from vision.dress.witness import Sighting
from vision.families import Finding, MeasureContext
from vision.landmarks.detector import overlap
from vision.landmarks.points import Box
from vision.measure import Measure
from vision.observation import TieItem
from vision.reason import Reason

NUMBERS = ("tie_knot_offset_ratio", "tie_knot_gap_ratio", "tie_tilt_deg", "tie_tip_ratio")
NAMES = ("tie_present", *NUMBERS)
PRESENT, ABSENT = 0.5, 0.1
"""Between the two nothing is said. A belief just above the first names the item and decides no clause: a flag's sigma
is its chance of being wrong, and a clause wants less of it."""
LEAST_DOUBT = 0.04
"""Pictures unlike the training's exist: the model's own certainty is never taken at its word."""
KNOT_LENGTH = 0.02
"""Units from the knot's middle to where the blade begins."""
TIE_REGION = np.array([(-0.08, -0.14), (0.08, -0.14), (0.08, 0.12), (-0.08, 0.12)])
"""Units: without this in the picture nobody can say that there is no tie."""

KNOT_BEFORE_SHOULDERS = 0.29
"""A knot hangs this share of the shoulder width before the shoulders' axis: so much nearer it looks larger."""
WIDEST = 0.5
"""Shoulders that seem wider, of the focal length, are no measure of how near they are: that is 70 cm."""
AGREED = 0.06
"""Units between the two looks' places up to which they mean the same: three centimetres."""
FOCUS_ALONE = 0.9
"""Where they do not, the second look is believed if so much of its belief lies in one place, else neither."""
BESIDE, ENDS_SOMEWHERE = 0.03, 0.5
"""Units beside its line, and the belief in one place, that still let a tilt be told where the ends lie apart."""
SIGMA_SCALE = 0.65
"""The second look's own sigmas against its errors; the model card says how these and what follows were found."""
OFFSET_FLOOR, GAP_FLOOR, TIP_FLOOR = 0.012, 0.015, 0.06
"""Of one sigma: what remains however sure the look is. Of the shoulder width, trunk lengths, trunk lengths: trousers
are worn higher or lower."""
GUESSED_LENGTHS = 0.2
"""Of an offset and a gap where the hips lie outside the picture: the lengths they are given in are guesses then."""
TIP_SURE = 0.7
BELT_ABOVE_HIPS = 0.18
"""The belt's height over the hip joints, trunk lengths: 9 cm of a trunk of half a metre."""
SHORTEST_TIE = -0.25
"""A tie that seems to end higher over the belt goes on behind a closed jacket."""
HALF_BLADE, HALF_KNOT = 0.05, 0.05
"""Units: how far a tie reaches to each side of its axis and above its knot's middle, where its cells do not say."""
SAME_BOX = 0.5
"""Our own box and the witness's mean the same tie where they share so much (intersection over union)."""
NEAR_AXIS, SPREADS = 0.12, 0.1
"""Units, and units per unit below the knot: cells farther aside belong to something else."""


def read_tie(context: MeasureContext, seen: ChestView) -> Iterable[Finding]:
    """tie_present, the knot's place, the tie's tilt and end, and the tie's place in the picture."""
    score, sighting = seen.chest.tie, seen.chest.sighting
    placed = len(seen.chest.tie_cells) > 0 and _shown(context, seen)
    if score < PRESENT or not (placed or sighting is not None):
        return _without(context, seen, score)
    flag = Measure("tie_present", True, max(1.0 - score, LEAST_DOUBT), view=context.view)
    if not placed and sighting is not None:
        reason = Reason.AMBIGUOUS if seen.shoulders_seen else Reason.TRUNK_OUTSIDE
        return [flag, *_missing(context, reason), _by_sight(context, seen, sighting)]
    place = find_place(context.frame.pixels, seen.chart)
    both, knot_told, end_told = _joined(seen, place)
    item = _item(context, both, score)
    if not seen.shoulders_seen:
        return [flag, *_missing(context, Reason.TRUNK_OUTSIDE), item]
    if not knot_told:
        return [flag, *_missing(context, Reason.AMBIGUOUS), item]
    return [flag, *_knot(context, both, place), *_end(context, both, place, end_told), item]


def _joined(seen: ChestView, place: TiePlace) -> tuple[ChestView, bool, bool]:
    """The chest with knot and end as both looks have them, and whether they tell each; else the first look's stay."""
    chest, (on_knot, _, on_end, *_) = seen.chest, place.focus
    knot, tip = _of_both(chest.knot, place.knot, on_knot), _of_both(chest.tip, place.end, on_end)
    both = replace(chest, knot=chest.knot if knot is None else knot, tip=chest.tip if tip is None else tip)
    knot_told = knot is not None and max(chest.focus[0], on_knot) >= LEAST_FOCUS
    end_told = tip is not None and max(chest.focus[1], on_end) >= LEAST_FOCUS
    return replace(seen, chest=both), knot_told, end_told


def _of_both(first: Array, second: Array, focus: float) -> Array | None:
    """Half-way where the looks agree; the second's place where it is sure of it; None."""
    if float(np.linalg.norm(first - second)) < AGREED:
        return np.asarray((first + second) / 2.0)
    return second if focus >= FOCUS_ALONE else None


def _shown(context: MeasureContext, seen: ChestView) -> bool:
    """The knot and a little of what hangs from it lie in the picture."""
    below = seen.chest.knot + np.array([(0.0, 0.0), (0.0, KNOT_LENGTH)])
    return inside(seen.chart.to_picture(below), context.frame.width_px, context.frame.height_px)


def _without(context: MeasureContext, seen: ChestView, score: float) -> list[Finding]:
    reason = why_not_absent(context, seen, TIE_REGION, belief=score, absent=ABSENT)
    if reason is not None:
        return [Measure.missing(name, reason, context.view) for name in NAMES]
    flag = Measure("tie_present", False, max(score, LEAST_DOUBT), view=context.view)
    return [flag, *_missing(context, Reason.ITEM_NOT_FOUND)]


def _missing(context: MeasureContext, reason: Reason) -> list[Measure]:
    return [Measure.missing(name, reason, context.view) for name in NUMBERS]


def _knot(context: MeasureContext, seen: ChestView, place: TiePlace) -> list[Measure]:
    """Knot against seat: both lie equally far before the body, a turned view moves neither against the other."""
    width = 2.0 * seen.half_shoulders
    aside, below = seen.chest.knot - place.seat
    offset, gap = float(aside / width) * as_far_as_the_shoulders(context), float(below / seen.trunk)
    guessed = 0.0 if seen.hips_seen else GUESSED_LENGTHS
    sigma = math.hypot(SIGMA_SCALE * place.offset_sigma / width, OFFSET_FLOOR, guessed * offset)
    gap_sigma = math.hypot(SIGMA_SCALE * place.drop_sigma / seen.trunk, GAP_FLOOR, guessed * gap)
    return [
        Measure("tie_knot_offset_ratio", offset, sigma, view=context.view),
        Measure("tie_knot_gap_ratio", gap, gap_sigma, view=context.view),
    ]


def as_far_as_the_shoulders(context: MeasureContext) -> float:
    """How much smaller the knot's surroundings would look as far away as the shoulders' axis is.

    A width W that is w px wide is f W / w away, and what hangs the share k of W before it looks 1 / (1 - k w / f)
    times as large; neither W nor the distance need be known.
    """
    left, right = context.camera.straight(context.person.body.points.xy[list(SHOULDERS)])
    width_px = float(np.linalg.norm(left - right)) / math.cos(math.radians(context.azimuth_deg))
    return 1.0 - KNOT_BEFORE_SHOULDERS * min(width_px / focal_px(context.camera), WIDEST)


def _end(context: MeasureContext, seen: ChestView, place: TiePlace, told: bool) -> list[Measure]:
    """The tie's length and tilt, where it is told where it ends; the tilt also where both looks see the same line."""
    if told:
        return [_length(context, seen, place), measure_tilt(context, seen.chest, place)]
    length = Measure.missing("tie_tip_ratio", Reason.AMBIGUOUS, context.view)
    if not _on_one_line(seen.chest, place):
        return [length, Measure.missing("tie_tilt_deg", Reason.AMBIGUOUS, context.view)]
    return [length, measure_tilt(context, replace(seen.chest, tip=place.end), place)]


def _on_one_line(chest: Chest, place: TiePlace) -> bool:
    """The first look's end lies on the second's line: how far down each of them saw the tie turns it by nothing."""
    run, first = place.end - place.knot, chest.tip - place.knot
    beside = float(first[0] - run[0] * first[1] / max(float(run[1]), LEAST_LENGTH))
    return abs(beside) < BESIDE and min(place.focus[2], chest.focus[1]) >= ENDS_SOMEWHERE


def _length(context: MeasureContext, seen: ChestView, place: TiePlace) -> Measure:
    """Where the tip ends against the belt, where the tip itself is seen."""
    if not seen.hips_seen:
        return Measure.missing("tie_tip_ratio", Reason.TRUNK_OUTSIDE, context.view)
    if seen.chest.tip_free < TIP_SURE:
        return Measure.missing("tie_tip_ratio", Reason.AMBIGUOUS, context.view)
    below = float(seen.chest.tip[1]) / seen.trunk - (1.0 - BELT_ABOVE_HIPS)
    if below < SHORTEST_TIE:
        return Measure.missing("tie_tip_ratio", Reason.AMBIGUOUS, context.view)
    sigma = math.hypot(SIGMA_SCALE * place.end_sigma / seen.trunk, TIP_FLOOR)
    return Measure("tie_tip_ratio", below, sigma, view=context.view)


def _item(context: MeasureContext, seen: ChestView, score: float) -> TieItem:
    """The tie's box, knot and lower end in picture px; the end is left out where it is not sure."""
    knot, tip = seen.chest.knot, seen.chest.tip
    ends = [(float(x), float(y)) for x, y in seen.chart.to_picture(np.stack([knot, tip]))]
    sure = seen.chest.focus[1] >= LEAST_FOCUS
    box = box_of(context, seen.chart, _extent(seen.chest, sure))
    if seen.chest.sighting is not None:
        box = _of_both_boxes(box, _sighted(context, seen.chart, seen.chest.sighting))
    return TieItem(score, box, ends[0], ends[1] if sure else None)


def _by_sight(context: MeasureContext, seen: ChestView, sighting: Sighting) -> TieItem:
    """A tie that only the witness could place: its knot is taken to be as high as the box is wide."""
    box = _sighted(context, seen.chart, sighting)
    return TieItem(seen.chest.tie, box, ((box.x0 + box.x1) / 2.0, min(box.y0 + box.width / 2.0, box.y1)))


def _sighted(context: MeasureContext, chart: Chart, sighting: Sighting) -> Box:
    """The witness's box in picture px, cut at the picture's edge; on a chest aslant it keeps its size."""
    left, top, right, bottom = sighting.box
    x, y = chart.to_picture(np.array([((left + right) / 2.0, (top + bottom) / 2.0)]))[0]
    half = np.array([right - left, bottom - top]) * chart.unit_px / 2.0
    x0, y0 = np.maximum((x - half[0], y - half[1]), 0.0)
    x1, y1 = np.minimum((x + half[0], y + half[1]), (context.frame.width_px, context.frame.height_px))
    return Box(float(x0), float(y0), float(x1), float(y1))


def _of_both_boxes(own: Box, sighted: Box) -> Box:
    """Each side half-way between the two boxes' sides; our own, as its knot and end are told, where they differ."""
    mine, theirs = (np.array([box.x0, box.y0, box.x1, box.y1]) for box in (own, sighted))
    if overlap(mine, theirs[None])[0] < SAME_BOX:
        return own
    return Box(*((mine + theirs) / 2.0).tolist())


def _extent(chest: Chest, sure: bool) -> Array:
    """Places that the tie reaches, units: round knot and tip, and its cells where no tip is sure."""
    aside, up = np.array([HALF_BLADE, 0.0]), np.array([0.0, HALF_KNOT])
    places = [chest.knot - aside - up, chest.knot + aside - up]
    if sure:
        places += [chest.tip - aside, chest.tip + aside]
    below = np.maximum(chest.tie_cells[:, 1] - chest.knot[1], 0.0)
    near = chest.tie_cells[np.abs(chest.tie_cells[:, 0] - chest.knot[0]) < NEAR_AXIS + SPREADS * below]
    if not sure:
        places += list(near)
    return np.stack(places)
