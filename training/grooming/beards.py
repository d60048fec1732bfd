"""Draws beards, moustaches and stubble on the skin itself: their regions are painted in the texture's plane."""

import cv2
import numpy as np
from numpy.typing import NDArray

from training.grooming.canvas import Canvas, Random, smooth_noise
from vision.grooming.parts import Part

GRID = 256
"""Cells of the texture's side in which regions are painted; the points below are in 1024ths."""
FAINT, PLAIN = 0.12, 0.34
"""Coverage up to which nobody would speak of a beard, and from which everybody would."""


def _filled(points: list[tuple[float, float]], soft: float) -> NDArray[np.float32]:
    mask = np.zeros((GRID, GRID), np.float32)
    corners = (np.array(points) * (GRID / 1024) * 16).astype(np.int32)
    cv2.fillPoly(mask, [corners], 1.0, cv2.LINE_AA, 4)
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), soft), np.float32)


def _both(points: list[tuple[float, float]], soft: float) -> NDArray[np.float32]:
    mirrored = [(668 - x, y) for x, y in points]
    return np.maximum(_filled(points, soft), _filled(mirrored, soft))


def region(rng: Random) -> NDArray[np.float32]:
    """GRID x GRID, 0..1: where hair grows on one randomly shaved face."""
    soft = float(rng.choice([0.9, 1.6, 2.6, 4.0]))
    out = np.zeros((GRID, GRID), np.float32)
    kind = rng.random()
    wide = rng.uniform(0, 16)
    if kind < 0.8:
        top, low = rng.uniform(316, 326), rng.uniform(342, 352)
        droop = rng.uniform(0, 34) if rng.random() < 0.5 else 0.0
        moustache = [
            (334, top + 2),
            (300, top),
            (268 - wide, low - 8),
            (262 - wide, low + droop),
            (290, low),
            (334, low),
        ]
        one = _both(moustache, soft * 0.8)
        if rng.random() < 0.4:
            one *= 1 - 0.7 * _filled([(326, 300), (342, 300), (342, 360), (326, 360)], 1.5)
        out = np.maximum(out, one)
    if kind > 0.25:
        half = rng.uniform(28, 62)
        chin = [(334 - half, 402), (334 + half, 402), (334 + half * 0.9, 452), (334, 474), (334 - half * 0.9, 452)]
        out = np.maximum(out, _filled(chin, soft))
        if rng.random() < 0.5:
            out = np.maximum(out, _filled([(318, 390), (350, 390), (346, 410), (322, 410)], 1.2))
    if 0.4 < kind < 0.8:
        ring = [(262 - wide, 335), (280, 345), (268, 380), (285, 410), (270, 430), (252 - wide, 385)]
        out = np.maximum(out, _both(ring, soft))
    if kind > 0.45:
        cheek = rng.uniform(-30, 25)
        jaw = [(168, 262), (196, 270), (212, 330 + cheek * 0.6), (250, 372 + cheek), (290, 405), (334, 410)]
        jaw += [(334, 476), (262, 462), (196, 412), (166, 340)]
        out = np.maximum(out, _both(jaw, soft) * rng.uniform(0.6, 1.0))
    if kind > 0.7 and rng.random() < 0.5:
        out = np.maximum(out, _both([(200, 400), (262, 440), (334, 460), (334, 500), (240, 480)], 4.0) * 0.5)
    out *= 1 - _filled([(270, 352), (334, 346), (398, 352), (398, 382), (334, 392), (270, 382)], 1.0)
    return out


def grow(canvas: Canvas, rng: Random) -> float | None:
    """Let a beard grow. Returns 1 = facial hair, 0 = none to speak of, None = in between."""
    where = region(rng)
    u, v = canvas.uv[..., 0], canvas.uv[..., 1]
    dense = where[v, u] * canvas.is_(Part.SKIN)
    dense = cv2.GaussianBlur(dense.astype(np.float32), (0, 0), 1.2)
    if (dense > 0.4).sum() < 40:
        return None
    side = canvas.side
    length = float(rng.choice([0.0, 1.0, 2.5, 5.0]))
    grain = rng.normal(0, 1, (side, side)).astype(np.float32)
    if length:
        kernel = np.zeros((11, 11), np.float32)
        tip = rng.normal(0, 0.5)
        cv2.line(kernel, (5, 5), (round(5 + tip * length), round(5 + length)), 1.0, 1)
        grain = cv2.filter2D(grain, -1, kernel / max(float(kernel.sum()) ** 0.5, 1.0))
    strength = float(
        rng.choice([rng.uniform(0.05, FAINT), rng.uniform(0.2, 0.6), rng.uniform(0.6, 1.0)], p=[0.12, 0.4, 0.48])
    )
    patches = 1 + 0.25 * smooth_noise(rng, side, 30)
    weight = np.clip(dense * strength * patches * (1 + rng.uniform(0.2, 0.7) * grain), 0, 0.97)
    hair = canvas.hair * rng.uniform(0.6, 1.3) if rng.random() < 0.75 else rng.uniform(15, 200) * np.ones(3)
    if strength < 0.5 and rng.random() < 0.5:
        hair = np.array([70, 68, 66]) * rng.uniform(0.4, 1.0)
    light = cv2.GaussianBlur(canvas.pixels.mean(2), (0, 0), 6)
    skin = light[dense > 0.4].mean()
    shade = np.clip(light / max(skin, 8.0), 0.3, 1.8)[..., None]
    texture = 1 + rng.uniform(0.05, 0.35) * grain[..., None]
    # a beard is no brighter than its own light allows
    dimmed = hair * min(1.0, skin / 110.0 + 0.15)
    canvas.blend(np.clip(dimmed * shade * texture, 0, 255), weight)
    mean = float((weight * (dense > 0.5)).sum() / max(int((dense > 0.5).sum()), 1))
    if mean < FAINT:
        return 0.0
    canvas.classes[(dense > 0.45) & canvas.is_(Part.SKIN)] = Part.BEARD if mean > 0.25 else 255
    return 1.0 if mean > PLAIN else None
