"""Trains the dress network.

    python -m training.dress.train --drawn FOLDER [--drawn FOLDER] --weights FILE --minutes 15 [--fine-tune 10]
        [--scarves] [--out FILE.onnx]

`--drawn` is what `training.dress.draw` wrote; held-out people are never trained on. First the decoder alone learns on
the backbone's features, which are computed once and unsettled anew in every step; its weights are averaged over the
last thousand steps. Then, with `--fine-tune`, the backbone's last stages learn with it at a small rate. Runs on a
processor; on a graphics card where torch finds one.
"""

import argparse
import hashlib
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from training.backbone import store_halved
from training.dress.bases import UNKNOWN
from training.dress.network import EVIDENCE_SCALE, MASKS, PLACES, STRIDE, DressNetwork, Features
from training.networks import export
from vision.dress.chart import HEIGHT_PX, WIDTH_PX

SEED = 5
BATCH = 32
FINE_BATCH = 16
FROZEN_TO = 8
"""Stages up to this stride stay as ImageNet left them when the backbone is tuned."""
FINE_RATE = 5e-5
FLAG_WEIGHTS = (1.0, 1.0, 0.4, 1.0, 0.3, 0.3)
SCARF_WEIGHTS = (0.3, 0.0, 0.0, 2.0, 0.0, 0.0)
"""Of the flags in the loss; the second for decoders that are asked for scarves alone."""
LAST = torch.channels_last
MIXED = 0.3
"""Share of the examples whose features take on part of another's mean and spread."""
SHAKEN = 0.1
"""How far every channel's mean and spread are moved, as a share of its spread."""
KEPT = 0.999
"""Share of the averaged weights that a step leaves as they are."""
NAMES = ("presence", "masks", "heat", "corners")
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


def quick() -> torch.autocast:
    """Brain floats where the device multiplies them faster: half the time on a processor that has them."""
    return torch.autocast(DEVICE, dtype=torch.bfloat16)


class Drawn:
    """The drawn examples in memory: pixels N x H x W x 3, rows N x 25, masks N x h x w x 3."""

    def __init__(self, folders: list[Path], kind: str) -> None:
        paths = [path for folder in folders for path in sorted(folder.glob(f"{kind}_*.npz"))]
        parts = [np.load(path) for path in paths if ".part" not in path.name]
        self.pixels = torch.as_tensor(np.concatenate([part["pixels"] for part in parts]))
        self.rows = torch.as_tensor(np.concatenate([part["rows"] for part in parts]))
        self.masks = torch.as_tensor(np.concatenate([part["masks"] for part in parts])).permute(0, 3, 1, 2)
        self.features: dict[int, Tensor] = {}

    def __len__(self) -> int:
        return len(self.rows)

    def compute_features(self, network: DressNetwork) -> None:
        """Once, in half precision."""
        network.eval()
        found: dict[int, list[Tensor]] = {}
        with torch.no_grad(), quick():
            for start in range(0, len(self), BATCH):
                pixels = self.pixels[start : start + BATCH].to(DEVICE).float() / 255.0
                for stride, part in network.backbone(pixels).items():
                    if stride != 2:
                        found.setdefault(stride, []).append(part.half().cpu().contiguous(memory_format=LAST))
        self.features = {stride: torch.cat(parts) for stride, parts in found.items()}

    def features_of(self, chosen: Tensor) -> Features:
        """Of some examples."""
        return {
            stride: part[chosen].to(DEVICE).float().contiguous(memory_format=LAST)
            for stride, part in self.features.items()
        }

    def goals_of(self, chosen: Tensor) -> tuple[Tensor, Tensor]:
        """Rows and masks 0..1."""
        return self.rows[chosen].to(DEVICE), self.masks[chosen].to(DEVICE).float() / 255.0


Answers = tuple[Tensor, Tensor, Tensor, Tensor]


def loss_of(answers: Answers, rows: Tensor, masks: Tensor, weights: Sequence[float] = FLAG_WEIGHTS) -> Tensor:
    """Flags, masks, places and corners together."""
    flags, mask_logits, heat, offsets = (part.float() for part in answers)
    total = flag_loss(flags, rows[:, :6], weights) + mask_loss(mask_logits, masks, rows[:, 22:25])
    height, width = heat.shape[2:]
    places = rows[:, 6:14].reshape(-1, 4, 2) / STRIDE - 0.5
    y, x = torch.meshgrid(torch.arange(height), torch.arange(width), indexing="ij")
    x, y = x.to(rows.device), y.to(rows.device)
    far = (x - places[..., 0, None, None]) ** 2 + (y - places[..., 1, None, None]) ** 2
    there = ~torch.isnan(places).any(2)
    goal = torch.softmax(-far.flatten(2)[there] / (2 * 0.8**2), 1)
    total = total - 0.25 * (goal * torch.log_softmax(heat.flatten(2)[there], 1)).sum(1).mean()
    for place, column in ((0, 0), (2, 1), (3, 3)):
        known = (rows[:, column] == 0.0) | there[:, place]
        near_to = torch.exp(-far[:, place] / (2 * 0.8**2)) * there[:, place, None, None]
        total = total + 0.5 * focal(heat[known, place], torch.nan_to_num(near_to)[known])
    corners = rows[:, 14:22].reshape(-1, 4, 2) / STRIDE - 0.5
    cells = torch.stack([x, y], 0)[None, None]
    wanted = (corners[..., None, None] - cells).flatten(1, 2)
    near = ((masks[:, 1] > 0.5) | (far[:, 2] < 1.5)) & there[:, 2, None, None]
    if near.any():
        off = nn.functional.smooth_l1_loss(offsets, torch.nan_to_num(wanted), beta=0.2, reduction="none").mean(1)
        per = (off * near).sum((1, 2)) / near.sum((1, 2)).clamp(min=1)
        total = total + 0.8 * per[near.any(2).any(1)].mean()
    return total


