"""How far the foot points are off, as splay and heel gap on the floor, beside BlazePose's own points."""

import numpy as np
from numpy.typing import NDArray

from training.feet.examples import Feet, Pictures
from vision.camera import Camera
from vision.landmarks.points import BodyPoint, Side


def on_floor(pictures: Pictures, number: int, xy: NDArray[np.floating]) -> NDArray[np.float64]:
    """Picture px to the floor, metres (x right, z away), with the calibrated camera."""
    hfov, _, height, _, pitch, roll, _, _ = (float(value) for value in pictures.camera[number])
    width_px, height_px = (int(value) for value in pictures.image_size[number])
    camera = Camera.from_hfov(width_px, height_px, hfov, height_m=height, pitch_deg=pitch, roll_deg=roll)
    return camera.on_plane(xy)[:, [0, 2]]


def stance(left: NDArray[np.float64], right: NDArray[np.float64]) -> tuple[float, float]:
    """Splay, degrees, and the inner heels' gap, metres, from two feet's heel, toe and inner heel on the floor."""
    one, two = left[1] - left[0], right[1] - right[0]
    # the person faces the camera: seen from above, x right and z away, the left foot lies to the right
    splay = float(np.degrees(np.arctan2(two[0] * one[1] - two[1] * one[0], two @ one)))
    across = np.array([-(one + two)[1], (one + two)[0]])
    across /= max(float(np.linalg.norm(across)), 1e-9)
    return splay, float((left[2] - right[2]) @ across)


def compare(feet: Feet, pictures: Pictures, places: NDArray[np.float64]) -> str:
    """Splay and heel gap of ours and of BlazePose's points, against the truth, per view of standing people."""
    by_picture: dict[int, dict[str, int]] = {}
    for row in range(len(feet)):
        by_picture.setdefault(int(feet.picture[row]), {})[str(feet.side[row])] = row
    rows = []
    for number, sides in by_picture.items():
        if len(sides) < 2 or pictures.kind[number] not in ("stand", "bow"):
            continue
        length = float(pictures.true("foot_length_m")[number])
        ours = stance(*(on_floor(pictures, number, places[sides[s]]) for s in ("left", "right")))
        named = stance(*(on_floor(pictures, number, _blazepose(pictures, number, s)) for s in Side))
        true = (
            float(pictures.true("foot_splay_deg")[number]),
            float(pictures.true("heel_gap_foot_lengths")[number]),
        )
        azimuth = abs(float(pictures.camera[number, 6]))
        rows.append(
            (azimuth, ours[0] - true[0], ours[1] / length - true[1], named[0] - true[0], named[1] / length - true[1])
        )
    table = np.array(rows)
    lines = []
    for name, low, high in (("front 0..20", 0, 20), ("oblique 20..65", 20, 65), ("side 65..110", 65, 110)):
        part = table[(table[:, 0] >= low) & (table[:, 0] < high)]
        if len(part):
            off, bias, median = np.nanmean(abs(part), 0), np.nanmean(part, 0), np.nanmedian(abs(part), 0)
            lines.append(
                f"{name}: n {len(part)}; splay MAE ours {off[1]:.1f} (bias {bias[1]:.1f}, median {median[1]:.1f}),"
                f" BlazePose {off[3]:.1f} (bias {bias[3]:.1f}) deg; heel gap MAE ours {off[2]:.3f}"
                f" (bias {bias[2]:.3f}), BlazePose {off[4]:.3f} (bias {bias[4]:.3f}) foot lengths"
            )
    return "\n".join(lines)


def _blazepose(pictures: Pictures, number: int, side: Side) -> NDArray[np.float32]:
    """BlazePose's heel and toe, the heel standing for its inner edge too."""
    xy = pictures.body_xy[number]
    heel, toe = (xy[BodyPoint[f"{side.name}_{part}"]] for part in ("HEEL", "FOOT_INDEX"))
    return np.stack([heel, toe, heel])
