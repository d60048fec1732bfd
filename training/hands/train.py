"""Trains the hands classifier on the posture data set.

    python -m training.hands.train --data DIR [DIR ...] --closeups DIR [DIR ...] --weights FILE [--start FILE]
        [--arms FILE ...] [--everybody] [--out assets/models/own/...]
    python -m training.hands.train --data DIR [DIR ...] --mean FILE FILE ... --weights FILE --arms FILE ...

Goes on from the weights in the file `--start`, in smaller steps, and writes its own to `--weights`. With `--mean`
nothing is trained: the mean of several rounds' weights is published with the voices from points of `--arms`.
Held-out people are never trained on, unless `--everybody` says so, for the network that is shipped: its figures are
then those of the same training without them. An eighth of the others' series chooses the temperatures.
"""

import argparse
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.optim.lr_scheduler import OneCycleLR

from training.backbone import store_halved
from training.fitting import OWN_VOICE, SILENT, LossLog, WeightMean, Weights, optimiser_of, temperature_of
from training.hands.copies import Copies, family_copies, order_copies, plain, varied
from training.hands.examples import Examples, mirror_matrix, read_closeups, read_examples
from training.hands.figures import figures
from training.hands.network import (
    FAMILIES,
    FOLDED,
    ArmsNetwork,
    FamilyNetwork,
    HandsNetwork,
    OrderNetwork,
    SharedLayers,
    Voices,
    poses,
)
from training.networks import export
from training.render.shards import chosen, set_aside
from vision.hands.crop_classifier import CLASSES, CROP_PX, FEATURES, TORSO_PX

SEED = 11
BATCH = 32
ARMS_NETWORKS, ARMS_STEPS = 3, 3000
BALANCE = 0.5
"""Rare families are drawn as often as their number to the power of one minus this."""
POCKETS, POCKETS_SHARE = ("pockets", "one_pocket"), 0.35
"""A hand in a pocket and a hanging one look alike and are drawn equally often; people's hands mostly hang."""
LEAST_TEMPERATURES = (1.6, 1.4)
"""What held-out people ask for: pictures of people who were seen look easier than they are."""
LARGEST_AZIMUTH_DEG = 110
"""From behind little of the arms is seen, of the hands nothing."""


def families_of(labels: NDArray[np.int64]) -> NDArray[np.int64]:
    """The family's number of every class label."""
    names = [CLASSES[label] for label in labels]
    return np.array([FAMILIES.index(next(f for f in FAMILIES if name.startswith(f))) for name in names])


def folded(examples: Examples) -> NDArray[np.intp]:
    """Numbers of the examples whose hands lie one over the other."""
    return np.flatnonzero(np.isin(families_of(examples.label), [FAMILIES.index(name) for name in FOLDED]))


def right_on_top(examples: Examples) -> NDArray[np.float32]:
    """1 where the right hand lies over the left."""
    return np.array(["right_over_left" in CLASSES[label] for label in examples.label], np.float32)


def _pixels(copies: Copies, rows: NDArray[np.integer]) -> Tensor:
    pixels = torch.as_tensor(copies.shared[rows].astype(np.float32))
    return pixels.contiguous(memory_format=torch.channels_last)  # convolutions take half the time


def shares(copies: Copies, drawn: NDArray[Any]) -> NDArray[np.float64]:
    """How often every copy is shown. `drawn`: the poses' names of the examples that the copies were made from."""
    share = 1.0 / np.bincount(copies.target, minlength=len(FAMILIES)).clip(1)[copies.target] ** BALANCE
    share[np.isin(drawn[copies.example], POCKETS)] *= POCKETS_SHARE
    return np.asarray(share / share.sum())


def fit_family(
    copies: Copies, share: NDArray[np.floating], steps: int, start: Weights | None = None
) -> FamilyNetwork:
    """Train what the arms do."""
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    network = FamilyNetwork(FEATURES)
    network.to(memory_format=torch.channels_last)
    if start:
        network.load_state_dict(start)
    optimiser, schedule = optimiser_of(network, steps, not start)
    loss_of = nn.CrossEntropyLoss(label_smoothing=0.02)
    network.train()
    watch, mean = LossLog("family"), WeightMean(network, steps)
    for step in range(steps):
        rows = rng.choice(len(copies), BATCH, p=share)
        picture, points = network.voices(_pixels(copies, rows), torch.as_tensor(varied(copies, rows, rng)))
        target = torch.as_tensor(copies.target[rows])
        heard = torch.as_tensor((rng.random((BATCH, 1)) >= SILENT).astype(np.float32))
        loss = loss_of(picture + heard * points, target)
        loss = loss + OWN_VOICE * (loss_of(picture, target) + loss_of(points, target))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        watch.seen(step, float(loss.detach()))
        mean.seen(step)
    mean.settle()
    return network


