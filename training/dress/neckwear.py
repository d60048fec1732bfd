"""Draws ties, scarves, and what hangs round a neck and is neither."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from training.dress.clothes import size_of
from training.dress.drawing import (
    Canvas,
    Colour,
    Mask,
    Random,
    any_colour,
    dot,
    lay,
    mirrored,
    on_canvas,
    pattern,
    rounded,
    scaled,
    stroke,
)


@dataclass(frozen=True, slots=True)
class Hang:
    """How a tie hangs: units, + to the right and down."""

    aside: float
    """Of the knot, from the middle of the body."""
    drop: float
    """Of the knot's upper edge, from where the collar's leaves meet."""
    slant: float
    """Of the blade, radians, + = its lower end to the right."""
    bend: float


def any_hang(rng: Random) -> Hang:
    """Mostly snug, centred and straight."""
    aside, drop = rng.normal(0, 0.012), -rng.uniform(0.0, 0.03)
    if rng.random() < 0.3:
        drop += rng.uniform(0.02, 0.16)
        aside += rng.normal(0, 0.03)
    slant, bend = np.radians(rng.normal(0, 4 if rng.random() < 0.6 else 11)), rng.normal(0, 0.015)
    return Hang(float(aside), float(drop), float(slant), float(bend))


def tie(
    canvas: Canvas, rng: Random, meets: float, hang: Hang | None = None, neck: float | None = None
) -> tuple[NDArray[np.float64], Mask]:
    """A tie: knot and blade. Gives its knot's centre and its tip, and the px it covers.

    `meets`: where the collar's leaves meet, units, + down. `neck`: half the neck's width; with it the band round the
    neck is drawn that a loosened tie shows.
    """
    hang = any_hang(rng) if hang is None else hang
    x, y, tilt, bend = hang.aside, meets + hang.drop, hang.slant, hang.bend
    length = rng.uniform(0.75, 1.35) if rng.random() < 0.8 else rng.uniform(0.35, 0.75)
    knot = rng.uniform(0.05, 0.105)
    half, waist = knot * rng.uniform(0.38, 0.65), knot * rng.uniform(0.25, 0.42)
    wide = rng.uniform(0.05, 0.1) if rng.random() < 0.75 else rng.uniform(0.025, 0.05)

    def at(across: float, along: float) -> tuple[float, float]:
        below = max(along - knot, 0.0)
        return x + across + np.tan(tilt) * below + bend * np.sin(np.pi * below / length), y + along

    cloth = pattern(rng, size_of(canvas), beside(canvas, rng) if rng.random() < 0.35 else None, 0.4)
    tone = tuple(int(v) for v in cloth[0, 0])
    point = wide * rng.uniform(0.6, 1.2) if rng.random() < 0.9 else 0.0
    steps = np.linspace(knot * 0.85, length - point, 7)
    grow = waist + (wide - waist) * ((steps - knot * 0.85) / (length - point - knot * 0.85)) ** rng.uniform(0.6, 1.1)
    right = [at(w, s) for w, s in zip(grow, steps, strict=True)]
    left = [at(-w, s) for w, s in zip(grow, steps, strict=True)]
    blade = [*right, at(0, length), *reversed(left)]
    covered = lay(canvas, blade, cloth, rng.uniform(0.03, 0.14), rng, shadow=rng.uniform(0, 0.6), round_edge=0.25)
    if rng.random() < 0.35:
        dimple = scaled(tone, rng.uniform(0.4, 0.8))
        stroke(canvas, [at(rng.normal(0, 0.005), knot), at(0, knot + rng.uniform(0.04, 0.1))], dimple, 1)
    if rng.random() < 0.3:
        along = np.clip(y + np.sort(rng.uniform(0.1, 0.6, 2)), None, y + length - point)
        sheen = [
            at(w * 0.5, a - y)
            for w, a in ((-wide, along[0]), (0, along[0]), (wide * 0.4, along[1]), (-wide, along[1]))
        ]
        lay(canvas, sheen, pattern(rng, size_of(canvas), scaled(tone, rng.uniform(1.1, 1.5)), 1.0), 0.1, rng)
    turned = np.ascontiguousarray(np.roll(np.rot90(cloth, 2), int(rng.integers(1, 40)), 1))
    if neck is not None:
        for side in (-1, 1):
            up = (side * neck * rng.uniform(0.5, 0.85), meets + rng.uniform(-0.02, 0.02))
            ends = [(x + side * half * 0.3, y + 0.01), up, (up[0] + side * 0.02, up[1] + 0.025)]
            band = [*ends, at(side * half, 0.02)]
            covered |= lay(canvas, band, turned, 0.06, rng, shadow=0.3, round_edge=0.2)
    shape = [at(-half, 0), at(-half * 0.9, knot * 0.3), at(-waist, knot), at(waist, knot), at(half * 0.9, knot * 0.3)]
    covered |= lay(canvas, [*shape, at(half, 0)], turned, 0.06, rng, shadow=0.35, round_edge=0.25)
    if rng.random() < 0.6:
        stroke(canvas, [at(-waist, knot), at(waist, knot)], scaled(tone, rng.uniform(0.3, 0.8)), 1)
    if rng.random() < 0.12:
        bar = rng.uniform(0.35, 0.6)
        stroke(canvas, [at(-wide * 0.7, bar), at(wide * 0.5, bar)], any_colour(rng), int(rng.integers(1, 3)))
    return np.array([at(0, knot * 0.5), at(0, length)]), covered


def beside(canvas: Canvas, rng: Random) -> Colour:
    """The tone of the clothes beside the neck, a little lighter or darker: a tie that hardly stands out."""
    aside = (rng.choice([-1, 1]) * rng.uniform(0.03, 0.25), rng.uniform(-0.05, 0.4))
    x, y = np.clip(on_canvas([aside])[0].astype(int), 0, (canvas.shape[1] - 1, canvas.shape[0] - 1))
    return scaled([int(v) for v in canvas[y, x]], rng.uniform(0.65, 1.35))


def bow_tie(canvas: Canvas, rng: Random, meets: float) -> None:
    """A bow tie is no tie: nothing hangs."""
    cloth = pattern(rng, size_of(canvas), None, 0.6)
    x, y, reach, high = rng.normal(0, 0.01), meets, rng.uniform(0.06, 0.14), rng.uniform(0.025, 0.06)
    for side in (-1, 1):
        wing = [(x, y), (x + side * reach, y - high), (x + side * reach * 0.95, y + high)]
        lay(canvas, rounded(wing, 1), cloth, 0.1, rng, shadow=0.4)
    knot = [(x - 0.018, y - 0.02), (x + 0.018, y - 0.02), (x + 0.018, y + 0.02), (x - 0.018, y + 0.02)]
    lay(canvas, knot, cloth, 0.1, rng, shadow=0.3)


def scarf(canvas: Canvas, rng: Random, neck: float, top: float) -> tuple[NDArray[np.float64], Mask]:
    """A scarf of any kind: its knot or the middle of its front, and the px it covers."""
    draw = rng.random()
    cloth = pattern(rng, size_of(canvas), None, 0.35)
    if draw < 0.35:
        return neckerchief(canvas, rng, cloth, neck, top)
    if draw < 0.6:
        return bow_scarf(canvas, rng, cloth, neck, top)
    if draw < 0.8:
        return hanging_scarf(canvas, rng, cloth, neck, top)
    return wrapped_scarf(canvas, rng, cloth, neck, top)


def band(canvas: Canvas, rng: Random, cloth: Canvas, neck: float, top: float, place: NDArray[np.float64]) -> Mask:
    """What lies round the neck and runs down to a knot."""
    thick = rng.uniform(0.03, 0.1)
    covered = np.zeros(canvas.shape[:2], np.bool_)
    for side in (-1, 1):
        high = top - rng.uniform(0.03, 0.09)
        shape = [
            (side * (neck + 0.01), high),
            (side * neck * 0.6, (high + place[1]) / 2 - 0.01),
            (place[0], place[1] - 0.02),
            (place[0], place[1] + 0.02),
            (side * (neck * 0.75 + thick * 0.3), (high + place[1]) / 2 + thick * 0.6),
            (side * (neck + 0.02 + thick * 0.3), high + thick),
        ]
        covered |= lay(canvas, rounded(shape, 1), cloth, 0.16, rng, shadow=0.3, round_edge=0.3)
    return covered


def tails(
    canvas: Canvas, rng: Random, cloth: Canvas, place: NDArray[np.float64], reach: tuple[float, float], wide: float
) -> Mask:
    """Two ends that fall from a knot."""
    covered = np.zeros(canvas.shape[:2], np.bool_)
    for side in (-1, 1):
        if rng.random() < 0.1:
            continue
        down, out = rng.uniform(*reach), side * rng.uniform(0.0, 0.12) + rng.normal(0, 0.03)
        end = np.add(place, (out, down))
        shape = [
            place - np.array([0.015, 0]),
            place + np.array([0.015, 0]),
            np.add(end, (wide, -wide * rng.uniform(0, 1.5))),
            end,
        ]
        shape.append(np.subtract(end, (wide, wide * rng.uniform(0, 1.5))))
        covered |= lay(canvas, shape, cloth, 0.18, rng, shadow=0.3, round_edge=0.3)
    return covered


def knot_of(canvas: Canvas, rng: Random, cloth: Canvas, place: NDArray[np.float64], size: float) -> Mask:
    """The knot itself, a small cushion or a ring."""
    ring = cv2.ellipse2Poly((0, 0), (100, int(rng.integers(70, 130))), 0, 0, 360, 30) / 100.0
    shade = pattern(rng, size_of(canvas), any_colour(rng), 1.0) if rng.random() < 0.12 else cloth
    return lay(canvas, ring * size + place, np.roll(shade, 7, 0), 0.12, rng, shadow=0.4, round_edge=0.3)


def neckerchief(
    canvas: Canvas, rng: Random, cloth: Canvas, neck: float, top: float
) -> tuple[NDArray[np.float64], Mask]:
    """A small square scarf knotted in front or at the side, with short ends."""
    aside = rng.normal(0, 0.012) if rng.random() < 0.65 else rng.choice([-1, 1]) * rng.uniform(0.03, 0.1)
    place = np.array([aside, top + rng.uniform(0.02, 0.12)])
    covered = band(canvas, rng, cloth, neck, top, place)
    covered |= tails(canvas, rng, cloth, place, (0.06, 0.22), rng.uniform(0.03, 0.09))
    covered |= knot_of(canvas, rng, cloth, place, rng.uniform(0.02, 0.045))
    return place, covered


def bow_scarf(
    canvas: Canvas, rng: Random, cloth: Canvas, neck: float, top: float
) -> tuple[NDArray[np.float64], Mask]:
    """The bow of silk that bank and airline staff wear."""
    place = np.array([rng.normal(0, 0.02), top + rng.uniform(0.03, 0.12)])
    covered = band(canvas, rng, cloth, neck, top, place)
    if rng.random() < 0.8:
        covered |= tails(canvas, rng, cloth, place, (0.1, 0.4), rng.uniform(0.02, 0.06))
    reach, high = rng.uniform(0.07, 0.18), rng.uniform(0.03, 0.08)
    for side in (-1, 1):
        droop = rng.uniform(-0.02, 0.06)
        wing = (
            mirrored([(0, -0.01), (reach, droop - high), (reach * 1.05, droop + high * 0.7), (0, 0.015)], side)
            + place
        )
        covered |= lay(canvas, rounded(wing, 1), cloth, 0.2, rng, shadow=0.35, round_edge=0.35)
    covered |= knot_of(canvas, rng, cloth, place, rng.uniform(0.02, 0.035))
    return place, covered


def hanging_scarf(
    canvas: Canvas, rng: Random, cloth: Canvas, neck: float, top: float
) -> tuple[NDArray[np.float64], Mask]:
    """A long scarf whose two ends hang down in front."""
    covered = np.zeros(canvas.shape[:2], np.bool_)
    middle = rng.normal(0, 0.015)
    for side in (-1, 1):
        wide, down = rng.uniform(0.06, 0.15), rng.uniform(0.4, 1.3)
        inner = max(rng.normal(0.05, 0.03), 0.0)
        shape = [
            (neck - 0.01, top - 0.08),
            (inner + 0.02, top + 0.2),
            (inner, down),
            (inner + wide, down + rng.normal(0, 0.03)),
            (inner + wide + 0.02, top + 0.25),
            (neck + wide * 0.7, top),
        ]
        covered |= lay(
            canvas, np.add(mirrored(shape, side), (middle, 0)), cloth, 0.18, rng, shadow=0.35, round_edge=0.3
        )
    return np.array([middle, top + 0.08]), covered


def wrapped_scarf(
    canvas: Canvas, rng: Random, cloth: Canvas, neck: float, top: float
) -> tuple[NDArray[np.float64], Mask]:
    """A thick scarf laid round the neck, with or without an end that hangs."""
    middle, low = rng.normal(0, 0.02), top + rng.uniform(0.1, 0.42)
    covered = np.zeros(canvas.shape[:2], np.bool_)
    if rng.random() < 0.6:
        side, wide, down = int(rng.choice([-1, 1])), rng.uniform(0.06, 0.13), rng.uniform(0.4, 1.1)
        tail = [(0, low - 0.08), (wide * 2, low - 0.1), (wide * 2.1, down), (0.02, down + rng.normal(0, 0.02))]
        covered |= lay(canvas, mirrored(tail, side), cloth, 0.18, rng, shadow=0.35, round_edge=0.3)
    for turn in range(int(rng.integers(1, 4))):
        drop = turn * 0.06
        out = neck + rng.uniform(0.02, 0.12)
        shape = [
            (-out, top - 0.12 + drop),
            (middle, low - 0.14 + drop),
            (out, top - 0.12 + drop),
            (out * 1.05, top + 0.02 + drop),
            (middle, low + drop * 0.5),
            (-out * 1.05, top + 0.02 + drop),
        ]
        covered |= lay(canvas, rounded(shape, 1), cloth, 0.22, rng, shadow=0.4, round_edge=0.35)
    return np.array([middle, (top + low) / 2]), covered


def cords(canvas: Canvas, rng: Random) -> None:
    """Necklace, hood's cords, braces, a bag's strap, earphones: no tie, no scarf, no card."""
    draw, x, colour = rng.random(), rng.normal(0, 0.03), any_colour(rng)
    if draw < 0.4:
        low = rng.uniform(-0.02, 0.5)
        bow = [(-0.11, -0.14), (x - 0.05, low * 0.7 - 0.05), (x, low), (x + 0.05, low * 0.7 - 0.05), (0.11, -0.14)]
        stroke(canvas, bow, colour, int(rng.integers(1, 4)))
        if rng.random() < 0.6:
            dot(canvas, (x, low), rng.uniform(1, 7), any_colour(rng))
    elif draw < 0.55:
        for side in (-1, 1):
            line = [(side * 0.05, -0.05), (side * 0.06 + x, rng.uniform(0.1, 0.5))]
            stroke(canvas, line, colour, int(rng.integers(1, 4)))
    elif draw < 0.7:
        for side in (-1, 1):
            brace = mirrored([(0.12, -0.1), (0.16, -0.1), (0.17, 1.2), (0.12, 1.2)], side)
            lay(canvas, brace, pattern(rng, size_of(canvas), colour, 0.6), 0.05, rng, shadow=0.3)
    else:
        side, width = rng.choice([-1, 1]), rng.uniform(0.02, 0.07)
        a, b = side * rng.uniform(0.1, 0.34), side * rng.uniform(-0.4, 0.34)
        strap = [(a - width, -0.12), (a + width, -0.12), (b + width, 1.2), (b - width, 1.2)]
        lay(canvas, strap, pattern(rng, size_of(canvas), colour, 0.7), 0.06, rng, shadow=0.35)
