"""Trains the hands classifier on the posture data set.

    python -m training.hands.train --data DIR --weights FILE [--out assets/models/own/hands_pose.onnx]

Held-out people are never trained on; an eighth of the others' series chooses the temperatures.
"""

import argparse
import hashlib
import time
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from training.hands.examples import (
    Closeups,
    Examples,
    chosen,
    closeup_of,
    mirror_matrix,
    read_closeups,
    read_examples,
    varied_features,
    wrists_of,
)
from training.hands.network import FAMILIES, FOLDED, ArmsNetwork, HandsNetwork, OrderNetwork
from training.networks import export
from training.render.shards import set_aside
from vision.hands.crop_classifier import CLASSES, CROP_PX, FEATURES, FRONT, ON_LAP, decide

SEED = 11
ARMS_STEPS = 3000
BATCH = 32
ORDER_TEMPERATURE = 1.4
"""With it about one order in forty is wrong on the held-out people at the product's bar."""


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


def fit_arms(examples: Examples) -> ArmsNetwork:
    """Train what the arms do; seconds, because only numbers go in."""
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    network = ArmsNetwork(FEATURES)
    family = families_of(examples.label)
    weight = 1.0 / np.bincount(family, minlength=len(FAMILIES)).clip(1)[family] ** 0.35
    mirror = mirror_matrix()
    optimiser = torch.optim.AdamW(network.parameters(), 2e-3, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=ARMS_STEPS)
    network.train()
    for _ in range(ARMS_STEPS):
        rows = rng.choice(len(examples), 128, p=weight / weight.sum())
        features = varied_features(examples.features[rows], rng)
        flipped = rng.random(len(rows)) < 0.5
        features[flipped] = features[flipped] @ mirror
        loss = nn.functional.cross_entropy(
            network(torch.as_tensor(features)), torch.as_tensor(family[rows]), label_smoothing=0.02
        )
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    return network


def fit_order(examples: Examples, closeups: Closeups, steps: int, weights_file: Path) -> OrderNetwork:
    """Train which hand lies on top, from the weights in the file where it exists; it is written at the end.

    Half of every batch are close-ups where there are any; they have no arm features.
    """
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    network = OrderNetwork(FEATURES)
    if weights_file.exists():
        network.load_state_dict(torch.load(weights_file))
    if not steps:
        return network
    rows_of = folded(examples)
    # from behind nothing of the hands is seen; side views are kept, where little is
    rows_of = rows_of[np.abs(examples.azimuth_deg[rows_of]) < 110]
    right = right_on_top(examples)
    mirror = mirror_matrix()
    optimiser = torch.optim.AdamW(network.parameters(), 2e-3, weight_decay=0.03)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, total_steps=steps)
    network.train()
    start, total = time.monotonic(), 0.0
    for step in range(steps):
        rows = rng.choice(rows_of, BATCH)
        wrists = np.stack([wrists_of(examples, int(row), rng) for row in rows])
        features = varied_features(examples.features[rows], rng)
        target = right[rows].copy()
        if len(closeups):
            near = rng.choice(len(closeups), BATCH)
            wrists = np.concatenate([wrists, [closeup_of(closeups, int(one), rng) for one in near]])
            features = np.concatenate([features, np.zeros_like(features)])
            target = np.concatenate([target, closeups.right[near]])
        flipped = rng.random(len(target)) < 0.5
        wrists[flipped] = wrists[flipped, :, ::-1]
        features[flipped] = features[flipped] @ mirror
        target[flipped] = 1.0 - target[flipped]
        if rng.random() < 0.3:
            features[:] = 0.0  # the picture must be able to answer alone
        logits = network(torch.as_tensor(wrists), torch.as_tensor(features))
        loss = nn.functional.binary_cross_entropy_with_logits(logits, torch.as_tensor(0.02 + 0.96 * target))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        total += float(loss.detach())
        if step % 100 == 99:
            print(f"step {step} loss {total / 100:.3f} {time.monotonic() - start:.0f} s", flush=True)
            total = 0.0
    torch.save(network.state_dict(), weights_file)
    return network


def plain(examples: Examples) -> tuple[Tensor, Tensor]:
    """Cut-outs and features as at run time."""
    wrists = np.stack([wrists_of(examples, number, None) for number in range(len(examples))])
    return torch.as_tensor(wrists), torch.as_tensor(examples.features)


def temperatures(family: ArmsNetwork, order: OrderNetwork, examples: Examples) -> tuple[float, float]:
    """The temperatures with the smallest log loss on the examples, raised a little for people never seen.

    Never below 1, and for the order of the hands never below `ORDER_TEMPERATURE`: pictures of people who were seen
    look easier than they are.
    """
    wrists, arms = plain(examples)
    rows = torch.as_tensor(folded(examples))
    right = torch.as_tensor(right_on_top(examples))[rows]
    with torch.no_grad():
        logits = family(arms)
        mirrored = order(torch.flip(wrists, [2]), arms @ torch.as_tensor(mirror_matrix()))
        tops = ((order(wrists, arms) - mirrored) / 2.0)[rows]
        target = torch.as_tensor(families_of(examples.label))
        grid = [float(t) for t in np.geomspace(0.5, 5.0, 40)]
        first = min(grid, key=lambda t: float(nn.functional.cross_entropy(logits / t, target)))
        loss_of = nn.functional.binary_cross_entropy_with_logits
        second = min(grid, key=lambda t: float(loss_of(tops / t, right)))
    return max(1.0, 1.15 * first), max(ORDER_TEMPERATURE, 1.15 * second)


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
    parser.add_argument("--weights", type=Path, required=True, help="start from this file if it exists; written")
    parser.add_argument("--steps", type=int, default=3000, help="0: calibrate and export only")
    parser.add_argument("--closeups", type=Path, help="folder of training.render.hand_closeups")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    examples = read_examples(arguments.data)
    held_out = chosen(examples, np.flatnonzero(examples.held_out))
    seen = chosen(examples, np.flatnonzero(~examples.held_out))
    aside = set_aside(seen.series)
    training, choosing = chosen(seen, np.flatnonzero(~aside)), chosen(seen, np.flatnonzero(aside))
    print(len(training), "train,", len(choosing), "choose the temperatures,", len(held_out), "held out", flush=True)
    family = fit_arms(training).eval()
    closeups = read_closeups(arguments.closeups)
    print(len(closeups), "close-ups", flush=True)
    order = fit_order(training, closeups, arguments.steps, arguments.weights).eval()
    network = HandsNetwork(family, order, temperatures(family, order, choosing)).eval()
    print("temperatures", network.temperatures)
    for name, part in (("choosing", choosing), ("held out", held_out)):
        with torch.no_grad():
            probabilities = network(*plain(part)).numpy()
        print(f"{name}\n{figures(probabilities, part)}")
    inputs = {"wrists": torch.zeros(2, CROP_PX, CROP_PX, 3), "arms": torch.zeros(2, FEATURES)}
    export(network, inputs, ["probabilities"], arguments.out)
    content = arguments.out.read_bytes()
    print(arguments.out, len(content), "bytes, sha256", hashlib.sha256(content).hexdigest())


if __name__ == "__main__":
    main()
