"""The checklist's panel: worst first, and nobody is left out of the count."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF, QSizeF

from checklists.verdict import Outcome
from station.screens.elements import Glyph, words_of
from station.screens.metrics import Metrics
from station.screens.page import Page
from station.screens.rows import RowPanel, count_by_outcome, worst_first
from station.view_state import Row, Screen, ViewState
from tests.screens.sample_views import rows

OUTCOMES = st.sampled_from([*Outcome, None])


def page(language: str = "zh_CN") -> Page:
    return Page(QSizeF(1080, 1920), ViewState(Screen.RESULT, language), Metrics.of(1080, 1920))


@given(st.lists(OUTCOMES, max_size=40))
def test_what_is_wrong_comes_before_what_is_right(outcomes):
    ordered = worst_first([Row(str(n), "x", outcome) for n, outcome in enumerate(outcomes)])
    told = [row.outcome for row in ordered]
    for better in (Outcome.PASS, Outcome.ATTESTED, Outcome.NOT_APPLICABLE):
        for worse in (Outcome.FAIL, Outcome.UNCLEAR):
            if better in told and worse in told:
                assert told.index(better) > len(told) - 1 - told[::-1].index(worse)
    assert sorted(row.clause for row in ordered) == sorted(str(n) for n in range(len(outcomes)))


@given(st.lists(OUTCOMES, max_size=40))
def test_counts_add_up(outcomes):
    counted = count_by_outcome([Row("x", "x", outcome) for outcome in outcomes])
    assert sum(count for _, count in counted) == len(outcomes)
    assert all(count > 0 for _, count in counted)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("height", [260, 420, 700, 1000, 1500])
def test_every_clause_is_either_a_row_or_in_the_count(language, height):
    made = page(language)
    rect = QRectF(32, 100, 1016, height)
    before = len(made.elements)
    everything = rows(language)
    shown = RowPanel(made, rect).compose(everything)
    added = made.elements[before:]
    numbers = [int(word) for words in words_of(added) for word in words.lines[0].split() if word.isdigit()]
    signs = [element for element in added if isinstance(element, Glyph)]
    left_over = len(everything) - shown
    if 0 < shown < len(everything):
        assert left_over in numbers or any(f"+{left_over}" in words.lines[0] for words in words_of(added))
    elif shown == 0:
        assert sum(numbers) == len(everything)
    assert len(signs) == shown + len(count_by_outcome(worst_first(everything)[shown:]))
    bottom = max(words.rect.bottom() for words in words_of(added))
    assert bottom <= rect.bottom() + 1


def test_planned_height_is_enough_for_the_planned_rows():
    for height in range(150, 1500, 37):
        made = page("en")
        shown, needed = RowPanel(made, QRectF(0, 0, 1016, height)).plan(rows("en"))
        again = RowPanel(made, QRectF(0, 0, 1016, needed)).plan(rows("en"))
        assert again[0] == shown
        assert needed <= height + 1


def test_a_dispute_is_said_on_its_row():
    made = page("en")
    disputed = Row("x", "Name badge worn", Outcome.FAIL, "9 degrees", disputed=True)
    RowPanel(made, QRectF(0, 0, 1016, 600)).compose([disputed])
    assert any("disputed" in line for words in words_of(made.elements) for line in words.lines)
