"""Colours hair anew and draws locks: fringes, hair over the ears, loose hair, buns."""

import cv2
import numpy as np
from numpy.typing import NDArray

from training.grooming.canvas import NATURAL_HAIR, SUBPIXEL, Canvas, Random, fixed, smooth_noise
from vision.grooming.parts import Part

Strand = NDArray[np.float64]


def recolour(canvas: Canvas, rng: Random) -> None:
    """Give the hair another colour; its light and dark stay."""
    mask = canvas.is_(Part.HAIR)
    if not mask.any():
        canvas.hair = np.array(NATURAL_HAIR[int(rng.integers(len(NATURAL_HAIR)))]) * rng.uniform(0.7, 1.3)
        return
    own = np.asarray(np.median(canvas.pixels[mask], 0), np.float64)
    canvas.hair = own
    if rng.random() < 0.35:
        return
    draw = rng.random()
    if draw < 0.9:
        chosen = np.array(NATURAL_HAIR[int(rng.choice(7, p=[0.25, 0.2, 0.2, 0.12, 0.1, 0.07, 0.06]))], np.float64)
    else:
        chosen = rng.uniform(10, 230, 3)
    tint(canvas, rng, chosen * rng.uniform(0.7, 1.25))


def tint(canvas: Canvas, rng: Random, chosen: NDArray[np.floating]) -> None:
    """Give the hair this colour on average, blue-green-red; its light and dark stay."""
    mask = canvas.is_(Part.HAIR)
    weight = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 0.8)
    luma = canvas.pixels.mean(2)
    mean = max(float(luma[mask].mean()), 12.0)
    shade = (np.clip(luma / mean, 0.0, 3.5) ** rng.uniform(0.5, 1.0))[..., None]
    canvas.blend(np.clip(chosen * shade + rng.uniform(0, 6), 0, 255), weight)
    canvas.hair = np.asarray(chosen, np.float64)


