"""The dress network: one backbone over the chest's chart, heat maps of the items' points, presence beside them."""

import torch
from torch import Tensor, nn

from training.networks import normalised, separable, stem

PLACES = ("tie_knot", "tie_tip", "badge")
STRIDE = 4


class DressNetwork(nn.Module):
    """128 x 96 pixels to presence, heat maps and the badge's corners. About 0.15 million weights."""

    def __init__(self) -> None:
        super().__init__()
        self.fine = nn.Sequential(stem(16), separable(16, 32, 2), separable(32, 48, 1), separable(48, 64, 1))
        self.middle = nn.Sequential(separable(64, 96, 2), separable(96, 112, 1), separable(112, 112, 1))
        self.coarse = nn.Sequential(separable(112, 144, 2), separable(144, 144, 1), separable(144, 144, 1))
        self.from_coarse = nn.Conv2d(144, 64, 1)
        self.from_middle = nn.Conv2d(112, 64, 1)
        self.from_fine = nn.Conv2d(64, 64, 1)
        self.merge = nn.Sequential(separable(64, 64, 1), separable(64, 64, 1))
        self.heat = nn.Conv2d(64, len(PLACES), 1)
        self.corners = nn.Conv2d(64, 8, 1)
        self.tie = nn.Sequential(nn.Dropout(0.2), nn.Linear(64 * 2 + 144, 48), nn.ReLU(), nn.Linear(48, 1))
        self.badge = nn.Sequential(nn.Dropout(0.2), nn.Linear(64 + 144, 48), nn.ReLU(), nn.Linear(48, 2))

    def forward(self, chart: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """N x 128 x 96 x 3, 0..1, to three answers.

        Logits N x 3 (tie, badge, the badge hangs on a strap); heat maps N x 3 x 32 x 24, logits, in the order of
        `PLACES`; and the badge's corners as seen from each cell, N x 8 x 32 x 24: x, y in cells from the cell's
        middle, upper left first, clockwise.
        """
        fine = self.fine(normalised(chart))
        middle = self.middle(fine)
        coarse = self.coarse(middle)
        up = nn.functional.interpolate(self.from_coarse(coarse), scale_factor=2.0, mode="nearest")
        up = nn.functional.interpolate(up + self.from_middle(middle), scale_factor=2.0, mode="nearest")
        merged = self.merge(torch.relu(up + self.from_fine(fine)))
        heat = self.heat(merged)
        weights = torch.softmax(heat.flatten(2), 2)
        seen = torch.matmul(weights, merged.flatten(2).transpose(1, 2))
        whole = coarse.mean((2, 3))
        # the heat itself speaks for presence, so that charts without an item teach its map as well
        top = heat.amax((2, 3))
        tie = self.tie(torch.cat([seen[:, 0], seen[:, 1], whole], 1)) + top[:, :1]
        badge, hanging = self.badge(torch.cat([seen[:, 2], whole], 1)).split(1, 1)
        return torch.cat([tie, badge + top[:, 2:], hanging], 1), heat, self.corners(merged)
