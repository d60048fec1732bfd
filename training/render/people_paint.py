"""Colours of a dressed body by where on it a texel lies: skin, face, hair, cloth, lapels, buttons, shoes.

Everything is drawn by place in the rest pose. Only lips, ears, lids and nails come from MakeHuman's own masks (CC0).
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from training.render.body_shapes import Points, Store
from training.render.hair import hair_mask
from training.render.measures import Dress, Marks
from training.render.sheets import Spot

Colour = tuple[float, float, float]
MASKS = ("lips", "ears", "eyelids", "fingernails")


@dataclass(frozen=True, slots=True)
class Look:
    """Colours 0..1 (sRGB) and cuts of one person."""

    skin: Colour
    hair: Colour
    cloth: Colour
    bottom: Colour
    shirt: Colour
    neckwear: str
    """tie, bow, open, round or scarf."""
    accent: Colour
    """Of the neckwear."""
    shoe: Colour
    stocking: Colour
    lips: Colour
    v_depth: float
    """How far below the neck joint a jacket or vest closes, metres of somebody 1.65 m tall."""
    lapel: float
    buttons: int
    pinstripe: float
    wear: float
    """Strength of folds and creases in the cloth."""
    seed: int


def load_masks(store: Store) -> dict[str, NDArray[np.float64]]:
    """MakeHuman's painting masks, 0..1."""
    masks = {}
    for name in MASKS:
        coded = np.frombuffer(store.read(f"textures/mpfb_{name}.jpg"), np.uint8)
        picture = cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE)
        if picture is not None:
            masks[name] = np.asarray(picture, float) / 255.0
    return masks


def _mix(base: Points, colour: Colour | Points, share: NDArray[np.floating]) -> Points:
    return np.asarray(base + share[:, None] * (np.asarray(colour) - base))


def _step(value: Points, edge: float, width: float) -> Points:
    """0 below the edge, 1 above it, blended over `width`."""
    return np.clip((value - edge) / width + 0.5, 0.0, 1.0)


