"""One rendered picture with its exact truth, drawn by the fast drawer."""

import importlib
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from training.render import arm_poses
from training.render.bodies import original_name
from training.render.drawing import Drawer, Lighting, View, develop
from training.render.renderer import Parameters, load_body_module, load_renderer

MARGIN = 0.06
"""Room around the person's box that is drawn at full size, as a share of the box."""
TEXTURE_PX = 2048
OCCLUSION_M = {"nose": 0.03, "left_eye": 0.03, "right_eye": 0.03, "left_ear": 0.05, "right_ear": 0.05} | {
    f"{side}_{joint}": depth
    for side in ("left", "right")
    for joint, depth in (("shoulder", 0.13), ("hip", 0.19), ("knee", 0.10))
}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A picture, blue-green-red, and what is true in it."""

    picture: NDArray[np.uint8]
    truth: dict[str, float | str | bool | None]
    joints_px: dict[str, tuple[float, float]]
    visible: dict[str, bool]
    floor_px: dict[str, tuple[float, float]]
    """Per foot: heel, toe tip and inner heel edge, put down to the floor."""
    floor_m: dict[str, tuple[float, float]]
    """The same, metres: x to the right of the camera, z away from it, on the floor below the camera."""
    camera: dict[str, float]
    chair_px: list[list[float]] | None
    """Front edge, rear edge: two pixels each."""
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Stage:
    """One scene before it is drawn."""

    posed: Any
    items: dict[str, Any]
    person: list[Any]
    room: list[Any]
    placed: Any
    lens: "_Lens"
    lighting: Lighting


class Composer:
    """Puts people into rooms in front of a camera. Holds the renderer's context, people and textures."""

    def __init__(self, folder: Path) -> None:
        self.scene = load_renderer(folder)
        self.body = load_body_module(folder)
        arm_poses.install(self.body)
        self.glrender = importlib.import_module("glrender")
        self.renderer = self.scene.get_renderer()
        _share_textures(self.renderer)
        self.drawer = Drawer(self.glrender, self.renderer)
        self.noise = np.random.default_rng(5).normal(0, 1, (1600, 1600, 3)).astype(np.float32)
        self.noise += np.random.default_rng(6).normal(0, 1.5, (1600, 1600, 1)).astype(np.float32)
        self.people: dict[str, Any] = {}

    def person(self, name: str) -> Any:
        """The named person's mesh, with a quicker search for points of the trunk's surface."""
        if name not in self.people:
            avatar = self.scene.get_avatar(name)
            quicken(avatar)
            self.people[name] = avatar
        return self.people[name]

    def render(self, parameters: Parameters) -> Rendered:
        """Draw one scene. `parameters["scale"]` makes the person that much taller or shorter."""
        staged = self._staged(parameters)
        box = staged.lens.box(np.concatenate([mesh.P for mesh in staged.person])[::17])
        picture, depth = self.drawer.draw(staged.person, staged.room, staged.lens.view, staged.lighting, box)
        rng = np.random.default_rng(parameters["noise_seed"])
        developed = develop(picture, parameters["photo"], self.noise, rng)
        return self._described(
            parameters, staged.posed, staged.items, staged.placed, staged.lens, depth, developed[..., ::-1]
        )

    def closeup(self, parameters: Parameters, trunks: float) -> tuple[NDArray[np.uint8], float] | None:
        """Only the square around both wrists, `trunks` trunk lengths wide, blue-green-red, and the trunk in px.

        None where the square leaves the picture.
        """
        staged = self._staged(parameters)
        joints = {
            name: np.array(staged.lens.pixel(staged.placed(place))[:2]) for name, place in staged.posed.joints.items()
        }
        middle = {
            part: (joints[f"left_{part}"] + joints[f"right_{part}"]) / 2 for part in ("shoulder", "hip", "wrist")
        }
        trunk_px = float(np.linalg.norm(middle["shoulder"] - middle["hip"]))
        low = (middle["wrist"] - trunks * trunk_px / 2).astype(int)
        side = max(int(trunks * trunk_px), 8)
        box = (int(low[0]), int(low[1]), int(low[0]) + side, int(low[1]) + side)
        width, height = staged.lens.view.size
        if box[0] < 0 or box[1] < 0 or box[2] > width or box[3] > height:
            return None
        part = self.drawer.draw_part(staged.person, staged.room, staged.lens.view, staged.lighting, box)
        rng = np.random.default_rng(parameters["noise_seed"])
        return develop(part, parameters["photo"], self.noise, rng)[..., ::-1], trunk_px

    def _staged(self, parameters: Parameters) -> "_Stage":
        """Person, room, lens and light of one scene, everything in its place."""
        avatar = self.person(parameters["avatar"])
        scale = float(parameters.get("scale", 1.0))
        camera = parameters["camera"]
        posed = self.body.pose(avatar, parameters["pose"])
        person, items = self.scene.build(parameters, posed, self.renderer)
        turn = self.body.Ry(-camera["azimuth_deg"])
        seated = bool(posed.gt["seated"])
        centre = np.array([0, 0, posed.mid[2] if seated else 0.03])
        offset = np.array([camera["lateral"] / scale, 0, 0])

        def placed(points: Any) -> Any:
            return (np.asarray(points, float) - centre) @ turn.T + offset

        for mesh in person:
            mesh.P = placed(mesh.P)
            mesh.N = np.asarray(mesh.N, float) @ turn.T
        room, _ = self.scene.room(parameters, self.renderer, None)
        for mesh in room:
            mesh.k["tint"] = tuple(np.asarray(mesh.k["tint"]) * parameters["room"]["tint"])
        lens = _Lens(self.glrender, self.body, camera, scale)
        return _Stage(posed, items, person, room, placed, lens, _lighting(self.body, parameters))

    def _described(
        self,
        parameters: Parameters,
        posed: Any,
        items: dict[str, Any],
        placed: Any,
        lens: "_Lens",
        depth: NDArray[np.float32],
        picture: NDArray[np.uint8],
    ) -> Rendered:
        """Everything that is true in the drawn picture, in metres of the scaled person."""
        scale = lens.scale
        width, height = lens.view.size
        joints: dict[str, tuple[float, float]] = {}
        visible: dict[str, bool] = {}
        for name, place in posed.joints.items():
            x, y, far = lens.pixel(placed(place))
            joints[name] = (x, y)
            inside = 0 <= x < width and 0 <= y < height
            row, column = min(int(y / 2), depth.shape[0] - 1), min(int(x / 2), depth.shape[1] - 1)
            visible[name] = bool(inside and depth[row, column] > far - OCCLUSION_M.get(name, 0.08))
        floor_px: dict[str, tuple[float, float]] = {}
        floor_m: dict[str, tuple[float, float]] = {}
        for name, place in foot_places(posed).items():
            spot = placed(np.array([place[0], 0.0, place[2]]))
            x, y, _ = lens.pixel(spot)
            floor_px[name] = (x, y)
            floor_m[name] = (float(spot[0]) * scale, float(lens.view.eye[2] - spot[2]) * scale)
        truth = {key: value for key, value in posed.gt.items() if not isinstance(value, (list, dict))}
        for key in ("foot_length_m", "heel_gap_m", "ankle_distance_m", "foot_stagger_m", "back_gap_m", "stature_m"):
            if truth.get(key) is not None:
                truth[key] = float(truth[key]) * scale
        chair = None
        if "chair" in items:
            edges = (items["chair"]["seat_front_edge"], items["chair"]["seat_rear_edge"])
            chair = [list(lens.pixel(placed(point))[:2]) for edge in edges for point in edge]
            truth["seat_height_m"] = float(items["chair"]["seat_height"]) * scale
            truth["seat_depth_m"] = float(items["chair"]["seat_depth"]) * scale
        wish = parameters["pose"].get("reach")
        if wish:
            truth["arms"] = wish["pose"]
            truth["upper_hand"] = next((s for s in ("right", "left") if f"{s}_over" in wish["pose"]), None)
        return Rendered(
            picture, truth, joints, visible, floor_px, floor_m, lens.described(), chair, tuple(posed.warn)
        )


