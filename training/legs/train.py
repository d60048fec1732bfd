"""Trains the look at crossed legs.

    python -m training.legs.train --data DIR [DIR ...] --weights FILE [--steps 1500] [--copies 8] [--out FILE]
    python -m training.legs.train --data DIR [DIR ...] --weights FILE --start FILE [--steps 700] ...

Held-out people are never trained on; a few of the others choose the temperature (`examples.CHOOSING`). A second round
goes on from the weights of the first in smaller steps, learns from those few as well, and ships the mean of both
rounds' weights (Wortsman et al. 2022, arXiv:2203.05482).
"""

import argparse
import hashlib
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from training.backbone import store_halved
from training.fitting import OWN_VOICE, SILENT, LossLog, WeightMean, Weights, optimiser_of, temperature_of
from training.hands.network import SharedLayers
from training.legs.examples import CHOOSING, Examples, read_examples, seen_as
from training.legs.figures import figures
from training.legs.network import LegCrossing, LegsNetwork
from training.networks import export
from training.render.bodies import original_name
from training.render.shards import chosen
from vision.body.leg_crossing import CLASSES, CROP_PX, FEATURES

SEED, BATCH = 5, 32
BALANCE = 0.5
"""Rare classes are shown as often as their number to the power of one minus this."""
LEAST_TEMPERATURE = 1.4
"""What people who were set aside asked for in the first round; pictures of people who were seen look easier."""


def seen_through(
    shared: nn.Module, examples: Examples, rng: np.random.Generator | None, copies: int = 1
) -> tuple[NDArray[np.float16], NDArray[np.float32], NDArray[np.intp]]:
    """Features at stride 8, points and the example's number; every example `copies` times, varied with `rng`."""
    layers, points, numbers, waiting = [], [], [], []

    def flush() -> None:
        if waiting:
            with torch.no_grad():
                layers.append(shared(torch.as_tensor(np.stack(waiting))).numpy().astype(np.float16))
            waiting.clear()

    for _ in range(copies):
        for number in range(len(examples)):
            pixels, features = seen_as(examples, number, rng)
            waiting.append(pixels)
            points.append(features)
            numbers.append(number)
            if len(waiting) == BATCH:
                flush()
    flush()
    return np.concatenate(layers), np.stack(points), np.array(numbers)


def fit(
    shared: NDArray[np.float16],
    points: NDArray[np.float32],
    target: NDArray[np.int64],
    steps: int,
    start: Weights | None = None,
) -> LegsNetwork:
    """Train the blocks and both voices."""
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    network = LegsNetwork()
    if start:
        network.load_state_dict(start)
    network.to(memory_format=torch.channels_last)
    optimiser, schedule = optimiser_of(network, steps, not start, rise_again=0.3)
    loss_of = nn.CrossEntropyLoss(label_smoothing=0.02)
    share = 1.0 / np.bincount(target, minlength=len(CLASSES)).clip(1)[target] ** BALANCE
    share /= share.sum()
    network.train()
    log, mean = LossLog("legs"), WeightMean(network, steps)
    for step in range(steps):
        rows = rng.choice(len(target), BATCH, p=share)
        pixels = torch.as_tensor(shared[rows].astype(np.float32)).contiguous(memory_format=torch.channels_last)
        picture, of_points = network.voices(pixels, torch.as_tensor(points[rows]))
        wanted = torch.as_tensor(target[rows])
        heard = torch.as_tensor((rng.random((BATCH, 1)) >= SILENT).astype(np.float32))
        loss = loss_of(picture + heard * of_points, wanted)
        loss = loss + OWN_VOICE * (loss_of(picture, wanted) + loss_of(of_points, wanted))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        log.seen(step, float(loss.detach()))
        mean.seen(step)
    mean.settle()
    return network.eval()


def logits_of(network: LegsNetwork, shared: nn.Module, examples: Examples) -> Tensor:
    """Every example's logits as at run time."""
    layers, points, _ = seen_through(shared, examples, None)
    with torch.no_grad():
        return network(torch.as_tensor(layers.astype(np.float32)), torch.as_tensor(points))


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="the first round's weights")
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--copies", type=int, default=8)
    parser.add_argument("--out", type=Path, default=Path("assets/models/own/leg_crossing.onnx"))
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    examples = read_examples(arguments.data)
    aside = np.isin([original_name(str(person)) for person in examples.person], CHOOSING) & ~examples.held_out
    start = torch.load(arguments.start) if arguments.start else None
    training = chosen(examples, np.flatnonzero(~examples.held_out & (~aside | (start is not None))))
    parts = {
        "choosing": chosen(examples, np.flatnonzero(aside)),
        "held out": chosen(examples, np.flatnonzero(examples.held_out)),
    }
    print(len(training), "train,", {name: len(part) for name, part in parts.items()}, np.bincount(training.label))
    shared = SharedLayers().eval()
    layers, points, numbers = seen_through(
        shared, training, np.random.default_rng(SEED + bool(start)), arguments.copies
    )
    print(len(layers), "copies", flush=True)
    network = fit(layers, points, training.label[numbers], arguments.steps, start)
    torch.save(network.state_dict(), arguments.weights)
    if start:
        now = network.state_dict()
        network.load_state_dict({name: (now[name] + start[name]) / 2 for name in now})
    logits = {name: logits_of(network, shared, part) for name, part in parts.items()}
    choosing, target = logits["choosing"], torch.as_tensor(parts["choosing"].label)
    heat = temperature_of(lambda t: float(nn.functional.cross_entropy(choosing / t, target)), LEAST_TEMPERATURE)
    print("temperature", heat)
    for name, part in parts.items():
        print(f"{name}\n{figures(torch.softmax(logits[name] / heat, 1).numpy(), part)}")
    inputs = {"legs": torch.zeros(2, CROP_PX, CROP_PX, 3), "points": torch.zeros(2, FEATURES)}
    export(LegCrossing(shared, network, heat).eval(), inputs, ["chances"], arguments.out)
    store_halved(arguments.out)
    content = arguments.out.read_bytes()
    print(arguments.out, len(content), "bytes, sha256", hashlib.sha256(content).hexdigest())


if __name__ == "__main__":
    main()
