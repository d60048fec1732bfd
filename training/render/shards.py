"""Reads the posture data set back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

import cv2
import numpy as np
from numpy.typing import NDArray

PER_FILE = ("truth_names", "camera_names", "floor_names", "joint_names")


def files(folder: Path) -> list[Path]:
    """The finished files of a data set, in order."""
    return sorted(path for path in folder.glob("part_*.npz") if ".part" not in path.name)


def load(folder: Path, names: tuple[str, ...]) -> dict[str, NDArray[Any]]:
    """The named arrays of all files, joined; names of a file's columns are taken from the first."""
    columns: dict[str, list[NDArray[Any]]] = {name: [] for name in names}
    for path in files(folder):
        with np.load(path) as stored:
            for name in names:
                columns[name].append(stored[name])
    return {name: parts[0] if name in PER_FILE else np.concatenate(parts) for name, parts in columns.items()}


def cutouts(folder: Path, name: str) -> Iterator[NDArray[np.uint8]]:
    """The stored cut-outs `torso`, `wrists`, `left_foot` or `right_foot`, one after another, BGR."""
    for path in files(folder):
        with np.load(path) as stored:
            coded, ends = stored[f"{name}_jpeg"], stored[f"{name}_jpeg_end"]
        start = 0
        for end in ends:
            yield np.asarray(cv2.imdecode(coded[start:end], cv2.IMREAD_COLOR), np.uint8)
            start = end


def set_aside(series: NDArray[Any]) -> NDArray[np.bool_]:
    """True for an eighth of the series: seen people whose pictures are not trained on but calibrate the answers."""
    return np.array([crc32(str(name).encode()) % 8 == 0 for name in series])
