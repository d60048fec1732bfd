"""Where the arms are: our own arm poses with random variation, solved on the renderer's skeleton.

Every pose gives for each arm a wrist target and the directions of the elbow, the fingers and the palm in the frame of
the trunk; the renderer's two-bone solution places the arm. The renderer's own poses are fixed, which would teach a
model the pose instead of the hands.
"""

import math
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]

FRONT = ("front_right_over_left", "front_left_over_right")
STANDING_POSES = (
    "sides",
    *FRONT,
    "front_apart",
    "behind",
    "crossed",
    "akimbo",
    "one_akimbo",
    "one_raised",
    "pockets",
)
OWN_POSES = {
    "sides": "at_sides",
    "front_right_over_left": "right_over_left",
    "front_left_over_right": "left_over_right",
    "on_lap_right_over_left": "right_over_left",
    "on_lap_left_over_right": "left_over_right",
    "front_apart": "fig_leaf_low",
    "behind": "behind_back",
    "crossed": "crossed",
    "akimbo": "on_hips",
    "on_knees": "on_thighs",
}
"""The renderer's own pose for ours, where it has one."""
ABOVE_THE_CLOTH_M = 0.03
"""A wrist's middle over the thigh that its hand lies on."""
SEATED_POSES = ("on_knees", "on_lap_right_over_left", "on_lap_left_over_right", "crossed", "sides", "one_raised")


@dataclass(frozen=True, slots=True)
class Reach:
    """One arm's target: wrist in the body frame, elbow pole, fingers' and palm's directions."""

    wrist: Vector
    pole: Vector
    fingers: Vector
    palm: Vector


def install(body: ModuleType) -> None:
    """Let the renderer's skeleton take the arms from a pose's `reach` entry (pose name + variation seed)."""
    own = body.arms

    def arms(avatar: Any, turns: Any, local: Any, bones: Any, places: Any, pose: Any, *rest: Any) -> None:
        if "reach" not in pose:
            own(avatar, turns, local, bones, places, pose, *rest)
            return
        _solve(body, avatar, turns, bones, places, pose, rest)

    body.arms = arms


def _solve(body: ModuleType, avatar: Any, turns: Any, bones: Any, places: Any, pose: Any, rest: Any) -> None:
    """Bone rotations of both arms for a pose's reach; a target out of reach is noted in the renderer's warnings."""
    rest_places = avatar.p0
    index = avatar.i
    reaches = reach(avatar, bones, places, pose)
    warnings = rest[-1]
    for side in ("Left", "Right"):
        target = reaches[side]
        shoulder = places[index[side + "Arm"]]
        upper = float(np.linalg.norm(rest_places[index[side + "ForeArm"]] - rest_places[index[side + "Arm"]]))
        lower = float(np.linalg.norm(rest_places[index[side + "Hand"]] - rest_places[index[side + "ForeArm"]]))
        elbow, wrist, clamped = body.two_bone(shoulder, target.wrist, upper, lower, target.pole)
        if clamped:
            warnings.append(side + " arm clamped")
        bend = elbow - 0.5 * (shoulder + wrist)
        if np.linalg.norm(bend) < 1e-3:
            bend = target.pole
        back = np.array([0, 0, -1.0])
        arm0 = body.frame(rest_places[index[side + "ForeArm"]] - rest_places[index[side + "Arm"]], back)
        fore0 = body.frame(rest_places[index[side + "Hand"]] - rest_places[index[side + "ForeArm"]], back)
        down = np.array([0, -1.0, 0])
        hand0 = body.frame(rest_places[index[side + "HandMiddle1"]] - rest_places[index[side + "Hand"]], down)
        turns[side + "Arm"] = body.frame(elbow - shoulder, bend) @ arm0.T
        fore = body.frame(wrist - elbow, bend) @ fore0.T
        hand = body.frame(target.fingers, target.palm) @ hand0.T
        turns[side + "ForeArm"] = _twisted(body, fore, hand, wrist - elbow)
        turns[side + "Hand"] = hand


def _twisted(body: ModuleType, fore: Vector, hand: Vector, axis: Vector) -> Vector:
    """The forearm turned about its own axis a good half of the way towards the hand, as pronation does."""
    axis = body.nz(axis)
    palm = np.array([0, -1.0, 0])
    before = fore @ palm
    after = hand @ palm
    before = before - axis * (before @ axis)
    after = after - axis * (after @ axis)
    if np.linalg.norm(after) <= 0.15:
        return fore
    turn = math.degrees(math.atan2(axis @ np.cross(before, after), before @ after))
    result: Vector = body.axang(axis, max(-140.0, min(140.0, turn)) * 0.55) @ fore
    return result


