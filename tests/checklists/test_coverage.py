import io
import json
import re
from pathlib import Path

import pytest

from checklists.coverage import COVERAGE_PAGE, coverage, coverage_json, coverage_page
from checklists.verdict import Mode
from station.checklist_commands import print_coverage
from vision.glossary import GLOSSARY

HERE = Path(__file__).parent
CHECKOUT = HERE.parents[1]
CATALOGUE = CHECKOUT.parent / "shared" / "spec" / "clauses.yaml"
MODES = {"auto": Mode.MEASURED, "assisted": Mode.ASSISTED, "attested": Mode.ATTESTED, "drill": Mode.DRILL}
HEIGHT = {Mode.ATTESTED: 0, Mode.ASSISTED: 1, Mode.MEASURED: 2}
ROWS = coverage()
ENTRY = re.compile(r"^  - \{id: (?P<id>[\w.]+),.*? mode: (?P<mode>\w+),.*? standards: \[(?P<standards>[^\]]*)\]")


def promised() -> dict[tuple[str, str], Mode]:
    lines = (HERE / "promised.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {(clause, standard): Mode(mode) for clause, standard, mode in rows}


def catalogued() -> dict[tuple[str, str], Mode]:
    """The catalogue beside the checkout: one flow mapping a line, of which three keys matter here."""
    found = [ENTRY.match(line) for line in CATALOGUE.read_text(encoding="utf-8").splitlines()]
    return {
        (entry["id"], standard): MODES[entry["mode"]]
        for entry in found
        if entry is not None
        for standard in entry["standards"].split(", ")
    }


def check_against(wanted: dict[tuple[str, str], Mode]) -> None:
    covered = {(row.clause, row.standard): row.mode for row in ROWS}
    assert len(covered) == len(ROWS)
    assert set(covered) == set(wanted)
    for pair, least in wanted.items():
        if least is Mode.DRILL or covered[pair] is Mode.DRILL:
            assert covered[pair] is least
        else:
            assert HEIGHT[covered[pair]] >= HEIGHT[least]


def test_every_promised_clause_is_there_in_its_mode_or_a_higher_one() -> None:
    assert len(promised()) == 197
    check_against(promised())


@pytest.mark.skipif(not CATALOGUE.exists(), reason="the clause catalogue does not lie beside the checkout")
def test_the_catalogue_beside_the_checkout_is_covered_too() -> None:
    text = CATALOGUE.read_text(encoding="utf-8")
    assert len({clause for clause, _ in catalogued()}) == text.count("- {id:")
    check_against(catalogued())


def test_the_json_has_exactly_the_promised_shape() -> None:
    out = io.StringIO()
    assert print_coverage(out, as_json=True) == 0
    table = json.loads(out.getvalue())
    assert list(table) == ["clauses"]
    assert len(table["clauses"]) == len(ROWS)
    for row in table["clauses"]:
        assert list(row) == ["clause", "standard", "mode", "measure"]
        assert row["mode"] in {"measured", "assisted", "attested", "drill"}
        assert row["measure"] is None or row["measure"]
    assert coverage_json(ROWS) == out.getvalue()


def test_every_measured_clause_names_its_measure() -> None:
    for row in ROWS:
        assert set(row.measures) <= set(GLOSSARY)
        if row.mode is Mode.MEASURED:
            assert row.measure
            assert row.measures or row.awaits


def test_what_waits_for_an_instrument_is_few_and_known() -> None:
    waiting = {row.clause for row in ROWS if row.mode is Mode.MEASURED and row.awaits}
    assert all(row.measures for row in ROWS if row.clause in waiting)
    assert waiting == {"uniform.shoes", "hands.no_polish"}


def test_the_page_of_the_docs_is_current() -> None:
    assert (CHECKOUT / COVERAGE_PAGE).read_text(encoding="utf-8") == coverage_page()


def test_the_plain_table_has_a_line_for_each_pair() -> None:
    out = io.StringIO()
    print_coverage(out)
    assert len(out.getvalue().splitlines()) == len(ROWS)
    assert "(waited for)" in out.getvalue()
