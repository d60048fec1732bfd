"""Renders seated people whose legs are crossed or not, with the landmarks that our models find in them.

    python -m training.legs.render --renderer DIR --out DIR [--minutes 30] [--first 0]

Files of about fifty pictures, two of each person; only the cut-out of the legs is kept. Three of ten people are such
as nobody trains on.
"""

import argparse
import json
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from training.legs.poses import CROSSED, UNCROSSED, install
from training.render.bodies import HELD_OUT, everybody, original_name
from training.render.composition import Composer
from training.render.crops import Window, centred
from training.render.dataset import CAMERA_NUMBERS, JPEG, look_for_nobody_else, unreachable
from training.render.renderer import Parameters
from training.render.sampling import series
from vision.body.leg_crossing import legs_crop
from vision.frame import Frame
from vision.landmarks.onnx_backend import OnnxBackend

PICTURES_A_FILE = 50
HELD_OUT_OF_TEN = 3
STORED_PX, STORED_MORE = 176, 1.25
"""Pixels of the stored cut-out, and how much wider it is than the one at run time."""
CROSSED_SHARE = 0.5
COVERED_SHARE, CUT_OFF_SHARE = 0.2, 0.12
KIOSK_SHARE = 0.7
PARTS = ("hip", "knee", "ankle", "heel", "foot_index")
Picture = NDArray[np.uint8]


def scenes_of(seed: int, people: list[str]) -> list[Parameters]:
    """One seated person before two cameras, in two rooms and lights, from the seed alone."""
    first = _scene(2 * seed, people)
    second = _scene(2 * seed + 1, people)
    return [first, second | {name: first[name] for name in ("avatar", "scale", "pose")}]


def _scene(seed: int, people: list[str]) -> Parameters:
    rng = np.random.default_rng([7, seed])
    kind = "seat"
    scene = series(kind, int(rng.integers(1 << 30)), people)[0]
    crossed = rng.random() < CROSSED_SHARE
    pose = scene["pose"]
    pose["legs"] = {
        "kind": str(rng.choice(CROSSED if crossed else UNCROSSED)),
        "seed": int(rng.integers(1 << 30)),
    }
    pose["feet_forward"] = 0.0
    if pose["legs"]["kind"] in ("together", "slanted", "knees_in", "tucked") and rng.random() < 0.7:
        pose["knee_gap"] = float(rng.uniform(0, 0.06))
    scene["camera"] |= {"azimuth_deg": _azimuth(rng)}
    if rng.random() < KIOSK_SHARE:
        _before_a_kiosk(rng, scene)
    elif rng.random() < CUT_OFF_SHARE / (1 - KIOSK_SHARE):
        scene["camera"]["pitch_deg"] += float(rng.uniform(6, 16))
    scene["cover"] = int(rng.integers(1 << 30)) if rng.random() < COVERED_SHARE else 0
    return scene


def _azimuth(rng: np.random.Generator) -> float:
    draw = rng.random()
    if draw < 0.33:
        return float(rng.uniform(-22, 22))
    low, high = (20.0, 70.0) if draw < 0.73 else (66.0, 105.0)
    return float(rng.choice([-1, 1]) * rng.uniform(low, high))


def _before_a_kiosk(rng: np.random.Generator, scene: Parameters) -> None:
    """Two to three and a half metres before a kiosk's camera, aimed at the seated person or a little too high."""
    wide = rng.random() < 0.7
    size = (640, 480) if rng.random() < 0.65 else (800, 600)
    height, distance = float(rng.uniform(1.0, 1.7)), float(rng.uniform(1.8, 3.2))
    aim_m = scene["scale"] * 0.66 + float(rng.normal(0, 0.05))
    if rng.random() < CUT_OFF_SHARE:
        aim_m += float(rng.uniform(0.15, 0.5))
    scene["camera"] |= {
        "width": size[0] if wide else size[1],
        "height": size[1] if wide else size[0],
        "hfov_deg": float(rng.uniform(50, 78) if wide else rng.uniform(42, 58)),
        "distance": distance,
        "cam_height": height,
        "roll_deg": float(rng.normal(0, 0.9)),
        "pitch_deg": float(np.degrees(np.arctan2(aim_m - height, distance))),
        "lateral": float(rng.normal(0, 0.12)),
    }


