"""Figures of the dress model on people who were not trained on, and on any folder of labelled pictures.

python -m training.dress.figures --charts FILE.npz [--torsos DATA] --model assets/models/own/dress.onnx
"""

import argparse
from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from training.dress.examples import UNKNOWN, Base, example, read_charts, read_torsos
from vision.dress.badge import slope_deg
from vision.dress.chart import units_of
from vision.dress.items import Chest, decoded


def answers(session: ort.InferenceSession, bases: list[Base]) -> list[Chest]:
    """The model's word on stored charts as they are."""
    found = []
    for base in bases:
        image, _ = example(base, None)
        answer = session.run(None, {"chart": image[None]})
        found.append(decoded(*(np.asarray(part[0], np.float64) for part in answer)))
    return found


def presence(name: str, scores: NDArray[np.float64], true: NDArray[np.float64]) -> None:
    """Precision, recall and F1 at several thresholds, and what is left open."""
    known = true != UNKNOWN
    scores, worn = scores[known], true[known] == 1.0
    print(f"{name}: n {len(worn)}, worn {worn.sum()}")
    for sure in (0.5, 0.7, 0.8, 0.9, 0.95):
        yes, no = scores >= sure, scores <= 1 - sure
        hit, false, missed = (yes & worn).sum(), (yes & ~worn).sum(), (no & worn).sum()
        open_share = 1.0 - (yes | no).mean()
        f1 = 2 * hit / max(2 * hit + false + (worn & ~yes).sum(), 1)
        print(
            f"  {sure:.2f}: right yes {hit}, wrong yes {false}, wrong no {missed}, open {open_share:.2f}, F1 {f1:.3f}"
        )


def spread(name: str, errors: list[float]) -> None:
    """Bias, mean error and the sigma under which two sigmas hold nine in ten."""
    if errors:
        e = np.array(errors)
        half = np.quantile(np.abs(e), 0.9) / 2
        print(f"  {name}: n {len(e)}, bias {e.mean():.3f}, MAE {np.abs(e).mean():.3f}, s90/2 {half:.3f}")


def places(bases: list[Base], found: list[Chest]) -> None:
    """Errors of the items' places, units and degrees."""
    knots, ties = ([], []), []
    badges, slopes, kinds = ([], []), [], []
    for base, chest in zip(bases, found, strict=True):
        _, truth = example(base, None)
        true = units_of(truth.places)
        if base.tie is not None and chest.tie > 0.5:
            for axis in (0, 1):
                knots[axis].append(float(chest.knot[axis] - true[0, axis]))
            drawn, seen = true[1] - true[0], chest.tip - chest.knot
            ties.append(float(np.degrees(np.arctan2(*seen) - np.arctan2(*drawn))))
        if base.badge is not None and chest.badge > 0.5:
            for axis in (0, 1):
                badges[axis].append(float(chest.corners.mean(0)[axis] - true[2, axis]))
            slopes.append(slope_deg(chest.corners) - slope_deg(units_of(truth.corners)))
            kinds.append(float((chest.hanging > 0.5) != base.hanging))
    for name, errors in (("knot x", knots[0]), ("knot y", knots[1]), ("tie slope deg", ties), ("badge x", badges[0])):
        spread(name, errors)
    for name, errors in (("badge y", badges[1]), ("badge slope deg", slopes), ("kind wrong", kinds)):
        spread(name, errors)


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--charts", type=Path, required=True)
    parser.add_argument("--torsos", type=Path)
    parser.add_argument("--model", type=Path, required=True)
    arguments = parser.parse_args()
    session = ort.InferenceSession(str(arguments.model), providers=["CPUExecutionProvider"])
    sets = {"charts": read_charts(arguments.charts)}
    if arguments.torsos:
        sets["torsos"] = read_torsos(arguments.torsos)
    for title, bases in sets.items():
        for held_out in (False, True):
            part = [base for base in bases if base.held_out == held_out]
            found = answers(session, part)
            print(title, "held out" if held_out else "seen")
            tie = np.array([float(base.tie is not None or base.unknown_tie) for base in part])
            badge = np.array([UNKNOWN if base.unknown_badge else float(base.badge is not None) for base in part])
            presence(" tie", np.array([chest.tie for chest in found]), tie)
            presence(" badge", np.array([chest.badge for chest in found]), badge)
            places(part, found)


if __name__ == "__main__":
    main()
