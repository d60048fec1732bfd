"""Runs the hands classifier and the foot points on the renderer's own stills, drawn in its full light.

python -m training.stills_check --stills DIR        the folder with gt_stills.jsonl
"""

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from training.feet.figures import stance
from vision.body.foot_points import FootPoints, find_feet
from vision.camera import Camera
from vision.frame import Frame
from vision.hands.crop_classifier import classify, decide
from vision.landmarks.onnx_backend import OnnxBackend
from vision.landmarks.points import Side

POSE_OF = {
    "at_sides": "sides",
    "right_over_left": "front_right_over_left",
    "left_over_right": "front_left_over_right",
    "behind_back": "behind",
    "crossed": "crossed",
    "on_hips": "akimbo",
    "fig_leaf_low": "other",
    "on_thighs": "on_knees",
}
"""The renderer's names of the arms' poses, for standing people."""


def true_pose(truth: dict[str, Any]) -> str:
    """The classifier's name of the drawn pose."""
    name = POSE_OF[truth["arms"]]
    return name.replace("front_", "on_lap_") if truth["seated"] else name


def feet_off(row: dict[str, Any], feet: dict[Side, FootPoints | None], size: tuple[int, int]) -> tuple[float, float]:
    """Errors of splay, degrees, and heel gap, foot lengths; nan where a foot was not given."""
    left, right = feet[Side.LEFT], feet[Side.RIGHT]
    if left is None or right is None:
        return float("nan"), float("nan")
    lens = row["camera"]
    camera = Camera.from_hfov(
        *size, lens["hfov_deg"], height_m=lens["height_m"], pitch_deg=lens["pitch_deg"], roll_deg=lens["roll_deg"]
    )
    floor = [camera.on_plane(np.stack([f.heel, f.toe, f.inner_heel]))[:, [0, 2]] for f in (left, right)]
    splay, gap_m = stance(floor[0], floor[1])
    truth = row["truth"]
    return splay - truth["foot_splay_deg"], gap_m / truth["foot_length_m"] - truth["heel_gap_foot_lengths"]


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--stills", type=Path, required=True)
    folder = parser.parse_args().stills
    backend = OnnxBackend(workers=1)
    answers: Counter[tuple[str, str]] = Counter()
    off: list[tuple[float, float, float]] = []
    for line in (folder / "gt_stills.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        picture = np.asarray(cv2.imread(str(folder / row["file"])), np.uint8)
        backend.reset()
        seen = backend.track(Frame(picture))
        probabilities = classify(picture, seen)
        true, named = true_pose(row["truth"]), decide(probabilities) if probabilities else None
        answers[true, named or "open"] += 1
        if not row["truth"]["seated"]:
            size = (picture.shape[1], picture.shape[0])
            off.append((abs(row["camera"]["azimuth_deg"]), *feet_off(row, find_feet(picture, seen), size)))
    for (true, named), count in sorted(answers.items()):
        fine = named in (true, "open") or (named == "front_clasped_unclear" and "_over_" in true)
        print(f"{true:26} -> {named:26} {count}{'' if fine else '   wrong'}")
    table = np.array(off)
    for name, low, high in (("front 0..20", 0, 20), ("oblique 20..65", 20, 65), ("side 65..110", 65, 110)):
        part = table[(table[:, 0] >= low) & (table[:, 0] < high)]
        given = part[~np.isnan(part[:, 1])]
        if len(given):
            mean, bias = np.abs(given).mean(0), given.mean(0)
            print(
                f"{name}: {len(given)} of {len(part)} given; splay MAE {mean[1]:.1f} (bias {bias[1]:.1f}) deg,"
                f" heel gap MAE {mean[2]:.3f} (bias {bias[2]:.3f}) foot lengths"
            )


if __name__ == "__main__":
    main()
