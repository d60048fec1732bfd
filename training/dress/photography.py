"""What a camera, its light and its compression make of a chart."""

import cv2
import numpy as np
from numpy.typing import NDArray

from training.dress.drawing import Random


def photographed(pixels: NDArray[np.float32], rng: Random) -> NDArray[np.float32]:
    """Another exposure, colour, sharpness, resolution, grain and compression."""
    height, width = pixels.shape[:2]
    out = pixels
    if rng.random() < 0.06:
        out = np.repeat(out.mean(2, keepdims=True), 3, 2)
    out = np.clip(out, 0, 1) ** float(np.exp(rng.normal(0, 0.25)))
    out = out * rng.normal(1, 0.05, 3) * (rng.uniform(0.75, 1.2) if rng.random() < 0.8 else rng.uniform(0.4, 1.5))
    if rng.random() < 0.2:
        out = 0.5 + (out - 0.5) * rng.uniform(0.55, 1.25) + rng.normal(0, 0.04)
    if rng.random() < 0.15:
        fall = np.linspace(rng.uniform(0.5, 1.2), rng.uniform(0.5, 1.2), width)[None, :, None]
        out = out * fall
    out = np.clip(out, 0, 1).astype(np.float32)
    if rng.random() < 0.6:
        factor = float(np.exp(rng.uniform(np.log(0.3), 0.0)))
        out = cv2.resize(out, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    if rng.random() < 0.3:
        out = cv2.GaussianBlur(out, (0, 0), float(rng.uniform(0.3, 1.2)))
    if rng.random() < 0.1:
        length = int(rng.integers(2, 7))
        kernel = np.full((1, length), 1 / length, np.float32)
        out = cv2.filter2D(out, -1, kernel if rng.random() < 0.7 else kernel.T)
    out = out + cv2.randn(np.empty(out.shape, np.float32), 0.0, float(rng.uniform(0, 0.04)))
    if rng.random() < 0.2:
        blurred = cv2.GaussianBlur(out, (0, 0), 1.0)
        out = out + (out - blurred) * np.float32(rng.uniform(0.3, 1.5))
    out = np.clip(out, 0, 1).astype(np.float32)
    out = _compressed(out, rng, (25, 92))
    if out.shape[0] != height:
        out = cv2.resize(out, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(out, np.float32)


def seen_from_near(pixels: NDArray[np.float32], rng: Random) -> NDArray[np.float32]:
    """What a camera makes of a collar that fills the look: as `photographed`, but never so coarse nor so dark."""
    height, width = pixels.shape[:2]
    out = pixels
    if rng.random() < 0.05:
        out = np.repeat(out.mean(2, keepdims=True), 3, 2)
    out = np.clip(out, 0, 1) ** float(np.exp(rng.normal(0, 0.22)))
    out = out * rng.normal(1, 0.05, 3) * (rng.uniform(0.75, 1.2) if rng.random() < 0.85 else rng.uniform(0.45, 1.4))
    if rng.random() < 0.2:
        out = 0.5 + (out - 0.5) * rng.uniform(0.6, 1.25) + rng.normal(0, 0.04)
    out = np.clip(out, 0, 1).astype(np.float32)
    if rng.random() < 0.7:
        factor = float(np.exp(rng.uniform(np.log(0.33), 0.0)))
        out = cv2.resize(out, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    out = _blurred(out, rng)
    out = out + cv2.randn(np.empty(out.shape, np.float32), 0.0, float(rng.uniform(0, 0.025)))
    if rng.random() < 0.3:
        out = out + (out - cv2.GaussianBlur(out, (0, 0), 1.0)) * np.float32(rng.uniform(0.3, 1.5))
    out = _compressed(np.clip(out, 0, 1).astype(np.float32), rng, (35, 92))
    if out.shape[0] != height:
        how = cv2.INTER_LINEAR if rng.random() < 0.6 else cv2.INTER_CUBIC
        out = cv2.resize(out, (width, height), interpolation=how)
    return np.clip(out, 0, 1).astype(np.float32)


def _blurred(pixels: NDArray[np.float32], rng: Random) -> NDArray[np.float32]:
    """Out of focus, or moved."""
    if rng.random() < 0.2:
        pixels = np.asarray(cv2.GaussianBlur(pixels, (0, 0), float(rng.uniform(0.3, 0.9))), np.float32)
    if rng.random() < 0.05:
        length = int(rng.integers(2, 5))
        kernel = np.full((1, length), 1 / length, np.float32)
        pixels = np.asarray(cv2.filter2D(pixels, -1, kernel if rng.random() < 0.7 else kernel.T), np.float32)
    return pixels


def _compressed(pixels: NDArray[np.float32], rng: Random, quality: tuple[int, int]) -> NDArray[np.float32]:
    """Four in ten as a JPEG leaves them."""
    if rng.random() >= 0.4:
        return pixels
    how = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(*quality))]
    coded = cv2.imencode(".jpg", (pixels * 255).astype(np.uint8), how)[1]
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.float32) / np.float32(255)