def covered(picture: Picture, joints: dict[str, tuple[float, float]], seed: int) -> NDArray[np.bool_]:
    """Put a desk, a counter, a post or a box before the legs, in place; returns the pixels it covers."""
    rng = np.random.default_rng(seed)
    height, width = picture.shape[:2]
    legs = np.array([joints[f"{side}_{part}"] for side in ("left", "right") for part in PARTS])
    (x0, y0), (x1, y1) = legs.min(0), legs.max(0)
    tall, across = max(y1 - y0, 20.0), max(x1 - x0, 20.0)
    mask = np.zeros((height, width), np.uint8)
    slope = float(rng.normal(0, 0.06))
    kind = rng.choice(["desk", "beam", "post", "box"], p=[0.4, 0.2, 0.15, 0.25])
    if kind in ("desk", "beam"):
        top = y0 + tall * float(rng.uniform(-0.1, 0.95))
        bottom = 2.0 * height if kind == "desk" else top + tall * float(rng.uniform(0.12, 0.4))
        left, right = -width, 2 * width
        if rng.random() < 0.3:
            left = int(x0 + across * rng.uniform(-0.4, 0.5))
    elif kind == "post":
        left = int(x0 + across * rng.uniform(-0.1, 0.9))
        right = left + int(across * rng.uniform(0.1, 0.35))
        top, bottom = -height, 2 * height
    else:
        left = int(x0 + across * rng.uniform(-0.5, 0.6))
        right = left + int(across * rng.uniform(0.4, 1.2))
        top, bottom = y0 + tall * float(rng.uniform(0.35, 0.95)), 2.0 * height
    corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], float)
    corners[:, 1] += slope * (corners[:, 0] - (x0 + x1) / 2)
    cv2.fillConvexPoly(mask, corners.round().astype(np.int32), 255)
    base = np.clip(rng.uniform(15, 235) + rng.normal(0, rng.choice([8, 45]), 3), 0, 255)
    shade = np.linspace(rng.uniform(0.8, 1.15), rng.uniform(0.7, 1.05), height)[:, None, None]
    grain = rng.normal(0, rng.uniform(1, 7), (height, 1, 1)) + rng.normal(0, rng.uniform(1, 5), (height, width, 1))
    paint = np.clip(base * shade + grain, 0, 255).astype(np.uint8)
    paint = np.broadcast_to(paint, picture.shape) if paint.shape != picture.shape else paint
    inside = mask > 0
    picture[inside] = paint[inside]
    return np.asarray(inside)


def stored_window(xy: NDArray[np.floating]) -> Window:
    """Where the stored cut-out lies."""
    crop = legs_crop(xy)
    return centred(crop.cx, crop.cy, STORED_MORE * crop.side)


def _hidden(
    joints: dict[str, tuple[float, float]], size: tuple[int, int], mask: NDArray[np.bool_]
) -> list[list[bool]]:
    """Left and right: hip, knee, ankle, heel, toe lie outside the picture or behind what covers the legs."""
    answer = []
    for side in ("left", "right"):
        row = []
        for part in PARTS:
            x, y = joints[f"{side}_{part}"]
            inside = 0 <= x < size[0] and 0 <= y < size[1]
            row.append(not inside or bool(mask[int(y), int(x)]))
        answer.append(row)
    return answer


