"""Pictures as a camera would see them after a turn: warped through the product's own camera model."""

from dataclasses import replace

import cv2
import numpy as np

from vision.camera import Camera


def turned(pixels: np.ndarray, camera: Camera, pan: float, tilt: float, roll: float, zoom: float) -> np.ndarray:
    """`pan` + to the camera's right, `tilt` + up, `roll` + leaning to its left, degrees; darker, and with grain."""
    level = replace(camera, pitch_deg=0.0, roll_deg=0.0)
    angle = np.radians(pan)
    about_up = np.array([[np.cos(angle), 0, np.sin(angle)], [0, 1, 0], [-np.sin(angle), 0, np.cos(angle)]])
    rotation = about_up @ replace(camera, pitch_deg=tilt, roll_deg=roll).rotation()
    before = np.array([[camera.fx, 0, camera.cx], [0, camera.fy, camera.cy], [0, 0, 1]])
    after = before @ np.diag([zoom, zoom, 1.0])
    after[:2, 2] = before[:2, 2]
    warp = after @ rotation.T @ level.rotation() @ np.linalg.inv(before)
    size = (pixels.shape[1], pixels.shape[0])
    seen = cv2.warpPerspective(pixels, warp, size, borderMode=cv2.BORDER_REFLECT).astype(np.float64)
    grain = np.random.default_rng(7).normal(0.0, 2.0, seen.shape)
    return np.clip(0.8 * seen + 4.0 + grain, 0, 255).astype(np.uint8)