def reach(avatar: Any, bones: Any, places: Any, pose: dict[str, Any]) -> dict[str, Reach]:
    """Both arms' targets for `pose["reach"]` = {"pose": name, "seed": n, ...}."""
    wish = pose["reach"]
    rng = np.random.default_rng(wish["seed"])
    chart = _Chart(avatar, bones, places, rng)
    name = wish["pose"]
    single = str(rng.choice(["Left", "Right"]))
    kinds = {"Left": name, "Right": name}
    if name.startswith("one_"):
        other = str(rng.choice(["sides", "akimbo"])) if name == "one_raised" else "sides"
        kinds = {"Left": other, "Right": other}
        kinds[single] = {"one_akimbo": "akimbo", "one_pocket": "pockets"}.get(name, "raised")
    return {side: chart.arm(side, kinds[side], pose) for side in ("Left", "Right")}


class _Chart:
    """Points of the trunk's surface and axes, with this picture's own variation."""

    def __init__(self, avatar: Any, bones: Any, places: Any, rng: np.random.Generator) -> None:
        self.avatar = avatar
        self.bones = bones
        self.places = places
        self.hip_height = float(avatar.mid0[1])
        draw = rng.uniform
        self.height = draw(-0.02, 0.15)
        self.across = draw(-0.02, 0.02)
        self.overlap = draw(0.055, 0.095)
        self.holds_wrist = rng.random() < 0.35
        self.slope = draw(0.35, 0.85)
        self.gap = draw(0.05, 0.11)
        self.out = draw(0.0, 0.25)
        self.elbow_out = draw(0.5, 1.0)
        self.thigh = draw(0.4, 0.75)
        self.hang = draw(4, 16)
        self.flex = draw(3, 26)
        self.raise_to = (draw(0.1, 0.4), draw(0.0, 0.55), draw(0.15, 0.45))
        self.jitter = {side: rng.normal(0, 0.008, 3) for side in ("Left", "Right")}
        self.turn = {side: rng.normal(0, 0.10, 3) for side in ("Left", "Right")}
        self.right_crossed_on_top = rng.random() < 0.5
        self.forward = draw(0.0, 0.09)
        self.lower_behind = draw(0.0, 0.08)
        self.pocket = (draw(0.16, 0.22), draw(-0.03, 0.05), draw(0.03, 0.09))

    def point(self, x: float, y: float, z: float, bone: str) -> Vector:
        """A place of the rest pose carried along by a bone."""
        number = self.avatar.i[bone]
        offset = np.array([x, y, z]) - self.avatar.p0[number]
        result: Vector = self.places[number] + self.bones[number] @ offset
        return result

    def surface(self, y: float, side: int, half_width: float = 0.06) -> float:
        """Depth z of the trunk's front (+1) or back (-1) at a height of the rest pose."""
        found = [self.avatar.surf(x, y, side) for x in np.linspace(-half_width, half_width, 5)]
        depths = [point[2] for point in found if point]
        if not depths:
            return 0.1 * side
        return float(max(depths) if side > 0 else min(depths))

    def arm(self, side: str, kind: str, pose: dict[str, Any]) -> Reach:
        """The target of one arm."""
        sign = 1.0 if side == "Left" else -1.0
        maker = {
            "sides": self._hanging,
            "pockets": self._pocket,
            "raised": self._raised,
            "behind": self._behind,
            "crossed": self._crossed,
            "akimbo": self._on_hip,
            "on_knees": self._on_thigh,
        }.get(kind, self._in_front)
        target = maker(side, sign, kind, pose)
        turned = target.fingers + self.turn[side]
        return Reach(target.wrist + self.jitter[side], target.pole, turned, target.palm)

    def _in_front(self, side: str, sign: float, kind: str, pose: dict[str, Any]) -> Reach:
        """Hands in front of the lower abdomen or on the lap: one over the other, one holding a wrist, or apart."""
        trunk = self.bones[self.avatar.i["Spine1"]]
        over = ("right_over_left" in kind) == (side == "Right")
        low = -0.045 if kind.startswith("on_lap") else 0.0
        height = self.hip_height + self.height + low
        front = self.surface(height, 1)
        if kind == "front_apart":
            wrist = self.point(sign * (0.05 + self.gap), height, front + 0.03, "Spine")
            return Reach(
                wrist,
                trunk @ np.array([sign * 0.8, -0.2, -0.4]),
                trunk @ np.array([-sign * 0.3, -1.0, 0.1]),
                trunk @ np.array([-sign * 0.3, 0, -1.0]),
            )
        shift = 0.045 * (-sign if over else sign * 0.4) if self.holds_wrist else 0.0
        across = sign * self.overlap + self.across + shift
        depth = front + (0.058 if over else 0.026) + (self.forward if low else 0.0)
        wrist = self.point(across, height + 0.045, depth, "Spine")
        if low:
            wrist = self._above_the_thighs(wrist)
        return Reach(
            wrist,
            trunk @ np.array([sign * self.elbow_out, -0.25, -0.6]),
            trunk @ np.array([-sign * 0.8, -self.slope, 0.12]),
            trunk @ np.array([-sign * 0.25, -0.05, -1.0]),
        )

    def _behind(self, side: str, sign: float, kind: str, pose: dict[str, Any]) -> Reach:
        trunk = self.bones[self.avatar.i["Spine1"]]
        height = self.hip_height + 0.03 + 0.6 * self.height - self.lower_behind
        lift = 0.06 if side == "Right" else 0.03
        wrist = self.point(sign * self.overlap, height + 0.05, self.surface(height, -1) - lift, "Spine")
        return Reach(
            wrist,
            trunk @ np.array([sign * 0.9, -0.1, -0.45]),
            trunk @ np.array([-sign * 0.8, -0.6, -0.05]),
            trunk @ np.array([-sign * 0.1, 0, -1.0]),
        )

    def _crossed(self, side: str, sign: float, kind: str, pose: dict[str, Any]) -> Reach:
        chest = self.bones[self.avatar.i["Spine2"]]
        over = (side == "Right") == self.right_crossed_on_top
        height = float(self.avatar.p0[self.avatar.i["Spine2"]][1]) - 0.02 + 0.4 * self.height
        height -= 0.0 if over else 0.035
        depth = self.surface(height, 1, 0.1) + (0.085 if over else 0.045)
        wrist = self.point(-sign * 0.1, height + (0.035 if over else 0.0), depth, "Spine2")
        return Reach(
            wrist,
            chest @ np.array([sign * 0.75, -0.65, 0.05]),
            chest @ np.array([-sign, 0.18, -0.15]),
            chest @ np.array([0, -0.25, -1.0]),
        )

    def _on_hip(self, side: str, sign: float, kind: str, pose: dict[str, Any]) -> Reach:
        trunk = self.bones[self.avatar.i["Spine1"]]
        height = self.hip_height + 0.08 + 0.5 * self.height
        near = abs(self.avatar.V[:, 1] - height) < 0.02
        trunk_bones = [self.avatar.i[bone] for bone in ("Hips", "Spine", "Spine1")]
        ring = self.avatar.V[near & np.isin(self.avatar.dom, trunk_bones)]
        half = float(np.percentile(abs(ring[:, 0]), 98)) if len(ring) else 0.17
        wrist = self.point(sign * (half + 0.045), height, 0.03, "Spine")
        return Reach(
            wrist,
            trunk @ np.array([sign, 0, -0.2 - self.out]),
            trunk @ np.array([-sign * 0.55, -0.35, 0.75]),
            trunk @ np.array([-sign * 0.8, -0.2, -0.6]),
        )

    def _on_thigh(self, side: str, sign: float, kind: str, pose: dict[str, Any]) -> Reach:
        knee = self.places[self.avatar.i[side + "Leg"]]
        hip = self.places[self.avatar.i[side + "UpLeg"]]
        along = (knee - hip) / np.linalg.norm(knee - hip)
        above = max(0.085, self._thigh_top(side) + ABOVE_THE_CLOTH_M)
        wrist = hip + (knee - hip) * self.thigh + np.array([0, above, 0]) - along * 0.06
        return Reach(
            wrist,
            np.array([sign * 0.55, -0.2, -0.8]),
            along + np.array([-sign * self.slope * 0.6, -0.02, 0]),
            np.array([0, -1.0, -0.1]),
        )

    def _thigh_top(self, side: str) -> float:
        """From a thigh's bone to the cloth before it, metres; of a seated person before it is above it."""
        index, rest = self.avatar.i, self.avatar.p0
        hip, knee = rest[index[side + "UpLeg"]], rest[index[side + "Leg"]]
        share = (self.avatar.V[:, 1] - hip[1]) / (knee[1] - hip[1])
        near = (self.avatar.dom == index[side + "UpLeg"]) & (share > 0.25) & (share < 0.75)
        if not near.any():
            return 0.0
        return float(np.percentile(self.avatar.V[near, 2] - (hip[2] + share[near] * (knee[2] - hip[2])), 98))

    def _above_the_thighs(self, wrist: Vector) -> Vector:
        """The wrist lifted out of the thighs where a lap's hands would lie in them."""
        tops = []
        for side in ("Left", "Right"):
            hip, knee = self.places[self.avatar.i[side + "UpLeg"]], self.places[self.avatar.i[side + "Leg"]]
            share = float(np.clip((wrist[2] - hip[2]) / max(knee[2] - hip[2], 0.05), 0.0, 1.0))
            tops.append(float(hip[1] + share * (knee[1] - hip[1])) + self._thigh_top(side))
        return wrist + np.array([0, max(max(tops) + ABOVE_THE_CLOTH_M - float(wrist[1]), 0.0), 0])

    def _hanging(self, side: str, sign: float, kind: str, pose: dict[str, Any]) -> Reach:
        shoulder = self.places[self.avatar.i[side + "Arm"]]
        rest = self.avatar.p0
        upper = float(np.linalg.norm(rest[self.avatar.i[side + "ForeArm"]] - rest[self.avatar.i[side + "Arm"]]))
        lower = float(np.linalg.norm(rest[self.avatar.i[side + "Hand"]] - rest[self.avatar.i[side + "ForeArm"]]))
        bow = 0.0 if pose.get("seated") else float(pose.get("trunk_flexion", 0.0))
        lean = math.radians(bow * (1.0 - float(pose.get("arm_hang", 0.25))))
        turn = np.array([[1, 0, 0], [0, math.cos(lean), -math.sin(lean)], [0, math.sin(lean), math.cos(lean)]])
        out = math.radians(max(self.hang, self._beside_the_hip(upper + lower)))
        flex = math.radians(self.flex)
        first = np.array([sign * math.sin(out), -math.cos(out), -0.02])
        second = np.array([sign * math.sin(out - 0.09), -math.cos(flex), math.sin(flex)])
        wrist = shoulder + turn @ (first * upper + second / np.linalg.norm(second) * lower * 0.99)
        return Reach(
            wrist,
            turn @ np.array([sign * 0.15, 0, -1.0]),
            turn @ np.array([0, -1.0, 0.12]),
            turn @ np.array([-sign, 0, -0.15]),
        )

    def _beside_the_hip(self, arm_m: float) -> float:
        """Least abduction, degrees, at which a straight arm's hand hangs beside wide hips and not in them."""
        index, rest = self.avatar.i, self.avatar.p0
        shoulder = rest[index["LeftArm"]]
        height = float(shoulder[1]) - arm_m - 0.04
        legs = [index[bone] for bone in ("Hips", "LeftUpLeg", "RightUpLeg")]
        near = (abs(self.avatar.V[:, 1] - height) < 0.05) & np.isin(self.avatar.dom, legs)
        if not near.any():
            return 0.0
        half = float(np.percentile(abs(self.avatar.V[near, 0]), 98))
        return math.degrees(math.asin(min(max((half + 0.035 - float(shoulder[0])) / arm_m, 0.0), 0.5)))

    def _pocket(self, side: str, sign: float, kind: str, pose: dict[str, Any]) -> Reach:
        trunk = self.bones[self.avatar.i["Hips"]]
        across, up, ahead = self.pocket
        wrist = self.point(sign * across, self.hip_height + up, ahead, "Hips")
        return Reach(
            wrist,
            trunk @ np.array([sign * 0.8, 0, -0.7]),
            trunk @ np.array([-sign * 0.25, -1.0, 0.25]),
            trunk @ np.array([-sign, 0, -0.2]),
        )

    def _raised(self, side: str, sign: float, kind: str, pose: dict[str, Any]) -> Reach:
        chest = self.bones[self.avatar.i["Spine2"]]
        shoulder = self.places[self.avatar.i[side + "Arm"]]
        aside, up, ahead = self.raise_to
        wrist = shoulder + chest @ np.array([sign * aside, up - 0.15, ahead])
        return Reach(
            wrist,
            chest @ np.array([sign * 0.6, -1.0, -0.1]),
            chest @ np.array([sign * aside, 1.0, 0.3]),
            chest @ np.array([-sign * 0.3, 0.1, 1.0]),
        )
