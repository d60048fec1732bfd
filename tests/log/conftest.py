"""A log in a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from station.log import ComplianceLog

from .sessions import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def log(tmp_path: Path, clock: Clock) -> Iterator[ComplianceLog]:
    log = ComplianceLog.open(tmp_path / "log", station="kiosk-1", branch="浦东支行", clock=clock)
    yield log
    log.close()
