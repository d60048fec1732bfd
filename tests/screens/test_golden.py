"""Every screen against its kept picture, small and blurred: fonts differ a little between machines, layouts must not.

A change that is meant is taken over with: TONGJING_GOLDEN=write pytest tests/screens/test_golden.py
"""

import os
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage, QPainter

from station.screens import mirror, scenes
from station.screens.metrics import Metrics
from tests.screens.sample_views import NAMES, sample

GOLDEN = Path(__file__).parent / "golden"
SURFACES = {"portrait": (1080, 1920), "landscape": (1920, 1080)}
SCALE = 6
BLOCK_PX = 12
MEAN_LIMIT, BLOCK_LIMIT = 3.0, 32.0
"""Grey levels of 255; another weight of the same font moves a block by up to 15."""
ALL = [(name, language, way) for name in NAMES for language in ("zh_CN", "en") for way in SURFACES]


def figure() -> NDArray[np.uint8]:
    """A flat drawn person before a wall: the golden pictures hold no photograph."""
    picture = np.full((720, 1280, 3), (196, 204, 200), np.uint8)
    picture[560:] = (150, 160, 164)
    cv2.circle(picture, (640, 130), 46, (120, 150, 190), -1)
    cv2.rectangle(picture, (570, 185), (710, 430), (70, 52, 40), -1)
    cv2.rectangle(picture, (590, 430), (690, 660), (48, 40, 36), -1)
    cv2.rectangle(picture, (700, 230), (724, 250), (240, 240, 240), -1)
    return picture


def render(name: str, language: str, surface: tuple[int, int]) -> NDArray[np.uint8]:
    """The screen, a sixth of its size."""
    width, height = surface
    canvas = QImage(width, height, QImage.Format.Format_RGB888)
    picture = figure()
    painter = QPainter(canvas)
    scenes.paint(painter, QSizeF(width, height), sample(name, language), mirror.wrap(picture), Metrics.of(*surface))
    painter.end()
    rows = np.frombuffer(canvas.constBits(), np.uint8).reshape(height, canvas.bytesPerLine())
    rgb = rows[:, : width * 3].reshape(height, width, 3)
    small = cv2.resize(rgb, (width // SCALE, height // SCALE), interpolation=cv2.INTER_AREA)
    return np.asarray(small[:, :, ::-1], np.uint8)


def differences(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> tuple[float, float]:
    """Mean difference, and the worst mean difference of a block, of the blurred pictures."""
    apart = np.abs(
        cv2.GaussianBlur(one, (0, 0), 2.5).astype(float) - cv2.GaussianBlur(other, (0, 0), 2.5).astype(float)
    ).mean(axis=2)
    height, width = (side // BLOCK_PX * BLOCK_PX for side in apart.shape)
    blocks = apart[:height, :width].reshape(height // BLOCK_PX, BLOCK_PX, width // BLOCK_PX, BLOCK_PX)
    return float(apart.mean()), float(blocks.mean(axis=(1, 3)).max())


def compare(path: Path, shown: NDArray[np.uint8], mean_limit: float, block_limit: float) -> None:
    """Asserts that `shown` is what was kept as `path`; writes it instead where the pictures are being taken over."""
    if os.environ.get("TONGJING_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        assert cv2.imwrite(str(path), shown, [cv2.IMWRITE_PNG_COMPRESSION, 9])
    kept = cv2.imread(str(path))
    assert kept is not None, f"{path.name} is missing"
    mean, block = differences(kept, shown)
    assert mean <= mean_limit, mean
    assert block <= block_limit, block


@pytest.mark.parametrize(("name", "language", "way"), ALL, ids=["-".join(case) for case in ALL])
def test_the_screen_looks_as_it_did(name, language, way):
    shown = render(name, language, SURFACES[way])
    path = GOLDEN / f"{name}_{language}_{way}.png"
    compare(path, shown, MEAN_LIMIT, BLOCK_LIMIT)


def test_the_comparison_sees_a_missing_verdict_and_a_moved_plate():
    whole = render("result", "zh_CN", SURFACES["portrait"])
    without = whole.copy()
    without[19:52] = whole[250:251, :1]
    assert differences(whole, without)[1] > BLOCK_LIMIT
    moved = np.roll(whole, 14, axis=0)
    assert differences(whole, moved)[0] > MEAN_LIMIT
    assert differences(whole, render("result", "en", SURFACES["portrait"]))[1] > BLOCK_LIMIT


def test_the_kept_pictures_stay_small():
    kept = list(GOLDEN.glob("*.png"))
    assert {path.stem for path in kept} == {f"{name}_{language}_{way}" for name, language, way in ALL}
    assert sum(path.stat().st_size for path in kept) < 2_500_000
