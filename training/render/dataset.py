"""Renders the posture data set: pictures, the landmarks that our models find in them, and the truth.

    python -m training.render.dataset --renderer DIR --out DIR [--worker 0 --workers 2] [--minutes 20]

Every worker takes its own seeds and writes files of about 60 pictures; README.md beside them describes the arrays.
Pictures themselves are not kept, only cut-outs of hands and feet.
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

from training.render.bodies import HELD_OUT, everybody, original_name
from training.render.composition import Composer, Rendered
from training.render.crops import Window, centred
from training.render.renderer import Parameters
from training.render.sampling import series
from vision.frame import Frame
from vision.landmarks.onnx_backend import OnnxBackend
from vision.landmarks.points import BodyPoint, Landmarks, Person

PICTURES_A_FILE = 60
ROUNDS = {
    "posture": ("bow", *["stand"] * 8, *["seat"] * 3, "negative"),
    "arms": ("arms",) * 10,
    "kiosk": ("kiosk",) * 10,
}
"""Kinds of scenes a round, for all models or for the arms' model alone, before cameras of any kind or a kiosk's."""
TORSO_CROP_PX, WRIST_CROP_PX, FOOT_CROP_PX = 160, 128, 128
TRUTH_NUMBERS = (
    "bow_angle_deg",
    "trunk_inclination_deg",
    "trunk_line_sagittal_deg",
    "trunk_line_sagittal_upright_deg",
    "hip_shoulder_line_sagittal_deg",
    "hip_shoulder_line_upright_deg",
    "trunk_lateral_deg",
    "shoulder_tilt_deg",
    "pelvis_tilt_deg",
    "head_pitch_deg",
    "head_yaw_deg",
    "head_roll_deg",
    "neck_flexion_rel_trunk_deg",
    "foot_splay_deg",
    "left_toe_out_deg",
    "right_toe_out_deg",
    "foot_length_m",
    "heel_gap_foot_lengths",
    "heel_gap_m",
    "heel_centre_distance_foot_lengths",
    "ankle_distance_m",
    "foot_stagger_m",
    "left_knee_angle_deg",
    "right_knee_angle_deg",
    "left_hip_angle_deg",
    "right_hip_angle_deg",
    "left_elbow_angle_deg",
    "right_elbow_angle_deg",
    "knee_gap_joint_m",
    "knee_gap_over_hip_width",
    "seat_depth_fraction",
    "pelvis_joint_depth_fraction",
    "back_gap_m",
    "trunk_lean_back_deg",
    "seat_height_m",
    "seat_depth_m",
    "stature_m",
)
CAMERA_NUMBERS = (
    "hfov_deg",
    "focal_px",
    "height_m",
    "distance_m",
    "pitch_deg",
    "roll_deg",
    "azimuth_deg",
    "lateral_m",
)
FLOOR_POINTS = ("left_heel", "left_toe", "left_inner_heel", "right_heel", "right_toe", "right_inner_heel")
SEEN_WEIGHT = 3
"""People who may be trained on are drawn this many times as often as the held-out ones."""
JPEG = [cv2.IMWRITE_JPEG_QUALITY, 90]


def torso_window(xy: NDArray[np.floating]) -> Window:
    """Stored cut-out of the trunk and the arms: twice the trunk's length around the lower trunk."""
    shoulders = xy[[BodyPoint.LEFT_SHOULDER, BodyPoint.RIGHT_SHOULDER]].mean(0)
    hips = xy[[BodyPoint.LEFT_HIP, BodyPoint.RIGHT_HIP]].mean(0)
    trunk = max(float(np.linalg.norm(shoulders - hips)), 8.0)
    centre = hips + 0.3 * (shoulders - hips)
    return centred(float(centre[0]), float(centre[1]), 2.2 * trunk)


def wrist_window(xy: NDArray[np.floating]) -> Window:
    """Stored cut-out around the middle of both wrists, one trunk length wide."""
    shoulders = xy[[BodyPoint.LEFT_SHOULDER, BodyPoint.RIGHT_SHOULDER]].mean(0)
    hips = xy[[BodyPoint.LEFT_HIP, BodyPoint.RIGHT_HIP]].mean(0)
    trunk = max(float(np.linalg.norm(shoulders - hips)), 8.0)
    centre = xy[[BodyPoint.LEFT_WRIST, BodyPoint.RIGHT_WRIST]].mean(0)
    return centred(float(centre[0]), float(centre[1]), 1.1 * trunk)


