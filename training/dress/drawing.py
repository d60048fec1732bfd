"""Draws clothes, ties, badges and everything that looks like one of them onto charts of the chest.

Places are in units of the chart (`vision.dress.chart`): first + to the right, second + down from the shoulder line.
The canvas is the stored chart of `training.dress.render`. Sizes follow a trunk of about half a metre to the unit.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from training.dress.render import STORED_PX, STORED_TOP, STORED_UNIT

Canvas = NDArray[np.uint8]
Random = np.random.Generator
Colour = tuple[int, int, int]
SUBPIXEL = 4


def on_canvas(units: NDArray[np.floating] | list[tuple[float, float]]) -> NDArray[np.float64]:
    """Units to px of the stored chart."""
    return np.asarray(units, np.float64) * STORED_UNIT + (STORED_PX[0] / 2, -STORED_TOP * STORED_UNIT)


def fill(canvas: Canvas, units: NDArray[np.floating] | list[tuple[float, float]], colour: Colour) -> None:
    """A filled polygon with soft edges."""
    points = np.round((on_canvas(units) - 0.5) * 2**SUBPIXEL).astype(np.int32)
    cv2.fillPoly(canvas, [points], colour, cv2.LINE_AA, SUBPIXEL)


def stroke(
    canvas: Canvas, units: NDArray[np.floating] | list[tuple[float, float]], colour: Colour, width_px: int
) -> None:
    """A line through points."""
    points = np.round((on_canvas(units) - 0.5) * 2**SUBPIXEL).astype(np.int32)
    cv2.polylines(canvas, [points], False, colour, width_px, cv2.LINE_AA, SUBPIXEL)


def any_colour(rng: Random) -> Colour:
    """A colour as clothes have it: often white, black, grey or navy."""
    draw = rng.random()
    if draw < 0.2:
        grey = rng.integers(190, 250)
        base = np.array([grey, grey, grey])
    elif draw < 0.4:
        grey = rng.integers(10, 60)
        base = np.array([grey, grey, grey])
    elif draw < 0.5:
        base = np.array([rng.integers(50, 110), rng.integers(25, 50), rng.integers(10, 40)])
    else:
        base = rng.integers(10, 245, 3)
    blue, green, red = (int(v) for v in np.clip(base + rng.normal(0, 6, 3), 0, 255))
    return blue, green, red


def scaled(colour: Colour, by: float) -> Colour:
    """A lighter or darker tone."""
    blue, green, red = (int(np.clip(v * by, 0, 255)) for v in colour)
    return blue, green, red


def pattern(rng: Random, size: tuple[int, int], colour: Colour | None = None) -> Canvas:
    """Cloth, width x height px: plain, stripes, checks, dots or mottled."""
    width, height = size
    cloth = np.empty((height, width, 3), np.uint8)
    cloth[:] = any_colour(rng) if colour is None else colour
    draw = rng.random()
    other = (
        any_colour(rng) if rng.random() < 0.6 else scaled(tuple(int(v) for v in cloth[0, 0]), rng.uniform(0.6, 1.6))
    )  # type: ignore[arg-type]
    step = int(rng.integers(4, 26))
    y, x = np.mgrid[:height, :width]
    if draw < 0.3:
        angle = rng.choice([0.0, np.pi / 2, rng.uniform(0.4, 1.2), rng.uniform(-1.2, -0.4)])
        along = x * np.cos(angle) + y * np.sin(angle)
        cloth[(along % step) < step * rng.uniform(0.1, 0.6)] = other
    elif draw < 0.4:
        cloth[((x % step) < step * 0.3) | ((y % step) < step * 0.3)] = other
    elif draw < 0.5:
        cloth[((x % step - step / 2) ** 2 + (y % step - step / 2) ** 2) < (step * 0.25) ** 2] = other
    elif draw < 0.62:
        blobs = cv2.resize(rng.random((height // 12 + 2, width // 12 + 2)).astype(np.float32), size)
        cloth[blobs > rng.uniform(0.45, 0.7)] = other
    return cloth


def lay(
    canvas: Canvas, units: NDArray[np.floating] | list[tuple[float, float]], cloth: Canvas, folds: float, rng: Random
) -> None:
    """Put cloth of the canvas' size inside a polygon, with the light and dark of folds."""
    points = on_canvas(units) - 0.5
    x0, y0 = np.clip(np.floor(points.min(0)).astype(int) - 1, 0, (canvas.shape[1] - 1, canvas.shape[0] - 1))
    x1, y1 = np.clip(np.ceil(points.max(0)).astype(int) + 2, (x0 + 1, y0 + 1), (canvas.shape[1], canvas.shape[0]))
    mask = np.zeros((y1 - y0, x1 - x0), np.uint8)
    fixed = np.round((points - (x0, y0)) * 2**SUBPIXEL).astype(np.int32)
    cv2.fillPoly(mask, [fixed], 255, cv2.LINE_AA, SUBPIXEL)
    low = rng.normal(1.0, folds, (int(rng.integers(3, 12)), int(rng.integers(3, 9)))).astype(np.float32)
    shade = cv2.resize(low, (int(x1 - x0), int(y1 - y0)), interpolation=cv2.INTER_CUBIC)
    weight = mask[..., None].astype(np.float32) * np.float32(1 / 255.0)
    part = canvas[y0:y1, x0:x1]
    laid = part * (1 - weight) + cloth[y0:y1, x0:x1] * (shade[..., None] * weight)
    part[:] = np.clip(laid, 0, 255).astype(np.uint8)


