"""Trains the foot points on the posture data set and compares them with BlazePose's own.

    python -m training.feet.train --data DIR [DIR ...] --weights FILE [--epochs 40] [--out FILE]

Held-out people are never trained on; an eighth of the others' series sets the factor of the sigmas.
"""

import argparse
import hashlib
import time
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from training.feet.examples import Feet, inputs_of, read_feet
from training.feet.figures import compare
from training.feet.network import FeetNetwork, Told
from training.networks import export
from training.render.shards import chosen, set_aside
from vision.body.foot_points import CROP_PX, foot_crop
from vision.landmarks.points import Side

SEED = 12
BATCH = 64

Item = tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]


class Varied(Dataset[Item]):
    """Feet with fresh variation at every reading, or plain ones."""

    def __init__(self, feet: Feet, *, vary: bool) -> None:
        self.feet = feet
        self.vary = vary
        self.rng = np.random.default_rng(SEED)

    def __len__(self) -> int:
        return len(self.feet)

    def __getitem__(self, number: int) -> Item:
        return inputs_of(self.feet, number, self.rng if self.vary else None)


def loss_of(place: Tensor, log_sigma: Tensor, true: Tensor) -> Tensor:
    """Negative log likelihood of a Laplace distribution, with a share of the plain distance."""
    log_sigma = log_sigma.clamp(-5.5, 0.0)
    off = (place - true).abs()
    return (off / torch.exp(log_sigma) + log_sigma).mean() + 20.0 * off.mean()


def fit(feet: Feet, epochs: int, weights_file: Path) -> FeetNetwork:
    """Train on all the feet given, from the weights in the file where it exists; it is written at the end."""
    torch.manual_seed(SEED)
    network = FeetNetwork()
    if weights_file.exists():
        network.load_state_dict(torch.load(weights_file))
    loader: DataLoader[Item] = DataLoader(Varied(feet, vary=True), BATCH, shuffle=True, drop_last=True)
    optimiser = torch.optim.AdamW(network.parameters(), 2e-3, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=epochs * len(loader))
    start = time.monotonic()
    for epoch in range(epochs):
        network.train()
        off = 0.0
        for pixels, legs, true in loader:
            optimiser.zero_grad()
            place, log_sigma = network(pixels, legs)
            loss = loss_of(place, log_sigma, true)
            loss.backward()
            optimiser.step()
            schedule.step()
            off += float((place.detach() - true).abs().mean())
        print(f"epoch {epoch} mean error {off / len(loader):.4f} {time.monotonic() - start:.0f} s", flush=True)
    torch.save(network.state_dict(), weights_file)
    return network


def answers(network: FeetNetwork, feet: Feet) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Places, sigmas (uncorrected) and true places of the plain feet."""
    network.eval()
    with torch.no_grad():
        parts = [(*network(pixels, legs), true) for pixels, legs, true in DataLoader(Varied(feet, vary=False), 128)]
    place, log_sigma, true = (torch.cat([part[k] for part in parts]).numpy() for k in range(3))
    return place, np.exp(np.clip(log_sigma, -5.5, 0.0)), true


def in_picture(feet: Feet, place: NDArray[np.float32]) -> NDArray[np.float64]:
    """Places in units of the windows to picture px, N x 3 x 2."""
    out = np.empty(place.shape)
    for number, unit in enumerate(place):
        side = Side(str(feet.side[number]))
        turned = unit.copy()
        if side is Side.RIGHT:
            turned[:, 0] = 1.0 - turned[:, 0]
        out[number] = foot_crop(feet.body_xy[number], side).to_picture(turned)
    return out


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, default=Path("assets/models/own/foot_points.onnx"))
    parser.add_argument("--epochs", type=int, default=40)
    parser.add_argument("--weights", type=Path, required=True, help="start from this file if it exists; written")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    feet, pictures = read_feet(arguments.data)
    held = pictures.held_out[feet.picture]
    aside = set_aside(pictures.series)[feet.picture]
    training = chosen(feet, np.flatnonzero(~held & ~aside))
    choosing = chosen(feet, np.flatnonzero(~held & aside))
    held_out = chosen(feet, np.flatnonzero(held))
    print(len(training), "feet train,", len(choosing), "set the sigmas,", len(held_out), "held out", flush=True)
    network = fit(training, arguments.epochs, arguments.weights)
    place, sigma, true = answers(network, choosing)
    # 1.25: people never seen are a little harder than other bodies of people seen
    factor = 1.25 * float(np.percentile(np.abs(place - true) / sigma, 90)) / 1.645
    print(f"factor of the sigmas {factor:.2f}\nchoosing\n{compare(choosing, pictures, in_picture(choosing, place))}")
    place, sigma, true = answers(network, held_out)
    within = float((np.abs(place - true) <= 2 * factor * sigma).mean())
    print(f"held out, {100 * within:.1f} % of the coordinates within two sigmas")
    print(compare(held_out, pictures, in_picture(held_out, place)))
    inputs = {"crop": torch.zeros(2, CROP_PX, CROP_PX, 3), "legs": torch.zeros(2, 16)}
    export(Told(network, factor), inputs, ["places", "sigmas"], arguments.out)
    content = arguments.out.read_bytes()
    print(arguments.out, len(content), "bytes, sha256", hashlib.sha256(content).hexdigest())


if __name__ == "__main__":
    main()
