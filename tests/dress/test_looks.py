import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vision.dress import scarf, tie
from vision.dress.chart import TOP, UNIT_PX, WIDTH_PX, Chart
from vision.dress.looks import (
    AROUND,
    COLLAR,
    COLLARS,
    MOST_BOW,
    NEUTRAL_EVIDENCE,
    WIDER,
    Said,
    agreed,
    joined,
    settled,
)
from vision.dress.witness import Sighting

BOX = np.array([-0.1, -0.1, 0.1, 0.4])
NO_EVIDENCE, PLAIN_EVIDENCE = NEUTRAL_EVIDENCE - 12.0, NEUTRAL_EVIDENCE + 6.0


def flags(tie_logit=-9.0, scarf_logit=-9.0, tied_logit=-9.0):
    return np.array([tie_logit, -9.0, 0.0, scarf_logit, 0.0, 0.0, tied_logit], np.float32)


def nobody():
    raise AssertionError("the witness was asked")


def never(look):
    raise AssertionError("another look was taken")


def saying(score):
    return lambda: Sighting(score, BOX)


def said(tie_logit=-9.0, evidence=NEUTRAL_EVIDENCE, scarf_logit=-9.0, knot=(0.0, 0.0), bow=10.0, tied_logit=-9.0):
    return Said(scarf_logit, tied_logit, tie_logit, evidence, bow, np.array(knot), 0.5)


def collar(*what, tied_logit=None, **more):
    """Every collar is answered for so; the chest is looked at again where `tied_logit` says how that is answered."""

    def ask(look):
        if not look.collar and tied_logit is not None:
            return said(tied_logit=tied_logit)
        assert look.collar
        return said(*what, **more)

    return ask


@pytest.mark.parametrize(("logit", "worn"), [(7.0, True), (-7.0, False)])
def test_who_is_sure_looks_once(logit, worn):
    told = settled(flags(logit), never, nobody)
    assert (told.tie > 0.99) == worn
    assert (told.tie < 0.01) == (not worn)
    assert told.scarf < 0.02
    assert told.sighting is None
    assert told.knot is None


@pytest.mark.parametrize("first", [flags(1.0), flags(tied_logit=1.0), flags(1.0, tied_logit=1.0)])
def test_the_collar_of_who_is_in_doubt_is_looked_at_as_it_is_and_mirrored(first):
    taken = []
    settled(first, lambda look: taken.append(look) or said(1.0), saying(0.5))
    assert set(taken) == set(COLLARS)
    assert {look.mirrored for look in taken} == {True, False}
    assert all(look.scale < 1.0 for look in taken)


def test_what_may_be_a_scarf_of_another_kind_is_looked_at_from_farther_only():
    taken = []
    settled(flags(scarf_logit=1.0), lambda look: taken.append(look) or said(), nobody)
    assert tuple(taken) == WIDER
    assert all(look.scale > 1.0 for look in taken)


def test_a_tie_that_only_the_first_look_sees_is_none():
    belief = settled(flags(3.0), collar(-5.0, NO_EVIDENCE), saying(0.3)).tie
    assert belief < tie.PRESENT


def test_two_witnesses_who_half_believe_in_a_tie_see_one():
    told = settled(flags(-1.0), collar(-1.0), saying(0.65))
    assert told.tie > tie.PRESENT
    assert told.sighting is not None
    assert told.sighting.score == 0.65


def test_a_tie_that_all_only_suspect_decides_nothing():
    """A clause wants a chance of being wrong of a tenth at most."""
    belief = settled(flags(-1.5), collar(-2.5), saying(0.5)).tie
    assert tie.ABSENT < belief < 0.9


@pytest.mark.parametrize("evidence", [NO_EVIDENCE, NEUTRAL_EVIDENCE, PLAIN_EVIDENCE])
def test_what_learned_from_photographs_alone_makes_no_tie(evidence):
    belief = settled(flags(-5.0), collar(-6.0, evidence), saying(0.99)).tie
    assert belief < tie.PRESENT


def test_a_tie_that_the_witness_sees_is_not_called_missing():
    belief = settled(flags(-5.0), collar(-5.0), saying(0.7)).tie
    assert belief > tie.ABSENT


def test_the_witness_alone_takes_no_tie_away():
    belief = settled(flags(3.5), collar(3.5, PLAIN_EVIDENCE), saying(0.0)).tie
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
    assert settled(flags(scarf_logit=5.0), lambda look: Said(-3.0), nobody).scarf < scarf.ABSENT
    assert settled(flags(scarf_logit=-3.0), lambda look: Said(3.0), nobody).scarf > scarf.PRESENT


