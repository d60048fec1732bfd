"""Trains the two networks of the head: the mask of its parts, and beard and glasses from near.

    python -m training.grooming.train --heads FILE.npz [FILE.npz ...] --weights FILE --minutes 40
        [--start FILE] [--rate 0.002] [--out assets/models/own]

The backbone keeps the features that it learned on photographs; only the decoders learn. So the features of every
drawn example are computed once, beside the drawing, and used several times. Held-out people are never trained on.
"""

import argparse
import copy
import hashlib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, IterableDataset

from training.backbone import Backbone, store_halved
from training.grooming.examples import FACE_PX, FLAGS, NOT_KNOWN, UNKNOWN, Head, examples, read_heads
from training.grooming.network import STRIDES, Decoder, FaceDecoder, FaceNetwork, HeadNetwork
from training.networks import export
from vision.grooming.chart import SIDE_PX
from vision.grooming.parts import Part

SEED = 29
DRAWN, CHART_VIEWS, FACE_VIEWS = 3, 1, 3
"""Heads drawn for a step, and photographs taken of each: drawing costs more than photographing."""
BATCH, FACE_BATCH, KEPT, FACES_KEPT, FIRST, CHECK = 20, 96, 3000, 6000, 60, 120
AVERAGED = 0.985
"""Share of the mean weights that stays at each step."""
CLASS_WEIGHTS = {Part.EAR: 2.0, Part.BEARD: 1.5, Part.GLASSES: 2.0, Part.HEADWEAR: 1.3}
FACE_WEIGHTS = (1.0, 1.0, 0.5)
Part = dict[str, Tensor]
"""Features by stride ("4" ...), "flags", and for charts "classes"."""


class Drawn(IterableDataset[tuple[Part, Part]]):
    """An endless stream of drawn charts and close-ups, as the backbone sees them."""

    def __init__(self, heads: list[Head], backbone: Backbone, seed: int) -> None:
        super().__init__()
        self.heads, self.backbone, self.seed = heads, backbone, seed

    def __iter__(self) -> Iterator[tuple[Part, Part]]:
        worker = torch.utils.data.get_worker_info()
        rng = np.random.default_rng([self.seed, worker.id if worker else 0])
        torch.set_num_threads(1)
        cv2.setNumThreads(1)
        while True:
            charts, classes, flags, faces, face_flags = [], [], [], [], []
            for _ in range(DRAWN):
                drawn = examples(self.heads[int(rng.integers(len(self.heads)))], rng, CHART_VIEWS, FACE_VIEWS)
                charts += drawn.charts
                # the mask is learned at half of the chart's size
                classes += [one[1::2, 1::2] for one in drawn.classes]
                flags += [drawn.flags[3:]] * len(drawn.charts)
                faces += drawn.faces
                face_flags += [drawn.flags[:3]] * len(drawn.faces)
            chart = self._seen(charts) | {"classes": _tensor(classes), "flags": _tensor(flags)}
            face = self._seen(faces) | {"flags": _tensor(face_flags)} if faces else {}
            yield chart, face

    def _seen(self, pictures: list[Any]) -> Part:
        with torch.no_grad():
            features = self.backbone(_tensor(pictures).float() / 255.0)
        return {str(stride): features[stride].half() for stride in STRIDES}


def _tensor(arrays: list[Any]) -> Tensor:
    return torch.as_tensor(np.stack(arrays))


class Kept:
    """A ring of examples with their features, half precision."""

    def __init__(self, size: int) -> None:
        self.size, self.used, self.at = size, 0, 0
        self.parts: Part = {}

    def add(self, batch: Part) -> None:
        """Put a batch in, over the oldest."""
        if not batch:
            return
        count = len(batch["flags"])
        where = (torch.arange(count) + self.at) % self.size
        for name, values in batch.items():
            if name not in self.parts:
                self.parts[name] = torch.zeros(self.size, *values.shape[1:], dtype=values.dtype)
            self.parts[name][where] = values
        self.at = (self.at + count) % self.size
        self.used = min(self.used + count, self.size)

    def take(self, chosen: Tensor) -> tuple[dict[int, Tensor], Part]:
        """Features, whole precision, and the rest."""
        rows = {name: values[chosen] for name, values in self.parts.items()}
        return {stride: rows[str(stride)].float() for stride in STRIDES}, rows

    def some(self, count: int) -> tuple[dict[int, Tensor], Part]:
        """A random batch."""
        return self.take(torch.randint(self.used, (count,)))