def flag_loss(flags: Tensor, wanted: Tensor, weights: Sequence[float]) -> Tensor:
    """Cross entropy of what is known; nobody is asked to be quite sure."""
    total = flags.new_zeros(())
    for column, weight in enumerate(weights):
        known = wanted[:, column] != UNKNOWN
        if known.any():
            goal = 0.01 + 0.98 * wanted[known, column]
            total = total + weight * nn.functional.binary_cross_entropy_with_logits(flags[known, column], goal)
    return total


def mask_loss(logits: Tensor, masks: Tensor, known: Tensor) -> Tensor:
    """Cross entropy and overlap (Milletari 2016, V-Net) of the masks that are known."""
    each = nn.functional.binary_cross_entropy_with_logits(logits, masks, reduction="none").mean((2, 3))
    belief = torch.sigmoid(logits)
    overlap = 2 * (belief * masks).sum((2, 3)) + 1.0
    dice = 1 - overlap / (belief.sum((2, 3)) + masks.sum((2, 3)) + 1.0)
    worn = (masks.amax((2, 3)) > 0.5) & (known > 0)
    return 4.0 * (each * known).sum() / known.sum() + 0.5 * (dice * worn).sum() / worn.sum().clamp(min=1)


def focal(logits: Tensor, near: Tensor) -> Tensor:
    """Penalty-reduced focal loss of a heat map whose peaks are 1 in `near` (Zhou 2019, Objects as Points)."""
    belief = torch.sigmoid(logits).clamp(1e-4, 1 - 1e-4)
    peak = near > 0.65
    hit = -((1 - belief) ** 2) * torch.log(belief)
    false = -((1 - near) ** 4) * belief**2 * torch.log(1 - belief)
    return torch.where(peak, hit, false).sum() / peak.sum().clamp(min=1)


def unsettled(features: Features) -> Features:
    """Features with the mean and spread of their channels moved, or mixed with another example's.

    What a camera, a light or a drawer's hand does to a picture lies largely in these two (MixStyle, Zhou 2021,
    arXiv:2104.02008): a decoder that cannot lean on them carries over from drawings to photographs.
    """
    count = len(features[0])
    other = torch.randperm(count)
    own = torch.distributions.Beta(0.3, 0.3).sample(torch.Size((count, 1, 1, 1)))
    own = torch.where(torch.rand(count, 1, 1, 1) < MIXED, torch.maximum(own, 1 - own), torch.ones(1)).to(DEVICE)
    moved: Features = {}
    for stride, part in features.items():
        shift, gain = SHAKEN * torch.randn((2, count, part.shape[1], 1, 1), device=part.device)
        if stride == 0:
            moved[0] = part + EVIDENCE_SCALE * shift
            continue
        mean = part.mean((2, 3), keepdim=True)
        spread = ((part * part).mean((2, 3), keepdim=True) - mean * mean).clamp(min=1e-6).sqrt()
        new_mean = own * mean + (1 - own) * mean[other] + shift * spread
        by = (own * spread + (1 - own) * spread[other]) / spread * torch.exp(gain)
        moved[stride] = (part - mean) * by + new_mean
    return moved