def test_a_scarf_is_what_chest_and_collar_agree_on():
    assert settled(flags(tied_logit=4.0), collar(scarf_logit=5.0, tied_logit=4.0), nobody).scarf > scarf.PRESENT
    assert settled(flags(tied_logit=-2.0), collar(scarf_logit=-3.0), nobody).scarf < scarf.ABSENT


def test_a_scarf_is_worn_in_every_look_at_the_chest():
    taken = []

    def ask(look):
        taken.append(look)
        return said(scarf_logit=5.0, tied_logit=-4.0)

    told = settled(flags(tied_logit=6.0), ask, nobody)
    assert scarf.ABSENT < told.scarf < scarf.PRESENT
    assert tuple(taken) == (*COLLARS, *AROUND)
    assert min(look.scale for look in AROUND) < 1.0 < max(look.scale for look in AROUND)


@pytest.mark.parametrize(("far", "near"), [(6.0, 0.0), (0.0, 6.0), (6.0, -2.0), (-2.5, 6.0)])
def test_a_scarf_that_one_of_them_does_not_see_is_neither_named_nor_missing(far, near):
    belief = settled(flags(tied_logit=far), collar(scarf_logit=near, tied_logit=far), nobody).scarf
    assert scarf.ABSENT < belief < scarf.PRESENT


def test_a_plain_bow_tie_is_no_scarf():
    answers = collar(scarf_logit=6.0, bow=MOST_BOW + 1.0, tied_logit=6.0)
    assert settled(flags(tied_logit=6.0), answers, nobody).scarf < scarf.PRESENT


def test_a_scarf_is_open_until_the_collar_has_been_looked_at():
    told = settled(flags(tied_logit=4.0), lambda look: None, nobody)
    assert scarf.ABSENT < told.scarf < scarf.PRESENT
    assert told.knot is None


def test_the_long_ends_of_a_scarf_are_no_tie():
    first = flags(7.0, tied_logit=5.0)
    assert settled(first, lambda look: None, nobody).tie < tie.PRESENT
    assert settled(first, collar(scarf_logit=5.0, tied_logit=5.0), nobody).tie < tie.PRESENT
    assert settled(first, collar(scarf_logit=0.0), nobody).tie > tie.PRESENT


@given(st.floats(-30.0, 30.0), st.floats(-30.0, 30.0), st.floats(0.0, 5.0))
def test_more_belief_of_either_look_never_makes_a_scarf_less_likely(far, near, more):
    now = agreed(far, near)
    assert agreed(far + more, near) >= now
    assert agreed(far, near + more) >= now


def test_the_knot_is_where_both_looks_at_the_collar_see_it():
    answers = {look: said(scarf_logit=5.0, knot=(0.02 + 0.02 * look.mirrored, 0.1)) for look in (*COLLARS, *AROUND)}
    assert settled(flags(tied_logit=5.0), answers.__getitem__, nobody).knot == pytest.approx([0.03, 0.1])


@pytest.mark.parametrize("look", COLLARS)
def test_a_place_in_the_cut_is_the_same_place_in_the_chart(look):
    picture = np.zeros((400, 400, 3), np.uint8)
    chart = Chart(200.0, 150.0, (0.0, 1.0), UNIT_PX)
    picture[160, 230] = 255
    rows, columns = np.nonzero(look.cut(picture, chart)[..., 0] > 60)
    units = look.units(np.array([[columns.mean() + 0.5, rows.mean() + 0.5]]))
    assert chart.to_picture(units)[0] == pytest.approx([230.0, 160.0], abs=0.8)
    assert 0 <= columns.min() <= columns.max() < WIDTH_PX


def test_a_look_round_the_collar_begins_where_the_charts_own_look_does_and_shows_half_as_much():
    picture = np.tile((np.arange(400) // 2).astype(np.uint8)[:, None, None], (1, 400, 3))
    chart = Chart(200.0, 150.0, (0.0, 1.0), 192.0)
    whole, near = chart.cut(picture), COLLARS[0].cut(picture, chart)
    assert near.shape == whole.shape
    assert COLLAR.top * COLLAR.scale == TOP
    assert np.allclose(near[::2, 0, 0].astype(float), whole[: len(whole) // 2, 0, 0], atol=1.0)


def test_the_mirrored_look_is_the_same_look_in_a_mirror():
    picture = np.random.default_rng(1).integers(0, 255, (300, 300, 3), dtype=np.uint8)
    chart = Chart(150.0, 100.0, (0.0, 1.0), 150.0)
    assert np.array_equal(COLLARS[1].cut(picture, chart), COLLARS[0].cut(picture, chart)[:, ::-1])
