"""Draws spectacles and sunglasses in the head's own coordinates, and what might be taken for them."""

import cv2
import numpy as np
from numpy.typing import NDArray

from training.grooming.canvas import Canvas, Random, any_colour
from vision.grooming.parts import Part

FRAMES = ((15, 15, 18), (30, 45, 70), (40, 40, 45), (120, 160, 190), (170, 170, 172), (35, 30, 90), (90, 50, 30))
"""Black, tortoise, gun metal, gold, silver, red, blue."""
FARTHEST_DEG = 58.0
"""Turned further, the lens of the far side is behind the nose."""


def _outline(rng: Random) -> NDArray[np.float64]:
    """One lens about its middle, metres: across (+ = away from the nose) and up."""
    half, tall = rng.uniform(0.021, 0.029), rng.uniform(0.012, 0.026)
    power = rng.uniform(1.7, 5.0)
    turn = np.linspace(0, 2 * np.pi, 41)[:-1]
    c, s = np.cos(turn), np.sin(turn)
    x = half * np.sign(c) * np.abs(c) ** (2 / power)
    y = tall * np.sign(s) * np.abs(s) ** (2 / power)
    # lower edges are narrower, brow lines rise outwards
    return np.column_stack([x * (1 + rng.uniform(0, 0.14) * y / tall), y + rng.uniform(-0.02, 0.16) * x])


def wear(canvas: Canvas, rng: Random) -> tuple[float, float]:
    """Put glasses on. Returns 1 and whether they are dark."""
    dark = rng.random() < 0.22
    thick = (
        rng.uniform(0.003, 0.006)
        if dark and rng.random() < 0.5
        else float(np.exp(rng.uniform(np.log(0.0007), np.log(0.005))))
    )
    shape, yaw = _outline(rng), canvas.yaw_deg
    apart = 0.031 + rng.normal(0, 0.0012)
    apart = max(apart, float(-shape[:, 0].min()) + rng.uniform(0.004, 0.008))
    drop, out = rng.normal(-0.003, 0.004), rng.uniform(0.016, 0.026)
    low = -rng.uniform(0.012, 0.03) if rng.random() < 0.06 else 0.0
    colour = (
        np.array(FRAMES[int(rng.integers(len(FRAMES)))]) * rng.uniform(0.5, 1.3)
        if rng.random() < 0.85
        else any_colour(rng)
    )
    rims = (
        float(rng.choice([0, 1, 2], p=[0.68, 0.18, 0.14]))
        if not dark
        else float(rng.choice([0, 1, 2], p=[0.7, 0.1, 0.2]))
    )
    light = (
        float(np.clip(canvas.pixels[canvas.on_face()].mean() / 120.0, 0.2, 1.4)) if canvas.on_face().any() else 1.0
    )
    frame = np.clip(colour * light, 0, 255)
    tilt = np.tan(np.radians(rng.uniform(2, 14)))
    curve = rng.uniform(2, 5)

    def place(x: float, y: float) -> tuple[float, float, float]:
        return x, drop + low + y, out + y * tilt - curve * (abs(x) - 0.012) ** 2

    ink = np.zeros(canvas.classes.shape, np.float32)
    width = thick * canvas.metre_px
    for sign in (1.0, -1.0):
        if abs(yaw) > FARTHEST_DEG and sign * yaw < 0:
            continue
        rim = canvas.at([place(sign * (apart + x), y) for x, y in shape])
        _lens(canvas, rng, rim, dark, light)
        if rims == 0:
            ink = np.maximum(ink, canvas.line(rim, width, closed=True))
        elif rims == 1:
            ink = np.maximum(ink, canvas.line(rim[:21], width))
            ink = np.maximum(ink, 0.25 * canvas.line(rim[20:], 0.8))
        else:
            ink = np.maximum(ink, rng.uniform(0.15, 0.5) * canvas.line(rim, 0.9, closed=True))
        ink = np.maximum(ink, _temple(canvas, rng, sign, place, apart + float(shape[:, 0].max()), width))
    inner = apart + float(shape[:, 0].min())
    height = rng.uniform(-0.002, 0.008)
    bridge = [place(x * inner, height + 0.003 * (1 - x * x)) for x in np.linspace(-1, 1, 9)]
    if abs(yaw) < FARTHEST_DEG:
        ink = np.maximum(ink, canvas.line(canvas.at(bridge), max(width * 0.9, 0.7)))
    shadow = np.roll(ink, (int(rng.integers(1, 4)), int(rng.integers(-1, 2))), (0, 1))
    canvas.pixels *= 1 - rng.uniform(0, 0.35) * shadow[..., None]
    gloss = 1 + rng.uniform(0, 0.5) * np.clip(np.roll(ink, -1, 0) - ink, 0, 1)
    canvas.blend(np.clip(frame * gloss[..., None], 0, 255), ink * rng.uniform(0.75, 1.0))
    canvas.classes[(ink > 0.3) & (canvas.classes != Part.BACKGROUND)] = Part.GLASSES
    return 1.0, float(dark)