class _Lens:
    """The camera of one scene in the frame of the unscaled person."""

    def __init__(self, glrender: Any, body: Any, camera: dict[str, Any], scale: float) -> None:
        self.camera = camera
        self.scale = scale
        size = (int(camera["width"]), int(camera["height"]))
        eye = np.array([0, camera["cam_height"], camera["distance"]], float) / scale
        pitch = math.radians(camera["pitch_deg"])
        target = eye + np.array([0, math.sin(pitch), -math.cos(pitch)])
        up = body.Rz(camera["roll_deg"]) @ np.array([0, 1.0, 0])
        matrix = glrender.lookat(eye, target, up)
        self.view = View(eye, matrix, glrender.persp(camera["hfov_deg"], *size), size)
        self.focal_px = size[0] / 2 / math.tan(math.radians(camera["hfov_deg"]) / 2)

    def pixel(self, place: Any) -> tuple[float, float, float]:
        """x, y px and the distance along the optical axis of a place in the room."""
        local = self.view.view[:3, :3] @ place + self.view.view[:3, 3]
        far = max(-float(local[2]), 1e-6)
        width, height = self.view.size
        x = self.focal_px * float(local[0]) / far + width / 2
        y = -self.focal_px * float(local[1]) / far + height / 2
        return x, y, far

    def box(self, points: NDArray[np.float64]) -> tuple[int, int, int, int]:
        """The picture's part around the person, px, with a margin; the whole picture where the person is near."""
        width, height = self.view.size
        local = points @ self.view.view[:3, :3].T + self.view.view[:3, 3]
        far = np.maximum(-local[:, 2], 0.05)
        x = self.focal_px * local[:, 0] / far + width / 2
        y = -self.focal_px * local[:, 1] / far + height / 2
        margin = MARGIN * max(float(np.ptp(x)), 0.5 * float(np.ptp(y)))
        x0, x1 = np.clip([x.min() - margin, x.max() + margin], 0, width).astype(int)
        y0, y1 = np.clip([y.min() - margin, y.max() + margin], 0, height).astype(int)
        return int(x0), int(y0), max(int(x1), int(x0) + 1), max(int(y1), int(y0) + 1)

    def described(self) -> dict[str, float]:
        """What a calibration would have found."""
        camera = self.camera
        return {
            "hfov_deg": float(camera["hfov_deg"]),
            "focal_px": self.focal_px,
            "height_m": float(camera["cam_height"]),
            "distance_m": float(camera["distance"]),
            "pitch_deg": float(camera["pitch_deg"]),
            "roll_deg": float(camera["roll_deg"]),
            "azimuth_deg": float(camera["azimuth_deg"]),
            "lateral_m": float(camera["lateral"]),
        }


