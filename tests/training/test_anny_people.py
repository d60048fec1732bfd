"""People from a base mesh: on a stand-in of a few points, without the data."""

import gzip
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from training.render.anny_people import BONES_A_POINT, arrays, draw_dress, draw_look, draw_shape, name_of
from training.render.bodies import HELD_OUT, original_name
from training.render.body_shapes import DataMissingError, Shape, Store, load_basemesh, shaped, stature, target_shares
from training.render.rest_pose import SIDES, Rest, _arm_turns, about, frame
from training.render.sheets import PAD, Sheet, _packed, subdivided, unfold

BODY = [(-1, 0, 0), (1, 0, 0), (1, 16, 0), (-1, 16, 0)]
JOINT = [(0, 8, 0), (0, 9, 0), (0, 9, 1), (0, 8, 1)]


def stand_in(folder: Path) -> Store:
    """A base mesh of one body quad and one joint cube's side, decimetres, with a target that makes it taller."""
    lines = [f"v {x} {y} {z}" for x, y, z in BODY + JOINT] + ["vt 0 0", "vt 1 0", "vt 1 1", "vt 0 1"]
    lines += ["g body", "f 1/1 2/2 3/3 4/4", "g joint-pelvis", "f 5/1 6/2 7/3 8/4"]
    bones = {
        "mixamorig:Hips": {"head": {"strategy": "CUBE", "cube_name": "joint-pelvis"}},
        "mixamorig:LeftLeg": {"head": {"strategy": "MEAN", "vertex_indices": [1]}, "parent": "mixamorig:Hips"},
        "mixamorig:RightLeg": {"head": {"strategy": "MEAN", "vertex_indices": [0]}, "parent": "mixamorig:Hips"},
    }
    weights = {
        "mixamorig:Hips": [[k, 0.5] for k in range(8)],
        "mixamorig:LeftLeg": [[1, 1.5]],
        "mixamorig:RightLeg": [[0, 0.1]],
    }
    written = {
        "3dobjs/base.obj": "\n".join(lines),
        "rigs/standard/rig.mixamo.json": json.dumps({"bones": bones}),
        "rigs/standard/weights.mixamo.json": json.dumps({"weights": weights}),
    }
    for name, text in written.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    taller = folder / "targets/macrodetails/height/female-young-averagemuscle-averageweight-maxheight.target.gz"
    taller.parent.mkdir(parents=True)
    taller.write_bytes(gzip.compress(b"# a comment\n2 0 4 0\n3 0 4 0\n"))
    return Store(folder)


def somebody(stature_m: float, age_years: float = 25.0) -> Shape:
    return Shape(True, age_years, 0.5, 0.5, 0.5, stature_m, 0.1, 0.8, 0.1)


@pytest.mark.parametrize("tall", [1.45, 1.6, 1.75, 1.99])
def test_a_body_is_as_tall_as_asked(tmp_path: Path, tall: float) -> None:
    store = stand_in(tmp_path)
    mesh = load_basemesh(store)
    points = shaped(store, mesh, somebody(tall))
    assert stature(mesh, points) == pytest.approx(tall, abs=1e-9)
    wide = float(np.ptp(points[:2, 0]))
    assert wide == pytest.approx(0.2 * min(tall / 1.6, 1.0), rel=1e-6)  # taller by the target, shorter by scale


def test_the_right_half_takes_the_left_halfs_weights(tmp_path: Path) -> None:
    mesh = load_basemesh(stand_in(tmp_path))
    hips, left, right = (mesh.bones.index(bone) for bone in ("Hips", "LeftLeg", "RightLeg"))
    assert mesh.weights[1, left] == pytest.approx(0.75)
    assert mesh.weights[0, right] == pytest.approx(0.75)
    assert mesh.weights[0, hips] == pytest.approx(0.25)
    assert mesh.parents["LeftLeg"] == "Hips"
    assert mesh.joint(mesh.points, "pelvis") == pytest.approx([0, 0.85, 0.05])


def test_missing_data_are_named_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DataMissingError, match=r"holds no 3dobjs/base.obj"):
        load_basemesh(Store(tmp_path))


@settings(deadline=None, max_examples=25)
@given(st.floats(20, 65), st.floats(0, 1), st.floats(0, 1))
def test_macro_shares_are_a_mean(age: float, weight: float, muscle: float) -> None:
    shares = target_shares(Shape(True, age, muscle, weight, 0.5, 1.6, 0.1, 0.8, 0.1), 0.5)
    for start in ("macrodetails/universal", "macrodetails/a", "breast/"):
        total = sum(share for name, share in shares.items() if name.startswith(start))
        assert total == pytest.approx(0.9 if start.endswith("/a") else 1.0, abs=2e-3)


