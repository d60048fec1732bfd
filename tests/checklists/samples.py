"""Small checklists and measures for the tests."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from checklists.model import Checklist
from vision.measure import Measure, Value, View

WORDS = {"zh": "字", "en": "words"}


def clause(clause_id: str = "stand.shoulders", **keys: Any) -> dict[str, Any]:
    """A clause that is complete unless `keys` say otherwise."""
    standard = {
        "id": clause_id,
        "wearer": "all",
        "mode": "measured",
        "title": WORDS,
        "says": WORDS,
        "parts": ["front"],
        "rules": [{"measure": "shoulder_tilt_deg", "low": -3.0, "high": 3.0}],
    }
    return {key: value for key, value in {**standard, **keys}.items() if value is not None}


def checklist(*clauses: Mapping[str, Any], **keys: Any) -> Checklist:
    return Checklist.model_validate({"id": "sample", "version": "1", "name": WORDS, "clauses": list(clauses), **keys})


def measures(sigma: float = 0.5, view: View = View.FRONT, **values: Value) -> dict[str, Measure]:
    """Measures of one look. A category or a flag gets a small chance of being wrong."""
    return {
        name: Measure(name, value, 0.02 if isinstance(value, bool | str) else sigma, view=view, frames=9)
        for name, value in values.items()
    }


HEADER = """schema_version = 1
id = "{id}"
version = "1"
name = {{ zh = "样本", en = "Sample" }}
"""

CLAUSE = """
[[clauses]]
id = "{id}"
wearer = "all"
mode = "measured"
title = {{ zh = "双肩齐平", en = "Shoulders level" }}
says = {{ zh = "双肩一样高。", en = "Both shoulders at one height." }}
parts = ["front"]

[[clauses.rules]]
measure = "shoulder_tilt_deg"
low = -3
high = {high}
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def sound_file(folder: Path, name: str = "own", high: float = 3, clause_id: str = "stand.shoulders") -> Path:
    """A file without fault."""
    return write(folder, name, HEADER.format(id=name) + CLAUSE.format(id=clause_id, high=high))
