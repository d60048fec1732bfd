"""Train the readers of view, trunk and bow and write them to assets/models/own, with their model card.

    python -m training.bow.train --dataset FOLDER... [--settled FOLDER...] [--out assets/models/own] [--steps 1300]

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
from training.bow.network import Batches, Reader, Rows, predict, train
from training.bow.rendered import CHECKING, TRAINING, Rendered, load
from training.bow.tasks import Table, Task, bow_task, joined, mirrored_view, trunk_task, view_task

Array = NDArray[np.float64]
SEED = 20261121
SIMULATED = 40_000
COPIES = 12
"""Disturbed copies of every rendered sample."""
BATCH = 512
FOLDS = 4
ROUNDS = 3
"""How often the people are split anew: every person is left out by so many networks, whose mean is what counts."""
RENDERED_SHARE = 0.6
HIDDEN = (128, 64)
NEW_PEOPLE = "Anny_"
"""How the names of `training.render.anny_people` begin."""


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
    share = 1.0 if simulated is None else RENDERED_SHARE
    kinds = [(tensors_of(rendered), share)]
    if simulated is not None:
        kinds.append((tensors_of(simulated), 1.0 - share))

    def batch(step: int) -> Rows:
        size = 20_000 if step < 0 else BATCH
        picked: list[Rows] = []
        for (x, y, rest), part in kinds:
            index = torch.from_numpy(rng.integers(0, len(x), round(size * part)))
            picked.append((x[index], y[index], None if rest is None else rest[index]))
        rests = [rest for _, _, rest in picked if rest is not None]
        return (
            torch.cat([x for x, _, _ in picked]),
            torch.cat([y for _, y, _ in picked]),
            torch.cat(rests) if rests else None,
        )

    return batch


def tensors_of(table: Table) -> Rows:
    """A table as the network takes it."""
    rest = None if table.rest is None else torch.tensor(table.rest, dtype=torch.float32)
    return torch.tensor(table.x, dtype=torch.float32), torch.tensor(table.y, dtype=torch.float32), rest


@dataclass(frozen=True, slots=True)
class Ensemble:
    """Networks that each leave other people out, and what those that left a person out say of that person."""

    readers: list[Reader]
    held: NDArray[np.bool_]
    """True for people whom nothing is ever tuned on."""
    new: NDArray[np.bool_]
    """True for people of the second library of bodies."""
    settled: NDArray[np.bool_]
    """True where the stances are means of several looks."""
    azimuth_deg: Array
    value: Array
    """The mean of the `ROUNDS` networks that left the person out."""
    error: Array


def people_of(data: Rendered) -> NDArray[np.str_]:
    """The person of every picture."""
    return np.array([person_of(name) for name in data.columns["avatar"]])


def groups_of(data: Rendered, turn: int) -> list[NDArray[np.str_]]:
    """Who is left out by which network of a round.

    The first network of a round leaves out the held-out people of all libraries, on whom nothing is ever tuned; in
    the last round these are split with everybody else, so that its networks learn from more people.
    """
    held, people = np.asarray(data.columns["held_out"], dtype=bool), people_of(data)
    last = turn == ROUNDS - 1
    names = np.unique(people if last else people[~held])
    if turn:
        names = np.random.default_rng([SEED, turn]).permutation(names)
    together = [] if last else [np.unique(people[held])]
    folds = FOLDS - len(together)
    return [*together, *(names[fold::folds] for fold in range(folds))]


def train_ensemble(task: Task, data: Rendered, simulated: Table | None, steps: int) -> Ensemble:
    """`ROUNDS` times `FOLDS` networks from these people."""
    rng = np.random.default_rng(SEED)
    table, pictures = task.rendered(data, rng, CHECKING), task.pictures(data)
    of_pictures, of_rows = people_of(data), people_of(pictures)
    value = np.zeros_like(table.y)
    readers: list[Reader] = []
    for turn in range(ROUNDS):
        for group in groups_of(data, turn):
            rendered = rendered_table(task, data.rows(~np.isin(of_pictures, group)), rng, COPIES)
            seed = len(readers)
            batches = batches_of(simulated, rendered, seed)
            readers.append(train(batches, steps=steps, hidden=HIDDEN, unit=task.unit, seed=seed))
            unseen = np.isin(of_rows, group)
            said, _ = predict(readers[-1], table.x[unseen], None if table.rest is None else table.rest[unseen])
            value[unseen] += said / ROUNDS
            print(task.name, seed, np.round(np.nanmean(np.abs(said - table.y[unseen]), axis=0), 2), flush=True)
    columns = pictures.columns
    return Ensemble(
        readers,
        np.asarray(columns["held_out"], dtype=bool),
        np.char.startswith(of_rows, NEW_PEOPLE),
        np.asarray(columns["settled"], dtype=bool),
        table.azimuth_deg,
        value,
        value - table.y,
    )


def train_task(task: Task, data: Rendered, steps: int, out: Path) -> dict[str, object]:
    """One reader, from everybody. Its sigmas are those of each person read by the networks that never saw them.

    A bow's sigma is that of settled looks: what the looks of one bow have in common. Figures: all of those, and those
    of the held-out people; of the new bodies and of single looks by themselves.
    """
    simulated = None if task.simulated is None else task.simulated(np.random.default_rng(SEED), SIMULATED)
    shipped = train_ensemble(task, data, simulated, steps)
    counted = shipped.settled if task.name.startswith("bow") and shipped.settled.any() else shipped.settled | True
    rows = np.flatnonzero(counted)
    sigma = fitted_sigma(shipped.azimuth_deg[rows], shipped.value[rows], shipped.error[rows], task.floor)
    write(out / f"{task.name}.npz", arrays_of(shipped.readers, *sigma))
    groups = {
        "people left out in turn": counted,
        "people held out": counted & shipped.held & ~shipped.new,
        "new bodies left out in turn": counted & shipped.new,
        "new bodies held out": counted & shipped.held & shipped.new,
        "single looks, left out in turn": ~counted,
    }
    figures: dict[str, object] = {
        name: figures_of(task, shipped.azimuth_deg[rows], shipped.value[rows], shipped.error[rows], sigma)
        for name, rows in groups.items()
        if rows.any()
    }
    print(task.name, json.dumps(figures), flush=True)
    return figures


def figures_of(
    task: Task, azimuth: Array, value: Array, error: Array, sigma: tuple[Array, Array]
) -> dict[str, object]:
    """n, bias, mean absolute error and the share within two sigmas, per view and target."""
    turn = np.abs(azimuth)
    views = {"front": (0.0, 20.0), "oblique": (20.0, 70.0), "side": (70.0, 110.0)}
    if task.name == "view":
        views = {"all": (0.0, 180.0)}
    base, slope = (
        np.stack([np.interp(turn, KNOTS_DEG, table[:, k]) for k in range(error.shape[1])], axis=1) for table in sigma
    )
    inside = np.abs(error) <= 2 * (base + slope * np.abs(value))
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
    parser.add_argument("--settled", type=Path, nargs="*", default=[], help="bow series, means of several looks")
    parser.add_argument("--out", type=Path, default=Path("assets/models/own"))
    parser.add_argument("--steps", type=int, default=1300)
    parser.add_argument("--only", nargs="*", default=[])
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    data = load(*arguments.dataset, settled=arguments.settled)
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
