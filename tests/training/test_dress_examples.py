import numpy as np
import pytest

from training.dress.bases import CARD_MASK, KNOT, TIE_MASK, TIP, UNKNOWN, Base, Truth
from training.dress.drawing import STORED_PX, on_canvas, pattern
from training.dress.examples import LEAST_BELOW_KNOT_PX, cut_off, seen_aside
from training.dress.worn_ties import worn
from vision.dress.chart import BEYOND, HEIGHT_PX, WIDTH_PX


def marked_canvas(*units):
    """A dark canvas with a white dot at each place."""
    canvas = np.zeros((STORED_PX[1], STORED_PX[0], 3), np.uint8)
    for x, y in on_canvas(units).astype(int):
        canvas[y - 2 : y + 3, x - 2 : x + 3] = 255
    return canvas


@pytest.mark.parametrize("seed", range(4))
def test_a_chest_seen_from_aside_takes_its_places_with_it(seed):
    knot, tip = (0.0, -0.05), (0.02, 0.5)
    truth = Truth(tie=1.0)
    truth.places[KNOT], truth.places[TIP] = knot, tip
    canvas = marked_canvas(knot, tip)
    truth.masks[..., TIE_MASK] = canvas[..., 0]
    moved = seen_aside(canvas, truth, np.random.default_rng(seed))
    for place in truth.places[[KNOT, TIP]]:
        x, y = on_canvas([place])[0]
        rows, columns = np.nonzero(moved[int(y) - 8 : int(y) + 9, int(x) - 8 : int(x) + 9, 0] > 127)
        assert columns.mean() + 0.5 - 8 == pytest.approx(x - int(x), abs=1.0)
        assert rows.mean() + 0.5 - 8 == pytest.approx(y - int(y), abs=1.0)
    assert np.isnan(truth.corners).all()
    assert (truth.masks[..., TIE_MASK] > 0).any()
    assert not truth.masks[..., CARD_MASK].any()


def cut(knot_px, seed):
    """A tie from a knot to far below, cut off by the picture's edge; the chart, its truth and where it ends."""
    truth = Truth(tie=1.0, tip_free=1.0)
    truth.places[KNOT], truth.places[TIP] = (96.0, knot_px), (96.0, 250.0)
    image = np.full((HEIGHT_PX, WIDTH_PX, 3), 0.9, np.float32)
    masks = np.full((HEIGHT_PX, WIDTH_PX, 3), 255, np.uint8)
    cut_off(image, masks, truth, np.random.default_rng(seed))
    beyond = np.isclose(image[..., 0], BEYOND / 255.0, atol=1e-3)
    assert not masks[beyond].any()
    assert masks[~beyond].all()
    below = np.flatnonzero(beyond[:, WIDTH_PX // 2])
    return truth, int(below[0]) if len(below) else HEIGHT_PX


@pytest.mark.parametrize("seed", range(12))
def test_a_tie_is_taught_as_worn_only_where_a_piece_below_the_knot_is_left(seed):
    truth, end = cut(60.0, seed)
    if end > 60 + LEAST_BELOW_KNOT_PX:
        assert truth.tie == 1.0
        assert truth.places[TIP, 1] <= end + 1
        assert truth.tip_free == (1.0 if end > 250 else 0.0)
    else:
        assert truth.tie == UNKNOWN
        assert np.isnan(truth.places[[KNOT, TIP]]).all()


def test_cloth_has_the_size_asked_for_whatever_its_figures():
    for seed in range(40):
        cloth = pattern(np.random.default_rng(seed), (60, 80), (40, 60, 90), 0.0)
        assert cloth.shape == (80, 60, 3)
        assert cloth.dtype == np.uint8


@pytest.mark.parametrize("seed", range(6))
def test_a_drawn_tie_knows_the_foot_of_the_midline_at_its_ends_height(seed):
    rng = np.random.default_rng(seed)
    base = Base(np.full((STORED_PX[1], STORED_PX[0], 3), 120, np.uint8), "nobody", None, None, False, False)
    tie = next(one for one in iter(lambda: worn(base, rng), 0) if one is not None and np.isfinite(one.places).all())
    knot, seat, end, blade, foot = tie.places
    assert foot[1] == pytest.approx(end[1])
    assert knot[1] < blade[1] < end[1]
    # seen from aside the midline leans by less than half its height
    assert abs(foot[0] - seat[0]) < 0.5 * (foot[1] - seat[1])
