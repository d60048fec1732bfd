"""Examples for the dress network: stored charts, dressed anew by drawing, moved and photographed anew."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from training.dress.badges import hanging_card, pin, pocket_things
from training.dress.drawing import Canvas, Random, any_colour, bow_tie_or_scarf, garment, hair, on_canvas, tie
from training.dress.render import STORED_PX, STORED_TOP, STORED_UNIT
from training.render.bodies import HELD_OUT, original_name
from training.render.shards import cutouts, load
from vision.dress.chart import HEIGHT_PX, TOP, UNIT_PX, WIDTH_PX, chart_of

UNKNOWN = -1.0
TORSO_SIDE = 160


@dataclass(slots=True)
class Base:
    """One stored chart with what is true in it."""

    canvas: Canvas
    avatar: str
    tie: NDArray[np.float64] | None
    """Knot and tip, units."""
    badge: NDArray[np.float64] | None
    """Four corners, units."""
    hanging: bool
    unknown_badge: bool
    """A card that the truth does not know may be printed on the coat."""
    unknown_tie: bool = False
    """A tie is there, its ends are not known."""
    azimuth_deg: float = 0.0

    @property
    def held_out(self) -> bool:
        """Nobody trains on it."""
        return original_name(self.avatar) in HELD_OUT


@dataclass(slots=True)
class Truth:
    """What is true in a training chart; places in chart px of the product, nan where unknown."""

    tie: float
    badge: float
    hanging: float
    places: NDArray[np.float64]
    """3 x 2: knot, tip, the badge's middle."""
    corners: NDArray[np.float64]
    """4 x 2."""


def read_charts(path: Path) -> list[Base]:
    """The charts that `training.dress.render` stored."""
    with np.load(path) as stored:
        data = {name: stored[name] for name in stored.files}
    bases, start = [], 0
    for number, end in enumerate(data["jpeg_end"]):
        canvas = cv2.imdecode(data["jpeg"][start:end], cv2.IMREAD_COLOR)
        start = int(end)
        avatar = str(data["avatar"][number])
        items: dict[str, Any] = {
            name: None if np.isnan(data[name][number]).any() else data[name][number].astype(float)
            for name in ("tie", "badge", "lanyard")
        }
        badge = items["badge"] if items["badge"] is not None else items["lanyard"]
        scene = json.loads(str(data["params"][number]))
        crossed = str(data["arms"][number]) == "crossed"
        bases.append(
            Base(
                np.asarray(canvas, np.uint8),
                avatar,
                items["tie"],
                badge,
                items["lanyard"] is not None,
                # crossed arms may hide a badge
                unknown_badge=original_name(avatar) == "White_M_2_Medi" or (crossed and badge is not None),
                azimuth_deg=float(scene["camera"]["azimuth_deg"]),
            )
        )
    return bases


def read_torsos(folder: Path, limit_deg: float = 42.0) -> list[Base]:
    """Frontal people of the posture set: coarser, their badges of unknown place."""
    stored = load(folder, ("avatar", "body_xy", "torso_window", "camera", "params"))
    bases = []
    for number, cut in enumerate(cutouts(folder, "torso")):
        if abs(float(stored["camera"][number, 6])) > limit_deg:
            continue
        x0, y0, side = (float(v) for v in stored["torso_window"][number])
        chart = chart_of((stored["body_xy"][number] - (x0, y0)) * (TORSO_SIDE / side))
        avatar = str(stored["avatar"][number])
        if chart is None or "badge" in json.loads(str(stored["params"][number])):
            continue
        suit = "_M_" in avatar and avatar.endswith("_Busi")
        bases.append(
            Base(
                chart.cut(cut, STORED_PX, STORED_UNIT, STORED_TOP),
                avatar,
                None,
                None,
                False,
                unknown_badge=original_name(avatar) == "White_M_2_Medi",
                unknown_tie=suit,
                azimuth_deg=float(stored["camera"][number, 6]),
            )
        )
    return bases


