"""Draws rendered people with and without a scarf, and stores their charts with what is true.

    python -m training.dress.rendered_scarves --renderer DIR --out FILE.npz [--count 400] [--seed 1] [--held-out]
        [--pictures FOLDER]

Nearly half wear a scarf of one of five styles, tied in the middle or up to six centimetres aside; the others a tie,
a bow tie or nothing round the neck; some of either wear a badge. The cloth lies on the body's own surface and moves
with it. With `--pictures FOLDER` the whole pictures are written too, with a label for each: the product can be scored
on people not trained on.
"""

import argparse
import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from training.dress.drawing import (
    STORED_PX,
    STORED_TOP,
    STORED_UNIT,
    SUBPIXEL,
    Canvas,
    Random,
    fixed,
    on_canvas,
    pattern,
)
from training.dress.render import any_badge, any_lanyard
from training.dress.rendered_ties import any_tie, charted
from training.dress.rendered_ties import scene_of as tie_scene_of
from training.dress.scarf_shapes import Neck, Points, Shape, any_scarf, bow_tie, moved, normals
from training.dress.worn_scarves import WornScarf, write
from training.render.bodies import HELD_OUT, original_name
from training.render.composition import Composer, Rendered
from training.render.dataset import look_for_nobody_else
from training.render.renderer import Parameters
from vision.dress.chart import Chart
from vision.landmarks.onnx_backend import OnnxBackend

KINDS = ("scarf", "bow tie", "tie", "nothing")
KIND_SHARES = (0.45, 0.1, 0.27, 0.18)
TEXTURE_PX, TEXTURE_M = 256, 0.2
"""Side of the cloth's picture, and of the cloth that it covers once."""
HIDDEN_M = 0.01
"""What lies so far behind what is drawn there is not seen."""


class ScarfComposer(Composer):
    """Lays cloth round the neck, and keeps where it and its knot lie in the picture."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.necks: dict[str, Neck] = {}
        self.shape: Shape | None = None
        self.cloth: NDArray[np.uint8] = np.zeros((1, 1, 4), np.uint8)
        self.knot_px: NDArray[np.float64] | None = None
        self.seat_px: NDArray[np.float64] | None = None
        self.seen_px: list[NDArray[np.float64]] = []
        self.worn: list[Points] = []

    def dress(self, avatar: str, kind: str, rng: Random) -> None:
        """What the next picture's person wears round the neck: "scarf", "bow tie" or anything else."""
        if avatar not in self.necks:
            self.necks[avatar] = Neck(self.person(avatar))
        shapes = {"scarf": any_scarf, "bow tie": bow_tie}
        self.shape = shapes[kind](self.necks[avatar], rng) if kind in shapes else None
        plain = 0.6 if kind == "bow tie" else 0.35
        cloth = pattern(rng, (TEXTURE_PX, TEXTURE_PX), None, plain)
        self.cloth = np.dstack([cloth[..., ::-1], np.full(cloth.shape[:2], 255, np.uint8)])
        self.key = f"cloth {rng.integers(2**60)}"
        self.shine = float(rng.uniform(0.05, 0.7))

    def _staged(self, parameters: Parameters) -> Any:
        staged = super()._staged(parameters)
        self.worn, self.knot_px = [], None
        if self.shape is None:
            return staged
        neck = self.necks[parameters["avatar"]]
        texture = self.renderer.tex(self.key, self.cloth)
        texture.repeat_x = texture.repeat_y = True
        for piece in self.shape.pieces:
            posed = staged.placed(moved(neck, piece.reshape(-1, 3), staged.posed)).reshape(piece.shape)
            self.worn.append(posed)
            staged.person.append(self._mesh(posed, texture))
        return staged

    def _mesh(self, grid: Points, texture: Any) -> Any:
        rows, columns = grid.shape[:2]
        first = np.arange(rows * columns).reshape(rows, columns)
        quads = [part.ravel() for part in (first[:-1, :-1], first[1:, :-1], first[:-1, 1:], first[1:, 1:])]
        faces = np.concatenate([np.stack(quads[:3], 1), np.stack([quads[2], quads[1], quads[3]], 1)])
        along = np.cumsum(np.linalg.norm(np.diff(grid, axis=0, prepend=grid[:1]), axis=2), axis=0)
        across = np.cumsum(np.linalg.norm(np.diff(grid, axis=1, prepend=grid[:, :1]), axis=2), axis=1)
        texels = np.stack([across, along], -1).reshape(-1, 2) / TEXTURE_M
        return self.glrender.Mesh(
            grid.reshape(-1, 3), normals(grid).reshape(-1, 3), texels, faces, texture, spec=self.shine, rough=18.0
        )

    def _described(self, parameters: Parameters, posed: Any, items: dict[str, Any], *rest: Any) -> Rendered:
        placed, lens, depth_m = rest[:3]
        self.seen_px = []
        if self.shape is not None:
            neck = self.necks[parameters["avatar"]]
            knot = self.shape.knot
            front = neck.front(np.zeros(1), knot[1:2])[0]
            seat = np.array([0.0, knot[1], front if np.isfinite(front) else knot[2]])
            both = placed(moved(neck, np.stack([knot, seat]), posed))
            self.knot_px, self.seat_px = (np.array(lens.pixel(place)[:2]) for place in both)
            for grid in self.worn:
                self.seen_px += seen(grid, lens, depth_m)
        return super()._described(parameters, posed, items, *rest)