def fit_arms(copies: Copies, share: NDArray[np.floating]) -> list[ArmsNetwork]:
    """Train several voices from the points alone; seconds each, and their mean errs less than any."""
    networks = []
    for number in range(ARMS_NETWORKS):
        torch.manual_seed(number)
        rng = np.random.default_rng(number)
        network = ArmsNetwork(FEATURES)
        optimiser = torch.optim.AdamW(network.parameters(), 2e-3, weight_decay=0.02)
        schedule = OneCycleLR(optimiser, 4e-3, total_steps=ARMS_STEPS)
        loss_of = nn.CrossEntropyLoss(label_smoothing=0.02)
        for _ in range(ARMS_STEPS):
            rows = rng.choice(len(copies), 4 * BATCH, p=share)
            loss = loss_of(network(torch.as_tensor(varied(copies, rows, rng))), torch.as_tensor(copies.target[rows]))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
        networks.append(network.eval())
    return networks


def fit_order(copies: Copies, steps: int, start: Weights | None = None) -> OrderNetwork:
    """Train which hand lies on top."""
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    network = OrderNetwork(FEATURES)
    network.to(memory_format=torch.channels_last)
    if start:
        network.load_state_dict(start)
    optimiser, schedule = optimiser_of(network, steps, not start)
    network.train()
    watch, mean = LossLog("order"), WeightMean(network, steps)
    for step in range(steps):
        rows = rng.integers(0, len(copies), BATCH)
        arms = varied(copies, rows, rng)
        arms[rng.random(BATCH) < 2 * SILENT] = 0.0
        logits = network(_pixels(copies, rows), torch.as_tensor(arms))
        target = torch.as_tensor(copies.target[rows].astype(np.float32))
        loss = nn.functional.binary_cross_entropy_with_logits(logits, 0.02 + 0.96 * target)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        watch.seen(step, float(loss.detach()))
        mean.seen(step)
    mean.settle()
    return network


def logits_of(family: Voices, order: OrderNetwork, shared: nn.Module, examples: Examples) -> tuple[Tensor, Tensor]:
    """Every example's N x 8 logits of the families and N of right over left, as at run time."""
    torso, wrists, mirrored = (torch.as_tensor(part.astype(np.float32)) for part in plain(shared, examples))
    arms = torch.as_tensor(examples.features)
    turned = arms @ torch.as_tensor(mirror_matrix())
    with torch.no_grad():
        return family(torso, arms), (order(wrists, arms) - order(mirrored, turned)) / 2.0


