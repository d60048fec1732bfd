"""How the trunk stands in one picture: inclination, lateral lean and the shoulder line, each with a true sigma."""

import math
from collections.abc import Iterable

import numpy as np

from vision.body.bow_angle import TURNED_AWAY_DEG, reader_name
from vision.body.bow_features import Array, Stances, line_angles_deg, still_features
from vision.body.reader import load_reader
from vision.body.shoulders import measure_shoulder_tilt
from vision.body.stance import SMALLEST_TORSO_PX, trunk_seen
from vision.families import MeasureContext
from vision.landmarks.points import trunk_px
from vision.measure import Measure
from vision.reason import Reason

NAMES = ("trunk_inclination_deg", "trunk_lateral_deg", "shoulder_tilt_deg")
SHOULDER_VIEW_DEG = 50.0
"""Turned farther than this, a shoulder that is nearer cannot be told from one that is higher."""
LATERAL_VIEW_DEG = 35.0
"""Turned farther than this, a lean to the side cannot be told from a lean forward."""
_LEAN_SHOWN = (0.67, 0.63)
_BACK_SHOWN_DEG, _FORWARD_SHOWN = -6.7, 1.0
"""What the mid-hip -> mid-shoulder line in the level picture shows of a lean to the side (with a calibrated and with
an assumed camera), and times the sine of the azimuth of the trunk's own constant slope and of its inclination: by
regression on 1,000 rendered pictures."""
_TURNS_DEG = (12.0, 18.0, 25.0, 32.0)
_LATERAL_SIGMAS_DEG = ((1.9, 2.4, 3.2, 4.0), (3.7, 4.0, 4.4, 5.2))
_LATERAL_SIGMA_SHARES = (0.15, 0.3, 0.6, 0.9)
"""By how far the body is turned: errors of 800 rendered people with leans of up to 14 degrees. From 25 degrees on
half of a lean is taken for a lean forward."""
_LEARNED_LEAN_DEG, _DOUBT_PER_LEAN = 2.0, 1.5
"""Beyond the leans that the reader of the inclination has learned from, it takes a lowered shoulder for a bow."""


def read_inclination(stances: Stances) -> tuple[Array, Array]:
    """N values and sigmas of the inclination, degrees, + forward."""
    reader = load_reader(reader_name("trunk", stances))
    values, sigmas = reader.read(still_features(stances), stances.azimuth_deg)
    return values[:, 0], sigmas[:, 0]


def measure_trunk(context: MeasureContext) -> Iterable[Measure]:
    """`trunk_inclination_deg`, `trunk_lateral_deg`, `shoulder_tilt_deg`."""
    reason = trunk_obstacle(context)
    if reason is not None:
        return [Measure.missing(name, reason, context.view) for name in NAMES]
    stance = context.stance
    inclination, sigma = (float(part[0]) for part in read_inclination(stance))
    view, turn = context.view, abs(context.azimuth_deg)
    lateral = Measure.missing("trunk_lateral_deg", Reason.NEEDS_FRONT_VIEW, view)
    if turn <= LATERAL_VIEW_DEG:
        lean, lean_sigma = _lean(stance, inclination)
        lateral = Measure("trunk_lateral_deg", lean, lean_sigma, view=view)
        sigma = math.hypot(sigma, _DOUBT_PER_LEAN * max(abs(lean) - _LEARNED_LEAN_DEG, 0.0))
    tilt = Measure.missing("shoulder_tilt_deg", Reason.NEEDS_FRONT_VIEW, view)
    if turn <= SHOULDER_VIEW_DEG:
        tilt = measure_shoulder_tilt(context.person.body.points, context.camera, context.azimuth_deg, view)
    return [Measure("trunk_inclination_deg", inclination, sigma, view=view), lateral, tilt]


def _lean(stance: Stances, inclination_deg: float) -> tuple[float, float]:
    """The lean to the side (+ to the wearer's right) and its sigma, degrees, from the trunk's line in the picture.

    Not from the reader: the rendered people it learned from lean by no more than 3 degrees, and it draws everybody
    towards upright.
    """
    assumed = int(not np.isfinite(stance.height_m).all())
    turned = math.sin(math.radians(float(stance.azimuth_deg[0])))
    line = float(line_angles_deg(stance.uv)[0])
    value = (line - turned * (_BACK_SHOWN_DEG + _FORWARD_SHOWN * inclination_deg)) / _LEAN_SHOWN[assumed]
    turn = abs(float(stance.azimuth_deg[0]))
    steady = float(np.interp(turn, _TURNS_DEG, _LATERAL_SIGMAS_DEG[assumed]))
    return value, math.hypot(steady, float(np.interp(turn, _TURNS_DEG, _LATERAL_SIGMA_SHARES)) * value)


def trunk_obstacle(context: MeasureContext) -> Reason | None:
    """Why the trunk cannot be read, or None."""
    if not trunk_seen(context.landmarks):
        return Reason.TRUNK_OUTSIDE
    if trunk_px(context.person.body.points.xy) < SMALLEST_TORSO_PX:
        return Reason.TOO_FAR
    if abs(context.azimuth_deg) > TURNED_AWAY_DEG:
        return Reason.TURNED_AWAY
    return None
