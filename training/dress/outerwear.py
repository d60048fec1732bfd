"""Draws what is worn over a shirt, and what is held before the chest."""

import cv2
import numpy as np

from training.dress.clothes import Build, size_of
from training.dress.drawing import (
    Canvas,
    Colour,
    Mask,
    Random,
    any_colour,
    dot,
    lay,
    mirrored,
    pattern,
    rounded,
    scaled,
    stroke,
)


def over(canvas: Canvas, rng: Random, build: Build) -> Mask:
    """Jacket, vest, cardigan, pullover with a V, apron or open coat over what is drawn; the px they cover."""
    draw = rng.random()
    if draw < 0.55:
        return jacket(canvas, rng, build)
    if draw < 0.75:
        return vest(canvas, rng, build)
    return pullover(canvas, rng, build) if draw < 0.88 else apron(canvas, rng, build)


def jacket(canvas: Canvas, rng: Random, build: Build) -> Mask:
    """Two fronts with lapels that leave a V or a strip."""
    covered = np.zeros(canvas.shape[:2], np.bool_)
    cloth = pattern(rng, size_of(canvas), None, 0.75)
    tone = tuple(int(v) for v in cloth[0, 0])
    closed = rng.uniform(0.15, 0.75) if rng.random() < 0.72 else 2.0
    gap = rng.uniform(0.05, 0.2)
    folds = rng.uniform(0.03, 0.12)
    seam = build.top + build.slope
    for side in (-1, 1):
        tilt = rng.normal(0, 0.01)
        if closed < 1:
            inner = [(build.neck, build.top - 0.02), (gap, build.top + 0.5 * (closed - build.top)), (tilt, closed)]
            inner += [(tilt, 1.3)] if side > 0 else [(tilt - 0.03, 1.3)]
        else:
            inner = [(build.neck, build.top - 0.02), (gap, 0.1), (gap * rng.uniform(0.5, 1.6), 1.3)]
        outer = [
            (build.waist * 1.1, 1.3),
            (build.waist * 1.02, 0.75),
            (build.shoulder, seam + 0.25),
            (build.shoulder + 0.13, seam + 0.7),
            (build.shoulder + 0.1, seam + 0.12),
            (build.shoulder + 0.02, seam - 0.01),
        ]
        front = mirrored([*inner, *outer, (build.shoulder * 0.7, build.top + build.slope * 0.35)], side)
        covered |= lay(canvas, front, cloth, folds, rng, shadow=0.35, round_edge=0.15)
        reach = min(closed, 0.6)
        width = rng.uniform(0.05, 0.13)
        middle = build.top + rng.uniform(0.35, 0.6) * (reach - build.top)
        lapel = mirrored(
            [
                (build.neck - 0.005, build.top - 0.03),
                (build.neck + 0.06, build.top + 0.04),
                (gap + width, middle),
                (0.015 if closed < 1 else gap * 0.8, reach),
                (gap * 0.97, build.top + 0.5 * (min(closed, 0.6) - build.top)),
            ],
            side,
        )
        if rng.random() < 0.8:
            sheen = pattern(rng, size_of(canvas), scaled(tone, rng.uniform(0.85, 1.25)), 0.9)
            covered |= lay(canvas, lapel, sheen, 0.06, rng, shadow=0.25)
            stroke(canvas, lapel[1:4], scaled(tone, rng.uniform(0.4, 0.8)), 1)
    if closed < 1:
        for y in np.arange(closed + 0.02, 1.2, rng.uniform(0.18, 0.35)):
            dot(canvas, (0.02, float(y)), rng.uniform(1.5, 3.0), scaled(tone, rng.choice([0.5, 1.6])))
    return covered


def vest(canvas: Canvas, rng: Random, build: Build) -> Mask:
    """A waistcoat: sleeves of the shirt stay to be seen."""
    covered = np.zeros(canvas.shape[:2], np.bool_)
    cloth = pattern(rng, size_of(canvas), None, 0.75)
    tone = tuple(int(v) for v in cloth[0, 0])
    closed, gap = rng.uniform(0.1, 0.5), rng.uniform(0.06, 0.16)
    for side in (-1, 1):
        front = [
            (build.neck + 0.02, build.top),
            (gap, 0.5 * (build.top + closed)),
            (0.0, closed),
            (0.0, 1.3),
            (build.waist * 1.02, 1.3),
            (build.waist * 0.98, 0.6),
            (build.shoulder * 0.8, build.top + build.slope + 0.25),
            (build.shoulder * rng.uniform(0.65, 0.85), build.top + build.slope * 0.5),
        ]
        covered |= lay(canvas, mirrored(front, side), cloth, 0.07, rng, shadow=0.35, round_edge=0.15)
    for y in np.arange(closed + 0.04, 1.2, rng.uniform(0.1, 0.2)):
        dot(canvas, (0.01, float(y)), rng.uniform(1.0, 2.5), scaled(tone, rng.choice([0.5, 1.7])))
    return covered


