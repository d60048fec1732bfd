"""How the trunk stands in one picture: inclination, lateral lean and the shoulder line, each with a true sigma."""

import math
from collections.abc import Iterable

import numpy as np

from vision.body.bow_angle import TURNED_AWAY_DEG, reader_name
from vision.body.bow_features import Stances, line_angles_deg, mirror_signs, still_features
from vision.body.reader import load_reader
from vision.body.shoulders import measure_shoulder_tilt
from vision.body.stance import SMALLEST_TORSO_PX, stance_of, torso_px, trunk_seen
from vision.families import MeasureContext
from vision.landmarks.points import BodyPoint, Provenance
from vision.measure import Measure, View
from vision.reason import Reason

NAMES = ("trunk_inclination_deg", "trunk_lateral_deg", "shoulder_tilt_deg")
LATERAL_VIEW_DEG = 35.0
"""Turned farther than this, a lean to the side cannot be told from a lean forward."""
_LEAN_SHOWN = (0.67, 0.63)
_BACK_SHOWN_DEG, _FORWARD_SHOWN = -6.7, 1.0
"""What the mid-hip -> mid-shoulder line in the level picture shows of a lean to the side (with a calibrated and with
an assumed camera), and times the sine of the azimuth of the trunk's own constant slope and of its inclination: by
regression on 1,000 rendered pictures."""
_LATERAL_SIGMA_DEG = (1.8, 3.6)
_LATERAL_SIGMA_SHARE = 0.15
_LEARNED_LEAN_DEG, _DOUBT_PER_LEAN = 2.0, 1.5
"""Beyond the leans that the reader of the inclination has learned from, it takes a lowered shoulder for a bow."""


def read_trunk(stances: Stances) -> tuple[np.ndarray, np.ndarray]:
    """N x 3 values and sigmas, degrees: inclination (+ forward), lateral (+ to the wearer's right), shoulder tilt
    (+ left higher)."""
    reader = load_reader(reader_name("trunk", stances))
    values, sigmas = reader.read(still_features(stances), stances.azimuth_deg)
    return values * mirror_signs(stances.azimuth_deg), sigmas


def measure_trunk(context: MeasureContext) -> Iterable[Measure]:
    """`trunk_inclination_deg`, `trunk_lateral_deg`, `shoulder_tilt_deg`."""
    reason = trunk_obstacle(context)
    if reason is not None:
        return [Measure.missing(name, reason, context.view) for name in NAMES]
    stance = stance_of(context.person, context.camera, context.azimuth_deg)
    values, sigmas = read_trunk(stance)
    turn = abs(context.azimuth_deg)
    lateral = _lateral(stance, float(values[0, 0]), context.view)
    if turn <= LATERAL_VIEW_DEG and isinstance(lateral.value, float):
        aside = max(abs(lateral.value) - _LEARNED_LEAN_DEG, 0.0)
        sigmas[0, 0] = math.hypot(float(sigmas[0, 0]), _DOUBT_PER_LEAN * aside)
    found = []
    for k, name in enumerate(NAMES):
        if k and turn > LATERAL_VIEW_DEG:
            found.append(Measure.missing(name, Reason.NEEDS_FRONT_VIEW, context.view))
        elif name == "shoulder_tilt_deg":
            points = context.person.body.points
            found.append(measure_shoulder_tilt(points, context.camera, context.azimuth_deg, context.view))
        elif name == "trunk_lateral_deg":
            found.append(lateral)
        else:
            found.append(Measure(name, float(values[0, k]), float(sigmas[0, k]), view=context.view))
    return found


def _lateral(stance: Stances, inclination_deg: float, view: View) -> Measure:
    """The lean to the side (+ to the wearer's right) from the trunk's line in the picture.

    Not from the reader: the rendered people it learned from lean by no more than 3 degrees, and it draws everybody
    towards upright.
    """
    assumed = int(not np.isfinite(stance.height_m).all())
    turned = math.sin(math.radians(float(stance.azimuth_deg[0])))
    line = float(line_angles_deg(stance.uv)[0])
    value = (line - turned * (_BACK_SHOWN_DEG + _FORWARD_SHOWN * inclination_deg)) / _LEAN_SHOWN[assumed]
    sigma = math.hypot(_LATERAL_SIGMA_DEG[assumed], _LATERAL_SIGMA_SHARE * value)
    return Measure("trunk_lateral_deg", value, sigma, view=view)


def trunk_obstacle(context: MeasureContext) -> Reason | None:
    """Why the trunk cannot be read, or None."""
    points = context.person.body.points
    if points.provenance[[BodyPoint.LEFT_SHOULDER, BodyPoint.RIGHT_SHOULDER]].min() == Provenance.MISSING:
        return Reason.TRUNK_OUTSIDE
    if not trunk_seen(context.landmarks):
        return Reason.TRUNK_OUTSIDE
    if torso_px(context.person) < SMALLEST_TORSO_PX:
        return Reason.TOO_FAR
    if abs(context.azimuth_deg) > TURNED_AWAY_DEG:
        return Reason.TURNED_AWAY
    return None
