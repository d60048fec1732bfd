"""What is in doubt is asked about bit by bit while a person stands, and comes to what a still says."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.dress.test_items import context
from tests.landmark_figures import standing_xy
from vision.dress import items, scarf, tie
from vision.dress.chart import Chart
from vision.dress.doubts import GONE_S, LOOK, WITNESS, Doubts, same_chest
from vision.dress.follower import MOST, DressFollower
from vision.dress.looks import AROUND, COLLARS, NEUTRAL_EVIDENCE, OPEN, Said
from vision.dress.measures import measure_dress
from vision.dress.witness import Sighting
from vision.landmarks.points import Floats
from vision.reason import Reason

SIGHTING = Sighting(0.65, np.array([-0.06, -0.1, 0.06, 0.5]))
MAPS = [np.zeros((count, 64, 48), np.float32) for count in (3, 4, 8)]


class Model:
    """Says the same flags of every chart and counts the looks that were taken."""

    def __init__(self, tie_logit: float, scarf_logit: float) -> None:
        self.flags = np.array([tie_logit, -9.0, 0.0, scarf_logit, 0.0, 0.0, scarf_logit], np.float32)
        said = np.array([tie_logit, NEUTRAL_EVIDENCE, scarf_logit, 10.0], np.float32)
        self.collar = [said, np.zeros((64, 48), np.float32)]
        self.looks = self.asked = 0

    def chest(self, cut: object) -> list[Floats]:
        self.looks += 1
        return [self.flags, *MAPS]

    def of_collar(self, cut: object) -> list[Floats]:
        self.looks += 1
        return self.collar

    def see(self, picture: object, chart: object) -> Sighting:
        self.asked += 1
        return SIGHTING

    @property
    def cost(self) -> int:
        return self.looks * LOOK + self.asked * WITNESS


@pytest.fixture
def says(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Model]:
    """Let model and witness say what the test wants."""

    def saying(tie_logit: float = -9.0, scarf_logit: float = -9.0) -> Model:
        model = Model(tie_logit, scarf_logit)
        monkeypatch.setattr(items, "read_chest", model.chest)
        monkeypatch.setattr(items, "read_collar", model.of_collar)
        monkeypatch.setattr(items, "see_tie", model.see)
        return model

    return saying


def flag(findings, name="tie_present"):
    return next(one for one in findings if getattr(one, "name", "") == name)


def looked(follower, times, *, at_rest=True):
    return [list(follower.look(context(), at_rest=at_rest)) for _ in range(times)]


@pytest.mark.parametrize(
    ("tie_logit", "scarf_logit"), [(-9.0, -9.0), (-1.0, -9.0), (-9.0, 1.0), (-1.0, 1.0), (1.0, 7.0)]
)
def test_live_comes_to_what_a_still_says_and_no_look_costs_more_than_allowed(says, tie_logit, scarf_logit):
    model, follower = says(tie_logit, scarf_logit), DressFollower()
    for _ in range(5):
        before = model.cost
        findings = list(follower.look(context(), at_rest=True))
        assert model.cost - before <= LOOK + MOST
    assert follower.complete
    still = list(measure_dress(context()))
    for name in ("tie_present", "scarf_present"):
        live, wanted = flag(findings, name), flag(still, name)
        assert (live.value, live.sigma, live.reason) == (wanted.value, wanted.sigma, wanted.reason)


def test_a_doubtful_tie_is_unclear_until_all_have_been_asked(says):
    model, follower = says(tie_logit=-1.0), DressFollower()
    first, second = looked(follower, 2)
    assert flag(first).value is None
    assert flag(first).reason is Reason.AMBIGUOUS
    assert flag(second).value is True
    assert model.asked == 1


def test_nobody_is_asked_twice_about_the_same_chest(says):
    model, follower = says(tie_logit=-1.0, scarf_logit=2.0), DressFollower()
    looked(follower, 6)
    assert model.asked == 1
    assert model.looks == 6 + len(COLLARS) + len(AROUND)


@pytest.mark.parametrize("centre", [(320.0, 200.0), (480.0, 260.0)])
def test_another_chest_is_asked_about_anew(says, centre):
    model, follower = says(tie_logit=-1.0), DressFollower()
    looked(follower, 3)
    if centre[0] == 320.0:
        follower.reset()
    again = list(follower.look(context(standing_xy(centre=centre)), at_rest=True))
    assert flag(again).value is None
    assert not follower.complete
    follower.look(context(standing_xy(centre=centre)), at_rest=True)
    assert model.asked == 2


def test_a_body_that_moves_is_looked_at_once_and_its_doubts_stay_open(says):
    model, follower = says(tie_logit=-1.0), DressFollower()
    findings = looked(follower, 2, at_rest=False)[-1]
    assert model.looks == 2
    assert model.asked == 0
    assert flag(findings).value is None
    assert not follower.complete


def test_what_is_plain_is_said_at_the_first_look(says):
    model, follower = says(), DressFollower()
    looked(follower, 1)
    assert follower.complete
    assert model.cost == LOOK


def test_an_open_belief_says_neither():
    assert tie.ABSENT < OPEN < tie.PRESENT
    assert scarf.ABSENT < OPEN < scarf.PRESENT


def at(time_s, given=None):
    given = given or context()
    return replace(given, frame=replace(given.frame, time_s=time_s))


def test_landmarks_that_tremble_reopen_nothing(says):
    model, follower = says(tie_logit=-1.0), DressFollower()
    for k in range(6):
        shaken = standing_xy() + np.random.default_rng(k).normal(0.0, 2.0, (33, 2)).astype(np.float32)
        findings = list(follower.look(at(0.2 * k, context(shaken)), at_rest=True))
    assert flag(findings).value is True
    assert model.asked == 1


def test_old_answers_stand_while_they_are_asked_for_anew(says):
    model, follower = says(tie_logit=-1.0), DressFollower()
    told = []
    for k in range(16):
        before = model.cost
        told.append(flag(list(follower.look(at(0.4 * k), at_rest=True))).value)
        assert model.cost - before <= LOOK + MOST
    assert told == [None] + [True] * 15
    assert model.asked == 3


def test_who_was_away_for_long_is_somebody_else(says):
    says(tie_logit=-1.0)
    follower = DressFollower()
    for k in range(3):
        follower.look(at(0.2 * k), at_rest=True)
    assert flag(list(follower.look(at(GONE_S + 1.0), at_rest=True))).value is None


def test_a_clock_that_was_turned_back_ends_what_was_known(says):
    says(tie_logit=-1.0)
    follower = DressFollower()
    for k in range(3):
        follower.look(at(10.0 + 0.2 * k), at_rest=True)
    assert flag(list(follower.look(at(0.0), at_rest=True))).value is None


@given(
    st.floats(-0.14, 0.14), st.floats(0.81, 1.24), st.floats(-9.0, 9.0), st.floats(-3.1, 3.1), st.floats(40.0, 900.0)
)
def test_a_chest_is_the_same_however_the_camera_is_turned(aside, grown, turned_deg, camera, unit_px):
    def chart(x, angle, unit):
        return Chart(x, 0.0, (float(np.sin(angle)), float(np.cos(angle))), unit)

    one = chart(0.0, camera, unit_px)
    assert same_chest(chart(aside * unit_px, camera + np.radians(turned_deg), grown * unit_px), one)
    assert not same_chest(chart((aside + 0.4) * unit_px, camera, unit_px), one)
    assert not same_chest(chart(0.0, camera + np.radians(25.0), unit_px), one)
    assert not same_chest(chart(0.0, camera, 1.6 * unit_px), one)


def test_without_a_limit_everything_is_asked():
    doubts = Doubts()
    assert doubts.said(COLLARS[0], lambda look: Said(0.0)) is not None
    assert doubts.sighting(lambda: replace(SIGHTING, score=0.1)) is not None
    assert not doubts.open
