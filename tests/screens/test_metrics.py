"""Letters sized by the angle under which they are seen."""

import math

import pytest
from PySide6.QtGui import QFontMetricsF

from station.screens import typeface
from station.screens.metrics import Metrics, ScreenGeometry

PORTRAIT = ScreenGeometry(1080, 1920, 32.0, 2.5)


def cap_mm(px: int, geometry: ScreenGeometry) -> float:
    """Height of a capital letter on the glass, measured from the font itself."""
    diagonal_px = math.hypot(geometry.width_px, geometry.height_px)
    return QFontMetricsF(typeface.font(px)).capHeight() * geometry.diagonal_in * 25.4 / diagonal_px


def seen_deg(height_mm: float, distance_m: float) -> float:
    return math.degrees(2.0 * math.atan(height_mm / 2000.0 / distance_m))


@pytest.mark.parametrize(("diagonal_in", "distance_m"), [(32.0, 2.5), (43.0, 2.5), (32.0, 2.0), (55.0, 3.0)])
def test_a_verdict_is_seen_under_seven_tenths_of_a_degree(diagonal_in, distance_m):
    geometry = ScreenGeometry(1080, 1920, diagonal_in, distance_m)
    metrics = Metrics.of(1080, 1920, geometry)
    assert seen_deg(cap_mm(metrics.primary_px, geometry), distance_m) >= 0.695
    assert seen_deg(cap_mm(metrics.secondary_px, geometry), distance_m) >= 21.8 / 60.0
    assert metrics.legible_distance_m >= distance_m * 0.99


def test_the_standing_kiosk_has_letters_of_thirty_millimetres():
    metrics = Metrics.of(1080, 1920, PORTRAIT)
    assert 29.5 <= cap_mm(metrics.primary_px, PORTRAIT) <= 33.0
    assert 15.5 <= cap_mm(metrics.secondary_px, PORTRAIT) <= 18.0


def test_a_screen_too_small_for_its_distance_says_from_where_it_can_be_read():
    metrics = Metrics.of(1080, 1920, ScreenGeometry(1080, 1920, 15.0, 2.5))
    assert metrics.legible_distance_m < 2.0


def test_a_small_window_is_the_large_screen_made_smaller():
    full, half = Metrics.of(1080, 1920, PORTRAIT), Metrics.of(540, 960, PORTRAIT)
    assert half.scale == pytest.approx(full.scale / 2)
    assert half.primary_px == pytest.approx(full.primary_px / 2, abs=1)


def test_more_pixels_on_the_same_glass_keep_the_letters_size():
    fine = ScreenGeometry(2160, 3840, 32.0, 2.5)
    large = Metrics.of(2160, 3840, fine)
    assert cap_mm(large.primary_px, fine) == pytest.approx(
        cap_mm(Metrics.of(1080, 1920, PORTRAIT).primary_px, PORTRAIT), rel=0.02
    )


def test_landscape_and_portrait_agree():
    lying = ScreenGeometry(1920, 1080, 32.0, 2.5)
    assert Metrics.of(1920, 1080, lying).primary_px == Metrics.of(1080, 1920, PORTRAIT).primary_px
    assert not Metrics.of(1920, 1080, lying).portrait
