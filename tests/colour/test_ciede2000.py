"""CIEDE2000 against the published test data, and what any colour difference must do."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vision.colour.ciede2000 import ciede2000

# Sharma, Wu and Dalal (2005), table 1: L1 a1 b1, L2 a2 b2, difference
PUBLISHED = (
    (50.0000, 2.6772, -79.7751, 50.0000, 0.0000, -82.7485, 2.0425),
    (50.0000, 3.1571, -77.2803, 50.0000, 0.0000, -82.7485, 2.8615),
    (50.0000, 2.8361, -74.0200, 50.0000, 0.0000, -82.7485, 3.4412),
    (50.0000, -1.3802, -84.2814, 50.0000, 0.0000, -82.7485, 1.0000),
    (50.0000, -1.1848, -84.8006, 50.0000, 0.0000, -82.7485, 1.0000),
    (50.0000, -0.9009, -85.5211, 50.0000, 0.0000, -82.7485, 1.0000),
    (50.0000, 0.0000, 0.0000, 50.0000, -1.0000, 2.0000, 2.3669),
    (50.0000, -1.0000, 2.0000, 50.0000, 0.0000, 0.0000, 2.3669),
    (50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0009, 7.1792),
    (50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0010, 7.1792),
    (50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0011, 7.2195),
    (50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0012, 7.2195),
    (50.0000, -0.0010, 2.4900, 50.0000, 0.0009, -2.4900, 4.8045),
    (50.0000, -0.0010, 2.4900, 50.0000, 0.0010, -2.4900, 4.8045),
    (50.0000, -0.0010, 2.4900, 50.0000, 0.0011, -2.4900, 4.7461),
    (50.0000, 2.5000, 0.0000, 50.0000, 0.0000, -2.5000, 4.3065),
    (50.0000, 2.5000, 0.0000, 73.0000, 25.0000, -18.0000, 27.1492),
    (50.0000, 2.5000, 0.0000, 61.0000, -5.0000, 29.0000, 22.8977),
    (50.0000, 2.5000, 0.0000, 56.0000, -27.0000, -3.0000, 31.9030),
    (50.0000, 2.5000, 0.0000, 58.0000, 24.0000, 15.0000, 19.4535),
    (50.0000, 2.5000, 0.0000, 50.0000, 3.1736, 0.5854, 1.0000),
    (50.0000, 2.5000, 0.0000, 50.0000, 3.2972, 0.0000, 1.0000),
    (50.0000, 2.5000, 0.0000, 50.0000, 1.8634, 0.5757, 1.0000),
    (50.0000, 2.5000, 0.0000, 50.0000, 3.2592, 0.3350, 1.0000),
    (60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387, 1.2644),
    (63.0109, -31.0961, -5.8663, 62.8187, -29.7946, -4.0864, 1.2630),
    (61.2901, 3.7196, -5.3901, 61.4292, 2.2480, -4.9620, 1.8731),
    (35.0831, -44.1164, 3.7933, 35.0232, -40.0716, 1.5901, 1.8645),
    (22.7233, 20.0904, -46.6940, 23.0331, 14.9730, -42.5619, 2.0373),
    (36.4612, 47.8580, 18.3852, 36.2715, 50.5065, 21.2231, 1.4146),
    (90.8027, -2.0831, 1.4410, 91.1528, -1.6435, 0.0447, 1.4441),
    (90.9257, -0.5406, -0.9208, 88.6381, -0.8985, -0.7239, 1.5381),
    (6.7747, -0.2908, -2.4247, 5.8714, -0.0985, -2.2286, 0.6377),
    (2.0776, 0.0795, -1.1350, 0.9033, -0.0636, -0.5514, 0.9082),
)
LAB = st.tuples(st.floats(0, 100), st.floats(-90, 90), st.floats(-90, 90)).map(np.array)


@pytest.mark.parametrize("row", PUBLISHED, ids=[str(number) for number in range(1, 35)])
def test_the_published_pairs_come_out_to_four_places(row):
    one, other, expected = np.array(row[:3]), np.array(row[3:6]), row[6]
    assert float(ciede2000(one, other)) == pytest.approx(expected, abs=5e-5)
    assert float(ciede2000(other, one)) == pytest.approx(expected, abs=5e-5)


def test_all_pairs_at_once_give_the_same_as_one_by_one():
    table = np.array(PUBLISHED)
    assert ciede2000(table[:, :3], table[:, 3:6]) == pytest.approx(table[:, 6], abs=5e-5)
    assert ciede2000(table[:, None, :3], table[None, :, 3:6]).shape == (34, 34)


@given(one=LAB, other=LAB)
def test_it_does_not_matter_which_colour_comes_first(one, other):
    there, back = float(ciede2000(one, other)), float(ciede2000(other, one))
    assert there >= 0.0
    assert there == pytest.approx(back, abs=1e-9)


@given(one=LAB)
def test_a_colour_is_no_distance_from_itself(one):
    assert float(ciede2000(one, one)) == 0.0


@given(one=LAB, other=LAB)
def test_only_the_same_colour_has_no_distance(one, other):
    if float(np.abs(one - other).max()) > 0.5:
        assert float(ciede2000(one, other)) > 0.05


@given(lightness=st.floats(0, 100), lighter=st.floats(0, 100))
def test_among_greys_only_lightness_counts(lightness, lighter):
    distance = float(ciede2000(np.array([lightness, 0.0, 0.0]), np.array([lighter, 0.0, 0.0])))
    assert distance <= abs(lightness - lighter) + 1e-9
    assert distance >= abs(lightness - lighter) / 1.8 - 1e-9