def dressed(base: Base, rng: Random) -> tuple[Canvas, Truth]:
    """Draw on a base what a chest may wear; places in units."""
    canvas = base.canvas.copy()
    ends, corners, hanging = base.tie, base.badge, base.hanging
    has_tie = 1.0 if base.unknown_tie or ends is not None else 0.0
    has_badge = UNKNOWN if base.unknown_badge else float(corners is not None)
    if rng.random() < 0.5:
        recoloured(canvas, rng)
    if rng.random() < 0.45:
        garment(canvas, rng)
        ends, corners, has_tie, has_badge = None, None, 0.0, 0.0
    if rng.random() < 0.2 and not has_tie:
        bow_tie_or_scarf(canvas, rng)
    if not has_tie and rng.random() < 0.45:
        closed = rng.uniform(0.2, 0.5) if rng.random() < 0.3 else 2.0
        ends, has_tie = tie(canvas, rng, closed), 1.0
    for _ in range(int(rng.integers(0, 3))):
        if corners is None:
            pocket_things(canvas, rng)
    if corners is None and has_badge == 0.0 and rng.random() < 0.55:
        hanging = bool(rng.random() < 0.5)
        corners = hanging_card(canvas, rng) if hanging else pin(canvas, rng)
        has_badge = 1.0
    if rng.random() < 0.25:
        hair(canvas, rng)
        if corners is not None and in_reach_of_hair(corners):
            has_badge = UNKNOWN
    places = np.full((3, 2), np.nan)
    if ends is not None:
        places[:2] = ends
    if corners is not None:
        places[2] = corners.mean(0)
    return canvas, Truth(
        has_tie, has_badge, float(hanging), places, np.full((4, 2), np.nan) if corners is None else corners
    )


def in_reach_of_hair(corners: NDArray[np.float64]) -> bool:
    """True where hair drawn last may lie over the badge."""
    return bool(abs(corners[:, 0].mean()) < 0.28 and corners[:, 1].mean() < 0.4)


def recoloured(canvas: Canvas, rng: Random) -> None:
    """Other clothes: brightness, contrast and hue of what lies below the neck."""
    part = canvas[int(on_canvas([(0, rng.uniform(-0.1, 0.0))])[0, 1]) :]
    hsv = cv2.cvtColor(part, cv2.COLOR_BGR2HSV).astype(np.float32)
    hsv[..., 0] = (hsv[..., 0] + rng.uniform(0, 180)) % 180
    hsv[..., 1] = np.clip(hsv[..., 1] * rng.uniform(0, 2.5), 0, 255)
    hsv[..., 2] = np.clip(255 * (hsv[..., 2] / 255) ** rng.uniform(0.35, 1.4), 0, 255)
    part[:] = cv2.cvtColor(hsv.astype(np.uint8), cv2.COLOR_HSV2BGR)


