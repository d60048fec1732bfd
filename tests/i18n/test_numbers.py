"""Numbers and dates as each language writes them."""

from datetime import datetime

import pytest

from station.i18n.numbers import date_and_time, number, time_of_day

MOMENT = datetime(2026, 3, 9, 8, 5)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_numbers_have_the_asked_decimals(language):
    assert number(language, 14.26, 1) == "14.3"
    assert number(language, 1284.0) == "1,284"
    assert number(language, 27.6) == "28"


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_a_rounded_zero_has_no_minus(language):
    assert number(language, -0.04, 1) == "0.0"


def test_days_are_written_in_the_languages_order():
    assert date_and_time("zh_CN", MOMENT).startswith("2026")
    assert date_and_time("en", MOMENT).startswith("09/03/2026")
    assert time_of_day("zh_CN", MOMENT) == time_of_day("en", MOMENT) == "08:05"
