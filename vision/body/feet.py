"""The feet on the floor: splay, toe-out, gaps in foot lengths and centimetres, and the stance they make.

Heel, toe and inner heel of each shoe are put down on the floor (`vision.body.floor`); everything is read there, so
that the camera's height and distance do not matter. Each value is the median of the samples, its sigma half the
distance between their 16th and 84th percentile, so that pixel noise and an unknown camera are both in it.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from vision.body.floor import ANKLE_HEIGHT_M, Cameras, on_floor, sampled_cameras
from vision.body.foot_points import FootPoints, alike, find_feet
from vision.families import MeasureContext
from vision.landmarks.points import BodyPoint, Floats, Provenance, Side
from vision.measure import Measure, View
from vision.reason import Reason

ANGLES = ("feet_splay_deg", "left_toe_out_deg", "right_toe_out_deg")
NAMES = (
    *ANGLES, "heel_gap_cm", "heel_gap_ratio", "toe_gap_cm", "stance_width_ratio", "feet_stance",
)  # fmt: skip

_SEATED = 0.5
_SIGMAS_AT_DEG, _SIGMAS_BY = (15.0, 40.0), (0.9, 1.2)
"""Seen from aslant one shoe hides the other: the points are less certain there than their model says, and a little
more certain head-on (four people never trained on, docs/decisions/0146)."""
_GAP_SIGMAS_CM = (0.7, 2.5)
"""What the heels' gap errs beyond its points: a heel's inner side is rounded, and aslant the other shoe hides it."""
_DOUBTS, _WRONG = (0.0, 0.25, 0.33, 0.5, 1.0), (0.03, 0.06, 0.12, 0.4, 0.9)
"""How often a stance is wrong that so large a share of the samples speaks against: head-on, camera calibrated."""
_LARGEST_AZIMUTH_DEG = 75.0
_FRONTAL_DEG = 20.0
_NARROWEST_SPLAY_DEG, _WIDEST_SPLAY_DEG = -45.0, 120.0
"""Nobody stands with the feet turned farther in or out: the points of a heel or a toe are wrong."""
_FOOT_POINTS = (
    BodyPoint.LEFT_ANKLE, BodyPoint.RIGHT_ANKLE, BodyPoint.LEFT_HEEL, BodyPoint.RIGHT_HEEL,
    BodyPoint.LEFT_FOOT_INDEX, BodyPoint.RIGHT_FOOT_INDEX,
)  # fmt: skip
_ANKLE_SIGMA_PX_PER_SHANK = 0.03
BALL_ALONG, BALL_ASIDE = 0.72, 0.19
"""The ball of the big toe in foot lengths: along the foot from the heel, and aside from its axis (half of the foot's
breadth, which is 0.38 of its length; ANSUR II). The fist of a V stance fits between these, not between the tips."""

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FeetGeometry:
    """S samples of both feet on the floor; metres and degrees, nan where a sample has no floor."""

    splay_deg: Array
    left_out_deg: Array
    right_out_deg: Array
    heel_gap_m: Array
    toe_gap_m: Array
    """Between the inner edges at the balls of the big toes; negative where the feet overlap."""
    foot_length_m: Array
    stagger: Array
    """How far the left heel lies ahead of the right one, in foot lengths."""


def measure_feet(context: MeasureContext) -> Iterable[Measure]:
    """All measures of the feet, or why they cannot be taken."""
    obstacle = feet_obstacle(context)
    if obstacle is not None:
        return [Measure.missing(name, obstacle, context.view) for name in NAMES]
    found = find_feet(context.frame.pixels, context.landmarks)
    left, right = found[Side.LEFT], found[Side.RIGHT]
    if left is None or right is None:
        return [Measure.missing(name, Reason.FEET_HIDDEN, context.view) for name in NAMES]
    return _measures(context, left, right)


def feet_obstacle(context: MeasureContext) -> Reason | None:
    """Why the feet are no evidence: outside, hidden, seated, or seen from the wrong side."""
    provenance = context.person.body.points.provenance
    state = provenance[list(_FOOT_POINTS)]
    if np.any(state[:2] == Provenance.MISSING) or np.sum(state[2:] == Provenance.MISSING) >= 2:
        return Reason.FEET_OUTSIDE
    # a shoe hides its own heel from the front: one seen end and the ankle are enough
    for side in (0, 1):
        ends = (state[2 + side], state[4 + side])
        if state[side] != Provenance.MEASURED and Provenance.MEASURED not in ends:
            return Reason.FEET_HIDDEN
    if context.view is View.BACK or abs(context.azimuth_deg) > _LARGEST_AZIMUTH_DEG:
        return Reason.NEEDS_FRONT_VIEW
    if context.seated_probability > _SEATED:
        return Reason.NOT_STANDING
    return None


def feet_geometry(floor: Array, azimuth_deg: float) -> FeetGeometry:
    """`floor`: S x 6 x 2 m, left heel, toe, inner heel, then right. `azimuth_deg`: the camera around the body."""
    left_axis, right_axis = floor[:, 1] - floor[:, 0], floor[:, 4] - floor[:, 3]
    left_length, right_length = (np.linalg.norm(axis, axis=1) for axis in (left_axis, right_axis))
    azimuth = math.radians(azimuth_deg)
    ahead = np.array([-math.sin(azimuth), -math.cos(azimuth)])
    to_left = np.array([math.cos(azimuth), -math.sin(azimuth)])
    left_out = np.degrees(np.arctan2(left_axis @ to_left, left_axis @ ahead))
    right_out = np.degrees(np.arctan2(right_axis @ -to_left, right_axis @ ahead))
    # gaps are read across the feet's own middle direction: it is known better than the body's azimuth
    middle = left_axis / left_length[:, None] + right_axis / right_length[:, None]
    middle = middle / np.linalg.norm(middle, axis=1, keepdims=True)
    across = np.stack([-middle[:, 1], middle[:, 0]], axis=1)
    across *= np.sign(np.sum(across * to_left, axis=1, keepdims=True))
    length = (left_length + right_length) / 2.0
    inner = floor[:, 2] - floor[:, 5]
    heels = floor[:, 0] - floor[:, 3]
    return FeetGeometry(
        splay_deg=left_out + right_out,
        left_out_deg=left_out,
        right_out_deg=right_out,
        heel_gap_m=np.sum(inner * across, axis=1),
        toe_gap_m=np.sum((_inner_ball(floor[:, :2], across) - _inner_ball(floor[:, 3:5], -across)) * across, axis=1),
        foot_length_m=length,
        stagger=np.sum(heels * middle, axis=1) / length,
    )


def _inner_ball(foot: Array, outward: Array) -> Array:
    """S x 2 m: the inner edge at the ball of the big toe. `foot`: S x 2 x 2, heel, toe; `outward`: unit vectors."""
    axis = foot[:, 1] - foot[:, 0]
    inward = np.stack([-axis[:, 1], axis[:, 0]], axis=1)
    inward *= -np.sign(np.sum(inward * outward, axis=1, keepdims=True))
    return np.asarray(foot[:, 0] + BALL_ALONG * axis + BALL_ASIDE * inward, dtype=np.float64)


def stances(feet: FeetGeometry) -> NDArray[np.str_]:
    """The stance each sample makes.

    V: heels together, toes apart. T and Y: one heel at the other's instep, at a right angle (T) or less (Y).
    """
    gap = feet.heel_gap_m / feet.foot_length_m
    splay, offset = feet.splay_deg, np.abs(feet.stagger)
    rules = [
        ((offset >= 0.25) & (offset <= 0.75) & (gap < 0.3) & (splay >= 65.0), "t"),
        ((offset >= 0.25) & (offset <= 0.75) & (gap < 0.3) & (splay >= 25.0), "y"),
        ((offset >= 0.3), "staggered"),
        ((gap <= 0.25) & (splay >= 15.0), "v"),
        ((gap <= 0.25) & (splay >= -8.0), "together"),
        ((gap > 0.25) & (np.abs(splay) <= 25.0), "parallel"),
    ]
    conditions = [condition for condition, _ in rules]
    return np.select(conditions, [name for _, name in rules], default="other").astype(np.str_)


def _measures(context: MeasureContext, left: FootPoints, right: FootPoints) -> list[Measure]:
    body, view = context.person.body.points.xy, context.view
    eyes = (body[BodyPoint.LEFT_EYE] + body[BodyPoint.RIGHT_EYE]) / 2.0
    ankles = body[[BodyPoint.LEFT_ANKLE, BodyPoint.RIGHT_ANKLE]]
    cameras = sampled_cameras(context.camera, eyes, ankles.mean(axis=0))
    points = np.stack([p for foot in (left, right) for p in (foot.heel, foot.toe, foot.inner_heel)])
    sigmas = np.stack(
        [s for foot in (left, right) for s in (foot.heel_sigma_px, foot.toe_sigma_px, foot.inner_heel_sigma_px)]
    )
    floor = _feet_on_floor(cameras, points, sigmas, context.azimuth_deg)
    seen = ~np.isnan(floor).any(axis=(1, 2))
    if seen.mean() < 0.5:
        return [Measure.missing(name, Reason.NEEDS_CAMERA, view) for name in NAMES]
    feet = feet_geometry(floor[seen], context.azimuth_deg)
    if not _NARROWEST_SPLAY_DEG <= float(np.median(feet.splay_deg)) <= _WIDEST_SPLAY_DEG:
        return [Measure.missing(name, Reason.AMBIGUOUS, view) for name in NAMES]
    turn = context.azimuth_sigma_deg
    width, width_sigma = _stance_width(context, on_floor(cameras, ankles, _ankle_sigma(context), ANKLE_HEIGHT_M))
    samples = {
        "feet_splay_deg": feet.splay_deg,
        "left_toe_out_deg": feet.left_out_deg,
        "right_toe_out_deg": feet.right_out_deg,
        "heel_gap_cm": 100.0 * feet.heel_gap_m,
        "heel_gap_ratio": feet.heel_gap_m / feet.foot_length_m,
        "toe_gap_cm": 100.0 * feet.toe_gap_m,
    }
    gap_cm = float(np.interp(abs(context.azimuth_deg), _SIGMAS_AT_DEG, _GAP_SIGMAS_CM))
    length_cm = 100.0 * float(np.median(feet.foot_length_m))
    own_sigma = {"left_toe_out_deg": turn, "right_toe_out_deg": turn, "heel_gap_cm": gap_cm}
    own_sigma["heel_gap_ratio"] = gap_cm / length_cm
    return [
        *_read(samples, own_sigma, view),
        Measure("stance_width_ratio", width, width_sigma, view=view),
        _stance(context, feet),
    ]


def _feet_on_floor(cameras: Cameras, points_px: Floats, sigmas_px: Floats, azimuth_deg: float) -> Array:
    """S x 6 x 2 m, left heel, toe, inner heel, then right; the points of both feet err together."""
    sigmas = sigmas_px * float(np.interp(abs(azimuth_deg), _SIGMAS_AT_DEG, _SIGMAS_BY))
    return on_floor(replace(cameras, noise=alike(cameras.noise[:, :6])), points_px, sigmas)


def _stance(context: MeasureContext, feet: FeetGeometry) -> Measure:
    """The stance that most samples make, and the chance that it is wrong."""
    name, view = "feet_stance", context.view
    frontal = abs(context.azimuth_deg) <= _FRONTAL_DEG
    known = context.camera.calibrated and context.camera.knows_floor
    if not (frontal or known):
        return Measure.missing(name, Reason.NEEDS_FRONT_VIEW, view)
    names, counts = np.unique(stances(feet), return_counts=True)
    best = int(np.argmax(counts))
    against = 1.0 - float(counts[best] / counts.sum())
    doubt = float(np.interp(against, _DOUBTS, _WRONG)) if frontal and known else against
    return Measure(name, str(names[best]), doubt, view=view)


def _read(samples: Mapping[str, Array], own_sigma: Mapping[str, float], view: View) -> list[Measure]:
    """The median of each quantity's samples; `own_sigma`: what the samples do not hold, in the quantity's unit."""
    levels = np.percentile(np.stack(list(samples.values())), [16.0, 50.0, 84.0], axis=1)
    return [
        Measure(name, float(middle), math.hypot(float(high - low) / 2.0, own_sigma.get(name, 0.0)), view=view)
        for name, (low, middle, high) in zip(samples, levels.T, strict=True)
    ]


def _ankle_sigma(context: MeasureContext) -> Array:
    xy = context.person.body.points.xy
    shank = float(np.linalg.norm(xy[BodyPoint.LEFT_KNEE] - xy[BodyPoint.LEFT_ANKLE]))
    return np.full((2, 2), _ANKLE_SIGMA_PX_PER_SHANK * shank)


def _stance_width(context: MeasureContext, ankles_m: Array) -> tuple[float, float]:
    """Distance of the ankles over the shoulders' width, both in metres at the person's distance."""
    xy = context.person.body.points.xy.astype(np.float64)
    apart = np.linalg.norm(ankles_m[:, 0] - ankles_m[:, 1], axis=1)
    shoulders = float(np.linalg.norm(xy[BodyPoint.LEFT_SHOULDER] - xy[BodyPoint.RIGHT_SHOULDER]))
    # what the shoulders measure in px turns into metres by the ankles' own scale; a turned body foreshortens both
    ankles_px = float(np.linalg.norm(xy[BodyPoint.LEFT_ANKLE] - xy[BodyPoint.RIGHT_ANKLE]))
    nearer = _depth_ratio(context)
    ratio = ankles_px / max(shoulders, 1.0) * nearer
    spread = float(np.nanstd(apart) / max(float(np.nanmedian(apart)), 0.05))
    turned = 1.0 / max(math.cos(math.radians(context.azimuth_deg)), 0.3)
    return ratio, max(0.05, ratio * min(spread, 0.5)) * turned


def _depth_ratio(context: MeasureContext) -> float:
    """Distance of the ankles over that of the shoulders: a high camera sees the feet farther away."""
    camera = context.camera
    if camera.height_m is None or camera.pitch_deg is None:
        return 1.06
    xy = context.person.body.points.xy.astype(np.float64)
    middle = (xy[BodyPoint.LEFT_ANKLE] + xy[BodyPoint.RIGHT_ANKLE]) / 2.0
    foot = camera.on_plane(middle[None], ANKLE_HEIGHT_M)[0]
    if np.any(np.isnan(foot)):
        return 1.06
    shoulder_height = 0.81 * 1.7
    to_camera = np.array([0.0, camera.height_m, 0.0])
    forward = camera.rotation()[:, 2]
    lower = float((foot - to_camera) @ forward)
    upper = float((np.array([foot[0], shoulder_height, foot[2]]) - to_camera) @ forward)
    return lower / max(upper, 0.3)
