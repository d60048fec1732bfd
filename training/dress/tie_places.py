"""Trains the network that says where a worn tie sits.

    python -m training.dress.tie_places --ties FILE.npz [--ties FILE.npz] --weights FILE [--minutes 25]
        [--out assets/models/own/tie_place.onnx]

`--ties` are what `training.dress.worn_ties` and `training.dress.rendered_ties` stored; every step moves, turns, cuts
off and photographs some of them anew.
"""

import argparse
import hashlib
import time
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from training.backbone import store_halved
from training.dress.drawing import Random, in_cut, onto_cut
from training.dress.photography import photographed
from training.dress.worn_ties import BLADE_AT, WornTie, read
from training.networks import Pyramid, dense, export, mean_places
from vision.dress.chart import BEYOND
from vision.dress.tie_place import SIZE_PX, TOP, UNIT_PX

SEED = 11
FRESH, OLD, KEPT = 16, 32, 6000
STRIDE = 4
GRID = (SIZE_PX[1] // STRIDE, SIZE_PX[0] // STRIDE)
"""Rows and columns of the heat maps."""
KNOT, SEAT, END, BLADE, FOOT = range(5)
PEAK_CELLS = 0.9
"""One sigma of the bell that a heat map should be."""
ROW = 10
"""Knot, seat, end, blade and foot, px of the cut; nan where unknown."""
WEIGHTS = (2.0, 1.5, 1.0, 1.0, 1.5)
"""Of the places in the loss."""
SLANT_WEIGHT = 0.05
"""Of the tie's slope against the midline's, degrees: what the tilt is made of counts beside where the places lie."""


class PlaceNetwork(Pyramid):
    """112 x 160 pixels to five heat maps and the doubt about five numbers. About 0.3 million weights."""

    def __init__(self) -> None:
        super().__init__((32, 64, 96), 2, dense)
        self.heat = nn.Conv2d(32, 5, 1)
        self.cloth = nn.Conv2d(32, 1, 1)
        self.doubt = nn.Sequential(nn.Linear(96 + 160, 48), nn.ReLU(), nn.Linear(48, 5))

    def taught(self, cut: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Places, log sigmas, and for the teaching: heat maps and the tie's mask, both logits."""
        merged, coarse = self.features(cut)
        heat = self.heat(merged)
        weights = torch.softmax(heat.flatten(2), 2)
        seen = torch.matmul(weights, merged.flatten(2).transpose(1, 2)).flatten(1)
        doubt = self.doubt(torch.cat([coarse.mean((2, 3)), seen], 1).detach())
        return mean_places(weights, *GRID, STRIDE), doubt, heat, self.cloth(merged)

    def forward(self, cut: Tensor) -> tuple[Tensor, Tensor]:
        """N x 160 x 112 x 3, 0..1, to heat maps of the five places, logits, N x 5 x 40 x 28, and N x 5 log sigmas.

        Sigmas: of the knot aside from and below its seat, px of the cut, of the line from knot to end, degrees, of
        the end's height, px, and of that line against the one from seat to foot, degrees.
        """
        _, doubt, heat, _ = self.taught(cut)
        return heat, doubt.clamp(-3.0, 5.0)


def placing(rng: Random, loose: float) -> NDArray[np.float64]:
    """From stored px to px of the cut, moved as landmarks err; `loose` 2 where they guess."""
    size, turn = float(np.exp(rng.normal(0, 0.1 * loose))), rng.normal(0, 0.05)
    stretch = float(np.exp(rng.normal(0, 0.06)))
    moved = rng.normal(0, 0.06), rng.normal(0, 0.04 * loose)
    return onto_cut(SIZE_PX[0], UNIT_PX, TOP, moved, size, turn, stretch)


def example(tie: WornTie, rng: Random) -> tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.uint8]] | None:
    """Pixels, red-green-blue; six numbers; the tie's mask at a quarter. None where the knot is cut off."""
    ends = rng.random() < 0.35
    matrix = placing(rng, 2.0 if ends else 1.0)
    image = cv2.warpAffine(tie.canvas, matrix, SIZE_PX, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    mask = cv2.warpAffine(tie.mask, matrix, SIZE_PX, flags=cv2.INTER_LINEAR)
    places = in_cut(tie.places, matrix)
    pixels = image[..., ::-1].astype(np.float32) / 255.0
    if rng.random() < 0.5:
        pixels, mask = pixels[:, ::-1], np.ascontiguousarray(mask[:, ::-1])
        places[:, 0] = SIZE_PX[0] - places[:, 0]
    if rng.random() < 0.3:
        # another cloth: the same shapes in other colours
        pixels = np.clip(pixels[..., rng.permutation(3)] * rng.uniform(0.6, 1.3, 3), 0, 1).astype(np.float32)
    pixels = np.clip(photographed(np.ascontiguousarray(pixels), rng), 0, 1)
    if ends:
        end = places[KNOT, 1] + float(np.exp(rng.uniform(np.log(8.0), np.log(120.0))))
        beyond = np.arange(SIZE_PX[1])[:, None] >= end + np.tan(rng.normal(0, 0.05)) * (
            np.arange(SIZE_PX[0]) - SIZE_PX[0] / 2
        )
        pixels[beyond], mask[beyond] = BEYOND / 255.0, 0
    rows, columns = np.nonzero(mask > 127)
    inside = (places[KNOT] > 3) & (places[KNOT] < np.array(SIZE_PX) - 3)
    if len(rows) < 60 or not inside.all():
        return None
    last = rows.max()
    if places[END, 1] > last + 3 or not 0 < places[END, 0] < SIZE_PX[0]:
        end = np.array([columns[rows >= last - 1].mean() + 0.5, last + 0.5])
        places[BLADE], places[FOOT] = shortened(places, float(end[1]))
        places[END] = end
    row = places.reshape(-1).astype(np.float32)
    coarse = cv2.resize(mask, GRID[::-1], interpolation=cv2.INTER_AREA)
    return (pixels * 255).astype(np.uint8), row, np.asarray(coarse, np.uint8)


def shortened(places: NDArray[np.float64], height: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Blade and foot where the end that is seen lies higher than the tie's own."""
    blade_y = places[KNOT, 1] + BLADE_AT * (height - places[KNOT, 1])
    known = places[[KNOT, BLADE, END]]
    blade = np.array([np.interp(blade_y, known[:, 1], known[:, 0]), blade_y])
    seat, foot = places[SEAT], places[FOOT]
    share = (height - seat[1]) / max(foot[1] - seat[1], 1.0)
    return blade, seat + share * (foot - seat)


def loss_of(answer: tuple[Tensor, ...], rows: Tensor, masks: Tensor) -> Tensor:
    """Places, the shape of their heat maps, the mask, and the sigmas (Gaussian likelihood; the numbers not moved).

    A soft argmax alone is content with a heat map of two halves about the truth; the bell wanted of every map (Nibali
    2018, arXiv:1801.07372) makes it choose a place.
    """
    places, doubt, heat, cloth = answer
    wanted = rows.reshape(-1, len(WEIGHTS), 2)
    known = torch.isfinite(wanted)
    wanted = torch.where(known, wanted, places.detach())
    weights = torch.tensor(WEIGHTS)
    off = nn.functional.smooth_l1_loss(places, wanted, beta=1.0, reduction="none")
    loss = ((off * known).sum(2).mean(0) * weights).sum() / 10
    across = ((torch.arange(GRID[1]) + 0.5) * STRIDE)[None, None]
    down = ((torch.arange(GRID[0]) + 0.5) * STRIDE)[None, None]
    bell_x = torch.softmax(-0.5 * ((across - wanted[:, :, :1]) / (PEAK_CELLS * STRIDE)) ** 2, 2)
    bell_y = torch.softmax(-0.5 * ((down - wanted[:, :, 1:]) / (PEAK_CELLS * STRIDE)) ** 2, 2)
    target = (bell_y[:, :, :, None] * bell_x[:, :, None, :]).flatten(2)
    apart = -(target * torch.log_softmax(heat.flatten(2), 2)).sum(2) * known.all(2)
    loss = loss + 0.3 * (apart * weights).mean()
    loss = loss + nn.functional.binary_cross_entropy_with_logits(cloth[:, 0], masks)
    errors = torch.stack(numbers(places), 1) - torch.stack(numbers(wanted), 1)
    hung = known[:, [SEAT, FOOT]].all(2).all(1)
    told = torch.stack([known[:, SEAT, 0], known[:, SEAT, 1], known[:, END, 0], known[:, END, 0], hung], 1)
    slant = nn.functional.smooth_l1_loss(errors[:, 4], torch.zeros_like(errors[:, 4]), reduction="none")
    loss = loss + SLANT_WEIGHT * (slant.clamp(max=20.0) * hung).mean()
    sure = doubt + 0.5 * (errors.detach() * torch.exp(-doubt.clamp(-3.0, 5.0))) ** 2
    sure = sure.clamp(max=50.0)
    return loss + 0.1 * (sure * told).mean()


def numbers(places: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor, Tensor]:
    """The knot aside from and below its seat, px, the slope of the line to the end, degrees, the end's height, px,
    and the slope against that of the line from seat to foot, degrees."""
    aside, below = (places[:, KNOT] - places[:, SEAT]).unbind(1)
    slope = slope_deg(places[:, END] - places[:, KNOT])
    return aside, below, slope, places[:, END, 1], slope - slope_deg(places[:, FOOT] - places[:, SEAT])


def slope_deg(run: Tensor) -> Tensor:
    """N x 2 px to N degrees, + to the right the lower."""
    return torch.rad2deg(torch.atan2(run[:, 0], run[:, 1].clamp(min=4.0)))


def fit(network: PlaceNetwork, ties: list[list[WornTie]], shares: list[float], minutes: float, rate: float) -> None:
    """Fresh examples beside older ones; the rate falls to nothing."""
    rng = np.random.default_rng(SEED)
    optimiser = torch.optim.AdamW(network.parameters(), rate, weight_decay=0.01)
    pixels = torch.empty((KEPT, SIZE_PX[1], SIZE_PX[0], 3), dtype=torch.uint8)
    rows, masks = torch.empty((KEPT, ROW)), torch.empty((KEPT, *GRID), dtype=torch.uint8)
    filled, step, total, start = 0, 0, 0.0, time.monotonic()
    network.train()
    while (done := (time.monotonic() - start) / (60 * minutes)) < 1.0:
        for _ in range(FRESH if filled else 4 * FRESH):
            source = ties[int(rng.choice(len(ties), p=shares))]
            made = example(source[int(rng.integers(len(source)))], rng)
            if made is not None:
                where = filled % KEPT
                pixels[where], rows[where], masks[where] = (torch.from_numpy(np.ascontiguousarray(p)) for p in made)
                filled += 1
        newest = torch.arange(filled - min(filled, FRESH), filled) % KEPT
        chosen = torch.cat([newest, torch.as_tensor(rng.integers(0, min(filled, KEPT), OLD))])
        seen = pixels[chosen].float() / 255.0
        seen = (seen * (1 + 0.08 * torch.randn(len(seen), 1, 1, 3))).clamp(0, 1)
        for group in optimiser.param_groups:
            group["lr"] = rate * min(done / 0.03 + 0.05, 1.0) * 0.5 * (1 + np.cos(np.pi * done))
        loss = loss_of(network.taught(seen), rows[chosen], masks[chosen].float() / 255.0)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        total, step = total + float(loss.detach()), step + 1
        if step % 50 == 0:
            print(f"step {step} loss {total / 50:.3f} {time.monotonic() - start:.0f} s", flush=True)
            total = 0.0


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--ties", type=Path, action="append", required=True)
    parser.add_argument("--share", type=float, action="append", help="of the examples, per file; evenly if left out")
    parser.add_argument("--weights", type=Path, required=True, help="start from this file if it exists; written")
    parser.add_argument("--minutes", type=float, default=25.0)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--out", type=Path, default=Path("assets/models/own/tie_place.onnx"))
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    ties = [read(path) for path in arguments.ties]
    shares = arguments.share or [1.0 / len(ties)] * len(ties)
    network = PlaceNetwork().to(memory_format=torch.channels_last)
    if arguments.weights.exists():
        network.load_state_dict(torch.load(arguments.weights), strict=False)
    fit(network, ties, shares, arguments.minutes, arguments.rate)
    torch.save(network.state_dict(), arguments.weights)
    network.to(memory_format=torch.contiguous_format)
    cut = torch.zeros(2, SIZE_PX[1], SIZE_PX[0], 3)
    export(network, {"cut": cut}, ["heat", "spread"], arguments.out)
    store_halved(arguments.out)
    content = arguments.out.read_bytes()
    print(arguments.out, len(content), "bytes, sha256", hashlib.sha256(content).hexdigest())


if __name__ == "__main__":
    main()
