"""How often clauses are judged rightly, wrongly and not at all where the truth is known."""

from collections import Counter
from collections.abc import Iterable

from checklists.verdict import Outcome

WRONGLY = {Outcome.PASS: "passed", Outcome.FAIL: "failed"}


def tallied(judged: Iterable[tuple[bool, Outcome]]) -> dict[str, float]:
    """Counts, and the share of the decided ones that is right; of each: is the clause truly met, and what is said."""
    counts: Counter[str] = Counter()
    for is_met, outcome in judged:
        right = outcome is (Outcome.PASS if is_met else Outcome.FAIL)
        counts.update(("n", "right" if right else WRONGLY.get(outcome, "unclear")))
    row = {key: counts[key] for key in ("n", "right", "passed", "failed", "unclear")}
    decided = row["right"] + row["passed"] + row["failed"]
    return {**row, "rate": round(row["right"] / max(decided, 1), 3)}
