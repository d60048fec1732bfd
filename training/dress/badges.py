"""Draws name badges, cards on straps, and the small things of a chest that are neither."""

import cv2
import numpy as np
from numpy.typing import NDArray

from training.dress.drawing import Canvas, Random, any_colour, fill, on_canvas, pattern, scaled, stroke

FONTS = (cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_COMPLEX)
NAMES = ("LI NA", "WANG", "Chen Yu", "KIM", "ZHAO", "Rossi", "A. Novak", "STAFF", "Front desk", "No 0417", "Service")


def turned(x: float, y: float, width: float, height: float, tilt_deg: float) -> NDArray[np.float64]:
    """Corners of a rectangle about a centre, upper left first, clockwise; + = its right end is lower."""
    c, s = np.cos(np.radians(tilt_deg)), np.sin(np.radians(tilt_deg))
    corners = np.array([(-width, -height), (width, -height), (width, height), (-width, height)]) / 2
    return corners @ np.array([[c, s], [-s, c]]) + (x, y)


def paste(canvas: Canvas, face: Canvas, corners: NDArray[np.float64]) -> None:
    """Put a picture into four corners of the canvas."""
    height, width = face.shape[:2]
    source = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(source, on_canvas(corners).astype(np.float32))
    size = (canvas.shape[1], canvas.shape[0])
    drawn = cv2.warpPerspective(face, matrix, size, flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.full(face.shape[:2], 255, np.uint8), matrix, size, flags=cv2.INTER_LINEAR)
    weight = mask[..., None].astype(np.float32) / 255.0
    canvas[:] = (canvas * (1 - weight) + drawn * weight).astype(np.uint8)


def words(face: Canvas, rng: Random, y: float, scale: float, colour: tuple[int, int, int]) -> None:
    """A line of text about a height (share of the face)."""
    text = str(rng.choice(NAMES))
    font = int(rng.choice(FONTS))
    (width, height), _ = cv2.getTextSize(text, font, 1.0, 1)
    size = min(scale * face.shape[0] / height, 0.88 * face.shape[1] / width)
    left = int((face.shape[1] - width * size) / 2)
    cv2.putText(face, text, (left, int(y * face.shape[0] + height * size / 2)), font, size, colour, 1, cv2.LINE_AA)


def plate(rng: Random, width: float, height: float) -> Canvas:
    """The face of a pin badge."""
    plates = [(248, 248, 248), (80, 170, 205), (110, 190, 220), (90, 40, 20), (25, 25, 25), (190, 190, 195)]
    base = any_colour(rng) if rng.random() < 0.25 else plates[int(rng.integers(len(plates)))]
    face = np.empty((int(48 * height / width * 2), 96, 3), np.uint8)
    face[:] = scaled(base, rng.uniform(0.8, 1.05))
    ink = (20, 20, 20) if sum(base) > 330 else (240, 240, 240)
    if rng.random() < 0.5:
        cv2.rectangle(face, (0, 0), (95, face.shape[0] - 1), scaled(base, rng.uniform(0.4, 0.8)), 1)
    if rng.random() < 0.25:
        cv2.rectangle(face, (0, 0), (int(rng.integers(10, 30)), face.shape[0]), any_colour(rng), -1)
    if rng.random() < 0.5:
        words(face, rng, 0.5, 0.5, ink)
    else:
        words(face, rng, 0.33, 0.36, ink)
        words(face, rng, 0.74, 0.2, ink)
    if rng.random() < 0.25:
        shine = np.linspace(rng.uniform(0.8, 1.3), rng.uniform(0.8, 1.3), 96)[None, :, None]
        face = np.clip(face * shine, 0, 255).astype(np.uint8)
    return face


