"""Trains the dress network.

    python -m training.dress.train --charts FILE.npz [--torsos DATA] --weights FILE --minutes 12
        [--out assets/models/own/dress.onnx]

`--charts` is what `training.dress.render` wrote, `--torsos` the posture data set. Held-out people are never trained
on. A part of each batch is drawn anew, the rest comes from what was drawn before: drawing costs more than learning.
"""

import argparse
import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.utils.data import DataLoader, IterableDataset

from training.dress.examples import UNKNOWN, Base, Truth, example, read_charts, read_torsos
from training.dress.network import STRIDE, DressNetwork
from training.networks import export
from vision.dress.chart import HEIGHT_PX, WIDTH_PX

SEED = 5
FRESH, OLD, KEPT = 12, 20, 6000
Batch = tuple[Tensor, Tensor]


def row_of(truth: Truth) -> NDArray[np.float32]:
    """17 numbers: tie, badge, hanging, 3 places, 4 corners."""
    flags = [truth.tie, truth.badge, truth.hanging]
    return np.concatenate([flags, truth.places.reshape(-1), truth.corners.reshape(-1)]).astype(np.float32)


class Drawn(IterableDataset[Batch]):
    """An endless stream of drawn batches."""

    def __init__(self, charts: list[Base], torsos: list[Base]) -> None:
        super().__init__()
        self.sources = [part for part in (charts, torsos) if part]

    def __iter__(self) -> Iterator[Batch]:
        worker = torch.utils.data.get_worker_info()
        rng = np.random.default_rng([SEED, time.time_ns() % 2**31, worker.id if worker else 0])
        while True:
            pixels, rows = [], []
            for _ in range(FRESH):
                source = self.sources[0 if rng.random() < 0.6 else -1]
                image, truth = example(source[int(rng.integers(len(source)))], rng)
                pixels.append((image * 255).astype(np.uint8))
                rows.append(row_of(truth))
            yield torch.as_tensor(np.stack(pixels)), torch.as_tensor(np.stack(rows))


def loss_of(network: DressNetwork, pixels: Tensor, rows: Tensor) -> Tensor:
    """Presence, places and corners together."""
    logits, heat, offsets = network(pixels)
    total = torch.zeros(())
    for column, weight in ((0, 1.0), (1, 1.0)):
        known = rows[:, column] != UNKNOWN
        target = 0.01 + 0.98 * rows[known, column]
        total = total + weight * nn.functional.binary_cross_entropy_with_logits(logits[known, column], target)
    worn = rows[:, 1] == 1.0
    if worn.any():
        total = total + 0.4 * nn.functional.binary_cross_entropy_with_logits(logits[worn, 2], rows[worn, 2])
    places = rows[:, 3:9].reshape(-1, 3, 2) / STRIDE - 0.5
    height, width = heat.shape[2:]
    y, x = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    far = (x - places[..., 0, None, None]) ** 2 + (y - places[..., 1, None, None]) ** 2
    there = ~torch.isnan(places).any(2)
    there &= (places[..., 0] > -0.5) & (places[..., 0] < width) & (places[..., 1] > -0.5) & (places[..., 1] < height)
    goal = torch.softmax(-far.flatten(2)[there] / (2 * 0.8**2), 1)
    total = total - 0.3 * (goal * torch.log_softmax(heat.flatten(2)[there], 1)).sum(1).mean()
    for place, column in ((0, 0), (2, 1)):
        known = (rows[:, column] == 0.0) | there[:, place]
        near_to = torch.exp(-far[:, place] / (2 * 0.8**2)) * there[:, place, None, None]
        total = total + focal(heat[known, place], torch.nan_to_num(near_to)[known])
    corners = rows[:, 9:17].reshape(-1, 4, 2) / STRIDE - 0.5
    cells = torch.stack([x, y], 0)[None, None]
    wanted = (corners[..., None, None] - cells).flatten(1, 2)
    near = (far[:, 2] < 2.0**2) & there[:, 2, None, None] & worn[:, None, None]
    if near.any():
        off = nn.functional.smooth_l1_loss(offsets, torch.nan_to_num(wanted), beta=0.1, reduction="none").mean(1)
        total = total + 0.8 * off[near].mean()
    return total