def flag_loss(said: Tensor, flags: Tensor, weights: tuple[float, ...]) -> Tensor:
    """Of the flags that are known."""
    total = torch.zeros(())
    for column, weight in enumerate(weights):
        known = flags[:, column] != UNKNOWN
        if known.any():
            goal = 0.02 + 0.96 * flags[known, column]
            total = total + weight * nn.functional.binary_cross_entropy_with_logits(said[known, column], goal)
    return total


def mask_loss(decoder: Decoder, kept: Kept, weights: Tensor) -> Tensor:
    """Mask and headwear together."""
    features, rows = kept.some(BATCH)
    mask, said = decoder(features)
    large = nn.functional.interpolate(mask, size=rows["classes"].shape[1:], mode="bilinear", align_corners=False)
    overlap = nn.functional.cross_entropy(large, rows["classes"].long(), weights, ignore_index=NOT_KNOWN)
    return overlap + flag_loss(said, rows["flags"], (0.7,))


def face_loss(decoder: FaceDecoder, kept: Kept) -> Tensor:
    """Beard and glasses."""
    features, rows = kept.some(FACE_BATCH)
    return flag_loss(decoder(features), rows["flags"], FACE_WEIGHTS)


class Averaged:
    """The running mean of a network's weights over its last steps: what is kept, judged and exported."""

    def __init__(self, network: nn.Module) -> None:
        self.network = copy.deepcopy(network).eval()

    @torch.no_grad()
    def follow(self, network: nn.Module) -> None:
        """Take in one step."""
        stored = network.state_dict()
        for name, mean in self.network.state_dict().items():
            if mean.is_floating_point():
                mean.lerp_(stored[name], 1.0 - AVERAGED)


class Learner:
    """Both networks while they learn."""

    def __init__(self, start: Path | None, rate: float) -> None:
        self.backbone, self.decoder, self.face = Backbone(deepest=16).eval(), Decoder(), FaceDecoder()
        if start:
            stored = torch.load(start)
            self.decoder.load_state_dict(stored["head"])
            self.face.load_state_dict(stored["face"])
        self.kept = Averaged(self.decoder), Averaged(self.face)
        self.rate = rate
        self.charts, self.faces = Kept(KEPT), Kept(FACES_KEPT)
        self.check = Kept(CHECK), Kept(3 * CHECK)
        self.weights = torch.ones(len(Part))
        for kind, weight in CLASS_WEIGHTS.items():
            self.weights[kind] = weight
        settings = [
            {"params": list(self.decoder.parameters()), "weight_decay": 0.02},
            {"params": list(self.face.parameters()), "weight_decay": 0.15},
        ]
        self.optimiser = torch.optim.AdamW(settings, lr=rate)
        self.steps = 0

    def step(self, progress: float) -> float:
        """Learn once from what is kept; `progress` 0..1 of the whole training."""
        for group in self.optimiser.param_groups:
            group["lr"] = (
                self.rate * min(1.0, (self.steps + 1) / 40) * max(0.01, 0.5 * (1 + np.cos(np.pi * progress)))
            )
        loss = mask_loss(self.decoder, self.charts, self.weights) + face_loss(self.face, self.faces)
        self.optimiser.zero_grad()
        loss.backward()
        for part in (self.decoder, self.face):
            nn.utils.clip_grad_norm_(part.parameters(), 2.0)
        self.optimiser.step()
        for mean, network in zip(self.kept, (self.decoder, self.face), strict=True):
            mean.follow(network)
        self.steps += 1
        return float(loss.detach())

    def save(self, path: Path) -> None:
        """Keep the weights."""
        torch.save({"head": self.kept[0].network.state_dict(), "face": self.kept[1].network.state_dict()}, path)

    @torch.no_grad()
    def figures(self) -> str:
        """Overlap of each class and the flags' errors on people not seen."""
        decoder, face = (mean.network for mean in self.kept)
        hits, either = torch.zeros(len(Part)), torch.zeros(len(Part))
        charts, faces = self.check
        said = []
        for chosen in torch.arange(charts.used).split(64):
            features, rows = charts.take(chosen)
            mask, flags = decoder(features)
            classes = rows["classes"]
            large = nn.functional.interpolate(mask, size=classes.shape[1:], mode="bilinear", align_corners=False)
            found, known = large.argmax(1), classes != NOT_KNOWN
            for kind in Part:
                a, b = (found == kind) & known, (classes == kind) & known
                hits[kind] += (a & b).sum()
                either[kind] += (a | b).sum()
            said.append(torch.sigmoid(flags))
        answers = torch.cat([face(faces.take(chosen)[0]) for chosen in torch.arange(faces.used).split(64)])
        parts = [f"{kind.name.lower()}={hits[kind] / max(float(either[kind]), 1):.2f}" for kind in Part]
        parts.append(_right(torch.cat(said)[:, 0], charts.parts["flags"][: charts.used, 0], FLAGS[3]))
        for column in range(3):
            truth = faces.parts["flags"][: faces.used, column]
            parts.append(_right(torch.sigmoid(answers[:, column]), truth, FLAGS[column]))
        return " ".join(parts)


