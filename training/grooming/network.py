"""Two networks on one pretrained backbone: the mask of the head's parts, and beard and glasses from near."""

import torch
from torch import Tensor, nn

from training.backbone import CHANNELS, Backbone
from training.networks import separable
from vision.grooming.parts import Part

STRIDES = (4, 8, 16)
FLAGS = 1
FACE_FLAGS = 3
WIDE, FINE = 64, 48


class Decoder(nn.Module):
    """Features at strides 4, 8, 16 to class logits at stride 4 and to the flag's logit."""

    def __init__(self, cells: int = 40) -> None:
        super().__init__()
        self.context = nn.Sequential(separable(CHANNELS[16], 128, 2), separable(128, 128, 1), separable(128, 128, 1))
        self.from_context = nn.Conv2d(128, WIDE, 1)
        self.lateral = nn.ModuleDict({str(stride): nn.Conv2d(CHANNELS[stride], WIDE, 1) for stride in STRIDES})
        self.place = nn.Parameter(0.02 * torch.randn(1, WIDE, cells // 2, cells // 2))
        self.coarse = nn.Sequential(separable(WIDE, WIDE, 1))
        self.middle = nn.Sequential(separable(WIDE, WIDE, 1), separable(WIDE, WIDE, 1))
        self.fine = nn.Sequential(separable(WIDE, FINE, 1), separable(FINE, FINE, 1))
        self.mask = nn.Conv2d(FINE, len(Part), 1)
        self.look_fine = nn.Conv2d(FINE, FLAGS, 1)
        self.look_middle = nn.Conv2d(WIDE, FLAGS, 1)
        self.say = nn.ModuleList(
            nn.Sequential(nn.Dropout(0.25), nn.Linear(FINE + WIDE + 128, 48), nn.ReLU(), nn.Linear(48, 1))
            for _ in range(FLAGS)
        )

    def forward(self, features: dict[int, Tensor]) -> tuple[Tensor, Tensor]:
        """Class logits N x classes x 40 x 40; headwear's logit N x 1."""
        context = self.context(features[16])
        up = nn.functional.interpolate(self.from_context(context), scale_factor=2.0, mode="nearest")
        coarse = self.coarse(torch.relu(up + self.lateral["16"](features[16])))
        up = nn.functional.interpolate(coarse, scale_factor=2.0, mode="nearest")
        middle = self.middle(torch.relu(up + self.lateral["8"](features[8]) + self.place))
        up = nn.functional.interpolate(middle, scale_factor=2.0, mode="nearest")
        fine = self.fine(torch.relu(up + self.lateral["4"](features[4])))
        seen = _seen(self.look_fine(fine), fine), _seen(self.look_middle(middle), middle)
        whole = context.mean((2, 3))
        flags = [say(torch.cat([seen[0][:, n], seen[1][:, n], whole], 1)) for n, say in enumerate(self.say)]
        return self.mask(fine), torch.cat(flags, 1)


def _seen(look: Tensor, features: Tensor) -> Tensor:
    """N x flags x channels: the features where each flag looks."""
    weights = torch.softmax(look.flatten(2), 2)
    return torch.matmul(weights, features.flatten(2).transpose(1, 2))


class HeadNetwork(nn.Module):
    """Pixels N x 160 x 160 x 3, 0..1, to what the decoder says, as probabilities."""

    def __init__(self, backbone: Backbone, decoder: Decoder) -> None:
        super().__init__()
        self.backbone = backbone
        self.decoder = decoder

    def forward(self, chart: Tensor) -> tuple[Tensor, Tensor]:
        """Class probabilities N x classes x 40 x 40, headwear N x 1."""
        mask, flags = self.decoder(self.backbone(chart))
        return torch.softmax(mask, 1), torch.sigmoid(flags)


class FaceDecoder(nn.Module):
    """Features of a close-up at strides 4, 8, 16 to logits of beard, glasses and dark glasses.

    Every face lies alike in its close-up, so each place has weights of its own.
    """

    def __init__(self, cells: int = 16) -> None:
        super().__init__()
        self.edges = nn.Sequential(nn.Conv2d(CHANNELS[4], 24, 3, 2, 1), nn.ReLU())
        self.fine = nn.Sequential(nn.Conv2d(CHANNELS[8] + 24, 32, 1), nn.ReLU(), nn.Dropout2d(0.15))
        self.coarse = nn.Sequential(nn.Conv2d(CHANNELS[16], 40, 1), nn.ReLU(), nn.Dropout2d(0.15))
        self.from_fine = nn.Linear(32 * cells**2, 48)
        self.from_coarse = nn.Linear(40 * (cells // 2) ** 2, 48)
        self.say = nn.Sequential(nn.ReLU(), nn.Dropout(0.3), nn.Linear(96, FACE_FLAGS))

    def forward(self, features: dict[int, Tensor]) -> Tensor:
        """Logits N x 3."""
        fine = self.fine(torch.cat([features[8], self.edges(features[4])], 1))
        coarse = self.coarse(features[16])
        return self.say(torch.cat([self.from_fine(fine.flatten(1)), self.from_coarse(coarse.flatten(1))], 1))


class FaceNetwork(nn.Module):
    """Pixels N x 128 x 128 x 3, 0..1, to probabilities of beard, glasses and dark glasses."""

    def __init__(self, backbone: Backbone, decoder: FaceDecoder) -> None:
        super().__init__()
        self.backbone = backbone
        self.decoder = decoder

    def forward(self, face: Tensor) -> Tensor:
        """N x 3."""
        return torch.sigmoid(self.decoder(self.backbone(face)))
