"""Counts without names: how each clause of each checklist fared, with small numbers withheld."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from checklists.verdict import Outcome, Text
from station.log.draft import Kind
from station.log.record import EventKind
from station.log.rows import Row

SMALLEST_SHOWN = 5
WITHHELD = "–"

FATES: dict[str, Text] = {
    "passed": Text("通过", "passed"),
    "corrected": Text("已纠正", "corrected"),
    "failed": Text("未通过", "failed"),
    "unclear": Text("无法判断", "unclear"),
    "attested": Text("自我确认", "attested"),
    "not_applicable": Text("不适用", "not applicable"),
}
"""What may become of a clause, each time exactly one of these. `corrected` is passed after a correction."""

_FATE_OF = {
    Outcome.PASS.value: "passed",
    Outcome.FAIL.value: "failed",
    Outcome.UNCLEAR.value: "unclear",
    Outcome.ATTESTED.value: "attested",
    Outcome.NOT_APPLICABLE.value: "not_applicable",
}


@dataclass(frozen=True, slots=True)
class ClauseCount:
    """How one clause of one checklist fared; `counts` in the order of `FATES`."""

    checklist: str
    clause: str
    counts: tuple[int, ...]

    def shown(self, smallest: int = SMALLEST_SHOWN) -> list[int | str]:
        """The counts as they may be shown."""
        return withhold(self.counts, smallest)


def count_clauses(rows: Iterable[Row]) -> list[ClauseCount]:
    """The counts of all clauses, by checklist and clause. A later override counts with its new outcome."""
    fates: dict[tuple[str, str], tuple[str, str]] = {}
    for row in rows:
        place = (row.session_id, row.clause)
        if row.kind == Kind.CLAUSE and row.verdict in _FATE_OF:
            corrected = row.corrected == "yes" and row.verdict == Outcome.PASS
            fates[place] = (row.checklist, "corrected" if corrected else _FATE_OF[row.verdict])
        elif row.event == EventKind.OVERRIDDEN and place in fates and row.verdict in _FATE_OF:
            fates[place] = (fates[place][0], _FATE_OF[row.verdict])
    counts: dict[tuple[str, str], dict[str, int]] = {}
    for (_, clause), (checklist, fate) in fates.items():
        counts.setdefault((checklist, clause), dict.fromkeys(FATES, 0))[fate] += 1
    return [
        ClauseCount(checklist, clause, tuple(found.values())) for (checklist, clause), found in sorted(counts.items())
    ]


def count_sessions(rows: Iterable[Row]) -> dict[str, int]:
    """How many sessions ended how, by checklist and outcome, as "checklist outcome"."""
    counts: dict[str, int] = {}
    for row in rows:
        if row.kind == Kind.SESSION:
            name = f"{row.checklist} {row.verdict}"
            counts[name] = counts.get(name, 0) + 1
    return dict(sorted(counts.items()))


def withhold(counts: Sequence[int], smallest: int = SMALLEST_SHOWN) -> list[int | str]:
    """Withholds counts from 1 to `smallest` - 1. Where that would be a single one, which the number of sessions
    would give away, the next smallest goes with it. Zero is shown: it is about nobody.
    """
    small = [index for index, count in enumerate(counts) if 0 < count < smallest]
    if len(small) == 1:
        others = [index for index, count in enumerate(counts) if count > 0 and index not in small]
        small += sorted(others, key=lambda index: counts[index])[:1]
    return [WITHHELD if index in small else count for index, count in enumerate(counts)]
