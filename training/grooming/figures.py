"""Errors of the grooming measures on people who were never trained on, groomed by drawing.

    python -m training.grooming.figures --heads FILE.npz [--count 200] [--seed 77] [--models assets/models/own]

A measure's truth is the same reading of the exact mask; an ear's is the share of its pixels that grooming covered.
Landmarks are those found before grooming.
"""

import argparse
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from training.grooming.canvas import Canvas
from training.grooming.examples import FLAGS, MARGIN, UNKNOWN, Head, groomed, photographed, read_heads
from vision.camera import Camera
from vision.families import MeasureContext
from vision.frame import Frame
from vision.grooming import close_up, parts
from vision.grooming.chart import SPAN, TOP
from vision.grooming.hair import COVERED, COVERED_AREA, NAMES, read_hair
from vision.grooming.parts import CELLS, HeadParts, Part, parts_of
from vision.landmarks.points import Body, Face, Landmarks, Person, Points
from vision.measure import Measure, View
from vision.observation import Quality
from vision.reason import Reason
from vision.setup import Setup

SMALLEST_PX, LARGEST_PX = 45.0, 200.0
"""Of a face from forehead to chin."""
EAR_SIDES = {"left": 1.0, "right": -1.0}


@dataclass(slots=True)
class Look:
    """One head, measured and true."""

    head: Head
    flags: NDArray[np.float32]
    said: dict[str, float]
    found: dict[str, Measure]
    true: dict[str, Measure]
    tone: float
    """Mean luma of the face's skin before the photograph, 0..255."""


def person_of(head: Head, scale: float) -> Person:
    """The stored landmarks as the product has them in a picture of `scale` times the stored size."""
    seen = np.full(33, 2, np.uint8)
    body = Points((scale * head.body).astype(np.float32), np.zeros(33, np.float32), np.ones(33, np.float32), seen)
    face = None
    if not np.isnan(head.face[0, 0]):
        xyz = (scale * head.face).astype(np.float32)
        points = Points(xyz[:, :2], xyz[:, 2], np.ones(478, np.float32), np.full(478, 2, np.uint8))
        face = Face(points, 1.0, float(np.ptp(xyz[:, 1])))
    return Person(Body(body, np.zeros((33, 3), np.float32), 1.0), face, None, None)


def context_of(frame: Frame, person: Person) -> MeasureContext:
    """One picture of one head."""
    side = frame.width_px
    return MeasureContext(
        frame, Landmarks(0, 0.0, (side, side), 1, person), person, View.FRONT, 0.0, 4.0,
        Camera.assumed(side, side), Setup(), Quality(),
    )  # fmt: skip


def true_parts(seen: HeadParts, canvas: Canvas, headwear: bool, scale: float) -> HeadParts:
    """What a model without errors would have said."""
    chart = seen.chart
    step = SPAN * chart.unit_px / CELLS / scale
    dx, dy = chart.down
    x, y = chart.to_picture(np.array([(chart.shift - SPAN / 2, TOP)]) + 0.5 * SPAN / CELLS)[0] / scale - 0.5
    matrix = np.array([[dy * step, dx * step, x], [-dx * step, dy * step, y]])
    flags = cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP
    labels = cv2.warpAffine(canvas.classes, matrix, (CELLS, CELLS), flags=flags, borderValue=255)
    belief = np.stack([labels == part for part in range(len(Part))]).astype(np.float32)
    large = float(belief[Part.HEADWEAR].mean()) >= COVERED_AREA
    return replace(seen, belief=belief, headwear=COVERED if headwear and large else 0.0, unexplained=0.0)


def pictured(head: Head, canvas: Canvas, rng: np.random.Generator) -> tuple[MeasureContext, float]:
    """A photograph of any kind, of the size at which the camera saw the head, and its share of the stored size."""
    face_px = float(np.exp(rng.uniform(np.log(SMALLEST_PX), np.log(LARGEST_PX))))
    picture = photographed(canvas.pixels, rng, SPAN + 2 * MARGIN, face_px)
    scale = min(1.0, face_px * (SPAN + 2 * MARGIN) / picture.shape[0])
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return context_of(Frame(np.asarray(small, np.uint8)), person_of(head, scale)), scale


def looked(head: Head, rng: np.random.Generator) -> Look | None:
    """Groom, photograph and measure one head."""
    bare = int((head.canvas().classes == Part.EAR).sum())
    canvas, flags = groomed(head, rng)
    face = canvas.on_face()
    tone = float(canvas.pixels[face].mean()) if face.any() else float("nan")
    context, scale = pictured(head, canvas, rng)
    frame, seen = context.frame, parts_of(context.frame, context.person)
    if isinstance(seen, Reason):
        return None
    found = {one.name: one for one in read_hair(context, seen)}
    true = {one.name: one for one in read_hair(context, true_parts(seen, canvas, flags[3] == 1.0, scale))}
    for name, sign in EAR_SIDES.items():
        key = f"hair_ear_cover_{name}_ratio"
        if bare > 150 and true[key].value is not None and sign * canvas.yaw_deg > 0:
            left = int((canvas.classes == Part.EAR).sum())
            true[key] = replace(true[key], value=1.0 - left / bare)
        elif true[key].value is not None and bare > 0:
            true[key] = Measure.missing(key, Reason.AMBIGUOUS)
    said = {"headwear": seen.headwear}
    if head.shows_face:
        items = close_up.look(frame.pixels, seen.chart)
        said |= {"beard": items.beard, "glasses": items.glasses, "dark_glasses": items.dark_glasses}
    return Look(head, flags, said, found, true, tone)


