"""A small ensemble of perceptrons that reads a number and its own uncertainty from features, in plain NumPy.

The sigma of a value is what its errors were on people whom the network had not seen, by the view and by how large the
value is: the usual disagreement of the ensemble's networks is in it. Where they disagree more than usual
(Lakshminarayanan et al. 2017), this very person is unlike those they learned from, and the sigma grows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from vision.models.weights import load_weights

Array = NDArray[np.float64]
Weights = NDArray[np.float32]
"""As they are stored: in double precision the same networks take three times as long."""

USUAL_SPREAD = 0.35
"""In sigmas: up to here the networks disagree on people of whom the sigma is true."""
ERRORS_PER_SPREAD = 2.0
"""The networks share most of their errors: beyond the usual, one degree apart means two degrees wrong."""


@dataclass(frozen=True, slots=True)
class Reader:
    """`targets` values per row of features, each with its sigma, in the targets' unit.

    The K networks of the ensemble are alike in shape and run as one stack.
    """

    mean: Weights
    """K x 1 x F."""
    scale: Weights
    """K x 1 x F."""
    layers: tuple[tuple[Weights, Weights], ...]
    """Weights K x in x out and biases K x 1 x out."""
    unit: float
    targets: int
    knots_deg: Array
    """|azimuth| knots of the sigma, rising."""
    base: Array
    """K x targets: the sigma of a value near zero, at those knots."""
    slope: Array
    """K x targets: how much it grows with each unit of the value."""

    def read(self, features: Array, azimuth_deg: Array, rest: Array | None = None) -> tuple[Array, Array]:
        """N x F features and N azimuths -> N x targets values and sigmas.

        `rest`: F features of the same person unmoved, whose answer every network takes off its own ones: what the
        networks disagree about there is nothing that they disagree about in the movement.
        """
        x = np.asarray(features, dtype=np.float64)
        answers = self._run(x if rest is None else np.concatenate([x, np.asarray(rest)[None]])) * self.unit
        if rest is not None:
            answers = answers[:, :-1] - answers[:, -1:]
        values = np.add.reduce(answers) / len(answers)
        variance = np.add.reduce((answers - values) ** 2) / len(answers)
        base, slope = self._tables(np.abs(np.asarray(azimuth_deg, dtype=np.float64)))
        known = base + slope * np.abs(values)
        unusual = np.maximum(variance - (USUAL_SPREAD * known) ** 2, 0.0)
        return values, np.sqrt(known**2 + ERRORS_PER_SPREAD**2 * unusual)

    def _tables(self, turn_deg: Array) -> tuple[Array, Array]:
        """N x targets each: `base` and `slope` at those turns."""
        base, slope = (
            np.array([np.interp(turn_deg, self.knots_deg, column) for column in table.T])
            for table in (self.base, self.slope)
        )
        return base.T, slope.T

    def _run(self, x: Array) -> Array:
        """N x F -> K x N x targets, every network's own answer."""
        x = np.clip((x.astype(np.float32) - self.mean) / self.scale, -8.0, 8.0)
        for weight, bias in self.layers[:-1]:
            x = x @ weight + bias
            x = x / (1.0 + np.exp(np.minimum(-x, 80.0)))  # as far as single precision goes
        weight, bias = self.layers[-1]
        return np.asarray((x @ weight + bias)[:, :, : self.targets], dtype=np.float64)


def reader_of(arrays: Mapping[str, NDArray[np.float32]]) -> Reader:
    """The reader of network k's `mean_k`, `scale_k`, `weight_k_l`, `bias_k_l`, and of the unit and sigma arrays."""
    networks = sum(name.startswith("mean_") for name in arrays)
    depth = sum(name.startswith("weight_0_") for name in arrays)

    def stacked(name: str) -> Weights:
        return np.stack([arrays[name.format(k)].astype(np.float32) for k in range(networks)])

    layers = [
        (np.ascontiguousarray(stacked(f"weight_{{}}_{at}").transpose(0, 2, 1)), stacked(f"bias_{{}}_{at}")[:, None])
        for at in range(depth)
    ]
    return Reader(
        stacked("mean_{}")[:, None],
        stacked("scale_{}")[:, None],
        tuple(layers),
        float(arrays["unit"]),
        layers[-1][1].shape[-1] // 2,
        arrays["knots_deg"].astype(np.float64),
        arrays["base"].astype(np.float64),
        arrays["slope"].astype(np.float64),
    )


@cache
def load_reader(name: str) -> Reader:
    """The reader that ships as `assets/models/own/NAME.npz`, read once."""
    return reader_of(load_weights(name))