def test_an_arm_is_stretched_sideways_with_the_palm_down() -> None:
    for side, _, sign in SIDES:
        heads = {
            "Arm": (0.17, 1.30, 0.0), "ForeArm": (0.31, 1.10, -0.02), "Hand": (0.41, 0.92, 0.10),
            "HandIndex1": (0.44, 0.86, 0.16), "HandMiddle1": (0.45, 0.85, 0.145), "HandRing1": (0.455, 0.85, 0.13),
            "HandPinky1": (0.46, 0.85, 0.11),
        }  # fmt: skip
        for finger in ("Index", "Middle", "Ring", "Pinky"):
            x, y, z = heads[f"Hand{finger}1"]
            heads[f"Hand{finger}4"] = (x + 0.02, y - 0.07, z + 0.02)
        named = {f"{side}{bone}": np.array(place) * (sign, 1, 1) for bone, place in heads.items()}
        turns = _arm_turns(named, side, sign)
        for bone, end in (("Arm", "ForeArm"), ("ForeArm", "Hand"), ("Hand", "HandMiddle1")):
            along = turns[bone] @ (named[f"{side}{end}"] - named[f"{side}{bone}"])
            assert along / np.linalg.norm(along) == pytest.approx([sign, 0, 0], abs=1e-6)
        across = turns["Hand"] @ (named[f"{side}HandIndex1"] - named[f"{side}HandPinky1"])
        assert across[2] > 0.9 * np.linalg.norm(across)  # the thumb's side looks forward: the palm looks down


def test_axes_and_turns_are_rotations() -> None:
    axes = frame(np.array([0.2, 1.0, 0.3]), np.array([1.0, 0.1, 0.0]))
    assert axes.T @ axes == pytest.approx(np.eye(3), abs=1e-9)
    assert about(np.array([0, 1.0, 0]), np.pi / 2) @ [0, 0, 1.0] == pytest.approx([1.0, 0, 0], abs=1e-9)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.sampled_from([9, 11, 15, 28]), min_size=1, max_size=60))
def test_cells_of_the_texture_never_overlap(sizes: list[int]) -> None:
    places, height = _packed(np.array(sizes), np.linspace(0, 1, len(sizes)))
    used = np.zeros((height, 2048), int)
    for (x, y), size in zip(places, sizes, strict=True):
        used[y : y + size, x : x + size] += 1
    assert used.max() == 1
    assert used.sum() == sum(size * size for size in sizes)


def plain_sheet() -> Sheet:
    points = np.array([(0, 0, 0), (1, 0, 0), (2, 0, 0), (0, 1, 0), (1, 1, 0), (2, 1, 0)], float)
    patches = np.array([[[0, 1], [3, 4]], [[1, 2], [4, 5]]])
    return Sheet("top", points, np.eye(6)[:, :5], patches, np.array([12, 12]), np.ones(6), np.full((6, 2), np.nan))


def test_a_texel_has_the_colour_of_its_place() -> None:
    made = unfold([subdivided(plain_sheet())], lambda part, spot: spot.points * [0.5, 1.0, 0.0])
    assert len(made.points) == 2 * 9
    assert len(made.triangles) == 2 * 4 * 2
    assert made.normals == pytest.approx(np.tile([0, 0, 1.0], (18, 1)))
    height, width = made.picture.shape[:2]
    texel = np.floor(made.uv * [width, height]).astype(int)
    shown = made.picture[texel[:, 1], texel[:, 0]] / 255.0
    one_texel = 1.0 / (12 - 2 * PAD)
    assert shown[:, :2] == pytest.approx(made.points[:, :2] * [0.5, 1.0], abs=0.8 * one_texel)


def test_the_arrays_are_those_of_the_renderer(tmp_path: Path) -> None:
    mesh = load_basemesh(stand_in(tmp_path))
    sheet = plain_sheet()
    made = unfold([Sheet(**{k: getattr(sheet, k) for k in Sheet.__slots__} | {"weights": np.eye(6)[:, :3] + 0.1})],
                  lambda part, spot: np.zeros((len(spot.points), 3)))  # fmt: skip
    rest = Rest(mesh.points, {bone: np.array([0.0, 1.0, 0.0]) for bone in mesh.bones})
    mesh.parents.update(dict.fromkeys(("HeadEnd",), ""))
    stored = arrays(mesh, rest, made)
    assert set(stored) == {"V", "N", "UV", "F", "J", "W", "MAT", "MESH", "bone_names", "bone_par", "bone_head"}
    assert stored["J"].shape[1] <= BONES_A_POINT
    assert stored["W"].sum(1) == pytest.approx(1.0)
    names = [str(bone) for bone in stored["bone_names"]]
    assert stored["bone_par"][names.index("LeftLeg")] == names.index("Hips")
    assert stored["bone_par"][names.index("Hips")] == -1


def test_people_are_drawn_thin_and_heavy_short_and_tall() -> None:
    shapes = []
    for number in range(1, 41):
        rng = np.random.default_rng([1, number])
        shape = draw_shape(rng, number)
        dress = draw_dress(rng, shape.woman)
        look = draw_look(rng, shape, dress, number)
        assert shape.woman == (number % 2 == 1)
        assert shape.woman or not (dress.skirt or dress.pumps)
        assert all(0 <= value <= 1 for value in (*look.skin, *look.shirt, *look.cloth))
        shapes.append(shape)
    weights = [shape.weight for shape in shapes]
    assert min(weights) < 0.3
    assert max(weights) > 1.2
    assert all(1.48 <= shape.stature_m <= 1.92 for shape in shapes)


def test_every_fifth_of_the_new_people_is_held_out() -> None:
    names = [name_of(number, number % 2 == 1) for number in range(1, 65)]
    assert [name for name in names if original_name(name) in HELD_OUT] == names[4::5]