def flag_lines(looks: list[Look]) -> list[str]:
    """Precision, recall and F1 of each flag."""
    lines = []
    for column, name in enumerate(FLAGS):
        pairs = [(bool(one.flags[column]), one.said[name] >= 0.5) for one in looks if _known(one, column, name)]
        lines.append(f"{name}: {_scored(pairs)}")
    return lines


def _known(look: Look, column: int, name: str) -> bool:
    return name in look.said and bool(look.flags[column] != UNKNOWN)


def _scored(pairs: list[tuple[bool, bool]]) -> str:
    hit = sum(truth and said for truth, said in pairs)
    said, worn = sum(s for _, s in pairs), sum(t for t, _ in pairs)
    f1, right = 2 * hit / max(said + worn, 1), np.mean([t == s for t, s in pairs]) if pairs else float("nan")
    return f"n={len(pairs)} worn={worn} found={hit} wrongly={said - hit} F1={f1:.3f} right={right:.3f}"


def measure_lines(looks: list[Look]) -> list[str]:
    """Errors and truth of the sigmas."""
    lines = []
    for name in NAMES:
        rows = [(one.found[name], one.true[name]) for one in looks if one.true[name].value is not None]
        both: Any = [(float(f.value) - float(t.value), f.sigma) for f, t in rows if f.value is not None]  # type: ignore[arg-type]
        if not both:
            lines.append(f"{name}: none of {len(rows)}")
            continue
        error, sigma = np.array(both).T
        within = float(np.mean(np.abs(error) <= 2 * sigma))
        lines.append(
            f"{name}: n={len(both)} of {len(rows)} bias={error.mean():.3f} mae={np.abs(error).mean():.3f} "
            f"p90={np.percentile(np.abs(error), 90):.3f} within2s={within:.3f}"
        )
    return lines


def groups_of(looks: list[Look]) -> dict[str, list[Look]]:
    """Looks by skin tone and by hair; a look is in one group of each kind."""
    tones = np.nanpercentile([look.tone for look in looks], [33, 67])
    groups: dict[str, list[Look]] = defaultdict(list)
    for look in looks:
        tone = ("dark", "middle", "light")[int(np.searchsorted(tones, look.tone))]
        groups[f"skin: {tone}"].append(look)
        wig = look.head.wig != "none" and "_F_" in look.head.avatar
        groups[f"hair: {'long (wig)' if wig else 'short, tied or none'}"].append(look)
    return groups


def grouped(looks: list[Look]) -> list[str]:
    """Errors of glasses and beard by skin tone, hair and headwear."""
    groups = groups_of(looks)
    for worn, name in ((True, "headwear"), (False, "no headwear")):
        if members := [look for look in looks if bool(look.flags[3] == 1.0) is worn]:
            groups[name] = members
    lines = []
    for group, members in sorted(groups.items()):
        parts_ = []
        for column, name in ((0, "beard"), (1, "glasses")):
            pairs = [(bool(o.flags[column]), o.said[name] >= 0.5) for o in members if _known(o, column, name)]
            parts_.append(f"{name} {np.mean([t == s for t, s in pairs]):.3f} of {len(pairs)}" if pairs else name)
        lines.append(f"{group}: right " + ", ".join(parts_))
    return lines


def use_models(folder: Path) -> None:
    """Ask the models of a folder."""
    cv2.setNumThreads(1)
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    for module in (parts, close_up):
        session = ort.InferenceSession(str(folder / f"{module.MODEL}.onnx"), options)
        module._session = lambda session=session: session  # type: ignore[attr-defined, misc]


def asked(doc: str | None, *, count: int, seed: int) -> argparse.ArgumentParser:
    """What every script about these heads is asked: which heads, how many looks, which dice, whose models."""
    parser = argparse.ArgumentParser(description=doc.splitlines()[0] if doc else None)
    parser.add_argument("--heads", type=Path, nargs="+", required=True)
    parser.add_argument("--count", type=int, default=count)
    parser.add_argument("--seed", type=int, default=seed)
    parser.add_argument("--models", type=Path, default=Path("assets/models/own"))
    return parser


def looks_at(arguments: argparse.Namespace) -> tuple[list[Head], list[Look], np.random.Generator]:
    """The held-out heads, the looks at them with the models of the arguments, and the dice as they lie then."""
    use_models(arguments.models)
    heads = [head for path in arguments.heads for head in read_heads(path) if head.held_out]
    rng = np.random.default_rng(arguments.seed)
    looks = [one for n in range(arguments.count) if (one := looked(heads[n % len(heads)], rng)) is not None]
    return heads, looks, rng


def main() -> None:
    """Entry point."""
    _, looks, _ = looks_at(asked(__doc__, count=200, seed=77).parse_args())
    print("\n".join([*flag_lines(looks), *measure_lines(looks), *grouped(looks)]))


if __name__ == "__main__":
    main()