def strands(
    canvas: Canvas, rng: Random, lines: list[Strand], where: NDArray[np.bool_], width: tuple[float, float]
) -> None:
    """Draw many strands where they may lie; what they cover becomes hair."""
    side = canvas.side
    drawn = np.zeros((side, side, 3), np.uint8)
    cover = np.zeros((side, side), np.uint8)
    shine = rng.uniform(0.15, 0.5)
    for line in lines:
        tone = np.clip(canvas.hair * np.exp(rng.normal(0, shine)) + 3, 0, 255)
        thick = max(1, round(rng.uniform(*width)))
        cv2.polylines(drawn, [fixed(line)], False, tuple(float(v) for v in tone), thick, cv2.LINE_AA, SUBPIXEL)
        cv2.polylines(cover, [fixed(line)], False, 255, thick, cv2.LINE_AA, SUBPIXEL)
    weight = cv2.GaussianBlur(cover, (0, 0), 0.7).astype(np.float32) / 255.0 * where
    canvas.blend(drawn.astype(np.float32), weight * rng.uniform(0.85, 1.0))
    filled = cv2.morphologyEx((weight > 0.4).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    canvas.classes[(filled > 0) & where] = Part.HAIR


def fringe(canvas: Canvas, rng: Random) -> None:
    """Hair over the forehead, at times down to the brows, on one side or in single strands."""
    end = rng.uniform(0.0, 0.06)
    left, right = sorted(rng.uniform(-0.075, 0.075, 2))
    if rng.random() < 0.5:
        left, right = -0.07, 0.07
    slant, lines = rng.normal(0, 0.02), []
    for _ in range(int(rng.integers(4, 12) if rng.random() < 0.25 else rng.integers(40, 130))):
        x = rng.uniform(left, right)
        low = end + rng.normal(0, 0.006) + 0.12 * abs(x)
        t = np.linspace(0, 1, 6)
        across = x + slant * t + rng.normal(0, 0.003) * np.sin(3 * t)
        up = 0.088 - 40.0 * min(x * x, 0.003) * 0.3 + (low - 0.088) * t
        out = 0.012 - 8.0 * across**2 - 0.05 * np.clip((up - 0.05) / 0.04, 0, 1) * 0.5
        lines.append(canvas.at(np.column_stack([across, up, out])))
    where = canvas.is_(Part.SKIN, Part.HAIR, Part.EAR)
    strands(canvas, rng, lines, where, (1, 4))


def over_ears(canvas: Canvas, rng: Random) -> None:
    """Hair combed down over one ear or both, short or long."""
    for sign in (1.0, -1.0):
        if rng.random() < 0.25:
            continue
        low = rng.choice([rng.uniform(-0.06, 0.0), rng.uniform(-0.12, -0.05)])
        front, back, lines = rng.uniform(-0.075, -0.03), -0.14, []
        for _ in range(int(rng.integers(30, 90))):
            z = rng.uniform(back, front)
            t = np.linspace(0, 1, 6)
            up = 0.06 + (low + rng.normal(0, 0.006) - 0.06) * t
            across = sign * (0.074 + 0.014 * np.sin(np.pi * np.clip(t * 0.9, 0, 1)) + rng.normal(0, 0.002))
            lines.append(canvas.at(np.column_stack([across, up, z + 0.012 * t + rng.normal(0, 0.004) * t])))
        if sign * canvas.yaw_deg > -30:
            strands(canvas, rng, lines, ~canvas.is_(Part.HEADWEAR), (1, 4))


def loose(canvas: Canvas, rng: Random) -> None:
    """Long hair beside the face, behind or in front of the shoulders."""
    reach = rng.uniform(-0.36, -0.14)
    face = canvas.on_face()
    before = rng.random() < 0.5
    for sign in (1.0, -1.0):
        if rng.random() < 0.12:
            continue
        lines = []
        for _ in range(int(rng.integers(60, 170))):
            t = np.linspace(0, 1, 8)
            x0, x1 = rng.uniform(0.045, 0.088), rng.uniform(0.035, 0.125)
            up = 0.07 + (reach + rng.normal(0, 0.015) - 0.07) * t
            wave = rng.normal(0, 0.006) * np.sin(rng.uniform(4, 12) * t)
            across = sign * (x0 + (x1 - x0) * t + 0.012 * np.sin(np.pi * t)) + wave
            depth = rng.uniform(-0.16, -0.05) + 0.03 * t
            lines.append(canvas.at(np.column_stack([across, up, depth])))
        allowed = ~face & ~canvas.is_(Part.HEADWEAR)
        if not before:
            allowed &= ~canvas.is_(Part.CLOTH)
        strands(canvas, rng, lines, allowed, (1, 5))


def bun(canvas: Canvas, rng: Random) -> None:
    """A knot of hair on or behind the head, seen where the head does not hide it."""
    up, back, size = rng.uniform(-0.03, 0.15), rng.uniform(-0.24, -0.15), rng.uniform(0.025, 0.05)
    middle = canvas.at([(0.0, up, back)])[0]
    turn = np.linspace(0, 2 * np.pi, 30)
    reach = size * canvas.metre_px * (1 + 0.12 * np.sin(3 * turn + rng.uniform(0, 6)))
    shape = middle + np.column_stack([np.cos(turn), np.sin(turn)]) * reach[:, None]
    where = canvas.is_(Part.BACKGROUND)
    inside = canvas.polygon(shape) * where
    grain = smooth_noise(rng, canvas.side, 60, 14)
    canvas.blend(np.clip(canvas.hair * np.exp(0.3 * grain)[..., None], 0, 255), inside)
    canvas.classes[inside > 0.5] = Part.HAIR


def wisps(canvas: Canvas, rng: Random) -> None:
    """A few single hairs that stand off: too few to count."""
    lines = []
    for _ in range(int(rng.integers(3, 25))):
        angle = rng.uniform(-1.3, 1.3)
        start = np.array([0.08 * np.sin(angle), 0.02 + 0.09 * np.cos(angle), -0.06])
        off = start + np.array([0.025 * np.sin(angle + rng.normal(0, 0.7)), 0.025 * np.cos(angle), 0.0])
        lines.append(canvas.at(np.stack([start, (start + off) / 2 + rng.normal(0, 0.003, 3), off])))
    kept = canvas.classes.copy()
    strands(canvas, rng, lines, canvas.is_(Part.BACKGROUND), (1, 1))
    canvas.classes[:] = kept
