"""The hands classifier's network: two small convolutional branches and the arms' points."""

import torch
from torch import Tensor, nn

from training.networks import normalised, separable, stem


def branch() -> nn.Sequential:
    """96 x 96 pixels to 96 features."""
    return nn.Sequential(
        stem(16),
        separable(16, 32, 2),
        separable(32, 48, 1),
        separable(48, 64, 2),
        separable(64, 96, 2),
        separable(96, 96, 1),
        nn.AdaptiveAvgPool2d(1),
        nn.Flatten(),
    )


class HandsNetwork(nn.Module):
    """Torso pixels, wrist pixels and arm features to logits."""

    def __init__(self, features: int, classes: int) -> None:
        super().__init__()
        self.torso = branch()
        self.wrists = branch()
        self.arms = nn.Sequential(
            nn.Linear(features, 64), nn.ReLU(inplace=True), nn.Linear(64, 64), nn.ReLU(inplace=True)
        )
        self.head = nn.Sequential(nn.Dropout(0.3), nn.Linear(96 + 96 + 64, 64), nn.ReLU(inplace=True))
        self.out = nn.Linear(64, classes)

    def forward(self, torso: Tensor, wrists: Tensor, arms: Tensor) -> Tensor:
        """N x 96 x 96 x 3 twice and N x F to N x classes."""
        parts = [self.torso(normalised(torso)), self.wrists(normalised(wrists)), self.arms(arms)]
        return self.out(self.head(torch.cat(parts, 1)))


class Calibrated(nn.Module):
    """Logits divided by a temperature (Guo 2017), as probabilities; the mean over several networks."""

    def __init__(self, networks: list[nn.Module], temperature: float) -> None:
        super().__init__()
        self.networks = nn.ModuleList(networks)
        self.temperature = temperature

    def forward(self, torso: Tensor, wrists: Tensor, arms: Tensor) -> Tensor:
        """Probabilities N x classes."""
        logits = sum(network(torso, wrists, arms) for network in self.networks) / len(self.networks)
        return torch.softmax(logits / self.temperature, 1)
