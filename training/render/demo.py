"""Renders the bundled demo person: `assets/demo/person.mp4` and `assets/demo/demo.toml`.

    python -m training.render.demo --renderer DIR [--out assets/demo]
    python -m training.render.demo --renderer DIR --aside     only `assets/demo/aside.mp4`

A man in a suit walks on to the mark, stands, folds his hands, turns to both sides, bows, stands with the badge put
straight and leaves. A second clip, `aside.mp4`, shows the same person half aside: the way down of a bow and
its bottom, which the demo plays back for the way up. Needs the renderer's folder, its Python packages and ffmpeg.
"""

import argparse
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from training.render.motion import along, blend_rotations, shuffle_walk
from training.render.renderer import Parameters, load_body_module, load_renderer

FPS = 12
WIDTH_PX, HEIGHT_PX = 960, 720
WALK_M = 2.4
STEP_M = 0.6

# The story, in seconds. A segment ends where the next one starts.
SEGMENTS: tuple[tuple[str, float], ...] = (
    ("empty", 0.0),
    ("walks_in", 1.5),
    ("turns_to_front", 4.5),
    ("stands_arms_at_sides", 5.5),
    ("folds_hands", 8.5),
    ("stands_hands_in_front", 9.3),
    ("turns_left", 13.0),
    ("holds_left", 14.1),
    ("turns_back_from_left", 15.6),
    ("turns_right", 16.9),
    ("holds_right", 18.0),
    ("turns_back_from_right", 19.5),
    ("stands_before_bow", 20.6),
    ("bows_down", 22.0),
    ("holds_bow", 23.0),
    ("rises", 24.3),
    ("stands_badge_straight", 25.6),
    ("turns_away", 29.6),
    ("walks_out", 30.4),
    ("empty_again", 33.2),
    ("end", 35.0),
)
STARTS = dict(SEGMENTS)
ASIDE: tuple[tuple[str, float], ...] = (
    ("stands_aside", 0.0),
    ("bows_aside", 0.75),
    ("holds_bow_aside", 1.75),
    ("end", 2.25),
)
"""The story of the second clip, in seconds."""
TURNED_S = 211 / FPS
"""Where in the first clip the person has turned half aside to the right, on the way to the side."""
STILL_SEGMENTS = (
    "stands_arms_at_sides",
    "stands_hands_in_front",
    "holds_left",
    "holds_right",
    "stands_before_bow",
    "holds_bow",
    "stands_badge_straight",
)
TRUE_VALUES = (
    "bow_angle_deg",
    "shoulder_tilt_deg",
    "head_pitch_deg",
    "head_roll_deg",
    "foot_splay_deg",
    "left_toe_out_deg",
    "right_toe_out_deg",
    "heel_gap_foot_lengths",
    "foot_length_m",
)


@dataclass(frozen=True, slots=True)
class Moment:
    """What the person does at one time of the clip."""

    lateral_m: float
    azimuth_deg: float
    stagger_m: float
    splay_deg: float
    heel_gap_ratio: float
    bow_deg: float
    hands_share: float
    """0 = arms at the sides, 1 = right hand over left in front."""
    badge_tilt_deg: float


