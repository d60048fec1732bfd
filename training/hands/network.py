"""The hands classifier's networks: what the arms do, from their points and the trunk's cut-out; which hand is on top.

Both look at pixels through the first blocks of EfficientNet-Lite0 with the weights of ImageNet (`training/backbone`):
up to stride 8 they stay as they were and are shared; the blocks to stride 16 learn on, for each question its own.
"""

import torch
from torch import Tensor, nn

from training.backbone import STAGE_ENDS, Backbone
from vision.hands.crop_classifier import CLASSES

FAMILIES = ("sides", "front", "behind", "crossed", "akimbo", "on_knees", "on_lap", "other")
FOLDED = ("front", "on_lap")
SHARED_STRIDE, SHARED_CHANNELS = 8, 40
LAST_BLOCK, CHANNELS = 9, 112
"""Blocks 6-9 bring stride 16; the two that would follow cost half the time and are left out."""
NORMED = (("_expand_conv", "_bn0"), ("_depthwise_conv", "_bn1"), ("_project_conv", "_bn2"))
PICTURE_WEIGHT, POINTS_WEIGHT, ARMS_WEIGHT = 0.5, 0.6, 0.8
"""Of the picture's voice, of the points' voice trained beside it, and of the mean of the others from points.

On rendered people the picture deserves more; it has seen no others, and points do not tell those from real ones."""
ORDER_PX = 96
"""The 64 px around the wrists are enlarged to this, so that a hand covers what these layers were trained to see."""


class SharedLayers(nn.Module):
    """Pixels to features at stride 8, frozen."""

    def __init__(self) -> None:
        super().__init__()
        self.layers = Backbone(SHARED_STRIDE)
        self.layers.freeze(SHARED_STRIDE)

    def forward(self, pixels: Tensor) -> Tensor:
        """N x H x W x 3, 0..1, to N x 40 x H/8 x W/8."""
        return self.layers(pixels)[SHARED_STRIDE]


class LastBlocks(nn.Module):
    """Stride 8 to N x 112 at stride 16, pretrained; the statistics of its batch norm are folded into its weights."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks = nn.Sequential(*Backbone(16).blocks[STAGE_ENDS[SHARED_STRIDE] : LAST_BLOCK])
        for block in self.blocks:
            for convolution, norm in NORMED:
                _fold(block, convolution, norm)

    def forward(self, shared: Tensor) -> Tensor:
        """N x 40 x H x W to N x 112 x H/2 x W/2."""
        return self.blocks(shared)


def _fold(block: nn.Module, convolution: str, norm: str) -> None:
    """Replace a convolution and the batch norm behind it by one convolution: half the time of a training step."""
    first, second = getattr(block, convolution), getattr(block, norm)
    scale = second.weight / torch.sqrt(second.running_var + second.eps)
    with torch.no_grad():
        first.weight.mul_(scale[:, None, None, None])
        first.bias = nn.Parameter(second.bias - second.running_mean * scale)
    setattr(block, norm, nn.Identity())


def head(cells: int, width: int, wide: int, out: int) -> nn.Sequential:
    """The last blocks' N x 112 x `cells` x `cells` to `out` logits."""
    return nn.Sequential(
        nn.Conv2d(CHANNELS, width, 1),
        nn.ReLU(inplace=True),
        nn.Flatten(),
        nn.Dropout(0.4),
        nn.Linear(width * cells * cells, wide),
        nn.ReLU(inplace=True),
        nn.Dropout(0.3),
        nn.Linear(wide, out),
    )


def points_voice(features: int, out: int) -> nn.Sequential:
    """What the points alone say: N x `features` to `out` logits."""
    return nn.Sequential(
        nn.Linear(features, 96),
        nn.ReLU(inplace=True),
        nn.Dropout(0.2),
        nn.Linear(96, 64),
        nn.ReLU(inplace=True),
        nn.Linear(64, out),
    )


