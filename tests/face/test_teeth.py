"""Teeth show where the lips are apart and what lies between them is as light as the skin and not red."""

import cv2
import numpy as np
import pytest

from vision.colour.cielab import bytes_of
from vision.face import mesh
from vision.face.teeth import CHEEKS, LOWER_EDGE, UPPER_EDGE, read_teeth
from vision.landmarks.points import Face, Points
from vision.measure import Measure, View
from vision.reason import Reason

EYES_PX = 60.0
PALE, DARK = (0.55, 0.35, 0.27), (0.10, 0.055, 0.04)
"""Linear red-green-blue of two skins."""
HOLLOW, TONGUE, ENAMEL = (0.02, 0.01, 0.01), (0.45, 0.12, 0.13), (0.72, 0.66, 0.55)

Colour = tuple[float, float, float]


def mouth(gap: float, between: Colour, skin: Colour = PALE, light: float = 1.0) -> Measure:
    """A face of one colour with an opening `gap` eye distances high, under `light` of full brightness."""
    points = np.zeros((478, 2), np.float32)
    centre, half = np.array([100.0, 130.0]), 0.3 * EYES_PX
    for edge, sign in ((UPPER_EDGE, -1.0), (LOWER_EDGE, 1.0)):
        across = np.linspace(-1.0, 1.0, len(edge))
        for point, x in zip(edge, across, strict=True):
            points[point] = centre + np.array([x * half, sign * gap * EYES_PX / 2.0 * (1.0 - 0.6 * x**2)])
    points[mesh.RIGHT_EYE_OUTER], points[mesh.LEFT_EYE_OUTER] = (100 - EYES_PX / 2, 80), (100 + EYES_PX / 2, 80)
    for point, x in zip(CHEEKS, (-22, 22, -26, 26), strict=True):
        points[point] = (100 + x, 108)
    picture = np.empty((200, 200, 3), np.uint8)
    picture[:] = bytes_of(np.array(skin) * light)
    edge = points[[*UPPER_EDGE, *reversed(LOWER_EDGE)]].astype(np.int32)
    cv2.fillPoly(picture, [edge], [int(v) for v in bytes_of(np.array(between) * light)])
    whole = Points(points, np.zeros(478, np.float32), np.ones(478, np.float32), np.full(478, 2, np.uint8))
    return read_teeth(Face(whole, 1.0, 110.0), picture, View.FRONT)


@pytest.mark.parametrize("skin", [PALE, DARK])
@pytest.mark.parametrize("light", [1.0, 0.3])
def test_light_teeth_between_open_lips_are_seen_in_any_light_and_on_any_skin(skin: Colour, light: float) -> None:
    seen = mouth(0.14, ENAMEL, skin, light)
    assert seen.value is True


def test_a_plain_smile_with_teeth_is_sure_enough_to_pass() -> None:
    sigma = mouth(0.14, ENAMEL).sigma
    assert sigma is not None
    assert sigma <= 0.1


def test_closed_lips_show_no_teeth_whatever_lies_on_them() -> None:
    assert mouth(0.01, ENAMEL).value is False


def test_an_open_mouth_without_teeth_shows_none() -> None:
    assert mouth(0.14, HOLLOW).value is False


@pytest.mark.parametrize("between", [TONGUE, (0.27, 0.22, 0.2)])
def test_a_tongue_or_a_half_light_is_left_open(between: Colour) -> None:
    seen = mouth(0.14, between)
    assert seen.value is not True
    assert seen.value is False or seen.reason is Reason.AMBIGUOUS


def test_a_face_at_the_pictures_edge_is_no_error() -> None:
    points = np.full((478, 2), -40.0, np.float32)
    points[mesh.LIP_LOWER_INNER] = (-40.0, 20.0)
    points[mesh.LEFT_EYE_OUTER] = (20.0, -40.0)
    whole = Points(points, np.zeros(478, np.float32), np.ones(478, np.float32), np.full(478, 2, np.uint8))
    seen = read_teeth(Face(whole, 1.0, 110.0), np.zeros((50, 50, 3), np.uint8), View.FRONT)
    assert seen.reason is Reason.AMBIGUOUS
