"""Random but realistic scenes: who, in which pose, before which camera, in which light.

Six kinds: `bow` (a series of one person before one camera: upright first, then bows of many angles), `stand`,
`seat`, `negative` (backs, bodies cut off by the picture), `arms` (standing and seated people for the question
what the arms do: front and oblique, every pose often), and `kiosk` (the same question where a kiosk stands: nearer,
sharper, upright cameras too). Every scene comes from a seed alone.
"""

import copy
import math
from typing import Any

import numpy as np

from training.render.arm_poses import FRONT, OWN_POSES, SEATED_POSES, STANDING_POSES
from training.render.renderer import Parameters

ROOMS = 24
BOWS_A_SERIES = 8
LANDSCAPE = ((640, 480), (800, 600), (960, 720), (960, 540), (1280, 960))
LANDSCAPE_SHARE = (0.36, 0.27, 0.2, 0.13, 0.04)
KINDS = {"bow": 1, "stand": 2, "seat": 3, "negative": 4, "arms": 5, "kiosk": 6}
ARMS_SEATED_SHARE = 0.55
ARMS_STANDING = (0.17, 0.13, 0.13, 0.05, 0.12, 0.04, 0.05, 0.04, 0.04, 0.11, 0.12)
ARMS_SEATED = (0.32, 0.24, 0.24, 0.07, 0.06, 0.07)
PORTRAIT = ((480, 640), (540, 960), (720, 960))
KIOSK_SEATED_SHARE = 0.45
KIOSK_STANDING = (0.15, 0.17, 0.17, 0.06, 0.15, 0.06, 0.1, 0.03, 0.03, 0.04, 0.04)
KIOSK_SEATED = (0.28, 0.27, 0.27, 0.08, 0.06, 0.04)
KIOSK_OWN_SHARE = 0.45

Random = np.random.Generator


def series(kind: str, seed: int, people: list[str]) -> list[Parameters]:
    """The scenes of one seed: a whole bow series, or a single picture of another kind."""
    rng = np.random.default_rng([KINDS[kind], seed])
    scene = _common(rng, people)
    scene["kind"] = kind
    if kind == "bow":
        return _bow_series(rng, scene)
    if kind == "stand":
        scene["pose"] = _standing(rng)
        scene["camera"] = _camera(rng, scene["scale"], _azimuth(rng), full_body=rng.random() < 0.88)
    elif kind == "seat":
        scene["pose"] = _seated(rng)
        scene["camera"] = _camera(rng, scene["scale"], _azimuth(rng), full_body=True, target_m=0.62)
    elif kind == "arms":
        _arms(rng, scene)
    elif kind == "kiosk":
        _kiosk(rng, scene)
    else:
        scene["pose"] = _standing(rng) if rng.random() < 0.8 else _seated(rng)
        if rng.random() < 0.5:
            azimuth = float(rng.uniform(120, 240))
            scene["camera"] = _camera(rng, scene["scale"], azimuth, full_body=True)
        else:
            azimuth = float(rng.normal(0, 30))
            scene["camera"] = _camera(rng, scene["scale"], azimuth, full_body=False)
            scene["camera"]["distance"] = float(rng.uniform(0.8, 1.7))
            scene["camera"]["pitch_deg"] = float(rng.uniform(-12, 8))
    return [scene]


def _common(rng: Random, people: list[str]) -> Parameters:
    """Person, items, room, light and photograph."""
    avatar = str(rng.choice(people))
    scene: Parameters = {
        "avatar": avatar,
        "scale": float(rng.uniform(0.87, 1.06)),
        "avatar_tint": [float(v) for v in rng.uniform(0.82, 1.12) * rng.normal(1, 0.03, 3)],
        "room": {
            "seed": int(rng.integers(ROOMS)),
            "back": float(rng.uniform(0.9, 2.8)),
            "tint": [float(v) for v in rng.uniform(0.55, 1.15) * rng.normal(1, 0.06, 3)],
        },
        "light": {
            "azimuth": float(rng.uniform(-80, 80)),
            "elevation": float(rng.uniform(25, 75)),
            "key": float(rng.uniform(0.3, 1.7)),
            "fill": float(rng.uniform(0.6, 1.3)),
            "sky_azimuth": float(rng.uniform(0, 360)),
            "key_color": [1.0, float(rng.uniform(0.86, 1.0)), float(rng.uniform(0.72, 1.0))],
            "sky_color": [float(rng.uniform(0.85, 1.0)), float(rng.uniform(0.9, 1.0)), 1.0],
            "ambient": [0.10, 0.10, 0.105],
            "bounce": [0.10, 0.09, 0.08],
        },
        "photo": {
            "exposure": float(np.exp(rng.normal(0.0, 0.28))),
            "wb": [float(v) for v in rng.normal(1, 0.05, 3)],
            "noise": float(rng.choice([1.0, 2.0, 4.0, 7.0], p=[0.4, 0.3, 0.2, 0.1])),
            "blur": float(rng.choice([0.4, 0.7, 1.1, 1.6], p=[0.5, 0.25, 0.15, 0.1])),
            "vignette": float(rng.uniform(0, 0.25)),
            "jpeg_quality": int(rng.integers(45, 96)),
        },
        "noise_seed": int(rng.integers(1 << 30)),
    }
    if rng.random() < 0.4:
        scene["badge"] = {
            "text": str(rng.choice(["LI", "WANG", "CHEN", "KIM", "ZHAO"])),
            "style": str(rng.choice(["white", "gold", "navy"])),
            "side": "left" if rng.random() < 0.85 else "right",
            "tilt_deg": float(rng.normal(0, 7)),
        }
    return scene


