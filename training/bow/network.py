"""The small network that is trained: standardised features -> (value, log sigma) with a heteroscedastic loss."""

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray

Array = NDArray[np.float64]
Rows = tuple[torch.Tensor, torch.Tensor, torch.Tensor | None]
Batches = Callable[[int], Rows]
"""Batch number (-1: a large one for the statistics) -> features N x F, targets N x T, and where the reading is to be
nothing for nothing the features N x F of the same people unmoved."""

SIGMA_SHARE = 0.5
"""Exponent of the beta-NLL (Seitzer et al. 2022): keeps hard samples from being written off by a wide sigma."""


class Reader(torch.nn.Module):
    """SiLU perceptron; the output holds `targets` values and as many log sigmas."""

    def __init__(self, mean: Array, scale: Array, hidden: tuple[int, ...], targets: int, unit: float) -> None:
        super().__init__()
        self.register_buffer("mean", torch.tensor(mean, dtype=torch.float32))
        self.register_buffer("scale", torch.tensor(scale, dtype=torch.float32))
        self.unit = unit
        sizes = [len(mean), *hidden]
        layers: list[torch.nn.Module] = []
        for a, b in pairwise(sizes):
            layers += [torch.nn.Linear(a, b), torch.nn.SiLU()]
        self.layers = torch.nn.Sequential(*layers, torch.nn.Linear(sizes[-1], 2 * targets))

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Values in units of `unit`, and log sigmas of the same."""
        out = self.layers(torch.clamp((x - self.mean) / self.scale, -8, 8))
        value, log_sigma = out.chunk(2, dim=1)
        return value, torch.clamp(log_sigma, -5, 2)


def loss_of(value: torch.Tensor, log_sigma: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """beta-NLL of a normal error; missing targets are nan and count nothing."""
    known = torch.isfinite(target)
    error = torch.where(known, target - value, torch.zeros_like(value))
    nll = 0.5 * (error / log_sigma.exp()) ** 2 + log_sigma
    weighted = nll * (log_sigma.detach().exp() ** (2 * SIGMA_SHARE))
    return (weighted * known).sum() / known.sum().clamp(min=1)


def train(
    batches: Batches, *, steps: int, hidden: tuple[int, ...] = (160, 96), unit: float = 15.0, seed: int = 0,
    rate: float = 2e-3,
) -> Reader:  # fmt: skip
    """Train for `steps` batches with a one-cycle rate and averaged final weights."""
    torch.manual_seed(seed)
    x, y, _ = batches(-1)
    spread = x.double().std(0, correction=0)
    reader = Reader(x.double().mean(0).numpy(), spread.numpy() + 1e-3, hidden, y.shape[1], unit)
    optimiser = torch.optim.AdamW(reader.parameters(), lr=rate, weight_decay=1e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps, pct_start=0.15)
    for step in range(steps):
        x, y, rest = batches(step)
        value, log_sigma = reader(x if rest is None else torch.cat([x, rest]))
        if rest is not None:
            value, log_sigma = value[: len(x)] - value[len(x) :], log_sigma[: len(x)]
        loss = loss_of(value, log_sigma, y / unit)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        optimiser.step()
        schedule.step()
    return reader.eval()


def predict(reader: Reader, x: Array, rest: Array | None = None) -> tuple[Array, Array]:
    """Values and sigmas in the target's own unit."""
    with torch.no_grad():
        value, log_sigma = reader(torch.tensor(x, dtype=torch.float32))
        if rest is not None:
            value = value - reader(torch.tensor(rest, dtype=torch.float32))[0]
    return value.double().numpy() * reader.unit, log_sigma.exp().double().numpy() * reader.unit
