"""Numbers as each language writes them."""

import pytest

from station.i18n.numbers import locale, number


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_numbers_have_the_asked_decimals(language):
    assert number(language, 14.26, 1) == "14.3"
    assert number(language, 1284.0) == "1,284"
    assert number(language, 27.6) == "28"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_rounded_zero_has_no_minus(language):
    assert number(language, -0.04, 1) == "0.0"


def test_each_language_has_its_own_locale():
    assert locale("zh_CN").name() == "zh_CN"
    assert locale("en").name() == "en_GB"