def foot_places(posed: Any) -> dict[str, NDArray[np.float64]]:
    """Per foot the heel's rear end, the toe's tip and the inner edge of the heel, in the body frame, metres."""
    places: dict[str, NDArray[np.float64]] = {}
    for side, sign in (("Left", 1.0), ("Right", -1.0)):
        low = side.lower()
        places[f"{low}_heel"] = np.asarray(posed.joints[f"{low}_heel"])
        places[f"{low}_toe"] = np.asarray(posed.joints[f"{low}_foot_index"])
        region = posed.X[posed.av.sub[side]["heelreg"]]
        places[f"{low}_inner_heel"] = region[np.argmin(sign * region[:, 0])]
    return places


def _share_textures(renderer: Any) -> None:
    """Give the variants of a person its textures, and none larger than TEXTURE_PX: memory is for many people."""
    own = renderer.tex

    def texture(key: str, picture: Any = None, mip: bool = True) -> Any:
        if picture is not None or not key.endswith(".png"):
            return own(key, picture, mip)
        path = Path(key)
        person, part = path.stem.rsplit("_", 1)
        shared = path.with_name(f"{original_name(person)}_{part}.png")

        def small() -> Any:
            stored = Image.open(shared).convert("RGBA")
            return stored.resize((TEXTURE_PX, TEXTURE_PX)) if max(stored.size) > TEXTURE_PX else stored

        return own(str(shared), small, mip)

    renderer.tex = texture


def quicken(avatar: Any) -> None:
    """Replace a person's search of the trunk's surface by one that looks only at triangles over the point."""
    faces = avatar.F[avatar.trunkF]
    corners = avatar.V[faces]
    low = corners[..., :2].min(1)
    high = corners[..., :2].max(1)

    def surface(x: float, y: float, side: int = 1, faces_asked: Any = None) -> Any:
        near = np.flatnonzero((low[:, 0] <= x) & (high[:, 0] >= x) & (low[:, 1] <= y) & (high[:, 1] >= y))
        if not len(near):
            return None
        a, b, c = (corners[near, k, :2] for k in range(3))
        area = (b[:, 0] - a[:, 0]) * (c[:, 1] - a[:, 1]) - (c[:, 0] - a[:, 0]) * (b[:, 1] - a[:, 1])
        area = np.where(np.abs(area) < 1e-12, 1e-12, area)
        first = ((b[:, 0] - x) * (c[:, 1] - y) - (c[:, 0] - x) * (b[:, 1] - y)) / area
        second = ((c[:, 0] - x) * (a[:, 1] - y) - (a[:, 0] - x) * (c[:, 1] - y)) / area
        weights = np.stack([first, second, 1 - first - second], 1)
        inside = np.flatnonzero((weights >= -1e-6).all(1))
        if not len(inside):
            return None
        depths = (corners[near[inside], :, 2] * weights[inside]).sum(1)
        best = int((side * depths).argmax())
        return faces[near[inside[best]]], weights[inside[best]], float(depths[best])

    avatar.surf = surface


def _lighting(body: Any, parameters: Parameters) -> Lighting:
    """A key light and the sky from two directions."""
    light = parameters["light"]

    def towards(azimuth: float, elevation: float) -> Any:
        return body.Ry(azimuth) @ body.Rx(-elevation) @ np.array([0, 0, 1.0])

    azimuth, elevation = light["azimuth"], light["elevation"]
    directions = [
        towards(azimuth, elevation),
        towards(light["sky_azimuth"], 65),
        towards(light["sky_azimuth"] + 150, 40),
    ]
    warm = np.asarray(light["key_color"])
    sky = np.asarray(light["sky_color"])
    colours = [warm * light["key"], sky * light["fill"] * 0.5, sky * light["fill"] * 0.35]
    return Lighting(
        np.asarray(directions, np.float32),
        np.asarray(colours, np.float32),
        np.asarray(light["ambient"]) * light["fill"] * 2.2,
        np.asarray(light["bounce"]),
    )


def thumbnail(picture: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """A small copy for looking at."""
    scale = side / max(picture.shape[:2])
    return np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
