"""The legs of a seated person: how far the knees are apart and how the shanks stand."""

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from vision.body.level_view import level_points
from vision.families import MeasureContext
from vision.landmarks.points import BodyPoint, Provenance
from vision.measure import Measure, View
from vision.reason import Reason

NAMES = ("knee_gap_ratio", "shank_inclination_deg", "leg_slant_deg", "ankle_reach_ratio")

FRONT_DEG = 25.0
_SIDE_DEG = 45.0
_KNEES_OVER_HIPS = (0.93, 0.16)
_KNEES_OVER_SHOULDERS = (1.50, 0.27)
"""Slope and offset from picture lengths to the true knee distance in hip widths, by regression on rendered people."""
_KNEE_GAP_SIGMA = 0.18
_SHANK_SIGMA_DEG = 3.0
_KNEE_OVER_ANKLE_DEG = 3.0
"""A shank that stands upright reads as leaning this much: the model's knee lies ahead of the joint."""

Array = NDArray[np.float64]


def measure_legs(context: MeasureContext) -> Iterable[Measure]:
    """All measures of a seated person's legs, or why not."""
    reason = legs_obstacle(context)
    if reason is not None:
        return [Measure.missing(name, reason, context.view) for name in NAMES]
    level = level_points(context.person.body.points.xy, context.camera)
    return [_knee_gap(context, level), *_shanks(context, level)]


def legs_obstacle(context: MeasureContext) -> Reason | None:
    """Why the legs are no evidence at all, or None."""
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
    if abs(context.azimuth_deg) > FRONT_DEG:
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
    if abs(azimuth) > FRONT_DEG:
        return [*side_on, Measure.missing("leg_slant_deg", Reason.NEEDS_FRONT_VIEW, view)]
    # legs that only spread cancel out: a slant is what both have in common
    slant = float(np.mean(slants))
    return [*side_on, Measure("leg_slant_deg", slant, _SHANK_SIGMA_DEG, view=view)]


def _legs(context: MeasureContext) -> list[tuple[BodyPoint, BodyPoint]]:
    """Knee and ankle of the legs that were seen."""
    legs = [(BodyPoint.LEFT_KNEE, BodyPoint.LEFT_ANKLE), (BodyPoint.RIGHT_KNEE, BodyPoint.RIGHT_ANKLE)]
    return [leg for leg in legs if context.person.body.points.measured(*leg)] or legs


def _apart(level: Array, left: BodyPoint) -> float:
    """Distance between a left point and its right twin, which follows it."""
    return float(np.linalg.norm(level[left] - level[left + 1]))
