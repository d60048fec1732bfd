"""Draws people with and without ties, badges and cards, and stores their charts with what is true in them.

    python -m training.dress.render --renderer DIR --out FILE.npz [--minutes 12] [--first 0]

Upper bodies and whole bodies from the front, up to 40 degrees to the side. The chart comes from the same landmarks as
at run time; it is stored larger and wider than the product's, so that training can move it.
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

from training.dress.drawing import STORED_PX, STORED_TOP, STORED_UNIT
from training.render.bodies import HELD_OUT, original_name
from training.render.composition import Composer, Rendered
from training.render.dataset import look_for_nobody_else
from training.render.renderer import Parameters
from training.render.sampling import series
from vision.dress.chart import chart_of
from vision.frame import Frame
from vision.landmarks.onnx_backend import OnnxBackend

SEEN_WEIGHT = 2
SUIT_WEIGHT = 3
NOTHING = np.full((4, 2), np.nan)


class DressComposer(Composer):
    """Keeps where the drawn items lie in the picture."""

    items_px: dict[str, NDArray[np.float64]]

    def _described(self, parameters: Parameters, posed: Any, items: dict[str, Any], *rest: Any) -> Rendered:
        placed, lens = rest[0], rest[1]
        self.items_px = {}
        for name in ("badge", "lanyard"):
            if name in items:
                self.items_px[name] = np.array([lens.pixel(placed(c))[:2] for c in items[name]["corners"]])
        if "tie" in items:
            ends = (items["tie"]["knot"], items["tie"]["tip"])
            self.items_px["tie"] = np.array([lens.pixel(placed(end))[:2] for end in ends])
        return super()._described(parameters, posed, items, *rest)


def scene_of(seed: int, people: list[str]) -> Parameters:
    """One scene: a standing person from the posture set's sampling with other items and a nearer camera."""
    rng = np.random.default_rng([9, seed])
    scene = series("stand", seed + 500_000, people)[0]
    scene.pop("badge", None)
    near = rng.random() < 0.8
    camera = scene["camera"]
    camera.update(width=1280, height=1280, azimuth_deg=float(np.clip(rng.normal(0, 18), -42, 42)), lateral=0.0)
    camera["hfov_deg"] = float(rng.uniform(50, 70))
    if near:
        camera["distance"] = float(rng.uniform(1.25, 2.0))
        target = float(rng.uniform(1.1, 1.3)) * scene["scale"]
    else:
        camera["distance"] = float(rng.uniform(2.0, 3.2))
        target = float(rng.uniform(0.9, 1.2)) * scene["scale"]
    camera["pitch_deg"] = float(np.degrees(np.arctan2(target - camera["cam_height"], camera["distance"])))
    scene["avatar_tint"] = [float(v) for v in rng.uniform(0.6, 2.2) * rng.normal(1, 0.08, 3)]
    suit = "_M_" in scene["avatar"] and scene["avatar"].endswith("_Busi")
    if suit:
        draw = rng.random()
        if draw < 0.4:
            scene["no_tie"] = True
        elif draw < 0.85:
            scene["tie"] = _tie(rng)
    draw = rng.random()
    if draw < 0.4:
        scene["badge"] = any_badge(rng)
    elif draw < 0.62:
        scene["lanyard"] = any_lanyard(rng)
    return scene


def any_badge(rng: np.random.Generator) -> Parameters:
    """A name plate on either breast."""
    return {
        "text": str(rng.choice(["LI", "WANG", "CHEN", "KIM", "ZHAO", "ROSSI"])),
        "sub": str(rng.choice(["", "Front desk", "STAFF"])),
        "style": str(rng.choice(["white", "gold", "navy"])),
        "side": "left" if rng.random() < 0.75 else "right",
        "tilt_deg": float(rng.normal(0, 10)),
        "dx": float(rng.normal(0, 0.02)),
        "dy": float(rng.normal(0, 0.03)),
        "size": [float(rng.uniform(0.06, 0.085)), float(rng.uniform(0.02, 0.03))],
    }


