"""What a dressed body is cut and painted by: its clothes' measures, places on it, and the lift of its shoes.

Distances in metres, in the renderer's rest pose.
"""

from dataclasses import dataclass

import numpy as np

from training.render.body_shapes import Basemesh, Points
from training.render.rest_pose import SIDES, Rest


@dataclass(frozen=True, slots=True)
class Dress:
    """What somebody wears and how wide it is cut; lengths in metres of somebody 1.65 m tall."""

    top: str
    """jacket, vest or shirt."""
    skirt: bool
    pumps: bool
    """Shoes that leave the instep free."""
    hair: str
    """short, bun, bob, crop or bald."""
    sole: float
    heel: float
    """Lift of the heel beyond the sole."""
    ease: float
    """Of the top, over the body."""
    leg_width: float
    """Half the trousers' width at the hem."""
    hem_below_crotch: float
    """How far the jacket ends above (-) the crotch."""
    skirt_above_knee: float
    hair_thickness: float
    hairline: float
    """Height of the forehead's hairline above the eyes."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Places on the dressed body that garments and paint go by, metres."""

    scale: float
    """Stature over 1.65 m."""
    neck: Points
    shoulder: Points
    """Left shoulder joint."""
    collar_y: float
    """Upper edge of the helper's neck."""
    waist_y: float
    hip_y: float
    crotch_y: float
    knee_y: float
    ankle: Points
    """Left ankle joint."""
    ball_z: float
    heel_z: float
    toe_z: float
    wrist_x: float
    elbow_x: float
    eye: Points
    """Left eye's centre."""
    crown_y: float
    chin_y: float
    ear_z: float


def marks_of(mesh: Basemesh, rest: Rest) -> Marks:
    """Measure a body."""
    points, heads = rest.points, rest.heads
    tights = np.unique(mesh.quads[mesh.of_group("helper-tights")])
    trunk = points[tights]
    column = mesh.bones.index
    weights = mesh.weights[tights]
    middle = trunk[(np.abs(trunk[:, 0]) < 0.012) & (trunk[:, 1] < heads["LeftUpLeg"][1] + 0.05)]
    feet = weights[:, column("LeftFoot")] + weights[:, column("LeftToeBase")] > 0.6
    body = np.unique(mesh.quads[mesh.of_group("body")])
    scale = float(rest.points[body, 1].max()) / 1.65
    head = points[body][mesh.weights[body, column("Head")] > 0.5]
    eye = heads["LeftEye"]
    face = head[(np.abs(head[:, 0]) < 0.02) & (head[:, 2] > eye[2] - 0.03)]
    return Marks(
        scale=scale,
        neck=heads["Neck"],
        shoulder=heads["LeftArm"],
        collar_y=float(trunk[:, 1].max()),
        waist_y=float(heads["LeftUpLeg"][1] + 0.125 * scale),
        hip_y=float(heads["LeftUpLeg"][1]),
        crotch_y=float(middle[:, 1].min()),
        knee_y=float(heads["LeftLeg"][1]),
        ankle=heads["LeftFoot"],
        ball_z=float(heads["LeftToeBase"][2]),
        heel_z=float(trunk[feet, 2].min()),
        toe_z=float(trunk[feet, 2].max()),
        wrist_x=float(heads["LeftHand"][0]),
        elbow_x=float(heads["LeftForeArm"][0]),
        eye=eye,
        crown_y=float(head[:, 1].max()),
        chin_y=float(face[:, 1].min()),
        ear_z=float(eye[2] - 0.085 * scale),
    )


def shod(mesh: Basemesh, rest: Rest, dress: Dress) -> Rest:
    """The body lifted by its shoes: soles under the feet, the heel higher than the ball by `dress.heel`."""
    marks = marks_of(mesh, rest)
    reach = marks.ball_z - marks.heel_z
    column = mesh.bones.index

    def lift(z: Points) -> Points:
        return dress.sole + dress.heel * np.clip((marks.ball_z - z) / reach, 0.0, 1.0)

    feet = sum(mesh.weights[:, column(f"{side}{bone}")] for side, _, _ in SIDES for bone in ("Foot", "ToeBase"))
    points = rest.points.copy()
    level = float(lift(np.array(marks.ankle[2])))
    points[:, 1] += feet * lift(points[:, 2]) + (1 - feet) * level
    heads = {}
    for bone, place in rest.heads.items():
        up = float(lift(place[2])) if bone.endswith(("Foot", "ToeBase")) else level
        heads[bone] = place + np.array([0.0, up, 0.0])
    return Rest(points, heads)
