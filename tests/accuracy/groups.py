"""The same figures by group of people: whose skin, hair and clothes the product reads how well.

Skin by the lightness (L*) of the cheeks in these very pictures, hair and clothes as drawn. Nobody in the set wears
anything on the head; what is known about that stands in the cards of the models, which are quoted.
"""

import json
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.accuracy.measuring import ROOT, Figures, scored

CARDS = ROOT / "assets" / "models" / "own"

TRAITS: dict[str, dict[str, str]] = {
    "Asian_F_1_Medi": {"skin": "light", "hair": "tied", "clothes": "scrubs or coat"},
    "Asian_F_2_Busi": {"skin": "light", "hair": "loose, over the shoulders", "clothes": "suit"},
    "Asian_M_1_Busi": {"skin": "light", "hair": "short", "clothes": "suit"},
    "Black_F_2_Busi": {"skin": "dark", "hair": "loose, over the shoulders", "clothes": "suit"},
    "Hispanic_M_1_Busi": {"skin": "middle", "hair": "short", "clothes": "suit"},
    "MENA_F_1_Busi": {"skin": "middle", "hair": "tied", "clothes": "suit"},
    "White_M_2_Medi": {"skin": "light", "hair": "short", "clothes": "scrubs or coat"},
}
"""Of the seven people of the shared set; skin is dark at L* 30, middle at 67, light at 72 to 76."""

COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("found", "person found", "rate"),
    ("hands right", "hands_pose correct", "rate"),
    ("tie right", "tie_present front", "f1"),
    ("badge right", "badge_present front", "f1"),
    ("trunk, deg", "trunk_inclination_deg front", "mae"),
    ("shoulders, deg", "shoulder_tilt_deg front", "mae"),
    ("head pitch, deg", "head_pitch_deg front", "mae"),
    ("feet, deg", "feet_splay_deg front", "mae"),
)
"""Heading, name of the scorer's figure, which of its numbers."""


def grouped(truth: Path, rows: list[dict[str, Any]]) -> dict[str, dict[str, Figures]]:
    """Trait -> its value -> the scorer's figures of the pictures of these people."""
    listed = [json.loads(line) for line in truth.read_text(encoding="utf-8").splitlines()]
    tables: dict[str, dict[str, Figures]] = {}
    for trait in ("skin", "hair", "clothes"):
        for value in dict.fromkeys(traits[trait] for traits in TRAITS.values()):
            chosen = [gt for gt in listed if _traits(gt).get(trait) == value]
            if chosen:
                tables.setdefault(trait, {})[value] = _scored(chosen, rows)
    return tables


def _traits(gt: Mapping[str, Any]) -> Mapping[str, str]:
    return TRAITS.get(gt["params"]["avatar"], {})


def _scored(chosen: list[dict[str, Any]], rows: list[dict[str, Any]]) -> Figures:
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "truth.jsonl"
        listed.write_text("".join(json.dumps(gt) + "\n" for gt in chosen), encoding="utf-8")
        return {**scored("stills", listed, rows), "pictures": {"n": len(chosen)}}


def within_two_sigmas(figures: Figures) -> float | None:
    """The share over all numbers of a group together; None where no number was given."""
    told = [(f["n"] * f.get("coverage", 1.0), f["within2s"]) for f in figures.values() if "within2s" in f]
    count = sum(n for n, _ in told)
    return round(sum(n * share for n, share in told) / count, 3) if count else None


def group_lines(tables: Mapping[str, Mapping[str, Figures]]) -> list[str]:
    """One Markdown table: a row for every group."""
    lines = [
        "| group | pictures | " + " | ".join(heading for heading, _, _ in COLUMNS) + " | within 2 sigma |",
        "|---|---|" + "---|" * len(COLUMNS) + "---|",
    ]
    for trait, groups in tables.items():
        for value, figures in groups.items():
            cells = [figures.get(name, {}).get(key) for _, name, key in COLUMNS]
            row = (f"{trait}: {value}", figures["pictures"]["n"], *cells, within_two_sigmas(figures))
            lines.append("| " + " | ".join("" if cell is None else str(cell) for cell in row) + " |")
    return lines


def card_lines() -> list[str]:
    """What the models' cards say about groups: beards, glasses, headwear; ties and badges."""
    head = (CARDS / "head_items.md").read_text(encoding="utf-8")
    dress = (CARDS / "dress.md").read_text(encoding="utf-8")
    return ["Head (`head_items.md`):", "", _quoted(head, r"^Right about facial hair.*?(?=\n\n)"), "",
            "Chest (`dress.md`):", "", _quoted(dress, r"^\| rendered people, seen.*?(?=\n\n)")]  # fmt: skip


def _quoted(text: str, pattern: str) -> str:
    found = re.search(pattern, text, re.MULTILINE | re.DOTALL)
    return found.group(0) if found else "(the card says nothing about groups)"
