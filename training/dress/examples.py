"""Examples for the dress network: stored charts, dressed anew by drawing, moved and photographed anew."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from training.dress.badges import hanging_card, pin, pocket_things
from training.dress.bases import (
    BADGE,
    CARD_MASK,
    KNOT,
    SCARF,
    SCARF_MASK,
    TIE_MASK,
    TIP,
    UNKNOWN,
    Base,
    Truth,
    no_place,
    plain_truth,
)
from training.dress.clothes import any_build, dress_trunk, hair, neckline
from training.dress.drawing import (
    FINER,
    STORED_PX,
    STORED_TOP,
    STORED_UNIT,
    Canvas,
    Random,
    any_colour,
    in_cut,
    inside,
    on_canvas,
    onto_cut,
)
from training.dress.neckwear import bow_tie, cords, scarf, tie
from training.dress.outerwear import in_the_way, over, pullover, vest
from training.dress.photography import photographed
from vision.dress.chart import BEYOND, HEIGHT_PX, TOP, UNIT_PX, WIDTH_PX

COARSE = 4
"""Masks are kept at a quarter of the chart's size."""
HALF_TRUNK = 0.5
"""Units from the middle line to where a trunk that is seen from a little aside keeps its outline."""
LEAST_TIE_PX = 65 * FINER**2
"""Of the canvas: a tie of which less is seen is taught neither as worn nor as not worn; two centimetres square."""
LEAST_BELOW_KNOT_PX = 9
"""Chart px between the knot's middle and the picture's lower edge for a tie to be taught as worn."""


def dressed(base: Base, rng: Random) -> tuple[Canvas, Truth]:
    """Draw on a base what a chest may wear; places in units."""
    canvas, truth = base.canvas.copy(), plain_truth(base)
    if rng.random() < 0.5:
        recoloured(canvas, rng)
    if rng.random() < 0.3:
        clutter(canvas, rng)
    if rng.random() < 0.62:
        truth = newly_dressed(canvas, rng)
    elif not truth.tie:
        draw = rng.random()
        if draw < 0.3:
            with_tie(canvas, truth, rng, float(rng.uniform(-0.16, -0.06)))
        elif draw < 0.5:
            with_scarf(canvas, truth, rng, 0.12, -0.12)
        elif draw < 0.56:
            bow_tie(canvas, rng, -0.12)
        elif draw < 0.7:
            neckline(canvas, rng, any_build(rng))
    perhaps(0.25, canvas, truth, rng, cords)
    for _ in range(int(rng.integers(0, 3))):
        if truth.badge != 1.0 and not truth.tie:
            hiding(canvas, truth, lambda: pocket_things(canvas, rng))
    if truth.badge == 0.0 and rng.random() < 0.5:
        with_badge(canvas, truth, rng)
    perhaps(0.22, canvas, truth, rng, hair)
    perhaps(0.12, canvas, truth, rng, lambda canvas, rng: in_the_way(canvas, rng, any_build(rng).skin))
    if rng.random() < 0.5:
        canvas = seen_aside(canvas, truth, rng)
    settle(truth)
    return canvas, truth


