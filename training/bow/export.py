"""Trained networks -> the .npz that the product reads."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.bow.network import Reader

Array = NDArray[np.float64]
KNOTS_DEG = np.array([0.0, 20.0, 45.0, 70.0, 90.0, 110.0, 180.0])
SHARE_INSIDE = 0.955
"""Share of errors that is to lie within two sigmas on people not seen: a little more than the promised 90 %."""


def arrays_of(readers: list[Reader], factor: Array, floor: Array) -> dict[str, NDArray[np.float32]]:
    """The arrays of an ensemble, named as `vision.body.reader.reader_of` wants them."""
    arrays: dict[str, NDArray[np.float32]] = {
        "unit": np.array(readers[0].unit, dtype=np.float32),
        "factor_at_deg": KNOTS_DEG.astype(np.float32),
        "factor": factor.astype(np.float32),
        "floor": floor.astype(np.float32),
    }
    for k, reader in enumerate(readers):
        arrays[f"mean_{k}"] = reader.mean.numpy().astype(np.float32)
        arrays[f"scale_{k}"] = reader.scale.numpy().astype(np.float32)
        linear = [layer for layer in reader.layers if hasattr(layer, "weight")]
        for depth, layer in enumerate(linear):
            arrays[f"weight_{k}_{depth}"] = layer.weight.detach().numpy().astype(np.float32)
            arrays[f"bias_{k}_{depth}"] = layer.bias.detach().numpy().astype(np.float32)
    return arrays


def fitted_factor(azimuth_deg: Array, error: Array, sigma: Array) -> Array:
    """K x targets: by how much the sigmas must be multiplied at each knot so that SHARE_INSIDE lie within two."""
    turn = np.abs(azimuth_deg)
    factor = np.ones((len(KNOTS_DEG), error.shape[1]))
    for k, knot in enumerate(KNOTS_DEG):
        reach = 20.0 if knot < 150 else 60.0
        near = np.abs(turn - knot) <= reach
        for target in range(error.shape[1]):
            ratio = np.abs(error[near, target]) / (2 * sigma[near, target])
            ratio = ratio[np.isfinite(ratio)]
            factor[k, target] = np.clip(np.quantile(ratio, SHARE_INSIDE), 0.5, 4.0) if len(ratio) >= 40 else 1.5
    return factor


def write(path: Path, arrays: dict[str, NDArray[np.float32]]) -> None:
    """One compressed archive."""
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **arrays)
