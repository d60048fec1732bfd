"""The dress network: one backbone over the chest's chart, heat maps of the items' points, presence beside them."""

import torch
from torch import Tensor, nn

from training.networks import normalised, separable, stem

PLACES = ("tie_knot", "tie_tip", "badge")
STRIDE = 4


def dense(width_in: int, width_out: int, stride: int) -> nn.Sequential:
    """Plain 3 x 3 with batch norm and ReLU: learns in fewer steps than separable layers."""
    return nn.Sequential(
        nn.Conv2d(width_in, width_out, 3, stride, 1, bias=False), nn.BatchNorm2d(width_out), nn.ReLU(inplace=True)
    )


class DressNetwork(nn.Module):
    """128 x 96 pixels to presence, heat maps and the badge's corners. About 0.3 million weights."""

    def __init__(self) -> None:
        super().__init__()
        self.fine = nn.Sequential(stem(16), dense(16, 32, 2), dense(32, 40, 1))
        self.middle = nn.Sequential(dense(40, 64, 2), dense(64, 64, 1))
        self.coarse = nn.Sequential(dense(64, 80, 2), dense(80, 80, 1))
        self.from_coarse = nn.Conv2d(80, 64, 1)
        self.from_middle = nn.Conv2d(64, 64, 1)
        self.from_fine = nn.Conv2d(40, 64, 1)
        self.merge = nn.Sequential(separable(64, 64, 1), dense(64, 48, 1))
        self.heat = nn.Conv2d(48, len(PLACES), 1)
        self.corners = nn.Conv2d(48, 8, 1)
        self.tie = nn.Sequential(nn.Dropout(0.2), nn.Linear(48 * 2 + 80, 48), nn.ReLU(), nn.Linear(48, 1))
        nn.init.constant_(self.heat.bias, -4.0)
        self.badge = nn.Sequential(nn.Dropout(0.2), nn.Linear(48 + 80, 48), nn.ReLU(), nn.Linear(48, 2))

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
        tie = self.tie(torch.cat([seen[:, 0], seen[:, 1], whole], 1)) + top[:, :1] + 1.0
        badge, hanging = self.badge(torch.cat([seen[:, 2], whole], 1)).split(1, 1)
        return torch.cat([tie, badge + top[:, 2:] + 1.0, hanging], 1), heat, self.corners(merged)
