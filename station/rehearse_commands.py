"""`tongjing rehearse`: a whole session from a folder of pictures or from the demo person, and its time."""

import json
from collections.abc import Collection
from pathlib import Path
from typing import TextIO

import cv2
import numpy as np

from calibration.camera import CAMERA_FILE, camera_for, load_camera
from calibration.chair import CHAIR_FILE, chair_for, load_chair
from calibration.faults import read_toml
from calibration.uniform import UNIFORM_FILE, load_uniform, uniform_for
from checklists.verdict import overall
from station.capture.sources import DEMO_CLIP, Source, SourceKind, frames_of, resolve
from station.inspect_commands import EXIT_CODES, print_verdicts, report
from station.judging import checklist_named, wearer_named
from station.pipeline import DEMO_STORY, demo_files, make_backend
from station.rehearsal import FRAMES_PER_S, NAMES, Act, rehearse, spent_lines
from station.screens.demo_story import load_story
from vision.errors import TongjingError
from vision.frame import Frame
from vision.setup import Setup

DEMO_ACTS = {
    "front": ("stands_hands_in_front",),
    "left": ("holds_left",),
    "right": ("holds_right",),
    "bow": ("stands_before_bow", "bows_down", "holds_bow", "rises", "stands_badge_straight"),
}
"""Which segments of the demo's story are played in which part."""
SMALL_BOW, SMALL_BOW_DEG = "bow.15", 17.0
"""The clip's own bow is the deep one; a smaller one is cut out of its way down."""


def rehearse_command(
    source: str,
    checklist_id: str,
    wearer_text: str,
    *,
    camera: Path | None,
    chair: Path | None,
    uniform: Path | None,
    denied: Collection[str],
    quick: bool,
    language: str,
    backend: str,
    json_out: TextIO | None,
    out: TextIO,
) -> int:
    """Play one session; 0 all pass, 1 something failed, 3 something unclear. Raises TongjingError on bad input."""
    checklist, wearer = checklist_named(checklist_id), wearer_named(wearer_text)
    unknown = sorted(set(denied) - {clause.id for clause in checklist.clauses})
    if unknown:
        raise TongjingError(f"--deny: {', '.join(unknown)} does not stand in the checklist '{checklist_id}'.")
    acts, setup = demo_person() if source == "demo" else person_in(Path(source), camera, chair, uniform)
    result = rehearse(acts, checklist, wearer, make_backend(backend), setup=setup, denied=denied, quick=quick)
    if json_out is not None:
        found = report(source, checklist, wearer, result.verdicts, language)
        spent = {name: round(seconds, 2) for name, seconds in result.spent_s.items()}
        json.dump({**found, "spent_s": spent}, json_out, ensure_ascii=False, indent=1)
        json_out.write("\n")
    if json_out is not out:
        print_verdicts(checklist, result.verdicts, language, out)
        out.write("\n".join(spent_lines(result)) + "\n")
    return EXIT_CODES[overall(result.verdicts)]


def person_in(
    folder: Path, camera: Path | None = None, chair: Path | None = None, uniform: Path | None = None
) -> tuple[dict[str, Act], Setup]:
    """The person of a folder: `front.jpg`, `left.jpg`, `right.jpg`, `seated.jpg`, `bow.mp4` or `bow.30.mp4`, what
    there is of them; camera.toml, chair.toml and uniform.toml beside them unless given. Raises TongjingError naming
    what is wrong.
    """
    if not folder.is_dir():
        raise TongjingError(f"{folder}: a rehearsal is played from a folder with front.jpg and more, or from 'demo'.")
    acts = {}
    for one in resolve(str(folder)):
        name = one.path.stem if one.path else one.name
        if name.split(".")[0] not in NAMES.values():
            known = ", ".join(NAMES.values())
            raise TongjingError(f"{one.name}: expected a file called {known}, or bow.30 for one bow.")
        acts[name] = _act(list(frames_of(one)))
    if "front" not in acts:
        raise TongjingError(f"{folder}: holds no picture 'front': the person as they step on the mark.")
    acts = {name: _of_one_camera(act, acts["front"], f"{folder}: {name}") for name, act in acts.items()}
    camera, chair = camera or _beside(folder, CAMERA_FILE), chair or _beside(folder, CHAIR_FILE)
    uniform = uniform or _beside(folder, UNIFORM_FILE)
    height_px, width_px = acts["front"].pictures[0].shape[:2]
    return acts, Setup(
        camera=camera_for(load_camera(camera), width_px, height_px, str(camera)) if camera else None,
        chair=chair_for(load_chair(chair), width_px, height_px, str(chair)) if chair else None,
        uniform=uniform_for(load_uniform(uniform)) if uniform else None,
    )


def _of_one_camera(act: Act, front: Act, place: str) -> Act:
    """The act in pictures of the front's size: one calibration stands for all. TongjingError: of another shape."""
    height_px, width_px = front.pictures[0].shape[:2]
    own_height_px, own_width_px = act.pictures[0].shape[:2]
    if (own_height_px, own_width_px) == (height_px, width_px):
        return act
    if abs(own_height_px * width_px / own_width_px - height_px) > 2.0:
        raise TongjingError(
            f"{place} has {own_width_px}x{own_height_px} pixels, front has {width_px}x{height_px}; take all of them"
            " with one camera at one setting."
        )
    resized = [cv2.resize(picture, (width_px, height_px)) for picture in act.pictures]
    return Act(tuple(np.asarray(picture, dtype=np.uint8) for picture in resized), act.fps)


def _beside(folder: Path, name: str) -> Path | None:
    return folder / name if (folder / name).is_file() else None


def _act(frames: list[Frame]) -> Act:
    if not frames:
        raise TongjingError("A recording without a single frame cannot be rehearsed.")
    length_s = frames[-1].time_s - frames[0].time_s
    fps = (len(frames) - 1) / length_s if length_s > 0.0 else FRAMES_PER_S
    return Act(tuple(frame.pixels for frame in frames), fps)


def demo_person() -> tuple[dict[str, Act], Setup]:
    """The bundled demo person, by the segments of the clip's story."""
    story = read_toml(DEMO_STORY)
    frames = list(frames_of(Source("demo", SourceKind.CLIP, DEMO_CLIP)))
    spans = {part["name"]: (part["start_s"], part["end_s"]) for part in story["segments"]}
    acts = {}
    for name, segments in DEMO_ACTS.items():
        begin_s, end_s = spans[segments[0]][0], spans[segments[-1]][1]
        acts[name] = _act([frame for frame in frames if begin_s <= frame.time_s < end_s])
    teller = load_story()
    acts[SMALL_BOW] = Act(tuple(frames[number].pixels for number in teller.small_bow(SMALL_BOW_DEG)), teller.fps)
    camera = demo_files().camera
    assert camera is not None
    return acts, Setup(camera=camera_for(camera, frames[0].width_px, frames[0].height_px, str(DEMO_STORY)))