def seen_aside(canvas: Canvas, truth: Truth, rng: Random) -> Canvas:
    """The body turned a little: its front moves across between the shoulders, the more the lower."""
    moved = float(np.clip(rng.normal(0, 0.05), -0.12, 0.12))
    lean = moved * rng.uniform(0.3, 1.3)

    def aside(units: NDArray[np.float64]) -> NDArray[np.float64]:
        far = np.clip(1.0 - (units[..., 0] / HALF_TRUNK) ** 2, 0.0, None)
        return (moved + lean * np.clip(units[..., 1], -0.1, 0.6)) * far

    columns, rows = np.meshgrid(np.arange(STORED_PX[0]) + 0.5, np.arange(STORED_PX[1]) + 0.5)
    grid = (np.stack([columns, rows], -1) - (STORED_PX[0] / 2, -STORED_TOP * STORED_UNIT)) / STORED_UNIT
    source = grid.copy()
    for _ in range(4):
        source[..., 0] = grid[..., 0] - aside(source)
    places = on_canvas(source).astype(np.float32) - np.float32(0.5)
    for known in (truth.places, truth.corners):
        known[:, 0] += aside(known)
    truth.masks = np.asarray(
        cv2.remap(truth.masks, places, None, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE), np.uint8
    )
    turned = cv2.remap(canvas, places, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(turned, np.uint8)


def newly_dressed(canvas: Canvas, rng: Random) -> Truth:
    """Other clothes from the neck down, with neckwear that suits them."""
    truth, build = Truth(), any_build(rng)
    meets = dress_trunk(canvas, rng, build)
    draw = rng.random()
    if meets is not None and draw < 0.5:
        with_tie(canvas, truth, rng, meets)
    elif meets is not None and draw < 0.62:
        bow_tie(canvas, rng, meets)
    under = bool(rng.random() < 0.4)
    wears_scarf = not truth.tie and rng.random() < 0.3
    if wears_scarf and under:
        with_scarf(canvas, truth, rng, build.neck, build.top)
    if truth.tie and rng.random() < 0.3:
        truth.covered_by((vest if rng.random() < 0.5 else pullover)(canvas, rng, build))
    if rng.random() < 0.65:
        truth.covered_by(over(canvas, rng, build))
        if rng.random() < 0.3:
            truth.covered_by(over(canvas, rng, build))
    if not truth.tie:
        perhaps(0.3, canvas, truth, rng, lambda canvas, rng: neckline(canvas, rng, build))
    if wears_scarf and not under:
        with_scarf(canvas, truth, rng, build.neck, build.top)
    perhaps(0.4, canvas, truth, rng, pocket_things)
    return truth


def hiding(canvas: Canvas, truth: Truth, draw: Callable[[], object]) -> None:
    """Draw something that is no item: what it changes hides what was there."""
    before = canvas.astype(np.int16)
    draw()
    truth.covered_by(np.abs(canvas - before).max(2) > 24)


def perhaps(
    share: float, canvas: Canvas, truth: Truth, rng: Random, draw: Callable[[Canvas, Random], object]
) -> None:
    """In so many of the pictures draw something that is no item, as `hiding` does."""
    if rng.random() < share:
        hiding(canvas, truth, lambda: draw(canvas, rng))


def with_tie(canvas: Canvas, truth: Truth, rng: Random, meets: float) -> None:
    """Hang a tie."""
    ends, covered = tie(canvas, rng, meets)
    truth.covered_by(covered)
    truth.masks[covered, TIE_MASK] = 255
    truth.tie, truth.tip_free, truth.places[[KNOT, TIP]] = 1.0, 1.0, ends
    truth.masks_known[TIE_MASK] = 1.0


def with_scarf(canvas: Canvas, truth: Truth, rng: Random, neck: float, top: float) -> None:
    """Lay a scarf."""
    place, covered = scarf(canvas, rng, neck, top)
    truth.covered_by(covered)
    truth.masks[covered, SCARF_MASK] = 255
    truth.scarf, truth.places[SCARF] = 1.0, place


def with_badge(canvas: Canvas, truth: Truth, rng: Random) -> None:
    """Pin a badge or hang a card."""
    before = canvas.astype(np.int16)
    if rng.random() < 0.5:
        corners, covered, front = hanging_card(canvas, rng)
        truth.hanging = 1.0
    else:
        corners, covered = pin(canvas, rng)
        front, truth.hanging = True, 0.0
    truth.covered_by(np.abs(canvas - before).max(2) > 40)
    truth.masks[covered, CARD_MASK] = 255
    truth.badge, truth.corners, truth.places[BADGE], truth.face_out = 1.0, corners, corners.mean(0), float(front)


def settle(truth: Truth) -> None:
    """What is too much covered is unknown; the end of a tie is where it is last seen."""
    if truth.badge == 1.0 and truth.masks_known[CARD_MASK]:
        seen = np.count_nonzero(truth.masks[..., CARD_MASK])
        whole = np.count_nonzero(inside(truth.corners))
        if seen < 0.75 * max(whole, 1):
            truth.badge, truth.corners, truth.places[BADGE] = UNKNOWN, no_place(4, 2), np.nan
            truth.masks_known[CARD_MASK] = 0.0
    if truth.tie == 1.0 and truth.masks_known[TIE_MASK]:
        rows, columns = np.nonzero(truth.masks[..., TIE_MASK])
        knot = on_canvas(truth.places[KNOT][None])[0].astype(int)
        window = truth.masks[_about(knot[1]), _about(knot[0]), TIE_MASK]
        if len(rows) < LEAST_TIE_PX or window.mean() < 60:
            truth.tie = truth.tip_free = UNKNOWN
            truth.places[[KNOT, TIP]] = np.nan
            truth.masks_known[TIE_MASK] = 0.0
            return
        last = rows.max()
        end = np.array([columns[rows >= last - 2 * FINER].mean(), last + 0.5])
        if end[1] < on_canvas(truth.places[TIP][None])[0, 1] - 4 * FINER:
            truth.tip_free = 0.0
            truth.places[TIP] = (end - (STORED_PX[0] / 2, -STORED_TOP * STORED_UNIT)) / STORED_UNIT
    if truth.scarf == 1.0 and np.count_nonzero(truth.masks[..., SCARF_MASK]) < 300 * FINER**2:
        truth.scarf, truth.places[SCARF], truth.masks_known[SCARF_MASK] = UNKNOWN, np.nan, 0.0


def _about(px: int) -> slice:
    """Three centimetres of the canvas round a place."""
    return slice(max(px - 6 * FINER, 0), px + 7 * FINER)


def clutter(canvas: Canvas, rng: Random) -> None:
    """Something else behind the person, beside the neck."""
    for _ in range(int(rng.integers(1, 5))):
        side = int(rng.choice([-1, 1]))
        x, y = side * rng.uniform(0.3, 0.7), rng.uniform(-0.4, 0.1)
        box = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * rng.uniform(0.03, 0.2, 2) + (x, y)
        box[:, 0] = np.maximum(box[:, 0] * side, 0.24) * side
        points = np.round(on_canvas(box)).astype(np.int32)
        cv2.fillPoly(canvas, [points], any_colour(rng), cv2.LINE_AA)


def recoloured(canvas: Canvas, rng: Random) -> None:
    """Other clothes: brightness, contrast and hue of what lies below the neck."""
    part = canvas[int(on_canvas([(0, rng.uniform(-0.12, 0.0))])[0, 1]) :]
    hsv = cv2.cvtColor(part, cv2.COLOR_BGR2HSV).astype(np.float32)
    hsv[..., 0] = (hsv[..., 0] + rng.uniform(0, 180)) % 180
    hsv[..., 1] = np.clip(hsv[..., 1] * rng.uniform(0, 2.0), 0, 255)
    hsv[..., 2] = np.clip(255 * (hsv[..., 2] / 255) ** rng.uniform(0.35, 1.4), 0, 255)
    part[:] = cv2.cvtColor(hsv.astype(np.uint8), cv2.COLOR_HSV2BGR)


@dataclass(slots=True)
class Example:
    """What the network is given, and what it should answer; places in chart px."""

    pixels: NDArray[np.uint8]
    """Height x width x 3, red-green-blue."""
    truth: Truth


def example(base: Base, rng: Random | None) -> Example:
    """One chart with its truth; plain without `rng`."""
    if rng is not None:
        return examples(base, rng, 1)[0]
    return _taken(base.canvas, plain_truth(base), None)


def examples(base: Base, rng: Random, count: int) -> list[Example]:
    """One person dressed anew, photographed `count` times."""
    return photographs(*dressed(base, rng), rng, count)


def photographs(canvas: Canvas, truth: Truth, rng: Random, count: int) -> list[Example]:
    """A chart and what is true in it, photographed `count` times."""
    return [_taken(canvas, deepcopy(truth), rng) for _ in range(count)]


def _taken(canvas: Canvas, truth: Truth, rng: Random | None) -> Example:
    """The chart cut from a canvas: moved, turned, mirrored, cut off and photographed where `rng` is given."""
    ends = rng is not None and rng.random() < 0.35
    matrix = onto_cut(WIDTH_PX, UNIT_PX, TOP)
    if rng is not None:
        # of a picture that ends at the chest the landmarks guess shoulders and hips
        loose = 2.0 if ends else 1.0
        turn, size = rng.normal(0, 0.06), float(np.exp(rng.normal(0, 0.12 * loose)))
        stretch = float(np.exp(rng.normal(0, 0.07)))
        moved = rng.normal(0, 0.04 * loose), rng.normal(0, 0.05 * loose)
        matrix = onto_cut(WIDTH_PX, UNIT_PX, TOP, moved, size, turn, stretch)
    size_px = (WIDTH_PX, HEIGHT_PX)
    moved = cv2.warpAffine(canvas, matrix, size_px, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
    masks = cv2.warpAffine(truth.masks, matrix, size_px, flags=cv2.INTER_AREA)
    image = moved[..., ::-1].astype(np.float32) / 255.0
    truth.places, truth.corners = in_cut(truth.places, matrix), in_cut(truth.corners, matrix)
    if rng is not None:
        if rng.random() < 0.5:
            image, masks = image[:, ::-1], masks[:, ::-1]
            truth.places[:, 0] = WIDTH_PX - truth.places[:, 0]
            truth.corners[:, 0] = WIDTH_PX - truth.corners[:, 0]
            truth.corners = truth.corners[[1, 0, 3, 2]]
        image = photographed(np.ascontiguousarray(image), rng)
        image, masks = np.ascontiguousarray(image), np.ascontiguousarray(masks)
        if ends:
            cut_off(image, masks, truth, rng)
    small = cv2.resize(masks, (WIDTH_PX // COARSE, HEIGHT_PX // COARSE), interpolation=cv2.INTER_AREA)
    truth.masks = np.asarray(small, np.uint8)
    forget_outside(truth)
    return Example(np.clip(image * 255, 0, 255).astype(np.uint8), truth)


def cut_off(image: NDArray[np.float32], masks: NDArray[np.uint8], truth: Truth, rng: Random) -> None:
    """The picture ends inside the chart; what lies beyond is the product's grey."""
    low = rng.uniform(0.0, 0.4) if rng.random() < 0.5 else rng.uniform(0.4, 1.0)
    end = int((low - TOP) * UNIT_PX)
    if truth.tie == 1.0 and rng.random() < 0.6 and np.isfinite(truth.places[KNOT, 1]):
        end = int(truth.places[KNOT, 1] + np.exp(rng.uniform(np.log(8.0), np.log(70.0))))
    end = int(np.clip(end, 8, HEIGHT_PX))
    # the chart is turned with the body, the picture's edge is not
    slope = np.tan(rng.normal(0, 0.06))
    rows = end + slope * (np.arange(WIDTH_PX) - WIDTH_PX / 2)
    beyond_edge = np.arange(HEIGHT_PX)[:, None] >= rows[None]
    for side in (-1, 1):
        if rng.random() < 0.25:
            margin = rng.uniform(0.0, 0.22) * WIDTH_PX + side * slope * np.arange(HEIGHT_PX)
            across = np.arange(WIDTH_PX) if side < 0 else np.arange(WIDTH_PX)[::-1]
            beyond_edge |= across[None] < margin[:, None]
    image[beyond_edge], masks[beyond_edge] = BEYOND / 255.0, 0
    if truth.tie == 1.0 and truth.places[TIP, 1] > end:
        truth.tip_free = 0.0
        share = (end - truth.places[KNOT, 1]) / max(truth.places[TIP, 1] - truth.places[KNOT, 1], 1.0)
        truth.places[TIP] = truth.places[KNOT] + share * (truth.places[TIP] - truth.places[KNOT])
    beyond = truth.places[:, 1] > end
    beyond[TIP] = False
    truth.places[beyond] = np.nan
    if truth.tie == 1.0 and not end > truth.places[KNOT, 1] + LEAST_BELOW_KNOT_PX:
        truth.tie = truth.tip_free = UNKNOWN
        truth.places[[KNOT, TIP]] = np.nan
    if truth.badge == 1.0 and truth.corners[:, 1].max() > end:
        partly = truth.corners[:, 1].min() < end - 4
        truth.badge, truth.places[BADGE] = UNKNOWN if partly else 0.0, np.nan
        truth.corners = no_place(4, 2)
    if truth.scarf == 1.0 and not truth.places[SCARF, 1] < end - 8:
        truth.scarf, truth.places[SCARF] = UNKNOWN, np.nan


def forget_outside(truth: Truth) -> None:
    """A place beyond the chart is no place; a badge beyond it is unknown."""
    out = (truth.places < 1).any(1) | (truth.places > (WIDTH_PX - 1, HEIGHT_PX - 1)).any(1)
    truth.places[out] = np.nan
    if out[TIP] and truth.tip_free == 1.0:
        truth.tip_free = 0.0
    if truth.badge == 1.0 and (out[BADGE] or truth.corners[:, 1].max() > HEIGHT_PX + 6):
        truth.badge, truth.corners, truth.places[BADGE] = UNKNOWN, no_place(4, 2), np.nan
