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


@dataclass(frozen=True, slots=True)
class DayCount:
    """How one clause of one checklist fared in one branch on one day; `counts` in the order of `FATES`."""

    branch: str
    day: str
    checklist: str
    clause: str
    counts: tuple[int, ...]


def count_clauses(rows: Iterable[Row]) -> list[ClauseCount]:
    """The counts of all clauses, by checklist and clause. A later override counts with its new outcome."""
    counts: dict[tuple[str, str], tuple[int, ...]] = {}
    for found in count_days(rows):
        place = (found.checklist, found.clause)
        before = counts.get(place, (0,) * len(FATES))
        counts[place] = tuple(one + other for one, other in zip(before, found.counts, strict=True))
    return [ClauseCount(checklist, clause, found) for (checklist, clause), found in sorted(counts.items())]


def count_days(rows: Iterable[Row]) -> list[DayCount]:
    """The same by branch and day as well; an override counts on the day of the session that it is about."""
    fates: dict[tuple[str, str], tuple[Row, str]] = {}
    for row in rows:
        place = (row.session_id, row.clause)
        if row.kind == Kind.CLAUSE and row.verdict in _FATE_OF:
            corrected = row.corrected == "yes" and row.verdict == Outcome.PASS
            fates[place] = (row, "corrected" if corrected else _FATE_OF[row.verdict])
        elif row.event == EventKind.OVERRIDDEN and place in fates and row.verdict in _FATE_OF:
            fates[place] = (fates[place][0], _FATE_OF[row.verdict])
    counts: dict[tuple[str, str, str, str], dict[str, int]] = {}
    for row, fate in fates.values():
        group = (row.branch, row.day, row.checklist, row.clause)
        counts.setdefault(group, dict.fromkeys(FATES, 0))[fate] += 1
    return [DayCount(*group, tuple(found.values())) for group, found in sorted(counts.items())]


def shown_days(counts: Sequence[DayCount], smallest: int = SMALLEST_SHOWN) -> list[list[int | str]]:
    """The counts of `counts` as they may be shown beside their sums.

    Where a clause has one branch and day only, its line is its sum. Else a line with a small number is withheld
    whole, and a single such line takes the smallest other one of its clause with it: from sums and the rest one gap
    could be worked out.
    """
    lines: dict[tuple[str, str], list[int]] = {}
    for index, found in enumerate(counts):
        lines.setdefault((found.checklist, found.clause), []).append(index)
    shown: list[list[int | str]] = [list(found.counts) for found in counts]
    for indices in lines.values():
        if len(indices) == 1:
            shown[indices[0]] = withhold(counts[indices[0]].counts, smallest)
            continue
        small = [index for index in indices if any(0 < count < smallest for count in counts[index].counts)]
        if len(small) == 1:
            others = [index for index in indices if index not in small]
            small.append(min(others, key=lambda index: sum(counts[index].counts)))
        for index in small:
            shown[index] = [WITHHELD] * len(counts[index].counts)
    return shown


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
    would give away, the next smallest goes with it. Zero is shown: it is about nobody; but where there are fewer than
    `smallest` in all, nothing is: beside zeros a single dash says what became of everybody.
    """
    if 0 < sum(counts) < smallest:
        return [WITHHELD] * len(counts)
    small = [index for index, count in enumerate(counts) if 0 < count < smallest]
    if len(small) == 1:
        others = [index for index, count in enumerate(counts) if count > 0 and index not in small]
        small += sorted(others, key=lambda index: counts[index])[:1]
    return [WITHHELD if index in small else count for index, count in enumerate(counts)]