def moment(time_s: float) -> Moment:
    """The person's state at a time of the story; turning to the own left is a negative camera azimuth."""
    at = STARTS
    walk_in = [(at["walks_in"], -WALK_M), (at["turns_to_front"], 0.0)]
    walk_out = [(at["walks_out"], 0.0), (at["empty_again"], WALK_M)]
    leaving = time_s >= at["walks_out"]
    lateral = along(walk_out if leaving else walk_in, time_s)
    if time_s < at["walks_in"] or time_s >= at["empty_again"]:
        lateral = -9.0  # far outside the picture: the room is empty
    turn = [
        (at["turns_to_front"], -88.0),
        (at["stands_arms_at_sides"], 0.0),
        (at["turns_left"], 0.0),
        (at["holds_left"], -80.0),
        (at["turns_back_from_left"], -80.0),
        (at["turns_back_from_left"] + 1.1, 0.0),
        (at["turns_right"], 0.0),
        (at["holds_right"], 80.0),
        (at["turns_back_from_right"], 80.0),
        (at["stands_before_bow"], 0.0),
        (at["turns_away"], 0.0),
        (at["walks_out"], -88.0),
    ]
    stance = [(at["turns_to_front"], 0.0), (at["stands_arms_at_sides"], 1.0), (at["turns_away"], 1.0)]
    in_stance = along([*stance, (at["walks_out"], 0.0)], time_s)
    breath = 0.25 * np.sin(1.7 * time_s)
    bow = [(at["bows_down"], 0.0), (at["holds_bow"], 30.0), (at["rises"], 30.0)]
    hands = [(at["folds_hands"], 0.0), (at["stands_hands_in_front"], 1.0), (at["turns_away"], 1.0)]
    return Moment(
        lateral_m=lateral,
        azimuth_deg=along(turn, time_s),
        stagger_m=shuffle_walk(abs(lateral), STEP_M) if abs(lateral) < WALK_M else 0.0,
        splay_deg=12.0 + 28.0 * in_stance,
        heel_gap_ratio=0.25 - 0.21 * in_stance,
        bow_deg=along([*bow, (at["stands_badge_straight"], 0.0)], time_s) + float(breath),
        hands_share=along([*hands, (at["walks_out"], 0.0)], time_s),
        badge_tilt_deg=along([(at["holds_bow"], 9.0), (at["rises"], 0.0)], time_s),
    )


def aside_moment(time_s: float) -> Moment:
    """The person's state in the second clip: turned half aside, then down."""
    at = dict(ASIDE)
    bow = along([(at["bows_aside"], 0.0), (at["holds_bow_aside"], 30.0)], time_s)
    return replace(moment(TURNED_S), bow_deg=bow + float(0.25 * np.sin(1.7 * time_s)))


def scene_at(time_s: float, frame: int) -> Parameters:
    """Parameters of one picture of the clip."""
    return scene_of(moment(time_s), frame)


def scene_of(now: Moment, frame: int) -> Parameters:
    """Parameters of one picture of the person in that state."""
    return {
        "avatar": "Asian_M_1_Busi",
        "camera": {
            "width": WIDTH_PX,
            "height": HEIGHT_PX,
            "hfov_deg": 62.0,
            "distance": 2.55,
            "cam_height": 1.35,
            "pitch_deg": -9.5,
            "roll_deg": 0.0,
            "azimuth_deg": now.azimuth_deg,
            "lateral": now.lateral_m,
        },
        "pose": {
            "trunk_flexion": now.bow_deg,
            "neck_flexion": 0.0,
            "foot_splay": now.splay_deg,
            "heel_gap": now.heel_gap_ratio,
            "foot_stagger": now.stagger_m,
            "arms": "at_sides",
            "hands_share": now.hands_share,
        },
        "badge": {"text": "LI", "sub": "0318", "style": "white", "side": "left", "tilt_deg": now.badge_tilt_deg},
        "tie": {"color": [122, 24, 38]},
        "room": {"seed": 11, "wall": [214, 210, 200], "floor": "wood", "back": 1.7},
        "light": {"azimuth": -32, "elevation": 48, "key": 1.2, "fill": 0.95, "fast": True},
        "photo": {"noise": 0.006, "blur": 0.4, "vignette": 0.1},
        "noise_seed": 1000 + frame,
    }


def blend_arms(body: ModuleType) -> None:
    """Teach the renderer's arms to stand between two poses: `hands_share` from at the sides to right over left."""
    one_pose = body.arms

    def arms(avatar: Any, turns: dict[str, Any], *rest: Any) -> None:
        parameters = rest[3]
        share = parameters.get("hands_share", 0.0)
        others = rest[:3]
        tail = rest[4:]
        first = dict(turns)
        one_pose(avatar, first, *others, {**parameters, "arms": "at_sides"}, *tail)
        second = dict(turns)
        one_pose(avatar, second, *others, {**parameters, "arms": "right_over_left"}, *tail)
        for bone in second:
            turns[bone] = blend_rotations(first[bone], second[bone], share)

    body.arms = arms


