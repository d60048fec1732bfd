"""The foot points' network: heat maps for where, a small head for how sure."""

import torch
from torch import Tensor, nn

from training.networks import normalised, separable, stem

POINTS = 3
GRID = 24


class FeetNetwork(nn.Module):
    """96 x 96 pixels and 16 leg numbers to three points and their log sigmas in units of the window.

    An hour-glass down to 6 x 6 and back to 24 x 24; each point is the mean place of its heat map (Nibali 2018) plus a
    small correction for points that the shoe hides.
    """

    def __init__(self, legs: int = 16) -> None:
        super().__init__()
        self.first = nn.Sequential(stem(16), separable(16, 24, 1))
        self.quarter = nn.Sequential(separable(24, 48, 2), separable(48, 48, 1))
        self.eighth = nn.Sequential(separable(48, 80, 2), separable(80, 80, 1))
        self.deep = nn.Sequential(separable(80, 128, 2), separable(128, 128, 1))
        self.legs = nn.Sequential(nn.Linear(legs, 64), nn.ReLU(inplace=True), nn.Linear(64, 128))
        self.from_deep = nn.Conv2d(128, 80, 1)
        self.from_eighth = nn.Conv2d(80, 48, 1)
        self.mix_eighth = separable(80, 80, 1)
        self.mix_quarter = nn.Sequential(separable(48, 48, 1), separable(48, 48, 1))
        self.heat = nn.Conv2d(48, POINTS, 1)
        self.head = nn.Sequential(nn.Linear(256, 64), nn.ReLU(inplace=True), nn.Linear(64, 4 * POINTS))
        ramp = (torch.arange(GRID) + 0.5) / GRID
        self.register_buffer("ramp", ramp)

    def forward(self, crop: Tensor, legs: Tensor) -> tuple[Tensor, Tensor]:
        """N x 96 x 96 x 3 and N x 16 to points N x 3 x 2 (0..1) and log sigmas N x 3 x 2."""
        quarter = self.quarter(self.first(normalised(crop)))
        eighth = self.eighth(quarter)
        told = self.legs(legs)
        deep = self.deep(eighth) + told[:, :, None, None]
        up = nn.functional.interpolate(self.from_deep(deep), scale_factor=2.0, mode="nearest")
        eighth = self.mix_eighth(eighth + up)
        up = nn.functional.interpolate(self.from_eighth(eighth), scale_factor=2.0, mode="nearest")
        heat = self.heat(self.mix_quarter(quarter + up)).flatten(2)
        share = torch.softmax(heat, 2).reshape(-1, POINTS, GRID, GRID)
        x = (share.sum(2) * self.ramp).sum(2)
        y = (share.sum(3) * self.ramp).sum(2)
        rest = self.head(torch.cat([deep.mean((2, 3)), told], 1)).reshape(-1, POINTS, 4)
        place = torch.stack([x, y], 2) + 0.1 * rest[..., :2]
        return place, rest[..., 2:] - 3.5


class Told(nn.Module):
    """Points and sigmas as the product reads them; `factor` makes the sigmas true on people never seen."""

    def __init__(self, network: nn.Module, factor: float) -> None:
        super().__init__()
        self.network = network
        self.factor = factor

    def forward(self, crop: Tensor, legs: Tensor) -> tuple[Tensor, Tensor]:
        """Points and sigmas, N x 3 x 2 each, in units of the window."""
        place, log_sigma = self.network(crop, legs)
        return place, torch.exp(log_sigma) * self.factor
