import math
from types import SimpleNamespace

import numpy as np
import pytest

from training.legs.examples import label_of
from training.legs.poses import ANKLES_CROSSED, CROSSED, FIGURE_FOUR, KNEE_OVER_KNEE, UNCROSSED, _Legs
from vision.body.leg_crossing import CLASSES

BONE_M, HALF_HIPS_M, SEAT_M, ANKLE_M = 0.41, 0.09, 0.54, 0.09
SIDES = {"Left": 1.0, "Right": -1.0}


def unit(vector):
    return np.asarray(vector, float) / np.linalg.norm(vector)


def frame(along, other):
    along = unit(along)
    other = unit(np.asarray(other, float) - along * (along @ other))
    return np.stack([along, other, np.cross(along, other)], 1)


def turn_x(angle_deg):
    c, s = math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
    return np.array([[1, 0, 0], [0, c, -s], [0, s, c]])


def turn_y(angle_deg):
    c, s = math.cos(math.radians(angle_deg)), math.sin(math.radians(angle_deg))
    return np.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])


def two_bone(hip, target, upper, lower, pole):
    line = np.asarray(target) - hip
    length = min(float(np.linalg.norm(line)), upper + lower - 1e-4)
    way = unit(line)
    along = (upper**2 - lower**2 + length**2) / (2 * length)
    aside = unit(np.asarray(pole) - way * (way @ pole))
    return hip + way * along + aside * math.sqrt(max(upper**2 - along**2, 0)), hip + way * length, False


BODY = SimpleNamespace(nz=unit, frame=frame, Rx=turn_x, Ry=turn_y, two_bone=two_bone)


def placed(kind, seed):
    """Both legs of a person of 1.7 m on a chair; the thighs' cloth lies 7 cm from their bones."""
    index, rest, vertices, bones = {}, [], [], []
    for side, sign in SIDES.items():
        for bone, height in (("UpLeg", 0.9), ("Leg", 0.5), ("Foot", ANKLE_M)):
            index[side + bone] = len(rest)
            rest.append((sign * HALF_HIPS_M, height, 0.0))
        vertices += [(sign * HALF_HIPS_M, height, 0.07) for height in np.linspace(0.5, 0.9, 41)]
        bones += [index[side + "UpLeg"]] * 41
    person = SimpleNamespace(i=index, p0=np.array(rest), V=np.array(vertices), dom=np.array(bones))
    hips = {side: np.array([sign * HALF_HIPS_M, SEAT_M, 0.0]) for side, sign in SIDES.items()}
    ankles = {side: np.array([sign * HALF_HIPS_M, ANKLE_M, 0.39]) for side, sign in SIDES.items()}
    lengths = dict.fromkeys(SIDES, BONE_M)
    pose = {"legs": {"kind": kind, "seed": seed}, "knee_gap": 0.1}
    legs = _Legs(BODY, person, pose, lengths, lengths, hips, ankles, {side: np.eye(3) for side in SIDES})
    legs.place()
    return legs


@pytest.mark.parametrize("kind", UNCROSSED)
def test_feet_that_are_not_crossed_keep_room_for_a_shoe_between_them(kind):
    for seed in range(30):
        ankles = placed(kind, seed).ankles
        assert ankles["Left"][0] - ankles["Right"][0] > 0.08
        assert min(ankle[1] for ankle in ankles.values()) >= ANKLE_M


def test_crossed_ankles_stand_on_each_other_s_side():
    for seed in range(30):
        ankles = placed(ANKLES_CROSSED, seed).ankles
        assert ankles["Left"][0] < ankles["Right"][0]


def test_a_leg_over_the_other_hangs_in_the_air_and_not_in_the_thigh_below():
    for seed in range(30):
        legs = placed(KNEE_OVER_KNEE, seed)
        knees = {side: legs._knee_of(side) for side in SIDES}
        upper, lower = sorted(SIDES, key=lambda side: -knees[side][1])
        assert knees[upper][1] - knees[lower][1] > 0.08
        assert legs.ankles[upper][1] > ANKLE_M


def test_the_ankle_of_a_figure_four_lies_on_the_other_thigh():
    for seed in range(30):
        legs = placed(FIGURE_FOUR, seed)
        upper = max(SIDES, key=lambda side: legs.ankles[side][1])
        lower = "Right" if upper == "Left" else "Left"
        hip, knee = legs.hips[lower], legs._knee_of(lower)
        share = float((legs.ankles[upper] - hip) @ (knee - hip)) / BONE_M**2
        assert 0.4 < share < 1.15
        assert legs.ankles[upper][1] > SEAT_M - 0.05


def hidden(*joints):
    """Of left and right hip, knee, ankle, heel and toe."""
    mask = np.zeros((2, 5), bool)
    for side, joint in joints:
        mask[side, joint] = True
    return mask


def test_what_a_desk_hides_cannot_be_told():
    unseen = CLASSES.index("cannot_be_told")
    for kind in (*CROSSED, *UNCROSSED):
        assert label_of(kind, hidden((0, 2), (1, 2))) == unseen
        assert label_of(kind, hidden((0, 1), (1, 1))) == unseen
        assert label_of(kind, hidden()) != unseen
    assert label_of("plain", hidden((0, 2))) == label_of(ANKLES_CROSSED, hidden((1, 2))) == unseen
    assert label_of(KNEE_OVER_KNEE, hidden((0, 2))) == CLASSES.index(KNEE_OVER_KNEE)
    assert label_of("tucked", hidden((0, 3), (0, 4))) == CLASSES.index("side_by_side")