def card(rng: Random, width: float, height: float) -> Canvas:
    """The face of a staff card: coloured head, portrait, text; sometimes its back or a clear holder."""
    face = np.empty((int(80 * height / width), 80, 3), np.uint8)
    face[:] = (246, 246, 244) if rng.random() < 0.75 else any_colour(rng)
    rows = face.shape[0]
    if rng.random() < 0.7:
        face[: int(rows * rng.uniform(0.1, 0.35))] = any_colour(rng)
    if rng.random() < 0.75:
        x, y, side = int(rng.integers(5, 40)), int(rows * rng.uniform(0.2, 0.45)), int(rng.integers(18, 34))
        cv2.rectangle(
            face, (x, y), (x + side, y + int(side * 1.25)), scaled((200, 190, 180), rng.uniform(0.6, 1.2)), -1
        )
        cv2.circle(
            face, (x + side // 2, y + side // 2), side // 4, scaled((130, 160, 200), rng.uniform(0.4, 1.1)), -1
        )
        cv2.rectangle(face, (x + side // 5, y + side), (x + 4 * side // 5, y + int(side * 1.25)), any_colour(rng), -1)
    for _ in range(int(rng.integers(0, 4))):
        words(face, rng, float(rng.uniform(0.5, 0.95)), float(rng.uniform(0.06, 0.12)), (30, 30, 30))
    if rng.random() < 0.5:
        cv2.rectangle(face, (0, 0), (79, rows - 1), any_colour(rng), int(rng.integers(1, 5)))
    return face


def shaded_under(canvas: Canvas, corners: NDArray[np.float64], rng: Random) -> None:
    """A soft shadow of a plate."""
    dark = canvas.copy()
    fill(dark, corners + np.array([rng.normal(0, 0.006), abs(rng.normal(0, 0.008))]), (15, 15, 15))
    share = float(rng.uniform(0.2, 0.6))
    canvas[:] = cv2.addWeighted(canvas, 1 - share, dark, share, 0)


def pin(canvas: Canvas, rng: Random) -> NDArray[np.float64]:
    """A badge on the left or right chest; its corners."""
    width = rng.uniform(0.1, 0.19)
    height = width / rng.uniform(1.6, 4.2)
    x = rng.choice([-1, 1], p=[0.3, 0.7]) * rng.uniform(0.09, 0.29)
    tilt = rng.normal(0, 9) if rng.random() < 0.8 else rng.uniform(-27, 27)
    corners = turned(x, rng.uniform(0.1, 0.42), width, height, tilt)
    corners += rng.normal(0, 0.03 * height, corners.shape)
    if rng.random() < 0.8:
        shaded_under(canvas, corners, rng)
    paste(canvas, plate(rng, width, height), corners)
    return corners


def hanging_card(canvas: Canvas, rng: Random) -> NDArray[np.float64]:
    """A card on a strap round the neck; its corners."""
    width, height = rng.uniform(0.1, 0.2), rng.uniform(0.15, 0.26)
    if rng.random() < 0.25:
        width, height = height, width * 0.9
    x, y = rng.normal(0, 0.05), rng.uniform(0.25, 0.95)
    tilt = rng.normal(0, 7)
    corners = turned(x, y, width, height, tilt)
    top = corners[:2].mean(0)
    colour, thick = any_colour(rng), int(rng.integers(1, 8))
    neck, rise = rng.uniform(0.08, 0.16), rng.uniform(-0.17, -0.05)
    ring = top - (0, rng.uniform(0.0, 0.07))
    for side in (-1, 1):
        bow = np.array([(side * neck + ring[0]) / 2 + rng.normal(0, 0.012), (rise + ring[1]) / 2])
        if rng.random() < 0.93:
            stroke(canvas, [(side * neck, rise), tuple(bow), tuple(ring)], colour, thick)
    stroke(canvas, [tuple(ring), tuple(top)], any_colour(rng), max(1, thick - 1))
    if rng.random() < 0.7:
        shaded_under(canvas, corners, rng)
    paste(canvas, card(rng, width, height), corners)
    return corners


def pocket_things(canvas: Canvas, rng: Random) -> None:
    """Pockets, pocket squares, pens, logos, lapel pins, prints: none of them a badge."""
    x, y = rng.choice([-1, 1]) * rng.uniform(0.1, 0.26), rng.uniform(0.12, 0.38)
    draw = rng.random()
    line = scaled((120, 120, 120), rng.uniform(0.1, 2.0))
    if draw < 0.25:
        corners = turned(x, y + 0.09, rng.uniform(0.13, 0.2), rng.uniform(0.14, 0.24), rng.normal(0, 3))
        stroke(canvas, np.vstack([corners, corners[:1]]), line, int(rng.integers(1, 3)))
        if rng.random() < 0.4:
            stroke(canvas, corners[:2] + np.array([0, 0.03]), line, 1)
    elif draw < 0.45:
        colour = any_colour(rng)
        if rng.random() < 0.5:
            corners = turned(x, y, rng.uniform(0.08, 0.14), rng.uniform(0.012, 0.03), rng.normal(0, 8))
            fill(canvas, corners, colour)
        else:
            width = rng.uniform(0.07, 0.13)
            peak = [(x - width / 2, y), (x - width / 4, y - rng.uniform(0.03, 0.09)), (x, y - 0.03)]
            fill(canvas, [*peak, (x + width / 4, y - rng.uniform(0.03, 0.09)), (x + width / 2, y)], colour)
    elif draw < 0.6:
        for _ in range(int(rng.integers(1, 4))):
            shift = rng.normal(0, 0.02)
            ends = [(x + shift, y - rng.uniform(0.02, 0.06)), (x + shift + rng.normal(0, 0.01), y + 0.05)]
            stroke(canvas, ends, any_colour(rng), int(rng.integers(1, 4)))
    elif draw < 0.8:
        # a logo: text or a small mark stitched into the cloth, without a plate
        size = rng.uniform(0.3, 0.7)
        place = tuple(int(v) for v in on_canvas([(x - 0.05, y)])[0])
        if rng.random() < 0.5:
            font = int(rng.choice(FONTS))
            cv2.putText(canvas, str(rng.choice(NAMES)), place, font, size * 0.6, any_colour(rng), 1, cv2.LINE_AA)
        else:
            axes = (int(rng.integers(2, 10)), int(rng.integers(2, 9)))
            cv2.ellipse(canvas, place, axes, float(rng.uniform(0, 180)), 0, 360, any_colour(rng), -1, cv2.LINE_AA)
    elif draw < 0.9:
        place = tuple(
            int(v) for v in on_canvas([(rng.choice([-1, 1]) * rng.uniform(0.08, 0.16), rng.uniform(0, 0.2))])[0]
        )
        cv2.circle(canvas, place, int(rng.integers(1, 5)), any_colour(rng), -1, cv2.LINE_AA)
    else:
        # a print across the chest
        face = pattern(rng, (96, 64))
        words(face, rng, 0.5, 0.6, any_colour(rng))
        corners = turned(
            rng.normal(0, 0.03), rng.uniform(0.25, 0.5), rng.uniform(0.25, 0.45), rng.uniform(0.2, 0.4), 0
        )
        paste(canvas, face, corners)