def foot_window(xy: NDArray[np.floating], side: str) -> Window:
    """Stored cut-out of one foot: 1.6 shanks wide around ankle, heel and toe."""
    name = side.upper()
    knee, ankle, heel, toe = (xy[BodyPoint[f"{name}_{part}"]] for part in ("KNEE", "ANKLE", "HEEL", "FOOT_INDEX"))
    shank = max(float(np.linalg.norm(knee - ankle)), 1.2 * float(np.linalg.norm(heel - toe)), 8.0)
    centre = (ankle + heel + toe) / 3
    return centred(float(centre[0]), float(centre[1]), 1.6 * shank)


class Shard:
    """Collects pictures until a file is full."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Any]] = defaultdict(list)
        self.pictures: dict[str, list[bytes]] = defaultdict(list)

    def __len__(self) -> int:
        return len(self.rows["avatar"])

    def add(self, scene: Parameters, place: tuple[str, int], drawn: Rendered, seen: Landmarks) -> None:
        """One picture; `place` is the series' name and the number within it."""
        assert seen.person is not None
        rows = self.rows
        rows["avatar"].append(scene["avatar"])
        rows["held_out"].append(original_name(scene["avatar"]) in HELD_OUT)
        rows["kind"].append(scene["kind"])
        rows["series"].append(place[0])
        rows["number"].append(place[1])
        rows["image_size"].append((drawn.picture.shape[1], drawn.picture.shape[0]))
        rows["camera"].append([drawn.camera[name] for name in CAMERA_NUMBERS])
        rows["truth"].append([_number(drawn.truth.get(name)) for name in TRUTH_NUMBERS])
        rows["arms"].append(str(drawn.truth["arms"]))
        rows["upper_hand"].append(str(drawn.truth.get("upper_hand") or ""))
        rows["seated"].append(bool(drawn.truth["seated"]))
        rows["joints_px"].append([drawn.joints_px[name] for name in sorted(drawn.joints_px)])
        rows["joints_visible"].append([drawn.visible[name] for name in sorted(drawn.joints_px)])
        rows["floor_px"].append([drawn.floor_px[name] for name in FLOOR_POINTS])
        rows["floor_m"].append([drawn.floor_m[name] for name in FLOOR_POINTS])
        rows["chair_px"].append(drawn.chair_px or [[np.nan, np.nan]] * 4)
        rows["people"].append(seen.people)
        rows["params"].append(json.dumps(scene))
        self._landmarks(seen.person)
        self._cut(drawn.picture, seen.person.body.points.xy)
        self.joint_names = sorted(drawn.joints_px)

    def _landmarks(self, person: Person) -> None:
        rows = self.rows
        points = person.body.points
        rows["body_xy"].append(points.xy)
        rows["body_z"].append(points.z)
        rows["body_visibility"].append(points.visibility)
        rows["body_provenance"].append(points.provenance)
        rows["body_world"].append(person.body.world)
        rows["body_score"].append(person.body.score)
        face = person.face
        nothing = np.full((478, 2), np.nan, np.float32)
        rows["face_xy"].append(face.points.xy if face else nothing)
        rows["face_z"].append(face.points.z if face else nothing[:, 0])
        rows["face_provenance"].append(face.points.provenance if face else np.zeros(478, np.uint8))
        rows["face_score"].append(face.score if face else 0.0)
        hands = (person.left_hand, person.right_hand)
        rows["hands_xy"].append([hand.points.xy if hand else nothing[:21] for hand in hands])
        rows["hands_z"].append([hand.points.z if hand else nothing[:21, 0] for hand in hands])
        rows["hands_measured"].append([hand.points.provenance if hand else np.zeros(21, np.uint8) for hand in hands])
        rows["hands_score"].append([hand.score if hand else 0.0 for hand in hands])
        rows["hands_right_probability"].append([hand.right_probability if hand else np.nan for hand in hands])

    def _cut(self, picture: NDArray[np.uint8], xy: NDArray[np.floating]) -> None:
        windows = {
            "torso": (torso_window(xy), TORSO_CROP_PX),
            "wrists": (wrist_window(xy), WRIST_CROP_PX),
            "left_foot": (foot_window(xy, "left"), FOOT_CROP_PX),
            "right_foot": (foot_window(xy, "right"), FOOT_CROP_PX),
        }
        for name, (window, size) in windows.items():
            coded = cv2.imencode(".jpg", window.cut(picture, size), JPEG)[1]
            self.pictures[name].append(coded.tobytes())
            self.rows[f"{name}_window"].append((window.x0, window.y0, window.side))

    def write(self, path: Path) -> None:
        """Write and forget."""
        small = {"body_z", "body_world", "face_z", "hands_z", "body_visibility"}
        arrays: dict[str, Any] = {}
        for name, values in self.rows.items():
            array = np.asarray(values)
            if array.dtype == np.float64:
                array = array.astype(np.float32)
            arrays[name] = array.astype(np.float16) if name in small else array
        for name, coded in self.pictures.items():
            arrays[f"{name}_jpeg"] = np.frombuffer(b"".join(coded), np.uint8)
            arrays[f"{name}_jpeg_end"] = np.cumsum([len(one) for one in coded])
        arrays["truth_names"] = np.asarray(TRUTH_NUMBERS)
        arrays["camera_names"] = np.asarray(CAMERA_NUMBERS)
        arrays["floor_names"] = np.asarray(FLOOR_POINTS)
        arrays["joint_names"] = np.asarray(self.joint_names)
        unfinished = path.with_suffix(".part.npz")
        np.savez_compressed(unfinished, **arrays)
        unfinished.rename(path)
        self.rows.clear()
        self.pictures.clear()


