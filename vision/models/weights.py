"""The weights of our own small models, read from the files that ship with the product."""

from collections.abc import Mapping
from functools import cache
from io import BytesIO
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from vision.errors import TongjingError
from vision.models.manifest import load_manifest, read_model


@cache
def load_weights(name: str) -> Mapping[str, NDArray[np.float32]]:
    """The arrays of the model `name` in the manifest, `assets/models/own/NAME.npz`, read once.

    Raises TongjingError where the file is missing, not the one in the manifest, or no archive of arrays.
    """
    manifest = load_manifest()
    content = read_model(manifest, manifest.entry(name))
    try:
        with np.load(BytesIO(content), allow_pickle=False) as archive:
            return MappingProxyType({key: archive[key].astype(np.float32) for key in archive.files})
    except (OSError, ValueError) as fault:
        raise TongjingError(
            f"The model {name} cannot be read ({fault}); reinstall Tongjing to restore it."
        ) from fault
