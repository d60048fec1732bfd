"""The table by groups of people: everybody is in it, and nobody's numbers stand for another's."""

import json

import pytest

from tests.accuracy.groups import TRAITS, card_lines, group_lines, within_two_sigmas
from tests.accuracy.measuring import DATA


def test_the_share_within_two_sigmas_counts_every_number_once() -> None:
    figures = {
        "a": {"n": 10, "coverage": 1.0, "within2s": 1.0},
        "b": {"n": 20, "coverage": 0.5, "within2s": 0.8},
        "flag": {"n": 50, "rate": 0.2},
    }
    assert within_two_sigmas(figures) == pytest.approx(0.9)
    assert within_two_sigmas({"flag": {"n": 50, "rate": 0.2}}) is None


def test_every_group_has_its_row_and_what_was_not_asked_is_empty() -> None:
    figures = {"pictures": {"n": 5}, "person found": {"n": 5, "rate": 1.0}, "tie_present front": {"n": 2, "f1": 0.5}}
    head, rule, row = group_lines({"skin": {"dark": figures}})
    assert row.startswith("| skin: dark | 5 | 1.0 |  | 0.5 |")
    assert head.count("|") == rule.count("|") == row.count("|")


def test_the_cards_say_something_about_groups() -> None:
    quoted = "\n".join(card_lines())
    assert "skin dark" in quoted
    assert "headwear" in quoted


@pytest.mark.skipif(not DATA.is_dir(), reason="the shared rendered set is not there")
def test_everybody_in_the_set_belongs_to_a_group() -> None:
    truth = (DATA / "gt_stills.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["params"]["avatar"] for line in truth} == set(TRAITS)