def any_lanyard(rng: np.random.Generator) -> Parameters:
    """A card on a strap."""
    return {
        "text": str(rng.choice(["LI", "WANG", "CHEN", "KIM"])),
        "dx": float(rng.normal(0, 0.015)),
        "dy": float(rng.normal(0, 0.04)),
        "tilt_deg": float(rng.normal(0, 7)),
        "color": [int(v) for v in rng.integers(10, 200, 3)],
    }


def _tie(rng: np.random.Generator) -> Parameters:
    tie: Parameters = {
        "dx": float(rng.normal(0, 0.008)),
        "dy": float(-abs(rng.normal(0, 0.015))) if rng.random() < 0.4 else 0.0,
        "tilt_deg": float(rng.normal(0, 5)),
        "length": float(rng.uniform(0.18, 0.25)),
        "color": [int(v) for v in rng.integers(10, 190, 3)],
    }
    if rng.random() < 0.5:
        tie["stripe"] = [int(v) for v in rng.integers(60, 240, 3)]
    return tie


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--renderer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=12.0)
    parser.add_argument("--first", type=int, default=0)
    arguments = parser.parse_args()
    composer, backend = DressComposer(arguments.renderer), OnnxBackend(workers=1)
    look_for_nobody_else(backend)
    names = sorted(path.stem for path in (arguments.renderer / "assets" / "npz").glob("*.npz"))
    people = []
    for name in names:
        suit = "_M_" in name and name.endswith("_Busi")
        people += [name] * ((1 if original_name(name) in HELD_OUT else SEEN_WEIGHT) * (SUIT_WEIGHT if suit else 1))
    for name in sorted({original_name(name) for name in people if "_M_" in name and name.endswith("_Busi")}):
        composer.scene.notie.make(name)
    rows: dict[str, list[Any]] = defaultdict(list)
    end, saved = time.monotonic() + 60 * arguments.minutes, time.monotonic()
    number = arguments.first
    while time.monotonic() < end:
        scene = scene_of(number, people)
        number += 1
        drawn = composer.render(scene)
        picture = np.ascontiguousarray(drawn.picture)
        backend.reset()
        person = backend.track(Frame(picture)).person
        chart = None if person is None else chart_of(person.body.points.xy)
        if person is None or chart is None:
            continue
        stored = chart.cut(picture, STORED_PX, STORED_UNIT, STORED_TOP)
        rows["avatar"].append(scene["avatar"])
        rows["params"].append(json.dumps(scene))
        rows["arms"].append(str(drawn.truth["arms"]))
        rows["body_xy"].append(person.body.points.xy)
        rows["chart"].append((chart.x, chart.y, *chart.down, chart.unit_px))
        rows["jpeg"].append(cv2.imencode(".jpg", stored, [cv2.IMWRITE_JPEG_QUALITY, 93])[1].tobytes())
        for name, count in (("tie", 2), ("badge", 4), ("lanyard", 4)):
            corners = composer.items_px.get(name)
            rows[name].append(NOTHING[:count] if corners is None else chart.to_units(corners))
        if time.monotonic() - saved > 60:
            write(arguments.out, rows)
            saved = time.monotonic()
            print(len(rows["avatar"]), "pictures", flush=True)
    write(arguments.out, rows)


def write(path: Path, rows: dict[str, list[Any]]) -> None:
    """Write what there is so far; places are in units of the chart (`vision.dress.chart`)."""
    arrays: dict[str, Any] = {name: np.asarray(values) for name, values in rows.items() if name != "jpeg"}
    arrays["jpeg"] = np.frombuffer(b"".join(rows["jpeg"]), np.uint8)
    arrays["jpeg_end"] = np.cumsum([len(one) for one in rows["jpeg"]])
    unfinished = path.with_suffix(".part.npz")
    np.savez(unfinished, **arrays)
    unfinished.rename(path)


if __name__ == "__main__":
    main()