class Shard:
    """Collects pictures until a file is full."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Any]] = defaultdict(list)
        self.coded: list[bytes] = []

    def write(self, path: Path) -> None:
        """Write and forget."""
        arrays = {name: np.asarray(values) for name, values in self.rows.items()}
        arrays["legs_jpeg"] = np.frombuffer(b"".join(self.coded), np.uint8)
        arrays["legs_jpeg_end"] = np.cumsum([len(one) for one in self.coded])
        unfinished = path.with_suffix(".part.npz")
        np.savez_compressed(unfinished, **arrays)
        unfinished.rename(path)
        self.rows.clear()
        self.coded.clear()


def _pose_once(body: Any) -> None:
    """Remember the last posed body: the second camera sees the same one."""
    own, last = body.pose, {}

    def pose(avatar: Any, wish: dict[str, Any]) -> Any:
        if last.get("key") != (avatar.name, id(wish)):
            last.update(key=(avatar.name, id(wish)), wish=wish, posed=own(avatar, wish))
        return last["posed"]

    body.pose = pose


def _draw(composer: Composer, backend: OnnxBackend, scene: Parameters, number: int, shard: Shard) -> bool:
    """Draw a scene, look for the person's points, keep both; False where there is nothing to keep."""
    drawn = composer.render(scene)
    if unreachable(drawn):
        return False
    picture = np.ascontiguousarray(drawn.picture)
    mask = np.zeros(picture.shape[:2], bool)
    if scene["cover"]:
        mask = covered(picture, drawn.joints_px, scene["cover"])
    backend.reset()
    seen = backend.track(Frame(picture, number, 0.0))
    if seen.person is None:
        return False
    points, rows = seen.person.body.points, shard.rows
    window = stored_window(points.xy)
    shard.coded.append(cv2.imencode(".jpg", window.cut(picture, STORED_PX), JPEG)[1].tobytes())
    rows["window"].append((window.x0, window.y0, window.side))
    rows["avatar"].append(scene["avatar"])
    rows["number"].append(number)
    rows["held_out"].append(original_name(scene["avatar"]) in HELD_OUT)
    rows["kind"].append(scene["pose"]["legs"]["kind"])
    rows["covered"].append(bool(scene["cover"]))
    rows["image_size"].append(seen.image_size)
    rows["camera"].append([drawn.camera[name] for name in CAMERA_NUMBERS])
    rows["hidden"].append(_hidden(drawn.joints_px, seen.image_size, mask))
    rows["joints_px"].append([[drawn.joints_px[f"{s}_{p}"] for p in PARTS] for s in ("left", "right")])
    rows["visible"].append([[drawn.visible[f"{s}_{p}"] for p in PARTS] for s in ("left", "right")])
    rows["body_xy"].append(points.xy)
    rows["body_visibility"].append(points.visibility)
    rows["body_provenance"].append(points.provenance)
    rows["body_z"].append(points.z)
    rows["body_world"].append(seen.person.body.world)
    rows["body_score"].append(seen.person.body.score)
    rows["params"].append(json.dumps(scene))
    return True


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--renderer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=30.0)
    parser.add_argument("--first", type=int, default=0)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    arguments.out.mkdir(parents=True, exist_ok=True)
    composer = Composer(arguments.renderer)
    install(composer.body)
    _pose_once(composer.body)
    backend = OnnxBackend(workers=1)
    look_for_nobody_else(backend)
    # faces and hands say nothing about legs and cost as much as all the rest
    backend._completed = lambda picture, pose, face, hands, fresh: (None, {})  # type: ignore[method-assign]
    everyone = everybody(arguments.renderer)
    people = {aside: [p for p in everyone if (original_name(p) in HELD_OUT) == aside] for aside in (False, True)}
    end, number, missed, shard = time.monotonic() + 60 * arguments.minutes, arguments.first, 0, Shard()
    while time.monotonic() < end:
        number += 1
        aside = number % 10 < HELD_OUT_OF_TEN
        for scene in scenes_of(number, people[aside]):
            missed += not _draw(composer, backend, scene, number, shard)
        if len(shard.coded) >= PICTURES_A_FILE:
            shard.write(arguments.out / f"part_{number:07d}.npz")
            print(number, "people,", missed, "pictures left out", flush=True)
    if shard.coded:
        shard.write(arguments.out / f"part_{number:07d}.npz")
    print("done;", missed, "left out of", number - arguments.first, flush=True)


if __name__ == "__main__":
    main()
