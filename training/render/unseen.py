"""A check set of people that no model of hands or dress has learned from, like the rendered set beside this checkout.

    python -m training.render.unseen --renderer DIR --like DATA --out FOLDER

Every still and clip of DATA (`gt_stills.jsonl`, `gt_clips.jsonl` with their parameters) is drawn anew with one of the
four held-out people (`training.render.bodies`), from the other side, in another room and light, with another camera
and other small differences; clips twice. The figures on docs/accuracy.md come from it (`python -m
tests.accuracy.report --unseen FOLDER`). Never train on it and never choose by it.

Some more clips show bows head-on: of these a set has two or four, too few to tell how well the hardest view is read.
"""

import argparse
import copy
import json
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import cv2

from training.render.bodies import HELD_OUT
from training.render.renderer import Parameters, load_renderer

SEED = 20261122
CLIP_ROUNDS = 2
FRONTAL_CLIPS = 24
NECK_DEG = (2.5, 3.5)
"""Mean and spread of what the head bends more than the trunk: as in the renderer's own clips."""
PEOPLE = HELD_OUT[:4]
_WOMEN, _MEN = PEOPLE[:2], PEOPLE[2:]
_MEN_DRAWN = frozenset({"Asian_M_1_Busi", "Hispanic_M_1_Busi", "White_M_2_Medi"})
_WEARS_TIES = "MENA_M_2_Busi"
_PRINTED_CARD = "Asian_F_2_Medi"
"""Has a staff card printed on the coat, which is not in the truth."""
_SIDED = ("lateral_bend", "trunk_twist", "head_yaw", "head_roll", "shoulder_tilt", "splay_asym", "weight_shift")
_OTHER_HAND = {"right_over_left": "left_over_right", "left_over_right": "right_over_left"}
_SPREADS = {"foot_splay": 3.0, "hand_height": 0.01, "neck_flexion": 1.5, "spine_round": 0.02}
_ITEM_SPREADS = {"dx": 0.012, "dy": 0.012, "tilt_deg": 2.0}


def drawn_anew(given: Parameters, number: int, group: str, dice: Random) -> Parameters:
    """The parameters of one still or clip for another person, seen from the other side. `group`: as in the set."""
    p: Parameters = copy.deepcopy(given)
    p["avatar"] = _somebody(given, number, group)
    if p["avatar"] != _WEARS_TIES:
        p.pop("tie", None)
        p.pop("no_tie", None)
    p["room"] = {"seed": dice.randint(100, 999), "back": round(dice.uniform(1.4, 2.3), 3)}
    p["noise_seed"] = dice.randint(1, 2**31 - 1)
    p["light"]["azimuth"] = round(dice.uniform(-70, 70), 2)
    p["light"]["elevation"] = _near(p["light"]["elevation"], 6.0, dice)
    _move_camera(p["camera"], group, dice)
    _turn_pose(p["pose"], dice)
    for item in ("badge", "lanyard", "tie"):
        if item in p:
            p[item] |= {key: _near(p[item][key], s, dice) for key, s in _ITEM_SPREADS.items() if key in p[item]}
            if item == "badge":
                p[item]["style"] = dice.choice(["white", "gold", "navy"])
    return p


def _somebody(given: Parameters, number: int, group: str) -> str:
    if group == "clip":
        return PEOPLE[number % len(PEOPLE)]
    if given["avatar"] not in _MEN_DRAWN:
        return _WOMEN[number % 2]
    return _WEARS_TIES if "tie" in given else _MEN[number % 2]


def _near(value: float, spread: float, dice: Random) -> float:
    return round(value + dice.gauss(0.0, spread), 3)


def _move_camera(camera: dict[str, Any], group: str, dice: Random) -> None:
    if group != "upper":
        camera["distance"] = round(camera["distance"] * dice.uniform(0.93, 1.12), 3)
    if group not in ("upper", "clip"):
        camera["hfov_deg"] = round(min(78.0, max(42.0, camera["hfov_deg"] + dice.choice([-6, -3, 0, 3, 6]))), 2)
    if group != "upper":
        camera["cam_height"] = _near(camera["cam_height"], 0.08, dice)
    camera["azimuth_deg"] = round(dice.gauss(0.0, 2.0) - camera["azimuth_deg"], 2)
    camera["roll_deg"] = _near(0.0, 0.8, dice)
    camera["lateral"] = _near(-camera.get("lateral", 0.0), 0.05, dice)


