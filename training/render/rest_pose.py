"""A shaped body in the renderer's rest pose: arms stretched sideways, palms down, legs straight down, soles at y = 0.

MakeHuman's base stands with arms lowered and elbows bent. The renderer's skeleton code takes for granted that an
upper arm's elbow points back (-Z), that the palm looks down and that the arms lie along the x axis.
"""

from dataclasses import dataclass

import numpy as np

from training.render.body_shapes import Basemesh, Points

SIDES = (("Left", "l", 1.0), ("Right", "r", -1.0))
FINGERS = {"Thumb": 1, "Index": 2, "Middle": 3, "Ring": 4, "Pinky": 5}
SPINE_SHARES = {"Spine": 0.086, "Spine1": 0.258, "Spine2": 0.46}
"""Heights of the spine's joints between hips and neck, as in the renderer's own rigs, which place badges by them."""
MOVED_JOINTS = {"Arm": (0.0075, -0.007), "UpLeg": (-0.0075, 0.009)}
"""Up and ahead, in heights of the ankles to the crown: half of what lies between where MakeHuman has these joints and
where the renderer's rigs have them, told by the landmark model that sees both kinds of people (decision 0132)."""
ANKLES_APART = 0.92
"""Distance of the ankles in the rest pose, in distances of the hip joints."""
STRAIGHTENED = {1: 0.45, 2: 0.8, 3: 0.9}
"""Share of a finger's own curl that is taken back at its joints: the renderer adds its own."""
CLOSED = 0.75
"""Share of the fingers' spread that is taken back."""
TWIST_IN_FOREARM = 0.55
"""Share of the hand's turn about the forearm's axis that the forearm takes, as in the renderer."""


@dataclass(frozen=True, slots=True)
class Rest:
    """Points N x 3 and bone heads of the rest pose, metres."""

    points: Points
    heads: dict[str, Points]


def frame(along: Points, aside: Points) -> Points:
    """Orthonormal axes (columns): `along`, the part of `aside` square to it, and their cross product."""
    first = along / np.linalg.norm(along)
    second = aside - first * (aside @ first)
    second = second / np.linalg.norm(second)
    return np.stack([first, second, np.cross(first, second)], axis=1)


def bone_heads(mesh: Basemesh, points: Points) -> dict[str, Points]:
    """Heads of the rig's bones, eyes and finger tips; spine and neck jointed where the renderer expects it."""
    heads = {bone: points[list(mesh.heads[bone])].mean(0) for bone in mesh.bones}
    for side, letter, _ in SIDES:
        heads[f"{side}Eye"] = mesh.joint(points, f"{letter}-eye")
        for finger, number in FINGERS.items():
            heads[f"{side}Hand{finger}4"] = mesh.joint(points, f"{letter}-finger-{number}-4")
    heads["HeadEnd"] = mesh.joint(points, "head-2")
    shoulder = (heads["LeftArm"] + heads["RightArm"]) / 2
    neck, hips = heads["Neck"].copy(), heads["Hips"].copy()
    neck[0] = hips[0] = 0.0
    neck[1] = 0.5 * neck[1] + 0.5 * (shoulder[1] + 0.025)
    heads["Neck"], heads["Hips"] = neck, hips
    for bone, share in SPINE_SHARES.items():
        old = heads[bone].copy()
        heads[bone] = np.array([0.0, hips[1] + share * (neck[1] - hips[1]), old[2]])
    heads["Head"][0] = 0.0
    tall = heads["HeadEnd"][1] - (heads["LeftFoot"][1] + heads["RightFoot"][1]) / 2
    for joint, (up, ahead) in MOVED_JOINTS.items():
        for side, _, _ in SIDES:
            heads[f"{side}{joint}"] = heads[f"{side}{joint}"] + tall * np.array([0.0, up, ahead])
    return heads


def parents(mesh: Basemesh) -> dict[str, str]:
    """Parent of every bone of `bone_heads`; the root's is empty."""
    found = dict(mesh.parents)
    for side, _, _ in SIDES:
        found[f"{side}Eye"] = "Head"
        for finger in FINGERS:
            found[f"{side}Hand{finger}4"] = f"{side}Hand{finger}3"
    found["HeadEnd"] = "Head"
    return found


