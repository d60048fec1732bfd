"""Draws examples for the near look at the collar and stores them.

    python -m training.dress.collars --charts FILE.npz [--charts FILE.npz] --out FOLDER [--count 6000] [--seed 51]
        [--ends 0.3] [--anywhere 0.1] [--held-out]
    python -m training.dress.collars --drawn FOLDER --out FOLDER
    python -m training.dress.collars --scarves FILE.npz [--charts FILE.npz] --out FOLDER [--count 2000]

People dressed anew as for the chart of the chest (`training.dress.examples`), some with a beard over the collar or a
microphone before the chest, cut where the product's near look is cut. Stored like `training.dress.draw` does, so that
`training.dress.train` learns from either: of the flags tie's and scarf's alone are known, and of the masks no card's.
With `--drawn FOLDER` in place of charts the same is cut from the examples that `training.dress.draw` stored, half as
fine and photographed already; with `--scarves` from what `training.dress.rendered_scarves` stored, and as often from
the charts as they are.
"""

import argparse
from copy import deepcopy
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from training.dress.bases import CARD_MASK, KNOT, SCARF, SCARF_MASK, TIE_MASK, UNKNOWN, Base, Truth
from training.dress.clothes import size_of
from training.dress.draw import LOOKS, Source, as_rendered, bases_of, store, store_parts
from training.dress.drawing import (
    Canvas,
    Random,
    any_colour,
    in_cut,
    lay,
    on_canvas,
    onto_cut,
    pattern,
    rounded,
    scaled,
    skin_colour,
)
from training.dress.examples import COARSE, Example, dressed, perhaps
from training.dress.photography import NEAR, photographed
from training.dress.worn_ties import WornTie, worn
from vision.dress.chart import BEYOND, HEIGHT_PX, UNIT_PX, WIDTH_PX
from vision.dress.looks import COLLAR

CUT_UNIT_PX = UNIT_PX / COLLAR.scale
CUT_TOP = COLLAR.top * COLLAR.scale
"""Of the cut: px of a unit of the chart, and its upper edge in units of the chart, + down."""
LEAST_TIE_PX, LEAST_SCARF_PX = 150, 900
"""Px of the cut: what shows less of a tie or scarf is taught neither as worn nor as not; two centimetres square
of a tie, five of a scarf."""
TIE, NOT_ASKED = 0, [1, 2, 4, 5]
PLACES, CORNERS, CARD_KNOWN = slice(6, 14), slice(14, 22), 23
"""Columns of a stored row (`training.dress.draw.row_of`)."""


def beard(canvas: Canvas, rng: Random) -> None:
    """A beard over the neck, some of them over the collar and the knot."""
    tone = scaled((60, 75, 95), rng.uniform(0.2, 2.2))
    low, wide = rng.uniform(-0.2, -0.02), rng.uniform(0.08, 0.16)
    half = [(wide, -0.45), (wide * 0.95, low - 0.12), (wide * 0.4, low)]
    shape = [*half, *((-x, y) for x, y in reversed(half))]
    cloth = pattern(rng, size_of(canvas), tone, 0.2)
    lay(canvas, rounded(shape, 1), cloth, 0.25, rng, shadow=0.2, round_edge=0.2)
    for _ in range(60):
        start = np.array([rng.uniform(-wide, wide) * 0.8, low - rng.uniform(-0.005, 0.12)])
        end = start + np.array([rng.normal(0, 0.008), rng.uniform(0.0, 0.02)])
        ends = np.round(on_canvas(np.stack([start, end]))).astype(int)
        (x0, y0), (x1, y1) = ends.tolist()
        cv2.line(canvas, (x0, y0), (x1, y1), scaled(tone, rng.uniform(0.5, 1.6)), 1, cv2.LINE_AA)


def microphone(canvas: Canvas, rng: Random) -> None:
    """A microphone on its grip before the chest, most of them in a hand: what hangs from it is no tie."""
    x, y, lean = rng.normal(0, 0.07), rng.uniform(-0.05, 0.25), rng.normal(0, 0.12)
    radius = rng.uniform(0.025, 0.05)
    grip = [(x - radius * 0.7, y), (x + radius * 0.7, y), (x + lean + radius * 0.5, y + 0.6)]
    grip.append((x + lean - radius * 0.5, y + 0.6))
    dark = pattern(rng, size_of(canvas), scaled((40, 40, 40), rng.uniform(0.3, 2.0)), 1.0)
    lay(canvas, grip, dark, 0.06, rng, shadow=0.3, round_edge=0.3)
    tone = any_colour(rng) if rng.random() < 0.3 else scaled((150, 150, 150), rng.uniform(0.3, 1.4))
    head = cv2.ellipse2Poly((0, 0), (100, 110), 0, 0, 360, 30) / 100.0 * radius + (x, y - radius * 0.4)
    lay(canvas, head, pattern(rng, size_of(canvas), tone, 0.4), 0.1, rng, shadow=0.3, round_edge=0.4)
    if rng.random() < 0.7:
        turn = int(rng.integers(0, 180))
        hand = cv2.ellipse2Poly((0, 0), (100, 70), turn, 0, 360, 30) / 100.0 * 0.08 + (x + lean * 0.5, y + 0.25)
        skin = pattern(rng, size_of(canvas), skin_colour(rng), 1.0)
        lay(canvas, hand, skin, 0.08, rng, shadow=0.3, round_edge=0.4)


