import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vision.dress import scarf, tie
from vision.dress.chart import TOP, Chart
from vision.dress.looks import COLLARS, NEUTRAL_EVIDENCE, WIDER, Look, joined, settled
from vision.dress.witness import Sighting

BOX = np.array([-0.1, -0.1, 0.1, 0.4])
NO_EVIDENCE, PLAIN_EVIDENCE = NEUTRAL_EVIDENCE - 12.0, NEUTRAL_EVIDENCE + 6.0


def flags(tie_logit=-9.0, scarf_logit=-9.0):
    return np.array([tie_logit, -9.0, 0.0, scarf_logit, 0.0, 0.0], np.float32)


def nobody():
    raise AssertionError("the witness was asked")


def never(look):
    raise AssertionError("another look was taken")


def saying(score):
    return lambda: Sighting(score, BOX)


def collar(said, evidence=NEUTRAL_EVIDENCE):
    """Every collar is answered for so."""

    def ask(look):
        assert look.collar
        return np.array([said, evidence], np.float32)

    return ask


@pytest.mark.parametrize(("logit", "worn"), [(7.0, True), (-7.0, False)])
def test_who_is_sure_looks_once(logit, worn):
    tie_belief, scarf_belief, sighting = settled(flags(logit), never, nobody)
    assert (tie_belief > 0.99) == worn
    assert (tie_belief < 0.01) == (not worn)
    assert scarf_belief < 0.02
    assert sighting is None


def test_a_doubtful_tie_is_looked_at_round_the_collar_as_it_is_and_mirrored():
    taken = []
    settled(flags(1.0), lambda look: taken.append(look) or np.array([1.0, 20.0]), saying(0.5))
    assert tuple(taken) == COLLARS
    assert {look.mirrored for look in taken} == {True, False}
    assert all(look.scale < 1.0 for look in taken)


def test_a_doubtful_scarf_is_looked_at_from_farther_only():
    taken = []
    settled(flags(scarf_logit=1.0), lambda look: taken.append(look) or flags(), nobody)
    assert tuple(taken) == WIDER
    assert all(look.scale > 1.0 for look in taken)


def test_a_tie_that_only_the_first_look_sees_is_none():
    belief, _, _ = settled(flags(3.0), collar(-5.0, NO_EVIDENCE), saying(0.3))
    assert belief < tie.PRESENT


def test_two_witnesses_who_half_believe_in_a_tie_see_one():
    belief, _, sighting = settled(flags(-1.0), collar(-1.0), saying(0.65))
    assert belief > tie.PRESENT
    assert sighting is not None
    assert sighting.score == 0.65


def test_a_tie_that_all_only_suspect_decides_nothing():
    """A clause wants a chance of being wrong of a tenth at most."""
    belief, _, _ = settled(flags(-1.5), collar(-2.5), saying(0.5))
    assert tie.ABSENT < belief < 0.9


@pytest.mark.parametrize("evidence", [NO_EVIDENCE, NEUTRAL_EVIDENCE, PLAIN_EVIDENCE])
def test_what_learned_from_photographs_alone_makes_no_tie(evidence):
    belief, _, _ = settled(flags(-5.0), collar(-6.0, evidence), saying(0.99))
    assert belief < tie.PRESENT


def test_a_tie_that_the_witness_sees_is_not_called_missing():
    belief, _, _ = settled(flags(-5.0), collar(-5.0), saying(0.7))
    assert belief > tie.ABSENT


def test_the_witness_alone_takes_no_tie_away():
    belief, _, _ = settled(flags(3.5), collar(3.5, PLAIN_EVIDENCE), saying(0.0))
    assert belief > tie.PRESENT


@given(
    st.floats(-30.0, 30.0), st.floats(-10.0, 60.0), st.floats(0.0, 1.0), st.floats(0.0, 5.0), st.floats(0.0, 0.5)
)  # fmt: skip
def test_more_belief_of_any_of_them_never_makes_a_tie_less_likely(said, evidence, score, more, surer):
    now = joined(said, evidence, score)
    assert joined(said + more, evidence, score) >= now
    assert joined(said, evidence + more, score) >= now
    assert joined(said, evidence, min(score + surer, 1.0)) >= now


def test_a_scarf_is_what_the_wider_looks_say():
    assert settled(flags(scarf_logit=5.0), lambda look: flags(scarf_logit=-3.0), nobody)[1] < scarf.ABSENT
    assert settled(flags(scarf_logit=-3.0), lambda look: flags(scarf_logit=3.0), nobody)[1] > scarf.PRESENT


def test_a_nearer_look_keeps_the_charts_middle_and_axis():
    chart = Chart(100.0, 80.0, (0.6, 0.8), 200.0)
    near = Look(0.8).chart(chart)
    assert near.unit_px == pytest.approx(160.0)
    assert (near.x, near.y, near.down) == (chart.x, chart.y, chart.down)


def test_a_look_round_the_collar_begins_where_the_charts_own_look_does_and_shows_half_as_much():
    picture = np.tile((np.arange(400) // 2).astype(np.uint8)[:, None, None], (1, 400, 3))
    chart = Chart(200.0, 150.0, (0.0, 1.0), 192.0)
    whole, near = Look(1.0).cut(picture, chart), COLLARS[0].cut(picture, chart)
    assert near.shape == whole.shape
    assert COLLARS[0].top * COLLARS[0].scale == TOP
    assert np.allclose(near[::2, 0, 0].astype(float), whole[: len(whole) // 2, 0, 0], atol=1.0)


def test_the_mirrored_look_is_the_same_look_in_a_mirror():
    picture = np.random.default_rng(1).integers(0, 255, (300, 300, 3), dtype=np.uint8)
    chart = Chart(150.0, 100.0, (0.0, 1.0), 150.0)
    assert np.array_equal(COLLARS[1].cut(picture, chart), COLLARS[0].cut(picture, chart)[:, ::-1])
