"""Simulated people who stand, sit, bow, crouch and step before a simulated webcam, as the landmark tracker sees them.

Jointed figures with free proportions, landmark offsets that stay with the person, offsets that grow with the bow, and
jitter, projected by a camera of unknown height, tilt, lens and distance from all round the person. Body frame:
metres, x to the wearer's left, y up, z forward, origin on the floor between the ankles. The ranges of the offsets
were set from the tracker's errors on rendered people (3-9 % of the torso constant, 0.2-1.5 % jitter).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vision.body.bow_features import SWAPPED, Stances

Array = NDArray[np.float64]
Rng = np.random.Generator

HEAD = list(range(7))
SHOULDERS, HIPS, KNEES, ANKLES = [7, 8], [9, 10], [11, 12], [13, 14]
PELVIS_SHARE = 0.45
"""The trunk bends at this share of its length."""


DRIFT_AT_DEG = np.array([0.0, 45.0, 90.0])
DRIFT = np.array(
    [
        # nose, eyes, ears, mouth, shoulders, hips, knees, ankles; near (left) before far (right)
        [(-0.01, -0.01), (-0.01, 0.02), (0.0, 0.02), (-0.01, 0.06), (0.0, 0.06), (-0.01, 0.0), (0.0, 0.0),
         (0.0, 0.02), (0.01, 0.0), (0.0, 0.03), (0.0, 0.03), (0.0, 0.01), (0.0, 0.01), (0.0, 0.0), (0.0, 0.0)],
        [(0.0, -0.02), (0.0, 0.01), (0.015, 0.03), (-0.01, 0.02), (0.02, 0.08), (0.0, 0.0), (0.0, 0.02),
         (-0.02, 0.01), (-0.01, 0.08), (-0.01, 0.04), (-0.01, 0.06), (-0.02, 0.0), (0.0, 0.01), (-0.02, -0.01),
         (-0.01, -0.01)],
        [(-0.035, -0.015), (-0.01, 0.01), (-0.02, 0.02), (0.0, 0.025), (-0.02, 0.045), (-0.02, 0.0), (-0.02, 0.02),
         (-0.04, 0.02), (-0.01, 0.045), (-0.03, 0.03), (0.005, 0.03), (-0.03, -0.02), (0.04, 0.01), (-0.05, 0.0),
         (-0.005, 0.03)],
    ]
)  # fmt: skip
"""How the tracker's points wander during a bow of 30 deg, in torso lengths right and down, camera at the left side:
3 views x 15 points, means over the development clips and stills of rendered people."""


@dataclass(frozen=True, slots=True)
class Samples:
    """Pairs of stances of the same people: `before` upright or nearly, `now` anything. Degrees."""

    before: Stances
    now: Stances
    bow_deg: Array
    """Truth: rotation of the mid-hip -> neck line from `before` to `now`."""
    neck_deg: Array
    """Truth: how far the neck bent against the mid-hip -> neck line from `before` to `now`, + forward."""
    inclination_deg: Array
    """Truth: the same line's rotation in `now` from the person's own upright."""
    lateral_deg: Array
    """Truth in `now`: + to the person's right."""
    shoulder_tilt_deg: Array
    """Truth in `now`: + left shoulder higher."""
    seated: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Person:
    """Rest positions: `head` N x 7 x 3 and `shoulders` N x 2 x 3 from the chest joint, the rest lengths in metres."""

    stature: Array
    torso: Array
    leg: Array
    hip_half: Array
    foot_half: Array
    neck: Array
    shoulders: Array
    head: Array
    offsets: Array
    """N x 15 x 3: where the tracker puts each point, from its joint; it moves with the joint's segment."""


def _stack(*columns: Array | float) -> Array:
    return np.stack(np.broadcast_arrays(*columns), axis=-1)


def _turn_x(points: Array, angle: Array) -> Array:
    """Rotate N x K x 3 points about x by N radians, + forward (y towards z)."""
    c, s = np.cos(angle)[:, None], np.sin(angle)[:, None]
    x, y, z = points[..., 0], points[..., 1], points[..., 2]
    return np.stack([x, c * y - s * z, s * y + c * z], axis=-1)


