"""Which clause of which standard is decided how: the table that the command line prints and the docs show."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from checklists.loader import load_shipped
from checklists.model import Checklist, Clause
from checklists.verdict import Mode

COVERAGE_PAGE = Path("docs/coverage.md")
"""In a checkout; the installed product does not carry it."""


@dataclass(frozen=True, slots=True)
class Covered:
    """One clause of one standard."""

    clause: str
    standard: str
    mode: Mode
    measures: tuple[str, ...]
    """Names the rules or the drill's targets look at; empty where nothing is measured."""
    awaits: tuple[str, ...]
    """Measures that the clause would need and the station does not take."""
    run_by_station: bool
    """False only for a drill that is listed but not run."""

    @property
    def measure(self) -> str | None:
        """The measures as one text, those waited for where there are no others; None for a clause without any."""
        return ", ".join(self.measures or self.awaits) or None


def coverage(checklists: Mapping[str, Checklist] | None = None) -> tuple[Covered, ...]:
    """Every clause of every checklist (default: the shipped ones), by standard, in the order of the files."""
    found = load_shipped() if checklists is None else checklists
    return tuple(_covered(standard, clause) for standard, checklist in found.items() for clause in checklist.clauses)


def _covered(standard: str, clause: Clause) -> Covered:
    names = [rule.measure for rule in clause.rules]
    awaits = clause.awaits
    if clause.drill is not None:
        names += [target.measure for target in clause.drill.targets]
        awaits += clause.drill.awaits
    run = clause.drill is None or clause.drill.run_by_station
    return Covered(clause.id, standard, clause.mode, tuple(dict.fromkeys(names)), awaits, run)


def coverage_json(rows: tuple[Covered, ...]) -> str:
    """The table as the contract of `tongjing checklist coverage --json` wants it."""
    clauses = [
        {"clause": row.clause, "standard": row.standard, "mode": row.mode.value, "measure": row.measure}
        for row in rows
    ]
    return json.dumps({"clauses": clauses}, ensure_ascii=False, indent=2) + "\n"


def coverage_page(checklists: Mapping[str, Checklist] | None = None) -> str:
    """The table as the Markdown page of the docs."""
    found = load_shipped() if checklists is None else checklists
    rows = coverage(found)
    counts = {mode: sum(row.mode is mode for row in rows) for mode in Mode}
    lines = [
        "# What is checked, and how",
        "",
        "Generated from the checklists by `python -m checklists.coverage`; do not edit.",
        "",
        f"{len({row.clause for row in rows})} clauses in {len(found)} standards make {len(rows)} pairs: "
        + ", ".join(f"{counts[mode]} {mode}" for mode in Mode)
        + ".",
        "",
        "*measured*: the station decides from the camera. *assisted*: the zoomed mirror, and the person confirms. "
        "*attested*: the person confirms. *drill*: an exercise in the trainer's mode; (not run) marks those whose "
        "steps and targets are listed but which the station does not run yet. A measured clause that waits "
        "for a measure which does not exist yet is never passed by the station: the person confirms it. What is "
        "measured of it all the same (can only fail), and the rules of an assisted clause, may fail it.",
    ]
    for standard, checklist in found.items():
        lines += [
            "",
            f"## {checklist.name.zh} · {checklist.name.en}",
            "",
            f"`{standard}`, version {checklist.version}",
        ]
        lines += ["", "| clause | | for | state | looks at |", "|---|---|---|---|---|"]
        by_id = {row.clause: row for row in rows if row.standard == standard}
        lines += [_row(clause, by_id[clause.id]) for clause in checklist.clauses]
    return "\n".join(lines) + "\n"


def _row(clause: Clause, row: Covered) -> str:
    state = row.mode.value
    if not row.run_by_station:
        state += " (not run)"
    if row.mode is Mode.MEASURED and row.awaits:
        state += " (can only fail)" if row.measures else " (no instrument)"
    looks = ", ".join(f"`{name}`" for name in row.measures)
    if row.awaits:
        looks += f"{'; ' if looks else ''}waits for {', '.join(row.awaits)}"
    return f"| `{clause.id}` | {clause.title.zh} · {clause.title.en} | {clause.wearer} | {state} | {looks or '-'} |"


if __name__ == "__main__":
    COVERAGE_PAGE.write_text(coverage_page(), encoding="utf-8", newline="\n")
