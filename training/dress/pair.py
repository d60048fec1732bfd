"""Several decoders on one backbone: each item is read by the one that reads it better, ties and scarves
by two.

All were trained on the same frozen features (decision 0120): another costs a tenth of a look more, not a look.
Averaging the logits of networks trained on different examples halves what is the training's chance (Hansen and
Salamon 1990, IEEE PAMI 12). Those that were taught with collars seen from near (`training.dress.collars`) answer for
such looks alone. So do two that
learned from rendered scarves, one for the chest and one for the collar. Three files: `dress_features.onnx`,
`dress.onnx` and `collar.onnx`.

    python -m training.dress.pair --first n5.pt --second m5.pt --scarf far.pt --collar c1.pt --collar c4.pt
        --near-scarf near.pt --out assets/models/own
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from training.backbone import Backbone
from training.dress.network import EVIDENCE, FLAGS, MASKS, PLACES, Decoder, DressNetwork
from training.dress.train import NAMES, write_network
from vision.dress.chart import HEIGHT_PX, WIDTH_PX

FEATURES = {"at_4": 4, "at_8": 8, "at_16": 16, "at_32": 32, "evidence": 0}
"""Names of what the decoders read, and their strides."""
BOTH = ("tie", "scarf", "tip_free")
"""Flags that are the mean of the first two; those of the badge are the second's. The last is the third's."""


SEEN = ("Windsor tie", "bow tie")
"""What the ImageNet classifier is asked of a collar."""
HEADS = {"tie": 2, "badge": 3, "scarf": 1}
"""Of a decoder, and how many flags each gives."""


class Silent(nn.Module):
    """In the place of a head whose flags nobody reads: it takes no room in the file."""

    def __init__(self, answers: int) -> None:
        super().__init__()
        self.answers = answers

    def forward(self, seen: Tensor) -> Tensor:
        """N x answers, all 0."""
        return 0.0 * seen[:, : self.answers]


def only(network: DressNetwork, *heads: str) -> Decoder:
    """The network's decoder with these heads alone."""
    for name, answers in HEADS.items():
        if name not in heads:
            setattr(network.decoder, name, Silent(answers))
    return network.decoder


class Trunk(nn.Module):
    """The backbone alone: N x 256 x 192 x 3, 0..1, to what the decoders read, by `FEATURES`."""

    def __init__(self, backbone: Backbone) -> None:
        super().__init__()
        self.backbone = backbone

    def forward(self, chart: Tensor) -> tuple[Tensor, ...]:
        """The features, in the order of `FEATURES`."""
        features = self.backbone(chart)
        return tuple(features[stride] for stride in FEATURES.values())


class Chest(nn.Module):
    """The answers of a `DressNetwork` from two decoders, the first's but for the badge, and one flag of a third's."""

    def __init__(self, first: DressNetwork, second: DressNetwork, scarf: DressNetwork) -> None:
        super().__init__()
        self.first, self.second = only(first, "tie", "scarf"), second.decoder
        self.scarf = only(scarf, "scarf")

    def forward(self, *features: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """As `DressNetwork.forward`, from the features, and a seventh flag: that a scarf is worn, by the third."""
        seen = dict(zip(FEATURES.values(), features, strict=True))
        flags, masks, heat, _ = self.first(seen)
        badge_flags, badge_masks, badge_heat, corners = self.second(seen)
        said = {flag: badge_flags[:, at] for at, flag in enumerate(FLAGS)}
        for flag in BOTH:
            said[flag] = (flags[:, FLAGS.index(flag)] + said[flag]) / 2.0
        tied = self.scarf(seen)[0] - self.scarf.experts(seen[0])
        return (
            torch.stack([*said.values(), tied[:, FLAGS.index("scarf")]], 1),
            _replaced(masks, badge_masks, MASKS, "card"),
            _replaced(heat, badge_heat, PLACES, "badge"),
            corners,
        )


class Collar(nn.Module):
    """What is said of a collar: its decoders' mean logit that a tie is worn, and of a scarf what its own one says."""

    def __init__(self, ties: Sequence[DressNetwork], scarf: DressNetwork) -> None:
        super().__init__()
        self.ties = nn.ModuleList([only(network, "tie") for network in ties])
        self.scarf = only(scarf, "scarf")

    def forward(self, *features: Tensor) -> tuple[Tensor, Tensor]:
        """What is said, N x 4, and the heat map of the scarf's knot, N x H x W.

        Said are the logit of a tie, the classifier's highest evidence for one, the logit of a scarf, and the highest
        evidence for a bow tie.
        """
        seen = dict(zip(FEATURES.values(), features, strict=True))
        tie, scarf = FLAGS.index("tie"), FLAGS.index("scarf")
        said = [decoder(seen)[0][:, tie] - decoder.experts(seen[0])[:, tie] for decoder in self.ties]
        tie_seen, bow_seen = (seen[0][:, list(EVIDENCE).index(name)].amax((1, 2)) for name in SEEN)
        flags, _, heat, _ = self.scarf(seen)
        worn = flags[:, scarf] - self.scarf.experts(seen[0])[:, scarf]
        return torch.stack([torch.stack(said, 1).mean(1), tie_seen, worn, bow_seen], 1), heat[
            :, PLACES.index("scarf")
        ]


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
    parser.add_argument("--scarf", type=Path, required=True)
    parser.add_argument("--near-scarf", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("assets/models/own"))
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    paths = (arguments.first, arguments.second, arguments.scarf, arguments.near_scarf, *arguments.collar)
    networks = [read_network(path) for path in paths]
    first, second, scarf, near_scarf, *ties = networks
    own = first.backbone.state_dict()
    theirs = [network.backbone.state_dict() for network in networks[1:]]
    if any(not torch.equal(value, other[name]) for name, value in own.items() for other in theirs):
        parser.error("the networks stand on different backbones")
    charts = torch.zeros(2, HEIGHT_PX, WIDTH_PX, 3)
    trunk = Trunk(first.backbone.eval())
    write_network(trunk, {"chart": charts}, list(FEATURES), arguments.out / "dress_features.onnx")
    with torch.no_grad():
        seen = dict(zip(FEATURES, trunk(charts), strict=True))
    write_network(Chest(first, second, scarf), seen, list(NAMES), arguments.out / "dress.onnx")
    write_network(Collar(ties, near_scarf), seen, ["collar", "scarf"], arguments.out / "collar.onnx")


if __name__ == "__main__":
    main()