def focal(logits: Tensor, near: Tensor) -> Tensor:
    """Penalty-reduced focal loss of a heat map whose peaks are 1 in `near` (Zhou 2019, Objects as Points)."""
    belief = torch.sigmoid(logits).clamp(1e-4, 1 - 1e-4)
    peak = near > 0.65
    hit = -((1 - belief) ** 2) * torch.log(belief)
    false = -((1 - near) ** 4) * belief**2 * torch.log(1 - belief)
    return torch.where(peak, hit, false).sum() / peak.sum().clamp(min=1)


def fit(network: DressNetwork, stream: Iterator[Batch], minutes: float, rate: float = 3e-3) -> None:
    """Train for a time; the rate rises over a tenth of it and falls to nothing."""
    rng = np.random.default_rng(SEED)
    optimiser = torch.optim.AdamW(network.parameters(), rate, weight_decay=0.02)
    kept_pixels = torch.empty((KEPT, HEIGHT_PX, WIDTH_PX, 3), dtype=torch.uint8)
    kept_rows = torch.empty((KEPT, 17))
    filled, step, total, start = 0, 0, 0.0, time.monotonic()
    network.train()
    while (done := (time.monotonic() - start) / (60 * minutes)) < 1.0:
        fresh_pixels, fresh_rows = next(stream)
        rows_to = torch.arange(filled, filled + FRESH) % KEPT
        kept_pixels[rows_to], kept_rows[rows_to] = fresh_pixels, fresh_rows
        filled += FRESH
        old = torch.as_tensor(rng.integers(0, min(filled, KEPT), OLD))
        pixels = torch.cat([fresh_pixels, kept_pixels[old]]).float() / 255.0
        pixels = pixels * (1 + 0.1 * torch.randn(len(pixels), 1, 1, 3)) + 0.03 * torch.randn(len(pixels), 1, 1, 1)
        for group in optimiser.param_groups:
            group["lr"] = rate * min(done / 0.1 + 0.05, 1.0) * 0.5 * (1 + np.cos(np.pi * done))
        loss = loss_of(network, pixels.clamp(0, 1), torch.cat([fresh_rows, kept_rows[old]]))
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        total += float(loss.detach())
        step += 1
        if step % 50 == 0:
            print(f"step {step} loss {total / 50:.3f} {time.monotonic() - start:.0f} s", flush=True)
            total = 0.0


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--charts", type=Path, required=True)
    parser.add_argument("--torsos", type=Path)
    parser.add_argument("--weights", type=Path, required=True, help="start from this file if it exists; written")
    parser.add_argument("--minutes", type=float, default=12.0)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--out", type=Path, default=Path("assets/models/own/dress.onnx"))
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    charts = [base for base in read_charts(arguments.charts) if not base.held_out]
    torsos = read_torsos(arguments.torsos) if arguments.torsos else []
    torsos = [base for base in torsos if not base.held_out]
    print(len(charts), "charts,", len(torsos), "torsos", flush=True)
    network = DressNetwork()
    if arguments.weights.exists():
        network.load_state_dict(torch.load(arguments.weights))
    stream = DataLoader(Drawn(charts, torsos), batch_size=None, num_workers=1, prefetch_factor=4)
    fit(network, iter(stream), arguments.minutes, arguments.rate)
    torch.save(network.state_dict(), arguments.weights)
    export(network, {"chart": torch.zeros(2, HEIGHT_PX, WIDTH_PX, 3)}, ["presence", "heat", "corners"], arguments.out)
    content = arguments.out.read_bytes()
    print(arguments.out, len(content), "bytes, sha256", hashlib.sha256(content).hexdigest())


if __name__ == "__main__":
    main()
