"""Paints cloth, lines and text onto charts of the chest.

Places are in units of the chart (`vision.dress.chart`): first + to the right, second + down from the shoulder line.
The canvas is a chart as `training.dress.render` stores it, twice as fine as the product's chart of the chest, so that
the near look at a collar can be cut from it. Sizes follow a trunk of about half a metre to the unit; lines and dots
are given in px of the product's chart.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Canvas = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Random = np.random.Generator
Colour = tuple[int, int, int]
Units = NDArray[np.floating] | Sequence[tuple[float, float]]
FINER = 2
"""Px of the canvas to one of the product's chart."""
STORED_PX = (256 * FINER, 304 * FINER)
STORED_UNIT = 192.0 * FINER
STORED_TOP = -0.375
"""The stored charts: width and height, px of a unit, and the upper edge's height over the shoulder line, units."""
SUBPIXEL = 4
FONT_FOLDERS = (Path("/usr/share/fonts/truetype/dejavu"), Path("/usr/share/fonts/opentype/noto"))


def on_canvas(units: Units) -> NDArray[np.float64]:
    """Units to px of the stored chart."""
    return np.asarray(units, np.float64) * STORED_UNIT + (STORED_PX[0] / 2, -STORED_TOP * STORED_UNIT)


def onto_cut(
    width_px: int,
    unit_px: float,
    top: float,
    moved: Sequence[float] = (0.0, 0.0),
    size: float = 1.0,
    turn: float = 0.0,
    stretch: float = 1.0,
) -> NDArray[np.float64]:
    """2 x 3, from px of the stored chart to px of a cut: its width, px of a unit and upper edge in units, + down.

    `moved` units to the right and down, `size` times as large, turned by `turn` radians, `stretch` times as wide: as
    landmarks put a chart that are a little wrong.
    """
    scale = unit_px / STORED_UNIT * size
    c, s = np.cos(turn) * scale, np.sin(turn) * scale
    matrix = np.array([[c * stretch, -s, 0.0], [s * stretch, c, 0.0]])
    origin = np.array([STORED_PX[0] / 2, -STORED_TOP * STORED_UNIT])
    target = np.array([width_px / 2, -top * unit_px]) + np.asarray(moved) * unit_px
    matrix[:, 2] = target - matrix[:, :2] @ origin
    return matrix


