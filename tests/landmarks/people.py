"""The rendered people of the fixtures, with the true places of their joints, and pictures composed of them."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np

from vision.frame import Frame, Picture
from vision.landmarks.points import Floats

FOLDER = Path(__file__).resolve().parents[1] / "fixtures" / "people"
PEOPLE = ("front", "hands_front", "bow_three_quarter", "side", "back", "seated_left", "upper", "second", "far")


@dataclass(frozen=True)
class Truth:
    """Where the joints of one picture are."""

    azimuth_deg: float
    torso_px: float
    index: np.ndarray
    """Of each joint among the 33 body points."""
    xy: Floats
    in_frame: np.ndarray
    unoccluded: np.ndarray


@cache
def picture(name: str) -> Picture:
    """One fixture, read-only."""
    pixels = cv2.imread(str(FOLDER / f"{name}.jpg"))
    assert pixels is not None, name
    pixels.flags.writeable = False
    return np.asarray(pixels, dtype=np.uint8)


@cache
def truth(name: str) -> Truth:
    """What is known about one fixture."""
    entry = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))[name]
    joints = list(entry["joints"].values())
    return Truth(
        azimuth_deg=entry["azimuth_deg"],
        torso_px=entry["torso_px"],
        index=np.array([joint["index"] for joint in joints]),
        xy=np.array([joint["px"] for joint in joints], dtype=np.float32),
        in_frame=np.array([joint["in_frame"] for joint in joints]),
        unoccluded=np.array([joint["unoccluded"] for joint in joints]),
    )


def frame(name: str, index: int = 0, time_s: float = 0.0) -> Frame:
    """One fixture as a frame."""
    return Frame(picture(name), index, time_s, name)


def two_side_by_side() -> Picture:
    """Two people in one room, each in the middle of a half."""
    return np.ascontiguousarray(np.hstack([picture("front")[:, 160:480], picture("second")[:, 160:480]]))


def noisy(pixels: Picture, seed: int, level: float = 2.0) -> Picture:
    """The picture with a sensor's noise."""
    noise = np.random.default_rng(seed).normal(0.0, level, pixels.shape)
    return np.clip(pixels + noise, 0, 255).astype(np.uint8)
