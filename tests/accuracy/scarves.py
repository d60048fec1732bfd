"""What is said of rendered people with and without a scarf: the page's tables of `scarves.json`.

The figures come from `python -m training.dress.scarf_verdicts`, which needs rendered pictures; the page only shows
them.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent / "scarves.json"
INTRODUCTION = """
## Scarves, on people never trained on
From `python -m training.dress.scarf_verdicts`: four people and their other bodies, rendered near and far. Half wear a
scarf of one of five styles, tied in the middle or up to six centimetres aside; the others a bow tie, a tie or nothing
round the neck; in half of the pictures two in five wear a badge or a card. Offset: of the knot, as a share of the
shoulder width. An unclear one is looked at again.
"""


def scarf_lines(figures: Mapping[str, Any]) -> list[str]:
    """The Markdown of the whole section."""
    told, offset, clause = figures["told"], figures["offset"], figures["clause"]
    styles = ", ".join(f"{style} {named} of {count}" for style, (named, count) in told["named_by_style"].items())
    return [
        INTRODUCTION,
        "| scarves | named | called none | people without | named wrongly | told they wear none | F1 |",
        "|---|---|---|---|---|---|---|",
        _row(told, ("worn", "named", "called_none", "without", "named_wrongly", "told_none", "f1")),
        "",
        f"Named as a scarf, by what is worn: {styles}.",
        "",
        "| offsets measured | bias | MAE | p95 | within 2 sigma |",
        "|---|---|---|---|---|",
        _row(offset, ("n", "bias", "mae", "p95", "within_2_sigma")),
        "",
        "| clause: worn and centred | right | passed wrongly | failed wrongly | unclear | rate of those decided |",
        "|---|---|---|---|---|---|",
        _row(clause, ("n", "right", "passed", "failed", "unclear", "rate")),
    ]


def _row(figures: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return "| " + " | ".join(str(figures[name]) for name in names) + " |"


def read_scarves() -> dict[str, Any]:
    """What the last run of the figures stored."""
    return dict(json.loads(FILE.read_text(encoding="utf-8")))
