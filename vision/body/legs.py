"""The legs of a seated person: how far the knees are apart, how the shanks stand, whether the legs are crossed."""

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from vision.body.level_view import level_points
from vision.families import MeasureContext
from vision.landmarks.points import BodyPoint, Provenance
from vision.measure import Measure, View
from vision.reason import Reason

NAMES = ("knee_gap_ratio", "shank_inclination_deg", "leg_slant_deg", "ankle_reach_ratio", "legs_crossed")

_FRONT_DEG = 25.0
_SIDE_DEG = 45.0
_KNEES_OVER_HIPS = (0.93, 0.16)
_KNEES_OVER_SHOULDERS = (1.50, 0.27)
"""Slope and offset from picture lengths to the true knee distance in hip widths, by regression on rendered people."""
_KNEE_GAP_SIGMA = 0.18
_SHANK_SIGMA_DEG = 3.0
_KNEE_OVER_ANKLE_DEG = 3.0
"""A shank that stands upright reads as leaning this much: the model's knee lies ahead of the joint."""
_CROSSED_RISE = 0.20
"""An ankle this share of a shank higher than its place on the floor could explain hangs in the air."""
_LEVEL_RISE = 0.21
"""Ankles within this stand on one floor."""
_FEET_APART_M = (0.15, 0.30)
"""How much farther away one foot may stand than the other: seen from the front, and what a side view adds."""
_USUAL_HEIGHT_M = 1.4
_USUAL_SHANK_M = 0.40
_ANKLE_HEIGHT_M = 0.08
_CROSSED_ORDER = 0.12
_SEEN_ANKLE = 0.75
_SHANKS_ALIKE_DEG, _SHANKS_ALIKE = 13.0, 0.8
"""Shanks side by side: how far apart their directions are at most, and the shorter one over the longer one."""
_ANKLES_APART, _KNEES_APART, _KNEE_GAP_TORSOS = 0.2, 0.18, 0.24
"""Head-on, side by side: the left ankle, and the left knee, so many shanks to the left, and the knees' distance.
95 % of rendered people with both feet on the floor show all of this, nobody with crossed legs does (decision 148)."""

Array = NDArray[np.float64]


def measure_legs(context: MeasureContext) -> Iterable[Measure]:
    """All measures of a seated person's legs, or why not."""
    reason = _obstacle(context)
    if reason is not None:
        return [Measure.missing(name, reason, context.view) for name in NAMES]
    level = level_points(context.person.body.points.xy, context.camera)
    return [_knee_gap(context, level), *_shanks(context, level), _crossed(context, level)]


def _obstacle(context: MeasureContext) -> Reason | None:
    if context.seated_probability < 0.5:
        return Reason.NOT_SEATED
    state = context.person.body.points.provenance
    knees = [BodyPoint.LEFT_KNEE, BodyPoint.RIGHT_KNEE]
    ankles = [BodyPoint.LEFT_ANKLE, BodyPoint.RIGHT_ANKLE]
    if np.any(state[knees + ankles] == Provenance.MISSING):
        return Reason.FEET_OUTSIDE
    # from the side the far leg is hidden by the near one: one leg seen is enough
    near = [(state[knee], state[ankle]) for knee, ankle in zip(knees, ankles, strict=True)]
    if not any(knee == Provenance.MEASURED and ankle == Provenance.MEASURED for knee, ankle in near):
        return Reason.LEGS_HIDDEN
    return None