def _azimuth(rng: Random) -> float:
    """Camera azimuth: mostly from the front, the sides well covered."""
    draw = rng.random()
    if draw < 0.5:
        return float(rng.uniform(-20, 20))
    if draw < 0.8:
        return float(rng.choice([-1, 1]) * rng.uniform(20, 65))
    return float(rng.choice([-1, 1]) * rng.uniform(65, 105))


def _front_half(rng: Random) -> float:
    """Camera azimuth for the arms: half from the front, half aslant."""
    return float(rng.uniform(-22, 22) if rng.random() < 0.5 else rng.choice([-1, 1]) * rng.uniform(15, 72))


def _camera(rng: Random, scale: float, azimuth: float, *, full_body: bool, target_m: float = 0.9) -> dict[str, Any]:
    """A camera before the person; with `full_body` so that head and feet are in the picture."""
    if rng.random() < 0.75:
        size = LANDSCAPE[int(rng.choice(len(LANDSCAPE), p=LANDSCAPE_SHARE))]
        hfov = float(rng.uniform(50, 95))
    else:
        size = PORTRAIT[int(rng.integers(len(PORTRAIT)))]
        hfov = float(rng.uniform(36, 60))
    half_up = math.atan(math.tan(math.radians(hfov) / 2) * size[1] / size[0])
    height = float(rng.uniform(1.0, 1.8))
    distance = float(rng.uniform(1.8, 2.4))
    top_m = 1.9 * scale if target_m > 0.7 else 1.45 * scale
    if full_body:
        while distance < 5.2:
            low = math.atan2(height + 0.12, distance - 0.15)
            high = math.atan2(top_m - height, distance)
            if low + high < 2 * half_up * 0.94:
                break
            distance += 0.15
        distance = min(distance * float(rng.uniform(1.0, 1.6)), 4.8)
        low = math.atan2(height + 0.12, distance - 0.15)
        high = math.atan2(top_m - height, distance)
        spare = 2 * half_up - (low + high)
        pitch = math.degrees((high - low) / 2 + spare * 0.35 * rng.uniform(-1, 1))
    else:
        distance *= float(rng.uniform(0.9, 1.3))
        pitch = math.degrees(math.atan2(target_m * scale - height, distance)) + float(rng.normal(0, 6))
    half_across = distance * math.tan(math.radians(hfov) / 2)
    lateral = float(rng.uniform(-1, 1)) * max(0.0, min(0.55, half_across - 0.5))
    return {
        "width": size[0],
        "height": size[1],
        "hfov_deg": hfov,
        "distance": distance,
        "cam_height": height,
        "azimuth_deg": azimuth,
        "roll_deg": float(np.clip(rng.normal(0, 1.6), -4, 4)),
        "pitch_deg": pitch,
        "lateral": lateral,
    }


def _feet(rng: Random) -> dict[str, float]:
    """A stance: V, parallel, together, staggered, or careless."""
    feet: dict[str, float] = {
        "foot_splay": float(rng.uniform(-10, 80) if rng.random() < 0.6 else rng.normal(40, 14)),
        "splay_asym": float(rng.normal(0, 5)),
        "knee_flex": float(rng.uniform(2, 9)),
    }
    if rng.random() < 0.75:
        together = rng.random() < 0.55
        feet["heel_gap"] = float(rng.uniform(0.0, 0.18) if together else rng.uniform(0.1, 0.85))
    else:
        feet["stance_width"] = float(rng.uniform(0.2, 0.55))
    if rng.random() < 0.3:
        feet["foot_stagger"] = float(rng.normal(0, 0.09))
    return feet


