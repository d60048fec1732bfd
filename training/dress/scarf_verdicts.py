"""What the product says of people rendered with and without a scarf, and how the clause about it would be judged.

    python -m training.dress.scarf_verdicts --pictures FOLDER [--out FILE.json]

`--pictures`: what `training.dress.rendered_scarves --held-out --pictures FOLDER` drew, people whom no model of dress
was trained on. Limits and judgement are those of the shipped standards.
"""

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from checklists.judgement import Certainty, judge_value
from checklists.loader import load_shipped
from checklists.model import Clause
from checklists.verdict import Outcome
from station.measure_commands import jobs_from_arguments, measured_rows
from training.tally import tallied
from vision.landmarks.onnx_backend import OnnxBackend
from vision.measure import Measure
from vision.reason import Reason

CLAUSE = "uniform.scarf"
PRESENT, OFFSET = "scarf_present", "scarf_offset_ratio"


@dataclass(frozen=True, slots=True)
class Case:
    """One picture: what is true and what was said."""

    wears: str
    scarf: bool
    offset: float | None
    """Of the shoulder width, + to the wearer's left."""
    present: Measure
    said: Measure
    """The offset."""


def cases(folder: Path) -> Iterator[Case]:
    """Every labelled picture of a folder, measured as `tongjing measure` does."""
    backend = OnnxBackend()
    for labels in sorted(folder.glob("labels_*.jsonl")):
        for line in labels.read_text(encoding="utf-8").splitlines():
            label = json.loads(line)
            (job,) = jobs_from_arguments([str(folder / label["file"])], None, None, None)
            (row, *_) = measured_rows(job, backend)
            present, said = (of_row(name, row["measures"][name]) for name in (PRESENT, OFFSET))
            yield Case(label["wears"], label["scarf"], label["offset_ratio"], present, said)


def of_row(name: str, told: dict[str, Any]) -> Measure:
    """A measure of a line that `tongjing measure` wrote."""
    reason = None if told["reason"] is None else Reason(told["reason"])
    return Measure(name, told["value"], told["sigma"], reason)


@cache
def shipped() -> tuple[Clause, Certainty]:
    """The clause as the standards ship it, and how sure a value must be there."""
    return next(
        (clause, Certainty.of(checklist, clause))
        for checklist in load_shipped().values()
        for clause in checklist.clauses
        if clause.id == CLAUSE
    )


def verdict(present: Measure, offset: Measure) -> Outcome:
    """What the clause says of two measures: it fails where one rule does, and passes where both do."""
    clause, certainty = shipped()
    by_name = {PRESENT: present, OFFSET: offset}
    outcomes = [
        Outcome.UNCLEAR
        if by_name[rule.measure].value is None
        else judge_value(rule, by_name[rule.measure], certainty).outcome
        for rule in clause.rules
    ]
    if Outcome.FAIL in outcomes:
        return Outcome.FAIL
    return Outcome.PASS if set(outcomes) == {Outcome.PASS} else Outcome.UNCLEAR


def met(case: Case) -> bool:
    """Whether the clause is truly met."""
    if case.offset is None:
        return False
    return verdict(Measure(PRESENT, True, 0.0), Measure(OFFSET, case.offset, 0.0)) is Outcome.PASS


def told(seen: list[Case]) -> dict[str, Any]:
    """How many scarves are named, overlooked and invented."""
    worn, without = [case for case in seen if case.scarf], [case for case in seen if not case.scarf]
    right = sum(case.present.value is True for case in worn)
    wrong = sum(case.present.value is True for case in without)
    styles = {style: [case for case in seen if case.wears == style] for style in sorted({c.wears for c in seen})}
    return {
        "worn": len(worn),
        "named": right,
        "called_none": sum(case.present.value is False for case in worn),
        "without": len(without),
        "named_wrongly": wrong,
        "told_none": sum(case.present.value is False for case in without),
        "f1": round(2 * right / max(right + wrong + len(worn), 1), 3),
        "named_by_style": {
            style: [sum(case.present.value is True for case in some), len(some)] for style, some in styles.items()
        },
    }


def offsets(seen: list[Case]) -> dict[str, float]:
    """How far off the knot's place is, of the shoulder width, where a scarf is named."""
    known = [case for case in seen if case.scarf and case.said.value is not None and case.said.sigma is not None]
    errors = np.array([float(case.said.value or 0.0) - float(case.offset or 0.0) for case in known])
    sigmas = np.array([case.said.sigma for case in known], np.float64)
    return {
        "n": len(known),
        "bias": round(float(errors.mean()), 4),
        "mae": round(float(np.abs(errors).mean()), 4),
        "p95": round(float(np.percentile(np.abs(errors), 95)), 4),
        "within_2_sigma": round(float((np.abs(errors) <= 2 * sigmas).mean()), 3),
    }


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pictures", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path("tests/accuracy/scarves.json"))
    arguments = parser.parse_args()
    seen = list(cases(arguments.pictures))
    figures = {
        "told": told(seen),
        "offset": offsets(seen),
        "clause": tallied((met(case), verdict(case.present, case.said)) for case in seen),
    }
    arguments.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