def _knee_gap(context: MeasureContext, level: Array) -> Measure:
    name = "knee_gap_ratio"
    if abs(context.azimuth_deg) > _FRONT_DEG:
        return Measure.missing(name, Reason.NEEDS_FRONT_VIEW, context.view)
    if not context.person.body.points.measured(BodyPoint.LEFT_KNEE, BodyPoint.RIGHT_KNEE):
        return Measure.missing(name, Reason.LEGS_HIDDEN, context.view)
    knees = _apart(level, BodyPoint.LEFT_KNEE)
    hips, shoulders = _apart(level, BodyPoint.LEFT_HIP), _apart(level, BodyPoint.LEFT_SHOULDER)
    if hips < 1e-6 or shoulders < 1e-6:
        return Measure.missing(name, Reason.NEEDS_FRONT_VIEW, context.view)
    by_hips = _KNEES_OVER_HIPS[0] * knees / hips + _KNEES_OVER_HIPS[1]
    by_shoulders = _KNEES_OVER_SHOULDERS[0] * knees / shoulders + _KNEES_OVER_SHOULDERS[1]
    value = (by_hips + by_shoulders) / 2.0
    sigma = math.hypot(_KNEE_GAP_SIGMA, (by_hips - by_shoulders) / 2.0)
    return Measure(name, value, sigma, view=context.view)


def _shanks(context: MeasureContext, level: Array) -> list[Measure]:
    """Side view: inclination (+ = feet ahead of the knees) and reach. Front view: slant (+ to the wearer's left)."""
    azimuth, view = context.azimuth_deg, context.view
    lines = [level[ankle] - level[knee] for knee, ankle in _legs(context)]
    slants = [math.degrees(math.atan2(line[0], line[1])) for line in lines]
    side = abs(math.sin(math.radians(azimuth)))
    if abs(azimuth) >= _SIDE_DEG and view is not View.BACK:
        # at the wearer's left (azimuth +) ahead is to the left in the picture
        ahead = -math.copysign(1.0, azimuth)
        leans = [math.atan(math.tan(math.radians(ahead * slant)) / side) for slant in slants]
        lean = math.degrees(float(np.mean(leans))) - _KNEE_OVER_ANKLE_DEG
        sigma = math.hypot(_SHANK_SIGMA_DEG / side, 0.25 * abs(lean) * (1.0 - side))
        reach = math.sin(math.radians(lean))
        return [
            Measure("shank_inclination_deg", lean, sigma, view=view),
            Measure.missing("leg_slant_deg", Reason.NEEDS_FRONT_VIEW, view),
            Measure("ankle_reach_ratio", reach, math.radians(sigma), view=view),
        ]
    side_on = [
        Measure.missing("shank_inclination_deg", Reason.NEEDS_SIDE_VIEW, view),
        Measure.missing("ankle_reach_ratio", Reason.NEEDS_SIDE_VIEW, view),
    ]
    if abs(azimuth) > _FRONT_DEG:
        return [*side_on, Measure.missing("leg_slant_deg", Reason.NEEDS_FRONT_VIEW, view)]
    # legs that only spread cancel out: a slant is what both have in common
    slant = float(np.mean(slants))
    return [*side_on, Measure("leg_slant_deg", slant, _SHANK_SIGMA_DEG, view=view)]


def _legs(context: MeasureContext) -> list[tuple[BodyPoint, BodyPoint]]:
    """Knee and ankle of the legs that were seen."""
    legs = [(BodyPoint.LEFT_KNEE, BodyPoint.LEFT_ANKLE), (BodyPoint.RIGHT_KNEE, BodyPoint.RIGHT_ANKLE)]
    return [leg for leg in legs if context.person.body.points.measured(*leg)] or legs


