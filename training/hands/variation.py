"""What varies between training and the world: other cameras, cloth, rooms and landmark errors, drawn at random."""

import cv2
import numpy as np
from numpy.typing import NDArray

from vision.hands.crop_classifier import ARM_POINTS, HAND_POINTS
from vision.landmarks.points import BodyPoint

Image = NDArray[np.float32]

LIMBS = (
    ((BodyPoint.LEFT_SHOULDER, BodyPoint.LEFT_ELBOW), 0.42),
    ((BodyPoint.RIGHT_SHOULDER, BodyPoint.RIGHT_ELBOW), 0.42),
    ((BodyPoint.LEFT_ELBOW, BodyPoint.LEFT_WRIST), 0.40),
    ((BodyPoint.RIGHT_ELBOW, BodyPoint.RIGHT_WRIST), 0.40),
    ((BodyPoint.LEFT_WRIST, BodyPoint.LEFT_INDEX), 0.40),
    ((BodyPoint.RIGHT_WRIST, BodyPoint.RIGHT_INDEX), 0.40),
    ((BodyPoint.LEFT_HIP, BodyPoint.LEFT_KNEE), 0.60),
    ((BodyPoint.RIGHT_HIP, BodyPoint.RIGHT_KNEE), 0.60),
    ((BodyPoint.LEFT_KNEE, BodyPoint.LEFT_ANKLE), 0.45),
    ((BodyPoint.RIGHT_KNEE, BodyPoint.RIGHT_ANKLE), 0.45),
)
"""Lines of the body and how wide it is around them, trunk lengths: sleeves and coats included."""
TRUNK = (BodyPoint.LEFT_SHOULDER, BodyPoint.RIGHT_SHOULDER, BodyPoint.RIGHT_HIP, BodyPoint.LEFT_HIP)
TRUNK_RIM, HEAD = 0.36, 0.6


def in_another_room(pixels: Image, body_px: NDArray[np.floating], trunk: float, rng: np.random.Generator) -> Image:
    """The same person before something else: clutter of any colour. `body_px` 33 x 2 and `trunk` in the cut-out's px.

    The person's outline is drawn generously around the landmarks; what lies near stays as it was.
    """
    side = pixels.shape[0]
    outline = np.zeros((side, side), np.float32)
    points = np.clip(body_px, -4 * side, 4 * side).round().astype(np.int32)
    for (start, end), width in LIMBS:
        cv2.line(outline, points[start].tolist(), points[end].tolist(), 1.0, max(round(width * trunk), 1))
    corners = points[list(TRUNK)]
    cv2.fillConvexPoly(outline, corners, 1.0)
    cv2.polylines(outline, [corners], True, 1.0, max(round(TRUNK_RIM * trunk), 1))
    cv2.circle(outline, points[BodyPoint.NOSE].tolist(), max(round(HEAD * trunk / 2), 1), 1.0, -1)
    outline = cv2.GaussianBlur(outline, (0, 0), 1.5)[..., None]
    return np.asarray(outline * pixels + (1 - outline) * _clutter(side, rng), np.float32)


