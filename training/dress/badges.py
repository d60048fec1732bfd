"""Draws name badges, cards on straps, and the small things of a chest that are neither."""

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
    fill,
    inside,
    lay,
    on_canvas,
    pattern,
    rounded,
    scaled,
    stroke,
    text,
)

NAMES = ("LI NA", "WANG", "Chen Yu", "KIM", "ZHAO", "Rossi", "A. Novak", "STAFF", "Front desk", "No 0417", "Service")
CHINESE = (
    "王小明",
    "李娜",
    "陈宇",
    "服务",
    "大堂经理",
    "客户经理",
    "工号0417",
    "营业部",
    "赵敏",
    "实习",
    "铜镜银行",
    "党员先锋",
)
METALS: tuple[Colour, ...] = (
    (248, 248, 248),
    (80, 170, 205),
    (110, 190, 220),
    (90, 40, 20),
    (25, 25, 25),
    (190, 190, 195),
    (40, 30, 150),
)


def turned(x: float, y: float, width: float, height: float, tilt_deg: float) -> NDArray[np.float64]:
    """Corners of a rectangle about a centre, upper left first, clockwise; + = its right end is lower."""
    c, s = np.cos(np.radians(tilt_deg)), np.sin(np.radians(tilt_deg))
    corners = np.array([(-width, -height), (width, -height), (width, height), (-width, height)]) / 2
    return corners @ np.array([[c, s], [-s, c]]) + (x, y)


