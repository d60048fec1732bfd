"""The committed figures and how far a run may fall behind them."""

import json
from pathlib import Path

from tests.accuracy.measuring import RATCHET, Figures

Tables = dict[str, Figures]

LOWER_IS_BETTER = {"mae": (1.10, 0.05), "p95": (1.15, 0.1)}
"""Figure -> allowed factor and, on top, the allowed amount: processors round differently."""
HIGHER_IS_BETTER = {"coverage": 0.03, "rate": 0.03, "precision": 0.03, "recall": 0.03, "within2s": 0.04}
SMALL_SET = 8
"""With fewer cases one case more or less outside two sigmas is chance."""


def load(path: Path = RATCHET) -> Tables:
    """The committed tables."""
    tables: Tables = json.loads(path.read_text(encoding="utf-8"))
    return tables


def save(tables: Tables, path: Path = RATCHET) -> None:
    """Commit new tables: only after a look at what has become worse."""
    path.write_text(json.dumps(tables, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


def fallen_behind(committed: Tables, now: Tables) -> list[str]:
    """One sentence for every figure that is worse than committed; empty where none is."""
    faults = []
    for table, figures in committed.items():
        for name, before in figures.items():
            after = now.get(table, {}).get(name)
            if after is None:
                faults.append(f"{table}: {name} is not measured any more")
                continue
            faults += [f"{table}: {name}: {fault}" for fault in _worse(name, before, after)]
    return faults


def _worse(name: str, before: dict[str, float], after: dict[str, float]) -> list[str]:
    faults = []
    for key, (factor, slack) in LOWER_IS_BETTER.items():
        if key in before and (key not in after or after[key] > before[key] * factor + slack):
            faults.append(f"{key} was {before[key]}, is {after.get(key)}")
    wrong = "wrong" in name  # a rate of mistakes is the one rate that should fall
    for key, slack in HIGHER_IS_BETTER.items():
        if before.get(key) is None:
            continue
        small = 1.0 / before["n"] if key == "within2s" and before["n"] < SMALL_SET else 0.0
        value = after.get(key)
        if key == "rate" and wrong:
            behind = value is None or value > before[key] + slack
        else:
            behind = value is None or value < before[key] - slack - small
        if behind:
            faults.append(f"{key} was {before[key]}, is {value}")
    return faults