def _arm_turns(heads: dict[str, Points], side: str, sign: float) -> dict[str, Points]:
    """Rotations of upper arm, forearm and hand that stretch the arm sideways."""
    shoulder, elbow, wrist = (heads[f"{side}{bone}"] for bone in ("Arm", "ForeArm", "Hand"))
    out, back, down = np.array([sign, 0, 0]), np.array([0, 0, -1.0]), np.array([0, -1.0, 0])
    bend = elbow - 0.5 * (shoulder + wrist)
    upper = frame(out, back) @ frame(elbow - shoulder, bend).T
    fore = frame(out, back) @ frame(wrist - elbow, bend).T
    middle, index, pinky = (heads[f"{side}Hand{finger}1"] for finger in ("Middle", "Index", "Pinky"))
    palm = -sign * np.cross(index - wrist, pinky - wrist)
    hand = frame(out, down) @ frame(middle - wrist, palm).T
    before, after = fore @ palm, hand @ palm
    turn = float(np.arctan2(out @ np.cross(before, after), before[1:] @ after[1:]))
    turns = {"Arm": upper, "ForeArm": about(out, TWIST_IN_FOREARM * turn) @ fore, "Hand": hand}
    up = np.array([0, 0, sign])
    for finger in ("Index", "Middle", "Ring", "Pinky"):
        long = hand @ (heads[f"{side}Hand{finger}4"] - heads[f"{side}Hand{finger}1"])
        curl = float(np.arctan2(-long[1], abs(long[0])))
        spread = float(np.arctan2(long[2], abs(long[0])))
        close = about(np.array([0, sign, 0]), CLOSED * spread) @ hand
        for joint, share in STRAIGHTENED.items():
            turns[f"Hand{finger}{joint}"] = about(up, share * curl) @ close
    return turns


def about(axis: Points, angle: float) -> Points:
    """Rotation about a unit axis, radians (Rodrigues)."""
    x, y, z = axis
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.asarray(np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross)


def _leg_turns(heads: dict[str, Points], side: str, sign: float) -> dict[str, Points]:
    """Rotations of thigh and shank that bring the ankle almost below the hip; the foot keeps level."""
    hip, knee, ankle = (heads[f"{side}{bone}"] for bone in ("UpLeg", "Leg", "Foot"))
    forward = np.array([0, 0, 1.0])
    inwards = (1.0 - ANKLES_APART) * abs(hip[0])
    turns = {}
    for bone, old in (("UpLeg", knee - hip), ("Leg", ankle - knee)):
        long = float(np.hypot(old[0], old[1]))
        share = np.linalg.norm(old) / (np.linalg.norm(knee - hip) + np.linalg.norm(ankle - knee))
        new = np.array([-sign * inwards * share, 0.0, old[2]])
        new[1] = -np.sqrt(max(long**2 - new[0] ** 2, 1e-6))
        turns[bone] = frame(new, forward) @ frame(old, forward).T
    turns["Foot"] = turns["ToeBase"] = np.eye(3)
    return turns


def rest_pose(mesh: Basemesh, points: Points) -> Rest:
    """The body of `shaped` in the renderer's rest pose, bare soles at y = 0, x = 0 between the feet."""
    heads, parent = bone_heads(mesh, points), parents(mesh)
    local: dict[str, Points] = {}
    for side, _, sign in SIDES:
        for bone, turn in (_arm_turns(heads, side, sign) | _leg_turns(heads, side, sign)).items():
            local[f"{side}{bone}"] = turn
    turns: dict[str, Points] = {}
    places: dict[str, Points] = {}

    def visit(bone: str) -> None:
        above = parent[bone]
        if above and above not in turns:
            visit(above)
        turns[bone] = local.get(bone, turns[above] if above else np.eye(3))
        places[bone] = places[above] + turns[above] @ (heads[bone] - heads[above]) if above else heads[bone]

    for bone in heads:
        if bone not in turns:
            visit(bone)
    moved = np.zeros_like(points)
    for column, bone in enumerate(mesh.bones):
        weight = mesh.weights[:, column]
        rows = np.flatnonzero(weight > 0)
        moved[rows] += weight[rows, None] * ((points[rows] - heads[bone]) @ turns[bone].T + places[bone])
    loose = mesh.weights.sum(1) == 0
    moved[loose] = points[loose]
    floor = moved[np.unique(mesh.quads[mesh.of_group("body")]), 1].min()
    shift = np.array([0.0, -floor, 0.0])
    return Rest(moved + shift, {bone: place + shift for bone, place in places.items()})
