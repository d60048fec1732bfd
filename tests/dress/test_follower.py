"""What is in doubt is asked about bit by bit while a person stands, and comes to what a still says."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from tests.dress.test_items import context
from vision.dress import items, scarf, tie
from vision.dress.doubts import LOOK, WITNESS, Doubts
from vision.dress.follower import MOST, DressFollower
from vision.dress.looks import NEARER, OPEN, WIDER, Look
from vision.dress.measures import measure_dress
from vision.dress.witness import Sighting
from vision.landmarks.points import Floats
from vision.reason import Reason

SIGHTING = Sighting(0.65, np.array([-0.06, -0.1, 0.06, 0.5]))
MAPS = [np.zeros((1, count, 64, 48), np.float32) for count in (3, 4, 8)]


class Model:
    """Says the same flags of every chart and counts the looks that were taken."""

    def __init__(self, tie_logit: float, scarf_logit: float) -> None:
        self.flags = np.array([[tie_logit, -9.0, 0.0, scarf_logit, 0.0, 0.0]], np.float32)
        self.looks = self.asked = 0

    def run(self, names: object, feed: object) -> list[Floats]:
        self.looks += 1
        return [self.flags, *MAPS]

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
        monkeypatch.setattr(items, "_session", lambda: model)
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


def test_nobody_is_asked_twice_about_the_same_stance(says):
    model, follower = says(tie_logit=-1.0, scarf_logit=1.0), DressFollower()
    looked(follower, 6)
    assert model.asked == 1
    assert model.looks == 6 + len(NEARER) + len(WIDER)


def test_another_stance_is_asked_about_anew(says):
    model, follower = says(tie_logit=-1.0), DressFollower()
    looked(follower, 3)
    follower.reset()
    again = looked(follower, 1)[0]
    assert flag(again).value is None
    assert not follower.complete
    looked(follower, 1)
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


def test_without_a_limit_everything_is_asked():
    doubts = Doubts()
    assert doubts.flags(Look(0.8), lambda look: np.zeros(6)) is not None
    assert doubts.sighting(lambda: replace(SIGHTING, score=0.1)) is not None
    assert not doubts.open
