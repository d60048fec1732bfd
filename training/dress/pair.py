"""Two decoders on one backbone: each item is read by the one that reads it better, ties and scarves by both.

Both were trained on the same frozen features (decision 0120), so that the second costs a fifth of a look more, not a
look. Averaging the logits of networks trained on different examples halves what is the training's chance (Hansen and
Salamon 1990, IEEE PAMI 12).

    python -m training.dress.pair --first n5.pt --second m5.pt --out assets/models/own/dress.onnx
"""

import argparse
from pathlib import Path

import torch
from torch import Tensor, nn

from training.dress.network import FLAGS, MASKS, PLACES, DressNetwork
from training.dress.train import write_network

BOTH = ("tie", "scarf", "tip_free")
"""Flags that are the mean of both; those of the badge are the second's."""


class Pair(nn.Module):
    """The answers of a `DressNetwork` from two decoders: the first's but for the badge, which the second reads."""

    def __init__(self, first: DressNetwork, second: DressNetwork) -> None:
        super().__init__()
        self.backbone, self.first, self.second = first.backbone, first.decoder, second.decoder
        self.register_buffer("share", torch.tensor([[0.5 if flag in BOTH else 0.0 for flag in FLAGS]]))

    def forward(self, chart: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """As `DressNetwork.forward`."""
        features = self.backbone(chart)
        flags, masks, heat, _ = self.first(features)
        badge_flags, badge_masks, badge_heat, corners = self.second(features)
        flags = self.share * flags + (1.0 - self.share) * badge_flags
        return (
            flags,
            _replaced(masks, badge_masks, MASKS, "card"),
            _replaced(heat, badge_heat, PLACES, "badge"),
            corners,
        )


def _replaced(of_first: Tensor, of_second: Tensor, names: tuple[str, ...], name: str) -> Tensor:
    """N x K x H x W with the map called `name` taken from the second."""
    at = names.index(name)
    return torch.cat([of_first[:, :at], of_second[:, at : at + 1], of_first[:, at + 1 :]], 1)


def read_network(path: Path) -> DressNetwork:
    """A trained network."""
    network = DressNetwork(pretrained=False)
    network.load_state_dict(torch.load(path, map_location="cpu"))
    return network


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--first", type=Path, required=True, help="weights of training.dress.train")
    parser.add_argument("--second", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("assets/models/own/dress.onnx"))
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    first, second = read_network(arguments.first), read_network(arguments.second)
    theirs = second.backbone.state_dict()
    if any(not torch.equal(value, theirs[name]) for name, value in first.backbone.state_dict().items()):
        parser.error("the two networks stand on different backbones")
    write_network(Pair(first, second), arguments.out)


if __name__ == "__main__":
    main()