class Painter:
    """Paints all parts of one person; `paint` fits `sheets.unfold`."""

    def __init__(self, look: Look, dress: Dress, marks: Marks, masks: dict[str, NDArray[np.float64]]) -> None:
        self.look, self.dress, self.marks, self.masks = look, dress, marks, masks
        self.rng = np.random.default_rng(look.seed)
        self.waves = [
            (self.rng.normal(0, 1, 3) * scale, self.rng.uniform(0, 6.28)) for scale in (9, 14, 22, 34, 50, 80)
        ]

    def paint(self, part: str, spot: Spot) -> Points:
        """Colours of a part's texels."""
        painters = {
            "face": self._face,
            "hands": self._hands,
            "eyes": self._eyes,
            "hair": self._hair,
            "top": self._top,
            "trousers": self._trousers,
            "skirt": self._skirt,
            "stockings": self._stockings,
            "shoes": self._shoes,
        }
        return painters[part](spot) * spot.shade[:, None]

    def _cloudy(self, points: Points, first: int = 0) -> Points:
        """Smooth noise over the body, about -1..1."""
        total = np.zeros(len(points))
        for turn, phase in self.waves[first : first + 4]:
            total += np.sin(points @ turn + phase)
        return total / 2.5

    def _grain(self, count: int, strength: float) -> Points:
        return np.asarray(self.rng.normal(1.0, strength, (count, 1)))

    def _masked(self, name: str, texels: Points) -> Points:
        mask = self.masks.get(name)
        if mask is None:
            return np.zeros(len(texels))
        safe = np.nan_to_num(texels, nan=0.0)
        height, width = mask.shape
        x = np.clip(safe[:, 0] * width, 0, width - 1).astype(int)
        y = np.clip((1.0 - safe[:, 1]) * height, 0, height - 1).astype(int)
        return np.asarray(mask[y, x] * ~np.isnan(texels[:, 0]))

    def _skin(self, spot: Spot) -> Points:
        tone = np.asarray(self.look.skin) * (1.0 + 0.025 * self._cloudy(spot.points, 2)[:, None])
        return np.asarray(tone * self._grain(len(tone), 0.012))

    def _face(self, spot: Spot) -> Points:
        marks, look, p = self.marks, self.look, spot.points
        s = marks.scale
        colour = self._skin(spot)
        x, y, z = np.abs(p[:, 0]), p[:, 1] - marks.eye[1], p[:, 2]
        front = _step(z, marks.eye[2] - 0.02, 0.02)
        cheek = np.exp(-(((x - 0.042 * s) / 0.022) ** 2) - (((y + 0.045 * s) / 0.022) ** 2)) * front
        colour = _mix(colour, np.asarray(look.skin) * (1.0, 0.82, 0.80), 0.45 * cheek)
        colour = _mix(colour, np.asarray(look.skin) * (0.92, 0.8, 0.76), 0.5 * self._masked("ears", spot.texels))
        colour = _mix(colour, np.asarray(look.skin) * (0.72, 0.62, 0.60), 0.75 * self._masked("eyelids", spot.texels))
        colour = _mix(colour, look.lips, 0.85 * self._masked("lips", spot.texels))
        along = (x - 0.034 * s) / (0.021 * s)
        line = y - (0.0225 + 0.004 * (1 - along**2) - 0.002 * along) * s
        brow = np.exp(-((line / (0.0042 * s)) ** 2)) * (np.abs(along) < 1) * front
        colour = _mix(colour, np.asarray(look.hair) * 1.15, 0.85 * brow)
        lash = np.exp(-(((x - 0.031 * s) / (0.016 * s)) ** 4) - (((y - 0.0055 * s) / (0.0022 * s)) ** 2)) * front
        colour = _mix(colour, (0.08, 0.06, 0.05), 0.6 * lash)
        scalp = hair_mask(p, marks, self.dress) * (1.0 - self._masked("ears", spot.texels))
        share = 0.55 if self.dress.hair == "bald" else 0.95
        return _mix(colour, np.asarray(look.hair) * (1.4 if self.dress.hair == "bald" else 1.0), share * scalp)

    def _hands(self, spot: Spot) -> Points:
        colour = self._skin(spot)
        beyond = np.clip((np.abs(spot.points[:, 0]) - self.marks.wrist_x) / 0.18, 0.0, 1.0)
        colour = _mix(colour, np.asarray(self.look.skin) * (1.02, 0.88, 0.84), 0.35 * beyond)
        palm = _step(-spot.normals[:, 1], 0.2, 0.6)
        colour = _mix(colour, np.clip(np.asarray(self.look.skin) * (1.06, 0.98, 0.95), 0, 1), 0.5 * palm)
        nails = self._masked("fingernails", spot.texels)
        return _mix(colour, np.clip(np.asarray(self.look.skin) * (1.08, 0.95, 0.95), 0, 1), 0.7 * nails)

    def _eyes(self, spot: Spot) -> Points:
        side = np.sign(spot.points[:, :1])
        centre = self.marks.eye * np.concatenate([side, np.ones_like(side), np.ones_like(side)], axis=1)
        away = spot.points - centre
        angle = np.degrees(np.arctan2(np.linalg.norm(away[:, :2], axis=1), away[:, 2]))
        white = np.tile((0.86, 0.84, 0.82), (len(angle), 1)).astype(float)
        colour = _mix(white, (0.17, 0.10, 0.06), 1.0 - _step(angle, 27.0, 3.0))
        return _mix(colour, (0.02, 0.02, 0.02), 1.0 - _step(angle, 12.0, 2.0))

    def _hair(self, spot: Spot) -> Points:
        p = spot.points
        around = np.arctan2(p[:, 0], p[:, 2] - self.marks.eye[2] + 0.09)
        strands = 0.5 * np.sin(around * 61 + 6 * self._cloudy(p, 1)) + 0.5 * np.sin(around * 137 + p[:, 1] * 40)
        tone = np.asarray(self.look.hair) * (1.0 + 0.14 * strands[:, None])
        return np.asarray(tone * self._grain(len(tone), 0.06))

    def _cloth(self, spot: Spot, colour: Colour, weave: float = 0.05) -> Points:
        p = spot.points
        folds = 1.0 + self.look.wear * self._cloudy(p * (1.0, 1.0, 1.0), 2)
        tone = np.asarray(colour) * folds[:, None] * self._grain(len(p), weave)
        if self.look.pinstripe > 0:
            stripe = np.abs(np.mod(p[:, 0], 0.016) - 0.008) < 0.0007
            tone = _mix(tone, np.clip(np.asarray(colour) + 0.2, 0, 1), self.look.pinstripe * stripe)
        return tone

    def _top(self, spot: Spot) -> Points:
        """The upper garment: cloth or shirt, the opening with shirt and neckwear, collar, buttons, cuffs."""
        marks, look, dress, p = self.marks, self.look, self.dress, spot.points
        s = marks.scale
        shirt = self._cloth(spot, look.shirt, 0.015)
        below = (marks.neck[1] + 0.012 * s - p[:, 1]) / s
        x = np.abs(p[:, 0]) / s
        front = _step(spot.normals[:, 2], 0.0, 0.15) * _step(p[:, 2], marks.neck[2] - 0.03, 0.02)
        collar = _step(p[:, 1], marks.collar_y - 0.050 * s, 0.004)
        middle = front * (np.abs(p[:, 0]) < 0.0012 * s)
        shirt = _mix(shirt, np.asarray(look.shirt) * 0.75, 0.7 * middle)
        if dress.top == "shirt":
            shirt = self._buttons(shirt, p, front, (-0.02, -0.45), 6, (0.93, 0.93, 0.93))
        colour = self._neckwear(shirt, x, below, front)
        if dress.top == "shirt":
            edge = np.exp(-(((p[:, 1] - marks.collar_y + 0.045 * s) / 0.002) ** 2))
            return _mix(colour, np.asarray(look.shirt) * 0.72, 0.5 * edge * front)
        cloth = self._cloth(spot, look.cloth)
        half = np.where(below < look.v_depth, 0.058 * (1.0 - np.clip(below, -0.02, 1.0) / look.v_depth), -1.0)
        wide = look.lapel * np.clip(1.2 - below / look.v_depth, 0.25, 1.0)
        lapel = front * (x > half) * (x < half + wide)
        lapel *= (below < look.v_depth) & (below > 0.005)
        if dress.top == "jacket":
            cloth = _mix(cloth, np.clip(np.asarray(look.cloth) * 1.18 + 0.01, 0, 1), 0.8 * lapel)
            edge = front * np.exp(-(((x - half - wide) / 0.0016) ** 2))
            cloth = _mix(cloth, np.asarray(look.cloth) * 0.4, 0.8 * edge * (below < look.v_depth) * (below > 0))
            flap = front * (np.abs(p[:, 1] - marks.waist_y + 0.07 * s) < 0.0022) * (x > 0.075) * (x < 0.15)
            cloth = _mix(cloth, np.asarray(look.cloth) * 0.45, flap)
        closing = front * (np.abs(p[:, 0] - 0.012 * s) < 0.0015) * (below > look.v_depth)
        cloth = _mix(cloth, np.asarray(look.cloth) * 0.4, closing)
        span = (-look.v_depth - 0.02, -look.v_depth - 0.2)
        cloth = self._buttons(cloth, p, front, span, look.buttons, (0.12, 0.11, 0.1))
        open_front = front * _step(half - x, 0.0, 0.002)
        neck = np.maximum(open_front, collar)
        colour = _mix(cloth, colour, neck)
        sleeve_x = np.abs(p[:, 0])
        if dress.top == "vest":
            sleeve = _step(sleeve_x, marks.shoulder[0] - 0.012, 0.004)
            colour = _mix(colour, shirt, sleeve)
        cuff = _step(sleeve_x, marks.wrist_x - 0.014, 0.003)
        return _mix(colour, shirt if look.neckwear != "round" else cloth, cuff)

    def _neckwear(self, shirt: Points, x: Points, below: Points, front: Points) -> Points:
        look = self.look
        if look.neckwear in ("tie", "bow"):
            width = np.interp(below, [-0.02, 0.0, 0.035, 0.05, 0.3], [0.012, 0.019, 0.013, 0.015, 0.036])
            share = front * _step(width - x, 0.0, 0.002) * (below > -0.012)
            if look.neckwear == "bow":
                share = front * (below > -0.012) * (below < 0.045) * _step(0.05 - x, 0.0, 0.003)
            return _mix(shirt, np.asarray(look.accent), share)
        if look.neckwear == "scarf":
            share = np.clip(_step(-below, -0.035, 0.01) + front * _step(0.035 - x - 0.15 * below, 0.0, 0.004), 0, 1)
            near = _step(0.085 - x, 0.0, 0.01)
            return _mix(shirt, np.asarray(look.accent), share * near * (below < 0.12))
        bare = 0.045 if look.neckwear == "open" else 0.06
        depth = 0.075 if look.neckwear == "open" else 0.035
        opening = front * _step(bare * (1.0 - np.clip(below, -0.02, 1.0) / depth) - x, 0.0, 0.003) * (below < depth)
        if look.neckwear == "round":
            opening = np.clip(opening + (below < -0.005) * _step(0.078 - x, 0.0, 0.004), 0, 1)
        return _mix(shirt, np.asarray(look.skin), opening)

    def _buttons(
        self, base: Points, p: Points, front: Points, span: tuple[float, float], count: int, colour: Colour
    ) -> Points:
        heights = self.marks.neck[1] + np.linspace(*span, max(count, 1))[:count] * self.marks.scale
        for height in heights:
            near = np.hypot(p[:, 0], p[:, 1] - height) < 0.0065
            base = _mix(base, colour, near * front)
        return base

    def _belted(self, spot: Spot, colour: Points) -> Points:
        marks, p = self.marks, spot.points
        belt = _step(p[:, 1], marks.waist_y - 0.028 * marks.scale, 0.003)
        if self.dress.top != "jacket" and not self.dress.skirt:
            colour = _mix(colour, (0.06, 0.05, 0.045), belt)
            front = (spot.normals[:, 2] > 0.3) * (np.abs(p[:, 0]) < 0.02)
            colour = _mix(colour, (0.62, 0.6, 0.55), belt * front)
        return colour

    def _trousers(self, spot: Spot) -> Points:
        marks, p = self.marks, spot.points
        colour = self._cloth(spot, self.look.bottom)
        fly = (np.abs(p[:, 0]) < 0.0015) * (spot.normals[:, 2] > 0.2) * (p[:, 1] > marks.crotch_y)
        colour = _mix(colour, np.asarray(self.look.bottom) * 0.5, 0.8 * fly)
        leg_x = np.interp(p[:, 1], [marks.ankle[1], marks.hip_y], [marks.ankle[0], marks.ankle[0] * 1.05])
        crease = np.exp(-(((np.abs(p[:, 0]) - leg_x) / 0.0022) ** 2)) * (spot.normals[:, 2] > 0.2)
        light = np.clip(np.asarray(self.look.bottom) * 1.35 + 0.02, 0, 1)
        colour = _mix(colour, light, 0.5 * crease * (p[:, 1] < marks.crotch_y))
        return self._belted(spot, colour)

    def _skirt(self, spot: Spot) -> Points:
        return self._belted(spot, self._cloth(spot, self.look.bottom))

    def _stockings(self, spot: Spot) -> Points:
        return np.asarray(np.asarray(self.look.stocking) * self._grain(len(spot.points), 0.02))

    def _shoes(self, spot: Spot) -> Points:
        marks, look, dress, p = self.marks, self.look, self.dress, spot.points
        s = marks.scale
        leather = np.asarray(look.shoe) * (1.0 + 0.10 * self._cloudy(p, 3)[:, None]) * self._grain(len(p), 0.04)
        sole = 1.0 - _step(p[:, 1], dress.sole + 0.002, 0.003)
        leather = _mix(leather, np.asarray(look.shoe) * 0.45, sole)
        seam = np.abs(p[:, 2] - marks.ball_z - 0.025 * s) < 0.0012
        leather = _mix(leather, np.asarray(look.shoe) * 0.5, 0.7 * seam)
        if not dress.pumps:
            return leather
        length = marks.toe_z - marks.heel_z
        share = (p[:, 2] - marks.heel_z) / length
        rim = dress.sole + np.interp(share, [0.0, 0.3, 0.66, 0.8, 0.84], [0.055, 0.03, 0.026, 0.03, 0.09]) * s
        rim = rim + dress.heel * np.clip(1.25 - 1.4 * share, 0.0, 1.0)
        bare = _step(p[:, 1] - rim, 0.0, 0.003)
        return _mix(leather, self._stockings(spot), bare)
