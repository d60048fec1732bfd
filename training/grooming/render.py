"""Draws heads and stores their charts with what every pixel shows.

    python -m training.grooming.render --renderer DIR --out FILE.npz [--minutes 15] [--first 0]

Heads from all round, near and far, before many lenses and lights. The skin of one person is drawn on the mesh of
another, wigs change their wearer or are left out: the eleven people become some hundred heads. People of `HELD_OUT`
exchange nothing with the others. The chart comes from the same landmarks as at run time; it is stored with a margin,
so that training can move it.
"""

import argparse
import json
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import cv2
import moderngl
import numpy as np
from numpy.typing import NDArray

from training.grooming.classes import SIDE, class_map
from training.render.bodies import HELD_OUT, original_name
from training.render.composition import Composer
from training.render.dataset import look_for_nobody_else
from training.render.drawing import View, develop
from training.render.renderer import Parameters
from training.render.sampling import series
from vision.frame import Frame
from vision.grooming.chart import chart_of
from vision.grooming.parts import Part
from vision.landmarks.onnx_backend import OnnxBackend

STORED_PX, MARGIN = 288, 0.42
PLACE_VERTEX = """#version 330
in vec3 position; in vec2 texel; uniform mat4 view_projection; out vec2 uv;
void main() { uv = texel; gl_Position = view_projection * vec4(position, 1); }
"""
PLACE_FRAGMENT = """#version 330
in vec2 uv; out vec4 place; uniform sampler2D classes; uniform sampler2D albedo_map; uniform float cut;
uniform float fixed_class;
void main() {
  if (cut > 0.0 && texture(albedo_map, uv).a < cut) discard;
  float kind = fixed_class < 0.0 ? texture(classes, uv).r * 255.0 : fixed_class;
  place = vec4(uv, kind, 1.0);
}
"""
SEEN_WEIGHT = 2
HEADS_OF_RIG = 400
"""Vertices of the head that the affine camera of the head is fitted to."""


