"""Several decoders on one backbone: each item is read by the one that reads it better, ties and scarves by two.

All were trained on the same frozen features (decision 0120): another costs a tenth of a look more, not a look.
Averaging the logits of networks trained on different examples halves what is the training's chance (Hansen and
Salamon 1990, IEEE PAMI 12). Those that were taught with collars seen from near (`training.dress.collars`) answer for
such looks alone. Three files: `dress_features.onnx`, `dress.onnx` and `collar.onnx`.

    python -m training.dress.pair --first n5.pt --second m5.pt --collar c1.pt --collar c3.pt --out assets/models/own
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from training.backbone import Backbone
from training.dress.network import EVIDENCE, FLAGS, MASKS, PLACES, DressNetwork
from training.dress.train import NAMES, write_network
from vision.dress.chart import HEIGHT_PX, WIDTH_PX

FEATURES = {"at_4": 4, "at_8": 8, "at_16": 16, "at_32": 32, "evidence": 0}
"""Names of what the decoders read, and their strides."""
BOTH = ("tie", "scarf", "tip_free")
"""Flags that are the mean of both; those of the badge are the second's."""


class Trunk(nn.Module):
    """The backbone alone: N x 256 x 192 x 3, 0..1, to what the decoders read, by `FEATURES`."""

    def __init__(self, backbone: Backbone) -> None:
        super().__init__()
        self.backbone = backbone

    def forward(self, chart: Tensor) -> tuple[Tensor, ...]:
        """The features, in the order of `FEATURES`."""
        features = self.backbone(chart)
        return tuple(features[stride] for stride in FEATURES.values())


class Pair(nn.Module):
    """The answers of a `DressNetwork` from two decoders: the first's but for the badge, which the second reads."""

    def __init__(self, first: DressNetwork, second: DressNetwork) -> None:
        super().__init__()
        self.first, self.second = first.decoder, second.decoder
        self.register_buffer("share", torch.tensor([[0.5 if flag in BOTH else 0.0 for flag in FLAGS]]))

    def forward(self, *features: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """As `DressNetwork.forward`, from the features."""
        seen = dict(zip(FEATURES.values(), features, strict=True))
        flags, masks, heat, _ = self.first(seen)
        badge_flags, badge_masks, badge_heat, corners = self.second(seen)
        flags = self.share * flags + (1.0 - self.share) * badge_flags
        return (
            flags,
            _replaced(masks, badge_masks, MASKS, "card"),
            _replaced(heat, badge_heat, PLACES, "badge"),
            corners,
        )


class Collar(nn.Module):
    """What is said of a collar: its decoders' mean logit that a tie is worn, and the highest evidence for one."""

    def __init__(self, networks: Sequence[DressNetwork]) -> None:
        super().__init__()
        self.decoders = nn.ModuleList([network.decoder for network in networks])

    def forward(self, *features: Tensor) -> Tensor:
        """N x 2."""
        seen = dict(zip(FEATURES.values(), features, strict=True))
        tie = FLAGS.index("tie")
        said = [decoder(seen)[0][:, tie] - decoder.experts(seen[0])[:, tie] for decoder in self.decoders]
        evidence = seen[0][:, list(EVIDENCE).index("Windsor tie")].amax((1, 2))
        return torch.stack([torch.stack(said, 1).mean(1), evidence], 1)


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
    parser.add_argument("--collar", type=Path, action="append", required=True)
    parser.add_argument("--out", type=Path, default=Path("assets/models/own"))
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    networks = [read_network(path) for path in (arguments.first, arguments.second, *arguments.collar)]
    first, second, *collars = networks
    own = first.backbone.state_dict()
    theirs = [network.backbone.state_dict() for network in networks[1:]]
    if any(not torch.equal(value, other[name]) for name, value in own.items() for other in theirs):
        parser.error("the networks stand on different backbones")
    charts = torch.zeros(2, HEIGHT_PX, WIDTH_PX, 3)
    trunk = Trunk(first.backbone.eval())
    write_network(trunk, {"chart": charts}, list(FEATURES), arguments.out / "dress_features.onnx")
    with torch.no_grad():
        seen = dict(zip(FEATURES, trunk(charts), strict=True))
    write_network(Pair(first, second), seen, list(NAMES), arguments.out / "dress.onnx")
    write_network(Collar(collars), seen, ["collar"], arguments.out / "collar.onnx")


if __name__ == "__main__":
    main()