def write_clip(
    scene: ModuleType, target: Path, scenes: Sequence[Parameters], truths: dict[int, dict[str, Any]]
) -> None:
    """Render every one of `scenes` into `target`; fills `truths` by frame number."""
    raw = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDTH_PX}x{HEIGHT_PX}", "-r", str(FPS), "-i", "-"]
    coded = ["-c:v", "libx264", "-crf", "24", "-preset", "slow", "-pix_fmt", "yuv420p", "-movflags", "+faststart"]
    command = ["ffmpeg", "-y", "-loglevel", "error", *raw, *coded, str(target)]
    encoder = subprocess.Popen(command, stdin=subprocess.PIPE)
    assert encoder.stdin is not None
    for frame, parameters in enumerate(scenes):
        picture, truth = scene.render(parameters)
        truths[frame] = truth
        encoder.stdin.write(np.ascontiguousarray(picture).tobytes())
    encoder.stdin.close()
    if encoder.wait() != 0:
        raise OSError(f"ffmpeg could not write {target}.")


def describe(truths: dict[int, dict[str, Any]], count: int) -> str:
    """The clip's TOML: camera, story and true values of the still segments."""
    camera = truths[0]["camera"]
    lines = [
        "# The bundled demo person: what the clip shows. Written by training/render/demo.py.",
        'licence = "MIT"',
        'source = "Rendered from VALID, the Validated Avatar Library for Inclusion and Diversity'
        " (Do, Zelenty, Gonzalez-Franco, McMahan, arXiv:2309.10902). The face is no real person's.\"",
        f"fps = {FPS}",
        f"frames = {count}",
        f"duration_s = {STARTS['end']}",
        'wearer = "men"',
        "",
        "[camera]",
        f"width_px = {WIDTH_PX}",
        f"height_px = {HEIGHT_PX}",
        f"hfov_deg = {camera['hfov_deg']}",
        f"height_m = {camera['height_m']}",
        f"pitch_deg = {camera['pitch_deg']:.2f}",
        f"roll_deg = {camera['roll_deg']}",
        "distance_m = 2.55",
        "",
        "# The same person half aside, as at turned_s, in aside.mp4: standing, the way down of a bow, its bottom.",
        "[aside]",
        f"turned_s = {TURNED_S:.2f}",
        *(
            f"{name.removesuffix('_bow_aside').removesuffix('_aside')}_s = {end - start}"
            for (name, start), (_, end) in pairwise(ASIDE)
        ),
        "bow_angle_deg = 30.0",
        f"body_azimuth_deg = {moment(TURNED_S).azimuth_deg:.1f}",
    ]
    for (name, start), (_, end) in pairwise(SEGMENTS):
        lines += ["", "[[segments]]", f'name = "{name}"', f"start_s = {start}", f"end_s = {end}"]
        if name in STILL_SEGMENTS:
            truth = truths[round((start + end) / 2 * FPS)]
            lines += [f"{key} = {truth['truth'][key]:.3f}" for key in TRUE_VALUES]
            now = moment((start + end) / 2)
            lines += [f"body_azimuth_deg = {now.azimuth_deg:.1f}", f"badge_tilt_deg = {now.badge_tilt_deg:.1f}"]
            pose = "front_right_over_left" if now.hands_share > 0.5 else "sides"
            lines += [f'hands_pose = "{pose}"']
    return "\n".join(lines) + "\n"


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--renderer", type=Path, required=True, help="folder of the renderer")
    parser.add_argument("--out", type=Path, default=Path("assets/demo"))
    parser.add_argument("--aside", action="store_true", help="write only the bow seen from the side")
    parser.add_argument("--stills", type=Path, help="write one picture a segment here instead of the clip")
    arguments = parser.parse_args()
    scene = load_renderer(arguments.renderer)
    blend_arms(load_body_module(arguments.renderer))
    if arguments.stills:
        from PIL import Image

        os.makedirs(arguments.stills, exist_ok=True)
        for (name, start), (_, end) in pairwise(SEGMENTS):
            picture, _ = scene.render(scene_at((start + end) / 2, 0))
            Image.fromarray(picture).save(arguments.stills / f"{start:04.1f}_{name}.jpg")
        return
    aside = [scene_of(aside_moment(frame / FPS), frame) for frame in range(round(ASIDE[-1][1] * FPS))]
    write_clip(scene, arguments.out / "aside.mp4", aside, {})
    if arguments.aside:
        return
    truths: dict[int, dict[str, Any]] = {}
    count = round(STARTS["end"] * FPS)
    write_clip(scene, arguments.out / "person.mp4", [scene_at(frame / FPS, frame) for frame in range(count)], truths)
    (arguments.out / "demo.toml").write_text(describe(truths, count), encoding="utf-8")


if __name__ == "__main__":
    main()
