"""What a camera, its light and its compression make of a chart."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from training.dress.drawing import Random

Pixels = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Camera:
    """How far pictures are changed; shares are of all pictures."""

    grey: float
    """Share without colour."""
    gamma: float
    """Spread of the tone curve's logarithm."""
    plainly_lit: float
    """Share that is neither very dark nor very bright."""
    light: tuple[float, float]
    """Gain of the others."""
    contrast: tuple[float, float]
    """Of a fifth of them."""
    aslant: float
    """Share that is lit from one side."""
    coarse: tuple[float, float]
    """Share taken by a coarser sensor, and its least resolution."""
    blurred: tuple[float, float]
    """Share, and the greatest sigma, px."""
    moved: tuple[float, int]
    """Share, and the first length that is too long, px."""
    grain: float
    sharpened: float
    quality: tuple[int, int]
    """Of the JPEG that four in ten are."""
    cubic: float
    """Share of the coarser ones that is enlarged with overshoot."""


FAR = Camera(
    0.06, 0.25, 0.8, (0.4, 1.5), (0.55, 1.25), 0.15, (0.6, 0.3), (0.3, 1.2), (0.1, 7), 0.04, 0.2, (25, 92), 0.0
)  # fmt: skip
"""A chest that fills the chart."""
NEAR = Camera(
    0.05, 0.22, 0.85, (0.45, 1.4), (0.6, 1.25), 0.0, (0.7, 0.33), (0.2, 0.9), (0.05, 5), 0.025, 0.3, (35, 92), 0.4
)  # fmt: skip
"""A collar that fills the look: never so coarse nor so dark."""


def photographed(pixels: Pixels, rng: Random, camera: Camera = FAR) -> Pixels:
    """Another exposure, colour, sharpness, resolution, grain and compression; height x width x 3, 0..1."""
    height, width = pixels.shape[:2]
    out = _exposed(pixels, rng, camera)
    share, least = camera.coarse
    if rng.random() < share:
        factor = float(np.exp(rng.uniform(np.log(least), 0.0)))
        out = cv2.resize(out, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    out = _blurred(out, rng, camera)
    out = out + cv2.randn(np.empty(out.shape, np.float32), 0.0, float(rng.uniform(0, camera.grain)))
    if rng.random() < camera.sharpened:
        blurred = cv2.GaussianBlur(out, (0, 0), 1.0)
        out = out + (out - blurred) * np.float32(rng.uniform(0.3, 1.5))
    out = _compressed(np.clip(out, 0, 1).astype(np.float32), rng, camera.quality)
    if out.shape[0] != height:
        how = cv2.INTER_CUBIC if rng.random() < camera.cubic else cv2.INTER_LINEAR
        out = cv2.resize(out, (width, height), interpolation=how)
    return np.clip(out, 0, 1).astype(np.float32)


def _exposed(pixels: Pixels, rng: Random, camera: Camera) -> Pixels:
    """Tone, colour, light and contrast."""
    out = pixels
    if rng.random() < camera.grey:
        out = np.repeat(out.mean(2, keepdims=True), 3, 2)
    out = np.clip(out, 0, 1) ** float(np.exp(rng.normal(0, camera.gamma)))
    gain = rng.uniform(0.75, 1.2) if rng.random() < camera.plainly_lit else rng.uniform(*camera.light)
    out = out * rng.normal(1, 0.05, 3) * gain
    if rng.random() < 0.2:
        out = 0.5 + (out - 0.5) * rng.uniform(*camera.contrast) + rng.normal(0, 0.04)
    if rng.random() < camera.aslant:
        out = out * np.linspace(rng.uniform(0.5, 1.2), rng.uniform(0.5, 1.2), out.shape[1])[None, :, None]
    return np.clip(out, 0, 1).astype(np.float32)


def _blurred(pixels: Pixels, rng: Random, camera: Camera) -> Pixels:
    """Out of focus, or moved."""
    if rng.random() < camera.blurred[0]:
        sigma = float(rng.uniform(0.3, camera.blurred[1]))
        pixels = np.asarray(cv2.GaussianBlur(pixels, (0, 0), sigma), np.float32)
    if rng.random() < camera.moved[0]:
        length = int(rng.integers(2, camera.moved[1]))
        kernel = np.full((1, length), 1 / length, np.float32)
        pixels = np.asarray(cv2.filter2D(pixels, -1, kernel if rng.random() < 0.7 else kernel.T), np.float32)
    return pixels


def _compressed(pixels: Pixels, rng: Random, quality: tuple[int, int]) -> Pixels:
    """Four in ten as a JPEG leaves them."""
    if rng.random() >= 0.4:
        return pixels
    how = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(*quality))]
    coded = cv2.imencode(".jpg", (pixels * 255).astype(np.uint8), how)[1]
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.float32) / np.float32(255)
