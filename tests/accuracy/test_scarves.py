"""The page's tables about scarves, and what they hold the product to."""

from tests.accuracy.scarves import read_scarves, scarf_lines


def test_scarves_of_people_never_trained_on_are_named_and_hardly_any_is_invented():
    told = read_scarves()["told"]
    assert told["f1"] >= 0.93
    assert told["called_none"] <= 0.04 * told["worn"]
    assert told["named_wrongly"] <= 0.025 * told["without"]


def test_a_knot_is_no_farther_off_than_is_said():
    offset = read_scarves()["offset"]
    assert offset["within_2_sigma"] >= 0.9
    assert offset["mae"] <= 0.05


def test_the_clause_hardly_ever_passes_wrongly_and_is_else_decided_rightly_or_not_at_all():
    clause = read_scarves()["clause"]
    assert clause["passed"] <= 0.005 * clause["n"]
    assert clause["rate"] >= 0.95
    assert clause["n"] == sum(clause[name] for name in ("right", "passed", "failed", "unclear"))


def test_the_page_has_every_style():
    figures = read_scarves()
    page = "\n".join(scarf_lines(figures))
    for style in figures["told"]["named_by_style"]:
        assert f"{style} " in page