def _crossed(context: MeasureContext, level: Array) -> Measure:
    """One ankle high over the other, or the ankles on each other's side: crossed. Neither: not crossed."""
    name, view = "legs_crossed", context.view
    points = context.person.body.points
    ankles = (BodyPoint.LEFT_ANKLE, BodyPoint.RIGHT_ANKLE)
    if not points.measured(*ankles):
        return Measure.missing(name, Reason.LEGS_HIDDEN, view)
    left, right = level[ankles[0]], level[ankles[1]]
    shank = max(
        float(np.linalg.norm(level[ankle] - level[knee]))
        for knee, ankle in ((BodyPoint.LEFT_KNEE, ankles[0]), (BodyPoint.RIGHT_KNEE, ankles[1]))
    )
    if shank < 1e-6:
        return Measure.missing(name, Reason.TOO_FAR, view)
    rise = abs(float(left[1] - right[1])) / shank
    farther = _rise_of_the_farther_foot(context, level, shank)
    frontal = math.cos(math.radians(context.azimuth_deg))
    order = float(left[0] - right[0]) / shank  # the wearer's left is the picture's right
    swapped = frontal > 0.8 and order < -_CROSSED_ORDER
    if rise - farther > _CROSSED_RISE or swapped:
        return Measure(name, True, 0.10, view=view)
    if rise > _LEVEL_RISE + 0.5 * farther or (frontal > 0.8 and order < 0.0):
        return Measure.missing(name, Reason.AMBIGUOUS, view)
    if float(points.visibility[list(ankles)].min()) < _SEEN_ANKLE:
        # behind the other leg an ankle is guessed where it usually stands
        return Measure.missing(name, Reason.LEGS_HIDDEN, view)
    if not _side_by_side(level, frontal=abs(context.azimuth_deg) <= _FRONT_DEG):
        return Measure.missing(name, Reason.AMBIGUOUS, view)
    return Measure(name, False, 0.08, view=view)


def _side_by_side(level: Array, *, frontal: bool) -> bool:
    """True where the shanks stand beside each other as those of somebody with both feet on the floor."""
    knees = level[[BodyPoint.LEFT_KNEE, BodyPoint.RIGHT_KNEE]]
    ankles = level[[BodyPoint.LEFT_ANKLE, BodyPoint.RIGHT_ANKLE]]
    shanks = ankles - knees
    lengths = np.linalg.norm(shanks, axis=1)
    slants = np.degrees(np.arctan2(shanks[:, 0], shanks[:, 1]))
    if abs(float(slants[0] - slants[1])) > _SHANKS_ALIKE_DEG or lengths.min() < _SHANKS_ALIKE * lengths.max():
        return False
    shank = float(lengths.max())
    torso = float(np.linalg.norm(level[11:13].mean(axis=0) - level[23:25].mean(axis=0)))
    apart = (ankles[0, 0] - ankles[1, 0]) / shank, (knees[0, 0] - knees[1, 0]) / shank
    gap = float(np.linalg.norm(knees[0] - knees[1])) / max(torso, 1e-6)
    return not frontal or (apart[0] >= _ANKLES_APART and apart[1] >= _KNEES_APART and gap >= _KNEE_GAP_TORSOS)


def _rise_of_the_farther_foot(context: MeasureContext, level: Array, shank: float) -> float:
    """How much higher in the picture, in shanks, the upper ankle may be for no more than standing farther away.

    None at all where the upper ankle belongs to the leg that is nearer to the camera.
    """
    left_up = float(level[BodyPoint.LEFT_ANKLE, 1]) < float(level[BodyPoint.RIGHT_ANKLE, 1])
    azimuth = context.azimuth_deg
    if abs(azimuth) > _FRONT_DEG and left_up != (azimuth < 0):
        return 0.0
    camera = context.camera
    above_m = (camera.height_m if camera.height_m is not None else _USUAL_HEIGHT_M) - _ANKLE_HEIGHT_M
    lower = float(level[[BodyPoint.LEFT_ANKLE, BodyPoint.RIGHT_ANKLE], 1].max())
    known = camera.calibrated and camera.knows_floor and lower > 0.05
    distance = min(max(above_m / lower if known else _USUAL_SHANK_M / shank, 0.5), 8.0)
    apart = _FEET_APART_M[0] + _FEET_APART_M[1] * abs(math.sin(math.radians(azimuth)))
    return (above_m / distance - above_m / (distance + apart)) / shank


def _apart(level: Array, left: BodyPoint) -> float:
    """Distance between a left point and its right twin, which follows it."""
    return float(np.linalg.norm(level[left] - level[left + 1]))
