"""The page's tables about hair, and what they hold the product to."""

import pytest

from tests.accuracy.hair import CLAUSES, group_table, hair_lines, read_hair


def test_every_clause_about_hair_is_judged_rightly_on_people_never_trained_on():
    figures = read_hair()
    assert set(figures["all"]) == set(CLAUSES)
    for name, row in figures["all"].items():
        assert row["rate"] >= 0.95, name
        assert row["n"] == row["right"] + row["passed"] + row["failed"] + row["unclear"]


def test_under_headwear_hair_is_never_judged():
    assert set(read_hair()["headwear"]) <= {"not applicable", "unclear"}


@pytest.mark.parametrize("group", ["skin: dark", "skin: middle", "skin: light", "hair: long (wig)"])
def test_no_group_of_people_is_judged_worse_than_the_others(group):
    rows = read_hair()["groups"][group].values()
    right = sum(row["right"] for row in rows)
    wrong = sum(row["passed"] + row["failed"] for row in rows)
    assert right / (right + wrong) >= 0.95


def test_the_page_has_a_row_for_every_clause_and_group():
    figures = read_hair()
    page = "\n".join(hair_lines(figures))
    for words in (*CLAUSES.values(), *figures["groups"]):
        assert f"| {words} |" in page
    assert len(group_table(figures["groups"])) == 2 + len(figures["groups"])
