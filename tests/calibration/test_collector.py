"""Views of the board are kept when it is still and lies anew, and never twice."""

import numpy as np
import pytest

from calibration.board import BoardView, board
from calibration.collector import BoardCollector, Offer

CORNERS_M = np.asarray(board(0.038).getChessboardCorners(), dtype=np.float64)


def view(x: float, y: float, scale: float = 900.0, slant: float = 0.0) -> BoardView:
    px = CORNERS_M[:, :2] * scale + (x, y)
    px[:, 0] += slant * px[:, 1]
    return BoardView(px, CORNERS_M, (1280, 720))


def held(collector: BoardCollector, shown: BoardView, from_s: float) -> list[Offer]:
    return [collector.look(shown, from_s + 0.1 * look) for look in range(8)]


def test_a_board_held_still_is_kept_once() -> None:
    collector = BoardCollector(3)
    offers = held(collector, view(100, 100), 0.0)
    assert offers.count(Offer.TAKEN) == 1
    assert offers[0] is Offer.MOVING
    assert offers[-1] is Offer.KNOWN
    assert len(collector.views) == 1


def test_a_board_that_wanders_is_not_kept() -> None:
    collector = BoardCollector(3)
    offers = {collector.look(view(100 + 8 * look, 100), 0.1 * look) for look in range(30)}
    assert offers == {Offer.MOVING}


def test_another_place_or_another_slant_is_new() -> None:
    collector = BoardCollector(3)
    for number, shown in enumerate((view(100, 100), view(700, 300), view(100, 100, slant=0.6))):
        held(collector, shown, 10.0 * number)
    assert collector.complete


def test_a_board_that_goes_away_must_be_still_anew() -> None:
    collector = BoardCollector(3)
    for look in range(4):
        collector.look(view(100, 100), 0.1 * look)
    assert collector.look(None, 0.45) is Offer.NOT_SEEN
    assert collector.look(view(100, 100), 0.6) is Offer.MOVING


def test_the_coverage_tells_where_the_board_has_been() -> None:
    collector = BoardCollector()
    assert not collector.coverage().any()
    held(collector, view(20, 20), 0.0)
    cells = collector.coverage()
    assert cells[0, 0]
    assert not cells[2, 2]


def test_a_reset_collector_knows_no_view() -> None:
    collector = BoardCollector(1)
    held(collector, view(100, 100), 0.0)
    collector.reset()
    assert not collector.complete
    assert collector.look(view(100, 100), 0.0) is Offer.MOVING


@pytest.mark.parametrize("half", [slice(None, 10), slice(14, None)])
def test_a_half_hidden_board_is_compared_by_the_corners_it_shares(half: slice) -> None:
    whole = view(100, 100)
    collector = BoardCollector()
    held(collector, whole, 0.0)
    part = BoardView(whole.corners_px[half], whole.corners_m[half], whole.size)
    assert held(collector, part, 5.0)[-1] is Offer.KNOWN