def _reach(rng: Random, poses: tuple[str, ...], weights: tuple[float, ...]) -> dict[str, Any]:
    total = sum(weights)
    chosen = poses[int(rng.choice(len(poses), p=[weight / total for weight in weights]))]
    return {"pose": chosen, "seed": int(rng.integers(1 << 30))}


def _arms(rng: Random, scene: Parameters) -> None:
    """A standing or seated person with any arm pose, from the front half; a third in the renderer's own poses."""
    seated = rng.random() < ARMS_SEATED_SHARE
    own = rng.random() < 0.33
    scene["pose"] = pose = _seated(rng) if seated else _standing(rng)
    azimuth = _front_half(rng)
    full_body = seated or rng.random() < 0.5
    target_m = 0.62 if seated else 0.9 if full_body else float(rng.uniform(0.95, 1.15))
    scene["camera"] = _camera(rng, scene["scale"], azimuth, full_body=full_body, target_m=target_m)
    if not full_body:
        scene["camera"]["distance"] *= float(rng.uniform(0.5, 1.0))  # half-lengths that end near the hands
    if seated:
        pose["reach"] = _reach(rng, SEATED_POSES, ARMS_SEATED)
    else:
        pose["reach"] = _reach(rng, (*STANDING_POSES, "one_pocket"), ARMS_STANDING)
    if own:
        _as_the_renderer_has_it(rng, pose)


def _kiosk(rng: Random, scene: Parameters) -> None:
    """Arms again, two to three metres before a kiosk's camera; of standing people some nearer and half-length."""
    seated = rng.random() < KIOSK_SEATED_SHARE
    near = not seated and rng.random() < 0.15
    scene["pose"] = pose = _seated(rng) if seated else _standing(rng)
    if seated:
        pose["reach"] = _reach(rng, SEATED_POSES, KIOSK_SEATED)
    else:
        pose["reach"] = _reach(rng, (*STANDING_POSES, "one_pocket"), KIOSK_STANDING)
    if rng.random() < KIOSK_OWN_SHARE:
        _as_the_renderer_has_it(rng, pose)
    wide = rng.random() < 0.7
    height, distance = float(rng.uniform(1.1, 1.65)), float(rng.uniform(2.0, 3.4))
    if near:
        height, distance = float(rng.uniform(1.2, 1.5)), float(rng.uniform(1.1, 1.7))
    aim_m = scene["scale"] * (0.72 if seated else 0.92) + (0.2 if near else 0.0) + float(rng.normal(0, 0.04))
    scene["camera"] = {
        "width": 800 if wide else 600,
        "height": 600 if wide else 800,
        "hfov_deg": float(rng.uniform(50, 78) if wide else rng.uniform(42, 58)),
        "distance": distance,
        "cam_height": height,
        "azimuth_deg": _front_half(rng),
        "roll_deg": float(rng.normal(0, 0.9)),
        "pitch_deg": math.degrees(math.atan2(aim_m - height, distance)),
        "lateral": float(rng.normal(0, 0.12)),
    }


def _as_the_renderer_has_it(rng: Random, pose: dict[str, Any]) -> None:
    """The renderer's own pose of the arms instead of ours, where it has one."""
    own_name = OWN_POSES.get(pose["reach"]["pose"])
    if own_name:
        del pose["reach"]
        pose |= {
            "arms": own_name,
            "hand_height": float(rng.uniform(0.04, 0.14)),
            "arm_abduction": float(rng.uniform(3, 16)),
            "elbow_flex": float(rng.uniform(3, 28)),
            "thigh_pos": float(rng.uniform(0.4, 0.7)),
        }


def _head(rng: Random) -> dict[str, float]:
    straight = rng.random() < 0.45
    spread = 0.35 if straight else 1.0
    return {
        "neck_flexion": float(rng.normal(0, 9) * spread),
        "head_yaw": float(rng.normal(0, 16) * spread),
        "head_roll": float(rng.normal(0, 6) * spread),
    }


def _standing(rng: Random) -> dict[str, Any]:
    """One standing pose, near upright."""
    bent = rng.random() < 0.25
    return {
        **_feet(rng),
        **_head(rng),
        "trunk_flexion": float(rng.uniform(-6, 14) if bent else rng.normal(1, 2)),
        "spine_round": float(rng.uniform(0.1, 0.5)),
        "lateral_bend": float(rng.normal(0, 2.2)),
        "trunk_twist": float(rng.normal(0, 4)),
        "shoulder_tilt": float(rng.normal(0, 2.6)),
        "clavicle_drop": float(rng.uniform(4, 11)),
        "weight_shift": float(rng.normal(0, 0.015)),
        "finger_curl": float(rng.uniform(4, 38)),
        "reach": _reach(rng, STANDING_POSES, (0.2, 0.19, 0.19, 0.05, 0.09, 0.07, 0.07, 0.04, 0.06, 0.04)),
    }