def _number(value: Any) -> float:
    return float("nan") if value is None else float(value)


def unreachable(drawn: Rendered) -> bool:
    """True where a foot could not be put where the scene wanted it: the drawn stance would float."""
    return any("leg" in warning for warning in drawn.warnings)


def look_for_nobody_else(backend: OnnxBackend) -> None:
    """Leave out the search for other people: there are none, and it takes as long as all the rest."""
    backend._crowd.look_everywhere = lambda *_: None  # type: ignore[method-assign]


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--renderer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--people", type=Path, help="draw only this folder's people (training.render.anny_people)")
    parser.add_argument("--worker", type=int, default=0)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=20.0)
    parser.add_argument("--first", type=int, default=0, help="first round: another number gives other pictures")
    parser.add_argument("--rounds", choices=sorted(ROUNDS), default="posture")
    arguments = parser.parse_args()
    kinds = ROUNDS[arguments.rounds]
    cv2.setNumThreads(1)
    arguments.out.mkdir(parents=True, exist_ok=True)
    composer = Composer(arguments.renderer)
    backend = OnnxBackend(workers=1)
    look_for_nobody_else(backend)
    names = everybody(arguments.renderer, arguments.people)
    people = [name for name in names for _ in range(1 if original_name(name) in HELD_OUT else SEEN_WEIGHT)]
    end = time.monotonic() + 60 * arguments.minutes
    shard, missed, number = Shard(), 0, arguments.first + arguments.worker
    files = 0
    while time.monotonic() < end:
        for turn, kind in enumerate(kinds):
            seed = number * len(kinds) + turn
            backend.reset()
            for place, scene in enumerate(series(kind, seed, people)):
                drawn = composer.render(scene)
                if unreachable(drawn) and kind not in ("seat", "arms", "kiosk"):
                    continue
                frame = Frame(np.ascontiguousarray(drawn.picture), place, float(place))
                seen = backend.track(frame)
                if place and seen.person is not None:
                    seen = backend.track(frame)  # settle on this picture as a slow movement would have
                if seen.person is None:
                    missed += 1
                    continue
                shard.add(scene, (f"{kind}{seed}", place), drawn, seen)
            if len(shard) >= PICTURES_A_FILE:
                shard.write(arguments.out / f"part_{arguments.worker:02d}_{number:05d}.npz")
                files += 1
                print(files, "files; nobody found in", missed, flush=True)
        number += arguments.workers
    if len(shard):
        shard.write(arguments.out / f"part_{arguments.worker:02d}_{number:05d}.npz")
    print("done; nobody found in", missed, "pictures", flush=True)


if __name__ == "__main__":
    main()
