"""Draws what a trunk is dressed in: shirts, pullovers, dresses, and jackets, vests and aprons over them."""

from dataclasses import dataclass

import numpy as np

from training.dress.drawing import (
    STORED_PX,
    Canvas,
    Colour,
    Random,
    any_colour,
    dot,
    fill,
    lay,
    mirrored,
    on_canvas,
    pattern,
    rounded,
    scaled,
    shirt_colour,
    skin_colour,
    stroke,
)


@dataclass(frozen=True, slots=True)
class Build:
    """The wearer's outline, units."""

    shoulder: float
    """Half the width between the sleeves' seams."""
    waist: float
    neck: float
    top: float
    """Height of the neck's side at the collar, + down."""
    slope: float
    """How far the sleeve's seam lies below that."""
    skin: Colour


def any_build(rng: Random) -> Build:
    """A slim or a broad person."""
    shoulder = rng.uniform(0.33, 0.47)
    return Build(
        shoulder,
        shoulder * rng.uniform(0.66, 1.0),
        rng.uniform(0.095, 0.15),
        rng.uniform(-0.19, -0.09),
        rng.uniform(0.06, 0.14),
        skin_colour(rng),
    )


def size_of(canvas: Canvas) -> tuple[int, int]:
    """Width and height."""
    return canvas.shape[1], canvas.shape[0]


def trunk(canvas: Canvas, rng: Random, build: Build, colour: Colour, plain: float) -> None:
    """The garment's body and sleeves."""
    cloth = pattern(rng, size_of(canvas), colour, plain)
    folds = float(rng.uniform(0.03, 0.16))
    seam = build.top + build.slope
    for side in (-1, 1):
        out = rng.uniform(0.0, 0.16)
        elbow = (build.shoulder + 0.06 + out, seam + rng.uniform(0.5, 0.7))
        short = rng.random() < 0.2
        low = 0.3 if short else 1.0
        end = (build.shoulder + 0.02 + out * low, seam + 0.62 * low)
        sleeve = [
            (build.shoulder - 0.12, seam - 0.05),
            (build.shoulder, seam),
            (build.shoulder + 0.06, seam + 0.1),
            end if short else elbow,
            (end[0] - 0.17, end[1] + 0.02),
            (build.shoulder - 0.1, seam + 0.2),
        ]
        if short:
            bare = [(end[0], end[1] - 0.05), elbow, (elbow[0] - 0.12, elbow[1]), (end[0] - 0.14, end[1] - 0.05)]
            fill(canvas, mirrored(bare, side), build.skin)
        lay(canvas, rounded(mirrored(sleeve, side)), cloth, folds, rng, shadow=0.25, round_edge=0.35)
    half = [
        (build.neck, build.top),
        (build.shoulder * 0.75, build.top + build.slope * 0.45),
        (build.shoulder, seam),
        (build.shoulder * 0.93, seam + 0.25),
        (build.waist, 0.75),
        (build.waist * rng.uniform(0.95, 1.2), 1.3),
    ]
    outline = [*half, *[(-x, y) for x, y in reversed(half)]]
    lay(canvas, outline, cloth, folds, rng, shadow=0.35, round_edge=0.3)


def bare_neck(canvas: Canvas, rng: Random, build: Build, depth: float, square: float) -> None:
    """Skin down to `depth`; `square` 0 is a V, 1 a round neck."""
    cloth = pattern(rng, size_of(canvas), build.skin, 1.0)
    shape = [
        (-build.neck, build.top - 0.12),
        (-build.neck, build.top),
        (-build.neck * (0.25 + 0.65 * square), build.top + (depth - build.top) * (0.6 + 0.3 * square)),
        (0.0, depth),
        (build.neck * (0.25 + 0.65 * square), build.top + (depth - build.top) * (0.6 + 0.3 * square)),
        (build.neck, build.top),
        (build.neck, build.top - 0.12),
    ]
    lay(canvas, rounded(shape, 1), cloth, 0.05, rng, shadow=0.15, round_edge=0.2)
    if rng.random() < 0.6:
        chin = [(-build.neck, build.top - 0.12), (0.0, build.top - 0.02), (build.neck, build.top - 0.12)]
        fill(canvas, chin, scaled(build.skin, rng.uniform(0.5, 0.85)))