def garment(canvas: Canvas, rng: Random) -> None:
    """Dress the trunk anew: shirt or pullover, collar, buttons, jacket or cardigan over it."""
    size = (canvas.shape[1], canvas.shape[0])
    half = rng.uniform(0.3, 0.42)
    waist = half * rng.uniform(0.7, 1.0)
    neck, top = rng.uniform(0.09, 0.14), rng.uniform(-0.16, -0.08)
    outline = [(-neck, top), (-half, 0.02), (-waist, 1.3), (waist, 1.3), (half, 0.02), (neck, top)]
    shirt = any_colour(rng)
    lay(canvas, outline, pattern(rng, size, shirt), rng.uniform(0.02, 0.15), rng)
    depth = rng.choice([rng.uniform(-0.1, 0.0), rng.uniform(0.0, 0.25)])
    skin = scaled((150, 180, 225), rng.uniform(0.35, 1.05))
    fill(canvas, [(-neck, top - 0.02), (0.0, depth), (neck, top - 0.02)], skin)
    if rng.random() < 0.6:
        collar(canvas, rng, shirt, neck, top, depth)
    if rng.random() < 0.5:
        placket(canvas, rng, shirt, float(depth))
    if rng.random() < 0.5:
        jacket(canvas, rng, half, waist, neck, top)


def collar(canvas: Canvas, rng: Random, shirt: Colour, neck: float, top: float, depth: float) -> None:
    """Two collar leaves with a darker edge."""
    low = depth + rng.uniform(0.02, 0.12)
    out = rng.uniform(0.06, 0.15)
    for side in (-1, 1):
        leaf = [(side * neck, top - 0.02), (0.0, depth), (side * out, low), (side * (neck + 0.02), top + 0.02)]
        fill(canvas, leaf, scaled(shirt, rng.uniform(0.9, 1.1)))
        stroke(canvas, [leaf[1], leaf[2], leaf[3]], scaled(shirt, rng.uniform(0.5, 0.85)), 1)


