"""The hands classifier's two networks: what the arms do, from their points; which hand lies on top, from pixels."""

import torch
from torch import Tensor, nn

from training.networks import normalised, separable, stem
from vision.hands.crop_classifier import CLASSES

FAMILIES = ("sides", "front", "behind", "crossed", "akimbo", "on_knees", "on_lap", "other")
FOLDED = ("front", "on_lap")


class ArmsNetwork(nn.Module):
    """Arm features to logits of the families."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(features, 96),
            nn.ReLU(inplace=True),
            nn.Dropout(0.2),
            nn.Linear(96, 64),
            nn.ReLU(inplace=True),
            nn.Linear(64, len(FAMILIES)),
        )

    def forward(self, arms: Tensor) -> Tensor:
        """N x F to N x 8."""
        return self.layers(arms)


class OrderNetwork(nn.Module):
    """Pixels around the wrists and arm features to one logit: + = the right hand lies over the left."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.pixels = nn.Sequential(
            stem(16),
            separable(16, 32, 2),
            separable(32, 48, 1),
            separable(48, 64, 2),
            separable(64, 96, 1),
            nn.AdaptiveAvgPool2d(2),
            nn.Flatten(),
        )
        self.arms = nn.Sequential(nn.Linear(features, 32), nn.ReLU(inplace=True), nn.Dropout(0.3))
        self.head = nn.Sequential(
            nn.Dropout(0.3), nn.Linear(96 * 4 + 32, 48), nn.ReLU(inplace=True), nn.Linear(48, 1)
        )

    def forward(self, wrists: Tensor, arms: Tensor) -> Tensor:
        """N x 64 x 64 x 3 and N x F to N."""
        seen = self.pixels(normalised(wrists))
        return self.head(torch.cat([seen, self.arms(arms)], 1)).squeeze(1)


class HandsNetwork(nn.Module):
    """Both together, as the product runs them: probabilities of the poses.

    Each part's logits are divided by its own temperature (Guo 2017). The order of the hands is asked of the picture
    and of its mirror image, so that neither side is preferred.
    """

    def __init__(self, family: nn.Module, order: nn.Module, temperatures: tuple[float, float]) -> None:
        super().__init__()
        self.family = family
        self.order = order
        self.temperatures = temperatures

    def forward(self, wrists: Tensor, arms: Tensor) -> Tensor:
        """N x 64 x 64 x 3 and N x F to N x classes, in the order of `CLASSES`."""
        family = torch.softmax(self.family(arms) / self.temperatures[0], 1)
        mirrored = self.order(torch.flip(wrists, [2]), arms @ self.mirror(arms))
        right = torch.sigmoid((self.order(wrists, arms) - mirrored) / 2.0 / self.temperatures[1])
        share = {name: family[:, number] for number, name in enumerate(FAMILIES)}
        columns = {name: share[name] for name in FAMILIES if name not in FOLDED}
        for name in FOLDED:
            columns[f"{name}_right_over_left"] = share[name] * right
            columns[f"{name}_left_over_right"] = share[name] * (1.0 - right)
        return torch.stack([columns[name] for name in CLASSES], 1)

    @staticmethod
    def mirror(arms: Tensor) -> Tensor:
        """The matrix that turns arm features into those of the mirrored picture."""
        from training.hands.examples import mirror_matrix

        return torch.as_tensor(mirror_matrix(), dtype=arms.dtype)
