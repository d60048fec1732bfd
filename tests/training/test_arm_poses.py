from types import SimpleNamespace

import numpy as np
import pytest

from training.render.arm_poses import reach

BONES = ("Hips", "Spine", "Spine1", "Spine2", "LeftUpLeg", "RightUpLeg", "LeftLeg", "RightLeg")
THIGH_M = 0.12
"""From the bone to the cloth, of a heavy person."""


def heavy_person():
    """A rest pose with thighs of 12 cm around their bones and a flat front 12 cm before the spine."""
    index = {name: number for number, name in enumerate(BONES)}
    rest = np.zeros((len(BONES), 3))
    rest[:4, 1] = (0.95, 1.05, 1.2, 1.35)
    for sign, side in ((1.0, "Left"), (-1.0, "Right")):
        rest[index[side + "UpLeg"]] = (sign * 0.1, 0.9, 0.0)
        rest[index[side + "Leg"]] = (sign * 0.1, 0.5, 0.0)
    heights = np.linspace(0.5, 0.9, 41)
    vertices = np.concatenate([np.stack([0.1 * s + 0 * heights, heights, 0 * heights + THIGH_M], 1) for s in (1, -1)])
    bones = np.repeat([index["LeftUpLeg"], index["RightUpLeg"]], len(heights))

    def surface(x, y, side):
        return (x, y, 0.12 * side)

    return SimpleNamespace(i=index, p0=rest, V=vertices, dom=bones, mid0=rest[0], surf=surface)


def seated(person):
    """Places of the bones on a chair half a metre high, thighs level, and no bone turned."""
    places = person.p0 - [0.0, 0.4, 0.0]
    for side in ("Left", "Right"):
        places[person.i[side + "Leg"]] = places[person.i[side + "UpLeg"]] + [0, 0, 0.4]
    return places


@pytest.mark.parametrize("pose", ["on_lap_right_over_left", "on_lap_left_over_right", "on_knees"])
def test_hands_rest_on_heavy_thighs_and_not_in_them(pose):
    person = heavy_person()
    places = seated(person)
    bones = np.repeat(np.eye(3)[None], len(BONES), 0)
    top = places[person.i["LeftUpLeg"]][1] + THIGH_M
    for seed in range(20):
        for arm in reach(person, bones, places, {"reach": {"pose": pose, "seed": seed}, "seated": True}).values():
            assert arm.wrist[1] > top - 0.005
