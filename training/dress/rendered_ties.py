"""Draws rendered people with a tie that hangs anywhere, and stores them as `training.dress.worn_ties` does.

    python -m training.dress.rendered_ties --renderer DIR --out FILE.npz [--count 200] [--seed 1]

Suits, and beside them blouses, coats and scrubs, on which the renderer hangs a tie as well: what matters is the neck
above it, and more people have one than wear suits.
"""

import argparse
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from training.dress.drawing import STORED_PX, STORED_TOP, STORED_UNIT, Random, inside
from training.dress.worn_ties import BLADE_AT, WornTie, write
from training.render.bodies import HELD_OUT, original_name
from training.render.composition import Composer, Rendered
from training.render.dataset import look_for_nobody_else
from training.render.renderer import Parameters
from training.render.sampling import series
from vision.dress.chart import Chart, chart_of
from vision.frame import Frame
from vision.landmarks.onnx_backend import OnnxBackend

TOP_OVER_NECK_M, SNUG_BELOW_TOP_M = 0.022, 0.018
"""The renderer's tie begins so far over the neck's joint; its knot's middle lies so far below that."""
LONGEST_M, LIFT_M = 0.3, 0.005
"""The body's midline is followed so far down, and a tie lies so far before the cloth."""
ALONG = (0.0, 0.13, 0.63, 0.93, 1.0)
HALF_WIDTH_M = (0.019, 0.013, 0.032, 0.032, 0.002)
"""Of the renderer's tie at these shares of its length."""


class TieComposer(Composer):
    """Keeps where the tie and its seat lie in the picture."""

    tie_px: dict[str, NDArray[np.float64]] | None = None

    def _described(self, parameters: Parameters, posed: Any, items: dict[str, Any], *rest: Any) -> Rendered:
        placed, lens = rest[0], rest[1]
        person = self.person(parameters["avatar"])
        neck_m = person.p0[person.i["Neck"]][1]
        top_m = neck_m + TOP_OVER_NECK_M
        seat = self.scene.Attach(person, [(0.0, top_m - SNUG_BELOW_TOP_M)]).pos(posed)[0]
        down = [(0.0, top_m - far_m) for far_m in np.linspace(0.02, LONGEST_M, 16)]
        middle = self.scene.Attach(person, [place for place in down if person.surf(*place) is not None])
        self.tie_px = None
        if "tie" in items:
            places = {name: [items["tie"][name]] for name in ("knot", "tip")} | {
                "seat": [seat],
                "axis": items["tie"]["axis"],
                "middle": middle.pos(posed) + LIFT_M * middle.nrm(posed),
            }
            self.tie_px = {
                name: np.array([lens.pixel(placed(place))[:2] for place in some]) for name, some in places.items()
            }
        return super()._described(parameters, posed, items, *rest)


def any_tie(rng: Random) -> Parameters:
    """Up to eight centimetres aside, up to twenty degrees aslant, sometimes loosened."""
    slant = float(rng.normal(0, 7)) if rng.random() < 0.6 else 0.0
    tie: Parameters = {
        "dx": float(rng.uniform(-0.08, 0.08) if rng.random() < 0.7 else rng.normal(0, 0.012)),
        "dy": float(-abs(rng.normal(0, 0.03))) if rng.random() < 0.45 else 0.0,
        "tilt_deg": float(rng.uniform(-20, 20)) if rng.random() < 0.15 else slant,
        "length": float(rng.uniform(0.18, 0.27)),
        "pivot": "whole" if rng.random() < 0.6 else "knot",
        "color": [int(v) for v in (rng.integers(10, 190, 3) if rng.random() < 0.7 else [rng.integers(8, 70)] * 3)],
    }
    if rng.random() < 0.45:
        tie["stripe"] = [int(v) for v in rng.integers(30, 240, 3)]
    return tie