def collars(base: Base, rng: Random, ends: float, anywhere: float) -> list[Example]:
    """One person dressed anew and cut `LOOKS` times.

    `ends`: the share of pictures that end inside the cut; `anywhere`: that of people whose tie hangs up to eight
    centimetres aside, loosened or slanted (`training.dress.worn_ties`).
    """
    one = worn(base, rng) if rng.random() < anywhere else None
    canvas, truth = dressed(base, rng) if one is None else (one.canvas, truth_of(one))
    perhaps(0.12, canvas, truth, rng, beard)
    perhaps(0.05, canvas, truth, rng, microphone)
    return cuts(canvas, truth, rng, ends)


def cuts(canvas: Canvas, truth: Truth, rng: Random, ends: float) -> list[Example]:
    """One canvas cut `LOOKS` times."""
    return [Example(*taken(canvas, deepcopy(truth), rng, bool(rng.random() < ends))) for _ in range(LOOKS)]


def truth_of(one: WornTie) -> Truth:
    """What is true of a tie that hangs anywhere."""
    truth = Truth(tie=1.0)
    truth.places[KNOT], truth.masks[..., TIE_MASK] = one.places[0], one.mask
    return truth


def taken(canvas: Canvas, truth: Truth, rng: Random, ends: bool) -> tuple[NDArray[np.uint8], Truth]:
    """The cut, red-green-blue, moved, turned, mirrored and photographed; `ends`: the picture ends inside it."""
    # of a picture that ends at the chest the landmarks guess shoulders and hips
    matrix, size = placing(rng, 1.6 if ends else 1.0), (WIDTH_PX, HEIGHT_PX)
    moved = cv2.warpAffine(canvas, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    masks = cv2.warpAffine(truth.masks, matrix, size, flags=cv2.INTER_LINEAR)
    truth.places = in_cut(truth.places, matrix)
    image = moved[..., ::-1].astype(np.float32) / np.float32(255)
    if rng.random() < 0.5:
        image, masks = image[:, ::-1], masks[:, ::-1]
        truth.places[:, 0] = WIDTH_PX - truth.places[:, 0]
    image = photographed(np.ascontiguousarray(image), rng, NEAR)
    truth.masks = np.ascontiguousarray(masks, np.uint8)
    if ends:
        cut_off(image, truth, rng)
    settle(truth)
    return np.clip(image * 255, 0, 255).astype(np.uint8), truth


def placing(rng: Random, loose: float) -> NDArray[np.float64]:
    """From stored px to px of the cut, which the landmarks put a little wrong; `loose`: how much more so."""
    size, turn = np.exp(rng.normal(0, 0.15 * loose)), rng.normal(0, 0.06)
    moved, stretch = loose * rng.normal(0, (0.03, 0.04)), np.exp(rng.normal(0, 0.05))
    return onto_cut(WIDTH_PX, CUT_UNIT_PX, CUT_TOP, moved, size, turn, stretch)


def cut_off(image: NDArray[np.float32], truth: Truth, rng: Random) -> None:
    """The picture ends inside the cut, mostly a little below a knot; beyond lies the product's grey."""
    end = (rng.uniform(-0.1, 0.35) - CUT_TOP) * CUT_UNIT_PX
    knot = float(truth.places[KNOT, 1])
    if truth.tie == 1.0 and rng.random() < 0.7 and np.isfinite(knot):
        end = knot + rng.uniform(-12, 110 if rng.random() < 0.5 else 40)
    end = int(np.clip(end, 40, HEIGHT_PX))
    rows = end + np.tan(rng.normal(0, 0.05)) * (np.arange(WIDTH_PX) - WIDTH_PX / 2)
    beyond = np.arange(HEIGHT_PX)[:, None] >= rows[None]
    image[beyond], truth.masks[beyond] = BEYOND / 255.0, 0
    truth.places[truth.places[:, 1] > end] = np.nan


def settle(truth: Truth) -> None:
    """What the cut does not show is not known; only the tie and the scarf are asked for."""
    out = (truth.places < 1).any(1) | (truth.places > (WIDTH_PX - 1, HEIGHT_PX - 1)).any(1)
    truth.places[out] = np.nan
    if truth.tie == 1.0:
        hidden = not np.isfinite(truth.places[KNOT]).all()
        if truth.masks_known[TIE_MASK]:
            hidden = np.count_nonzero(truth.masks[..., TIE_MASK] > 127) < LEAST_TIE_PX
        if hidden:
            truth.tie, truth.masks_known[TIE_MASK] = UNKNOWN, 0.0
    if truth.scarf == 1.0 and np.count_nonzero(truth.masks[..., SCARF_MASK] > 127) < LEAST_SCARF_PX:
        truth.scarf, truth.masks_known[SCARF_MASK] = UNKNOWN, 0.0
        truth.places[SCARF] = np.nan
    truth.badge = truth.hanging = truth.face_out = truth.tip_free = UNKNOWN
    truth.corners[:], truth.masks_known[CARD_MASK] = np.nan, 0.0
    small = (WIDTH_PX // COARSE, HEIGHT_PX // COARSE)
    truth.masks = np.asarray(cv2.resize(truth.masks, small, interpolation=cv2.INTER_AREA), np.uint8)


def cut_again(
    pixels: NDArray[np.uint8], row: NDArray[np.float32], masks: NDArray[np.uint8], rng: Random
) -> tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.uint8]]:
    """The collar's part of a stored example of the chest, moved a little; what the cut does not show is not known."""
    larger = float(np.exp(-rng.normal(0, 0.12))) / COLLAR.scale
    corner = np.array([WIDTH_PX / 2 + rng.normal(0, 5) - WIDTH_PX / 2 / larger, 2 + rng.normal(0, 6)])
    matrix = np.column_stack([larger * np.eye(2), -larger * corner])

    def moved(picture: NDArray[np.uint8], coarser: int, beyond: tuple[int, int, int]) -> NDArray[np.uint8]:
        centred = matrix.copy()
        centred[:, 2] = centred[:, 2] / coarser + 0.5 * (larger - 1.0)
        size = (WIDTH_PX // coarser, HEIGHT_PX // coarser)
        return np.asarray(cv2.warpAffine(picture, centred, size, borderValue=beyond), np.uint8)

    row = row.copy()
    places = row[PLACES].reshape(-1, 2) @ matrix[:, :2].T + matrix[:, 2]
    out = ((places < 0) | (places >= (WIDTH_PX, HEIGHT_PX))).any(1)
    if row[TIE] == 1.0 and out[KNOT]:
        row[TIE] = UNKNOWN
    places[out] = np.nan
    row[PLACES], row[CORNERS], row[NOT_ASKED], row[CARD_KNOWN] = places.reshape(-1), np.nan, UNKNOWN, 0.0
    return moved(pixels, 1, (BEYOND, BEYOND, BEYOND)), row, moved(masks, COARSE, (0, 0, 0))


def cut_stored(folder: Path, out: Path, seed: int) -> None:
    """Every stored example of a folder once."""
    rng = np.random.default_rng(seed)
    for path in sorted(folder.glob("drawn_*.npz")):
        with np.load(path) as stored:
            examples = zip(stored["pixels"], stored["rows"], stored["masks"], strict=True)
            pixels, rows, masks = zip(*(cut_again(*one, rng) for one in examples), strict=True)
        store(out / path.name, pixels, rows, masks)


def of_bases(bases: list[Base], ends: float, anywhere: float) -> Source:
    """Somebody dressed anew."""
    print(len(bases), "charts", flush=True)
    return lambda rng: collars(bases[int(rng.integers(len(bases)))], rng, ends, anywhere)


def of_scarves(files: list[Path], charts: list[Path], ends: float) -> Source:
    """Somebody as rendered (`training.dress.draw.as_rendered`)."""
    shown = as_rendered(files, charts)
    return lambda rng: cuts(*shown(rng), rng, ends)


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--charts", type=Path, action="append", default=[])
    parser.add_argument("--drawn", type=Path)
    parser.add_argument("--scarves", type=Path, action="append", default=[])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=51)
    parser.add_argument("--ends", type=float, default=0.3, help="share of pictures that end inside the cut")
    parser.add_argument("--anywhere", type=float, default=0.1, help="share of people whose tie hangs anywhere")
    parser.add_argument("--held-out", action="store_true")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    if arguments.drawn:
        cut_stored(arguments.drawn, arguments.out, arguments.seed)
        return
    if arguments.scarves:
        source = of_scarves(arguments.scarves, arguments.charts, arguments.ends)
    else:
        sources = bases_of(arguments.charts, None, arguments.held_out)
        bases = [base for some in sources for base in some]
        source = of_bases(bases, arguments.ends, arguments.anywhere)
    store_parts(source, arguments.out, arguments.count, arguments.seed, arguments.held_out)


if __name__ == "__main__":
    main()