def example(base: Base, rng: Random | None) -> tuple[NDArray[np.float32], Truth]:
    """The network's input, 128 x 96 x 3 red-green-blue 0..1, and its truth; plain without `rng`."""
    if rng is None:
        canvas, truth = base.canvas, plain_truth(base)
        matrix = placing(0.0, 0.0, 1.0, 0.0, 1.0)
    else:
        canvas, truth = dressed(base, rng)
        turn, size = rng.normal(0, 0.05), float(np.exp(rng.normal(0, 0.07)))
        stretch = float(np.exp(rng.normal(0, 0.07)))
        matrix = placing(rng.normal(0, 0.03), rng.normal(0, 0.035), size, turn, stretch)
    mirrored = rng is not None and rng.random() < 0.5
    pixels = cv2.warpAffine(canvas, matrix, (WIDTH_PX * 2, HEIGHT_PX * 2), borderMode=cv2.BORDER_REPLICATE)
    pixels = cv2.resize(pixels, (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_AREA)
    truth.places = moved(truth.places, matrix)
    truth.corners = moved(truth.corners, matrix)
    image = pixels[..., ::-1].astype(np.float32) / 255.0
    if mirrored:
        image = image[:, ::-1]
        truth.places[:, 0] = WIDTH_PX - truth.places[:, 0]
        truth.corners[:, 0] = WIDTH_PX - truth.corners[:, 0]
        truth.corners = truth.corners[[1, 0, 3, 2]]
    if rng is not None:
        image = photographed(image, rng)
    middle = truth.places[2]
    if truth.badge == 1.0 and not (0 < middle[0] < WIDTH_PX and 0 < middle[1] < HEIGHT_PX - 3):
        truth.badge = UNKNOWN
    return np.ascontiguousarray(image, np.float32), truth


def plain_truth(base: Base) -> Truth:
    """The truth of a base as it is."""
    places = np.full((3, 2), np.nan)
    if base.tie is not None:
        places[:2] = base.tie
    if base.badge is not None:
        places[2] = base.badge.mean(0)
    corners = np.full((4, 2), np.nan) if base.badge is None else base.badge.copy()
    badge = UNKNOWN if base.unknown_badge else float(base.badge is not None)
    return Truth(float(base.tie is not None or base.unknown_tie), badge, float(base.hanging), places, corners)


def placing(dx: float, dy: float, size: float, turn: float, stretch: float) -> NDArray[np.float64]:
    """From stored px to px of the product's chart at twice its size, moved; shifts in units."""
    scale = 2 * UNIT_PX / STORED_UNIT * size
    c, s = np.cos(turn) * scale, np.sin(turn) * scale
    matrix = np.array([[c * stretch, -s, 0.0], [s * stretch, c, 0.0]])
    origin = np.array([STORED_PX[0] / 2, -STORED_TOP * STORED_UNIT])
    target = np.array([WIDTH_PX, -TOP * UNIT_PX * 2]) + np.array([dx, dy]) * 2 * UNIT_PX
    matrix[:, 2] = target - matrix[:, :2] @ origin
    return matrix


def moved(units: NDArray[np.float64], matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Units to the moved chart's px."""
    return np.asarray((on_canvas(units) @ matrix[:, :2].T + matrix[:, 2]) / 2.0)


def photographed(pixels: NDArray[np.float32], rng: Random) -> NDArray[np.float32]:
    """Another exposure, colour, sharpness, grain and compression; sometimes a patch is covered."""
    out = pixels
    if rng.random() < 0.12:
        y, x = int(rng.integers(0, HEIGHT_PX)), int(rng.integers(-20, WIDTH_PX))
        out = out.copy()
        corners = cv2.boxPoints(((x, y), tuple(rng.uniform(6, 30, 2)), float(rng.uniform(0, 180))))
        if y > 60 or x < 20 or x > WIDTH_PX - 20:
            cv2.fillConvexPoly(out, corners.astype(np.int32), tuple(v / 255.0 for v in any_colour(rng)))
    if rng.random() < 0.35:
        out = cv2.GaussianBlur(out, (0, 0), float(rng.uniform(0.3, 1.3)))
    if rng.random() < 0.15:
        factor = rng.uniform(0.35, 0.7)
        small = cv2.resize(out, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        out = cv2.resize(small, (WIDTH_PX, HEIGHT_PX), interpolation=cv2.INTER_LINEAR)
    if rng.random() < 0.1:
        out = np.repeat(out.mean(2, keepdims=True), 3, 2)
    out = np.clip(out, 0, 1) ** float(np.exp(rng.normal(0, 0.3)))
    out = out * rng.normal(1, 0.07, 3) * rng.uniform(0.7, 1.25) + rng.normal(0, 0.03)
    if rng.random() < 0.2:
        out = 0.5 + (out - 0.5) * rng.uniform(0.5, 0.9)
    out = out + cv2.randn(np.empty(out.shape, np.float32), 0.0, float(rng.uniform(0, 0.035)))
    out = np.clip(out, 0, 1).astype(np.float32)
    if rng.random() < 0.3:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 90))]
        coded = cv2.imencode(".jpg", (out * 255).astype(np.uint8), quality)[1]
        out = np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.float32) / np.float32(255)
    return out
