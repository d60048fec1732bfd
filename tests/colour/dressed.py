"""A flat drawn person in clothes of exactly known colours, under a light of exactly known colour."""

from dataclasses import replace
from functools import cache

import cv2
import numpy as np

from tests.landmark_figures import landmarks_of, standing_xy
from vision.body.view import view_of
from vision.camera import Camera
from vision.colour.cielab import bytes_of, linear_of, linear_of_lab
from vision.colour.modes import Uniform
from vision.families import MeasureContext
from vision.frame import Frame, Picture
from vision.landmarks.points import BodyPoint as B
from vision.observation import Quality
from vision.setup import Setup

SIZE = (640, 480)
NAVY, WHITE, RED, GREY = (15.0, 3.0, -16.0), (92.0, 0.0, 1.0), (42.0, 55.0, 34.0), (45.0, 0.0, 0.0)
SKIN = (65.0, 14.0, 17.0)


@cache
def paint(upper, lower, *, light=(1.0, 1.0, 1.0), wall=(75.0, 0.0, 0.0), shirt=None, seed=0) -> Picture:
    """The picture. `light` multiplies linear red, green, blue; `shirt` shows in the jacket's opening."""
    xy = standing_xy()
    lab = np.empty((SIZE[1], SIZE[0], 3))
    lab[:] = wall
    # a room is never one flat grey
    lab[..., 0] += np.linspace(-8.0, 8.0, SIZE[0])
    lab[300:, :120] = (35.0, 20.0, 30.0)

    def shape(points, colour):
        mask = np.zeros((SIZE[1], SIZE[0]), np.uint8)
        cv2.fillConvexPoly(mask, cv2.convexHull(np.round(points).astype(np.int32)), 1)
        lab[mask.astype(bool)] = colour

    for hip, knee, ankle in ((B.LEFT_HIP, B.LEFT_KNEE, B.LEFT_ANKLE), (B.RIGHT_HIP, B.RIGHT_KNEE, B.RIGHT_ANKLE)):
        for start, end in ((hip, knee), (knee, ankle)):
            shape(np.concatenate([xy[[start, end]] + (13, 0), xy[[start, end]] - (13, 0)]), lower)
    trunk = xy[[B.LEFT_SHOULDER, B.RIGHT_SHOULDER, B.RIGHT_HIP, B.LEFT_HIP]] + [(8, -6), (-8, -6), (-16, 8), (16, 8)]
    shape(trunk, upper)
    for elbow, shoulder, wrist in (
        (B.LEFT_ELBOW, B.LEFT_SHOULDER, B.LEFT_WRIST),
        (B.RIGHT_ELBOW, B.RIGHT_SHOULDER, B.RIGHT_WRIST),
    ):
        for start, end in ((shoulder, elbow), (elbow, wrist)):
            shape(np.concatenate([xy[[start, end]] + (8, 0), xy[[start, end]] - (8, 0)]), upper)
    middle = xy[[B.LEFT_SHOULDER, B.RIGHT_SHOULDER]].mean(0)
    if shirt is not None:
        shape(middle + np.array([(-12, -6), (12, -6), (0, 62)]), shirt)
    for wrist in (B.LEFT_WRIST, B.RIGHT_WRIST):
        shape(xy[wrist] + 12 * np.array([(np.cos(t), np.sin(t)) for t in np.linspace(0, 6, 12)]), SKIN)
    shape(middle + (0, -45) + 24 * np.array([(np.cos(t), 1.3 * np.sin(t)) for t in np.linspace(0, 6, 16)]), SKIN)
    lab[..., 0] += np.random.default_rng(seed).normal(0.0, 1.5, lab.shape[:2])
    return bytes_of(linear_of_lab(lab) * np.array(light))


def context(picture: Picture, uniform: Uniform | None = None, xy=None, azimuth_deg=0.0) -> MeasureContext:
    """As the observer would hand it to a family."""
    seen = landmarks_of(standing_xy() if xy is None else xy, SIZE)
    assert seen.person is not None
    camera = Camera.assumed(*SIZE)
    return MeasureContext(
        Frame(picture), seen, seen.person, view_of(azimuth_deg), azimuth_deg, 4.0, camera,
        replace(Setup(), uniform=uniform), Quality(),
    )  # fmt: skip


def under(picture: Picture, red: float, green: float, blue: float) -> Picture:
    """The picture with its linear channels multiplied."""
    return bytes_of(linear_of(picture) * np.array([red, green, blue]))
