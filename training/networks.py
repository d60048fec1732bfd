"""Small convolutional building blocks, and the way from a trained network to an ONNX file."""

from pathlib import Path
from typing import Any

import onnx
import torch
from torch import Tensor, nn

MEAN, SPREAD = 0.45, 0.25
"""Pixels 0..1 are shifted and scaled by these before the first layer."""


def separable(width_in: int, width_out: int, stride: int) -> nn.Sequential:
    """Depth-wise 3 x 3 and point-wise 1 x 1, each with batch norm and ReLU (Howard 2017)."""
    return nn.Sequential(
        nn.Conv2d(width_in, width_in, 3, stride, 1, groups=width_in, bias=False),
        nn.BatchNorm2d(width_in),
        nn.ReLU(inplace=True),
        nn.Conv2d(width_in, width_out, 1, bias=False),
        nn.BatchNorm2d(width_out),
        nn.ReLU(inplace=True),
    )


def dense(width_in: int, width_out: int, stride: int) -> nn.Sequential:
    """A plain 3 x 3 with batch norm and ReLU."""
    return nn.Sequential(
        nn.Conv2d(width_in, width_out, 3, stride, 1, bias=False), nn.BatchNorm2d(width_out), nn.ReLU(inplace=True)
    )


def stem(width_out: int) -> nn.Sequential:
    """The first layer: pixels N x 3 x H x W to features at half the size."""
    return dense(3, width_out, 2)


def normalised(pixels: Tensor) -> Tensor:
    """N x H x W x 3, 0..1, to the channel order and range that the layers want."""
    return (pixels.permute(0, 3, 1, 2) - MEAN) / SPREAD


def export(network: nn.Module, inputs: dict[str, Tensor], outputs: list[str], path: Path) -> None:
    """Write one self-contained ONNX file (opset 17, batch size free)."""
    network.eval()
    batch = {name: {0: "batch"} for name in [*inputs, *outputs]}
    path.parent.mkdir(parents=True, exist_ok=True)
    settings: dict[str, Any] = {
        "input_names": list(inputs),
        "output_names": outputs,
        "dynamic_axes": batch,
        "opset_version": 17,
        "dynamo": False,
    }
    torch.onnx.export(network, tuple(inputs.values()), str(path), **settings)
    onnx.checker.check_model(onnx.load(str(path)))
