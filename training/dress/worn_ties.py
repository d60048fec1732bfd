"""Draws chests with a tie that sits anywhere from snug to far off its place, and stores them with what is true.

    python -m training.dress.worn_ties --charts FILE.npz [--charts FILE.npz] --out FILE.npz [--count 1500] [--seed 1]
        [--held-out]

People are those of `training.dress.render`, dressed anew from the neck down; the middle of the body, on which a tie
belongs, is known exactly, and ties hang evenly from eight centimetres to its left to eight to its right.
"""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from training.dress.badges import hanging_card, pocket_things
from training.dress.bases import BADGE, KNOT, SCARF, TIE_MASK, TIP, Base, Truth, read_charts
from training.dress.clothes import Build, any_build, bare_neck, collar, placket, trunk
from training.dress.coded import coded, decoded
from training.dress.drawing import STORED_PX, STORED_UNIT, Canvas, Random, any_colour, shirt_colour
from training.dress.examples import clutter, perhaps, recoloured, seen_aside, settle
from training.dress.neckwear import Hang, cords, tie
from training.dress.outerwear import in_the_way, over, pullover, vest
from vision.dress.tie_tilt import SEAT_BEFORE_SHOULDERS

LARGEST_AZIMUTH_DEG = 25.0
FARTHEST = 0.17
"""Units from the body's middle to the farthest knot: eight centimetres."""
LOWEST = 0.22
SNUG_BELOW = 0.022
"""Units from where the leaves meet to a snug knot's middle."""
BLADE_AT = 0.45
"""Of the height from knot to end: by here a blade hangs as it will, whatever way it took from the collar."""


@dataclass(frozen=True, slots=True)
class WornTie:
    """A stored chart with a tie; places in units of the chart."""

    canvas: Canvas
    places: NDArray[np.float64]
    """5 x 2: the knot's middle, the seat (where a snug and centred knot's middle lies), the lower end that is seen,
    the blade's middle at `BLADE_AT`, the foot (where a tie that hangs straight from the seat passes that end).

    The seat's height is nan where an open collar does not show it, foot and blade where they are not known.
    """
    mask: NDArray[np.uint8]
    """255 where the tie is seen."""


def any_place(rng: Random) -> Hang:
    """Anywhere: evenly aside or nearly centred, snug or loosened, straight or slanted."""
    aside = rng.normal(0, 0.015) if rng.random() < 0.4 else rng.uniform(-FARTHEST, FARTHEST)
    drop = -rng.uniform(0.0, 0.03)
    if rng.random() < 0.35:
        drop += rng.uniform(0.0, LOWEST)
    slant = rng.normal(0, 4) if rng.random() < 0.6 else rng.uniform(-20, 20)
    return Hang(float(aside), float(drop), float(np.radians(slant)), float(rng.normal(0, 0.008)))


def centred(base: Base) -> Canvas:
    """The base moved so that the front of its neck lies over the chart's middle."""
    moved = SEAT_BEFORE_SHOULDERS * np.sin(np.radians(base.azimuth_deg)) * STORED_UNIT
    matrix = np.array([[1.0, 0.0, moved], [0.0, 1.0, 0.0]])
    return np.asarray(cv2.warpAffine(base.canvas, matrix, STORED_PX, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def shirt(canvas: Canvas, rng: Random, build: Build) -> tuple[float, bool]:
    """A shirt with a collar; where its leaves meet, and whether the top button is closed."""
    colour = shirt_colour(rng) if rng.random() < 0.7 else any_colour(rng)
    trunk(canvas, rng, build, colour, 0.7)
    closed = bool(rng.random() < 0.8)
    meets = build.top + (rng.uniform(0.01, 0.07) if closed else rng.uniform(0.05, 0.16))
    bare_neck(canvas, rng, build, meets + 0.01, 0.5 if closed else 0.0)
    if rng.random() < 0.5:
        placket(canvas, rng, colour, meets)
    if rng.random() < 0.93:
        collar(canvas, rng, colour, build, meets)
    return float(meets), closed


def worn(base: Base, rng: Random) -> WornTie | None:
    """Dress one base; None where what lies over the tie hides its knot or leaves too little of it."""
    canvas, build, truth = centred(base), any_build(rng), Truth()
    if rng.random() < 0.5:
        recoloured(canvas, rng)
    if rng.random() < 0.3:
        clutter(canvas, rng)
    meets, closed = shirt(canvas, rng, build)
    hang = any_place(rng)
    loose = hang.drop > 0.03 and rng.random() < 0.7
    ends, covered = tie(canvas, rng, meets, hang, build.neck if loose else None)
    truth.masks[covered, TIE_MASK] = 255
    truth.tie, truth.tip_free, truth.places[[KNOT, TIP]] = 1.0, 1.0, ends
    # seat and foot travel in the scarf's and the badge's places through what moves the chart
    truth.places[SCARF], truth.places[BADGE] = (0.0, meets + SNUG_BELOW), (0.0, ends[1][1])
    if rng.random() < 0.25:
        truth.covered_by((vest if rng.random() < 0.5 else pullover)(canvas, rng, build))
    if rng.random() < 0.6:
        truth.covered_by(over(canvas, rng, build))
    perhaps(0.12, canvas, truth, rng, cords)
    perhaps(0.1, canvas, truth, rng, hanging_card)
    perhaps(0.4, canvas, truth, rng, pocket_things)
    perhaps(0.07, canvas, truth, rng, lambda canvas, rng: in_the_way(canvas, rng, build.skin))
    if rng.random() < 0.6:
        canvas = seen_aside(canvas, truth, rng)
    settle(truth)
    if truth.tie != 1.0:
        return None
    knot, seat, end, foot = truth.places[[KNOT, SCARF, TIP, BADGE]]
    foot = seat + (end[1] - seat[1]) / (foot[1] - seat[1]) * (foot - seat)
    places = np.stack([knot, seat, end, knot + BLADE_AT * (end - knot), foot])
    if not closed:
        places[1, 1] = np.nan
    return WornTie(canvas, places, np.ascontiguousarray(truth.masks[..., TIE_MASK]))


def drawn(bases: list[Base], rng: Random) -> Iterator[WornTie]:
    """Endless."""
    while True:
        one = worn(bases[int(rng.integers(len(bases)))], rng)
        if one is not None:
            yield one


def write(path: Path, ties: list[WornTie]) -> None:
    """Store them."""
    pictures = coded([one.canvas for one in ties], [one.mask for one in ties])
    np.savez(path, **pictures, places=np.stack([one.places for one in ties]))


def read(path: Path) -> list[WornTie]:
    """What `write` stored."""
    with np.load(path) as stored:
        rows = zip(decoded(stored), stored["places"].astype(np.float64), strict=True)
        return [WornTie(picture, places, mask) for (picture, mask), places in rows]


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--charts", type=Path, action="append", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--held-out", action="store_true")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    bases = [base for path in arguments.charts for base in read_charts(path)]
    bases = [b for b in bases if b.held_out == arguments.held_out and abs(b.azimuth_deg) <= LARGEST_AZIMUTH_DEG]
    source = drawn(bases, np.random.default_rng([arguments.seed, int(arguments.held_out)]))
    write(arguments.out, [next(source) for _ in range(arguments.count)])
    print(len(bases), "people,", arguments.count, "ties", flush=True)


if __name__ == "__main__":
    main()