def in_cut(units: Units, matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Units to px of the cut that `onto_cut` gave."""
    return np.asarray(on_canvas(units) @ matrix[:, :2].T + matrix[:, 2])


def fixed(points: NDArray[np.float64]) -> NDArray[np.int32]:
    """Px of the canvas as OpenCV's fixed point numbers."""
    return np.round((points - 0.5) * 2**SUBPIXEL).astype(np.int32)


def fill(canvas: Canvas, units: Units, colour: Colour) -> None:
    """A filled polygon with soft edges."""
    cv2.fillPoly(canvas, [fixed(on_canvas(units))], colour, cv2.LINE_AA, SUBPIXEL)


def stroke(canvas: Canvas, units: Units, colour: Colour, width_px: int) -> None:
    """A line through points."""
    width = max(1, round(FINER * width_px * 0.9))
    cv2.polylines(canvas, [fixed(on_canvas(units))], False, colour, width, cv2.LINE_AA, SUBPIXEL)


def dot(canvas: Canvas, place: tuple[float, float], radius_px: float, colour: Colour) -> None:
    """A filled circle."""
    x, y = fixed(on_canvas([place]))[0]
    cv2.circle(canvas, (int(x), int(y)), round(FINER * radius_px * 2**SUBPIXEL), colour, -1, cv2.LINE_AA, SUBPIXEL)


def inside(units: Units) -> Mask:
    """The canvas' px that lie in a polygon."""
    mask = np.zeros((STORED_PX[1], STORED_PX[0]), np.uint8)
    cv2.fillPoly(mask, [fixed(on_canvas(units))], 1, cv2.LINE_8, SUBPIXEL)
    return mask > 0


def rounded(units: Units, passes: int = 2) -> NDArray[np.float64]:
    """The polygon with its corners cut again and again (Chaikin 1974)."""
    points = np.asarray(units, np.float64)
    for _ in range(passes):
        after = np.roll(points, -1, axis=0)
        points = np.stack([0.75 * points + 0.25 * after, 0.25 * points + 0.75 * after], 1).reshape(-1, 2)
    return points


def mirrored(units: Units, side: int) -> NDArray[np.float64]:
    """A shape of the right half of the picture (+1) or of the left (-1)."""
    return np.asarray(units, np.float64) * (side, 1.0)


def any_colour(rng: Random) -> Colour:
    """A colour as clothes have it: often white, black, grey or navy; blue, green, red."""
    draw = rng.random()
    if draw < 0.18:
        base = np.full(3, rng.integers(190, 252))
    elif draw < 0.38:
        base = np.full(3, rng.integers(12, 60))
    elif draw < 0.45:
        base = np.full(3, rng.integers(60, 190))
    elif draw < 0.6:
        base = np.array([rng.integers(45, 120), rng.integers(25, 60), rng.integers(10, 45)])
    else:
        hue, depth, light = rng.uniform(0, 180), rng.uniform(30, 230), rng.uniform(40, 245)
        base = cv2.cvtColor(np.array([[[hue, depth, light]]], np.uint8), cv2.COLOR_HSV2BGR)[0, 0].astype(float)
    blue, green, red = (int(v) for v in np.clip(base + rng.normal(0, 6, 3), 0, 255))
    return blue, green, red


def shirt_colour(rng: Random) -> Colour:
    """White and light blue more often than not."""
    draw = rng.random()
    if draw < 0.4:
        light = int(rng.integers(205, 252))
        return light, light - int(rng.integers(0, 12)), light - int(rng.integers(0, 18))
    if draw < 0.6:
        return int(rng.integers(200, 250)), int(rng.integers(170, 225)), int(rng.integers(140, 200))
    return any_colour(rng)


def skin_colour(rng: Random) -> Colour:
    """From light to dark."""
    return scaled((148, 178, 222), rng.uniform(0.25, 1.08))


def scaled(colour: Sequence[int], by: float) -> Colour:
    """A lighter or darker tone."""
    blue, green, red = (int(np.clip(v * by, 0, 255)) for v in colour)
    return blue, green, red


def pattern(rng: Random, size: tuple[int, int], colour: Colour | None = None, plain: float = 0.4) -> Canvas:
    """Cloth, width x height px: plain, stripes, checks, dots, diamonds or mottled."""
    width, height = size
    cloth = np.empty((height, width, 3), np.uint8)
    cloth[:] = any_colour(rng) if colour is None else colour
    first = tuple(int(v) for v in cloth[0, 0])
    if rng.random() < plain:
        return cloth
    if rng.random() < 0.4:
        return figured(cloth, rng)
    draw, step = rng.random(), float(np.exp(rng.uniform(np.log(3.5), np.log(52.0))))
    other = any_colour(rng) if rng.random() < 0.6 else scaled(first, rng.uniform(0.6, 1.6))
    x, y = np.arange(width, dtype=np.float32)[None], np.arange(height, dtype=np.float32)[:, None]
    angle = float(rng.choice([0.0, np.pi / 2, rng.uniform(0.4, 1.2), rng.uniform(-1.2, -0.4)]))
    c, s = np.float32(np.cos(angle)), np.float32(np.sin(angle))
    along, across = x * c + y * s, y * c - x * s
    if draw < 0.45:
        cloth[(along % step) < step * rng.uniform(0.08, 0.6)] = other
        if rng.random() < 0.4:
            cloth[((along + step / 2) % step) < step * rng.uniform(0.05, 0.2)] = any_colour(rng)
    elif draw < 0.6:
        cloth[((along % step) < step * 0.3) | ((across % step) < step * 0.3)] = other
    elif draw < 0.75:
        cloth[((along % step - step / 2) ** 2 + (across % step - step / 2) ** 2) < (step * 0.25) ** 2] = other
    elif draw < 0.82:
        cloth[(np.abs(along % step - step / 2) + np.abs(across % step - step / 2)) < step * 0.3] = other
    else:
        blobs = cv2.resize(rng.random((height // 24 + 2, width // 24 + 2)).astype(np.float32), size)
        cloth[blobs > rng.uniform(0.4, 0.7)] = other
        if rng.random() < 0.5:
            cloth[blobs < rng.uniform(0.2, 0.35)] = any_colour(rng)
    return cloth


def figured(cloth: Canvas, rng: Random) -> Canvas:
    """Printed and woven figures on plain cloth: flowers and paisley, small motifs, tartan, the grain of a knit."""
    height, width = cloth.shape[:2]
    first = tuple(int(v) for v in cloth[0, 0])
    draw = rng.random()
    if draw < 0.35:
        size = float(np.exp(rng.uniform(np.log(4.0), np.log(44.0))))
        for _ in range(int(rng.integers(1, 5))):
            field = rng.random((int(height / size) + 3, int(width / size) + 3)).astype(np.float32)
            smooth = cv2.resize(field, (width, height), interpolation=cv2.INTER_CUBIC)
            low = rng.uniform(0.2, 0.8)
            cloth[(smooth > low) & (smooth < low + rng.uniform(0.06, 0.3))] = any_colour(rng)
        return cloth
    if draw < 0.7:
        return motifs(cloth, rng)
    x, y = np.arange(width, dtype=np.float32)[None], np.arange(height, dtype=np.float32)[:, None]
    if draw < 0.85:
        whole = cloth.astype(np.float32)
        period = rng.uniform(14, 100)
        for _ in range(int(rng.integers(1, 4))):
            start, wide, share = rng.uniform(0, period), period * rng.uniform(0.04, 0.5), rng.uniform(0.25, 0.7)
            tone = np.array(any_colour(rng), np.float32)
            for line in (x, y):
                weight = (((line - start) % period) < wide).astype(np.float32)[..., None] * np.float32(share)
                whole += (tone - whole) * weight
        return np.clip(whole, 0, 255).astype(np.uint8)
    step, depth = rng.uniform(3.0, 14.0), rng.uniform(0.05, 0.35)
    ribs = np.sin(2 * np.pi * (x + np.abs((y % (4 * step)) - 2 * step) * rng.choice([0.0, 1.0])) / step)
    return np.clip(np.array(first, np.float32) * (1 + depth * ribs[..., None]), 0, 255).astype(np.uint8)


def motifs(cloth: Canvas, rng: Random) -> Canvas:
    """One small motif again and again, in rows that are set off by half, straight or slanted."""
    height, width = cloth.shape[:2]
    side = int(rng.integers(7, 44))
    tile = np.empty((2 * side, 2 * side, 3), np.uint8)
    tile[:] = cloth[0, 0]
    colours = [any_colour(rng) for _ in range(2)]
    axes, turn = (
        (max(int(side * rng.uniform(0.12, 0.42)), 1), max(int(side * rng.uniform(0.1, 0.3)), 1)),
        rng.uniform(0, 180),
    )
    for middle in ((side // 2, side // 2), (side // 2 + side, side // 2 + side)):
        cv2.ellipse(tile, middle, axes, turn, 0, 360, colours[0], -1, cv2.LINE_AA)
        if rng.random() < 0.5:
            cv2.ellipse(tile, middle, (max(axes[0] // 2, 1), max(axes[1] // 2, 1)), turn, 0, 360, colours[1], -1)
    reach = height + width
    sheet = np.tile(tile, (reach // (2 * side) + 1, reach // (2 * side) + 1, 1))
    angle = float(rng.choice([0.0, 45.0, rng.uniform(0, 90)]))
    matrix = cv2.getRotationMatrix2D((sheet.shape[1] / 2, sheet.shape[0] / 2), angle, 1.0)
    matrix[:, 2] += (width / 2 - sheet.shape[1] / 2, height / 2 - sheet.shape[0] / 2)
    turned = cv2.warpAffine(sheet, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_WRAP)
    return np.asarray(turned, np.uint8)


def shading(size: tuple[int, int], depth: float, rng: Random) -> NDArray[np.float32]:
    """Light and dark of folds, about 1: broad waves, some sharp creases and the weave."""
    width, height = size
    low = rng.normal(1.0, depth, (int(rng.integers(3, 9)), int(rng.integers(3, 7)))).astype(np.float32)
    shade = cv2.resize(low, size, interpolation=cv2.INTER_CUBIC)
    for _ in range(int(rng.integers(0, 6))):
        creases = np.zeros((height, width), np.float32)
        x, y = rng.uniform(0, width), rng.uniform(0, height)
        reach = rng.normal(0, max(width, height) * 0.35, 2)
        bent = rng.normal(0, 12, 2)
        line = np.array(
            [(x, y), (x + reach[0] / 2 + bent[0], y + reach[1] / 2 + bent[1]), (x + reach[0], y + reach[1])]
        )
        cv2.polylines(creases, [np.round(line).astype(np.int32)], False, 1.0, int(rng.integers(1, 7)))
        blurred = cv2.GaussianBlur(creases, (0, 0), FINER * float(rng.uniform(0.8, 3.5)))
        shade += blurred * np.float32(rng.normal(0, 2.2 * depth))
    grain = cv2.randn(np.empty((height, width), np.float32), 0.0, float(rng.uniform(0, 0.05)))
    return np.clip(shade + grain, 0.15, 2.2)


def lay(
    canvas: Canvas,
    units: Units,
    cloth: Canvas,
    folds: float,
    rng: Random,
    shadow: float = 0.0,
    round_edge: float = 0.0,
) -> Mask:
    """Put cloth of the canvas' size inside a polygon; gives the px covered.

    `shadow` 0..1 darkens what lies round the edge; `round_edge` 0..1 darkens the cloth towards its own edge.
    """
    points = on_canvas(units)
    reach = 10 * FINER
    low = np.clip(np.floor(points.min(0)).astype(int) - reach, 0, (canvas.shape[1] - 1, canvas.shape[0] - 1))
    high = np.clip(np.ceil(points.max(0)).astype(int) + reach, low + 1, (canvas.shape[1], canvas.shape[0]))
    (x0, y0), (x1, y1) = low, high
    mask = np.zeros((y1 - y0, x1 - x0), np.uint8)
    cv2.fillPoly(mask, [fixed(points - (x0, y0))], 255, cv2.LINE_AA, SUBPIXEL)
    weight = mask.astype(np.float32) * np.float32(1 / 255.0)
    part = canvas[y0:y1, x0:x1].astype(np.float32)
    if shadow > 0:
        moved = np.roll(weight, (FINER * int(rng.integers(0, 3)), FINER * int(rng.integers(-2, 3))), (0, 1))
        part *= 1 - shadow * cv2.GaussianBlur(moved, (0, 0), FINER * float(rng.uniform(1.0, 4.0)))[..., None]
    shade = shading((int(x1 - x0), int(y1 - y0)), folds, rng)
    if round_edge > 0:
        deep = cv2.GaussianBlur(weight, (0, 0), FINER * float(rng.uniform(2.0, 6.0)))
        shade *= 1 - round_edge * np.clip(2 * (1 - deep), 0, 1)
    laid = cloth[y0:y1, x0:x1] * shade[..., None]
    part += (laid - part) * weight[..., None]
    canvas[y0:y1, x0:x1] = np.clip(part, 0, 255).astype(np.uint8)
    covered = np.zeros(canvas.shape[:2], np.bool_)
    covered[y0:y1, x0:x1] = mask > 127
    return covered


@cache
def _fonts(size: int) -> tuple[ImageFont.FreeTypeFont, ...]:
    files = [path for folder in FONT_FOLDERS if folder.is_dir() for path in sorted(folder.rglob("*.tt[fc]"))]
    files = [path for path in files if any(part in path.name for part in ("Sans", "Serif"))]
    return tuple(ImageFont.truetype(str(path), size) for path in files)


def text(
    face: Canvas, words: str, middle: tuple[float, float], height_px: float, colour: Colour, rng: Random
) -> None:
    """A line of text about a place of a face, px; narrowed to the face's width."""
    fonts = [font for font in _fonts(32) if words.isascii() or "CJK" in str(font.path)]
    if not fonts:
        return
    font = fonts[int(rng.integers(len(fonts)))]
    left, top, right, bottom = font.getbbox(words)
    stencil = Image.new("L", (int(right - left) + 2, int(bottom - top) + 2))
    ImageDraw.Draw(stencil).text((1 - left, 1 - top), words, fill=255, font=font)
    size = min(height_px / stencil.height, 0.9 * face.shape[1] / stencil.width)
    drawn = cv2.resize(np.asarray(stencil), None, fx=size, fy=size, interpolation=cv2.INTER_AREA)
    y, x = int(middle[1] - drawn.shape[0] / 2), int(middle[0] - drawn.shape[1] / 2)
    y, x = max(y, 0), max(x, 0)
    part = face[y : y + drawn.shape[0], x : x + drawn.shape[1]]
    weight = drawn[: part.shape[0], : part.shape[1], None].astype(np.float32) / 255.0
    part[:] = (part * (1 - weight) + np.array(colour) * weight).astype(np.uint8)
