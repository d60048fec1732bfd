"""Shapes of scarves and bow ties round the neck of a rendered person in its rest pose.

Metres in the renderer's body frame: x to the wearer's left, y up, z forward. Every piece of cloth is a grid of
points; `Shape.knot` is where the scarf is tied, or the middle of its front where it has no knot.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.dress.drawing import Random

Points = NDArray[np.float64]
BONES = ("Spine1", "Spine2", "Neck", "LeftShoulder", "RightShoulder", "LeftArm", "RightArm")
REACH_M = (0.3, 0.4)
"""Of the body about the neck's joint that cloth may lie on: to either side, and down."""
AROUND, SPAN = 64, 3
"""Points round the neck, and how many of them to either side the cloth spans."""
LIFT_M = 0.003
NEAREST = 8
"""Points of the body whose motion a point of the cloth shares."""
STYLES = ("kerchief", "bow", "triangle", "hanging", "wrapped")
SHARES = (0.34, 0.28, 0.18, 0.1, 0.1)


@dataclass(frozen=True, slots=True)
class Shape:
    """Pieces of cloth, each rows x columns x 3, and the place of the knot."""

    style: str
    pieces: tuple[Points, ...]
    knot: Points


class Neck:
    """The surface about a person's neck: what cloth lies on."""

    def __init__(self, avatar: Any) -> None:
        self.joint = np.asarray(avatar.p0[avatar.i["Neck"]], np.float64)
        near = [avatar.i[name] for name in BONES if name in avatar.i]
        points = avatar.V[avatar.F].astype(np.float64)
        kept = np.isin(avatar.dom[avatar.F], near).all(1)
        kept &= (np.abs(points[..., 0]) < REACH_M[0]).all(1) & (points[..., 1] > self.joint[1] - REACH_M[1]).all(1)
        self.triangles = points[kept]
        self.vertices = np.unique(avatar.F[kept])
        self.avatar = avatar

    def radius(self, angle: Points, y: Points) -> Points:
        """How far the outermost surface lies from the upright axis through the neck; nan where there is none.

        `angle`: 0 = to the front, + = to the wearer's left, radians.
        """
        axis = np.stack([np.zeros_like(y), y, np.full_like(y, self.joint[2])], -1).reshape(-1, 3)
        way = np.stack([np.sin(angle), np.zeros_like(angle), np.cos(angle)], -1).reshape(-1, 3)
        out = np.full(len(axis), np.nan)
        low, high = self.triangles[..., 1].min(1), self.triangles[..., 1].max(1)
        for number, (start, direction) in enumerate(zip(axis, way, strict=True)):
            level = self.triangles[(low <= start[1]) & (high >= start[1])]
            far = _hits(start, direction, level)
            if len(far):
                out[number] = far.max()
        return out.reshape(angle.shape)

    def front(self, x: Points, y: Points) -> Points:
        """How far to the front the surface lies at x and y; nan where there is none."""
        out = np.full(x.size, np.nan)
        forward = np.array([0.0, 0.0, 1.0])
        low, high = self.triangles[..., :2].min(1), self.triangles[..., :2].max(1)
        for number, place in enumerate(np.stack([x.ravel(), y.ravel()], 1)):
            near = self.triangles[((low <= place) & (high >= place)).all(1)]
            far = _hits(np.array([*place, -1.0]), forward, near)
            if len(far):
                out[number] = far.max() - 1.0
        return out.reshape(x.shape)


def _hits(start: Points, direction: Points, triangles: Points) -> Points:
    """Distances at which a ray passes triangles (Moeller and Trumbore 1997)."""
    first, second = triangles[:, 1] - triangles[:, 0], triangles[:, 2] - triangles[:, 0]
    across = np.cross(direction, second)
    area = (first * across).sum(1)
    area = np.where(np.abs(area) < 1e-12, 1e-12, area)
    to = start - triangles[:, 0]
    u = (to * across).sum(1) / area
    turned = np.cross(to, first)
    v = (turned @ direction) / area
    far = (second * turned).sum(1) / area
    return np.asarray(far[(u >= -1e-6) & (v >= -1e-6) & (u + v <= 1 + 1e-6) & (far > 0)])


