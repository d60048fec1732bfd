"""Hair of a shaped body: the scalp lifted, a bun, or hair that hangs to the chin."""

from dataclasses import replace

import numpy as np

from training.render.body_shapes import Basemesh, Points
from training.render.measures import Dress, Marks
from training.render.rest_pose import Rest
from training.render.sheets import Sheet, sheet_of

HAIR_CELL_PX, HANGING_CELL_PX = 9, 15
SUNK_M = 0.003
"""Outside the hairline the hair lies this far under the skin, so that its edge is a clean line."""


def hair_sheets(mesh: Basemesh, rest: Rest, dress: Dress, marks: Marks) -> list[Sheet]:
    """The cap of hair, and what hangs or is tied; nothing on a bald head."""
    if dress.hair == "bald":
        return []
    nowhere = np.full((len(mesh.points), 2), np.nan)
    body = sheet_of("hair", rest.points, mesh.weights, mesh.quads[mesh.of_group("body")], HAIR_CELL_PX, nowhere)
    inside = hair_mask(body.points, marks, dress)
    grown = body.points + body.normals() * (inside * (dress.hair_thickness + SUNK_M) - SUNK_M)[:, None]
    high = np.clip((body.points[:, 1] - marks.eye[1] - 0.05) / 0.06, 0.0, 1.0)
    grown[:, 1] += inside * high * dress.hair_thickness * (0.7 if dress.hair == "short" else 0.2)
    lifted = replace(body, points=grown)
    cap = lifted.kept(inside[lifted.patches.reshape(len(lifted.patches), -1)].max(1) > 0.02).smoothed(3, 0.4)
    head = np.zeros(len(mesh.bones))
    head[mesh.bones.index("Head")] = 1.0
    if dress.hair == "bun":
        centre = np.array([0.0, marks.eye[1] - 0.01, marks.eye[2] - 0.195 * marks.scale])
        return [cap, _ball(centre, np.array([1.25, 1.0, 0.8]) * 0.042 * marks.scale, head)]
    return [cap, _curtain(mesh, rest, dress, marks, head)] if dress.hair == "bob" else [cap]


def _curtain(mesh: Basemesh, rest: Rest, dress: Dress, marks: Marks, head: Points) -> Sheet:
    """Hair that hangs around sides and back of the head to the chin."""
    scale, thick = marks.scale, dress.hair_thickness
    head_points = rest.points[np.unique(mesh.quads[mesh.of_group("body")])]
    level = head_points[np.abs(head_points[:, 1] - marks.eye[1] - 0.02 * scale) < 0.02]
    rear = float(level[:, 2].min())
    middle = marks.eye[2] - 0.095 * scale
    half = float(np.abs(level[level[:, 2] < middle - 0.02, 0]).max())
    angles = np.radians(np.linspace(66, 294, 27))
    ys = np.linspace(marks.eye[1] + 0.05 * scale, marks.chin_y - 0.012, 9)
    points = np.empty((len(ys), len(angles), 3))
    for row, y in enumerate(ys):
        fall = row / (len(ys) - 1)
        out = 0.4 * thick + 0.009 * scale * np.sin(np.pi * min(fall * 1.4, 1.0)) - 0.010 * scale * (fall < 0.05)
        points[row, :, 0] = (half + out) * np.sin(angles)
        points[row, :, 1] = y
        points[row, :, 2] = middle + (middle - rear + out - 0.02 * fall**2) * np.cos(angles)
    return _grid("hair", points, head)


def hair_mask(points: Points, marks: Marks, dress: Dress) -> Points:
    """0..1 per point: how far inside the hairline it lies, blended over 1.5 cm."""
    middle_z = marks.eye[2] - 0.095 * marks.scale
    around = np.degrees(np.abs(np.arctan2(points[:, 0], points[:, 2] - middle_z)))
    front = dress.hairline
    line = np.interp(
        around,
        [0, 35, 58, 70, 78, 85, 108, 118, 140, 180],
        np.array([front, front - 0.002, front - 0.02, 0.014, 0.002, 0.03, 0.034, 0.0, -0.05, -0.07]) * marks.scale,
    )
    inside = np.clip((points[:, 1] - marks.eye[1] - line) / 0.015, 0.0, 1.0)
    if dress.hair == "bald":
        inside = inside * np.clip((marks.eye[1] + 0.045 - points[:, 1]) / 0.02, 0.0, 1.0)
    head = points[:, 1] > marks.chin_y - 0.03
    return np.asarray(inside * head * (np.abs(points[:, 0]) < 0.14))


def _grid(part: str, points: Points, weights: Points) -> Sheet:
    rows, columns = points.shape[:2]
    number = np.arange(rows * columns).reshape(rows, columns)
    quads = np.stack([number[:-1, :-1], number[1:, :-1], number[1:, 1:], number[:-1, 1:]], -1).reshape(-1, 4)
    flat = points.reshape(-1, 3)
    nowhere = np.full((len(flat), 2), np.nan)
    return sheet_of(part, flat, np.tile(weights, (len(flat), 1)), quads, HANGING_CELL_PX, nowhere)


def _ball(centre: Points, radii: Points, weights: Points) -> Sheet:
    tilt = np.linspace(-np.pi / 2, np.pi / 2, 9)[:, None]
    turn = np.linspace(0, 2 * np.pi, 15)[None, :]
    unit = np.stack([np.cos(tilt) * np.sin(turn), np.sin(tilt) + 0 * turn, np.cos(tilt) * np.cos(turn)], -1)
    return _grid("hair", centre + unit * radii, weights)
