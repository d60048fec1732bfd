"""Draws caps, hats, scarves and hoods over the hair."""

import cv2
import numpy as np
from numpy.typing import NDArray

from training.grooming.canvas import Canvas, Random, cloth
from vision.grooming.parts import Part


def put_on(canvas: Canvas, rng: Random) -> None:
    """One piece of headwear."""
    kind = rng.random()
    if kind < 0.22:
        headscarf(canvas, rng)
        return
    surface = cloth(rng, canvas.side)
    edge = rng.uniform(0.025, 0.075)
    rise = rng.uniform(0.12, 0.2)
    half = rng.uniform(0.085, 0.105)
    crown = _dome(canvas, rng, edge, rise, half, boxy=rng.random() < 0.35)
    _lay(canvas, rng, surface, crown)
    if 0.22 < kind < 0.34:
        lower = edge - rng.uniform(0.01, 0.04)
        side = [(s * 0.088, lower - 0.05, -0.06) for s in (1, -1)]
        wrap = canvas.at([(-0.09, edge + 0.02, -0.05), (0.09, edge + 0.02, -0.05), *side])
        _lay(canvas, rng, surface, canvas.polygon(wrap) * ~canvas.on_face())
    if kind > 0.4 and rng.random() < 0.5:
        band = canvas.at(
            [(s * half * 1.05, edge + up, -0.03) for s, up in ((1, 0.03), (-1, 0.03), (-1, 0.0), (1, 0.0))]
        )
        _lay(canvas, rng, cloth(rng, canvas.side), canvas.polygon(band) * (crown > 0.5))
    if kind > 0.4:
        _brim(canvas, rng, surface if rng.random() < 0.6 else cloth(rng, canvas.side), edge, half, wide=kind > 0.72)


def _dome(canvas: Canvas, rng: Random, edge: float, rise: float, half: float, boxy: bool) -> NDArray[np.float32]:
    """Coverage of a crown: the hull of its rim around the head and its top."""
    turn = np.linspace(0, 2 * np.pi, 36)
    rim = np.column_stack(
        [half * np.sin(turn), edge - 0.012 * (1 - np.cos(turn)) * rng.uniform(-1, 2), -0.075 + 0.105 * np.cos(turn)]
    )
    top = 0.75 if boxy else 0.45
    layers = [rim]
    for share in (0.5, 0.8, 1.0):
        narrow = top + (1 - top) * np.sqrt(1 - share**2)
        layers.append(
            np.column_stack(
                [rim[:, 0] * narrow, edge + share * (rise - 0.0) + 0 * turn, -0.075 + (rim[:, 2] + 0.075) * narrow]
            )
        )
    hull = cv2.convexHull(canvas.at(np.concatenate(layers)).astype(np.float32))[:, 0]
    return canvas.polygon(hull)


def _brim(canvas: Canvas, rng: Random, surface: NDArray[np.float32], edge: float, half: float, wide: bool) -> None:
    turn = np.linspace(0, 2 * np.pi, 48)
    out = rng.uniform(0.04, 0.1)
    if wide:
        ring = np.column_stack(
            [(half + out) * np.sin(turn), edge + 0.01 + 0 * turn, -0.075 + (0.105 + out) * np.cos(turn)]
        )
        shape = cv2.convexHull(canvas.at(ring).astype(np.float32))[:, 0]
    else:
        front = np.linspace(-1.2, 1.2, 20)
        rim = np.column_stack([half * np.sin(front), edge + 0 * front, -0.075 + 0.105 * np.cos(front)])
        peak = rim * (1.0, 1.0, 1.0) + np.column_stack(
            [0 * front, -0.12 * out + 0 * front, out * np.cos(front * 1.2)]
        )
        shape = np.concatenate([canvas.at(rim), canvas.at(peak)[::-1]])
    mask = canvas.polygon(shape)
    shadow = np.roll(mask, int(rng.integers(2, 12)), 0)
    canvas.pixels *= 1 - rng.uniform(0.1, 0.6) * cv2.GaussianBlur(shadow, (0, 0), 2.0)[..., None]
    _lay(canvas, rng, surface * rng.uniform(0.5, 1.1), mask)


def _lay(canvas: Canvas, rng: Random, surface: NDArray[np.float32], mask: NDArray[np.floating]) -> None:
    side = canvas.side
    x = np.linspace(-1, 1, side, dtype=np.float32)
    shade = 1 - rng.uniform(0, 0.5) * (x[None, :] - rng.uniform(-0.5, 0.5)) ** 2
    canvas.blend(np.clip(surface * shade[..., None], 0, 255), mask)
    canvas.classes[mask > 0.5] = Part.HEADWEAR


def headscarf(canvas: Canvas, rng: Random) -> None:
    """A scarf or hood round the face; ears, neck and hair are under it."""
    surface = cloth(rng, canvas.side)
    turn = np.linspace(0, 2 * np.pi, 48)
    top = rng.uniform(0.045, 0.085)
    opening = canvas.at(np.column_stack([0.07 * np.sin(turn), -0.03 + (top + 0.03) * np.cos(turn), -0.01 + 0 * turn]))
    hole = canvas.polygon(cv2.convexHull(opening.astype(np.float32))[:, 0]) * canvas.on_face()
    bulk = rng.uniform(0.095, 0.125)
    around = [np.column_stack([bulk * np.sin(turn), 0.0 + (bulk + 0.03) * np.cos(turn), -0.07 + 0 * turn])]
    around.append(
        np.column_stack([0 * turn, 0.0 + (bulk + 0.03) * np.cos(turn), -0.07 + (bulk + 0.02) * np.sin(turn)])
    )
    low = rng.uniform(-0.3, -0.17)
    around.append(np.array([(-0.11, low, -0.06), (0.11, low, -0.06), (0, low, 0.02), (0, low, -0.16)]))
    hull = cv2.convexHull(canvas.at(np.concatenate(around)).astype(np.float32))[:, 0]
    _lay(canvas, rng, surface, canvas.polygon(hull) * (1 - hole))
