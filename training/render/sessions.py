"""Renders the people of the standards' rendered sessions: a picture for every part of a check, a clip for every bow.

    python -m training.render.sessions --renderer DIR [--only NAME] [--out tests/fixtures/standards]

Who is drawn, and how, stands in `sessions.toml` of that folder. Needs the renderer's folder, its Python packages and
ffmpeg.
"""

import argparse
import json
import subprocess
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.render.motion import along, minimum_jerk
from training.render.renderer import Parameters, load_renderer

STORY = "sessions.toml"
JPEG_QUALITY = 86
CLIP_SHARE = 2.0 / 3.0
"""Size of a clip's frames against the pictures'."""
VIEWS: Mapping[str, float] = {"front": 0.0, "left": -90.0, "right": 90.0, "seated": 60.0, "bow": 60.0}
"""Camera azimuth of each part: turned to the own left the person shows the right side. Who has turned to the right
bows as they stand there, half turned."""
TRUE_VALUES = (
    "bow_angle_deg",
    "trunk_lateral_deg",
    "shoulder_tilt_deg",
    "head_pitch_deg",
    "head_roll_deg",
    "foot_splay_deg",
    "heel_gap_foot_lengths",
    "foot_length_m",
    "knee_gap_over_hip_width",
    "seat_depth_fraction",
    "back_gap_m",
    "upper_hand",
)
MOUTH_BELOW_EYES_RATIO = 1.05
"""In distances between the eyes."""
MOUTH_HALF_WIDTH_RATIO = 0.42
LIPS_BELOW_EYES_RATIO, PARTED_LIPS_RATIO, TEETH_HALF_WIDTH_RATIO = 1.14, 0.17, 0.38
TEETH_RGB, MOUTH_RGB = (226, 220, 208), (92, 48, 46)
SMILE_OUT_RATIO, SMILE_UP_RATIO, SMILE_REACH_RATIO = 0.13, 0.10, 0.30


def smiling(
    vertices: NDArray[np.float64], eyes: NDArray[np.float64], head: NDArray[np.bool_], smile: float
) -> NDArray[np.float64]:
    """The rest mesh N x 3, metres, with the mouth's corners drawn outwards and up. `eyes`: left, right, 2 x 3.

    `smile`: 0 none, 1 plainly seen.
    """
    apart = float(np.linalg.norm(eyes[0] - eyes[1]))
    middle = eyes.mean(axis=0)
    drawn = vertices.copy()
    face = head & (vertices[:, 2] > middle[2] - 0.5 * apart)
    for side in (1.0, -1.0):
        x, y = side * MOUTH_HALF_WIDTH_RATIO * apart, middle[1] - MOUTH_BELOW_EYES_RATIO * apart
        near = np.hypot(vertices[:, 0] - x, vertices[:, 1] - y)
        share = np.exp(-0.5 * (near / (SMILE_REACH_RATIO * apart)) ** 2) * face
        drawn[:, 0] += side * smile * SMILE_OUT_RATIO * apart * share
        drawn[:, 1] += smile * SMILE_UP_RATIO * apart * share
    return drawn


def let_smile(scene: ModuleType, person: str, smile: float) -> None:
    """Give the renderer's person the mouth that is asked for."""
    avatar = scene.get_avatar(person)
    if not hasattr(avatar, "neutral"):
        avatar.neutral = avatar.V.copy()
    eyes = np.array([avatar.p0[avatar.i["LeftEye"]], avatar.p0[avatar.i["RightEye"]]])
    head = avatar.dom == avatar.i["Head"]
    avatar.V = smiling(avatar.neutral, eyes, head, smile)


def show_teeth(scene: ModuleType, person: str) -> None:
    """Paint parted lips with teeth on the texture of a renderer's person in a suit: the meshes have closed lips."""
    from PIL import Image

    avatar, original = scene.get_avatar(person), scene.notie.make(person)
    texture = np.array(Image.open(original).convert("RGB"))
    height, width = texture.shape[:2]
    eyes = np.array([avatar.p0[avatar.i["LeftEye"]], avatar.p0[avatar.i["RightEye"]]])
    apart, middle = float(np.linalg.norm(eyes[0] - eyes[1])), eyes.mean(axis=0)
    places = (avatar.neutral[:, :2] - middle[:2]) / apart
    near = (np.abs(places[:, 0]) < 0.5) & (np.abs(places[:, 1] + LIPS_BELOW_EYES_RATIO) < 0.3)
    front = near & (avatar.neutral[:, 2] > middle[2]) & (np.bincount(avatar.MESH).argmax() == avatar.MESH)
    for face in avatar.F[front[avatar.F].all(axis=1)]:
        corners = avatar.UV[face] * [width, height]
        low, high = np.floor(corners.min(axis=0)).astype(int), np.ceil(corners.max(axis=0)).astype(int)
        columns, rows = np.meshgrid(np.arange(low[0], high[0] + 1), np.arange(low[1], high[1] + 1))
        texels = np.stack([columns.ravel() + 0.5, rows.ravel() + 0.5, np.ones(columns.size)])
        try:
            shares = np.linalg.solve(np.vstack([corners.T, np.ones(3)]), texels)
        except np.linalg.LinAlgError:
            continue
        x, y = places[face].T @ shares
        gap = PARTED_LIPS_RATIO * np.clip(1.0 - (x / TEETH_HALF_WIDTH_RATIO) ** 2, 0.0, 1.0)
        off = np.abs(y + LIPS_BELOW_EYES_RATIO)
        inside = (shares > -0.02).all(axis=0) & (off < gap)
        colours = np.where((off < 0.8 * gap)[:, None], TEETH_RGB, MOUTH_RGB)
        texture[rows.ravel()[inside], columns.ravel()[inside]] = colours[inside]
    target = Path(tempfile.mkdtemp()) / Path(original).name
    Image.fromarray(texture).save(target)
    scene.notie.make = lambda _: str(target)


