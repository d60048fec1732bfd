"""Figures of a dress network on people who were not trained on: as rendered, and dressed anew by drawing.

python -m training.dress.figures --charts FILE.npz [--torsos DATA] --drawn FOLDER --model FILE.onnx

The model is what `training.dress.train` writes: backbone and one decoder in one file.
"""

import argparse
from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from training.dress.bases import UNKNOWN
from training.dress.draw import bases_of, row_of
from training.dress.examples import example
from vision.dress.chart import units_of
from vision.dress.items import Chest, decoded
from vision.dress.outline import slope_deg

LEVELS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
Rows = NDArray[np.float32]


def answers(session: ort.InferenceSession, pixels: NDArray[np.uint8]) -> list[Chest]:
    """The model's word on charts, N x H x W x 3, red-green-blue."""
    found = []
    for one in pixels:
        answer = session.run(None, {"chart": one[None].astype(np.float32) / np.float32(255.0)})
        found.append(decoded(*(np.asarray(part[0], np.float64) for part in answer)))
    return found


def presence(name: str, scores: list[float], wanted: Rows) -> None:
    """How many are called so at several levels, rightly and wrongly, and the F1 that gives."""
    true = wanted != UNKNOWN
    said, worn = np.array(scores)[true], wanted[true] == 1.0
    print(f" {name}: n {len(worn)}, worn {worn.sum()}")
    for level in LEVELS:
        yes = said >= level
        hit, false = (yes & worn).sum(), (yes & ~worn).sum()
        f1 = 2 * hit / max(2 * hit + false + (worn & ~yes).sum(), 1)
        lower = ((said < 1 - level) & worn).sum()
        print(
            f"  from {level:.1f}: right {hit}, wrong {false}, F1 {f1:.3f}; below {1 - level:.1f} though worn {lower}"
        )


def spread(name: str, errors: list[float]) -> None:
    """Bias, mean error and the sigma under which two sigmas hold nine in ten."""
    if errors:
        e = np.array(errors)
        half = np.quantile(np.abs(e), 0.9) / 2
        print(f"  {name}: n {len(e)}, bias {e.mean():.4f}, MAE {np.abs(e).mean():.4f}, s90/2 {half:.4f}")


def places(found: list[Chest], rows: Rows) -> None:
    """Errors of the items' places, units and degrees, where they are worn and found."""
    named: dict[str, list[float]] = {}
    for chest, row in zip(found, rows, strict=True):
        knot, tip, badge, scarf = units_of(row[6:14].reshape(4, 2))
        corners = units_of(row[14:22].reshape(4, 2))
        if row[0] == 1.0 and chest.tie > 0.5 and np.isfinite(knot).all():
            named.setdefault("knot x", []).append(float(chest.knot[0] - knot[0]))
            named.setdefault("knot y", []).append(float(chest.knot[1] - knot[1]))
            if np.isfinite(tip).all():
                named.setdefault("tip y", []).append(float(chest.tip[1] - tip[1]))
                if tip[1] - knot[1] > 0.15:
                    seen, drawn = chest.tip - chest.knot, tip - knot
                    slope = np.degrees(np.arctan2(*seen) - np.arctan2(*drawn))
                    named.setdefault("tie slope deg", []).append(float(slope))
        if row[1] == 1.0 and chest.badge > 0.5 and np.isfinite(corners).all():
            middle = chest.corners.mean(0) - badge
            named.setdefault("badge x", []).append(float(middle[0]))
            named.setdefault("badge y", []).append(float(middle[1]))
            named.setdefault("badge slope deg", []).append(slope_deg(chest.corners) - slope_deg(corners))
            named.setdefault("kind wrong", []).append(float((chest.hanging > 0.5) != row[2]))
            named.setdefault("face wrong", []).append(float((chest.face_out > 0.5) != row[4]))
        if row[3] == 1.0 and chest.scarf > 0.5 and np.isfinite(scarf).all():
            named.setdefault("scarf x", []).append(float(chest.scarf_knot[0] - scarf[0]))
    for name, errors in named.items():
        spread(name, errors)


def report(title: str, found: list[Chest], rows: Rows) -> None:
    """Everything about one set."""
    print(title)
    for column, name in ((0, "tie"), (1, "badge"), (3, "scarf")):
        presence(name, [getattr(chest, name) for chest in found], rows[:, column])
    places(found, rows)


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--charts", type=Path, action="append", required=True)
    parser.add_argument("--torsos", type=Path)
    parser.add_argument("--drawn", type=Path, help="held-out people, dressed anew")
    parser.add_argument("--model", type=Path, required=True)
    arguments = parser.parse_args()
    session = ort.InferenceSession(str(arguments.model), providers=["CPUExecutionProvider"])
    for bases in bases_of(arguments.charts, arguments.torsos, held_out=True):
        ones = [example(base, None) for base in bases]
        rows = np.stack([row_of(one.truth) for one in ones])
        report("held-out people as rendered", answers(session, np.stack([one.pixels for one in ones])), rows)
    if arguments.drawn:
        parts = [np.load(path) for path in sorted(arguments.drawn.glob("held_*.npz"))]
        pixels, rows = (np.concatenate([part[name] for part in parts]) for name in ("pixels", "rows"))
        report("held-out people dressed anew", answers(session, pixels), rows)


if __name__ == "__main__":
    main()
