"""Between two looks an item goes where the trunk goes: what is drawn round it does not lag behind."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vision.carried import TRUNK, TrunkMotion, carried
from vision.landmarks.points import Box, Points, Provenance
from vision.observation import BadgeItem, ScarfItem, TieItem

PLACES = np.array([(460.0, 200.0), (340.0, 200.0), (430.0, 400.0), (370.0, 400.0)])
BADGE = BadgeItem(0.97, "pin", ((430.0, 250.0), (460.0, 250.0), (460.0, 262.0), (430.0, 262.0)), 0.0)
TIE = TieItem(0.98, Box(385.0, 210.0, 415.0, 390.0), (400.0, 215.0), (400.0, 390.0))


def trunk(places: np.ndarray = PLACES, state: Provenance = Provenance.MEASURED) -> Points:
    xy = np.zeros((33, 2), np.float32)
    xy[list(TRUNK)] = places
    return Points(xy, np.zeros(33, np.float32), np.ones(33, np.float32), np.full(33, state, np.uint8))


def turned(places: np.ndarray, turn_deg: float, scale: float, shift: tuple[float, float]) -> np.ndarray:
    angle, middle = np.radians(turn_deg), PLACES.mean(axis=0)
    matrix = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return (places - middle) @ matrix.T + middle + shift


@given(
    turn_deg=st.floats(-15.0, 15.0), scale=st.floats(0.85, 1.2), x=st.floats(-40.0, 40.0), y=st.floats(-40.0, 40.0)
)
def test_a_badge_goes_and_turns_with_the_trunk(turn_deg: float, scale: float, x: float, y: float) -> None:
    motion = TrunkMotion.between(trunk(), trunk(turned(PLACES, turn_deg, scale, (x, y))))
    assert motion is not None
    now = carried(BADGE, motion)
    assert isinstance(now, BadgeItem)
    assert np.allclose(now.corners, turned(np.array(BADGE.corners), turn_deg, scale, (x, y)), atol=0.05)
    assert now.tilt_deg == pytest.approx(turn_deg, abs=0.05)
    tie = carried(TIE, motion)
    assert isinstance(tie, TieItem)
    assert np.allclose(tie.knot, turned(np.array([TIE.knot]), turn_deg, scale, (x, y))[0], atol=0.05)
    scarf = carried(ScarfItem(0.9, TIE.knot), motion)
    assert isinstance(scarf, ScarfItem)
    assert scarf.knot == tie.knot
    assert tie.box.height == pytest.approx(TIE.box.height * scale, rel=1e-3)


def test_at_rest_nothing_changes() -> None:
    motion = TrunkMotion.between(trunk(), trunk())
    assert motion is not None
    now = carried(TIE, motion)
    assert isinstance(now, TieItem)
    assert now.tip == pytest.approx(TIE.tip)
    assert carried(TieItem(0.9, TIE.box, TIE.knot, None), motion).tip is None


def test_a_bow_a_turn_and_another_body_carry_nothing() -> None:
    bowed = PLACES.copy()
    bowed[:2, 1] += 90.0
    side = PLACES.copy()
    side[:, 0] = 400.0 + (side[:, 0] - 400.0) * 0.3
    for places in (bowed, side, PLACES + np.array([300.0, 0.0]), 400.0 + (PLACES - 400.0) * 1.6):
        assert TrunkMotion.between(trunk(), trunk(places)) is None


def test_a_trunk_that_was_not_seen_carries_nothing() -> None:
    assert TrunkMotion.between(trunk(), trunk(state=Provenance.MISSING)) is None
    assert TrunkMotion.between(trunk(PLACES * 0.0), trunk(PLACES * 0.0)) is None
