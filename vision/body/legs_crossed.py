"""Whether a seated person's legs are crossed: what their points say, and what a small model sees of them.

The points are one voice. They cannot tell a hidden ankle from one that was guessed where ankles usually stand, so
they take a leg that hides behind the other for one that stands beside it; the look at the picture (`leg_crossing`)
decides. What the points say stands where the look finds it likely too, and against their word legs are never told to
be uncrossed.
"""

import math
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from vision.body.leg_crossing import CLASSES, CROSSED, crossed_of, leg_chances
from vision.body.legs import FRONT_DEG, legs_obstacle
from vision.body.level_view import level_points
from vision.families import MeasureContext
from vision.landmarks.points import BodyPoint
from vision.measure import Measure, View
from vision.reason import Reason

NAMES = ("legs_crossed",)
_NAME = NAMES[0]

_LARGEST_AZIMUTH_DEG = 100.0
"""From behind, the model has seen nobody."""
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
_ALSO_CROSSED, _ALSO_APART = 0.6, 0.8
"""What the points plainly say stands where the look finds it at least this likely."""
_POINTS_CROSSED_DOUBT, _POINTS_APART_DOUBT = 0.10, 0.08

Array = NDArray[np.float64]


def measure_crossing(context: MeasureContext) -> Iterable[Measure]:
    """`legs_crossed`: one leg over the other, or the ankles; or why it cannot be told."""
    obstacle = legs_obstacle(context)
    if obstacle is not None:
        return [Measure.missing(_NAME, obstacle, context.view)]
    if abs(context.azimuth_deg) > _LARGEST_AZIMUTH_DEG:
        return [Measure.missing(_NAME, Reason.NEEDS_FRONT_VIEW, context.view)]
    points = context.person.body.points
    chances = leg_chances(context.frame.pixels, points.xy, points.visibility, context.azimuth_deg)
    if chances is None:
        return [Measure.missing(_NAME, Reason.TOO_FAR, context.view)]
    return [together(said_by_points(context), chances, context.view)]


def together(said: Measure, chances: Mapping[str, float], view: View) -> Measure:
    """What the points said and what was seen, as one word. `chances` of `leg_crossing.CLASSES`."""
    seen = crossed_of(np.array([chances[name] for name in CLASSES]))
    crossed, apart = float(sum(chances[name] for name in CROSSED)), chances["side_by_side"]
    if seen is True:
        # whatever the points say: of crossed legs they take one in thirteen for legs side by side
        return Measure(_NAME, True, 1.0 - crossed, view=view)
    if seen is False and said.value is not True:
        return Measure(_NAME, False, 1.0 - apart, view=view)
    if (said.value is True and crossed >= _ALSO_CROSSED) or (said.value is False and apart >= _ALSO_APART):
        return said
    hidden = chances["cannot_be_told"] >= max(crossed, apart) or said.reason is Reason.LEGS_HIDDEN
    return Measure.missing(_NAME, Reason.LEGS_HIDDEN if hidden else Reason.AMBIGUOUS, view)


def said_by_points(context: MeasureContext) -> Measure:
    """One ankle high over the other, or ankles on each other's side: crossed. Shanks side by side: not crossed."""
    name, view = _NAME, context.view
    points = context.person.body.points
    level = level_points(points.xy, context.camera)
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
        return Measure(name, True, _POINTS_CROSSED_DOUBT, view=view)
    if rise > _LEVEL_RISE + 0.5 * farther or (frontal > 0.8 and order < 0.0):
        return Measure.missing(name, Reason.AMBIGUOUS, view)
    if float(points.visibility[list(ankles)].min()) < _SEEN_ANKLE:
        # behind the other leg an ankle is guessed where it usually stands
        return Measure.missing(name, Reason.LEGS_HIDDEN, view)
    if not _side_by_side(level, frontal=abs(context.azimuth_deg) <= FRONT_DEG):
        return Measure.missing(name, Reason.AMBIGUOUS, view)
    return Measure(name, False, _POINTS_APART_DOUBT, view=view)


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
    if abs(azimuth) > FRONT_DEG and left_up != (azimuth < 0):
        return 0.0
    camera = context.camera
    above_m = (camera.height_m if camera.height_m is not None else _USUAL_HEIGHT_M) - _ANKLE_HEIGHT_M
    lower = float(level[[BodyPoint.LEFT_ANKLE, BodyPoint.RIGHT_ANKLE], 1].max())
    known = camera.calibrated and camera.knows_floor and lower > 0.05
    distance = min(max(above_m / lower if known else _USUAL_SHANK_M / shank, 0.5), 8.0)
    apart = _FEET_APART_M[0] + _FEET_APART_M[1] * abs(math.sin(math.radians(azimuth)))
    return (above_m / distance - above_m / (distance + apart)) / shank
