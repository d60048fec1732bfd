"""How a seated person's legs stand: crossed in three ways, or side by side in all the ways that look like it.

`install` lets the renderer's skeleton place both legs from a pose's `legs` entry, {"kind": ..., "seed": ...}. A leg
that rests on the other one lies a thigh's thickness above it, which is read from the mesh.
"""

import math
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]
Feet = dict[str, Vector]

KNEE_OVER_KNEE, FIGURE_FOUR, ANKLES_CROSSED = "knee_over_knee", "figure_four", "ankles_crossed"
CROSSED = (KNEE_OVER_KNEE, FIGURE_FOUR, ANKLES_CROSSED)
UNCROSSED = (
    "plain",
    "wide",
    "together",
    "one_forward",
    "tucked",
    "slanted",
    "stretched",
    "knees_in",
    "one_on_tiptoe",
)
ROOM_FOR_A_SHOE_M = 0.085
"""Feet that are side by side keep their ankles this far apart."""
TOES_AHEAD_M = 0.15
"""From the ankle to the ball of the foot on which a raised heel turns."""
SIGN = {"Left": 1.0, "Right": -1.0}


def install(body: ModuleType) -> None:
    """Let the renderer's skeleton take seated legs from a pose's `legs` entry."""
    own = body.legs

    def legs(avatar: Any, turns: Any, pose: Any, *rest: Any) -> None:
        if "legs" not in pose:
            own(avatar, turns, pose, *rest)
            return
        sides, thigh, shank, middle, hips, ankles, feet, _, warnings = rest
        placed = _Legs(body, avatar, pose, thigh, shank, {side: middle + hips[side] for side in SIGN}, ankles, feet)
        placed.place()
        own(
            avatar, turns, pose, sides, thigh, shank, middle, hips, placed.ankles, placed.feet, placed.poles, warnings
        )

    body.legs = legs


