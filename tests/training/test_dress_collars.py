import numpy as np
import pytest

from training.dress.bases import CARD_MASK, KNOT, TIE_MASK, UNKNOWN, Truth
from training.dress.collars import CARD_KNOWN, LEAST_TIE_PX, NOT_ASKED, PLACES, TIE, cut_again, cut_off, taken
from training.dress.draw import row_of
from training.dress.drawing import STORED_PX, on_canvas
from training.dress.examples import COARSE
from vision.dress.chart import BEYOND, HEIGHT_PX, WIDTH_PX

KNOT_AT = (0.02, -0.05)


def tied(half_px=12):
    """A canvas on which nothing is light but a knot, and what is true of it."""
    canvas = np.zeros((STORED_PX[1], STORED_PX[0], 3), np.uint8)
    x, y = on_canvas([KNOT_AT])[0].astype(int)
    canvas[y - half_px : y + half_px + 1, x - half_px : x + half_px + 1] = 255
    truth = Truth(tie=1.0, badge=1.0)
    truth.places[KNOT], truth.masks[..., TIE_MASK] = KNOT_AT, canvas[..., 0]
    return canvas, truth


@pytest.mark.parametrize("seed", range(6))
def test_a_cut_takes_knot_and_mask_with_it_and_asks_for_the_tie_alone(seed):
    pixels, truth = taken(*tied(), np.random.default_rng(seed), ends=False)
    assert pixels.shape == (HEIGHT_PX, WIDTH_PX, 3)
    rows, columns = np.nonzero(truth.masks[..., TIE_MASK] > 127)
    assert truth.places[KNOT] == pytest.approx(
        (COARSE * (columns.mean() + 0.5), COARSE * (rows.mean() + 0.5)), abs=COARSE
    )
    assert truth.tie == 1.0
    assert truth.badge == truth.hanging == truth.face_out == truth.tip_free == UNKNOWN
    assert not truth.masks_known[CARD_MASK]


def test_a_crumb_of_a_tie_is_taught_neither_as_worn_nor_as_none():
    _, truth = taken(*tied(half_px=2), np.random.default_rng(1), ends=False)
    assert truth.tie == UNKNOWN
    assert not truth.masks_known[TIE_MASK]


@pytest.mark.parametrize("seed", range(8))
def test_beyond_the_pictures_edge_nothing_is_seen(seed):
    image = np.full((HEIGHT_PX, WIDTH_PX, 3), 0.9, np.float32)
    truth = Truth(tie=1.0, masks=np.full((HEIGHT_PX, WIDTH_PX, 3), 255, np.uint8))
    truth.places[KNOT] = (96.0, 90.0)
    cut_off(image, truth, np.random.default_rng(seed))
    beyond = np.isclose(image[..., 0], BEYOND / 255.0, atol=1e-3)
    assert beyond.any()
    assert not truth.masks[beyond].any()
    assert truth.masks[~beyond].all()


@pytest.mark.parametrize("seed", range(6))
def test_a_stored_chest_is_cut_to_its_collar_with_what_is_known_of_it(seed):
    pixels = np.zeros((HEIGHT_PX, WIDTH_PX, 3), np.uint8)
    masks = np.zeros((HEIGHT_PX // COARSE, WIDTH_PX // COARSE, 3), np.uint8)
    pixels[36:45, 92:101], masks[9:11, 23:25, TIE_MASK] = 255, 255
    truth = Truth(tie=1.0)
    truth.places[KNOT] = (96.5, 40.5)
    cut, row, shown = cut_again(pixels, row_of(truth), masks, np.random.default_rng(seed))
    rows, columns = np.nonzero(cut[..., 0] > 200)
    assert len(rows) > LEAST_TIE_PX
    assert row[PLACES][:2] == pytest.approx((columns.mean() + 0.5, rows.mean() + 0.5), abs=1.0)
    assert shown[..., TIE_MASK].max() == 255
    assert row[TIE] == 1.0
    assert (row[NOT_ASKED] == UNKNOWN).all()
    assert not row[CARD_KNOWN]


def test_a_knot_that_a_cut_does_not_show_is_not_known():
    truth = Truth(tie=1.0)
    truth.places[KNOT] = (10.0, 200.0)
    blank = np.zeros((HEIGHT_PX, WIDTH_PX, 3), np.uint8)
    masks = np.zeros((HEIGHT_PX // COARSE, WIDTH_PX // COARSE, 3), np.uint8)
    _, row, _ = cut_again(blank, row_of(truth), masks, np.random.default_rng(0))
    assert row[TIE] == UNKNOWN