def collar(canvas: Canvas, rng: Random, shirt: Colour, build: Build, meets: float) -> None:
    """Two collar leaves that meet at a height, with a darker edge and a stand behind the neck."""
    low, out = meets + rng.uniform(0.02, 0.13), rng.uniform(0.05, 0.17)
    tone = scaled(shirt, rng.uniform(0.9, 1.12))
    edge = scaled(shirt, rng.uniform(0.4, 0.85))
    rise = rng.uniform(0.0, 0.05)
    cloth = pattern(rng, size_of(canvas), tone, 0.9)
    for side in (-1, 1):
        leaf = mirrored(
            [
                (build.neck + 0.005, build.top - rise),
                (0.0, meets),
                (out, low),
                (build.neck + rng.uniform(0.02, 0.06), build.top + 0.02),
            ],
            side,
        )
        lay(canvas, leaf, cloth, 0.05, rng, shadow=0.3)
        stroke(canvas, leaf[1:], edge, 1)


def placket(canvas: Canvas, rng: Random, shirt: Colour, start: float) -> None:
    """Button line or zip: a line that could be taken for a narrow tie."""
    x, lean = rng.normal(0, 0.012), rng.normal(0, 0.01)
    edge = scaled(shirt, rng.uniform(0.5, 0.9) if rng.random() < 0.75 else rng.uniform(1.1, 1.5))
    end, half = rng.uniform(0.5, 1.3), rng.uniform(0.004, 0.035)
    if rng.random() < 0.2:
        band = [(x - half, start), (x + half, start), (x + half + lean, end), (x - half + lean, end)]
        lay(canvas, band, pattern(rng, size_of(canvas), edge, 0.7), 0.05, rng, shadow=0.2)
    else:
        for side in (-1, 1):
            stroke(canvas, [(x + side * half, start), (x + side * half + lean, end)], edge, 1)
    button = any_colour(rng)
    if rng.random() < 0.75:
        for y in np.arange(start + 0.04, end, rng.uniform(0.1, 0.22)):
            dot(canvas, (x, float(y)), rng.uniform(0.8, 2.4), button)


def neckline(canvas: Canvas, rng: Random, build: Build) -> None:
    """What lies round a neck and belongs to the garment: a hood, a shawl collar, frills, fur. No scarf, no tie."""
    px, py = np.clip(on_canvas([(rng.choice([-1, 1]) * 0.2, 0.3)])[0].astype(int), 0, np.subtract(STORED_PX, 1))
    own = tuple(int(v) for v in canvas[py, px])
    tone = scaled(own, rng.uniform(0.7, 1.3)) if rng.random() < 0.75 else any_colour(rng)
    cloth = pattern(rng, size_of(canvas), tone, 0.85)
    draw, neck, top = rng.random(), build.neck, build.top
    if draw < 0.25:
        low, wide = rng.uniform(0.15, 0.8), rng.uniform(0.04, 0.14)
        for side in (-1, 1):
            flap = [
                (neck - 0.01, top - 0.07),
                (0.0, low),
                (wide, low - 0.08),
                (neck + wide, top + 0.12),
                (neck + 0.05, top),
            ]
            lay(canvas, rounded(mirrored(flap, side), 1), cloth, 0.08, rng, shadow=0.3)
    elif draw < 0.45:
        for turn in range(int(rng.integers(1, 4))):
            out, drop = neck + rng.uniform(0.0, 0.05), turn * 0.035
            ring = [(-out, top - 0.1 + drop), (0, top - 0.05 + drop), (out, top - 0.1 + drop)]
            ring += [
                (out + 0.01, top - 0.02 + drop),
                (0, top + rng.uniform(0.03, 0.12) + drop),
                (-out - 0.01, top - 0.02 + drop),
            ]
            lay(canvas, rounded(ring, 1), cloth, 0.14, rng, shadow=0.3, round_edge=0.3)
    elif draw < 0.65:
        for side in (-1, 1):
            lobe = [
                (neck - 0.02, top - 0.12),
                (neck + 0.12, top - 0.1),
                (neck + 0.16, top + 0.05),
                (0.02, top + 0.16),
            ]
            lay(canvas, rounded(mirrored(lobe, side)), cloth, 0.14, rng, shadow=0.35, round_edge=0.35)
            if rng.random() < 0.6:
                cord = mirrored([(0.05, top + 0.1), (0.06, top + rng.uniform(0.2, 0.5))], side)
                stroke(canvas, cord, any_colour(rng), int(rng.integers(1, 4)))
    elif draw < 0.8:
        edge, rows = rng.uniform(0.02, 0.06), int(rng.integers(3, 9))
        for row in range(rows):
            y = top + 0.05 + row * rng.uniform(0.03, 0.05)
            frill = [
                (-edge, y - 0.02),
                (edge, y - 0.02),
                (edge * 1.5, y + 0.03),
                (0, y + 0.04),
                (-edge * 1.5, y + 0.03),
            ]
            lay(canvas, rounded(frill, 1), cloth, 0.16, rng, shadow=0.3)
    else:
        for _ in range(int(rng.integers(40, 120))):
            angle = rng.uniform(-0.3, np.pi + 0.3)
            at = np.array([np.cos(angle) * (neck + 0.06), top + 0.02 + np.sin(angle) * rng.uniform(0.05, 0.18)])
            stroke(
                canvas,
                [at, at + rng.normal(0, 0.03, 2)],
                scaled(tone, rng.uniform(0.5, 1.5)),
                int(rng.integers(1, 5)),
            )


