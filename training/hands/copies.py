"""Varied copies of the examples, already seen through the frozen layers.

The shared layers never change, so every copy passes them once; what is trained then costs a sixth.
"""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from training.hands.examples import (
    Closeups,
    Examples,
    closeup_of,
    mirrored_features,
    torso_of,
    wrists_of,
)
from training.hands.network import enlarged
from training.hands.variation import cut_off, varied_features
from vision.hands.crop_classifier import FEATURES, torso_crop
from vision.landmarks.points import BodyPoint

Halves = NDArray[np.float16]

BATCH = 32
CUT_OFF_SHARE = 0.25
"""Standing people whose picture is made to end below the hands; with seated ones the knees decide, so never there."""
HANDS_OF_BODY = list(range(BodyPoint.LEFT_WRIST, BodyPoint.RIGHT_THUMB + 1))


@dataclass(slots=True)
class Copies:
    """N copies for training."""

    shared: Halves
    """N x 40 x H x W: features of the shared layers."""
    features: NDArray[np.float32]
    target: NDArray[np.int64]
    example: NDArray[np.int64]
    """Number of the example it was made from; -1 for a close-up."""

    def __len__(self) -> int:
        return len(self.target)


class _Stack:
    """Passes pixels through the shared layers batch by batch."""

    def __init__(self, shared: nn.Module, large: bool) -> None:
        self.shared, self.large = shared, large
        self.waiting: list[NDArray[np.float32]] = []
        self.done: list[Halves] = []

    def add(self, pixels: NDArray[np.float32]) -> None:
        self.waiting.append(pixels)
        if len(self.waiting) == BATCH:
            self.flush()

    def flush(self) -> None:
        if self.waiting:
            pixels = torch.as_tensor(np.stack(self.waiting))
            with torch.no_grad():
                seen = self.shared(enlarged(pixels) if self.large else pixels)
            self.done.append(seen.numpy().astype(np.float16))
            self.waiting.clear()


def family_copies(
    shared: nn.Module, examples: Examples, family: NDArray[np.int64], copies: int, rng: np.random.Generator
) -> Copies:
    """Every example `copies` times, half of them mirrored, some cut off below the hands."""
    stack, features, made_from = _Stack(shared, large=False), [], []
    for copy in range(copies):
        for number in rng.permutation(len(examples)):
            torso, arms = torso_of(examples, number, rng), examples.features[number].copy()
            if not examples.seated[number] and rng.random() < CUT_OFF_SHARE:
                cut_off(torso, arms, _lowest_hand(examples.body_xy[number]), rng)
            if (copy + number) % 2:
                torso, arms = torso[:, ::-1].copy(), mirrored_features(arms)
            stack.add(torso)
            features.append(arms)
            made_from.append(number)
    stack.flush()
    example = np.array(made_from)
    return Copies(np.concatenate(stack.done), np.stack(features), family[example], example)


def order_copies(
    shared: nn.Module,
    examples: Examples,
    right: NDArray[np.float32],
    closeups: Closeups,
    copies: tuple[int, int],
    rng: np.random.Generator,
) -> Copies:
    """Folded hands and close-ups of them (without arm features), `copies` times each; half of them mirrored."""
    stack, features, target = _Stack(shared, large=True), [], []

    def take(pixels: NDArray[np.float32], arms: NDArray[np.float32], over: int, turned: bool) -> None:
        stack.add(pixels[:, ::-1].copy() if turned else pixels)
        features.append(mirrored_features(arms) if turned else arms)
        target.append(1 - over if turned else over)

    for copy in range(copies[0]):
        for number in range(len(examples)):
            pixels = wrists_of(examples, number, rng)
            take(pixels, examples.features[number], int(right[number]), bool((copy + number) % 2))
    for copy in range(copies[1]):
        for number in range(len(closeups)):
            pixels = closeup_of(closeups, number, rng)
            take(pixels, np.zeros(FEATURES, np.float32), int(closeups.right[number]), bool((copy + number) % 2))
    stack.flush()
    pictures = np.tile(np.arange(len(examples)), copies[0])
    example = np.concatenate([pictures, np.full(copies[1] * len(closeups), -1)])
    return Copies(np.concatenate(stack.done), np.stack(features), np.array(target), example)


def plain(shared: nn.Module, examples: Examples) -> tuple[Halves, Halves, Halves]:
    """Trunk, wrists and mirrored wrists of every example as at run time, seen through the shared layers."""
    stacks = _Stack(shared, large=False), _Stack(shared, large=True), _Stack(shared, large=True)
    for number in range(len(examples)):
        wrists = wrists_of(examples, number, None)
        stacks[0].add(torso_of(examples, number, None))
        stacks[1].add(wrists)
        stacks[2].add(wrists[:, ::-1].copy())
    for stack in stacks:
        stack.flush()
    first, second, third = (np.concatenate(stack.done) for stack in stacks)
    return first, second, third


def varied(copies: Copies, rows: NDArray[np.integer], rng: np.random.Generator) -> NDArray[np.float32]:
    """The rows' arm features with new errors; copies without features stay without."""
    features = copies.features[rows]
    empty = ~features.any(1)
    features = varied_features(features, rng)
    features[empty] = 0.0
    return features


def _lowest_hand(xy: NDArray[np.floating]) -> float:
    crop = torso_crop(xy)
    return float((xy[HANDS_OF_BODY, 1].max() - crop.cy) / crop.side + 0.5)