class _Legs:
    """Both legs of one person: targets of the ankles, turns of the feet, and where the knees bend to."""

    def __init__(
        self,
        body: ModuleType,
        avatar: Any,
        pose: dict[str, Any],
        thigh: dict[str, float],
        shank: dict[str, float],
        hips: Feet,
        ankles: Feet,
        feet: Feet,
    ) -> None:
        self.body, self.avatar, self.thigh, self.shank, self.hips = body, avatar, thigh, shank, hips
        self.kind = pose["legs"]["kind"]
        self.rng = np.random.default_rng(pose["legs"]["seed"])
        self.size = float(np.mean([*thigh.values(), *shank.values()])) / 0.41
        self.ankles = {side: np.array(ankles[side], float) for side in SIGN}
        self.feet = dict(feet)
        gap = float(pose.get("knee_gap", 0.0))
        self.knees: Feet = {}
        for side, sign in SIGN.items():
            hip = hips[side]
            across = sign * (max(0.075, abs(float(hip[0])) * 0.8) + gap / 2)
            self.knees[side] = np.array([across, self.ankles[side][1] + shank[side], hip[2] + thigh[side]])
            self.ankles[side][0] = across
        self.poles: Feet = {}

    def place(self) -> None:
        """Set ankles, feet and poles for the kind."""
        if self.kind in CROSSED:
            upper = "Left" if self.rng.random() < 0.5 else "Right"
            {KNEE_OVER_KNEE: self._knee_over_knee, FIGURE_FOUR: self._figure_four, ANKLES_CROSSED: self._ankles}[
                self.kind
            ](upper, "Right" if upper == "Left" else "Left")
        else:
            self._uncrossed()
        for side in SIGN:
            if side not in self.poles:
                self._bend_towards(side, self.knees[side])

    def _bend_towards(self, side: str, knee: Vector) -> None:
        self.poles[side] = self.body.nz(knee - 0.5 * (self.hips[side] + self.ankles[side]))

    def _uncrossed(self) -> None:
        draw = self.rng.uniform
        ahead = dict.fromkeys(SIGN, 0.0)
        aside = {side: float(self.rng.normal(0, 0.015)) for side in SIGN}
        raised = dict.fromkeys(SIGN, 0.0)
        one = "Left" if self.rng.random() < 0.5 else "Right"
        both = float(draw(-0.12, 0.2))
        for side in SIGN:
            ahead[side] = both + float(self.rng.normal(0, 0.02))
        if self.kind == "wide":
            outward = float(draw(-0.14, 0.1))
            aside = {side: SIGN[side] * outward + aside[side] for side in SIGN}
        elif self.kind == "together":
            for side in SIGN:
                aside[side] = SIGN[side] * float(draw(0.045, 0.07)) - float(self.ankles[side][0])
        elif self.kind == "one_forward":
            other = "Right" if one == "Left" else "Left"
            ahead[one], ahead[other] = float(draw(0.08, 0.27)), float(draw(-0.25, 0.0))
            raised[other] = max(0.0, -200 * ahead[other] * float(draw(0, 1)))
        elif self.kind == "tucked":
            back, lift = float(draw(-0.28, -0.1)), float(draw(5, 45))
            for side in SIGN:
                ahead[side], raised[side] = back + float(self.rng.normal(0, 0.02)), lift
        elif self.kind == "slanted":
            shift = float(draw(0.08, 0.24) * self.rng.choice([-1, 1]))
            for side in SIGN:
                aside[side] = SIGN[side] * float(draw(0.045, 0.06)) - float(self.ankles[side][0]) + shift
                self.knees[side] = self.knees[side] + np.array([0.3 * shift, 0, 0])
        elif self.kind == "stretched":
            for side in SIGN:
                ahead[side] = float(draw(0.12, 0.23))
        elif self.kind == "knees_in":
            for side in SIGN:
                aside[side] = SIGN[side] * float(draw(0.06, 0.16))
        elif self.kind == "one_on_tiptoe":
            raised[one] = float(draw(15, 45))
        for side in SIGN:
            self._stand(side, aside[side], self.size * ahead[side], raised[side])
        lacking = ROOM_FOR_A_SHOE_M - float(self.ankles["Left"][0] - self.ankles["Right"][0])
        if lacking > 0:
            for side, sign in SIGN.items():
                self.ankles[side][0] += sign * lacking / 2

    def _stand(self, side: str, aside_m: float, ahead_m: float, heel_raised_deg: float) -> None:
        """Move a foot on the floor; a raised heel turns about the ball of the foot."""
        self.ankles[side] += np.array([aside_m, 0.0, ahead_m])
        if heel_raised_deg > 0:
            self.feet[side] = self.feet[side] @ self.body.Rx(heel_raised_deg)
            self.ankles[side][1] += TOES_AHEAD_M * self.size * math.sin(math.radians(heel_raised_deg))

    def _support(self, lower: str, sign: float) -> None:
        """The leg that stands while the other rests on it: near the middle, more or less upright."""
        draw = self.rng.uniform
        across = -sign * float(draw(-0.01, 0.09))
        self.knees[lower][0] = across
        self.ankles[lower][0] = across + sign * float(draw(-0.08, 0.12))
        self.ankles[lower][2] += self.size * float(draw(-0.14, 0.15))
        self._bend_towards(lower, self.knees[lower])

    def _knee_over_knee(self, upper: str, lower: str) -> None:
        draw, sign = self.rng.uniform, SIGN[upper]
        self._support(lower, sign)
        under = self._knee_of(lower)
        lift = float(draw(0.75, 1.05)) * (self._thickness(lower) + self._thickness(upper))
        wish = under + np.array([-sign * float(draw(-0.03, 0.07)), lift, 0.02])
        knee = self.hips[upper] + self.thigh[upper] * self.body.nz(wish - self.hips[upper])
        hangs = self.body.nz(np.array([-sign * float(draw(-0.08, 0.5)), -1.0, float(draw(0.05, 0.6))]))
        self.ankles[upper] = knee + self.shank[upper] * hangs
        self._bend_towards(upper, knee)
        self._hang_foot(upper, hangs, np.array([-sign * float(draw(-0.2, 0.5)), 0.2, 1.0]), float(draw(-5, 45)))

    def _figure_four(self, upper: str, lower: str) -> None:
        draw, sign = self.rng.uniform, SIGN[upper]
        self._support(lower, sign)
        self.knees[lower][0] -= sign * float(draw(0.02, 0.12))
        self._bend_towards(lower, self.knees[lower])
        under, root = self._knee_of(lower), self.hips[lower]
        rests = root + float(draw(0.62, 1.0)) * (under - root)
        lift = float(draw(0.7, 1.0)) * self._thickness(lower) + 0.035 * self.size
        self.ankles[upper] = rests + np.array([-sign * float(draw(-0.03, 0.08)), lift, 0.0])
        self.poles[upper] = self.body.nz(np.array([sign, float(draw(-0.05, 0.6)), float(draw(0.2, 0.6))]))
        knee, _, _ = self.body.two_bone(
            self.hips[upper], self.ankles[upper], self.thigh[upper], self.shank[upper], self.poles[upper]
        )
        along = self.body.nz(self.ankles[upper] - knee)
        self._hang_foot(upper, along, np.array([0.0, float(draw(0.1, 0.9)), 1.0]), float(draw(-5, 30)))

    def _ankles(self, upper: str, lower: str) -> None:
        draw = self.rng.uniform
        middle, apart = float(draw(-0.06, 0.06)), float(draw(0.05, 0.2))
        ahead = float(draw(-0.24, 0.27))
        raised = max(0.0, -180 * ahead * float(draw(0, 1)))
        for side, sign in SIGN.items():
            shift = middle - sign * apart / 2 - float(self.ankles[side][0])
            first = side == upper
            self._stand(side, shift, self.size * (ahead + (float(draw(0.06, 0.11)) if first else 0.0)), raised)
            self.ankles[side][1] += float(draw(0.0, 0.03)) if first else 0.0
            self.feet[side] = self.body.Ry(float(self.rng.normal(0, 14))) @ self.feet[side]

    def _knee_of(self, side: str) -> Vector:
        knee, _, _ = self.body.two_bone(
            self.hips[side], self.ankles[side], self.thigh[side], self.shank[side], self.poles[side]
        )
        return np.asarray(knee, float)

    def _hang_foot(self, side: str, along: Vector, toes: Vector, plantar_deg: float) -> None:
        """Turn a foot in the air: square to the shank, the toes where they may point, then lowered."""
        rest = self.avatar.p0
        index = self.avatar.i
        down = rest[index[side + "Foot"]] - rest[index[side + "Leg"]]
        turn = self.body.frame(along, toes) @ self.body.frame(down, np.array([0, 0, 1.0])).T
        self.feet[side] = turn @ self.body.Rx(plantar_deg)

    def _thickness(self, side: str) -> float:
        """Half a thigh near the knee, metres, cloth included."""
        key = f"thigh_{side}"
        if not hasattr(self.avatar, key):
            rest, index = self.avatar.p0, self.avatar.i
            hip, knee = rest[index[side + "UpLeg"]], rest[index[side + "Leg"]]
            share = (self.avatar.V[:, 1] - hip[1]) / (knee[1] - hip[1])
            near = (self.avatar.dom == index[side + "UpLeg"]) & (share > 0.7) & (share < 0.95)
            half = 0.065
            if near.any():
                line = hip[[0, 2]] + share[near, None] * (knee - hip)[[0, 2]]
                half = float(np.median(np.linalg.norm(self.avatar.V[near][:, [0, 2]] - line, axis=1)))
            setattr(self.avatar, key, min(half, 0.095))
        return float(getattr(self.avatar, key))
