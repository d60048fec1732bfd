"""How the trunk stands in one picture: inclination, lateral lean and the shoulder line, each with a true sigma."""

from collections.abc import Iterable

import numpy as np

from vision.body.bow_angle import TURNED_AWAY_DEG, reader_name
from vision.body.bow_features import Stances, mirror_signs, still_features
from vision.body.reader import load_reader
from vision.body.shoulders import measure_shoulder_tilt
from vision.body.stance import SMALLEST_TORSO_PX, stance_of, torso_px, trunk_seen
from vision.families import MeasureContext
from vision.landmarks.points import BodyPoint, Provenance
from vision.measure import Measure
from vision.reason import Reason

NAMES = ("trunk_inclination_deg", "trunk_lateral_deg", "shoulder_tilt_deg")
LATERAL_VIEW_DEG = 50.0
"""Turned farther than this, a lean to the side cannot be told from a lean forward."""


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
    found = []
    for k, name in enumerate(NAMES):
        if k and turn > LATERAL_VIEW_DEG:
            found.append(Measure.missing(name, Reason.NEEDS_FRONT_VIEW, context.view))
        elif name == "shoulder_tilt_deg":
            points = context.person.body.points
            found.append(measure_shoulder_tilt(points, context.camera, context.azimuth_deg, context.view))
        else:
            found.append(Measure(name, float(values[0, k]), float(sigmas[0, k]), view=context.view))
    return found


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