def pullover(canvas: Canvas, rng: Random, build: Build) -> Mask:
    """A pullover or cardigan with a V."""
    covered = np.zeros(canvas.shape[:2], np.bool_)
    cloth = pattern(rng, size_of(canvas), None, 0.6)
    deep, seam = rng.uniform(-0.02, 0.3), build.top + build.slope
    for side in (-1, 1):
        front = [
            (build.neck + 0.01, build.top),
            (0.0, deep),
            (0.0, 1.3),
            (build.waist * 1.1, 1.3),
            (build.shoulder * 0.98, seam + 0.25),
            (build.shoulder + 0.12, seam + 0.7),
            (build.shoulder + 0.08, seam + 0.1),
            (build.shoulder, seam),
        ]
        covered |= lay(canvas, mirrored(front, side), cloth, 0.1, rng, shadow=0.3, round_edge=0.2)
    rib = scaled(tuple(int(v) for v in cloth[0, 0]), rng.uniform(0.6, 1.3))
    stroke(canvas, [(-build.neck, build.top), (0.0, deep), (build.neck, build.top)], rib, int(rng.integers(1, 6)))
    return covered


def apron(canvas: Canvas, rng: Random, build: Build) -> Mask:
    """A bib with its straps."""
    covered = np.zeros(canvas.shape[:2], np.bool_)
    cloth = pattern(rng, size_of(canvas), None, 0.8)
    half, high = rng.uniform(0.14, 0.26), rng.uniform(0.02, 0.3)
    for side in (-1, 1):
        strap = [
            (build.neck, build.top),
            (build.neck + 0.04, build.top),
            (half, high + 0.02),
            (half - 0.04, high + 0.02),
        ]
        covered |= lay(canvas, mirrored(strap, side), cloth, 0.05, rng, shadow=0.2)
    bib = [
        (-half, high),
        (half, high),
        (half + 0.08, 0.6),
        (half + 0.1, 1.3),
        (-half - 0.1, 1.3),
        (-half - 0.08, 0.6),
    ]
    covered |= lay(canvas, bib, cloth, 0.08, rng, shadow=0.3)
    return covered


def in_the_way(canvas: Canvas, rng: Random, skin: Colour) -> None:
    """A forearm with its hand, a telephone, a folder or a cup before the chest."""
    x, y, side = rng.normal(0, 0.15), rng.uniform(0.3, 1.0), int(rng.choice([-1, 1]))
    arm = [(side * 0.45, y + rng.uniform(0.0, 0.4)), (side * 0.45, y + rng.uniform(0.45, 0.6)), (x, y + 0.1), (x, y)]
    sleeve = pattern(rng, size_of(canvas), skin if rng.random() < 0.4 else None, 0.8)
    lay(canvas, rounded(arm), sleeve, 0.1, rng, shadow=0.3, round_edge=0.3)
    hand = cv2.ellipse2Poly((0, 0), (100, 70), int(rng.integers(0, 180)), 0, 360, 30) / 100.0 * 0.085 + (x, y + 0.05)
    if rng.random() < 0.5:
        width, height = rng.uniform(0.08, 0.3), rng.uniform(0.14, 0.4)
        held = np.array([(-width, -height), (width, -height), (width, height), (-width, height)]) / 2
        turn = rng.normal(0, 0.4)
        held = held @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]]) + (x, y - 0.02)
        lay(canvas, held, pattern(rng, size_of(canvas), None, 0.8), 0.03, rng, shadow=0.3)
    lay(canvas, hand, pattern(rng, size_of(canvas), skin, 1.0), 0.08, rng, shadow=0.3, round_edge=0.4)
    if rng.random() < 0.4:
        wrist = (x + side * rng.uniform(0.05, 0.12), y + rng.uniform(0.05, 0.12))
        dot(canvas, wrist, rng.uniform(4.0, 9.0), any_colour(rng))
        dot(canvas, wrist, rng.uniform(2.0, 5.0), any_colour(rng))
