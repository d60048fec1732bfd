"""Reads the posture data set back."""

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

import cv2
import numpy as np
from numpy.typing import NDArray

_Columns = TypeVar("_Columns", bound=Any)

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


def joined(parts: Sequence[_Columns]) -> _Columns:
    """Examples of several data sets as one: dataclasses whose every field has one row an example."""
    made, names = type(parts[0]), [field.name for field in fields(parts[0])]
    return made(**{name: np.concatenate([getattr(part, name) for part in parts]) for name in names})


def chosen(examples: _Columns, index: NDArray[np.integer]) -> _Columns:
    """The numbered examples."""
    return replace(examples, **{field.name: getattr(examples, field.name)[index] for field in fields(examples)})


def set_aside(series: NDArray[Any]) -> NDArray[np.bool_]:
    """True for an eighth of the series: seen people whose pictures are not trained on but calibrate the answers."""
    return np.array([crc32(str(name).encode()) % 8 == 0 for name in series])
