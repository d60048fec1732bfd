"""Train the readers of view, trunk and bow and write them to assets/models/own, with their model card.

    python -m training.bow.train --dataset FOLDER... [--out assets/models/own] [--steps 1500]

Needs torch (CPU) besides the product's own packages, and the rendered data set of `training.render.dataset`.
"""

import argparse
import json
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from training.bow.export import KNOTS_DEG, arrays_of, fitted_sigma, write
from training.bow.network import Batches, Reader, predict, train
from training.bow.rendered import CHECKING, TRAINING, Rendered, load
from training.bow.tasks import Table, Task, bow_task, joined, mirrored_view, trunk_task, view_task

Array = NDArray[np.float64]
SEED = 20261121
SIMULATED = 40_000
COPIES = 12
"""Disturbed copies of every rendered sample."""
BATCH = 512
FOLDS = 4
RENDERED_SHARE = 0.6
HIDDEN = (128, 64)


def person_of(avatar: str) -> str:
    """The avatar's person, whose variants share face and clothes: Asian_M_1v2_Busi -> Asian_M_1_Busi."""
    parts = str(avatar).split("_")
    return "_".join(part.split("v")[0] if part[0].isdigit() else part for part in parts)


def rendered_table(task: Task, data: Rendered, rng: np.random.Generator, copies: int) -> Table:
    """The rendered samples, `copies` times with other disturbances."""
    tables = [task.rendered(data, rng, TRAINING) for _ in range(copies)]
    if task.name == "view":
        tables += [mirrored_view(table) for table in tables]
    return joined(tables)


def batches_of(simulated: Table | None, rendered: Table, seed: int) -> Batches:
    """Batches that mix both kinds of people."""
    rng = np.random.default_rng(seed)

    def batch(step: int) -> tuple[Array, Array, Array | None]:
        size = 20_000 if step < 0 else BATCH
        share = 1.0 if simulated is None else RENDERED_SHARE
        real = rendered.take(rng.integers(0, len(rendered.x), int(size * share)))
        mixed = real
        if simulated is not None:
            mixed = joined([real, simulated.take(rng.integers(0, len(simulated.x), size - len(real.x)))])
        return mixed.x, mixed.y, mixed.rest

    return batch


def answers(readers: list[Reader], table: Table) -> tuple[Array, Array]:
    """The ensemble's values, and how far its networks disagree."""
    values = np.stack([predict(reader, table.x, table.rest)[0] for reader in readers])
    return values.mean(axis=0), values.std(axis=0)


@dataclass(frozen=True, slots=True)
class Ensemble:
    """Networks that each leave other people out, and what each of them said of those."""

    readers: list[Reader]
    azimuth_deg: Array
    value: Array
    error: Array

    def sigma(self, task: Task) -> tuple[Array, Array]:
        """The sigma table that makes the errors on the people left out true."""
        return fitted_sigma(self.azimuth_deg, self.value, self.error, task.floor)


def train_ensemble(task: Task, data: Rendered, simulated: Table | None, steps: int) -> Ensemble:
    """`FOLDS` networks from these people."""
    rng = np.random.default_rng(SEED)
    people = np.array([person_of(name) for name in data.columns["avatar"]])
    names = np.unique(people)
    left_out: list[tuple[Array, Array, Array]] = []
    readers: list[Reader] = []
    for fold in range(FOLDS):
        out_of = np.isin(people, names[fold::FOLDS])
        rendered = rendered_table(task, data.rows(~out_of), rng, COPIES)
        readers.append(
            train(batches_of(simulated, rendered, fold), steps=steps, hidden=HIDDEN, unit=task.unit, seed=fold)
        )
        table = task.rendered(data.rows(out_of), rng, CHECKING)
        value, _ = answers(readers[-1:], table)
        left_out.append((table.azimuth_deg, value, value - table.y))
    return Ensemble(readers, *(np.concatenate(column) for column in zip(*left_out, strict=True)))


def train_task(task: Task, data: Rendered, steps: int, out: Path) -> dict[str, object]:
    """One reader, from everybody. Its sigmas are those of each person read by the network that never saw them.

    Figures: those, and the held-out people read by an ensemble that was trained, for this check alone, without them.
    """
    held = np.asarray(data.columns["held_out"], dtype=bool)
    simulated = None if task.simulated is None else task.simulated(np.random.default_rng(SEED), SIMULATED)
    check = train_ensemble(task, data.rows(~held), simulated, steps)
    table = task.rendered(data.rows(held), np.random.default_rng(SEED), CHECKING)
    value, spread = answers(check.readers, table)
    shipped = train_ensemble(task, data, simulated, steps)
    sigma = shipped.sigma(task)
    write(out / f"{task.name}.npz", arrays_of(shipped.readers, *sigma))
    figures = {
        "people left out in turn": figures_of(
            task, shipped.azimuth_deg, shipped.value, shipped.error, 0 * shipped.error, sigma
        ),
        "people held out": figures_of(task, table.azimuth_deg, value, value - table.y, spread, check.sigma(task)),
    }
    print(task.name, json.dumps(figures), flush=True)
    return figures


def figures_of(
    task: Task, azimuth: Array, value: Array, error: Array, spread: Array, sigma: tuple[Array, Array]
) -> dict[str, object]:
    """n, bias, mean absolute error and the share within two sigmas, per view and target."""
    turn = np.abs(azimuth)
    views = {"front": (0.0, 20.0), "oblique": (20.0, 70.0), "side": (70.0, 110.0)}
    if task.name == "view":
        views = {"all": (0.0, 180.0)}
    base, slope = (
        np.stack([np.interp(turn, KNOTS_DEG, table[:, k]) for k in range(error.shape[1])], axis=1) for table in sigma
    )
    inside = np.abs(error) <= 2 * np.hypot(base + slope * np.abs(value), spread)
    figures: dict[str, object] = {}
    for view, (low, high) in views.items():
        rows = (turn >= low) & (turn <= high)
        if rows.any():
            figures[view] = {
                "n": int(rows.sum()),
                "bias": np.round(error[rows].mean(axis=0), 3).tolist(),
                "mae": np.round(np.abs(error[rows]).mean(axis=0), 3).tolist(),
                "within2s": np.round(inside[rows].mean(axis=0), 3).tolist(),
            }
    return figures


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dataset", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, default=Path("assets/models/own"))
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--only", nargs="*", default=[])
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    data = load(*arguments.dataset)
    started = time.monotonic()
    tasks = [view_task()] + [make(calibrated=c) for make in (bow_task, trunk_task) for c in (True, False)]
    figures_file = arguments.out / "bow_readers.json"
    figures = json.loads(figures_file.read_text()) if figures_file.exists() else {}
    for task in tasks:
        if not arguments.only or any(task.name.startswith(name) for name in arguments.only):
            figures[task.name] = train_task(task, data, arguments.steps, arguments.out)
    figures_file.write_text(json.dumps(figures, indent=1) + "\n")
    print(f"{time.monotonic() - started:.0f} s")


if __name__ == "__main__":
    main()
