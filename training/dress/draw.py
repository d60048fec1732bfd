"""Draws examples for the dress network and stores them.

    python -m training.dress.draw --charts FILE.npz [--charts FILE.npz] [--torsos DATA] --out FOLDER
        [--count 6000] [--seed 1] [--held-out]
    python -m training.dress.draw --scarves FILE.npz [--charts FILE.npz] --out FOLDER [--count 2000]

The same seed draws the same examples. Held-out people go to files of their own (`--held-out`). With `--scarves`
people are photographed as `training.dress.rendered_scarves` stored them, half of them as the charts show them.
"""

import argparse
from collections.abc import Callable, Sequence
from copy import deepcopy
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.dress import worn_scarves
from training.dress.badges import hanging_card
from training.dress.bases import Base, Truth, plain_truth, read_charts, read_torsos
from training.dress.clothes import any_build, hair, neckline
from training.dress.drawing import Canvas, Random
from training.dress.examples import Example, examples, perhaps, photographs, recoloured, settle
from training.dress.neckwear import cords
from training.dress.outerwear import over

PART = 250
CHART_SHARE = 0.65
MORE_SHARE = 0.6
"""Of the rendered people, those who are changed by drawing."""
LOOKS = 2
"""Photographs of each person dressed anew: drawing the clothes costs more than photographing them again."""

Source = Callable[[Random], list[Example]]
"""Some photographs of one more person."""


def row_of(truth: Truth) -> NDArray[np.float32]:
    """25 numbers: tie, badge, hanging, scarf, face out, tip free; 4 places; 4 corners; which masks are known."""
    flags = [truth.tie, truth.badge, truth.hanging, truth.scarf, truth.face_out, truth.tip_free]
    parts = [flags, truth.places.reshape(-1), truth.corners.reshape(-1), truth.masks_known]
    return np.concatenate(parts).astype(np.float32)


def bases_of(charts: list[Path], torsos: Path | None, held_out: bool) -> list[list[Base]]:
    """The stored charts and the coarser ones of the posture set, of people trained on or of the others."""
    sources = [[base for path in charts for base in read_charts(path)], read_torsos(torsos) if torsos else []]
    kept = [[base for base in source if base.held_out == held_out] for source in sources]
    return [source for source in kept if source]


def store(
    path: Path,
    pixels: Sequence[NDArray[np.uint8]],
    rows: Sequence[NDArray[np.float32]],
    masks: Sequence[NDArray[np.uint8]],
) -> None:
    """A part of the examples, under its name only once it is whole."""
    unfinished = path.with_suffix(".part.npz")
    np.savez(unfinished, pixels=np.stack(pixels), rows=np.stack(rows), masks=np.stack(masks))
    unfinished.rename(path)
    print(path.name, flush=True)


def of_bases(sources: list[list[Base]]) -> Source:
    """Somebody dressed anew, mostly of the first source."""
    print([len(source) for source in sources], "charts", flush=True)

    def some(rng: Random) -> list[Example]:
        source = sources[0 if rng.random() < CHART_SHARE else -1]
        return examples(source[int(rng.integers(len(source)))], rng, LOOKS)

    return some


def of_scarves(files: list[Path], charts: list[Path]) -> Source:
    """Somebody as rendered (`as_rendered`)."""
    shown = as_rendered(files, charts)
    return lambda rng: photographs(*shown(rng), rng, LOOKS)


def as_rendered(files: list[Path], charts: list[Path]) -> Callable[[Random], tuple[Canvas, Truth]]:
    """Somebody rendered with or without a scarf, or, as often where there are charts, as these show them.

    A canvas and what is true in it; of the charts only people trained on.
    """
    scarves = [(one.canvas, one.truth()) for path in files for one in worn_scarves.read(path)]
    plain = [(base.canvas, plain_truth(base)) for source in bases_of(charts, None, False) for base in source]
    print(len(scarves), "with and without scarves,", len(plain), "charts", flush=True)
    kinds = [some for some in (scarves, plain) if some]

    def shown(rng: Random) -> tuple[Canvas, Truth]:
        kind = kinds[int(rng.integers(len(kinds)))]
        canvas, truth = kind[int(rng.integers(len(kind)))]
        return beside_more(canvas, truth, rng) if rng.random() < MORE_SHARE else (canvas, truth)

    return shown


def beside_more(canvas: Canvas, truth: Truth, rng: Random) -> tuple[Canvas, Truth]:
    """Clothes of other colours, and what may lie beside or over what is worn: few rendered people have long hair."""
    canvas, truth = canvas.copy(), deepcopy(truth)
    if rng.random() < 0.5:
        recoloured(canvas, rng)
    build = any_build(rng)
    if not truth.scarf:
        perhaps(0.2, canvas, truth, rng, lambda canvas, rng: neckline(canvas, rng, build))
    if rng.random() < 0.2:
        truth.covered_by(over(canvas, rng, build))
    perhaps(0.15, canvas, truth, rng, cords)
    perhaps(0.15, canvas, truth, rng, hanging_card)
    perhaps(0.4, canvas, truth, rng, hair)
    settle(truth)
    return canvas, truth


def store_parts(source: Source, out: Path, count: int, seed: int, held_out: bool) -> None:
    """Files of `PART` examples each; the same seed gives the same."""
    kind = "held" if held_out else "drawn"
    for part in range(-(-count // PART)):
        rng = np.random.default_rng([seed, part, int(held_out)])
        drawn = [one for _ in range(PART // LOOKS) for one in source(rng)]
        pixels, rows = [one.pixels for one in drawn], [row_of(one.truth) for one in drawn]
        store(out / f"{kind}_{seed:03d}_{part:04d}.npz", pixels, rows, [one.truth.masks for one in drawn])


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--charts", type=Path, action="append", default=[])
    parser.add_argument("--scarves", type=Path, action="append", default=[])
    parser.add_argument("--torsos", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=6000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--held-out", action="store_true")
    arguments = parser.parse_args()
    if arguments.scarves:
        source = of_scarves(arguments.scarves, arguments.charts)
    else:
        source = of_bases(bases_of(arguments.charts, arguments.torsos, arguments.held_out))
    arguments.out.mkdir(parents=True, exist_ok=True)
    store_parts(source, arguments.out, arguments.count, arguments.seed, arguments.held_out)


if __name__ == "__main__":
    main()