def moved(neck: Neck, points: Points, posed: Any) -> Points:
    """Points of the rest pose as the body carries them, N x 3: by the bones that move the nearest points of it."""
    avatar = neck.avatar
    body = avatar.V[neck.vertices]
    shift = posed.P - np.einsum("bij,bj->bi", posed.T, avatar.p0)
    out = np.empty_like(points)
    for number, point in enumerate(points):
        far = ((body - point) ** 2).sum(1)
        near = np.argpartition(far, NEAREST)[:NEAREST]
        share = 1.0 / (far[near] + 1e-4)
        chosen = neck.vertices[near]
        weights = (avatar.W[chosen] * (share / share.sum())[:, None]).ravel()
        bones = avatar.J[chosen].ravel()
        out[number] = weights @ (posed.T[bones] @ point + shift[bones]) / weights.sum()
    return out


def normals(grid: Points) -> Points:
    """Unit normals of a grid; their sign does not matter to the renderer."""
    down, across = np.gradient(grid, axis=0), np.gradient(grid, axis=1)
    out = np.cross(down, across)
    return np.asarray(out / (np.linalg.norm(out, axis=-1, keepdims=True) + 1e-12))


def any_scarf(neck: Neck, rng: Random) -> Shape:
    """A scarf of any style."""
    style = str(rng.choice(STYLES, p=SHARES))
    if style == "hanging":
        return _hanging(neck, rng)
    if style == "wrapped":
        return _wrapped(neck, rng)
    aside = rng.normal(0, 0.004) if rng.random() < 0.4 else rng.uniform(-0.06, 0.06)
    if style == "triangle":
        aside *= 0.5
    knot_y = neck.joint[1] + rng.uniform(-0.06, 0.02)
    band, knot = _band(neck, rng, float(aside), float(knot_y))
    pieces = [band]
    if style == "triangle":
        pieces.append(_triangle(neck, rng, knot))
        return Shape(style, tuple(pieces), pieces[-1][5, pieces[-1].shape[1] // 2])
    if style == "kerchief" or rng.random() < 0.75:
        long = (0.05, 0.15) if style == "kerchief" else (0.06, 0.24)
        pieces += [_tail(neck, rng, knot, side, long) for side in (-1, 1) if rng.random() < 0.92]
    if style == "bow":
        pieces += [_lobe(rng, knot, side, (0.035, 0.09), (0.016, 0.04)) for side in (-1, 1)]
    pieces.append(_cushion(rng, knot, float(rng.uniform(0.008, 0.02))))
    return Shape(style, tuple(pieces), knot)


def bow_tie(neck: Neck, rng: Random) -> Shape:
    """A bow tie, which is no scarf: small, stiff, without ends."""
    x, y = rng.normal(0, 0.004), neck.joint[1] + rng.uniform(0.0, 0.03)
    knot = np.array([x, y, float(_filled(neck.front(np.array([x]), np.array([y])))[0]) + 0.008])
    size = (0.04, 0.065), (0.012, 0.026)
    wings = [_lobe(rng, knot, side, *size) for side in (-1, 1)]
    return Shape("bow tie", (*wings, _cushion(rng, knot, 0.009)), knot)


def _band(neck: Neck, rng: Random, aside: float, knot_y: float) -> tuple[Points, Points]:
    """Cloth round the neck that comes down to a knot in front, and the knot's place."""
    angle = np.linspace(-np.pi, np.pi, AROUND + 1)
    start = float(np.arctan2(aside, 0.08))
    off = np.abs((angle - start + np.pi) % (2 * np.pi) - np.pi)
    back = neck.joint[1] + rng.uniform(0.015, 0.045)
    rise = np.clip(off / rng.uniform(0.9, 1.5), 0, 1)
    middle = knot_y + (back - knot_y) * np.sin(rise * np.pi / 2) ** rng.uniform(0.7, 1.2)
    half = rng.uniform(0.01, 0.03) * (0.35 + 0.65 * np.clip(off / 0.8, 0, 1))
    share = np.linspace(-1, 1, 9)[:, None]
    y = middle + half * share
    thick = rng.uniform(0.004, 0.012)
    folds = rng.uniform(0.0, 0.003) * np.sin(rng.uniform(2, 5) * np.pi * share + rng.uniform(0, 6) + 2 * angle)
    out = _taut(neck.radius(angle[None] + 0 * y, y)) + LIFT_M + thick * (1 - share**2) ** 0.5 + folds
    band = _ring(angle, y, out, neck)
    front = _filled(neck.front(np.array([aside]), np.array([knot_y])))[0]
    nearest = band[4, int(np.argmin(off))]
    return band, np.array([aside, knot_y, max(front, nearest[2]) + 0.006])


def _ring(angle: Points, y: Points, out: Points, neck: Neck) -> Points:
    return np.stack([out * np.sin(angle), y, out * np.cos(angle) + neck.joint[2]], -1)


def _taut(radius: Points) -> Points:
    """Cloth spans hollows, and no shoulder pulls it outwards: along each ring half a dilation, then a smooth line."""
    rings = _filled(radius)
    rings = np.minimum(rings, np.median(rings, axis=1, keepdims=True) + 0.06)
    raised = 0.5 * _along(rings).max(2) + 0.5 * rings
    kernel = np.hanning(2 * SPAN + 3)[1:-1]
    return np.asarray(_along(raised) @ (kernel / kernel.sum()))


def _along(rings: Points) -> Points:
    """Every point's neighbours on its closed ring, whose first point is its last."""
    padded = np.concatenate([rings[:, -SPAN - 1 : -1], rings, rings[:, 1 : SPAN + 1]], 1)
    return np.lib.stride_tricks.sliding_window_view(padded, 2 * SPAN + 1, axis=1)


def _filled(values: Points) -> Points:
    """Unknown ones from their neighbours in the row, rows without any from the mean."""
    out = np.atleast_2d(values).astype(np.float64)
    for row in out:
        known = np.isfinite(row)
        if known.any():
            row[~known] = np.interp(np.flatnonzero(~known), np.flatnonzero(known), row[known])
    spare = np.nanmean(out) if np.isfinite(out).any() else 0.08
    return np.where(np.isfinite(out), out, spare).reshape(values.shape)


def _draped(neck: Neck, x: Points, y: Points, lift: Points) -> Points:
    """Cloth that hangs from its first row: it never falls back far behind what holds it out."""
    z = _filled(neck.front(x, y))
    held = np.maximum.accumulate(z, axis=0)
    smooth = 0.7 * held + 0.3 * z
    smooth = 0.6 * smooth + 0.4 * smooth.mean(1, keepdims=True)
    return np.stack([x, y, np.maximum(smooth, z) + LIFT_M + lift], -1)


def _tail(neck: Neck, rng: Random, knot: Points, side: int, long: tuple[float, float]) -> Points:
    """An end that falls from the knot, widening."""
    length, out = rng.uniform(*long), side * rng.uniform(0.0, 0.05) + rng.normal(0, 0.012)
    wide = rng.uniform(0.012, 0.04)
    down, across = np.linspace(0, 1, 14)[:, None], np.linspace(-1, 1, 7)[None]
    slant = side * rng.uniform(-0.4, 1.0) * wide
    x = knot[0] + out * down**0.8 + (0.006 + (wide - 0.006) * np.clip(1.6 * down, 0, 1) ** 0.8) * across
    y = knot[1] - length * down - slant * across * down
    folds = rng.uniform(0.0, 0.006) * np.sin(rng.uniform(1, 3) * np.pi * across + rng.uniform(0, 6)) * down
    return _draped(neck, x, y, 0.006 + folds + rng.uniform(0.0, 0.004))


def _triangle(neck: Neck, rng: Random, knot: Points) -> Points:
    """The corner of a folded square that lies on the chest."""
    half, length = rng.uniform(0.05, 0.09), rng.uniform(0.08, 0.18)
    down, across = np.linspace(0, 1, 16)[:, None], np.linspace(-1, 1, 13)[None]
    top = knot[1] + 0.03 * np.abs(across)
    y = top - (length + 0.03 * np.abs(across)) * down
    x = knot[0] + half * (1 - 0.97 * down) * across
    folds = rng.uniform(0.0, 0.006) * np.sin(rng.uniform(1, 3) * np.pi * across + rng.uniform(0, 6)) * (1 - down)
    return _draped(neck, x, y, 0.007 + folds)


def _lobe(rng: Random, knot: Points, side: int, reach: tuple[float, float], high: tuple[float, float]) -> Points:
    """One loop of a bow: a cushion that narrows towards the knot."""
    long, tall, deep = rng.uniform(*reach), rng.uniform(*high), rng.uniform(0.006, 0.014)
    droop = rng.uniform(-0.15, 0.5)
    turn, along = np.linspace(0, 2 * np.pi, 17)[None], np.linspace(0, np.pi, 11)[:, None]
    share = (1 - np.cos(along)) / 2
    thick = np.sin(along) ** 0.7 * (0.35 + 0.65 * share)
    x, y = long * share + 0 * turn, tall * thick * np.sin(turn)
    z = deep * thick * np.cos(turn)
    c, s = np.cos(droop), np.sin(droop)
    return np.stack([knot[0] + side * (x * c + y * s), knot[1] - x * s + y * c, knot[2] + z], -1)


def _cushion(rng: Random, knot: Points, size: float) -> Points:
    """The knot itself."""
    turn, along = np.linspace(0, 2 * np.pi, 13)[None], np.linspace(0, np.pi, 9)[:, None]
    tall = size * rng.uniform(0.8, 1.4)
    x, y = size * np.sin(along) * np.sin(turn), tall * np.cos(along) + 0 * turn
    return knot + np.stack([x, y, 0.7 * size * np.sin(along) * np.cos(turn) + 0.004], -1)


def _hanging(neck: Neck, rng: Random) -> Shape:
    """A long scarf that is not tied: both ends hang down in front."""
    middle, back = rng.normal(0, 0.006), neck.joint[1] + rng.uniform(0.02, 0.05)
    pieces = []
    for side in (-1, 1):
        wide, inner, length = rng.uniform(0.03, 0.07), rng.uniform(0.0, 0.035), rng.uniform(0.2, 0.36)
        down, across = np.linspace(0, 1, 22)[:, None], np.linspace(0, 1, 8)[None]
        near = inner + (0.05 - inner) * np.exp(-down * 6)
        x = middle + side * (near + wide * (0.55 + 0.45 * np.clip(3 * down, 0, 1)) * across)
        y = back - 0.02 - length * down + 0 * across
        folds = rng.uniform(0.0, 0.006) * np.sin(rng.uniform(1, 3) * np.pi * across + rng.uniform(0, 6))
        pieces.append(_draped(neck, x, y, 0.006 + folds))
    angle = np.linspace(0.4 * np.pi, 1.6 * np.pi, AROUND // 2)
    share = np.linspace(-1, 1, 7)[:, None]
    y = back + 0.02 * share + 0 * angle
    pieces.append(_ring(angle, y, _taut(neck.radius(angle[None] + 0 * y, y)) + 0.01, neck))
    y_knot = neck.joint[1] - 0.05
    z = _filled(neck.front(np.array([middle]), np.array([y_knot])))[0]
    return Shape("hanging", tuple(pieces), np.array([middle, y_knot, z]))


def _wrapped(neck: Neck, rng: Random) -> Shape:
    """A thick scarf wound round the neck, some with an end that hangs."""
    angle = np.linspace(-np.pi, np.pi, AROUND + 1)
    share = np.linspace(-1, 1, 13)[:, None]
    pieces = []
    turns = int(rng.integers(1, 4))
    for turn in range(turns):
        low = neck.joint[1] + rng.uniform(-0.05, 0.0) + 0.018 * turn
        middle = low + rng.uniform(0.03, 0.06) * (1 - np.cos(angle + rng.normal(0, 0.3))) / 2
        half, thick = rng.uniform(0.018, 0.035), rng.uniform(0.012, 0.03)
        y = middle + half * share
        folds = rng.uniform(0.0, 0.004) * np.sin(rng.uniform(2, 6) * np.pi * share + 2 * angle + rng.uniform(0, 6))
        out = _taut(neck.radius(angle[None] + 0 * y, y)) + thick * (1 - share**2) ** 0.5 + folds
        pieces.append(_ring(angle, y, out - 0.004 * turn, neck))
    knot = pieces[0][6, AROUND // 2]
    if rng.random() < 0.5:
        start = knot + np.array([rng.uniform(-0.04, 0.04), 0.0, 0.0])
        pieces.append(_tail(neck, rng, start, int(rng.choice([-1, 1])), (0.15, 0.32)))
    return Shape("wrapped", tuple(pieces), knot)
