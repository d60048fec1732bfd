from types import SimpleNamespace

import numpy as np
import pytest

from training.dress.bases import SCARF, SCARF_MASK, TIE_MASK, UNKNOWN
from training.dress.drawing import STORED_PX, on_canvas
from training.dress.scarf_shapes import STYLES, Neck, any_scarf, bow_tie, moved, normals
from training.dress.worn_scarves import WornScarf, read, write

NECK_M, CHEST_M, TOP_M, JOINT_M = 0.06, 0.14, 1.6, 1.45


def tube(radius, low, high, around=24):
    """Corners and triangles of an upright tube round x = z = 0."""
    angle = np.linspace(0, 2 * np.pi, around, endpoint=False)
    ring = np.stack([radius * np.sin(angle), np.zeros(around), radius * np.cos(angle)], 1)
    points = np.concatenate([np.add(ring, (0, low, 0)), np.add(ring, (0, high, 0))])
    first, after = np.arange(around), (np.arange(around) + 1) % around
    faces = [np.stack([first, after, first + around], 1), np.stack([after, after + around, first + around], 1)]
    return points, np.concatenate(faces)


@pytest.fixture(scope="module")
def neck():
    """A thin tube on a wide one: neck and chest; the neck moves with one bone, the chest with another."""
    above, faces_above = tube(NECK_M, JOINT_M - 0.02, TOP_M)
    below, faces_below = tube(CHEST_M, JOINT_M - 0.38, JOINT_M - 0.02)
    points = np.concatenate([above, below])
    bone = np.repeat([0, 1], [len(above), len(below)])
    avatar = SimpleNamespace(
        V=points,
        F=np.concatenate([faces_above, faces_below + len(above)]),
        dom=bone,
        W=np.tile([1.0, 0.0], (len(points), 1)),
        J=np.stack([bone, bone], 1),
        i={"Neck": 0, "Spine2": 1},
        p0=np.array([[0.0, JOINT_M, 0.0], [0.0, JOINT_M - 0.2, 0.0]]),
    )
    return Neck(avatar)


def test_the_surface_is_where_the_neck_is(neck):
    angle, y = np.array([[0.0, 1.0, -2.0]]), np.full((1, 3), JOINT_M + 0.05)
    assert neck.radius(angle, y) == pytest.approx(np.full((1, 3), NECK_M), rel=0.02)
    assert neck.front(np.zeros(1), np.array([JOINT_M - 0.1])) == pytest.approx([CHEST_M], rel=0.02)
    assert np.isnan(neck.front(np.zeros(1), np.array([TOP_M + 0.1]))).all()


def test_every_style_of_scarf_lies_outside_the_neck_and_is_tied_in_front(neck):
    styles = set()
    for seed in range(24):
        shape = any_scarf(neck, np.random.default_rng(seed))
        styles.add(shape.style)
        for piece in shape.pieces:
            assert np.isfinite(piece).all()
            assert np.hypot(piece[..., 0], piece[..., 2]).min() > 0.8 * NECK_M
        assert shape.knot[2] > 0.5 * NECK_M
        assert abs(shape.knot[0]) < 0.08
    assert styles == set(STYLES)


def test_a_bow_tie_has_no_ends_that_hang(neck):
    shape = bow_tie(neck, np.random.default_rng(3))
    assert np.concatenate([piece.reshape(-1, 3) for piece in shape.pieces])[:, 1].min() > JOINT_M - 0.06


def test_cloth_goes_where_the_body_goes(neck):
    shift = np.array([[0.1, 0.0, 0.0], [0.0, 0.0, 0.2]])
    posed = SimpleNamespace(T=np.tile(np.eye(3), (2, 1, 1)), P=neck.avatar.p0 + shift)
    at_neck, at_chest = np.array([[0.0, TOP_M, NECK_M], [0.0, JOINT_M - 0.38, CHEST_M]])
    out = moved(neck, np.stack([at_neck, at_chest]), posed)
    assert out == pytest.approx(np.stack([at_neck + shift[0], at_chest + shift[1]]))


def test_normals_stand_on_the_cloth():
    x, y = np.meshgrid(np.linspace(0, 1, 5), np.linspace(0, 1, 4))
    assert np.abs(normals(np.stack([x, y, 0 * x], -1))[..., 2]) == pytest.approx(np.ones((4, 5)))


def test_stored_scarves_come_back_with_what_is_true_of_them(tmp_path):
    rng = np.random.default_rng(1)
    canvas = np.full((STORED_PX[1], STORED_PX[0], 3), 90, np.uint8)
    mask = np.zeros(canvas.shape[:2], np.uint8)
    x, y = on_canvas([(0.0, 0.1)])[0].astype(int)
    mask[y - 20 : y + 20, x - 20 : x + 20] = 255
    knot, seat = rng.normal(0, 0.05, (2, 2))
    worn = WornScarf(canvas, True, False, knot, seat, mask)
    tied = WornScarf(canvas, False, True, np.full(2, np.nan), np.full(2, np.nan), np.zeros_like(mask))
    write(tmp_path / "some.npz", [worn, tied])
    first, second = (one.truth() for one in read(tmp_path / "some.npz"))
    assert (first.scarf, first.tie, first.masks_known[TIE_MASK]) == (1.0, 0.0, 1.0)
    assert first.places[SCARF] == pytest.approx(knot)
    assert np.array_equal(first.masks[..., SCARF_MASK], mask)
    assert (second.scarf, second.tie, second.masks_known[TIE_MASK]) == (0.0, UNKNOWN, 0.0)
