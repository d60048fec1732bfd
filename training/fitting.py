"""What training on top of pretrained blocks needs whatever is learned: steps, the mean of the last weights, a log."""

import time
from collections.abc import Callable

import numpy as np
import torch
from torch import Tensor, nn
from torch.optim.lr_scheduler import LRScheduler, OneCycleLR

Weights = dict[str, Tensor]

AVERAGED = 0.35
"""The weights are the mean of those of this last share of the steps."""
SILENT = 0.15
"""Share of the examples without points: the picture must be able to answer alone."""
OWN_VOICE = 0.3
"""Weight of the loss of each voice alone."""


def optimiser_of(
    network: nn.Module, steps: int, first: bool, rise_again: float = 0.15
) -> tuple[torch.optim.Optimizer, LRScheduler]:
    """Small steps for the pretrained blocks, larger ones for what is new; smaller ones when training goes on.

    `rise_again`: the share of the steps in which the rate rises where it goes on.
    """
    pretrained = [p for name, p in network.named_parameters() if name.startswith("blocks")]
    new = [p for name, p in network.named_parameters() if not name.startswith("blocks")]
    optimiser = torch.optim.AdamW([{"params": pretrained}, {"params": new}], 1e-3, weight_decay=0.03)
    rates, rise = ([6e-4, 3e-3], 0.3) if first else ([4e-4, 1.5e-3], rise_again)
    return optimiser, OneCycleLR(optimiser, rates, total_steps=steps, pct_start=rise)


def temperature_of(loss_of: Callable[[float], float], least: float) -> float:
    """The temperature with the smallest log loss, never below the least one (Guo 2017)."""
    return max(least, min((float(t) for t in np.geomspace(0.5, 5.0, 40)), key=loss_of))


class WeightMean:
    """The mean of a network's weights over the last steps."""

    def __init__(self, network: nn.Module, steps: int) -> None:
        """`steps`: of the whole training."""
        self.network, self.first = network, int((1.0 - AVERAGED) * steps)
        self.total: Weights = {}
        self.count = 0

    def seen(self, step: int) -> None:
        """After every step."""
        if step < self.first:
            return
        self.count += 1
        for name, value in self.network.state_dict().items():
            self.total[name] = self.total.get(name, 0.0) + value.double()

    def settle(self) -> None:
        """Give the network the mean."""
        now = self.network.state_dict()
        self.network.load_state_dict({name: (self.total[name] / self.count).to(now[name].dtype) for name in now})


class LossLog:
    """Prints the mean loss of every hundred steps."""

    def __init__(self, name: str) -> None:
        """`name`: what is trained."""
        self.name, self.total, self.start = name, 0.0, time.monotonic()

    def seen(self, step: int, loss: float) -> None:
        """After every step."""
        self.total += loss
        if step % 100 == 99:
            print(f"{self.name} {step} loss {self.total / 100:.3f} {time.monotonic() - self.start:.0f} s", flush=True)
            self.total = 0.0