def seen(grid: Points, lens: Any, depth_m: NDArray[np.float32]) -> list[NDArray[np.float64]]:
    """The grid's meshes that nothing hides, px; `depth_m`: of what is drawn, half as fine as the picture."""
    projected = np.array([lens.pixel(place) for place in grid.reshape(-1, 3)]).reshape(*grid.shape[:2], 3)
    corners = np.stack([projected[:-1, :-1], projected[:-1, 1:], projected[1:, 1:], projected[1:, :-1]], 2)
    meshes = corners.reshape(-1, 4, 3)
    middle = meshes.mean(1)
    columns, rows = (middle[:, :2] / 2).astype(int).T
    height, width = depth_m.shape
    shown = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
    shown[shown] = depth_m[rows[shown], columns[shown]] > middle[shown, 2] - HIDDEN_M
    return list(meshes[shown, :, :2])


def scene_of(seed: int, number: int, people: list[str], rng: Random) -> tuple[Parameters, str]:
    """A standing person, near or whole, and what it wears round the neck."""
    scene = tie_scene_of(seed, number, people)
    kind = str(rng.choice(KINDS, p=KIND_SHARES))
    scene.pop("tie", None)
    if kind == "tie":
        scene["tie"] = any_tie(rng)
    elif scene["avatar"].endswith("_Busi") and "_M_" in scene["avatar"]:
        scene["no_tie"] = True
    draw = rng.random()
    if draw < 0.2:
        scene["badge"] = any_badge(rng)
    elif draw < 0.4:
        scene["lanyard"] = any_lanyard(rng)
    tint = rng.uniform(0.6, 2.2) * rng.normal(1, 0.08, 3)
    scene["avatar_tint"] = [float(value) for value in tint]
    return scene, kind


def worn(picture: Canvas, chart: Chart, composer: ScarfComposer, kind: str, tie: bool) -> WornScarf:
    """The stored chart of what was drawn last."""
    canvas = chart.cut(picture, STORED_PX, STORED_UNIT, STORED_TOP)
    mask = np.zeros(canvas.shape[:2], np.uint8)
    if kind != "scarf" or composer.knot_px is None or composer.seat_px is None:
        return WornScarf(canvas, False, tie, np.full(2, np.nan), np.full(2, np.nan), mask)
    for quad in composer.seen_px:
        cv2.fillPoly(mask, [fixed(on_canvas(chart.to_units(quad)))], 255, cv2.LINE_8, SUBPIXEL)
    knot, seat = chart.to_units(np.stack([composer.knot_px, composer.seat_px]))
    return WornScarf(canvas, True, tie, knot, seat, mask)


def label_of(name: str, composer: ScarfComposer, scene: Parameters, kind: str) -> dict[str, object]:
    """What a scorer asks of a picture: is a scarf worn, how far off the middle is it tied (of the shoulder width)."""
    avatar = composer.person(scene["avatar"])
    shoulders_m = np.linalg.norm(avatar.p0[avatar.i["LeftArm"]] - avatar.p0[avatar.i["RightArm"]])
    shape = composer.shape if kind == "scarf" else None
    return {
        "file": name,
        "view": "frontal",
        "scarf": shape is not None,
        "wears": shape.style if shape is not None else "tie" if "tie" in scene else kind,
        "offset_ratio": None if shape is None else float(shape.knot[0] / shoulders_m),
        "avatar": scene["avatar"],
        "camera": scene["camera"],
    }


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--renderer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--pictures", type=Path)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--held-out", action="store_true")
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    composer, backend = ScarfComposer(arguments.renderer), OnnxBackend(workers=1)
    look_for_nobody_else(backend)
    names = sorted(path.stem for path in (arguments.renderer / "assets" / "npz").glob("*.npz"))
    people = [name for name in names if (original_name(name) in HELD_OUT) == arguments.held_out]
    rng = np.random.default_rng([41, arguments.seed, int(arguments.held_out)])
    scarves: list[WornScarf] = []
    labels: list[str] = []
    for number in range(arguments.count):
        scene, kind = scene_of(arguments.seed, number, people, rng)
        composer.dress(scene["avatar"], kind, rng)
        shown = charted(composer, backend, scene)
        if shown is None:
            continue
        picture, chart = shown
        scarves.append(worn(picture, chart, composer, kind, "tie" in scene))
        if arguments.pictures is not None:
            arguments.pictures.mkdir(parents=True, exist_ok=True)
            name = f"scarf_{arguments.seed:03d}_{number:04d}.png"
            cv2.imwrite(str(arguments.pictures / name), picture)
            labels.append(json.dumps(label_of(name, composer, scene, kind)))
        if len(scarves) % 50 == 0:
            print(len(scarves), flush=True)
    write(arguments.out, scarves)
    if arguments.pictures is not None:
        (arguments.pictures / f"labels_{arguments.seed:03d}.jsonl").write_text("\n".join(labels) + "\n")


if __name__ == "__main__":
    main()
