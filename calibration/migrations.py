"""Calibration files of an older version, brought up to the current one version at a time.

A migration takes the parsed file of version n and returns that of version n + 1 (without `version`, which is set
here). It must not change its argument, and every one needs a test with a file of the old version.
"""

from collections.abc import Callable, Mapping
from typing import Any

from calibration.faults import CalibrationError

Content = Mapping[str, Any]
Migration = Callable[[Content], Mapping[str, Any]]


def migrated(content: Content, migrations: Mapping[int, Migration], to: int, place: str) -> dict[str, Any]:
    """The content in version `to`; a file without a version is of version 1. Raises CalibrationError."""
    version = content.get("version", 1)
    known = sorted({*migrations, to})
    if type(version) is not int or version not in known:
        wanted = " or ".join(str(number) for number in known)
        raise CalibrationError(f"{place}: version is {version!r}, this product reads {wanted}; calibrate again.")
    while version < to:
        content = {**migrations[version](content), "version": version + 1}
        version += 1
    return dict(content)
