"""Clothes and shoes of a shaped body: displaced helper geometry of the MakeHuman base mesh.

The suit-tight helper (`helper-tights`) becomes jacket, vest or shirt, trousers and shoes, the skirt helper becomes a
pencil skirt. Distances in metres, in the rest pose.
"""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from training.render.body_shapes import Basemesh, Points
from training.render.hair import hair_sheets
from training.render.measures import Dress, marks_of
from training.render.rest_pose import SIDES, Rest
from training.render.sheets import Sheet, sheet_of, subdivided

CLOTH_CELL_PX, TORSO_CELL_PX, SKIN_CELL_PX, FACE_CELL_PX, SKIRT_CELL_PX = 15, 22, 9, 11, 28


class Tailor:
    """Cuts all sheets of one dressed body."""

    def __init__(self, mesh: Basemesh, rest: Rest, dress: Dress) -> None:
        self.mesh, self.rest, self.dress = mesh, rest, dress
        self.marks = marks_of(mesh, rest)
        self.texels = np.full((len(mesh.points), 2), np.nan)
        self.texels[mesh.quads.ravel()] = mesh.texels[mesh.texel_quads.ravel()]
        self.suit = subdivided(self._of_quads("suit", mesh.of_group("helper-tights"), CLOTH_CELL_PX)).smoothed(2)

    def sheets(self) -> list[Sheet]:
        """Everything that is visible."""
        hair = hair_sheets(self.mesh, self.rest, self.dress, self.marks)
        bottom = [self.stockings(), self.skirt()] if self.dress.skirt else [self.trousers()]
        return [*self.skin(), *self.eyes(), self.top(), *bottom, self.shoes(), *hair]

    def _of_quads(self, part: str, quads: NDArray[np.int64], cell_px: int) -> Sheet:
        return sheet_of(part, self.rest.points, self.mesh.weights, self.mesh.quads[quads], cell_px, self.texels)

    def skin(self) -> list[Sheet]:
        """Head with neck, and hands with wrists."""
        body = self._of_quads("face", self.mesh.of_group("body"), SKIN_CELL_PX)
        centres, marks = body.centres(), self.marks
        head = (centres[:, 1] > marks.collar_y - 0.075 * marks.scale) & (
            np.abs(centres[:, 0]) < 0.55 * marks.shoulder[0]
        )
        hands = np.abs(centres[:, 0]) > marks.wrist_x - 0.035 * marks.scale
        face = body.kept(head)
        near = np.linalg.norm(face.centres()[:, :2] - [0.0, marks.eye[1] - 0.03], axis=1) < 0.075
        front = near & (face.centres()[:, 2] > marks.eye[2] - 0.03)
        face = replace(face, cells_px=np.where(front, FACE_CELL_PX, SKIN_CELL_PX))
        hollow = face.neighbours_mean(face.points) - face.points
        depth = (hollow * face.normals()).sum(1) / (np.linalg.norm(hollow, axis=1) + 6e-4)
        face = replace(face, shade=np.clip(1.0 - 0.55 * np.clip(depth - 0.25, 0, 1), 0.35, 1.0))
        hand = body.kept(hands)
        hollow = hand.neighbours_mean(hand.points) - hand.points
        depth = (hollow * hand.normals()).sum(1) / (np.linalg.norm(hollow, axis=1) + 8e-4)
        hand = replace(hand, part="hands", shade=np.clip(1.0 - 0.6 * np.clip(depth - 0.15, 0, 1), 0.4, 1.0))
        return [face, hand]

    def eyes(self) -> list[Sheet]:
        """Both eyeballs."""
        return [self._of_quads("eyes", self.mesh.of_group(f"helper-{side}-eye"), 12) for side in ("l", "r")]

    def top(self) -> Sheet:
        """Jacket, vest with shirt sleeves, or shirt."""
        marks, dress = self.marks, self.dress
        jacket = dress.top == "jacket"
        hem = self._jacket_hem() if jacket else marks.waist_y - 0.03
        if dress.top == "vest":
            hem = marks.waist_y - 0.055 * marks.scale
        hem = max(hem, marks.crotch_y + 0.012)
        highest = self.suit.points[self.suit.patches.reshape(len(self.suit.patches), -1), 1].max(1)
        sheet = replace(self.suit.kept(highest > hem), part="top")
        arms = np.abs(sheet.centres()[:, 0]) > marks.shoulder[0] + 0.02
        sheet = replace(sheet, cells_px=np.where(arms, CLOTH_CELL_PX + 1, TORSO_CELL_PX))
        before = sheet.points
        trunk = np.clip((marks.shoulder[0] + 0.02 - np.abs(before[:, 0])) / 0.04, 0.0, 1.0)
        trunk[before[:, 1] < marks.waist_y + 0.1 * marks.scale] = 1.0  # hips may be wider than shoulders
        trunk *= np.clip((marks.neck[1] - before[:, 1]) / (0.08 * marks.scale), 0.0, 1.0)
        sheet = sheet.smoothed(10 if jacket else 5, 0.5, trunk)
        sheet = _outside(sheet, before, self._top_ease(sheet))
        points = sheet.points.copy()
        self._sleeves(points)
        points[:, 1] = np.maximum(points[:, 1], hem)
        return replace(sheet, points=points)

    def _jacket_hem(self) -> float:
        return self.marks.crotch_y + 0.012 - self.dress.hem_below_crotch * self.marks.scale

    def _top_ease(self, sheet: Sheet) -> Points:
        marks, dress = self.marks, self.dress
        y = sheet.points[:, 1]
        ease = np.full(len(y), dress.ease * marks.scale)
        loose = np.clip((marks.neck[1] - 0.06 - y) / 0.25, 0.0, 1.0)
        ease *= 0.55 + 0.45 * loose
        if dress.top == "jacket":
            ease += 0.012 * np.clip((marks.waist_y - y) / (marks.waist_y - marks.crotch_y), 0.0, 1.0)
        else:
            ease += 0.012 * np.exp(-(((y - marks.waist_y - 0.05) / 0.05) ** 2))
        if dress.top == "shirt":  # tucked in
            ease = np.minimum(ease, 0.001 + 0.4 * np.maximum(y - marks.waist_y - 0.004, 0.0))
        neck = np.clip((y - (marks.neck[1] - 0.005)) / 0.03, 0.0, 1.0)
        return np.asarray(ease * (1 - neck) + (0.0035 * marks.scale) * neck)

    def _sleeves(self, points: Points) -> None:
        """Widen the sleeves to tubes that end at the wrists."""
        marks = self.marks
        for side, _, sign in SIDES:
            shoulder, wrist = self.rest.heads[f"{side}Arm"], self.rest.heads[f"{side}Hand"]
            along = sign * points[:, 0] - abs(shoulder[0])
            arm = (along > 0.04) & (points[:, 1] > marks.waist_y + 0.1 * marks.scale)
            share = np.clip(along / abs(wrist[0] - shoulder[0]), 0.0, 1.0)
            centre = shoulder + share[:, None] * (wrist - shoulder)
            offset = points[:, 1:] - centre[:, 1:]
            radius = np.linalg.norm(offset, axis=1)
            cuff = 0.043 * marks.scale
            tube = np.interp(share, [0.0, 0.6, 1.0], [0.0, 0.046 * marks.scale, cuff])
            wide = np.maximum(radius, tube)
            wide = np.where(share > 0.55, np.minimum(wide, np.maximum(1.35 * tube, cuff)), wide)
            points[arm, 1:] = (centre[:, 1:] + offset * (wide / (radius + 1e-9))[:, None])[arm]
            end = abs(wrist[0]) - 0.002
            points[arm, 0] = sign * np.minimum(sign * points[arm, 0], end)

    def _leg_patches(self, low: float, high: float) -> Sheet:
        corners = self.suit.points[self.suit.patches.reshape(len(self.suit.patches), -1)]
        inside = (corners[..., 1].max(1) > low) & (corners[..., 1].min(1) < high)
        return self.suit.kept(inside)

    def trousers(self) -> Sheet:
        """From the waist to the shoes; straight legs."""
        marks, dress = self.marks, self.dress
        hem = 0.028 * marks.scale + dress.sole
        sheet = replace(self._leg_patches(hem, marks.waist_y + 0.01), part="trousers")
        before = sheet.points
        sheet = _outside(sheet.smoothed(3), before, np.full(len(before), 0.007 * marks.scale))
        points = sheet.points.copy()
        for side, _, sign in SIDES:
            hip, knee, ankle = (self.rest.heads[f"{side}{bone}"] for bone in ("UpLeg", "Leg", "Foot"))
            leg = (sign * points[:, 0] > 0) & (points[:, 1] < marks.crotch_y - 0.005)
            y = points[:, 1]
            axis = np.stack(
                [np.interp(y, [ankle[1], knee[1], hip[1]], [p[k] for p in (ankle, knee, hip)]) for k in (0, 2)], 1
            )
            axis[:, 1] += np.interp(y, [ankle[1], knee[1]], [0.012, 0.0])
            offset = points[:, [0, 2]] - axis
            radius = np.linalg.norm(offset, axis=1)
            thigh = 0.075 * marks.scale
            narrow = dress.leg_width * marks.scale
            width = np.interp(y, [hem, knee[1], marks.crotch_y], [narrow, 1.02 * narrow, 0.9 * thigh])
            eased = radius + 0.008 * np.clip((marks.crotch_y - y) / 0.08, 0.0, 1.0)
            wide = np.maximum(eased, width)
            shank = np.clip((knee[1] - 0.02 - y) / 0.14, 0.0, 1.0)
            wide += shank * (np.minimum(wide, 1.15 * width) - wide)
            foot = np.clip((marks.ankle[1] + 0.02 - y) / 0.04, 0.0, 1.0)
            wide += foot * (1.12 * width - wide)
            flat = (axis + offset * (wide / (radius + 1e-9))[:, None])[leg]
            gap = 0.0015
            flat[:, 0] = sign * np.maximum(sign * flat[:, 0], gap)
            points[leg, 0], points[leg, 2] = flat[:, 0], flat[:, 1]
        points[:, 1] = np.clip(points[:, 1], hem, marks.waist_y + 0.012)
        return replace(sheet, points=points)

    def stockings(self) -> Sheet:
        """Legs below a skirt."""
        low = self.marks.ankle[1] - 0.02
        sheet = self._leg_patches(low, self._skirt_hem() + 0.01)
        return replace(sheet, part="stockings")

    def _skirt_hem(self) -> float:
        return self.marks.knee_y + self.dress.skirt_above_knee * self.marks.scale

    def skirt(self) -> Sheet:
        """A pencil skirt from the skirt helper: an ellipse around both legs at every height."""
        marks = self.marks
        hem = self._skirt_hem()
        raw = self._of_quads("skirt", self.mesh.of_group("helper-skirt"), SKIRT_CELL_PX)
        corners = raw.points[raw.patches.reshape(len(raw.patches), -1)]
        high = corners[..., 1].max(1) > hem
        top = self._jacket_hem() + 0.05 if self.dress.top == "jacket" else marks.waist_y
        raw = raw.kept(high & (corners[..., 1].min(1) < top))
        sheet = subdivided(raw).smoothed(1)
        points = sheet.points.copy()
        legs = self.suit.points
        steps = np.linspace(hem - 0.03, marks.waist_y + 0.03, 40)
        rings = []
        for y in steps:
            ring = legs[np.abs(legs[:, 1] - y) < 0.02]
            rings.append((np.abs(ring[:, 0]).max(), ring[:, 2].min(), ring[:, 2].max()))
        half, back, front = np.array(rings).T
        kernel = np.ones(5) / 5
        half, back, front = (np.convolve(np.pad(v, 2, mode="edge"), kernel, "valid") for v in (half, back, front))
        straight = np.maximum.accumulate(half[::-1])[::-1]  # below the hips it narrows little
        half = np.maximum(half, np.where(steps < marks.hip_y, 0.93 * straight, 0.0))
        y = np.clip(points[:, 1], hem, marks.waist_y + 0.005)
        a = np.interp(y, steps, half) + 0.016
        rear, fore = np.interp(y, steps, back) - 0.016, np.interp(y, steps, front) + 0.016
        middle = (rear + fore) / 2
        depth = (fore - rear) / 2
        angle = np.arctan2(points[:, 2] - np.interp(y, steps, (back + front) / 2), points[:, 0])
        power = 0.85
        c, s = np.cos(angle), np.sin(angle)
        points[:, 0] = a * np.sign(c) * np.abs(c) ** power
        points[:, 2] = middle + depth * np.sign(s) * np.abs(s) ** power
        points[:, 1] = y
        return replace(sheet, points=points, weights=_near_weights(points, self.suit, 12))

    def shoes(self) -> Sheet:
        """The helper's feet without toes, on flat soles; pumps with a heel."""
        marks, dress = self.marks, self.dress
        corners = self.suit.points[self.suit.patches.reshape(len(self.suit.patches), -1)]
        top = marks.ankle[1] + (0.0 if dress.pumps else 0.02)
        sheet = replace(self.suit.kept(corners[..., 1].min(1) < top), part="shoes")
        sheet = replace(sheet, cells_px=np.full(len(sheet.patches), CLOTH_CELL_PX + 1))
        sheet = sheet.smoothed(5)
        down = sheet.normals()[:, 1] < -0.35
        points = sheet.points + sheet.normals() * (0.0035 if dress.pumps else 0.005)
        ahead = np.clip((points[:, 2] - marks.ball_z) / (marks.toe_z - marks.ball_z), 0.0, 1.2)
        points[:, 2] += (0.008 if dress.pumps else 0.012) * marks.scale * ahead**2
        sole = down & (points[:, 1] < marks.ankle[1] - 0.02)
        arch = (points[:, 2] > marks.heel_z + 0.06 * marks.scale) & (points[:, 2] < marks.ball_z - 0.03 * marks.scale)
        on_floor = sole & ~(arch & (dress.heel > 0.012))
        near = points[:, 1] < dress.sole + 0.004
        points[on_floor | (near & ~(arch & (dress.heel > 0.012))), 1] = 0.0
        points[:, 1] = np.maximum(points[:, 1], 0.0)
        return replace(sheet, points=points)


def _outside(sheet: Sheet, body: Points, ease: Points) -> Sheet:
    """Points pushed along the normals until they lie `ease` outside the body they were cut from."""
    normals = sheet.normals()
    short = np.maximum(((body - sheet.points) * normals).sum(1), 0.0)
    return replace(sheet, points=sheet.points + normals * (short + ease)[:, None])


def _near_weights(points: Points, body: Sheet, count: int) -> Points:
    """Skin weights of the nearest points of a body, the mean of `count`: cloth goes where the legs go."""
    found = np.empty((len(points), body.weights.shape[1]))
    for number, point in enumerate(points):
        far = ((body.points - point) ** 2).sum(1)
        near = np.argpartition(far, count)[:count]
        share = 1.0 / (far[near] + 1e-4)
        found[number] = share @ body.weights[near] / share.sum()
    return found