def _turn_y(points: Array, angle: Array) -> Array:
    """Rotate N x K x 3 points about y by N radians."""
    c, s = np.cos(angle)[:, None], np.sin(angle)[:, None]
    x, y, z = points[..., 0], points[..., 1], points[..., 2]
    return np.stack([c * x + s * z, y, -s * x + c * z], axis=-1)


def _people(rng: Rng, n: int) -> _Person:
    h = rng.uniform(1.46, 1.94, n)
    torso = h * rng.uniform(0.27, 0.32, n)
    shoulder_half = h * rng.uniform(0.09, 0.122, n)
    zero = np.zeros(n)
    # the hip-shoulder line of an upright person leans back: mean 5 deg, people differ by about 2
    lean = np.radians(rng.normal(-4.5, 2.2, n))
    sink, up = 0.05 * torso, h * rng.uniform(0.05, 0.075, n) + h * rng.uniform(0.03, 0.055, n)
    shoulders = np.stack([_stack(s * shoulder_half, -sink, torso * np.tan(lean)) for s in (1, -1)], axis=1)
    ahead = h * rng.uniform(-0.015, 0.03, n) + torso * np.tan(lean)
    face = h * rng.uniform(0.055, 0.07, n)
    head = [_stack(zero, up - 0.012 * h, face)]
    head += [_stack(s * 0.019 * h, up + 0.012 * h, face - 0.012 * h) for s in (1, -1)]
    head += [_stack(s * 0.044 * h, up, zero) for s in (1, -1)]
    head += [_stack(s * 0.014 * h, up - 0.033 * h, face - 0.008 * h) for s in (1, -1)]
    around = np.stack(head, axis=1) + ahead[:, None, None] * np.array([0, 0, 1.0])
    spread = np.array([0.02] * 7 + [0.04] * 4 + [0.04] * 4)[None, :, None] * np.array([0.8, 1.0, 1.0])
    offsets = rng.normal(0, 1, (n, 15, 3)) * spread * torso[:, None, None]
    for pair in (SHOULDERS, HIPS, KNEES, ANKLES):  # most of an offset is common to both sides
        tall = 1.8 if pair is HIPS else 0.9  # how high the hips are seen differs most, with the clothes
        common = rng.normal(0, 1, (n, 1, 3)) * spread[:, pair] * torso[:, None, None] * np.array([1.0, tall, 0.8])
        offsets[:, pair] = 0.6 * offsets[:, pair] + common * np.array([0.0, 1.0, 1.0])
    return _Person(
        h, torso, h * rng.uniform(0.46, 0.53, n), h * rng.uniform(0.043, 0.062, n), h * rng.uniform(0.03, 0.09, n),
        h * rng.uniform(0.01, 0.03, n), shoulders, around, offsets,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Pose:
    """What the person does; angles in radians, lengths in metres, N each."""

    bow: Array
    rounding: Array
    nod: Array
    head_yaw: Array
    back: Array
    """How far the hips move back."""
    crouch: Array
    """How far the hips sink."""
    lateral: Array
    shoulder_roll: Array
    seat_height: Array
    """nan: standing."""


def _posed(person: _Person, pose: _Pose) -> tuple[Array, Array]:
    """N x 15 x 3 tracked points, and N angles (rad) of the mid-hip -> neck line."""
    n, seated = len(pose.bow), np.isfinite(pose.seat_height)
    bend = pose.rounding * pose.bow
    lower = pose.bow - (1 - PELVIS_SHARE) * bend
    upper = pose.bow + PELVIS_SHARE * bend
    zero = np.zeros(n)
    waist = _turn_x(_stack(zero, PELVIS_SHARE * person.torso, zero)[:, None], lower)
    chest = waist + _turn_x(_stack(zero, (1 - PELVIS_SHARE) * person.torso, zero)[:, None], upper)
    neck = chest + _turn_x(_stack(zero, person.neck, zero)[:, None], upper)
    o = person.offsets
    shoulders = person.shoulders + o[:, SHOULDERS]
    c, s = np.cos(pose.shoulder_roll), np.sin(pose.shoulder_roll)
    rolled = np.stack(
        [c[:, None] * shoulders[..., 0], s[:, None] * shoulders[..., 0] + shoulders[..., 1], shoulders[..., 2]],
        axis=-1,
    )
    head = _turn_x(_turn_y(person.head + o[:, HEAD], pose.head_yaw), pose.nod)
    trunk = np.concatenate([_turn_x(head, upper) + neck, _turn_x(rolled, upper) + chest], axis=1)
    hips = np.stack([_stack(side * person.hip_half, 0.0, 0.0) for side in (1, -1)], axis=1) + _turn_x(
        o[:, HIPS], lower
    )
    angle = np.arctan2(neck[:, 0, 2], neck[:, 0, 1])
    c, s = np.cos(pose.lateral)[:, None], np.sin(pose.lateral)[:, None]
    trunk = np.stack(
        [c * trunk[..., 0] + s * trunk[..., 1], c * trunk[..., 1] - s * trunk[..., 0], trunk[..., 2]], -1
    )
    ankle_y = 0.045 * person.stature
    standing_y = ankle_y + person.leg * np.sqrt(np.maximum(1 - (pose.back / person.leg) ** 2, 0.2)) - pose.crouch
    hip_y = np.where(seated, pose.seat_height + 0.09, standing_y)
    thigh = 0.5 * person.leg
    ankle_z = np.where(seated, thigh * 0.95 + 0.1 * pose.crouch, 0.0)
    hip = _stack(zero, hip_y, np.where(seated, 0.0, -pose.back))
    knees, ankles = [], []
    for side in (1, -1):
        ankle = _stack(side * person.foot_half, ankle_y, ankle_z)
        top = hip + _stack(side * person.hip_half, 0.0, 0.0)
        span = ankle - top
        reach = np.clip(np.linalg.norm(span, axis=1), 0.1, 2 * thigh - 1e-3)
        out = np.sqrt(thigh**2 - reach**2 / 4)
        ahead = np.stack([zero, -span[:, 2], span[:, 1]], axis=-1)
        ahead *= np.sign(ahead[:, 2])[:, None] / np.maximum(np.linalg.norm(ahead, axis=1), 1e-6)[:, None]
        knees.append(top + span / 2 + ahead * out[:, None])
        ankles.append(ankle)
    legs = np.concatenate([np.stack(knees, 1) + o[:, KNEES], np.stack(ankles, 1) + o[:, ANKLES]], axis=1)
    return np.concatenate([trunk + hip[:, None], hips + hip[:, None], legs], axis=1), angle


@dataclass(frozen=True, slots=True)
class _Cameras:
    azimuth: Array
    distance: Array
    height: Array
    focal: Array
    """In half longer picture sides."""
    pitch: Array
    roll: Array
    lateral: Array
    half: Array
    """N x 2: half width and half height of the picture, the longer one = 1."""


def _cameras(rng: Rng, person: _Person) -> _Cameras:
    n = len(person.stature)
    azimuth = np.where(
        rng.random(n) < 0.3, rng.uniform(-25, 25, n),
        np.where(rng.random(n) < 0.9, rng.uniform(-115, 115, n), rng.uniform(-180, 180, n)),
    )  # fmt: skip
    distance, height = rng.uniform(1.8, 4.2, n), rng.uniform(0.95, 1.75, n)
    aim = person.stature * rng.normal(0.52, 0.05, n)
    half = np.where(rng.random(n)[:, None] < 0.65, [[1.0, 0.75]], [[0.75, 1.0]])
    half = np.where(rng.random(n)[:, None] < 0.4, half**1.95, half)  # 16:9 as well as 4:3
    return _Cameras(
        np.radians(azimuth), distance, height, 1 / np.tan(np.radians(rng.uniform(46, 92, n)) / 2),
        np.arctan2(aim - height, distance), np.radians(rng.normal(0, 1.0, n)), rng.normal(0, 0.22, n), half,
    )  # fmt: skip


def _project(points: Array, camera: _Cameras, turn: Array, shift: Array) -> Array:
    """N x 15 x 3 body points -> N x 15 x 2 picture points in half longer sides, y down."""
    world = _turn_y(points, -(camera.azimuth + turn)) + shift[:, None]
    x = world[..., 0] + camera.lateral[:, None]
    y, z = world[..., 1] - camera.height[:, None], camera.distance[:, None] - world[..., 2]
    c, s = np.cos(camera.pitch)[:, None], np.sin(camera.pitch)[:, None]
    up, depth = c * y - s * z, np.maximum(s * y + c * z, 0.2)
    cr, sr = np.cos(camera.roll)[:, None], np.sin(camera.roll)[:, None]
    right, up = cr * x + sr * up, cr * up - sr * x
    return camera.focal[:, None, None] * np.stack([right / depth, -up / depth], axis=-1)


def _level(xy: Array, focal: Array, pitch: Array, roll: Array) -> Array:
    """The product's `level_points` for many cameras at once."""
    x, y = xy[..., 0] / focal[:, None], -xy[..., 1] / focal[:, None]
    cr, sr = np.cos(roll)[:, None], np.sin(roll)[:, None]
    x, y = cr * x - sr * y, sr * x + cr * y
    c, s = np.cos(pitch)[:, None], np.sin(pitch)[:, None]
    depth = np.maximum(c - s * y, 0.02)
    return np.stack([x / depth, -(s + c * y) / depth], axis=-1)


def _tracked(rng: Rng, xy: Array, scale: Array, drift: Array, steady: Array, jitter: Array, hidden: Array) -> Array:
    """The tracker's error in the picture: `steady` of the person, `drift` with the pose, jitter of the moment."""
    noise = rng.normal(0, 1, xy.shape) * jitter[:, None, None] * (1 + 3 * hidden)[..., None]
    return np.asarray(
        xy + (steady * (1 + hidden)[..., None] + drift + noise) * scale[:, None, None], dtype=np.float64
    )


def mean_drift(azimuth_deg: Array) -> Array:
    """N x 15 x 2 of DRIFT between its views; mirrored for a camera at the wearer's right."""
    turn = np.minimum(np.abs(azimuth_deg), 180 - np.minimum(np.abs(azimuth_deg), 90))
    flat = DRIFT.reshape(3, -1)
    drift = np.stack([np.interp(turn, DRIFT_AT_DEG, flat[:, k]) for k in range(flat.shape[1])], axis=1)
    drift = drift.reshape(-1, 15, 2)
    mirror = (azimuth_deg < 0)[:, None, None]
    return np.where(mirror, drift[:, SWAPPED] * np.array([-1.0, 1.0]), drift)


def _actions(rng: Rng, n: int) -> tuple[_Pose, _Pose]:
    zero = np.zeros(n)
    seat = np.where(rng.random(n) < 0.2, rng.uniform(0.40, 0.52, n), np.nan)
    sits = np.isfinite(seat)
    bow = np.radians(rng.uniform(0, 52, n)) * (rng.random(n) > 0.15)
    bow = np.where(sits, np.radians(rng.normal(3, 10, n)), bow)
    stand = np.radians(rng.normal(0, 2.2, n))
    follow = rng.choice([0.0, 0.0, -0.5, -1.0], n) + rng.normal(0, 0.15, n)
    nod = np.radians(rng.normal(2, 7, n))
    nod_now = (
        nod
        + follow * bow
        + np.radians(rng.normal(0, 5, n))
        + np.radians(rng.uniform(8, 35, n)) * (rng.random(n) < 0.12)
    )
    crouch = np.abs(rng.normal(0, 0.006, n)) + rng.uniform(0, 0.3, n) * (rng.random(n) < 0.08)
    back = np.maximum(np.sin(np.maximum(bow, 0)) * rng.uniform(0.02, 0.26, n) + rng.normal(0, 0.01, n), -0.03)
    lateral = np.radians(rng.normal(0, 2.0, n))
    roll = np.radians(rng.normal(0, 2.5, n))
    yaw = np.radians(rng.normal(0, 6, n))
    before = _Pose(stand, zero, nod, yaw, zero, np.abs(rng.normal(0, 0.004, n)), lateral, roll, seat)
    now = _Pose(
        stand + bow, rng.uniform(0, 0.55, n), nod_now, yaw + np.radians(rng.normal(0, 5, n)), back, crouch,
        lateral + np.radians(rng.normal(0, 1.2, n)), roll + np.radians(rng.normal(0, 1, n)), seat,
    )  # fmt: skip
    return before, now


def simulate(rng: Rng, n: int, *, calibrated: bool, azimuth_sigma_deg: float = 5.0) -> Samples:
    """`n` pairs. Uncalibrated: the assumed 65 deg lens, tilt, lean and height of the camera unknown."""
    person = _people(rng, n)
    camera = _cameras(rng, person)
    before, now = _actions(rng, n)
    upright = np.arctan2(0.0, 1.0)
    a3, a_angle = _posed(person, before)
    b3, b_angle = _posed(person, now)
    step = rng.normal(0, 0.008, (n, 3)) * np.array([1, 0, 1.0])
    step += (rng.random(n) < 0.06)[:, None] * rng.uniform(-0.3, 0.3, (n, 3)) * np.array([1, 0, 1.0])
    turn = np.radians(rng.normal(0, 1.2, n)) + (rng.random(n) < 0.05) * np.radians(rng.uniform(-15, 15, n))
    a = _project(a3, camera, np.zeros(n), np.zeros((n, 3)))
    b = _project(b3, camera, turn, step)
    scale = np.linalg.norm(a[:, SHOULDERS].mean(1) - a[:, HIPS].mean(1), axis=-1)
    far = np.where(np.sin(camera.azimuth) > 0, 1, 0)  # which of each pair (0 left, 1 right) is turned away
    hidden = np.zeros((n, 15))
    for pair in ((1, 2), (3, 4), (5, 6), SHOULDERS, HIPS, KNEES, ANKLES):
        hidden[np.arange(n), np.array(pair)[far]] = np.abs(np.sin(camera.azimuth)) ** 2
    deep = np.clip(now.bow / np.radians(30), -0.3, 1.7)[:, None, None]
    weight = np.array([0.012] * 3 + [0.02] * 2 + [0.012] * 2 + [0.02] * 2 + [0.028] * 2 + [0.02] * 2 + [0.015] * 2)
    drift = rng.normal(0, 0.7, (n, 15, 2)) * weight[None, :, None]
    for pair in (HEAD, SHOULDERS, HIPS, KNEES):
        drift[:, pair] += rng.normal(0, 0.8, (n, 1, 2)) * weight[None, pair, None]
    drift += mean_drift(np.degrees(camera.azimuth)) * rng.uniform(0.4, 1.4, (n, 1, 1))
    steady = rng.normal(0, 1, (n, 15, 2)) * 0.015
    jitter = rng.uniform(0.002, 0.011, n)
    a = _tracked(rng, a, scale, np.zeros_like(drift), steady, 0.5 * jitter, hidden)
    b = _tracked(rng, b, scale, drift * deep, steady, jitter, hidden)
    half = camera.half[:, None]
    inside_a, inside_b = (np.abs(a) < half).all(-1), (np.abs(b) < half).all(-1)
    seen_azimuth = np.degrees(camera.azimuth) + rng.normal(0, azimuth_sigma_deg, n)
    seen_azimuth = (seen_azimuth + 180) % 360 - 180
    if calibrated:
        focal = camera.focal * (1 + rng.normal(0, 0.01, n))
        pitch, roll = (
            camera.pitch + np.radians(rng.normal(0, 0.4, n)),
            camera.roll + np.radians(rng.normal(0, 0.25, n)),
        )
        height = camera.height + rng.normal(0, 0.015, n)
    else:
        focal = np.full(n, 1 / np.tan(np.radians(65) / 2))
        pitch, roll, height = np.zeros(n), np.zeros(n), np.full(n, np.nan)
    pose = [
        Stances(_level(xy, focal, pitch, roll), inside, seen_azimuth, height)
        for xy, inside in ((a, inside_a), (b, inside_b))
    ]
    lean = np.degrees(now.lateral)
    tilt = np.degrees(now.shoulder_roll) * np.cos(now.bow) - lean
    seated = np.isfinite(before.seat_height)
    neck = np.degrees(now.nod - before.nod + PELVIS_SHARE * now.rounding * now.bow)
    return Samples(
        pose[0], pose[1], np.degrees(b_angle - a_angle), neck, np.degrees(b_angle - upright), -lean, tilt, seated
    )