def smooth_hair(canvas: Canvas, rng: Random) -> None:
    """Long hair that falls in smooth masses."""
    tone = scaled((40, 60, 90), rng.uniform(0.15, 2.4))
    cloth = pattern(rng, size_of(canvas), tone, 1.0)
    for side in (-1, 1):
        if rng.random() < 0.7:
            inner, wide, low = rng.uniform(0.06, 0.16), rng.uniform(0.05, 0.16), rng.uniform(-0.15, 0.55)
            lock = [
                (inner + 0.02, -0.38),
                (inner, low * 0.5),
                (inner + wide * 0.5, low),
                (inner + wide, low * 0.6),
                (0.25, -0.38),
            ]
            lay(canvas, rounded(mirrored(lock, side)), cloth, 0.18, rng, shadow=0.3, round_edge=0.3)


def hair(canvas: Canvas, rng: Random) -> None:
    """Long hair over the shoulders or in front of the chest."""
    if rng.random() < 0.5:
        smooth_hair(canvas, rng)
        return
    colour = scaled((40, 60, 90), rng.uniform(0.15, 2.4))
    for side in (-1, 1):
        if rng.random() < 0.75:
            x, reach = side * rng.uniform(0.1, 0.24), rng.uniform(-0.1, 0.5)
            for _ in range(int(rng.integers(14, 40))):
                ys = np.linspace(-0.37, reach * rng.uniform(0.7, 1.1), 7)
                bend = np.cumsum(rng.normal(0, 0.008, 7))
                line = np.stack([x + rng.normal(0, 0.04) + bend + side * 0.05 * (ys + 0.3), ys], 1)
                stroke(canvas, line, scaled(colour, rng.uniform(0.6, 1.4)), int(rng.integers(1, 5)))


def dress_trunk(canvas: Canvas, rng: Random, build: Build) -> float | None:
    """A shirt, blouse, pullover or dress; gives the height where a closed collar meets, None without one."""
    colour = shirt_colour(rng) if rng.random() < 0.65 else any_colour(rng)
    trunk(canvas, rng, build, colour, 0.7)
    draw = rng.random()
    if draw < 0.55:
        meets = build.top + rng.uniform(0.01, 0.07)
        bare_neck(canvas, rng, build, meets + 0.01, 0.5)
        if rng.random() < 0.5:
            placket(canvas, rng, colour, meets)
        collar(canvas, rng, colour, build, meets)
        return float(meets)
    if draw < 0.75:
        meets = build.top + rng.uniform(0.08, 0.3)
        bare_neck(canvas, rng, build, meets, 0.0)
        if rng.random() < 0.6:
            placket(canvas, rng, colour, meets)
        if rng.random() < 0.8:
            collar(canvas, rng, colour, build, meets)
        return None
    if draw < 0.93:
        bare_neck(canvas, rng, build, build.top + rng.uniform(0.02, 0.3), float(rng.uniform(0, 1)))
        return None
    high = [(-build.neck, build.top - 0.1), (build.neck, build.top - 0.1), (build.neck, build.top + 0.05)]
    lay(canvas, [*high, (-build.neck, build.top + 0.05)], pattern(rng, size_of(canvas), colour, 0.9), 0.1, rng)
    return None
