import numpy as np
import pytest

from vision.dress import scarf, tie
from vision.dress.chart import Chart
from vision.dress.looks import NEARER, WIDER, Look, settled
from vision.dress.witness import Sighting

BOX = np.array([-0.1, -0.1, 0.1, 0.4])


def flags(tie_logit=-9.0, scarf_logit=-9.0):
    return np.array([tie_logit, -9.0, 0.0, scarf_logit, 0.0, 0.0], np.float32)


def nobody():
    raise AssertionError("the witness was asked")


def never(look):
    raise AssertionError("another look was taken")


def saying(score):
    return lambda: Sighting(score, BOX)


@pytest.mark.parametrize(("logit", "worn"), [(7.0, True), (-7.0, False)])
def test_who_is_sure_looks_once(logit, worn):
    tie_belief, scarf_belief, sighting = settled(flags(logit), never, nobody)
    assert (tie_belief > 0.99) == worn
    assert (tie_belief < 0.01) == (not worn)
    assert scarf_belief < 0.02
    assert sighting is None


def test_a_doubtful_tie_is_looked_at_from_nearer_only():
    taken = []
    settled(flags(1.0), lambda look: taken.append(look) or flags(1.0), saying(0.5))
    assert tuple(taken) == NEARER
    assert all(look.scale < 1.0 for look in taken)


def test_a_doubtful_scarf_is_looked_at_from_farther_only():
    taken = []
    settled(flags(scarf_logit=1.0), lambda look: taken.append(look) or flags(), nobody)
    assert tuple(taken) == WIDER
    assert all(look.scale > 1.0 for look in taken)


def test_a_tie_that_only_one_look_sees_is_none():
    belief, _, _ = settled(flags(3.0), lambda look: flags(-5.0), saying(0.3))
    assert belief < tie.PRESENT


def test_two_witnesses_who_half_believe_in_a_tie_see_one():
    belief, _, sighting = settled(flags(-1.0), lambda look: flags(-1.0), saying(0.65))
    assert belief > tie.PRESENT
    assert sighting is not None
    assert sighting.score == 0.65


def test_a_tie_that_both_only_suspect_decides_nothing():
    """A clause wants a chance of being wrong of a tenth at most."""
    belief, _, _ = settled(flags(-1.5), lambda look: flags(-1.5), saying(0.5))
    assert tie.ABSENT < belief < 0.9


def test_the_witness_alone_makes_no_tie():
    belief, _, _ = settled(flags(-5.0), lambda look: flags(-5.0), saying(0.99))
    assert belief < tie.PRESENT


def test_a_tie_that_the_witness_sees_is_not_called_missing():
    belief, _, _ = settled(flags(-5.0), lambda look: flags(-5.0), saying(0.6))
    assert belief > tie.ABSENT


def test_the_witness_alone_takes_no_tie_away():
    belief, _, _ = settled(flags(3.5), lambda look: flags(3.5), saying(0.0))
    assert belief > tie.PRESENT


def test_a_scarf_is_what_the_wider_looks_say():
    assert settled(flags(scarf_logit=5.0), lambda look: flags(scarf_logit=-3.0), nobody)[1] < scarf.ABSENT
    assert settled(flags(scarf_logit=-3.0), lambda look: flags(scarf_logit=3.0), nobody)[1] > scarf.PRESENT


def test_a_nearer_look_keeps_the_charts_middle_and_axis():
    chart = Chart(100.0, 80.0, (0.6, 0.8), 200.0)
    near = Look(0.8).chart(chart)
    assert near.unit_px == pytest.approx(160.0)
    assert (near.x, near.y, near.down) == (chart.x, chart.y, chart.down)
