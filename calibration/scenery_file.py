"""The room's corners on disk, beside the camera file they belong to."""

import zipfile
from pathlib import Path

import numpy as np

from calibration.faults import CalibrationError
from calibration.scenery import Scenery

SCENERY_FILE = "scenery.npz"
CURRENT_VERSION = 1


def save_scenery(scenery: Scenery, path: Path) -> None:
    """Write places and descriptors; nothing else is in the file."""
    with path.open("wb") as handle:
        np.savez_compressed(
            handle,
            version=np.int64(CURRENT_VERSION),
            size=np.array(scenery.size, np.int64),
            points_px=scenery.points_px,
            descriptors=scenery.descriptors,
        )


def load_scenery(path: Path) -> Scenery:
    """Raises CalibrationError where the file is not one of `save_scenery`."""
    try:
        with path.open("rb") as handle, np.load(handle, allow_pickle=False) as held:
            version, size = int(held["version"]), held["size"]
            points, descriptors = held["points_px"], held["descriptors"]
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
        raise _broken(path, str(error)) from None
    if version != CURRENT_VERSION:
        raise _broken(path, f"version {version}")
    if (
        size.shape != (2,)
        or points.ndim != 2
        or points.shape[1:] != (2,)
        or descriptors.dtype != np.uint8
        or descriptors.shape != (len(points), 32)
        or not np.isfinite(points).all()
    ):
        raise _broken(path, "wrong shapes")
    return Scenery((int(size[0]), int(size[1])), points.astype(np.float32), descriptors)


def _broken(path: Path, what: str) -> CalibrationError:
    return CalibrationError(f"{path}: cannot be read ({what}); remove it and run: tongjing calibrate floor.")
