"""How clauses about hair are judged on heads whose hair is known: the page's tables of `hair.json`.

The figures come from `python -m training.grooming.verdicts`, which needs rendered heads; the page only shows them.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent / "hair.json"
CLAUSES = {
    "hair_forehead_cover_ratio": "forehead at most 0.35 covered",
    "hair_brow_cover_ratio": "brows at most 0.15 covered",
    "hair_ear_cover_left_ratio": "left ear at most 0.3 covered",
    "hair_ear_cover_right_ratio": "right ear at most 0.3 covered",
    "hair_below_chin_ratio": "at most 0.05 of the hair below the chin (put up or short)",
    "hair_area_ratio": "not shaved: at least 0.05 of the head",
    "hair_collar_gap_cm": "clear of the collar, from the side",
    "hair_chroma": "natural colour, at most 30",
}
INTRODUCTION = """
## Clauses about hair, on people never trained on
From `python -m training.grooming.verdicts`: heads of four people, near and far, from all sides, groomed by drawing,
so that every strand is known; limits of the shipped standards. *Passed* and *failed*: wrongly. *Rate*: right of those
that were decided. An unclear one is looked at again or asked about.
"""


def hair_lines(figures: Mapping[str, Any]) -> list[str]:
    """The Markdown of the whole section."""
    lines = [
        INTRODUCTION,
        "| clause | heads | right | passed | failed | unclear | rate |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, row in figures["all"].items():
        cells = (row[key] for key in ("n", "right", "passed", "failed", "unclear", "rate"))
        lines.append(f"| {CLAUSES[name]} | " + " | ".join(str(cell) for cell in cells) + " |")
    told = ", ".join(f"{kind} {count}" for kind, count in figures["headwear"].items())
    lines += ["", f"Heads under drawn headwear: {told}.", "", *group_table(figures["groups"])]
    return lines


def group_table(groups: Mapping[str, Mapping[str, Mapping[str, float]]]) -> list[str]:
    """All clauses of a group of people together."""
    lines = ["| group | judged | right | passed | failed | unclear | rate |", "|---|---|---|---|---|---|---|"]
    for group, rows in groups.items():
        sums = {key: sum(row[key] for row in rows.values()) for key in ("n", "right", "passed", "failed", "unclear")}
        decided = sums["right"] + sums["passed"] + sums["failed"]
        cells = [str(value) for value in sums.values()] + [f"{sums['right'] / max(decided, 1):.3f}"]
        lines.append(f"| {group} | " + " | ".join(cells) + " |")
    return lines


def read_hair() -> dict[str, Any]:
    """What the last run of the figures stored."""
    return dict(json.loads(FILE.read_text(encoding="utf-8")))
