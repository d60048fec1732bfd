"""Small convolutional building blocks, and the way from a trained network to an ONNX file."""

from collections.abc import Callable
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


class Pyramid(nn.Module):
    """Features at strides 4, 8 and 16, the coarse ones added to the fine ones on the way back up."""

    def __init__(self, widths: tuple[int, int, int], blocks: int, block: Callable[..., nn.Sequential]) -> None:
        """`widths` at the three strides, `blocks` of the finest, `block`: what follows the first addition."""
        super().__init__()
        fine, middle, coarse = widths
        self.fine = nn.Sequential(stem(16), dense(16, fine, 2), *(dense(fine, fine, 1) for _ in range(blocks - 1)))
        self.middle = nn.Sequential(dense(fine, middle, 2), dense(middle, middle, 1))
        self.coarse = nn.Sequential(dense(middle, coarse, 2), dense(coarse, coarse, 1))
        self.up_coarse = nn.Conv2d(coarse, middle, 1)
        self.up_middle = nn.Conv2d(middle, fine, 1)
        self.merge_middle = block(middle, middle, 1)
        self.merge = nn.Sequential(dense(fine, fine, 1), dense(fine, fine, 1))

    def features(self, cut: Tensor) -> tuple[Tensor, Tensor]:
        """Features at a quarter of the size, and the coarse ones."""
        fine = self.fine(normalised(cut))
        middle = self.middle(fine)
        coarse = self.coarse(middle)
        up = nn.functional.interpolate(self.up_coarse(coarse), scale_factor=2.0, mode="nearest")
        middle = self.merge_middle(torch.relu(up + middle))
        up = nn.functional.interpolate(self.up_middle(middle), scale_factor=2.0, mode="nearest")
        return self.merge(torch.relu(up + fine)), coarse


def mean_places(belief: Tensor, rows: int, columns: int, stride: int) -> Tensor:
    """N x K x (rows * columns) beliefs, each map's sum 1, to their mean places N x K x 2, px."""
    across = (torch.arange(columns, dtype=belief.dtype, device=belief.device) + 0.5) * stride
    down = (torch.arange(rows, dtype=belief.dtype, device=belief.device) + 0.5) * stride
    return torch.matmul(belief, torch.stack([across.repeat(rows), down.repeat_interleave(columns)], 1))


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