def scene_of(seed: int, number: int, people: list[str]) -> Parameters:
    """A standing person, near or whole, with a tie."""
    rng = np.random.default_rng([78, seed, number])
    scene = series("stand", 700_000 + seed * 1000 + number, people)[0]
    for name in ("badge", "lanyard"):
        scene.pop(name, None)
    camera, near = scene["camera"], rng.random() < 0.5
    camera.update(
        lateral=float(rng.normal(0, 0.05)),
        azimuth_deg=float(np.clip(rng.normal(0, 12), -28, 28)),
        roll_deg=float(rng.normal(0, 0.7)),
        width=800 if near else 480,
        height=640,
        hfov_deg=float(rng.uniform(55, 66) if near else rng.uniform(48, 58)),
        distance=float(rng.uniform(1.0, 1.5) if near else rng.uniform(1.3, 2.2)),
        cam_height=float(rng.uniform(1.2, 1.6)),
    )
    target = (1.3 if near else 1.2) * scene["scale"]
    camera["pitch_deg"] = float(np.degrees(np.arctan2(target - camera["cam_height"], camera["distance"])))
    for name in {"trunk_twist", "lateral_bend", "shoulder_tilt"} & set(scene["pose"]):
        scene["pose"][name] *= 0.5
    scene["tie"] = any_tie(rng)
    return scene


def worn(
    picture: NDArray[np.uint8], chart: Chart, tie_px: dict[str, NDArray[np.float64]], length_m: float
) -> WornTie:
    """The stored chart; the tie's outline from its axis and the widths of its mesh."""
    units = {name: chart.to_units(places) for name, places in tie_px.items()}
    axis, tip = units["axis"], units["tip"]
    middle = np.vstack([axis, tip])
    steps = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(middle, axis=0), axis=1))])
    run = (tip[0] - axis[0]) / steps[-1]
    half = np.interp(steps / steps[-1], ALONG, HALF_WIDTH_M)[:, None] * steps[-1] / length_m
    across = np.array([run[1], -run[0]])
    outline = np.vstack([middle + half * across, (middle - half * across)[::-1]])
    canvas = chart.cut(picture, STORED_PX, STORED_UNIT, STORED_TOP)
    knot, seat, end = units["knot"][0], units["seat"][0], tip[0]
    blade = at_height(middle, knot[1] + BLADE_AT * (end[1] - knot[1]))
    places = np.stack([knot, seat, end, blade, at_height(units["middle"], end[1])])
    return WornTie(canvas, places, np.where(inside(outline), 255, 0).astype(np.uint8))


def at_height(line: NDArray[np.float64], height: float) -> NDArray[np.float64]:
    """Where a line, N x 2 units from above, passes a height; nan beyond its ends."""
    return np.array([np.interp(height, line[:, 1], line[:, 0], left=np.nan, right=np.nan), height])


def charted(composer: Composer, backend: OnnxBackend, scene: Parameters) -> tuple[NDArray[np.uint8], Chart] | None:
    """A scene's picture and the chest in it; None where no chest is found or crossed arms hide what hangs there."""
    drawn = composer.render(scene)
    picture = np.ascontiguousarray(drawn.picture)
    backend.reset()
    person = backend.track(Frame(picture)).person
    chart = None if person is None else chart_of(person.body.points.xy)
    return None if chart is None or drawn.truth["arms"] == "crossed" else (picture, chart)


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--renderer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    composer, backend = TieComposer(arguments.renderer), OnnxBackend(workers=1)
    look_for_nobody_else(backend)
    names = sorted(path.stem for path in (arguments.renderer / "assets" / "npz").glob("*.npz"))
    people = [name for name in names if original_name(name) not in HELD_OUT and name.endswith(("_Busi", "_Medi"))]
    people += [name for name in people if "_M_" in name and name.endswith("_Busi")]
    ties: list[WornTie] = []
    for number in range(arguments.count):
        scene = scene_of(arguments.seed, number, people)
        shown = charted(composer, backend, scene)
        if shown is not None and composer.tie_px is not None:
            picture, chart = shown
            ties.append(worn(picture, chart, composer.tie_px, scene["tie"]["length"]))
    write(arguments.out, ties)
    print(len(ties), "ties", flush=True)


if __name__ == "__main__":
    main()