def paste(canvas: Canvas, face: Canvas, corners: NDArray[np.float64]) -> None:
    """Put a picture into four corners of the canvas."""
    height, width = face.shape[:2]
    source = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(source, (on_canvas(corners) - 0.5).astype(np.float32))
    size = (canvas.shape[1], canvas.shape[0])
    drawn = cv2.warpPerspective(face, matrix, size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
    mask = cv2.warpPerspective(np.full(face.shape[:2], 255, np.uint8), matrix, size, flags=cv2.INTER_LINEAR)
    weight = mask[..., None].astype(np.float32) / 255.0
    canvas[:] = (canvas * (1 - weight) + drawn * weight).astype(np.uint8)


def words(face: Canvas, rng: Random, y: float, scale: float, colour: Colour) -> None:
    """A line of text about a height (share of the face), Chinese as often as not."""
    said = str(rng.choice(CHINESE if rng.random() < 0.5 else NAMES))
    text(face, said, (face.shape[1] * rng.uniform(0.4, 0.6), y * face.shape[0]), scale * face.shape[0], colour, rng)


def shined(face: Canvas, rng: Random) -> Canvas:
    """A gloss that runs over the face, now and then a glare."""
    width = face.shape[1]
    out = face.astype(np.float32)
    if rng.random() < 0.4:
        out *= np.linspace(rng.uniform(0.75, 1.3), rng.uniform(0.75, 1.3), width)[None, :, None]
    if rng.random() < 0.15:
        x, spread = rng.uniform(0, width), rng.uniform(0.05, 0.3) * width
        glare = np.exp(-(((np.arange(width) - x) / spread) ** 2))[None, :, None]
        out += glare * rng.uniform(60, 220)
    return np.clip(out, 0, 255).astype(np.uint8)


def plate(rng: Random, width: float, height: float) -> Canvas:
    """The face of a pin badge."""
    base = any_colour(rng) if rng.random() < 0.25 else METALS[int(rng.integers(len(METALS)))]
    face = np.empty((max(int(96 * height / width), 12), 96, 3), np.uint8)
    face[:] = scaled(base, rng.uniform(0.8, 1.05))
    ink = (20, 20, 20) if sum(base) > 330 else (240, 240, 240)
    if rng.random() < 0.15:
        ink = any_colour(rng)
    if rng.random() < 0.5:
        edge = scaled(base, rng.uniform(0.4, 0.8))
        cv2.rectangle(face, (0, 0), (95, face.shape[0] - 1), edge, int(rng.integers(1, 4)))
    if rng.random() < 0.3:
        cv2.rectangle(face, (0, 0), (int(rng.integers(8, 34)), face.shape[0]), any_colour(rng), -1)
    if rng.random() < 0.45:
        words(face, rng, 0.5, rng.uniform(0.35, 0.65), ink)
    elif rng.random() < 0.95:
        words(face, rng, 0.33, rng.uniform(0.3, 0.42), ink)
        words(face, rng, 0.74, rng.uniform(0.15, 0.25), ink)
    return shined(face, rng)


def card(rng: Random, width: float, height: float) -> Canvas:
    """The face of a staff card: coloured head, portrait, text."""
    face = np.empty((int(96 * height / width), 96, 3), np.uint8)
    rows = face.shape[0]
    face[:] = (246, 246, 244) if rng.random() < 0.7 else any_colour(rng)
    if rng.random() < 0.7:
        where = slice(0, int(rows * rng.uniform(0.1, 0.35))) if rng.random() < 0.75 else slice(int(rows * 0.75), rows)
        face[where] = any_colour(rng)
    if rng.random() < 0.75:
        x, y, side = int(rng.integers(4, 50)), int(rows * rng.uniform(0.15, 0.45)), int(rng.integers(22, 44))
        ground = scaled((200, 190, 180), rng.uniform(0.6, 1.2))
        cv2.rectangle(face, (x, y), (x + side, y + int(side * 1.25)), ground, -1)
        cv2.circle(
            face, (x + side // 2, y + side // 2), side // 4, scaled((130, 160, 200), rng.uniform(0.3, 1.1)), -1
        )
        cv2.rectangle(face, (x + side // 5, y + side), (x + 4 * side // 5, y + int(side * 1.25)), any_colour(rng), -1)
    for _ in range(int(rng.integers(1, 5))):
        words(face, rng, float(rng.uniform(0.08, 0.95)), float(rng.uniform(0.06, 0.16)), any_colour(rng))
    if rng.random() < 0.5:
        cv2.rectangle(face, (0, 0), (95, rows - 1), any_colour(rng), int(rng.integers(1, 7)))
    return shined(face, rng)


def card_back(rng: Random, width: float, height: float) -> Canvas:
    """A card that shows its back: blank, a magnetic stripe, at most a fine print."""
    face = np.empty((int(96 * height / width), 96, 3), np.uint8)
    grey = int(rng.integers(170, 252))
    face[:] = (grey, grey, grey) if rng.random() < 0.7 else any_colour(rng)
    if rng.random() < 0.3:
        start = int(face.shape[0] * rng.uniform(0.08, 0.7))
        face[start : start + int(face.shape[0] * 0.16)] = (25, 25, 25)
    return shined(face, rng)


def shaded_under(canvas: Canvas, corners: NDArray[np.float64], rng: Random) -> None:
    """A soft shadow of a plate."""
    dark = np.zeros(canvas.shape[:2], np.uint8)
    points = on_canvas(corners + np.array([rng.normal(0, 0.006), abs(rng.normal(0, 0.008))]))
    cv2.fillPoly(dark, [np.round(points).astype(np.int32)], 255, cv2.LINE_AA)
    depth = cv2.GaussianBlur(dark, (0, 0), float(rng.uniform(0.6, 2.5))).astype(np.float32) / 255.0
    canvas[:] = (canvas * (1 - rng.uniform(0.2, 0.7) * depth[..., None])).astype(np.uint8)


def pin(canvas: Canvas, rng: Random) -> tuple[NDArray[np.float64], Mask]:
    """A badge on the left or right chest; its corners and px."""
    width = rng.uniform(0.09, 0.19)
    height = width / (rng.uniform(2.2, 4.4) if rng.random() < 0.75 else rng.uniform(1.25, 2.2))
    x = rng.choice([-1, 1], p=[0.4, 0.6]) * rng.uniform(0.08, 0.3)
    tilt = rng.normal(0, 8) if rng.random() < 0.8 else rng.uniform(-30, 30)
    corners = turned(x, rng.uniform(0.06, 0.46), width, height, tilt)
    corners += rng.normal(0, 0.02 * height, corners.shape)
    if rng.random() < 0.8:
        shaded_under(canvas, corners, rng)
    paste(canvas, plate(rng, width, height), corners)
    return corners, inside(corners)


def hanging_card(canvas: Canvas, rng: Random) -> tuple[NDArray[np.float64], Mask, bool]:
    """A card on a strap round the neck or on a clip; its corners, px, and whether it shows its front."""
    width, height = rng.uniform(0.1, 0.22), rng.uniform(0.14, 0.29)
    if rng.random() < 0.25:
        width, height = max(width, height), min(width, height)
    clipped = rng.random() < 0.12
    if clipped:
        x, y = rng.choice([-1, 1]) * rng.uniform(0.1, 0.26), rng.uniform(0.3, 0.95)
    else:
        x, y = rng.normal(0, 0.06), rng.uniform(0.2, 1.0)
    corners = turned(x, y, width, height, rng.normal(0, 7) if rng.random() < 0.85 else rng.normal(0, 18))
    corners[:2] += rng.normal(0, 0.01, 2)
    top = corners[:2].mean(0)
    if not clipped:
        straps(canvas, rng, top)
    elif rng.random() < 0.8:
        stroke(
            canvas, [tuple(top - (0, rng.uniform(0.02, 0.08))), tuple(top)], any_colour(rng), int(rng.integers(2, 6))
        )
    if rng.random() < 0.7:
        shaded_under(canvas, corners, rng)
    front = bool(rng.random() < 0.8)
    face = card(rng, width, height) if front else card_back(rng, width, height)
    if rng.random() < 0.25:
        holder = corners + (corners - corners.mean(0)) * rng.uniform(0.05, 0.15)
        before = canvas.copy()
        fill(canvas, holder, any_colour(rng))
        share = rng.uniform(0.3, 1.0)
        canvas[:] = (canvas * share + before * (1 - share)).astype(np.uint8)
        corners = holder
    paste(canvas, face, corners - (corners - corners.mean(0)) * rng.uniform(0, 0.05))
    if rng.random() < 0.6:
        dot(canvas, tuple(np.add(top, (0, 0.008))), rng.uniform(1, 3), scaled((180, 180, 180), rng.uniform(0.4, 1.3)))
    return corners, inside(corners), front


def straps(canvas: Canvas, rng: Random, top: NDArray[np.float64]) -> None:
    """A strap round the neck that ends at a card's upper edge."""
    colour = any_colour(rng)
    half = rng.uniform(0.003, 0.025)
    cloth = pattern(rng, size_of(canvas), colour, 0.7)
    neck, rise = rng.uniform(0.08, 0.18), rng.uniform(-0.2, -0.05)
    ring = top - (0, rng.uniform(0.0, 0.09))
    over = rng.random() < 0.9
    for side in (-1, 1):
        if not over and side > 0:
            continue
        start = np.array([side * neck, rise])
        bow = (start + ring) / 2 + (side * rng.uniform(0, 0.03), rng.normal(0, 0.02))
        line = np.stack([start, 0.25 * start + 0.5 * bow + 0.25 * ring, ring])
        shape = np.concatenate([np.add(line, (half, 0)), line[::-1] - (half, 0)])
        lay(canvas, shape, cloth, 0.06, rng, shadow=rng.uniform(0, 0.4))
    stroke(canvas, [tuple(ring), tuple(top)], any_colour(rng), int(rng.integers(1, 6)))


def pocket_things(canvas: Canvas, rng: Random) -> None:
    """Pockets, pocket squares, pens, logos, lapel pins, seams, prints, phones: none of them a badge."""
    x, y = rng.choice([-1, 1]) * rng.uniform(0.08, 0.28), rng.uniform(0.08, 0.42)
    draw = rng.random()
    line = scaled((120, 120, 120), rng.uniform(0.1, 2.0))
    if draw < 0.2:
        corners = turned(x, y + 0.09, rng.uniform(0.13, 0.22), rng.uniform(0.14, 0.26), rng.normal(0, 3))
        stroke(canvas, np.vstack([corners, corners[:1]]), line, int(rng.integers(1, 3)))
        if rng.random() < 0.5:
            stroke(canvas, corners[:2] + np.array([0, 0.03]), line, 1)
    elif draw < 0.4:
        pocket_welt(canvas, rng, x, y)
    elif draw < 0.52:
        for _ in range(int(rng.integers(1, 4))):
            shift = rng.normal(0, 0.02)
            ends = [(x + shift, y - rng.uniform(0.02, 0.06)), (x + shift + rng.normal(0, 0.01), y + 0.05)]
            stroke(canvas, ends, any_colour(rng), int(rng.integers(1, 4)))
    elif draw < 0.7:
        logo(canvas, rng, x, y)
    elif draw < 0.8:
        dot(
            canvas,
            (rng.choice([-1, 1]) * rng.uniform(0.06, 0.2), rng.uniform(0, 0.25)),
            rng.uniform(1, 5),
            any_colour(rng),
        )
    elif draw < 0.9:
        print_on_chest(canvas, rng)
    else:
        ornament(canvas, rng, x, y)


def ornament(canvas: Canvas, rng: Random, x: float, y: float) -> None:
    """A flower in the lapel, a brooch, or a watch's chain across the front."""
    if rng.random() < 0.35:
        drop = rng.uniform(0.03, 0.12)
        across = np.linspace(0.0, rng.choice([-1, 1]) * rng.uniform(0.15, 0.35), 9)
        sag = y + 0.4 + drop * np.sin(np.linspace(0, np.pi, 9))
        stroke(canvas, np.stack([across, sag], 1), any_colour(rng), int(rng.integers(1, 4)))
        return
    size, petals = rng.uniform(0.015, 0.06), int(rng.integers(4, 9))
    first = any_colour(rng)
    for angle in np.linspace(0, 2 * np.pi, petals, endpoint=False) + rng.uniform(0, 1):
        tone = scaled(first, rng.uniform(0.7, 1.3))
        at = (x + size * float(np.cos(angle)) * 0.7, y + size * float(np.sin(angle)) * 0.7)
        dot(canvas, at, size * rng.uniform(60, 130), tone)
    dot(canvas, (x, y), size * rng.uniform(20, 90), any_colour(rng))


def pocket_welt(canvas: Canvas, rng: Random, x: float, y: float) -> None:
    """A breast pocket's welt of the same cloth, with or without a handkerchief."""
    at = np.clip(on_canvas([(x, y)])[0].astype(int), 0, (canvas.shape[1] - 1, canvas.shape[0] - 1))
    tone = tuple(int(v) for v in canvas[at[1], at[0]])
    corners = turned(x, y, rng.uniform(0.09, 0.17), rng.uniform(0.015, 0.035), rng.normal(0, 8))
    if rng.random() < 0.5:
        width, high = rng.uniform(0.07, 0.13), rng.uniform(0.02, 0.09)
        peak = [(x - width / 2, y), (x - width / 4, y - high), (x, y - high * rng.uniform(0.3, 1.0))]
        peak += [(x + width / 4, y - high * rng.uniform(0.3, 1.1)), (x + width / 2, y)]
        lay(canvas, peak, pattern(rng, size_of(canvas), None, 0.7), 0.1, rng, shadow=0.2)
    shade = scaled(tone, rng.uniform(0.7, 1.35)) if rng.random() < 0.85 else any_colour(rng)
    lay(canvas, corners, pattern(rng, size_of(canvas), shade, 1.0), 0.05, rng, shadow=0.3)
    stroke(canvas, corners[:2], scaled(tone, rng.uniform(0.3, 0.8)), 1)


def logo(canvas: Canvas, rng: Random, x: float, y: float) -> None:
    """Letters or a mark stitched into the cloth, without a plate."""
    px, py = on_canvas([(x, y)])[0]
    if rng.random() < 0.5:
        said = str(rng.choice(CHINESE if rng.random() < 0.4 else NAMES))
        size = rng.uniform(4, 13)
        reach = int(size * 3)
        x0, y0 = int(max(px - reach, 0)), int(max(py - size, 0))
        part = canvas[y0 : int(py + size), x0 : int(px + reach)]
        if part.shape[0] > 4 and part.shape[1] > 8:
            text(part, said, (part.shape[1] / 2, part.shape[0] / 2), size, any_colour(rng), rng)
        return
    shape = cv2.ellipse2Poly((0, 0), (100, int(rng.integers(40, 160))), int(rng.integers(0, 180)), 0, 360, 40) / 100.0
    fill(canvas, shape * rng.uniform(0.012, 0.05) + (x, y), any_colour(rng))
    if rng.random() < 0.5:
        fill(canvas, np.add(rounded(shape * rng.uniform(0.005, 0.02), 1), (x, y)), any_colour(rng))


def print_on_chest(canvas: Canvas, rng: Random) -> None:
    """A print, large letters or a picture on a T-shirt."""
    middle = (rng.normal(0, 0.04), rng.uniform(0.2, 0.55))
    width, height = rng.uniform(0.2, 0.5), rng.uniform(0.08, 0.4)
    corners = turned(*middle, width, height, rng.normal(0, 3))
    face = np.ascontiguousarray(cv2.warpPerspective(canvas, _onto_face(corners), (120, 80)))
    if rng.random() < 0.5:
        face[:] = pattern(rng, (120, 80))
    for _ in range(int(rng.integers(1, 3))):
        words(face, rng, rng.uniform(0.25, 0.75), rng.uniform(0.25, 0.7), any_colour(rng))
    if rng.random() < 0.4:
        cv2.circle(
            face,
            (int(rng.integers(20, 100)), int(rng.integers(15, 65))),
            int(rng.integers(6, 30)),
            any_colour(rng),
            -1,
        )
    paste(canvas, face, corners)


def _onto_face(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    source = (on_canvas(corners) - 0.5).astype(np.float32)
    target = np.array([(0, 0), (120, 0), (120, 80), (0, 80)], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(source, target), np.float64)
