"""Trained networks -> the .npz that the product reads."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.bow.network import Reader

Array = NDArray[np.float64]
KNOTS_DEG = np.array([0.0, 20.0, 45.0, 70.0, 90.0, 110.0, 180.0])
FEW_PEOPLE = 1.05
"""Widens every sigma: it was fitted on a few dozen people."""
FEWEST = 40
STEEPEST = 0.15
SHARE_INSIDE = 0.94
"""Share of errors that is to lie within two sigmas on people not seen: a little more than the promised 90 %."""


def arrays_of(readers: list[Reader], base: Array, slope: Array) -> dict[str, NDArray[np.float32]]:
    """The arrays of an ensemble, named as `vision.body.reader.reader_of` wants them."""
    arrays: dict[str, NDArray[np.float32]] = {
        "unit": np.array(readers[0].unit, dtype=np.float32),
        "knots_deg": KNOTS_DEG.astype(np.float32),
        "base": base.astype(np.float32),
        "slope": slope.astype(np.float32),
    }
    for k, reader in enumerate(readers):
        arrays[f"mean_{k}"] = reader.mean.numpy().astype(np.float32)
        arrays[f"scale_{k}"] = reader.scale.numpy().astype(np.float32)
        linear = [layer for layer in reader.layers if hasattr(layer, "weight")]
        for depth, layer in enumerate(linear):
            arrays[f"weight_{k}_{depth}"] = layer.weight.detach().numpy().astype(np.float32)
            arrays[f"bias_{k}_{depth}"] = layer.bias.detach().numpy().astype(np.float32)
    return arrays


def fitted_sigma(azimuth_deg: Array, value: Array, error: Array, floor: Array) -> tuple[Array, Array]:
    """K x targets `base` and `slope` at each knot: sigma = base + slope * |value|, so that SHARE_INSIDE of the
    errors on people left out lie within two sigmas. The slope comes from how the mean error grows with the value."""
    turn = np.abs(azimuth_deg)
    base, slope = np.zeros((2, len(KNOTS_DEG), error.shape[1]))
    for k, knot in enumerate(KNOTS_DEG):
        away = np.abs(turn - knot)
        near = away <= max(22.0, float(np.sort(away)[min(FEWEST, len(away)) - 1]))
        for target in range(error.shape[1]):
            size, wrong = np.abs(value[near, target]), np.abs(error[near, target])
            rise = float(np.polyfit(size, wrong, 1)[0]) if size.std() > 1 else 0.0
            rise = float(np.clip(rise, 0.0, min(STEEPEST, 0.8 * wrong.mean() / max(size.mean(), 1e-6))))
            start = max(float(wrong.mean() - rise * size.mean()), 1e-3)
            scale = float(np.quantile(wrong / (2 * (start + rise * size)), SHARE_INSIDE)) * FEW_PEOPLE
            base[k, target], slope[k, target] = max(scale * start, floor[target]), scale * rise
    return base, slope


def write(path: Path, arrays: dict[str, NDArray[np.float32]]) -> None:
    """One compressed archive."""
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **arrays)
