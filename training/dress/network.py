"""The dress network: a pretrained backbone over the chest's chart, a light decoder, presence beside it."""

import torch
from torch import Tensor, nn

from training.backbone import CHANNELS, Backbone
from training.networks import separable

MASKS = ("tie", "card", "scarf")
PLACES = ("tie_knot", "tie_tip", "badge", "scarf")
FLAGS = ("tie", "badge", "hanging", "scarf", "face_out", "tip_free")
STRIDE = 4
EVIDENCE = {
    "academic gown": 400,
    "apron": 411,
    "backpack": 414,
    "bib": 443,
    "bolo tie": 451,
    "bow tie": 457,
    "buckle": 464,
    "bulletproof vest": 465,
    "cardigan": 474,
    "cellular telephone": 487,
    "envelope": 549,
    "feather boa": 552,
    "fur coat": 568,
    "hand-held computer": 590,
    "iPod": 605,
    "jersey": 610,
    "kimono": 614,
    "lab coat": 617,
    "mailbag": 636,
    "military uniform": 652,
    "necklace": 679,
    "pajama": 697,
    "poncho": 735,
    "purse": 748,
    "stole": 824,
    "suit": 834,
    "sweatshirt": 841,
    "trench coat": 869,
    "velvet": 885,
    "vestment": 887,
    "Windsor tie": 906,
    "wool": 911,
}
"""ImageNet's classes of what people wear and hold: what the classifier knows of them from real photographs."""
EVIDENCE_SCALE = 6.0
EXPERTS = {"tie": ("Windsor tie", 0.3, 20.0, 4.0), "scarf": ("stole", 0.6, 16.0, 6.0)}
"""Flag: the class whose highest evidence speaks beside the decoder; weight, neutral evidence, most it may move.

Only in the finished network: drawn ties and scarves raise the classifier's evidence less than real ones do, so that
the decoder, were it taught with them, would learn to hold against them.
"""
WIDTHS = {4: 32, 8: 64, 16: 96}
CORNERS = 8

Features = dict[int, Tensor]


def dense(width_in: int, width_out: int) -> nn.Sequential:
    """Plain 3 x 3 with batch norm and ReLU: learns in fewer steps than separable layers."""
    return nn.Sequential(
        nn.Conv2d(width_in, width_out, 3, 1, 1, bias=False), nn.BatchNorm2d(width_out), nn.ReLU(inplace=True)
    )


def _flag(width_in: int, answers: int) -> nn.Sequential:
    return nn.Sequential(nn.Dropout(0.2), nn.Linear(width_in, 48), nn.ReLU(), nn.Dropout(0.1), nn.Linear(48, answers))


class Decoder(nn.Module):
    """The backbone's features to masks, heat maps, corners and flags."""

    def __init__(self) -> None:
        super().__init__()
        self.deep = nn.Conv2d(CHANNELS[32] + len(EVIDENCE), WIDTHS[16], 1)
        self.skips = nn.ModuleDict({str(s): nn.Conv2d(CHANNELS[s], WIDTHS[s], 1) for s in (16, 8, 4)})
        self.merge_16 = dense(WIDTHS[16], WIDTHS[16])
        self.down_8 = nn.Conv2d(WIDTHS[16], WIDTHS[8], 1)
        self.merge_8 = dense(WIDTHS[8], WIDTHS[8])
        self.down_4 = nn.Conv2d(WIDTHS[8], WIDTHS[4], 1)
        self.merge_4 = nn.Sequential(dense(WIDTHS[4], WIDTHS[4]), separable(WIDTHS[4], WIDTHS[4], 1))
        self.maps = nn.Conv2d(WIDTHS[4], len(MASKS) + len(PLACES) + CORNERS, 1)
        nn.init.constant_(self.maps.bias[: len(MASKS) + len(PLACES)], -4.0)
        seen = WIDTHS[4] + WIDTHS[8] + 1
        whole = WIDTHS[16] + 2 * len(EVIDENCE)
        self.tie = _flag(2 * seen + whole, 2)
        self.badge = _flag(seen + whole, 3)
        self.scarf = _flag(seen + whole, 1)

    def forward(self, features: Features) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Flags N x 6, masks N x 3, heat maps N x 4 and corners N x 8 at a quarter of the chart's size; logits.

        Order of `FLAGS`, `MASKS`, `PLACES`; the corners as seen from each cell: x, y in cells from the cell's middle,
        upper left first, clockwise.
        """
        evidence = features[0] / EVIDENCE_SCALE
        at_32 = self.deep(torch.cat([features[32], evidence], 1))
        at_16 = self.merge_16(torch.relu(_doubled(at_32) + self.skips["16"](features[16])))
        at_8 = self.merge_8(torch.relu(_doubled(self.down_8(at_16)) + self.skips["8"](features[8])))
        at_4 = self.merge_4(torch.relu(_doubled(self.down_4(at_8)) + self.skips["4"](features[4])))
        maps = self.maps(at_4)
        masks, heat, corners = maps.split([len(MASKS), len(PLACES), CORNERS], 1)
        whole = torch.cat([at_16.mean((2, 3)), evidence.amax((2, 3)), evidence.mean((2, 3))], 1)
        # what the flags are read from: the features at the place that the heat map points at
        weights = torch.softmax(heat.flatten(2), 2)
        fine = torch.matmul(weights, at_4.flatten(2).transpose(1, 2))
        coarse_heat = nn.functional.max_pool2d(heat, 2)
        coarse = torch.matmul(torch.softmax(coarse_heat.flatten(2), 2), at_8.flatten(2).transpose(1, 2))
        top = heat.flatten(2).amax(2, keepdim=True) / 4.0
        knot, tip, badge, scarf = torch.cat([fine, coarse, top], 2).unbind(1)
        tie_flag, tip_free = self.tie(torch.cat([knot, tip, whole], 1)).split(1, 1)
        badge_flag, hanging, face_out = self.badge(torch.cat([badge, whole], 1)).split(1, 1)
        scarf_flag = self.scarf(torch.cat([scarf, whole], 1))
        flags = torch.cat([tie_flag, badge_flag, hanging, scarf_flag, face_out, tip_free], 1)
        if not self.training:
            flags = flags + self.experts(features[0])
        return flags, masks, heat, corners

    def experts(self, evidence: Tensor) -> Tensor:
        """What the classifier's word moves each flag by, N x 6."""
        highest = evidence.amax((2, 3))
        moved = []
        for flag in FLAGS:
            if flag not in EXPERTS:
                moved.append(torch.zeros_like(highest[:, :1]))
                continue
            name, weight, neutral, most = EXPERTS[flag]
            one = highest[:, list(EVIDENCE).index(name)].unsqueeze(1)
            moved.append((weight * (one - neutral)).clamp(-most, most))
        return torch.cat(moved, 1)


def _doubled(x: Tensor) -> Tensor:
    return nn.functional.interpolate(x, scale_factor=2.0, mode="nearest")


class DressNetwork(nn.Module):
    """256 x 192 pixels to everything on the chest."""

    def __init__(self, pretrained: bool = True) -> None:
        super().__init__()
        self.backbone = Backbone(32, tuple(EVIDENCE.values()), pretrained)
        self.decoder = Decoder()

    def forward(self, chart: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """N x 256 x 192 x 3, 0..1, to the decoder's four answers."""
        answers: tuple[Tensor, Tensor, Tensor, Tensor] = self.decoder(self.backbone(chart))
        return answers