def _lens(canvas: Canvas, rng: Random, rim: NDArray[np.float64], dark: bool, light: float) -> None:
    """Tint, darkness and reflections of one lens."""
    inside = canvas.polygon(rim)
    if dark:
        tone = rng.uniform(5, 60) * np.ones(3) + rng.uniform(0, 25, 3)
        rows = np.linspace(0, 1, canvas.side, dtype=np.float32)[:, None]
        weight = inside * np.clip(rng.uniform(0.68, 0.98) - rng.choice([0.0, 1.2]) * (rows - 0.45), 0.3, 0.98)
        canvas.blend(tone * light, weight)
        canvas.classes[inside > 0.5] = Part.GLASSES
    else:
        canvas.pixels *= 1 - rng.uniform(-0.04, 0.12) * inside[..., None]
    if rng.random() < 0.45:
        middle, size = rim.mean(0), np.ptp(rim, axis=0)
        for _ in range(int(rng.integers(1, 4))):
            at = middle + rng.uniform(-0.4, 0.4, 2) * size
            half = size * rng.uniform(0.05, 0.4, 2)
            slant = rng.normal(0, 0.5) * half[0]
            corners = (
                at
                + np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * half
                + np.array([(slant, 0)] * 2 + [(-slant, 0)] * 2)
            )
            glare = canvas.polygon(corners) * inside
            tone = (
                np.array([255, 250, 240]) * rng.uniform(0.5, 1.0) if rng.random() < 0.6 else rng.uniform(60, 255, 3)
            )
            canvas.blend(tone, glare * rng.uniform(0.08, 0.75))


def _temple(
    canvas: Canvas, rng: Random, sign: float, place: object, outer: float, width: float
) -> NDArray[np.float32]:
    """The arm from the hinge to the ear, where the camera sees that side and no hair lies over it."""
    empty = np.zeros(canvas.classes.shape, np.float32)
    if sign * canvas.yaw_deg < -8 or not callable(place):
        return empty
    hinge = np.array(place(sign * outer, 0.005))
    ear = np.array([sign * 0.077, 0.002 + hinge[1] * 0.5, -0.088])
    line = canvas.line(
        canvas.at([hinge, (hinge + ear) / 2 + (sign * 0.003, 0, 0), ear]), width * rng.uniform(0.7, 1.6)
    )
    over = canvas.is_(Part.SKIN, Part.BACKGROUND, Part.GLASSES)
    return np.asarray(line * over, np.float32)


def make_up(canvas: Canvas, rng: Random) -> None:
    """Shadowed eyes, dark rings, heavy brows, lines: none of them glasses."""
    for sign in (1.0, -1.0):
        turn = np.linspace(0, 2 * np.pi, 24)
        half, tall, up = rng.uniform(0.014, 0.024), rng.uniform(0.006, 0.014), rng.normal(0.001, 0.006)
        ring = [(sign * 0.031 + half * np.cos(t), up + tall * np.sin(t), 0.012) for t in turn]
        tone = rng.uniform(10, 120, 3) if rng.random() < 0.5 else np.array([40, 40, 60])
        soft = canvas.polygon(canvas.at(ring)) * canvas.on_face()
        canvas.blend(tone, _blurred(soft, rng.uniform(1.0, 3.0)) * rng.uniform(0.1, 0.6))
        if rng.random() < 0.5:
            height, bow = rng.uniform(0.014, 0.022), rng.uniform(0.002, 0.008)
            brow = [(sign * x, height + bow * np.sin((x - 0.01) * 70), 0.02) for x in np.linspace(0.012, 0.05, 8)]
            ink = canvas.line(canvas.at(brow), rng.uniform(0.003, 0.008) * canvas.metre_px) * canvas.on_face()
            canvas.blend(canvas.hair, _blurred(ink, 0.8) * rng.uniform(0.3, 0.9))


def _blurred(mask: NDArray[np.floating], sigma: float) -> NDArray[np.float32]:
    return np.asarray(cv2.GaussianBlur(mask.astype(np.float32), (0, 0), sigma), np.float32)
