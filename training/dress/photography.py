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
    if rng.random() < 0.4:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 92))]
        coded = cv2.imencode(".jpg", (out * 255).astype(np.uint8), quality)[1]
        out = np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.float32) / np.float32(255)
    if out.shape[0] != height:
        out = cv2.resize(out, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(out, np.float32)
