"""Sway as the product measures it on people who are known to sway -> its figures in tests/accuracy/postures.json.

    python -m training.posture.sway --stills GT_STILLS.jsonl [--out tests/accuracy/postures.json]

A rendered picture of somebody who stands is moved to and fro, as the person's trunk would move across it,
with new sensor noise in every frame; so the landmark models' own unrest is in the figures. Two slow swings, as quiet
stance has them (below 1 Hz: Winter 1995, "Human balance and posture control during standing and walking"). True is
the RMS of the movement in the scene; 0 cm is a person like a post.
"""

import argparse
import json
import math
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from training.posture.figures import VIEWS, Figure, figure_of
from vision.body.view import read_view
from vision.camera import Camera
from vision.families import MeasureContext
from vision.frame import Frame
from vision.landmarks.onnx_backend import OnnxBackend
from vision.landmarks.points import Landmarks
from vision.landmarks.smoothing import LandmarkSmoother
from vision.measure import Measure
from vision.motion.sway import SwayTracker
from vision.observation import Quality
from vision.reason import Reason
from vision.setup import Setup

SWAYS_CM = (0.0, 0.5, 1.0, 2.0)
RATE_FPS, SECONDS = 10.0, 3.6
NOISE = 2.5
"""Of a webcam's sensor, one sigma in levels of 255."""
GRAIN_SHIFT = 64
"""By up to so many pixels every frame's grain is another part of one large one."""
PEOPLE_A_VIEW = 5


def swinging(rng: np.random.Generator) -> NDArray[np.float64]:
    """The frames' places for an RMS of one over the frames that the tracker looks at."""
    times = np.arange(0.0, SECONDS, 1.0 / RATE_FPS)
    slow, quick = rng.uniform(0.3, 0.45), rng.uniform(0.6, 1.0)
    turns = rng.uniform(0, 2 * math.pi, 2)
    path = np.sin(2 * math.pi * slow * times + turns[0]) + 0.5 * np.sin(2 * math.pi * quick * times + turns[1])
    counted = path[times >= times[-1] - 3.0]
    return np.asarray(path / counted.std())


def px_per_cm(gt: dict[str, Any]) -> float:
    """Of the picture at the depth of the person's trunk."""
    depth_m = np.mean(
        [gt["joints"][name]["cam"][2] for name in ("left_shoulder", "right_shoulder", "left_hip", "right_hip")]
    )
    return float(gt["camera"]["fx"] / abs(depth_m) / 100.0)


def seen_swaying(
    backend: OnnxBackend, picture: NDArray[np.uint8], gt: dict[str, Any], sway_cm: float
) -> list[Landmarks]:
    """What the product's landmarks make of the moved picture, frame by frame."""
    height, width = picture.shape[:2]
    rng, smoother = np.random.default_rng(round(1000 * sway_cm)), LandmarkSmoother()
    grain = rng.normal(0.0, NOISE, (height + GRAIN_SHIFT, width + GRAIN_SHIFT, 3)).astype(np.int16)
    backend.reset()
    seen = []
    for index, place in enumerate(swinging(rng) * sway_cm * px_per_cm(gt)):
        matrix = np.array([[1.0, 0.0, place], [0.0, 1.0, 0.0]])
        moved = cv2.warpAffine(
            picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )
        down, right = rng.integers(0, GRAIN_SHIFT, 2)
        noisy = moved.astype(np.int16) + grain[down : down + height, right : right + width]
        grained = np.clip(noisy, 0, 255).astype(np.uint8)
        seen.append(smoother.smooth(backend.track(Frame(grained, index, index / RATE_FPS))))
    return seen


def sway_of(seen: list[Landmarks], camera: Camera) -> Measure:
    """`sway_cm` of the last three seconds."""
    tracker = SwayTracker()
    measure = Measure.missing("sway_cm", Reason.NOBODY)
    for landmarks in seen:
        if landmarks.person is None:
            continue
        view = read_view(landmarks.person, camera)
        frame = Frame(np.zeros((2, 2, 3), np.uint8), landmarks.frame_index, landmarks.time_s)
        context = MeasureContext(
            frame, landmarks, landmarks.person, view.view, view.azimuth_deg, view.sigma_deg, camera,
            Setup(camera=camera), Quality(), view.seated_probability,
        )  # fmt: skip
        (measure,) = tracker.update(context, {})
    return measure


def cameras_of(gt: dict[str, Any]) -> dict[str, Camera]:
    """The picture's camera, calibrated and not."""
    width, height = gt["image_size"]
    number = gt["camera"]
    known = Camera.from_hfov(
        width, height, number["hfov_deg"], height_m=number["height_m"], pitch_deg=number["pitch_deg"],
        roll_deg=number["roll_deg"],
    )  # fmt: skip
    return {"calibrated": known, "uncalibrated": Camera.assumed(width, height)}


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stills", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("tests/accuracy/postures.json"))
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    backend = OnnxBackend(workers=1)
    truths = [json.loads(line) for line in arguments.stills.read_text(encoding="utf-8").splitlines()]
    stand = [gt for gt in truths if gt["group"] == "stand"]
    found: dict[str, dict[str, dict[str, Figure]]] = {}
    for view, (low, high) in VIEWS.items():
        chosen = [gt for gt in stand if low <= abs(gt["camera"]["azimuth_deg"]) < high][:PEOPLE_A_VIEW]
        for sway_cm in SWAYS_CM:
            pairs: dict[str, list[tuple[Measure, float]]] = {}
            for gt in chosen:
                picture = cv2.imread(str(arguments.stills.parent / gt["file"]))
                seen = seen_swaying(backend, picture, gt, sway_cm)
                for lens, camera in cameras_of(gt).items():
                    pairs.setdefault(lens, []).append((sway_of(seen, camera), sway_cm))
            for lens, told in pairs.items():
                figure = figure_of(told)
                if figure is not None:
                    tables = found.setdefault(f"Sway over 3 s, {lens}", {})
                    tables.setdefault(view, {})[f"sway_cm of {sway_cm}"] = figure
                print(view, lens, sway_cm, figure, [round(float(m.value or 0), 2) for m, _ in told], flush=True)
    stored = json.loads(arguments.out.read_text(encoding="utf-8"))
    arguments.out.write_text(json.dumps(stored | found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
