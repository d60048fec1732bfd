"""Colours that can be told apart, and text that stands out from them."""

from itertools import combinations

import pytest

from checklists.verdict import Outcome
from station.screens import palette
from station.screens.glyphs import _OUTCOMES
from station.screens.palette import contrast, text_on

FILLS = [palette.GREEN, palette.ORANGE, palette.VERMILLION, palette.SKY, palette.GREY]


def test_the_extremes_of_contrast_are_known():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#777777") == pytest.approx(1.0)


@pytest.mark.parametrize("fill", FILLS)
def test_black_reads_on_every_fill(fill):
    assert text_on(fill) == palette.INK
    assert contrast(palette.INK, fill) >= 4.5


@pytest.mark.parametrize("ground", [palette.NIGHT, palette.PLATE, palette.RAISED])
def test_text_reads_on_every_surface(ground):
    assert contrast(palette.PAPER, ground) >= 7.0
    assert contrast(palette.QUIET, ground) >= 4.5


def test_the_fills_are_okabe_and_itos():
    assert [palette.GREEN, palette.ORANGE, palette.VERMILLION, palette.SKY] == [
        "#009E73",
        "#E69F00",
        "#D55E00",
        "#56B4E9",
    ]


def test_no_two_outcomes_share_a_sign():
    paths = {outcome: draw() for outcome, draw in _OUTCOMES.items()}
    assert set(paths) == {*Outcome, None}
    for one, other in combinations(paths.values(), 2):
        assert one != other
