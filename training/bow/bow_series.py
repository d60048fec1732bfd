"""Render more bow series in the data set's own format, of everybody or only of the people that may be trained on.

    python -m training.bow.bow_series --renderer DIR --out DIR [--minutes 20] [--first 900000] [--everybody] [--leans]

A bow is learned from pairs, and a series gives eight; `training.render.dataset` spends most of its time on stances.
With `--leans` people who lean to the side and drop a shoulder instead, standing and seated: those of the data set
lean by no more than a few degrees, so that a reader takes a lean for a bow.
"""

import argparse
import time
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from training.render.bodies import HELD_OUT, everybody, original_name
from training.render.composition import Composer
from training.render.dataset import Shard, look_for_nobody_else, unreachable
from training.render.sampling import series
from vision.frame import Frame
from vision.landmarks.onnx_backend import OnnxBackend
from vision.landmarks.points import Landmarks

PICTURES_A_FILE = 36
LOOKS, MOVED_PX = 4, 6.0
SEATED_SHARE = 0.2
WIDEST_LEAN_DEG, WIDEST_TILT_DEG = 14.0, 8.0


def settled_look(backend: OnnxBackend, picture: NDArray[np.uint8], rng: np.random.Generator) -> Landmarks:
    """The mean of `LOOKS` looks at a person who stands still, as the product's stance and peak are means of frames.

    Every look sees the picture moved by a few pixels: the landmark model's error of one look is mostly chance of how
    the body falls on its grid. The first look is not counted: the tracker's window has not settled.
    """
    height, width = picture.shape[:2]
    seen = backend.track(Frame(np.ascontiguousarray(picture), 0, 0.0))
    places = []
    for number in range(LOOKS):
        if seen.person is None:
            return seen
        shift = rng.uniform(-MOVED_PX, MOVED_PX, 2)
        matrix = np.array([[1.0, 0.0, shift[0]], [0.0, 1.0, shift[1]]])
        moved = cv2.warpAffine(
            picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )
        seen = backend.track(Frame(np.ascontiguousarray(moved, dtype=np.uint8), number + 1, 0.1 * (number + 1)))
        if seen.person is not None:
            places.append(seen.person.body.points.xy - shift)
    if seen.person is None:
        return seen
    body = seen.person.body
    mean = np.mean(places, axis=0).astype(np.float32)
    settled = replace(body, points=replace(body.points, xy=mean))
    return replace(seen, person=replace(seen.person, body=settled))


def add_series(shard: Shard, composer: Composer, backend: OnnxBackend, seed: int, people: list[str]) -> None:
    """One person's upright stance and eight bows, each the mean of several looks."""
    backend.reset()
    rng = np.random.default_rng([seed, 5])
    for place, scene in enumerate(series("bow", seed, people)):
        drawn = composer.render(scene)
        if unreachable(drawn):
            continue
        seen = settled_look(backend, drawn.picture, rng)
        if seen.person is not None:
            shard.add(scene, (f"bow{seed}", place), drawn, seen)


def add_lean(shard: Shard, composer: Composer, backend: OnnxBackend, seed: int, people: list[str]) -> None:
    """One picture of a person who leans to the side, looked at afresh."""
    rng = np.random.default_rng([seed, 7])
    scene = series("seat" if rng.random() < SEATED_SHARE else "stand", seed, people)[0]
    scene["pose"]["lateral_bend"] = float(rng.uniform(-1, 1) * WIDEST_LEAN_DEG)
    scene["pose"]["shoulder_tilt"] = float(rng.uniform(-1, 1) * WIDEST_TILT_DEG)
    drawn = composer.render(scene)
    if unreachable(drawn):
        return
    backend.reset()
    seen = backend.track(Frame(np.ascontiguousarray(drawn.picture), 0, 0.0))
    if seen.person is not None:
        shard.add(scene, (f"lean{seed}", 0), drawn, seen)


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--renderer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--people", type=Path, help="draw only this folder's people (training.render.anny_people)")
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--first", type=int, default=900_000)
    parser.add_argument("--everybody", action="store_true", help="the held-out people too; their rows say so")
    parser.add_argument("--leans", action="store_true", help="leans to the side in place of bows")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    arguments.out.mkdir(parents=True, exist_ok=True)
    composer, backend, shard = Composer(arguments.renderer), OnnxBackend(workers=1), Shard()
    look_for_nobody_else(backend)
    names = everybody(arguments.renderer, arguments.people)
    people = [name for name in names if arguments.everybody or original_name(name) not in HELD_OUT]
    add = add_lean if arguments.leans else add_series
    end, seed = time.monotonic() + 60 * arguments.minutes, arguments.first
    while time.monotonic() < end:
        seed += 1
        add(shard, composer, backend, seed, people)
        if len(shard) >= PICTURES_A_FILE:
            shard.write(arguments.out / f"part_90_{seed}.npz")
    if len(shard):
        shard.write(arguments.out / f"part_90_{seed}.npz")


if __name__ == "__main__":
    main()
