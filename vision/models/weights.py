"""The weights of our own small models, read from the files that ship with the product."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from vision.errors import TongjingError

FOLDER = Path(__file__).resolve().parents[2] / "assets" / "models" / "own"


@cache
def load_weights(name: str) -> Mapping[str, NDArray[np.float32]]:
    """The arrays of `assets/models/own/NAME.npz`, read once.

    Raises TongjingError where the file is missing or damaged.
    """
    path = FOLDER / f"{name}.npz"
    try:
        with np.load(path, allow_pickle=False) as archive:
            return MappingProxyType({key: archive[key].astype(np.float32) for key in archive.files})
    except (OSError, ValueError) as fault:
        raise TongjingError(
            f"The model file {path.name} is missing or damaged ({fault}); reinstall Tongjing to restore it."
        ) from fault