def _right(answers: Tensor, truth: Tensor, name: str) -> str:
    known = truth != UNKNOWN
    yes, is_so = answers[known] >= 0.5, truth[known] == 1
    f1 = 2 * int((yes & is_so).sum()) / max(int(yes.sum()) + int(is_so.sum()), 1)
    return f"{name} F1={f1:.3f} right={float((yes == is_so).float().mean()):.3f}"


def learn(learner: Learner, heads: list[Head], arguments: argparse.Namespace) -> None:
    """Draw and learn until the time is over; the rate falls to nothing."""
    seen, unseen = [head for head in heads if not head.held_out], [head for head in heads if head.held_out]
    print(len(seen), "heads to learn from,", len(unseen), "held out", flush=True)
    judge = iter(Drawn(unseen, learner.backbone, 1))
    while learner.check[0].used < CHECK - DRAWN:
        for kept, part in zip(learner.check, next(judge), strict=True):
            kept.add(part)
    learnt = Drawn(seen, learner.backbone, arguments.seed)
    stream = iter(DataLoader(learnt, batch_size=None, num_workers=1, prefetch_factor=4))
    start = said = time.monotonic()
    length, drawn = 60 * arguments.minutes, 0
    while (spent := time.monotonic() - start) < length:
        chart, face = next(stream)
        learner.charts.add(chart)
        learner.faces.add(face)
        drawn += DRAWN
        if learner.charts.used < FIRST or learner.faces.used < FIRST:
            continue
        loss = learner.step(spent / length)
        if time.monotonic() - said > 150:
            said = time.monotonic()
            learner.save(arguments.weights)
            print(
                f"{spent:5.0f} s, step {learner.steps}, drawn {drawn}, loss {loss:.3f}: {learner.figures()}",
                flush=True,
            )
    learner.save(arguments.weights)
    print(f"end, step {learner.steps}, drawn {drawn}: {learner.figures()}", flush=True)


def write(learner: Learner, folder: Path) -> None:
    """Export both."""
    chart, face = (torch.zeros(1, side, side, 3) for side in (SIDE_PX, FACE_PX))
    decoder, face_decoder = (mean.network for mean in learner.kept)
    head = HeadNetwork(learner.backbone, decoder)
    for network, inputs, outputs, name in (
        (head, {"chart": chart}, ["mask", "headwear"], "head_items"),
        (FaceNetwork(learner.backbone, face_decoder), {"face": face}, ["items"], "face_items"),
    ):
        path = folder / f"{name}.onnx"
        export(network.eval(), inputs, outputs, path)
        store_halved(path)
        content = path.read_bytes()
        print(path, len(content), hashlib.sha256(content).hexdigest())


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--heads", type=Path, nargs="+", required=True)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--minutes", type=float, default=40.0)
    parser.add_argument("--rate", type=float, default=0.002)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--out", type=Path, default=Path("assets/models/own"))
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    torch.manual_seed(arguments.seed)
    learner = Learner(arguments.start, arguments.rate)
    if arguments.minutes > 0:
        learn(learner, [head for path in arguments.heads for head in read_heads(path)], arguments)
    write(learner, arguments.out)


if __name__ == "__main__":
    main()
