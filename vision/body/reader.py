"""A small ensemble of perceptrons that reads a number and its own uncertainty from features, in plain NumPy.

Each network gives a value and a sigma (trained with a heteroscedastic loss); the ensemble's sigma also holds how far
its networks disagree (Lakshminarayanan et al. 2017), times a factor that was fitted on people it had not seen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from vision.models.weights import load_weights

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Network:
    mean: Array
    scale: Array
    layers: tuple[tuple[Array, Array], ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """`targets` values per row of features, each with its sigma, in the targets' unit."""

    networks: tuple[_Network, ...]
    unit: float
    targets: int
    factor_at_deg: Array
    """|azimuth| knots of the sigma's factor, rising."""
    factor: Array
    """K x targets factors at those knots."""
    floor: Array
    """The smallest sigma a value may have: what the ensemble cannot see. One per target."""

    def read(self, features: Array, azimuth_deg: Array) -> tuple[Array, Array]:
        """N x F features and N azimuths -> N x targets values and sigmas."""
        x = np.asarray(features, dtype=np.float64)
        answers = [_run(network, x, self.targets) for network in self.networks]
        values = np.stack([value for value, _ in answers])
        spread = np.mean([sigma**2 for _, sigma in answers], axis=0) + values.var(axis=0)
        turn = np.abs(np.asarray(azimuth_deg, dtype=np.float64))
        factor = np.stack(
            [np.interp(turn, self.factor_at_deg, self.factor[:, k]) for k in range(self.targets)], axis=1
        )
        sigma = np.maximum(np.sqrt(spread) * self.unit * factor, self.floor)
        return values.mean(axis=0) * self.unit, sigma


def _run(network: _Network, x: Array, targets: int) -> tuple[Array, Array]:
    x = np.clip((x - network.mean) / network.scale, -8.0, 8.0)
    for weight, bias in network.layers[:-1]:
        x = x @ weight.T + bias
        x = x / (1.0 + np.exp(-x))
    weight, bias = network.layers[-1]
    out = x @ weight.T + bias
    return out[:, :targets], np.exp(np.clip(out[:, targets:], -5.0, 2.0))


def reader_of(arrays: Mapping[str, NDArray[np.float32]]) -> Reader:
    """The reader of network k's `mean_k`, `scale_k`, `weight_k_l`, `bias_k_l` and of `unit`, `factor...`, `floor`."""
    networks = []
    k = 0
    while f"mean_{k}" in arrays:
        layers: list[tuple[Array, Array]] = []
        while f"weight_{k}_{len(layers)}" in arrays:
            at = f"{k}_{len(layers)}"
            layers.append((arrays[f"weight_{at}"].astype(np.float64), arrays[f"bias_{at}"].astype(np.float64)))
        networks.append(
            _Network(arrays[f"mean_{k}"].astype(np.float64), arrays[f"scale_{k}"].astype(np.float64), tuple(layers))
        )
        k += 1
    return Reader(
        tuple(networks),
        float(arrays["unit"]),
        len(networks[0].layers[-1][1]) // 2,
        arrays["factor_at_deg"].astype(np.float64),
        arrays["factor"].astype(np.float64),
        arrays["floor"].astype(np.float64),
    )


@cache
def load_reader(name: str) -> Reader:
    """The reader that ships as `assets/models/own/NAME.npz`, read once."""
    return reader_of(load_weights(name))
