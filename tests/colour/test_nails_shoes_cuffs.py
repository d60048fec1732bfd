"""Nails, shoes and cuffs: what is painted, bright or too long is found; skin of every depth is treated alike."""

from dataclasses import replace
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.colour.dressed import NAVY, WHITE, context, paint
from vision.colour import cuffs
from vision.colour.cielab import bytes_of, lab_of, linear_of_lab
from vision.colour.cuffs import STRIP_PX, Forearm, cuff_cm
from vision.colour.light import Light
from vision.colour.measures import measure_colours
from vision.colour.nails import FINGERS, difference, read_nails, shows_back
from vision.colour.shoes import darkness, leather
from vision.colour.skin import SkinTone
from vision.landmarks.points import BodyPoint as B
from vision.landmarks.points import Hand, Points, Provenance, Side
from vision.measure import View
from vision.reason import Reason

LIGHT = Light((1.0, 1.0, 1.0), 0.04, 0.16, None)
NAIL_LIMIT = 13.0
# backs of hands from very fair to very dark, L* a* b*
SKINS = [
    (74.0, 9.0, 13.0),
    (66.0, 12.0, 17.0),
    (56.0, 14.0, 20.0),
    (44.0, 15.0, 20.0),
    (33.0, 13.0, 16.0),
    (24.0, 9.0, 10.0),
]
POLISH = {
    "red": (40.0, 60.0, 35.0), "pink": (65.0, 45.0, 0.0), "blue": (35.0, 5.0, -40.0), "green": (50.0, -35.0, 20.0),
    "violet": (30.0, 30.0, -30.0),
}  # fmt: skip


def patches(skin, nail):
    return [(linear_of_lab(np.array(nail)), linear_of_lab(np.array(skin)))] * 4


def bare(skin):
    """A nail over skin: lighter by more the darker the skin, and pinker."""
    lightness, a, b = skin
    return lightness + 0.25 * (75.0 - lightness) * 0.6, a * 0.95, b * 0.75


@pytest.mark.parametrize("skin", SKINS)
def test_bare_nails_pass_on_every_skin(skin):
    value, sigma = difference(patches(skin, bare(skin)), LIGHT)
    assert value + sigma < NAIL_LIMIT


@pytest.mark.parametrize("skin", SKINS)
@pytest.mark.parametrize("name", sorted(POLISH))
def test_coloured_polish_is_found_on_every_skin(skin, name):
    value, sigma = difference(patches(skin, POLISH[name]), LIGHT)
    assert value - sigma > NAIL_LIMIT


@pytest.mark.parametrize("skin", SKINS[:4])
def test_black_polish_is_found_where_nails_are_darker_than_fingers(skin):
    value, sigma = difference(patches(skin, (10.0, 0.0, 0.0)), LIGHT)
    assert value - sigma > NAIL_LIMIT


@settings(max_examples=30, deadline=None)
@given(red=st.floats(0.7, 1.4), blue=st.floats(0.7, 1.4))
def test_the_light_is_the_same_for_nail_and_finger(red, blue):
    tint = np.array([red, 1.0, blue])
    plain = difference(patches(SKINS[2], bare(SKINS[2])), LIGHT)[0]
    tinted = difference([(nail * tint, skin * tint) for nail, skin in patches(SKINS[2], bare(SKINS[2]))], LIGHT)[0]
    assert tinted == pytest.approx(plain, abs=0.6)


def hand(side=Side.RIGHT, size=1.0, mirrored=False):
    """A right hand with its back to the camera, fingers up; `mirrored` shows the palm."""
    xy = np.zeros((21, 2), np.float32)
    for finger, x in zip(((1, 2, 3, 4), (5, 6, 7, 8), (9, 10, 11, 12), (13, 14, 15, 16), (17, 18, 19, 20)),
                         (-70, -40, -12, 14, 40), strict=True):  # fmt: skip
        for joint, y in zip(finger, (-90, -130, -160, -185), strict=True):
            xy[joint] = (x, y)
    xy[:, 0] *= -1.0 if mirrored else 1.0
    xy = xy * size + np.float32([320, 300])
    zeros = np.zeros(21, np.float32)
    points = Points(xy, zeros, np.ones(21, np.float32), np.full(21, Provenance.MEASURED, np.uint8))
    return Hand(side, points, np.zeros((21, 3), np.float32), 0.9, 1.0)


def holding(one, skin, nail=None):
    pixels = np.full((480, 640, 3), 128, np.uint8)
    xy = one.points.xy
    for _, middle, end, tip in ((0, *finger) for finger in FINGERS):
        start = tuple(int(v) for v in 2 * xy[middle] - xy[end])
        cv2.line(pixels, start, tuple(map(int, xy[tip])), bytes_of(linear_of_lab(np.array(skin))).tolist(), 20)
        if nail is not None:
            at = xy[end] + 0.8 * (xy[tip] - xy[end])
            cv2.circle(pixels, tuple(map(int, at)), 7, bytes_of(linear_of_lab(np.array(nail))).tolist(), -1)
    seen = context(pixels)
    return replace(seen, person=replace(seen.person, right_hand=one))


def nails(seen):
    (measure,) = read_nails(seen, LIGHT)
    return measure