def _clutter(side: int, rng: np.random.Generator) -> Image:
    """A background nobody arranged: a slope of two colours with boxes, bars and discs on it."""
    slope = np.linspace(0, 1, side, dtype=np.float32)
    slope = (slope[None, :] if rng.random() < 0.5 else slope[:, None])[..., None]
    out = (_colour(rng) * slope + _colour(rng) * (1 - slope)) * np.ones((side, side, 1))
    out = np.ascontiguousarray(out, np.float32)
    for _ in range(int(rng.integers(0, 14))):
        colour = _colour(rng).tolist()
        first, second = rng.integers(-side // 4, side + side // 4, (2, 2)).tolist()
        shape = rng.random()
        if shape < 0.45:
            cv2.rectangle(out, first, second, colour, -1)
        elif shape < 0.8:
            cv2.line(out, first, second, colour, int(rng.integers(1, side // 8)))
        else:
            cv2.circle(out, first, int(rng.integers(2, side // 4)), colour, -1)
    return np.asarray(cv2.GaussianBlur(out, (0, 0), float(rng.uniform(0.3, 3.0))), np.float32)


def _colour(rng: np.random.Generator) -> NDArray[np.float64]:
    """Red, green, blue 0..1; mostly pale or dull, as rooms are."""
    return np.asarray(np.clip(rng.uniform(0, 1) + rng.normal(0, rng.choice([0.06, 0.3]), 3), 0, 1))


def degraded(pixels: Image, rng: np.random.Generator) -> Image:
    """Sometimes from a coarser camera, sometimes stored with loss."""
    out = pixels
    side = out.shape[0]
    if rng.random() < 0.25:
        coarse = max(int(side * rng.uniform(0.4, 0.85)), 16)
        small = cv2.resize(out, (coarse, coarse), interpolation=cv2.INTER_AREA)
        out = cv2.resize(small, (side, side), interpolation=cv2.INTER_LINEAR)
    if rng.random() < 0.25:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 80))]
        coded = cv2.imencode(".jpg", (np.clip(out, 0, 1) * 255).astype(np.uint8), quality)[1]
        out = cv2.imdecode(coded, cv2.IMREAD_COLOR).astype(np.float32) / 255.0
    return np.asarray(out, np.float32)


def cut_off(torso: NDArray[np.float32], features: NDArray[np.float32], low: float, rng: np.random.Generator) -> None:
    """Let the picture end somewhere below the hands, in place, as a camera for half-length portraits would.

    `low`: the lowest hand's row, 0..1 of the cut-out. What the body model says of knees it cannot see is a guess.
    """
    row = int(rng.uniform(min(low + 0.08, 0.98), 1.0) * len(torso))
    torso[row:] = torso[row - 1]
    knees = [ARM_POINTS.index(point) for point in (BodyPoint.LEFT_KNEE, BodyPoint.RIGHT_KNEE)]
    for knee in knees:
        features[2 * knee : 2 * knee + 2] += rng.normal(0, (0.1, 0.2))
        features[2 * len(ARM_POINTS) + knee] = rng.uniform(0, 0.15)


def varied_features(features: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """N x F arm features with other landmark errors, a small turn and size, and hands sometimes not found."""
    count, hand = len(ARM_POINTS), 2 * len(HAND_POINTS) + 1
    out = features.copy()
    rows = len(out)
    turn, size = rng.normal(0, 0.05, rows), np.exp(rng.normal(0, 0.05, rows))
    c, s = size * np.cos(turn), size * np.sin(turn)
    starts = (0, 3 * count, 3 * count + hand)
    for start, points in zip(starts, (count, len(HAND_POINTS), len(HAND_POINTS)), strict=True):
        block = out[:, start : start + 2 * points].reshape(rows, points, 2)
        x, y = block[..., 0].copy(), block[..., 1].copy()
        block[..., 0] = x * c[:, None] - y * s[:, None]
        block[..., 1] = x * s[:, None] + y * c[:, None]
        out[:, start : start + 2 * points] = block.reshape(rows, -1)
    out[:, : 2 * count] += rng.normal(0, 0.025, (rows, 2 * count))
    for start in starts[1:]:
        out[:, start : start + hand - 1] += rng.normal(0, 0.015, (rows, hand - 1))
        missing = (rng.random(rows) < 0.2) | (out[:, start + hand - 1] == 0)
        out[missing, start : start + hand] = 0.0
    return out


def retextured(pixels: Image, rng: np.random.Generator) -> Image:
    """Cloth, skin and walls of another make, shapes as they were: mixed with itself behind a random filter.

    Random convolutions (Xu et al. 2021, arXiv:2007.13003) wean a network from the texture of rendered pictures.
    """
    size = int(rng.choice([1, 3, 5]))
    filters = rng.normal(0, 1, (3, 3, size, size))
    out = np.stack(
        [sum(cv2.filter2D(pixels[..., k], -1, filters[j, k]) for k in range(3)) for j in range(3)],
        axis=-1,
    )
    out = (out - out.mean((0, 1))) / (out.std((0, 1)) + 1e-6) * pixels.std((0, 1)) + pixels.mean((0, 1))
    share = rng.uniform(0, 0.9)
    return np.asarray(np.clip(share * pixels + (1 - share) * out, 0, 1), np.float32)


def recoloured(pixels: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Skin and cloth of other colours: seven people are few."""
    return np.clip(pixels * np.exp(rng.normal(0, 0.15, 3)), 0, 1).astype(np.float32)


def photographed(pixels: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Another exposure, colour, sharpness and grain; sometimes a patch is covered."""
    out = pixels
    if rng.random() < 0.3:
        out = cv2.GaussianBlur(out, (0, 0), float(rng.uniform(0.5, 1.6)))
    if rng.random() < 0.15:
        out = np.repeat(out.mean(2, keepdims=True), 3, 2)
    out = np.clip(out, 0, 1) ** float(np.exp(rng.normal(0, 0.25)))
    out = out * rng.normal(1, 0.06, 3) * rng.uniform(0.75, 1.2) + rng.normal(0, 0.03)
    if rng.random() < 0.2:
        out = 0.5 + (out - 0.5) * rng.uniform(0.5, 0.9)
    if rng.random() < 0.2:
        side = int(rng.integers(8, out.shape[0] // 4))
        y, x = rng.integers(0, out.shape[0] - side, 2)
        out[y : y + side, x : x + side] = rng.uniform(0, 1, 3)
    grain = cv2.randn(np.empty(out.shape, np.float32), 0.0, float(rng.uniform(0, 0.04)))
    return np.clip(out + grain, 0, 1).astype(np.float32)