def temperatures(family: Tensor, order: Tensor, examples: Examples) -> tuple[float, float]:
    """The temperatures with the smallest log loss on the examples, raised for people never seen; never below."""
    rows = torch.as_tensor(folded(examples))
    right = torch.as_tensor(right_on_top(examples))[rows]
    target = torch.as_tensor(families_of(examples.label))
    least, loss_of = LEAST_TEMPERATURES, nn.functional.binary_cross_entropy_with_logits
    first = temperature_of(lambda t: float(nn.functional.cross_entropy(family / t, target)), least[0])
    return first, temperature_of(lambda t: float(loss_of(order[rows] / t, right)), least[1])


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, default=Path("assets/models/own/hands_pose.onnx"))
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="weights to go on from")
    parser.add_argument("--arms", type=Path, nargs="*", default=[], help="an earlier round's voices from points")
    parser.add_argument(
        "--mean", type=Path, nargs="+", help="train nothing, publish the mean of these rounds' weights"
    )
    parser.add_argument("--everybody", action="store_true", help="train on the held-out people too")
    parser.add_argument(
        "--steps", type=int, nargs=2, default=(3000, 1500), help="what the arms do, which hand is on top"
    )
    parser.add_argument("--copies", type=int, nargs=2, default=(6, 4), help="of every picture, of every close-up")
    parser.add_argument("--seed", type=int, default=SEED, help="another one gives other copies")
    parser.add_argument("--closeups", type=Path, nargs="*", default=[], help="of training.render.hand_closeups")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    rng = np.random.default_rng(arguments.seed)
    examples = read_examples(arguments.data)
    near = np.abs(examples.azimuth_deg) < LARGEST_AZIMUTH_DEG
    aside = set_aside(examples.series) & ~examples.held_out
    training = chosen(examples, np.flatnonzero(near & (arguments.everybody | ~examples.held_out) & ~aside))
    choosing = chosen(examples, np.flatnonzero(near & aside))
    held_out = chosen(examples, np.flatnonzero(near & examples.held_out))
    if arguments.mean:
        _publish_mean(arguments, (choosing, held_out))
        return
    closeups = read_closeups(arguments.closeups)
    print(len(training), "train,", len(choosing), "choose,", len(held_out), "held out,", len(closeups), "close-ups")
    shared = SharedLayers().eval()
    many, close = arguments.copies
    arms = family_copies(shared, training, families_of(training.label), many, rng)
    pairs = chosen(training, np.intersect1d(folded(training), np.flatnonzero(training.hands_shown)))
    hands = order_copies(shared, pairs, right_on_top(pairs), closeups, (2 * many, close), rng)
    print(len(arms), "copies of arms,", len(hands), "of folded hands", flush=True)
    start = torch.load(arguments.start) if arguments.start else {}
    share = shares(arms, training.drawn)
    both = fit_family(arms, share, arguments.steps[0], start.get("family"))
    order = fit_order(hands, arguments.steps[1], start.get("order")).eval()
    torch.save({"family": both.state_dict(), "order": order.state_dict()}, arguments.weights)
    voices = fit_arms(arms, share)
    torch.save([voice.state_dict() for voice in voices], arguments.weights.with_suffix(".arms.pt"))
    earlier = [voice for path in arguments.arms for voice in stored_voices(path)]
    publish(shared, Voices(both, voices + earlier).eval(), order, (choosing, held_out), arguments.out)


def mean_of(rounds: Sequence[Weights]) -> Weights:
    """The mean of the weights of rounds that went on one from another (Wortsman et al. 2022, arXiv:2203.05482)."""
    first = rounds[0]
    return {name: torch.stack([one[name].double() for one in rounds]).mean(0).to(first[name].dtype) for name in first}


def _publish_mean(arguments: argparse.Namespace, parts: tuple[Examples, Examples]) -> None:
    rounds = [torch.load(path) for path in arguments.mean]
    weights = {part: mean_of([one[part] for one in rounds]) for part in ("family", "order")}
    torch.save(weights, arguments.weights)
    family, order = FamilyNetwork(FEATURES), OrderNetwork(FEATURES)
    family.load_state_dict(weights["family"])
    order.load_state_dict(weights["order"])
    voices = [voice for path in arguments.arms for voice in stored_voices(path)]
    publish(SharedLayers().eval(), Voices(family, voices).eval(), order.eval(), parts, arguments.out)


def stored_voices(path: Path) -> list[ArmsNetwork]:
    """The voices from points that a round of training left beside its weights."""
    voices = []
    for weights in torch.load(path):
        voice = ArmsNetwork(FEATURES)
        voice.load_state_dict(weights)
        voices.append(voice.eval())
    return voices


def publish(
    shared: nn.Module, family: Voices, order: OrderNetwork, parts: tuple[Examples, Examples], out: Path
) -> None:
    """Choose the temperatures on the first part, print the figures of both parts, write the model."""
    heat = temperatures(*logits_of(family, order, shared, parts[0]), parts[0])
    print("temperatures", heat)
    for name, part in zip(("choosing", "held out"), parts, strict=True):
        of_family, of_order = logits_of(family, order, shared, part)
        answers = poses(torch.softmax(of_family / heat[0], 1), torch.sigmoid(of_order / heat[1])).numpy()
        print(f"{name}\n{figures(answers, part)}")
    network = HandsNetwork(shared, family, order, heat).eval()
    inputs = {
        "torso": torch.zeros(2, TORSO_PX, TORSO_PX, 3),
        "wrists": torch.zeros(2, CROP_PX, CROP_PX, 3),
        "arms": torch.zeros(2, FEATURES),
    }
    export(network, inputs, ["probabilities"], out)
    store_halved(out)
    content = out.read_bytes()
    print(out, len(content), "bytes, sha256", hashlib.sha256(content).hexdigest())


if __name__ == "__main__":
    main()
