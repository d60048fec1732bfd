"""Renders close-ups of folded hands for the question which hand lies on top.

    python -m training.render.hand_closeups --renderer DIR --out DIR [--worker 0 --workers 2] [--minutes 8]

Only the square around the wrists is drawn and no landmark model runs, so that a close-up costs a fifth of a picture
of the posture data set. Held-out people are left out. Files: `hands_*.npz` with `pixels` (N x 112 x 112 x 3, blue-
green-red, one trunk length wide around the true wrists), `right` (1 = right hand on top), `azimuth_deg`, `series`.
"""

import argparse
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from training.render.arm_poses import FRONT
from training.render.bodies import HELD_OUT, everybody, original_name
from training.render.composition import Composer
from training.render.sampling import series

CLOSEUP_PX = 112
TRUNKS = 1.0
LARGEST_AZIMUTH_DEG = 75.0
A_FILE = 150


def scene_of(seed: int, people: list[str]) -> dict[str, Any] | None:
    """A standing, seated or bowing scene with folded hands seen from the front half; None where it has not."""
    kind = ("kiosk", "stand", "kiosk", "seat", "kiosk", "bow")[seed % 6]
    rng = np.random.default_rng([7, seed])
    scenes = series(kind, 500_000 + seed, people)
    scene = scenes[int(rng.integers(len(scenes)))]
    names = ("on_lap_right_over_left", "on_lap_left_over_right") if scene["pose"].get("seated") else FRONT
    scene["pose"]["reach"] = {"pose": str(rng.choice(names)), "seed": int(rng.integers(1 << 30))}
    return scene if abs(scene["camera"]["azimuth_deg"]) <= LARGEST_AZIMUTH_DEG else None


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--renderer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--people", type=Path, help="draw only this folder's people (training.render.anny_people)")
    parser.add_argument("--worker", type=int, default=0)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=8.0)
    parser.add_argument("--first", type=int, default=0, help="first scene: another number gives other pictures")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    arguments.out.mkdir(parents=True, exist_ok=True)
    composer = Composer(arguments.renderer)
    names = everybody(arguments.renderer, arguments.people)
    people = [name for name in names if original_name(name) not in HELD_OUT]
    end = time.monotonic() + 60 * arguments.minutes
    rows: list[tuple[Any, int, float, str]] = []
    seed = arguments.first + arguments.worker
    while time.monotonic() < end:
        scene = scene_of(seed, people)
        drawn = composer.closeup(scene, TRUNKS) if scene else None
        if scene and drawn:
            pixels = cv2.resize(drawn[0], (CLOSEUP_PX, CLOSEUP_PX), interpolation=cv2.INTER_LINEAR)
            right = int("right_over" in scene["pose"]["reach"]["pose"])
            rows.append((pixels, right, float(scene["camera"]["azimuth_deg"]), f"hands{seed}"))
        seed += arguments.workers
        if len(rows) >= A_FILE or (rows and time.monotonic() >= end):
            pixels_all, right_all, azimuth, names_all = zip(*rows, strict=True)
            path = arguments.out / f"hands_{seed:06d}.npz"
            np.savez_compressed(
                path, pixels=np.stack(pixels_all), right=right_all, azimuth_deg=azimuth, series=names_all
            )
            print(path.name, flush=True)
            rows.clear()


if __name__ == "__main__":
    main()
