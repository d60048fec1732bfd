"""The stored charts of rendered people with what is true in them."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from training.dress.drawing import STORED_PX, STORED_TOP, STORED_UNIT, Canvas, inside
from training.render.bodies import HELD_OUT, original_name
from training.render.shards import cutouts, load
from vision.dress.chart import chart_of

UNKNOWN = -1.0
PRINTED_CARD = ("White_M_2_Medi", "Asian_F_2_Medi")
"""Their coats have a staff card printed on the cloth, which the truth does not know."""
TORSO_SIDE = 160
KNOT, TIP, BADGE, SCARF = range(4)
TIE_MASK, CARD_MASK, SCARF_MASK = range(3)


def no_place(*shape: int) -> NDArray[np.float64]:
    """An array of places that are not known."""
    return np.full(shape, np.nan)


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
    tie_length_m: float | None = None
    """Of a tie that the renderer hung and nothing covers: its outline is known then."""

    @property
    def held_out(self) -> bool:
        """Nobody trains on it."""
        return original_name(self.avatar) in HELD_OUT


@dataclass(slots=True)
class Truth:
    """What is true in a training chart; places nan where unknown, flags `UNKNOWN` likewise.

    Places are in units until the chart is moved, then in chart px of the product.
    """

    tie: float = 0.0
    badge: float = 0.0
    hanging: float = UNKNOWN
    scarf: float = 0.0
    face_out: float = UNKNOWN
    tip_free: float = UNKNOWN
    """The tie's own tip is seen: neither a jacket nor the picture's edge ends it."""
    places: NDArray[np.float64] = field(default_factory=lambda: no_place(4, 2))
    """Knot, tip, the badge's middle, the scarf's knot."""
    corners: NDArray[np.float64] = field(default_factory=lambda: no_place(4, 2))
    masks: NDArray[np.uint8] = field(default_factory=lambda: np.zeros((STORED_PX[1], STORED_PX[0], 3), np.uint8))
    """Tie, card, scarf: 255 where it is seen."""
    masks_known: NDArray[np.float64] = field(default_factory=lambda: np.ones(3))

    def covered_by(self, changed: NDArray[np.bool_]) -> None:
        """Something was drawn over these px."""
        self.masks[changed] = 0


def read_charts(path: Path) -> list[Base]:
    """The charts that `training.dress.render` stored."""
    with np.load(path) as stored:
        data = {name: stored[name] for name in stored.files}
    bases, start = [], 0
    for number, end in enumerate(data["jpeg_end"]):
        canvas = cv2.imdecode(data["jpeg"][start:end], cv2.IMREAD_COLOR)
        if canvas.shape[1] != STORED_PX[0]:
            # charts of an earlier rendering, half as fine
            canvas = cv2.resize(canvas, STORED_PX, interpolation=cv2.INTER_CUBIC)
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
                unknown_badge=original_name(avatar) in PRINTED_CARD or (crossed and badge is not None),
                azimuth_deg=float(scene["camera"]["azimuth_deg"]),
                tie_length_m=float(scene["tie"].get("length", 0.225)) if "tie" in scene and not crossed else None,
            )
        )
    return bases


def hung_outline(ends: NDArray[np.float64], length_m: float) -> NDArray[np.float64]:
    """The renderer's tie from its knot and tip, units: the widths its mesh has along its length."""
    knot_at = 0.06
    along = (ends[1] - ends[0]) / (1 - knot_at)
    across = np.array([along[1], -along[0]]) / length_m
    places = np.array([0.0, 0.13, 0.38, 0.63, 0.93, 1.0])
    half_m = np.array([0.019, 0.013, 0.0225, 0.032, 0.032, 0.002])
    middle = ends[0] + (places - knot_at)[:, None] * along
    return np.concatenate([middle + half_m[:, None] * across, (middle - half_m[:, None] * across)[::-1]])


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
                unknown_badge=original_name(avatar) in PRINTED_CARD,
                unknown_tie=suit,
                azimuth_deg=float(stored["camera"][number, 6]),
            )
        )
    return bases


def plain_truth(base: Base) -> Truth:
    """The truth of a base as it is."""
    truth = Truth(tie=float(base.tie is not None or base.unknown_tie))
    if base.tie is not None:
        truth.places[[KNOT, TIP]] = base.tie
    if base.tie is not None and base.tie_length_m is not None:
        truth.masks[inside(hung_outline(base.tie, base.tie_length_m)), TIE_MASK] = 255
        truth.tip_free = 1.0
    elif truth.tie:
        truth.masks_known[TIE_MASK] = 0.0
    if base.badge is not None:
        truth.places[BADGE], truth.corners, truth.badge = base.badge.mean(0), base.badge.copy(), 1.0
        truth.hanging, truth.face_out = float(base.hanging), 1.0
        truth.masks[inside(base.badge), CARD_MASK] = 255
    if base.unknown_badge:
        truth.badge, truth.masks_known[CARD_MASK] = UNKNOWN, 0.0
    return truth