class HeadComposer(Composer):
    """Draws a person and beside the picture the class and the texture's place of every pixel."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder / "assets" / "npz"
        self.places = self.drawer.ctx.program(PLACE_VERTEX, PLACE_FRAGMENT)
        self.class_maps: dict[str, Any] = {}

    def class_texture(self, person: str) -> Any:
        """The class map of a person's texture, on the graphics side."""
        if person not in self.class_maps:
            values = class_map(self.folder / f"{person}_color0.png", person)
            texture = self.drawer.ctx.texture((SIDE, SIDE), 1, values.tobytes())
            texture.filter = (moderngl.NEAREST, moderngl.NEAREST)
            self.class_maps[person] = texture
        return self.class_maps[person]

    def head(self, parameters: Parameters) -> tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.float64]]:
        """Picture (blue-green-red), places (H x W x 4: u, v, class, 1 where a person is), and the head's camera.

        The camera is 3 x 4: rest-pose metres (x to the wearer's left, y up, z forward; origin between the eyes) to
        picture px and depth in metres.
        """
        staged = self._staged(parameters)
        skin = parameters["skin_of"]
        person = list(staged.person)
        body, rest = person[0], person[1:]
        body.tex = self.renderer.tex(str(self.folder / f"{skin}_color0.png"))
        has_wig = bool(rest) and rest[0].k["cut"] > 0
        wigs = rest[:1] if has_wig else []
        others = rest[1:] if has_wig else rest
        if parameters["wig"] == "none":
            wigs = []
        elif parameters["wig"] != "own":
            wigs = [self._wig_of(parameters, staged)]
        drawn = [body, *wigs, *others]
        box = self._head_box(staged)
        light, _ = self.drawer.draw(drawn, staged.room, staged.lens.view, staged.lighting, box)
        rng = np.random.default_rng(parameters["noise_seed"])
        picture = np.ascontiguousarray(develop(light, parameters["photo"], self.noise, rng)[..., ::-1])
        kinds = [-1.0, *[float(Part.HAIR)] * len(wigs), *[float(Part.CLOTH)] * len(others)]
        return picture, self._places(drawn, kinds, staged.lens.view, skin), self._camera(staged)

    def _head_box(self, staged: Any) -> tuple[int, int, int, int]:
        """Head and shoulders in the picture, px: only these are drawn at full size."""
        avatar, lens = staged.posed.av, staged.lens
        mine = np.flatnonzero((avatar.dom == avatar.i["Head"]) & (avatar.MAT == 0))[::23]
        seen = np.array([lens.pixel(staged.placed(place))[:2] for place in staged.posed.X[mine]])
        low, high = seen.min(0), seen.max(0)
        room = 0.75 * float((high - low).max())
        x0, y0 = (max(int(v), 0) for v in low - (room, 0.5 * room))
        x1, y1 = (min(int(v), limit) for v, limit in zip(high + room, lens.view.size, strict=True))
        return x0, y0, max(x1, x0 + 8), max(y1, y0 + 8)

    def _wig_of(self, parameters: Parameters, staged: Any) -> Any:
        """Another person's wig on this head."""
        owner = self.person(parameters["wig"])
        posed = self.body.pose(owner, parameters["pose"])
        quiet = {"avatar": parameters["wig"]}
        wig = self.scene.build(quiet, posed, self.renderer)[0][1]
        eyes = _eyes(posed.av, posed)
        wig.P = staged.placed(np.asarray(wig.P) + (_eyes(staged.posed.av, staged.posed) - eyes))
        wig.N = np.asarray(wig.N, float) @ self.body.Ry(-parameters["camera"]["azimuth_deg"]).T
        return wig

    def _places(self, drawn: list[Any], kinds: list[float], view: View, skin: str) -> NDArray[np.float32]:
        uploaded = self.drawer._upload(drawn)
        width, height = view.size
        target = self._place_target(view.size)
        target.use()
        target.viewport = (0, 0, width, height)
        target.clear()
        program = self.places
        program["view_projection"].write((view.projection @ view.view).T.astype("f4").tobytes())
        self.class_texture(skin).use(3)
        program["classes"].value = 3
        program["albedo_map"].value = 0
        for (mesh, _, _, points, faces), kind in zip(uploaded, kinds, strict=True):
            mesh.tex.use(0)
            program["cut"].value = mesh.k["cut"]
            program["fixed_class"].value = kind
            array = self.drawer.ctx.vertex_array(program, [(points, "3f 12x 2f", "position", "texel")], faces)
            array.render()
            array.release()
        raw = np.frombuffer(target.color_attachments[0].read(), np.float32).reshape(height, width, 4)[::-1]
        for _, shaded, flat, points, faces in uploaded:
            for item in (shaded, flat, points, faces):
                item.release()
        return raw

    def _place_target(self, size: tuple[int, int]) -> Any:
        key = (size, -1)
        if key not in self.drawer.targets:
            ctx = self.drawer.ctx
            self.drawer.targets[key] = (
                ctx.framebuffer([ctx.texture(size, 4, dtype="f4")], ctx.depth_texture(size)),
                0,
            )
        return self.drawer.targets[key][0]

    def _camera(self, staged: Any) -> NDArray[np.float64]:
        avatar = staged.posed.av
        mine = np.flatnonzero((avatar.dom == avatar.i["Head"]) & (avatar.MAT == 0))
        mine = mine[:: max(1, len(mine) // HEADS_OF_RIG)]
        rest = avatar.V[mine] - _rest_eyes(avatar)
        seen = np.array([staged.lens.pixel(staged.placed(place)) for place in staged.posed.X[mine]])
        return np.asarray(np.linalg.lstsq(np.column_stack([rest, np.ones(len(rest))]), seen, rcond=None)[0].T)


def _rest_eyes(avatar: Any) -> NDArray[np.float64]:
    return np.asarray((avatar.p0[avatar.i["LeftEye"]] + avatar.p0[avatar.i["RightEye"]]) / 2.0)


def _eyes(avatar: Any, posed: Any) -> NDArray[np.float64]:
    """Middle of the eyeballs as posed."""
    names = [avatar.i["h_L_eye"], avatar.i["h_R_eye"]]
    return np.asarray(np.mean([posed.X[name == avatar.MESH].mean(0) for name in names], axis=0))


def scene_of(seed: int, people: list[str], wigs: list[str]) -> Parameters:
    """One head: a standing person of the posture set's sampling, a nearer camera, exchanged skin and hair."""
    rng = np.random.default_rng([17, seed])
    scene = series("stand", seed + 900_000, people)[0]
    scene.pop("badge", None)
    held = original_name(scene["avatar"]) in HELD_OUT
    draw = rng.random()
    azimuth = rng.normal(0, 22) if draw < 0.6 else rng.choice([-1, 1]) * rng.uniform(40, 110)
    camera = scene["camera"]
    camera.update(width=640, height=640, azimuth_deg=float(azimuth), lateral=0.0)
    camera["hfov_deg"] = float(rng.uniform(42, 68))
    camera["distance"] = float(np.exp(rng.uniform(np.log(0.85), np.log(2.3))))
    camera["cam_height"] = float(rng.uniform(1.2, 1.85))
    reach = camera["distance"] * np.tan(np.radians(camera["hfov_deg"] / 2))
    target = (1.62 - 0.45 * reach * rng.uniform(0.7, 1.2)) * scene["scale"]
    camera["pitch_deg"] = float(np.degrees(np.arctan2(target - camera["cam_height"], camera["distance"])))
    pose = scene["pose"]
    pose["reach"] = {"pose": "sides", "seed": pose["reach"]["seed"]}
    pose.update(neck_flexion=float(rng.normal(0, 10)), head_yaw=float(rng.normal(0, 14)))
    scene["avatar_tint"] = [float(v) for v in np.exp(rng.normal(0.0, 0.25)) * rng.normal(1, 0.04, 3)]
    others = [name for name in people if (original_name(name) in HELD_OUT) == held]
    swap = rng.random() < 0.5 and not held
    scene["skin_of"] = original_name(str(rng.choice(others))) if swap else original_name(scene["avatar"])
    scene["wig"] = "own"
    draw = rng.random()
    if draw < 0.14:
        scene["wig"] = "none"
    elif draw < 0.3 and not held:
        scene["wig"] = str(rng.choice(wigs))
    return scene


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--renderer", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=15.0)
    parser.add_argument("--first", type=int, default=0)
    arguments = parser.parse_args()
    composer, backend = HeadComposer(arguments.renderer), OnnxBackend(workers=1)
    look_for_nobody_else(backend)
    names = sorted({original_name(path.stem) for path in composer.folder.glob("*.npz")})
    wigs = [name for name in names if (composer.folder / f"{name}_color1.png").exists()]
    wigs = [name for name in wigs if name not in HELD_OUT]
    people = [name for name in names for _ in range(1 if name in HELD_OUT else SEEN_WEIGHT)]
    rows: dict[str, list[Any]] = defaultdict(list)
    end, saved = time.monotonic() + 60 * arguments.minutes, time.monotonic()
    number = arguments.first
    while time.monotonic() < end:
        scene = scene_of(number, people, wigs)
        number += 1
        picture, places, camera = composer.head(scene)
        backend.reset()
        person = backend.track(Frame(picture)).person
        chart = None if person is None else chart_of(person)
        if person is None or chart is None:
            continue
        _store(rows, scene, picture, places, camera, person, chart)
        if time.monotonic() - saved > 60:
            write(arguments.out, rows)
            saved = time.monotonic()
            print(len(rows["avatar"]), "heads", flush=True)
    write(arguments.out, rows)


def _store(
    rows: dict[str, list[Any]],
    scene: Parameters,
    picture: NDArray[np.uint8],
    places: NDArray[np.float32],
    camera: NDArray[np.float64],
    person: Any,
    chart: Any,
) -> None:
    """Keep one head; all places are in px of the stored chart."""
    scale = STORED_PX / ((2.2 + 2 * MARGIN) * chart.unit_px)
    corner = chart.to_chart(np.zeros((1, 2)), STORED_PX, MARGIN)[0]
    turn: NDArray[np.float64] = np.stack(
        [chart.to_chart(np.eye(2)[k : k + 1], STORED_PX, MARGIN)[0] - corner for k in (0, 1)], 1
    )
    matrix = np.column_stack([turn, corner])
    nearest = cv2.warpAffine(
        np.ascontiguousarray(places),
        np.column_stack([turn, corner + 0.5 * turn.sum(1) - 0.5]),
        (STORED_PX, STORED_PX),
        flags=cv2.INTER_NEAREST,
    )
    kinds = nearest[..., 2].astype(np.uint8)
    packed = np.dstack([np.clip(nearest[..., :2] * 255, 0, 255).astype(np.uint8), kinds])
    rows["avatar"].append(scene["avatar"])
    rows["params"].append(json.dumps(scene))
    rows["azimuth_deg"].append(scene["camera"]["azimuth_deg"])
    rows["unit_px"].append(chart.unit_px)
    rows["scale"].append(scale)
    rows["camera"].append(
        np.vstack([np.column_stack([turn @ camera[:2, :3], turn @ camera[:2, 3] + corner]), camera[2]])
    )
    rows["body"].append(person.body.points.xy @ matrix[:, :2].T + matrix[:, 2])
    face = np.full((478, 3), np.nan)
    if person.face is not None:
        face[:, :2] = person.face.points.xy @ matrix[:, :2].T + matrix[:, 2]
        face[:, 2] = person.face.points.z * scale
    rows["face"].append(face)
    stored = chart.cut(picture, STORED_PX, MARGIN)
    rows["jpeg"].append(cv2.imencode(".jpg", stored, [cv2.IMWRITE_JPEG_QUALITY, 94])[1].tobytes())
    rows["png"].append(cv2.imencode(".png", packed)[1].tobytes())


def write(path: Path, rows: dict[str, list[Any]]) -> None:
    """Write what there is so far."""
    arrays: dict[str, Any] = {
        name: np.asarray(values) for name, values in rows.items() if name not in ("jpeg", "png")
    }
    for name in ("jpeg", "png"):
        arrays[name] = np.frombuffer(b"".join(rows[name]), np.uint8)
        arrays[f"{name}_end"] = np.cumsum([len(one) for one in rows[name]])
    unfinished = path.with_suffix(".part.npz")
    np.savez(unfinished, **arrays)
    unfinished.rename(path)


if __name__ == "__main__":
    main()