class ArmsNetwork(nn.Module):
    """A voice of its own on what the arms do, from their points alone."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(features, 128),
            nn.ReLU(),
            nn.Dropout(0.2),
            nn.Linear(128, 64),
            nn.ReLU(),
            nn.Dropout(0.1),
            nn.Linear(64, len(FAMILIES)),
        )

    def forward(self, arms: Tensor) -> Tensor:
        """N x F to N x 8."""
        return self.layers(arms)


class FamilyNetwork(nn.Module):
    """Two voices on what the arms do: their points, and the cut-out of the trunk. Their logits are added."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.blocks = LastBlocks()
        self.picture = head(8, 32, 64, len(FAMILIES))
        self.arms = points_voice(features, len(FAMILIES))

    def voices(self, shared: Tensor, arms: Tensor) -> tuple[Tensor, Tensor]:
        """N x 40 x 16 x 16 and N x F to two times N x 8 logits."""
        return self.picture(self.blocks(shared)), self.arms(arms)

    def forward(self, shared: Tensor, arms: Tensor) -> Tensor:
        """Their sum."""
        picture, points = self.voices(shared, arms)
        return picture + points


class OrderNetwork(nn.Module):
    """Features around the wrists to one logit: + = the right hand lies over the left."""

    def __init__(self, features: int) -> None:
        super().__init__()
        self.blocks = LastBlocks()
        self.picture = head(6, 32, 48, 1)
        self.arms = nn.Sequential(nn.Linear(features, 32), nn.ReLU(inplace=True), nn.Dropout(0.3), nn.Linear(32, 1))

    def forward(self, shared: Tensor, arms: Tensor) -> Tensor:
        """N x 40 x 12 x 12 and N x F to N."""
        return (self.picture(self.blocks(shared)) + self.arms(arms)).squeeze(1)


class Voices(nn.Module):
    """All that is heard on what the arms do, each with its weight."""

    def __init__(self, family: FamilyNetwork, arms: list[ArmsNetwork]) -> None:
        super().__init__()
        self.family, self.arms = family, nn.ModuleList(arms)

    def forward(self, shared: Tensor, arms: Tensor) -> Tensor:
        """N x 40 x 16 x 16 and N x F to N x 8 logits."""
        picture, points = self.family.voices(shared, arms)
        others = torch.stack([network(arms) for network in self.arms]).mean(0)
        return PICTURE_WEIGHT * picture + POINTS_WEIGHT * points + ARMS_WEIGHT * others


def enlarged(wrists: Tensor) -> Tensor:
    """N x 64 x 64 x 3 to N x 96 x 96 x 3."""
    large = nn.functional.interpolate(
        wrists.permute(0, 3, 1, 2), size=(ORDER_PX, ORDER_PX), mode="bilinear", align_corners=False
    )
    return large.permute(0, 2, 3, 1)


class HandsNetwork(nn.Module):
    """All together, as the product runs them: probabilities of the poses.

    Each part's logits are divided by its own temperature (Guo 2017). The order of the hands is asked of the picture
    and of its mirror image, so that neither side is preferred.
    """

    def __init__(
        self, shared: nn.Module, family: nn.Module, order: nn.Module, temperatures: tuple[float, float]
    ) -> None:
        super().__init__()
        self.shared = shared
        self.family = family
        self.order = order
        self.temperatures = temperatures

    def forward(self, torso: Tensor, wrists: Tensor, arms: Tensor) -> Tensor:
        """N x 128 x 128 x 3, N x 64 x 64 x 3 and N x F to N x classes, in the order of `CLASSES`."""
        family = torch.softmax(self.family(self.shared(torso), arms) / self.temperatures[0], 1)
        large = enlarged(wrists)
        # the frozen layers see the picture once more for its mirror image: strides make them prefer a side
        mirrored = self.order(self.shared(torch.flip(large, [2])), arms @ self.mirror(arms))
        right = torch.sigmoid((self.order(self.shared(large), arms) - mirrored) / 2.0 / self.temperatures[1])
        return poses(family, right)

    @staticmethod
    def mirror(arms: Tensor) -> Tensor:
        """The matrix that turns arm features into those of the mirrored picture."""
        from training.hands.examples import mirror_matrix

        return torch.as_tensor(mirror_matrix(), dtype=arms.dtype)


def poses(family: Tensor, right: Tensor) -> Tensor:
    """N x 8 shares of the families and N shares of right over left to N x classes."""
    share = {name: family[:, number] for number, name in enumerate(FAMILIES)}
    columns = {name: share[name] for name in FAMILIES if name not in FOLDED}
    for name in FOLDED:
        columns[f"{name}_right_over_left"] = share[name] * right
        columns[f"{name}_left_over_right"] = share[name] * (1.0 - right)
    return torch.stack([columns[name] for name in CLASSES], 1)