def train_decoder(
    network: DressNetwork, drawn: Drawn, minutes: float, rate: float, weights: Sequence[float] = FLAG_WEIGHTS
) -> None:
    """The decoder on stored features; the rate rises over a twentieth of the time and falls to nothing.

    It is left with the average of its weights.
    """
    network.backbone.freeze(32)
    averaged = {name: value.clone() for name, value in network.decoder.state_dict().items()}
    optimiser = torch.optim.AdamW(network.decoder.parameters(), rate, weight_decay=0.03)
    rng = torch.Generator().manual_seed(SEED)
    step, total, start = 0, 0.0, time.monotonic()
    network.train()
    order = torch.empty(0, dtype=torch.long)
    while (done := (time.monotonic() - start) / (60 * minutes)) < 1.0:
        if len(order) < BATCH:
            order = torch.randperm(len(drawn), generator=rng)
        chosen, order = order[:BATCH], order[BATCH:]
        for group in optimiser.param_groups:
            group["lr"] = rate * min(done / 0.05 + 0.05, 1.0) * 0.5 * (1 + np.cos(np.pi * done))
        with quick():
            answers = network.decoder(unsettled(drawn.features_of(chosen)))
        loss = loss_of(answers, *drawn.goals_of(chosen), weights)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.decoder.parameters(), 5.0)
        optimiser.step()
        total, step = total + float(loss.detach()), step + 1
        average_into(averaged, network.decoder.state_dict(), min(KEPT, step / (step + 50)))
        if step % 50 == 0:
            print(f"step {step} loss {total / 50:.3f} {time.monotonic() - start:.0f} s", flush=True)
            total = 0.0
    network.decoder.load_state_dict(averaged)


def average_into(averaged: dict[str, Tensor], current: dict[str, Tensor], kept: float) -> None:
    """Move averaged weights towards the current ones; counters are taken over."""
    for name, value in current.items():
        if value.is_floating_point():
            averaged[name].mul_(kept).add_(value.detach(), alpha=1 - kept)
        else:
            averaged[name] = value.clone()


def fine_tune(network: DressNetwork, drawn: Drawn, minutes: float) -> None:
    """Decoder and the backbone's last stages on the pixels, whose features are moved a little."""
    network.backbone.freeze(FROZEN_TO)
    deep = [weight for weight in network.backbone.parameters() if weight.requires_grad]
    groups = [
        {"params": deep, "peak": FINE_RATE},
        {"params": list(network.decoder.parameters()), "peak": 10 * FINE_RATE},
    ]
    optimiser = torch.optim.AdamW(groups, FINE_RATE, weight_decay=0.01)
    rng = torch.Generator().manual_seed(SEED + 1)
    step, total, start = 0, 0.0, time.monotonic()
    network.train()
    while (done := (time.monotonic() - start) / (60 * minutes)) < 1.0:
        chosen = torch.randint(len(drawn), (FINE_BATCH,), generator=rng)
        pixels = drawn.pixels[chosen].to(DEVICE).float() / 255.0
        gain = 1 + 0.1 * torch.randn((FINE_BATCH, 1, 1, 3), generator=rng).to(DEVICE)
        for group in optimiser.param_groups:
            group["lr"] = group["peak"] * min(done / 0.1 + 0.05, 1.0) * 0.5 * (1 + np.cos(np.pi * done))
        with quick():
            answers = network((pixels * gain).clamp(0, 1))
        loss = loss_of(answers, *drawn.goals_of(chosen))
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_([weight for group in groups for weight in group["params"]], 5.0)
        optimiser.step()
        total, step = total + float(loss.detach()), step + 1
        if step % 20 == 0:
            print(f"fine step {step} loss {total / 20:.3f} {time.monotonic() - start:.0f} s", flush=True)
            total = 0.0


def write_network(network: nn.Module, inputs: dict[str, Tensor], names: list[str], path: Path) -> None:
    """One file, weights in half precision; `inputs` of any content, and the names of the answers."""
    network.eval().to("cpu", memory_format=torch.contiguous_format)
    export(network, inputs, names, path)
    store_halved(path)
    content = path.read_bytes()
    print(path, len(content), "bytes, sha256", hashlib.sha256(content).hexdigest())


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--drawn", type=Path, action="append", required=True)
    parser.add_argument("--weights", type=Path, required=True, help="start from this file if it exists; written")
    parser.add_argument("--minutes", type=float, default=15.0)
    parser.add_argument("--fine-tune", type=float, default=0.0, help="minutes")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--scarves", action="store_true", help="a decoder that is asked for scarves alone")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("dress.onnx"), help="to look at; shipped by `pair`")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(SEED)
    drawn = Drawn(arguments.drawn, "drawn")
    print(len(drawn), "examples;", len(MASKS), "masks,", len(PLACES), "places", flush=True)
    network = DressNetwork().to(DEVICE, memory_format=LAST)
    if arguments.weights.exists():
        network.load_state_dict(torch.load(arguments.weights, map_location=DEVICE))
    if arguments.minutes > 0:
        drawn.compute_features(network)
        print("features computed", flush=True)
        weights = SCARF_WEIGHTS if arguments.scarves else FLAG_WEIGHTS
        train_decoder(network, drawn, arguments.minutes, arguments.rate, weights)
        drawn.features = {}
    if arguments.fine_tune > 0:
        fine_tune(network, drawn, arguments.fine_tune)
    torch.save(network.state_dict(), arguments.weights)
    charts = torch.zeros(2, HEIGHT_PX, WIDTH_PX, 3)
    write_network(network, {"chart": charts}, list(NAMES), arguments.out)


if __name__ == "__main__":
    main()