def parameters(story: Mapping[str, Any], person: Mapping[str, Any], part: str) -> Parameters:
    """The renderer's parameters for one part of this person's check."""
    own = person.get(part, {})
    standing = {**story["pose"], **person.get("pose", {})}
    pose = {**story["seat"], **own} if part == "seated" else {**standing, **own}
    azimuth = pose.pop("azimuth_deg", VIEWS[part.split(".")[0]])
    camera = {**story["camera"], "azimuth_deg": azimuth, **person.get("camera", {})}
    if part.startswith("bow"):
        camera |= {"width": round(camera["width"] * CLIP_SHARE), "height": round(camera["height"] * CLIP_SHARE)}
    q: Parameters = {
        "avatar": person["person"],
        "camera": camera,
        "pose": pose,
        "room": {"seed": person.get("room", 3), "back": 1.7},
        "light": {"azimuth": person.get("light_deg", -30), "fast": part.startswith("bow")},
        "photo": {"noise": 0.004, "blur": 0.3, "vignette": 0.1},
        "noise_seed": 7,
    }
    for item in ("badge", "lanyard", "tie", "no_tie", "avatar_tint"):
        if item in person:
            q[item] = person[item]
    return q


def write_picture(scene: ModuleType, q: Parameters, target: Path) -> dict[str, Any]:
    """One picture; returns its truth."""
    from PIL import Image

    picture, truth = scene.render(q)
    Image.fromarray(picture).save(target, quality=JPEG_QUALITY, optimize=True)
    return dict(truth)


def write_bow(scene: ModuleType, q: Parameters, motion: Mapping[str, float], target: Path) -> dict[str, Any]:
    """One bow as a clip; returns the truth of its deepest frame."""
    fps = motion["fps"]
    names = ("before_s", "down_s", "hold_s", "up_s", "after_s")
    ends = np.cumsum([motion[name] for name in names])
    width, height = q["camera"]["width"], q["camera"]["height"]
    raw = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-r", str(fps), "-i", "-"]
    coded = ["-c:v", "libx264", "-crf", "26", "-preset", "slow", "-pix_fmt", "yuv420p", "-movflags", "+faststart"]
    encoder = subprocess.Popen(
        ["ffmpeg", "-y", "-loglevel", "error", *raw, *coded, str(target)], stdin=subprocess.PIPE
    )
    assert encoder.stdin is not None
    deepest: dict[str, Any] = {}
    for frame in range(round(ends[-1] * fps) + 1):
        time_s = frame / fps
        share = minimum_jerk((time_s - ends[0]) / motion["down_s"]) - minimum_jerk(
            (time_s - ends[2]) / motion["up_s"]
        )
        breath = along([(0.0, 0.0), (ends[-1] / 2.0, 0.4), (ends[-1], 0.0)], time_s)
        now = {**q, "pose": {**q["pose"]}, "noise_seed": 100 + frame}
        now["pose"]["trunk_flexion"] = motion["peak_deg"] * share + breath
        picture, truth = scene.render(now)
        if not deepest or truth["truth"]["bow_angle_deg"] > deepest["truth"]["bow_angle_deg"]:
            deepest = truth
        encoder.stdin.write(np.ascontiguousarray(picture).tobytes())
    encoder.stdin.close()
    if encoder.wait() != 0:
        raise OSError(f"ffmpeg could not write {target}.")
    return deepest


def chair_file(chair: Mapping[str, Any]) -> str:
    """The chair as the product calibrates it: the seat's edges in px, its size in metres."""
    lines = []
    for edge in ("front", "rear"):
        ends = [[round(x, 1), round(y, 1)] for x, y in chair[f"seat_{edge}_edge"]["px"]]
        lines.append(f"{edge}_edge_px = {ends}")
    return "\n".join([*lines, f"seat_height_m = {chair['seat_height']}", f"seat_depth_m = {chair['seat_depth']}", ""])


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--renderer", type=Path, required=True, help="folder of the renderer")
    parser.add_argument("--out", type=Path, default=Path("tests/fixtures/standards"))
    parser.add_argument("--only", help="the person, or person/part, to draw")
    arguments = parser.parse_args()
    story = tomllib.loads((arguments.out / STORY).read_text(encoding="utf-8"))
    scene = load_renderer(arguments.renderer.resolve())
    truths_file = arguments.out / "truth.json"
    truths = json.loads(truths_file.read_text(encoding="utf-8")) if truths_file.is_file() else {}
    for name, person in story["people"].items():
        for part in person["parts"]:
            if arguments.only and arguments.only not in (name, f"{name}/{part}"):
                continue
            let_smile(scene, person["person"], person.get("smile", 1.0))
            if person.get("teeth"):
                show_teeth(scene, person["person"])
            q = parameters(story, person, part)
            folder = arguments.out / name
            folder.mkdir(exist_ok=True)
            if part.startswith("bow"):
                motion = {**story["bow"], **q["pose"].pop("motion", {})}
                truth = write_bow(scene, q, motion, folder / f"{part}.mp4")
            else:
                truth = write_picture(scene, q, folder / f"{part}.jpg")
            if "chair" in truth["items"]:
                (folder / "chair.toml").write_text(chair_file(truth["items"]["chair"]), encoding="utf-8")
            values = truth["truth"]
            truths.setdefault(name, {})[part] = {
                key: values[key] for key in TRUE_VALUES if values.get(key) is not None
            }
            print(name, part, values.get("warnings"), "" if truth["fully_in_frame"] else "OUTSIDE", flush=True)
    truths_file.write_text(json.dumps(truths, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
