"""The network that looks at crossed legs: the cut-out through pretrained layers, and the points beside it.

Up to stride 8 the pixels pass EfficientNet-Lite0 as it was pretrained, frozen; the four blocks that follow learn
(decisions 129, 182). Two voices, one on the cut-out and one on the points; their logits are added.
"""

import torch
from torch import Tensor, nn

from training.hands.network import LastBlocks, head, points_voice
from vision.body.leg_crossing import CLASSES, FEATURES

CELLS = 8
PICTURE_WEIGHT, POINTS_WEIGHT = 1.0, 1.0


class LegsNetwork(nn.Module):
    """Features at stride 8 and the leg points to logits of the classes."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks = LastBlocks()
        self.picture = head(CELLS, 24, 48, len(CLASSES))
        self.points = points_voice(FEATURES, len(CLASSES))

    def voices(self, shared: Tensor, points: Tensor) -> tuple[Tensor, Tensor]:
        """N x 40 x 16 x 16 and N x F to two times N x 5 logits."""
        return self.picture(self.blocks(shared)), self.points(points)

    def forward(self, shared: Tensor, points: Tensor) -> Tensor:
        """Their sum, N x 5."""
        picture, of_points = self.voices(shared, points)
        return PICTURE_WEIGHT * picture + POINTS_WEIGHT * of_points


class LegCrossing(nn.Module):
    """All together, as the product runs it: probabilities of the classes."""

    def __init__(self, shared: nn.Module, legs: nn.Module, temperature: float) -> None:
        super().__init__()
        self.shared, self.legs, self.temperature = shared, legs, temperature

    def forward(self, legs: Tensor, points: Tensor) -> Tensor:
        """N x 128 x 128 x 3 and N x F to N x 5."""
        return torch.softmax(self.legs(self.shared(legs), points) / self.temperature, 1)
