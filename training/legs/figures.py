"""How often the look at the legs is right, unclear or wrong, by what was drawn and from where."""

import numpy as np
from numpy.typing import NDArray

from training.legs.examples import Examples
from training.legs.poses import CROSSED
from vision.body.leg_crossing import crossed_of

VIEWS = (("front", 0.0, 20.0), ("oblique", 20.0, 70.0), ("side", 70.0, 110.0))


def figures(chances: NDArray[np.floating], examples: Examples) -> str:
    """A table: right, unclear and wrong per drawn pose and view, of every picture in which the legs can be told."""
    said = [crossed_of(row) for row in chances]
    return table(said, examples)


def table(said: list[bool | None], examples: Examples) -> str:
    """`said`: crossed, not crossed or None for every example."""
    turn = np.abs(examples.true_azimuth_deg)
    covered = examples.label == 4
    crossed = np.isin(examples.kind, CROSSED)
    answer = np.array([-1 if one is None else int(one) for one in said])
    lines = [f"{'':34}{'n':>5}{'right':>8}{'unclear':>9}{'wrong':>7}"]
    groups = [(kind, (examples.kind == kind) & ~covered) for kind in CROSSED]
    groups += [("side by side", ~crossed & ~covered), ("hidden, crossed", crossed & covered)]
    groups += [("hidden, side by side", ~crossed & covered), ("all crossed", crossed), ("all side by side", ~crossed)]
    for name, rows in groups:
        for view, low, high in (*VIEWS, ("all", 0.0, 180.0)):
            here = rows & (turn >= low) & (turn < high)
            if not here.any():
                continue
            truth = crossed[here].astype(int)
            right, unclear = np.mean(answer[here] == truth), np.mean(answer[here] == -1)
            shares = f"{100 * right:7.1f}%{100 * unclear:8.1f}%{100 * (1 - right - unclear):6.1f}%"
            lines.append(f"{name + ', ' + view:34}{int(here.sum()):5}{shares}")
    return "\n".join(lines)