def _turn_pose(pose: dict[str, Any], dice: Random) -> None:
    if abs(pose.get("trunk_flexion", 0.0)) > 1.0:
        pose["trunk_flexion"] = _near(pose["trunk_flexion"], 2.0, dice)
    pose |= {name: -pose[name] for name in _SIDED if name in pose}
    if "arms" in pose:
        pose["arms"] = _OTHER_HAND.get(pose["arms"], pose["arms"])
    pose |= {name: _near(pose[name], spread, dice) for name, spread in _SPREADS.items() if name in pose}
    if pose.get("heel_gap", 0.0) > 0.1:
        pose["heel_gap"] = _near(pose["heel_gap"], 0.03, dice)


def stills_like(data: Path, dice: Random) -> list[Parameters]:
    """All stills of the set, drawn anew."""
    rows = _lines(data / "gt_stills.jsonl")
    return [
        drawn_anew(row["params"], k, row["group"], dice) | {"id": f"rel_{k:03d}_{row['group']}"}
        for k, row in enumerate(rows)
    ]


def clips_like(data: Path, dice: Random) -> list[Parameters]:
    """All clips of the set, each for `CLIP_ROUNDS` people."""
    rows = _lines(data / "gt_clips.jsonl")
    clips = []
    for turn in range(CLIP_ROUNDS):
        for k, row in enumerate(rows):
            p = drawn_anew(row["params"], k + turn, "clip", dice)
            motion = p["motion"]
            motion |= {"peak_deg": _near(motion["peak_deg"], 1.5, dice), "down": _near(motion["down"], 0.06, dice)}
            motion["up"] = _near(motion["up"], 0.06, dice)
            motion["hold"] = round(motion["hold"] * dice.uniform(0.8, 1.2), 3)
            clips.append(p | {"id": f"rel_clip{turn * len(rows) + k:02d}"})
    return clips


def frontal_clips(data: Path, dice: Random) -> list[Parameters]:
    """Bows of about 15, 30 and 45 degrees seen head-on; the neck's share is drawn for each, not the set's."""
    given = [row["params"] for row in _lines(data / "gt_clips.jsonl")]
    clips = []
    for k in range(FRONTAL_CLIPS):
        p = drawn_anew(dice.choice(given), k, "clip", dice)
        p["camera"]["azimuth_deg"] = round(dice.gauss(0.0, 4.0), 2)
        p["motion"]["peak_deg"] = _near((15.0, 30.0, 45.0)[k % 3], 2.5, dice)
        p["motion"]["head_extra"] = _near(*NECK_DEG, dice)
        clips.append(p | {"id": f"front_clip{k:02d}"})
    return clips


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _draw_stills(renderer: Path, stills: list[Parameters], out: Path) -> None:
    scene = load_renderer(renderer)
    (out / "stills").mkdir(parents=True, exist_ok=True)
    with (out / "gt_stills.jsonl").open("w", encoding="utf-8") as truths:
        for p in stills:
            picture, truth = scene.render(p)
            name = f"stills/{p['id']}.jpg"
            quality = [cv2.IMWRITE_JPEG_QUALITY, p.get("photo", {}).get("jpeg_quality", 90)]
            cv2.imwrite(str(out / name), cv2.cvtColor(picture, cv2.COLOR_RGB2BGR), quality)
            told = {"file": name, "group": p["group"], "baked_id_card": p["avatar"] == _PRINTED_CARD}
            truths.write(json.dumps(truth | told) + "\n")


def _draw_clips(renderer: Path, clips: list[Parameters], out: Path) -> None:
    """By the renderer's own `clip.py`, which writes the film and its truth beside it."""
    folder = out / "clips"
    folder.mkdir(parents=True, exist_ok=True)
    with (out / "gt_clips.jsonl").open("w", encoding="utf-8") as truths:
        for p in clips:
            given = folder / f"{p['id']}.params.json"
            given.write_text(json.dumps(p), encoding="utf-8")
            film = folder / f"{p['id']}.mp4"
            subprocess.run([sys.executable, "clip.py", given.resolve(), film.resolve()], cwd=renderer, check=True)
            truth = json.loads(film.with_suffix(".json").read_text(encoding="utf-8"))
            truths.write(json.dumps(truth | {"file": f"clips/{film.name}"}) + "\n")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--renderer", type=Path, required=True)
    parser.add_argument("--like", type=Path, required=True, help="folder with gt_stills.jsonl and gt_clips.jsonl")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    dice = Random(SEED)
    stills, clips = stills_like(arguments.like, dice), clips_like(arguments.like, dice)
    clips += frontal_clips(arguments.like, Random(SEED))
    _draw_stills(arguments.renderer, stills, arguments.out)
    _draw_clips(arguments.renderer, clips, arguments.out)


if __name__ == "__main__":
    main()