def test_painted_nails_of_a_raised_hand_are_found_and_bare_ones_are_not():
    assert nails(holding(hand(), SKINS[1], bare(SKINS[1]))).value < NAIL_LIMIT - 3
    assert nails(holding(hand(), SKINS[1], POLISH["red"])).value > NAIL_LIMIT + 5


def test_a_palm_a_far_hand_and_no_hand_tell_nothing():
    assert shows_back(hand())
    assert not shows_back(hand(mirrored=True))
    assert shows_back(hand(Side.LEFT, mirrored=True))
    assert nails(holding(hand(mirrored=True), SKINS[1])).reason is Reason.AMBIGUOUS
    assert nails(holding(hand(size=0.3), SKINS[1])).reason is Reason.TOO_FAR
    assert nails(context(np.full((480, 640, 3), 128, np.uint8))).reason is Reason.HANDS_HIDDEN


# ---- shoes


def shod(*colours):
    picture = paint(NAVY, NAVY).copy()
    xy = context(picture).person.body.points.xy
    for (heel, toe), lab in zip(
        ((B.LEFT_HEEL, B.LEFT_FOOT_INDEX), (B.RIGHT_HEEL, B.RIGHT_FOOT_INDEX)), colours, strict=True
    ):
        ends = (tuple(map(int, xy[p])) for p in (heel, toe))
        cv2.line(picture, *ends, bytes_of(linear_of_lab(np.array(lab))).tolist(), 16)
    return {one.name: one for one in measure_colours(context(picture))}["shoe_darkness"]


def test_black_shoes_are_dark_and_one_white_shoe_is_enough_to_be_bright():
    black, mixed, brown = shod((8, 0, 0), (8, 0, 0)), shod((8, 0, 0), (88, 0, 2)), shod((38, 12, 20), (38, 12, 20))
    assert black.value > 0.85
    assert mixed.value < 0.3
    assert 0.5 < brown.value < 0.72
    assert 0.03 <= black.sigma < 0.1


# ---- cuffs


SKIN = np.array(linear_of_lab(np.array([62.0, 13.0, 17.0])))
TONE = SkinTone(SKIN, np.log(SKIN[[0, 2]] / SKIN[1]), np.array([0.07, 0.07]))


def forearm(*pieces, cm_per_step=0.15):
    """A strip of (steps, L*a*b*) pieces from the elbow on."""
    lab = np.concatenate([np.tile(np.array(colour, float), (steps, 1)) for steps, colour in pieces])[:STRIP_PX]
    linear = np.maximum(linear_of_lab(lab), 0.0)
    return Forearm(lab_of(linear), linear, 5.0, cm_per_step)


HAND = (62.0, 13.0, 17.0)


def test_the_bare_instep_of_a_court_shoe_is_no_bright_shoe():
    half = np.array([linear_of_lab(np.array((8.0, 0.0, 0.0)))] * 40 + [SKIN] * 40)
    assert darkness(half, LIGHT)[0] < 0.7
    assert darkness(leather(half, TONE), LIGHT)[0] > 0.85
    assert len(leather(np.array([SKIN] * 40), TONE)) == 0
    assert len(leather(half, None)) == 80


@given(steps=st.integers(3, 30))
def test_the_cuff_between_sleeve_and_hand_is_measured(steps):
    assert cuff_cm(forearm((90, NAVY), (steps, WHITE), (70, HAND)), TONE) == pytest.approx(steps * 0.15)


def test_no_cuff_is_zero_and_what_is_no_cuff_is_not_measured():
    assert cuff_cm(forearm((100, NAVY), (60, HAND)), TONE) == 0.0
    assert cuff_cm(forearm((160, HAND)), TONE) is None  # a bare forearm
    assert cuff_cm(forearm((160, NAVY)), TONE) is None  # no hand
    assert cuff_cm(forearm((50, NAVY), (60, WHITE), (50, HAND)), TONE) is None  # a rolled sleeve
    assert cuff_cm(forearm((20, NAVY), (20, (45, 55, 34)), (20, WHITE), (100, HAND)), TONE) is None  # a pattern


def test_nothing_is_said_without_a_face():
    found = {one.name: one for one in measure_colours(context(paint(NAVY, NAVY)))}
    assert found["cuff_show_cm"].reason is Reason.FACE_HIDDEN
    assert found["uniform_colour_distance"].reason is Reason.NEEDS_ENROLMENT
    assert found["nail_colour_difference"].reason is Reason.HANDS_HIDDEN
    assert all(one.view is View.FRONT for one in found.values())
    assert cuffs.NAME in found


def test_one_arm_alone_may_wear_a_watch_and_says_little(monkeypatch):
    strip = forearm((70, NAVY), (20, WHITE), (70, HAND))
    context = SimpleNamespace(view=View.FRONT)
    both = iter((strip, strip))
    monkeypatch.setattr(cuffs, "forearm_of", lambda *_: next(both))
    (two,) = cuffs.read_cuffs(context, TONE)
    one = iter((strip, None))
    monkeypatch.setattr(cuffs, "forearm_of", lambda *_: next(one))
    (alone,) = cuffs.read_cuffs(context, TONE)
    assert two.value == alone.value
    assert two.sigma < 1.0 < alone.sigma
