"""Pictures and masks of stored examples, coded so that thousands fit in one file."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]


def coded(pictures: Sequence[Pixels], masks: Sequence[Pixels]) -> dict[str, NDArray[Any]]:
    """The arrays to store: pictures as JPEG, masks without loss."""
    jpegs = [cv2.imencode(".jpg", one, [cv2.IMWRITE_JPEG_QUALITY, 95])[1] for one in pictures]
    pngs = [cv2.imencode(".png", one)[1] for one in masks]
    return {
        "jpeg": np.concatenate(jpegs),
        "jpeg_end": np.cumsum([len(one) for one in jpegs]),
        "png": np.concatenate(pngs),
        "png_end": np.cumsum([len(one) for one in pngs]),
    }


def decoded(stored: Mapping[str, NDArray[Any]]) -> Iterator[tuple[Pixels, Pixels]]:
    """Picture and mask of every example in a file that holds what `coded` gave."""
    pictures = np.split(stored["jpeg"], stored["jpeg_end"][:-1])
    masks = np.split(stored["png"], stored["png_end"][:-1])
    for picture, mask in zip(pictures, masks, strict=True):
        yield (
            np.asarray(cv2.imdecode(picture, cv2.IMREAD_COLOR), np.uint8),
            np.asarray(cv2.imdecode(mask, cv2.IMREAD_GRAYSCALE), np.uint8),
        )