def placket(canvas: Canvas, rng: Random, shirt: Colour, start: float) -> None:
    """Button line or zip: a line that could be taken for a narrow tie."""
    x = rng.normal(0, 0.015)
    edge = scaled(shirt, rng.uniform(0.4, 0.9) if rng.random() < 0.7 else rng.uniform(1.1, 1.6))
    end = rng.uniform(0.5, 1.3)
    half = rng.uniform(0.0, 0.035)
    if rng.random() < 0.25:
        fill(canvas, [(x - half, start), (x + half, start), (x + half, end), (x - half, end)], edge)
    else:
        for side in (-1, 1):
            stroke(canvas, [(x + side * half, start), (x + side * half, end)], edge, int(rng.integers(1, 3)))
    button = any_colour(rng)
    for y in np.arange(start + 0.04, end, rng.uniform(0.08, 0.2)):
        centre = tuple(int(v) for v in on_canvas([(x, y)])[0])
        cv2.circle(canvas, centre, int(rng.integers(1, 4)), button, -1, cv2.LINE_AA)


def jacket(canvas: Canvas, rng: Random, half: float, waist: float, neck: float, top: float) -> None:
    """Two fronts that leave a strip or a V of what is below, with lapels."""
    size = (canvas.shape[1], canvas.shape[0])
    cloth = pattern(rng, size)
    closed = rng.uniform(0.25, 0.8) if rng.random() < 0.7 else 2.0
    gap = rng.uniform(0.03, 0.18)
    tone = tuple(int(v) for v in cloth[0, 0])
    folds = rng.uniform(0.02, 0.1)
    for side in (-1, 1):
        inner = [(side * neck * 0.9, top), (side * gap, 0.1)]
        bottom = [(0.0, closed), (0.0, 1.3)] if closed < 1 else [(side * gap * rng.uniform(0.4, 1.4), 1.3)]
        lay(canvas, [*inner, *bottom, (side * waist, 1.3), (side * half, 0.02)], cloth, folds, rng)
        reach = min(closed, 0.5)
        lapel = [(side * neck, top), (side * (gap + 0.1), 0.12), (side * 0.02, reach), (side * gap, 0.1)]
        if rng.random() < 0.7:
            fill(canvas, lapel, scaled(tone, rng.uniform(0.85, 1.2)))  # type: ignore[arg-type]
            stroke(canvas, lapel, scaled(tone, rng.uniform(0.4, 0.8)), 1)  # type: ignore[arg-type]


def tie(canvas: Canvas, rng: Random, over: float = 2.0) -> NDArray[np.float64]:
    """A tie: knot and blade. Returns its knot's centre and its lower end as seen.

    `over`: below this height a jacket would hide it; the blade ends there.
    """
    x, y = rng.normal(0, 0.02), rng.uniform(-0.13, -0.05)
    if rng.random() < 0.25:
        y += rng.uniform(0.02, 0.12)
        x += rng.normal(0, 0.03)
    tilt = np.radians(rng.normal(0, 6))
    length = rng.uniform(0.35, 1.15) if over > 1 else over - y
    half, waist = rng.uniform(0.02, 0.04), rng.uniform(0.013, 0.024)
    wide = rng.uniform(0.03, 0.085) if rng.random() < 0.85 else rng.uniform(0.02, 0.03)
    knot = rng.uniform(0.04, 0.085)

    def at(across: float, along: float) -> tuple[float, float]:
        below = max(along - knot, 0.0)
        return x + across + np.tan(tilt) * below, y + along

    size = (canvas.shape[1], canvas.shape[0])
    cloth = pattern(rng, size)
    end = length - wide * rng.uniform(0.7, 1.2)
    blade = [at(-waist, knot), at(-wide, end), at(0, length), at(wide, end), at(waist, knot)]
    if over <= 1:
        blade = [at(-waist, knot), at(-wide, length), at(wide, length), at(waist, knot)]
    shadow = [(px + 0.012 * rng.normal(), py + 0.006) for px, py in blade]
    tone = tuple(int(v) for v in cloth[0, 0])
    if rng.random() < 0.6:
        dark = canvas.copy()
        fill(dark, shadow, (20, 20, 20))
        canvas[:] = cv2.addWeighted(canvas, 0.55, dark, 0.45, 0)
    lay(canvas, blade, cloth, rng.uniform(0.02, 0.12), rng)
    shift = int(rng.integers(1, 40))
    lay(canvas, [at(-half, 0), at(-waist, knot), at(waist, knot), at(half, 0)], np.roll(cloth, shift, 1), 0.05, rng)
    if rng.random() < 0.8:
        stroke(canvas, [at(-waist, knot), at(waist, knot)], scaled(tone, rng.uniform(0.3, 0.8)), 1)  # type: ignore[arg-type]
    return np.array([at(0, knot * 0.5), at(0, length)])


