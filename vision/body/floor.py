"""Picture points put down on the floor, with the uncertainty of pixels and camera carried along as samples.

A calibrated camera is taken as it is. Without one, field of view, pitch and the person's stature are drawn from what
kiosks and people are like, and height and distance follow from where the head and the feet are seen: the spread of
the samples then says honestly how little is known.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from vision.camera import ASSUMED_PITCH_DEG, ASSUMED_PITCH_SIGMA_DEG, Camera

SAMPLES = 96
_SEED = 20261
"""Every frame draws the same numbers, so that a still gives the same answer twice and a clip does not flicker."""
_HFOV_DEG, _HFOV_SIGMA_DEG = 66.0, 8.0
_STATURE_M, _STATURE_SIGMA_M = 1.71, 0.09
EYE_HEIGHT_SHARE = 0.936
"""Eye height over stature (Drillis and Contini 1966)."""
_SHOE_M = 0.025

Floor = NDArray[np.float64]
"""S x N x 2, metres: x right, z away from the camera."""


@dataclass(frozen=True, slots=True)
class Cameras:
    """S samples of the camera."""

    focal_px: NDArray[np.float64]
    cx: float
    cy: float
    pitch_rad: NDArray[np.float64]
    roll_rad: float
    height_m: NDArray[np.float64]
    noise: NDArray[np.float64]
    """S x 16 x 2 standard normal numbers for the pixels."""
    lens: Camera
    """For what the lens bends, which all samples share."""


def sampled_cameras(camera: Camera, eyes_px: NDArray[np.floating], ankles_px: NDArray[np.floating]) -> Cameras:
    """Samples of what the camera may be. `eyes_px`, `ankles_px`: middles of the eyes and of the ankles, 2 each."""
    noise, draws = _thrown()
    eyes_px, ankles_px = camera.straight(np.stack([eyes_px, ankles_px]))
    if camera.calibrated and camera.height_m is not None and camera.pitch_deg is not None:
        one = np.ones(SAMPLES)
        pitch = np.radians(camera.pitch_deg) * one
        height = camera.height_m * one
        return Cameras(
            camera.fx * one, camera.cx, camera.cy, pitch, np.radians(camera.roll_deg), height, noise, camera
        )
    hfov = np.radians(np.clip(_HFOV_DEG + _HFOV_SIGMA_DEG * draws[:, 0], 40.0, 110.0))
    focal = camera.width_px / 2.0 / np.tan(hfov / 2.0)
    if camera.calibrated:
        focal = np.full(SAMPLES, camera.fx)
    pitch = np.radians(ASSUMED_PITCH_DEG + ASSUMED_PITCH_SIGMA_DEG * draws[:, 1])
    if camera.calibrated and camera.pitch_deg is not None:
        pitch = np.full(SAMPLES, np.radians(camera.pitch_deg))
    eye_m = EYE_HEIGHT_SHARE * (_STATURE_M + _STATURE_SIGMA_M * draws[:, 2]) + _SHOE_M
    # rise of a ray per metre of distance, at the eyes and at the ankles
    up = _slope(eyes_px, camera, focal, pitch)
    down = _slope(ankles_px, camera, focal, pitch)
    distance = (eye_m - ANKLE_HEIGHT_M) / np.maximum(up - down, 1e-3)
    height = np.clip(ANKLE_HEIGHT_M - down * distance, 0.3, 3.0)
    return Cameras(focal, camera.cx, camera.cy, pitch, np.radians(camera.roll_deg), height, noise, camera)


ANKLE_HEIGHT_M = 0.08


@cache
def _thrown() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Standard normal numbers, the same for every frame: for the pixels and for what is not known of the camera."""
    dice = np.random.default_rng(_SEED)
    return dice.standard_normal((SAMPLES, 16, 2)), dice.standard_normal((SAMPLES, 3))


def _slope(
    px: NDArray[np.floating], camera: Camera, focal: NDArray[np.float64], pitch: NDArray[np.float64]
) -> NDArray[np.float64]:
    v = (float(px[1]) - camera.cy) / focal
    return np.asarray((np.sin(pitch) - v * np.cos(pitch)) / (np.cos(pitch) + v * np.sin(pitch)), dtype=np.float64)


def on_floor(
    cameras: Cameras, xy_px: NDArray[np.floating], sigma_px: NDArray[np.floating], height_m: float = 0.0
) -> Floor:
    """N x 2 px with N x 2 px sigmas (N <= 16) -> S x N x 2 m on the plane `height_m` over the floor; nan above it."""
    count = len(xy_px)
    xy = cameras.lens.straight(xy_px)[None] + cameras.noise[:, :count] * np.asarray(sigma_px)[None]
    u = (xy[..., 0] - cameras.cx) / cameras.focal_px[:, None]
    v = (xy[..., 1] - cameras.cy) / cameras.focal_px[:, None]
    cos_roll, sin_roll = np.cos(cameras.roll_rad), np.sin(cameras.roll_rad)
    cos_pitch, sin_pitch = np.cos(cameras.pitch_rad)[:, None], np.sin(cameras.pitch_rad)[:, None]
    # the axes of Camera.rotation(), written out for many pitches at once
    right = u * cos_roll + v * sin_roll
    along_up = u * sin_roll - v * cos_roll
    rise = along_up * cos_pitch + sin_pitch
    ahead = -along_up * sin_pitch + cos_pitch
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = (height_m - cameras.height_m[:, None]) / rise
    scale = np.where(scale > 0, scale, np.nan)
    return np.asarray(np.stack([right * scale, ahead * scale], axis=-1), dtype=np.float64)
