"""Ways to spoil a good picture, each as a pure function: what goes wrong in front of a real kiosk."""

import cv2
import numpy as np

from vision.frame import Picture


def darker(picture: Picture, factor: float, *, noise: float = 4.0) -> Picture:
    """Light taken away; a camera then shows mostly its own noise."""
    grain = np.random.default_rng(1).normal(0.0, noise, picture.shape)
    return np.clip(picture.astype(np.float64) * factor + grain, 0, 255).astype(np.uint8)


def over_exposed(picture: Picture, gain: float) -> Picture:
    """Too much light: bright parts clip to white."""
    return np.clip(picture.astype(np.float64) * gain + 40.0, 0, 255).astype(np.uint8)


def blurred(picture: Picture, sigma_px: float) -> Picture:
    """Out of focus."""
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma_px), dtype=np.uint8)


def motion_blurred(picture: Picture, length_px: int) -> Picture:
    """A camera that was knocked during the exposure."""
    kernel = np.zeros((length_px, length_px), dtype=np.float32)
    kernel[length_px // 2] = 1.0 / length_px
    return np.asarray(cv2.filter2D(picture, -1, kernel), dtype=np.uint8)


def covered(shape: tuple[int, ...], level: int) -> Picture:
    """A hand or a cap over the lens: one soft tone with sensor noise."""
    grain = np.random.default_rng(2).normal(0.0, 2.0, shape)
    return np.clip(level + grain, 0, 255).astype(np.uint8)


def without_rows(picture: Picture, top: float, bottom: float) -> Picture:
    """The picture cut to the rows between two fractions of its height: parts of the body are outside."""
    height = picture.shape[0]
    return np.ascontiguousarray(picture[round(top * height) : round(bottom * height)])


def without_columns(picture: Picture, left: float, right: float) -> Picture:
    """The same for columns."""
    width = picture.shape[1]
    return np.ascontiguousarray(picture[:, round(left * width) : round(right * width)])


def behind_desk(picture: Picture, top: float, bottom: float = 1.0) -> Picture:
    """A counter in front of the person, from one fraction of the height to another."""
    out = picture.copy()
    height = picture.shape[0]
    rows = slice(round(top * height), round(bottom * height))
    wood = np.array([70, 98, 128], dtype=np.float64)
    grain = np.random.default_rng(3).normal(0.0, 5.0, out[rows].shape)
    out[rows] = np.clip(wood + grain, 0, 255).astype(np.uint8)
    return out


def beside(first: Picture, second: Picture) -> Picture:
    """Two people side by side in one picture."""
    half = first.shape[1] // 2
    quarter = half // 2
    return np.ascontiguousarray(
        np.hstack([first[:, quarter : quarter + half], second[: first.shape[0], quarter : quarter + half]])
    )


def held_up(
    photo: Picture, room: Picture, *, shift_px: tuple[float, float] = (0.0, 0.0), turn_deg: float = 0.0
) -> Picture:
    """A print of `photo` with a white border held before the camera in `room`."""
    height, width = room.shape[:2]
    border = round(0.03 * photo.shape[1])
    sheet = cv2.copyMakeBorder(photo, border, border, border, border, cv2.BORDER_CONSTANT, value=(244, 246, 247))
    scale = 0.72 * height / sheet.shape[0]
    turn = cv2.getRotationMatrix2D((sheet.shape[1] / 2, sheet.shape[0] / 2), turn_deg, scale)
    turn[:, 2] += np.array([width / 2, height / 2]) - np.array([sheet.shape[1] / 2, sheet.shape[0] / 2]) + shift_px
    drawn = cv2.warpAffine(sheet, turn, (width, height))
    inside = cv2.warpAffine(np.full(sheet.shape[:2], 255, np.uint8), turn, (width, height))
    out = room.copy()
    out[inside > 127] = drawn[inside > 127]
    return out


def with_noise(picture: Picture, seed: int) -> Picture:
    """The same scene one moment later: only the sensor's noise differs."""
    grain = np.random.default_rng(seed).normal(0.0, 2.0, picture.shape)
    return np.clip(picture + grain, 0, 255).astype(np.uint8)