def bow_tie_or_scarf(canvas: Canvas, rng: Random) -> None:
    """Things round the neck that are no tie: scarf, shawl, necklace, cords, straps."""
    size = (canvas.shape[1], canvas.shape[0])
    draw, x = rng.random(), rng.normal(0, 0.04)
    colour = any_colour(rng)
    if draw < 0.35:
        y, width, drop = rng.uniform(-0.15, -0.05), rng.uniform(0.1, 0.2), rng.uniform(0.03, 0.12)
        cloth = pattern(rng, size, colour)
        band = [
            (-width, y - 0.04),
            (0, y + drop * 0.4),
            (width, y - 0.04),
            (width * 0.9, y + 0.05),
            (x, y + drop * 1.6),
        ]
        lay(canvas, [*band, (-width * 0.9, y + 0.05)], cloth, 0.15, rng)
        for side in (-1, 1):
            if rng.random() < 0.5:
                reach = rng.uniform(0.1, 0.6)
                spread = side * rng.uniform(0.05, 0.14)
                tail = [
                    (x, y + drop),
                    (x + spread, y + reach),
                    (x + spread + side * rng.uniform(0.05, 0.12), y + reach),
                ]
                lay(canvas, [*tail, (x + side * 0.06, y + drop)], cloth, 0.15, rng)
    elif draw < 0.6:
        low = rng.uniform(0.05, 0.5)
        stroke(canvas, [(-0.11, -0.14), (x, low), (0.11, -0.14)], colour, int(rng.integers(1, 4)))
        if rng.random() < 0.6:
            centre = tuple(int(v) for v in on_canvas([(x, low)])[0])
            cv2.circle(canvas, centre, int(rng.integers(2, 8)), any_colour(rng), -1, cv2.LINE_AA)
    elif draw < 0.75:
        for side in (-1, 1):
            stroke(
                canvas,
                [(side * 0.05, -0.05), (side * 0.06 + x, rng.uniform(0.1, 0.5))],
                colour,
                int(rng.integers(1, 4)),
            )
    elif draw < 0.9:
        side, width = rng.choice([-1, 1]), rng.uniform(0.02, 0.07)
        a, b = side * rng.uniform(0.1, 0.28), side * rng.uniform(-0.35, 0.3)
        strap = [(a - width, -0.1), (a + width, -0.1), (b + width, 1.2), (b - width, 1.2)]
        lay(canvas, strap, pattern(rng, size, colour), 0.05, rng)
    else:
        for side in (-1, 1):
            wing = [(x, -0.08), (x + side * 0.1, -0.12), (x + side * 0.1, -0.03)]
            fill(canvas, wing, colour)


def hair(canvas: Canvas, rng: Random) -> None:
    """Long hair over the shoulders or in front of the chest."""
    colour = scaled((40, 60, 90), rng.uniform(0.15, 2.2))
    for side in (-1, 1):
        if rng.random() < 0.75:
            x, reach = side * rng.uniform(0.08, 0.2), rng.uniform(0.0, 0.5)
            for _ in range(int(rng.integers(8, 26))):
                ys = np.linspace(-0.37, reach * rng.uniform(0.7, 1.1), 7)
                bend = np.cumsum(rng.normal(0, 0.008, 7))
                line = np.stack([x + rng.normal(0, 0.03) + bend + side * 0.05 * (ys + 0.3), ys], 1)
                stroke(canvas, line, scaled(colour, rng.uniform(0.7, 1.3)), int(rng.integers(2, 6)))
