"""Trains the badge outline network on drawn badges.

    python -m training.dress.outlines --drawn FOLDER --weights FILE --minutes 10
        [--out assets/models/own/badge_outline.onnx]

`--drawn` is what `training.dress.draw` wrote: its charts are the ground on which badges are laid, seen from near and
far. Everything is drawn anew in every batch.
"""

import argparse
import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.utils.data import DataLoader, IterableDataset

from training.backbone import store_halved
from training.dress.badges import card, card_back, plate
from training.dress.drawing import Canvas, Random, any_colour, pattern, shading
from training.networks import Pyramid, export, mean_places, separable
from vision.dress.outline import SIDE_PX, SPAN_PX, slope_deg

SEED = 7
FRESH, OLD, KEPT = 24, 40, 6000
FINER = 2
"""Drawn at twice the size."""
STRIDE = 4
ROW = 9


class OutlineNetwork(Pyramid):
    """96 x 96 pixels to four corners and the doubt about the slope. About 0.1 million weights."""

    def __init__(self) -> None:
        super().__init__((32, 48, 64), 1, separable)
        self.heat = nn.Conv2d(32, 4, 1)
        self.doubt = nn.Sequential(nn.Linear(64 + 32, 32), nn.ReLU(), nn.Linear(32, 1))

    def forward(self, cut: Tensor) -> tuple[Tensor, Tensor]:
        """N x 96 x 96 x 3, 0..1, to corners N x 4 x 2, px of the cut, and the log of the slope's sigma, degrees."""
        merged, coarse = self.features(cut)
        weights = torch.softmax(self.heat(merged).flatten(2), 2)
        corners = mean_places(weights, SIDE_PX // STRIDE, SIDE_PX // STRIDE, STRIDE)
        seen = torch.matmul(weights, merged.flatten(2).transpose(1, 2)).mean(1)
        return corners, self.doubt(torch.cat([coarse.mean((2, 3)), seen], 1)).clamp(-3.0, 4.0)


def ground(charts: NDArray[np.uint8], rng: Random) -> Canvas:
    """What a badge lies on: a piece of a drawn chart enlarged, or cloth."""
    side = SIDE_PX * FINER
    if rng.random() < 0.6:
        chart = charts[int(rng.integers(len(charts)))]
        size = int(rng.integers(30, 110))
        y, x = int(rng.integers(40, 256 - size)), int(rng.integers(0, 192 - size))
        piece = cv2.resize(chart[y : y + size, x : x + size, ::-1], (side, side), interpolation=cv2.INTER_CUBIC)
        return np.ascontiguousarray(piece)
    cloth = (
        pattern(rng, (side, side)).astype(np.float32) * shading((side, side), rng.uniform(0.02, 0.15), rng)[..., None]
    )
    canvas = np.clip(cloth, 0, 255).astype(np.uint8)
    for _ in range(int(rng.integers(0, 4))):
        ends = rng.uniform(-20, side + 20, (3, 2)).astype(np.int32)
        if rng.random() < 0.5:
            cv2.polylines(canvas, [ends], False, any_colour(rng), int(rng.integers(1, 7)), cv2.LINE_AA)
        else:
            cv2.fillPoly(canvas, [ends], any_colour(rng), cv2.LINE_AA)
    return canvas


def true_corners(rng: Random, hanging: bool) -> tuple[NDArray[np.float64], float]:
    """Corners in px of the cut as the chart's errors leave them, and the badge's width over its height."""
    if hanging:
        aspect = rng.uniform(0.6, 0.8) if rng.random() < 0.7 else rng.uniform(1.2, 1.65)
    else:
        aspect = rng.uniform(2.0, 4.4) if rng.random() < 0.75 else rng.uniform(1.2, 2.0)
    longer = SPAN_PX * float(np.exp(rng.normal(0, 0.16)))
    width, height = (longer, longer / aspect) if aspect > 1 else (longer * aspect, longer)
    corners = np.array([(-width, -height), (width, -height), (width, height), (-width, height)]) / 2
    turn = np.radians(rng.normal(0, 9))
    corners = corners @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    corners += rng.normal(0, 0.012 * longer, (4, 2))
    return corners + SIDE_PX / 2 + rng.normal(0, 0.07 * SPAN_PX, 2), aspect


def lay_badge(canvas: Canvas, corners: NDArray[np.float64], aspect: float, hanging: bool, rng: Random) -> None:
    """Shadow, strap, face."""
    if hanging:
        face = card(rng, aspect, 1.0) if rng.random() < 0.8 else card_back(rng, aspect, 1.0)
    else:
        face = plate(rng, aspect, 1.0)
    target = corners * FINER
    if rng.random() < 0.8:
        dark = np.zeros(canvas.shape[:2], np.float32)
        moved = target + np.array([rng.normal(0, 2.0), abs(rng.normal(0, 3.0))])
        cv2.fillPoly(dark, [np.round(moved).astype(np.int32)], 1.0, cv2.LINE_AA)
        dark = cv2.GaussianBlur(dark, (0, 0), float(rng.uniform(0.8, 6.0)))
        canvas[:] = (canvas * (1 - rng.uniform(0.1, 0.7) * dark[..., None])).astype(np.uint8)
    if hanging:
        top = target[:2].mean(0)
        for _ in range(2):
            end = np.add(top, (rng.normal(0, 60), -200))
            line = np.round(np.stack([top, end])).astype(np.int32)
            cv2.polylines(canvas, [line], False, any_colour(rng), int(rng.integers(2, 16)), cv2.LINE_AA)
    height, width = face.shape[:2]
    source = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32) - 0.5
    matrix = cv2.getPerspectiveTransform(source, (target - 0.5).astype(np.float32))
    size = (canvas.shape[1], canvas.shape[0])
    drawn = cv2.warpPerspective(face, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    mask = np.zeros(canvas.shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.round((target - 0.5) * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    weight = mask[..., None].astype(np.float32) / 255.0
    canvas[:] = (canvas * (1 - weight) + drawn * weight).astype(np.uint8)
    if rng.random() < 0.08:
        x = int(rng.integers(0, size[0]))
        cv2.line(canvas, (x, 0), (x + int(rng.normal(0, 60)), size[1]), any_colour(rng), int(rng.integers(2, 20)))


def seen_from_afar(canvas: Canvas, rng: Random) -> NDArray[np.float32]:
    """The camera's own px are larger than the cut's: averaged, blurred, noisy, compressed, then enlarged."""
    native = float(np.exp(rng.uniform(np.log(0.28), np.log(1.6))))
    side = max(int(SIDE_PX * native), 20)
    # the camera's grid is turned and shifted against the cut's
    angle, shift = rng.uniform(-12, 12), rng.uniform(0, 4, 2)
    matrix = cv2.getRotationMatrix2D((SIDE_PX * FINER / 2, SIDE_PX * FINER / 2), angle, 1.0)
    matrix[:, 2] += shift
    turned = cv2.warpAffine(canvas, matrix, canvas.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)
    small = cv2.resize(turned, (side, side), interpolation=cv2.INTER_AREA).astype(np.float32) / 255.0
    small = np.clip(small, 0, 1) ** float(np.exp(rng.normal(0, 0.3)))
    small *= (rng.normal(1, 0.07, 3) * rng.uniform(0.6, 1.3)).astype(np.float32)
    if rng.random() < 0.5:
        small = cv2.GaussianBlur(small, (0, 0), float(rng.uniform(0.3, 1.1)))
    if rng.random() < 0.1:
        small = cv2.blur(small, (int(rng.integers(2, 5)), 1))
    small += cv2.randn(np.empty(small.shape, np.float32), 0.0, float(rng.uniform(0, 0.04)))
    small = np.clip(small, 0, 1)
    if rng.random() < 0.4:
        coded = cv2.imencode(
            ".jpg", (small * 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(35, 95))]
        )
        small = cv2.imdecode(coded[1], cv2.IMREAD_COLOR).astype(np.float32) / 255.0
    flags = cv2.INTER_LINEAR if rng.random() < 0.6 else cv2.INTER_CUBIC
    large = cv2.resize(small, (SIDE_PX * FINER, SIDE_PX * FINER), interpolation=flags)
    back = cv2.warpAffine(
        large, cv2.invertAffineTransform(matrix), canvas.shape[1::-1], borderMode=cv2.BORDER_REPLICATE
    )
    return np.clip(cv2.resize(back, (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_AREA), 0, 1)


def example(charts: NDArray[np.uint8], rng: Random) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """A cut, red-green-blue, and 9 numbers: corners in px of the cut, slope in degrees."""
    canvas, hanging = ground(charts, rng), bool(rng.random() < 0.35)
    corners, aspect = true_corners(rng, hanging)
    lay_badge(canvas, corners, aspect, hanging, rng)
    pixels = seen_from_afar(canvas, rng)[..., ::-1]
    if rng.random() < 0.5:
        pixels = pixels[:, ::-1]
        corners = (corners * (-1, 1) + (SIDE_PX, 0))[[1, 0, 3, 2]]
    row = np.append(corners.reshape(-1), slope_deg(corners))
    return (np.ascontiguousarray(pixels) * 255).astype(np.uint8), row.astype(np.float32)


class Stream(IterableDataset[tuple[Tensor, Tensor]]):
    """An endless stream of drawn batches."""

    def __init__(self, charts: NDArray[np.uint8]) -> None:
        super().__init__()
        self.charts = charts

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        rng = np.random.default_rng(SEED)
        while True:
            pairs = [example(self.charts, rng) for _ in range(FRESH)]
            pixels, rows = zip(*pairs, strict=True)
            yield torch.as_tensor(np.stack(pixels)), torch.as_tensor(np.stack(rows))


def loss_of(corners: Tensor, spread: Tensor, rows: Tensor) -> Tensor:
    """Corners, slope, and how far its sigma is from the truth (Gaussian likelihood; the slope not moved)."""
    wanted = rows[:, :8].reshape(-1, 4, 2)
    places = nn.functional.smooth_l1_loss(corners, wanted, beta=1.0)
    along = (corners[:, 1] - corners[:, 0]) + (corners[:, 2] - corners[:, 3])
    slope = torch.rad2deg(torch.atan2(along[:, 1], along[:, 0]))
    off = slope - rows[:, 8]
    sure = spread[:, 0] + 0.5 * (off.detach() / torch.exp(spread[:, 0])) ** 2
    return places + 0.15 * nn.functional.smooth_l1_loss(slope, rows[:, 8], beta=1.0) + 0.1 * sure.mean()


def fit(network: OutlineNetwork, stream: Iterator[tuple[Tensor, Tensor]], minutes: float, rate: float) -> None:
    """Fresh examples beside older ones; the rate falls to nothing."""
    rng = np.random.default_rng(SEED)
    optimiser = torch.optim.AdamW(network.parameters(), rate, weight_decay=0.01)
    kept_pixels, kept_rows = torch.empty((KEPT, SIDE_PX, SIDE_PX, 3), dtype=torch.uint8), torch.empty((KEPT, ROW))
    filled, step, total, start = 0, 0, 0.0, time.monotonic()
    network.train()
    while (done := (time.monotonic() - start) / (60 * minutes)) < 1.0:
        pixels, rows = next(stream)
        where = torch.arange(filled, filled + FRESH) % KEPT
        kept_pixels[where], kept_rows[where] = pixels, rows
        filled += FRESH
        old = torch.as_tensor(rng.integers(0, min(filled, KEPT), OLD))
        seen = torch.cat([pixels, kept_pixels[old]]).float() / 255.0
        seen = (seen * (1 + 0.08 * torch.randn(len(seen), 1, 1, 3))).clamp(0, 1)
        for group in optimiser.param_groups:
            group["lr"] = rate * min(done / 0.05 + 0.05, 1.0) * 0.5 * (1 + np.cos(np.pi * done))
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=done < 0.5):
            corners, spread = network(seen)
        loss = loss_of(corners.float(), spread.float(), torch.cat([rows, kept_rows[old]]))
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
    parser.add_argument("--drawn", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True, help="start from this file if it exists; written")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--out", type=Path, default=Path("assets/models/own/badge_outline.onnx"))
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    with np.load(sorted(arguments.drawn.glob("drawn_*.npz"))[0]) as part:
        charts = part["pixels"]
    network = OutlineNetwork().to(memory_format=torch.channels_last)
    if arguments.weights.exists():
        network.load_state_dict(torch.load(arguments.weights))
    stream = DataLoader(Stream(charts), batch_size=None, num_workers=1, prefetch_factor=4)
    fit(network, iter(stream), arguments.minutes, arguments.rate)
    torch.save(network.state_dict(), arguments.weights)
    network.to(memory_format=torch.contiguous_format)
    export(network, {"cut": torch.zeros(2, SIDE_PX, SIDE_PX, 3)}, ["corners", "spread"], arguments.out)
    store_halved(arguments.out)
    content = arguments.out.read_bytes()
    print(arguments.out, len(content), "bytes, sha256", hashlib.sha256(content).hexdigest())


if __name__ == "__main__":
    main()
