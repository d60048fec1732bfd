"""A smile is where the mouth's corners are, and nothing else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vision.face import mesh
from vision.face.smile import RESTING_LIFT, RESTING_WIDTH, smile_ratio
from vision.landmarks.points import Face, Points

EYES_PX = 60.0


def face(width: float, lift: float, turn_deg: float = 0.0) -> Face:
    """`width` of the mouth and `lift` of its corners in distances between the outer eye corners."""
    points = np.zeros((478, 3), np.float32)
    places = {
        mesh.RIGHT_EYE_OUTER: (-0.5, 0.0),
        mesh.LEFT_EYE_OUTER: (0.5, 0.0),
        mesh.FOREHEAD: (0.0, -0.8),
        mesh.CHIN: (0.0, 1.3),
        mesh.LIP_UPPER_INNER: (0.0, 0.8),
        mesh.LIP_LOWER_INNER: (0.0, 0.8),
        mesh.MOUTH_LEFT: (width / 2, 0.8 - lift),
        mesh.MOUTH_RIGHT: (-width / 2, 0.8 - lift),
    }
    turn = np.radians(turn_deg)
    for index, (x, y) in places.items():
        points[index] = EYES_PX * np.array([x * np.cos(turn), y, x * np.sin(turn)]) + [200, 200, 0]
    xy, z = points[:, :2].copy(), points[:, 2].copy()
    return Face(Points(xy, z, np.ones(478, np.float32), np.full(478, 2, np.uint8)), 1.0, 100.0)


def test_a_mouth_at_rest_is_no_smile_and_a_broad_one_is() -> None:
    assert smile_ratio(face(RESTING_WIDTH, RESTING_LIFT)) == pytest.approx(0.0, abs=1e-3)
    assert smile_ratio(face(0.56, -0.03)) == 0.0
    assert smile_ratio(face(0.75, 0.05)) >= 0.9
    assert 0.0 < smile_ratio(face(0.66, 0.02)) < 0.9


def test_corners_level_with_the_lips_are_already_raised_a_little() -> None:
    """At rest they hang below the line between the lips."""
    assert 0.05 < smile_ratio(face(RESTING_WIDTH, 0.0)) < 0.2


@given(width=st.floats(0.5, 0.9), lift=st.floats(-0.05, 0.1), turn=st.floats(-35, 35))
def test_turning_the_head_changes_nothing(width: float, lift: float, turn: float) -> None:
    assert smile_ratio(face(width, lift, turn)) == pytest.approx(smile_ratio(face(width, lift)), abs=1e-3)


@given(width=st.floats(0.5, 0.8), lift=st.floats(-0.05, 0.08), more=st.floats(0, 0.02))
def test_raising_the_corners_never_lowers_it(width: float, lift: float, more: float) -> None:
    assert smile_ratio(face(width, lift + more)) >= smile_ratio(face(width, lift)) - 1e-6