def _seated(rng: Random) -> dict[str, Any]:
    """One seated pose on a chair."""
    return {
        **_head(rng),
        "seated": True,
        "foot_splay": float(rng.uniform(-5, 50)),
        "splay_asym": float(rng.normal(0, 4)),
        "feet_use_gap": False,
        "feet_forward": float(rng.choice([0.0, 1.0], p=[0.5, 0.5]) * rng.uniform(-0.12, 0.28)),
        "seat_depth_fraction": float(rng.uniform(0.2, 1.0)),
        "knee_gap": float(rng.choice([0.0, 1.0], p=[0.3, 0.7]) * rng.uniform(0, 0.4)),
        "slouch": float(max(0.0, rng.normal(0, 9))),
        "trunk_flexion": float(rng.uniform(-10, 25)),
        "lateral_bend": float(rng.normal(0, 2.5)),
        "shoulder_tilt": float(rng.normal(0, 2.0)),
        "trunk_twist": float(rng.normal(0, 3)),
        "finger_curl": float(rng.uniform(4, 38)),
        "reach": _reach(rng, SEATED_POSES, (0.34, 0.22, 0.22, 0.07, 0.08, 0.07)),
        "chair": {
            "seat_height": float(rng.uniform(0.41, 0.49)),
            "seat_depth": float(rng.uniform(0.38, 0.48)),
            "seat_width": float(rng.uniform(0.42, 0.54)),
            "back_height": float(rng.uniform(0.3, 0.6)),
            "color": [float(v) for v in rng.uniform(0.08, 0.6, 3)],
        },
    }


def _bow_series(rng: Random, scene: Parameters) -> list[Parameters]:
    """Upright, then bows in no order; everything a bowing person may also do varies from picture to picture."""
    draw = rng.random()
    if draw < 0.45:
        azimuth = float(rng.uniform(-20, 20))
    elif draw < 0.8:
        azimuth = float(rng.choice([-1, 1]) * rng.uniform(20, 70))
    else:
        azimuth = float(rng.choice([-1, 1]) * rng.uniform(70, 108))
    scene["camera"] = _camera(rng, scene["scale"], azimuth, full_body=True)
    base = _standing(rng)
    base["trunk_flexion"] = float(rng.normal(0, 1.2))
    base["lateral_bend"] *= 0.5
    base["reach"] = _reach(rng, ("sides", *FRONT, "behind"), (0.4, 0.27, 0.23, 0.1))
    scene["pose"] = base
    scenes = [scene]
    angles = [float(rng.uniform(-2, 6)), *(float(v) for v in rng.uniform(4, 56, BOWS_A_SERIES - 1))]
    neck_habit = float(rng.normal(0, 7))
    arms_move = rng.random() < 0.4
    hips_habit = float(rng.normal(0, 0.02))
    for number, angle in enumerate(angles):
        bowing = copy.deepcopy(scene)
        pose = bowing["pose"]
        share = angle / 45.0
        pose["trunk_flexion"] = angle
        pose["neck_flexion"] = base["neck_flexion"] + neck_habit * share + float(rng.normal(0, 5)) * share
        if rng.random() < 0.15:
            pose["neck_flexion"] -= 0.7 * angle  # looks up at the guest
        pose["lateral_bend"] = base["lateral_bend"] + float(rng.normal(0, 1.0))
        pose["trunk_twist"] = base["trunk_twist"] + float(rng.normal(0, 1.5))
        pose["head_yaw"] = base["head_yaw"] + float(rng.normal(0, 3))
        pose["head_roll"] = base["head_roll"] + float(rng.normal(0, 2))
        pose["knee_flex"] = max(1.5, base["knee_flex"] + float(rng.normal(0, 3)) * share)
        pose["weight_shift"] = base["weight_shift"] + float(rng.normal(0, 0.008))
        pose["arm_hang"] = float(rng.uniform(0.0, 0.9))
        bowing["camera"]["azimuth_deg"] += float(rng.normal(0, 1.2))
        bowing["camera"]["lateral"] += float(rng.normal(0, 0.012))
        bowing["camera"]["distance"] += hips_habit * share + float(rng.normal(0, 0.01))
        if arms_move:
            pose["reach"] = {**pose["reach"], "seed": int(rng.integers(1 << 30))}
        bowing["noise_seed"] = scene["noise_seed"] + number + 1
        scenes.append(bowing)
    return scenes
