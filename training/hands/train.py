"""Trains the hands classifier on the posture data set.

    python -m training.hands.train --data DIR [--out assets/models/own/hands_pose.onnx] --weights FILE [--epochs 40]

Held-out people are never trained on; an eighth of the others' series chooses the temperature.
"""

import argparse
import hashlib
import time
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset

from training.hands.examples import Examples, chosen, inputs_of, read_examples
from training.hands.network import Calibrated, HandsNetwork
from training.networks import export
from training.render.shards import set_aside
from vision.hands.crop_classifier import CLASSES, CROP_PX, FEATURES, FRONT, ON_LAP, decide

SEED = 11
BATCH = 64

Item = tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32], int]


class Varied(Dataset[Item]):
    """Examples with fresh variation at every reading, or plain ones."""

    def __init__(self, examples: Examples, *, vary: bool) -> None:
        self.examples = examples
        self.vary = vary
        self.rng = np.random.default_rng(SEED)

    def __len__(self) -> int:
        return len(self.examples)

    def __getitem__(self, number: int) -> Item:
        return inputs_of(self.examples, number, self.rng if self.vary else None)


def weights(labels: NDArray[np.int64]) -> Tensor:
    """Sampling weights that make every class about equally frequent."""
    counts = np.bincount(labels, minlength=len(CLASSES)).astype(float)
    return torch.as_tensor((1.0 / np.maximum(counts, 1.0) ** 0.6)[labels])


def fit(examples: Examples, epochs: int, weights_file: Path) -> HandsNetwork:
    """Train on all the examples given, from the weights in the file where it exists; it is written at the end."""
    torch.manual_seed(SEED)
    network = HandsNetwork(FEATURES, len(CLASSES))
    if weights_file.exists():
        network.load_state_dict(torch.load(weights_file))
    sampler = torch.utils.data.WeightedRandomSampler(weights(examples.label).tolist(), len(examples))
    loader: DataLoader[Item] = DataLoader(Varied(examples, vary=True), BATCH, sampler=sampler, drop_last=True)
    optimiser = torch.optim.AdamW(network.parameters(), 2e-3, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=epochs * len(loader))
    loss_of = nn.CrossEntropyLoss(label_smoothing=0.03)
    start = time.monotonic()
    for epoch in range(epochs):
        network.train()
        total = 0.0
        for torso, wrists, arms, label in loader:
            if torch.rand(()) < 0.15:
                arms = torch.zeros_like(arms)  # the pictures must be able to answer alone
            optimiser.zero_grad()
            loss = loss_of(network(torso, wrists, arms), label)
            loss.backward()
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        print(f"epoch {epoch} loss {total / len(loader):.3f} {time.monotonic() - start:.0f} s", flush=True)
    torch.save(network.state_dict(), weights_file)
    return network


def logits_of(network: HandsNetwork, examples: Examples) -> Tensor:
    """The network's answers to the plain examples."""
    network.eval()
    with torch.no_grad():
        parts = [
            network(torso, wrists, arms) for torso, wrists, arms, _ in DataLoader(Varied(examples, vary=False), 128)
        ]
    return torch.cat(parts)


def best_temperature(logits: Tensor, labels: NDArray[np.int64]) -> float:
    """The temperature with the smallest log loss."""
    target = torch.as_tensor(labels)
    losses = {float(t): float(nn.functional.cross_entropy(logits / t, target)) for t in np.geomspace(0.5, 4.0, 40)}
    return min(losses, key=lambda t: losses[t])


def figures(probabilities: NDArray[np.floating], examples: Examples) -> str:
    """Right, wrong and left open, per view and per class, as the product decides."""
    lines = []
    azimuth = np.abs((examples.azimuth_deg + 180) % 360 - 180)
    views = {
        "front (|azimuth| <= 20)": azimuth <= 20,
        "oblique (20..65)": (azimuth > 20) & (azimuth <= 65),
        "side (65..110)": (azimuth > 65) & (azimuth <= 110),
        "back": azimuth > 110,
    }
    decided = [decide(dict(zip(CLASSES, row, strict=True))) for row in probabilities]
    true = [CLASSES[label] for label in examples.label]
    right = np.array([d == t for d, t in zip(decided, true, strict=True)])
    either = np.array(
        [d == "front_clasped_unclear" and t in FRONT + ON_LAP for d, t in zip(decided, true, strict=True)]
    )
    opened = np.array([d is None for d in decided]) | either
    wrong = ~right & ~opened
    for name, mask in views.items():
        if mask.any():
            lines.append(
                f"{name}: n {mask.sum()}, right {100 * right[mask].mean():.1f} %, "
                f"wrong {100 * wrong[mask].mean():.1f} %, open {100 * opened[mask].mean():.1f} %"
            )
    near = azimuth <= 65
    for number, name in enumerate(CLASSES):
        mask = near & (examples.label == number)
        if mask.any():
            answers = [decided[k] or "open" for k in np.flatnonzero(mask & ~right)]
            common = ", ".join(f"{a} {answers.count(a)}" for a in sorted(set(answers)))
            lines.append(f"  front+oblique {name}: n {mask.sum()}, right {100 * right[mask].mean():.1f} % ({common})")
    return "\n".join(lines)


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("assets/models/own/hands_pose.onnx"))
    parser.add_argument("--epochs", type=int, default=40)
    parser.add_argument("--weights", type=Path, required=True, help="start from this file if it exists; written")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    examples = read_examples(arguments.data)
    held_out = chosen(examples, np.flatnonzero(examples.held_out))
    seen = chosen(examples, np.flatnonzero(~examples.held_out))
    aside = set_aside(seen.series)
    training, choosing = chosen(seen, np.flatnonzero(~aside)), chosen(seen, np.flatnonzero(aside))
    print(len(training), "train,", len(choosing), "choose the temperature,", len(held_out), "held out")
    network = fit(training, arguments.epochs, arguments.weights)
    temperature = best_temperature(logits_of(network, choosing), choosing.label) * 1.15
    for name, part in (("choosing", choosing), ("held out", held_out)):
        probabilities = torch.softmax(logits_of(network, part) / temperature, 1).numpy()
        print(f"{name}, temperature {temperature:.2f}\n{figures(probabilities, part)}")
    pixels = torch.zeros(2, CROP_PX, CROP_PX, 3)
    inputs = {"torso": pixels, "wrists": pixels.clone(), "arms": torch.zeros(2, FEATURES)}
    export(Calibrated([network], temperature), inputs, ["probabilities"], arguments.out)
    content = arguments.out.read_bytes()
    print(arguments.out, len(content), "bytes, sha256", hashlib.sha256(content).hexdigest())


if __name__ == "__main__":
    main()
